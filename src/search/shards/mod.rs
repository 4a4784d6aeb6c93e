//! The files of the index: `docs/search-format.md`, one module a kind.
//!
//! Each module makes the content of its files; here they are named, compressed and given their hashes. Every file is a
//! pure function of the documents, so a file whose facts did not change is the same file.

mod bits;
mod bytes;
mod cards;
mod cell_files;
mod cut;
mod guides;
mod lengths;
mod lexicon;
mod lists;
mod manifest;
mod places;
mod terms;
#[cfg(test)]
mod tests;
mod video;
mod words;
mod zips;

use super::documents::Documents;
use super::index::{Failure, Segment};
use super::understand::Places;
use crate::config::Site;
use crate::vocabulary::{Facet, Vocabulary};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use rayon::prelude::*;
use std::collections::HashMap;
use std::io::Write as _;
use std::sync::Arc;

/// Where the files lie in the site.
pub const FOLDER: &str = "search/index/";
/// The version of the format.
pub const FORMAT: u32 = 1;

/// Facets whose terms are in every search near a place: those that people choose most.
pub const CORE: [Facet; 8] = [
    Facet::LevelOfCare,
    Facet::Focus,
    Facet::Format,
    Facet::Payment,
    Facet::Population,
    Facet::Age,
    Facet::Gender,
    Facet::Time,
];

/// The files of an index.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Export {
    /// Path in the site and bytes, sorted by path.
    pub files: Vec<(String, Arc<[u8]>)>,
    /// Name of the manifest.
    pub manifest: String,
    /// Name of the words of each language of the site.
    pub words: Vec<(String, String)>,
    /// Name of the phrases.
    pub phrases: String,
}

/// Files by what they were made from, so that what is the same in the next export is not compressed again.
#[derive(Debug, Default)]
pub struct Packed(HashMap<[u8; 32], Arc<[u8]>>);

/// A file before it is packed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Draft {
    /// `g17`
    name: String,
    content: Vec<u8>,
}

impl Draft {
    fn new(kind: &str, number: impl std::fmt::Display, bytes: Bytes) -> Self {
        Self { name: format!("{kind}{number}"), content: bytes.0 }
    }
}

/// The first three bytes of a file's hash.
type Hash = [u8; 3];

fn hex([a, b, c]: Hash) -> String {
    format!("{a:02x}{b:02x}{c:02x}")
}

/// `g17-3fa9c1.bin`
fn file_name(name: &str, hash: Hash) -> String {
    format!("{name}-{}.bin", hex(hash))
}

fn hash(bytes: &[u8]) -> Hash {
    let hash = blake3::hash(bytes);
    [0, 1, 2].map(|i| hash.as_bytes()[i])
}

/// Packs files and keeps their bytes.
struct Packer<'a> {
    earlier: &'a Packed,
    now: Packed,
    files: Vec<(String, Arc<[u8]>)>,
}

impl Packer<'_> {
    /// Packs files on all cores and returns their hashes, in order.
    fn pack(&mut self, drafts: &[Draft]) -> Vec<Hash> {
        let packed = self.compress(drafts);
        let hashes: Vec<Hash> = packed.iter().map(|bytes| hash(bytes)).collect();
        for (draft, (bytes, hash)) in drafts.iter().zip(packed.into_iter().zip(&hashes)) {
            self.add(draft, *hash, bytes);
        }
        hashes
    }

    /// Packs files that change together only: each is named by the hash of all of them.
    fn pack_together(&mut self, drafts: &[Draft]) -> Hash {
        let packed = self.compress(drafts);
        let all: Vec<[u8; 32]> = packed.iter().map(|bytes| *blake3::hash(bytes).as_bytes()).collect();
        let hash = hash(&all.concat());
        for (draft, bytes) in drafts.iter().zip(packed) {
            self.add(draft, hash, bytes);
        }
        hash
    }

    fn compress(&mut self, drafts: &[Draft]) -> Vec<Arc<[u8]>> {
        let earlier = &self.earlier.0;
        let packed: Vec<_> = drafts
            .par_iter()
            .map(|draft| {
                let plain = [draft.name.as_bytes(), &[0], &draft.content].concat();
                let key = *blake3::hash(&plain).as_bytes();
                (key, earlier.get(&key).map_or_else(|| compress(&plain), Arc::clone))
            })
            .collect();
        self.now.0.extend(packed.iter().map(|(key, bytes)| (*key, Arc::clone(bytes))));
        packed.into_iter().map(|(_, bytes)| bytes).collect()
    }

    fn add(&mut self, draft: &Draft, hash: Hash, bytes: Arc<[u8]>) {
        self.files.push((format!("{FOLDER}{}", file_name(&draft.name, hash)), bytes));
    }

    fn pack_one(&mut self, draft: &Draft) -> Hash {
        self.pack(std::slice::from_ref(draft))[0]
    }
}

/// The bytes of a file: compressed if that makes it smaller.
fn compress(plain: &[u8]) -> Arc<[u8]> {
    let mut encoder = DeflateEncoder::new(vec![b'W'], Compression::best());
    let packed = encoder.write_all(plain).and_then(|()| encoder.finish());
    match packed {
        Ok(packed) if packed.len() <= plain.len() => packed.into(),
        _ => [b"w", plain].concat().into(),
    }
}

/// Makes all files. `packed` is what the last export left, and what this one leaves.
pub fn export(
    documents: &Documents<'_>,
    segment: &Segment,
    vocabulary: &Vocabulary,
    site: &Site,
    packed: &mut Packed,
) -> Result<Export, Failure> {
    let mut packer = Packer { earlier: packed, now: Packed::default(), files: Vec::new() };
    let terms = terms::Lists::read(documents, segment)?;
    let mut manifest = manifest::Manifest::new(documents, vocabulary, &terms);

    let places = Places::new(&documents.towns);
    let words: Vec<Draft> = words::drafts(vocabulary, site);
    let hashes = packer.pack(&words);
    let words = site
        .languages
        .iter()
        .zip(words.iter().zip(hashes))
        .map(|(code, (draft, hash))| (code.clone(), file_name(&draft.name, hash)))
        .collect();
    let draft = words::phrases_draft(vocabulary, &places);
    let phrases = packer.pack_one(&draft);
    let phrases_name = file_name(&draft.name, phrases);
    manifest.single("f", Some(phrases));

    manifest.single("z", Some(packer.pack_together(zips::drafts())));
    let (from, drafts) = places::drafts(&places);
    manifest.sorted("places", "p", &from, &packer.pack(&drafts));

    let cards = packer.pack(&cards::drafts(documents, vocabulary));
    let all_cards = packer.pack_one(&cards::hashes(&cards));
    let near = packer.pack(&cell_files::core(documents, vocabulary, &cards));
    let more = packer.pack(&cell_files::others(documents, vocabulary));
    let cells = cell_files::table(documents, &near, &more);
    let regions = cells.regions();
    let hashes = packer.pack(&regions);
    manifest.cells(&cells, &hashes);

    let drafts = video::drafts(documents, vocabulary);
    manifest.by_state("v", &documents.video, &packer.pack(&drafts));
    let drafts = lists::states(documents);
    manifest.by_state("s", &documents.states, &packer.pack(&drafts));
    manifest.files("o", &packer.pack(&lists::order(documents)));
    manifest.files("n", &packer.pack(&lengths::drafts(documents, segment)?));

    let files = terms.files(&places.first_words());
    manifest.files("h", &packer.pack(&files.heavy));
    manifest.sorted("words", "t", &files.from, &packer.pack(&files.words));
    let (used, drafts) = bits::drafts(documents, vocabulary);
    let hashes = packer.pack(&drafts);
    manifest.single("bh", Some(packer.pack_one(&bits::hashes(&used, &hashes, vocabulary))));
    manifest.single("ch", Some(all_cards));
    manifest.single("l", Some(packer.pack_one(&lexicon::draft(segment, &places))));
    let guides = guides::draft(documents, segment)?;
    manifest.single("q", guides.map(|draft| packer.pack_one(&draft)));

    if let Some(draft) = manifest.words_apart() {
        manifest.single("th", Some(packer.pack_one(&draft)));
    }
    let draft = manifest.draft();
    let manifest = file_name(&draft.name, packer.pack_one(&draft));
    let Packer { now, mut files, .. } = packer;
    *packed = now;
    files.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(Export { files, manifest, words, phrases: phrases_name })
}
