// The programs around a point. Only within the miles in which every cell was read does a program count as found.

import { allHashes } from './cards.js';
import { blockOf, holds, miles, nearestCells, others } from './cells.js';
import { bitsOf, both, chosenIn, full, positions } from './facets.js';
import { before } from './files.js';

/** Cells that are read, and again as many each time the search is widened. */
const CELLS = 6;
/** Cells that are read at most. */
const MOST = 48;
/** Miles beyond which a program is hardly near; twice as many each time the search is widened. */
const FAR = 100;
/** Matches that are shown even from beyond, and again as many each time. */
const FEW = 20;

/** @typedef {{ id: number, miles: number }} Far */
/** @typedef {import('./types').CellBlock & { miles: number[] }} Near */
/** @typedef {import('./text.js').Match | null} Match */

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @param {import('./types').Spot} place
 * @returns {Promise<import('./types').Area>}
 */
export async function nearTo(index, wish, place) {
  const match = wish.match ? await wish.match(false) : null;
  const [area, virtual] = await Promise.all([around(index, wish, place, match), video(index, wish, place, match)]);
  /** @type {import('./types').Found[]} */
  let found = area.hits;
  if (match && (match.any || wish.sort === 'match')) found = await match.ranked(found);
  const near = new Set(found.map(({ id }) => id));
  return {
    ...area,
    total: found.length,
    partial: match !== null && match.any,
    first: async () => found,
    virtual: virtual.filter((id) => !near.has(id)),
    blocks: async (facets) => {
      await Promise.all(
        area.read.map(async ({ cell, sets }) => {
          for (const [term, set] of await others(index, cell, facets)) sets.set(term, set);
        }),
      );
      return area.read;
    },
  };
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @param {import('./types').Spot} at
 * @param {Match} match
 */
async function around(index, wish, at, match) {
  const { radius, wider, among, groups } = wish;
  // Where the documents with the words are known before any cell is, cells without them need not be read.
  const known = (match && match.known) || among;
  const limit = radius === null ? Infinity : radius + 0.5;
  const most = radius === null ? Math.min(MOST, CELLS * (1 + wider)) : MOST;
  const list = await nearestCells(index, at, MOST + 2 * CELLS, limit, known ? holds(known) : () => true);
  /** @type {Near[]} */
  let read = [];
  /** @type {Far[]} */
  let hits = [];
  let edge = 0;
  // A term that no listing has is nowhere.
  const hope = radius === null && groups.every((group) => group.terms.some((term) => index.terms[term].count));
  do {
    const cells = list.slice(read.length, read.length + (read.length ? CELLS : most)).filter((cell) => cell.miles < limit);
    read = read.concat(await blocksOf(index, wish, at, match, cells));
    edge = read.length < list.length ? list[read.length].miles - 1e-6 : Infinity;
    hits = matches(index, wish, read).filter((hit) => hit.miles < Math.min(edge, limit));
    // An empty page helps nobody: farther, then, but not without end.
  } while (!hits.length && hope && edge < Infinity && read.length < most + 2 * CELLS);

  const { reach, cut, complete } = extent(wish, edge, hits);
  let looked = 0;
  for (const block of read) {
    const inside = positions(block.mask).filter((i) => block.miles[i] < cut);
    looked += inside.length;
    block.mask = bitsOf(0, block.n, inside);
  }
  const there = known ? before(known, index.visited) : index.visited;
  // Without a radius, results end before the edge only where they were held back for their distance.
  const more = radius === null ? most < MOST || cut <= edge - 1 : complete;
  return { hits: hits.filter((hit) => hit.miles < cut), read, reach, complete, canWiden: more && looked < there };
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @param {import('./types').Spot} at
 * @param {Match} match
 * @param {{ cell: import('./types').Cell }[]} cells
 * @returns {Promise<Near[]>}
 */
async function blocksOf(index, { groups, among }, { lat, lon }, match, cells) {
  const facets = groups.map(({ facet }) => facet);
  /** @type {import('./text.js').Has} */
  const meets = ({ from, n }) => cells.some(({ cell }) => cell.from < from + n && from < cell.from + cell.n);
  const [matching, blocks] = await Promise.all([
    match && match.documents(meets),
    Promise.all(cells.map(({ cell }) => blockOf(index, cell, facets))),
  ]);
  return blocks.map((block) => {
    for (const ids of [matching, among]) if (ids) block.mask = both(block.mask, bitsOf(block.from, block.n, ids));
    return { ...block, miles: block.points.map(([toLat, toLon]) => miles(lat, lon, toLat, toLon)) };
  });
}

/**
 * The documents that meet the choices, the nearest first.
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @param {Near[]} blocks
 */
function matches(index, wish, blocks) {
  /** @type {Far[]} */
  const found = [];
  for (const block of blocks) {
    for (const i of positions(chosenIn(index, block, wish).all)) found.push({ id: block.from + i, miles: block.miles[i] });
  }
  /** @param {Far} hit */
  const key = (hit) => Math.round(hit.miles * 1e4);
  return found.sort((a, b) => key(a) - key(b) || a.id - b.id);
}

/**
 * How far results reach, in the whole miles that are shown: within 25 miles is what is rounded to 25.
 * @param {import('./types').Wish} wish
 * @param {number} edge no program that is nearer is missing
 * @param {Far[]} hits
 */
function extent({ radius, wider }, edge, hits) {
  if (radius !== null && edge >= radius + 0.5) return { reach: radius, cut: radius + 0.5, complete: true };
  const complete = radius === null && edge > 0;
  if (edge < 1.5) return { reach: Math.max(0, Math.floor(10 * edge) / 10), cut: edge > 0 ? edge : Infinity, complete };
  let reach = Math.floor(edge - 0.5);
  if (complete) {
    const few = hits[Math.min(FEW * (1 + wider), hits.length) - 1];
    reach = Math.min(reach, Math.max(FAR * Math.pow(2, wider), few ? Math.round(few.miles) : 0));
  }
  return { reach, cut: reach + 0.5, complete };
}

/**
 * The programs that serve the state of a place by video and meet the choices: first those without a place to visit.
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @param {import('./types').Spot} place
 * @param {Match} match
 */
async function video(index, wish, place, match) {
  const { files, states, terms, visited } = index;
  const state = states.indexOf(place.state || '');
  if (!files.has('v', state)) return [];
  allHashes(index).catch(() => {});
  const { ids, sets } = await files.at('v', state, (bytes) => {
    const ids = bytes.sums(bytes.var(), () => bytes.var());
    return { ids, sets: bytes.sets(ids.length, terms.length) };
  });
  const matching = match && new Set(await match.documents(holds(ids)));
  const block = { from: 0, n: ids.length, mask: full(ids.length), sets };
  const found = positions(chosenIn(index, block, wish).all).map((i) => ids[i]);
  /** @param {number} id */
  const order = (id) => (id < visited ? 1 : 0);
  return found.filter((id) => !matching || matching.has(id)).sort((a, b) => order(a) - order(b) || a - b);
}
