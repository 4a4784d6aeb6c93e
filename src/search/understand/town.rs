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
    rows: Vec<&'a Row>,
    /// Its state stands beside it, or the name is always this town's.
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
        let name = text(&marked.words[self.from..self.from + self.length]);
        world.names.states.get(&name).copied().filter(|_| self.to == self.from + self.length)
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
        if let Some(state) = namesake.filter(|state| *state != row.state) {
            // "Washington": the city or the state.
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
pub(super) struct Wanted<'a> {
    /// Words that occur nowhere: a small town may be meant by them.
    pub(super) unknown: &'a [String],
    /// Where the ZIP stands.
    pub(super) zip: Option<usize>,
}

/// The name of a town as it is looked up.
fn key(words: &[Word]) -> String {
    words.iter().map(|word| written_out(&word.text)).collect::<Vec<_>>().join(" ")
}

/// Names of towns that begin with the words from `from`.
fn beginning<'a>(marked: &Marked<'_>, world: &World<'a>, from: usize) -> &'a [Row] {
    let to = marked.span_at(from).map_or(from + 1, |span| span.to);
    let prefix = key(&marked.words[from..to]);
    if prefix.chars().nth(1).is_none() { &[] } else { world.places.starting(&prefix) }
}

/// Towns named by the words from `from`, the longest name first. Without a state beside it only towns that `wanted`
/// says.
fn named<'a>(
    marked: &Marked<'_>,
    world: &World<'a>,
    from: usize,
    states: &[State],
    counts: impl Fn(&Row, &[Word]) -> bool,
) -> Option<Found<'a>> {
    let words = marked.words;
    let span = marked.span_at(from);
    let next = span.map_or(from + 1, |span| span.to);
    let rows = beginning(marked, world, from);
    // An article alone is no town.
    let least = if span.is_none() && marked.is_filler(from) { from + 2 } else { next };
    for to in (least..=words.len().min(from + NAME_WORDS)).rev() {
        if (next..to).any(|at| marked.span_at(at).is_some_and(|span| matches!(span.mark, Mark::Zip | Mark::Term(_)))) {
            continue;
        }
        let key = key(&words[from..to]);
        let same: Vec<&Row> = rows.iter().filter(|row| row.key == key).collect();
        if same.is_empty() {
            continue;
        }
        let named = span.is_some_and(|span| span.mark == Mark::Town && span.to == to);
        let length = to - from;
        let found = |to: usize, rows: Vec<&'a Row>, sure: bool| Some(Found { from, to, length, rows, sure, named });
        if let Some((state, end)) = marked.state_after(to, world)
            && let Some(row) = same.iter().find(|row| row.state == state)
        {
            return found(end, vec![row], true);
        }
        // What is a term or a state by itself is a town only with its state.
        if span.is_some_and(|span| span.mark != Mark::Town && span.to == to) {
            continue;
        }
        let mut rows: Vec<&Row> = same.into_iter().filter(|row| counts(row, &words[from..to])).collect();
        if !states.is_empty() {
            rows.retain(|row| states.contains(&row.state));
        }
        if !rows.is_empty() {
            let sure = !states.is_empty();
            return found(to, rows, sure);
        }
    }
    None
}

/// Whether a name of a town can begin at `at`.
fn begins(marked: &Marked<'_>, world: &World<'_>, at: usize) -> bool {
    let word = &marked.words[at];
    match marked.span_at(at) {
        None => !Words::embedded().is_filler(&word.text) || has(&Words::embedded().articles, &word.text),
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

/// The town in a text for words, and the towns that may be meant by words that are read as such.
pub(super) fn find<'a>(
    marked: &Marked<'_>,
    world: &World<'a>,
    wanted: &Wanted<'_>,
) -> (Option<Found<'a>>, Vec<Found<'a>>) {
    let states = marked.states();
    let counts =
        |row: &Row, words: &[Word]| row.is_town() || words.iter().any(|word| wanted.unknown.contains(&word.text));
    let starts = (0..marked.words.len()).filter(|at| begins(marked, world, *at));
    let mut found: Vec<Found<'a>> = Vec::new();
    for from in starts {
        let after = found.last().is_some_and(|last| last.covers(from));
        // "paris texas": the state is that of the town.
        if !after && let Some(town) = named(marked, world, from, &states, counts) {
            found.push(town);
        }
    }
    found.sort_by_key(|town| (!town.sure, !town.named, Reverse(town.length), town.from));
    let at = found.iter().position(|town| is_meant(town, marked, world, wanted));
    (at.map(|at| found.remove(at)), found)
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

/// The town in a text that is to be a place, however small it is: one with its state, else the longest name,
/// else the largest town.
pub(super) fn first<'a>(marked: &Marked<'_>, world: &World<'a>) -> Option<Found<'a>> {
    named_anywhere(marked, world, &marked.states())
}

/// Towns that are called so but lie in other states.
pub(super) fn elsewhere<'a>(marked: &Marked<'_>, world: &World<'a>) -> Vec<&'a Row> {
    named_anywhere(marked, world, &[]).map(|town| town.rows).unwrap_or_default()
}

fn named_anywhere<'a>(marked: &Marked<'_>, world: &World<'a>, states: &[State]) -> Option<Found<'a>> {
    #[allow(clippy::type_complexity, reason = "what is compared, in order")]
    let mut best: Option<((bool, Reverse<usize>, Reverse<u8>), Found<'a>)> = None;
    for from in 0..marked.words.len() {
        let starts = match marked.span_at(from) {
            None => begins(marked, world, from),
            Some(span) => span.from == from && (span.mark == Mark::Town || span.to < marked.words.len()),
        };
        let Some(town) = starts.then(|| named(marked, world, from, states, |_, _| true)).flatten() else { continue };
        let rank = (!town.sure, Reverse(town.length), Reverse(town.rows[0].size));
        let whole = marked.plain().all(|at| town.covers(at));
        if best.as_ref().is_none_or(|(other, _)| rank < *other) {
            best = Some((rank, town));
        }
        if whole {
            break;
        }
    }
    best.map(|(_, town)| town)
}

/// The words of a place with the name of a town that was most likely meant: its first two letters are right. Only towns
/// of several words, or with `small` all.
pub(super) fn meant(marked: &Marked<'_>, world: &World<'_>, small: bool) -> Option<Vec<Word>> {
    let words = marked.words;
    let from = (0..words.len()).find(|at| marked.span_at(*at).is_none() && begins(marked, world, *at))?;
    let end = (from..words.len()).find(|at| marked.span_at(*at).is_some()).unwrap_or(words.len());
    let to = (from..end).rev().find(|at| marked.is_plain(*at)).map_or(end, |last| last + 1);
    let prefix: String = key(&words[from..=from]).chars().take(2).collect();
    if prefix.chars().nth(1).is_none() || (to == from + 1 && !small) {
        return None;
    }
    let row = nearest(marked, world.places.starting(&prefix), from, to, |row| small || row.is_town())?;
    Some(replaced(words, from, to, row))
}

/// A town of several words that a text for words was most likely to name: its first word is right. Words that are all
/// known are read otherwise only if they are all that is left of the text and a long name.
pub(super) fn slip<'a>(
    marked: &Marked<'_>,
    world: &World<'a>,
    known: impl Fn(usize) -> bool,
) -> Option<(usize, usize, &'a Row)> {
    let words = marked.words;
    let plain: Vec<usize> = marked.plain().collect();
    for from in (0..words.len()).filter(|at| marked.span_at(*at).is_none() && begins(marked, world, *at)) {
        for to in (from + 2..=words.len().min(from + NAME_WORDS)).rev() {
            let free = (from..to).all(|at| marked.span_at(at).is_none()) && marked.is_plain(to - 1);
            let inside: Vec<usize> = plain.iter().copied().filter(|at| (from..to).contains(at)).collect();
            if free
                && let Some(row) = nearest(marked, beginning(marked, world, from), from, to, Row::is_town)
                && (!inside.iter().all(|at| known(*at))
                    || (inside.len() == plain.len() && row.key.chars().count() >= SURE_LETTERS))
            {
                return Some((from, to, row));
            }
        }
    }
    None
}

/// The town of `rows` whose name is nearly the words from `from` to `to`; in the states that are named.
fn nearest<'a>(
    marked: &Marked<'_>,
    rows: &'a [Row],
    from: usize,
    to: usize,
    counts: impl Fn(&Row) -> bool,
) -> Option<&'a Row> {
    let states = marked.states();
    let fits = |row: &&Row| counts(row) && (states.is_empty() || states.contains(&row.state));
    nearest_name(&key(&marked.words[from..to]), rows.iter().filter(fits))
}

/// The words with others from `from` to `to`: those of a town.
pub(super) fn replaced(words: &[Word], from: usize, to: usize, row: &Row) -> Vec<Word> {
    let name = row.key.split(' ').enumerate().map(|(n, word)| Word::meant(word, n == 0 && words[from].comma));
    words[..from].iter().cloned().chain(name).chain(words[to..].iter().cloned()).collect()
}
