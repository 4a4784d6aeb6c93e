//! `v`: care by video for a state, with all its terms.

use super::Draft;
use super::bytes::Bytes;
use super::cell_files::columns;
use crate::search::documents::Documents;
use crate::vocabulary::Vocabulary;

pub(super) fn drafts(documents: &Documents<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    let lists = documents.video.iter();
    lists
        .map(|(state, list)| {
            let mut bytes = Bytes::default();
            bytes.count(list.len()).ascending(list.iter().copied());
            columns(list.iter().map(|n| &documents.listings[*n as usize]), &mut bytes, |_| true, vocabulary);
            Draft::new("v", state.number(), bytes)
        })
        .collect()
}
