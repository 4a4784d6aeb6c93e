//! How good the answers are: the judged queries of tests/relevance, asked of the real directory.
//!
//! Nothing here fails the run when an answer is bad: the numbers are printed beside their bars, with the worst queries.

mod engine;
mod facts;
mod judge;
mod measure;
mod query;
mod report;
mod slips;

use crate::directory::Directory;
use crate::{Result, project, release};
use engine::Answers;
use facts::Places;
use query::Query;
use report::{Outcome, Row};
use std::path::{Path, PathBuf};

/// What to ask whom.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// Import and build the directory with this waypost instead of the release build.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
    /// Ask these only.
    #[arg(long, value_enum, value_delimiter = ',')]
    only: Vec<Engine>,
    /// Judge these queries instead of tests/relevance/queries.yaml.
    #[arg(long, value_name = "FILE")]
    queries: Option<PathBuf>,
    /// Only say whether the queries can be judged.
    #[arg(long)]
    check: bool,
    /// How many names of each kind are misspelt by chance.
    #[arg(long, value_name = "N", default_value_t = 500)]
    slips: usize,
    /// How many of the worst queries are shown.
    #[arg(long, value_name = "N", default_value_t = 10)]
    worst: usize,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Engine {
    /// The browser's reader.
    Waypost,
    /// `waypost search`, which has to find the same (see `cargo xtask parity`) but shows no close matches.
    CommandLine,
    /// `waypost search --plain`.
    Plain,
    Pagefind,
}

impl Engine {
    fn name(self) -> &'static str {
        match self {
            Self::Waypost => "Waypost",
            Self::CommandLine => "command",
            Self::Plain => "plain",
            Self::Pagefind => "Pagefind",
        }
    }

    fn ask(self, directory: &Directory, waypost: &Path, queries: &[String]) -> Result<Answers> {
        match self {
            Self::Waypost => engine::waypost(directory, queries),
            Self::CommandLine => engine::command_line(directory, waypost, queries, false),
            Self::Plain => engine::command_line(directory, waypost, queries, true),
            Self::Pagefind => engine::pagefind(directory, queries),
        }
    }
}

pub(crate) fn run(options: &Options) -> Result<()> {
    let path = options.queries.clone().unwrap_or_else(|| project::root().join("tests/relevance/queries.yaml"));
    let kinds = query::read(&path)?;
    let waypost = release::waypost(options.binary.as_deref())?;
    let directory = Directory::open(&waypost, 1)?;
    directory.build(&waypost)?;

    let places = Places::read()?;
    let listings = facts::read(&directory.out(), &places)?;
    let queries: Vec<&Query> = kinds.iter().flat_map(|kind| &kind.queries).collect();
    let known = judge::Known::new(&listings, &places);
    for query in &queries {
        judge::check(query, &known)?;
    }
    println!("{} queries in {} kinds over {} listings", queries.len(), kinds.len(), listings.len());
    if options.check {
        return Ok(());
    }

    let mut asked: Vec<String> = queries.iter().map(|query| query.text.clone()).collect();
    asked.extend(queries.iter().filter_map(|query| query.right.clone()));
    asked.sort_unstable();
    asked.dedup();
    let engines = if options.only.is_empty() {
        vec![Engine::Waypost, Engine::Plain, Engine::Pagefind]
    } else {
        options.only.clone()
    };
    let mut outcomes = Vec::new();
    for engine in engines {
        eprintln!("asking {}", engine.name());
        let answers = engine.ask(&directory, &waypost, &asked)?;
        let rows = kinds.iter().flat_map(|kind| {
            let row = |query| Row::new(&kind.name, query, &answers, &judge::grade(query, &listings, &places));
            kind.queries.iter().map(row)
        });
        outcomes.push(Outcome { engine: engine.name(), rows: rows.collect() });
    }
    let slips = if options.slips > 0 && outcomes.iter().any(|outcome| outcome.engine == Engine::Waypost.name()) {
        eprintln!("misspelling names");
        Some(slips::ask(&directory, options.slips)?)
    } else {
        None
    };
    report::finish(&outcomes, slips.as_ref(), options.worst)
}
