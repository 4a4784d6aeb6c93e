//! Slips of the pen by chance, in names of terms, towns and programs: how many the reader takes as they were meant.

use crate::directory::Directory;
use crate::process::measure;
use crate::{Result, project, tree};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// Asks for so many names of each kind, and prints nothing yet.
pub(super) fn ask(directory: &Directory, sample: usize) -> Result<Value> {
    let mut command = Command::new("node");
    command.arg(project::root().join("tests/search/slips.mjs"));
    command.arg(json!({ "site": directory.out(), "terms": names()?, "sample": sample }).to_string());
    let (code, usage) = measure(&mut command)?;
    if code != 0 {
        return Err(format!("slips.mjs stopped with exit status {code}:\n{}", usage.stderr).into());
    }
    Ok(serde_json::from_str(&usage.stdout)?)
}

/// Labels and synonyms of all terms, in all languages.
fn names() -> Result<BTreeSet<String>> {
    let dir = project::root().join("data/vocabulary");
    let mut names = BTreeSet::new();
    for path in tree::files(&dir)? {
        let facet: Value = serde_yaml::from_str(&fs::read_to_string(dir.join(path))?)?;
        for term in facet["terms"].as_array().into_iter().flatten() {
            let labels = term["label"].as_object().into_iter().flat_map(Map::values);
            let synonyms = term["synonyms"].as_object().into_iter().flat_map(Map::values);
            let all = labels.chain(synonyms.filter_map(Value::as_array).flatten());
            names.extend(all.filter_map(Value::as_str).map(str::to_owned));
        }
    }
    Ok(names)
}

/// Of those that are not by chance another word that programs have, as many as were read as they were meant.
fn share(counts: &Value) -> f64 {
    let count = |key: &str| counts[key].as_u64().unwrap_or(0);
    count("right") as f64 / (count("asked") - count("known")).max(1) as f64
}

/// The share of the kind in which it is smallest.
pub(super) fn least_right(outcome: &Value) -> f64 {
    outcome.as_object().into_iter().flat_map(Map::values).map(share).fold(1.0, f64::min)
}

/// How many well-spelt names were taken for a slip.
pub(super) fn wronged(outcome: &Value) -> u64 {
    outcome.as_object().into_iter().flat_map(Map::values).filter_map(|counts| counts["wronged"].as_u64()).sum()
}

/// A line for each kind, and what went wrong.
pub(super) fn table(outcome: &Value) -> String {
    let mut out = String::from(
        "\nSlips by chance        asked   right  other  none  another word  well-spelt taken for a slip\n",
    );
    for (kind, counts) in outcome.as_object().into_iter().flatten() {
        let count = |key: &str| counts[key].as_u64().unwrap_or(0);
        let share = 100.0 * share(counts);
        let _ = writeln!(
            out,
            "{kind:<20}{:>8}{share:>7.1}%{:>7}{:>6}{:>14}{:>29}",
            count("asked"),
            count("other"),
            count("none"),
            count("known"),
            count("wronged")
        );
        for example in counts["examples"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            let _ = writeln!(out, "    {example}");
        }
    }
    out.push_str("Right: as it was meant, of those that are not by chance another word that programs have.\n");
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn names_are_labels_and_synonyms_in_both_languages() {
        let names = names().unwrap();
        for name in ["Medicaid", "Medi-Cal", "Hospitalización parcial (PHP) o tratamiento de día", "partial hospital"]
        {
            assert!(names.contains(name), "{name}");
        }
    }
}
