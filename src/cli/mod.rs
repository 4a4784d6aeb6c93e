//! The command line: one short file a verb. Results go to stdout, progress and findings to stderr.

mod build;
mod check;
mod codeowners;
mod completions;
mod explain;
mod fmt;
#[cfg(feature = "import")]
mod import;
mod init;
mod list;
#[cfg(feature = "lsp")]
mod lsp;
mod new;
mod paths;
mod print;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
mod theme;

use clap::{Args, Parser, Subcommand};
use jiff::civil::Date;
use std::path::PathBuf;
use std::process::ExitCode;

/// Builds private, fast, static directories of intensive outpatient programs from Markdown files.
#[derive(Debug, Parser)]
#[command(name = "waypost", version, about, max_term_width = 100)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Args)]
struct Global {
    /// Folder that holds waypost.yaml
    #[arg(long, global = true, default_value = ".", value_name = "DIR")]
    project: PathBuf,
    /// Print only errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say more about what is done
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// Number of threads [default: one for each core]
    #[arg(long, global = true, value_name = "N")]
    threads: Option<usize>,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Make a new directory project in a folder
    Init(init::Arguments),
    /// Make the file of a new listing or guide
    New(new::Arguments),
    /// Check all files and report every mistake
    Check(check::Arguments),
    /// Say what a finding means
    Explain(explain::Arguments),
    /// Put front matter into the form in which it reads best; comments and what it says stay
    Fmt(fmt::Arguments),
    /// Build the site
    Build(build::Arguments),
    /// Build, serve on this computer, and rebuild when a file changes
    #[cfg(feature = "serve")]
    Serve(serve::Arguments),
    /// List the entries with their facts
    List(list::Arguments),
    /// Find listings by words and by place
    Search(search::Arguments),
    /// Make listings from a survey's files
    #[cfg(feature = "import")]
    Import(import::Arguments),
    /// Print the JSON Schema that the check uses, or the configuration of an editor in the browser
    Schema(schema::Arguments),
    /// Talk with an editor: findings while you type, terms and their meanings (language server protocol)
    #[cfg(feature = "lsp")]
    Lsp,
    /// For theme authors
    Theme(theme::Arguments),
    /// Print who may approve which file, for a code host
    Codeowners(codeowners::Arguments),
    /// Print a completion script for a shell
    Completions(completions::Arguments),
}

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing to report that matters.
    Clean,
    /// Findings that have to be mended.
    Findings,
    /// The run itself was not possible.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(match exit {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::CouldNotRun => 2,
        })
    }
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    if let Some(threads) = cli.global.threads {
        // Fails only when the pool is in use already, and nothing has run yet.
        let _ = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    }
    let global = &cli.global;
    let exit = match cli.verb {
        Verb::Init(arguments) => init::run(&arguments, global),
        Verb::New(arguments) => new::run(arguments, global),
        Verb::Check(arguments) => check::run(&arguments, global),
        Verb::Explain(arguments) => explain::run(&arguments),
        Verb::Fmt(arguments) => fmt::run(&arguments, global),
        Verb::Build(arguments) => build::run(arguments, global),
        #[cfg(feature = "serve")]
        Verb::Serve(arguments) => serve::run(arguments, global),
        Verb::List(arguments) => list::run(&arguments, global),
        Verb::Search(arguments) => search::run(&arguments, global),
        #[cfg(feature = "import")]
        Verb::Import(arguments) => import::run(arguments, global),
        Verb::Schema(arguments) => schema::run(&arguments, global),
        #[cfg(feature = "lsp")]
        Verb::Lsp => lsp::run(global),
        Verb::Theme(arguments) => theme::run(&arguments, global),
        Verb::Codeowners(arguments) => codeowners::run(&arguments, global),
        Verb::Completions(arguments) => completions::run(&arguments),
    };
    exit.into()
}

/// A date on the command line.
fn date(text: &str) -> Result<Date, String> {
    crate::shape::values::date(text).ok_or_else(|| "write year-month-day, for example 2026-11-22".to_owned())
}
