#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::io::Write as _;
use std::time::Instant;

use super::report::{FlagKind, RefusalReason, RepairKind};
use super::*;

/// A project in a temporary folder.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn request(&self, format: Format, files: &[PathBuf]) -> Request {
        Request {
            format,
            files: files.to_vec(),
            content: self.0.path().join("content"),
            dry_run: false,
            year: None,
            report: None,
            date: jiff::civil::date(2026, 8, 30),
        }
    }

    fn import(&self, format: Format, files: &[PathBuf]) -> Report {
        import(&self.request(format, files)).unwrap()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn listing(&self, path: &str) -> PathBuf {
        self.0.path().join("content/providers").join(path)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.listing(path)).unwrap()
    }

    /// Every listing with its text.
    fn all(&self) -> BTreeMap<String, String> {
        let files = files::listings(&self.0.path().join("content")).unwrap();
        files.into_iter().map(|(slug, path)| (slug, std::fs::read_to_string(path).unwrap())).collect()
    }
}

/// A real file, or nothing and a line that says so.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samhsa").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn repairs(report: &Report) -> BTreeMap<RepairKind, usize> {
    let mut counts = BTreeMap::new();
    report.repairs.iter().for_each(|r| *counts.entry(r.kind).or_default() += 1);
    counts
}

fn flags(report: &Report) -> BTreeMap<FlagKind, usize> {
    let mut counts = BTreeMap::new();
    report.flags.iter().for_each(|f| *counts.entry(f.kind).or_default() += 1);
    counts
}

#[test]
fn the_geocoded_table_becomes_listings() {
    let Some(path) = shared("facilities_2024_geocoded.csv.gz") else { return };
    let project = Project::new();
    let start = Instant::now();
    let report = project.import(Format::SamhsaCsv, &[path.clone()]);
    println!("import: {:?}\n{}", start.elapsed(), report.text());
    println!("{:?}\n{:?}", repairs(&report), flags(&report));
    let start = Instant::now();
    let again = project.import(Format::SamhsaCsv, &[path]);
    println!("again: {:?} {:?}", start.elapsed(), again.counts);
}

#[test]
#[ignore = "writes to /tmp for looking at"]
fn look() {
    let Some(path) = shared("facilities_2024_geocoded.csv.gz") else { return };
    let mut request = Project::new().request(Format::SamhsaCsv, &[path]);
    request.content = "/tmp/look/content".into();
    import(&request).unwrap();
    for (name, format, file) in [
        ("raw", Format::SamhsaCsv, "facilities_2024_raw.csv.gz"),
        ("xlsx", Format::SamhsaXlsx, "National_Directory_MH_2024.xlsx"),
        ("json", Format::FindtreatmentJson, "findtreatment_api_listing_2019.json"),
    ] {
        let project = Project::new();
        let mut request = project.request(format, &[shared(file).unwrap()]);
        request.content = format!("/tmp/look/{name}/content").into();
        let report = import(&request).unwrap();
        println!("{name} {}\n{:?} {:?}", report.text(), repairs(&report), flags(&report));
    }
}
