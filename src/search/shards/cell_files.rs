//! `g` and `x`: who is where, and who has which term; `r`: parts of the table of cells in very large directories.

use super::bytes::Bytes;
use super::cards::CARDS;
use super::{CORE, Draft, Hash, hex};
use crate::search::cells::Spot;
use crate::search::documents::{Document, Documents, flag};
use crate::vocabulary::{Facet, Vocabulary};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ops::Range;

/// With more cells the table is cut into regions.
const CELLS_IN_MANIFEST: usize = 640;
/// Cells of a region.
const CELLS_IN_REGION: usize = 128;

/// The files with points and core facets.
pub(super) fn core(documents: &Documents<'_>, vocabulary: &Vocabulary, cards: &[Hash]) -> Vec<Draft> {
    each(documents, "g", |range, listings, bytes| {
        if range.start < documents.visited {
            let mut last = Spot { lat: 0, lon: 0 };
            for spot in listings.iter().filter_map(|d| d.spot) {
                bytes.zig(spot.lat - last.lat).zig(spot.lon - last.lon);
                last = spot;
            }
        }
        let approximate = members(listings, |d| d.flags & flag::APPROXIMATE != 0);
        bytes.set(&approximate, listings.len());
        for hash in &cards[range.start / CARDS..range.end.div_ceil(CARDS)] {
            bytes.raw(hash);
        }
        columns(listings, bytes, |facet| CORE.contains(&facet), vocabulary);
    })
}

/// The files with the other facets.
pub(super) fn others(documents: &Documents<'_>, vocabulary: &Vocabulary) -> Vec<Draft> {
    each(documents, "x", |_, listings, bytes| columns(listings, bytes, |facet| !CORE.contains(&facet), vocabulary))
}

fn each(
    documents: &Documents<'_>,
    kind: &str,
    write: impl Fn(&Range<usize>, &[Document<'_>], &mut Bytes) + Sync,
) -> Vec<Draft> {
    let draft = |(n, range): (usize, &Range<usize>)| {
        let mut bytes = Bytes::default();
        bytes.count(range.len());
        write(range, &documents.listings[range.clone()], &mut bytes);
        Draft::new(kind, n, bytes)
    };
    documents.cells.par_iter().enumerate().map(draft).collect()
}

fn members(listings: &[Document<'_>], is_member: impl Fn(&Document<'_>) -> bool) -> Vec<u32> {
    (0u32..).zip(listings).filter(|(_, document)| is_member(document)).map(|(n, _)| n).collect()
}

/// The terms of some facets, each with those of `listings` that have it.
pub(super) fn columns<'a>(
    listings: impl IntoIterator<Item = &'a Document<'a>>,
    bytes: &mut Bytes,
    wanted: impl Fn(Facet) -> bool,
    vocabulary: &Vocabulary,
) {
    let mut columns: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    let mut count = 0;
    for (n, document) in (0u32..).zip(listings) {
        count += 1;
        for term in document.terms.iter().filter(|term| wanted(vocabulary.get(**term).facet)) {
            columns.entry(u32::try_from(term.index()).unwrap_or(u32::MAX)).or_default().push(n);
        }
    }
    bytes.count(columns.len());
    let mut last = 0;
    for (term, members) in columns {
        bytes.var(term - last).set(&members, count);
        last = term;
    }
}

/// What a reader has to know of cells before it reads one.
pub(super) struct Table(Vec<Row>);

struct Row {
    documents: usize,
    /// South, west, height and width in 1/100 degrees; zeros without points.
    bounds: [i32; 4],
    near: Hash,
    more: Hash,
}

pub(super) fn table(documents: &Documents<'_>, near: &[Hash], more: &[Hash]) -> Table {
    let rows = documents.cells.iter().zip(near.iter().zip(more)).map(|(range, (near, more))| Row {
        documents: range.len(),
        bounds: bounds(documents.listings[range.clone()].iter().filter_map(|d| d.spot)),
        near: *near,
        more: *more,
    });
    Table(rows.collect())
}

/// The box around spots, rounded outwards.
fn bounds(spots: impl Iterator<Item = Spot>) -> [i32; 4] {
    let edges = spots.fold(None, |edges: Option<[i32; 4]>, spot| {
        let [south, west, north, east] = edges.unwrap_or([spot.lat, spot.lon, spot.lat, spot.lon]);
        Some([south.min(spot.lat), west.min(spot.lon), north.max(spot.lat), east.max(spot.lon)])
    });
    let Some([south, west, north, east]) = edges else { return [0; 4] };
    let (south, west) = (south.div_euclid(1000), west.div_euclid(1000));
    [south, west, -(-north).div_euclid(1000) - south, -(-east).div_euclid(1000) - west]
}

impl Table {
    fn is_divided(&self) -> bool {
        self.0.len() > CELLS_IN_MANIFEST
    }

    /// The parts of the table, when it is too large for the manifest.
    pub(super) fn regions(&self) -> Vec<Draft> {
        if !self.is_divided() {
            return Vec::new();
        }
        let draft = |(n, rows): (usize, &[Row])| Draft::new("r", n, Bytes(json_of(rows).to_string().into_bytes()));
        self.0.chunks(CELLS_IN_REGION).enumerate().map(draft).collect()
    }

    /// Key and value for the manifest. `hashes` are those of [`Table::regions`].
    pub(super) fn manifest(&self, hashes: &[Hash]) -> (&'static str, Value) {
        if !self.is_divided() {
            return ("cells", json_of(&self.0));
        }
        let parts: Vec<&[Row]> = self.0.chunks(CELLS_IN_REGION).collect();
        let bounds: Vec<i32> = parts.iter().flat_map(|rows| around(rows)).collect();
        let value = json!({
            "cells": parts.iter().map(|rows| rows.len()).collect::<Vec<_>>(),
            "n": parts.iter().map(|rows| rows.iter().map(|row| row.documents).sum::<usize>()).collect::<Vec<_>>(),
            "box": bounds,
            "hash": hashes.iter().copied().map(hex).collect::<String>(),
        });
        ("regions", value)
    }
}

fn json_of(rows: &[Row]) -> Value {
    json!({
        "n": rows.iter().map(|row| row.documents).collect::<Vec<_>>(),
        "box": rows.iter().flat_map(|row| row.bounds).collect::<Vec<_>>(),
        "g": rows.iter().map(|row| hex(row.near)).collect::<String>(),
        "x": rows.iter().map(|row| hex(row.more)).collect::<String>(),
    })
}

/// The box around boxes. Those of cells without points do not count.
fn around(rows: &[Row]) -> [i32; 4] {
    let boxes = rows.iter().map(|row| row.bounds).filter(|bounds| *bounds != [0; 4]);
    let all = boxes.reduce(|a, b| {
        let (south, west) = (a[0].min(b[0]), a[1].min(b[1]));
        let (north, east) = ((a[0] + a[2]).max(b[0] + b[2]), (a[1] + a[3]).max(b[1] + b[3]));
        [south, west, north - south, east - west]
    });
    all.unwrap_or([0; 4])
}
