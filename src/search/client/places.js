// The place in a text: towns by name, and which of several was meant.

import { city, keyOf, zipPlace } from './place.js';
import { nearestName } from './typo.js';
import { nameWords } from './words.js';

/** @typedef {import('./types').PlaceRow} Row */
/** @typedef {import('./understand.js').Text} Text */
/** @typedef {import('./understand.js').Word} Word */

/**
 * Words that may name a town.
 * @typedef {object} Town
 * @property {number} from
 * @property {number} to after the name, and the state if one follows
 * @property {number} length how many words the name has
 * @property {Row[]} rows towns of this name, the largest first
 * @property {boolean} sure its state is named
 * @property {boolean} named the name holds that of a term or a state, or is another name of a town
 */

/** Sizes: ten times the logarithm to base 2 of 5,000 and 50,000 people; ten times as many people. */
const TOWN = 122;
const CITY = 156;
const TEN_TIMES = 33;
/** Words of the longest names that are looked for, and how many other places are named. */
const NAME = 5;
const OTHERS = 8;
/** Known words are read as a town with a slip only if its name has so many letters. */
const SURE_LETTERS = 12;

/** @param {Word[]} words */
function key(words) {
  return keyOf(words.map(({ text }) => text));
}

/** @param {Row} row */
function isTown({ size, listings }) {
  return size >= TOWN || listings > 0;
}

/**
 * @param {string} state
 * @param {import('./types').World} world
 * @returns {import('./types').Place}
 */
function stateOf(state, world) {
  const text = world.words.states.find((text) => text.startsWith(state)) || '';
  return { kind: 'state', label: text.slice(3), state };
}

/**
 * Chooses among towns of one name. Where the directory has listings in the states of some of them, only those count.
 * @param {Row[]} rows the largest first
 * @param {import('./types').World} world
 * @returns {{ one?: Row, rows: Row[] }} the one, and the others; or all
 */
function choose(rows, { served }) {
  const here = rows.filter(({ state }) => served.includes(state));
  const some = here.length ? here : rows;
  const [one, next] = some;
  if (next && one.size < next.size + TEN_TIMES) return { rows: some };
  return { one, rows: rows.filter(({ state }) => state !== one.state) };
}

/** @param {Row[]} rows */
export function cities(rows) {
  return rows.slice(0, OTHERS).map(city);
}

/**
 * The towns that could be meant.
 * @param {Town} town
 * @param {import('./types').World} world
 */
export function candidates({ rows }, world) {
  const { one, rows: several } = choose(rows, world);
  return cities(one ? [one] : several);
}

/**
 * Writes down which town it is, or that one has to be chosen.
 * @param {Town} town
 * @param {Text} text
 * @param {import('./types').Understood} understood
 */
export function tell({ from, to, rows }, text, understood) {
  const { world, names } = text;
  const { one, rows: others } = choose(rows, world);
  const namesake = names.states.get(text.phrase(from, to));
  if (!one) understood.options = cities(others);
  else if (!namesake || namesake === one.state) {
    understood.place = city(one);
    const all = (namesake ? [stateOf(namesake, world)] : []).concat(cities(others)).slice(0, OTHERS);
    if (all.length) understood.others = all;
  } else {
    // "Washington": the city or the state.
    const [here, there] = [one.state, namesake].map((state) => world.served.includes(state));
    if (here === there) understood.options = [city(one), stateOf(namesake, world)];
    else if (here) understood.place = city(one);
    else understood.states.push(namesake);
  }
}

/**
 * Whether a name of a town can begin there.
 * @param {Text} text
 * @param {number} at
 */
function begins(text, at) {
  const span = text.owner[at];
  if (!span) return !text.isFiller(at) || text.is('articles', at);
  if (span.from < at || span.zip) return false;
  // "Washington, IN"; "Anthem, AZ".
  return span.town || (!!text.stateAfter(span.to) && (!!span.state || text.words[span.to].comma));
}

/**
 * The towns named by the words from `from`, the longest name first.
 * @param {Text} text
 * @param {number} from
 * @param {Row[]} rows
 * @param {Wanted} wanted
 * @returns {Town | undefined}
 */
function named(text, from, rows, { place, unknown, states }) {
  const { words, owner } = text;
  const span = owner[from];
  const next = span ? span.to : from + 1;
  // An article alone is no town.
  const least = !span && text.isFiller(from) ? from + 2 : next;
  for (let to = Math.min(words.length, from + NAME); to >= least; to--) {
    if (owner.slice(next, to).some((other) => other && !other.town && !other.state)) continue;
    const own = words.slice(from, to);
    const name = key(own);
    const same = rows.filter((row) => row.key === name);
    if (!same.length) continue;
    const whole = !!span && span.to === to;
    const town = { from, to, length: to - from, rows: same, sure: states.length > 0, named: whole && !!span.town };
    const after = text.stateAfter(to);
    town.rows = same.filter(({ state }) => after && state === after.state);
    if (after && town.rows.length) return Object.assign(town, { to: after.to, sure: true });
    // What is a term or a state by itself is a town only with its state.
    if (whole && !span.town) continue;
    const small = place || own.some(({ text }) => unknown.includes(text));
    town.rows = same.filter((row) => (small || isTown(row)) && (!states.length || states.includes(row.state)));
    if (town.rows.length) return town;
  }
}

/**
 * What to look for.
 * @typedef {object} Wanted
 * @property {boolean} [place] the whole text is to be a place: any town will do, however small it is
 * @property {string[]} unknown words that occur nowhere: a small town may be meant by them
 * @property {import('./understand.js').Span} [zip]
 * @property {string[]} states that are named
 */

/**
 * The town in a text, and towns that may be meant by words that are read as such, the likeliest first.
 * @param {Text} text
 * @param {Wanted} wanted
 * @returns {Promise<{ found?: Town, passed: Town[] }>}
 */
export async function find(text, wanted) {
  const { words, owner, world } = text;
  const starts = words.map((_, at) => at).filter((at) => begins(text, at));
  // Small towns are meant only with their state, by a word that nobody has, or where a place is asked for.
  const small = wanted.place || wanted.unknown.length > 0 || words.some((_, at) => text.stateAfter(at));
  const rowsAt = async (/** @type {number} */ at) => {
    const span = owner[at];
    if (!small && !span && !(await text.mayBeTown(at))) return [];
    return world.placesFrom(key(words.slice(at, span ? span.to : at + 1)));
  };
  // All at once; of a place the first word is mostly enough.
  if (!wanted.place) await Promise.all(starts.map(rowsAt));
  /** @type {Town[]} */
  const towns = [];
  let end = 0;
  for (const from of starts) {
    const town = from < end ? undefined : named(text, from, await rowsAt(from), wanted);
    if (!town && from === starts[0]) await Promise.all(starts.map(rowsAt));
    if (town) end = town.to;
    if (town) towns.push(town);
  }
  const rank = (/** @type {Town} */ { sure, named, length, rows }) => (sure ? 1e4 : 0) + (named ? 5e3 : 0) + 500 * length + rows[0].size;
  towns.sort((a, b) => rank(b) - rank(a) || a.from - b.from);
  const found = towns.find((town) => wanted.place || isMeant(town, text, wanted));
  return { found, passed: towns.filter((town) => town !== found) };
}

/**
 * Whether a town is meant and not just a word that is also the name of one (Phoenix House).
 * @param {Town} town
 * @param {Text} text
 * @param {Wanted} wanted
 */
function isMeant(town, text, { unknown, zip }) {
  const { from, to, length, rows, sure, named } = town;
  if (zip) return sure || to === zip.from;
  if (sure || named || (from && text.is('locators', from - 1))) return true;
  const others = text.plain(town);
  const isCity = rows[0].size >= CITY;
  const one = choose(rows, text.world).one;
  if (!others.length) return one || isCity || length > 1 || unknown.includes(text.phrase(from));
  return one && (length > 1 || (isCity && others.every((at) => at < from)));
}

/**
 * The name of a town that was most likely meant, and the words for it. In a text for words: a name of several words, the
 * first of which is right; words that are all known are read otherwise only if they are all that is left of it and a
 * long name. In a text that is to be a `place`: one of several words, or with `any` each, whose first two letters are right.
 * @param {Text} text
 * @param {boolean} [place]
 * @param {boolean} [any]
 * @returns {Promise<{ from: number, to: number, key: string } | undefined>}
 */
export async function slip(text, place, any) {
  const { words, owner, world, states } = text;
  const all = text.plain();
  const fits = (/** @type {Row} */ row) => (any || isTown(row)) && (!states.length || states.includes(row.state));
  const starts = words.map((_, at) => at).filter((at) => !owner[at] && begins(text, at));
  const rowsAt = async (/** @type {number} */ at) => {
    const word = key([words[at]]);
    return place || (await text.mayBeTown(at)) ? (await world.placesFrom(place ? word.slice(0, 2) : word)).filter(fits) : [];
  };
  const found = await Promise.all(starts.map(rowsAt));
  for (const [i, from] of starts.entries()) {
    const rows = found[i];
    for (let to = Math.min(words.length, from + NAME); to > from + (any ? 0 : 1); to--) {
      if (owner.slice(from, to).some((span) => span) || !text.isPlain(to - 1)) continue;
      const row = nearestName(key(words.slice(from, to)), rows);
      if (!row) continue;
      const inside = all.filter((at) => at >= from && at < to);
      const long = inside.length === all.length && row.key.length >= SURE_LETTERS;
      const has = place || long ? [false] : await Promise.all(inside.map((at) => text.knows(at)));
      if (has.includes(false)) return { from, to, key: row.key };
    }
  }
}

/**
 * Places that a text may become: ZIPs, states, towns, the largest first.
 * @param {string} typed
 * @param {import('./types').World} world
 * @param {number} limit
 * @returns {Promise<import('./types').Suggestion[]>}
 */
export async function suggestPlaces(typed, world, limit) {
  const [name, after] = typed.split(',').map((part) => keyOf(nameWords(part)));
  if (name.length < 2) return [];
  if (/^\d+$/.test(name)) {
    const rows = name.length > 2 ? await world.zips(name.slice(0, 5)) : [];
    return rows.slice(0, limit).map(zipPlace).map((place) => ({ kind: 'zip', label: place.label, place }));
  }
  // "long beach, c"
  const states = (/** @type {string} */ beginning) =>
    world.words.states.filter((text) => text.toLowerCase().startsWith(beginning) || keyOf(nameWords(text.slice(3))).startsWith(beginning));
  const codes = after && states(after).map((text) => text.slice(0, 2));
  const rows = (await world.placesFrom(name)).filter(({ state }) => !codes || codes.includes(state));
  const towns = rows.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1)).map(city);
  const named = after ? [] : states(name).slice(0, Math.ceil(limit / 2)).map((text) => stateOf(text.slice(0, 2), world));
  const all = named.concat(towns).slice(0, limit);
  return all.map((place) => ({ kind: place.lat === undefined ? 'state' : 'city', label: place.label, place }));
}
