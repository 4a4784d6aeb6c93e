//! What the words of a text are by themselves: ZIPs, terms, states, names that hold one.

use super::read::{Word, text};
use super::typo::word_in_phrase;
use super::words::{PHRASE_WORDS, Words, has};
use super::world::World;
use crate::geo::State;
use crate::vocabulary::TermId;

/// Words of the longest name of a state, and more.
const STATE_WORDS: usize = 4;

/// What some words of a text are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Zip,
    Term(TermId),
    /// A name of a town.
    Town,
    State(State),
}

/// Words that belong together.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) mark: Mark,
}

/// The words of a text, and what they are.
pub(super) struct Marked<'a> {
    pub(super) words: &'a [Word],
    pub(super) spans: Vec<Span>,
    /// For each word the number of its span.
    owner: Vec<Option<usize>>,
}

impl<'a> Marked<'a> {
    /// Marks the words of a text: at each place the longest phrase that begins there. Terms only if `terms`.
    pub(super) fn new(words: &'a [Word], world: &World<'_>, terms: bool) -> Self {
        let mut marked = Self { words, spans: Vec::new(), owner: vec![None; words.len()] };
        let mut at = 0;
        while at < words.len() {
            at = match marked.longest(at, world, terms) {
                Some((to, mark)) => marked.add(at, to, mark),
                None => at + 1,
            };
        }
        marked
    }

    fn add(&mut self, from: usize, to: usize, mark: Mark) -> usize {
        self.owner[from..to].fill(Some(self.spans.len()));
        self.spans.push(Span { from, to, mark });
        to
    }

    /// The end of the longest phrase from `at`, and what it is.
    fn longest(&self, at: usize, world: &World<'_>, terms: bool) -> Option<(usize, Mark)> {
        let words = self.words;
        if words[at].is_zip() {
            let extended = words[at].is_digits(5) && words.get(at + 1).is_some_and(|next| next.is_digits(4));
            return Some((at + 1 + usize::from(extended), Mark::Zip));
        }
        for to in (at + 1..=words.len().min(at + PHRASE_WORDS)).rev() {
            let phrase = text(&words[at..to]);
            let known = world.names.phrases.get(&phrase);
            if to == at + 1
                && let Some(state) = self.code(at)
            {
                let town = known.is_some_and(Vec::is_empty);
                return self
                    .code_counts(at, state, world, terms)
                    .then_some((to, if town { Mark::Town } else { Mark::State(state) }));
            }
            match known {
                Some(meanings) if meanings.is_empty() => return Some((to, Mark::Town)),
                Some(meanings) if terms => return Some((to, Mark::Term(world.meant(meanings)?))),
                _ => {}
            }
            if let Some(state) = world.names.states.get(&phrase) {
                return Some((to, Mark::State(*state)));
            }
        }
        None
    }

    /// The state that the word at `at` is the code of.
    fn code(&self, at: usize) -> Option<State> {
        let word = &self.words[at].text;
        if word.len() == 2 { State::from_code(&word.to_ascii_uppercase()) } else { None }
    }

    /// Whether a code that stands by itself is meant as one.
    fn code_counts(&self, at: usize, state: State, world: &World<'_>, terms: bool) -> bool {
        let word = &self.words[at];
        let filler = self.is_filler(at);
        let next = at + 1;
        let last = next == self.words.len();
        let ends = last || self.words[next].comma || self.words[next].is_zip();
        if self.words.len() == 1 || !has(&Words::embedded().codes, &word.text) || (word.comma && (ends || !filler)) {
            return true;
        }
        let capital = word.capital && (ends || self.is_filler(next) || self.longest(next, world, terms).is_some());
        world.served.contains(&state) && (capital || (last && !filler))
    }

    /// The state that is named right after a town, at `at`, and the end of its name.
    pub(super) fn state_after(&self, at: usize, world: &World<'_>) -> Option<(State, usize)> {
        let words = self.words;
        for to in (at + 1..=words.len().min(at + STATE_WORDS)).rev() {
            if let Some(state) = world.names.states.get(&text(&words[at..to])) {
                return Some((*state, to));
            }
        }
        let state = (at < words.len()).then(|| self.code(at)).flatten()?;
        let next = words.get(at + 1);
        let ends = next.is_none_or(|next| next.comma || next.is_zip()) || self.span_at(at + 1).is_some();
        let counts = words[at].capital || ends || !Words::embedded().is_filler(&words[at].text);
        counts.then_some((state, at + 1))
    }

    /// The span that the word at `at` belongs to.
    pub(super) fn span_at(&self, at: usize) -> Option<Span> {
        self.owner.get(at).copied().flatten().map(|span| self.spans[span])
    }

    /// How many words the name has that another word at `at` makes, alone or with those around it.
    pub(super) fn phrase_with(&self, at: usize, other: &str, world: &World<'_>, terms: bool) -> usize {
        let mut words = self.words.to_vec();
        words[at] = Word::meant(other, words[at].comma);
        Marked::new(&words, world, terms).span_at(at).map_or(0, |span| span.to - span.from)
    }

    /// The word instead of that at `at` which makes a phrase of it and those around it.
    pub(super) fn word_in_phrase<'w>(&self, at: usize, world: &World<'w>) -> Option<&'w str> {
        let texts: Vec<&str> = self.words.iter().map(|word| word.text.as_str()).collect();
        word_in_phrase(texts[at], &texts[..at], &texts[at + 1..], world.names.phrases.keys())
    }

    /// The states that are named, each once.
    pub(super) fn states(&self) -> Vec<State> {
        let mut states = Vec::new();
        for span in &self.spans {
            if let Mark::State(state) = span.mark
                && !states.contains(&state)
            {
                states.push(state);
            }
        }
        states
    }

    /// Whether the word at `at` says nothing: "near", and the number in "50 miles".
    pub(super) fn is_filler(&self, at: usize) -> bool {
        let words = Words::embedded();
        let number = self.words[at].text.bytes().all(|b| b.is_ascii_digit());
        let counted = || self.words.get(at + 1).is_some_and(|next| has(&words.units, &next.text));
        words.is_filler(&self.words[at].text) || (number && counted())
    }

    /// Positions of words that are part of nothing, and say something.
    pub(super) fn plain(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.words.len()).filter(|at| self.is_plain(*at))
    }

    /// Whether the word at `at` is part of nothing, and says something.
    pub(super) fn is_plain(&self, at: usize) -> bool {
        self.span_at(at).is_none() && !self.is_filler(at)
    }
}
