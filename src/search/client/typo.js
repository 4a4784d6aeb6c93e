// Slips of the pen: the word that was most likely meant.

/**
 * Optimal string alignment: letters left out, added, replaced, or two neighbours swapped. More than `most` is Infinity.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      let cost = Math.min(last[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1), last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2] + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    if (least > most) return Infinity;
    before = last;
    last = row;
  }
  return last[b.length] > most ? Infinity : last[b.length];
}

/**
 * How many letters of what was typed a word has not. A letter left out and two swapped are commoner slips than one
 * certain wrong letter, of which there are 25.
 * @param {string} typed
 * @param {string} word
 */
function surplus(typed, word) {
  for (const letter of word) typed = typed.replace(letter, '');
  return typed.length;
}

/**
 * The nearest of `rows`, and of several the one whose `rank` is greatest; none if one of them is the text itself.
 * @template T
 * @param {string} text
 * @param {number} limit
 * @param {T[]} rows
 * @param {(row: T) => string} name
 * @param {(row: T) => number} rank
 * @returns {T | undefined}
 */
function nearest(text, limit, rows, name, rank) {
  let most = limit;
  let best;
  let highest = 0;
  for (const row of limit ? rows : []) {
    const far = distance(text, name(row), most);
    if (!far) return;
    if (far > most) continue;
    const high = rank(row);
    if (!best || far < most || high > highest) {
      best = row;
      highest = high;
    }
    most = far;
  }
  return best;
}

/**
 * The word of the lexicon that `word` was meant to be: the nearest, then one that makes a phrase with words beside it, then
 * the one with the commonest slip, then the one that `fits` best, then the kind of word, then the most frequent, then the
 * first of the alphabet. None for words that it holds.
 * @param {string} word
 * @param {import('./types').LexiconRow[]} lexicon
 * @param {number} kinds which count
 * @param {(word: string) => number} fits
 */
export function nearestWord(word, lexicon, kinds, fits) {
  const { length } = word;
  if (length < 4 || /\p{N}/u.test(word)) return '';
  const rows = lexicon.filter(({ kind }) => kind & kinds);
  const rank = (/** @type {import('./types').LexiconRow} */ { word: other, kind, size }) => {
    const fit = fits(other);
    return 8192 * Math.max(1, fit) - 1024 * surplus(word, other) + 64 * fit + 16 * (kind & 4 ? 3 : kind & 8 ? 2 : kind & 2 ? 1 : 0) + size;
  };
  const row = nearest(word, length < 8 ? 1 : 2, rows, (row) => row.word, rank);
  return row ? row.word : '';
}

/**
 * The word in the place of `word` by which the words around it become a phrase, if that takes one slip: for words that are
 * too short to be put right by themselves. Of several the longest phrase, then the one with the commonest slip, then the
 * first of the alphabet.
 * @param {string} word
 * @param {string[]} before
 * @param {string[]} after
 * @param {Iterable<string>} phrases
 */
export function wordInPhrase(word, before, after, phrases) {
  let found = '';
  let best = '';
  let highest = 0;
  if (word.length < 2 || word.length > 3) return '';
  const [head, tail] = [[''].concat(before), after.concat('')].map((words) => words.join(' '));
  for (const phrase of phrases) {
    const words = phrase.split(' ');
    words.forEach((own, i) => {
      const [start, end] = [[''].concat(words.slice(0, i)), words.slice(i + 1).concat('')].map((words) => words.join(' '));
      const fits = words.length > 1 && head.endsWith(start) && tail.startsWith(end);
      if (!fits || distance(word, own, 1) !== 1) return;
      const high = 8 * words.length - surplus(word, own);
      if (high > highest || (high === highest && phrase < best)) [found, best, highest] = [own, phrase, high];
    });
  }
  return found;
}

/**
 * The town whose name `phrase` was meant to be: the nearest, then the one with the commonest slip, then the largest, then the
 * first of the alphabet.
 * @param {string} phrase
 * @param {import('./types').PlaceRow[]} rows
 */
export function nearestName(phrase, rows) {
  const { length } = phrase;
  return nearest(phrase, length < 4 ? 0 : length < 12 ? 1 : 2, rows, (row) => row.key, (row) => 256 * (99 - surplus(phrase, row.key)) + row.size);
}
