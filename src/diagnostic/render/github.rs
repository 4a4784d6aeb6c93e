//! Findings as workflow commands, which GitHub and Forgejo show beside the changed lines.

use crate::diagnostic::{Diagnostic, Severity};
use std::fmt::Write as _;

/// GitHub shows at most ten errors and ten warnings of one step.
const LIMIT: usize = 10;

/// `findings` as commands, as many as GitHub shows: errors first, then warnings, then notes.
pub(super) fn render(findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    let mut left = 0;
    for (severity, command) in [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "notice")]
    {
        for (n, finding) in findings.iter().filter(|f| f.severity == severity).enumerate() {
            if n >= LIMIT {
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
        let _ = writeln!(
            out,
            "::notice title=waypost::{left} more findings; see the summary of this step, or run `waypost check`"
        );
    }
    out
}

fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}
