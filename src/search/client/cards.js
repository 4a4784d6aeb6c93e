// What a result shows of a program.

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
  /** @type {any[]} */
  const cards = Array.from({ length: n }, () => ({ flags: {} }));
  /** @type {(keys: string[]) => void} */
  const texts = (keys) => keys.forEach((key) => cards.forEach((card) => (card[key] = bytes.str())));
  texts(['slug', 'name', 'organization', 'street', 'city']);
  for (const card of cards) card.state = states[bytes.u8()];
  texts(['zip', 'phone']);
  for (const card of cards) {
    [card.phone, card.ext = ''] = card.phone.split('x');
    const flags = bytes.u8();
    FLAGS.forEach((key, bit) => (card.flags[key] = (flags & (1 << bit)) > 0));
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
 * Loads the hashes of all cards files, for results that do not come from cells.
 * @param {import('./types').Index} index
 */
export function allHashes({ files, listings, cardHashes }) {
  return files.get('ch', files.hashes.ch, (bytes) => {
    for (let file = 0; file << 5 < listings; file++) cardHashes.set(file, bytes.hash());
  });
}

/**
 * The cards of these listings, in the same order. Files are asked for at once.
 * @param {import('./types').Index} index
 * @param {number[]} ids
 */
export async function cardsOf(index, ids) {
  const { files, cardHashes, listings } = index;
  if (ids.some((id) => !(id < listings))) throw new RangeError('no such listing');
  if (ids.some((id) => !cardHashes.has(id >> 5))) await allHashes(index);
  return Promise.all(
    ids.map(async (id) => {
      const file = id >> 5;
      const n = Math.min(32, listings - 32 * file);
      const read = await files.get('c' + file, cardHashes.get(file) || '', (bytes) => readCards(index, bytes, n));
      return read[id & 31];
    }),
  );
}
