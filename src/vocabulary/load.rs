//! Vocabulary files: YAML to checked terms, with every problem at its place.

use super::codes::CodeNote;
use super::suggest::{closest, key};
use super::term::{Code, Codes, Generation, Term, Texts};
use super::{Facet, Vocabulary};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::yaml::typed;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_yaml::{Location, Spanned};
use std::collections::BTreeMap;
use std::ops::Range;

/// As many terms as a [`TermId`](super::TermId) can number.
const MOST_TERMS: usize = u16::MAX as usize;

/// A file as written. `S` is a text: with its place for a site's files, without for the project's own, which are read
/// at every start and take longer with places.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
struct RawFile<S> {
    facet: S,
    #[serde(default)]
    label: BTreeMap<String, String>,
    #[serde(default)]
    about: BTreeMap<String, String>,
    #[serde(default = "Vec::new")]
    notes: Vec<RawNote<S>>,
    #[serde(default = "Vec::new")]
    terms: Vec<RawTerm<S>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
struct RawNote<S> {
    codes: RawCodes<S>,
    text: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
struct RawTerm<S> {
    slug: S,
    label: BTreeMap<String, S>,
    #[serde(default)]
    about: BTreeMap<String, String>,
    #[serde(default = "BTreeMap::new")]
    synonyms: BTreeMap<String, Vec<S>>,
    #[serde(default = "RawCodes::none")]
    codes: RawCodes<S>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, bound(deserialize = "S: Deserialize<'de>"))]
struct RawCodes<S> {
    #[serde(default = "Vec::new")]
    to_2024: Vec<S>,
    #[serde(default = "Vec::new")]
    from_2025: Vec<S>,
}

impl<S> RawCodes<S> {
    fn none() -> Self {
        Self { to_2024: Vec::new(), from_2025: Vec::new() }
    }
}

/// A text and where it stands, if that is known.
struct Written {
    text: String,
    at: Option<Location>,
}

impl From<String> for Written {
    fn from(text: String) -> Self {
        Self { text, at: None }
    }
}

impl From<Spanned<String>> for Written {
    fn from(spanned: Spanned<String>) -> Self {
        Self { text: spanned.value, at: Some(spanned.referenced) }
    }
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

    fn finding(self, message: impl Into<String>, at: Option<Location>) -> Diagnostic {
        let place = at.map_or_else(|| Place::file(self.path), |at| self.place(typed::range(self.text, at)));
        Diagnostic::new(&rules::VOCABULARY_TERM, message).at(place)
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
        self.add::<String>(File { path, text }, false);
    }

    /// Adds a site's file.
    pub(super) fn add_site(&mut self, path: &str, text: &str) {
        self.add::<Spanned<String>>(File { path, text }, true);
    }

    /// The vocabulary, and what is wrong with its files.
    pub(super) fn finish(self) -> (Vocabulary, Vec<Diagnostic>) {
        let facets = self.facets.map(|facet| (facet.label, facet.about, facet.terms));
        (Vocabulary::assemble(facets, self.notes), self.findings)
    }

    fn add<S>(&mut self, file: File<'_>, checked: bool)
    where
        S: DeserializeOwned + Into<Written>,
    {
        let raw = match serde_yaml::from_str::<RawFile<S>>(file.text) {
            Ok(raw) => raw,
            Err(error) => return self.findings.push(explain(&error, file)),
        };
        let Written { text: name, at } = raw.facet.into();
        let Some(facet) = Facet::from_key(&name) else {
            let keys = Facet::all().map(Facet::key);
            let help = match closest(&name, keys.into_iter()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the facets are {}", keys.join(", ")),
            };
            let finding = file.finding(format!("there is no facet `{name}`"), at).label("unknown facet");
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

    fn add_term<S: Into<Written>>(&mut self, facet: Facet, raw: RawTerm<S>, file: File<'_>, checked: bool) {
        let codes = self.codes(raw.codes, file);
        let slug: Written = raw.slug.into();
        let mut label = BTreeMap::new();
        let mut synonyms: BTreeMap<String, Vec<String>> = BTreeMap::new();
        // Every name with its place, in the order of `Term::names`.
        let mut names = vec![(slug.text.clone(), slug.at)];
        for (lang, text) in raw.label {
            let Written { text, at } = text.into();
            names.push((text.clone(), at));
            label.insert(lang, text);
        }
        for (lang, all) in raw.synonyms {
            let all: Vec<Written> = all.into_iter().map(Into::into).collect();
            names.extend(all.iter().map(|written| (written.text.clone(), written.at)));
            synonyms.insert(lang, all.into_iter().map(|written| written.text).collect());
        }
        let term = Term {
            facet,
            slug: slug.text,
            label: label.into_iter().collect(),
            about: raw.about.into_iter().collect(),
            synonyms: synonyms.into_iter().collect(),
            codes,
        };
        if self.facets.iter().map(|entry| entry.terms.len()).sum::<usize>() >= MOST_TERMS {
            let finding = file.finding(format!("a vocabulary has {MOST_TERMS} terms at most"), slug.at);
            return self.findings.push(finding.help("remove terms"));
        }
        if checked {
            if term.label.exact("en").is_none()
                && let Some(number) = self.facets[facet.index()].terms.iter().position(|known| known.slug == term.slug)
            {
                return self.translate(number, term, &names, file);
            }
            if !self.slug_is_good(&term, slug.at, file) {
                return;
            }
            self.check_names(&term, &names, file);
            let entry = &mut self.facets[facet.index()];
            let number = entry.terms.len();
            for (name, _) in &names {
                entry.names().entry(key(name)).or_insert(number);
            }
        }
        self.facets[facet.index()].terms.push(term);
    }

    /// Adds names in further languages to a term that is there.
    fn translate(&mut self, number: usize, more: Term, names: &[(String, Option<Location>)], file: File<'_>) {
        let entry = &mut self.facets[more.facet.index()];
        let known = &mut entry.terms[number];
        known.label.overlay(more.label);
        known.about.overlay(more.about);
        known.synonyms.overlay(more.synonyms);
        for (name, at) in names.iter().skip(1) {
            let other = *entry.names().entry(key(name)).or_insert(number);
            if other != number {
                let (slug, other) = (&entry.terms[number].slug, &entry.terms[other].slug);
                let message = format!("`{name}` cannot name `{slug}`: it already means `{other}` in `{}`", more.facet);
                self.findings.push(file.finding(message, *at).label("clash").help("write another name"));
            }
        }
    }

    /// Whether listings could write the slug and would mean this term by it.
    fn slug_is_good(&mut self, term: &Term, at: Option<Location>, file: File<'_>) -> bool {
        let (facet, slug) = (term.facet, &term.slug);
        if !is_slug(slug) {
            let better = slug::slugify(slug);
            let help =
                if better.is_empty() { String::from("such as `art-therapy`") } else { format!("write `{better}`") };
            let message = format!("`{slug}` is not a slug: a-z, 0-9 and single hyphens only");
            self.findings.push(file.finding(message, at).help(help));
            return false;
        }
        if self.facets[facet.index()].terms.iter().any(|other| other.slug == *slug) {
            let message = format!("`{slug}` is already a term of `{facet}`");
            let finding = file.finding(message, at).label("taken");
            self.findings.push(finding.help("use the term that is there, or choose another slug"));
            return false;
        }
        true
    }

    /// A name answers one question only: no other term of the facet may have it, and English is always there.
    fn check_names(&mut self, term: &Term, names: &[(String, Option<Location>)], file: File<'_>) {
        if term.label.exact("en").is_none() {
            let at = names.first().and_then(|(_, at)| *at);
            let message = format!("the term `{}` has no English label", term.slug);
            let finding = file.finding(message, at);
            self.findings.push(finding.help("add `label: { en: … }`; other languages fall back to it"));
        }
        let entry = &mut self.facets[term.facet.index()];
        for (name, at) in names {
            let Some(&number) = entry.names().get(&key(name)) else { continue };
            let other = entry.terms.get(number).map(|other| other.slug.as_str()).unwrap_or_default();
            let message = format!("`{name}` already means `{other}` in `{}`", term.facet);
            let finding = file.finding(message, *at).label("clash");
            self.findings.push(finding.help(format!("remove it here, or use the term `{other}`")));
        }
    }

    fn codes<S: Into<Written>>(&mut self, raw: RawCodes<S>, file: File<'_>) -> Codes {
        let mut read = |texts: Vec<S>| {
            let mut codes = Vec::with_capacity(texts.len());
            for Written { text, at } in texts.into_iter().map(Into::into) {
                match Code::parse(&text) {
                    Some(code) => codes.push(code),
                    None => self.findings.push(
                        file.finding(format!("`{text}` is not a survey code"), at)
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
    let blank = |line: &str| line.trim_start().is_empty() || line.trim_start().starts_with('#');
    if file.text.lines().all(blank) {
        let finding = Diagnostic::new(&rules::FILE_EMPTY, "the file is empty").at(Place::file(file.path));
        return finding.help("remove the file, or begin with `facet:`");
    }
    let finding = typed::explain(error, file.path, file.text);
    match error.without_snippet() {
        serde_yaml::Error::SerdeUnknownField { field, expected, .. } => {
            match closest(field, expected.iter().copied()) {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
        }
        _ => finding,
    }
}
