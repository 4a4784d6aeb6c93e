//! Towns by name, and which of several was meant.

use super::words::Words;
use crate::geo::{Gazetteer, Point, State};
use crate::search::analysis::normalise;
use crate::search::documents::Town;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// The size of 5,000 people: smaller towns without listings are not looked for in a text that names no state.
const TOWN: u8 = 122;
/// The difference in size that ten times as many people make.
const TEN_TIMES: u8 = 33;
/// The size of 50,000 people: a town that can be meant by the last word of a text.
const CITY: u8 = 156;

/// A name of a town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What is compared: see [`key`].
    pub key: String,
    /// What is shown.
    pub name: String,
    /// Its state.
    pub state: State,
    /// In 1/1000 degrees north.
    pub latitude: i32,
    /// In 1/1000 degrees east.
    pub longitude: i32,
    /// Ten times the logarithm to base 2 of the number of people and one more, rounded down.
    pub size: u8,
    /// Number of listings in the town.
    pub listings: u32,
}

impl Row {
    /// Whether a text may mean it without naming its state.
    pub fn is_town(&self) -> bool {
        self.size >= TOWN || self.listings > 0
    }

    /// Whether the last word of a text may mean it.
    pub(super) fn is_city(&self) -> bool {
        self.size >= CITY
    }

    /// The name with its state: `Boise, ID`.
    pub fn label(&self) -> String {
        format!("{}, {}", self.name, self.state.code())
    }
}

/// The form in which names of towns are compared: normalised, with `st`, `ste`, `ft` and `mt` written out.
pub(super) fn key(name: &str) -> String {
    normalise(name).split(' ').map(written_out).collect::<Vec<_>>().join(" ")
}

pub(super) fn written_out(word: &str) -> &str {
    match word {
        "st" => "saint",
        "ste" => "sainte",
        "ft" => "fort",
        "mt" => "mount",
        word => word,
    }
}

/// All names of towns.
#[derive(Debug)]
pub struct Places {
    rows: Vec<Row>,
}

/// Names by key and state, with the number of people.
type Rows = BTreeMap<(String, State), (u32, Row)>;

/// The gazetteer with the other names that people use.
fn gazetteer() -> &'static Rows {
    static ROWS: OnceLock<Rows> = OnceLock::new();
    ROWS.get_or_init(|| {
        let gazetteer = Gazetteer::embedded();
        let places = gazetteer.places().iter().map(|place| (key(place.name), place));
        let others = Words::embedded().places.iter();
        let others = others.filter_map(|(key, name, state)| Some((key.clone(), gazetteer.place(name, *state)?)));
        let mut rows = Rows::new();
        for (key, place) in places.chain(others).filter(|(key, _)| !key.is_empty()) {
            let people = place.population.unwrap_or(0);
            let at = (key.clone(), place.state);
            // Of two towns of one name in one state nobody can tell which was meant; the larger one stays.
            if rows.get(&at).is_none_or(|(others, _)| *others < people) {
                rows.insert(at, (people, row(key, place.name, place.state, place.point, people)));
            }
        }
        rows
    })
}

impl Places {
    /// The gazetteer with the other names that people use, and with towns that have listings.
    pub fn new(towns: &[Town]) -> Self {
        let mut rows = gazetteer().clone();
        for town in towns {
            let known = Gazetteer::embedded().place(&town.name, town.state);
            let key = key(known.map_or(&*town.name, |place| place.name));
            let at = (key.clone(), town.state);
            if let Some((_, row)) = rows.get_mut(&at) {
                row.listings = row.listings.saturating_add(town.listings);
            } else if let Some(point) = town.point
                && !key.is_empty()
            {
                let row = Row { listings: town.listings, ..row(key, &town.name, town.state, point, 0) };
                rows.insert(at, (0, row));
            }
        }
        let mut rows: Vec<(u32, Row)> = rows.into_values().collect();
        rows.sort_by(|(a, x), (b, y)| (&x.key, Reverse(a), x.state).cmp(&(&y.key, Reverse(b), y.state)));
        Self { rows: rows.into_iter().map(|(_, row)| row).collect() }
    }

    /// All names, by key, then the largest town first.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The first words of the names of towns that a text may mean without naming their state.
    pub fn first_words(&self) -> BTreeSet<&str> {
        self.rows.iter().filter(|row| row.is_town()).filter_map(|row| row.key.split(' ').next()).collect()
    }

    /// The names whose keys begin with `prefix`.
    pub fn starting(&self, prefix: &str) -> &[Row] {
        let from = self.rows.partition_point(|row| row.key.as_str() < prefix);
        let length = self.rows[from..].partition_point(|row| row.key.starts_with(prefix));
        &self.rows[from..from + length]
    }
}

fn row(key: String, name: &str, state: State, point: Point, people: u32) -> Row {
    // Below 256 up to 47 million people.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 255")]
    let size = (f64::from(people.saturating_add(1)).log2() * 10.0).floor().min(255.0) as u8;
    let (latitude, longitude) = (thousandths(point.latitude()), thousandths(point.longitude()));
    Row { key, name: name.to_owned(), state, latitude, longitude, size, listings: 0 }
}

/// Degrees in 1/1000.
#[expect(clippy::cast_possible_truncation, reason = "at most 180,000")]
pub(super) fn thousandths(degrees: f64) -> i32 {
    (degrees * 1000.0).round() as i32
}

/// Which of the towns of one name was meant.
#[derive(Debug, PartialEq)]
pub(super) enum Choice<'a> {
    /// This one; the others could have been.
    One(&'a Row, Vec<&'a Row>),
    /// Nobody can know; the largest first.
    Ask(Vec<&'a Row>),
}

/// Chooses among towns of one name, the largest first. Where the directory has listings in the states of some of
/// them, only those count.
pub(super) fn choose<'a>(rows: &[&'a Row], served: &[State]) -> Option<Choice<'a>> {
    let here: Vec<&Row> = rows.iter().copied().filter(|row| served.contains(&row.state)).collect();
    let candidates = if here.is_empty() { rows } else { &here };
    let (first, rest) = candidates.split_first()?;
    if rest.first().is_none_or(|next| first.size >= next.size.saturating_add(TEN_TIMES)) {
        let others = rows.iter().copied().filter(|row| row.state != first.state).collect();
        return Some(Choice::One(first, others));
    }
    Some(Choice::Ask(candidates.to_vec()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::{Choice, Places, choose, key};
    use crate::geo::State;
    use crate::search::documents::Town;

    fn named<'a>(places: &'a Places, key: &str) -> Vec<&'a super::Row> {
        places.starting(key).iter().filter(|row| row.key == key).collect()
    }

    fn states(codes: &[&str]) -> Vec<State> {
        codes.iter().map(|code| State::from_code(code).unwrap()).collect()
    }

    #[test]
    fn keys_of_one_town_are_equal() {
        for (a, b) in [("St. Louis", "saint louis"), ("Ft Lauderdale", "Fort Lauderdale"), ("O’Fallon", "OFallon")] {
            assert_eq!(key(a), key(b));
        }
        assert_ne!(key("La Mesa"), key("Lamesa"));
    }

    #[test]
    fn rows_are_sorted_and_each_name_is_in_a_state_once() {
        let places = Places::new(&[]);
        assert!(places.rows().windows(2).all(|pair| pair[0].key <= pair[1].key));
        assert!(places.rows().windows(2).all(|pair| pair[0].key < pair[1].key || pair[0].size >= pair[1].size));
        let mut names: Vec<_> = places.rows().iter().map(|row| (&row.key, row.state)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), places.rows().len());
    }

    #[test]
    fn a_name_leads_to_the_town_that_is_ten_times_as_large_as_the_next() {
        let places = Places::new(&[]);
        let choice = |name: &str| choose(&named(&places, name), &[]).unwrap();
        assert!(
            matches!(choice("long beach"), Choice::One(row, others) if row.state.code() == "CA" && !others.is_empty())
        );
        assert!(matches!(choice("springfield"), Choice::Ask(rows) if rows.len() > 10));
        assert_eq!(choose(&[], &[]), None);
    }

    #[test]
    fn only_states_with_listings_count_where_there_are_any() {
        let places = Places::new(&[]);
        let rows = named(&places, "springfield");
        let choice = |codes: &[&str]| choose(&rows, &states(codes)).unwrap();
        let Choice::One(row, others) = choice(&["OR"]) else { panic!("Springfield, OR is the only one") };
        assert_eq!((row.state.code(), others.len()), ("OR", rows.len() - 1));
        assert!(matches!(choice(&["OR", "IL"]), Choice::Ask(rows) if rows.len() == 2));
        assert!(matches!(choice(&["HI"]), Choice::Ask(_)));
    }

    #[test]
    fn a_town_with_listings_counts_however_small_it_is() {
        let alaska = State::from_code("AK").unwrap();
        let point = crate::geo::Point::new(60.0, -150.0).unwrap();
        let town = |name: &str, point, listings| Town { name: name.to_owned(), state: alaska, point, listings };
        let places = Places::new(&[town("Nowhere Inn", Some(point), 2), town("Nothing", None, 1)]);
        let [row] = named(&places, "nowhere inn")[..] else { panic!("one town") };
        assert!(row.is_town() && row.listings == 2 && row.latitude == 60_000);
        assert_eq!(named(&places, "nothing").len(), 0);
    }
}
