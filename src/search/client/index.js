// The reader of the search index: what a page may call.

import { IndexError } from './bytes.js';
import { cardsOf } from './cards.js';
import { counts } from './facets.js';
import { typed } from './later.js';
import { openIndex } from './manifest.js';
import { searchFor } from './search.js';

export { IndexError };

/**
 * What the counts of a result need.
 * @type {WeakMap<import('./types').Result, import('./types').Scope>}
 */
const scopes = new WeakMap();

/**
 * Whatever goes wrong with an index is an IndexError: bytes that make no sense can fail anywhere.
 * @template T
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
function checked(promise) {
  return promise.catch((error) => {
    throw error.kind ? error : new IndexError('damaged', error.message);
  });
}

/**
 * @param {import('./types').Names} names
 * @returns {Promise<import('./types').Index>}
 */
export function open(names) {
  return checked(openIndex(names));
}

/**
 * What a text that is being typed may become.
 * @param {import('./types').Index} index
 * @param {string} text
 * @param {{ limit?: number, terms?: boolean }} [options] terms: false for places alone
 * @returns {Promise<import('./types').Suggestion[]>}
 */
export function suggest(index, text, { limit = 8, terms = true } = {}) {
  return checked(typed().then(({ suggestFor }) => suggestFor(index, text, limit, terms)));
}

/**
 * @param {import('./types').Index} index
 * @param {import('./types').Query} query
 * @returns {Promise<import('./types').Result>}
 */
export async function search(index, query) {
  const { result, scope } = await checked(searchFor(index, query));
  scopes.set(result, scope);
  return result;
}

/**
 * The terms of facets with the number of results each would leave under the choices in the other facets.
 * @param {import('./types').Index} index
 * @param {import('./types').Result} result from search()
 * @param {string[]} [keys] of facets; the usual ones if left out
 * @returns {Promise<import('./types').FacetGroup[]>}
 */
export async function facets(index, result, keys) {
  const scope = scopes.get(result);
  if (!scope) return [];
  const wanted = index.facets.map((_, i) => i).filter((i) => {
    const { core, key } = index.facets[i];
    return keys ? keys.includes(key) : core;
  });
  return checked(counts(index, scope, wanted));
}

/**
 * @param {import('./types').Index} index
 * @param {number} id
 * @returns {Promise<import('./types').Card>}
 */
export function card(index, id) {
  return checked(cardsOf(index, [id]).then((cards) => cards[0]));
}
