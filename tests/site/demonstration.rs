//! The repository's own site, built once for all tests.

use crate::project::{TODAY, files};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::OnceLock;
use waypost::build::{Memory, Request, build};
use waypost::diagnostic::render::{Format, render};

/// A built site: its files, read once.
pub(crate) struct Site {
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}

impl Site {
    /// The pages among the files.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
    }
}

/// The folder of the demonstration's sources.
pub(crate) fn sources() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A request to build the demonstration.
pub(crate) fn request() -> Request {
    Request { root: sources(), date: Some(waypost::shape::values::date(TODAY).unwrap()), ..Request::default() }
}

/// Builds the demonstration into a folder of its own.
pub(crate) fn make(mut request: Request) -> Site {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("public");
    request.output = Some(folder.clone());
    let built = build(&request, &mut Memory::default());
    assert!(built.report.is_some(), "{}", render(&built.findings, Format::Short, true));
    Site { files: files(&folder) }
}

/// The demonstration as it is published: at the top of its domain.
pub(crate) fn site() -> &'static Site {
    static SITE: OnceLock<Site> = OnceLock::new();
    SITE.get_or_init(|| make(request()))
}
