//! `waypost import`

use super::{Exit, Global, date, print};
use crate::diagnostic::render::Format as Form;
use crate::exchange::import::{Format, Request, import};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Form of the files
    #[arg(value_enum)]
    format: Format,
    /// Files of one directory or of several; they may be packed with gzip
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Folder of the content [default: content, in the project]
    #[arg(long, value_name = "DIR")]
    content: Option<PathBuf>,
    /// Report what would be done and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Year of the directory, when it does not stand in the file's name
    #[arg(long, value_name = "YEAR")]
    year: Option<i16>,
    /// File for the report [default: beside the content, in .waypost/import]
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Day of the run, for the sources of the listings
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
}

pub(super) fn run(arguments: Arguments, global: &Global) -> Exit {
    let request = Request {
        format: arguments.format,
        files: arguments.files,
        content: arguments.content.unwrap_or_else(|| global.project.join("content")),
        dry_run: arguments.dry_run,
        year: arguments.year,
        report: arguments.report,
        date: arguments.date.unwrap_or_else(|| jiff::Zoned::now().date()),
    };
    match import(&request) {
        Ok(report) => {
            print::result(&report.text());
            Exit::Clean
        }
        Err(findings) => {
            print::findings(global, &findings, request.files.len(), Form::Human, true, false);
            print::progress(global, "nothing was imported");
            Exit::CouldNotRun
        }
    }
}
