//! Slips of the pen: the word that was most likely meant.

use super::places::{Places, Row};
use super::words::{Words, state_names};
use crate::search::index::{self, class};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// A word of the directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The word, normalised.
    pub word: String,
    /// Where it occurs: a sum of [`class`](mod@class).
    pub class: u8,
    /// Logarithm to base 2 of the number of documents with it, rounded down, at most 15.
    pub frequency: u8,
}

/// So many of the largest towns are in every lexicon, whether they have listings or not.
const LARGEST: usize = 2000;
/// Shorter words are never proposed.
const LETTERS: usize = 3;
/// A word of texts alone has to be in so many documents, or a rare slip of somebody else would be proposed.
const TEXT_DOCUMENTS: u32 = 4;
/// The same for words of names.
const NAME_DOCUMENTS: u32 = 2;

/// The words that others may have been meant as: those of terms, places and states, and those that several documents
/// have. Sorted.
pub fn lexicon(words: &index::Lexicon, places: &Places) -> Vec<Entry> {
    let mut all: BTreeMap<&str, index::Known> = words
        .iter()
        .filter(|(_, known)| {
            known.classes >= class::PLACE
                || (known.classes >= class::NAME && known.documents >= NAME_DOCUMENTS)
                || known.documents >= TEXT_DOCUMENTS
        })
        .map(|(word, known)| (word.as_str(), *known))
        .collect();
    let mut towns: Vec<&Row> = places.rows().iter().collect();
    towns.sort_by_key(|row| Reverse(row.size));
    let large = towns.iter().enumerate().filter(|(n, row)| *n < LARGEST || row.listings > 0);
    let states = state_names();
    let names = large.map(|(_, row)| row.key.as_str()).chain(states.keys().map(String::as_str));
    for word in names.flat_map(|name| name.split(' ')) {
        let known = all.entry(word).or_insert_with(|| words.get(word).copied().unwrap_or_default());
        known.classes |= class::PLACE;
    }
    // "frot worth" is no "from worth"; "treatmnet" is "treatment".
    for word in Words::embedded().fillers.iter().filter(|word| word.len() >= 4) {
        let known = all.entry(word).or_insert_with(|| words.get(word).copied().unwrap_or_default());
        known.classes = class::TEXT;
    }
    let entry = |(word, known): (&str, index::Known)| {
        let frequency = known.documents.checked_ilog2().unwrap_or(0).min(15) as u8;
        Entry { word: word.to_owned(), class: known.classes, frequency }
    };
    let is_word = |word: &str| word.chars().count() >= LETTERS && !word.chars().any(char::is_numeric);
    all.into_iter().filter(|(word, _)| is_word(word)).map(entry).collect()
}

/// How many mistakes a word of so many letters may have.
fn word_limit(letters: usize) -> usize {
    usize::from(letters >= 4) + usize::from(letters >= 8)
}

/// How many mistakes a name of so many letters may have.
fn name_limit(letters: usize) -> usize {
    usize::from(letters >= 4) + usize::from(letters >= 12)
}

/// The word of the lexicon that `word` was meant to be: the nearest, then one that makes a phrase with words beside it, then
/// the one with the commonest slip, then the one that `fits` best, then the kind of word, then the most frequent, then the first
/// of the alphabet. None for words that it holds. Only words of `classes` count.
pub(super) fn nearest_word<'a>(
    word: &str,
    lexicon: &'a [Entry],
    classes: u8,
    fits: impl Fn(&str) -> usize,
) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    let limit = word_limit(letters.len());
    if limit == 0 || letters.iter().any(|c| c.is_numeric()) {
        return None;
    }
    #[allow(clippy::type_complexity, reason = "what is compared, in order")]
    let mut best: Option<((usize, Reverse<usize>, usize, Reverse<usize>, Reverse<u8>, Reverse<u8>), &str)> = None;
    for entry in lexicon.iter().filter(|entry| entry.class & classes > 0) {
        let most = best.map_or(limit, |((distance, ..), _)| distance);
        let Some(distance) = distance(&letters, &entry.word, most) else { continue };
        if distance == 0 {
            return None;
        }
        let fits = fits(&entry.word);
        let rank = (
            distance,
            Reverse(fits.max(1)),
            surplus(&letters, &entry.word),
            Reverse(fits),
            Reverse(weight(entry.class)),
            Reverse(entry.frequency),
        );
        if best.is_none_or(|(other, _)| rank < other) {
            best = Some((rank, &entry.word));
        }
    }
    best.map(|(_, word)| word)
}

/// How likely a word is meant by its class alone. A word of a place is one even by itself; one of a term makes a name
/// with others only, or it fits.
fn weight(classes: u8) -> u8 {
    [class::PLACE, class::TERM, class::NAME]
        .iter()
        .zip([3, 2, 1])
        .find(|(bit, _)| classes & **bit > 0)
        .map_or(0, |(_, weight)| weight)
}

/// The word in the place of `word` by which the words around it become a phrase, if that takes one slip: for words that
/// are too short to be put right by themselves. `before` and `after` are those around it. Of several the longest phrase,
/// then the one with the commonest slip, then the first of the alphabet.
pub(super) fn word_in_phrase<'a>(
    word: &str,
    before: &[&str],
    after: &[&str],
    phrases: impl Iterator<Item = &'a String>,
) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().collect();
    if !(2..4).contains(&letters.len()) {
        return None;
    }
    #[allow(clippy::type_complexity, reason = "what is compared, in order")]
    let mut best: Option<((Reverse<usize>, usize, &str), &str)> = None;
    for phrase in phrases {
        let words: Vec<&str> = phrase.split(' ').collect();
        for (i, own) in words.iter().enumerate().filter(|_| words.len() > 1) {
            if before.ends_with(&words[..i])
                && after.starts_with(&words[i + 1..])
                && distance(&letters, own, 1) == Some(1)
            {
                let rank = (Reverse(words.len()), surplus(&letters, own), phrase.as_str());
                if best.is_none_or(|(other, _)| rank < other) {
                    best = Some((rank, own));
                }
            }
        }
    }
    best.map(|(_, word)| word)
}

/// How many letters of what was typed a word has not. A letter left out and two swapped are commoner slips than one
/// certain wrong letter, of which there are 25.
fn surplus(typed: &[char], word: &str) -> usize {
    let mut left: Vec<char> = word.chars().collect();
    let mut surplus = 0;
    for letter in typed {
        match left.iter().position(|own| own == letter) {
            Some(at) => drop(left.swap_remove(at)),
            None => surplus += 1,
        }
    }
    surplus
}

/// The name of a town that `phrase` was meant to be: the nearest, then the one with the commonest slip, then the largest town,
/// then the first of the alphabet. None for names that there are.
pub(super) fn nearest_name<'a>(phrase: &str, rows: impl Iterator<Item = &'a Row>) -> Option<&'a Row> {
    let letters: Vec<char> = phrase.chars().collect();
    let limit = name_limit(letters.len());
    #[allow(clippy::type_complexity, reason = "what is compared, in order")]
    let mut best: Option<((usize, usize, Reverse<u8>), &Row)> = None;
    for row in rows.filter(|_| limit > 0) {
        let most = best.map_or(limit, |((distance, ..), _)| distance);
        let Some(distance) = distance(&letters, &row.key, most) else { continue };
        if distance == 0 {
            return None;
        }
        let rank = (distance, surplus(&letters, &row.key), Reverse(row.size));
        if best.is_none_or(|(other, _)| rank < other) {
            best = Some((rank, row));
        }
    }
    best.map(|(_, row)| row)
}

/// Optimal string alignment: letters left out, added, replaced, or two neighbours swapped. None above `most`.
fn distance(a: &[char], other: &str, most: usize) -> Option<usize> {
    let b: Vec<char> = other.chars().collect();
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        let mut least = i;
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
            least = least.min(row[j]);
        }
        if least > most {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::{Entry, distance, nearest_word, surplus, word_in_phrase};
    use crate::search::index::class;

    const ANY: u8 = 15;

    fn far(a: &str, b: &str) -> Option<usize> {
        distance(&a.chars().collect::<Vec<_>>(), b, 2)
    }

    #[test]
    fn each_slip_counts_as_one() {
        assert_eq!(far("medicaid", "medicaid"), Some(0));
        for typed in ["medicad", "medicaiid", "medixaid", "mediciad", "edicaid", "medicaidd"] {
            assert_eq!(far(typed, "medicaid"), Some(1), "{typed}");
        }
        assert_eq!(far("buprenorfine", "buprenorphine"), Some(2));
        assert_eq!(far("abcd", "efgh"), None);
        assert_eq!(far("abc", "abcdef"), None);
    }

    fn entry(word: &str, class: u8, frequency: u8) -> Entry {
        Entry { word: word.to_owned(), class, frequency }
    }

    #[test]
    fn the_nearest_word_wins_then_its_kind_then_how_often_it_occurs() {
        let lexicon = [
            entry("boise", class::PLACE, 3),
            entry("cognition", class::TEXT, 9),
            entry("cognitive", class::TERM | class::TEXT, 2),
            entry("medicaid", class::TERM, 0),
            entry("medical", class::NAME | class::TEXT, 12),
            entry("noise", class::TEXT, 9),
            entry("poise", class::TEXT, 9),
        ];
        let nearest = |word| nearest_word(word, &lexicon, ANY, |_| 0);
        assert_eq!(nearest("cognative"), Some("cognitive"));
        assert_eq!(nearest("medicad"), Some("medicaid"));
        assert_eq!(nearest_word("medicad", &lexicon, ANY, |word| 2 * usize::from(word == "medical")), Some("medical"));
        assert_eq!(nearest("coise"), Some("boise"));
        // A letter left out before a wrong one, a phrase before both.
        assert_eq!(nearest_word("nise", &lexicon, class::TEXT, |_| 0), Some("noise"));
        assert_eq!(nearest_word("coise", &lexicon, class::TEXT, |_| 0), Some("noise"));
        assert_eq!(nearest("boise"), None);
        assert_eq!(nearest("xyzzy"), None);
        // Three letters are not guessed, nor are numbers.
        assert_eq!(nearest_word("cbd", &[entry("cbt", class::TERM, 1)], ANY, |_| 0), None);
        assert_eq!(nearest_word("1235", &[entry("1234", class::TEXT, 1)], ANY, |_| 0), None);
    }

    #[test]
    fn a_letter_left_out_and_two_swapped_are_commoner_than_a_wrong_one() {
        let lexicon = [entry("king", class::NAME, 9), entry("kings", class::NAME, 2), entry("kinds", class::TERM, 9)];
        assert_eq!(nearest_word("kinsg", &lexicon, ANY, |_| 0), Some("kings"));
        assert_eq!(nearest_word("kins", &lexicon, ANY, |_| 1), Some("kinds"));
        // Unless another makes a phrase.
        assert_eq!(nearest_word("kinsg", &lexicon, ANY, |word| 2 * usize::from(word == "king")), Some("king"));
        let surplus = |typed: &str, word| surplus(&typed.chars().collect::<Vec<_>>(), word);
        assert_eq!([surplus("kinsg", "kings"), surplus("kins", "kings"), surplus("kinxgs", "kings")], [0, 0, 1]);
    }

    #[test]
    fn a_short_word_is_put_right_by_those_around_it() {
        let phrases = ["cash only", "drug abuse", "free of charge", "of", "one on one"].map(str::to_owned);
        let meant = |before: &[&str], word, after: &[&str]| word_in_phrase(word, before, after, phrases.iter());
        assert_eq!(meant(&[], "cas", &["only", "near"]), Some("cash"));
        assert_eq!(meant(&["a", "free"], "fo", &["charge"]), Some("of"));
        assert_eq!(meant(&["on"], "on", &["one"]), None);
        assert_eq!(meant(&["one"], "no", &["one"]), Some("on"));
        assert_eq!(meant(&[], "dg", &["abuse"]), None);
        assert_eq!(meant(&[], "drgu", &["abuse"]), None, "longer ones are put right by themselves");
        assert_eq!(meant(&[], "fo", &[]), None);
    }
}
