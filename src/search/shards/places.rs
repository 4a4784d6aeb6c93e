//! `p`: towns by name, with how many listings each has.

use super::Draft;
use super::bytes::Bytes;
use super::cut::{beginnings, runs};
use crate::search::understand::{Places, Row};

/// Size of a file before it is packed, in bytes.
const FILE: usize = 12 << 10;

/// The first keys of the files, and the files.
pub(super) fn drafts(places: &Places) -> (Vec<String>, Vec<Draft>) {
    let entries: Vec<&[Row]> = places.rows().chunk_by(|a, b| a.key == b.key).collect();
    let keys: Vec<&str> = entries.iter().map(|rows| &*rows[0].key).collect();
    let sizes: Vec<usize> = entries.iter().zip(&keys).map(|(rows, key)| key.len() + 9 * rows.len()).collect();
    let files = runs(&keys, &sizes, FILE);
    let drafts = files.iter().enumerate().map(|(n, run)| {
        let all: Vec<&Row> = entries[run.clone()].iter().copied().flatten().collect();
        let mut bytes = Bytes::default();
        bytes.count(all.len()).front(&all.iter().map(|row| &*row.key).collect::<Vec<_>>());
        bytes.lines(all.iter().map(|row| if row.name == capitals(&row.key) { "" } else { &*row.name }));
        for row in &all {
            bytes.u8(row.state.number());
        }
        let axes: [fn(&Row) -> i32; 2] = [|row| row.latitude, |row| row.longitude];
        for axis in axes {
            // Places of one state are near each other, whatever they are called.
            let mut last = [0; 256];
            for row in &all {
                let last = &mut last[usize::from(row.state.number())];
                bytes.zig(axis(row) - *last);
                *last = axis(row);
            }
        }
        for row in &all {
            bytes.u8(row.size);
        }
        for row in &all {
            bytes.var(row.listings);
        }
        Draft::new("p", n, bytes)
    });
    (beginnings(&keys, &files), drafts.collect())
}

/// A key with the first letter of each word a capital one.
fn capitals(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for word in key.split(' ') {
        if !out.is_empty() {
            out.push(' ');
        }
        let mut letters = word.chars();
        out.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        out.push_str(letters.as_str());
    }
    out
}
