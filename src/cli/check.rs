//! `waypost check`

use super::{Exit, Global, date, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::render::Format;
use clap::Args;
use jiff::civil::Date;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only report findings in these files or folders
    paths: Vec<String>,
    /// Form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Format,
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    /// Show every warning, not only the first of each kind
    #[arg(long)]
    all: bool,
    /// Check as if it were this day
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), date: arguments.date, ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let mut findings = checked.findings;
    if !arguments.paths.is_empty() {
        let wanted: Vec<String> = arguments.paths.iter().map(|p| p.trim_start_matches("./").trim_end_matches('/').to_owned()).collect();
        findings.retain(|f| {
            let path = f.place.as_ref().map_or("", |p| &p.path);
            wanted.iter().any(|w| path == w || path.strip_prefix(w.as_str()).is_some_and(|rest| rest.starts_with('/')))
        });
    }
    let could_run = checked.site.is_some() || findings.iter().any(|f| f.place.is_some());
    let exit = print::findings(global, &findings, checked.files, arguments.format, arguments.all, arguments.strict);
    if could_run { exit } else { Exit::CouldNotRun }
}
