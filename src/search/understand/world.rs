//! What a search is understood with: the vocabulary, the gazetteer, and what the directory holds.

use super::places::Places;
use super::typo::Entry;
use super::words::Names;
use crate::geo::State;
use crate::vocabulary::TermId;

/// Everything that a search is understood with.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// What terms, states and towns are called.
    pub names: &'a Names,
    /// All towns.
    pub places: &'a Places,
    /// Listings of each term, by its number.
    pub counts: &'a [u32],
    /// States with listings.
    pub served: &'a [State],
    /// Whether a word occurs in any listing or guide.
    pub known: &'a dyn Fn(&str) -> bool,
    /// The words that typing mistakes are compared with.
    pub lexicon: &'a [Entry],
}

impl World<'_> {
    /// The first of several meanings that any listing has, else the first.
    pub(super) fn meant(&self, terms: &[TermId]) -> Option<TermId> {
        let listed = terms.iter().find(|id| self.counts.get(id.index()).is_some_and(|count| *count > 0));
        listed.or(terms.first()).copied()
    }

    /// Whether a word occurs anywhere.
    pub(super) fn knows(&self, word: &str) -> bool {
        (self.known)(word)
    }
}
