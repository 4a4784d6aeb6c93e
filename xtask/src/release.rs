//! Programs that are measured: built for release.

use crate::{Result, project};
use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The release binary, built when it is not given.
pub(crate) fn waypost(given: Option<&Path>) -> Result<PathBuf> {
    match given {
        Some(given) => given.canonicalize().map_err(|error| format!("{}: {error}", given.display()).into()),
        None => build("waypost"),
    }
}

/// A program of this workspace; package and binary have one name.
pub(crate) fn build(name: &str) -> Result<PathBuf> {
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--release", "--package", name, "--bin", name])
        .current_dir(project::root())
        .status()?;
    if !built.success() {
        return Err(format!("the release binary of {name} could not be built").into());
    }
    Ok(project::target().join("release").join(name))
}
