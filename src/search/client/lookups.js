// What the understanding of a query asks the index: ZIPs, places, words.

import { joined } from './bytes.js';
import { fileOf } from './files.js';
import { lookup } from './text.js';

/**
 * @param {Omit<import('./types').Index, 'world'>} index
 * @param {import('./types').Words} words
 * @returns {import('./types').World}
 */
export function worldOf(index, words) {
  const { files, states, firstPlaces } = index;

  /** @param {string} prefix */
  const zips = async (prefix) => {
    const digits = prefix.slice(0, 2);
    if (!files.has('z', digits)) return [];
    const rows = await files.at('z', digits, (bytes) => {
      const count = bytes.var();
      const cities = bytes.list(() => bytes.str());
      let number = 1000;
      let lat = 0;
      let lon = 0;
      return bytes.times(count, () => {
        const zip = digits + String((number += bytes.var())).slice(1);
        lat += bytes.zig();
        lon += bytes.zig();
        return { zip, lat: lat / 1e3, lon: lon / 1e3, state: states[bytes.u8()], city: cities[bytes.var()] };
      });
    });
    return rows.filter(({ zip }) => zip.startsWith(prefix));
  };

  /** @param {number} file */
  const placesIn = async (file) => {
    if (!files.has('p', file)) return [];
    return files.at('p', file, (bytes) => {
      const keys = bytes.list(() => bytes.front());
      return keys.map((key) => ({
        key,
        name: bytes.str() || key.replace(/(^| )./g, (letter) => letter.toUpperCase()),
        state: states[bytes.u8()],
        lat: bytes.zig() / 1e3,
        lon: bytes.zig() / 1e3,
        size: bytes.u8(),
        listings: bytes.var(),
      }));
    });
  };

  return {
    words,
    served: index.served,
    language: index.language,
    terms: index.terms,
    facets: index.facets,
    zips,
    placesFrom: async (prefix) => {
      const first = fileOf(firstPlaces, prefix);
      const rows = firstPlaces.map((from, file) => (file === first || from.startsWith(prefix) ? placesIn(file) : []));
      return joined(await Promise.all(rows)).filter(({ key }) => key.startsWith(prefix));
    },
    hasWord: async (word) => (await lookup(index, word)).length > 0,
    lexicon: async () => {
      if (!files.hashes.l) return [];
      return files.get('l', files.hashes.l, (bytes) =>
        bytes.list(() => {
          const word = bytes.front();
          const both = bytes.u8();
          return { word, kind: both >> 4, size: both & 15 };
        }),
      );
    },
  };
}
