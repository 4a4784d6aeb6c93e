//! `waypost list`

use super::{Exit, Global, date, print};
use crate::build::{self, Memory, Request};
use crate::catalog::{Catalog, Entry, Program};
use crate::vocabulary::Vocabulary;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// One JSON array with all facts of the list
    #[arg(long)]
    json: bool,
    /// Only listings that are due for confirmation, the oldest first
    #[arg(long)]
    stale: bool,
    /// Judge age as of this day
    #[arg(long, value_parser = date, value_name = "DATE")]
    as_of: Option<Date>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), date: arguments.as_of, ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let (Some(site), Some(catalog)) = (&checked.site, &checked.catalog) else {
        print::findings(
            global,
            &checked.findings,
            checked.files,
            crate::diagnostic::render::Format::Human,
            false,
            false,
        );
        return Exit::CouldNotRun;
    };
    let mut entries: Vec<&Entry<Program>> = catalog.programs.iter().map(|e| &**e).collect();
    if arguments.stale {
        entries.retain(|e| e.fact.listed() && catalog.age_days(&e.fact) > site.freshness.aging_days);
        entries.sort_by_key(|e| (e.fact.listing.verified.date, e.fact.listing.slug.clone()));
    }
    if arguments.json {
        let rows: Vec<_> = entries.iter().map(|e| row(e, catalog, &checked.vocabulary)).collect();
        print::result(&format!("{:#}\n", serde_json::Value::from(rows)));
    } else {
        let lines: Vec<String> = entries.iter().map(|e| line(e, catalog)).collect();
        print::result(&lines.concat());
    }
    let broken = checked.findings.iter().filter(|f| f.severity == crate::diagnostic::Severity::Error).count();
    if broken > 0 {
        print::progress(
            global,
            &format!("{broken} errors; listings that cannot be read are not in this list (see `waypost check`)"),
        );
        return Exit::Findings;
    }
    Exit::Clean
}

fn line(entry: &Entry<Program>, catalog: &Catalog) -> String {
    let listing = &entry.fact.listing;
    let days = catalog.age_days(&entry.fact);
    let place = format!("{}, {} {}", listing.location.city, listing.location.state.code(), listing.location.zip);
    format!("{}\t{}\t{place}\t{}\t{days} days\t{}\n", listing.slug, listing.name, listing.verified.date, entry.path)
}

fn row(entry: &Entry<Program>, catalog: &Catalog, vocabulary: &Vocabulary) -> serde_json::Value {
    let listing = &entry.fact.listing;
    let mut levels: Vec<&str> =
        listing.programs.iter().flat_map(|p| &p.levels).map(|id| &*vocabulary.get(*id).slug).collect();
    levels.sort_unstable();
    levels.dedup();
    json!({
        "slug": listing.slug,
        "name": listing.name,
        "path": entry.path,
        "city": listing.location.city,
        "state": listing.location.state.code(),
        "zip": listing.location.zip.to_string(),
        "phone": listing.phones.first().map(|p| p.number.display()),
        "levels_of_care": levels,
        "verified": listing.verified.date.to_string(),
        "verified_by": listing.verified.by,
        "age_days": catalog.age_days(&entry.fact),
        "maintainers": listing.maintainers,
    })
}
