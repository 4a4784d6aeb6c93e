//! Two folders side by side, and what one weighs.

use crate::Result;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, io};
use walkdir::WalkDir;

/// Files below `dir`, relative to it, in order of their paths.
pub(crate) fn files(dir: &Path) -> Result<BTreeSet<PathBuf>> {
    let mut found = BTreeSet::new();
    for entry in WalkDir::new(dir) {
        let entry = entry?;
        if entry.file_type().is_file() {
            found.insert(entry.path().strip_prefix(dir)?.to_path_buf());
        }
    }
    Ok(found)
}

/// How many files there are, how many of them are HTML, and how many bytes they hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Weight {
    pub(crate) files: usize,
    pub(crate) html: usize,
    pub(crate) bytes: u64,
}

pub(crate) fn weigh(dir: &Path) -> Result<Weight> {
    let mut weight = Weight::default();
    for entry in WalkDir::new(dir) {
        let entry = entry?;
        if entry.file_type().is_file() {
            weight.files += 1;
            weight.html += usize::from(entry.path().extension().is_some_and(|extension| extension == "html"));
            weight.bytes += entry.metadata()?.len();
        }
    }
    Ok(weight)
}

/// Paths that are in one folder only or differ in their bytes, in order.
pub(crate) fn differences(left: &Path, right: &Path) -> Result<Vec<PathBuf>> {
    let (left_files, right_files) = (files(left)?, files(right)?);
    let mut differing = Vec::new();
    for path in left_files.union(&right_files) {
        let same = left_files.contains(path)
            && right_files.contains(path)
            && fs::read(left.join(path))? == fs::read(right.join(path))?;
        if !same {
            differing.push(path.clone());
        }
    }
    Ok(differing)
}

/// Removes a folder and all in it; one that is not there is fine.
pub(crate) fn remove(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(format!("{}: {error}", dir.display()).into()),
        _ => Ok(()),
    }
}

/// Copies a folder and all in it.
pub(crate) fn copy(from: &Path, to: &Path) -> Result<()> {
    for path in files(from)? {
        let target = to.join(&path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::copy(from.join(&path), target)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn folders_differ_by_missing_files_and_by_bytes() {
        let folders = tempfile::tempdir().unwrap();
        let (left, right) = (folders.path().join("left"), folders.path().join("right"));
        for dir in [&left, &right] {
            fs::create_dir_all(dir.join("sub")).unwrap();
            fs::write(dir.join("same"), "1").unwrap();
        }
        assert!(differences(&left, &right).unwrap().is_empty());
        fs::write(left.join("sub/only"), "1").unwrap();
        fs::write(left.join("bytes"), "1").unwrap();
        fs::write(right.join("bytes"), "2").unwrap();
        assert_eq!(differences(&left, &right).unwrap(), [PathBuf::from("bytes"), PathBuf::from("sub/only")]);
    }
}
