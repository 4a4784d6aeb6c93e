//! The search of the browser, and that it finds what tantivy finds.

use super::reader::{Files, Reader};
use crate::search::documents::Documents;
use crate::search::index::{Segment, TEXT_FIELDS};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;

/// A list of postings: field, weight, documents with frequencies.
struct List {
    field: usize,
    weight: f32,
    postings: Vec<(u32, u32)>,
}

/// All words with their lists.
fn all_words(files: &Files<'_>) -> BTreeMap<String, Vec<Arc<List>>> {
    let heavy = files.all("h", &files.manifest["hash"]["h"]);
    let mut words = BTreeMap::new();
    for (_, bytes) in files.all("t", &files.manifest["hash"]["t"]) {
        let mut reader = Reader(&bytes);
        let lists: Vec<Arc<List>> = (0..reader.count())
            .map(|_| {
                let (field, documents, weight) = (reader.u8() as usize, reader.count(), reader.f32());
                let mut postings = Vec::new();
                if reader.u8() == 0 {
                    let n = reader.count();
                    read_postings(reader.take(n), 0, &mut postings);
                } else {
                    let (first, n) = (reader.count(), reader.count());
                    for (i, start) in reader.ascending(n).into_iter().enumerate() {
                        read_postings(&heavy[first + i].1, start, &mut postings);
                    }
                }
                assert_eq!(postings.len(), documents);
                Arc::new(List { field, weight, postings })
            })
            .collect();
        let n = reader.count();
        for word in reader.front(n) {
            let own = (0..reader.count() >> 1).map(|_| Arc::clone(&lists[reader.count()])).collect();
            assert!(words.insert(word, own).is_none());
        }
        reader.end();
    }
    words
}

fn read_postings(bytes: &[u8], start: u32, postings: &mut Vec<(u32, u32)>) {
    let mut reader = Reader(bytes);
    let mut document = start;
    while !reader.0.is_empty() {
        let n = reader.var();
        document += n >> 1;
        postings.push((document, if n & 1 == 1 { reader.var() } else { 1 }));
    }
}

/// The length of a length code.
fn length(code: u8) -> f32 {
    let Some(b) = code.checked_sub(24).filter(|_| code >= 40) else { return code.into() };
    (24 + (u32::from((b & 7) | 8) << ((b >> 3) - 1))) as f32
}

/// The search of the browser finds what tantivy finds, with the same scores.
pub(super) fn words(files: &Files<'_>, documents: &Documents<'_>, segment: &Segment) {
    let words = all_words(files);
    let averages: Vec<f32> = files.manifest["average"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| f32::from_bits(n.as_u64().unwrap() as u32))
        .collect();
    let mut lengths = [Vec::new(), Vec::new()];
    for (i, (_, bytes)) in files.all("n", &files.manifest["hash"]["n"]).iter().enumerate() {
        let n = (documents.listings.len() - 4096 * i).min(4096);
        lengths[0].extend(&bytes[..n]);
        lengths[1].extend(&bytes[n..2 * n]);
    }
    let guides: Vec<Value> =
        serde_json::from_slice(&files.read("q", files.manifest["hash"]["q"].as_str().unwrap())).unwrap();
    let code = |field: usize, document: u32| {
        let n = document as usize;
        match n.checked_sub(documents.listings.len()) {
            None => lengths[field][n],
            Some(guide) => guides[guide][4 + field % 2].as_u64().unwrap() as u8,
        }
    };
    let searcher = segment.searcher().unwrap();
    let mut parser = QueryParser::for_index(&segment.index, segment.fields.texts.to_vec());
    for (i, field) in TEXT_FIELDS.iter().enumerate() {
        parser.set_field_boost(segment.fields.texts[i], field.boost);
    }
    for word in ["evening", "evenings", "creek", "recovery", "ninez", "women", "programs", "alaska", "iop", "noches"] {
        let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
        for list in words.get(word).into_iter().flatten() {
            for (document, frequency) in &list.postings {
                let (tf, length) = (*frequency as f32, length(code(list.field, *document)));
                let score = list.weight * tf / (tf + 1.2 * (0.25 + 0.75 * length / averages[list.field]));
                *scores.entry(*document).or_default() += score;
            }
        }
        let query = parser.parse_query(word).unwrap();
        let found = searcher.search(&query, &TopDocs::with_limit(1000).order_by_score()).unwrap();
        let expected: BTreeMap<u32, f32> = found.into_iter().map(|(score, address)| (address.doc_id, score)).collect();
        assert_eq!(scores.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{word}");
        for (document, score) in scores {
            assert!((score - expected[&document]).abs() <= 1e-5 * score, "{word} in {document}");
        }
    }
}
