//! `t` and `h`: every word, and where its stem occurs: tantivy's postings.

use super::Draft;
use super::bytes::Bytes;
use super::cut::{beginnings, runs};
use crate::search::analysis::{Language, Stems};
use crate::search::documents::Documents;
use crate::search::index::{Failure, Segment, TEXT_FIELDS};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, TERMINATED};

/// Size of a file of words before it is packed, in bytes.
const FILE: usize = 8 << 10;
/// A longer list is cut into slices, in bytes.
const LIGHT: usize = 6 << 10;
/// Documents of a slice.
const SLICE: u32 = 16_384;

/// tantivy's BM25 parameter; the other is in the reader.
const K1: f32 = 1.2;

/// All postings, by field and stem.
#[allow(clippy::struct_field_names, reason = "they are the lists")]
pub(super) struct Lists<'a> {
    /// Average length of each field.
    pub(super) averages: [f32; TEXT_FIELDS.len()],
    lists: Vec<List>,
    /// The words with the positions of their lists.
    words: Vec<(&'a str, Vec<u32>)>,
}

struct List {
    field: u8,
    documents: u32,
    weight: f32,
    postings: Postings,
}

/// Documents and frequencies, encoded.
enum Postings {
    /// In every file of words that needs them.
    Light(Vec<u8>),
    /// In files of their own: the first document of each, and its bytes.
    Heavy(Vec<(u32, Vec<u8>)>),
}

/// The files.
pub(super) struct Files {
    pub(super) from: Vec<String>,
    pub(super) words: Vec<Draft>,
    pub(super) heavy: Vec<Draft>,
}

impl<'a> Lists<'a> {
    pub(super) fn read(documents: &Documents<'_>, segment: &'a Segment) -> Result<Self, Failure> {
        let searcher = segment.searcher()?;
        let mut averages = [0.0; TEXT_FIELDS.len()];
        let mut lists = Vec::new();
        let mut by_stem: [HashMap<String, u32>; TEXT_FIELDS.len()] = Default::default();
        let count = documents.len() as u64;
        if let Some(reader) = searcher.segment_readers().first() {
            for (number, (field, known)) in TEXT_FIELDS.iter().zip(&mut by_stem).enumerate() {
                let inverted = reader.inverted_index(segment.fields.texts[number])?;
                averages[number] = inverted.total_num_tokens() as f32 / count as f32;
                let infos = stems(&inverted)?;
                let start = lists.len();
                let read: Result<Vec<List>, Failure> = infos
                    .par_iter()
                    .map(|(_, info)| {
                        let weight = idf(info.doc_freq.into(), count) * (1.0 + K1) * field.boost;
                        let field = u8::try_from(number).unwrap_or(u8::MAX);
                        Ok(List { field, documents: info.doc_freq, weight, postings: postings(&inverted, info)? })
                    })
                    .collect();
                lists.extend(read?);
                known.extend((start..).zip(infos).filter_map(|(i, (stem, _))| Some((stem, u32::try_from(i).ok()?))));
            }
        }
        let mut stems = Stems::default();
        let words = segment.lexicon.keys().map(|word| {
            let forms = [Language::English, Language::Spanish].map(|language| (language, stems.stem(word, language)));
            let found = TEXT_FIELDS.iter().zip(&by_stem).filter_map(|(field, known)| {
                let (_, stem) = forms.iter().find(|(language, _)| *language == field.stems)?;
                known.get(stem).copied()
            });
            (word.as_str(), found.collect::<Vec<u32>>())
        });
        let words = words.filter(|(_, lists)| !lists.is_empty()).collect();
        Ok(Self { averages, lists, words })
    }

    /// The files of words and of slices. `towns`: first words of the names of towns that a text may mean.
    pub(super) fn files(&self, towns: &BTreeSet<&str>) -> Files {
        // Slices are numbered through all lists.
        let mut heavy = Vec::new();
        let mut firsts = BTreeMap::new();
        for (i, list) in (0u32..).zip(&self.lists) {
            if let Postings::Heavy(slices) = &list.postings {
                firsts.insert(i, heavy.len());
                for (_, bytes) in slices {
                    heavy.push(Draft::new("h", heavy.len(), Bytes(bytes.clone())));
                }
            }
        }
        let mut sharing = vec![0usize; self.lists.len()];
        for list in self.words.iter().flat_map(|(_, lists)| lists) {
            sharing[*list as usize] += 1;
        }
        let keys: Vec<&str> = self.words.iter().map(|(word, _)| *word).collect();
        let size = |list: &u32| {
            let bytes = self.lists[*list as usize].light_bytes();
            10 + bytes / sharing[*list as usize].max(1)
        };
        let sizes: Vec<usize> =
            self.words.iter().map(|(word, lists)| word.len() + lists.iter().map(size).sum::<usize>()).collect();
        let runs = runs(&keys, &sizes, FILE);
        let words = runs
            .par_iter()
            .enumerate()
            .map(|(n, run)| Draft::new("t", n, self.content(&self.words[run.clone()], &firsts, towns)));
        Files { from: beginnings(&keys, &runs), words: words.collect(), heavy }
    }

    fn content(&self, words: &[(&str, Vec<u32>)], heavy: &BTreeMap<u32, usize>, towns: &BTreeSet<&str>) -> Bytes {
        // Lists in the order in which words need them.
        let mut numbers: BTreeMap<u32, usize> = BTreeMap::new();
        let mut used = Vec::new();
        for list in words.iter().flat_map(|(_, lists)| lists) {
            numbers.entry(*list).or_insert_with(|| {
                used.push(*list);
                used.len() - 1
            });
        }
        let mut bytes = Bytes::default();
        bytes.count(used.len());
        for number in used {
            let list = &self.lists[number as usize];
            bytes.u8(list.field).var(list.documents).f32(list.weight);
            match &list.postings {
                Postings::Light(postings) => bytes.u8(0).count(postings.len()).raw(postings),
                Postings::Heavy(slices) => {
                    let first = heavy.get(&number).copied().unwrap_or_default();
                    bytes.u8(1).count(first).count(slices.len()).ascending(slices.iter().map(|(first, _)| *first))
                }
            };
        }
        bytes.count(words.len()).front(&words.iter().map(|(word, _)| *word).collect::<Vec<_>>());
        for (word, lists) in words {
            bytes.count(lists.len() << 1 | usize::from(towns.contains(word)));
            for list in lists {
                bytes.count(numbers[list]);
            }
        }
        bytes
    }
}

impl List {
    /// Bytes of its postings in a file of words.
    fn light_bytes(&self) -> usize {
        match &self.postings {
            Postings::Light(bytes) => bytes.len(),
            Postings::Heavy(_) => 0,
        }
    }
}

/// tantivy's inverse document frequency.
fn idf(documents: u64, all: u64) -> f32 {
    let rarity = (all.saturating_sub(documents) as f32 + 0.5) / (documents as f32 + 0.5);
    (1.0 + rarity).ln()
}

/// The stems of a field, sorted.
fn stems(inverted: &InvertedIndexReader) -> Result<Vec<(String, TermInfo)>, Failure> {
    let mut stream = inverted.terms().stream()?;
    let mut stems = Vec::with_capacity(inverted.terms().num_terms());
    while let Some((term, info)) = stream.next() {
        stems.push((String::from_utf8_lossy(term).into_owned(), info.clone()));
    }
    Ok(stems)
}

/// The postings of a stem: in one piece if they are short.
fn postings(inverted: &InvertedIndexReader, info: &TermInfo) -> Result<Postings, Failure> {
    let mut postings = inverted.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
    let mut all: Vec<(u32, u32)> = Vec::with_capacity(info.doc_freq as usize);
    let mut document = postings.doc();
    while document != TERMINATED {
        all.push((document, postings.term_freq()));
        document = postings.advance();
    }
    let whole = encode(&all, 0);
    if whole.len() <= LIGHT {
        return Ok(Postings::Light(whole));
    }
    let parts = all.chunk_by(|(a, _), (b, _)| a / SLICE == b / SLICE);
    Ok(Postings::Heavy(parts.map(|part| (part[0].0, encode(part, part[0].0))).collect()))
}

/// Documents and frequencies, as differences from `start`.
fn encode(postings: &[(u32, u32)], start: u32) -> Vec<u8> {
    let mut bytes = Bytes::default();
    let mut last = start;
    for (document, frequency) in postings {
        let several = *frequency > 1;
        bytes.var(((document - last) << 1) | u32::from(several));
        if several {
            bytes.var(*frequency);
        }
        last = *document;
    }
    bytes.0
}
