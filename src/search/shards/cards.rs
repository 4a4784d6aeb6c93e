//! `c`: what a result shows, 24 listings a file, and `ch`, the hashes of all of them.

use super::bytes::Bytes;
use super::{Draft, Hash};
use crate::search::analysis::normalise;
use crate::search::documents::{Document, Documents};
use crate::vocabulary::{Facet, Vocabulary};

/// Listings in a file.
pub(super) const CARDS: usize = 24;

/// Facets whose terms a card shows.
const SHOWN: [Facet; 7] =
    [Facet::LevelOfCare, Facet::Focus, Facet::Format, Facet::Payment, Facet::Age, Facet::Gender, Facet::Time];

pub(super) fn drafts(documents: &Documents<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let files = documents.listings.chunks(CARDS).enumerate();
    files.map(|(n, listings)| Draft::new("c", n, content(listings, vocabulary))).collect()
}

fn content(listings: &[Document<'_>], vocabulary: &Vocabulary) -> Bytes {
    let columns: [&dyn Fn(&Document<'_>) -> String; 5] = [
        &|d| slug(d),
        &|d| d.listing().name.clone(),
        &|d| d.organization().to_owned(),
        &|d| d.listing().location.city.clone(),
        &|d| d.phone(),
    ];
    let mut bytes = Bytes::default();
    bytes.lines(columns.iter().flat_map(|column| listings.iter().map(column)));
    for document in listings {
        bytes.u8(document.listing().location.state.number());
    }
    for document in listings {
        bytes.u8(document.flags);
    }
    for document in listings {
        bytes.var(document.verified);
    }
    for document in listings {
        let shown = document.terms.iter().filter(|term| SHOWN.contains(&vocabulary.get(**term).facet));
        let numbers: Vec<u32> = shown.filter_map(|term| u32::try_from(term.index()).ok()).collect();
        bytes.count(numbers.len()).ascending(numbers);
    }
    bytes
}

/// A slug without what follows from name and city: most slugs are made of both. `=` stands before what follows the
/// name alone. No slug begins with one of the two signs.
fn slug(document: &Document<'_>) -> String {
    let listing = document.listing();
    let [name, city] = [&listing.name, &listing.location.city].map(|text| normalise(text).replace(' ', "-"));
    let rest = listing.slug.strip_prefix(&*name);
    let far = rest.and_then(|rest| rest.strip_prefix('-')?.strip_prefix(&*city));
    match (far, rest) {
        (Some(far), _) if far.is_empty() || far.starts_with('-') => far.to_owned(),
        (_, Some(rest)) if !name.is_empty() => format!("={rest}"),
        _ => listing.slug.clone(),
    }
}

/// The hashes of all files of cards.
pub(super) fn hashes(cards: &[Hash]) -> Draft {
    let mut bytes = Bytes::default();
    for hash in cards {
        bytes.raw(hash);
    }
    Draft::new("ch", "", bytes)
}
