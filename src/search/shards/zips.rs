//! `z`: where ZIPs are, by their first two digits. The same in every site.

use super::Draft;
use super::bytes::Bytes;
use crate::geo::{Gazetteer, Point, ZipRow};
use std::sync::OnceLock;

/// Numbers of the first two digits.
const PREFIXES: u32 = 100;

/// The files, one for each two digits, some of them empty.
pub(super) fn drafts() -> &'static [Draft] {
    static DRAFTS: OnceLock<Vec<Draft>> = OnceLock::new();
    DRAFTS.get_or_init(|| {
        let zips = Gazetteer::embedded().zips();
        let rows: Vec<(u32, &ZipRow)> =
            zips.iter().filter_map(|row| Some((row.zip.to_string().parse().ok()?, row))).collect();
        let part = |prefix: u32| {
            let [start, end] = [prefix, prefix + 1].map(|p| rows.partition_point(|(zip, _)| *zip < 1000 * p));
            Draft::new("z", format_args!("{prefix:02}"), content(&rows[start..end]))
        };
        (0..PREFIXES).map(part).collect()
    })
}

fn content(rows: &[(u32, &ZipRow)]) -> Bytes {
    let mut bytes = Bytes::default();
    bytes.count(rows.len()).ascending(rows.iter().map(|(zip, _)| zip % 1000));
    let at: Vec<[i32; 2]> = rows.iter().map(|(_, row)| thousandths(row.point)).collect();
    for axis in [0, 1] {
        let mut last = 0;
        for at in &at {
            bytes.zig(at[axis] - last);
            last = at[axis];
        }
    }
    for (_, row) in rows {
        bytes.u8(row.state.number());
    }
    let mut cities: Vec<&str> = Vec::new();
    let mut last = "";
    for (_, row) in rows {
        // Post in a city mostly has neighbouring numbers.
        if row.city == last {
            bytes.u8(1);
        } else if let Some(known) = cities.iter().position(|city| *city == row.city) {
            bytes.count(cities.len() - known + 1);
        } else {
            bytes.u8(0);
            cities.push(row.city);
        }
        last = row.city;
    }
    bytes.lines(cities);
    bytes
}

/// Latitude and longitude in 1/1000 degrees.
pub(super) fn thousandths(point: Point) -> [i32; 2] {
    // At most 180,000.
    #[allow(clippy::cast_possible_truncation)]
    [point.latitude(), point.longitude()].map(|degrees| (degrees * 1000.0).round() as i32)
}
