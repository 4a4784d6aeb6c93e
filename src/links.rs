//! Internal links and anchors against the plan.

use crate::catalog::{Catalog, Entry};
use crate::diagnostic::limit::{self, Limit, Room};
use crate::diagnostic::{Diagnostic, Rule, rules};
use crate::markdown::{LinkTarget, Rendered};
use crate::plan::{Page, Plan, What};
use crate::vocabulary::{Facet, TermId, Vocabulary, closest};
use std::collections::BTreeMap;
use std::ops::Range;

/// Checks every internal link of every entry.
pub fn check(catalog: &Catalog, plan: &Plan, vocabulary: &Vocabulary) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut site = Site { catalog, plan, vocabulary, anchors: BTreeMap::new(), had: BTreeMap::new() };
    for entry in &catalog.programs {
        body(entry, &mut site, &mut findings);
    }
    for entry in catalog.guides.iter().chain(&catalog.pages) {
        body(entry, &mut site, &mut findings);
    }
    findings
}

/// What links lead to, with what was asked before: a text may have the same link ten thousand times.
struct Site<'s> {
    catalog: &'s Catalog,
    plan: &'s Plan,
    vocabulary: &'s Vocabulary,
    anchors: BTreeMap<&'s str, Vec<String>>,
    /// Whether any listing has a term.
    had: BTreeMap<TermId, bool>,
}

impl Site<'_> {
    fn has(&mut self, term: TermId) -> bool {
        let programs = &self.catalog.programs;
        *self
            .had
            .entry(term)
            .or_insert_with(|| programs.iter().any(|entry| entry.fact.listed() && entry.fact.listing.has(term)))
    }
}

fn body<T>(entry: &Entry<T>, site: &mut Site<'_>, findings: &mut Vec<Diagnostic>) {
    let Site { catalog, plan, vocabulary, .. } = *site;
    let mut limit = Limit::default();
    // What is wrong is found out only for what is kept: to compare an address with all others takes long.
    let mut report = |rule: &Rule, range: &Range<usize>, say: &dyn Fn() -> (String, String)| {
        let finding = match limit.room(rule) {
            Room::Free => {
                let (message, help) = say();
                Diagnostic::new(rule, message).help(help)
            }
            Room::Last => limit::more(rule),
            Room::None => return,
        };
        findings.push(entry.at(finding, entry.body_at + range.start..entry.body_at + range.end));
    };
    for link in &entry.body.links {
        let LinkTarget::Internal { path, fragment } = &link.target else { continue };
        let Some(route) = plan.get(path) else {
            report(&rules::LINK_BROKEN, &link.range, &|| {
                let near = plan.get(&format!("{path}/")).map(|r| r.path.as_str());
                let pages = || plan.routes.iter().filter(|r| matches!(r.what, What::Page(_))).map(|r| r.path.as_str());
                let help = near.or_else(|| closest(path, pages())).map_or_else(
                    || "remove the link or correct it".to_owned(),
                    |near| format!("did you mean /{near}?"),
                );
                (format!("there is no page /{path}"), help)
            });
            continue;
        };
        let Some(fragment) = fragment else { continue };
        let What::Page(page) = &route.what else { continue };
        // The part of a search is what to look for: /search/#f=payment.medicaid
        if matches!(page, Page::Search) {
            if let Some((rule, message, help)) = filter(fragment, site) {
                report(rule, &link.range, &|| (message.clone(), help.clone()));
            }
            continue;
        }
        let anchors = site.anchors.entry(&route.path).or_insert_with(|| anchors(page, catalog, vocabulary));
        if !anchors.iter().any(|a| a == fragment) {
            report(&rules::LINK_ANCHOR, &link.range, &|| {
                let help = match closest(fragment, anchors.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean #{near}?"),
                    None if anchors.is_empty() => "link to the page without the part behind #".to_owned(),
                    None => format!("its parts are {}", anchors.join(", ")),
                };
                let where_to = source_of(page, catalog)
                    .map_or_else(|| format!("the page /{path}"), |file| format!("/{path} ({file})"));
                (format!("{where_to} has no part #{fragment}"), help)
            });
        }
    }
}

/// What is wrong with the filters of a search, such as `f=payment.medicaid&f=language.es`: a term that is none, or
/// that no listing has.
fn filter(fragment: &str, site: &mut Site<'_>) -> Option<(&'static Rule, String, String)> {
    for written in fragment.split('&').filter_map(|part| part.strip_prefix("f=")) {
        let known = written.split_once('.').and_then(|(facet, slug)| Some((Facet::from_key(facet)?, slug)));
        let Some((facet, slug)) = known else {
            let facets = Facet::all().map(Facet::key);
            let near = written.split('.').next().and_then(|facet| closest(facet, facets.into_iter()));
            let help = near.map_or_else(|| "write f=facet.term".to_owned(), |near| format!("did you mean f={near}.…?"));
            return Some((&rules::LINK_ANCHOR, format!("there is no filter `{written}`"), help));
        };
        let vocabulary = site.vocabulary;
        let Some(id) = vocabulary.find(facet, slug) else {
            let near = closest(slug, vocabulary.terms(facet).map(|id| &*vocabulary.get(id).slug));
            let help = near.map_or_else(
                || format!("`waypost schema` has the terms of {facet}"),
                |near| format!("did you mean f={facet}.{near}?"),
            );
            return Some((&rules::LINK_ANCHOR, format!("`{slug}` is not a term of {facet}"), help));
        };
        // Ages in years make age groups as well; only the search knows those.
        if facet != Facet::Age && !site.has(id) {
            let message = format!("no listing has `{slug}` ({facet})");
            return Some((&rules::LINK_FILTER, message, "link to another search, or remove the link".to_owned()));
        }
    }
    None
}

fn source_of<'c>(page: &Page, catalog: &'c Catalog) -> Option<&'c str> {
    match page {
        Page::Program(id) => Some(&catalog.programs[*id as usize].path),
        Page::Guide(id) => Some(&catalog.guides[*id as usize].path),
        Page::Article(id) => Some(&catalog.pages[*id as usize].path),
        _ => None,
    }
}

/// The parts of a page that a link may name.
fn anchors(page: &Page, catalog: &Catalog, vocabulary: &Vocabulary) -> Vec<String> {
    let headings = |body: &Rendered| body.headings.iter().map(|h| h.id.clone()).collect::<Vec<_>>();
    match page {
        Page::Program(id) => {
            let entry = &catalog.programs[*id as usize];
            let mut anchors: Vec<String> = entry.fact.listing.programs.iter().map(|p| format!("p-{}", p.id)).collect();
            anchors.extend(headings(&entry.body));
            anchors
        }
        Page::Guide(id) => headings(&catalog.guides[*id as usize].body),
        Page::Article(id) => headings(&catalog.pages[*id as usize].body),
        Page::Glossary => Facet::all()
            .iter()
            .flat_map(|facet| {
                vocabulary.terms(*facet).map(move |id| format!("{}-{}", facet.key(), vocabulary.get(id).slug))
            })
            .collect(),
        _ => Vec::new(),
    }
}
