//! `n`: how long names and texts are, as tantivy counts.

use super::Draft;
use super::bytes::Bytes;
use crate::search::documents::Documents;
use crate::search::index::{Failure, Segment};
use tantivy::fieldnorm::FieldNormReader;

/// Listings of a file.
const LENGTHS: usize = 4096;

/// The length codes of one text field.
pub(super) struct Codes(Option<FieldNormReader>);

impl Codes {
    /// `field` is a position in [`crate::search::index::TEXT_FIELDS`].
    pub(super) fn read(segment: &Segment, field: usize) -> Result<Self, Failure> {
        let searcher = segment.searcher()?;
        let reader = searcher.segment_readers().first();
        let codes = reader.map(|reader| reader.fieldnorms_readers().get_field(segment.fields.texts[field]));
        Ok(Self(codes.transpose()?.flatten()))
    }

    /// The code of a document's length.
    pub(super) fn code(&self, document: usize) -> u8 {
        let document = u32::try_from(document).unwrap_or(u32::MAX);
        self.0.as_ref().filter(|reader| document < reader.num_docs()).map_or(0, |reader| reader.fieldnorm_id(document))
    }
}

pub(super) fn drafts(documents: &Documents<'_>, segment: &Segment) -> Result<Vec<Draft>, Failure> {
    let (names, texts) = (Codes::read(segment, 0)?, Codes::read(segment, 1)?);
    let count = documents.listings.len();
    let files = (0..count).step_by(LENGTHS).enumerate().map(|(n, start)| {
        let mut bytes = Bytes::default();
        for codes in [&names, &texts] {
            for document in start..(start + LENGTHS).min(count) {
                bytes.u8(codes.code(document));
            }
        }
        Draft::new("n", n, bytes)
    });
    Ok(files.collect())
}
