// The place in a query: ZIPs, towns by name, and which of several was meant.

import { wordsOf } from './text.js';
import { nearestName } from './typo.js';

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
 * @property {boolean} sure its state stands beside it
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
/** So many neighbours of an unknown ZIP say where it may be. */
const NEIGHBOURS = 4;

/** Signs that belong to a word. */
export const SIGNS = /['’‘ʻʼ\u0060´′.]/g;

/**
 * The words of a name, as they are compared.
 * @param {string} text
 */
export function plain(text) {
  return wordsOf(text.replace(SIGNS, ''));
}

/** @type {{ [short: string]: string }} */
const LONG = { st: 'saint', ste: 'sainte', ft: 'fort', mt: 'mount' };

/**
 * The name of a town as it is looked up.
 * @param {string[]} words
 */
function keyOf(words) {
  return words.map((word) => LONG[word] || word).join(' ');
}

/** @param {Word[]} words */
function key(words) {
  return keyOf(words.map(({ text }) => text));
}

/** @param {Row} row */
function isTown({ size, listings }) {
  return size >= TOWN || listings > 0;
}

/**
 * @param {Row} row
 * @returns {import('./types').Place}
 */
function city({ name, state, lat, lon }) {
  return { kind: 'city', label: `${name}, ${state}`, lat, lon, state };
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
 * @param {import('./types').ZipRow} row
 * @returns {import('./types').Place}
 */
function zipPlace({ zip, city, state, lat, lon }) {
  return { kind: 'zip', label: `${city}, ${state} ${zip}`, lat, lon, state, zip };
}

/**
 * Chooses among towns of one name. Where the directory has listings in the states of some of them, only those count.
 * @param {Row[]} rows the largest first
 * @param {import('./types').World} world
 * @returns {{ one?: Row, rows: Row[] }}
 */
function choose(rows, { served }) {
  const here = rows.filter(({ state }) => served.includes(state));
  const [first, next] = here.length ? here : rows;
  if (next && first.size < next.size + TEN_TIMES) return { rows: here.length ? here : rows };
  return { one: first, rows: rows.filter(({ state }) => state !== first.state) };
}

/**
 * Writes down which town it is, or that one has to be chosen.
 * @param {Town} town
 * @param {Text} text
 * @param {import('./types').Understood} understood
 */
export function tell({ from, to, length, rows }, text, understood) {
  const { world } = text;
  const { one, rows: others } = choose(rows, world);
  const places = others.slice(0, OTHERS).map(city);
  if (!one) {
    understood.options = places;
    return;
  }
  const namesake = to === from + length && text.names.states.get(text.phrase(from, to));
  if (!namesake || namesake === one.state) {
    understood.place = city(one);
    const all = (namesake ? [stateOf(namesake, world)] : []).concat(places).slice(0, OTHERS);
    if (all.length) understood.others = all;
    return;
  }
  // "Washington": the city or the state.
  const [here, there] = [one.state, namesake].map((state) => world.served.includes(state));
  if (here === there) understood.options = [city(one), stateOf(namesake, world)];
  else if (here) understood.place = city(one);
  else understood.states.push(namesake);
}

/**
 * The towns that could be meant.
 * @param {Town} town
 * @param {import('./types').World} world
 */
export function candidates({ rows }, world) {
  const { one, rows: several } = choose(rows, world);
  return (one ? [one] : several).slice(0, OTHERS).map(city);
}

/**
 * The names of towns that begin with the words from `from`.
 * @param {Text} text
 * @param {number} from
 * @returns {Promise<Row[]>}
 */
async function rowsAt({ words, owner, world }, from) {
  const prefix = key(words.slice(from, owner[from] ? owner[from].to : from + 1));
  return prefix.length < 2 ? [] : world.placesFrom(prefix);
}

/**
 * The towns named by the words from `from`, the longest name first.
 * @param {Text} text
 * @param {number} from
 * @param {Row[]} rows
 * @param {string[]} states that are named anywhere
 * @param {(row: Row, words: Word[]) => boolean} counts without its state beside it
 * @returns {Town | undefined}
 */
function named(text, from, rows, states, counts) {
  const { words, owner } = text;
  const span = owner[from];
  const next = span ? span.to : from + 1;
  // An article alone is no town.
  const least = !span && text.isFiller(from) ? from + 2 : next;
  for (let to = Math.min(words.length, from + NAME); to >= least; to--) {
    if (owner.slice(next, to).some((other) => other && (other.mark === 'zip' || other.mark === 'term'))) continue;
    const own = words.slice(from, to);
    const name = key(own);
    let same = rows.filter((row) => row.key === name);
    if (!same.length) continue;
    const town = { from, to, length: to - from, sure: states.length > 0, named: !!span && span.mark === 'town' && span.to === to };
    const after = text.stateAfter(to);
    const row = after && same.find(({ state }) => state === after.state);
    if (after && row) return Object.assign(town, { to: after.to, rows: [row], sure: true });
    // What is a term or a state by itself is a town only with its state.
    if (span && span.mark !== 'town' && span.to === to) continue;
    same = same.filter((row) => counts(row, own) && (!states.length || states.includes(row.state)));
    if (same.length) return Object.assign(town, { rows: same });
  }
}

/**
 * Whether a name of a town can begin there.
 * @param {Text} text
 * @param {number} at
 */
function begins(text, at) {
  const span = text.owner[at];
  if (!span) return !text.isFiller(at) || text.names.has('articles', text.words[at].text);
  if (span.from < at || span.mark === 'zip') return false;
  // "Washington, IN"; "Anthem, AZ".
  const next = text.words[span.to];
  return span.mark === 'town' || (!!text.stateAfter(span.to) && (span.mark === 'state' || next.comma));
}

/**
 * The town in a text for words, and towns that may be meant by words that are read as such, the likeliest first.
 * @param {Text} text
 * @param {string[]} unknown words that occur nowhere: a small town may be meant by them
 * @param {import('./understand.js').Span | undefined} zip
 * @returns {Promise<{ found?: Town, passed: Town[] }>}
 */
export async function find(text, unknown, zip) {
  const starts = text.words.map((_, at) => at).filter((at) => begins(text, at));
  const rows = await Promise.all(starts.map((at) => rowsAt(text, at)));
  /** @type {Town[]} */
  const towns = [];
  starts.forEach((from, i) => {
    const last = towns[towns.length - 1];
    if (last && from < last.to) return;
    const town = named(text, from, rows[i], text.states, (row, words) => isTown(row) || words.some((word) => unknown.includes(word.text)));
    if (town) towns.push(town);
  });
  const rank = (/** @type {Town} */ town) => (town.sure ? 0 : 2) + (town.named ? 0 : 1);
  towns.sort((a, b) => rank(a) - rank(b) || b.length - a.length || a.from - b.from);
  const found = towns.find((town) => isMeant(town, text, unknown, zip));
  return { found, passed: towns.filter((town) => town !== found) };
}

/**
 * Whether a town is meant and not just a word that is also the name of one (Phoenix House).
 * @param {Town} town
 * @param {Text} text
 * @param {string[]} unknown
 * @param {import('./understand.js').Span | undefined} zip
 */
function isMeant({ from, to, length, rows, sure, named }, text, unknown, zip) {
  if (zip) return sure || to === zip.from;
  const others = text.plain().filter((at) => at < from || at >= to);
  const after = from > 0 && text.names.has('locators', text.words[from - 1].text);
  if (sure || named || after) return true;
  const isCity = rows[0].size >= CITY;
  const one = !!choose(rows, text.world).one;
  if (!others.length) return one || isCity || length > 1 || unknown.includes(text.words[from].text);
  return one && (length > 1 || (isCity && others.every((at) => at < from)));
}

/**
 * The town in a text that is to be a place, however small it is: one with its state, else the longest name, else the
 * largest town.
 * @param {Text} text
 * @param {string[]} states
 * @returns {Promise<Town | undefined>}
 */
export async function first(text, states) {
  const { words, owner } = text;
  /** @type {Town | undefined} */
  let best;
  for (let from = 0; from < words.length; from++) {
    const span = owner[from];
    if (span ? span.from < from || (span.mark !== 'town' && span.to === words.length) : !begins(text, from)) continue;
    const town = named(text, from, await rowsAt(text, from), states, () => true);
    if (!town) continue;
    const better = !best || Number(town.sure) - Number(best.sure) || town.length - best.length || town.rows[0].size - best.rows[0].size;
    if (better === true || better > 0) best = town;
    if (text.plain().every((at) => at >= town.from && at < town.to)) break;
  }
  return best;
}

/**
 * Towns that are called so but lie in other states.
 * @param {Text} text
 */
export async function elsewhere(text) {
  const town = await first(text, []);
  return town ? town.rows.slice(0, OTHERS).map(city) : [];
}

/**
 * The town that was most likely meant by a text that is to be a place: its first two letters are right. Only one of
 * several words, or with `small` any.
 * @param {Text} text
 * @param {boolean} small
 * @returns {Promise<{ from: number, to: number, key: string } | undefined>}
 */
export async function meant(text, small) {
  const { words, owner, world } = text;
  const from = words.findIndex((_, at) => !owner[at] && begins(text, at));
  if (from < 0) return;
  let end = from;
  while (end < words.length && !owner[end]) end++;
  let to = end;
  while (to > from && !text.isPlain(to - 1)) to--;
  if (to === from) to = end;
  const prefix = key(words.slice(from, from + 1)).slice(0, 2);
  if (prefix.length < 2 || (to === from + 1 && !small)) return;
  return near(text, from, to, (await world.placesFrom(prefix)).filter((row) => small || isTown(row)));
}

/**
 * A town of several words that a text for words was most likely to name: its first word is right. Words that are all
 * known are read otherwise only if they are all that is left of the text and a long name.
 * @param {Text} text
 * @returns {Promise<{ from: number, to: number, key: string } | undefined>}
 */
export async function slip(text) {
  const { words, owner, world } = text;
  const starts = words.map((_, at) => at).filter((at) => !owner[at] && begins(text, at));
  const rows = await Promise.all(starts.map((at) => rowsAt(text, at)));
  const plain = text.plain();
  for (let i = 0; i < starts.length; i++) {
    const from = starts[i];
    for (let to = Math.min(words.length, from + NAME); to > from + 1; to--) {
      if (owner.slice(from, to).some((span) => span) || !text.isPlain(to - 1)) continue;
      const town = near(text, from, to, rows[i].filter(isTown));
      if (!town) continue;
      const inside = plain.filter((at) => at >= from && at < to);
      const has = await Promise.all(inside.map((at) => Promise.all(words[at].parts.map(world.hasWord))));
      if (has.some((parts) => parts.includes(false))) return town;
      if (inside.length === plain.length && town.key.length >= SURE_LETTERS) return town;
    }
  }
}

/**
 * @param {Text} text
 * @param {number} from
 * @param {number} to
 * @param {Row[]} rows
 */
function near({ words, states }, from, to, rows) {
  const row = nearestName(key(words.slice(from, to)), rows.filter(({ state }) => !states.length || states.includes(state)));
  return row && { from, to, key: row.key };
}

/**
 * Writes down where a ZIP is.
 * @param {string} digits
 * @param {import('./types').World} world
 * @param {import('./types').Understood} understood
 */
export async function zipOf(digits, world, understood) {
  const zip = digits.slice(0, 5);
  const prefix = zip.slice(0, 3);
  if (/^(09[0-8]|340|96[2-6])/.test(zip)) {
    understood.zip = 'military';
    understood.lost = true;
    return;
  }
  const rows = zip === '00000' ? [] : await world.zips(prefix);
  const known = rows.find((row) => row.zip === zip);
  if (known) {
    understood.place = zipPlace(known);
    return;
  }
  const far = (/** @type {import('./types').ZipRow} */ row) => Math.abs(Number(row.zip) - Number(zip));
  const neighbours = rows.sort((a, b) => far(a) - far(b) || Number(a.zip) - Number(b.zip)).slice(0, NEIGHBOURS);
  if (!neighbours.length) {
    understood.zip = 'unknown';
    understood.lost = true;
    return;
  }
  const [lat, lon] = [neighbours.map(({ lat }) => lat), neighbours.map(({ lon }) => lon)].map((all) => {
    const sum = all.reduce((sum, degrees) => sum + Math.round(degrees * 1e3), 0);
    return Math.floor(sum / all.length + 0.5) / 1e3;
  });
  understood.zip = 'approximate';
  understood.place = { kind: 'zip', label: zip, lat, lon, state: neighbours[0].state, zip };
}

/**
 * Places that a text may become: ZIPs, states, towns, the largest first.
 * @param {string} typed
 * @param {import('./types').World} world
 * @param {number} limit
 * @returns {Promise<import('./types').Suggestion[]>}
 */
export async function suggestPlaces(typed, world, limit) {
  const [name, after] = typed.split(',').map((part) => keyOf(plain(part)));
  if (name.length < 2) return [];
  if (/^\d+$/.test(name)) {
    const rows = name.length > 2 ? await world.zips(name.slice(0, 5)) : [];
    return rows.slice(0, limit).map(zipPlace).map((place) => ({ kind: 'zip', label: place.label, place }));
  }
  // "long beach, c"
  const states = (/** @type {string} */ beginning) =>
    world.words.states.filter((text) => text.toLowerCase().startsWith(beginning) || keyOf(plain(text.slice(3))).startsWith(beginning));
  const codes = after && states(after).map((text) => text.slice(0, 2));
  const rows = (await world.placesFrom(name)).filter(({ state }) => !codes || codes.includes(state));
  const towns = rows.sort((a, b) => b.size - a.size || (a.key < b.key ? -1 : 1)).map(city);
  const named = after ? [] : states(name).slice(0, Math.ceil(limit / 2)).map((text) => stateOf(text.slice(0, 2), world));
  const all = named.concat(towns).slice(0, limit);
  return all.map((place) => ({ kind: place.lat === undefined ? 'state' : 'city', label: place.label, place }));
}
