// Programs by their name.

import { allHashes } from './cards.js';
import { every, listsOf, rankedListings } from './text.js';

/** How many are shown. */
const NAMED = 3;

/**
 * Programs with all typed words in their name, for texts that were read as something else than words.
 * @param {import('./types').Index} index
 * @param {string[]} typed
 */
export async function namedBy(index, typed) {
  const lists = await listsOf(index, typed, [0]);
  if (lists.some((some) => !some.length)) return [];
  const ids = await every(index, lists, () => true);
  if (!ids.length) return [];
  allHashes(index).catch(() => {});
  return (await rankedListings(index, ids.map((id) => ({ id })), lists)).slice(0, NAMED);
}
