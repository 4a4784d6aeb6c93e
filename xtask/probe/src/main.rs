//! A look into the library for measurements: what the program does inside a build or a search, alone and many times.
//!
//! `cargo xtask` builds and starts this. It reads a project as `waypost` does and prints JSON.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for a terminal: printing is its result")]

mod cost;
mod index;

use clap::{Parser, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use waypost::build::{self, Checked, Memory, Request};

/// Any failure, in words for the person at the terminal.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// What a build or a search does inside.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Write only the files of the search index, and say what that cost.
    Index {
        /// The project.
        project: PathBuf,
        /// The folder to write to; it must be empty or not exist.
        out: PathBuf,
    },
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Index { project, out } => index::run(&project, &out),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The project, read and checked as every verb does it.
fn check(project: &Path) -> Result<Checked> {
    let request = Request { root: project.to_owned(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    if build::has_errors(&checked.findings) {
        return Err(format!("{} has errors; see `waypost check`", project.display()).into());
    }
    Ok(checked)
}
