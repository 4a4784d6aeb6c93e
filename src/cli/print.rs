//! The only place that prints.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use super::{Exit, Global};
use crate::build::stops;
use crate::diagnostic::render::{Format, render, summary};
use crate::diagnostic::{Diagnostic, Severity, Tally};
use std::io::Write as _;

/// A result, to stdout. A closed pipe (`waypost list | head`) is not an error.
pub(super) fn result(text: &str) {
    let _ = std::io::stdout().lock().write_all(text.as_bytes());
}

/// Progress, to stderr.
pub(super) fn progress(global: &Global, text: &str) {
    if !global.quiet {
        eprintln!("{text}");
    }
}

/// A question that waits for an answer, to stderr.
pub(super) fn question(text: &str) {
    eprint!("{text}: ");
}

/// What could not be done, to stderr.
pub(super) fn failure(text: &str) {
    eprintln!("{text}");
}

/// Findings and their number, and how the run ends. Machine formats go to stdout, as they are the result of `check`.
pub(super) fn findings(
    global: &Global,
    findings: &[Diagnostic],
    files: usize,
    format: Format,
    all: bool,
    strict: bool,
) -> Exit {
    let shown: Vec<Diagnostic>;
    let (findings, kept) = if global.quiet {
        shown = findings.iter().filter(|f| f.severity == Severity::Error || strict).cloned().collect();
        (&shown[..], findings)
    } else {
        (findings, findings)
    };
    let text = render(findings, format, all || global.verbose);
    match format {
        Format::Human => {
            let _ = anstream::stderr().write_all(text.as_bytes());
        }
        Format::Github => {
            result(&text);
            step_summary(findings);
        }
        _ => result(&text),
    }
    if format == Format::Human && !global.quiet {
        progress(global, &summary(Tally::of(kept), files));
    }
    if stops(kept, strict) { Exit::Findings } else { Exit::Clean }
}

/// What GitHub does not show beside the lines stands in the summary of the step, as far as it has one.
fn step_summary(findings: &[Diagnostic]) {
    let Some(file) = std::env::var_os("GITHUB_STEP_SUMMARY").filter(|_| !findings.is_empty()) else { return };
    let text = render(findings, Format::Markdown, true);
    let opened = std::fs::OpenOptions::new().append(true).create(true).open(file);
    // The findings themselves are shown already; a summary that cannot be written changes nothing about them.
    let _ = opened.and_then(|mut file| file.write_all(text.as_bytes()));
}

/// Progress from another thread, to stderr.
#[cfg(feature = "serve")]
pub(super) fn note(quiet: bool, text: &str) {
    if !quiet {
        let _ = anstream::stderr().write_all(format!("{text}\n").as_bytes());
    }
}

/// Opens a page in the browser, if this computer has a way to.
#[cfg(feature = "serve")]
pub(super) fn open(url: &str) {
    let program = if cfg!(target_os = "macos") {
        "open"
    } else if cfg!(windows) {
        "explorer"
    } else {
        "xdg-open"
    };
    if std::process::Command::new(program).arg(url).spawn().is_err() {
        eprintln!("no browser could be opened; visit {url}");
    }
}
