// What a query means: a place, terms, and words. The same as src/search/understand in Rust, in the same order; the cases
// of tests/search/understanding.json hold both to it.

import { keyOf } from './place.js';
import { candidates, cities, find, slip, tell } from './places.js';
import { nearestWord, wordInPhrase } from './typo.js';
import { SIGNS, distinct, nameWords, wordsOf } from './words.js';

/** Characters and words of a text that are read. */
const CHARACTERS = 200;
const WORDS = 24;
/** Words of the longest phrase. */
const PHRASE = 8;
/** Classes of words: all, and those of places. */
const ANY = 15;
const PLACE = 4;
/** Lists of words. @type {('fillers' | 'units' | 'articles' | 'locators' | 'codes')[]} */
const LISTS = ['fillers', 'units', 'articles', 'locators', 'codes'];

/**
 * @typedef {object} Word
 * @property {string} text as it is in names: `marys`
 * @property {string[]} parts as it is in texts: `mary`
 * @property {boolean} comma there is a comma before it
 * @property {boolean} capital two capital letters in a text that has small ones as well
 */

/**
 * Words that belong together; `term` is a number, `state` a code.
 * @typedef {object} Span
 * @property {number} from
 * @property {number} to
 * @property {boolean} [zip]
 * @property {boolean} [town] a name of a town
 * @property {string} [state]
 * @property {number} [term]
 */

/**
 * What the phrases file says, ready to be asked.
 * @typedef {object} Names
 * @property {Map<string, number[]>} phrases terms of each phrase; none for names of towns
 * @property {Map<string, string>} states codes by name
 * @property {Set<string>} codes
 * @property {{ [list: string]: string[] }} lists
 */

/** @type {WeakMap<import('./types').Phrases, Names>} */
const namesRead = new WeakMap();

/**
 * @param {import('./types').World} world
 * @returns {Promise<Names>}
 */
async function namesOf({ words, phrases }) {
  const file = await phrases();
  const earlier = namesRead.get(file);
  if (earlier) return earlier;
  /** @type {Names} */
  const names = { phrases: new Map(), states: new Map(), codes: new Set(), lists: {} };
  for (const town of file.towns.split('|')) names.phrases.set(town, []);
  file.phrases.forEach((list, term) => {
    for (const phrase of list.split('|')) names.phrases.set(phrase, (names.phrases.get(phrase) || []).concat(term));
  });
  file.states.forEach((list, number) => {
    const code = words.states[number].slice(0, 2);
    names.codes.add(code);
    for (const name of list.split('|')) names.states.set(name, code);
  });
  for (const list of LISTS) names.lists[list] = file[list].split(' ');
  namesRead.set(file, names);
  return names;
}

/**
 * The first words of a text.
 * @param {string} text
 * @returns {Word[]}
 */
function read(text) {
  text = Array.from(text.slice(0, 2 * CHARACTERS)).slice(0, CHARACTERS).join('');
  /** @type {string[]} */
  const capitals = /[a-z]/.test(text) ? text.replace(/\./g, '').match(/\b[A-Z]{2}\b/g) || [] : [];
  /** @type {Word[]} */
  const words = [];
  text.split(/[,;\n]/).forEach((segment, n) => {
    const divided = wordsOf(segment.replace(SIGNS, ' '));
    nameWords(segment).forEach((text, m) => {
      /** @type {string[]} */
      let parts = [];
      for (let length = 0; length < text.length && divided.length; length += parts[0].length) parts.unshift(divided.shift() || '');
      parts.reverse();
      const long = parts.filter((part) => part.length > 1);
      if (long.length) parts = long;
      words.push({ text, parts, comma: n > 0 && !m, capital: capitals.includes(text.toUpperCase()) });
    });
  });
  return words.slice(0, WORDS);
}

/** The words of a text, and what they are by themselves. */
export class Text {
  /**
   * @param {Word[]} words
   * @param {import('./types').World} world
   * @param {Names} names
   * @param {boolean} terms whether terms are looked for
   */
  constructor(words, world, names, terms) {
    this.words = words;
    this.world = world;
    this.names = names;
    this.terms = terms;
    /** @type {Span[]} */
    this.spans = [];
    /** @type {(Span | undefined)[]} */
    this.owner = [];
    for (let at = 0; at < words.length; ) {
      const span = this.longest(at);
      if (span) this.spans.push(span);
      for (const to = span ? span.to : at + 1; at < to; at++) this.owner[at] = span;
    }
    /** States that are named, each once. */
    this.states = distinct(this.spans.map(({ state }) => state || '').filter((state) => state));
  }

  /**
   * @param {number} from
   * @param {number} [to]
   */
  phrase(from, to = from + 1) {
    return this.words.slice(from, to).map((word) => word.text).join(' ');
  }

  /**
   * Whether a word is in a list.
   * @param {string} list
   * @param {number} at
   */
  is(list, at) {
    return this.names.lists[list].includes(this.phrase(at));
  }

  /** @param {number} at */
  isZip(at) {
    return /^(\d{5}|\d{9})$/.test(this.phrase(at));
  }

  /** @param {number} at */
  isFiller(at) {
    return this.is('fillers', at) || (/^\d+$/.test(this.phrase(at)) && this.is('units', at + 1));
  }

  /**
   * Whether a word is part of nothing, and says something.
   * @param {number} at
   */
  isPlain(at) {
    return !this.owner[at] && !this.isFiller(at);
  }

  /**
   * Positions of such words that none of these towns is named by.
   * @param {...({ from: number, to: number } | undefined)} towns
   */
  plain(...towns) {
    const all = this.words.map((_, at) => at);
    return all.filter((at) => this.isPlain(at) && !towns.some((town) => covers(town, at)));
  }

  /**
   * The longest phrase from a word.
   * @param {number} from
   * @returns {Span | undefined}
   */
  longest(from) {
    const { phrases, states } = this.names;
    if (this.isZip(from)) {
      const extended = this.phrase(from).length === 5 && /^\d{4}$/.test(this.phrase(from + 1));
      return { from, to: from + (extended ? 2 : 1), zip: true };
    }
    for (let to = Math.min(this.words.length, from + PHRASE); to > from; to--) {
      const phrase = this.phrase(from, to);
      const meanings = phrases.get(phrase);
      const code = to === from + 1 && this.code(from);
      if (code && !this.codeCounts(from, code)) return;
      if (meanings && !meanings.length) return { from, to, town: true };
      if (meanings && this.terms && !code) {
        const listed = meanings.filter((term) => this.world.terms[term].count);
        return { from, to, term: listed.concat(meanings)[0] };
      }
      const state = code || states.get(phrase);
      if (state) return { from, to, state };
    }
  }

  /**
   * The state that a word is the code of.
   * @param {number} at
   */
  code(at) {
    const code = this.phrase(at).toUpperCase();
    return this.names.codes.has(code) ? code : '';
  }

  /**
   * Whether nothing that belongs to it stands behind a word.
   * @param {number} at
   */
  ends(at) {
    const next = this.words[at + 1];
    return !next || next.comma || this.isZip(at + 1);
  }

  /**
   * Whether a code that stands by itself is meant as one.
   * @param {number} at
   * @param {string} state
   * @returns {boolean}
   */
  codeCounts(at, state) {
    const { capital, comma } = this.words[at];
    const next = at + 1;
    const free = !this.isFiller(at);
    const ends = this.ends(at);
    if (this.words.length < 2 || !this.is('codes', at) || (comma && (free || ends))) return true;
    const meant = capital && (ends || this.isFiller(next) || !!this.longest(next));
    return this.world.served.includes(state) && (meant || (free && next === this.words.length));
  }

  /**
   * The state that is named right after a town, and the end of its name.
   * @param {number} at
   * @returns {{ state: string, to: number } | undefined}
   */
  stateAfter(at) {
    const word = this.words[at];
    for (let to = at + 4; to > at; to--) {
      const state = this.names.states.get(this.phrase(at, to));
      if (state) return { state, to: Math.min(to, this.words.length) };
    }
    const state = word && this.code(at);
    if (state && (word.capital || this.ends(at) || this.owner[at + 1] || !this.is('fillers', at))) return { state, to: at + 1 };
  }

  /**
   * Whether a word occurs in the directory.
   * @param {number} at
   */
  async knows(at) {
    return (await Promise.all(this.words[at].parts.map(this.world.hasWord))).every((has) => has);
  }

  /**
   * Whether a town may be meant from a word on, which needs no state to be meant. Spares the files of places.
   * @param {number} at
   */
  async mayBeTown(at) {
    const { text, parts } = this.words[at];
    return keyOf(parts) !== text || this.world.mayBeTown(text);
  }

  /**
   * Other words instead.
   * @param {Word[]} words
   */
  with(words) {
    return new Text(words, this.world, this.names, this.terms);
  }

  /**
   * How many words the name has that another word makes, alone or with those around it.
   * @param {number} at
   */
  phraseWith(at) {
    return (/** @type {string} */ key) => {
      const span = this.with(replaced(this.words, { from: at, to: at + 1, key })).owner[at];
      return span ? span.to - span.from : 0;
    };
  }

  /**
   * The word instead of another which makes a term of it and those around it.
   * @param {number} at
   */
  wordInPhrase(at) {
    const words = this.words.map(({ text }) => text);
    return this.terms ? wordInPhrase(words[at], words.slice(0, at), words.slice(at + 1), this.names.phrases.keys()) : '';
  }
}

/**
 * @typedef {object} Reading
 * @property {Text} text
 * @property {Span} [zip]
 * @property {import('./places.js').Town} [found]
 * @property {import('./places.js').Town[]} passed towns that could be meant by what is taken for words
 * @property {number[]} unknown plain words that the directory has not
 */

/**
 * A text for words, read once.
 * @param {Text} text
 * @param {boolean} placed the place is known
 * @returns {Promise<Reading>}
 */
async function reading(text, placed) {
  const zip = placed ? undefined : text.spans.find((span) => span.zip);
  /** @type {string[]} */
  let names = [];
  for (;;) {
    const { found, passed } = placed ? { found: undefined, passed: [] } : await find(text, { unknown: names, zip, states: text.states });
    const left = text.plain(found, ...passed);
    const has = await Promise.all(left.map((at) => text.knows(at)));
    const unknown = left.filter((_, i) => !has[i]);
    // Words that no listing has may name a small town.
    if (names.length || !unknown.length || placed || found) return { text, zip, found, passed, unknown };
    names = unknown.map((at) => text.phrase(at));
  }
}

/**
 * @param {{ from: number, to: number } | undefined} town
 * @param {number} at
 */
function covers(town, at) {
  return !!town && at >= town.from && at < town.to;
}

/**
 * @param {string} typed
 * @param {string} where
 * @param {import('./types').World} world
 * @param {{ exact?: boolean }} options exact: every word as it is written
 * @returns {Promise<import('./types').Understood>}
 */
export async function understand(typed, where, world, { exact }) {
  /** @type {import('./types').Understood} */
  const understood = { states: [], terms: [], words: [], fillers: [] };
  const place = read(where);
  const placed = place.length > 0;
  const words = read(typed);
  if (!placed && !words.length) return understood;
  const names = await namesOf(world);
  const text = new Text(words, world, names, true);
  const [once] = await Promise.all([reading(text, placed), placed && locate(new Text(place, world, names, false), exact, understood)]);
  const better = exact ? null : await meant(once, placed);
  if (better) correct(understood, words, better);
  await conclude(better ? await reading(text.with(better), placed) : once, understood);
  return understood;
}

/**
 * The words as they were most likely meant, if not as they are written.
 * @param {Reading} reading
 * @param {boolean} placed
 */
async function meant({ text, zip, found, unknown }, placed) {
  const doubtful = !found || (!found.sure && !found.named && found.length < 2);
  const town = !placed && !zip && doubtful ? await slip(text) : undefined;
  const better = await eachMeant(text, unknown.filter((at) => !covers(town, at)), ANY);
  return town ? replaced(better || text.words, town) : better;
}

/**
 * The words, some of them as they were most likely meant.
 * @param {Text} text
 * @param {number[]} some
 * @param {number} kinds
 */
async function eachMeant(text, some, kinds) {
  const lexicon = some.length ? await text.world.lexicon() : [];
  let better = text;
  for (const at of some) {
    // What an earlier one made a phrase with is no slip.
    if (!better.isPlain(at)) continue;
    const key = nearestWord(text.phrase(at), lexicon, kinds, better.phraseWith(at)) || better.wordInPhrase(at);
    if (key) better = better.with(replaced(better.words, { from: at, to: at + 1, key }));
  }
  return better === text ? undefined : better.words;
}

/**
 * The words with others instead of some.
 * @param {Word[]} words
 * @param {{ from: number, to: number, key: string }} other
 */
function replaced(words, { from, to, key }) {
  const name = key.split(' ').map((text, n) => ({ text, parts: [text], comma: !n && words[from].comma, capital: false }));
  return words.slice(0, from).concat(name, words.slice(to));
}

/**
 * @param {import('./types').Understood} understood
 * @param {Word[][]} both typed and meant
 */
function correct(understood, ...both) {
  const { corrected } = understood;
  const [from, to] = both.map((words) => words.map(({ text }) => text).join(' '));
  understood.corrected = corrected ? { from: from + ', ' + corrected.from, to: to + ', ' + corrected.to } : { from, to };
}

/**
 * The place that the field for a place names.
 * @param {Text} text
 * @param {boolean | undefined} exact
 * @param {import('./types').Understood} understood
 */
async function locate(text, exact, understood) {
  const zip = text.spans.find((span) => span.zip);
  if (zip) return Object.assign(understood, await text.world.zip(text.phrase(zip.from)));
  const town = async (/** @type {Text} */ text, states = text.states) => (await find(text, { place: true, unknown: [], states })).found;
  const first = await town(text);
  // A town with its state was found, or a town or states and nothing else.
  const isWhole = (/** @type {Text} */ { states }, /** @type {typeof first} */ found, /** @type {number[]} */ left) =>
    found && found.sure ? true : !left.length && !!(found || states.length);
  let last = { text, found: first, settled: !!exact || isWhole(text, first, text.plain(first)) };
  for (let guess = 0; guess < 3 && !last.settled; guess++) {
    const name = guess === 1 ? undefined : await slip(text, true, guess > 1);
    const better = name ? replaced(text.words, name) : guess === 1 && (await eachMeant(text, text.plain(), PLACE));
    if (!better) continue;
    const again = text.with(better);
    const found = await town(again);
    if (isWhole(again, found, again.plain(found)) || (!first && found)) {
      correct(understood, text.words, better);
      last = { text: again, found, settled: true };
    }
  }
  if (last.found) tell(last.found, last.text, understood);
  else if (last.settled && last.text.states.length && !last.text.plain().length) understood.states = last.text.states;
  else {
    understood.lost = true;
    const other = await town(text, []);
    if (other) understood.options = cities(other.rows);
  }
}

/**
 * Writes down what a text for words was read as.
 * @param {Reading} reading
 * @param {import('./types').Understood} understood
 */
async function conclude({ text, zip, found, passed }, understood) {
  const { words, world, spans, owner } = text;
  if (zip) Object.assign(understood, await world.zip(text.phrase(zip.from)));
  else if (found) tell(found, text, understood);
  else if (passed.length) understood.others = candidates(passed[0], world);
  const { place, states, terms } = understood;
  understood.states = distinct(states.concat(text.states.filter((state) => !place || place.state !== state)));
  for (const { from, to, term } of spans) {
    if (term === undefined || covers(found, from)) continue;
    const { facet, slug, label } = world.terms[term];
    const { key } = world.facets[facet];
    if (!terms.some((other) => other.facet === key && other.slug === slug)) terms.push({ facet: key, slug, label, typed: text.phrase(from, to) });
  }
  words.forEach(({ parts }, at) => {
    const span = owner[at];
    if (covers(found, at) || (span && !span.town && (!span.zip || span === zip))) return;
    const list = !span && text.isFiller(at) ? understood.fillers : understood.words;
    for (const part of parts) if (!list.includes(part)) list.push(part);
  });
}
