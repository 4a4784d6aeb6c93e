//! The index from one build to the next.
//!
//! It is made again only when a fact that search knows has changed. In a program that stays, that is done while the
//! site is shown already, with the index before: an edit of one listing changes few pages, and all of the index has to
//! be looked at.

use super::documents::Documents;
use super::shards::{self, Export, Packed};
use super::{Failure, index};
use crate::catalog::Catalog;
use crate::config::Site;
use crate::vocabulary::{Facet, Vocabulary};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};

/// What is remembered from one export to the next. Starts empty.
#[derive(Debug, Default)]
pub struct Memory {
    last: Option<Last>,
    packed: Packed,
    /// Where the memory of an index arrives that is being made.
    coming: Option<Receiver<Memory>>,
}

/// An export and all that it was made from.
#[derive(Debug, Clone)]
struct Last {
    /// Hash of the terms and of the settings.
    settings: [u8; 32],
    /// Hash of every file and of all that the facts come from: when it is the same, so are the facts.
    files: [u8; 32],
    /// Hash of the facts.
    facts: [u8; 32],
    export: Arc<Export>,
}

/// The files of the search index; none on a site without search. When no fact that search knows has changed since the
/// last call, the same ones.
pub fn export(
    catalog: &Catalog,
    vocabulary: &Vocabulary,
    site: &Site,
    memory: &mut Memory,
) -> Result<Option<Arc<Export>>, Failure> {
    // What comes would be older.
    memory.coming = None;
    if !site.search {
        return Ok(None);
    }
    let (settings, files) = (settings(vocabulary, site), files(catalog, site));
    let last = memory.last.take().filter(|last| last.settings == settings);
    let (facts, export) = match last {
        Some(last) if last.files == files => (last.facts, last.export),
        last => {
            let documents = Documents::gather(catalog, site);
            let facts = documents.fingerprint();
            let export = if let Some(last) = last.filter(|last| last.facts == facts) {
                last.export
            } else {
                let segment = index::build(&documents, vocabulary)?;
                Arc::new(shards::export(&documents, &segment, vocabulary, site, &mut memory.packed)?)
            };
            (facts, export)
        }
    };
    memory.last = Some(Last { settings, files, facts, export: Arc::clone(&export) });
    Ok(Some(export))
}

impl Memory {
    /// The newest index there is, which may not know the last edits. `None`: there is none, or it is one of other terms
    /// or settings, which the pages would not fit.
    pub fn newest(&mut self, vocabulary: &Vocabulary, site: &Site) -> Option<Arc<Export>> {
        match self.coming.as_ref().map(Receiver::try_recv) {
            Some(Ok(arrived)) => *self = arrived,
            // It broke off. Without an index the next one is made at once, and says why if it fails again.
            Some(Err(TryRecvError::Disconnected)) => *self = Self::default(),
            Some(Err(TryRecvError::Empty)) | None => {}
        }
        let last = self.last.as_ref().filter(|last| site.search && last.settings == settings(vocabulary, site))?;
        Some(Arc::clone(&last.export))
    }

    /// The work that makes the index of `catalog`. `None` if the newest is that index, or while another is being made.
    pub fn next(&mut self, catalog: Catalog, vocabulary: Arc<Vocabulary>, site: Site) -> Option<Work> {
        if self.coming.is_some() || !site.search || self.last.as_ref()?.files == files(&catalog, &site) {
            return None;
        }
        let (done, coming) = channel();
        self.coming = Some(coming);
        let memory = Self { last: self.last.clone(), packed: std::mem::take(&mut self.packed), coming: None };
        Some(Work { catalog, vocabulary, site, memory, done })
    }
}

/// An index that is still to be made, with all that it is made from: builds may go on in the meantime.
#[derive(Debug)]
pub struct Work {
    catalog: Catalog,
    vocabulary: Arc<Vocabulary>,
    site: Site,
    memory: Memory,
    done: Sender<Memory>,
}

impl Work {
    /// Makes the index on one core, so that builds have the others; the next build after it writes it.
    pub fn run(self) {
        let Self { catalog, vocabulary, site, mut memory, done } = self;
        // A failure leaves no index behind: see `newest`.
        let mut make = || drop(export(&catalog, &vocabulary, &site, &mut memory));
        match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
            Ok(core) => core.install(make),
            Err(_) => make(),
        }
        // Nobody waits for it if an index of a later state was made at once.
        let _ = done.send(memory);
    }
}

/// A hash of what the index is made from besides the directory.
fn settings(vocabulary: &Vocabulary, site: &Site) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    let mut add = |text: &str| {
        hash.update(&(text.len() as u64).to_le_bytes()).update(text.as_bytes());
    };
    for facet in Facet::all() {
        vocabulary.facet_label(facet).iter().for_each(|(code, text)| [code, text].into_iter().for_each(&mut add));
        for term in vocabulary.terms(facet).map(|id| vocabulary.get(id)) {
            add(facet.key());
            term.label.iter().for_each(|(code, text)| [code, text].into_iter().for_each(&mut add));
            term.names().for_each(&mut add);
        }
    }
    site.languages.iter().for_each(|code| add(code));
    *hash.finalize().as_bytes()
}

/// A hash of what the facts come from. Quickly made; a change of it is not yet a change of the facts.
fn files(catalog: &Catalog, site: &Site) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    hash.update(&catalog.hash()).update(format!("{:?}", site.freshness).as_bytes());
    *hash.finalize().as_bytes()
}
