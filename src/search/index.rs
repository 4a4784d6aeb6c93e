//! The segment: all documents in tantivy, in one piece and in order, and every word that they are made of.

use super::analysis::{self, Language, Stems};
use super::documents::Documents;
use crate::vocabulary::{Facet, Vocabulary};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use tantivy::directory::{Directory, RamDirectory};
use tantivy::indexer::NoMergePolicy;
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexSettings, Searcher, TantivyDocument, Term};

/// Memory that the writer may use before it would begin a second segment, in bytes. Taken as it is needed: some
/// 100 MB for 100,000 listings.
const WRITER_BYTES: usize = 3 << 30;

/// The file in which tantivy says which others there are.
const META: &str = "meta.json";

/// A field of words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TextField {
    /// Its name in the schema.
    pub name: &'static str,
    /// How much more a word counts here.
    pub boost: f32,
    /// How its words become stems.
    pub stems: Language,
}

/// The fields of words, in the order of their numbers in the files.
pub const TEXT_FIELDS: [TextField; 6] = {
    const fn field(name: &'static str, boost: f32, stems: Language) -> TextField {
        TextField { name, boost, stems }
    }
    [
        field("name", 3.0, Language::English),
        field("text", 1.0, Language::English),
        field("title_en", 2.0, Language::English),
        field("guide_en", 1.0, Language::English),
        field("title_es", 2.0, Language::Spanish),
        field("guide_es", 1.0, Language::Spanish),
    ]
};

/// The schema's fields.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// Words, in the order of [`TEXT_FIELDS`].
    pub texts: [Field; TEXT_FIELDS.len()],
    /// Numbers of the terms that a listing has: indexed, and a fast column.
    pub terms: Field,
    /// Position in the catalogue's list of programs, or of guides: a fast column.
    pub position: Field,
}

/// Everything in tantivy. A document's number is its number in [`Documents`].
pub struct Segment {
    /// The index, in memory.
    pub index: Index,
    /// Its fields.
    pub fields: Fields,
    /// The words.
    pub lexicon: Lexicon,
    /// Where the files of the index are.
    files: RamDirectory,
}

impl Segment {
    /// Its files, by name.
    pub(super) fn files(&self) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut names = self.index.directory().list_managed_files();
        names.insert(PathBuf::from(META));
        // Locks and files of features that are not in use are not there.
        let names: BTreeSet<PathBuf> =
            names.into_iter().filter(|name| self.files.exists(name).unwrap_or(false)).collect();
        let mut files = BTreeMap::new();
        for name in names {
            let bytes = self.files.open_read(&name).map_err(tantivy::TantivyError::from)?.read_bytes()?;
            files.insert(name.to_string_lossy().into_owned(), bytes.to_vec());
        }
        Ok(files)
    }

    /// A segment from what [`Self::files`] gave.
    pub(super) fn open(files: &BTreeMap<String, Vec<u8>>, lexicon: Lexicon) -> Result<Self, Failure> {
        let ram = RamDirectory::create();
        for (name, bytes) in files {
            ram.atomic_write(Path::new(name), bytes)?;
        }
        let index = Index::open(ram.clone())?;
        analysis::register(&index);
        let schema = index.schema();
        let mut texts = [Field::from_field_id(0); TEXT_FIELDS.len()];
        for (text, field) in texts.iter_mut().zip(TEXT_FIELDS) {
            *text = schema.get_field(field.name)?;
        }
        let fields = Fields { texts, terms: schema.get_field("terms")?, position: schema.get_field("position")? };
        Ok(Self { index, fields, lexicon, files: ram })
    }

    /// Where documents have `word` or another one with its stem: numbers of the fields among some, terms, and how many
    /// documents. Only words that are known as they are written have any, as in the files for the browser.
    pub(super) fn occurrences(
        &self,
        searcher: &Searcher,
        stems: &mut Stems,
        word: &str,
        fields: impl IntoIterator<Item = usize>,
    ) -> Result<Vec<(usize, Term, u64)>, Failure> {
        let mut found = Vec::new();
        if self.lexicon.contains_key(word) {
            for number in fields {
                let stem = stems.stem(word, TEXT_FIELDS[number].stems);
                let term = Term::from_field_text(self.fields.texts[number], &stem);
                let documents = searcher.doc_freq(&term)?;
                if documents > 0 {
                    found.push((number, term, documents));
                }
            }
        }
        Ok(found)
    }

    /// A view of the one segment.
    pub fn searcher(&self) -> Result<Searcher, Failure> {
        Ok(self.index.reader()?.searcher())
    }
}

/// Every word that can be found, as it is written.
pub type Lexicon = BTreeMap<String, Known>;

/// What is known of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Known {
    /// Where it occurs: the sum of [`class`].
    pub classes: u8,
    /// How many listings and guides have it in their name or text, in this very form.
    pub documents: u32,
}

/// Where a word occurs.
pub mod class {
    /// In the name of a term.
    pub const TERM: u8 = 8;
    /// In the name of a town that has listings.
    pub const PLACE: u8 = 4;
    /// In the name of a listing.
    pub const NAME: u8 = 2;
    /// In any other text.
    pub const TEXT: u8 = 1;
}

/// Why a search was not possible: tantivy's own words.
#[derive(Debug)]
pub struct Failure(tantivy::TantivyError);

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the search index failed: {}", self.0)
    }
}

impl std::error::Error for Failure {}

impl From<tantivy::TantivyError> for Failure {
    fn from(error: tantivy::TantivyError) -> Self {
        Self(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self(error.into())
    }
}

/// Indexes all documents.
pub fn build(documents: &Documents<'_>, vocabulary: &Vocabulary) -> Result<Segment, Failure> {
    let (index, fields, files) = empty()?;
    let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut lexicon = Counting::default();
    for listing in &documents.listings {
        let mut document = TantivyDocument::default();
        let (name, text) = (&*listing.listing().name, listing.text());
        lexicon.count(&[(name, class::NAME), (&text, class::TEXT)]);
        document.add_text(fields.texts[0], name);
        document.add_text(fields.texts[1], text);
        for term in &listing.terms {
            document.add_u64(fields.terms, term.index() as u64);
        }
        document.add_u64(fields.position, listing.position.into());
        writer.add_document(document)?;
    }
    for guide in &documents.guides {
        let mut document = TantivyDocument::default();
        let text = guide.text();
        lexicon.count(&[(&guide.article.title, class::TEXT), (&text, class::TEXT)]);
        let first = if guide.stems == Language::Spanish { 4 } else { 2 };
        document.add_text(fields.texts[first], &guide.article.title);
        document.add_text(fields.texts[first + 1], text);
        document.add_u64(fields.position, guide.position.into());
        writer.add_document(document)?;
    }
    writer.commit()?;
    for name in
        Facet::all().into_iter().flat_map(|facet| vocabulary.terms(facet)).flat_map(|id| vocabulary.get(id).names())
    {
        lexicon.know(name, class::TERM);
    }
    for town in &documents.towns {
        lexicon.know(&town.name, class::PLACE);
    }
    let segment = Segment { index, fields, lexicon: lexicon.finish(), files };
    let pieces = segment.searcher()?.segment_readers().len();
    if pieces > 1 {
        let message = format!("the documents did not fit into one segment but made {pieces}");
        return Err(Failure(tantivy::TantivyError::SystemError(message)));
    }
    Ok(segment)
}

/// Counts words while documents go by.
#[derive(Default)]
struct Counting {
    words: HashMap<String, (Known, u32)>,
    /// Number of the document, from 1.
    now: u32,
}

impl Counting {
    /// Counts each word of one document once.
    fn count(&mut self, texts: &[(&str, u8)]) {
        self.now += 1;
        for (text, class) in texts {
            for word in analysis::words(text) {
                let (known, last) = self.words.entry(word).or_default();
                known.classes |= class;
                if *last != self.now {
                    *last = self.now;
                    known.documents += 1;
                }
            }
        }
    }

    /// Words that stand in no document as such.
    fn know(&mut self, name: &str, class: u8) {
        for word in analysis::words(name) {
            self.words.entry(word).or_default().0.classes |= class;
        }
    }

    fn finish(self) -> Lexicon {
        self.words.into_iter().map(|(word, (known, _))| (word, known)).collect()
    }
}

fn empty() -> Result<(Index, Fields, RamDirectory), Failure> {
    let mut schema = Schema::builder();
    let texts = TEXT_FIELDS.map(|field| {
        let indexing = TextFieldIndexing::default()
            .set_tokenizer(field.stems.analyzer())
            .set_index_option(IndexRecordOption::WithFreqs);
        schema.add_text_field(field.name, TextOptions::default().set_indexing_options(indexing))
    });
    let terms = schema.add_u64_field("terms", INDEXED | FAST);
    let position = schema.add_u64_field("position", FAST);
    let files = RamDirectory::create();
    let index = Index::create(files.clone(), schema.build(), IndexSettings::default())?;
    analysis::register(&index);
    Ok((index, Fields { texts, terms, position }, files))
}
