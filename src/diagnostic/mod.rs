//! What is wrong, where, how bad it is, and what to do about it.
//!
//! A [`Diagnostic`] is plain data. Stages make them and hand them on; nothing but [`render`] turns them into
//! text, and nothing but `cli` prints that text.

mod excerpt;
pub mod fix;
pub mod limit;
pub mod render;
pub mod rules;

pub use excerpt::Place;
pub use fix::Fix;
pub use rules::Rule;

use std::borrow::Cow;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Probably wrong, or misleading for a reader. Fails only with `--strict`.
    Warning,
    /// Wrong. Nothing is written while one is left.
    Error,
}

impl Severity {
    /// The word shown to people.
    pub fn word(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One finding: the rule it comes from, the place, the cause and the remedy.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Diagnostic {
    /// The rule's stable code, such as `phone/invalid`.
    pub code: Cow<'static, str>,
    /// How bad it is, after the site's own settings.
    pub severity: Severity,
    /// One sentence without a full stop: what is wrong.
    pub message: String,
    /// Where it is. Absent for findings about the run itself.
    pub place: Option<Place>,
    /// A few words under the marked value.
    pub label: Option<String>,
    /// Other places that matter, each with a few words (the state that disagrees with the ZIP).
    pub related: Vec<(Place, String)>,
    /// What to type or do.
    pub help: Option<String>,
    /// The change that does it, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Diagnostic {
    /// A finding of `rule` with its usual severity.
    pub fn new(rule: &Rule, message: impl Into<String>) -> Self {
        Self {
            code: Cow::Borrowed(rule.code),
            severity: rule.severity,
            message: message.into(),
            place: None,
            label: None,
            related: Vec::new(),
            help: None,
            fix: None,
        }
    }

    /// Sets the place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Sets the words under the marked value.
    #[must_use]
    pub fn label(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// Adds another place that matters.
    #[must_use]
    pub fn related(mut self, place: Place, label: impl Into<String>) -> Self {
        self.related.push((place, label.into()));
        self
    }

    /// Sets what to do.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Sets the change that mends it.
    #[must_use]
    pub fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// Sorts findings by file, line, column and code, so that their order never depends on threads.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| key(a).cmp(&key(b)));
}

fn key(d: &Diagnostic) -> (&str, u32, u32, &str, &str) {
    let (path, line, column) = d.place.as_ref().map_or(("", 0, 0), |p| (&*p.path, p.line, p.column));
    (path, line, column, &d.code, &d.message)
}

/// How many findings of each severity there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Tally {
    /// Findings that stop a build.
    pub errors: usize,
    /// Findings that stop a build only with `--strict`.
    pub warnings: usize,
    /// Findings that never stop a build.
    pub infos: usize,
}

impl Tally {
    /// Counts `findings`.
    pub fn of(findings: &[Diagnostic]) -> Self {
        let mut tally = Self::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => tally.errors += 1,
                Severity::Warning => tally.warnings += 1,
                Severity::Info => tally.infos += 1,
            }
        }
        tally
    }
}
