//! Findings as SARIF 2.1.0 (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>), which code hosts and
//! editors read.

use crate::diagnostic::{Diagnostic, Place, Severity, rules};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// One run with the rules that found something and all `findings`. Columns count characters.
pub(super) fn render(findings: &[Diagnostic]) -> String {
    let codes: BTreeSet<&str> = findings.iter().map(|finding| &*finding.code).collect();
    let rules: Vec<Value> = codes.iter().filter_map(|code| rules::by_code(code)).map(rule).collect();
    let results: Vec<Value> = findings.iter().map(result).collect();
    let driver = json!({
        "name": "waypost",
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules,
    });
    let document = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{ "tool": { "driver": driver }, "columnKind": "unicodeCodePoints", "results": results }],
    });
    format!("{document:#}\n")
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn rule(rule: &rules::Rule) -> Value {
    json!({
        "id": rule.code,
        "fullDescription": { "text": rule.why },
        "defaultConfiguration": { "level": level(rule.severity) },
    })
}

fn result(finding: &Diagnostic) -> Value {
    let mut text = finding.message.clone();
    if let Some(help) = &finding.help {
        text.push_str("; ");
        text.push_str(help);
    }
    let mut result = json!({ "ruleId": finding.code, "level": level(finding.severity), "message": { "text": text } });
    if let Some(place) = &finding.place {
        result["locations"] = json!([location(place)]);
    }
    if !finding.related.is_empty() {
        let related = finding.related.iter().map(|(place, label)| {
            let mut location = location(place);
            location["message"] = json!({ "text": label });
            location
        });
        result["relatedLocations"] = related.collect();
    }
    result
}

fn location(place: &Place) -> Value {
    let mut physical = json!({ "artifactLocation": { "uri": uri(&place.path) } });
    if place.line > 0 {
        physical["region"] = json!({
            "startLine": place.line,
            "startColumn": place.column,
            "endColumn": place.column + place.width,
        });
    }
    json!({ "physicalLocation": physical })
}

/// A relative path as a URI reference.
fn uri(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(byte);
    path.bytes().map(|byte| if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}
