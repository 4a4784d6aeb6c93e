//! `w`: what terms, facets and states are called, in one language; names that people type, in all.

use super::Draft;
use super::bytes::Bytes;
use crate::config::Site;
use crate::search::understand::{Places, words_file};
use crate::vocabulary::Vocabulary;

pub(super) fn drafts(vocabulary: &Vocabulary, site: &Site, places: &Places) -> Vec<Draft> {
    let content = |code: &String| Bytes(words_file(vocabulary, places, code).to_string().into_bytes());
    site.languages.iter().map(|code| Draft::new("w", code, content(code))).collect()
}
