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

/// Files of words of which the manifest itself speaks; with more, a search of a place would load what it does not need.
const WORDS_IN_MANIFEST: usize = 1024;
/// Digits of a hash.
const DIGITS: usize = 6;

/// Stands for the hash of a file that is not there.
const NO_HASH: &str = "      ";

/// The manifest while files come in.
pub(super) struct Manifest {
    keys: Map<String, Value>,
    /// Hashes by kind, joined.
    hashes: BTreeMap<String, String>,
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
        Self { keys, hashes: BTreeMap::new() }
    }

    pub(super) fn cells(&mut self, table: &Table, regions: &[Hash]) {
        let (key, value) = table.manifest(regions);
        self.keys.insert(key.to_owned(), value);
    }

    /// The files of a kind, in order.
    pub(super) fn files(&mut self, kind: &str, hashes: &[Hash]) {
        self.hashes.insert(kind.to_owned(), hashes.iter().copied().map(hex).collect());
    }

    /// The files of a kind in which texts are looked for by their beginnings.
    pub(super) fn sorted(&mut self, key: &str, kind: &str, from: &[String], hashes: &[Hash]) {
        self.keys.insert(key.to_owned(), from.join("|").into());
        self.files(kind, hashes);
    }

    /// The files of a kind of which a state has one if it has such a list.
    pub(super) fn by_state(&mut self, kind: &str, lists: &BTreeMap<State, Vec<u32>>, hashes: &[Hash]) {
        let known: BTreeMap<State, &Hash> = lists.keys().copied().zip(hashes).collect();
        let of = |state| known.get(&state).map_or_else(|| NO_HASH.to_owned(), |hash| hex(**hash));
        self.hashes.insert(kind.to_owned(), State::all().map(of).collect());
    }

    /// A kind of which there is one file, or several with one hash; none if there is no hash.
    pub(super) fn single(&mut self, kind: &str, hash: Option<Hash>) {
        self.hashes.insert(kind.to_owned(), hash.map(hex).unwrap_or_default());
    }

    /// What is known of the files of words and of slices, when it is too large for the manifest.
    pub(super) fn words_apart(&mut self) -> Option<Draft> {
        if self.hashes.get("t").is_none_or(|hashes| hashes.len() <= DIGITS * WORDS_IN_MANIFEST) {
            return None;
        }
        let hashes: BTreeMap<&str, String> =
            ["t", "h"].into_iter().filter_map(|kind| Some((kind, self.hashes.remove(kind)?))).collect();
        let value = json!({ "words": self.keys.remove("words"), "hash": hashes });
        Some(Draft::new("th", "", Bytes(value.to_string().into_bytes())))
    }

    pub(super) fn draft(mut self) -> Draft {
        self.keys.insert("hash".to_owned(), json!(self.hashes));
        Draft::new("m", "", Bytes(Value::from(self.keys).to_string().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Manifest, WORDS_IN_MANIFEST};
    use crate::search::shards::Hash;
    use serde_json::{Map, Value, from_slice, json};
    use std::collections::BTreeMap;

    #[test]
    fn the_table_of_words_is_a_file_of_its_own_when_it_is_large() -> serde_json::Result<()> {
        for (files, apart) in [(WORDS_IN_MANIFEST, false), (WORDS_IN_MANIFEST + 1, true)] {
            let mut manifest = Manifest { keys: Map::new(), hashes: BTreeMap::new() };
            let (from, hashes): (Vec<String>, Vec<Hash>) = (0..files).map(|n| (n.to_string(), [0, 0, 7])).unzip();
            manifest.files("h", &[[1, 2, 3]]);
            manifest.files("n", &[[4, 5, 6]]);
            manifest.sorted("words", "t", &from, &hashes);
            let table = manifest.words_apart();
            assert_eq!(table.is_some(), apart);
            let rest: Value = from_slice(&manifest.draft().content)?;
            assert_eq!(rest["hash"]["n"], "040506");
            let table = match table {
                Some(draft) => {
                    assert_eq!(rest, json!({ "hash": { "n": "040506" } }));
                    assert_eq!(draft.name, "th");
                    from_slice(&draft.content)?
                }
                None => rest,
            };
            assert_eq!(table["words"], from.join("|"));
            assert_eq!((&table["hash"]["h"], &table["hash"]["t"]), (&json!("010203"), &json!("000007".repeat(files))));
        }
        Ok(())
    }
}
