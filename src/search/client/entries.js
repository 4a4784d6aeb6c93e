// The words of the index: in which documents each occurs, and whether it may begin a place.

import { fileOf } from './files.js';

/**
 * Where a word occurs in one field.
 * @typedef {object} List
 * @property {number} field 0 name, 1 text, then title and text of guides in each language
 * @property {number} count documents
 * @property {number} weight
 * @property {Uint8Array | null} bytes the postings, if they are not in slices
 * @property {{ file: number, from: number }[]} slices
 * @property {import('./text.js').Postings} [read]
 */

/**
 * A word of the index: its lists, and whether the name of a town begins with it.
 * @typedef {{ lists: List[], town: boolean }} Entry
 */

/**
 * The first words of the files. In the largest directories these and the hashes of the files are not in the manifest.
 * @param {Pick<import('./types').Index, 'files' | 'words'>} index
 */
function beginnings({ files, words }) {
  if (!files.hashes.th) return words;
  return files.one('th', (bytes) => {
    const { words, hash } = bytes.json();
    Object.assign(files.hashes, hash);
    return words.split('|');
  });
}

/**
 * @param {Pick<import('./types').Index, 'files' | 'words'>} index
 * @param {string} word
 * @returns {Promise<Entry | undefined>} undefined when it is not in the index
 */
export async function lookup(index, word) {
  const { files } = index;
  const file = fileOf(await beginnings(index), word);
  return files.has('t', file) ? (await files.at('t', file, readWords)).get(word) : undefined;
}

/**
 * @param {import('./bytes.js').Bytes} bytes
 * @returns {Map<string, Entry>}
 */
function readWords(bytes) {
  const lists = bytes.list(() => {
    const [field, count, weight] = [bytes.u8(), bytes.var(), bytes.f32()];
    if (!bytes.u8()) return { field, count, weight, bytes: bytes.take(bytes.var()), slices: [] };
    const file = bytes.var();
    const slices = bytes.sums(bytes.var(), () => bytes.var()).map((from, i) => ({ file: file + i, from }));
    return { field, count, weight, bytes: null, slices };
  });
  const words = bytes.front(bytes.var());
  return new Map(
    words.map((word) => {
      const both = bytes.var();
      return [word, { lists: bytes.times(both >> 1, () => lists[bytes.var()] || bytes.fail()), town: both % 2 > 0 }];
    }),
  );
}
