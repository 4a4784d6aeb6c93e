//! The rules of one listing, a file a family. Each looks at the checked listing and points into the YAML tree.

pub mod care;
pub mod freshness;
pub mod identity;
mod logic;
mod phone;
mod place;
mod text;
pub mod trust;

use super::{Context, Listing};
use crate::diagnostic::{Diagnostic, Fix, Rule};
use crate::shape::check::Check;
use crate::yaml::Node;
use std::ops::Range;

/// What every rule sees.
pub struct Facts<'a> {
    /// Collects the findings.
    pub check: Check<'a>,
    /// The front matter.
    pub node: &'a Node<'a>,
    /// Vocabulary, date and settings.
    pub context: &'a Context<'a>,
    /// The folder the file lies in.
    pub folder: &'a str,
    /// The file name without its ending.
    pub slug: &'a str,
    /// Bytes of the text below the front matter.
    pub body: Range<usize>,
}

impl<'a> Facts<'a> {
    /// The value at a path of keys and positions, such as `["programs", "0", "ages"]`.
    pub fn at(&self, path: &[&str]) -> Option<&'a Node<'a>> {
        let mut node = self.node;
        for step in path {
            node = match step.parse::<usize>() {
                Ok(i) => node.items().get(i)?,
                Err(_) => node.get(step)?,
            };
        }
        Some(node)
    }

    /// The bytes of the value at `path`, or of the nearest value above it that exists.
    pub fn range(&self, path: &[&str]) -> Range<usize> {
        (0..=path.len()).rev().find_map(|n| self.at(&path[..n])).map_or(0..0, |node| node.range.clone())
    }

    /// Reports a finding at the value of `path`.
    pub fn report(&mut self, rule: &Rule, path: &[&str], message: impl Into<String>, help: impl Into<String>) {
        let range = self.range(path);
        self.check.report(rule, &range, message, help);
    }

    /// Reports a finding at the value of `path`, with the text that comes in place of the value.
    pub fn report_fix(
        &mut self,
        rule: &Rule,
        path: &[&str],
        message: impl Into<String>,
        help: impl Into<String>,
        fix: impl FnOnce(Range<usize>) -> Fix,
    ) {
        let range = self.range(path);
        self.check.report_fix(rule, &range, message, help, fix(range.clone()));
    }

    /// Reports a finding at one value that contradicts another.
    pub fn contradiction(
        &mut self,
        rule: &Rule,
        path: &[&str],
        message: impl Into<String>,
        other: (&[&str], &str),
        help: impl Into<String>,
    ) {
        let place = self.check.place(&self.range(path));
        let related = self.check.place(&self.range(other.0));
        self.check.findings.push(Diagnostic::new(rule, message).at(place).related(related, other.1).help(help));
    }

    /// True if `id` is the term `slug`.
    pub fn is(&self, id: crate::vocabulary::TermId, slug: &str) -> bool {
        self.context.vocabulary.get(id).slug == slug
    }

    /// True if one of `ids` is the term `slug`.
    pub fn any(&self, ids: &[crate::vocabulary::TermId], slug: &str) -> bool {
        ids.iter().any(|id| self.is(*id, slug))
    }
}

/// Runs the rules that need no more than the file, whatever else is wrong in it.
pub fn check_file(facts: &mut Facts<'_>) {
    identity::check_file(facts);
    phone::check_file(facts);
}

/// Runs all rules of one listing.
pub fn run(facts: &mut Facts<'_>, listing: &Listing) {
    identity::check(facts, listing);
    phone::check(facts, listing);
    place::check(facts, listing);
    care::check(facts, listing);
    logic::check(facts, listing);
    freshness::check(facts, listing);
    trust::check(facts);
    text::check(facts, listing);
}
