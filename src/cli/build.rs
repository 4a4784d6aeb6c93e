//! `waypost build`

use super::{Exit, Global, date, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::render::Format;
use crate::diagnostic::{Tally, rules};
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Folder to build to [default: public, in the project]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Public address, in place of the one in waypost.yaml
    #[arg(long, value_name = "URL", value_parser = address)]
    base_url: Option<url::Url>,
    /// Write links that work from any folder, even without a server
    #[arg(long)]
    relative: bool,
    /// Warnings stop the build
    #[arg(long)]
    strict: bool,
    /// Build as if it were this day
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
    /// Build into a folder that holds files of others, and overwrite those with the same names
    #[arg(long)]
    force: bool,
    /// Show every warning, not only the first of each kind
    #[arg(long)]
    all: bool,
    /// Form of the findings
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Format,
    /// Print what changed, for scripts
    #[arg(long, value_enum, value_name = "FORM")]
    report: Option<Report>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Report {
    /// One JSON object on stdout
    Json,
}

/// A public address; a folder gets its slash.
pub(super) fn address(text: &str) -> Result<url::Url, String> {
    (crate::shape::values::URL.check)(text).or_else(|refusal| {
        // A server on this computer is fine for trying things out.
        let local =
            url::Url::parse(text).is_ok_and(|u| matches!(u.scheme(), "http" | "https") && u.host_str().is_some());
        if local { Ok(()) } else { Err(format!("{}; {}", refusal.message, refusal.help)) }
    })?;
    let mut url = url::Url::parse(text).map_err(|e| e.to_string())?;
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

pub(super) fn run(arguments: Arguments, global: &Global) -> Exit {
    let request = Request {
        root: global.project.clone(),
        date: arguments.date,
        base_url: arguments.base_url,
        relative: arguments.relative,
        strict: arguments.strict,
        output: arguments.output,
        force: arguments.force,
    };
    let built = build::build(&request, &mut Memory::default());
    let format = if arguments.report.is_some() { Format::Human } else { arguments.format };
    let exit = print::findings(global, &built.findings, built.files, format, arguments.all, arguments.strict);
    let shown = built.root.display();
    match &built.report {
        Some(report) => {
            let counts = format!(
                "{} written, {} unchanged, {} removed",
                report.written.count, report.unchanged, report.removed.count
            );
            print::progress(global, &format!("{} files in {shown}: {counts}", built.routes));
            for path in &report.left {
                print::progress(global, &format!("left alone, because somebody changed it: {path}"));
            }
        }
        None => print::progress(global, &format!("nothing was written; {shown} is as it was")),
    }
    if let (Some(Report::Json), Some(report)) = (arguments.report, &built.report) {
        let tally = Tally::of(&built.findings);
        let json =
            serde_json::json!({ "files": built.routes, "sources": built.files, "tally": tally, "changes": report });
        print::result(&format!("{json:#}\n"));
    }
    let refused =
        [rules::OUTPUT_FOREIGN.code, rules::OUTPUT_INSIDE.code, rules::OUTPUT_WRITE.code, rules::SITE_CONFIG.code];
    if built.report.is_none()
        && built.findings.iter().any(|f| refused.contains(&&*f.code) && f.place.as_ref().is_none_or(|p| p.line == 0))
    {
        return Exit::CouldNotRun;
    }
    if built.report.is_some() { Exit::Clean } else { exit }
}
