//! Where things are.

use std::path::{Path, PathBuf};

/// The repository: the folder above this crate.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder `shared` beside the repository with the real directories that tests and measurements read. It is never
/// part of the repository.
pub(crate) fn shared() -> PathBuf {
    root().join("../shared")
}

/// Where cargo puts what it makes.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |dir| root().join(dir))
}
