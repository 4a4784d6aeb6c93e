//! `m`: what there is, and the hashes of all files.

use super::bytes::Bytes;
use super::cell_files::Table;
use super::terms::Lists;
use super::{CORE, Draft, FORMAT, Hash, hex};
use crate::geo::State;
use crate::search::documents::Documents;
use crate::vocabulary::{Facet, Vocabulary};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Stands for the hash of a file that is not there.
const NO_HASH: &str = "      ";

/// The manifest while files come in.
pub(super) struct Manifest {
    keys: Map<String, Value>,
}

impl Manifest {
    pub(super) fn new(documents: &Documents<'_>, vocabulary: &Vocabulary, lists: &Lists<'_>) -> Self {
        let counts = documents.counts(vocabulary);
        let facets: Vec<Value> = Facet::all()
            .into_iter()
            .map(|facet| {
                let slugs: Vec<&str> = vocabulary.terms(facet).map(|id| &*vocabulary.get(id).slug).collect();
                let counts: Vec<u32> = vocabulary.terms(facet).map(|id| counts[id.index()]).collect();
                json!([facet.key(), u8::from(CORE.contains(&facet)), slugs.join(" "), counts])
            })
            .collect();
        let mut keys = Map::new();
        keys.insert("v".to_owned(), FORMAT.into());
        keys.insert("listings".to_owned(), documents.listings.len().into());
        keys.insert("visited".to_owned(), documents.visited.into());
        keys.insert("guides".to_owned(), documents.guides.len().into());
        keys.insert("average".to_owned(), json!(lists.averages.map(f32::to_bits)));
        keys.insert("facets".to_owned(), facets.into());
        Self { keys }
    }

    fn set(&mut self, key: &str, value: Value) {
        self.keys.insert(key.to_owned(), value);
    }

    /// The files are the same in every site, so one hash over the hashes of all stands for them.
    pub(super) fn zips(&mut self, hash: Hash) {
        self.set("zips", hex(hash).into());
    }

    pub(super) fn places(&mut self, from: &[String], hashes: &[Hash]) {
        self.set("places", files(from, hashes));
    }

    pub(super) fn cells(&mut self, table: &Table, regions: &[Hash]) {
        let (key, value) = table.manifest(regions);
        self.set(key, value);
    }

    pub(super) fn video(&mut self, documents: &Documents<'_>, hashes: &[Hash]) {
        self.set("virtual", by_state(&documents.video, hashes));
    }

    pub(super) fn states(&mut self, documents: &Documents<'_>, hashes: &[Hash]) {
        self.set("states", by_state(&documents.states, hashes));
    }

    pub(super) fn order(&mut self, hashes: &[Hash]) {
        self.set("order", joined(hashes).into());
    }

    pub(super) fn norms(&mut self, hashes: &[Hash]) {
        self.set("norms", joined(hashes).into());
    }

    pub(super) fn terms(&mut self, from: &[String], hashes: &[Hash]) {
        self.set("terms", files(from, hashes));
    }

    pub(super) fn heavy(&mut self, hashes: &[Hash]) {
        self.set("heavy", joined(hashes).into());
    }

    /// A file of which there is one; none if there is no hash.
    pub(super) fn single(&mut self, key: &str, hash: Option<Hash>) {
        self.set(key, hash.map(hex).unwrap_or_default().into());
    }

    pub(super) fn draft(self) -> Draft {
        Draft::new("m", "", Bytes(Value::from(self.keys).to_string().into_bytes()))
    }
}

fn joined(hashes: &[Hash]) -> String {
    hashes.iter().copied().map(hex).collect()
}

/// Hashes for `count` numbers, blanks where there is no file.
fn sparse(count: usize, numbers: impl Iterator<Item = usize>, hashes: &[Hash]) -> String {
    let known: BTreeMap<usize, &Hash> = numbers.zip(hashes).collect();
    (0..count).map(|n| known.get(&n).map_or_else(|| NO_HASH.to_owned(), |hash| hex(**hash))).collect()
}

fn files(from: &[String], hashes: &[Hash]) -> Value {
    json!({ "from": from.join("|"), "hash": joined(hashes) })
}

fn by_state(lists: &BTreeMap<State, Vec<u32>>, hashes: &[Hash]) -> Value {
    let counts: Vec<usize> = State::all().map(|state| lists.get(&state).map_or(0, Vec::len)).collect();
    let numbers = lists.keys().map(|state| usize::from(state.number()));
    json!({ "n": counts, "hash": sparse(State::all().len(), numbers, hashes) })
}
