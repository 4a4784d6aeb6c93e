//! What is found, and in which order: the reference for the browser's reader.
//!
//! Words are looked for together, in name and text; where no listing has all of them, any will do. Near a place the
//! nearest listings come first, or the best fit where only some of the words are found; elsewhere the best fit, and
//! without words the order of lists in a state, and that of slugs in all.

use super::analysis::{self, Language, Stems};
use super::index::{Failure, TEXT_FIELDS};
use super::kept::Kept;
use super::understand::Understood;
use crate::geo::{self, Point, State};
use crate::vocabulary::{Facet, TermId, Vocabulary};
use std::collections::{BTreeMap, BTreeSet};
use tantivy::collector::TopDocs;
use tantivy::query::{AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, Occur, Query, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{Searcher, Term};

/// So many listings are shown for their name, when the text was read as something else.
const NAMED: usize = 3;
/// So many guides are shown.
const GUIDES: usize = 3;
/// Miles beyond which a listing is hardly near.
const FAR: f64 = 100.0;
/// So many listings are near, however far they are.
const FEW: usize = 20;
/// Characters, as JavaScript counts them, and words of a text that names are looked for with.
const CHARACTERS: usize = 400;
const WORDS: usize = 24;
/// The numbers of the fields of listings: name and text.
const LISTING: [usize; 2] = [0, 1];

/// What is looked for.
#[derive(Debug, Clone, Copy)]
pub struct Wish<'a> {
    /// What was typed.
    pub text: &'a str,
    /// What it means.
    pub understood: &'a Understood,
    /// Terms besides those that were typed; of each facet one is enough.
    pub filters: &'a [(Facet, Vec<TermId>)],
    /// Nothing farther away than so many miles, in the whole miles that are shown.
    pub within: Option<f64>,
    /// At most so many results.
    pub limit: usize,
    /// Nothing is understood: the best fit to any of the words.
    pub plain: bool,
}

/// A listing or a guide that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Its number: for listings that in [`Kept::listings`], for guides that in [`Kept::guides`].
    pub number: usize,
    /// Okapi BM25, where words were looked for.
    pub score: Option<f32>,
    /// Straight-line miles from the place.
    pub miles: Option<f64>,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Found {
    /// Listings in order, at most as many as were asked for.
    pub listings: Vec<Hit>,
    /// How many there are.
    pub total: usize,
    /// Near a place: only listings within so many miles were looked for.
    pub reach: Option<f64>,
    /// They have only some of the words.
    pub partial: bool,
    /// Listings with all words in their names, where the text was read as something else than words.
    pub named: Vec<Hit>,
    /// Guides that speak of the words.
    pub guides: Vec<Hit>,
    /// Where nothing was found: how many there are without one of the parts of the search, if there are any.
    pub without: Vec<(Part, usize)>,
}

/// A part of a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The terms of a facet.
    Facet(Facet),
    /// The words.
    Words,
    /// The distance.
    Distance,
}

/// Searches. Nothing is looked for where it is not known which place is meant.
pub fn search(kept: &Kept, vocabulary: &Vocabulary, wish: &Wish<'_>) -> Result<Found, Failure> {
    let searcher = kept.segment.searcher()?;
    let mut asker = Asker { kept, searcher: &searcher, stems: Stems::default() };
    let understood = wish.understood;
    let typed = typed(wish.text);
    let scope = Scope::new(vocabulary, wish, if wish.plain { &typed } else { &understood.words });
    let mut found = Found::default();
    if understood.missing.is_none() && understood.options.is_empty() {
        let area = asker.area(&scope)?;
        found = Found { total: area.hits.len(), reach: area.reach, partial: area.partial, ..found };
        found.listings = area.hits;
        found.listings.truncate(wish.limit);
        if found.total == 0 {
            for (part, less) in scope.parts() {
                let total = asker.area(&less)?.hits.len();
                if total > 0 {
                    found.without.push((part, total));
                }
            }
        }
    }
    if !wish.plain {
        let names: Vec<String> = typed.into_iter().filter(|word| !understood.fillers.contains(word)).collect();
        if !names.iter().all(|word| scope.words.contains(word)) {
            found.named = asker.named(&names)?;
        }
        let said = understood.terms.iter().flat_map(|(_, typed)| analysis::words(typed));
        found.guides = asker.guides(&distinct(scope.words.iter().cloned().chain(said)))?;
    }
    Ok(found)
}

/// The first words of a text, each once.
fn typed(text: &str) -> Vec<String> {
    let mut length = 0;
    let read: String = text
        .chars()
        .take_while(|c| {
            length += c.len_utf16();
            length <= CHARACTERS
        })
        .collect();
    distinct(analysis::words(&read).into_iter().take(WORDS))
}

fn distinct(words: impl IntoIterator<Item = String>) -> Vec<String> {
    let mut all = Vec::new();
    for word in words {
        if !all.contains(&word) {
            all.push(word);
        }
    }
    all
}

/// What is looked for among the listings.
#[derive(Clone)]
struct Scope<'a> {
    words: Vec<String>,
    /// One of the words is enough.
    any: bool,
    /// In each facet one of the terms has to be there.
    groups: BTreeMap<Facet, Vec<TermId>>,
    from: Option<Point>,
    states: &'a [State],
    within: Option<f64>,
    /// So many are near, however far they are.
    few: usize,
}

impl<'a> Scope<'a> {
    fn new(vocabulary: &Vocabulary, wish: &Wish<'a>, words: &[String]) -> Self {
        let understood = wish.understood;
        let mut groups: BTreeMap<Facet, Vec<TermId>> = BTreeMap::new();
        let typed = understood.terms.iter().filter(|_| !wish.plain).map(|(id, _)| (vocabulary.get(*id).facet, *id));
        let chosen = wish.filters.iter().flat_map(|(facet, ids)| ids.iter().map(|id| (*facet, *id)));
        for (facet, id) in typed.chain(chosen) {
            groups.entry(facet).or_default().push(id);
        }
        Self {
            words: words.to_vec(),
            any: wish.plain,
            groups,
            from: understood.place.as_ref().and_then(|place| place.point),
            states: &understood.states,
            within: wish.within,
            few: wish.limit.max(FEW),
        }
    }

    /// The same search without one of its parts.
    fn parts(&self) -> Vec<(Part, Self)> {
        let mut parts = Vec::new();
        for facet in self.groups.keys() {
            let mut less = self.clone();
            less.groups.remove(facet);
            parts.push((Part::Facet(*facet), less));
        }
        if !self.words.is_empty() {
            parts.push((Part::Words, Self { words: Vec::new(), ..self.clone() }));
        }
        if self.within.is_some() {
            parts.push((Part::Distance, Self { within: None, ..self.clone() }));
        }
        parts
    }
}

/// All listings that were looked for.
#[derive(Default)]
struct Area {
    hits: Vec<Hit>,
    partial: bool,
    reach: Option<f64>,
}

/// Listings and guides by number, with their scores.
type Scores = BTreeMap<u32, f32>;

/// Asks tantivy.
struct Asker<'a> {
    kept: &'a Kept,
    searcher: &'a Searcher,
    stems: Stems,
}

impl Asker<'_> {
    /// The listings of a scope, in order.
    fn area(&mut self, scope: &Scope<'_>) -> Result<Area, Failure> {
        let kept = self.kept;
        let ordered: Option<Vec<u32>> = (!scope.states.is_empty())
            .then(|| scope.states.iter().flat_map(|state| kept.of_state(*state)).copied().collect());
        let among: Option<BTreeSet<u32>> = ordered.as_ref().map(|numbers| numbers.iter().copied().collect());
        let (mut scores, some) = self.matching(scope, among.as_ref())?;
        scores.retain(|number, _| among.as_ref().is_none_or(|among| among.contains(number)));
        let score = |number: u32| (!scope.words.is_empty()).then(|| scores.get(&number).copied()).flatten();
        let hit = |number: u32| Hit { number: number as usize, score: score(number), miles: None };
        let mut area = match scope.from {
            Some(from) => near(kept, scope, from, scores.keys().map(|number| hit(*number)).collect()),
            None if scope.words.is_empty() => {
                let listed = ordered.as_deref().unwrap_or(&kept.order).iter();
                Area {
                    hits: listed.filter(|number| scores.contains_key(number)).map(|n| hit(*n)).collect(),
                    ..Area::default()
                }
            }
            None => Area { hits: by_score(scores.keys().map(|number| hit(*number)).collect()), ..Area::default() },
        };
        area.partial = some && !scope.any && !area.hits.is_empty();
        if some && area.reach.is_some() {
            area.hits = by_score(area.hits);
        }
        Ok(area)
    }

    /// Listings with all words, and else with any, and with the terms; and whether they have only some words.
    fn matching(&mut self, scope: &Scope<'_>, among: Option<&BTreeSet<u32>>) -> Result<(Scores, bool), Failure> {
        if scope.words.is_empty() {
            return Ok((self.with_terms(Box::new(AllQuery), scope)?, false));
        }
        let queries = self.queries(&scope.words, &LISTING)?;
        let all: Option<Vec<Box<dyn Query>>> =
            queries.iter().map(|word| word.as_ref().map(|word| Box::new(word.query.clone()) as _)).collect();
        if let Some(all) = all.filter(|_| !scope.any) {
            let query = BooleanQuery::intersection(all);
            // Whether any listing has all words depends on the states, but neither on a place nor on terms.
            let states = among.filter(|_| scope.from.is_none());
            if self.collect(&query)?.keys().any(|number| states.is_none_or(|among| among.contains(number))) {
                return Ok((self.with_terms(Box::new(query), scope)?, false));
            }
        }
        let some: Vec<WordQuery> = queries.into_iter().flatten().collect();
        // Words that nearly every listing has say nothing beside others.
        let half = self.kept.listings.len() as u64 / 2;
        let rare = |word: &&WordQuery| scope.any || word.documents <= half;
        let mut parts: Vec<Box<dyn Query>> =
            some.iter().filter(rare).map(|word| Box::new(word.query.clone()) as _).collect();
        if parts.is_empty() {
            parts = some.into_iter().map(|word| Box::new(word.query) as _).collect();
        }
        Ok((self.with_terms(Box::new(BooleanQuery::union(parts)), scope)?, true))
    }

    /// Listings that match a query and have the terms.
    fn with_terms(&self, query: Box<dyn Query>, scope: &Scope<'_>) -> Result<Scores, Failure> {
        let has = |id: &TermId| -> Box<dyn Query> {
            let term = Term::from_field_u64(self.kept.segment.fields.terms, id.index() as u64);
            Box::new(TermQuery::new(term, IndexRecordOption::Basic))
        };
        let mut parts = vec![(Occur::Must, query)];
        for ids in scope.groups.values() {
            let group = BooleanQuery::union(ids.iter().map(has).collect());
            parts.push((Occur::Must, Box::new(ConstScoreQuery::new(Box::new(group), 0.0))));
        }
        let mut found = self.collect(&BooleanQuery::new(parts))?;
        let end = self.kept.listings.len();
        found.retain(|number, _| (*number as usize) < end);
        Ok(found)
    }

    /// Listings with all words in their names, the best first.
    fn named(&mut self, words: &[String]) -> Result<Vec<Hit>, Failure> {
        let queries = self.queries(words, &LISTING[..1])?;
        let all: Option<Vec<Box<dyn Query>>> =
            queries.into_iter().map(|word| Some(Box::new(word?.query) as _)).collect();
        let Some(all) = all else { return Ok(Vec::new()) };
        let mut hits = best(self.collect(&BooleanQuery::intersection(all))?);
        hits.truncate(NAMED);
        Ok(hits)
    }

    /// Guides with all words, and else with any, the best first. Words that no guide has do not count.
    fn guides(&mut self, words: &[String]) -> Result<Vec<Hit>, Failure> {
        let title = if Language::of(&self.kept.language) == Language::Spanish { 4 } else { 2 };
        let queries = self.queries(words, &[title, title + 1])?;
        let parts = || queries.iter().flatten().map(|word| Box::new(word.query.clone()) as Box<dyn Query>).collect();
        let mut found = self.collect(&BooleanQuery::intersection(parts()))?;
        if found.is_empty() {
            found = self.collect(&BooleanQuery::union(parts()))?;
        }
        let first = self.kept.listings.len();
        let hits = best(found).into_iter();
        Ok(hits.filter_map(|hit| Some(Hit { number: hit.number.checked_sub(first)?, ..hit })).take(GUIDES).collect())
    }

    /// A query for each word: in any of some fields. None for words that are not there.
    fn queries(&mut self, words: &[String], fields: &[usize]) -> Result<Vec<Option<WordQuery>>, Failure> {
        let mut queries = Vec::with_capacity(words.len());
        for word in words {
            let places = fields.iter().copied();
            let terms = self.kept.segment.occurrences(self.searcher, &mut self.stems, word, places)?;
            let documents = terms.iter().map(|(.., documents)| *documents).max();
            let parts = terms.into_iter().map(|(number, term, _)| -> Box<dyn Query> {
                let query = Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs));
                Box::new(BoostQuery::new(query, TEXT_FIELDS[number].boost))
            });
            let query = BooleanQuery::union(parts.collect());
            queries.push(documents.map(|documents| WordQuery { query, documents }));
        }
        Ok(queries)
    }

    fn collect(&self, query: &dyn Query) -> Result<Scores, Failure> {
        let most = self.kept.listings.len() + self.kept.guides.len();
        let found = self.searcher.search(query, &TopDocs::with_limit(most.max(1)).order_by_score())?;
        Ok(found.into_iter().map(|(score, address)| (address.doc_id, score)).collect())
    }
}

/// A query for a word.
struct WordQuery {
    query: BooleanQuery,
    /// How many documents have it in one field, at most.
    documents: u64,
}

/// Those around a point, the nearest first. Without a given distance, only those that somebody would call near.
fn near(kept: &Kept, scope: &Scope<'_>, from: Point, hits: Vec<Hit>) -> Area {
    let far = |hit: Hit| {
        let to = kept.listings[hit.number].spot()?.point()?;
        Some(Hit { miles: Some(geo::miles(from, to)), ..hit })
    };
    let mut hits: Vec<Hit> = hits.into_iter().filter_map(far).collect();
    // Distances that are shown as equal are equal.
    #[expect(clippy::cast_possible_truncation, reason = "at most 12,500 miles")]
    let rank = |hit: &Hit| (hit.miles.unwrap_or(0.0) * 1e4).round() as i64;
    hits.sort_by_key(|hit| (rank(hit), hit.number));
    let reach = scope.within.unwrap_or_else(|| {
        let last = hits.iter().take(scope.few).next_back().and_then(|hit| hit.miles);
        FAR.max(last.unwrap_or(0.0).round())
    });
    // What is shown as so many miles is within them.
    hits.retain(|hit| hit.miles.is_some_and(|miles| miles < reach + 0.5));
    Area { hits, reach: Some(reach), partial: false }
}

fn best(found: Scores) -> Vec<Hit> {
    by_score(found.into_iter().map(|(n, score)| Hit { number: n as usize, score: Some(score), miles: None }).collect())
}

/// The best fit first, and of equal ones the first document.
fn by_score(mut hits: Vec<Hit>) -> Vec<Hit> {
    hits.sort_by(|a, b| b.score.unwrap_or(0.0).total_cmp(&a.score.unwrap_or(0.0)).then(a.number.cmp(&b.number)));
    hits
}
