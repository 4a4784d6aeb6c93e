//! `l`: words that a slip of the pen may have been meant as.

use super::Draft;
use super::bytes::Bytes;
use crate::search::index::Segment;
use crate::search::understand::{Places, lexicon};

pub(super) fn draft(segment: &Segment, places: &Places) -> Draft {
    let words = lexicon(&segment.lexicon, places);
    let mut bytes = Bytes::default();
    bytes.count(words.len()).front(&words.iter().map(|entry| &*entry.word).collect::<Vec<_>>());
    for entry in &words {
        bytes.u8((entry.class << 4) | entry.frequency);
    }
    Draft::new("l", "", bytes)
}
