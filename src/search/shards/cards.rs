//! `c`: what a result shows, 32 listings a file, and `ch`, the hashes of all of them.

use super::bytes::Bytes;
use super::{Draft, Hash};
use crate::search::documents::{Document, Documents};
use crate::vocabulary::{Facet, Vocabulary};

/// Listings in a file.
pub(super) const CARDS: usize = 32;

/// Facets whose terms a card shows.
const SHOWN: [Facet; 7] =
    [Facet::LevelOfCare, Facet::Focus, Facet::Format, Facet::Payment, Facet::Age, Facet::Gender, Facet::Time];

pub(super) fn drafts(documents: &Documents<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let files = documents.listings.chunks(CARDS).enumerate();
    files.map(|(n, listings)| Draft::new("c", n, content(listings, vocabulary))).collect()
}

fn content(listings: &[Document<'_>], vocabulary: &Vocabulary) -> Bytes {
    let mut bytes = Bytes::default();
    let mut column = |write: &dyn Fn(&Document<'_>, &mut Bytes)| {
        for document in listings {
            write(document, &mut bytes);
        }
    };
    column(&|d, b| _ = b.str(&d.listing().slug));
    column(&|d, b| _ = b.str(&d.listing().name));
    column(&|d, b| _ = b.str(d.organization()));
    column(&|d, b| _ = b.str(&d.street()));
    column(&|d, b| _ = b.str(&d.listing().location.city));
    column(&|d, b| _ = b.u8(d.listing().location.state.number()));
    column(&|d, b| _ = b.str(&d.listing().location.zip.to_string()));
    column(&|d, b| _ = b.str(&d.phone()));
    column(&|d, b| _ = b.u8(d.flags));
    column(&|d, b| _ = b.var(d.verified));
    column(&|d, b| {
        let shown = d.terms.iter().filter(|term| SHOWN.contains(&vocabulary.get(**term).facet));
        let numbers: Vec<u32> = shown.filter_map(|term| u32::try_from(term.index()).ok()).collect();
        b.count(numbers.len()).ascending(numbers);
    });
    bytes
}

/// The hashes of all files of cards.
pub(super) fn hashes(cards: &[Hash]) -> Draft {
    let mut bytes = Bytes::default();
    for hash in cards {
        bytes.raw(hash);
    }
    Draft::new("ch", "", bytes)
}
