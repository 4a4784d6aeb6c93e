//! Vocabulary files: YAML to checked terms, with every problem at its place.

use super::codes::CodeNote;
use super::suggest::{closest, key};
use super::term::{Code, Codes, Generation, Term, Texts};
use super::{Facet, Vocabulary};
use crate::diagnostic::{Diagnostic, Place, Rule, rules};
use serde::Deserialize;
use serde_yaml::{Location, Spanned};
use std::collections::BTreeMap;
use std::ops::Range;

/// As many terms as a [`TermId`](super::TermId) can number.
const MOST_TERMS: usize = u16::MAX as usize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    facet: Spanned<String>,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    about: BTreeMap<String, String>,
    #[serde(default)]
    notes: Vec<RawNote>,
    #[serde(default)]
    terms: Vec<RawTerm>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawNote {
    codes: RawCodes,
    text: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTerm {
    slug: Spanned<String>,
    label: BTreeMap<String, Spanned<String>>,
    #[serde(default)]
    about: BTreeMap<String, String>,
    #[serde(default)]
    synonyms: BTreeMap<String, Vec<Spanned<String>>>,
    #[serde(default)]
    codes: RawCodes,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields)]
struct RawCodes {
    #[serde(default)]
    to_2024: Vec<Spanned<String>>,
    #[serde(default)]
    from_2025: Vec<Spanned<String>>,
}

/// A vocabulary in the making.
#[derive(Default)]
pub(super) struct Draft {
    facets: [FacetDraft; Facet::COUNT],
    notes: Vec<CodeNote>,
    findings: Vec<Diagnostic>,
}

#[derive(Default)]
struct FacetDraft {
    label: Texts,
    about: Texts,
    terms: Vec<Term>,
    /// Every name in use, with the number of its term. Made when the first file of a site needs it.
    names: Option<BTreeMap<String, usize>>,
}

impl FacetDraft {
    fn names(&mut self) -> &mut BTreeMap<String, usize> {
        let terms = &self.terms;
        self.names.get_or_insert_with(|| {
            let named = terms.iter().enumerate();
            named.flat_map(|(number, term)| term.names().map(move |name| (key(name), number))).collect()
        })
    }
}

/// A file that is being read.
#[derive(Clone, Copy)]
struct File<'a> {
    path: &'a str,
    text: &'a str,
}

impl File<'_> {
    fn place(self, range: Range<usize>) -> Place {
        Place::span(self.path, self.text, range)
    }

    fn finding(self, rule: &Rule, message: impl Into<String>, location: Location) -> Diagnostic {
        Diagnostic::new(rule, message).at(self.place(range(self.text, location)))
    }
}

impl Draft {
    /// A draft that begins with everything in `vocabulary`.
    pub(super) fn of(vocabulary: &Vocabulary) -> Self {
        let mut draft = Self { notes: vocabulary.notes.clone(), ..Self::default() };
        for facet in Facet::all() {
            let entry = &mut draft.facets[facet.index()];
            entry.label = vocabulary.facet_label(facet).clone();
            entry.about = vocabulary.facet_about(facet).clone();
            entry.terms = vocabulary.terms(facet).map(|id| vocabulary.get(id).clone()).collect();
        }
        draft
    }

    /// Adds the project's own file. Its names are checked by tests, not at every start.
    pub(super) fn add_own(&mut self, path: &str, text: &str) {
        self.add(File { path, text }, false);
    }

    /// Adds a site's file.
    pub(super) fn add_site(&mut self, path: &str, text: &str) {
        self.add(File { path, text }, true);
    }

    /// The vocabulary, and what is wrong with its files.
    pub(super) fn finish(self) -> (Vocabulary, Vec<Diagnostic>) {
        let facets = self.facets.map(|facet| (facet.label, facet.about, facet.terms));
        (Vocabulary::assemble(facets, self.notes), self.findings)
    }

    fn add(&mut self, file: File<'_>, checked: bool) {
        let raw = match serde_yaml::from_str::<RawFile>(file.text) {
            Ok(raw) => raw,
            Err(error) => return self.findings.push(explain(&error, file)),
        };
        let Some(facet) = Facet::from_key(&raw.facet.value) else {
            let keys = Facet::all().map(Facet::key);
            let help = match closest(&raw.facet.value, keys.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the facets are {}", keys.join(", ")),
            };
            let message = format!("there is no facet `{}`", raw.facet.value);
            let finding = file.finding(&rules::VOCABULARY_TERM, message, raw.facet.referenced).label("unknown facet");
            return self.findings.push(finding.help(help));
        };
        let entry = &mut self.facets[facet.index()];
        entry.label.overlay(raw.label.into_iter().collect());
        entry.about.overlay(raw.about.into_iter().collect());
        for note in raw.notes {
            let text: Texts = note.text.into_iter().collect();
            let codes = self.codes(note.codes, file);
            for generation in [Generation::To2024, Generation::From2025] {
                let noted = codes.of(generation).iter().cloned();
                self.notes.extend(noted.map(|code| CodeNote { generation, code, text: text.clone() }));
            }
        }
        for term in raw.terms {
            self.add_term(facet, term, file, checked);
        }
    }

    fn add_term(&mut self, facet: Facet, raw: RawTerm, file: File<'_>, checked: bool) {
        let codes = self.codes(raw.codes, file);
        let at = raw.slug.referenced;
        if self.facets.iter().map(|entry| entry.terms.len()).sum::<usize>() >= MOST_TERMS {
            let message = format!("a vocabulary has {MOST_TERMS} terms at most");
            return self.findings.push(file.finding(&rules::VOCABULARY_TERM, message, at).help("remove terms"));
        }
        let mut names = vec![(raw.slug.value.clone(), at)];
        names.extend(raw.label.values().map(|label| (label.value.clone(), label.referenced)));
        names.extend(raw.synonyms.values().flatten().map(|synonym| (synonym.value.clone(), synonym.referenced)));
        let term = Term {
            facet,
            slug: raw.slug.value,
            label: raw.label.into_iter().map(|(lang, text)| (lang, text.value)).collect(),
            about: raw.about.into_iter().collect(),
            synonyms: raw
                .synonyms
                .into_iter()
                .map(|(lang, all)| (lang, all.into_iter().map(|synonym| synonym.value).collect::<Vec<_>>()))
                .collect(),
            codes,
        };
        if !checked {
            self.facets[facet.index()].terms.push(term);
        } else if self.slug_is_good(&term, at, file) {
            self.check_names(&term, &names, file);
            let entry = &mut self.facets[facet.index()];
            let number = entry.terms.len();
            for name in term.names() {
                entry.names().entry(key(name)).or_insert(number);
            }
            entry.terms.push(term);
        }
    }

    /// Whether listings could write the slug and would mean this term by it.
    fn slug_is_good(&mut self, term: &Term, at: Location, file: File<'_>) -> bool {
        let (facet, slug) = (term.facet, &term.slug);
        if !is_slug(slug) {
            let better = slug::slugify(slug);
            let help =
                if better.is_empty() { String::from("such as `art-therapy`") } else { format!("write `{better}`") };
            let message = format!("`{slug}` is not a slug: a-z, 0-9 and single hyphens only");
            self.findings.push(file.finding(&rules::VOCABULARY_TERM, message, at).help(help));
            return false;
        }
        if self.facets[facet.index()].terms.iter().any(|other| other.slug == *slug) {
            let message = format!("`{slug}` is already a term of `{facet}`");
            let finding = file.finding(&rules::VOCABULARY_TERM, message, at).label("taken");
            self.findings.push(finding.help("use the term that is there, or choose another slug"));
            return false;
        }
        true
    }

    /// A name answers one question only: no other term of the facet may have it, and English is always there.
    fn check_names(&mut self, term: &Term, names: &[(String, Location)], file: File<'_>) {
        let slug_at = names.first().map(|(_, at)| *at);
        if let (None, Some(at)) = (term.label.exact("en"), slug_at) {
            let message = format!("the term `{}` has no English label", term.slug);
            let finding = file.finding(&rules::VOCABULARY_TERM, message, at);
            self.findings.push(finding.help("add `label: { en: … }`; other languages fall back to it"));
        }
        let entry = &mut self.facets[term.facet.index()];
        for (name, at) in names {
            let Some(&number) = entry.names().get(&key(name)) else { continue };
            let other = entry.terms.get(number).map(|other| other.slug.as_str()).unwrap_or_default();
            let message = format!("`{name}` already means `{other}` in `{}`", term.facet);
            let finding = file.finding(&rules::VOCABULARY_TERM, message, *at).label("clash");
            self.findings.push(finding.help(format!("remove it here, or use the term `{other}`")));
        }
    }

    fn codes(&mut self, raw: RawCodes, file: File<'_>) -> Codes {
        let mut read = |texts: Vec<Spanned<String>>| {
            let mut codes = Vec::with_capacity(texts.len());
            for text in texts {
                match Code::parse(&text.value) {
                    Some(code) => codes.push(code),
                    None => self.findings.push(
                        file.finding(
                            &rules::VOCABULARY_TERM,
                            format!("`{}` is not a survey code", text.value),
                            text.referenced,
                        )
                        .help("write the category, a colon and the code, such as \"SET:IOP\""),
                    ),
                }
            }
            codes
        };
        Codes { to_2024: read(raw.to_2024), from_2025: read(raw.from_2025) }
    }
}

fn is_slug(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    text.split('-').all(part)
}

/// A mistake that ended the reading of a file.
fn explain(error: &serde_yaml::Error, file: File<'_>) -> Diagnostic {
    use serde_yaml::Error;
    let error = error.without_snippet();
    let (rule, message, help) = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let help = match closest(field, expected.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the keys here are {}", expected.join(", ")),
            };
            (rules::SHAPE_UNKNOWN_KEY, format!("there is no key `{field}` here"), Some(help))
        }
        Error::SerdeMissingField { field, .. } => {
            (rules::SHAPE_MISSING_KEY, format!("`{field}` is missing"), Some(format!("add `{field}:`")))
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("this key");
            (rules::YAML_DUPLICATE_KEY, format!("`{key}` is written twice"), Some("keep one of the two".to_owned()))
        }
        Error::ExternalMessage { .. } | Error::Eof { .. } | Error::MultipleDocuments { .. } => {
            (rules::YAML_SYNTAX, plain(error), Some("look at this line and the one above it".to_owned()))
        }
        _ => (rules::SHAPE_WRONG_TYPE, plain(error), None),
    };
    let place = match error.location() {
        Some(location) => file.place(range(file.text, location)),
        None => Place::file(file.path),
    };
    let finding = Diagnostic::new(&rule, message).at(place);
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// The parser's message as one sentence without its place, which is shown beside it.
fn plain(error: &serde_yaml::Error) -> String {
    let message = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
    let line = message.lines().next().unwrap_or_default();
    let line = line.rsplit_once(" at line ").map_or(line, |(before, _)| before);
    line.trim_end_matches('.').to_owned()
}

/// The bytes of a location. Syntax errors come with line and column only.
fn range(text: &str, location: Location) -> Range<usize> {
    let number = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
    if let Some(start) = location.span().byte_offset().map(number) {
        let length = location.span().byte_len().map_or(1, number).max(1);
        return start..start.saturating_add(length);
    }
    let (line, column) = (number(location.line()).max(1), number(location.column()).max(1));
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = before + text[before..].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
    start..start + 1
}
