//! Whole builds of a real directory, each as one process, beside the same listings built by Hugo.
//!
//! Everything happens in memory-backed storage: what is compared is the generators, not the disk. A missed bar is said
//! and never fails the run; a run that cannot be made does.

mod bar;
pub(crate) mod check;
mod convert;
mod hugo;
pub(crate) mod pages;
mod report;
pub(crate) mod search;
mod serve;

use crate::process::{self, Usage, measure};
use crate::site::{self, Site};
use crate::{Result, project, release, tree};
use report::{Measures, Report};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// Where Linux keeps files in memory.
const MEMORY: &str = "/dev/shm";
/// What a build keeps for the next one: it holds the times at which files were written.
const MANIFEST: &str = ".waypost-manifest.json";

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Repeat listings under new slugs until there are this many.
    #[arg(long, value_name = "N")]
    listings: Option<usize>,
    /// Also build this many times the listings, to see how the time grows.
    #[arg(long, value_name = "K")]
    times: Option<usize>,
    /// How often everything is measured; the table shows the median.
    #[arg(long, value_name = "R", default_value_t = 3)]
    runs: usize,
    /// Measure this content folder instead of importing ../shared/data/samhsa.
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Measure this waypost instead of building the release binary.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Measure one of the two only.
    #[arg(long, value_enum)]
    only: Option<Generator>,
    /// Keep the sites and their output, and say where they are.
    #[arg(long)]
    keep: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Generator {
    Waypost,
    Hugo,
}

/// Everything, in the order in which it is read in the table.
pub(crate) fn build(options: &Options) -> Result<()> {
    let with_waypost = options.only != Some(Generator::Hugo);
    let with_hugo = options.only != Some(Generator::Waypost);
    if options.only == Some(Generator::Hugo) && options.content.is_none() {
        return Err("--only hugo needs --content: importing is waypost's work".into());
    }

    let waypost = if with_waypost { Some(release::waypost(options.binary.as_deref())?) } else { None };
    let hugo = if with_hugo { Some(hugo::install()?) } else { None };
    let (scratch, in_memory) = scratch()?;
    let mut report = Report::new(options.runs.max(1), in_memory);
    let mut measures = Measures::default();

    let site = Site::create(&scratch.path().join("site"))?;
    match (&options.content, &waypost) {
        (Some(content), _) => tree::copy(content, &site.content())?,
        (None, Some(waypost)) => import(waypost, &site, report.runs, scratch.path(), &mut measures)?,
        (None, None) => {}
    }
    site.add_texts()?;
    if let Some(count) = options.listings {
        site.repeat_to(count)?;
    }
    report.listings = site.listings()?.len();
    eprintln!("{} listings in {}", report.listings, site.root().display());

    let hugo_site = scratch.path().join("hugo");
    if hugo.is_some() {
        convert::site(&site, &hugo_site)?;
    }

    let out = scratch.path().join("waypost-out");
    let hugo_out = scratch.path().join("hugo-out");
    for run in 0..report.runs {
        eprintln!("run {} of {}", run + 1, report.runs);
        // Whoever comes second finds a warmer machine: they take turns.
        let hugo_first = run % 2 == 1;
        if let (true, Some(hugo)) = (hugo_first, &hugo) {
            measures.add("hugo cold build", hugo.cold(&hugo_site, &hugo_out)?);
        }
        if let Some(waypost) = &waypost {
            measure_waypost(waypost, &site, &out, run, &mut measures)?;
        }
        if let (false, Some(hugo)) = (hugo_first, &hugo) {
            measures.add("hugo cold build", hugo.cold(&hugo_site, &hugo_out)?);
        }
    }
    if hugo.is_some() {
        report.hugo_output = Some(tree::weigh(&hugo_out)?);
        report.hugo_version = hugo::VERSION;
        if !options.keep {
            tree::remove(&hugo_out)?;
        }
    }
    if let Some(waypost) = &waypost {
        report.waypost_output = Some(tree::weigh(&out)?);
        report.version = version(waypost);
        serve::edits(waypost, &site, report.runs, &mut measures)?;
        report.same_bytes_with_threads = Some(same_with_threads(waypost, &site, scratch.path())?);
        tree::remove(&out)?;
        if let Some(times) = options.times.filter(|times| *times > 1) {
            site.repeat_to(report.listings * times)?;
            for _ in 0..report.runs {
                tree::remove(&out)?;
                measures.add("many times the listings", succeed(build_command(waypost, &site, &out))?.1);
            }
            report.times = Some(times);
        }
    }

    report.finish(&measures)?;
    if process::own_peak() >= measures.smallest_peak() {
        eprintln!("note: this program itself used more memory than a process it measured; that one's peak is unknown.");
    }
    if options.keep {
        println!("kept: {}", scratch.keep().display());
    }
    Ok(())
}

fn version(waypost: &Path) -> String {
    let said = Command::new(waypost).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&said).trim().to_owned()
}

/// A folder of its own for this run, in memory where the machine has such storage.
fn scratch() -> Result<(tempfile::TempDir, bool)> {
    let memory = Path::new(MEMORY);
    let mut builder = tempfile::Builder::new();
    builder.prefix("waypost-bench-");
    if memory.is_dir() {
        return Ok((builder.tempdir_in(memory)?, true));
    }
    eprintln!("note: {MEMORY} is not there. Everything is written to {}: the disk counts.", env::temp_dir().display());
    Ok((builder.tempdir()?, false))
}

/// Imports the real directory as often as everything is measured; the first result is the one that is built.
fn import(waypost: &Path, site: &Site, runs: usize, scratch: &Path, measures: &mut Measures) -> Result<()> {
    let table = site::unpack(&project::shared().join("data/samhsa/facilities_2024_geocoded.csv.gz"), scratch)?;
    for run in 0..runs {
        let content = if run == 0 { site.content() } else { scratch.join("import") };
        let mut command = site.command(waypost, "import");
        command.arg("samhsa-csv").arg(&table).arg("--content").arg(&content);
        let (code, usage) = measure(&mut command)?;
        if code > 1 {
            return Err(failed("import", code, &usage).into());
        }
        measures.add("import", usage);
        tree::remove(&scratch.join("import"))?;
    }
    Ok(())
}

fn build_command(waypost: &Path, site: &Site, out: &Path) -> Command {
    let mut command = site.command(waypost, "build");
    command.arg("-o").arg(out).args(["--quiet", "--report", "json"]);
    command
}

/// One round: from nothing, with nothing changed, with one listing edited, and a check.
fn measure_waypost(waypost: &Path, site: &Site, out: &Path, run: usize, measures: &mut Measures) -> Result<()> {
    tree::remove(out)?;
    site.search(false)?;
    let (_, usage) = succeed(build_command(waypost, site, out))?;
    measures.add("cold build without search", usage);

    tree::remove(out)?;
    site.search(true)?;
    let (_, usage) = succeed(build_command(waypost, site, out))?;
    measures.add("cold build", usage);

    let (written, usage) = succeed(build_command(waypost, site, out))?;
    measures.add("no-change build", usage);
    measures.add_written("no-change build", written);

    site.edit_phone(run)?;
    let (written, usage) = succeed(build_command(waypost, site, out))?;
    measures.add("one-edit build", usage);
    measures.add_written("one-edit build", written);

    let mut check = site.command(waypost, "check");
    check.args(["--format", "short"]);
    let (code, usage) = measure(&mut check)?;
    if code > 1 {
        return Err(failed("check", code, &usage).into());
    }
    measures.add("check", usage);
    Ok(())
}

/// A build that has to succeed: how many files it says it wrote, and what it cost.
fn succeed(mut command: Command) -> Result<(Option<u64>, Usage)> {
    let (code, usage) = measure(&mut command)?;
    if code != 0 {
        return Err(failed("build", code, &usage).into());
    }
    Ok((report::written(&usage.stdout), usage))
}

fn failed(verb: &str, code: i32, usage: &Usage) -> String {
    let lines: Vec<&str> = usage.stderr.lines().collect();
    let tail = lines[lines.len().saturating_sub(20)..].join("\n");
    format!("{verb} stopped with exit status {code}; its last lines:\n{tail}")
}

/// One thread and two give the same bytes.
fn same_with_threads(waypost: &Path, site: &Site, scratch: &Path) -> Result<bool> {
    let (one, two) = (scratch.join("threads-1"), scratch.join("threads-2"));
    for (out, threads) in [(&one, "1"), (&two, "2")] {
        let mut command = build_command(waypost, site, out);
        command.args([OsStr::new("--threads"), OsStr::new(threads)]);
        succeed(command)?;
    }
    let mut differing = tree::differences(&one, &two)?;
    differing.retain(|path| path != Path::new(MANIFEST));
    for path in differing.iter().take(10) {
        eprintln!("differs between 1 and 2 threads: {}", path.display());
    }
    fs::remove_dir_all(&one)?;
    fs::remove_dir_all(&two)?;
    Ok(differing.is_empty())
}
