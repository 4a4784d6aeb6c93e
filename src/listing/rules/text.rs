//! Free texts of a listing: its words, invisible characters, and addresses that are to be hidden.

use super::{Facts, Listing, care};
use crate::diagnostic::rules;
use crate::language::{self, Texts};
use crate::listing::secrets;
use crate::yaml::Node;
use std::ops::Range;

/// Checks the notes of the front matter and the text below it.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    let values = values(facts.node);
    let body = facts.body.clone();
    let names: Vec<&str> = std::iter::once(&*listing.name).chain(listing.organization.as_deref()).collect();
    let outpatient = care::is_outpatient(facts, listing);
    language::check(&mut facts.check, Texts { values: &values, body: &body, names: &names, outpatient });
    language::invisible(&mut facts.check);
    if listing.location.confidential {
        confidential(facts, &values);
    }
}

/// The bytes of all values that are the writer's own sentences.
fn values(node: &Node<'_>) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut add = |node: Option<&Node<'_>>| ranges.extend(node.map(|node| node.range.clone()));
    add(node.get("status_note"));
    add(node.get("payment").and_then(|n| n.get("note")));
    for note in node.get("notes").map(Node::items).unwrap_or_default() {
        add(Some(note));
    }
    for program in node.get("programs").map(Node::items).unwrap_or_default() {
        for key in ["family_involvement", "aftercare", "note"] {
            add(program.get(key));
        }
        add(program.get("accepting").and_then(|n| n.get("wait")));
    }
    ranges
}

/// Reports what looks like an address in the texts of a place whose address is not to be known.
fn confidential(facts: &mut Facts<'_>, values: &[Range<usize>]) {
    let transit = facts.at(&["access", "transit"]).map(|node| node.range.clone());
    let all = values.iter().cloned().chain(transit).chain([facts.body.clone()]);
    for range in all.collect::<Vec<_>>() {
        for found in secrets::addresses(&facts.check.text[range.clone()]) {
            // What stands there is taken out of the excerpt with all other secrets of the file.
            facts.check.report(
                &rules::PLACE_CONFIDENTIAL_TEXT,
                &(range.start + found.start..range.start + found.end),
                "the address is confidential, but this looks like a street or a link to a map",
                "take it out; if it was published before, remove it from the history as well",
            );
        }
    }
}
