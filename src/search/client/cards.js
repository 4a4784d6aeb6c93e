// What a result shows of a program.

import { CARDS } from './cells.js';
import { nameWords } from './words.js';

/** Days from 1970 to 2000, the first day of the files. */
const EPOCH = 10957;

/** The bits of the flags, in order. */
const FLAGS = ['approximate', 'confidential', 'virtual', 'closed', 'stale', 'waitlist', 'full'];

/**
 * @param {import('./types').Index} index
 * @param {import('./bytes.js').Bytes} bytes
 * @param {number} n
 * @returns {import('./types').Card[]}
 */
function readCards({ states, terms, facets }, bytes, n) {
  const texts = bytes.lines(5 * n);
  const cards = Array.from({ length: n }, (_, i) => {
    const [slug, name, organization, city, phone] = texts.filter((_, text) => text % n === i);
    const [digits, ext = ''] = phone.split('x');
    /** @type {any} */
    const card = { slug: slugOf(slug, name, city), name, organization, city, phone: digits, ext, flags: {} };
    return card;
  });
  for (const card of cards) card.state = states[bytes.u8()];
  for (const { flags } of cards) {
    const byte = bytes.u8();
    FLAGS.forEach((key, bit) => (flags[key] = (byte & (1 << bit)) > 0));
  }
  for (const card of cards) card.verified = new Date((EPOCH + bytes.var()) * 864e5).toISOString().slice(0, 10);
  for (const card of cards) {
    let number = 0;
    card.terms = bytes.list(() => {
      const { facet, slug, label } = terms[(number += bytes.var())];
      return { facet: facets[facet].key, slug, label };
    });
  }
  return cards;
}

/**
 * The whole slug: most are made of name and city, and only what differs is written.
 * @param {string} slug
 * @param {string} name
 * @param {string} city
 */
function slugOf(slug, name, city) {
  const [first, second] = [name, city].map((text) => nameWords(text).join('-'));
  if (slug[0] === '=') return first + slug.slice(1);
  return !slug || slug[0] === '-' ? first + '-' + second + slug : slug;
}

/**
 * Loads the hashes of all cards files, for results that do not come from cells.
 * @param {import('./types').Index} index
 */
export function allHashes({ files, listings, cardHashes }) {
  return files.one('ch', (bytes) => {
    for (let file = 0; file * CARDS < listings; file++) cardHashes.set(file, bytes.hash());
  });
}

/**
 * The cards of these listings, in the same order. Files are asked for at once.
 * @param {import('./types').Index} index
 * @param {number[]} ids
 */
export async function cardsOf(index, ids) {
  const { files, cardHashes, listings } = index;
  if (ids.some((id) => !(id < listings))) throw new RangeError('cell');
  if (ids.some((id) => !cardHashes.has(Math.floor(id / CARDS)))) await allHashes(index);
  return Promise.all(
    ids.map(async (id) => {
      const file = Math.floor(id / CARDS);
      const n = Math.min(CARDS, listings - CARDS * file);
      const read = await files.get('c' + file, cardHashes.get(file) || '', (bytes) => readCards(index, bytes, n));
      return read[id % CARDS];
    }),
  );
}
