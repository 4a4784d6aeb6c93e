//! Words and places to listings.
//!
//! The catalogue becomes numbered [`documents`], neighbours on the map beside each other in [`cells`]. tantivy analyses
//! and indexes them in one [segment](index) ([`analysis`] says what a word is, [`phrases`] what terms are called), and [`export`](shards::export) writes
//! what it made, with points, terms and cards, as the small files of `docs/search-format.md`. The [`client`] is the
//! browser's reader of these files. All of it is a pure function of the catalogue: the same directory gives the same
//! bytes.

pub mod analysis;
pub mod cells;
pub mod client;
pub mod documents;
pub mod index;
pub mod shards;
pub mod understand;

use crate::catalog::Catalog;
use crate::config::Site;
use crate::geo::{self, Gazetteer, Point, State, Zip};
use crate::vocabulary::{Facet, TermId, Vocabulary};
use documents::Documents;
pub use index::Failure;
pub use shards::Export;
use shards::Packed;
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::query::{AllQuery, Query, QueryParser};
use tantivy::schema::{FAST, Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{
    AsciiFoldingFilter, Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
};
use tantivy::{Index, TantivyDocument};

/// What is remembered from one export to the next. Starts empty.
#[derive(Debug, Default)]
pub struct Memory {
    /// What the export was made from, and the export.
    last: Option<([u8; 32], Arc<Export>)>,
    packed: Packed,
}

/// The files of the search index; none on a site without search. When no fact that search knows has changed since the
/// last call, the same ones.
pub fn export(
    catalog: &Catalog,
    vocabulary: &Vocabulary,
    site: &Site,
    memory: &mut Memory,
) -> Result<Option<Arc<Export>>, Failure> {
    if !site.search {
        return Ok(None);
    }
    let documents = Documents::gather(catalog, site);
    let key = key(&documents, vocabulary, site);
    if let Some((known, export)) = &memory.last
        && *known == key
    {
        return Ok(Some(Arc::clone(export)));
    }
    let segment = index::build(&documents, vocabulary)?;
    let export = Arc::new(shards::export(&documents, &segment, vocabulary, site, &mut memory.packed)?);
    memory.last = Some((key, Arc::clone(&export)));
    Ok(Some(export))
}

/// A hash of everything that an export is made from.
fn key(documents: &Documents<'_>, vocabulary: &Vocabulary, site: &Site) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    for facet in Facet::all() {
        vocabulary.facet_label(facet).iter().for_each(|(code, text)| [code, text].into_iter().for_each(&mut add));
        for term in vocabulary.terms(facet).map(|id| vocabulary.get(id)) {
            add(facet.key());
            term.label.iter().for_each(|(code, text)| [code, text].into_iter().for_each(&mut add));
            term.names().for_each(&mut add);
        }
    }
    site.languages.iter().for_each(|code| add(code));
    hash.update(&documents.fingerprint());
    *hash.finalize().as_bytes()
}

/// Memory of the index writer in bytes.
const WRITER_BYTES: usize = 64 << 20;
/// How we call our analysis: words, small letters, no accents, English stems.
const ANALYSIS: &str = "waypost_en";

/// What is looked for.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Words; none finds everything.
    pub text: String,
    /// Distance is measured from here.
    pub near: Option<Point>,
    /// Nothing farther away than so many miles.
    pub within_miles: Option<f64>,
    /// Listings must have one of the terms of each group.
    pub filters: Vec<Vec<TermId>>,
    /// At most so many results.
    pub limit: usize,
}

/// A listing that was found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Position in the catalogue.
    pub id: u32,
    /// BM25; 1 without words.
    pub score: f32,
    /// Straight-line miles from the place, if both are known.
    pub miles: Option<f64>,
}

struct Fields {
    id: Field,
    name: Field,
    organization: Field,
    city: Field,
    terms: Field,
    body: Field,
}

/// Where `text` is: a ZIP, or `city, ST`.
pub fn place(text: &str) -> Option<Point> {
    let gazetteer = Gazetteer::embedded();
    if let Ok(zip) = text.trim().parse::<Zip>() {
        return gazetteer.zip(zip).map(|row| row.point);
    }
    let (city, state) = text.rsplit_once(',')?;
    let state = state.trim();
    let state = State::from_code(&state.to_ascii_uppercase()).or_else(|| State::from_name(state))?;
    gazetteer.place(city.trim(), state).map(|place| place.point)
}

/// The listings of `catalog` that fit: nearest first when there is a place, else the best fit first.
pub fn search(catalog: &Catalog, vocabulary: &Vocabulary, wish: &Wish) -> Result<Vec<Hit>, Failure> {
    let (index, fields) = words(catalog, vocabulary)?;
    let searcher = index.reader()?.searcher();
    let query: Box<dyn Query> = if wish.text.trim().is_empty() {
        Box::new(AllQuery)
    } else {
        let mut parser = QueryParser::for_index(
            &index,
            vec![fields.name, fields.organization, fields.city, fields.terms, fields.body],
        );
        parser.set_conjunction_by_default();
        parser.set_field_boost(fields.name, 3.0);
        parser.set_field_boost(fields.city, 2.0);
        parser.set_field_boost(fields.organization, 2.0);
        // What a person types is never refused for its syntax.
        parser.parse_query_lenient(&wish.text).0
    };
    let found = searcher.search(&query, &TopDocs::with_limit(catalog.programs.len().max(1)).order_by_score())?;
    let mut hits = Vec::new();
    for (score, address) in found {
        let ids = searcher.segment_reader(address.segment_ord).fast_fields().u64("id")?;
        let Some(id) = ids.first(address.doc_id).and_then(|id| u32::try_from(id).ok()) else { continue };
        let program = &catalog.program(id).fact;
        let miles = wish.near.zip(program.point).map(|(from, to)| geo::miles(from, to));
        let near = wish.within_miles.is_none_or(|limit| miles.is_some_and(|miles| miles <= limit));
        let has = |term: &TermId| terms(&program.listing).any(|t| t == *term);
        if near && wish.filters.iter().all(|group| group.iter().any(has)) {
            hits.push(Hit { id, score, miles });
        }
    }
    if wish.near.is_some() {
        let far = |hit: &Hit| hit.miles.unwrap_or(f64::INFINITY);
        hits.sort_by(|a, b| far(a).total_cmp(&far(b)).then(a.id.cmp(&b.id)));
    } else {
        hits.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.id.cmp(&b.id)));
    }
    hits.truncate(wish.limit);
    Ok(hits)
}

fn terms(listing: &crate::listing::Listing) -> impl Iterator<Item = TermId> + '_ {
    let programs = listing.programs.iter().flat_map(|p| {
        [
            &p.levels,
            &p.focus,
            &p.formats,
            &p.modalities,
            &p.medications,
            &p.populations,
            &p.age_groups,
            &p.genders,
            &p.schedule.times,
        ]
        .into_iter()
        .flatten()
    });
    let payment = &listing.payment;
    programs
        .chain(&listing.services)
        .chain(&listing.languages)
        .chain(&payment.accepts)
        .chain(&payment.insurers)
        .copied()
}

fn words(catalog: &Catalog, vocabulary: &Vocabulary) -> Result<(Index, Fields), Failure> {
    let mut schema = Schema::builder();
    let indexing =
        TextFieldIndexing::default().set_tokenizer(ANALYSIS).set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let options = TextOptions::default().set_indexing_options(indexing);
    let mut text = |name: &str| schema.add_text_field(name, options.clone());
    let (name, organization, city, terms_field, body) =
        (text("name"), text("organization"), text("city"), text("terms"), text("body"));
    let id = schema.add_u64_field("id", FAST);
    let fields = Fields { id, name, organization, city, terms: terms_field, body };
    let index = Index::create_in_ram(schema.build());
    let analyzer = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(AsciiFoldingFilter)
        .filter(Stemmer::new(Language::English))
        .build();
    index.tokenizers().register(ANALYSIS, analyzer);
    let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for (id, entry) in (0u64..).zip(&catalog.programs).filter(|(_, entry)| entry.fact.listed()) {
        let listing = &entry.fact.listing;
        let mut document = TantivyDocument::default();
        document.add_u64(fields.id, id);
        document.add_text(fields.name, &listing.name);
        document.add_text(fields.organization, listing.organization.as_deref().unwrap_or_default());
        document.add_text(fields.city, format!("{} {}", listing.location.city, listing.location.state.name()));
        let names: Vec<&str> = terms(listing).flat_map(|id| vocabulary.get(id).names()).collect();
        document.add_text(fields.terms, names.join(" . "));
        document.add_text(fields.body, &entry.body.text);
        writer.add_document(document)?;
    }
    writer.commit()?;
    Ok((index, fields))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::place;

    #[test]
    fn a_place_is_a_zip_or_a_city_with_its_state() {
        let birmingham = place("35203").unwrap();
        assert!(crate::geo::miles(birmingham, place("birmingham, al").unwrap()) < 5.0);
        assert!(crate::geo::miles(birmingham, place("Birmingham, Alabama").unwrap()) < 5.0);
        assert!(place("Birmingham").is_none());
        assert!(place("99999").is_none());
    }
}
