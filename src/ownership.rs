//! Who may change which file: the maintainers that a listing names, and the editors of the directory. What counts is
//! what stood there before the proposal, so that nobody makes himself a maintainer.

use crate::catalog::{Entry, Program};
use crate::changes::{Change, Changes, Kind};
use crate::config;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source;
use crate::yaml;
use std::fmt::Write as _;
use std::sync::Arc;

/// What `author` changes without being asked to.
pub fn check(changes: &Changes, author: &str) -> Vec<Diagnostic> {
    let before = |path: &str| changes.before(path).and_then(|bytes| source::text_of(path, bytes).ok());
    let editors = before(config::FILE_NAME).map(|text| editors(&text)).unwrap_or_default();
    if names(&editors, author) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for change in &changes.files {
        let paths = || [change.before(), change.after()].into_iter().flatten();
        // Where no editors are named, nobody can say who they are.
        if let Some(path) = paths().find(|path| !is_entry(path) && !editors.is_empty()) {
            findings.push(
                Diagnostic::new(&rules::OWNERSHIP_SITE, format!("`{author}` is not one of the directory's editors"))
                    .at(Place::file(path))
                    .help("take this file out of the proposal, or ask an editor to allow the change"),
            );
            continue;
        }
        let Some(path) = change.before() else { continue };
        // Guides and pages have none.
        let maintainers = before(path).map(|text| maintainers(path, &text)).unwrap_or_default();
        if !maintainers.is_empty() && !names(&maintainers, author) {
            findings.push(
                Diagnostic::new(
                    &rules::OWNERSHIP_LISTING,
                    format!("`{author}` {} a listing that {} keeps", what(change), all(&maintainers)),
                )
                .at(Place::file(path))
                .help("ask the maintainer to make or approve the change, or an editor of the directory to allow it"),
            );
        }
    }
    findings
}

fn what(change: &Change) -> &'static str {
    match change.kind {
        Kind::Deleted => "removes",
        Kind::Renamed { .. } => "moves",
        Kind::Added | Kind::Modified => "changes",
    }
}

/// `@a` or `@a, @b`.
fn all(names: &[String]) -> String {
    names.iter().map(|name| format!("`{}`", plain(name))).collect::<Vec<_>>().join(", ")
}

/// Account names have no case, and people write them with and without the sign.
fn names(accounts: &[String], author: &str) -> bool {
    accounts.iter().any(|account| plain(account).eq_ignore_ascii_case(plain(author)))
}

fn plain(name: &str) -> &str {
    name.trim().trim_start_matches('@')
}

/// True for listings, guides and pages: what strangers may propose.
fn is_entry(path: &str) -> bool {
    source::kind_at(path).is_some_and(|kind| kind != source::Kind::Vocabulary)
}

fn editors(text: &str) -> Vec<String> {
    let text = text.trim_start_matches('\u{feff}');
    yaml::parse(config::FILE_NAME, text, 0..text.len()).map(|n| config::names(n.get("editors"))).unwrap_or_default()
}

/// The maintainers in a listing's text. A file that cannot be read as YAML has none.
fn maintainers(path: &str, text: &str) -> Vec<String> {
    let Ok(source) = source::parse(path, text.as_bytes().to_vec()) else { return Vec::new() };
    yaml::parse(path, &source.text, source.front_matter.clone())
        .map(|node| config::names(node.get("maintainers")))
        .unwrap_or_default()
}

/// The text of a CODEOWNERS file: the editors for everything, and for each listing that names maintainers them and the
/// editors. The last line that fits a path counts, so listings come after the rest.
pub fn codeowners(editors: &[String], programs: &[Arc<Entry<Program>>]) -> String {
    let line = |accounts: &mut dyn Iterator<Item = &String>| {
        let mut written = String::new();
        for account in accounts {
            // A name with a blank would be taken for two.
            if !plain(account).is_empty() && !plain(account).contains(char::is_whitespace) {
                let _ = write!(written, " @{}", plain(account));
            }
        }
        written
    };
    let mut out =
        String::from("# Made by `waypost codeowners`. Maintainers stand in the listings, editors in waypost.yaml.\n");
    let everything = line(&mut editors.iter());
    if !everything.is_empty() {
        let _ = writeln!(out, "*{everything}");
    }
    for entry in programs {
        let maintainers = &entry.fact.listing.maintainers;
        let others = editors.iter().filter(|editor| !names(maintainers, editor));
        let accounts = line(&mut maintainers.iter().chain(others));
        if !maintainers.is_empty() && !accounts.is_empty() {
            let _ = writeln!(out, "/{}{accounts}", entry.path.replace(' ', "\\ "));
        }
    }
    out
}
