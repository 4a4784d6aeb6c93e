//! Which files have to be read to check a proposal. A listing is checked alone, and beside the few that could be the
//! same place or have the same number: those are found by their bytes, without reading them as listings.

use crate::catalog::{Entry, Program};
use crate::changes::{Changes, Kind as Happened};
use crate::source::{Found, Kind};
use memchr::memmem::Finder;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Beyond so many changed listings it is quicker to read all.
const MOST: usize = 50;
/// Targets of links that lead out of the site.
const OUTSIDE: [&str; 5] = ["http://", "https://", "mailto:", "tel:", "sms:"];

/// The listings that a proposal adds or changes, if it does nothing else that another file could feel: nothing is
/// removed or renamed, no guide, no setting and no theme changes.
pub(super) fn changed<'f>(found: &'f [Found], changes: &Changes) -> Option<Vec<&'f Found>> {
    if changes.felt_everywhere() {
        return None;
    }
    let mut listings = Vec::new();
    for change in &changes.files {
        if ![Some(&*change.path), change.before()].into_iter().flatten().any(|path| path.starts_with("content/")) {
            continue;
        }
        if !matches!(change.kind, Happened::Added | Happened::Modified) {
            return None;
        }
        let at = found.binary_search_by(|file| (*file.path).cmp(&change.path)).ok()?;
        let file = &found[at];
        if !matches!(file.kind, Kind::Listing { .. }) || listings.len() == MOST {
            return None;
        }
        let text = std::fs::read(&file.disk).ok()?;
        if leads_inside(&text) || Finder::new("aliases").find(&text).is_some() {
            return None;
        }
        listings.push(file);
    }
    Some(listings)
}

/// True if `text` could link to a page of the site. A link in brackets and one by reference are the two ways.
fn leads_inside(text: &[u8]) -> bool {
    ["](", "]:"].iter().any(|opening| {
        Finder::new(opening).find_iter(text).any(|at| {
            let target = text[at + opening.len()..].trim_ascii_start();
            let target = target.strip_prefix(b"<").unwrap_or(target);
            !OUTSIDE.iter().any(|scheme| target.starts_with(scheme.as_bytes()))
        })
    })
}

/// `changed` and all other listings with the slug, the ZIP or a phone number of one of them, in the order of `found`;
/// `None` if an old address of another listing may be the one of a changed one.
pub(super) fn neighbours(found: &[Found], changed: &[&Found], programs: &[Arc<Entry<Program>>]) -> Option<Vec<Found>> {
    let own: BTreeSet<&str> = changed.iter().map(|file| &*file.path).collect();
    let slugs: BTreeSet<&str> = changed.iter().filter_map(|file| slug(file)).collect();
    let keys: BTreeSet<String> = programs.iter().flat_map(|entry| keys(&entry.fact)).collect();
    let keys: Vec<Finder<'_>> = keys.iter().map(Finder::new).collect();
    let moved: Vec<Finder<'_>> = slugs.iter().map(Finder::new).collect();
    let aliases = Finder::new("aliases");
    let near: Vec<Option<bool>> = found
        .par_iter()
        .map(|file| {
            if own.contains(&*file.path) {
                return Some(true);
            }
            let Some(slug) = slug(file) else { return Some(false) };
            let Ok(text) = std::fs::read(&file.disk) else { return Some(slugs.contains(slug)) };
            let has = |finders: &[Finder<'_>]| finders.iter().any(|finder| finder.find(&text).is_some());
            if aliases.find(&text).is_some() && has(&moved) {
                return None;
            }
            Some(slugs.contains(slug) || has(&keys))
        })
        .collect();
    let mut all = Vec::new();
    for (file, near) in found.iter().zip(near) {
        if near? {
            all.push(file.clone());
        }
    }
    Some(all)
}

fn slug(file: &Found) -> Option<&str> {
    match &file.kind {
        Kind::Listing { slug, .. } => Some(slug),
        _ => None,
    }
}

/// Texts that stand in the file of any listing with the same ZIP or the same number, however the number is written.
fn keys(program: &Program) -> impl Iterator<Item = String> {
    let listing = &program.listing;
    let last_four = |number: String| number[number.len().saturating_sub(4)..].to_owned();
    std::iter::once(listing.location.zip.to_string())
        .chain(listing.phones.iter().map(move |phone| last_four(phone.number.display())))
}

#[cfg(test)]
mod tests {
    use super::leads_inside;

    #[test]
    fn links_into_the_site_are_seen() {
        for text in ["[a](/guides/a/)", "[a]( <../b/>)", "[a]: /x", "[a](#part)", "[a](javascript:x)"] {
            assert!(leads_inside(text.as_bytes()), "{text}");
        }
        for text in ["[a](https://example.org)", "[a]: mailto:a@example.org", "phones: [{ number: \"1\" }]", "none"] {
            assert!(!leads_inside(text.as_bytes()), "{text}");
        }
    }
}
