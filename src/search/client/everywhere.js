// Programs without a place: of states, with words, or all of them.

import { joined } from './bytes.js';
import { blockOf, common, holding, holds } from './cells.js';
import { bitsOf, chosenIn, count, full, isIn, termsOf } from './facets.js';

/** Cells that are read to count facets; where there are more, bit maps of the terms are smaller. */
const MANY = 32;
/** Documents in a cell, at most. */
const CELL = 256;
/** Bits that are worth reading to count facets. */
const BITS = 1 << 25;

/**
 * Hashes of the bit maps, by number of their term.
 * @param {import('./types').Index} index
 * @returns {Promise<string[]>}
 */
export const bitHashes = ({ files, terms }) => files.one('bh', (bytes) => terms.map(() => bytes.hash()));

/**
 * The bit maps of those terms that any listing has.
 * @param {import('./types').Index} index
 * @param {number[]} some
 * @returns {Promise<Map<number, import('./types').Bits>>}
 */
export async function bitMaps(index, some) {
  const terms = some.filter((term) => index.terms[term].count);
  if (!terms.length) return new Map();
  const hashes = await bitHashes(index);
  const read = terms.map((term) => index.files.get('b' + term, hashes[term], (bytes) => bytes.set(index.listings)));
  const sets = await Promise.all(read);
  return new Map(terms.map((term, i) => [term, sets[i]]));
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Wish} wish
 * @returns {Promise<import('./types').Area>}
 */
export async function inLists(index, wish) {
  const { groups, silent, match: wanted, among, ordered } = wish;
  const { listings, files } = index;
  const chosen = groups.map(({ facet }) => facet);
  /** @type {import('./types').Block} */
  const whole = { from: 0, n: listings, mask: full(listings), sets: new Map() };

  /** @param {number[]} facets */
  const withBits = async (facets) => {
    const all = facets.concat(silent ? chosen : []).map((facet) => termsOf(index, facet));
    const terms = joined(all.concat(groups.map((group) => group.terms)));
    if (terms.length * listings > BITS) return null;
    for (const [term, set] of await bitMaps(index, terms)) whole.sets.set(term, set);
    return [whole];
  };

  // The list will begin with some of these.
  if (!wanted && !ordered && listings) files.at('o', 0, readOrder).catch(() => {});
  const [{ match, ids }] = await Promise.all([asked(index, wanted, among, false), withBits([])]);
  if (ids) whole.mask = bitsOf(0, listings, ids);
  const bits = chosenIn(index, whole, wish).all;
  const total = count(bits, bits);
  const list = match ? ids : ordered;
  /** @type {import('./types').Found[] | null} */
  let found = list && list.filter((id) => isIn(bits, id)).map((id) => ({ id }));
  if (found && match) found = await match.ranked(found);
  return {
    total,
    complete: true,
    reach: 0,
    canWiden: false,
    partial: match !== null && match.any,
    virtual: [],
    read: [whole],
    first: async (upTo) => found || (await firstOf(index, bits, Math.min(total, upTo))).map((id) => ({ id })),
    blocks: async (facets) => {
      // Without any wish the manifest has the counts.
      if (!ids && !groups.length) return null;
      if (!ids || ids.length > MANY * CELL) return withBits(facets);
      const cells = await holding(index, ids);
      if (cells.length > MANY) return withBits(facets);
      const read = await Promise.all(cells.map((cell) => blockOf(index, cell, facets.concat(chosen))));
      return read.map((block) => ({ ...block, mask: bitsOf(block.from, block.n, ids) }));
    },
  };
}

/**
 * The documents that the words and the states ask for, ascending; null for all.
 * @param {import('./types').Index} index
 * @param {import('./types').Wish['match']} wanted
 * @param {number[] | null} among
 * @param {boolean} any
 * @returns {Promise<{ match: import('./text.js').Match | null, ids: number[] | null }>}
 */
async function asked(index, wanted, among, any) {
  if (!wanted) return { match: null, ids: among };
  const match = await wanted(any);
  // Lengths come in beside slices of frequent words.
  if (match.known) match.ahead(match.known.filter((id) => id < index.listings)).catch(() => {});
  const found = await match.documents(among ? holds(among) : () => true);
  const ids = among ? common(found, among) : found.filter((id) => id < index.listings);
  return ids.length || match.any ? { match, ids } : asked(index, wanted, among, true);
}

/**
 * The first listings that are in a set, by slug.
 * @param {import('./types').Index} index
 * @param {import('./types').Bits} bits
 * @param {number} upTo how many are wanted
 */
async function firstOf({ files }, bits, upTo) {
  const all = files.hashes.o.length / 6;
  /** @type {number[]} */
  let found = [];
  // So many files will do if the listings are spread evenly.
  let next = Math.ceil((all * upTo) / count(bits, bits));
  for (let file = 0; file < all && found.length < upTo; next = 1) {
    const read = [];
    for (; next > 0 && file < all; next--) read.push(files.at('o', file++, readOrder));
    found = found.concat(joined(await Promise.all(read)).filter((id) => isIn(bits, id)));
  }
  return found;
}

/**
 * The listings of states, in the order of lists.
 * @param {import('./types').Index} index
 * @param {string[]} codes
 */
export async function inStates({ files, states }, codes) {
  const numbers = codes.map((code) => states.indexOf(code)).filter((number) => files.has('s', number));
  return joined(await Promise.all(numbers.map((number) => files.at('s', number, readOrder))));
}

/** @param {import('./bytes.js').Bytes} bytes */
function readOrder(bytes) {
  return bytes.sums(bytes.var(), () => bytes.zig());
}
