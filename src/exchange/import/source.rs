//! The sources that can be imported, as they are credited and remembered.

use super::row::Directory;

/// Who publishes the rows. Each source has its own memory of earlier imports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The printed directories, as a workbook or a table.
    Directories,
    /// The locator's listing answer.
    Locator,
}

impl Source {
    /// The name in file names and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Directories => "samhsa",
            Self::Locator => "findtreatment",
        }
    }

    /// Name, address and day of retrieval for a listing's `sources`.
    pub(super) fn credit(self, directory: Directory, year: i16, retrieved: &str) -> (String, &'static str, String) {
        match self {
            Self::Directories => {
                (format!("{} {year}", directory.title()), "https://www.samhsa.gov/data/", retrieved.to_owned())
            }
            Self::Locator => (format!("FindTreatment.gov {year}"), "https://findtreatment.gov/", retrieved.to_owned()),
        }
    }
}
