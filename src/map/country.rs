//! The map of the country: a shape for every state, Alaska, Hawaii and Puerto Rico in corners of their own.

use super::albers::Albers;
use super::line::{Spot, bounds, draw, visible};
use super::middle::middle;
use super::path::{Path, outline};
use super::state::in_frame;
use crate::geo::{Borders, State, join};

/// Units across.
pub const WIDTH: i32 = 1200;
/// Units down.
pub const HEIGHT: i32 = 750;
/// Units in a radius of the Earth.
const SCALE: f64 = 1600.0;
/// Where the center of the 48 states lies.
const CENTER: [f64; 2] = [600.0, 375.0];
/// Bends and islands of less are left out, in units.
const TOLERANCE: f64 = 1.0;
const LEAST: i32 = 4;
/// Names that stand beside a small state: where they begin, and where the line to the state does. The insets need none.
const BESIDE: [(&str, Spot, Option<Spot>); 11] = [
    ("CT", [1118, 274], Some([1116, 262])),
    ("DC", [1094, 378], Some([1091, 372])),
    ("DE", [1094, 328], Some([1091, 323])),
    ("HI", [350, 730], None),
    ("MA", [1128, 200], Some([1126, 196])),
    ("MD", [1094, 353], Some([1091, 347])),
    ("NH", [1036, 92], Some([1088, 97])),
    ("NJ", [1100, 303], Some([1097, 297])),
    ("PR", [1098, 740], None),
    ("RI", [1136, 252], Some([1133, 245])),
    ("VT", [1014, 118], Some([1068, 122])),
];

/// All states of the map.
#[derive(Debug)]
pub struct CountryMap {
    /// By name; those with a line from their name come last, from north to south, so that no neighbour covers it.
    pub states: Vec<Shape>,
    /// Path data of the lines between the country and its insets.
    pub insets: String,
}

/// A state on the map of the country.
#[derive(Debug)]
pub struct Shape {
    /// Which.
    pub state: State,
    /// Path data.
    pub data: String,
    /// The middle of its name, or its beginning if that stands beside the state.
    pub label: Spot,
    /// The name stands beside the state.
    pub beside: bool,
    /// Path data of the line from such a name to the state.
    pub leader: Option<String>,
}

/// A part of the map with a projection of its own.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    albers: Albers,
    scale: f64,
    offset: [f64; 2],
}

impl Part {
    /// The part in which a state lies. Alaska is drawn at a third of the scale of the others, Puerto Rico larger. None
    /// for the small territories, which would be specks in boxes.
    ///
    /// The projections are those of `geoAlbersUsa` of d3-geo (<https://d3js.org/d3-geo/conic#geoAlbersUsa>); Puerto
    /// Rico, which that lacks, and where the insets lie, are ours: all of the Aleutian Islands is to be seen.
    pub fn of(state: State) -> Option<Self> {
        let (parallels, meridian, center, scale, [x, y]) = match state.code() {
            "AK" => ([55.0, 65.0], -154.0, [-156.0, 58.5], 0.32, [-0.27, 0.201]),
            "HI" => ([8.0, 18.0], -157.0, [-160.0, 19.9], 1.0, [-0.165, 0.207]),
            "PR" => ([8.0, 18.0], -66.0, [-66.4, 18.2], 1.5, [0.335, 0.205]),
            "AS" | "FM" | "GU" | "MH" | "MP" | "PW" | "VI" => return None,
            _ => ([29.5, 45.5], -96.0, [-96.6, 38.7], 1.0, [0.0, 0.0]),
        };
        Some(Self { albers: Albers::new(parallels, meridian, center), scale, offset: [x, y] })
    }

    /// Where a longitude and a latitude lie, in radii of the Earth from the middle of the map, right and down.
    pub fn place(&self, point: [f64; 2]) -> [f64; 2] {
        let [x, y] = self.albers.project(point);
        [x * self.scale + self.offset[0], y * self.scale + self.offset[1]]
    }
}

/// Draws the states of `borders` that have a place on the map.
pub fn country(borders: &Borders) -> CountryMap {
    let mut parts: Vec<Option<Part>> = vec![None; borders.lines.len()];
    let mut areas = Vec::new();
    for area in &borders.states {
        let Some((state, part)) = State::from_fips(&area.fips).and_then(|state| Some((state, Part::of(state)?))) else {
            continue;
        };
        for side in area.rings.iter().flatten() {
            if let Some(line) = parts.get_mut(side.line) {
                *line = Some(part);
            }
        }
        areas.push((state, area));
    }
    let draw = |(line, part): (&Vec<[f64; 2]>, &Option<Part>)| {
        let Some(part) = part else { return Vec::new() };
        let units = |point| {
            let [x, y] = part.place(point);
            [x * SCALE + CENTER[0], y * SCALE + CENTER[1]]
        };
        draw(line, units, TOLERANCE)
    };
    let lines: Vec<Vec<Spot>> = borders.lines.iter().zip(&parts).map(draw).collect();
    areas.sort_by_key(|(state, _)| *state);
    let shape = |(state, area): &(State, &crate::geo::Area)| {
        let rings = area.rings.iter().filter(|ring| in_frame(*state, ring, borders));
        let rings = visible(rings.map(|ring| join(ring, &lines)).collect(), LEAST);
        let area = |ring: &&Vec<Spot>| {
            let [left, top, right, bottom] = bounds(ring);
            (right - left) * (bottom - top)
        };
        let (middle, _) = middle(rings.iter().max_by_key(area)?)?;
        let beside = BESIDE.iter().find(|(code, ..)| *code == state.code());
        let leader = beside.and_then(|(.., from)| *from).map(|from| {
            let mut leader = Path::default();
            leader.line(&[from, middle]);
            leader.into_data()
        });
        let label = beside.map_or(middle, |(_, label, _)| *label);
        Some(Shape { state: *state, data: outline(&rings), label, beside: beside.is_some(), leader })
    };
    let mut states: Vec<Shape> = areas.iter().filter_map(shape).collect();
    states.sort_by_key(|shape| shape.leader.as_ref().map(|_| shape.label[1]));
    CountryMap { states, insets: insets() }
}

/// The lines around Alaska and Hawaii, and around Puerto Rico.
fn insets() -> String {
    let mut path = Path::default();
    path.line(&[[0, 572], [225, 572], [312, 660], [312, HEIGHT]]);
    path.line(&[[312, 634], [400, 634], [486, 718], [486, HEIGHT]]);
    path.line(&[[1050, HEIGHT], [1050, 674], [WIDTH, 674]]);
    path.into_data()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::geo::{Gazetteer, Side};
    use std::collections::BTreeMap;

    fn embedded() -> CountryMap {
        country(Gazetteer::embedded().state_borders())
    }

    #[test]
    fn every_state_is_on_the_map_and_inside_of_it() {
        let map = embedded();
        let codes: Vec<&str> = map.states.iter().map(|shape| shape.state.code()).collect();
        assert_eq!(codes.len(), 52);
        assert!(["AK", "DC", "HI", "PR", "RI", "WY"].iter().all(|code| codes.contains(code)), "{codes:?}");
        assert!(!codes.contains(&"GU"));
        let (inside, lines) = map.states.split_at(43);
        assert!(inside.is_sorted_by_key(|shape| shape.state) && inside.iter().all(|shape| shape.leader.is_none()));
        assert!(lines.is_sorted_by_key(|shape| shape.label[1]) && lines.iter().all(|shape| shape.leader.is_some()));
        for shape in &map.states {
            let [x, y] = shape.label;
            assert!((10..WIDTH - 59).contains(&x) && (20..HEIGHT - 9).contains(&y), "{:?} {x} {y}", shape.state);
            let [left, top, right, bottom] = extent(&shape.data);
            assert!(left >= 0 && top >= 0 && right <= WIDTH && bottom <= HEIGHT, "{:?}", shape.state);
        }
    }

    #[test]
    fn insets_do_not_touch_the_country() {
        let map = embedded();
        let extent = |code: &str| extent(&map.states.iter().find(|s| s.state.code() == code).unwrap().data);
        let ([.., alaska_right, _], [hawaii_left, hawaii_top, hawaii_right, _]) = (extent("AK"), extent("HI"));
        assert!(extent("AK")[1] > extent("AZ")[3], "Alaska lies below Arizona");
        assert!(alaska_right < hawaii_left && hawaii_top > extent("NM")[3] && hawaii_right < 486);
        assert!(extent("PR")[0] > extent("FL")[2], "Puerto Rico lies beside Florida");
    }

    #[test]
    fn neighbours_have_one_border_between_them() {
        // Two squares side by side with a crooked border, drawn from opposite ends.
        let crooked: Vec<[f64; 2]> =
            (0..=20).map(|n| [-100.0 + f64::from(n % 3) * 0.2, 35.0 + f64::from(n) * 0.2]).collect();
        let lines = vec![
            crooked.clone(),
            vec![*crooked.last().unwrap(), [-104.0, 39.0], [-104.0, 35.0], crooked[0]],
            vec![*crooked.last().unwrap(), [-96.0, 39.0], [-96.0, 35.0], crooked[0]],
        ];
        let side = |line, backwards| Side { line, backwards };
        let area = |fips: &str, ring| crate::geo::Area { fips: fips.into(), name: fips.into(), rings: vec![ring] };
        let states =
            vec![area("20", vec![side(0, false), side(1, false)]), area("29", vec![side(2, true), side(0, true)])];
        let map = country(&Borders { lines, states, counties: Vec::new() });
        let spots = |at: usize| edges(&map.states[at].data);
        let shared = spots(0).into_iter().filter(|edge| spots(1).contains(edge)).count();
        assert!(shared > 4 && shared < 20, "{shared}");
    }

    #[test]
    fn no_state_leaves_a_gap_to_its_neighbour() {
        // An edge that two states of the 48 have in common is drawn twice, one of a coast or of the border once. So
        // nothing but the outside is left when what is drawn twice is taken away: every corner of it has two edges.
        let map = embedded();
        let mut drawn: BTreeMap<[Spot; 2], usize> = BTreeMap::new();
        let inland = |shape: &&Shape| !["AK", "HI", "PR"].contains(&shape.state.code());
        for edge in map.states.iter().filter(inland).flat_map(|shape| edges(&shape.data)) {
            *drawn.entry(edge).or_default() += 1;
        }
        let twice = drawn.values().filter(|times| **times == 2).count();
        assert!(twice > 400, "{twice} edges are shared");
        let mut corners: BTreeMap<Spot, usize> = BTreeMap::new();
        for spot in drawn.iter().filter(|(_, times)| **times % 2 == 1).flat_map(|(edge, _)| edge) {
            *corners.entry(*spot).or_default() += 1;
        }
        let odd: Vec<_> = corners.iter().filter(|(_, edges)| **edges % 2 == 1).collect();
        assert!(odd.is_empty(), "{odd:?}");
    }

    #[test]
    fn the_map_is_small_and_the_same_each_time() {
        let all = |map: &CountryMap| map.states.iter().map(|shape| shape.data.clone()).collect::<Vec<_>>().concat();
        let data = all(&embedded());
        assert_eq!(data, all(&embedded()));
        assert!(data.len() < 20_000, "{} bytes of shapes", data.len());
    }

    /// The points of path data, ring by ring.
    fn rings(data: &str) -> Vec<Vec<Spot>> {
        let mut at = [0, 0];
        data.split('z')
            .filter(|ring| !ring.is_empty())
            .map(|ring| {
                let spaced = ring.replace('-', " -").replace(['m', 'l'], " ");
                let numbers: Vec<i32> = spaced.split_whitespace().map(|n| n.parse().unwrap()).collect();
                let mut spots: Vec<Spot> = Vec::new();
                for pair in numbers.chunks(2) {
                    at = [at[0] + pair[0], at[1] + pair[1]];
                    spots.push(at);
                }
                at = spots[0];
                spots
            })
            .collect()
    }

    fn edges(data: &str) -> Vec<[Spot; 2]> {
        let of = |ring: Vec<Spot>| {
            (0..ring.len())
                .map(|i| {
                    let mut edge = [ring[i], ring[(i + 1) % ring.len()]];
                    edge.sort_unstable();
                    edge
                })
                .collect::<Vec<_>>()
        };
        rings(data).into_iter().flat_map(of).collect()
    }

    fn extent(data: &str) -> [i32; 4] {
        crate::map::line::bounds(&rings(data).concat())
    }
}
