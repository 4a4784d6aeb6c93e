//! `waypost init`

use super::{Exit, Global, print};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to make
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, _global: &Global) -> Exit {
    print::failure(&format!("{} was not made", arguments.folder.display()));
    Exit::CouldNotRun
}
