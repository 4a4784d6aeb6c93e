//! A new directory project: the files of `data/init`, with the dates of the day on which it is made.
//!
//! Nothing that is there is ever written over: the folder has to be empty, and every file is created anew. When
//! something goes wrong halfway, what was made is removed again.

pub mod entry;

use jiff::civil::Date;
use jiff::{Span, Zoned, tz::TimeZone};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

macro_rules! embedded {
    ($($path:literal)*) => {
        /// Path in the project, with forward slashes, and text. `{today}`, `{in_a_year}` and `{in_two_years}` stand
        /// for dates.
        const FILES: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../data/init/", $path)))),*];
    };
}

embedded! {
    ".forgejo/workflows/waypost.yml"
    ".github/CODEOWNERS"
    ".github/ISSUE_TEMPLATE/config.yml"
    ".github/ISSUE_TEMPLATE/correction.yml"
    ".github/ISSUE_TEMPLATE/new-listing.yml"
    ".github/pull_request_template.md"
    ".github/workflows/waypost-comment.yml"
    ".github/workflows/waypost.yml"
    ".gitignore"
    ".gitlab-ci.yml"
    ".helix/languages.toml"
    ".vscode/settings.json"
    "CONTRIBUTING.md"
    "README.md"
    "content/guides/what-is-an-iop.md"
    "content/guides/when-an-iop-is-not-enough.md"
    "content/pages/about.md"
    "content/pages/about/how-we-list.md"
    "content/pages/accessibility.md"
    "content/pages/get-help-now.md"
    "content/pages/privacy.md"
    "content/pages/safety.md"
    "content/providers/ia/linden-corner-counseling.md"
    "content/providers/ia/tallgrass-evening-iop.md"
    "content/vocabulary/README.md"
    "waypost.yaml"
}

/// Entries at the top that are named in a refusal; the others are counted.
const NAMED: usize = 3;

/// The paths and texts of a project that is made on `today`, sorted by path.
pub fn files(today: Date) -> Vec<(&'static str, String)> {
    let later = |years: i16| today.saturating_add(Span::new().years(years)).to_string();
    let dates = [("{today}", today.to_string()), ("{in_a_year}", later(1)), ("{in_two_years}", later(2))];
    let dated = |text: &str| dates.iter().fold(text.to_owned(), |text, (name, date)| text.replace(name, date));
    FILES.iter().map(|(path, text)| (*path, dated(text))).collect()
}

/// A day that has begun both here and where the site may be built, so that no date of the project lies ahead.
pub fn day(now: &Zoned) -> Date {
    now.date().min(now.with_time_zone(TimeZone::UTC).date())
}

/// Makes the project in `folder`, which may be missing, empty, or hold only `.git`. Says how many files there are.
///
/// # Errors
/// In words for a person, with what to do. Nothing is left behind then.
pub fn make(folder: &Path, today: Date) -> Result<usize, String> {
    refuse_what_is_there(folder)?;
    let mut made = Made::default();
    let files = files(today);
    for (path, text) in &files {
        if let Err((at, error)) = made.file(&folder.join(path), text) {
            made.remove();
            return Err(format!("{} cannot be made: {}; nothing was changed", at.display(), plain(&error)));
        }
    }
    Ok(files.len())
}

fn refuse_what_is_there(folder: &Path) -> Result<(), String> {
    let shown = folder.display();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        // A link that leads nowhere is missing and in the way at once; making it fails with the right words.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            return Err(format!("{shown} cannot be made: a file stands where a folder is needed; choose another name"));
        }
        Err(error) => return Err(unreadable(folder, &error)),
    };
    let mut there: Vec<String> = Vec::new();
    for entry in entries {
        let entry = entry.map_err(|error| unreadable(folder, &error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name != ".git" {
            there.push(name);
        }
    }
    if there.is_empty() {
        return Ok(());
    }
    there.sort_unstable();
    let mut named = there.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    if there.len() > NAMED {
        named = format!("{named} and {} more", there.len() - NAMED);
    }
    Err(format!("{shown} is not empty: it holds {named}; choose a new folder, so that nothing is written over"))
}

fn unreadable(folder: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {}", folder.display(), crate::source::plain_io(error))
}

/// The cause of a failed write in plain words.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::PermissionDenied => "you are not allowed to write there".into(),
        ErrorKind::AlreadyExists => "something with this name is in the way".into(),
        _ => crate::source::plain_io(error),
    }
}

/// What was made so far, in order.
#[derive(Default)]
struct Made {
    files: Vec<PathBuf>,
    folders: Vec<PathBuf>,
}

impl Made {
    /// Makes a file that does not exist yet, and the folders above it.
    fn file(&mut self, path: &Path, text: &str) -> Result<(), (PathBuf, std::io::Error)> {
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        let failed = |error| (path.to_owned(), error);
        let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes()).map_err(failed)
    }

    fn folder(&mut self, path: &Path) -> Result<(), (PathBuf, std::io::Error)> {
        // The parent of a bare name is empty and means the current folder.
        if path.as_os_str().is_empty() || path.is_dir() {
            return Ok(());
        }
        if let Some(parent) = path.parent() {
            self.folder(parent)?;
        }
        fs::create_dir(path).map_err(|error| (path.to_owned(), error))?;
        self.folders.push(path.to_owned());
        Ok(())
    }

    /// Removes it again, as far as the disk lets us. Folders that are not empty stay.
    fn remove(self) {
        for file in self.files.iter().rev() {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{FILES, day, files, make};
    use crate::build::{Memory, Request, check};
    use jiff::civil::{Date, date};
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    const TODAY: Date = date(2028, 2, 29);

    fn tree(folder: &Path) -> BTreeSet<String> {
        let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap).filter(|e| e.file_type().is_file());
        entries.map(|e| crate::source::slashes(e.path().strip_prefix(folder).unwrap())).collect()
    }

    fn findings(root: &Path, on: Date) -> Vec<String> {
        let request = Request { root: root.to_owned(), date: Some(on), ..Request::default() };
        let found = check(&request, &mut Memory::default()).findings;
        found.iter().map(|f| format!("{} {} {}", f.severity.word(), f.code, f.message)).collect()
    }

    #[test]
    fn every_file_of_the_folder_is_embedded() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/init");
        let embedded: BTreeSet<String> = FILES.iter().map(|(path, _)| (*path).to_owned()).collect();
        assert_eq!(tree(&folder), embedded);
    }

    #[test]
    fn every_date_is_filled_in() {
        let all = files(TODAY);
        for (path, text) in &all {
            for name in ["{today}", "{in_a_year}", "{in_two_years}"] {
                assert!(!text.contains(name), "{path}");
            }
        }
        let (_, guide) = all.iter().find(|(path, _)| *path == "content/guides/what-is-an-iop.md").unwrap();
        assert!(guide.contains("last_reviewed: 2028-02-29\nreview_due: 2029-02-28"), "{guide}");
    }

    #[test]
    fn a_new_project_has_no_findings_on_its_day_and_none_that_stop_a_build_ever_after() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("new");
        assert_eq!(make(&root, TODAY), Ok(FILES.len()));
        assert_eq!(findings(&root, TODAY), [""; 0]);
        let later = findings(&root, date(2038, 3, 1));
        assert!(!later.is_empty() && later.iter().all(|f| f.starts_with("info ")), "{later:#?}");
    }

    #[test]
    fn no_date_lies_ahead_east_or_west_of_greenwich() {
        let at = |text: &str| day(&text.parse().unwrap());
        assert_eq!(at("2026-03-01T08:00[Pacific/Guam]"), date(2026, 2, 28));
        assert_eq!(at("2026-03-01T22:00[America/Los_Angeles]"), date(2026, 3, 1));
    }

    #[test]
    fn a_repository_without_files_is_filled_and_keeps_its_git_folder() {
        let temporary = tempfile::tempdir().unwrap();
        fs::create_dir(temporary.path().join(".git")).unwrap();
        fs::write(temporary.path().join(".git/HEAD"), "ref").unwrap();
        assert_eq!(make(temporary.path(), TODAY), Ok(FILES.len()));
        assert_eq!(fs::read_to_string(temporary.path().join(".git/HEAD")).unwrap(), "ref");
    }

    #[test]
    fn a_folder_that_holds_something_is_refused_by_name_and_left_alone() {
        let temporary = tempfile::tempdir().unwrap();
        for name in ["d.txt", "b", "a", "c"] {
            fs::write(temporary.path().join(name), name).unwrap();
        }
        let refusal = make(temporary.path(), TODAY).unwrap_err();
        assert!(refusal.contains("it holds a, b, c and 1 more;"), "{refusal}");
        assert_eq!(tree(temporary.path()).len(), 4);
    }

    #[test]
    fn a_file_in_the_way_is_named() {
        let temporary = tempfile::tempdir().unwrap();
        let file = temporary.path().join("file");
        fs::write(&file, "mine").unwrap();
        for folder in [file.clone(), file.join("below")] {
            let refusal = make(&folder, TODAY).unwrap_err();
            assert!(refusal.contains("a file stands where a folder is needed"), "{refusal}");
        }
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
    }

    #[cfg(unix)]
    #[test]
    fn what_was_made_is_removed_when_a_later_file_fails() {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().join("a b/new");
        // Nothing can be made at a link that leads nowhere, and it stays.
        fs::create_dir_all(&root).unwrap();
        let mut made = super::Made::default();
        made.file(&root.join("one/two/file"), "x").unwrap();
        std::os::unix::fs::symlink("nowhere", root.join("link")).unwrap();
        let (at, _) = made.file(&root.join("link/file"), "x").unwrap_err();
        assert_eq!(at, root.join("link"));
        made.remove();
        assert!(!root.join("one").exists() && root.is_dir() && root.join("link").is_symlink());
        let refusal = make(&root.join("link"), TODAY).unwrap_err();
        assert!(refusal.contains("in the way"), "{refusal}");
    }
}
