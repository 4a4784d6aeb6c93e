//! The real directory as a project on disk, imported once and kept below target/ for the next run.

use crate::process::measure;
use crate::site::{self, Site};
use crate::{Result, project, tree};
use std::fs;
use std::path::{Path, PathBuf};

/// 2026-12-01: a fixed day, so that two runs measure the same files.
const DATE: i64 = 1_796_083_200;

/// A project with the real listings and its output folder.
pub(crate) struct Directory {
    pub(crate) site: Site,
    root: PathBuf,
}

impl Directory {
    /// The directory with every listing `times` times. Imports it when an earlier run has not.
    pub(crate) fn open(waypost: &Path, times: usize) -> Result<Self> {
        let table = project::shared().join("data/samhsa/facilities_2024_geocoded.csv.gz");
        let bytes =
            fs::metadata(&table).map_err(|error| format!("{}: {error}; it holds the listings", table.display()))?.len();
        let root = project::target().join(format!("directory/{times}x"));
        let stamp = root.join("imported");
        let state = format!("{bytes} bytes, {times} times\n");
        let site = Site::create_as_of(&root.join("project"), DATE)?;
        if fs::read_to_string(&stamp).unwrap_or_default() != state {
            eprintln!("importing the directory into {}", root.display());
            tree::remove(&site.content())?;
            fs::create_dir_all(site.content())?;
            let table = site::unpack(&table, &root)?;
            let mut command = site.command(waypost, "import");
            command.arg("samhsa-csv").arg(&table).arg("--content").arg(site.content());
            let (code, usage) = measure(&mut command)?;
            if code > 1 {
                return Err(format!("import stopped with exit status {code}:\n{}", usage.stderr).into());
            }
            fs::remove_file(&table)?;
            site.add_texts()?;
            let listings = site.listings()?.len();
            site.repeat_to(listings * times)?;
            fs::write(&stamp, &state)?;
        }
        Ok(Self { site, root })
    }

    /// Where the site is built.
    pub(crate) fn out(&self) -> PathBuf {
        self.root.join("site")
    }

    /// A folder for something else that is made of the site.
    pub(crate) fn beside(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Builds the site; what has not changed since the last time stays.
    pub(crate) fn build(&self, waypost: &Path) -> Result<()> {
        eprintln!("building {}", self.out().display());
        let mut command = self.site.command(waypost, "build");
        command.arg("-o").arg(self.out()).arg("--quiet");
        let (code, usage) = measure(&mut command)?;
        if code != 0 {
            return Err(format!("build stopped with exit status {code}:\n{}", usage.stderr).into());
        }
        Ok(())
    }
}
