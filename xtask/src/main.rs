//! What maintainers run: the tests, the checks before a merge, the measurements, the gazetteer.
//!
//! `cargo xtask test` needs nothing but this repository and the folder `shared` beside it. The others say what they need.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a tool for a terminal: printing is its result")]

mod bench;
mod directory;
mod geo;
mod node;
mod parity;
mod process;
mod project;
mod release;
mod relevance;
mod site;
mod test;
mod tree;

use clap::{Parser, Subcommand};
use std::process::{Command, ExitCode};

/// Any failure, in words for the person at the terminal.
type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

/// Tasks of the Waypost repository.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what the tests need and run all of them; ends with "N passed, N failed".
    Test,
    /// All that has to pass before a merge: tests, formatting, lints, the demonstration site built twice.
    Ci,
    /// Measure.
    #[command(subcommand)]
    Bench(Bench),
    /// Ask the judged queries of tests/relevance of the real directory and say how good the answers are.
    Relevance(relevance::Options),
    /// Ask the browser's reader and `waypost search` the same of the real directory, and compare their answers.
    Parity(parity::Options),
    /// Make the gazetteer again from its pinned packages and compare it with data/geo.
    Geo,
}

#[derive(Subcommand)]
enum Bench {
    /// Whole builds of the real directory, beside the same listings built by Hugo.
    Build(bench::Options),
    /// What a check costs: of everything, of one changed listing, and of a keystroke in an editor.
    Check(bench::check::Options),
    /// What a search costs in a browser, and what the index weighs; beside Pagefind.
    Search(bench::search::Options),
    /// What a page of each type costs a visitor: Lighthouse's scores, and a first visit on a slow phone.
    Pages(bench::pages::Options),
}

fn main() -> ExitCode {
    let outcome = match Arguments::parse().task {
        Task::Test => test::run(),
        Task::Ci => ci(),
        Task::Bench(Bench::Build(options)) => bench::build(&options).map(|()| true),
        Task::Bench(Bench::Check(options)) => bench::check::run(&options),
        Task::Bench(Bench::Search(options)) => bench::search::run(&options).map(|()| true),
        Task::Bench(Bench::Pages(options)) => bench::pages::run(&options),
        Task::Relevance(options) => relevance::run(&options).map(|()| true),
        Task::Parity(options) => parity::run(&options),
        Task::Geo => geo::run(),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}

/// The one script that a build server runs, too.
fn ci() -> Result<bool> {
    let script = project::root().join(".ci/run");
    let status = Command::new(&script)
        .current_dir(project::root())
        .status()
        .map_err(|error| format!("{} cannot be started: {error}", script.display()))?;
    Ok(status.success())
}
