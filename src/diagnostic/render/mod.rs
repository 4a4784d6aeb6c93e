//! Findings as text: for people, for scripts, for GitHub.

mod github;
mod human;
mod markdown;
mod sarif;

use super::{Diagnostic, Tally};
use std::fmt::Write as _;

pub use markdown::code;

/// A form in which findings are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum Format {
    /// Each finding with its line, the value underlined, the cause and the remedy.
    #[default]
    Human,
    /// One line a finding: `path:line:column: error[code]: message`.
    Short,
    /// One JSON object with all findings and their number.
    Json,
    /// Workflow commands that GitHub shows beside the changed lines.
    Github,
    /// SARIF 2.1.0, which code hosts and editors read.
    Sarif,
    /// Markdown, for a comment under a proposal or the summary of a workflow.
    Markdown,
}

/// All findings in one text. `all` shows every warning; otherwise those of one rule are counted after the first
/// few. Errors are always shown.
pub fn render(findings: &[Diagnostic], format: Format, all: bool) -> String {
    match format {
        Format::Human => human::render(findings, all),
        Format::Short => short(findings),
        Format::Json => json(findings),
        Format::Github => github::render(findings),
        Format::Sarif => sarif::render(findings),
        Format::Markdown => markdown::render(findings),
    }
}

fn short(findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for finding in findings {
        let _ = writeln!(out, "{}", short_line(finding));
    }
    out
}

/// `path:line:column: error[code]: message; help`.
fn short_line(finding: &Diagnostic) -> String {
    let mut line = String::new();
    if let Some(place) = &finding.place {
        let _ = match place.line {
            0 => write!(line, "{}: ", place.path),
            n => write!(line, "{}:{n}:{}: ", place.path, place.column),
        };
    }
    let _ = write!(line, "{}[{}]: {}", finding.severity.word(), finding.code, finding.message);
    if let Some(help) = &finding.help {
        let _ = write!(line, "; {help}");
    }
    line.replace('\n', " ")
}

fn json(findings: &[Diagnostic]) -> String {
    let document = serde_json::json!({ "tally": Tally::of(findings), "findings": findings });
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
}

/// `1 error`, `2 errors`.
pub fn count(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

/// The last line of a run: `2 errors, 1 warning in 53 files`.
pub fn summary(tally: Tally, files: usize) -> String {
    format!("{} in {}", counts(tally), count(files, "file"))
}

/// How many findings there are of each severity: `2 errors, 1 warning`.
fn counts(tally: Tally) -> String {
    let mut parts = Vec::new();
    if tally.errors > 0 {
        parts.push(count(tally.errors, "error"));
    }
    if tally.warnings > 0 {
        parts.push(count(tally.warnings, "warning"));
    }
    if tally.infos > 0 {
        parts.push(count(tally.infos, "note"));
    }
    if parts.is_empty() {
        parts.push("no findings".to_owned());
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Place, rules};

    fn finding() -> Diagnostic {
        let text = "location:\n  state: OH\n  zip: \"35007\"\n";
        let zip = text.find("\"35007\"").unwrap_or(0);
        let state = text.find("OH").unwrap_or(0);
        Diagnostic::new(&rules::PLACE_ZIP_STATE, "ZIP 35007 is in Alabama, not in Ohio")
            .at(Place::span("a.md", text, zip..zip + 7))
            .label("a ZIP of Alabama")
            .related(Place::span("a.md", text, state..state + 2), "the state says Ohio")
            .help("write state: AL, or correct the ZIP")
    }

    #[test]
    fn short_lines_hold_place_code_message_and_help() {
        let text = render(&[finding()], Format::Short, false);
        assert_eq!(
            text,
            "a.md:3:8: error[place/zip-state]: ZIP 35007 is in Alabama, not in Ohio; write state: AL, or correct the ZIP\n"
        );
    }

    #[test]
    fn github_commands_are_escaped() {
        let mut f = finding();
        f.message = "50% wrong\nreally".into();
        let text = render(&[f], Format::Github, false);
        assert!(
            text.starts_with(
                "::error file=a.md,line=3,endLine=3,col=8,endColumn=15,title=place/zip-state::50%25 wrong%0Areally"
            ),
            "{text}"
        );
    }

    #[test]
    fn human_text_underlines_the_value_and_shows_the_other_place() {
        let text = anstream::adapter::strip_str(&render(&[finding()], Format::Human, false)).to_string();
        assert!(text.contains("^^^^^^^ a ZIP of Alabama"), "{text}");
        assert!(text.contains("-- the state says Ohio"), "{text}");
    }
}
