//! What a search costs: the index on disk, and searches in a real browser from a host that writes everything down.
//!
//! A missed bar is said and never fails the run; a run that cannot be made does, and so does an answer of the reader
//! that is not that of brute force.

mod records;
mod report;
mod size;

use crate::directory::Directory;
use crate::node::Package;
use crate::process::measure;
use crate::{Result, project, release};
use records::Record;
use report::Report;
use serde_json::{Value, json};
use size::Size;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// So many times the directory; pages are made for the first only, the index for all.
    #[arg(long, value_delimiter = ',', default_value = "1,5")]
    times: Vec<usize>,
    /// Every N-th search only.
    #[arg(long, value_name = "N", default_value_t = 1)]
    every: usize,
    /// Networks and processors to measure under.
    #[arg(long, value_delimiter = ',', default_value = "plain,slow")]
    profiles: Vec<String>,
    /// Leave Pagefind out.
    #[arg(long)]
    no_pagefind: bool,
    /// Measure the index on disk only.
    #[arg(long)]
    no_browser: bool,
    /// ZIPs whose neighbourhoods are compared with brute force, each at six radii.
    #[arg(long, value_name = "N", default_value_t = 200)]
    zips: usize,
}

/// Everything, in the order in which it is read in the report.
pub(crate) fn run(options: &Options) -> Result<()> {
    let (waypost, probe) = (release::build("waypost")?, release::build("probe")?);
    let mut report = Report::default();
    let first = Directory::open(&waypost, 1)?;
    for &times in &options.times {
        let directory = Directory::open(&waypost, times)?;
        let size = size::make(&probe, &directory, times)?;
        if times == 1 {
            report.changes = size::changes(&probe, &directory, &size)?;
            report.same_with_threads = Some(size::same_with_threads(&probe, &directory)?);
        }
        report.sizes.push(size);
    }
    if options.no_browser {
        return report.finish();
    }

    let package = Package::install("xtask/search")?;
    first.build(&waypost)?;
    let bundle = if options.no_pagefind { None } else { Some(package.pagefind(&first)?) };
    for size in &report.sizes {
        let site = if size.times == 1 { first.out() } else { with_index(&first, size)? };
        if options.zips > 0 && size.times == 1 {
            report.nearby = Some(nearby(&site, options.zips)?);
        }
        eprintln!("searching {} times the directory", size.times);
        let bundle = bundle.as_deref().filter(|_| size.times == 1);
        report.searches.push((size.times, browse(&package, &first.out(), &site, bundle, options)?));
    }
    report.finish()
}

/// The pages of the built site with another index: a folder `search` to be served in place of its own.
fn with_index(first: &Directory, size: &Size) -> Result<PathBuf> {
    let page = fs::read_to_string(first.out().join("search/index.html"))?;
    let attribute = |name: &str| -> Result<String> {
        let open = format!(" {name}=\"");
        let rest = page.split_once(&open).ok_or_else(|| format!("the search page has no {name}"))?.1;
        Ok(rest.split('"').next().unwrap_or_default().to_owned())
    };
    let mut changed = page.clone();
    for (name, pointer) in [("manifest", "/manifest"), ("words", "/words/en"), ("phrases", "/phrases")] {
        let lacks = || format!("probe named no {name}: {}", size.said);
        changed = changed.replace(&attribute(&format!("data-{name}"))?, size.text(pointer).ok_or_else(lacks)?);
    }
    let folder = size.folder.join("search");
    fs::write(folder.join("index.html"), changed)?;
    Ok(folder)
}

/// All searches in the browser. `search` is the folder with the search page and the index when it is not the site's own.
fn browse(
    package: &Package,
    site: &Path,
    search: &Path,
    bundle: Option<&Path>,
    options: &Options,
) -> Result<Vec<Record>> {
    let mut folders = json!({ "/": site });
    if search != site {
        folders["/search/"] = json!(search);
    }
    let mut command = package.script("measure.mjs");
    command.arg(
        json!({
            "folders": folders,
            "pagefind": bundle,
            "searches": project::root().join("xtask/search/searches.json"),
            "every": options.every,
            "profiles": options.profiles,
        })
        .to_string(),
    );
    let output = tempfile::NamedTempFile::new()?;
    let status =
        command.stdout(output.reopen()?).status().map_err(|error| format!("node cannot be started: {error}"))?;
    let lines = fs::read_to_string(output.path())?;
    if !status.success() {
        return Err(format!("measure.mjs stopped with {status}").into());
    }
    records::read(&lines)
}

/// Distances, radii and filters of the reader beside brute force.
fn nearby(site: &Path, sample: usize) -> Result<Value> {
    eprintln!("comparing {sample} neighbourhoods with brute force");
    let root = project::root();
    let mut command = Command::new("node");
    command.arg(root.join("tests/search/nearby.mjs"));
    command.arg(json!({ "site": site, "zips": root.join("data/geo/zips.tsv"), "sample": sample }).to_string());
    let (code, usage) = measure(&mut command)?;
    if code != 0 {
        return Err(format!("the reader and brute force differ:\n{}{}", usage.stdout, usage.stderr).into());
    }
    Ok(serde_json::from_str(usage.stdout.lines().last().unwrap_or_default())?)
}
