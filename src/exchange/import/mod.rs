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
mod read;
mod repair;
pub mod report;
pub mod row;
mod samhsa_csv;
mod samhsa_xlsx;
mod slugs;
mod source;
mod three_way;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use self::codes::CodeBook;
use self::draft::{Draft, Lookup};
use self::front_matter::Block;
use self::input::Fault;
use self::memory::{Memory, Remembered};
use self::merge::Place;
use self::repair::Log;
use self::report::{Counts, Fate, FileFate, Kept, Merge, MergeKind, Report, Vanished};
use self::row::{Directory, SurveyRow};
pub use self::source::Source;
use self::three_way::Written;
use crate::diagnostic::{self, Diagnostic, Place as FilePlace, rules};
use crate::vocabulary::Vocabulary;

/// The form of the files of an import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
    let plans = plan(request, &drafts, homes, &world.memory, &on_disk).map_err(one)?;

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
        write_listings(&plans)?;
        let text = world.remember(&touched, &plans, &report).text(&book).map_err(|e| one(unwritable(&e)))?;
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

/// All rows that matter: the new ones first, then those of earlier imports that no new row takes the place of.
struct World {
    rows: Vec<SurveyRow>,
    keys: Vec<String>,
    /// How many rows are new.
    new: usize,
    /// Slug of the listing that a row had, by row.
    slugs: Vec<Option<String>>,
    memory: Memory,
}

impl World {
    fn of(mut rows: Vec<SurveyRow>, memory: Memory) -> Self {
        let mut keys: Vec<String> = rows.iter().map(SurveyRow::key).collect();
        let new = rows.len();
        let mut first: BTreeMap<&str, &SurveyRow> = BTreeMap::new();
        for (key, row) in keys.iter().zip(&rows) {
            first.entry(key).or_insert(row);
        }
        let links = link::link(&first, &memory.rows);
        let listing_of: BTreeMap<&str, &str> =
            memory.rows.iter().map(|r| (r.key.as_str(), r.listing.as_str())).collect();
        let slug = |key: &String| links.get(key).and_then(|old| listing_of.get(old.as_str())).map(|s| (*s).to_owned());
        let mut slugs: Vec<Option<String>> = keys.iter().map(slug).collect();
        let replaced: BTreeSet<&String> = links.values().collect();
        for remembered in memory.rows.iter().filter(|r| !replaced.contains(&r.key)) {
            keys.push(remembered.key.clone());
            slugs.push(Some(remembered.listing.clone()));
            rows.push(remembered.row.clone());
        }
        Self { rows, keys, new, slugs, memory }
    }

    fn is_new(&self, row: usize) -> bool {
        row < self.new
    }

    /// Remembered rows of the directories just read that the new files do not have.
    fn vanished(&self) -> Vec<Vanished> {
        let read: BTreeSet<Directory> = self.rows[..self.new].iter().map(|r| r.directory).collect();
        let mut gone: Vec<Vanished> = (self.new..self.rows.len())
            .filter(|i| read.contains(&self.rows[*i].directory))
            .map(|i| Vanished {
                listing: self.slugs[i].clone().unwrap_or_default(),
                directory: self.rows[i].directory,
                name: self.rows[i].name1.clone(),
            })
            .collect();
        gone.sort_by(|a, b| (&a.listing, a.directory).cmp(&(&b.listing, b.directory)));
        gone
    }

    /// The slug of each place, and whether it had it before: the one of its first row that has one and is not taken
    /// by another place, else one of a file that names its key, else a new one.
    fn homes(&self, places: &[&Place], drafts: &[Draft], on_disk: &BTreeMap<String, PathBuf>) -> Vec<Home> {
        // Files that no import wrote under this name: renamed by hand, or older than the memory.
        let strangers = on_disk.iter().filter(|(slug, _)| !self.memory.listings.contains_key(*slug));
        let strangers = files::survey_keys(&strangers.map(|(s, p)| (s.clone(), p.clone())).collect());
        let mut claimed: BTreeSet<String> = BTreeSet::new();
        let mut homes: Vec<Option<Home>> = Vec::new();
        for place in places {
            let former = place.rows().filter_map(|i| self.slugs[i].clone()).find(|slug| !claimed.contains(slug));
            let renamed = place.rows().find_map(|i| strangers.get(&self.keys[i])).cloned();
            let home = match (former, renamed) {
                (Some(former), Some(now)) if !on_disk.contains_key(&former) => {
                    Some(Home { slug: now, former: Some(former) })
                }
                (None, Some(now)) => Some(Home { slug: now.clone(), former: Some(now) }),
                (Some(former), _) => Some(Home { slug: former.clone(), former: Some(former) }),
                (None, None) => None,
            };
            let home = home.filter(|home| claimed.insert(home.slug.clone()));
            claimed.extend(home.iter().filter_map(|h| h.former.clone()));
            homes.push(home);
        }
        let mut taken = claimed;
        taken.extend(on_disk.keys().cloned());
        taken.extend(self.memory.listings.keys().cloned());
        let wanted: Vec<slugs::Wanted<'_>> = drafts
            .iter()
            .zip(&homes)
            .filter(|(_, home)| home.is_none())
            .map(|(d, _)| slugs::Wanted { name: &d.name, city: &d.city, state: d.state.code(), key: &d.samhsa })
            .collect();
        let mut fresh = slugs::assign(&wanted, &taken).into_iter();
        homes
            .into_iter()
            .map(|home| home.unwrap_or_else(|| Home { slug: fresh.next().unwrap_or_default(), former: None }))
            .collect()
    }

    /// The memory after this import.
    fn remember(&self, touched: &[&Place], plans: &[Plan], report: &Report) -> Memory {
        let mut files = self.memory.files.clone();
        files.extend(report.files.iter().map(|f| (f.hash.clone(), f.retrieved.clone())));
        let mut slugs = self.slugs.clone();
        let mut listings = self.memory.listings.clone();
        for (place, plan) in touched.iter().zip(plans) {
            place.rows().for_each(|i| slugs[i] = Some(plan.slug.clone()));
            if plan.former.as_ref().is_some_and(|former| *former != plan.slug) {
                plan.former.as_ref().and_then(|former| listings.remove(former));
            }
            if plan.fate != FileFate::StaysDeleted {
                listings.insert(plan.slug.clone(), plan.written.clone());
            }
        }
        let rows = self.rows.iter().zip(&self.keys).zip(slugs).map(|((row, key), slug)| Remembered {
            key: key.clone(),
            listing: slug.unwrap_or_default(),
            row: row.clone(),
        });
        Memory { files, rows: rows.collect(), listings }
    }
}

/// The address of a place.
#[derive(Debug, Clone)]
struct Home {
    slug: String,
    /// The slug it had at the last import; another one if somebody renamed the file.
    former: Option<String>,
}

/// What is to happen to one listing's file.
struct Plan {
    slug: String,
    former: Option<String>,
    path: PathBuf,
    fate: FileFate,
    /// The file's new text, where it changes.
    text: Option<String>,
    written: Written,
    kept: Vec<three_way::KeptBlock>,
}

fn plan(
    request: &Request,
    drafts: &[Draft],
    homes: Vec<Home>,
    memory: &Memory,
    on_disk: &BTreeMap<String, PathBuf>,
) -> Result<Vec<Plan>, Fault> {
    let providers = request.content.join("providers");
    let jobs: Vec<(&Draft, Home)> = drafts.iter().zip(homes).collect();
    jobs.into_par_iter()
        .map(|(draft, Home { slug, former })| {
            let blocks: Vec<Block> = front_matter::blocks(draft);
            let written = three_way::written(&blocks);
            let default = || providers.join(draft.state.code().to_ascii_lowercase()).join(format!("{slug}.md"));
            let done = |path, fate, text, kept| Plan {
                former: former.clone(),
                path,
                fate,
                text,
                kept,
                written: written.clone(),
                slug: slug.clone(),
            };
            let Some(path) = on_disk.get(&slug).cloned() else {
                let was_there = former.as_ref().is_some_and(|f| memory.listings.contains_key(f));
                return Ok(if was_there {
                    done(default(), FileFate::StaysDeleted, None, Vec::new())
                } else {
                    done(default(), FileFate::Created, Some(front_matter::document(&blocks)), Vec::new())
                });
            };
            let file = std::fs::read_to_string(&path).map_err(|e| unreadable_listing(&path, &e))?;
            let nothing = Written::new();
            let last = former.as_ref().and_then(|f| memory.listings.get(f)).unwrap_or(&nothing);
            let merged = three_way::merge(&file, &blocks, last);
            Ok(if merged.text == file {
                done(path, FileFate::Unchanged, None, merged.kept)
            } else {
                done(path, FileFate::Updated, Some(merged.text), merged.kept)
            })
        })
        .collect()
}

fn unreadable_listing(path: &Path, error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::InvalidData {
        let finding =
            Diagnostic::new(&rules::FILE_NOT_UTF8, "the listing is not UTF-8, so it cannot be brought up to date")
                .at(FilePlace::file(input::shown(path)))
                .help("save the file as UTF-8 and import again");
        return Box::new(finding);
    }
    input::unreadable(path, error)
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

fn write_listings(plans: &[Plan]) -> Result<(), Vec<Diagnostic>> {
    let written = plans.par_iter().filter_map(|plan| plan.text.as_ref().map(|text| files::write(&plan.path, text)));
    let mut findings: Vec<Diagnostic> = written.filter_map(Result::err).map(|fault| *fault).collect();
    diagnostic::sort(&mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

#[cfg(test)]
mod tests;
