//! What pages cost a visitor: the demonstration in a real browser, on a phone and a network of some years ago.

use crate::node::Package;
use crate::{Result, project};
use std::env;
use std::process::Command;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often each page is measured; the table shows the median.
    #[arg(long, value_name = "R", default_value_t = 3)]
    runs: usize,

    /// Only a page of this type, as the table names it; may be given several times.
    #[arg(long, value_name = "TYPE")]
    only: Vec<String>,
}

/// Builds the demonstration and measures a page of each type. True if every score is 100 and nothing comes too late.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let package = Package::install("xtask/pages")?;
    let site = tempfile::tempdir()?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    // How fast Waypost itself is does not matter here.
    let built = Command::new(cargo)
        .args(["run", "--quiet", "--package", "waypost", "--", "build", "--quiet", "--output"])
        .arg(site.path().join("site"))
        .current_dir(project::root())
        .status()?;
    if !built.success() {
        return Err("the demonstration could not be built".into());
    }
    let script = package
        .script("measure.mjs")
        .arg(site.path().join("site"))
        .arg(options.runs.to_string())
        .args(&options.only)
        .status()?;
    Ok(script.success())
}
