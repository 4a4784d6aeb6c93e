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
 * The word of the lexicon that `word` was meant to be: the nearest, then the one that `fits` best, then the kind of word,
 * then the most frequent, then the first of the alphabet. None for words that it holds.
 * @param {string} word
 * @param {import('./types').LexiconRow[]} lexicon
 * @param {number} kinds which count
 * @param {(word: string) => number} fits
 */
export function nearestWord(word, lexicon, kinds, fits) {
  const { length } = word;
  if (length < 4 || /\p{N}/u.test(word)) return '';
  const rows = lexicon.filter(({ kind }) => kind & kinds);
  const rank = (/** @type {import('./types').LexiconRow} */ { word, kind, size }) => 64 * fits(word) + 16 * (kind & 4 ? 3 : kind & 8 ? 2 : kind & 2 ? 1 : 0) + size;
  const row = nearest(word, length < 8 ? 1 : 2, rows, (row) => row.word, rank);
  return row ? row.word : '';
}

/**
 * The town whose name `phrase` was meant to be: the nearest, then the largest, then the first of the alphabet.
 * @param {string} phrase
 * @param {import('./types').PlaceRow[]} rows
 */
export function nearestName(phrase, rows) {
  const { length } = phrase;
  return nearest(phrase, length < 4 ? 0 : length < 12 ? 1 : 2, rows, (row) => row.key, (row) => row.size);
}
