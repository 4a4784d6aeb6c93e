//! The embedded tables and the questions they answer.

use super::name::compact;
use super::outline::Grid;
use super::topology::{self, Area, Borders, join};
use super::{County, Outline, Point, State, Zip, embedded};
use std::cmp::Reverse;
use std::sync::OnceLock;

/// Whether a ZIP has an extent on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZipKind {
    /// An area in which mail is delivered.
    Area,
    /// A point only: post office boxes or one large receiver. Say "near" its city.
    PointOnly,
}

/// What is known of a ZIP.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ZipRow {
    /// The ZIP itself.
    pub zip: Zip,
    /// Where most of its addresses are; to 4 decimals.
    pub point: Point,
    /// The state of its post, which can differ from the state its point lies in.
    pub state: State,
    /// City name as on envelopes.
    pub city: &'static str,
    /// Area or point.
    pub kind: ZipKind,
    /// Radius in miles of a circle as large as the ZIP's land. No bound: one in ten addresses lies outside.
    pub radius_miles: f64,
}

/// A populated place, or a name that the post uses as a city.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Place {
    /// Name as people use it.
    pub name: &'static str,
    /// The state it is in.
    pub state: State,
    /// Its center; for a name of the post, the middle of its ZIPs.
    pub point: Point,
    /// People living there, if known.
    pub population: Option<u32>,
}

/// All embedded geography. Get it with [`Gazetteer::embedded`]; each table is read when first asked for.
pub struct Gazetteer {
    zips: OnceLock<Vec<ZipRow>>,
    places: OnceLock<Places>,
    states: OnceLock<States>,
    counties: OnceLock<Counties>,
}

struct Places {
    rows: Vec<Place>,
    /// Folded name and row, sorted by name, then the largest first, then by state.
    index: Vec<(String, usize)>,
}

struct States {
    outlines: Vec<(State, Outline)>,
    borders: Borders,
}

struct Counties {
    /// In the order of their codes, as are the outlines.
    rows: Vec<County>,
    outlines: Vec<Outline>,
    grid: Grid,
    borders: Borders,
}

/// West, south, east and north of the freely associated states, of which the Census has no outlines.
const BOXES: [(&str, [f64; 4]); 3] =
    [("FM", [137.3, 0.9, 163.2, 10.2]), ("MH", [160.7, 4.4, 172.3, 14.8]), ("PW", [131.0, 2.8, 134.9, 8.2])];

/// How far off the outlines a point still belongs to the nearest county.
const SHORE_MILES: f64 = 1.0;

impl Gazetteer {
    /// The tables inside the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: Gazetteer = Gazetteer {
            zips: OnceLock::new(),
            places: OnceLock::new(),
            states: OnceLock::new(),
            counties: OnceLock::new(),
        };
        &EMBEDDED
    }

    /// All ZIPs in ascending order. Military mail is not among them.
    pub fn zips(&self) -> &[ZipRow] {
        self.zips.get_or_init(|| {
            let text: &'static str = embedded::inflate(embedded::ZIPS).leak();
            text.lines().filter_map(zip_row).collect()
        })
    }

    /// What is known of `zip`. None for ZIPs that do not exist, are newer than the table, or are military mail.
    pub fn zip(&self, zip: Zip) -> Option<&ZipRow> {
        let zips = self.zips();
        zips.binary_search_by_key(&zip, |row| row.zip).ok().and_then(|at| zips.get(at))
    }

    /// All places, by folded name, then state.
    pub fn places(&self) -> &[Place] {
        &self.place_table().rows
    }

    /// The place of this name in this state, whatever its case, accents, apostrophes and abbreviations ("Ft Wayne").
    /// Of several, the one with most people.
    pub fn place(&self, name: &str, state: State) -> Option<&Place> {
        self.matches(name).find(|place| place.state == state)
    }

    /// All places of this name, the largest first.
    pub fn places_named(&self, name: &str) -> Vec<&Place> {
        self.matches(name).collect()
    }

    fn matches(&self, name: &str) -> impl Iterator<Item = &Place> {
        let Places { rows, index } = self.place_table();
        let key = compact(name);
        let start = index.partition_point(|(other, _)| *other < key);
        index[start..].iter().take_while(move |(other, _)| *other == key).map(|&(_, row)| &rows[row])
    }

    fn place_table(&self) -> &Places {
        self.places.get_or_init(|| {
            let text: &'static str = embedded::inflate(embedded::PLACES).leak();
            let rows: Vec<Place> = text.lines().filter_map(place_row).collect();
            let mut index: Vec<_> = rows.iter().enumerate().map(|(at, row)| (compact(row.name), at)).collect();
            // Rows of one name are already ordered by state.
            index.sort_by(|(a, i), (b, j)| {
                (a, Reverse(rows[*i].population), i).cmp(&(b, Reverse(rows[*j].population), j))
            });
            Places { rows, index }
        })
    }

    /// The outlines of all states that have one (not the Federated States of Micronesia, the Marshall Islands and
    /// Palau), by name.
    pub fn states(&self) -> &[(State, Outline)] {
        &self.state_table().outlines
    }

    /// The same outlines as lines that neighbours share.
    pub fn state_borders(&self) -> &Borders {
        &self.state_table().borders
    }

    fn state_table(&self) -> &States {
        self.states.get_or_init(|| {
            let borders = borders(embedded::STATES);
            let mut outlines: Vec<_> = (borders.states.iter())
                .filter_map(|area| Some((State::from_fips(&area.fips)?, outline(area, &borders))))
                .collect();
            outlines.sort_by_key(|(state, _)| *state);
            States { outlines, borders }
        })
    }

    /// The state in whose outline the point lies. None at sea, abroad, and where an outline is too coarse: on small
    /// islands and piers.
    pub fn state_at(&self, point: Point) -> Option<State> {
        self.states().iter().find(|(_, outline)| outline.contains(point)).map(|(state, _)| *state)
    }

    /// Whether the point lies in the state or at most `tolerance_miles` outside of it. A quarter of a mile is enough for
    /// addresses, since that is how far the outlines are simplified; 12 miles for the points of ZIPs that have no area.
    /// States without an outline are taken as boxes.
    pub fn in_or_near_state(&self, point: Point, state: State, tolerance_miles: f64) -> bool {
        if let Some((_, outline)) = self.states().iter().find(|(other, _)| *other == state) {
            return outline.contains_or_near(point, tolerance_miles);
        }
        BOXES.iter().any(|(code, bounds)| {
            *code == state.code() && Outline::rectangle(*bounds).contains_or_near(point, tolerance_miles)
        })
    }

    /// All counties with their outlines, by code.
    pub fn counties(&self) -> impl Iterator<Item = (&County, &Outline)> {
        let Counties { rows, outlines, .. } = self.county_table();
        rows.iter().zip(outlines)
    }

    /// The county in whose outline the point lies, or, for a point that is in none, the nearest within a mile: piers
    /// and low shores are outside of the simplified outlines. None at sea and abroad.
    pub fn county_at(&self, point: Point) -> Option<&County> {
        let Counties { rows, outlines, grid, .. } = self.county_table();
        let candidates = grid.candidates(point);
        let inside = candidates.iter().find(|&&at| outlines[at].contains(point));
        let at = inside.or_else(|| {
            let near = candidates.iter().filter(|&&at| outlines[at].contains_or_near(point, SHORE_MILES));
            near.min_by(|&&a, &&b| outlines[a].miles_to_border(point).total_cmp(&outlines[b].miles_to_border(point)))
        });
        at.map(|&at| &rows[at])
    }

    /// The counties of a state that are called so, with or without their kind: one for `Baltimore City`, two for
    /// `Baltimore`, none for a name that is not in use.
    pub fn counties_named(&self, name: &str, state: State) -> Vec<&County> {
        self.county_table().rows.iter().filter(|county| county.state == state && county.is_called(name)).collect()
    }

    /// All counties, and the states they make up, as lines that neighbours share. These lines are shorter than those
    /// of [`Gazetteer::state_borders`]: one ends wherever a border of a county does.
    pub fn county_borders(&self) -> &Borders {
        &self.county_table().borders
    }

    fn county_table(&self) -> &Counties {
        self.counties.get_or_init(|| {
            let mut borders = borders(embedded::COUNTIES);
            borders.counties.sort_by(|a, b| a.fips.cmp(&b.fips));
            let (mut rows, mut outlines) = (Vec::new(), Vec::new());
            for area in &borders.counties {
                let Some(state) = area.fips.get(..2).and_then(State::from_fips) else { continue };
                rows.push(County { fips: area.fips.clone(), name: area.name.clone(), state });
                outlines.push(outline(area, &borders));
            }
            let grid = Grid::new(outlines.iter());
            Counties { rows, outlines, grid, borders }
        })
    }
}

#[expect(clippy::expect_used, reason = "the file is part of the program and read by the tests of this module")]
fn borders(compressed: &[u8]) -> Borders {
    topology::decode(&embedded::inflate(compressed)).expect("embedded file is TopoJSON")
}

fn outline(area: &Area, borders: &Borders) -> Outline {
    Outline::new(area.rings.iter().map(|ring| join(ring, &borders.lines)).collect())
}

/// A line of `zips.tsv`. None for the header and for the one row without a state, which is military mail.
fn zip_row(line: &'static str) -> Option<ZipRow> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let zip = cell()?.parse().ok()?;
    let point = Point::new(cell()?.parse().ok()?, cell()?.parse().ok()?).ok()?;
    let state = State::from_code(cell()?)?;
    let city = cell()?;
    let kind = if cell()? == "a" { ZipKind::Area } else { ZipKind::PointOnly };
    Some(ZipRow { zip, point, state, city, kind, radius_miles: cell()?.parse().ok()? })
}

/// A line of `places.tsv`, where a population of 0 means that it is not known. None for the header.
fn place_row(line: &'static str) -> Option<Place> {
    let mut cells = line.split('\t');
    let mut cell = || cells.next();
    let name = cell()?;
    let state = State::from_code(cell()?)?;
    let point = Point::new(cell()?.parse().ok()?, cell()?.parse().ok()?).ok()?;
    let population = cell()?.parse().ok().filter(|&people| people > 0);
    Some(Place { name, state, point, population })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Gazetteer, ZipKind, ZipRow};
    use crate::geo::{Point, State, Zip, is_military, miles};
    use std::collections::BTreeSet;

    fn zip(text: &str) -> Option<&'static ZipRow> {
        Gazetteer::embedded().zip(text.parse().unwrap())
    }

    fn state(code: &str) -> State {
        State::from_code(code).unwrap()
    }

    fn at(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap()
    }

    fn county(latitude: f64, longitude: f64) -> Option<String> {
        let county = Gazetteer::embedded().county_at(at(latitude, longitude))?;
        Some(format!("{}, {}", county.title(), county.state.code()))
    }

    #[test]
    fn the_tables_are_whole() {
        let gazetteer = Gazetteer::embedded();
        // 41,198 rows less the one of military mail.
        assert_eq!(gazetteer.zips().len(), 41_197);
        assert_eq!(gazetteer.zips().iter().filter(|row| row.kind == ZipKind::Area).count(), 33_791);
        assert_eq!(gazetteer.places().len(), 36_344);
        assert_eq!(gazetteer.places().iter().filter(|place| place.population.is_some()).count(), 22_066);
        assert_eq!(gazetteer.states().len(), 56);
        assert_eq!(gazetteer.counties().count(), 3_233);
        assert!(gazetteer.zips().is_sorted_by(|a, b| a.zip < b.zip));
    }

    #[test]
    fn well_known_zips_are_where_they_should_be() {
        let boise = zip("83702").unwrap();
        assert_eq!((boise.city, boise.state.code(), boise.kind), ("Boise", "ID", ZipKind::Area));
        assert!(miles(boise.point, at(43.6150, -116.2023)) < 10.0);
        // The Census point of this Anchorage ZIP is 278 miles off.
        assert!(miles(zip("99503").unwrap().point, at(61.2, -149.9)) < 15.0);
        assert_eq!(zip("94129").unwrap().city, "San Francisco");
        assert_eq!(zip("00901").unwrap().state, state("PR"));
        // Most of its land is in Maine.
        assert_eq!(zip("03579").unwrap().state, state("NH"));
        let saipan = zip("96950").unwrap();
        assert_eq!(saipan.state, state("MP"));
        assert!(saipan.point.longitude() > 0.0);
        assert_eq!(zip("20500").unwrap().kind, ZipKind::PointOnly);
    }

    #[test]
    fn military_and_unknown_zips_are_not_in_the_table() {
        for text in ["09001", "96365", "34002", "99999"] {
            assert_eq!(zip(text), None, "{text}");
        }
        assert!(Gazetteer::embedded().zips().iter().all(|row| !is_military(row.zip)));
    }

    #[test]
    fn every_zip_lies_in_or_near_its_state() {
        let gazetteer = Gazetteer::embedded();
        let outside = gazetteer.zips().iter().filter(|row| {
            let tolerance = if row.kind == ZipKind::Area { 3.0 } else { 12.0 };
            !gazetteer.in_or_near_state(row.point, row.state, tolerance)
        });
        let outside: Vec<String> = outside.map(|row| row.zip.to_string()).collect();
        // Two islands without an outline, Monhegan and Isle Saint George, and Wake Island, filed under Hawaii.
        assert_eq!(outside, ["04852", "43436", "96898"]);
    }

    #[test]
    fn every_place_lies_in_or_near_its_state() {
        let gazetteer = Gazetteer::embedded();
        let far = gazetteer.places().iter().filter(|place| !gazetteer.in_or_near_state(place.point, place.state, 3.0));
        let names: Vec<&str> = far.map(|place| place.name).collect();
        // Islands without an outline; Taulaga is on Swains Island.
        assert_eq!(names, ["Isle Saint George", "Monhegan", "Taulaga", "Wake Island"]);
    }

    #[test]
    fn a_place_is_found_however_it_is_written() {
        let gazetteer = Gazetteer::embedded();
        let found = |name: &str, code: &str| gazetteer.place(name, state(code)).map(|place| place.name);
        assert_eq!(found("Saint Louis", "MO"), Some("St. Louis"));
        assert_eq!(found("FT LAUDERDALE", "FL"), Some("Fort Lauderdale"));
        assert_eq!(found("Mayaguez", "PR"), Some("Mayagüez"));
        assert_eq!(found("Van Nuys", "CA"), Some("Van Nuys"));
        assert_eq!(found("Boise", "AL"), None);
        assert_eq!(found("", "AL"), None);
        // "O Fallon", a name of the post without a population, stands in the table as well.
        for name in ["O'Fallon", "O’Fallon", "O Fallon", "OFallon"] {
            assert_eq!(gazetteer.place(name, state("MO")).unwrap().population, Some(85_040), "{name}");
        }
    }

    #[test]
    fn places_of_one_name_come_the_largest_first() {
        let named = Gazetteer::embedded().places_named("portland");
        assert_eq!((named[0].state.code(), named[1].state.code()), ("OR", "ME"));
        assert!(named.len() > 10);
        assert!(named.is_sorted_by(|a, b| a.population >= b.population));
        assert!(Gazetteer::embedded().places_named("Nowhere at all").is_empty());
    }

    #[test]
    fn a_point_knows_its_state() {
        let gazetteer = Gazetteer::embedded();
        let found = |latitude, longitude| gazetteer.state_at(at(latitude, longitude)).map(State::code);
        assert_eq!(found(33.2129, -86.7879), Some("AL"));
        assert_eq!(found(38.8977, -77.0365), Some("DC"));
        assert_eq!(found(21.3069, -157.8583), Some("HI"));
        assert_eq!(found(18.4655, -66.1057), Some("PR"));
        assert_eq!(found(13.4745, 144.7504), Some("GU"));
        // Attu, the far side of the 180th meridian.
        assert_eq!(found(52.9, 172.9), Some("AK"));
        assert_eq!(found(45.5017, -73.5673), None);
        assert_eq!(found(51.5, 0.1), None);
    }

    #[test]
    fn nearness_to_a_state_is_measured_from_its_border() {
        let gazetteer = Gazetteer::embedded();
        let near =
            |latitude, longitude, code, miles| gazetteer.in_or_near_state(at(latitude, longitude), state(code), miles);
        // The White House is a mile and a half from Virginia.
        assert!(near(38.8977, -77.0365, "VA", 3.0));
        assert!(!near(38.8977, -77.0365, "VA", 0.2));
        assert!(!near(38.8977, -77.0365, "PA", 3.0));
        // San Antonio with the state of Houston is right, with that of Phoenix wrong.
        assert!(near(29.4241, -98.4936, "TX", 0.0));
        assert!(!near(29.4241, -98.4936, "AZ", 50.0));
        // No outline is known for Palau.
        assert!(near(7.34, 134.48, "PW", 1.0));
        assert!(!near(7.34, 134.48, "FM", 1.0));
    }

    #[test]
    fn a_point_knows_its_county() {
        for (latitude, longitude, title) in [
            (33.2129, -86.7879, "Shelby County, AL"),
            (34.0522, -118.2437, "Los Angeles County, CA"),
            (37.7749, -122.4194, "San Francisco County, CA"),
            (41.7658, -72.6734, "Capitol Planning Region, CT"),
            (61.2176, -149.8997, "Anchorage Municipality, AK"),
            (60.7922, -161.7558, "Bethel Census Area, AK"),
            (58.3019, -134.4197, "Juneau City and Borough, AK"),
            (64.8378, -147.7164, "Fairbanks North Star Borough, AK"),
            (18.2013, -67.1397, "Mayagüez Municipio, PR"),
            (29.9511, -90.0715, "Orleans Parish, LA"),
            (38.6270, -90.1994, "St. Louis City, MO"),
            (38.6631, -90.4237, "St. Louis County, MO"),
            (39.2904, -76.6122, "Baltimore City, MD"),
            (36.8508, -76.2859, "Norfolk City, VA"),
            (39.1638, -119.7674, "Carson City, NV"),
            (38.8977, -77.0365, "District of Columbia, DC"),
            (13.4745, 144.7504, "Guam, GU"),
            (15.19, 145.75, "Saipan Municipality, MP"),
        ] {
            assert_eq!(county(latitude, longitude).as_deref(), Some(title));
        }
        assert_eq!(county(30.0, -70.0), None);
        assert_eq!(county(45.5017, -73.5673), None);
    }

    #[test]
    fn a_point_on_the_shore_belongs_to_the_nearest_county() {
        // A pier in San Francisco, a street on Staten Island, a spit at Kotzebue: all outside of the outlines.
        for (latitude, longitude, title) in [
            (37.8055, -122.4052, "San Francisco County, CA"),
            (40.6393, -74.0761, "Richmond County, NY"),
            (66.9025, -162.5825, "Northwest Arctic Borough, AK"),
        ] {
            assert_eq!(Gazetteer::embedded().state_at(at(latitude, longitude)), None);
            assert_eq!(county(latitude, longitude).as_deref(), Some(title));
        }
    }

    #[test]
    fn titles_and_addresses_of_counties_are_unique_in_a_state() {
        let gazetteer = Gazetteer::embedded();
        let titles: BTreeSet<_> = gazetteer.counties().map(|(county, _)| (county.state, county.title())).collect();
        let slugs: BTreeSet<_> = gazetteer.counties().map(|(county, _)| (county.state, county.slug())).collect();
        assert_eq!((titles.len(), slugs.len()), (3_233, 3_233));
        assert!(slugs.contains(&(state("MD"), "prince-georges-county".to_owned())));
        assert!(slugs.contains(&(state("NM"), "dona-ana-county".to_owned())));
        // A city that is no part of a county exists in four states only.
        let cities = gazetteer.counties().filter(|(county, _)| &county.fips[2..] >= "510");
        let states: BTreeSet<_> = cities.map(|(county, _)| county.state.code()).collect();
        assert_eq!(states, BTreeSet::from(["MD", "MO", "NV", "VA"]));
    }

    #[test]
    fn a_county_is_found_by_name_with_or_without_its_kind() {
        let found = |name: &str, code: &str| -> Vec<&str> {
            let counties = Gazetteer::embedded().counties_named(name, state(code));
            counties.iter().map(|county| county.fips.as_str()).collect()
        };
        assert_eq!(found("Shelby County", "AL"), ["01117"]);
        assert_eq!(found("shelby", "AL"), ["01117"]);
        assert_eq!(found("Saint Louis County", "MO"), ["29189"]);
        assert_eq!(found("Baltimore", "MD"), ["24005", "24510"]);
        assert_eq!(found("Hartford County", "CT"), [""; 0]);
    }

    #[test]
    fn the_gazetteer_can_be_shared_between_threads() {
        fn shared<T: Send + Sync>(_: &T) {}
        shared(Gazetteer::embedded());
        let one: Zip = "83702".parse().unwrap();
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert!(Gazetteer::embedded().zip(one).is_some()));
            }
        });
    }
}
