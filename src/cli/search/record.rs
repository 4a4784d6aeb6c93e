//! An answer for programs.

use super::Answer;
use crate::search::kept::Kept;
use crate::search::ranking::{Hit, Part};
use crate::vocabulary::Vocabulary;
use serde_json::{Value, json};

/// What was understood and found.
pub(super) fn of(answer: &Answer, kept: &Kept, vocabulary: &Vocabulary) -> Value {
    let found = &answer.found;
    let listings = |hits: &[Hit]| hits.iter().filter_map(|hit| listing(hit, kept)).collect::<Vec<_>>();
    let guide = |hit: &Hit| {
        let guide = kept.guides.get(hit.number)?;
        Some(json!({ "path": guide.path, "title": guide.title, "score": hit.score }))
    };
    json!({
        "understood": answer.understood.json(vocabulary, "en"),
        "problem": answer.refusal,
        "total": found.total,
        "reach": found.reach,
        "partial": found.partial,
        "hits": listings(&found.listings),
        "named": listings(&found.named),
        "guides": found.guides.iter().filter_map(guide).collect::<Vec<_>>(),
        "without": found.without.iter().map(without).collect::<Vec<_>>(),
    })
}

fn listing(hit: &Hit, kept: &Kept) -> Option<Value> {
    let card = kept.listings.get(hit.number)?;
    Some(json!({
        "slug": card.slug,
        "name": card.name,
        "city": card.city,
        "state": card.state,
        "phone": card.phone,
        "miles": hit.miles.map(|miles| (miles * 1e4).round() / 1e4),
        "score": hit.score,
    }))
}

fn without((part, total): &(Part, usize)) -> Value {
    match part {
        Part::Facet(facet) => json!({ "facet": facet.key(), "total": total }),
        Part::Words => json!({ "words": true, "total": total }),
        Part::Distance => json!({ "within": true, "total": total }),
    }
}
