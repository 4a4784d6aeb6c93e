//! `waypost serve`

use super::{Exit, Global, build::address, date, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::render::{Format, render, summary};
use crate::diagnostic::{Diagnostic, Tally};
use crate::serve::{self, Changed, Later, Options, Rebuilt};
use clap::Args;
use jiff::civil::Date;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Port; when it is taken, the next free one is used
    #[arg(long, default_value_t = 8000, value_name = "N")]
    port: u16,
    /// Serve below a folder, as on a host: /sub/
    #[arg(long, value_name = "PATH")]
    base: Option<String>,
    /// Folder to build to [default: a folder for temporary files]
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Build as if it were this day
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
    /// Open the site in the browser
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: Arguments, global: &Global) -> Exit {
    let scratch = match tempfile::tempdir() {
        Ok(folder) => folder,
        Err(error) => {
            print::failure(&format!("no folder for temporary files: {}", crate::source::plain_io(&error)));
            return Exit::CouldNotRun;
        }
    };
    let site = crate::config::read(&global.project).0;
    // Without an address of its own, the site is served where it will be published: at the root or in a folder.
    let base = arguments.base.unwrap_or_else(|| site.map_or_else(|| "/".to_owned(), |s| s.base_path().to_owned()));
    let local = format!("http://127.0.0.1:{}/{}", arguments.port, base.trim_matches('/'));
    let base_url = match address(&local) {
        Ok(url) => url,
        Err(message) => {
            print::failure(&message);
            return Exit::CouldNotRun;
        }
    };
    let request = Request {
        root: global.project.clone(),
        date: arguments.date,
        base_url: Some(base_url.clone()),
        output: Some(arguments.output.unwrap_or_else(|| scratch.path().join("site"))),
        ..Request::default()
    };
    let watch = ["content", "templates", "assets", "strings", "themes", crate::config::FILE_NAME]
        .map(|name| global.project.join(name));
    let options = Options { port: arguments.port, base: base_url.path().to_owned(), watch: watch.to_vec() };
    let (quiet, open) = (global.quiet, arguments.open);
    let ready = move |served: &serve::Served| {
        if let Some(wished) = served.instead_of {
            print::note(quiet, &format!("port {wished} is taken; using {}", served.port));
        }
        print::result(&format!("{}\n", served.url));
        print::note(quiet, "Press Ctrl-C to stop.");
        if open {
            print::open(&served.url);
        }
    };
    let mut memory = Memory::of_a_program_that_stays();
    let mut generation = 0;
    let rebuild = move |changed: Changed| {
        let (built, work) = build::build_pages_first(&request, &mut memory);
        let is_new = built.report.as_ref().is_some_and(|r| r.written.count + r.removed.count > 0);
        if is_new {
            generation += 1;
        }
        // Without a change this is the build after an edit that has the search index, which may be as it was.
        if is_new || changed.all || !changed.paths.is_empty() {
            print::note(quiet, &told(&built.findings, built.files, built.report.as_ref()));
        }
        Rebuilt {
            ok: built.report.is_some(),
            root: built.root,
            generation,
            findings_text: anstream::adapter::strip_str(&render(&errors(&built.findings), Format::Human, true))
                .to_string(),
            findings_html: None,
            later: work.map(|work| Later::new(|| work.run())),
        }
    };
    match serve::serve(options, ready, rebuild) {
        Ok(()) => Exit::Clean,
        Err(finding) => {
            print::findings(global, &[finding], 0, Format::Human, false, false);
            Exit::CouldNotRun
        }
    }
}

fn errors(findings: &[Diagnostic]) -> Vec<Diagnostic> {
    findings.iter().filter(|f| f.severity == crate::diagnostic::Severity::Error).cloned().collect()
}

fn told(findings: &[Diagnostic], files: usize, report: Option<&crate::output::Report>) -> String {
    let errors = render(&errors(findings), Format::Human, true);
    let tally = summary(Tally::of(findings), files);
    match report {
        Some(report) => format!("{errors}{tally}; {} written, {} removed", report.written.count, report.removed.count),
        None => format!("{errors}{tally}; the last good site stays"),
    }
}
