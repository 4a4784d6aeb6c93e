//! What an import did: counts that add up, and every repair, merge and refusal by row.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::row::{Directory, Origin};
use crate::diagnostic::{Diagnostic, Place, rules};

/// A value that was changed so that it is true or fits its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RepairKind {
    /// Blanks at an end, doubled blanks, line breaks and invisible characters taken out.
    Blanks,
    /// Zeros at the start of a ZIP, lost in a spreadsheet, put back.
    ZipZeros,
    /// The four digits after the ZIP, or a decimal point behind it, taken off.
    ZipForm,
    /// The state's name or a lower-case code written as its code.
    State,
    /// An extension moved from the number to its own field.
    PhoneExtension,
    /// A number written as NPA-NXX-XXXX.
    PhoneForm,
    /// Letters of a number turned into the digits of their keys.
    PhoneLetters,
    /// A number that cannot be dialled, or is a crisis line, left out.
    PhoneDropped,
    /// A post office box left out of the address.
    PostOfficeBox,
    /// An address of dashes: withheld by the program, so it is kept confidential.
    AddressWithheld,
    /// Coordinates left out: impossible, far from the ZIP, of a box, or of a withheld address.
    PointDropped,
    /// A web address completed or left out.
    Website,
    /// Two facts that exclude each other; the one that a page cannot show truthfully left out.
    Contradiction,
}

/// One repair.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Repair {
    /// The row.
    #[serde(flatten)]
    pub origin: Origin,
    /// What was done.
    pub kind: RepairKind,
    /// The field, as the file calls it.
    pub field: &'static str,
    /// The value as it was read.
    pub before: String,
    /// The value as it was written; empty when it was left out.
    pub after: String,
}

/// Something a person should look at; nothing was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FlagKind {
    /// The name is exactly as long as the survey's field: probably cut.
    NameCut,
    /// The name has the survey's abbreviations.
    NameAbbreviated,
    /// The name says intensive outpatient; the survey has no such answer, so no level of care was made of it.
    NameSaysIntensive,
    /// The ZIP is not in the gazetteer.
    ZipUnknown,
    /// No street was given.
    NoStreet,
    /// The survey says something that no term can say (Creole, but not which), so it was written as a note.
    WrittenAsNote,
    /// The survey gives no level of care.
    NoLevel,
}

/// One flag.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Flag {
    /// The row.
    #[serde(flatten)]
    pub origin: Origin,
    /// What to look at.
    pub kind: FlagKind,
    /// The value.
    pub value: String,
}

/// Why a row became no listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RefusalReason {
    /// Every field is empty.
    Empty,
    /// The row is part of the code legend, or a heading.
    Legend,
    /// Nobody can tell whose row it is.
    NoName,
    /// No state.
    NoState,
    /// The state is not a state, district or territory.
    UnknownState,
    /// No city.
    NoCity,
    /// The ZIP is no ZIP.
    BadZip,
    /// ZIP and state disagree.
    ZipState,
    /// Neither a phone that can be dialled nor a website.
    NoContact,
    /// The row names a directory that is neither of the two.
    UnknownDirectory,
}

impl RefusalReason {
    /// The reason in a person's words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Empty => "the row is empty",
            Self::Legend => "the row is part of the code legend, not a place",
            Self::NoName => "the row has no name",
            Self::NoState => "the row has no state",
            Self::UnknownState => "the state is not a state, district or territory",
            Self::NoCity => "the row has no city",
            Self::BadZip => "the ZIP is not a ZIP",
            Self::ZipState => "ZIP and state disagree",
            Self::NoContact => "the row has neither a phone that can be dialled nor a website",
            Self::UnknownDirectory => "the row is of neither survey directory",
        }
    }
}

/// One refused row.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Refusal {
    /// The row.
    #[serde(flatten)]
    pub origin: Origin,
    /// Why.
    pub reason: RefusalReason,
    /// The fields that show it.
    pub text: String,
}

/// Why two rows are one listing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MergeKind {
    /// The row repeats another one of its directory in names, street and ZIP.
    Duplicate,
    /// The place is in both directories.
    BothDirectories,
}

/// One row that became part of another row's listing.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Merge {
    /// The row.
    #[serde(flatten)]
    pub origin: Origin,
    /// Why.
    pub kind: MergeKind,
    /// Slug of the listing.
    pub into: String,
}

/// What happened to a listing's file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FileFate {
    /// Written for the first time.
    Created,
    /// Written again with news from the source.
    Updated,
    /// Already as it should be.
    Unchanged,
    /// Deleted by hand since the last import; it stays deleted.
    StaysDeleted,
}

/// A part of a file that somebody edited, so the source's text was not written.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Kept {
    /// Slug of the listing.
    pub listing: String,
    /// The top-level key.
    pub key: String,
    /// Whether the source says something else than at the last import.
    pub source_changed: bool,
    /// What the source says; empty when it says nothing.
    pub source: String,
}

/// A place of an earlier import that the new files do not have. Its file is left alone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Vanished {
    /// Slug of the listing.
    pub listing: String,
    /// The directory it was in.
    pub directory: Directory,
    /// Its name there.
    pub name: String,
}

/// One file of the import.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct FileFacts {
    /// As given.
    pub path: String,
    /// Rows after the heading.
    pub rows: usize,
    /// The codes it was read with: `to-2024`, `from-2025`, or `labels`.
    pub codes: String,
    /// Year of the directory.
    pub year: i16,
    /// First 16 hex digits of the BLAKE3 hash of the file's bytes.
    pub hash: String,
    /// Day on which this very file was first imported, `YYYY-MM-DD`.
    pub retrieved: String,
    /// The file holds only a part of its source (a page of an answer), so nothing can be said to have vanished.
    pub partial: bool,
}

/// What became of a row. Every row has exactly one fate, so the counts add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// The first row of a listing.
    Listing,
    /// Part of another row's listing.
    Merged(MergeKind),
    /// Became no listing.
    Refused,
}

/// The counts of an import: `rows = listings + duplicates + both_directories + refused`, and
/// `listings = created + updated + unchanged + stays_deleted`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Counts {
    /// Rows read.
    pub rows: usize,
    /// Listings made of them.
    pub listings: usize,
    /// Rows that repeat another row.
    pub duplicates: usize,
    /// Rows that joined the other directory's row of the same place.
    pub both_directories: usize,
    /// Rows that became no listing.
    pub refused: usize,
    /// Files written for the first time.
    pub created: usize,
    /// Files written again.
    pub updated: usize,
    /// Files that were right already.
    pub unchanged: usize,
    /// Files deleted by hand that stay deleted.
    pub stays_deleted: usize,
    /// Parts of files kept because somebody edited them.
    pub kept: usize,
    /// Places the new files do not have.
    pub vanished: usize,
}

impl Counts {
    /// Counts by construction: each row and each file is counted once, under the one thing that happened to it.
    pub fn of(rows: &[Fate], files: &[FileFate]) -> Self {
        let mut counts = Self { rows: rows.len(), ..Self::default() };
        for fate in rows {
            *match fate {
                Fate::Listing => &mut counts.listings,
                Fate::Merged(MergeKind::Duplicate) => &mut counts.duplicates,
                Fate::Merged(MergeKind::BothDirectories) => &mut counts.both_directories,
                Fate::Refused => &mut counts.refused,
            } += 1;
        }
        for fate in files {
            *match fate {
                FileFate::Created => &mut counts.created,
                FileFate::Updated => &mut counts.updated,
                FileFate::Unchanged => &mut counts.unchanged,
                FileFate::StaysDeleted => &mut counts.stays_deleted,
            } += 1;
        }
        counts
    }

    /// Whether both sums hold.
    pub fn add_up(&self) -> bool {
        self.rows == self.listings + self.duplicates + self.both_directories + self.refused
            && self.listings == self.created + self.updated + self.unchanged + self.stays_deleted
    }
}

/// A fact of the survey for which the vocabulary has no term.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Unmapped {
    /// The survey's words.
    pub label: String,
    /// Number of rows that have it.
    pub rows: usize,
}

/// Everything an import did.
#[derive(Debug, Clone, Default, serde::Serialize)]
pub struct Report {
    /// Name of the source: `samhsa` or `findtreatment`.
    pub source: String,
    /// Day of the run, `YYYY-MM-DD`.
    pub date: String,
    /// Whether nothing was written.
    pub dry_run: bool,
    /// The files read.
    pub files: Vec<FileFacts>,
    /// The counts.
    pub counts: Counts,
    /// Rows that became no listing.
    pub refusals: Vec<Refusal>,
    /// Rows that joined another row's listing.
    pub merges: Vec<Merge>,
    /// Values that were changed.
    pub repairs: Vec<Repair>,
    /// Things to look at.
    pub flags: Vec<Flag>,
    /// Edited parts that were kept.
    pub kept: Vec<Kept>,
    /// Slugs of listings whose file was deleted by hand.
    pub deleted: Vec<String>,
    /// Places the new files do not have.
    pub vanished: Vec<Vanished>,
    /// Facts without a term, by `CATEGORY:CODE`.
    pub unmapped: BTreeMap<String, Unmapped>,
    /// Codes or labels that the code book does not know, with the number of rows.
    pub unknown: BTreeMap<String, usize>,
}

/// How many lines of a list the text for people shows.
const SHOWN: usize = 20;

impl Report {
    /// A warning for each refused row.
    pub fn findings(&self) -> Vec<Diagnostic> {
        let finding = |refusal: &Refusal| {
            let path = self.files.get(refusal.origin.file).map_or("", |file| &file.path);
            let mut place = Place::file(path);
            if refusal.origin.line > 0 {
                (place.line, place.column, place.width) = (refusal.origin.line, 1, 1);
            }
            place.excerpt.clone_from(&refusal.text);
            Diagnostic::new(&rules::IMPORT_ROW, format!("{}: {}", refusal.origin.id, refusal.reason.words()))
                .at(place)
                .help("correct the row in the file and import it again, or leave it out")
        };
        self.refusals.iter().map(finding).collect()
    }

    /// The report as text for people: counts, then the lists, each cut after twenty lines.
    pub fn text(&self) -> String {
        let mut out = String::new();
        let c = &self.counts;
        let listings = if self.dry_run { "would become listings" } else { "became listings" };
        for file in &self.files {
            let _ = writeln!(out, "{}: {} rows, directory of {}", file.path, file.rows, file.year);
        }
        let _ = writeln!(out, "{} rows read", c.rows);
        let _ = writeln!(out, "  {} {listings}", c.listings);
        let _ = writeln!(out, "  {} joined the listing of the same place in the other directory", c.both_directories);
        let _ = writeln!(out, "  {} repeated another row", c.duplicates);
        let _ = writeln!(out, "  {} refused", c.refused);
        let _ = writeln!(
            out,
            "{} files new, {} updated, {} unchanged, {} stay deleted",
            c.created, c.updated, c.unchanged, c.stays_deleted
        );
        section(&mut out, "Repairs", &tally(self.repairs.iter().map(|r| word(&r.kind))));
        section(&mut out, "To look at", &tally(self.flags.iter().map(|f| word(&f.kind))));
        let refused = self.refusals.iter().map(|r| format!("{}: {}", r.origin.id, r.reason.words()));
        section(&mut out, "Refused rows", &refused.collect::<Vec<_>>());
        let kept = self.kept.iter().map(|k| {
            let news = if k.source_changed { "; the source has news" } else { "" };
            format!("{}: {} kept as edited{news}", k.listing, k.key)
        });
        section(&mut out, "Edits kept", &kept.collect::<Vec<_>>());
        section(&mut out, "Deleted by hand, not written again", &self.deleted);
        let gone = self.vanished.iter().map(|v| format!("{} ({}, {})", v.listing, v.name, v.directory.word()));
        section(&mut out, "No longer in the source, left as they are", &gone.collect::<Vec<_>>());
        let unmapped = self.unmapped.iter().map(|(code, u)| format!("{code} {} ({} rows)", u.label, u.rows));
        section(&mut out, "Facts without a term in the vocabulary", &unmapped.collect::<Vec<_>>());
        let unknown = self.unknown.iter().map(|(code, rows)| format!("{code} ({rows} rows)"));
        section(&mut out, "Codes nobody knows", &unknown.collect::<Vec<_>>());
        out
    }
}

fn section(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "{title}: {}", lines.len());
    for line in lines.iter().take(SHOWN) {
        let _ = writeln!(out, "  {line}");
    }
    if lines.len() > SHOWN {
        let _ = writeln!(out, "  and {} more; the report has them all", lines.len() - SHOWN);
    }
}

fn tally(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    counts.into_iter().map(|(word, n)| format!("{n} {word}")).collect()
}

/// The word that JSON has for a kind.
fn word(kind: &impl serde::Serialize) -> String {
    serde_json::to_value(kind).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_row_and_file_is_counted_once() {
        let rows = [Fate::Listing, Fate::Merged(MergeKind::Duplicate), Fate::Refused, Fate::Listing];
        let counts = Counts::of(&rows, &[FileFate::Created, FileFate::StaysDeleted]);
        assert!(counts.add_up());
        assert!(!Counts::of(&rows, &[FileFate::Created]).add_up());
    }

    #[test]
    fn the_text_names_a_refused_row_and_its_reason() {
        let refusal = Refusal {
            origin: Origin { file: 0, line: 9, id: "row 9".into() },
            reason: RefusalReason::NoState,
            text: String::new(),
        };
        let report = Report { refusals: vec![refusal], ..Report::default() };
        assert!(report.text().contains("row 9: the row has no state"), "{}", report.text());
        assert_eq!(report.findings()[0].place.as_ref().unwrap().line, 9);
    }
}
