//! The scripts of xtask/search and xtask/pages, which node runs: they drive a browser and what Waypost is compared with.

use crate::directory::Directory;
use crate::{Result, project, tree};
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The installed package.
pub(crate) struct Package(PathBuf);

impl Package {
    /// Installs what package-lock.json of `folder` names, unless it is there. Browsers are the system's.
    pub(crate) fn install(folder: &str) -> Result<Self> {
        let dir = project::root().join(folder);
        let lock = fs::read(dir.join("package-lock.json"))?;
        let stamp = dir.join("node_modules/.installed");
        if fs::read(&stamp).unwrap_or_default() != lock {
            let installed = Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--silent", "--ignore-scripts"])
                .current_dir(&dir)
                .status()
                .map_err(|error| format!("npm cannot be started, and these measurements need it: {error}"))?;
            if !installed.success() {
                return Err(format!("what {folder} needs could not be installed").into());
            }
            fs::write(&stamp, lock)?;
        }
        Ok(Self(dir))
    }

    /// A script of the package.
    pub(crate) fn script(&self, name: &str) -> Command {
        let mut command = Command::new("node");
        command.arg(self.0.join(name));
        command
    }

    /// Pagefind's bundle over the program pages and guides of a built site, made again when the listings have changed.
    ///
    /// It reads the main part of a page; the cards of nearby programs are left out, as an owner would do.
    pub(crate) fn pagefind(&self, directory: &Directory) -> Result<PathBuf> {
        let (site, bundle) = (directory.out(), directory.beside("pagefind"));
        let stamp = directory.beside("pagefind.made-from");
        let state = facts(&site)?;
        if fs::read_to_string(&stamp).unwrap_or_default() != state {
            eprintln!("indexing with Pagefind into {}", bundle.display());
            tree::remove(&bundle)?;
            let platform = if cfg!(target_arch = "aarch64") { "linux-arm64" } else { "linux-x64" };
            let binary = self.0.join("node_modules/@pagefind").join(platform).join("bin/pagefind_extended");
            let status = Command::new(&binary)
                .arg("--site")
                .arg(&site)
                .args(["--glob", "{programs,guides}/*/index.html", "--root-selector", "main"])
                .args(["--exclude-selectors", ".nearby", "--quiet", "--output-path"])
                .arg(&bundle)
                .status()
                .map_err(|error| format!("{} cannot be started: {error}", binary.display()))?;
            if !status.success() {
                return Err(format!("pagefind stopped with {status}").into());
            }
            fs::write(&stamp, state)?;
        }
        Ok(bundle)
    }
}

/// What the pages of a site are made of, as a number: its open data. What only the theme changes is not in it.
fn facts(site: &Path) -> Result<String> {
    let path = site.join("data/programs.json");
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    Ok(format!("{:x}\n", hasher.finish()))
}
