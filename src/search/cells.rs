//! Cells: neighbouring listings, so that a search near a place reads a few files and not all.
//!
//! Points have a place on one line, their z-order, on which neighbours mostly stay neighbours. Cells are runs of that
//! line: leaves of a quadtree. They follow from the points alone, so an edit that moves no listing moves no cell.

use std::ops::Range;

/// Documents in a cell, at most.
pub const CELL: usize = 256;
/// Bits of each coordinate in a z-order.
const BITS: u32 = 16;

/// A point in 1/100,000 degrees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Spot {
    /// Latitude.
    pub lat: i32,
    /// Longitude.
    pub lon: i32,
}

impl Spot {
    /// The nearest spot to a point.
    pub fn of(point: crate::geo::Point) -> Self {
        // At most 18,000,000.
        #[allow(clippy::cast_possible_truncation)]
        let round = |degrees: f64| (degrees * 1e5).round() as i32;
        Self { lat: round(point.latitude()), lon: round(point.longitude()) }
    }

    /// The same as a point, from which distances are measured.
    pub fn point(self) -> Option<crate::geo::Point> {
        crate::geo::Point::new(f64::from(self.lat) / 1e5, f64::from(self.lon) / 1e5).ok()
    }

    /// Its place on the line: the bits of longitude and latitude by turns, longitude first.
    pub fn z_order(self) -> u32 {
        let bits = |value: i32, half: i64| {
            let part = ((i64::from(value) + half) << BITS) / (2 * half);
            u32::try_from(part.clamp(0, 0xffff)).unwrap_or_default()
        };
        (spread(bits(self.lon, 18_000_000)) << 1) | spread(bits(self.lat, 9_000_000))
    }
}

/// Puts a zero before each of 16 bits.
fn spread(bits: u32) -> u32 {
    let mut x = bits;
    x = (x | (x << 8)) & 0x00ff_00ff;
    x = (x | (x << 4)) & 0x0f0f_0f0f;
    x = (x | (x << 2)) & 0x3333_3333;
    (x | (x << 1)) & 0x5555_5555
}

/// The cells of documents with these z-orders, which ascend.
pub fn cells(z: &[u32]) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    if !z.is_empty() {
        square(z, 0..z.len(), 2 * BITS, &mut cells);
    }
    cells
}

/// The cells of one square: `range` agrees in all but the last `bits` bits.
fn square(z: &[u32], range: Range<usize>, bits: u32, cells: &mut Vec<Range<usize>>) {
    if range.len() <= CELL {
        cells.push(range);
        return;
    }
    let Some(bits) = bits.checked_sub(2) else {
        let end = range.end;
        cells.extend(range.step_by(CELL).map(|start| start..(start + CELL).min(end)));
        return;
    };
    // Neighbouring children wait here for more.
    let mut open = range.start..range.start;
    let mut start = range.start;
    for child in 0..4 {
        let end = start + z[start..range.end].partition_point(|z| (z >> bits) & 3 <= child);
        if end - open.start > CELL {
            if !open.is_empty() {
                cells.push(open);
            }
            open = start..end;
            if open.len() > CELL {
                square(z, open, bits, cells);
                open = end..end;
            }
        } else {
            open.end = end;
        }
        start = end;
    }
    if !open.is_empty() {
        cells.push(open);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::single_range_in_vec_init)]
    use super::{CELL, Spot, cells};
    use crate::geo::Point;
    use proptest::prelude::*;

    fn spot(lat: f64, lon: f64) -> Spot {
        Spot::of(Point::new(lat, lon).unwrap())
    }

    #[test]
    fn the_line_goes_longitude_first() {
        assert_eq!(spot(-90.0, -180.0).z_order(), 0);
        assert_eq!(spot(90.0, 180.0).z_order(), u32::MAX);
        assert_eq!(spot(-90.0, 0.0).z_order(), 0x8000_0000);
        assert_eq!(spot(0.0, -180.0).z_order(), 0x4000_0000);
        // floor((-86.7879 + 180) / 360 * 65536) = 16968, floor((33.2129 + 90) / 180 * 65536) = 44860
        let (lon, lat) = (16_968u32, 44_860u32);
        let z = (0..16).fold(0, |z, i| z | ((lon >> i & 1) << (2 * i + 1)) | ((lat >> i & 1) << (2 * i)));
        assert_eq!(spot(33.2129, -86.7879).z_order(), z);
    }

    fn sorted(points: &[(f64, f64)]) -> Vec<u32> {
        let mut z: Vec<u32> = points.iter().map(|(lat, lon)| spot(*lat, *lon).z_order()).collect();
        z.sort_unstable();
        z
    }

    #[test]
    fn listings_at_one_point_are_cut_by_number() {
        let z = vec![7; 2 * CELL + 3];
        assert_eq!(cells(&z), [0..CELL, CELL..2 * CELL, 2 * CELL..2 * CELL + 3]);
        assert!(cells(&[]).is_empty());
        assert_eq!(cells(&[9]), [0..1]);
    }

    proptest! {
        #[test]
        fn cells_cover_everything_once_and_none_is_too_large(
            points in proptest::collection::vec((33.0..34.0f64, -119.0..-117.0f64), 0..2_000),
        ) {
            let z = sorted(&points);
            let cells = cells(&z);
            let mut next = 0;
            for cell in &cells {
                prop_assert_eq!(cell.start, next);
                prop_assert!(!cell.is_empty() && cell.len() <= CELL);
                next = cell.end;
            }
            prop_assert_eq!(next, z.len());
        }

        #[test]
        fn a_listing_that_comes_changes_only_the_cells_of_its_square(
            points in proptest::collection::vec((33.0..34.0f64, -119.0..-117.0f64), 300..1_500),
            more in (20.0..30.0f64, -100.0..-90.0f64),
        ) {
            let before = sorted(&points);
            let far = spot(more.0, more.1).z_order();
            let mut after = before.clone();
            after.push(far);
            after.sort_unstable();
            let members = |z: &[u32]| -> Vec<Vec<u32>> { cells(z).into_iter().map(|c| z[c].to_vec()).collect() };
            let kept = members(&before);
            let changed = members(&after).into_iter().filter(|cell| !kept.contains(cell)).count();
            // Its own cell, and at most the one that it is joined with or pushes apart at each of the levels above.
            prop_assert!(changed <= 4, "{} cells changed", changed);
        }
    }
}
