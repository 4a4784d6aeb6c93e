//! `w`: what terms, facets and states are called in one language; `f`: what people type, in all languages.

use super::Draft;
use super::bytes::Bytes;
use crate::config::Site;
use crate::geo::State;
use crate::search::understand::{Places, phrases_file};
use crate::vocabulary::{Facet, Vocabulary};
use serde_json::json;

pub(super) fn drafts(vocabulary: &Vocabulary, site: &Site) -> Vec<Draft> {
    site.languages.iter().map(|code| Draft::new("w", code, content(vocabulary, code))).collect()
}

fn content(vocabulary: &Vocabulary, code: &str) -> Bytes {
    let terms = Facet::all().into_iter().flat_map(|facet| vocabulary.terms(facet));
    let value = json!({
        "facets": Facet::all().map(|facet| vocabulary.facet_label(facet).get(code)),
        "terms": terms.map(|id| vocabulary.get(id).label.get(code)).collect::<Vec<_>>(),
        "states": State::all().map(|state| format!("{} {}", state.code(), state.name())).collect::<Vec<_>>(),
    });
    Bytes(value.to_string().into_bytes())
}

/// The phrases of all terms, and the other words that searches are read with.
pub(super) fn phrases_draft(vocabulary: &Vocabulary, places: &Places) -> Draft {
    Draft::new("f", "", Bytes(phrases_file(vocabulary, places).to_string().into_bytes()))
}
