//! Terms that a language of the site has no name for.

use super::{Facet, Texts, Vocabulary};
use crate::diagnostic::{Diagnostic, Place, rules};

/// What has no label in one of `languages`: one finding for each language and facet.
pub fn untranslated(vocabulary: &Vocabulary, languages: &[String]) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for code in languages {
        let has = |texts: &Texts| own(texts, code);
        for facet in Facet::all() {
            let terms = vocabulary.terms(facet).map(|id| vocabulary.get(id)).filter(|term| !has(&term.label));
            let slugs: Vec<&str> = terms.map(|term| &*term.slug).collect();
            let facet_lacks = !has(vocabulary.facet_label(facet));
            if slugs.is_empty() && !facet_lacks {
                continue;
            }
            let terms = match slugs.len() {
                1 => "1 term".to_owned(),
                number => format!("{number} terms"),
            };
            let and = if facet_lacks { " and the name" } else { "" };
            let message = format!("{terms}{and} of `{facet}` have no label in the language `{code}`");
            let file = format!("content/vocabulary/{facet}.yaml");
            let help = match slugs.first() {
                None => format!("write `facet: {facet}` and `label: {{ {code}: … }}` in {file}"),
                Some(first) => format!(
                    "write `facet: {facet}` and below `terms:` entries such as `{{ slug: {first}, label: {{ {code}: … }} }}` in {file}: {}",
                    slugs.join(", ")
                ),
            };
            let finding = Diagnostic::new(&rules::VOCABULARY_UNTRANSLATED, message).at(Place::file(file));
            findings.push(finding.help(help));
        }
    }
    findings
}

/// Whether there is a text in the language itself, or in the one it is a form of.
fn own(texts: &Texts, code: &str) -> bool {
    let primary = code.split('-').next().unwrap_or_default();
    texts.exact(code).is_some() || texts.exact(primary).is_some()
}
