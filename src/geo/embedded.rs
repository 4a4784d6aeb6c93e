//! The compressed files inside the binary. `build.rs` makes them from `data/geo`.

use flate2::read::GzDecoder;
use std::io::Read as _;

pub(super) static ZIPS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/zips.tsv.gz"));
pub(super) static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.tsv.gz"));
pub(super) static STATES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/states-10m.json.gz"));
pub(super) static COUNTIES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/counties-10m.json.gz"));

/// The text of one of the files above. They are part of the program, so failing to read one is a defect of the build
/// and nothing that a caller could answer.
#[expect(clippy::expect_used, reason = "the bytes were compressed by build.rs from UTF-8 text")]
pub(super) fn inflate(compressed: &[u8]) -> String {
    let mut text = String::new();
    GzDecoder::new(compressed).read_to_string(&mut text).expect("embedded file is gzip of UTF-8 text");
    text
}
