//! The closed vocabulary: what can be said about a program, in words that filters, labels and search share.
//!
//! A [`Facet`] is a question, a [`Term`] one of its answers. The project's own terms lie in `data/vocabulary`, one
//! file a facet; a site adds to them with files of the same form. Survey codes are translated here and nowhere else:
//! a code means something only together with its category and its [`Generation`].

mod codes;
mod facet;
mod load;
mod suggest;
mod term;
mod translated;

pub use facet::Facet;
pub use suggest::{closest, same};
pub use term::{Code, Codes, Generation, Synonyms, Term, TermId, Texts};
pub use translated::untranslated;

use crate::diagnostic::Diagnostic;
use codes::{CodeIndex, CodeNote};
use load::Draft;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{LazyLock, OnceLock};
use suggest::Names;

macro_rules! own_files {
    ($($name:literal)*) => {
        [$((concat!("data/vocabulary/", $name), include_str!(concat!("../../data/vocabulary/", $name)))),*]
    };
}

/// The project's own files: path and text.
static OWN: [(&str, &str); Facet::COUNT] = own_files![
    "level_of_care.yaml" "focus.yaml" "format.yaml" "modality.yaml" "medication.yaml" "payment.yaml" "insurer.yaml"
    "population.yaml" "age.yaml" "gender.yaml" "language.yaml" "service.yaml" "ownership.yaml" "accreditation.yaml"
    "license.yaml" "smoking.yaml" "vaping.yaml" "time.yaml"
];

static EMBEDDED: LazyLock<Vocabulary> = LazyLock::new(|| {
    let mut draft = Draft::default();
    for (path, text) in OWN {
        draft.add_own(path, text);
    }
    draft.finish().0
});

/// All facets and terms. Read-only and shared between threads.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    terms: Vec<Term>,
    facets: Vec<FacetEntry>,
    codes: CodeIndex,
    notes: Vec<CodeNote>,
    /// Made by the first suggestion; most runs never need one.
    names: OnceLock<Names>,
}

#[derive(Debug, Clone)]
struct FacetEntry {
    label: Texts,
    about: Texts,
    /// The numbers of its terms.
    range: Range<u16>,
    slugs: BTreeMap<String, TermId>,
}

impl Vocabulary {
    /// The project's own vocabulary.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The project's vocabulary with a site's files, each a path to show and its text.
    ///
    /// Every problem of every file is reported. A term with a bad slug is left out; a file that cannot be read adds
    /// nothing. A site may also give a facet another label, and labels in more languages.
    pub fn with_site(files: &[(String, String)]) -> (Self, Vec<Diagnostic>) {
        let mut draft = Draft::of(Self::embedded());
        for (path, text) in files {
            draft.add_site(path, text);
        }
        draft.finish()
    }

    fn assemble(drafts: [(Texts, Texts, Vec<Term>); Facet::COUNT], notes: Vec<CodeNote>) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        let mut facets = Vec::with_capacity(Facet::COUNT);
        let mut next = 0u16;
        for (label, about, own) in drafts {
            let start = next;
            let mut slugs = BTreeMap::new();
            for term in own {
                slugs.insert(term.slug.clone(), TermId(next));
                terms.push(term);
                next = next.saturating_add(1);
            }
            facets.push(FacetEntry { label, about, range: start..next, slugs });
        }
        let codes = CodeIndex::new(&terms, &notes);
        Self { terms, facets, codes, notes, names: OnceLock::new() }
    }

    /// The term of an id that this vocabulary gave out.
    pub fn get(&self, id: TermId) -> &Term {
        &self.terms[id.index()]
    }

    /// The term that listings write as `slug`.
    pub fn find(&self, facet: Facet, slug: &str) -> Option<TermId> {
        self.facet(facet).slugs.get(slug).copied()
    }

    /// The terms of a facet, in order.
    pub fn terms(&self, facet: Facet) -> impl DoubleEndedIterator<Item = TermId> + ExactSizeIterator + use<> {
        self.facet(facet).range.clone().map(TermId)
    }

    /// How many terms there are; every [`TermId::index`] is below it.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    /// Whether there are no terms at all.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What a person reads above the terms of a facet.
    pub fn facet_label(&self, facet: Facet) -> &Texts {
        &self.facet(facet).label
    }

    /// One plain sentence about a facet.
    pub fn facet_about(&self, facet: Facet) -> &Texts {
        &self.facet(facet).about
    }

    /// The terms that a survey code stands for: none, one or two. Capitals matter.
    pub fn resolve(&self, generation: Generation, category: &str, code: &str) -> &[TermId] {
        self.codes.terms(generation, category, code)
    }

    /// The meanings of a code that came without its category: category and terms, by category. More than one is for
    /// the caller to decide. A category without terms has a note only.
    pub fn resolve_bare(&self, generation: Generation, code: &str) -> Vec<(&str, &[TermId])> {
        self.codes.bare(generation, code)
    }

    /// Whether a code stands for a term or a note.
    pub fn is_known_code(&self, generation: Generation, category: &str, code: &str) -> bool {
        self.codes.contains(generation, category, code)
    }

    /// What a code says that no term can say, to be shown on the listing.
    pub fn code_note(&self, generation: Generation, category: &str, code: &str) -> Option<&Texts> {
        self.codes.note(generation, category, code)
    }

    /// The term that `text` means or was most likely meant to be.
    ///
    /// In this order: a slug, label or synonym, whatever its case, accents, blanks and hyphens; a name inside a longer
    /// text (`evening IOP`); a slip of the pen. Where two terms fit equally well there is no suggestion.
    pub fn suggest(&self, facet: Facet, text: &str) -> Option<TermId> {
        self.names.get_or_init(|| Names::new(&self.terms)).suggest(facet, text)
    }

    fn facet(&self, facet: Facet) -> &FacetEntry {
        &self.facets[facet.index()]
    }
}

#[cfg(test)]
mod tests;
