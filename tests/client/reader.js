// The reader as a page imports it, with stubs for the understanding of queries.

import { register } from 'node:module';
import { Network, Rounds } from './network.js';

register('./stub/hooks.js', import.meta.url);
const reader = await import('../../src/search/client/index.js');
// Loading this later would look like a round of requests.
await (await import('../../src/search/client/later.js')).typed();

export const { card, facets, open, search, suggest, IndexError } = reader;
export { Network, Rounds };

/** An open index over encoded files. */
export async function opened(site, Kind = Network) {
  const network = new Kind(site.files);
  const { manifest, words, phrases } = site;
  const index = await open({ index: 'https://example.org/search/index/', manifest, words, phrases });
  return { index, network };
}
