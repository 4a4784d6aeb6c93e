//! "Did you mean …?"
//!
//! A suggestion is shown to a person who wrote something unknown. A wrong one costs more than none, so two
//! candidates that fit equally well give none.

use super::{Facet, Term, TermId};

/// Shorter keys are not guessed.
const SHORTEST_KEY: usize = 3;

/// Shorter words in names of terms are not guessed: one letter makes another one (CBT, DBT; vets, pets).
const SHORTEST_NAME: usize = 5;

/// The shortest name that is looked for inside a longer text (`evening IOP`).
const SHORTEST_PART: usize = 3;

/// The candidate that `word` was most likely meant to be, for keys and closed lists of words.
///
/// Case, accents, blanks, hyphens and underscores do not count. Of candidates that are equally close the first wins.
pub fn closest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = key(word);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let Some(score) = likeness(&word, &key(candidate), SHORTEST_KEY) else { continue };
        if best.is_none_or(|(highest, _)| score > highest) {
            best = Some((score, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

/// True for two ways of writing one word: case, accents, blanks, hyphens and underscores do not count.
pub fn same(a: &str, b: &str) -> bool {
    !key(a).is_empty() && key(a) == key(b)
}

/// How much two keys are alike, from 0 to 1, or nothing when one cannot be taken for a slip of the other: a third of
/// the letters wrong at most, or nearly the same beginning (`modality`, `modalities`). Keys of fewer than `least`
/// letters only match themselves.
fn likeness(a: &str, b: &str, least: usize) -> Option<f64> {
    if a == b {
        return Some(1.0);
    }
    let (a_letters, b_letters) = (a.chars().count(), b.chars().count());
    let longest = a_letters.max(b_letters);
    if a_letters.min(b_letters) < least || a_letters.abs_diff(b_letters) > longest / 3 {
        return None;
    }
    let wrong = strsim::osa_distance(a, b);
    let alike = wrong <= longest / 3 || strsim::jaro_winkler(a, b) >= 0.92;
    alike.then(|| 1.0 - wrong as f64 / longest as f64)
}

/// What is left of `text` when case, accents and everything but letters and digits are ignored.
pub(super) fn key(text: &str) -> String {
    words(text).concat()
}

fn words(text: &str) -> Vec<String> {
    slug::slugify(text).split('-').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// One way to call a term.
#[derive(Debug, Clone)]
struct Name {
    key: String,
    words: Vec<String>,
    id: TermId,
}

/// Every name of every term, for suggestions.
#[derive(Debug, Clone)]
pub(super) struct Names {
    /// By facet, sorted by key.
    facets: Vec<Vec<Name>>,
}

impl Names {
    pub(super) fn new(terms: &[Term]) -> Self {
        let mut facets = vec![Vec::new(); Facet::COUNT];
        for (id, term) in (0u16..).map(TermId).zip(terms) {
            for text in term.names() {
                // "Cognitive behavioral therapy (CBT)" is also meant by what stands before the bracket.
                let before = text.split_once(" (").map(|(before, _)| before);
                for text in std::iter::once(text).chain(before) {
                    let words = words(text);
                    let name = Name { key: words.concat(), words, id };
                    if !name.key.is_empty() {
                        facets[term.facet.index()].push(name);
                    }
                }
            }
        }
        for names in &mut facets {
            names.sort_by(|a, b| (&a.key, a.id).cmp(&(&b.key, b.id)));
            names.dedup_by(|a, b| a.key == b.key && a.id == b.id);
        }
        Self { facets }
    }

    pub(super) fn suggest(&self, facet: Facet, text: &str) -> Option<TermId> {
        let names = &self.facets[facet.index()];
        let words = words(text);
        let key = words.concat();
        if key.is_empty() {
            return None;
        }
        // A name that two terms share answers nothing, and neither does guessing after it.
        let first = names.partition_point(|name| name.key < key);
        let same = names[first..].iter().take_while(|name| name.key == key);
        if same.clone().next().is_some() {
            return only(same.map(|name| name.id));
        }
        part(names, &words).or_else(|| nearest(names, &key, &words))
    }
}

/// The one term whose name stands inside the text as whole words. A name inside a longer found name does not count:
/// "women" is not "men", and "medical detox" is more than "detox".
fn part(names: &[Name], words: &[String]) -> Option<TermId> {
    let found: Vec<&Name> =
        names.iter().filter(|name| name.key.len() >= SHORTEST_PART && holds(words, &name.words)).collect();
    let outer = found.iter().filter(|name| {
        !found.iter().any(|other| other.words.len() > name.words.len() && holds(&other.words, &name.words))
    });
    only(outer.map(|name| name.id))
}

fn holds(words: &[String], part: &[String]) -> bool {
    words.windows(part.len()).any(|window| window == part)
}

/// The one term with a name that is closest to the text, if it is close at all.
fn nearest(names: &[Name], key: &str, words: &[String]) -> Option<TermId> {
    let letters = key.chars().count();
    let score = |name: &Name| {
        let others = name.key.chars().count();
        let longest = letters.max(others);
        // Word by word, as "equine therapy" shares most of its letters with "ketamine therapy".
        let by_words = words.len() == name.words.len();
        let near = if by_words {
            words.iter().zip(&name.words).all(|(a, b)| likeness(a, b, SHORTEST_NAME).is_some())
        } else {
            letters.abs_diff(others) <= longest / 6
        };
        let wrong = if near { strsim::osa_distance(key, &name.key) } else { longest };
        (near && (by_words || wrong <= longest / 6)).then(|| (1.0 - wrong as f64 / longest as f64, name.id))
    };
    let scored: Vec<(f64, TermId)> = names.iter().filter_map(score).collect();
    let highest = scored.iter().map(|(score, _)| *score).fold(0.0, f64::max);
    only(scored.into_iter().filter(|(score, _)| *score >= highest).map(|(_, id)| id))
}

fn only(mut ids: impl Iterator<Item = TermId>) -> Option<TermId> {
    let first = ids.next()?;
    ids.all(|id| id == first).then_some(first)
}

#[cfg(test)]
mod tests {
    use super::closest;

    const FIELDS: [&str; 9] =
        ["level_of_care", "modalities", "phones", "name", "status", "status_note", "location", "formats", "focus"];

    #[test]
    fn a_misspelt_key_finds_its_field() {
        for (word, meant) in [
            ("phone", "phones"),
            ("Level of care", "level_of_care"),
            ("level-of-care", "level_of_care"),
            ("levle_of_care", "level_of_care"),
            ("modality", "modalities"),
            ("statuss", "status"),
            ("locaton", "location"),
            ("nmae", "name"),
        ] {
            assert_eq!(closest(word, FIELDS.into_iter()), Some(meant), "{word}");
        }
    }

    #[test]
    fn a_word_that_is_like_nothing_finds_nothing() {
        for word in ["", "x", "zip", "insurance", "telephone number", "…"] {
            assert_eq!(closest(word, FIELDS.into_iter()), None, "{word}");
        }
    }
}
