//! The map of one state: its outline, the borders of its counties, and where a point lies on it.

use super::albers::Albers;
use super::line::{Spot, draw, rounded, visible};
use super::path::{Path, outline};
use crate::geo::{Area, Borders, County, Point, Side, State, join};
use std::collections::{BTreeMap, BTreeSet};

/// How large a map is and how closely it is drawn, in units.
#[derive(Debug, Clone, Copy)]
pub struct Sheet {
    /// Units across, whatever the form of the state.
    pub width: i32,
    /// Units down, at most.
    pub height: i32,
    /// Free units around the state.
    pub margin: i32,
    /// Bends of less are left out.
    pub tolerance: f64,
    /// Islands of less are left out.
    pub least: i32,
}

/// For the page of a state.
pub const PAGE: Sheet = Sheet { width: 480, height: 510, margin: 9, tolerance: 1.2, least: 4 };
/// For a small map that says where a place lies in its state.
pub const SMALL: Sheet = Sheet { width: 160, height: 160, margin: 4, tolerance: 1.0, least: 3 };

/// A state on a sheet.
#[derive(Debug)]
pub struct StateMap {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the outline.
    pub land: String,
    /// Path data of the borders between its counties, each drawn once.
    pub borders: String,
    /// Path data of each county by its code.
    pub counties: BTreeMap<String, String>,
    state: State,
    view: View,
}

/// From longitude and latitude to units.
#[derive(Debug, Clone, Copy)]
struct View {
    albers: Albers,
    scale: f64,
    offset: [f64; 2],
}

impl View {
    fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let projected = self.albers.project(point);
        [0, 1].map(|axis| projected[axis] * self.scale + self.offset[axis])
    }
}

/// West, south, east and north of those states that have islands far away, on which nobody lives or few do. A map with
/// all of them would be mostly sea. Longitudes count on westwards behind the 180th meridian, as in [`Borders`].
const FRAMES: [(&str, [f64; 4]); 3] = [
    ("AS", [-171.0, -14.5, -169.3, -14.1]),
    ("HI", [-160.7, 18.8, -154.7, 22.3]),
    ("MP", [-215.0, 14.0, -214.1, 15.4]),
];

/// Whether a ring of a state is drawn.
pub(super) fn in_frame(state: State, ring: &[Side], borders: &Borders) -> bool {
    let points = ring.iter().filter_map(|side| borders.lines.get(side.line)).flatten();
    points.into_iter().all(|point| framed(state, *point))
}

fn framed(state: State, [x, y]: [f64; 2]) -> bool {
    let frame = FRAMES.iter().find(|(code, _)| *code == state.code());
    frame.is_none_or(|(_, [west, south, east, north])| (*west..=*east).contains(&x) && (*south..=*north).contains(&y))
}

/// Draws a state and its counties. `None` for a state that `borders` do not have.
pub fn state(state: State, borders: &Borders, sheet: Sheet) -> Option<StateMap> {
    let area = borders.states.iter().find(|area| area.fips == state.fips())?;
    let rings: Vec<&Vec<Side>> = area.rings.iter().filter(|ring| in_frame(state, ring, borders)).collect();
    let outside: BTreeSet<usize> = rings.iter().copied().flatten().map(|side| side.line).collect();
    let (view, height) = view(&outside, borders, sheet)?;

    let counties: Vec<&Area> = borders.counties.iter().filter(|county| county.fips.starts_with(state.fips())).collect();
    let within = |ring: &&Vec<Side>| in_frame(state, ring, borders);
    let used: BTreeSet<usize> =
        counties.iter().flat_map(|county| county.rings.iter().filter(within)).flatten().map(|side| side.line).collect();
    let mut lines: Vec<Vec<Spot>> = vec![Vec::new(); borders.lines.len()];
    for line in outside.union(&used) {
        lines[*line] = draw(&borders.lines[*line], |point| view.place(point), sheet.tolerance);
    }

    let shape = |rings: Vec<Vec<Spot>>| outline(&visible(rings, sheet.least));
    let mut inner = Path::default();
    for line in used.difference(&outside) {
        inner.line(&lines[*line]);
    }
    let county = |county: &&Area| {
        let rings = county.rings.iter().filter(within).map(|ring| join(ring, &lines)).collect();
        (county.fips.clone(), shape(rings))
    };
    Some(StateMap {
        width: sheet.width,
        height,
        land: shape(rings.iter().map(|ring| join(ring, &lines)).collect()),
        borders: inner.into_data(),
        counties: counties.iter().map(county).collect(),
        state,
        view,
    })
}

/// How what is drawn of a state fits on the sheet, and how high it is then. Parallels at a sixth from both ends are those
/// that stretch a state least (Snyder 1987, page 99).
fn view(lines: &BTreeSet<usize>, borders: &Borders, sheet: Sheet) -> Option<(View, i32)> {
    let points = || lines.iter().filter_map(|line| borders.lines.get(*line)).flatten().copied();
    let extent = |points: &mut dyn Iterator<Item = [f64; 2]>| {
        points.fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |[a, b, c, d], [x, y]| {
            [a.min(x), b.min(y), c.max(x), d.max(y)]
        })
    };
    let [west, south, east, north] = extent(&mut points());
    if west >= east || south >= north {
        return None;
    }
    let (sixth, meridian) = ((north - south) / 6.0, f64::midpoint(west, east));
    let albers = Albers::new([south + sixth, north - sixth], meridian, [meridian, f64::midpoint(south, north)]);
    let [left, top, right, bottom] = extent(&mut points().map(|point| albers.project(point)));
    let room = |units: i32| f64::from(units - 2 * sheet.margin);
    let scale = (room(sheet.width) / (right - left)).min(room(sheet.height) / (bottom - top));
    let height = rounded([(bottom - top) * scale, 0.0])[0] + 2 * sheet.margin;
    let offset =
        [f64::from(sheet.width) / 2.0 - f64::midpoint(left, right) * scale, f64::from(sheet.margin) - top * scale];
    Some((View { albers, scale, offset }, height))
}

impl StateMap {
    /// Where a point of the state lies. `None` if that is not on the map: on a far island, or by mistake elsewhere.
    pub fn spot(&self, point: Point) -> Option<Spot> {
        let at = [crate::geo::unrolled(point.longitude()), point.latitude()];
        let spot @ [x, y] = rounded(self.view.place(at));
        let inside = (0..=self.width).contains(&x) && (0..=self.height).contains(&y);
        (framed(self.state, at) && inside).then_some(spot)
    }

    /// Path data of a county.
    pub fn county(&self, county: &County) -> Option<&str> {
        self.counties.get(&county.fips).map(String::as_str).filter(|data| !data.is_empty())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geo::Gazetteer;

    fn code(code: &str) -> State {
        State::from_code(code).unwrap()
    }

    fn map(of: &str, sheet: Sheet) -> StateMap {
        state(code(of), Gazetteer::embedded().county_borders(), sheet).unwrap()
    }

    fn at(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap()
    }

    #[test]
    fn a_state_fills_its_sheet_and_north_is_up() {
        for (of, form) in
            [("TN", "wide"), ("NJ", "high"), ("CO", "wide"), ("AK", "wide"), ("MP", "high"), ("DC", "high")]
        {
            let map = map(of, PAGE);
            assert_eq!((map.width, map.height <= 510), (480, true), "{of}");
            assert_eq!(map.height > 480, form == "high", "{of} is {} high", map.height);
        }
        let map = map("CA", PAGE);
        let [[west, south], [east, north]] =
            [at(32.7157, -117.1611), at(41.7558, -124.2026)].map(|point| map.spot(point).unwrap());
        assert!(east < west && north < south);
    }

    #[test]
    fn places_are_where_their_county_is_drawn() {
        let map = map("WA", SMALL);
        // Seattle lies in King County, Spokane in the east of the state.
        let [[seattle, _], [spokane, _]] = [at(47.6, -122.3), at(47.66, -117.4)].map(|point| map.spot(point).unwrap());
        assert!(seattle < 60 && spokane > 140, "{seattle} {spokane}");
        let gazetteer = Gazetteer::embedded();
        let king = gazetteer.county_at(at(47.6, -122.3)).unwrap();
        assert!(map.county(king).is_some_and(|data| data.starts_with('m') && data.ends_with('z')));
        assert_eq!(map.county(gazetteer.county_at(at(40.7, -74.0)).unwrap()), None);
    }

    #[test]
    fn a_point_elsewhere_is_not_on_the_map() {
        assert_eq!(map("WA", PAGE).spot(at(33.0, -86.0)), None);
        // Midway and Swains Island lie far from what is drawn.
        assert_eq!(map("HI", PAGE).spot(at(28.2, -177.4)), None);
        assert_eq!(map("AS", PAGE).spot(at(-11.05, -171.07)), None);
        assert!(map("AS", PAGE).spot(at(-14.28, -170.7)).is_some());
        // Saipan, west of the 180th meridian.
        assert!(map("MP", PAGE).spot(at(15.19, 145.74)).is_some());
    }

    #[test]
    fn a_border_between_counties_is_drawn_once_and_the_outline_is_not_among_them() {
        // Two counties side by side: one line between them, two around.
        let side = |line, backwards| Side { line, backwards };
        let area = |fips: &str, ring| Area { fips: fips.into(), name: fips.into(), rings: vec![ring] };
        let borders = Borders {
            lines: vec![
                vec![[-100.0, 35.0], [-100.0, 39.0]],
                vec![[-100.0, 39.0], [-104.0, 39.0], [-104.0, 35.0], [-100.0, 35.0]],
                vec![[-100.0, 39.0], [-96.0, 39.0], [-96.0, 35.0], [-100.0, 35.0]],
            ],
            counties: vec![
                area("20001", vec![side(0, false), side(1, false)]),
                area("20003", vec![side(2, true), side(0, true)]),
            ],
            states: vec![area("20", vec![side(1, false), side(2, true)])],
        };
        let map = state(code("KS"), &borders, PAGE).unwrap();
        assert_eq!(map.borders.matches('m').count(), 1);
        assert!(map.borders.starts_with("m240 "), "{}", map.borders);
        assert_eq!(map.land.matches('z').count(), 1);
        assert_eq!(map.counties.len(), 2);
        assert!(state(code("FM"), &borders, PAGE).is_none());
    }

    #[test]
    fn maps_of_all_states_are_small_and_the_same_each_time() {
        let borders = Gazetteer::embedded().county_borders();
        let drawn = |sheet| -> Vec<StateMap> { State::all().filter_map(|of| state(of, borders, sheet)).collect() };
        let size = |map: &StateMap| map.land.len() + map.borders.len();
        let maps = drawn(PAGE);
        assert_eq!(maps.len(), 56);
        let mut sizes: Vec<usize> = maps.iter().map(size).collect();
        sizes.sort_unstable();
        assert!(sizes[28] < 4_000 && sizes[55] < 10_000, "{sizes:?}");
        let mut sizes: Vec<usize> = drawn(SMALL).iter().map(|map| map.land.len()).collect();
        sizes.sort_unstable();
        assert!(sizes[28] < 500 && sizes[55] < 2_000, "{sizes:?}");
        assert!(maps.iter().zip(drawn(PAGE)).all(|(a, b)| a.land == b.land && a.borders == b.borders));
        assert!(maps.iter().all(|map| map.land.ends_with('z') && map.height > 50));
    }
}
