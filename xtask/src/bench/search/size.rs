//! The index on disk: what it weighs, what it costs to make, and what an edit changes.

use crate::directory::Directory;
use crate::process::measure;
use crate::{Result, tree};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `probe index` says of one run.
pub(super) struct Size {
    pub(super) times: usize,
    /// Its answer.
    pub(super) said: Value,
    /// Where the files are.
    pub(super) folder: PathBuf,
}

impl Size {
    /// A number of the answer, by the path to it.
    pub(super) fn number(&self, pointer: &str) -> Option<f64> {
        self.said.pointer(pointer)?.as_f64()
    }

    /// A name in the answer.
    pub(super) fn text(&self, pointer: &str) -> Option<&str> {
        self.said.pointer(pointer)?.as_str()
    }
}

/// Makes the index of a directory beside it.
pub(super) fn make(probe: &Path, directory: &Directory, times: usize) -> Result<Size> {
    let folder = directory.beside("index");
    eprintln!("making the index of {times} times the directory in {}", folder.display());
    let said = index(probe, directory, &folder, 0)?;
    Ok(Size { times, said, folder })
}

/// Makes the index in an empty folder; with 0 threads as many as there are processors.
fn index(probe: &Path, directory: &Directory, folder: &Path, threads: usize) -> Result<Value> {
    tree::remove(folder)?;
    let mut command = Command::new(probe);
    command.arg("index").arg(directory.site.root()).arg(folder);
    command.env("SOURCE_DATE_EPOCH", directory.site.date_seconds().to_string());
    command.env("RAYON_NUM_THREADS", threads.to_string());
    let (code, usage) = measure(&mut command)?;
    if code != 0 {
        return Err(format!("probe index stopped with exit status {code}:\n{}", usage.stderr).into());
    }
    Ok(serde_json::from_str(&usage.stdout)?)
}

/// One change to one listing, and how many files of the index are new or gone because of it.
pub(super) struct Change {
    pub(super) name: &'static str,
    pub(super) files: usize,
    /// Names of the files that are new.
    pub(super) added: Vec<String>,
}

/// Edits a listing in several ways, one after the other, and puts it back each time.
pub(super) fn changes(probe: &Path, directory: &Directory, size: &Size) -> Result<Vec<Change>> {
    type Edit = fn(&str) -> Option<String>;
    let edits: [(&str, Edit); 4] =
        [("a phone", phone), ("a way to pay", payment), ("a name", name), ("a point", point)];
    let folder = directory.beside("index-edited");
    let mut changes = Vec::new();
    for (name, edit) in edits {
        let Some((path, before)) = directory.site.edit(edit)? else { continue };
        let made = index(probe, directory, &folder, 0);
        fs::write(path, before)?;
        made?;
        let (old, new) = (tree::files(&size.folder)?, tree::files(&folder)?);
        let added: Vec<String> = new.difference(&old).map(|path| path.display().to_string()).collect();
        changes.push(Change { name, files: added.len().max(old.difference(&new).count()), added });
    }
    tree::remove(&folder)?;
    Ok(changes)
}

fn phone(text: &str) -> Option<String> {
    let at = text.find("\nphones:")? + text[text.find("\nphones:")?..].find("number: \"")? + "number: \"".len();
    let last = at + "205-555-0142".len() - 1;
    let digit = if text.get(last..=last)? == "7" { "8" } else { "7" };
    Some([&text[..last], digit, &text[last + 1..]].concat())
}

fn payment(text: &str) -> Option<String> {
    text.contains("accepts: [medicaid, ").then(|| text.replacen("accepts: [medicaid, ", "accepts: [", 1))
}

fn name(text: &str) -> Option<String> {
    let end = text.find("\nname: \"")? + "\nname: \"".len();
    Some([&text[..end], "Riverbend ", &text[end..]].concat())
}

/// A few hundred yards to the north.
fn point(text: &str) -> Option<String> {
    let at = text.find("\n  lat: ")? + "\n  lat: ".len();
    let end = at + text[at..].find('\n')?;
    let degrees: f64 = text[at..end].parse().ok()?;
    Some(format!("{}{:.6}{}", &text[..at], degrees + 0.003, &text[end..]))
}

/// Whether one thread and two write the same bytes.
pub(super) fn same_with_threads(probe: &Path, directory: &Directory) -> Result<bool> {
    let folders = [1, 2].map(|threads| (directory.beside(&format!("index-threads-{threads}")), threads));
    for (folder, threads) in &folders {
        index(probe, directory, folder, *threads)?;
    }
    let differing = tree::differences(&folders[0].0, &folders[1].0)?;
    for (folder, _) in &folders {
        tree::remove(folder)?;
    }
    Ok(differing.is_empty())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const LISTING: &str = "---\nname: \"Alder Creek\"\nlocation:\n  lat: 39.5\n  lon: -123.5\nphones:\n  - { number: \
                           \"205-555-0142\" }\npayment:\n  accepts: [medicaid, medicare]\n---\n";

    #[test]
    fn each_edit_changes_one_thing() {
        assert_eq!(phone(LISTING).unwrap(), LISTING.replace("0142", "0147"));
        assert_eq!(payment(LISTING).unwrap(), LISTING.replace("medicaid, ", ""));
        assert_eq!(name(LISTING).unwrap(), LISTING.replace("Alder", "Riverbend Alder"));
        assert_eq!(point(LISTING).unwrap(), LISTING.replace("39.5", "39.503000"));
    }
}
