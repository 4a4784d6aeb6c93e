//! A whole real directory, from the public table to the last link of its site.
//!
//! The table is not part of the repository. Where it is missing the test says so and passes, but not on a server that
//! tests for everyone (`CI=true`). It takes some minutes, nearly all of it for making and reading 25,000 pages. To keep it to
//! that, a debug build follows the links of every third program page and of all pages of other kinds; an optimized one
//! follows all. The heads of all pages are read in both.

#![cfg(feature = "import")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]
// All paths here are those that the program wrote.
#![allow(clippy::case_sensitive_file_extension_comparisons)]

#[path = "site/crawl.rs"]
#[allow(dead_code, reason = "this site is read as a host serves it, never from a disk")]
mod crawl;
#[path = "site/html.rs"]
mod html;
#[path = "site/node.rs"]
mod node;

use crawl::{Reader, crawl};
use html::{Tag, find, noindex, tags};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Instant, SystemTime};
use waypost::build::{Built, Memory, Request, build, check, has_errors};
use waypost::diagnostic::Diagnostic;
use waypost::diagnostic::render::{Format, render};
use waypost::exchange::import;

/// Rows of the table.
const ROWS: usize = 20_519;
/// Listings made of them.
const LISTINGS: usize = 17_580;
/// The public address of the site.
const ADDRESS: &str = "https://example.org/";

const SITE: &str = r#"title: "Real directory"
description: "Sample data, do not use it to seek care."
base_url: "https://example.org/"
sample_notice: "Sample data from 2024. Do not use it to seek care."
"#;

/// The real table, or nothing and a line that says so.
fn table() -> Option<PathBuf> {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samhsa").join("facilities_2024_geocoded.csv.gz");
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is not there", path.display());
    println!("skipped: {} is not there", path.display());
    None
}

/// A folder in memory where there is such a place: the site has 25,000 small files.
fn folder() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    if memory.is_dir()
        && let Ok(dir) = tempfile::tempdir_in(memory)
    {
        return dir;
    }
    tempfile::tempdir().unwrap()
}

/// Says how long a step took: somebody who waits for minutes wants to know why.
fn timed<T>(what: &str, step: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let result = step();
    println!("{what}: {:.1} s", start.elapsed().as_secs_f64());
    result
}

fn errors(findings: &[Diagnostic]) -> String {
    let errors: Vec<Diagnostic> = findings.iter().filter(|f| has_errors(std::slice::from_ref(f))).cloned().collect();
    render(&errors, Format::Short, true)
}

/// Every file below `folder` but the manifest, with the time of its last change.
fn files(folder: &Path) -> BTreeMap<String, SystemTime> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != ".waypost-manifest.json")
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            (path, entry.metadata().unwrap().modified().unwrap())
        })
        .collect()
}

fn import(table: &Path, content: &Path, date: jiff::civil::Date) -> import::report::Report {
    let request = import::Request {
        format: import::Format::SamhsaCsv,
        files: vec![table.to_owned()],
        content: content.to_owned(),
        dry_run: false,
        year: None,
        report: None,
        date,
    };
    import::import(&request).unwrap_or_else(|findings| panic!("{}", render(&findings, Format::Short, true)))
}

#[test]
fn a_real_directory_is_imported_built_and_has_no_dead_link() {
    let Some(table) = table() else { return };
    let dir = folder();
    let content = dir.path().join("content");

    let counts = timed("import", || import(&table, &content, jiff::civil::date(2026, 11, 22))).counts;
    assert!(counts.add_up(), "{counts:?}");
    assert_eq!((counts.rows, counts.listings, counts.both_directories), (ROWS, LISTINGS, 2_896), "{counts:?}");
    assert_eq!((counts.duplicates, counts.refused, counts.created), (43, 0, LISTINGS), "{counts:?}");

    std::fs::write(dir.path().join("waypost.yaml"), SITE).unwrap();
    let request =
        Request { root: dir.path().to_owned(), date: Some(jiff::civil::date(2026, 11, 22)), ..Request::default() };
    let mut memory = Memory::default();
    let checked = timed("check", || check(&request, &mut memory));
    assert!(!has_errors(&checked.findings), "{}", errors(&checked.findings));
    println!("{} findings, none an error", checked.findings.len());
    drop(checked);

    let built = timed("build", || build(&request, &mut memory));
    assert!(!has_errors(&built.findings), "{}", errors(&built.findings));
    let output = request.output();
    let site = files(&output);
    let report = built.report.unwrap();
    assert_eq!((report.written.count, built.routes), (site.len(), site.len()));
    assert_eq!(report.bytes, site.keys().map(|path| std::fs::metadata(output.join(path)).unwrap().len()).sum::<u64>());

    let (slugs, points) = timed("data", || data(&output, &content));
    timed("index", || index(&output, &site));
    timed("maps", || maps(&output, &site));
    timed("search", || searches(dir.path(), &output));
    timed("crawl", || pages(&output, &site, &slugs));
    timed("again", || again(&request, memory, &site));

    let before = files(&content);
    let counts = timed("second import", || import(&table, &content, jiff::civil::date(2026, 12, 24))).counts;
    assert_eq!((counts.rows, counts.listings, counts.unchanged), (ROWS, LISTINGS, LISTINGS), "{counts:?}");
    assert_eq!((counts.created, counts.updated, counts.vanished), (0, 0, 0), "{counts:?}");
    assert!(files(&content) == before, "the second import wrote a file");

    // Last, because everything else can be known without it.
    let first = points.first().map_or("", String::as_str);
    assert!(points.is_empty(), "{} points of confidential listings in the data, such as {first}", points.len());
}

/// The open data has every listing once, and of a confidential address nothing. Returns the slugs, and every point that a
/// confidential listing has, which is at most the middle of its ZIP.
fn data(output: &Path, content: &Path) -> (BTreeSet<String>, Vec<String>) {
    let read = |name: &str| std::fs::read(output.join("data").join(name)).unwrap();
    let data: Value = serde_json::from_slice(&read("programs.json")).unwrap();
    let records = data["programs"].as_array().unwrap();
    assert_eq!((data["count"].as_u64(), records.len()), (Some(LISTINGS as u64), LISTINGS));
    let slugs: BTreeSet<String> = records.iter().map(|record| record["slug"].as_str().unwrap().to_owned()).collect();
    assert_eq!(slugs.len(), LISTINGS);

    // What is confidential is asked of the files themselves, not of the data that is under test.
    let confidential: BTreeSet<String> = files(&content.join("providers"))
        .keys()
        .filter(|path| path.ends_with(".md"))
        .filter(|path| {
            let text = std::fs::read_to_string(content.join("providers").join(path)).unwrap();
            text.lines().any(|line| line == "  confidential: hidden")
        })
        .map(|path| path.rsplit('/').next().unwrap().trim_end_matches(".md").to_owned())
        .collect();
    // 940 rows withhold the address; some of them are the two directories' rows of one place.
    assert_eq!(confidential.len(), 849);
    let mut located = Vec::new();
    for record in records.iter().filter(|record| confidential.contains(record["slug"].as_str().unwrap())) {
        assert_eq!(record["address"], "confidential", "{record}");
        for key in ["street", "unit"] {
            assert!(record.get(key).is_none(), "{key} of a confidential address: {record}");
        }
        if record.get("lat").is_some() || record.get("lon").is_some() {
            assert_eq!(record["point_is"], "zip", "{record}");
            located.push(format!("programs.json: {}", record["slug"]));
        }
    }

    let csv = read("programs.csv");
    let mut table = csv::Reader::from_reader(csv.as_slice());
    let headers = table.headers().unwrap().clone();
    let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
    let hidden = ["street", "unit"].map(column);
    let mut rows = BTreeSet::new();
    for row in table.records() {
        let row = row.unwrap();
        let slug = &row[column("slug")];
        assert!(!confidential.contains(slug) || hidden.iter().all(|i| row[*i].is_empty()), "{row:?}");
        if confidential.contains(slug) && !row[column("lat")].is_empty() {
            assert_eq!(&row[column("point_is")], "zip", "{row:?}");
            located.push(format!("programs.csv: {slug}"));
        }
        assert!(rows.insert(slug.to_owned()), "{slug} has two rows");
    }
    assert!(rows == slugs, "programs.csv and programs.json name different listings");

    let map: Value = serde_json::from_slice(&read("programs.geojson")).unwrap();
    let features = map["features"].as_array().unwrap();
    let points = records.iter().filter(|record| record.get("lat").is_some()).count();
    assert_eq!((map["type"].as_str(), features.len()), (Some("FeatureCollection"), points));
    for feature in features {
        let [lon, lat] = [0, 1].map(|i| feature["geometry"]["coordinates"][i].as_f64().unwrap());
        // From Guam, which lies west of the date line, to the Virgin Islands; American Samoa is in the south.
        assert!((-15.0..72.0).contains(&lat) && ((-180.0..-64.0).contains(&lon) || lon > 130.0), "{feature}");
        if confidential.contains(feature["id"].as_str().unwrap()) {
            assert_eq!(feature["properties"]["point_is"], "zip", "{feature}");
            located.push(format!("programs.geojson: {}", feature["id"]));
        }
    }
    println!("{points} points");
    (slugs, located)
}

/// The index of the search is as small as it has to be.
fn index(output: &Path, site: &BTreeMap<String, SystemTime>) {
    let folder = waypost::search::shards::FOLDER;
    let mut kinds: BTreeMap<String, (usize, u64)> = BTreeMap::new();
    for path in site.keys().filter(|path| path.starts_with(folder)) {
        let name = path.strip_prefix(folder).unwrap();
        let kind = name.split('-').next().unwrap().trim_end_matches(|c: char| c.is_ascii_digit());
        let (files, bytes) = kinds.entry(kind.to_owned()).or_default();
        *files += 1;
        *bytes += std::fs::metadata(output.join(path)).unwrap().len();
    }
    for (kind, (files, bytes)) in &kinds {
        println!("  {kind:3} {files:4} files {bytes:8} bytes");
    }
    let files: usize = kinds.values().map(|(files, _)| files).sum();
    let bytes: u64 = kinds.values().map(|(_, bytes)| bytes).sum();
    println!("  {files} files, {bytes} bytes");
    assert!(files <= 1_500 && bytes <= 3 << 20, "{files} files of {bytes} bytes");
    let count = |kind: &str| kinds.get(kind).map_or(0, |(files, _)| *files);
    assert_eq!((count("c"), count("n"), count("z")), (LISTINGS.div_ceil(24), 5, 100));
    assert!((4..=18).contains(&count("o")), "{} files of the order, of 2,048 listings on average", count("o"));
    assert_eq!((count("g"), count("m"), count("r")), (count("x"), 1, 0));
    // What every search reads before it knows what is looked for.
    let always = kinds["m"].1 + kinds["wen"].1;
    assert!(always <= 9_000, "{always} bytes of manifest and words");
}

/// The maps of the country and of every state are as light as they have to be, and so are the pages that have them.
fn maps(output: &Path, site: &BTreeMap<String, SystemTime>) {
    let packed = |text: &str| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap().len()
    };
    let read = |path: &str| std::fs::read_to_string(output.join(path)).unwrap();
    let drawing = |page: &str| {
        let from = page.find("<svg").unwrap_or(page.len());
        packed(&page[from..page[from..].find("</svg>").map_or(page.len(), |to| from + to)])
    };
    let median = |weights: &mut Vec<usize>| {
        weights.sort_unstable();
        (weights[weights.len() / 2], *weights.last().unwrap())
    };
    let country = read("locations/index.html");
    println!("  country: {} bytes, its page {}", drawing(&country), packed(&country));
    assert!(drawing(&country) <= 10_000 && packed(&country) <= 15_000);

    let states = site.keys().filter(|path| path.starts_with("locations/") && path.matches('/').count() == 2);
    let mut states: Vec<usize> = states.map(|path| drawing(&read(path))).collect();
    let (middle, most) = median(&mut states);
    println!("  {} states: {middle} bytes, {most} at most", states.len());
    assert!(states.len() > 50 && middle <= 4_000 && most <= 9_000);

    let programs: Vec<&String> = site.keys().filter(|path| path.starts_with("programs/")).step_by(100).collect();
    let pages: Vec<String> = programs.iter().map(|path| read(path)).collect();
    let located = pages.iter().filter(|page| page.contains("class=\"locator\"")).count();
    let (middle, most) = median(&mut pages.iter().map(|page| packed(page)).collect());
    println!("  {located} of {} program pages with a map: {middle} bytes, {most} at most", pages.len());
    assert!(located * 10 > pages.len() * 9 && most <= 10_000);
}

/// The browser's reader finds what `waypost search` finds, and near a ZIP what brute force finds. For more of both:
/// `cargo xtask parity`.
fn searches(project: &Path, site: &Path) {
    let day = jiff::civil::date(2026, 11, 22);
    let command = json!([env!("CARGO_BIN_EXE_waypost"), "--project", project, "search"]);
    let wish = json!({ "site": site, "command": command, "sample": 1_000 });
    if let Some(counts) = node::compare("parity.mjs", &wish, day) {
        println!("  {counts}");
        assert!(counts["equal"] == 1_000 && counts["found"].as_u64().unwrap() > 3_000, "{counts}");
    }
    let wish = json!({ "site": site, "zips": node::repository().join("data/geo/zips.tsv"), "sample": 40 });
    if let Some(counts) = node::compare("nearby.mjs", &wish, day) {
        println!("  {counts}");
        assert!(counts["zips"] == 40 && counts["compared"].as_u64().unwrap() > 5_000, "{counts}");
    }
}

/// What a page says about itself.
struct Page {
    noindex: bool,
    canonical: Option<String>,
    titled: bool,
}

/// Program pages are alike: of so many, a debug build follows one.
const STEP: usize = if cfg!(debug_assertions) { 3 } else { 1 };

/// Every page is titled, every link that is followed leads to a file and an id, and the sitemap names exactly the pages to be found.
fn pages(output: &Path, site: &BTreeMap<String, SystemTime>, slugs: &BTreeSet<String>) {
    let names: BTreeSet<&str> = site.keys().map(String::as_str).collect();
    let look = |_: &str, tags: &[Tag]| Page {
        noindex: noindex(tags),
        canonical: find(tags, "link", &[("rel", "canonical")]).and_then(|tag| tag.get("href")).map(str::to_owned),
        titled: find(tags, "title", &[]).is_some_and(|tag| !tag.text.trim().is_empty()),
    };
    let read = |path: &str| std::fs::read(output.join(path)).unwrap();
    let programs: BTreeSet<String> = slugs.iter().map(|slug| format!("programs/{slug}/index.html")).collect();
    assert!(programs.iter().all(|path| site.contains_key(path)), "a listing has no page");
    let chosen: BTreeSet<&str> = programs.iter().step_by(STEP).map(String::as_str).collect();
    let choose = |path: &str| chosen.contains(path) || !programs.contains(path);
    let crawl = crawl(&names, Reader::Host("/"), choose, read, look);
    println!("{} files, {} pages read, {} links followed", names.len(), crawl.pages.len(), crawl.followed);
    let shown = crawl.broken.iter().take(50).cloned().collect::<Vec<_>>().join("\n");
    assert!(crawl.broken.is_empty(), "{} broken links\n{shown}", crawl.broken.len());
    assert!(crawl.followed > 10 * crawl.pages.len(), "only {} links", crawl.followed);

    let mut pages = crawl.pages;
    let rest: Vec<&str> = names.iter().copied().filter(|path| path.ends_with(".html") && !choose(path)).collect();
    let heads = rest.par_iter().map(|path| {
        let mut page = read(path);
        page.truncate(page.windows(7).position(|bytes| bytes == b"</head>").unwrap());
        ((*path).to_owned(), look(path, &tags(&page)))
    });
    pages.par_extend(heads);
    let kept = |path: &&String| path.strip_prefix("programs/").is_some_and(|rest| rest.matches('/').count() == 1);
    println!("{} pages", pages.len());
    // Lists of programs lie elsewhere, and no listing of the table has moved.
    assert_eq!(pages.keys().filter(kept).count(), LISTINGS);

    let mut indexed = BTreeSet::new();
    for (path, page) in &pages {
        assert!(page.titled, "{path} has no title");
        let address = format!("{ADDRESS}{}", path.strip_suffix("index.html").unwrap_or(path));
        if !page.noindex {
            assert_eq!(page.canonical.as_ref(), Some(&address), "{path}");
            indexed.insert(address);
        }
    }
    let sitemap = std::fs::read_to_string(output.join("sitemap.xml")).unwrap();
    let named: Vec<String> =
        sitemap.split("<loc>").skip(1).map(|rest| rest.split("</loc>").next().unwrap().replace("&amp;", "&")).collect();
    let unique: BTreeSet<String> = named.iter().cloned().collect();
    assert_eq!(unique.len(), named.len(), "the sitemap names a page twice");
    let apart: Vec<_> = unique.symmetric_difference(&indexed).take(20).collect();
    assert!(apart.is_empty(), "in the sitemap or without noindex, not both: {apart:?}");
    assert!(indexed.len() > LISTINGS);
    println!("{} pages in the sitemap, {} with noindex", indexed.len(), pages.len() - indexed.len());
}

/// Nothing is written again: not by a program that stays, nor by a new one.
fn again(request: &Request, memory: Memory, site: &BTreeMap<String, SystemTime>) {
    let idle = |built: &Built| {
        let report = built.report.as_ref().unwrap();
        assert_eq!((report.written.count, report.removed.count, report.unchanged), (0, 0, site.len()));
        assert!(files(&request.output()) == *site, "a file was written");
    };
    let mut memory = memory;
    idle(&build(request, &mut memory));
    drop(memory);
    idle(&build(request, &mut Memory::default()));
}
