//! A file as it is in an editor: checked alone, and against the listings that it could be the same as.

use super::entries::{Item, read_text};
use super::{Checked, Request, context, settled};
use crate::catalog::{Catalog, Entry, Program, duplicates};
use crate::config;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source::{self, Found};
use std::sync::Arc;

/// What would be wrong if the file at `path`, seen from the project, had this `text`. Rules that need the plan of the
/// whole site are left to `check`.
pub fn check_text(request: &Request, checked: &Checked, path: &str, text: &str) -> Vec<Diagnostic> {
    let site = checked.site.as_ref();
    if path == config::FILE_NAME {
        return settled(config::parse(text.trim_start_matches('\u{feff}')).1, site);
    }
    let Some(kind) = source::kind_at(path).filter(|kind| *kind != source::Kind::Vocabulary) else { return Vec::new() };
    let file = Found { disk: request.root.join(path), path: path.to_owned(), kind };
    let context = context(request, &checked.vocabulary, site);
    let languages = site.map(|site| site.languages.clone()).unwrap_or_default();
    let (item, mut findings) = read_text(&file, text.as_bytes().to_vec(), &context, &languages);
    if let (Item::Program(entry), Some(catalog)) = (item, &checked.catalog) {
        findings.extend(shared(&entry, catalog, text));
    }
    settled(findings, site)
}

/// What the listing has in common with others and should not, at its own places in `text`.
fn shared(entry: &Arc<Entry<Program>>, catalog: &Catalog, text: &str) -> Vec<Diagnostic> {
    let own = &entry.fact.listing;
    let near = |other: &Program| {
        let other = &other.listing;
        other.slug == own.slug
            || other.location.zip == own.location.zip
            || own.phones.iter().any(|phone| other.phones.iter().any(|p| p.number == phone.number))
    };
    let others = catalog.programs.iter().filter(|other| other.path != entry.path && near(&other.fact));
    let mut programs: Vec<Arc<Entry<Program>>> = others.cloned().chain([Arc::clone(entry)]).collect();
    programs.sort_by(|a, b| (&a.fact.listing.slug, &a.path).cmp(&(&b.fact.listing.slug, &b.path)));
    let concerns = |place: &Place| place.path == entry.path;
    let marks = &entry.fact.marks;
    let mut findings = Vec::new();
    for mut finding in duplicates::check(&programs, |path| path == entry.path) {
        let Some(first) = finding.place.clone() else { continue };
        if !concerns(&first) {
            // The same finding from this side.
            let Some(at) = finding.related.iter().position(|(place, _)| concerns(place)) else { continue };
            finding.related[at] = (first, "the other one".to_owned());
        }
        let mark = if finding.code == rules::PHONE_SHARED.code { marks.phone.as_ref() } else { Some(&marks.name) };
        let range = mark.map_or(0..0, |mark| mark.start as usize..mark.end as usize);
        let mut place = Place::span(&*entry.path, text.trim_start_matches('\u{feff}'), range);
        crate::listing::secrets::hide_place(text, &mut place);
        findings.push(finding.at(place));
    }
    findings
}
