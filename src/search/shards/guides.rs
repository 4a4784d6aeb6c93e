//! `q`: what results show of guides.

use super::Draft;
use super::bytes::Bytes;
use super::lengths::Codes;
use crate::search::analysis::Language;
use crate::search::documents::Documents;
use crate::search::index::{Failure, Segment};
use serde_json::{Value, json};

/// The file, if there are guides.
pub(super) fn draft(documents: &Documents<'_>, segment: &Segment) -> Result<Option<Draft>, Failure> {
    if documents.guides.is_empty() {
        return Ok(None);
    }
    let codes: Vec<Codes> = (0..6).map(|field| Codes::read(segment, field)).collect::<Result<_, _>>()?;
    let first = documents.listings.len();
    let rows = documents.guides.iter().enumerate().map(|(i, guide)| {
        let field = if guide.stems == Language::Spanish { 4 } else { 2 };
        let [title, text] = [field, field + 1].map(|field| codes[field].code(first + i));
        json!([guide.code, guide.path, guide.article.title, guide.article.summary, title, text])
    });
    Ok(Some(Draft::new("q", "", Bytes(rows.collect::<Value>().to_string().into_bytes()))))
}
