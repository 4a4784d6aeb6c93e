//! The listing files of a project: which there are, and how new text gets into them.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::input::{self, Fault};
use crate::diagnostic::{Diagnostic, Place, rules};

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
    let attempt = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut file = tempfile::Builder::new().prefix(".waypost-").suffix(".tmp").tempfile_in(folder)?;
        file.write_all(text.as_bytes())?;
        readable_by_all(file.as_file())?;
        file.persist(path).map_err(|e| e.error)?;
        Ok(())
    };
    attempt().map_err(|error| {
        Box::new(
        Diagnostic::new(&rules::OUTPUT_WRITE, format!("the file cannot be written: {error}"))
            .at(Place::file(input::shown(path)))
            .help(
                "check the space on the disk and the permissions, then import again; what was written so far is whole",
            ),
        )
    })
}

/// Temporary files are private; listings are not.
#[cfg(unix)]
fn readable_by_all(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
