//! The index that `waypost search` keeps between runs, in `.waypost/search/` of the project.
//!
//! Checking and indexing a large directory takes seconds, asking whether any file changed takes a moment. What is kept is
//! one file; it counts only if it is whole and made from the same content, vocabulary, site file, day and program.

use super::analysis::Stems;
use super::cells::Spot;
use super::documents::{Document, Documents, Town};
use super::index::{self, Failure, Known, Lexicon, Segment};
use super::understand::{Entry, Names, Places, Understood, World, lexicon, understand};
use crate::build::Request;
use crate::config::{self, Site};
use crate::geo::{Point, State};
use crate::source;
use crate::vocabulary::Vocabulary;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Where it is kept in a project.
const FOLDER: &str = ".waypost/search";
/// The name of the file.
const FILE: &str = "index";
/// With what the file begins. Another form of it has another number.
const BEGINNING: &[u8] = b"waypost search 1\n";
/// The name of the part of the file that is not tantivy's.
const FACTS: &str = "facts";
/// A file that was changed so shortly ago may be changed again without another time.
const SETTLED: Duration = Duration::from_secs(2);

/// Everything that a search needs to know of a directory.
pub struct Kept {
    /// The words.
    pub(super) segment: Segment,
    /// Listings, by number of their document.
    pub listings: Vec<Card>,
    /// Guides; their documents follow those of the listings.
    pub guides: Vec<GuideCard>,
    /// Errors in the content, which keep listings out.
    pub errors: usize,
    /// The first language of the site.
    pub(super) language: String,
    /// Numbers of the listings, fresh before demoted, then by slug.
    pub(super) order: Vec<u32>,
    /// The same for the places to visit in each state.
    states: Vec<(State, Vec<u32>)>,
    towns: Vec<Town>,
    /// Listings of each term, by its number.
    counts: Vec<u32>,
    reading: Reading,
}

/// What searches are read with.
struct Reading {
    places: Places,
    names: Names,
    served: Vec<State>,
    lexicon: Vec<Entry>,
    /// Words that stand in no text themselves, but others with their stem do.
    related: BTreeSet<String>,
}

/// What is shown of a listing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Card {
    /// Its public id.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Its city.
    pub city: String,
    /// Code of its state.
    pub state: String,
    /// Its phone as people write it.
    pub phone: Option<String>,
    /// Latitude and longitude in 1/100,000 degrees.
    at: Option<(i32, i32)>,
}

impl Card {
    fn of(document: &Document<'_>) -> Self {
        let listing = document.listing();
        Self {
            slug: listing.slug.clone(),
            name: listing.name.clone(),
            city: listing.location.city.clone(),
            state: listing.location.state.code().to_owned(),
            phone: listing.phones.first().map(|phone| phone.number.display()),
            at: document.spot.map(|spot| (spot.lat, spot.lon)),
        }
    }

    /// The point that distances are measured from.
    pub(super) fn spot(&self) -> Option<Spot> {
        self.at.map(|(lat, lon)| Spot { lat, lon })
    }
}

/// What is shown of a guide.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GuideCard {
    /// Its title.
    pub title: String,
    /// The path of its page.
    pub path: String,
}

/// The part of the file that is not tantivy's.
#[derive(Serialize, Deserialize)]
struct Facts {
    listings: Vec<Card>,
    guides: Vec<GuideCard>,
    order: Vec<u32>,
    errors: usize,
    language: String,
    states: Vec<(String, Vec<u32>)>,
    towns: Vec<KeptTown>,
    counts: Vec<u32>,
    lexicon: Vec<(String, u8, u32)>,
}

/// A [`Town`].
#[derive(Serialize, Deserialize)]
struct KeptTown {
    name: String,
    state: String,
    /// Bits of latitude and longitude.
    at: Option<(u64, u64)>,
    listings: u32,
}

impl KeptTown {
    fn of(town: &Town) -> Self {
        let at = town.point.map(|point| (point.latitude().to_bits(), point.longitude().to_bits()));
        Self { name: town.name.clone(), state: town.state.code().to_owned(), at, listings: town.listings }
    }

    fn town(self) -> Option<Town> {
        let point = self.at.and_then(|(lat, lon)| Point::new(f64::from_bits(lat), f64::from_bits(lon)).ok());
        Some(Town { state: State::from_code(&self.state)?, name: self.name, point, listings: self.listings })
    }
}

impl Reading {
    fn new(
        segment: &Segment,
        towns: &[Town],
        states: &[(State, Vec<u32>)],
        vocabulary: &Vocabulary,
    ) -> Result<Self, Failure> {
        let places = Places::new(towns);
        let searcher = segment.searcher()?;
        let mut stems = Stems::default();
        let mut related = BTreeSet::new();
        for (word, _) in segment.lexicon.iter().filter(|(_, known)| known.documents == 0) {
            if !segment.occurrences(&searcher, &mut stems, word, 0..index::TEXT_FIELDS.len())?.is_empty() {
                related.insert(word.clone());
            }
        }
        Ok(Self {
            names: Names::new(vocabulary, &places),
            served: states.iter().map(|(state, _)| *state).collect(),
            lexicon: lexicon(&segment.lexicon, &places),
            places,
            related,
        })
    }
}

impl Kept {
    /// Indexes the documents of a directory.
    pub fn new(documents: &Documents<'_>, vocabulary: &Vocabulary, site: &Site) -> Result<Self, Failure> {
        let segment = index::build(documents, vocabulary)?;
        let guides = documents.guides.iter();
        let states: Vec<_> = documents.states.iter().map(|(state, numbers)| (*state, numbers.clone())).collect();
        Ok(Self {
            reading: Reading::new(&segment, &documents.towns, &states, vocabulary)?,
            segment,
            listings: documents.listings.iter().map(Card::of).collect(),
            guides: guides.map(|g| GuideCard { title: g.article.title.clone(), path: g.path.clone() }).collect(),
            errors: 0,
            language: site.languages.first().cloned().unwrap_or_default(),
            order: documents.order.clone(),
            states,
            towns: documents.towns.clone(),
            counts: documents.counts(vocabulary),
        })
    }

    /// Understands what was typed for words and for a place. `exact` takes every word as it is written.
    pub fn understand(&self, text: &str, place: &str, exact: bool) -> Understood {
        let reading = &self.reading;
        let stands = |word: &str| self.segment.lexicon.get(word).is_some_and(|known| known.documents > 0);
        let world = World {
            names: &reading.names,
            places: &reading.places,
            counts: &self.counts,
            served: &reading.served,
            known: &|word: &str| stands(word) || reading.related.contains(word),
            lexicon: &reading.lexicon,
        };
        understand(text, place, &world, exact)
    }

    /// Numbers of the listings of a state, in the order of lists.
    pub(super) fn of_state(&self, state: State) -> &[u32] {
        self.states.iter().find(|(other, _)| *other == state).map_or(&[], |(_, numbers)| numbers)
    }

    fn encode(&self) -> Result<Vec<u8>, Failure> {
        let facts = Facts {
            listings: self.listings.clone(),
            guides: self.guides.clone(),
            order: self.order.clone(),
            errors: self.errors,
            language: self.language.clone(),
            states: self.states.iter().map(|(state, numbers)| (state.code().to_owned(), numbers.clone())).collect(),
            towns: self.towns.iter().map(KeptTown::of).collect(),
            counts: self.counts.clone(),
            lexicon: self
                .segment
                .lexicon
                .iter()
                .map(|(w, known)| (w.clone(), known.classes, known.documents))
                .collect(),
        };
        let mut bytes = Vec::new();
        let mut add = |name: &str, part: &[u8]| {
            for text in [name.as_bytes(), part] {
                bytes.extend((text.len() as u64).to_le_bytes());
                bytes.extend(text);
            }
        };
        add(FACTS, &serde_json::to_vec(&facts).map_err(std::io::Error::other)?);
        for (name, part) in self.segment.files()? {
            add(&name, &part);
        }
        Ok(bytes)
    }

    fn decode(mut bytes: &[u8], vocabulary: &Vocabulary) -> Option<Self> {
        let mut next = || {
            let (length, rest) = bytes.split_first_chunk::<8>()?;
            let (part, rest) = rest.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
            bytes = rest;
            Some(part)
        };
        let mut parts: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        while let Some(name) = next() {
            parts.insert(String::from_utf8(name.to_vec()).ok()?, next()?.to_vec());
        }
        let facts: Facts = serde_json::from_slice(&parts.remove(FACTS)?).ok()?;
        let known = |(word, classes, documents)| (word, Known { classes, documents });
        let words: Lexicon = facts.lexicon.into_iter().map(known).collect();
        let states = facts.states.into_iter().map(|(code, numbers)| Some((State::from_code(&code)?, numbers)));
        let states: Vec<_> = states.collect::<Option<_>>()?;
        let towns: Vec<Town> = facts.towns.into_iter().map(KeptTown::town).collect::<Option<_>>()?;
        let segment = Segment::open(&parts, words).ok()?;
        Some(Self {
            reading: Reading::new(&segment, &towns, &states, vocabulary).ok()?,
            segment,
            listings: facts.listings,
            guides: facts.guides,
            errors: facts.errors,
            language: facts.language,
            order: facts.order,
            states,
            towns,
            counts: facts.counts,
        })
    }
}

/// What an index was made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    hash: [u8; 32],
    /// Every file is older than [`SETTLED`].
    settled: bool,
}

impl Key {
    /// What an index of this project has to be made from now. Files of the content are known by their size and time, so
    /// none but the site file is read.
    pub fn of(request: &Request) -> Self {
        let mut hash = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        add(env!("CARGO_PKG_VERSION").as_bytes());
        add(format!("{:?}", std::env::current_exe().ok().map(|program| stamp(&program))).as_bytes());
        let site = std::fs::read(request.root.join(config::FILE_NAME)).unwrap_or_default();
        let parsed = config::parse(&String::from_utf8_lossy(&site)).0;
        add(&site);
        add(crate::build::today(request, parsed.as_ref()).to_string().as_bytes());
        let (found, strays) = source::find(&request.root.join("content"), "content");
        let stamps: Vec<_> = found.par_iter().map(|file| stamp(&file.disk)).collect();
        let mut newest = SystemTime::UNIX_EPOCH;
        for (file, stamp) in found.iter().zip(stamps) {
            add(file.path.as_bytes());
            add(format!("{stamp:?}").as_bytes());
            newest = newest.max(stamp.map_or(newest, |(_, time)| time));
        }
        add(format!("{strays:?}").as_bytes());
        let settled = SystemTime::now().duration_since(newest).is_ok_and(|age| age >= SETTLED);
        Self { hash: *hash.finalize().as_bytes(), settled }
    }
}

/// Size and time of a file.
fn stamp(path: &Path) -> Option<(u64, SystemTime)> {
    let meta = std::fs::metadata(path).ok()?;
    Some((meta.len(), meta.modified().ok()?))
}

fn file(root: &Path) -> PathBuf {
    root.join(FOLDER).join(FILE)
}

/// The index that was kept under this key; nothing if there is none, or if it is damaged.
pub fn load(root: &Path, key: &Key, vocabulary: &Vocabulary) -> Option<Kept> {
    let bytes = std::fs::read(file(root)).ok()?;
    let rest = bytes.strip_prefix(BEGINNING)?;
    let (known, rest) = rest.split_first_chunk::<32>()?;
    let (hash, content) = rest.split_first_chunk::<32>()?;
    (*known == key.hash && blake3::hash(content).as_bytes() == hash)
        .then(|| Kept::decode(content, vocabulary))
        .flatten()
}

/// Keeps an index under a key and says whether it did: not while files are being edited, when another edit in the same
/// moment would not be seen. Another run sees the file whole or not at all.
pub fn save(root: &Path, key: &Key, kept: &Kept) -> Result<bool, Failure> {
    if !key.settled {
        return Ok(false);
    }
    let folder = root.join(FOLDER);
    std::fs::create_dir_all(&folder)?;
    // What can be made again at any time belongs into no repository.
    std::fs::write(folder.join(".gitignore"), "*\n")?;
    let content = kept.encode()?;
    let mut whole = tempfile::NamedTempFile::new_in(&folder)?;
    for part in [BEGINNING, &key.hash, blake3::hash(&content).as_bytes(), &content] {
        whole.write_all(part)?;
    }
    whole.persist(file(root)).map_err(|error| error.error)?;
    Ok(true)
}
