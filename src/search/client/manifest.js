// Opens an index: the manifest and the words, and what follows from both.

import { IndexError } from './bytes.js';
import { regionsOf } from './cells.js';
import { Files } from './files.js';
import { typed } from './later.js';
import { worldOf } from './lookups.js';

/**
 * @param {import('./types').Names} names
 * @returns {Promise<import('./types').Index>}
 */
export async function openIndex({ index, manifest, words, phrases }) {
  const files = new Files(String(index), manifest);
  /** @type {(file: string) => Promise<any>} */
  const json = (file) => {
    const [name, hash] = file.split(/[-.]/);
    return files.get(name, hash, (bytes) => bytes.json());
  };
  if (phrases) for (const early of [json(phrases), typed()]) early.catch(() => {});
  const [m, w] = await Promise.all([json(manifest), json(words)]);
  if (m.v !== 1) throw new IndexError('version', manifest);
  return indexOf(files, m, w, words.slice(1).split('-')[0]);
}

/**
 * @param {Files} files
 * @param {import('./types').Manifest} manifest
 * @param {import('./types').Words} words
 * @param {string} language
 * @returns {import('./types').Index}
 */
function indexOf(files, manifest, words, language) {
  files.hashes = manifest.hash;
  /** @type {import('./types').Term[]} */
  const terms = [];
  const facets = manifest.facets.map(([key, core, slugs, counts], facet) => {
    const from = terms.length;
    counts.forEach((count, i) => terms.push({ facet, slug: slugs.split(' ')[i], label: words.terms[from + i], count }));
    return { key, label: words.facets[facet], core: core > 0, from, to: terms.length };
  });
  const index = {
    ...manifest,
    files,
    language,
    facets,
    terms,
    states: words.states.map((state) => state.slice(0, 2)),
    served: words.states.filter((_, number) => files.has('s', number)).map((state) => state.slice(0, 2)),
    regions: regionsOf(manifest),
    places: manifest.places.split('|'),
    words: (manifest.words || '').split('|'),
    average: new Float32Array(Uint32Array.from(manifest.average).buffer),
    cardHashes: new Map(),
  };
  return { ...index, world: worldOf(index, words) };
}
