// Places as they are typed most often: a ZIP, and a "Town, ST" as suggestions write it. They need no phrases.

import { nameWords } from './words.js';

/** @type {{ [short: string]: string }} */
const LONG = { st: 'saint', ste: 'sainte', ft: 'fort', mt: 'mount' };

/**
 * The name of a town as it is looked up.
 * @param {string[]} words
 */
export function keyOf(words) {
  return words.map((word) => LONG[word] || word).join(' ');
}

/**
 * @param {import('./types').PlaceRow} row
 * @returns {import('./types').Place}
 */
export function city({ name, state, lat, lon }) {
  return { kind: 'city', label: `${name}, ${state}`, lat, lon, state };
}

/**
 * @param {import('./types').ZipRow} row
 * @returns {import('./types').Place}
 */
export function zipPlace({ zip, city, state, lat, lon }) {
  return { kind: 'zip', label: `${city}, ${state} ${zip}`, lat, lon, state, zip };
}

/**
 * Where a ZIP is; of an unknown one, where those with the same first three digits are.
 * @param {string} digits five, or more of which only those count
 * @param {import('./types').World['zips']} zips
 * @returns {Promise<Partial<import('./types').Understood>>}
 */
export async function zipOf(digits, zips) {
  const zip = digits.slice(0, 5);
  const military = /^(09[0-8]|340|96[2-6])/.test(zip);
  const rows = military || zip === '00000' ? [] : await zips(zip.slice(0, 3));
  const known = rows.find((row) => row.zip === zip);
  if (known) return { place: zipPlace(known) };
  if (!rows.length) return { zip: military ? 'military' : 'unknown', lost: true };
  const [lat, lon] = [rows.map((row) => row.lat), rows.map((row) => row.lon)].map((all) => {
    const sum = all.reduce((sum, degrees) => sum + Math.round(degrees * 1e3), 0);
    return Math.floor(sum / all.length + 0.5) / 1e3;
  });
  return { zip: 'approximate', place: { kind: 'zip', label: zip, lat, lon, state: rows[0].state, zip } };
}

/**
 * What a query means that is a place of this kind or nothing; `undefined` for any other.
 * @param {string} text
 * @param {string} where
 * @param {import('./types').World} world
 * @returns {Promise<import('./types').Understood | undefined>}
 */
export async function placeOnly(text, where, world) {
  const understood = { states: [], terms: [], words: [], fillers: [] };
  if (text.trim()) return;
  const typed = where.trim();
  if (!typed) return understood;
  if (/^\d{5}(-?\d{4})?$/.test(typed)) return { ...understood, ...(await world.zip(typed)) };
  const [, name, code] = /^([^,\d]+), ([A-Z]{2})$/.exec(typed) || [];
  if (!name || code === 'DC') return;
  const key = keyOf(nameWords(name));
  const row = (await world.placesFrom(key)).find((row) => row.key === key && row.state === code);
  return row && { ...understood, place: city(row) };
}
