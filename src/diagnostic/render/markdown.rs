//! Findings as Markdown for a comment under a proposal. Texts of strangers stand in code, where a host makes neither
//! links nor mentions of them.

use super::{counts, human};
use crate::diagnostic::{Diagnostic, Severity, Tally};
use std::fmt::Write as _;

/// A comment has at most 65,536 characters on GitHub; a finding has about 500.
const SHOWN: usize = 30;

/// `findings`, errors before warnings; warnings and notes folded away.
pub(super) fn render(findings: &[Diagnostic]) -> String {
    let tally = Tally::of(findings);
    let mut out = format!("**{}**\n", counts(tally));
    let (errors, rest): (Vec<_>, Vec<_>) = findings.iter().cloned().partition(|f| f.severity == Severity::Error);
    block(&mut out, &errors);
    if !rest.is_empty() {
        let _ = write!(out, "\n<details><summary>{}</summary>\n", counts(Tally { errors: 0, ..tally }));
        block(&mut out, &rest);
        out.push_str("\n</details>\n");
    }
    out
}

fn block(out: &mut String, findings: &[Diagnostic]) {
    if findings.is_empty() {
        return;
    }
    let shown = &findings[..findings.len().min(SHOWN)];
    let text = anstream::adapter::strip_str(&human::render(shown, true)).to_string();
    let fence = "`".repeat(longest_run(&text).max(2) + 1);
    let _ = write!(out, "\n{fence}text\n{}\n{fence}\n", text.trim_end());
    if findings.len() > SHOWN {
        let _ = writeln!(out, "\n… and {} more; `waypost check` shows them all.", findings.len() - SHOWN);
    }
}

/// The length of the longest run of backticks in `text`.
fn longest_run(text: &str) -> usize {
    text.split(|c| c != '`').map(str::len).max().unwrap_or(0)
}

/// `text` as code within a line: shown as it is, whatever is in it.
pub fn code(text: &str) -> String {
    let fence = "`".repeat(longest_run(text) + 1);
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    // A backtick at either end would join the fence; the host takes one blank off each side.
    let room = if text.starts_with(['`', ' ']) || text.ends_with(['`', ' ']) { " " } else { "" };
    format!("{fence}{room}{text}{room}{fence}")
}

#[cfg(test)]
mod tests {
    use super::code;
    use crate::diagnostic::render::{Format, render};
    use crate::diagnostic::{Diagnostic, Place, rules};

    #[test]
    fn texts_of_strangers_stay_in_their_code() {
        assert_eq!(code("614-555-0101"), "`614-555-0101`");
        assert_eq!(code("a `b` c"), "``a `b` c``");
        assert_eq!(code("`@all`"), "`` `@all` ``");
        assert_eq!(code("a\nb"), "`a b`");
        let text = "name: ```@all\n";
        let finding = Diagnostic::new(&rules::SHAPE_BAD_VALUE, "no `@all`").at(Place::span("a.md", text, 6..13));
        let shown = render(&[finding], Format::Markdown, false);
        assert!(shown.starts_with("**1 error**\n\n````text\nerror[shape/bad-value]: no `@all`\n"), "{shown}");
        assert!(shown.ends_with("\n````\n"), "{shown}");
    }
}
