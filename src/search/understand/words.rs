//! The words around what people look for, and all names of terms, states and towns: what a search is read with.

use super::places::Places;
use crate::geo::State;
use crate::search::analysis::normalise;
use crate::vocabulary::{TermId, Vocabulary};
use serde::Deserialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// The longest phrase that is read, in words. A few labels are longer; nobody types those.
pub(super) const PHRASE_WORDS: usize = 8;

static WORDS: LazyLock<Words> = LazyLock::new(Words::read);

/// The file `data/search/words.yaml`, normalised.
#[derive(Debug)]
pub(super) struct Words {
    /// Words that say nothing about what is looked for, sorted.
    pub fillers: Vec<String>,
    /// Fillers before which a number says nothing either.
    pub units: Vec<String>,
    /// Fillers that names of towns begin with.
    pub articles: Vec<String>,
    /// Fillers that a place follows.
    pub locators: Vec<String>,
    /// Codes of states, small, that are words as well.
    pub codes: Vec<String>,
    /// Names of terms that are not read as such.
    unread: BTreeSet<String>,
    /// Other names of states.
    pub states: BTreeMap<State, Vec<String>>,
    /// Other names of towns: key, name and state of the town.
    pub places: Vec<(String, String, State)>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    fillers: BTreeMap<String, Vec<String>>,
    units: Vec<String>,
    articles: Vec<String>,
    locators: Vec<String>,
    codes: Vec<String>,
    unread: Vec<String>,
    states: BTreeMap<String, Vec<String>>,
    places: Vec<RawPlace>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPlace {
    name: String,
    state: String,
    also: Vec<String>,
}

impl Words {
    /// The words that this program was made with.
    pub(super) fn embedded() -> &'static Self {
        &WORDS
    }

    #[expect(clippy::expect_used, reason = "the file is part of the program and read by the tests of this module")]
    fn read() -> Self {
        let raw: Raw =
            serde_yaml::from_str(include_str!("../../../data/search/words.yaml")).expect("embedded file is YAML");
        let all = |texts: Vec<String>| -> Vec<String> {
            texts.iter().map(|text| normalise(text)).collect::<BTreeSet<_>>().into_iter().collect()
        };
        let state = |code: &str| State::from_code(code);
        let places = raw.places.iter().flat_map(|place| {
            let named = place.also.iter().map(|also| super::places::key(also));
            let state = state(&place.state);
            named.filter_map(move |key| Some((key, place.name.clone(), state?)))
        });
        Self {
            places: places.collect(),
            fillers: all(raw.fillers.into_values().flatten().collect()),
            units: all(raw.units),
            articles: all(raw.articles),
            locators: all(raw.locators),
            codes: all(raw.codes),
            unread: all(raw.unread).into_iter().collect(),
            states: raw.states.into_iter().filter_map(|(code, names)| Some((state(&code)?, all(names)))).collect(),
        }
    }

    /// Whether `word` says nothing.
    pub(super) fn is_filler(&self, word: &str) -> bool {
        has(&self.fillers, word)
    }
}

/// Whether a sorted list holds `word`.
pub(super) fn has(sorted: &[String], word: &str) -> bool {
    sorted.binary_search_by(|other| other.as_str().cmp(word)).is_ok()
}

/// What phrases stand for: terms, in the order in which they are to be tried; none for names of towns that hold the name of a
/// term or of a state (College Station, Kansas City).
type Phrases = BTreeMap<String, Vec<TermId>>;

/// All names that are looked for in a search.
#[derive(Debug)]
pub struct Names {
    pub(super) phrases: Phrases,
    pub(super) states: BTreeMap<String, State>,
}

impl Names {
    /// The names of terms, states and towns.
    pub fn new(vocabulary: &Vocabulary, places: &Places) -> Self {
        Self { phrases: phrases(vocabulary, places), states: state_names() }
    }
}

/// All phrases that are looked for in a search.
fn phrases(vocabulary: &Vocabulary, places: &Places) -> Phrases {
    let words = Words::embedded();
    let mut phrases = Phrases::new();
    let ids = crate::vocabulary::Facet::all().into_iter().flat_map(|facet| vocabulary.terms(facet));
    for id in ids {
        let term = vocabulary.get(id);
        let labels = term.label.iter().map(|(_, text)| text);
        for text in labels.chain(term.synonyms.iter().map(|(_, text)| text)) {
            for name in names(text) {
                if name.is_empty() || words.unread.contains(&name) || name.split(' ').count() > PHRASE_WORDS {
                    continue;
                }
                let terms = phrases.entry(name).or_default();
                if !terms.contains(&id) {
                    terms.push(id);
                }
            }
        }
    }
    let states = state_names();
    let inside = |key: &str| {
        let parts: Vec<&str> = key.split(' ').collect();
        let spans = (0..parts.len()).flat_map(|from| (from + 1..=parts.len()).map(move |to| (from, to)));
        let mut spans = spans.filter(|(from, to)| to - from < parts.len());
        spans.any(|(from, to)| {
            let part = parts[from..to].join(" ");
            phrases.get(&part).is_some_and(|terms| !terms.is_empty()) || states.contains_key(&part)
        })
    };
    // "Center Point" begins with a word that says nothing.
    let hidden = |key: &str| {
        let first = key.split(' ').next().unwrap_or_default();
        words.is_filler(first) && !has(&words.articles, first)
    };
    let towns = places.rows().iter().filter(|row| row.is_town() && row.key.contains(' '));
    let towns = towns.filter(|row| hidden(&row.key) || inside(&row.key));
    let mut towns: Vec<String> = towns.map(|row| row.key.clone()).collect();
    towns.extend(words.places.iter().map(|(key, ..)| key.clone()));
    for key in towns {
        phrases.entry(key).or_default();
    }
    phrases
}

/// The file `f`: in all languages, what searches are read with.
pub fn phrases_file(vocabulary: &Vocabulary, places: &Places) -> serde_json::Value {
    let words = Words::embedded();
    let mut names: Vec<Vec<String>> = vec![Vec::new(); vocabulary.len()];
    let mut towns: Vec<String> = Vec::new();
    for (phrase, terms) in phrases(vocabulary, places) {
        for id in &terms {
            names[id.index()].push(phrase.clone());
        }
        if terms.is_empty() {
            towns.push(phrase);
        }
    }
    let mut states: BTreeMap<State, Vec<String>> = BTreeMap::new();
    for (name, state) in state_names() {
        states.entry(state).or_default().push(name);
    }
    let joined = |lists: Vec<Vec<String>>| lists.iter().map(|names| names.join("|")).collect::<Vec<_>>();
    json!({
        "phrases": joined(names),
        "towns": towns.join("|"),
        "states": joined(State::all().map(|state| states.remove(&state).unwrap_or_default()).collect()),
        "fillers": words.fillers.join(" "),
        "units": words.units.join(" "),
        "articles": words.articles.join(" "),
        "locators": words.locators.join(" "),
        "codes": words.codes.join(" "),
    })
}

/// The ways to write one name: whole, without what stands in brackets, and the one word in brackets.
fn names(text: &str) -> Vec<String> {
    let mut names = vec![normalise(text)];
    if let Some((before, rest)) = text.split_once(" (")
        && let Some((inside, after)) = rest.split_once(')')
    {
        names.push(normalise(&format!("{before}{after}")));
        if !inside.contains(' ') {
            names.push(normalise(inside));
        }
    }
    names
}

/// Every name of a state, normalised.
pub(super) fn state_names() -> BTreeMap<String, State> {
    let mut names: BTreeMap<String, State> = State::all().map(|state| (normalise(state.name()), state)).collect();
    for (state, others) in &Words::embedded().states {
        names.extend(others.iter().map(|name| (name.clone(), *state)));
    }
    names
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::places::Places;
    use super::{Words, names, phrases, state_names};
    use crate::geo::State;
    use crate::vocabulary::{Facet, Vocabulary};

    #[test]
    fn the_file_of_words_is_whole() {
        let words = Words::embedded();
        let raw: super::Raw = serde_yaml::from_str(include_str!("../../../data/search/words.yaml")).unwrap();
        assert_eq!(words.states.len(), raw.states.len(), "a code of no state");
        assert_eq!(words.places.len(), raw.places.iter().map(|place| place.also.len()).sum::<usize>());
        for word in words.articles.iter().chain(&words.locators).chain(&words.units) {
            assert!(words.is_filler(word), "{word} is no filler");
        }
        for code in &words.codes {
            assert!(State::from_code(&code.to_uppercase()).is_some(), "{code} is no code");
        }
    }

    #[test]
    fn every_other_name_of_a_town_leads_to_it() {
        let places = Places::new(&[]);
        for (key, name, state) in &Words::embedded().places {
            let row = places.starting(key).iter().find(|row| row.key == *key && row.state == *state).unwrap();
            let own = super::super::places::key(name);
            // Only its own name in two words needs no size: O Fallon.
            let large = row.size >= 150 || key.replace(' ', "") == own;
            assert!(large, "{key}: {} is too small for another name", row.name);
            assert_eq!(super::super::places::key(&row.name), own);
        }
    }

    #[test]
    fn brackets_in_a_label_hold_another_name() {
        assert_eq!(names("Intensive outpatient (IOP)"), ["intensive outpatient iop", "intensive outpatient", "iop"]);
        assert_eq!(names("Young adults (18 to 25)").len(), 2);
        assert_eq!(names("EMDR"), ["emdr"]);
    }

    #[test]
    fn a_phrase_with_several_meanings_has_them_in_the_order_of_the_facets() {
        let phrases = phrases(Vocabulary::embedded(), &Places::new(&[]));
        let meanings = |phrase: &str| -> Vec<Facet> {
            phrases[phrase].iter().map(|id| Vocabulary::embedded().get(*id).facet).collect()
        };
        assert_eq!(meanings("medi cal"), [Facet::Payment, Facet::Insurer]);
        assert_eq!(meanings("teens"), [Facet::Population, Facet::Age]);
        assert_eq!(meanings("college station"), []);
        assert_eq!(meanings("kansas city"), []);
        assert_eq!(meanings("town n country"), []);
        assert!(!phrases.contains_key("county") && !phrases.contains_key("long beach"));
        assert!(!phrases.contains_key(""));
    }

    #[test]
    fn no_filler_is_a_name() {
        let phrases = phrases(Vocabulary::embedded(), &Places::new(&[]));
        let states = state_names();
        for filler in &Words::embedded().fillers {
            assert!(phrases.get(filler).is_none_or(Vec::is_empty) && !states.contains_key(filler), "{filler}");
        }
    }

    #[test]
    fn states_have_spanish_names_too() {
        let names = state_names();
        for (name, code) in [("carolina del norte", "NC"), ("nuevo mexico", "NM"), ("us virgin islands", "VI")] {
            assert_eq!(names[name].code(), code);
        }
    }
}
