//! Survey directories in: *read rows, repair them, see which are one place, and bring what is new into the listings.*
//!
//! [`import()`] tells the story. Files become neutral rows ([`row`]) with facts instead of codes ([`codes`]); every
//! change to a row is logged. Rows are linked to those of earlier imports, so that a place keeps its address over the
//! years, and gathered into places. Each place becomes canonical front matter ([`front_matter`]), and that is merged
//! into its file key by key: what somebody edited stays. Nothing is written before everything was read and planned.
//!
//! What was imported is remembered in `.waypost/import/<source>.json` beside the content; the report ([`report`])
//! lies next to it.

pub mod codes;
mod columns;
mod draft;
mod files;
mod findtreatment;
pub mod front_matter;
mod input;
mod link;
mod memory;
mod merge;
mod names;
mod phone;
mod plan;
mod read;
mod repair;
pub mod report;
pub mod row;
mod samhsa_csv;
mod samhsa_xlsx;
mod slugs;
mod source;
mod three_way;
mod world;

use std::path::{Path, PathBuf};

use self::codes::CodeBook;
use self::draft::{Draft, Lookup};
use self::input::Fault;
use self::memory::Memory;
use self::merge::Place;
use self::plan::Plan;
use self::repair::Log;
use self::report::{Counts, Fate, FileFate, Kept, Merge, MergeKind, Report};
use self::row::Directory;
pub use self::source::Source;
use self::world::World;
use crate::diagnostic::{Diagnostic, rules};
use crate::vocabulary::Vocabulary;

/// The form of the files of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// The official workbook of a survey directory.
    SamhsaXlsx,
    /// A survey directory as a table, with or without coordinates.
    SamhsaCsv,
    /// The locator's listing answer.
    FindtreatmentJson,
}

impl Format {
    /// The source that publishes files of this form.
    pub fn source(self) -> Source {
        match self {
            Self::SamhsaXlsx | Self::SamhsaCsv => Source::Directories,
            Self::FindtreatmentJson => Source::Locator,
        }
    }
}

/// What to import, and where to.
#[derive(Debug, Clone)]
pub struct Request {
    /// Form of all files.
    pub format: Format,
    /// The files; each may be packed with gzip.
    pub files: Vec<PathBuf>,
    /// Folder of the content; listings go to `providers/<state>/` in it.
    pub content: PathBuf,
    /// Report only, write nothing.
    pub dry_run: bool,
    /// Year of the directory. Otherwise it has to stand in each file's name.
    pub year: Option<i16>,
    /// File for the report. Otherwise it is kept beside the content, and a dry run writes none.
    pub report: Option<PathBuf>,
    /// Day of the run.
    pub date: jiff::civil::Date,
}

/// Imports the files of `request`.
///
/// # Errors
/// A file is not what its format says, or something could not be read or written. Unless a write failed, nothing was
/// written. Rows that could not become a listing are no error; [`Report::findings`] has them.
pub fn import(request: &Request) -> Result<Report, Vec<Diagnostic>> {
    let vocabulary = Vocabulary::embedded();
    let book = CodeBook::embedded(vocabulary)
        .map_err(|why| vec![Diagnostic::new(&rules::IMPORT_SHAPE, format!("the code book cannot be read: {why}"))])?;
    let source = request.format.source();
    let folder = request.content.parent().unwrap_or(Path::new("")).join(".waypost").join("import");
    let one = |fault: Fault| vec![*fault];

    let memory = Memory::load(&folder, source, &book).map_err(one)?;
    let mut log = Log::default();
    let reading = read::read(request, &book, &memory.files, &mut log)?;
    let world = World::of(reading.rows, memory);
    let places = merge::places(&world.rows, &world.keys);
    let lookup = Lookup { rows: &world.rows, keys: &world.keys, book: &book, vocabulary, source };
    let touched = places.iter().filter(|place| place.rows().any(|i| world.is_new(i)));
    let (touched, drafts): (Vec<&Place>, Vec<Draft>) =
        touched.filter_map(|place| Some((place, draft::draft(place, &lookup, &mut log)?))).unzip();
    let on_disk = files::listings(&request.content).map_err(one)?;
    let homes = world.homes(&touched, &drafts, &on_disk);
    let plans = plan::plan(request, &drafts, homes, &world.memory, &on_disk).map_err(one)?;
    drop(drafts);

    let mut report = Report {
        source: source.word().to_owned(),
        date: request.date.to_string(),
        dry_run: request.dry_run,
        files: reading.files,
        unknown: reading.unknown,
        unmapped: read::unplaced(&world.rows[..world.new], &book),
        vanished: world.vanished(),
        ..Report::default()
    };
    let fates = fates(&touched, &plans, &world, &log, &mut report);
    if report.files.iter().any(|file| file.partial) {
        // A page of an answer says nothing about the places on the other pages.
        report.vanished.clear();
    }
    for plan in &plans {
        let kept = plan.kept.iter().map(|k| Kept {
            listing: plan.slug.clone(),
            key: k.key.clone(),
            source_changed: k.source_changed,
            source: k.source.clone(),
        });
        report.kept.extend(kept);
        if plan.fate == FileFate::StaysDeleted {
            report.deleted.push(plan.slug.clone());
        }
    }
    report.counts = Counts::of(&fates, &plans.iter().map(|p| p.fate).collect::<Vec<_>>());
    report.counts.kept = report.kept.len();
    report.counts.vanished = report.vanished.len();
    debug_assert!(report.counts.add_up(), "{:?}", report.counts);
    (report.repairs, report.flags, report.refusals) = (log.repairs, log.flags, log.refusals);

    if !request.dry_run {
        plan::write(&plans)?;
        let text = world.remember(&touched, plans, &report).text(&book).map_err(|e| one(unwritable(&e)))?;
        let path = Memory::path(&folder, source);
        if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            files::write(&path, &text).map_err(one)?;
        }
    }
    let kept_report = (!request.dry_run).then(|| folder.join(format!("report-{}.json", source.word())));
    if let Some(path) = request.report.clone().or(kept_report) {
        let text = serde_json::to_string_pretty(&report).map_err(|e| one(unwritable(&e)))?;
        files::write(&path, &format!("{text}\n")).map_err(one)?;
    }
    Ok(report)
}

fn unwritable(error: &serde_json::Error) -> Fault {
    Box::new(Diagnostic::new(&rules::OUTPUT_WRITE, format!("the record of the import cannot be written: {error}")))
}

/// What became of every row, and the list of merges. Refused rows are in the log already.
fn fates(touched: &[&Place], plans: &[Plan], world: &World, log: &Log, report: &mut Report) -> Vec<Fate> {
    let mut fates = vec![Fate::Refused; log.refusals.len()];
    for (place, plan) in touched.iter().zip(plans) {
        let mut seen: Vec<Directory> = Vec::new();
        for row in place.rows().filter(|i| world.is_new(*i)).map(|i| &world.rows[i]) {
            let fate = match seen.contains(&row.directory) {
                _ if seen.is_empty() => Fate::Listing,
                true => Fate::Merged(MergeKind::Duplicate),
                false => Fate::Merged(MergeKind::BothDirectories),
            };
            if let Fate::Merged(kind) = fate {
                report.merges.push(Merge { origin: row.origin.clone(), kind, into: plan.slug.clone() });
            }
            seen.push(row.directory);
            fates.push(fate);
        }
    }
    report.merges.sort_by(|a, b| a.origin.cmp(&b.origin));
    fates
}

#[cfg(test)]
mod tests;
