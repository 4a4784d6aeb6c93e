//! The listings nearest to a point, by a grid over the globe.

use super::Catalog;
use crate::geo::{self, Point};
use std::collections::BTreeMap;

/// Degrees of latitude and longitude of a grid cell: some seven miles, so that a cell of a big city stays small.
const CELL_DEGREES: f64 = 0.1;
/// Miles in a degree of latitude, rounded down, so that a search never stops too early.
const MILES_PER_DEGREE: f64 = 69.0;

/// A grid over points. Cells hold positions in ascending order.
#[derive(Debug, Default)]
pub struct Nearby {
    cells: BTreeMap<(i32, i32), Vec<(u32, Point)>>,
}

impl Nearby {
    /// A grid over the listings that lists show and that have a point.
    pub fn listings(catalog: &Catalog) -> Self {
        Self::new(
            (0u32..)
                .zip(&catalog.programs)
                .filter(|(_, e)| e.fact.listed())
                .filter_map(|(id, e)| Some((id, e.fact.point?))),
        )
    }

    /// A grid over `points`.
    pub fn new(points: impl Iterator<Item = (u32, Point)>) -> Self {
        let mut cells: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for (id, point) in points {
            cells.entry(cell(point)).or_default().push((id, point));
        }
        Self { cells }
    }

    /// The `count` nearest points within `limit` miles of `from`, without `skip`: position and miles, nearest
    /// first, the smaller position first on a tie.
    pub fn nearest(&self, from: Point, count: usize, limit: f64, skip: Option<u32>) -> Vec<(u32, f64)> {
        let (row, column) = cell(from);
        // Meridians converge: the cells of a row are narrower away from the equator.
        let narrow = from.latitude().to_radians().cos().max(0.1);
        let reach = |miles: f64| miles / MILES_PER_DEGREE / CELL_DEGREES / narrow;
        #[allow(clippy::cast_possible_truncation)]
        let last = reach(limit).ceil() as i32 + 1;
        let mut found: Vec<(f64, u32)> = Vec::new();
        for ring in 0..=last {
            if found.len() >= count {
                found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                found.truncate(count);
                // Everything in this ring is at least `ring - 1` cells away.
                let closest = f64::from(ring - 1) * CELL_DEGREES * MILES_PER_DEGREE * narrow;
                if found.last().is_some_and(|(miles, _)| *miles < closest) {
                    break;
                }
            }
            for r in row - ring..=row + ring {
                let step = if (r - row).abs() == ring || ring == 0 { 1 } else { 2 * ring };
                let mut c = column - ring;
                while c <= column + ring {
                    for &(id, point) in self.cells.get(&(r, c)).map(Vec::as_slice).unwrap_or_default() {
                        let miles = geo::miles(from, point);
                        if miles <= limit && Some(id) != skip {
                            found.push((miles, id));
                        }
                    }
                    c += step;
                }
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.truncate(count);
        found.into_iter().map(|(miles, id)| (id, miles)).collect()
    }
}

#[allow(clippy::cast_possible_truncation)]
fn cell(point: Point) -> (i32, i32) {
    ((point.latitude() / CELL_DEGREES).floor() as i32, (point.longitude() / CELL_DEGREES).floor() as i32)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_grid_finds_what_brute_force_finds(
            points in proptest::collection::vec((20.0..65.0f64, -160.0..-67.0f64), 1..200),
            lat in 20.0..65.0f64, lon in -160.0..-67.0f64, count in 1usize..8,
        ) {
            let points: Vec<Point> = points.into_iter().map(|(lat, lon)| Point::new(lat, lon).unwrap()).collect();
            let from = Point::new(lat, lon).unwrap();
            let grid = Nearby::new((0u32..).zip(points.iter().copied()));
            let mut brute: Vec<(f64, u32)> = (0u32..).zip(&points).map(|(id, p)| (geo::miles(from, *p), id)).filter(|(m, _)| *m <= 300.0).collect();
            brute.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            brute.truncate(count);
            let got: Vec<u32> = grid.nearest(from, count, 300.0, None).into_iter().map(|(id, _)| id).collect();
            prop_assert_eq!(got, brute.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        }
    }
}
