// Guides that speak of the words, in the language of the page.

import { joined } from './bytes.js';
import { either, every, listsOf, ranked } from './text.js';

/** Guides that are shown. */
const GUIDES = 3;

/**
 * @param {import('./types').Index} index
 * @param {string[]} words
 * @returns {Promise<import('./types').GuideHit[]>}
 */
export async function guidesOf(index, words) {
  const title = index.language === 'es' ? 4 : 2;
  // Words that no guide has may be the name of a program.
  const lists = (await listsOf(index, words, [title, title + 1])).filter((some) => some.length);
  if (!lists.length) return [];
  let ids = await every(index, lists, () => true);
  if (!ids.length) ids = await either(index, joined(lists), () => true);
  /** @type {any[][]} */
  const rows = await index.files.one('q', (bytes) => bytes.json());
  /** @param {number} id */
  const row = (id) => rows[id - index.listings];
  const found = await ranked(index, ids.map((id) => ({ id })), lists, (id, field) => row(id)[4 + (field % 2)]);
  return found.slice(0, GUIDES).map(({ id, score }) => {
    const [, path, title, summary] = row(id);
    return { path, title, summary, score };
  });
}
