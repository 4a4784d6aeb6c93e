//! Findings for people: each with its line, the value underlined, the cause and the remedy.

use crate::diagnostic::{Diagnostic, Place, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Warnings and infos of one rule that are shown in full before the rest is only counted. Errors are never cut.
const SHOWN_PER_RULE: usize = 10;

/// `findings` with the lines they are about. Unless `all`, warnings of one rule are counted after the first few.
pub(super) fn render(findings: &[Diagnostic], all: bool) -> String {
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
    let message = match &finding.place {
        // Of a line that is cut the renderer would count columns from the cut.
        Some(place) if place.skipped > 0 => {
            Cow::Owned(format!("{} ({}:{}:{})", finding.message, place.path, place.line, place.column))
        }
        _ => Cow::Borrowed(&*finding.message),
    };
    let title = level(finding.severity).primary_title(message).id(&*finding.code);
    let mut group = match &finding.place {
        Some(place) if place.line > 0 => {
            let mut snippet = snippet(place, AnnotationKind::Primary, finding.label.as_deref());
            let mut others = Vec::new();
            for (other, label) in &finding.related {
                // Of a very long line each place has another part.
                if other.path == place.path && other.line == place.line && other.skipped == place.skipped {
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

fn snippet<'a>(place: &'a Place, kind: AnnotationKind, label: Option<&'a str>) -> Snippet<'a, Annotation<'a>> {
    let path = Some(&*place.path).filter(|_| place.skipped == 0);
    Snippet::source(&*place.excerpt)
        .path(path)
        .line_start(place.line as usize)
        .annotation(kind.span(bytes(place)).label(label))
}

/// The marked bytes of the excerpt.
fn bytes(place: &Place) -> std::ops::Range<usize> {
    let offset = |chars: u32| place.excerpt.char_indices().nth(chars as usize).map_or(place.excerpt.len(), |(i, _)| i);
    let first = place.column.saturating_sub(1).saturating_sub(place.skipped);
    let start = offset(first);
    start..offset(first + place.width).max(start)
}
