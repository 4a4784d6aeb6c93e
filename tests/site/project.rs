//! Tiny projects in temporary folders.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};
use waypost::build::{self, Built, Memory, Request};
use waypost::diagnostic::Diagnostic;
use waypost::diagnostic::render::{Format, render};

/// The day on which all tests happen.
pub(crate) const TODAY: &str = "2026-11-22";

/// A site file without findings.
pub(crate) const SITE: &str = r#"title: "Test directory"
description: "A directory for a test."
base_url: "https://example.org/"
date: 2026-11-22
"#;

/// Where [`LISTING`] lies in a sample project.
pub(crate) const LISTING_PATH: &str = "content/providers/al/alder-creek.md";

/// A listing without findings.
pub(crate) const LISTING: &str = r#"---
name: "Alder Creek IOP"
location:
  street: "750 Highway 31 South"
  city: "Alabaster"
  state: AL
  zip: "35007"
phones:
  - number: "205-234-0142"
programs:
  - id: adult-iop
    level_of_care: iop
    hours_per_week: 9
verified: { date: 2026-11-01, by: provider, method: phone }
---
A quiet house near the creek.
"#;

/// Where [`GUIDE`] lies.
pub(crate) const GUIDE_PATH: &str = "content/guides/what-is-iop.md";

/// A guide without findings.
pub(crate) const GUIDE: &str = r#"---
title: "What is an IOP?"
summary: "What happens there and who it is for."
last_reviewed: 2026-10-15
review_due: 2027-10-15
sources:
  - title: "TIP 47"
    url: "https://www.samhsa.gov/"
---
Care by day, home at night.

## Who it is for

People who live at home.
"#;

/// Where [`PAGE`] lies.
pub(crate) const PAGE_PATH: &str = "content/pages/about.md";

/// A page without findings.
pub(crate) const PAGE: &str = r#"---
title: "About us"
summary: "Who runs this directory."
menu: "About"
---
We are a county.
"#;

/// A listing like [`LISTING`] elsewhere: other name, city, ZIP and state, no street.
pub(crate) fn listing(name: &str, city: &str, state: &str, zip: &str) -> String {
    replaced(
        LISTING,
        &[
            ("Alder Creek IOP", name),
            ("  street: \"750 Highway 31 South\"\n", ""),
            ("Alabaster", city),
            ("state: AL", &format!("state: {state}")),
            ("35007", zip),
        ],
    )
}

/// `text` with each first string replaced by its second. Each has to occur.
pub(crate) fn replaced(text: &str, edits: &[(&str, &str)]) -> String {
    edits.iter().fold(text.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "no `{from}` in\n{text}");
        text.replacen(from, to, 1)
    })
}

/// A project that is removed at the end of its test.
pub(crate) struct Project {
    dir: tempfile::TempDir,
}

impl Project {
    /// A site file and nothing else.
    pub(crate) fn empty() -> Self {
        Self { dir: tempfile::tempdir().unwrap() }.with("waypost.yaml", SITE)
    }

    /// A site file and one listing.
    pub(crate) fn sample() -> Self {
        Self::empty().with(LISTING_PATH, LISTING)
    }

    /// Adds a file.
    pub(crate) fn with(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.write(path, text);
        self
    }

    /// The file or folder at `path`.
    pub(crate) fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    pub(crate) fn root(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file. Each write has a time of its own, as edits of people have.
    pub(crate) fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        static CLOCK: AtomicU64 = AtomicU64::new(0);
        let file = self.at(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, text).unwrap();
        let tick = CLOCK.fetch_add(1, Ordering::Relaxed);
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000 + tick);
        std::fs::File::options().write(true).open(&file).unwrap().set_modified(time).unwrap();
    }

    /// Replaces one string in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        self.write(path, replaced(&self.read(path), &[(from, to)]));
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.at(path)).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.at(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// A file of the built site.
    pub(crate) fn page(&self, path: &str) -> String {
        self.read(&format!("public/{path}"))
    }

    pub(crate) fn request(&self) -> Request {
        Request { root: self.root().to_owned(), ..Request::default() }
    }

    /// Findings of a check.
    pub(crate) fn findings(&self) -> Vec<Diagnostic> {
        remembering(|memory| build::check(&self.request(), memory)).findings
    }

    /// Findings of a check in short form, without message and help.
    pub(crate) fn check(&self) -> Vec<String> {
        brief(&self.findings())
    }

    /// Builds into `public`.
    pub(crate) fn build(&self) -> Built {
        remembering(|memory| build::build(&self.request(), memory))
    }

    /// Builds, which has to work.
    pub(crate) fn built(self) -> Self {
        let built = self.build();
        assert!(built.report.is_some(), "{}", render(&built.findings, Format::Short, true));
        self
    }

    /// Runs the program in the project's folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Run {
        run_in(self.root(), arguments)
    }

    /// Every file of the built site with its bytes, without the manifest.
    pub(crate) fn site(&self) -> BTreeMap<String, Vec<u8>> {
        files(&self.at("public"))
    }
}

/// Calls `work` with a memory that knows the theme from earlier tests, as reading it takes most of the time of a tiny
/// site. Content files of different projects never have the same time, so nothing else is remembered.
fn remembering<T>(work: impl FnOnce(&mut Memory) -> T) -> T {
    static IDLE: Mutex<Vec<Memory>> = Mutex::new(Vec::new());
    let mut memory = IDLE.lock().unwrap().pop().unwrap_or_default();
    let done = work(&mut memory);
    IDLE.lock().unwrap().push(memory);
    done
}

/// How a run of the program ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs the program in a folder, without anything from outside that changes what it does.
pub(crate) fn run_in(folder: &Path, arguments: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("SOURCE_DATE_EPOCH")
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { code: output.status.code().unwrap_or(-1), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// `path:line:column: severity[code]` of each finding.
pub(crate) fn brief(findings: &[Diagnostic]) -> Vec<String> {
    let short = render(findings, Format::Short, true);
    short.lines().map(|line| line.split_inclusive("]: ").next().unwrap().trim_end_matches(": ").to_owned()).collect()
}

/// The files below `folder` with their bytes, without the manifest.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().flatten().filter(|e| e.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        if path != ".waypost-manifest.json" {
            files.insert(path, std::fs::read(entry.path()).unwrap());
        }
    }
    files
}

/// Paths that are only in one of two sites, or differ.
pub(crate) fn differences(a: &BTreeMap<String, Vec<u8>>, b: &BTreeMap<String, Vec<u8>>) -> Vec<String> {
    let mut paths: Vec<String> =
        a.keys().chain(b.keys()).filter(|path| a.get(*path) != b.get(*path)).cloned().collect();
    paths.sort();
    paths.dedup();
    paths
}
