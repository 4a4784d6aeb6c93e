// The browser's reader against `waypost search`: the same searches, put together from what a directory holds, have to be
// understood alike and to find the same programs in the same order.
//
// usage: node parity.mjs '{ "site": DIR, "command": [PROGRAM, ARGUMENT, …], "sample": N, "seed": N }'
//
// The command is `waypost search` of the project that the site was built from. Prints what differs and a line of JSON with
// the counts at the end; exit status 1 when anything differs.

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { numbers } from "./numbers.mjs";
import { open } from "./site.mjs";

const { site, command, sample, seed = 1 } = JSON.parse(process.argv[2]);
/** Results that are compared; more are asked for, since equal ones may stand in any order. */
const TOP = 10;
const MORE = 60;
const RADII = [5, 10, 25, 50, 100];
const FILLERS = ["near", "in", "for", "with", "near me", "cerca de", "en", "para", "the", "best", "help", "and"];
const FACETS = ["level_of_care", "payment", "focus", "population", "age", "service", "modality", "language"];

const random = numbers(seed);
const below = (limit) => Math.floor(random() * limit);
const pick = (list) => list[below(list.length)];
const chance = (share) => random() < share;

const { reader, index } = await open(site);
const listings = JSON.parse(readFileSync(join(site, "data/programs.json"), "utf8")).programs;
const phrases = (await index.world.phrases()).phrases.flatMap((list) => list.split("|")).filter(Boolean);
const lexicon = (await index.world.lexicon()).map(({ word }) => word);
const states = index.world.words.states.map((state) => ({ code: state.slice(0, 2), name: state.slice(3) }));

/** One letter left out, added or replaced, or two neighbours swapped. */
function slip(text) {
  const letters = Array.from(text);
  const at = below(letters.length);
  const letter = String.fromCharCode(97 + below(26));
  const [i, j] = [at, Math.min(at + 1, letters.length - 1)];
  [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, letter),
    () => (letters[at] = letter),
    () => ([letters[i], letters[j]] = [letters[j], letters[i]]),
  ][below(4)]();
  return letters.join("");
}

/** A town, a ZIP or a state, in one of the ways in which people write it. */
function place() {
  const { city, state, zip } = pick(listings);
  const { name } = states.find(({ code }) => code === state);
  return pick([zip, zip, city, `${city}, ${state}`, `${city} ${state.toLowerCase()}`, `${city} ${name}`, name, state]);
}

/** Some words of a name. */
function words(name) {
  const all = name.split(" ");
  const from = below(all.length);
  return all.slice(from, from + 1 + below(3)).join(" ");
}

/** Kinds of texts. */
const KINDS = {
  term: () => pick(phrases),
  terms: () => `${pick(phrases)} ${pick(phrases)}`,
  name: () => pick(listings).name,
  "part of a name": () => words(pick(listings).name),
  word: () => pick(lexicon),
  words: () => [pick(lexicon), pick(lexicon)].join(" "),
  "word of a text and of a name": () => `${pick(lexicon)} ${words(pick(listings).name)}`,
  place: () => place(),
  "term and place": () => `${pick(phrases)} ${pick(FILLERS)} ${place()}`,
  "words and place": () => `${words(pick(listings).name)} ${place()}`,
  "words and term": () => `${words(pick(listings).name)} ${pick(phrases)}`,
  everything: () => `${pick(FILLERS)} ${words(pick(listings).name)} ${pick(phrases)} ${pick(lexicon)} ${place()}`,
  slip: () => slip(pick([() => pick(phrases), () => words(pick(listings).name), () => pick(listings).city])()),
  nothing: () => "",
};

function query() {
  const kind = pick(Object.keys(KINDS));
  const asked = { text: KINDS[kind](), where: chance(0.35) ? place() : "", filters: {}, exact: chance(0.1), radius: null };
  if (asked.where && chance(0.4)) asked.radius = pick(RADII);
  for (let left = chance(0.3) ? 1 + below(2) : 0; left > 0; left--) {
    const facet = pick(FACETS);
    const terms = index.terms.filter((term) => index.facets[term.facet].key === facet && term.count);
    if (terms.length) asked.filters[facet] = [...new Set([pick(terms).slug, pick(terms).slug])];
  }
  return { kind, asked };
}

/** The same search for the command, as far as the reader has looked. */
function line({ text, where, filters, exact }, found) {
  const filter = Object.entries(filters).flatMap(([facet, slugs]) => slugs.map((slug) => `${facet}=${slug}`));
  return { text, near: where, filter, exact, limit: MORE, within: found.understood.place?.lat === undefined ? null : found.reach };
}

const about = (a, b, least) => Math.abs(a - b) <= least * Math.max(1, Math.abs(a));

/**
 * What differs between two lists in order, where equal ones may stand in any order.
 * @param {(a: any, b: any) => boolean} same whether two hits are equally good
 * @param {number} most so many are compared
 */
function order(what, ours, theirs, key, same, most) {
  for (let i = 0; i < Math.min(most, ours.length); i++) {
    const [a, b] = [ours[i], theirs[i]];
    if (!b || !same(a, b)) return `${what} ${i + 1} is ${shown(a)} and not ${shown(b)}`;
    const other = theirs.find((hit) => hit[key] === a[key]);
    if (!other || !same(a, other)) return `${what} ${i + 1} is ${shown(a)}, elsewhere ${shown(other)}`;
    if (a[key] !== b[key]) counts.ties++;
  }
  return ours.length < Math.min(most, theirs.length) ? `${what}: ${ours.length} and not ${theirs.length}` : "";
}

const shown = (hit) => (hit ? `${hit.slug ?? hit.path} ${hit.miles?.toFixed(4) ?? ""} ${hit.score ?? ""}` : "nothing");
const byScore = (a, b) => about(a.score, b.score, 1e-5);
const byMiles = (a, b) => Math.abs(a.miles - b.miles) <= 1.1e-4;
const same = (a, b) => a === undefined || b === undefined || a === null || b === null || about(a, b, 1e-5);

/** What differs between what the reader and what the command found; empty if nothing. */
function difference(ours, theirs) {
  const understood = JSON.parse(JSON.stringify(ours.understood));
  if (!isDeepStrictEqual(understood, theirs.understood)) {
    return `understood ${JSON.stringify(understood)} and not ${JSON.stringify(theirs.understood)}`;
  }
  const refused = ["place-not-found", "ask"].includes(ours.state);
  if (refused !== (theirs.problem !== null)) return `${ours.state} and not ${theirs.problem}`;
  const flat = (hits) => hits.map(({ miles, score, card }) => ({ slug: card.slug, miles, score }));
  const near = understood.place?.lat !== undefined;
  // Where not even the nearest cell was read, nothing but the very nearest is known.
  const whole = !near || ours.reach >= 1.5;
  if (whole && ours.total !== theirs.total) return `${ours.total} and not ${theirs.total} (within ${ours.reach})`;
  if (ours.partial !== theirs.partial && whole) return `partial: ${ours.partial} and not ${theirs.partial}`;
  const equal = near && !ours.partial ? byMiles : ours.hits[0]?.score === undefined ? () => true : byScore;
  const exact = equal.length === 0;
  const hits = flat(ours.hits);
  if (exact) {
    const [a, b] = [hits, theirs.hits].map((list) => list.slice(0, TOP).map(({ slug }) => slug).join(" "));
    if (a !== b) return `in the order of lists ${a} and not ${b}`;
  } else if (whole) {
    const wrong = order("hit", hits, theirs.hits, "slug", equal, TOP);
    if (wrong) return wrong;
    if (hits.some((hit, i) => !same(hit.score, theirs.hits[i]?.score) && byScore === equal)) return "scores";
  }
  return (
    order("by name", flat(ours.named), theirs.named, "slug", byScore, TOP) ||
    order("guide", ours.guides.map(({ path, score }) => ({ path, score })), theirs.guides, "path", byScore, TOP)
  );
}

const counts = { searches: 0, equal: 0, differ: 0, ties: 0, found: 0, partial: 0, near: 0 };
const queries = Array.from({ length: sample }, query);
const found = [];
for (const { asked } of queries) found.push(await reader.search(index, { ...asked, size: TOP }));
const input = queries.map(({ asked }, i) => `${JSON.stringify(line(asked, found[i]))}\n`).join("");
const [program, ...rest] = command;
const output = execFileSync(program, [...rest, "--queries", "-"], { input, maxBuffer: 1 << 30, stdio: ["pipe", "pipe", "inherit"] });
const answers = String(output).trimEnd().split("\n").map((text) => JSON.parse(text));
const examples = new Map();
queries.forEach(({ kind, asked }, i) => {
  const ours = found[i];
  counts.searches++;
  counts.found += ours.hits.length;
  counts.near += ours.understood.place ? 1 : 0;
  counts.partial += ours.partial ? 1 : 0;
  const what = difference(ours, answers[i]);
  if (!what) return counts.equal++;
  counts.differ++;
  examples.set(kind, [...(examples.get(kind) ?? []), `${JSON.stringify(asked)}\n    ${what}`]);
});
for (const [kind, list] of examples) console.log(`${kind}: ${list.length}\n  ${list.slice(0, 5).join("\n  ")}`);
console.log(JSON.stringify(counts));
process.exitCode = counts.differ || answers.length !== sample ? 1 : 0;
