//! `b`: who has a term, over all listings, and `bh`, the hashes of all of them.

use super::bytes::Bytes;
use super::{Draft, Hash};
use crate::search::documents::Documents;
use crate::vocabulary::Vocabulary;

/// The numbers of the terms that any listing has, and their files.
pub(super) fn drafts(documents: &Documents<'_>, vocabulary: &Vocabulary) -> (Vec<usize>, Vec<Draft>) {
    let mut members: Vec<Vec<u32>> = vec![Vec::new(); vocabulary.len()];
    for (n, document) in (0u32..).zip(&documents.listings) {
        for term in &document.terms {
            members[term.index()].push(n);
        }
    }
    let used = members.iter().enumerate().filter(|(_, list)| !list.is_empty());
    used.map(|(term, list)| {
        let mut bytes = Bytes::default();
        bytes.set(list, documents.listings.len());
        (term, Draft::new("b", term, bytes))
    })
    .unzip()
}

/// The hashes of the files of all terms; zeros where no listing has the term.
pub(super) fn hashes(terms: &[usize], hashes: &[Hash], vocabulary: &Vocabulary) -> Draft {
    let mut all = vec![Hash::default(); vocabulary.len()];
    for (term, hash) in terms.iter().zip(hashes) {
        all[*term] = *hash;
    }
    Draft::new("bh", "", Bytes(all.concat()))
}
