//! Findings as text: for people, for scripts, for GitHub.

use super::{Diagnostic, Place, Severity, Tally};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::collections::BTreeMap;
use std::fmt::Write as _;

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
}

/// GitHub shows at most ten errors and ten warnings of one step.
const GITHUB_LIMIT: usize = 10;

/// Warnings and infos of one rule that are shown in full before the rest is only counted. Errors are never cut.
const SHOWN_PER_RULE: usize = 10;

/// All findings in one text. `all` shows every warning; otherwise those of one rule are counted after the first
/// few. Errors are always shown.
pub fn render(findings: &[Diagnostic], format: Format, all: bool) -> String {
    match format {
        Format::Human => human(findings, all),
        Format::Short => short(findings),
        Format::Json => json(findings),
        Format::Github => github(findings),
    }
}

fn human(findings: &[Diagnostic], all: bool) -> String {
    let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    let mut shown: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in findings {
        let count = shown.entry(&finding.code).or_default();
        *count += 1;
        if !all && finding.severity != Severity::Error && *count > SHOWN_PER_RULE {
            continue;
        }
        out.push_str(&renderer.render(&[group(finding)]));
        out.push_str("\n\n");
    }
    if !all {
        for (code, count) in shown {
            let error = findings.iter().any(|f| f.code == code && f.severity == Severity::Error);
            if !error && count > SHOWN_PER_RULE {
                let more = count - SHOWN_PER_RULE;
                let _ = writeln!(out, "... and {more} more of {code} (show them with --all)");
            }
        }
    }
    out
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    }
}

fn group(finding: &Diagnostic) -> Group<'_> {
    let title = level(finding.severity).primary_title(&*finding.message).id(&*finding.code);
    let mut group = match &finding.place {
        Some(place) if place.line > 0 => {
            let mut snippet = snippet(place, AnnotationKind::Primary, finding.label.as_deref());
            let mut others = Vec::new();
            for (other, label) in &finding.related {
                if other.path == place.path && other.line == place.line {
                    snippet = snippet.annotation(AnnotationKind::Context.span(bytes(other)).label(&**label));
                } else {
                    others.push((other, label));
                }
            }
            let mut group = title.element(snippet);
            for (other, label) in others {
                group = group.element(self::snippet(other, AnnotationKind::Context, Some(label)));
            }
            group
        }
        Some(place) => title.element(Origin::path(&*place.path)),
        None => Group::with_title(title),
    };
    if let Some(help) = &finding.help {
        group = group.element(Level::HELP.message(&**help));
    }
    group
}

fn snippet<'a>(
    place: &'a Place,
    kind: AnnotationKind,
    label: Option<&'a str>,
) -> Snippet<'a, annotate_snippets::Annotation<'a>> {
    Snippet::source(&*place.excerpt)
        .path(&*place.path)
        .line_start(place.line as usize)
        .annotation(kind.span(bytes(place)).label(label))
}

/// The marked bytes of the excerpt.
fn bytes(place: &Place) -> std::ops::Range<usize> {
    let offset = |chars: u32| place.excerpt.char_indices().nth(chars as usize).map_or(place.excerpt.len(), |(i, _)| i);
    let start = offset(place.column.saturating_sub(1));
    start..offset(place.column.saturating_sub(1) + place.width).max(start)
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

fn github(findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut left = 0;
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")]
    {
        for (n, finding) in findings.iter().filter(|f| f.severity == severity).enumerate() {
            if n >= GITHUB_LIMIT {
                left += 1;
                continue;
            }
            let mut message = finding.message.clone();
            for part in [&finding.label, &finding.help].into_iter().flatten() {
                let _ = write!(message, "\n{part}");
            }
            let mut properties = Vec::new();
            if let Some(place) = &finding.place {
                properties.push(format!("file={}", escape_property(&place.path)));
                if place.line > 0 {
                    properties.push(format!(
                        "line={},endLine={0},col={},endColumn={}",
                        place.line,
                        place.column,
                        place.column + place.width
                    ));
                }
            }
            properties.push(format!("title={}", escape_property(&finding.code)));
            let _ = writeln!(out, "::{command} {}::{}", properties.join(","), escape_data(&message));
        }
    }
    if left > 0 {
        let _ = writeln!(out, "::notice title=waypost::{left} more findings; run `waypost check` to see them all");
    }
    out
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The last line of a run: `2 errors, 1 warning in 53 files`.
pub fn summary(tally: Tally, files: usize) -> String {
    fn count(n: usize, word: &str) -> String {
        format!("{n} {word}{}", if n == 1 { "" } else { "s" })
    }
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
    format!("{} in {}", parts.join(", "), count(files, "file"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rules;

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
