//! The browser's reader against `waypost search`, and against brute force, over the real directory.

use crate::directory::Directory;
use crate::process::measure;
use crate::{Result, project, release};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

/// How much to ask.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Import, build and search the directory with this waypost instead of the release build.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// How many searches both are asked.
    #[arg(long, value_name = "N", default_value_t = 2000)]
    searches: usize,
    /// How many ZIPs are compared with brute force, in every radius.
    #[arg(long, value_name = "N", default_value_t = 500)]
    zips: usize,
    /// Another number makes other searches.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u32,
}

/// True when nothing differs.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let waypost = release::waypost(options.binary.as_deref())?;
    let directory = Directory::open(&waypost, 1)?;
    directory.build(&waypost)?;
    let site = &directory.site;
    let search = [waypost.as_os_str(), "--project".as_ref(), site.root().as_os_str(), "search".as_ref()];
    let search: Vec<_> = search.iter().map(|part| part.to_string_lossy()).collect();
    let zips = project::root().join("data/geo/zips.tsv");
    let same = [
        compare(
            "parity.mjs",
            &json!({ "site": directory.out(), "command": search, "sample": options.searches, "seed": options.seed }),
            site.date_seconds(),
        )?,
        compare(
            "nearby.mjs",
            &json!({ "site": directory.out(), "zips": zips, "sample": options.zips, "seed": options.seed }),
            site.date_seconds(),
        )?,
    ];
    Ok(same.iter().all(|same| *same))
}

/// Runs a script and shows what it says. True when it found no difference.
fn compare(script: &str, wish: &Value, day: i64) -> Result<bool> {
    eprintln!("{script}");
    let mut command = Command::new("node");
    command.arg(project::root().join("tests/search").join(script)).arg(wish.to_string());
    command.env("SOURCE_DATE_EPOCH", day.to_string());
    let (code, usage) = measure(&mut command)?;
    print!("{}", usage.stdout);
    match code {
        0 => Ok(true),
        1 if usage.stdout.trim_end().ends_with('}') => Ok(false),
        code => Err(format!("{script} stopped with exit status {code}:\n{}", usage.stderr).into()),
    }
}
