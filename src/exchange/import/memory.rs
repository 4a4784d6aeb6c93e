//! What earlier imports of a source brought: its rows, the listing each became, and the blocks as they were written.
//!
//! Kept beside the content as one JSON file for each source, one row a line so that a version control system shows
//! what changed. It belongs under version control: without it, every difference to the source counts as an edit.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use super::codes::{CodeBook, CodeSet};
use super::input::{self, Fault};
use super::row::{Directory, Origin, Phone, SurveyRow};
use super::source::Source;
use super::three_way::Written;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::geo::{Point, State};

/// A row of an earlier import.
#[derive(Debug, Clone)]
pub(super) struct Remembered {
    pub(super) key: String,
    /// Slug of its listing.
    pub(super) listing: String,
    pub(super) row: SurveyRow,
}

/// The memory of one source.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Days of retrieval by the file's hash.
    pub(super) files: BTreeMap<String, String>,
    pub(super) rows: Vec<Remembered>,
    /// Blocks as written, by slug.
    pub(super) listings: BTreeMap<String, Written>,
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct OnDisk {
    version: u32,
    files: BTreeMap<String, String>,
    codes: Vec<String>,
    rows: Vec<RowOnDisk>,
    listings: BTreeMap<String, Written>,
}

#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RowOnDisk {
    key: String,
    listing: String,
    directory: Directory,
    year: i16,
    retrieved: String,
    name1: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name2: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    street: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    unit: String,
    city: String,
    state: String,
    zip: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    confidential: bool,
    phones: Vec<Phone>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    website: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    point: Option<[f64; 2]>,
    /// Hex digits, one bit for each name in `codes`, the first name in the highest bit of the first digit.
    facts: String,
}

const VERSION: u32 = 1;

/// Path of the memory of `source` in `folder`.
fn path(folder: &Path, source: Source) -> std::path::PathBuf {
    folder.join(format!("{}.json", source.word()))
}

impl Memory {
    /// Reads the memory of `source`, or an empty one when there was no import yet.
    ///
    /// # Errors
    /// The file is there but cannot be read. Going on would take every listing for edited or write it anew.
    pub(super) fn load(folder: &Path, source: Source, book: &CodeBook) -> Result<Self, Fault> {
        let path = path(folder, source);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(input::unreadable(&path, &error)),
        };
        let broken = |why: String| {
            Box::new(
            Diagnostic::new(&rules::IMPORT_SHAPE, format!("the record of earlier imports cannot be read: {why}"))
                .at(Place::file(input::shown(&path)))
                .help("restore the file from version control; without it, every difference to the source counts as an edit and is kept"),
            )
        };
        let disk: OnDisk = serde_json::from_str(&text).map_err(|e| broken(e.to_string()))?;
        if disk.version != VERSION {
            return Err(broken(format!("it is of version {}, this program knows version {VERSION}", disk.version)));
        }
        let OnDisk { files, codes, rows, listings, .. } = disk;
        let rows = rows.into_iter().map(|row| {
            let key = row.key.clone();
            row.remembered(&codes, book)
                .ok_or_else(|| broken(format!("the row {key} has a state, ZIP or point that is none")))
        });
        Ok(Self { files, rows: rows.collect::<Result<_, _>>()?, listings })
    }

    /// The file's text. Rows are in the order of their keys.
    pub(super) fn text(&self, book: &CodeBook) -> Result<String, serde_json::Error> {
        let mut all = CodeSet::default();
        self.rows.iter().for_each(|r| all.extend(&r.row.facts));
        let codes: Vec<String> = all.iter().map(|c| book.name(c)).collect();
        let mut rows: Vec<&Remembered> = self.rows.iter().collect();
        rows.sort_by(|a, b| a.key.cmp(&b.key));
        let mut out = String::new();
        let _ = writeln!(out, "{{\n\"version\": {VERSION},\n\"files\": {},", serde_json::to_string(&self.files)?);
        let _ = writeln!(out, "\"codes\": {},\n\"rows\": [", serde_json::to_string(&codes)?);
        for (i, row) in rows.iter().enumerate() {
            let comma = if i + 1 == rows.len() { "" } else { "," };
            let _ = writeln!(out, "{}{comma}", serde_json::to_string(&RowOnDisk::of(row, &all))?);
        }
        out.push_str("],\n\"listings\": {\n");
        for (i, (slug, written)) in self.listings.iter().enumerate() {
            let comma = if i + 1 == self.listings.len() { "" } else { "," };
            let _ = writeln!(out, "{}: {}{comma}", serde_json::to_string(slug)?, serde_json::to_string(written)?);
        }
        out.push_str("}\n}\n");
        Ok(out)
    }

    /// Where the memory of `source` is kept in `folder`.
    pub(super) fn path(folder: &Path, source: Source) -> std::path::PathBuf {
        path(folder, source)
    }
}

impl RowOnDisk {
    fn of(remembered: &Remembered, all: &CodeSet) -> Self {
        let row = &remembered.row;
        let bits: Vec<bool> = all.iter().map(|c| row.facts.contains(c)).collect();
        let digit = |four: &[bool]| (0..4).fold(0, |n, i| n * 2 + u32::from(four.get(i).copied().unwrap_or(false)));
        Self {
            key: remembered.key.clone(),
            listing: remembered.listing.clone(),
            directory: row.directory,
            year: row.year,
            retrieved: row.retrieved.clone(),
            name1: row.name1.clone(),
            name2: row.name2.clone(),
            street: row.street.clone(),
            unit: row.unit.clone(),
            city: row.city.clone(),
            state: row.state.code().to_owned(),
            zip: row.zip.to_string(),
            confidential: row.confidential,
            phones: row.phones.clone(),
            website: row.website.clone(),
            point: row.point.map(|p| [p.latitude(), p.longitude()]),
            facts: bits.chunks(4).filter_map(|four| char::from_digit(digit(four), 16)).collect(),
        }
    }

    fn remembered(self, codes: &[String], book: &CodeBook) -> Option<Remembered> {
        let mut facts = CodeSet::default();
        for (i, name) in codes.iter().enumerate() {
            let digit = self.facts.as_bytes().get(i / 4).and_then(|b| char::from(*b).to_digit(16)).unwrap_or(0);
            if digit & (8 >> (i % 4)) != 0 {
                // A fact that the code book lost has no place in a listing anyway.
                book.by_name(name).into_iter().for_each(|c| facts.insert(c));
            }
        }
        let point = match self.point {
            Some([lat, lon]) => Some(Point::new(lat, lon).ok()?),
            None => None,
        };
        Some(Remembered {
            key: self.key,
            listing: self.listing,
            row: SurveyRow {
                origin: Origin::default(),
                directory: self.directory,
                year: self.year,
                retrieved: self.retrieved,
                name1: self.name1,
                name2: self.name2,
                street: self.street,
                unit: self.unit,
                city: self.city,
                state: State::from_code(&self.state)?,
                zip: self.zip.parse().ok()?,
                confidential: self.confidential,
                phones: self.phones,
                website: self.website,
                point,
                facts,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::codes::{Evidence, tests::book};
    use super::super::merge::tests::row;
    use super::*;
    use crate::vocabulary::Generation;

    #[test]
    fn a_memory_comes_back_as_it_was() {
        let book = book();
        let mut alder = row(Directory::Substance, "Alder \"x\"", "Site", "12 Mill Road", "978-555-0142");
        alder.point = Point::new(42.65, -71.3).ok();
        alder.facts = book.read("SA * OP OIT * GL * VAPN", &mut Evidence::default()).of(Generation::To2024);
        let mut house = row(Directory::Mental, "Maple House", "", "", "978-555-0143");
        house.facts = book.read("MH * OP PHDT * CBHC", &mut Evidence::default()).of(Generation::To2024);
        let rows = [alder, house].map(|row| Remembered { key: row.key(), listing: "alder".into(), row });
        let memory = Memory {
            files: [("abc".to_owned(), "2026-08-30".to_owned())].into(),
            rows: rows.to_vec(),
            listings: [("alder".to_owned(), [("name".to_owned(), "1f".to_owned())].into())].into(),
        };
        let folder = tempfile::tempdir().unwrap();
        let text = memory.text(&book).unwrap();
        std::fs::write(path(folder.path(), Source::Directories), &text).unwrap();
        let back = Memory::load(folder.path(), Source::Directories, &book).unwrap();
        assert_eq!(back.text(&book).unwrap(), text);
        let alder = back.rows.iter().find(|r| r.row.name2 == "Site").unwrap();
        assert_eq!(alder.row.facts, rows[0].row.facts);
        assert_eq!(alder.row.key(), rows[0].key);
    }

    #[test]
    fn no_memory_is_an_empty_one_and_a_broken_one_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(Memory::load(folder.path(), Source::Locator, &book()).unwrap().rows.is_empty());
        std::fs::write(path(folder.path(), Source::Locator), "{\"version\": 1").unwrap();
        let finding = Memory::load(folder.path(), Source::Locator, &book()).unwrap_err();
        assert!(finding.help.unwrap().contains("version control"));
    }
}
