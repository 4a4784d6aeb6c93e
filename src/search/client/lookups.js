// What the understanding of a query asks the index: ZIPs, places, words.

import { joined } from './bytes.js';
import { lookup } from './entries.js';
import { fileOf } from './files.js';
import { zipOf } from './place.js';

/**
 * @param {Omit<import('./types').Index, 'world'>} index
 * @param {import('./types').Words} words
 * @returns {import('./types').World}
 */
export function worldOf(index, words) {
  const { files, states, places } = index;

  /** @param {string} prefix */
  const zips = async (prefix) => {
    const digits = prefix.slice(0, 2);
    const rows = await files.one('z', (bytes) => {
      const count = bytes.var();
      /** @param {() => number} one */
      const column = (one) => bytes.sums(count, one);
      const number = column(() => bytes.var());
      const [lat, lon] = [0, 1].map(() => column(() => bytes.zig()));
      const state = bytes.times(count, () => bytes.u8());
      let last = 0;
      let names = 0;
      const city = bytes.times(count, () => {
        const step = bytes.var();
        if (step !== 1) last = step ? names - step + 1 : names++;
        return last;
      });
      const cities = bytes.lines(names);
      return number.map((number, i) => ({
        zip: digits + String(1000 + number).slice(1),
        city: cities[city[i]],
        state: states[state[i]],
        lat: lat[i] / 1e3,
        lon: lon[i] / 1e3,
      }));
    }, digits);
    return rows.filter(({ zip }) => zip.startsWith(prefix));
  };

  /** @param {number} file */
  const placesIn = async (file) => {
    if (!files.has('p', file)) return [];
    return files.at('p', file, (bytes) => {
      const count = bytes.var();
      const keys = bytes.front(count);
      const names = bytes.lines(count);
      const numbers = bytes.times(count, () => bytes.u8());
      const [lat, lon] = [0, 1].map(() => {
        // Differences to the place before in the same state.
        /** @type {number[]} */
        const last = [];
        return numbers.map((state) => (last[state] = (last[state] || 0) + bytes.zig()) / 1e3);
      });
      const sizes = bytes.times(count, () => bytes.u8());
      return keys.map((key, i) => ({
        key,
        name: names[i] || key.replace(/(^| )./g, (letter) => letter.toUpperCase()),
        state: states[numbers[i]],
        lat: lat[i],
        lon: lon[i],
        size: sizes[i],
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
    zip: (digits) => zipOf(digits, zips),
    placesFrom: async (prefix) => {
      if (prefix.length < 2) return [];
      const first = fileOf(places, prefix);
      const rows = places.map((from, file) => (file === first || from.startsWith(prefix) ? placesIn(file) : []));
      return joined(await Promise.all(rows)).filter(({ key }) => key.startsWith(prefix));
    },
    hasWord: async (word) => !!(await lookup(index, word)),
    mayBeTown: async (word) => (await lookup(index, word) || { town: true }).town,
    phrases: () => files.one('f', (bytes) => bytes.json()),
    lexicon: async () => {
      if (!files.hashes.l) return [];
      return files.one('l', (bytes) =>
        bytes.front(bytes.var()).map((word) => {
          const both = bytes.u8();
          return { word, kind: both >> 4, size: both & 15 };
        }),
      );
    },
  };
}
