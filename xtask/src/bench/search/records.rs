//! What the browser said: one record a search, and the numbers made of many.

use crate::Result;
use serde::Deserialize;
use serde_json::Value;

/// Bytes over the wire by what they are for.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(super) struct Bytes {
    pub(super) html: f64,
    pub(super) code: f64,
    pub(super) css: f64,
    pub(super) index: f64,
    pub(super) other: f64,
}

/// One line of measure.mjs.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Record {
    #[serde(default)]
    pub(super) engine: String,
    #[serde(default)]
    pub(super) profile: String,
    #[serde(default)]
    pub(super) kind: String,
    #[serde(default)]
    pub(super) search: String,
    /// `cold`, `warm` or `nearby`.
    #[serde(default)]
    pub(super) visit: String,
    pub(super) bytes: Option<Bytes>,
    pub(super) requests: Option<f64>,
    pub(super) rounds: Option<f64>,
    /// The names of the files of the longest chain, which the rounds count.
    #[serde(default)]
    pub(super) chain: Vec<String>,
    /// Milliseconds to the first results.
    pub(super) first: Option<f64>,
    /// How many results were shown.
    pub(super) results: Option<f64>,
    /// Milliseconds of the page's thread for a query whose files are there.
    pub(super) cpu: Option<f64>,
    /// Milliseconds that this takes; more than `cpu` on a busy machine and on one that is slowed down.
    pub(super) wall: Option<f64>,
    /// Why it could not be measured.
    pub(super) failed: Option<String>,
    /// Files that were asked for and are not there.
    #[serde(default)]
    pub(super) missing: Vec<String>,
    /// Errors of scripts, and requests to other hosts.
    #[serde(default)]
    pub(super) problems: Vec<String>,
    /// What was measured with, once.
    pub(super) about: Option<Value>,
}

impl Record {
    /// Code and index: what a search costs beside the page it stands on.
    pub(super) fn cost(&self) -> Option<f64> {
        self.bytes.map(|bytes| bytes.code + bytes.index)
    }

    /// Everything.
    pub(super) fn all(&self) -> Option<f64> {
        self.bytes.map(|bytes| bytes.code + bytes.index + bytes.html + bytes.css + bytes.other)
    }
}

pub(super) fn read(lines: &str) -> Result<Vec<Record>> {
    lines.lines().map(|line| serde_json::from_str(line).map_err(|error| format!("{error} in {line}").into())).collect()
}

/// The middle and the nine of ten of some records' numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Spread {
    pub(super) count: usize,
    pub(super) p50: f64,
    pub(super) p90: f64,
    pub(super) most: f64,
}

/// `None` of no numbers. A percentile is the smallest number that is not below so many of them.
pub(super) fn spread(values: impl Iterator<Item = f64>) -> Option<Spread> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    let at = |share: usize| values.get((values.len() * share).div_ceil(100).saturating_sub(1)).copied();
    Some(Spread { count: values.len(), p50: at(50)?, p90: at(90)?, most: at(100)? })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn percentiles_are_numbers_that_were_measured() {
        let ten = spread((1..=10).map(f64::from).rev()).unwrap();
        assert_eq!(ten, Spread { count: 10, p50: 5.0, p90: 9.0, most: 10.0 });
        assert_eq!(spread([7.0].into_iter()).unwrap(), Spread { count: 1, p50: 7.0, p90: 7.0, most: 7.0 });
        assert_eq!(spread(std::iter::empty()), None);
    }

    #[test]
    fn lines_of_every_form_are_read() {
        let lines = concat!(
            r#"{"about":{"browser":"1"}}"#,
            "\n",
            r#"{"engine":"Waypost","profile":"slow","kind":"names","search":"q=a","visit":"cold","first":12.5,"results":20,"#,
            r#""bytes":{"html":1,"code":2,"css":3,"index":4,"other":5},"requests":9,"rounds":4,"missing":[],"problems":[]}"#,
            "\n",
            r#"{"engine":"Waypost","profile":"slow","kind":"names","search":"q=a","cpu":3.5,"wall":4}"#,
        );
        let records = read(lines).unwrap();
        assert_eq!((records[1].cost(), records[1].all()), (Some(6.0), Some(15.0)));
        assert_eq!(records[2].cpu, Some(3.5));
        assert!(read("{").is_err());
    }
}
