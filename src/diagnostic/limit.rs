//! How many findings of one rule a file may have. A file can be wrong in a hundred thousand places; nobody reads so
//! many, and each costs a look through the file.

use super::{Diagnostic, Rule};
use std::collections::BTreeMap;

/// Findings of one rule that are kept of one file.
pub const PER_FILE: usize = 100;

/// Counts the findings of a file.
#[derive(Debug, Default)]
pub struct Limit {
    found: BTreeMap<&'static str, usize>,
}

/// What becomes of one more finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// It is kept.
    Free,
    /// It is the first that is not kept; [`more`] says so in its place.
    Last,
    /// It is not kept.
    None,
}

impl Limit {
    /// Whether one more finding of `rule` is kept.
    pub fn room(&mut self, rule: &Rule) -> Room {
        let found = self.found.entry(rule.code).or_default();
        *found += 1;
        match (*found).cmp(&(PER_FILE + 1)) {
            std::cmp::Ordering::Less => Room::Free,
            std::cmp::Ordering::Equal => Room::Last,
            std::cmp::Ordering::Greater => Room::None,
        }
    }
}

/// Stands for all findings of `rule` beyond those that are kept.
pub fn more(rule: &Rule) -> Diagnostic {
    Diagnostic::new(
        rule,
        format!("from here on there are more of the same; the first {PER_FILE} in this file are shown"),
    )
    .help("mend those first, then check again")
}
