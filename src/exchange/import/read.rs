//! From files to repaired rows: each file by its format, with the generation and directory its codes show.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::codes::{CodeBook, CodeSet, Evidence, Readings};
use super::input::{self, Fault, shape};
use super::repair::{Context, Log, repair};
use super::report::FileFacts;
use super::row::{Directory, RawRow, SurveyRow};
use super::samhsa_xlsx::Reference;
use super::{Format, Request, findtreatment, samhsa_csv, samhsa_xlsx};
use crate::diagnostic::Diagnostic;
use crate::geo::Gazetteer;
use crate::vocabulary::Generation;

/// What all files of a request hold.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub(super) rows: Vec<SurveyRow>,
    pub(super) files: Vec<FileFacts>,
    pub(super) unknown: BTreeMap<String, usize>,
}

/// Reads every file of `request`. `retrieved` says on which day a file of a hash was first imported.
///
/// # Errors
/// Every file that could not be read, each with the reason.
pub(super) fn read(
    request: &Request,
    book: &CodeBook,
    retrieved: &BTreeMap<String, String>,
    log: &mut Log,
) -> Result<Reading, Vec<Diagnostic>> {
    let (mut reading, mut findings) = (Reading::default(), Vec::new());
    let mut hashes = BTreeSet::new();
    for (number, path) in request.files.iter().enumerate() {
        match read_file(request, number, path, book, retrieved, &mut reading, log) {
            Ok(hash) => {
                if !hashes.insert(hash) {
                    findings.push(*shape(path, "the same file is given twice", "name each file once"));
                }
            }
            Err(fault) => findings.push(*fault),
        }
    }
    if findings.is_empty() { Ok(reading) } else { Err(findings) }
}

fn read_file(
    request: &Request,
    number: usize,
    path: &Path,
    book: &CodeBook,
    retrieved: &BTreeMap<String, String>,
    reading: &mut Reading,
    log: &mut Log,
) -> Result<String, Fault> {
    let hash = input::hash(path)?;
    let year = request.year.or_else(|| year_in_name(path)).ok_or_else(|| {
        shape(
            path,
            "nobody can tell the year of the directory from the file's name",
            "say it with --year, for example --year 2024",
        )
    })?;
    let retrieved = retrieved.get(&hash).cloned().unwrap_or_else(|| request.date.to_string());
    let context = Context { book, gazetteer: Gazetteer::embedded(), year, retrieved: &retrieved };
    let first = reading.rows.len();
    let mut evidence = Evidence::default();
    let mut readings: Vec<Readings> = Vec::new();
    let (mut count, mut without_directory) = (0, Vec::new());
    let mut take = |mut raw: RawRow| {
        count += 1;
        let (services, directory) = (std::mem::take(&mut raw.services), raw.directory);
        if let Some(row) = repair(raw, &context, log) {
            if directory.is_none() {
                without_directory.push(reading.rows.len());
            }
            // The text becomes bits at once; a refused row says nothing about the codes of the file.
            readings.push(book.read_services(&services, &mut evidence));
            reading.rows.push(row);
        }
    };
    let (mut references, mut partial) = (Vec::new(), false);
    match request.format {
        Format::SamhsaCsv => samhsa_csv::read(path, number, book, &mut take)?,
        Format::SamhsaXlsx => references = samhsa_xlsx::read(path, number, &mut take)?,
        Format::FindtreatmentJson => {
            let answer = findtreatment::read(path, number, &mut take)?;
            partial = answer.rows < answer.of;
        }
    }
    if count == 0 {
        return Err(shape(path, "the file has no rows", "check that it is the right file, and complete"));
    }
    let generation = evidence.generation().ok_or_else(|| {
        shape(
            path,
            "the file mixes the codes of directories up to 2024 with those from 2025 on",
            "some codes changed their meaning in between; import the two years as separate files",
        )
    })?;
    for (row, codes) in reading.rows[first..].iter_mut().zip(&readings) {
        row.facts = codes.of(generation);
    }
    if !without_directory.is_empty() {
        let directory = evidence.directory().or_else(|| directory_in_name(path)).ok_or_else(|| {
            shape(
                path,
                "nobody can tell whether this is the directory for substance use or for mental health",
                "add a column directory_type with the word substance or mental",
            )
        })?;
        for i in without_directory {
            reading.rows[i].directory = directory;
        }
    }
    for (code, rows) in evidence.unknown(generation) {
        *reading.unknown.entry(explained(code, &references)).or_default() += rows;
    }
    reading.files.push(FileFacts {
        path: input::shown(path),
        rows: count,
        codes: match (request.format, generation) {
            (Format::FindtreatmentJson, _) => "labels",
            (_, Generation::To2024) => "to-2024",
            (_, Generation::From2025) => "from-2025",
        }
        .to_owned(),
        year,
        hash: hash.clone(),
        retrieved,
        partial,
    });
    Ok(hash)
}

/// A code with the words that the workbook's own reference sheet has for it.
fn explained(code: &str, references: &[Reference]) -> String {
    match references.iter().find(|r| r.code == code) {
        Some(r) => format!("{}:{} {}", r.category, r.code, r.label),
        None => code.to_owned(),
    }
}

/// The only year between 2000 and 2099 in the file's name.
fn year_in_name(path: &Path) -> Option<i16> {
    let name = path.file_name()?.to_string_lossy().into_owned();
    let numbers = name.split(|c: char| !c.is_ascii_digit());
    let years: BTreeSet<i16> =
        numbers.filter(|n| n.len() == 4 && n.starts_with("20")).filter_map(|n| n.parse().ok()).collect();
    if years.len() == 1 { years.into_iter().next() } else { None }
}

fn directory_in_name(path: &Path) -> Option<Directory> {
    let name = path.file_name()?.to_string_lossy().to_ascii_lowercase();
    let has = |marks: &[&str]| name.split(|c: char| !c.is_ascii_alphanumeric()).any(|w| marks.contains(&w));
    match (has(&["su", "sa", "substance", "drug", "alcohol"]), has(&["mh", "mental"])) {
        (true, false) => Some(Directory::Substance),
        (false, true) => Some(Directory::Mental),
        _ => None,
    }
}

/// How many rows have a fact, by fact, for those that have no place in a listing.
pub(super) fn unplaced(rows: &[SurveyRow], book: &CodeBook) -> BTreeMap<String, super::report::Unmapped> {
    let mut all = CodeSet::default();
    for row in rows {
        all.extend(&row.facts);
    }
    all.iter()
        .filter(|concept| !super::draft::has_a_place(*concept, book))
        .map(|concept| {
            let rows = rows.iter().filter(|row| row.facts.contains(concept)).count();
            (book.name(concept), super::report::Unmapped { label: book.label(concept).to_owned(), rows })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_and_the_directory_may_stand_in_the_name() {
        assert_eq!(year_in_name(Path::new("2019/National_Directory_MH_2024.xlsx")), Some(2024));
        assert_eq!(year_in_name(Path::new("from_2023_to_2024.csv")), None);
        assert_eq!(year_in_name(Path::new("list.csv")), None);
        assert_eq!(directory_in_name(Path::new("National_Directory_MH_2024.xlsx")), Some(Directory::Mental));
        assert_eq!(directory_in_name(Path::new("su-2024.csv")), Some(Directory::Substance));
        assert_eq!(directory_in_name(Path::new("sample.csv")), None);
    }
}
