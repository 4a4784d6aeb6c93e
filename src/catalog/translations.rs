//! Translations of guides and pages that were reviewed before their originals.

use super::{Catalog, Entry};
use crate::article::Article;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source::Kind;

/// A finding for every translation whose original was reviewed later.
pub fn check(catalog: &Catalog) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for list in [&catalog.guides, &catalog.pages] {
        for entry in list {
            let (Some(language), name) = name(entry) else { continue };
            let original = list.iter().find(|other| self::name(other) == (None, name));
            let Some(original) = original else { continue };
            let (Some(was), Some(now)) = (entry.fact.last_reviewed, original.fact.last_reviewed) else { continue };
            if was < now {
                let message = format!("the text was reviewed on {now}, its translation to `{language}` on {was}");
                let finding = Diagnostic::new(&rules::GUIDE_TRANSLATION, message).at(Place::file(&*entry.path));
                findings.push(
                    finding
                        .related(Place::file(&*original.path), "the text it is translated from")
                        .help("compare the two, then bring `last_reviewed` up to date"),
                );
            }
        }
    }
    findings
}

/// The language, for a translation, and the name that it has in common with its original.
fn name(entry: &Entry<Article>) -> (Option<&str>, &str) {
    match &entry.kind {
        Kind::Guide { language, slug } => (language.as_deref(), slug),
        Kind::Page { language, path } => (language.as_deref(), path),
        Kind::Listing { slug, .. } => (None, slug),
        Kind::Vocabulary => (None, ""),
    }
}
