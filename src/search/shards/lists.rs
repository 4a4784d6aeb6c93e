//! `s` and `o`: the documents of a state in the order of lists, and all in that of their slugs.

use super::Draft;
use super::bytes::Bytes;
use crate::search::documents::Documents;

/// Listings of a file of `o`, on average.
const ORDER: u32 = 2048;

pub(super) fn states(documents: &Documents<'_>) -> Vec<Draft> {
    documents.states.iter().map(|(state, list)| Draft::new("s", state.number(), content(list))).collect()
}

/// The files of all listings. Which listing is the last of its file follows from its slug alone, so that a new listing
/// changes one file, and a new name none.
pub(super) fn order(documents: &Documents<'_>) -> Vec<Draft> {
    let runs = documents.order.chunk_by(|last, _| !ends(&documents.listings[*last as usize].listing().slug));
    runs.enumerate().map(|(n, list)| Draft::new("o", n, content(list))).collect()
}

fn ends(slug: &str) -> bool {
    let [a, b, c, d, ..] = *blake3::hash(slug.as_bytes()).as_bytes();
    u32::from_le_bytes([a, b, c, d]).is_multiple_of(ORDER)
}

fn content(list: &[u32]) -> Bytes {
    let mut bytes = Bytes::default();
    bytes.count(list.len());
    let mut last = 0;
    for n in list.iter().map(|n| n.cast_signed()) {
        bytes.zig(n - last);
        last = n;
    }
    bytes
}
