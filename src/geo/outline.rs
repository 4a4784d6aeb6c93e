//! Areas on the map: whether a point is inside, and how far outside.

use super::Point;
use super::topology::Ring;
use std::collections::BTreeMap;

/// Miles in one degree of latitude on the mean sphere.
const MILES_PER_DEGREE: f64 = 69.093_4;

/// The outline of a state or county. It is simplified: all of 14,129 treatment
/// facilities lie within a quarter of a mile of the outline of their state, but some small islands have none.
#[derive(Debug)]
pub struct Outline {
    rings: Vec<Ring>,
    bounds: Bounds,
}

/// West, south, east and north in degrees of [`unrolled`] longitude.
#[derive(Debug, Clone, Copy)]
struct Bounds {
    west: f64,
    south: f64,
    east: f64,
    north: f64,
}

/// Longitude without the jump at the 180th meridian, which the Aleutian Islands cross: what lies east of Greenwich
/// (they, Guam, the Northern Marianas) is counted on westwards, from -180 to -360. No area of the United States
/// lies near Greenwich, where the jump is now.
pub fn unrolled(longitude: f64) -> f64 {
    if longitude > 0.0 { longitude - 360.0 } else { longitude }
}

fn position(point: Point) -> [f64; 2] {
    [unrolled(point.longitude()), point.latitude()]
}

/// Miles in one degree of longitude at the latitude of `point`.
fn miles_per_degree_east(point: Point) -> f64 {
    MILES_PER_DEGREE * point.latitude().to_radians().cos()
}

impl Outline {
    pub(super) fn new(mut rings: Vec<Ring>) -> Self {
        let mut bounds =
            Bounds { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };
        for point in rings.iter_mut().flatten() {
            point[0] = unrolled(point[0]);
            bounds.west = bounds.west.min(point[0]);
            bounds.east = bounds.east.max(point[0]);
            bounds.south = bounds.south.min(point[1]);
            bounds.north = bounds.north.max(point[1]);
        }
        Self { rings, bounds }
    }

    /// A box, for areas of which no outline is known.
    pub(super) fn rectangle([west, south, east, north]: [f64; 4]) -> Self {
        Self::new(vec![vec![[west, south], [east, south], [east, north], [west, north], [west, south]]])
    }

    /// The closed lines around all its parts and the holes in them, as longitude and latitude in degrees. Longitudes
    /// run from 0 to -360, so that a line across the 180th meridian has no jump.
    pub fn rings(&self) -> &[Vec<[f64; 2]>] {
        &self.rings
    }

    /// Whether the point is inside, by the even-odd rule.
    pub fn contains(&self, point: Point) -> bool {
        let at @ [x, y] = position(point);
        let Bounds { west, south, east, north } = self.bounds;
        (west..=east).contains(&x) && (south..=north).contains(&y) && self.surrounds(at)
    }

    fn surrounds(&self, [x, y]: [f64; 2]) -> bool {
        let mut inside = false;
        for [[x1, y1], [x2, y2]] in self.edges() {
            // Half-open in y, so that a corner is counted with one of its two edges.
            if (y1 > y) != (y2 > y) && x < (x2 - x1) * (y - y1) / (y2 - y1) + x1 {
                inside = !inside;
            }
        }
        inside
    }

    /// Whether the point is inside or at most `tolerance_miles` outside.
    pub fn contains_or_near(&self, point: Point, tolerance_miles: f64) -> bool {
        let at @ [x, y] = position(point);
        let Bounds { west, south, east, north } = self.bounds;
        let margin_x = tolerance_miles / miles_per_degree_east(point).max(1.0);
        let margin_y = tolerance_miles / MILES_PER_DEGREE;
        (west - margin_x..=east + margin_x).contains(&x)
            && (south - margin_y..=north + margin_y).contains(&y)
            && (self.surrounds(at) || self.miles_to_border(point) <= tolerance_miles)
    }

    /// Miles from the point to the nearest border, from inside or outside. Measured on a plane around the point, which
    /// is exact enough for a few tens of miles.
    pub(super) fn miles_to_border(&self, point: Point) -> f64 {
        let [x, y] = position(point);
        let scale = miles_per_degree_east(point);
        let to_miles = |[px, py]: [f64; 2]| [(px - x) * scale, (py - y) * MILES_PER_DEGREE];
        let distances = self.edges().map(|[a, b]| distance_from_origin(to_miles(a), to_miles(b)));
        distances.fold(f64::INFINITY, f64::min)
    }

    fn edges(&self) -> impl Iterator<Item = [[f64; 2]; 2]> {
        self.rings.iter().flat_map(|ring| ring.windows(2).map(|pair| [pair[0], pair[1]]))
    }
}

/// Distance from the origin to the nearest point of the segment from `a` to `b`.
fn distance_from_origin(a: [f64; 2], b: [f64; 2]) -> f64 {
    let along = [b[0] - a[0], b[1] - a[1]];
    let length_squared = along[0] * along[0] + along[1] * along[1];
    let share = if length_squared > 0.0 {
        (-(a[0] * along[0] + a[1] * along[1]) / length_squared).clamp(0.0, 1.0)
    } else {
        0.0
    };
    (a[0] + share * along[0]).hypot(a[1] + share * along[1])
}

/// Which of many outlines may hold a point or lie close to it: those that come near its square degree.
#[derive(Debug)]
pub(super) struct Grid {
    squares: BTreeMap<[i32; 2], Vec<usize>>,
}

/// How far around its bounds an outline is still offered, in degrees: 3 miles north and south, and more than 1 mile
/// east and west as far north as Alaska goes.
const GRID_MARGIN: f64 = 0.05;

impl Grid {
    /// An index of `outlines` by their positions in the list.
    pub(super) fn new<'a>(outlines: impl Iterator<Item = &'a Outline>) -> Self {
        let mut squares: BTreeMap<[i32; 2], Vec<usize>> = BTreeMap::new();
        for (index, outline) in outlines.enumerate() {
            let Bounds { west, south, east, north } = outline.bounds;
            for x in degree(west - GRID_MARGIN)..=degree(east + GRID_MARGIN) {
                for y in degree(south - GRID_MARGIN)..=degree(north + GRID_MARGIN) {
                    squares.entry([x, y]).or_default().push(index);
                }
            }
        }
        Self { squares }
    }

    /// The positions of the outlines that may hold `point` or lie within a mile of it, in ascending order.
    pub(super) fn candidates(&self, point: Point) -> &[usize] {
        self.squares.get(&position(point).map(degree)).map_or(&[], Vec::as_slice)
    }
}

#[expect(clippy::cast_possible_truncation, reason = "degrees are within 360; an empty outline's infinities saturate")]
fn degree(value: f64) -> i32 {
    value.floor() as i32
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Grid, Outline};
    use crate::geo::Point;

    fn at(latitude: f64, longitude: f64) -> Point {
        Point::new(latitude, longitude).unwrap()
    }

    /// A square with a square hole.
    fn frame() -> Outline {
        let square =
            |a: f64, b: f64| vec![[a - 100.0, a], [b - 100.0, a], [b - 100.0, b], [a - 100.0, b], [a - 100.0, a]];
        Outline::new(vec![square(0.0, 10.0), square(4.0, 6.0)])
    }

    #[test]
    fn a_hole_is_outside() {
        assert!(frame().contains(at(2.0, -98.0)));
        assert!(!frame().contains(at(5.0, -95.0)));
        assert!(!frame().contains(at(5.0, -101.0)));
        assert!(frame().contains_or_near(at(5.0, -95.0), 70.0));
        assert!(!frame().contains_or_near(at(5.0, -95.0), 60.0));
    }

    #[test]
    fn tolerance_is_in_miles_on_both_axes() {
        // At 60 degrees north a degree of longitude is half as long as at the equator.
        let north = Outline::rectangle([-100.0, 59.0, -99.0, 61.0]);
        assert!(north.contains_or_near(at(60.0, -98.9), 3.6));
        assert!(!north.contains_or_near(at(60.0, -98.9), 3.3));
        assert!(north.contains_or_near(at(61.1, -99.5), 7.0));
        assert!(!north.contains_or_near(at(61.1, -99.5), 6.8));
    }

    #[test]
    fn an_outline_across_the_180th_meridian_is_one_piece() {
        let islands = Outline::rectangle([179.0, 51.0, -179.0, 52.0]);
        assert!(islands.contains(at(51.5, 179.5)));
        assert!(islands.contains(at(51.5, -179.5)));
        assert!(!islands.contains(at(51.5, 178.0)));
        assert!(!islands.contains(at(51.5, -100.0)));
        assert!(islands.contains_or_near(at(51.5, 178.99), 1.0));
    }

    #[test]
    fn the_grid_offers_every_outline_that_could_hold_the_point() {
        let outlines = [frame(), Outline::rectangle([-95.5, 2.5, -94.5, 3.5])];
        let grid = Grid::new(outlines.iter());
        assert_eq!(grid.candidates(at(3.2, -95.2)), [0, 1]);
        assert_eq!(grid.candidates(at(8.2, -95.2)), [0]);
        assert_eq!(grid.candidates(at(40.0, -95.2)), [0usize; 0]);
    }

    #[test]
    fn an_outline_without_points_holds_nothing() {
        let nothing = Outline::new(Vec::new());
        assert!(!nothing.contains_or_near(at(0.0, 0.0), 50.0));
        assert_eq!(Grid::new([nothing].iter()).candidates(at(0.0, 0.0)), [0usize; 0]);
    }
}
