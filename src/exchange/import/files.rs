//! The listing files of a project: which there are, and how new text gets into them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::input::{self, Fault};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source;

/// The listings on disk: path by slug. A folder that is not there has none.
pub(super) fn listings(content: &Path) -> Result<BTreeMap<String, PathBuf>, Fault> {
    let mut found = BTreeMap::new();
    let providers = content.join("providers");
    for state in entries(&providers)? {
        if !state.is_dir() {
            continue;
        }
        for file in entries(&state)? {
            if file.extension().is_some_and(|e| e == "md")
                && let Some(slug) = file.file_stem().and_then(|s| s.to_str())
            {
                found.insert(slug.to_owned(), file.clone());
            }
        }
    }
    Ok(found)
}

/// The paths in a folder, sorted.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Fault> {
    let read = match std::fs::read_dir(folder) {
        Ok(read) => read,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(input::unreadable(folder, &error)),
    };
    let mut paths: Vec<PathBuf> = read
        .map(|entry| entry.map(|e| e.path()))
        .collect::<Result<_, _>>()
        .map_err(|e| input::unreadable(folder, &e))?;
    paths.sort();
    Ok(paths)
}

/// The survey key that each of `files` names in its identifiers, with the file's slug.
pub(super) fn survey_keys(files: &BTreeMap<String, PathBuf>) -> BTreeMap<String, String> {
    let files: Vec<(&String, &PathBuf)> = files.iter().collect();
    let found: Vec<(String, String)> = files
        .into_par_iter()
        .filter_map(|(slug, path)| {
            let text = std::fs::read_to_string(path).ok()?;
            let (_, rest) = text.split_once("samhsa:")?;
            let key: String =
                rest.trim_start_matches([' ', '"', '\'']).chars().take_while(char::is_ascii_hexdigit).collect();
            (key.len() == 16).then(|| (key, slug.clone()))
        })
        .collect();
    found.into_iter().collect()
}

/// Writes `text` so that the file is either the old or the new one, never half of one.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Fault> {
    source::replace(path, text).map_err(|error| {
        Box::new(
            Diagnostic::new(&rules::OUTPUT_WRITE, format!("the file cannot be written: {error}"))
                .at(Place::file(input::shown(path)))
                .help(
                    "check the space on the disk and the permissions, then import again; what was written so far is whole",
                ),
        )
    })
}
