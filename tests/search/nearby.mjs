// Distances, radii and filters of the browser's reader against the plainest way: look at every listing of the open data.
//
// usage: node nearby.mjs '{ "site": DIR, "zips": FILE, "sample": N, "seed": N }'
//
// Prints what differs and a line of JSON with the counts at the end; exit status 1 when anything differs.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { numbers } from "./numbers.mjs";
import { open } from "./site.mjs";

const { site, zips: table, sample, seed = 1 } = JSON.parse(process.argv[2]);
const RADII = [5, 10, 25, 50, 100, null];
/** Radius of the earth in miles. */
const EARTH = 3958.7613;
/** Facets of the open data: keys of a program's lists, and of the listing's own. */
const PARTS = {
  level_of_care: "level_of_care",
  focus: "focus",
  formats: "format",
  modalities: "modality",
  medications: "medication",
  populations: "population",
  age_groups: "age",
  genders: "gender",
  times: "time",
};
const OWN = { services: "service", languages: "language", accepts: "payment", insurers: "insurer" };

const random = numbers(seed);
const pick = (list) => list[Math.floor(random() * list.length)];

function haversine(a, b) {
  const [south, north] = [a.lat, b.lat].map((degrees) => (degrees * Math.PI) / 180);
  const turn = ((b.lon - a.lon) * Math.PI) / 180;
  const half = Math.sin((north - south) / 2) ** 2 + Math.cos(south) * Math.cos(north) * Math.sin(turn / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(Math.min(1, half)));
}

/** Terms by facet. */
function terms(record) {
  const found = {};
  const add = (facet, slugs = []) => (found[facet] ??= new Set(), slugs.forEach((slug) => found[facet].add(slug)));
  for (const part of record.programs ?? []) {
    for (const [key, facet] of Object.entries(PARTS)) add(facet, [part[key] ?? []].flat());
    add("time", part.schedule?.times);
  }
  for (const [key, facet] of Object.entries(OWN)) add(facet, record[key]);
  return found;
}

const rows = readFileSync(table, "utf8").split("\n").slice(1).filter(Boolean).map((line) => line.split("\t"));
const places = rows.filter(([, , , state]) => /^[A-Z]{2}$/.test(state)).map(([zip, lat, lon]) => ({ zip, lat: +lat, lon: +lon }));
const placeOf = new Map(places.map((place) => [place.zip, place]));

/** The open data has no point of a confidential address; the search has that of its ZIP. */
const pointOf = (record) => (record.address === "confidential" ? placeOf.get(record.zip) : record);
/** To 1/100,000 degrees, halves away from zero, as points are written into the index. */
const round = (degrees) => (Math.sign(degrees) * Math.round(Math.abs(degrees) * 1e5)) / 1e5;
const listings = JSON.parse(readFileSync(join(site, "data/programs.json"), "utf8"))
  .programs.filter((record) => pointOf(record)?.lat !== undefined && record.status !== "closed")
  .map((record) => {
    const { lat, lon } = pointOf(record);
    return { slug: record.slug, terms: terms(record), lat: round(lat), lon: round(lon) };
  });

/** A choice in one or two facets, as often as none. */
const FACETS = ["level_of_care", "payment", "focus", "population", "age", "service", "modality"];
function choice() {
  if (random() < 0.5) return {};
  const filters = {};
  for (let left = 1 + Math.floor(random() * 2); left > 0; left--) {
    const facet = pick(FACETS);
    const slugs = [...(pick(listings).terms[facet] ?? [])];
    if (slugs.length) filters[facet] = [...new Set([pick(slugs), pick(slugs)])];
  }
  return filters;
}

function expected(from, filters, silent) {
  const has = ({ terms }) =>
    Object.entries(filters).every(([facet, slugs]) => {
      const own = terms[facet] ?? new Set();
      return slugs.some((slug) => own.has(slug)) || (silent && !own.size);
    });
  return listings
    .filter(has)
    .map((listing) => ({ slug: listing.slug, miles: haversine(from, listing) }))
    .sort((a, b) => a.miles - b.miles);
}

/** Slugs in runs of the same distance, so that the order inside a run does not matter. */
function runs(hits) {
  const found = new Map();
  for (const { slug, miles } of hits) {
    const key = Math.round(miles * 1e4);
    found.set(key, [...(found.get(key) ?? []), slug]);
  }
  return [...found].map(([key, slugs]) => [key, slugs.sort().join(" ")]);
}

const { reader, index } = await open(site);
const counts = { zips: 0, searches: 0, incomplete: 0, compared: 0, differ: 0 };
const differ = (what, query) => {
  counts.differ++;
  if (counts.differ <= 20) console.log(`${JSON.stringify(query)}: ${what}`);
};

for (; counts.zips < Math.min(sample, places.length); counts.zips++) {
  const place = pick(places);
  const filters = choice();
  const silent = random() < 0.2;
  for (const radius of RADII) {
    const query = { where: place.zip, radius, filters, silent, size: 1e6 };
    counts.searches++;
    const found = await reader.search(index, query);
    const from = found.understood.place;
    if (!from || from.zip !== place.zip) {
      differ("the ZIP was not read as one", query);
      continue;
    }
    if (Math.abs(from.lat - place.lat) > 0.00051 || Math.abs(from.lon - place.lon) > 0.00051) {
      differ(`its point is ${from.lat}, ${from.lon} and not ${place.lat}, ${place.lon}`, query);
      continue;
    }
    // What is found within the miles that were looked at has to be all there is; a search that stops earlier says so.
    const all = expected(from, filters, silent);
    const complete = found.complete;
    if (!complete) counts.incomplete++;
    if (radius !== null && complete && found.reach !== radius) differ(`it reaches ${found.reach} miles`, query);
    const limit = found.reach < 1.5 ? found.reach : found.reach + 0.5;
    const near = all.filter(({ miles }) => miles < limit);
    const hits = found.hits.map(({ miles, card }) => ({ slug: card.slug, miles }));
    counts.compared += hits.length;
    // At the very edge the last bit of a distance decides.
    const edge = all.some(({ miles }) => Math.abs(miles - limit) < 1e-7);
    if (found.reach >= 1.5 && hits.length !== near.length && !edge) differ(`${hits.length} and not ${near.length}`, query);
    if (found.total !== hits.length) differ(`a total of ${found.total} and ${hits.length} programs`, query);
    const [ours, theirs] = [runs(hits), runs(all.slice(0, hits.length))];
    // The last run may be cut in the plain way only.
    const wrong = ours.findIndex(([key, slugs], i) => !theirs[i] || Math.abs(key - theirs[i][0]) > 1 || (i < ours.length - 1 && slugs !== theirs[i][1]));
    if (wrong >= 0) differ(`at rank ${wrong + 1}: ${ours[wrong]} and not ${theirs[wrong]}`, query);
  }
}
console.log(JSON.stringify(counts));
process.exitCode = counts.differ ? 1 : 0;
