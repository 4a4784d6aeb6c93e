//! What an output folder holds after a build, whatever happened to it before.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use rayon::prelude::*;

use super::*;

mod killed;
mod others;
mod random;
mod staying;
mod written;

type Tree<'a> = &'a [(&'a str, &'a str)];

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("public");
    (folder, root)
}

fn open(root: &Path) -> Output {
    Output::open(root, &[], false, None).unwrap()
}

/// Ends a commit as a killed build does: some files have their names, nothing was tidied up.
fn kill(commit: Commit<'_>) {
    commit.promote().unwrap();
    std::mem::forget(commit);
}

/// Writes `tree` and stops there.
fn write(commit: &Commit<'_>, tree: Tree<'_>) -> Result<Vec<Change>, Diagnostic> {
    tree.iter().map(|(path, text)| commit.write(path, Fingerprint::of(text.as_bytes()), text.as_bytes())).collect()
}

/// Keeps what is there with these bytes already, and writes the rest: as a build does.
fn write_or_keep(output: &Output, commit: &Commit<'_>, path: &str, text: &str) {
    let fingerprint = Fingerprint::of(text.as_bytes());
    if output.is_current(path, fingerprint) {
        commit.keep(path, fingerprint);
    } else {
        commit.write(path, fingerprint, text.as_bytes()).unwrap();
    }
}

fn build_with(root: &Path, tree: Tree<'_>, force: bool) -> Result<Report, Diagnostic> {
    let output = Output::open(root, &[], force, None)?;
    let commit = output.begin();
    write(&commit, tree)?;
    commit.finish(b"memo")
}

fn build(root: &Path, tree: Tree<'_>) -> Report {
    build_with(root, tree, false).unwrap()
}

/// All files and links below `root` with their text, besides the manifest; empty folders end in a slash.
fn on_disk(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).unwrap().next().is_none() {
                found.insert(path + "/", String::new());
            }
        } else if path != MANIFEST {
            found.insert(path, fs::read_to_string(entry.path()).unwrap_or_else(|_| "a link to nowhere".into()));
        }
    }
    found
}

fn tree(tree: Tree<'_>) -> BTreeMap<String, String> {
    tree.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Sets the time of change to an old one and gives it back.
fn age(place: &Path) -> SystemTime {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().append(true).open(place).unwrap().set_modified(old).unwrap();
    old
}

fn changed(place: &Path) -> SystemTime {
    fs::metadata(place).unwrap().modified().unwrap()
}

const SITE: Tree<'_> = &[("index.html", "home"), ("guides/a/index.html", "a"), ("site.css", "css")];
