//! The town in a text.

use super::marks::{Mark, Marked};
use super::places::{Choice, Row, choose, written_out};
use super::read::{Word, text};
use super::typo::nearest_name;
use super::words::{Words, has};
use super::world::World;
use super::{OTHERS, Spot, Understood};
use crate::geo::State;
use std::cmp::Reverse;

/// Words of the longest names that are looked for.
const NAME_WORDS: usize = 5;
/// Known words are read as a town with a slip only if its name has so many letters.
const SURE_LETTERS: usize = 12;

/// Words that may name a town.
pub(super) struct Found<'a> {
    pub(super) from: usize,
    /// After the name, and the state if one follows.
    pub(super) to: usize,
    /// How many words the name has.
    length: usize,
    /// Towns of this name, the largest first.
    pub(super) rows: Vec<&'a Row>,
    /// Its state is named.
    pub(super) sure: bool,
    /// The name holds the name of a term or of a state, or is another name of a town.
    named: bool,
}

impl Found<'_> {
    pub(super) fn covers(&self, at: usize) -> bool {
        (self.from..self.to).contains(&at)
    }

    /// Whether it is only one word, and may be the beginning of a longer name.
    pub(super) fn is_doubtful(&self) -> bool {
        !self.sure && !self.named && self.length == 1
    }

    /// The towns that could be meant.
    pub(super) fn candidates(&self, world: &World<'_>) -> Vec<Spot> {
        match choose(&self.rows, world.served) {
            Some(Choice::One(row, _)) => vec![Spot::town(row)],
            Some(Choice::Ask(rows)) => spots(&rows),
            None => Vec::new(),
        }
    }

    /// The state that is called like the town.
    fn namesake(&self, marked: &Marked<'_>, world: &World<'_>) -> Option<State> {
        let name = text(&marked.words[self.from..self.to]);
        world.names.states.get(&name).copied()
    }

    /// Writes down which town it is, or that one has to be chosen.
    pub(super) fn tell(&self, marked: &Marked<'_>, world: &World<'_>, understood: &mut Understood) {
        let Some(choice) = choose(&self.rows, world.served) else { return };
        let (row, others) = match choice {
            Choice::Ask(rows) => {
                understood.options = spots(&rows);
                return;
            }
            Choice::One(row, others) => (row, others),
        };
        let namesake = self.namesake(marked, world);
        // "Washington": the city or the state.
        if let Some(state) = namesake.filter(|state| *state != row.state) {
            match [row.state, state].map(|state| world.served.contains(&state)) {
                [true, false] => understood.place = Some(Spot::town(row)),
                [false, true] => understood.states.push(state),
                _ => understood.options = vec![Spot::town(row), Spot::state(state)],
            }
        } else {
            understood.place = Some(Spot::town(row));
            understood.others = namesake.map(Spot::state).into_iter().chain(spots(&others)).take(OTHERS).collect();
        }
    }
}

fn spots(rows: &[&Row]) -> Vec<Spot> {
    rows.iter().take(OTHERS).map(|row| Spot::town(row)).collect()
}

/// What to look for.
#[derive(Clone, Copy)]
pub(super) struct Wanted<'a> {
    /// The whole text is to be a place: any town will do, however small it is.
    pub(super) place: bool,
    /// Words that occur nowhere: a small town may be meant by them.
    pub(super) unknown: &'a [String],
    /// Where the ZIP stands.
    pub(super) zip: Option<usize>,
    /// States that are named.
    pub(super) states: &'a [State],
}

/// The name of a town as it is looked up.
fn key(words: &[Word]) -> String {
    words.iter().map(|word| written_out(&word.text)).collect::<Vec<_>>().join(" ")
}

/// Names of towns that begin with `prefix`; none for a single letter.
fn beginning<'a>(world: &World<'a>, prefix: &str) -> &'a [Row] {
    if prefix.chars().nth(1).is_none() { &[] } else { world.places.starting(prefix) }
}

/// Whether a name of a town can begin at `at`.
fn begins(marked: &Marked<'_>, world: &World<'_>, at: usize) -> bool {
    match marked.span_at(at) {
        None => !marked.is_filler(at) || has(&Words::embedded().articles, &marked.words[at].text),
        Some(span) if span.from != at => false,
        Some(span) => match span.mark {
            Mark::Town => true,
            Mark::Zip => false,
            // "Washington, IN"; "Anthem, AZ".
            Mark::State(_) => marked.state_after(span.to, world).is_some(),
            Mark::Term(_) => {
                marked.words.get(span.to).is_some_and(|next| next.comma) && marked.state_after(span.to, world).is_some()
            }
        },
    }
}

/// Towns named by the words from `from`, the longest name first.
fn named<'a>(marked: &Marked<'_>, world: &World<'a>, from: usize, wanted: &Wanted<'_>) -> Option<Found<'a>> {
    let words = marked.words;
    let span = marked.span_at(from);
    let next = span.map_or(from + 1, |span| span.to);
    let rows = beginning(world, &key(&words[from..next]));
    // An article alone is no town.
    let least = if span.is_none() && marked.is_filler(from) { from + 2 } else { next };
    for to in (least..=words.len().min(from + NAME_WORDS)).rev() {
        if (next..to).any(|at| marked.span_at(at).is_some_and(|span| matches!(span.mark, Mark::Zip | Mark::Term(_)))) {
            continue;
        }
        let name = key(&words[from..to]);
        let same: Vec<&Row> = rows.iter().filter(|row| row.key == name).collect();
        if same.is_empty() {
            continue;
        }
        let found = |to: usize, length: usize, rows: Vec<&'a Row>, sure: bool| {
            let named = span.is_some_and(|span| span.mark == Mark::Town && span.to == from + length);
            Some(Found { from, to, length, rows, sure, named })
        };
        if let Some((state, end)) = marked.state_after(to, world)
            && let Some(row) = same.iter().find(|row| row.state == state)
        {
            return found(end, to - from, vec![row], true);
        }
        // What is a term or a state by itself is a town only with its state.
        if span.is_some_and(|span| span.mark != Mark::Town && span.to == to) {
            continue;
        }
        let unknown = words[from..to].iter().any(|word| wanted.unknown.contains(&word.text));
        let mut rows = same;
        rows.retain(|row| wanted.place || unknown || row.is_town());
        rows.retain(|row| wanted.states.is_empty() || wanted.states.contains(&row.state));
        if !rows.is_empty() {
            return found(to, to - from, rows, !wanted.states.is_empty());
        }
    }
    None
}

/// The town in a text, and the towns that may be meant by words that are read as such.
pub(super) fn find<'a>(
    marked: &Marked<'_>,
    world: &World<'a>,
    wanted: &Wanted<'_>,
) -> (Option<Found<'a>>, Vec<Found<'a>>) {
    let mut towns: Vec<Found<'a>> = Vec::new();
    for from in (0..marked.words.len()).filter(|at| begins(marked, world, *at)) {
        if !towns.last().is_some_and(|last| last.covers(from)) {
            towns.extend(named(marked, world, from, wanted));
        }
    }
    towns.sort_by_key(|town| (!town.sure, !town.named, Reverse(town.length), Reverse(town.rows[0].size), town.from));
    let at = towns.iter().position(|town| wanted.place || is_meant(town, marked, world, wanted));
    (at.map(|at| towns.remove(at)), towns)
}

/// Whether a town is meant and not just a word that is also the name of one (Phoenix House).
fn is_meant(town: &Found<'_>, marked: &Marked<'_>, world: &World<'_>, wanted: &Wanted<'_>) -> bool {
    if let Some(zip) = wanted.zip {
        return town.sure || town.to == zip;
    }
    let others: Vec<usize> = marked.plain().filter(|at| !town.covers(*at)).collect();
    let after = town.from > 0 && has(&Words::embedded().locators, &marked.words[town.from - 1].text);
    if town.sure || town.named || after {
        return true;
    }
    let city = town.rows[0].is_city();
    let one = matches!(choose(&town.rows, world.served), Some(Choice::One(..)));
    if others.is_empty() {
        let unknown = || wanted.unknown.contains(&marked.words[town.from].text);
        return one || city || town.length > 1 || unknown();
    }
    one && (town.length > 1 || (city && others.iter().all(|at| *at < town.from)))
}

/// How a slip of the pen in the name of a town is looked for.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Slip {
    /// In a text for words: a name of several words, the first of which is right.
    Words,
    /// In a text that is to be a place: a name of several words, the first two letters of which are right.
    Name,
    /// The same, with names of one word and of small towns.
    Any,
}

/// The name of a town that was most likely meant, and the words for it. Words that are all known are read otherwise in
/// a text for words only if they are all that is left of it and a long name.
pub(super) fn slip<'a>(
    marked: &Marked<'_>,
    world: &World<'a>,
    kind: Slip,
    known: impl Fn(usize) -> bool,
) -> Option<(usize, usize, &'a Row)> {
    let words = marked.words;
    let states = marked.states();
    let fits = |row: &&Row| (kind == Slip::Any || row.is_town()) && (states.is_empty() || states.contains(&row.state));
    let plain: Vec<usize> = marked.plain().collect();
    for from in (0..words.len()).filter(|at| marked.span_at(*at).is_none() && begins(marked, world, *at)) {
        let mut prefix = key(&words[from..=from]);
        if kind != Slip::Words {
            prefix = prefix.chars().take(2).collect();
        }
        let rows = beginning(world, &prefix);
        let least = from + if kind == Slip::Any { 1 } else { 2 };
        for to in (least..=words.len().min(from + NAME_WORDS)).rev() {
            if (from..to).any(|at| marked.span_at(at).is_some()) || !marked.is_plain(to - 1) {
                continue;
            }
            let Some(row) = nearest_name(&key(&words[from..to]), rows.iter().filter(fits)) else { continue };
            let mut inside = plain.iter().filter(|at| (from..to).contains(at));
            let all = inside.clone().count() == plain.len() && row.key.chars().count() >= SURE_LETTERS;
            if kind != Slip::Words || all || !inside.all(|at| known(*at)) {
                return Some((from, to, row));
            }
        }
    }
    None
}

/// The words with others from `from` to `to`: those of a town.
pub(super) fn replaced(words: &[Word], (from, to, row): (usize, usize, &Row)) -> Vec<Word> {
    let name = row.key.split(' ').enumerate().map(|(n, word)| Word::meant(word, n == 0 && words[from].comma));
    words[..from].iter().cloned().chain(name).chain(words[to..].iter().cloned()).collect()
}
