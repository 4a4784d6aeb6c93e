// What a query means: a place, terms, and words. The same as src/search/understand in Rust, in the same order; the cases
// of tests/search/understanding.json hold both to it.

import { SIGNS, candidates, elsewhere, find, first, meant, plain, slip, tell, zipOf } from './places.js';
import { wordsOf } from './text.js';
import { nearestWord } from './typo.js';

/** Characters and words of a text that are read. */
const CHARACTERS = 200;
const WORDS = 24;
/** Words of the longest phrase. */
const PHRASE = 8;
/** Classes of words: all, and those of places. */
const ANY = 15;
const PLACE = 4;

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
 * @property {'zip' | 'term' | 'town' | 'state'} mark
 * @property {number} [term]
 * @property {string} [state]
 */

/**
 * What the words file says, ready to be asked.
 * @typedef {object} Names
 * @property {Map<string, number[]>} phrases terms of each phrase; none for names of towns
 * @property {Map<string, string>} states codes by name
 * @property {Set<string>} codes
 * @property {(list: 'fillers' | 'units' | 'articles' | 'locators' | 'codes', word: string) => boolean} has
 */

/** @type {WeakMap<import('./types').World, Names>} */
const known = new WeakMap();

/**
 * @param {import('./types').World} world
 * @returns {Names}
 */
function namesOf(world) {
  let names = known.get(world);
  if (!names) {
    const { words, terms } = world;
    /** @type {Names['phrases']} */
    const phrases = new Map(words.towns.split('|').map((town) => [town, []]));
    terms.forEach(({ label }, term) => {
      for (const phrase of [plain(label).join(' ')].concat(words.phrases[term].split('|'))) {
        phrases.set(phrase, (phrases.get(phrase) || []).concat(term));
      }
    });
    const states = new Map();
    words.states.forEach((state, number) => {
      for (const name of [plain(state.slice(3)).join(' ')].concat(words.also[number].split('|'))) states.set(name, state.slice(0, 2));
    });
    const codes = new Set(words.states.map((state) => state.slice(0, 2)));
    names = { phrases, states, codes, has: (list, word) => words[list].split(' ').includes(word) };
    known.set(world, names);
  }
  return names;
}

/**
 * The first words of a text.
 * @param {string} text
 * @returns {Word[]}
 */
export function read(text) {
  text = Array.from(text.slice(0, 2 * CHARACTERS)).slice(0, CHARACTERS).join('');
  const pairs = /[a-z]/.test(text) ? text.replace(/\./g, '').split(/[^A-Za-z0-9]+/).filter((word) => /^[A-Z]{2}$/.test(word)) : [];
  /** @type {Word[]} */
  const words = [];
  text.split(/[,;\n]/).forEach((segment, n) => {
    const divided = wordsOf(segment.replace(SIGNS, ' '));
    plain(segment).forEach((word, m) => {
      let parts = [];
      for (let length = 0; length < word.length && divided.length; length += parts[parts.length - 1].length) {
        parts.push(divided.shift() || '');
      }
      const long = parts.filter((part) => part.length > 1);
      if (long.length) parts = long;
      words.push({ text: word, parts, comma: n > 0 && !m, capital: pairs.includes(word.toUpperCase()) });
    });
  });
  return words.slice(0, WORDS);
}

/** The words of a text, and what they are by themselves. */
export class Text {
  /**
   * @param {Word[]} words
   * @param {import('./types').World} world
   * @param {boolean} terms whether terms are looked for
   */
  constructor(words, world, terms) {
    this.words = words;
    this.world = world;
    this.names = namesOf(world);
    /** @type {Span[]} */
    this.spans = [];
    /** @type {Span[]} */
    this.owner = [];
    for (let at = 0; at < words.length; ) {
      const span = this.longest(at, terms);
      if (span) this.spans.push(span);
      for (const to = span ? span.to : at + 1; at < to; at++) if (span) this.owner[at] = span;
    }
    /** States that are named, each once. */
    this.states = unique(this.spans.map((span) => span.state || '').filter((state) => state));
  }

  /**
   * @param {number} from
   * @param {number} to
   */
  phrase(from, to) {
    return this.words.slice(from, to).map((word) => word.text).join(' ');
  }

  /** @param {number} at */
  isZip(at) {
    return /^(\d{5}|\d{9})$/.test(this.phrase(at, at + 1));
  }

  /** @param {number} at */
  isFiller(at) {
    const { names } = this;
    const word = this.phrase(at, at + 1);
    return names.has('fillers', word) || (/^\d+$/.test(word) && names.has('units', this.phrase(at + 1, at + 2)));
  }

  /**
   * Whether a word is part of nothing, and says something.
   * @param {number} at
   */
  isPlain(at) {
    return !this.owner[at] && !this.isFiller(at);
  }

  /** Positions of such words. */
  plain() {
    return this.words.map((_, at) => at).filter((at) => this.isPlain(at));
  }

  /**
   * The longest phrase from `at`.
   * @param {number} from
   * @param {boolean} terms
   * @returns {Span | undefined}
   */
  longest(from, terms) {
    const { phrases, states } = this.names;
    const { length } = this.words;
    if (this.isZip(from)) {
      const extended = this.words[from].text.length === 5 && /^\d{4}$/.test(this.phrase(from + 1, from + 2));
      return { from, to: from + (extended ? 2 : 1), mark: 'zip' };
    }
    for (let to = Math.min(length, from + PHRASE); to > from; to--) {
      const phrase = this.phrase(from, to);
      const meanings = phrases.get(phrase);
      const town = meanings && !meanings.length;
      const code = to === from + 1 && this.code(from);
      if (code && !this.codeCounts(from, code, terms)) return;
      if (town) return { from, to, mark: 'town' };
      if (code) return { from, to, mark: 'state', state: code };
      if (meanings && terms) {
        const term = meanings.find((term) => this.world.terms[term].count > 0);
        return { from, to, mark: 'term', term: term === undefined ? meanings[0] : term };
      }
      if (states.has(phrase)) return { from, to, mark: 'state', state: states.get(phrase) };
    }
  }

  /**
   * The state that a word is the code of.
   * @param {number} at
   */
  code(at) {
    const code = this.phrase(at, at + 1).toUpperCase();
    return this.names.codes.has(code) ? code : '';
  }

  /**
   * Whether the next word begins something else.
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
   * @param {boolean} terms
   */
  codeCounts(at, state, terms) {
    const { text, capital, comma } = this.words[at];
    const next = at + 1;
    const free = !this.isFiller(at);
    const ends = this.ends(at);
    if (this.words.length < 2 || !this.names.has('codes', text) || (comma && (free || ends))) return true;
    const meant = capital && (ends || this.isFiller(next) || this.longest(next, terms));
    return this.world.served.includes(state) && (meant || (free && next === this.words.length));
  }

  /**
   * The state that is named right after a town, and the end of its name.
   * @param {number} at
   * @returns {{ state: string, to: number } | undefined}
   */
  stateAfter(at) {
    const { length } = this.words;
    for (let to = Math.min(length, at + 4); to > at; to--) {
      const state = this.names.states.get(this.phrase(at, to));
      if (state) return { state, to };
    }
    const state = at < length && this.code(at);
    if (state && (this.words[at].capital || this.ends(at) || this.owner[at + 1] || !this.names.has('fillers', this.words[at].text))) {
      return { state, to: at + 1 };
    }
  }

  /**
   * How many words the longest name of a term or of a state has that another word makes there.
   * @param {number} at
   * @param {string} other
   */
  phraseWith(at, other) {
    const { phrases, states } = this.names;
    let longest = 0;
    for (let from = Math.max(0, at - PHRASE); from <= at; from++) {
      for (let to = at + 1; to <= Math.min(this.words.length, from + PHRASE); to++) {
        const phrase = this.words.slice(from, to).map(({ text }, i) => (from + i === at ? other : text)).join(' ');
        if (phrases.has(phrase) || states.has(phrase)) longest = Math.max(longest, to - from);
      }
    }
    return longest;
  }
}

/**
 * A text for words, read once.
 * @typedef {object} Reading
 * @property {Text} text
 * @property {Span | undefined} zip
 * @property {import('./places.js').Town | undefined} found
 * @property {import('./places.js').Town | undefined} passed a town that could be meant by what is taken for words
 * @property {number[]} unknown plain words that the directory has not
 */

/**
 * @param {Word[]} words
 * @param {import('./types').World} world
 * @param {boolean} placed the place is known
 * @returns {Promise<Reading>}
 */
async function reading(words, world, placed) {
  const text = new Text(words, world, true);
  const zip = placed ? undefined : text.spans.find(({ mark }) => mark === 'zip');
  /** @type {string[]} */
  let unknown = [];
  for (;;) {
    const { found, passed } = placed ? { found: undefined, passed: [] } : await find(text, unknown, zip);
    const wrong = await unknownIn(text, [found].concat(passed));
    // Words that no listing has may name a small town.
    if (unknown.length || !wrong.length || placed || found) return { text, zip, found, passed: passed[0], unknown: wrong };
    unknown = wrong.map((at) => words[at].text);
  }
}

/**
 * Positions of plain words that the directory has not.
 * @param {Text} text
 * @param {(import('./places.js').Town | undefined)[]} towns their words are known
 */
async function unknownIn(text, towns) {
  const plain = text.plain().filter((at) => !towns.some((town) => covers(town, at)));
  const has = await Promise.all(plain.map((at) => Promise.all(text.words[at].parts.map(text.world.hasWord))));
  return plain.filter((_, i) => has[i].includes(false));
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
  const [, once] = await Promise.all([
    placed ? locate(place, world, exact, understood) : undefined,
    reading(words, world, placed),
  ]);
  const better = exact ? null : await corrected(once, placed);
  if (better) correct(understood, words, better);
  await conclude(better ? await reading(better, world, placed) : once, understood);
  return understood;
}

/**
 * The words as they were most likely meant, if not as they are written.
 * @param {Reading} reading
 * @param {boolean} placed
 * @returns {Promise<Word[] | null>}
 */
async function corrected({ text, zip, found, unknown }, placed) {
  const { words, world } = text;
  const doubtful = !found || (!found.sure && !found.named && found.length < 2);
  const town = !placed && !zip && doubtful ? await slip(text) : undefined;
  const wrong = unknown.filter((at) => !covers(town, at));
  if (!town && !wrong.length) return null;
  let better = words.slice();
  const lexicon = wrong.length ? await world.lexicon() : [];
  for (const at of wrong) {
    const other = nearestWord(words[at].text, lexicon, ANY, (word) => text.phraseWith(at, word));
    if (other) better[at] = word(other, words[at].comma);
  }
  if (town) better = replaced(better, town);
  return better.every((word, at) => word === words[at]) ? null : better;
}

/**
 * @param {string} text
 * @param {boolean} comma
 * @returns {Word}
 */
function word(text, comma) {
  return { text, parts: [text], comma, capital: false };
}

/**
 * The words with the name of a town instead of some.
 * @param {Word[]} words
 * @param {{ from: number, to: number, key: string }} town
 */
function replaced(words, { from, to, key }) {
  const name = key.split(' ').map((part, n) => word(part, !n && words[from].comma));
  return words.slice(0, from).concat(name, words.slice(to));
}

/**
 * @param {import('./types').Understood} understood
 * @param {Word[]} words
 * @param {Word[]} better
 */
function correct(understood, words, better) {
  const [from, to] = [words, better].map((list) => list.map(({ text }) => text).join(' '));
  const { corrected: other } = understood;
  understood.corrected = other ? { from: `${from}, ${other.from}`, to: `${to}, ${other.to}` } : { from, to };
}

/**
 * The place that the field for a place names.
 * @param {Word[]} words
 * @param {import('./types').World} world
 * @param {boolean | undefined} exact
 * @param {import('./types').Understood} understood
 * @returns {Promise<void>}
 */
async function locate(words, world, exact, understood) {
  const text = new Text(words, world, false);
  const zip = text.spans.find(({ mark }) => mark === 'zip');
  if (zip) return zipOf(words[zip.from].text, world, understood);
  const found = await first(text, text.states);
  if (isWhole(text, found)) return settle(text, found, understood);
  for (const guess of exact ? [] : [several, eachWord, any]) {
    const better = await guess(text);
    if (!better) continue;
    const again = new Text(better, world, false);
    const other = await first(again, again.states);
    if (isWhole(again, other) || (!found && other)) {
      correct(understood, words, better);
      return settle(again, other, understood);
    }
  }
  if (found) return settle(text, found, understood);
  understood.lost = true;
  const options = await elsewhere(text);
  if (options.length) understood.options = options;
}

/** @param {Text} text */
async function several(text) {
  const town = await meant(text, false);
  return town && replaced(text.words, town);
}

/** @param {Text} text */
async function any(text) {
  const town = await meant(text, true);
  return town && replaced(text.words, town);
}

/**
 * The words of a place, each as it was most likely meant.
 * @param {Text} text
 */
async function eachWord(text) {
  const lexicon = await text.world.lexicon();
  const better = text.words.map((old, at) => {
    const other = text.isPlain(at) && nearestWord(old.text, lexicon, PLACE, (word) => text.phraseWith(at, word));
    return other ? word(other, old.comma) : old;
  });
  return better.some((word, at) => word !== text.words[at]) ? better : undefined;
}

/**
 * Whether a town with its state was found, or a town or states and nothing else.
 * @param {Text} text
 * @param {import('./places.js').Town | undefined} found
 */
function isWhole(text, found) {
  const whole = text.plain().every((at) => covers(found, at));
  return found ? found.sure || whole : whole && text.states.length > 0;
}

/**
 * @param {Text} text
 * @param {import('./places.js').Town | undefined} found
 * @param {import('./types').Understood} understood
 */
function settle(text, found, understood) {
  if (found) tell(found, text, understood);
  else understood.states = text.states;
}

/**
 * Writes down what a text for words was read as.
 * @param {Reading} reading
 * @param {import('./types').Understood} understood
 */
async function conclude({ text, zip, found, passed }, understood) {
  const { words, world, spans, owner } = text;
  if (zip) await zipOf(words[zip.from].text, world, understood);
  else if (found) tell(found, text, understood);
  else if (passed) understood.others = candidates(passed, world);
  const { place } = understood;
  understood.states = unique(understood.states.concat(text.states.filter((state) => !place || place.state !== state)));
  for (const { from, to, term } of spans) {
    if (term === undefined || covers(found, from)) continue;
    const { facet, slug, label } = world.terms[term];
    const { key } = world.facets[facet];
    if (!understood.terms.some((other) => other.facet === key && other.slug === slug)) {
      understood.terms.push({ facet: key, slug, label, typed: text.phrase(from, to) });
    }
  }
  words.forEach(({ parts }, at) => {
    const span = owner[at];
    const isWord = !span || span.mark === 'town' || (span.mark === 'zip' && span !== zip);
    if (!isWord || covers(found, at)) return;
    const list = !span && text.isFiller(at) ? understood.fillers : understood.words;
    for (const part of parts) if (!list.includes(part)) list.push(part);
  });
}

/**
 * @template T
 * @param {T[]} list
 */
function unique(list) {
  return Array.from(new Set(list));
}
