//! `s` and `o`: documents in the order of lists, of a state and of all.

use super::Draft;
use super::bytes::Bytes;
use crate::search::documents::Documents;

/// Listings of a file of `o`.
const ORDER: usize = 4096;

pub(super) fn states(documents: &Documents<'_>) -> Vec<Draft> {
    documents.states.iter().map(|(state, list)| Draft::new("s", state.number(), content(list))).collect()
}

pub(super) fn order(documents: &Documents<'_>) -> Vec<Draft> {
    documents.order.chunks(ORDER).enumerate().map(|(n, list)| Draft::new("o", n, content(list))).collect()
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
