// The words of a text, as they are compared.

/** Signs that belong to a word of a name. */
export const SIGNS = /['’‘ʻʼ\u0060´′.]/g;

/**
 * The words of a text as the index has them.
 * @param {string} text
 */
export function wordsOf(text) {
  const plain = text.normalize('NFKD').toLowerCase().replace(/\p{M}/gu, '');
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word);
}

/**
 * The words of a name as it is compared: some signs belong to a word.
 * @param {string} name
 */
export function nameWords(name) {
  return wordsOf(name.replace(SIGNS, ''));
}

/**
 * @template T
 * @param {T[]} list
 */
export function distinct(list) {
  return Array.from(new Set(list));
}
