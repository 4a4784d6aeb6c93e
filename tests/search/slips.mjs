// Slips of the pen: names of terms, towns and words of programs, each with one edit by chance, asked of the browser's
// reader. Counts how many are read as they were meant, and how many well-spelt ones are taken for a slip.
//
// usage: node slips.mjs '{ "site": DIR, "terms": [NAME], "sample": N, "seed": N }'
//
// `sample` is the number of names of each kind. Prints JSON; the towns and words are those of the site's open data.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { numbers } from "./numbers.mjs";
import { open } from "./site.mjs";

const { site, terms, sample, seed = 1 } = JSON.parse(process.argv[2]);
/** A shorter word is too short to be told from others. */
const SHORTEST = 5;
/** So many of the most frequent words of programs. */
const WORDS = 2000;

const random = numbers(seed);
const pick = (list) => list[Math.floor(random() * list.length)];
const plain = (text) =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/['’.]/g, "")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();

/** One letter too many, too few, another one, or two in each other's place; never the first. */
function slip(text) {
  const letters = [...text];
  const places = letters.map((_, i) => i).filter((i) => i > 0 && /[a-z]/.test(letters[i]) && /[a-z]/.test(letters[i - 1]));
  const at = pick(places);
  const letter = pick([..."abcdefghijklmnopqrstuvwxyz"]);
  const edits = [
    () => letters.splice(at, 1),
    () => letters.splice(at, 0, letter),
    () => letters.splice(at, 1, letter),
    () => at > 1 && letters.splice(at - 1, 2, letters[at], letters[at - 1]),
  ];
  pick(edits)();
  return letters.join("");
}

const programs = JSON.parse(readFileSync(join(site, "data/programs.json"), "utf8")).programs;
const often = new Map();
for (const { name, organization } of programs) {
  for (const word of plain(`${name} ${organization ?? ""}`).split(" ")) often.set(word, (often.get(word) ?? 0) + 1);
}
const words = [...often].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).slice(0, WORDS).map(([word]) => word);
const towns = [...new Set(programs.map(({ city }) => plain(city)))].sort();
const kinds = { terms: [...new Set(terms.map(plain))].sort(), towns, words };

const { reader, index } = await open(site);
const ask = async (text) => (await reader.search(index, { text, size: 1 })).understood;
const outcome = {};
for (const [kind, names] of Object.entries(kinds)) {
  const usable = names.filter((name) => /^[a-z ]+$/.test(name) && name.replaceAll(" ", "").length >= SHORTEST);
  const counts = { asked: 0, right: 0, other: 0, none: 0, known: 0, wronged: 0, examples: [] };
  for (let i = 0; i < sample; i++) {
    const name = pick(usable);
    const meant = await ask(name);
    if (meant.corrected) {
      counts.wronged++;
      counts.examples.push(`${name} was read as ${meant.corrected.to}`);
      continue;
    }
    const typed = slip(name);
    if (typed === name) continue;
    const understood = await ask(typed);
    const to = understood.corrected && plain(understood.corrected.to);
    // What it is read as may be written differently and mean the same.
    const same = (a, b) => JSON.stringify([a.place, a.states, a.terms.map((t) => t.slug), a.words]) === JSON.stringify([b.place, b.states, b.terms.map((t) => t.slug), b.words]);
    const [right, known] = [to === name || same(understood, meant), !understood.corrected];
    counts.asked++;
    if (right) counts.right++;
    else if (!known) counts.other++;
    else if (understood.words.join(" ") === typed && (await finds(typed))) counts.known++;
    else counts.none++;
    if (!right && counts.examples.length < 12) counts.examples.push(`${typed} for ${name}: ${to ?? "as it is"}`);
  }
  outcome[kind] = counts;
}
console.log(JSON.stringify(outcome));

/** Whether programs have these words as they are. */
async function finds(text) {
  const { total, partial } = await reader.search(index, { text, size: 1, exact: true });
  return total > 0 && !partial;
}
