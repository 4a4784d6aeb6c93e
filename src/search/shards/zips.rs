//! `z`: where ZIPs are, by their first two digits. The same in every site.

use super::Draft;
use super::bytes::Bytes;
use crate::geo::{Gazetteer, Point, ZipRow};
use std::sync::OnceLock;

/// The files that there are, and the two digits of each.
pub(super) fn drafts() -> &'static (Vec<usize>, Vec<Draft>) {
    static DRAFTS: OnceLock<(Vec<usize>, Vec<Draft>)> = OnceLock::new();
    DRAFTS.get_or_init(|| {
        let mut prefixes = Vec::new();
        let mut drafts = Vec::new();
        let rows: Vec<(u32, &ZipRow)> = Gazetteer::embedded()
            .zips()
            .iter()
            .filter_map(|row| Some((row.zip.to_string().parse().ok()?, row)))
            .collect();
        for part in rows.chunk_by(|(a, _), (b, _)| a / 1000 == b / 1000) {
            let prefix = part[0].0 / 1000;
            prefixes.push(prefix as usize);
            drafts.push(Draft::new("z", format_args!("{prefix:02}"), content(part)));
        }
        (prefixes, drafts)
    })
}

fn content(rows: &[(u32, &ZipRow)]) -> Bytes {
    let mut cities: Vec<&str> = Vec::new();
    let numbers: Vec<usize> = rows
        .iter()
        .map(|(_, row)| {
            cities.iter().position(|city| *city == row.city).unwrap_or_else(|| {
                cities.push(row.city);
                cities.len() - 1
            })
        })
        .collect();
    let mut bytes = Bytes::default();
    bytes.count(rows.len()).count(cities.len());
    for city in cities {
        bytes.str(city);
    }
    let (mut zip, mut spot) = (0, [0; 2]);
    for ((number, row), city) in rows.iter().zip(numbers) {
        let (last, at) = (number % 1000, thousandths(row.point));
        bytes.var(last - zip).zig(at[0] - spot[0]).zig(at[1] - spot[1]).u8(row.state.number()).count(city);
        (zip, spot) = (last, at);
    }
    bytes
}

/// Latitude and longitude in 1/1000 degrees.
pub(super) fn thousandths(point: Point) -> [i32; 2] {
    // At most 180,000.
    #[allow(clippy::cast_possible_truncation)]
    [point.latitude(), point.longitude()].map(|degrees| (degrees * 1000.0).round() as i32)
}
