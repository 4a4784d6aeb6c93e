// Words to documents, and how well they fit: Okapi BM25 with the weights that the index brings, in f32 as at build time.

import { Bytes, joined } from './bytes.js';
import { common, holds } from './cells.js';
import { lookup } from './entries.js';
import { bitsOf, isIn, positions } from './facets.js';
import { distinct } from './words.js';

/** @typedef {import('./entries.js').List} List */
/** @typedef {{ ids: number[], counts: number[] }} Postings documents, ascending, and how often the word is in each */
/** @typedef {(run: { from: number, n: number }) => boolean} Has whether a run has documents of interest */

/**
 * What words ask for.
 * @typedef {object} Match
 * @property {boolean} any whether one of the words is enough
 * @property {number[] | null} known documents among which all of the found are, where that is known without slices
 * @property {(has: Has) => Promise<number[]>} documents the found, ascending; others of no interest may be among them
 * @property {(ids: number[]) => Promise<unknown>} ahead loads what ranking these listings takes
 * @property {(found: import('./types').Found[]) => Promise<import('./types').Found[]>} ranked with scores, the best first
 */

/** Listings in one file of lengths. */
const LENGTHS = 4096;
/** Documents that one slice of a frequent word is about. */
const SLICE = 16384;

/** @type {Has} */
const ANYWHERE = () => true;

/**
 * @param {Bytes} bytes
 * @param {number} id to which the first difference is
 * @returns {Postings}
 */
function readPostings(bytes, id) {
  const ids = [];
  const counts = [];
  while (!bytes.end()) {
    const step = bytes.var();
    ids.push((id += step >>> 1));
    counts.push(step & 1 ? bytes.var() : 1);
  }
  return { ids, counts };
}

/**
 * Where a list has documents of interest.
 * @param {import('./types').Index} index
 * @param {List} list
 * @param {Has} has
 */
async function postingsOf({ files }, list, has) {
  const { bytes, slices } = list;
  if (bytes) return [(list.read = list.read || readPostings(new Bytes(bytes), 0))];
  const some = slices.filter(({ from }) => has({ from, n: SLICE - (from % SLICE) }));
  return Promise.all(some.map(({ file, from }) => files.at('h', file, (bytes) => readPostings(bytes, from))));
}

/**
 * The lists of each word in some fields.
 * @param {import('./types').Index} index
 * @param {string[]} words
 * @param {number[]} fields
 */
export async function listsOf(index, words, fields) {
  const found = await Promise.all(words.map((word) => lookup(index, word)));
  return found.map((entry) => (entry ? entry.lists.filter(({ field }) => fields.includes(field)) : []));
}

/**
 * Documents of any of the lists, ascending.
 * @param {import('./types').Index} index
 * @param {List[]} lists
 * @param {Has} has
 * @returns {Promise<number[]>}
 */
export async function either(index, lists, has) {
  const postings = joined(await Promise.all(lists.map((list) => postingsOf(index, list, has))));
  return positions(bitsOf(0, index.listings + index.guides, joined(postings.map(({ ids }) => ids))));
}

/** @param {List[]} lists */
function isLight(lists) {
  return lists.every(({ bytes }) => bytes);
}

/**
 * Documents that have every word, ascending. Slices of frequent words are loaded only where the rarer ones are.
 * @param {import('./types').Index} index
 * @param {List[][]} words
 * @param {Has} has others may be among the found
 */
export async function every(index, words, has) {
  /** @type {number[] | null} */
  let found = null;
  for (const light of [true, false]) {
    /** @type {Has} */
    const near = found ? holds(found) : has;
    const some = words.filter((lists) => isLight(lists) === light);
    /** @type {number[][]} */
    const all = await Promise.all(some.map((lists) => either(index, lists, (run) => has(run) && near(run))));
    for (const ids of all) found = found ? common(found, ids) : ids;
  }
  return found || [];
}

/**
 * All of the words, or any of them if that is wanted or no listing has all.
 * @param {import('./types').Index} index
 * @param {string[]} words
 * @param {boolean} any
 * @returns {Promise<Match>}
 */
export async function matchOf(index, words, any) {
  let lists = await listsOf(index, words, [0, 1]);
  if (any) {
    // Words that nearly every program has say nothing beside others.
    const rare = lists.filter((some) => some.length && some.every(({ count }) => count <= index.listings / 2));
    lists = rare.length ? rare : lists;
  }
  const light = lists.filter(isLight);
  const enough = any ? light.length === lists.length : light.length;
  /** @type {(words: List[][], has: Has) => Promise<number[]>} */
  const having = (words, has) => (any ? either(index, joined(words), has) : every(index, words, has));
  const known = enough ? await having(light, ANYWHERE) : null;
  if (!any && known && !known.length) return matchOf(index, words, true);
  return {
    any,
    known,
    documents: (has) => having(lists, has),
    ahead: (ids) => codesOf(index, ids),
    ranked: (found) => rankedListings(index, found, lists),
  };
}

/**
 * Documents with their scores, the best first.
 * @param {import('./types').Index} index
 * @param {import('./types').Found[]} found
 * @param {List[][]} words
 * @param {(id: number, field: number) => number} code the length code of a document in a field
 */
export async function ranked(index, found, words, code) {
  const all = index.listings + index.guides;
  const wanted = bitsOf(0, all, found.map(({ id }) => id));
  const scores = new Float32Array(all);
  const lists = joined(words);
  const has = holds(positions(wanted));
  const postings = await Promise.all(lists.map((list) => postingsOf(index, list, has)));
  const { fround } = Math;
  lists.forEach(({ field, weight }, i) => {
    for (const { ids, counts } of postings[i]) {
      ids.forEach((id, j) => {
        if (!isIn(wanted, id)) return;
        const part = fround(fround(0.75 * lengthOf(code(id, field))) / index.average[field]);
        const norm = fround(fround(1.2) * fround(0.25 + part));
        scores[id] += fround(weight * fround(counts[j] / fround(counts[j] + norm)));
      });
    }
  });
  return found.map((hit) => ({ ...hit, score: scores[hit.id] })).sort((a, b) => b.score - a.score || a.id - b.id);
}

/** @param {number} code */
function lengthOf(code) {
  const b = code - 24;
  return code < 40 ? code : 24 + (((b & 7) | 8) << ((b >> 3) - 1));
}

/**
 * Listings with their scores, the best first.
 * @param {import('./types').Index} index
 * @param {import('./types').Found[]} found
 * @param {List[][]} words
 */
export async function rankedListings(index, found, words) {
  const codes = await codesOf(index, found.map(({ id }) => id));
  return ranked(index, found, words, (id, field) => {
    const bytes = codes[Math.floor(id / LENGTHS)];
    return bytes[(field * bytes.length) / 2 + (id % LENGTHS)];
  });
}

/**
 * The files with the lengths of these listings.
 * @param {import('./types').Index} index
 * @param {number[]} ids
 */
async function codesOf({ files, listings }, ids) {
  /** @type {Uint8Array[]} */
  const codes = [];
  const load = distinct(ids.map((id) => Math.floor(id / LENGTHS))).map(async (file) => {
    const n = Math.min(LENGTHS, listings - LENGTHS * file);
    codes[file] = await files.at('n', file, (bytes) => bytes.take(2 * n));
  });
  await Promise.all(load);
  return codes;
}
