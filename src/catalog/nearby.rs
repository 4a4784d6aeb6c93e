//! The places nearest to a point, by a grid over the globe.

use crate::geo::{self, Point};

/// Degrees of latitude and longitude of a grid cell: some seven miles.
const CELL_DEGREES: f64 = 0.1;
/// Miles of the first search. Most listings have neighbours so near; where they do not, it is widened.
const FIRST_MILES: f64 = 8.0;
/// How many times farther each next search looks.
const WIDER: f64 = 4.0;

/// A grid over points.
#[derive(Debug, Default)]
pub struct Nearby {
    /// Sorted by cell, so that neighbours in a row of cells lie side by side.
    spots: Vec<Spot>,
}

#[derive(Debug)]
struct Spot {
    /// Row and column.
    cell: (i32, i32),
    id: u32,
    point: Point,
    /// The point on a globe of radius 1, where the shorter chord is the shorter way.
    globe: [f64; 3],
}

impl Nearby {
    /// A grid over `points`.
    pub fn new(points: impl Iterator<Item = (u32, Point)>) -> Self {
        let mut spots: Vec<Spot> = points
            .map(|(id, point)| Spot {
                cell: (cell(point.latitude()), cell(point.longitude())),
                id,
                point,
                globe: globe(point),
            })
            .collect();
        spots.sort_unstable_by_key(|spot| (spot.cell, spot.id));
        Self { spots }
    }

    /// The `count` nearest points within `limit` miles of `from`, without `skip`: position and miles, nearest
    /// first, the smaller position first on a tie.
    pub fn nearest(&self, from: Point, count: usize, limit: f64, skip: Option<u32>) -> Vec<(u32, f64)> {
        let mut reach = FIRST_MILES.min(limit);
        loop {
            let found = self.within(from, count, reach, skip);
            if found.len() >= count || reach >= limit {
                return found;
            }
            reach = (reach * WIDER).min(limit);
        }
    }

    /// The same among the points within `reach` miles.
    fn within(&self, from: Point, count: usize, reach: f64, skip: Option<u32>) -> Vec<(u32, f64)> {
        let here = globe(from);
        let ((south, north), (west, east)) = geo::bounds(from, reach);
        let (west, east) = (cell(west), cell(east));
        let mut found: Vec<(f64, &Spot)> = Vec::new();
        for row in cell(south)..=cell(north) {
            let first = self.spots.partition_point(|spot| spot.cell < (row, west));
            let spots = self.spots[first..].iter().take_while(|spot| spot.cell <= (row, east));
            found.extend(spots.filter(|spot| Some(spot.id) != skip).map(|spot| (chord(here, spot.globe), spot)));
        }
        let order = |a: &(f64, &Spot), b: &(f64, &Spot)| a.0.total_cmp(&b.0).then(a.1.id.cmp(&b.1.id));
        if found.len() > count {
            found.select_nth_unstable_by(count, order);
            found.truncate(count);
        }
        found.sort_unstable_by(order);
        let miles = found.into_iter().map(|(_, spot)| (spot.id, geo::miles(from, spot.point)));
        miles.take_while(|(_, miles)| *miles <= reach).collect()
    }
}

/// The row of a latitude, or the column of a longitude.
#[allow(clippy::cast_possible_truncation)]
fn cell(degrees: f64) -> i32 {
    (degrees / CELL_DEGREES).floor() as i32
}

fn globe(point: Point) -> [f64; 3] {
    let (sin, cos) = point.latitude().to_radians().sin_cos();
    let (east, toward) = point.longitude().to_radians().sin_cos();
    [cos * toward, cos * east, sin]
}

/// The square of the straight way between two points of the globe.
fn chord(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_grid_finds_what_brute_force_finds(
            points in proptest::collection::vec((-1.0..1.0f64, -1.0..1.0f64), 1..200),
            lat in 20.0..65.0f64, lon in -160.0..-67.0f64, spread in prop_oneof![0.1..1.0f64, 1.0..20.0f64],
            count in 1usize..8, limit in prop_oneof![1.0..8.0f64, 8.0..300.0f64],
        ) {
            let points: Vec<Point> =
                points.into_iter().map(|(n, e)| Point::new(lat + n * spread, lon + e * spread).unwrap()).collect();
            let from = Point::new(lat, lon).unwrap();
            let grid = Nearby::new((0u32..).zip(points.iter().copied()));
            let mut brute: Vec<(f64, u32)> =
                (0u32..).zip(&points).map(|(id, p)| (geo::miles(from, *p), id)).filter(|(m, _)| *m <= limit).collect();
            brute.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            brute.truncate(count);
            let got: Vec<u32> = grid.nearest(from, count, limit, None).into_iter().map(|(id, _)| id).collect();
            prop_assert_eq!(got, brute.into_iter().map(|(_, id)| id).collect::<Vec<_>>());
        }
    }

    #[test]
    fn of_listings_at_one_place_the_first_comes_first_and_none_is_its_own_neighbour() {
        let here = Point::new(34.0, -118.0).unwrap();
        let grid = Nearby::new((0..9).rev().map(|id| (id, here)));
        let ids: Vec<u32> = grid.nearest(here, 3, 100.0, Some(1)).into_iter().map(|(id, _)| id).collect();
        assert_eq!(ids, [0, 2, 3]);
    }
}
