//! `waypost list`

use super::{Exit, Global, date, print};
use crate::build::{self, Memory, Request};
use crate::catalog::{Catalog, Entry, Program};
use crate::config::Site;
use crate::vocabulary::Vocabulary;
use clap::Args;
use jiff::civil::Date;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// One JSON array with all facts of the list
    #[arg(long)]
    json: bool,
    /// Only listings that are due for confirmation, the oldest first
    #[arg(long)]
    stale: bool,
    /// Write what is due as a text for each maintainer, to send or to paste into an issue
    #[arg(long, requires = "stale", conflicts_with = "json")]
    reminders: bool,
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
    if arguments.reminders {
        print::result(&reminders(&entries, catalog, site));
    } else if arguments.json {
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

/// A section for each maintainer with what is due, the oldest first, and one for what nobody keeps.
fn reminders(entries: &[&Entry<Program>], catalog: &Catalog, site: &Site) -> String {
    let mut by_maintainer: BTreeMap<Option<String>, Vec<&Entry<Program>>> = BTreeMap::new();
    for entry in entries {
        let accounts = &entry.fact.listing.maintainers;
        for account in accounts {
            let account = account.trim().trim_start_matches('@').to_ascii_lowercase();
            by_maintainer.entry(Some(account)).or_default().push(entry);
        }
        if accounts.is_empty() {
            by_maintainer.entry(None).or_default().push(entry);
        }
    }
    // What nobody keeps comes last.
    let nobody = by_maintainer.remove_entry(&None);
    let mut out = String::new();
    for (account, entries) in by_maintainer.into_iter().chain(nobody) {
        let whom = account.map_or_else(|| "Without a maintainer".to_owned(), |account| format!("@{account}"));
        let _ = write!(
            out,
            "## {whom}\n\nPlease look at each page. Correct what has changed, and set the date in `verified` to the day on \
             which you did.\n\n"
        );
        for entry in entries {
            let listing = &entry.fact.listing;
            let place = format!("{}, {}", listing.location.city, listing.location.state.code());
            let days = catalog.age_days(&entry.fact);
            let date = listing.verified.date;
            let page = site.base_url.join(&format!("programs/{}/", listing.slug)).map(String::from);
            let _ = writeln!(out, "- {} ({place}), confirmed {date}, {days} days ago", listing.name);
            let _ = writeln!(out, "  {}\n  `{}`", page.unwrap_or_default(), entry.path);
        }
        out.push('\n');
    }
    out
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
