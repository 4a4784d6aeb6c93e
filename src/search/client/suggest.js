// What a text that is being typed may become: places, states, ZIPs, terms.

import { suggestPlaces } from './places.js';
import { wordsOf } from './words.js';

/**
 * @param {import('./types').Index} index
 * @param {string} text
 * @param {number} limit
 * @param {boolean} termsToo
 * @returns {Promise<import('./types').Suggestion[]>}
 */
export async function suggestFor(index, text, limit, termsToo) {
  const typed = wordsOf(text).join(' ');
  if (typed.length < 2) return [];
  const { terms, facets } = index.world;
  const [places, { phrases }] = await Promise.all([
    suggestPlaces(text, index.world, limit),
    termsToo ? index.world.phrases() : { phrases: [] },
  ]);
  /** @type {import('./types').Suggestion[]} */
  const found = [];
  terms.forEach(({ facet, slug, label }, i) => {
    if ((phrases[i] || '').split('|').some((name) => name.startsWith(typed))) found.push({ kind: 'term', label, facet: facets[facet].key, slug });
  });
  // Some of both, if there are both.
  const most = Math.max(limit - found.length, Math.ceil(limit / 2));
  return places.slice(0, most).concat(found).slice(0, limit);
}
