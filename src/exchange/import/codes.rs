//! The survey's code book: which fact a code or a label stands for, in both generations of codes.
//!
//! A code means nothing without its category and its year: `MI` was a military insurance until 2024 and is
//! motivational interviewing since 2025. A [`Concept`] is the fact itself, whatever a year calls it, so everything
//! behind this module is free of generations.

use std::collections::{BTreeMap, HashMap};

use super::row::{Directory, Services};
use crate::vocabulary::{Generation, TermId, Vocabulary};

const TABLE: &str = include_str!("../../../data/exchange/codes.yaml");

/// One fact that the survey asks for: a row of the code book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Concept(u16);

/// A set of facts in a few machine words, so that rows stay small.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CodeSet([u64; 6]);

impl CodeSet {
    /// Adds a fact.
    pub fn insert(&mut self, Concept(n): Concept) {
        if let Some(word) = self.0.get_mut(usize::from(n) / 64) {
            *word |= 1 << (n % 64);
        }
    }

    /// Whether the fact is in the set.
    pub fn contains(&self, Concept(n): Concept) -> bool {
        self.0.get(usize::from(n) / 64).is_some_and(|word| word & (1 << (n % 64)) != 0)
    }

    /// Adds all facts of `other`.
    pub fn extend(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine |= theirs;
        }
    }

    /// The facts, in the order of the code book.
    pub fn iter(&self) -> impl Iterator<Item = Concept> + '_ {
        let bits = |(n, word): (u16, &u64)| {
            let mut rest = *word;
            std::iter::from_fn(move || {
                let bit = u16::try_from(rest.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                rest &= rest - 1;
                Some(Concept(n * 64 + bit))
            })
        };
        (0..).zip(&self.0).flat_map(bits)
    }

    /// Whether nothing is in the set.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }
}

const GENERATIONS: [Generation; 2] = [Generation::To2024, Generation::From2025];

/// The facts of one row under each reading; which one holds is known when the whole file has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Readings {
    /// Read with the codes up to 2024.
    pub to_2024: CodeSet,
    /// Read with the codes from 2025 on.
    pub from_2025: CodeSet,
}

impl Readings {
    /// The facts in `generation`.
    pub fn of(&self, generation: Generation) -> CodeSet {
        match generation {
            Generation::To2024 => self.to_2024,
            Generation::From2025 => self.from_2025,
        }
    }
}

/// How often codes stand in the rows that only one generation has, and codes that no book has.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    to_2024: usize,
    from_2025: usize,
    unknown: [BTreeMap<String, usize>; 2],
    substance: usize,
    mental: usize,
}

impl Evidence {
    /// The generation of the file. `None` when the marks of both are there in numbers that no slip explains
    /// (more than one in fifty is the other kind). Without any mark the older generation is taken.
    pub fn generation(&self) -> Option<Generation> {
        let (old, new) = (self.to_2024, self.from_2025);
        match old.cmp(&new) {
            _ if old.min(new) * 50 > old.max(new) => None,
            std::cmp::Ordering::Less => Some(Generation::From2025),
            _ => Some(Generation::To2024),
        }
    }

    /// The directory of the file, from categories that only one directory has. `None` without such a category.
    pub fn directory(&self) -> Option<Directory> {
        match self.substance.cmp(&self.mental) {
            std::cmp::Ordering::Greater => Some(Directory::Substance),
            std::cmp::Ordering::Less => Some(Directory::Mental),
            std::cmp::Ordering::Equal => None,
        }
    }

    /// Codes that could not be read in `generation`, with the number of rows.
    pub fn unknown(&self, generation: Generation) -> &BTreeMap<String, usize> {
        &self.unknown[generation as usize]
    }

    fn count_directory(&mut self, book: &CodeBook, facts: &CodeSet) {
        let directories = facts.iter().filter_map(|c| book.categories[usize::from(book.category_id(c))].directory);
        for directory in directories {
            match directory {
                Directory::Substance => self.substance += 1,
                Directory::Mental => self.mental += 1,
            }
        }
    }

    /// Counts a label of no book.
    fn unknown_label(&mut self, label: String) {
        *self.unknown[0].entry(label.clone()).or_default() += 1;
        *self.unknown[1].entry(label).or_default() += 1;
    }
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCategory {
    category: String,
    #[serde(default)]
    also: Vec<String>,
    directory: Option<Directory>,
    codes: Vec<RawCode>,
}

#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCode {
    code: Option<String>,
    to_2024: Option<String>,
    from_2025: Option<String>,
    labels: Vec<String>,
}

#[derive(Debug)]
struct Category {
    name: String,
    directory: Option<Directory>,
}

#[derive(Debug)]
struct Entry {
    category: u16,
    codes: [Option<String>; 2],
    label: String,
    terms: Vec<TermId>,
    note: Option<String>,
}

/// What a code may stand for, in each generation; more than one fact where several categories have the code.
#[derive(Debug, Default)]
struct Meanings([Vec<Concept>; 2]);

impl Meanings {
    fn of(&self, generation: Generation) -> &[Concept] {
        &self.0[generation as usize]
    }

    fn all(&self) -> impl Iterator<Item = Concept> + '_ {
        self.0.iter().flatten().copied()
    }

    /// The fact, if the code never stood for anything else.
    fn only(&self) -> Option<Concept> {
        let first = self.all().next()?;
        self.all().all(|c| c == first).then_some(first)
    }
}

/// The survey's code book, with the terms of the vocabulary that each fact stands for.
#[derive(Debug)]
pub struct CodeBook {
    categories: Vec<Category>,
    category_of: HashMap<String, u16>,
    entries: Vec<Entry>,
    by_code: HashMap<String, Meanings>,
    by_label: HashMap<(u16, String), Concept>,
    by_label_alone: HashMap<String, Option<Concept>>,
}

impl CodeBook {
    /// The embedded code book, with the terms that `vocabulary` has for its codes.
    ///
    /// # Errors
    /// Says why the embedded table could not be read; a test makes sure that it can.
    pub fn embedded(vocabulary: &Vocabulary) -> Result<Self, String> {
        let raw: Vec<RawCategory> = serde_yaml::from_str(TABLE).map_err(|e| e.to_string())?;
        let mut book = Self {
            categories: Vec::new(),
            category_of: HashMap::new(),
            entries: Vec::new(),
            by_code: HashMap::new(),
            by_label: HashMap::new(),
            by_label_alone: HashMap::new(),
        };
        for category in raw {
            book.add_category(category, vocabulary)?;
        }
        Ok(book)
    }

    fn add_category(&mut self, raw: RawCategory, vocabulary: &Vocabulary) -> Result<(), String> {
        let id = u16::try_from(self.categories.len()).map_err(|e| e.to_string())?;
        for name in raw.also.iter().chain([&raw.category]) {
            self.category_of.insert(name.clone(), id);
        }
        for code in raw.codes {
            let concept = Concept(u16::try_from(self.entries.len()).map_err(|e| e.to_string())?);
            let codes = [code.to_2024.or_else(|| code.code.clone()), code.from_2025.or(code.code)];
            let (mut terms, mut note) = (Vec::new(), None);
            for (generation, code) in GENERATIONS.into_iter().zip(&codes) {
                let Some(code) = code else { continue };
                if terms.is_empty() {
                    terms = vocabulary.resolve(generation, &raw.category, code).to_vec();
                }
                note = note.or_else(|| vocabulary.code_note(generation, &raw.category, code));
                self.by_code.entry(code.clone()).or_default().0[generation as usize].push(concept);
            }
            for label in &code.labels {
                let label = folded(label);
                self.by_label.insert((id, label.clone()), concept);
                self.by_label_alone
                    .entry(label)
                    .and_modify(|known| *known = known.filter(|c| *c == concept))
                    .or_insert(Some(concept));
            }
            let label = code.labels.into_iter().next().unwrap_or_default();
            let note = note.map(|texts| texts.get("en").to_owned());
            self.entries.push(Entry { category: id, codes, label, terms, note });
        }
        self.categories.push(Category { name: raw.category, directory: raw.directory });
        Ok(())
    }

    /// Reads the services of a row.
    pub fn read_services(&self, services: &Services, evidence: &mut Evidence) -> Readings {
        match services {
            Services::Codes(text) => self.read(text, evidence),
            Services::Labels(categories) => {
                let mut set = CodeSet::default();
                for (category, labels) in categories {
                    self.read_labels(category, labels, &mut set, evidence);
                }
                // Labels mean the same in every year.
                Readings { to_2024: set, from_2025: set }
            }
        }
    }

    /// Reads a directory's `service_code_info`: codes separated by blanks, categories by `*`, in both generations.
    pub fn read(&self, text: &str, evidence: &mut Evidence) -> Readings {
        let mut readings = Readings::default();
        let mut group: Vec<(&str, Option<&Meanings>)> = Vec::new();
        for codes in text.split('*') {
            group.clear();
            group.extend(codes.split_ascii_whitespace().map(|code| (code, self.by_code.get(code))));
            self.read_group(Generation::To2024, &group, &mut readings.to_2024, evidence);
            self.read_group(Generation::From2025, &group, &mut readings.from_2025, evidence);
            for meanings in group.iter().filter_map(|(_, meanings)| *meanings) {
                match GENERATIONS.map(|g| meanings.of(g).is_empty()) {
                    [false, true] => evidence.to_2024 += 1,
                    [true, false] => evidence.from_2025 += 1,
                    _ => {}
                }
            }
        }
        evidence.count_directory(self, &readings.to_2024);
        readings
    }

    /// A directory does not name its categories, so for a code with several meanings the group as a whole decides:
    /// its category is the one that holds more than half of its codes. A code that this category lacks is not
    /// guessed at. A code that never meant anything else needs no such proof.
    fn read_group(
        &self,
        generation: Generation,
        group: &[(&str, Option<&Meanings>)],
        set: &mut CodeSet,
        evidence: &mut Evidence,
    ) {
        let mut category = None;
        for (code, meanings) in group {
            let candidates = meanings.map_or(&[][..], |m| m.of(generation));
            let found = match candidates {
                [only] if meanings.and_then(Meanings::only) == Some(*only) => Some(only),
                [] => None,
                _ => {
                    let category = *category.get_or_insert_with(|| self.category_of_group(generation, group));
                    candidates.iter().find(|c| Some(self.category_id(**c)) == category)
                }
            };
            match found {
                Some(concept) => set.insert(*concept),
                None => *evidence.unknown[generation as usize].entry((*code).to_owned()).or_default() += 1,
            }
        }
    }

    fn category_of_group(&self, generation: Generation, group: &[(&str, Option<&Meanings>)]) -> Option<u16> {
        let known = group.iter().filter_map(|(_, m)| m.map(|m| m.of(generation))).filter(|m| !m.is_empty());
        let mut votes: BTreeMap<u16, usize> = BTreeMap::new();
        let mut count = 0;
        for candidates in known {
            count += 1;
            for concept in candidates {
                *votes.entry(self.category_id(*concept)).or_default() += 1;
            }
        }
        votes.into_iter().find(|(_, n)| n * 2 > count).map(|(category, _)| category)
    }

    /// Reads one category of a locator's answer: labels separated by `; `. Older answers file some labels under
    /// another category; such a label counts when it stands for one fact only.
    pub fn read_labels(&self, category: &str, labels: &str, set: &mut CodeSet, evidence: &mut Evidence) {
        let id = self.category_of.get(category.trim());
        for label in labels.split(';').map(str::trim).filter(|label| !label.is_empty()) {
            let folded = folded(label);
            let found = id.and_then(|id| self.by_label.get(&(*id, folded.clone())).copied());
            match found.or_else(|| self.by_label_alone.get(&folded).copied().flatten()) {
                Some(concept) => set.insert(concept),
                None => evidence.unknown_label(format!("{}: {label}", category.trim())),
            }
        }
    }

    /// Whether a field's whole text is a code or a code's label, as in the legend below a directory.
    pub fn is_legend(&self, text: &str) -> bool {
        let text = text.trim();
        !text.is_empty() && (self.by_code.contains_key(text) || self.by_label_alone.contains_key(&folded(text)))
    }

    /// The fact behind `code` of `category`, by its older name or, for newer facts, its newer one.
    pub fn concept(&self, category: &str, code: &str) -> Option<Concept> {
        let id = self.category_of.get(category)?;
        self.by_code.get(code)?.all().find(|c| self.category_id(*c) == *id)
    }

    /// The terms a fact stands for.
    pub fn terms(&self, concept: Concept) -> &[TermId] {
        self.entry(concept).map_or(&[], |entry| &entry.terms)
    }

    /// What a fact says that no term can say, as a line for the listing's notes.
    pub fn note(&self, concept: Concept) -> Option<&str> {
        self.entry(concept)?.note.as_deref()
    }

    /// `CATEGORY:CODE`, with the code's newer name where it has one. Stable over the years.
    pub fn name(&self, concept: Concept) -> String {
        let Some(entry) = self.entry(concept) else { return String::new() };
        let code = entry.codes[1].as_ref().or(entry.codes[0].as_ref());
        format!("{}:{}", self.categories[usize::from(entry.category)].name, code.map_or("", String::as_str))
    }

    /// The fact that [`CodeBook::name`] gives this name.
    pub fn by_name(&self, name: &str) -> Option<Concept> {
        let (category, code) = name.split_once(':')?;
        let id = self.category_of.get(category)?;
        let newer = self.by_code.get(code)?.of(Generation::From2025);
        newer.iter().copied().find(|c| self.category_id(*c) == *id).or_else(|| self.concept(category, code))
    }

    /// The words of the code reference for a fact.
    pub fn label(&self, concept: Concept) -> &str {
        self.entry(concept).map_or("", |entry| &entry.label)
    }

    fn entry(&self, Concept(n): Concept) -> Option<&Entry> {
        self.entries.get(usize::from(n))
    }

    fn category_id(&self, concept: Concept) -> u16 {
        self.entry(concept).map_or(u16::MAX, |entry| entry.category)
    }
}

/// Letters and digits only, in lower case: spellings of one label differ in blanks, hyphens and trademarks.
fn folded(label: &str) -> String {
    label.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;

    pub(crate) fn book() -> CodeBook {
        CodeBook::embedded(Vocabulary::embedded()).unwrap()
    }

    fn names(book: &CodeBook, set: &CodeSet) -> Vec<String> {
        set.iter().map(|c| book.name(c)).collect()
    }

    fn read(text: &str) -> (CodeBook, Readings, Evidence) {
        let (book, mut evidence) = (book(), Evidence::default());
        let readings = book.read(text, &mut evidence);
        (book, readings, evidence)
    }

    #[test]
    fn every_code_has_one_category_in_each_generation() {
        let book = book();
        assert_eq!(book.entries.len(), 314);
        assert!(book.by_code.values().all(|m| GENERATIONS.iter().all(|g| m.of(*g).len() <= 1)));
        let all: Vec<String> = (0..314).map(|n| book.name(Concept(n))).collect();
        for (n, name) in (0..).zip(&all) {
            assert_eq!(book.by_name(name), Some(Concept(n)), "{name}");
        }
    }

    #[test]
    fn every_code_of_the_vocabulary_is_in_the_book() {
        let (book, vocabulary) = (book(), Vocabulary::embedded());
        for facet in crate::vocabulary::Facet::all() {
            for id in vocabulary.terms(facet) {
                for code in GENERATIONS.iter().flat_map(|g| vocabulary.get(id).codes.of(*g)) {
                    let concept = book.concept(&code.category, &code.code);
                    assert!(concept.is_some_and(|c| book.terms(c).contains(&id)), "{code} of {facet}");
                }
            }
        }
    }

    #[test]
    fn codes_that_changed_their_meaning_are_read_by_year() {
        let (book, old, evidence) = read("OP OIT * CBT MOTI * STAG CARF * MD MI SF * CMHA SSA");
        assert_eq!(evidence.generation(), Some(Generation::To2024));
        let facts = names(&book, &old.of(Generation::To2024));
        for name in ["SET:IOP", "TAP:MI", "LCA:SSA", "PAY:TRICARE", "PAY:CASH", "ASPT:SSU"] {
            assert!(facts.contains(&name.to_owned()), "{name} in {facts:?}");
        }
        let (book, new, evidence) = read("OP IOP * CBT MI * SSA CARF * MD TRICARE CASH * CMHA SSU");
        assert_eq!(evidence.generation(), Some(Generation::From2025));
        assert_eq!(names(&book, &new.of(Generation::From2025)), facts);
        assert!(evidence.unknown(Generation::From2025).is_empty());
    }

    #[test]
    fn a_code_of_two_meanings_outside_its_group_is_not_guessed_at() {
        let (book, old, evidence) = read("OP OIT * CBT RELP MI");
        assert_eq!(names(&book, &old.to_2024), ["SET:IOP", "SET:OP", "TAP:RELP", "TAP:CBT"]);
        assert_eq!(evidence.unknown(Generation::To2024).get("MI"), Some(&1));
        let (book, old, _) = read("SP F19 CBT");
        assert_eq!(names(&book, &old.to_2024), ["TAP:CBT", "SL:SP", "OL:F19"]);
    }

    #[test]
    fn a_file_of_two_years_has_no_generation() {
        let (book, mut evidence) = (book(), Evidence::default());
        book.read("OIT OP", &mut evidence);
        book.read("IOP OP", &mut evidence);
        assert_eq!(evidence.generation(), None);
    }

    #[test]
    fn the_directory_shows_in_the_categories() {
        assert_eq!(read("MH * OP * CMHC").2.directory(), Some(Directory::Mental));
        assert_eq!(read("SA * OP * FEM MALE").2.directory(), Some(Directory::Substance));
        assert_eq!(read("SA * OP").2.directory(), None);
    }

    #[test]
    fn labels_are_read_in_their_category_and_alone_when_they_mean_one_thing() {
        let (book, mut set, mut evidence) = (book(), CodeSet::default(), Evidence::default());
        book.read_labels("ASSES", "Interim services for clients; Nothing we know", &mut set, &mut evidence);
        book.read_labels("AS", "Housing services", &mut set, &mut evidence);
        book.read_labels("FT", "Partial hospitalization/day treatment", &mut set, &mut evidence);
        book.read_labels("PHR", "Disulfiram (Antabuse®)", &mut set, &mut evidence);
        assert_eq!(names(&book, &set), ["FT:PH", "PHR:DSF", "ASPT:ISC", "RSS:HS"]);
        assert_eq!(evidence.unknown(Generation::To2024).keys().collect::<Vec<_>>(), ["ASSES: Nothing we know"]);
    }

    #[test]
    fn legend_fields_are_known() {
        let book = book();
        assert!(book.is_legend(" HI ") && book.is_legend("Outpatient detoxification") && book.is_legend("SUMH"));
        assert!(!book.is_legend("Harbor House") && !book.is_legend(""));
    }
}
