//! From survey codes to terms.

use super::{Generation, Term, TermId, Texts, term::Code};
use std::collections::BTreeMap;

/// What one code means in one category.
#[derive(Debug, Clone)]
struct Meaning {
    category: String,
    terms: Vec<TermId>,
    note: Option<Texts>,
}

/// What a code of the survey says that no term can say: shown as a note on the listing.
#[derive(Debug, Clone)]
pub(super) struct CodeNote {
    pub(super) generation: Generation,
    pub(super) code: Code,
    pub(super) text: Texts,
}

/// The meanings of every code, for both generations.
#[derive(Debug, Clone, Default)]
pub(super) struct CodeIndex {
    to_2024: BTreeMap<String, Vec<Meaning>>,
    from_2025: BTreeMap<String, Vec<Meaning>>,
}

impl CodeIndex {
    pub(super) fn new(terms: &[Term], notes: &[CodeNote]) -> Self {
        let mut index = Self::default();
        for generation in [Generation::To2024, Generation::From2025] {
            for (id, term) in (0u16..).map(TermId).zip(terms) {
                for code in term.codes.of(generation) {
                    index.meaning(generation, code).terms.push(id);
                }
            }
        }
        for note in notes {
            index.meaning(note.generation, &note.code).note = Some(note.text.clone());
        }
        index
    }

    pub(super) fn terms(&self, generation: Generation, category: &str, code: &str) -> &[TermId] {
        self.find(generation, category, code).map_or(&[], |meaning| &meaning.terms)
    }

    pub(super) fn note(&self, generation: Generation, category: &str, code: &str) -> Option<&Texts> {
        self.find(generation, category, code)?.note.as_ref()
    }

    pub(super) fn contains(&self, generation: Generation, category: &str, code: &str) -> bool {
        self.find(generation, category, code).is_some()
    }

    pub(super) fn bare(&self, generation: Generation, code: &str) -> Vec<(&str, &[TermId])> {
        let meanings = self.of(generation).get(code).map_or(&[][..], Vec::as_slice);
        meanings.iter().map(|meaning| (meaning.category.as_str(), meaning.terms.as_slice())).collect()
    }

    fn find(&self, generation: Generation, category: &str, code: &str) -> Option<&Meaning> {
        self.of(generation).get(code)?.iter().find(|meaning| meaning.category == category)
    }

    fn of(&self, generation: Generation) -> &BTreeMap<String, Vec<Meaning>> {
        match generation {
            Generation::To2024 => &self.to_2024,
            Generation::From2025 => &self.from_2025,
        }
    }

    /// The meaning of `code`, made empty when it is new. Categories of one code stay sorted.
    fn meaning(&mut self, generation: Generation, code: &Code) -> &mut Meaning {
        let codes = match generation {
            Generation::To2024 => &mut self.to_2024,
            Generation::From2025 => &mut self.from_2025,
        };
        let meanings = codes.entry(code.code.clone()).or_default();
        let at = match meanings.binary_search_by(|m| m.category.cmp(&code.category)) {
            Ok(at) => at,
            Err(at) => {
                let new = Meaning { category: code.category.clone(), terms: Vec::new(), note: None };
                meanings.insert(at, new);
                at
            }
        };
        &mut meanings[at]
    }
}
