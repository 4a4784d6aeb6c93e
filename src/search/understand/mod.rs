//! What a search means: a place, terms, and words.
//!
//! A text is read from its longest known phrases: ZIPs, names of terms in every language, names of states and towns.
//! What is left are words. Words that occur nowhere are taken for slips of the pen, and the text is read again as it
//! was meant. The browser does the same in the same order (`client/understand.js`); the cases in
//! `tests/search/understanding.json` hold both to it.

mod json;
mod marks;
mod places;
mod read;
mod town;
mod typo;
mod words;
mod world;

pub use places::{Places, Row};
pub use typo::{Entry, lexicon};
pub use words::{Names, phrases_file};
pub use world::World;

use crate::geo::{Gazetteer, Point, State, Zip, is_military};
use crate::search::index::class;
use crate::vocabulary::TermId;
use marks::{Mark, Marked};
use read::{Word, read, text as joined};
use town::{Found, Slip, Wanted};
use typo::nearest_word;

/// So many other places are named.
const OTHERS: usize = 8;
/// All classes of words.
const ANY: u8 = 15;

/// What a search means.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Understood {
    /// Where.
    pub place: Option<Spot>,
    /// States that were named, besides that of the place.
    pub states: Vec<State>,
    /// Terms that were named, with the words for them.
    pub terms: Vec<(TermId, String)>,
    /// All other words that say something.
    pub words: Vec<String>,
    /// Words that say nothing.
    pub fillers: Vec<String>,
    /// What is special about the ZIP.
    pub zip: Option<ZipNote>,
    /// What was typed, and how it was read.
    pub corrected: Option<(String, String)>,
    /// Places of which one has to be chosen; where `missing` is given, places that could have been meant.
    pub options: Vec<Spot>,
    /// Other places that could have been meant.
    pub others: Vec<Spot>,
    /// The text that was to be a place and is none.
    pub missing: Option<String>,
}

/// What is special about a ZIP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipNote {
    /// Military or diplomatic mail, which is nowhere.
    Military,
    /// Not in the gazetteer, and nothing near it.
    Unknown,
    /// Not in the gazetteer; the place is that of its neighbours.
    Approximate,
}

/// A place on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Spot {
    /// What is shown: `Boise, ID`, `Boise, ID 83702`, `Washington`.
    pub label: String,
    /// Where it is, to three decimals; of a state nothing.
    pub point: Option<Point>,
    /// Its state.
    pub state: State,
    /// Its ZIP.
    pub zip: Option<Zip>,
}

impl Spot {
    fn town(row: &Row) -> Self {
        Self { label: row.label(), point: point(row.latitude, row.longitude), state: row.state, zip: None }
    }

    fn state(state: State) -> Self {
        Self { label: state.name().to_owned(), point: None, state, zip: None }
    }
}

fn point(latitude: i32, longitude: i32) -> Option<Point> {
    Point::new(f64::from(latitude) / 1000.0, f64::from(longitude) / 1000.0).ok()
}

/// Understands what was typed in the fields for words and for a place. `exact` takes every word as it is written.
pub fn understand(text: &str, place: &str, world: &World<'_>, exact: bool) -> Understood {
    let mut understood = Understood::default();
    let place = read(place);
    let elsewhere = !place.is_empty();
    if elsewhere {
        locate(&place, world, exact, &mut understood);
    }
    let words = read(text);
    let reading = Reading::new(&words, world, elsewhere);
    match if exact { None } else { reading.meant(world, elsewhere) } {
        Some(better) => {
            understood.correct(&words, &better);
            Reading::new(&better, world, elsewhere).tell(world, &mut understood);
        }
        None => reading.tell(world, &mut understood),
    }
    understood
}

impl Understood {
    fn correct(&mut self, from: &[Word], to: &[Word]) {
        let (from, to) = (joined(from), joined(to));
        self.corrected = Some(match self.corrected.take() {
            Some((place, meant)) => (format!("{from}, {place}"), format!("{to}, {meant}")),
            None => (from, to),
        });
    }

    fn set_zip(&mut self, digits: &str) {
        let zip: Option<Zip> = digits.get(..5).and_then(|five| five.parse().ok());
        let Some(zip) = zip else {
            (self.zip, self.missing) = (Some(ZipNote::Unknown), Some(digits.to_owned()));
            return;
        };
        if is_military(zip) {
            (self.zip, self.missing) = (Some(ZipNote::Military), Some(digits.to_owned()));
            return;
        }
        (self.place, self.zip) = match Gazetteer::embedded().zip(zip) {
            Some(row) => {
                let (latitude, longitude) = (row.point.latitude(), row.point.longitude());
                let label = format!("{}, {} {zip}", row.city, row.state.code());
                let point = point(places::thousandths(latitude), places::thousandths(longitude));
                (Some(Spot { label, point, state: row.state, zip: Some(zip) }), None)
            }
            None => match neighbourhood(zip) {
                Some(place) => (Some(place), Some(ZipNote::Approximate)),
                None => (None, Some(ZipNote::Unknown)),
            },
        };
        if self.place.is_none() {
            self.missing = Some(digits.to_owned());
        }
    }
}

/// The middle of the ZIPs with the same first three digits. Of all ZIPs, half are less than 18 miles from it, nine of ten
/// less than 46.
fn neighbourhood(zip: Zip) -> Option<Spot> {
    let near: Vec<_> = Gazetteer::embedded().zips().iter().filter(|row| row.zip.prefix() == zip.prefix()).collect();
    let first = near.first()?;
    let middle = |of: fn(Point) -> f64| {
        let sum: i32 = near.iter().map(|row| places::thousandths(of(row.point))).sum();
        // Rounded half up, as in the browser.
        #[expect(clippy::cast_possible_truncation, reason = "at most 180,000")]
        let middle = (f64::from(sum) / near.len() as f64 + 0.5).floor() as i32;
        middle
    };
    let point = point(middle(Point::latitude), middle(Point::longitude));
    Some(Spot { label: zip.to_string(), point, state: first.state, zip: Some(zip) })
}

/// The place that the field for a place names.
fn locate(words: &[Word], world: &World<'_>, exact: bool, understood: &mut Understood) {
    let marked = Marked::new(words, world, false);
    if let Some(zip) = marked.spans.iter().find(|span| span.mark == Mark::Zip) {
        return understood.set_zip(&words[zip.from].text);
    }
    let town = |marked: &Marked<'_>, states: &[State]| {
        town::find(marked, world, &Wanted { place: true, unknown: &[], zip: None, states }).0
    };
    let found = town(&marked, &marked.states());
    if is_whole(&marked, found.as_ref()) {
        return settle(&marked, found.as_ref(), world, understood);
    }
    let name = |kind| Some(town::replaced(words, town::slip(&marked, world, kind, |_| false)?));
    let guesses: [&dyn Fn() -> Option<Vec<Word>>; 3] =
        [&|| name(Slip::Name), &|| meant_words(&marked, world), &|| name(Slip::Any)];
    for better in guesses.iter().filter(|_| !exact).filter_map(|guess| guess()) {
        let again = Marked::new(&better, world, false);
        let other = town(&again, &again.states());
        if is_whole(&again, other.as_ref()) || (found.is_none() && other.is_some()) {
            understood.correct(words, &better);
            return settle(&again, other.as_ref(), world, understood);
        }
    }
    if found.is_some() {
        return settle(&marked, found.as_ref(), world, understood);
    }
    understood.missing = Some(joined(words));
    let elsewhere = town(&marked, &[]).map(|town| town.rows).unwrap_or_default();
    understood.options = elsewhere.into_iter().take(OTHERS).map(Spot::town).collect();
}

/// Whether a town with its state was found, or a town or states and nothing else.
fn is_whole(marked: &Marked<'_>, found: Option<&Found<'_>>) -> bool {
    let left = marked.plain().any(|at| !found.is_some_and(|found| found.covers(at)));
    match found {
        Some(found) => found.sure || !left,
        None => !left && !marked.states().is_empty(),
    }
}

/// Writes down a town, else states.
fn settle(marked: &Marked<'_>, found: Option<&Found<'_>>, world: &World<'_>, understood: &mut Understood) {
    match found {
        Some(found) => found.tell(marked, world, understood),
        None => understood.states = marked.states(),
    }
}

/// The words of a place, each as it was most likely meant.
fn meant_words(marked: &Marked<'_>, world: &World<'_>) -> Option<Vec<Word>> {
    let better = each_meant(marked.words, marked.plain().collect(), world, class::PLACE);
    (better != marked.words).then_some(better)
}

/// Some of the words each as it was most likely meant, one after the other: what one makes a phrase with is no slip.
fn each_meant(words: &[Word], some: Vec<usize>, world: &World<'_>, classes: u8) -> Vec<Word> {
    let terms = classes == ANY;
    let mut better = words.to_vec();
    for at in some {
        let marked = Marked::new(&better, world, terms);
        if !marked.is_plain(at) {
            continue;
        }
        // "medicad therapy": Medicaid is a name by itself, medical only a part of some.
        let fits = |other: &str| marked.phrase_with(at, other, world, terms);
        let other = nearest_word(&words[at].text, world.lexicon, classes, fits)
            .or_else(|| if terms { marked.word_in_phrase(at, world) } else { None });
        if let Some(other) = other {
            better[at] = Word::meant(other, words[at].comma);
        }
    }
    better
}

/// A text for words, read once.
struct Reading<'a> {
    marked: Marked<'a>,
    /// The town in it.
    found: Option<Found<'a>>,
    /// Towns that could be meant by what is taken for words, the likeliest first.
    passed: Vec<Found<'a>>,
    /// Where its ZIP stands.
    zip: Option<usize>,
}

impl<'a> Reading<'a> {
    /// `elsewhere`: the place is known.
    fn new(words: &'a [Word], world: &World<'a>, elsewhere: bool) -> Self {
        let reading = Self::with(words, world, elsewhere, &[]);
        let unknown = reading.unknown(world);
        if unknown.is_empty() || elsewhere || reading.found.is_some() {
            return reading;
        }
        // Words that no listing has may name a small town.
        let unknown: Vec<String> = unknown.into_iter().map(|at| words[at].text.clone()).collect();
        Self::with(words, world, elsewhere, &unknown)
    }

    fn with(words: &'a [Word], world: &World<'a>, elsewhere: bool, unknown: &[String]) -> Self {
        let marked = Marked::new(words, world, true);
        let zip = marked.spans.iter().find(|span| span.mark == Mark::Zip && !elsewhere).map(|span| span.from);
        let (found, passed) = if elsewhere {
            (None, Vec::new())
        } else {
            town::find(&marked, world, &Wanted { place: false, unknown, zip, states: &marked.states() })
        };
        Self { marked, found, passed, zip }
    }

    /// Positions of words that are nothing else.
    fn plain(&self) -> impl Iterator<Item = usize> + '_ {
        let covered = |at| self.found.as_ref().is_some_and(|found| found.covers(at));
        self.marked.plain().filter(move |at| !covered(*at))
    }

    /// Whether a word occurs in the directory.
    fn knows(&self, at: usize, world: &World<'_>) -> bool {
        self.marked.words[at].parts.iter().all(|part| world.knows(part))
    }

    /// Positions of plain words that occur nowhere, in the name of a town neither.
    fn unknown(&self, world: &World<'_>) -> Vec<usize> {
        let named = |at: &usize| self.passed.iter().any(|town| town.covers(*at));
        self.plain().filter(|at| !named(at) && !self.knows(*at, world)).collect()
    }

    /// The words as they were most likely meant, if not as they are written.
    fn meant(&self, world: &World<'_>, elsewhere: bool) -> Option<Vec<Word>> {
        let words = self.marked.words;
        let settled = elsewhere || self.zip.is_some() || self.found.as_ref().is_some_and(|found| !found.is_doubtful());
        let slip =
            if settled { None } else { town::slip(&self.marked, world, Slip::Words, |at| self.knows(at, world)) };
        let inside = |at: usize| slip.as_ref().is_some_and(|(from, to, _)| (*from..*to).contains(&at));
        let unknown = self.unknown(world).into_iter().filter(|at| !inside(*at)).collect();
        let mut better = each_meant(words, unknown, world, ANY);
        if let Some(slip) = slip {
            better = town::replaced(&better, slip);
        }
        (better != words).then_some(better)
    }

    fn tell(&self, world: &World<'_>, understood: &mut Understood) {
        let marked = &self.marked;
        if let Some(at) = self.zip {
            understood.set_zip(&marked.words[at].text);
        } else if let Some(found) = &self.found {
            found.tell(marked, world, understood);
        } else if let Some(passed) = self.passed.first() {
            understood.others = passed.candidates(world);
        }
        for state in marked.states() {
            if !understood.states.contains(&state) && understood.place.as_ref().is_none_or(|place| place.state != state)
            {
                understood.states.push(state);
            }
        }
        for span in &marked.spans {
            if let Mark::Term(id) = span.mark
                && !self.found.as_ref().is_some_and(|found| found.covers(span.from))
                && !understood.terms.iter().any(|(known, _)| *known == id)
            {
                understood.terms.push((id, joined(&marked.words[span.from..span.to])));
            }
        }
        // Names of towns that nothing was made of, and further ZIPs, are words.
        for (at, word) in marked.words.iter().enumerate() {
            let is_word = match marked.span_at(at) {
                None => true,
                Some(span) => span.mark == Mark::Town || (span.mark == Mark::Zip && Some(span.from) != self.zip),
            };
            if !is_word || self.found.as_ref().is_some_and(|found| found.covers(at)) {
                continue;
            }
            let filler = marked.span_at(at).is_none() && !marked.is_plain(at);
            let list = if filler { &mut understood.fillers } else { &mut understood.words };
            for part in &word.parts {
                if !list.contains(part) {
                    list.push(part.clone());
                }
            }
        }
    }
}
