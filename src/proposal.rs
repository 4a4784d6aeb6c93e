//! What a proposal changes, in words: the facts of each listing before and after, and under which filters it is found
//! now. For the person who decides, who need not read YAML.

use crate::changes::{Change, Changes, Kind as Happened};
use crate::diagnostic::render::code;
use crate::listing::{self, Listing, fields};
use crate::search::documents;
use crate::shape::{Kind, Object};
use crate::source::{self, Source};
use crate::vocabulary::{TermId, Vocabulary};
use crate::yaml::{self, Node, Value};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

/// Listings whose facts are told one by one; of a larger proposal the others are counted.
const TOLD: usize = 30;
/// Longer values are cut, in characters.
const LONGEST: usize = 120;
/// What is not shown of a place that hides its address.
const HIDDEN: [&str; 4] = ["location street", "location unit", "location lat", "location lon"];

/// What happened to one listing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The file.
    pub path: String,
    /// The name of the place.
    pub name: String,
    /// What happened: `new`, `changed`, `removed`, `moved from …`.
    pub what: String,
    /// Facts that differ, in the order of the listing's keys.
    pub facts: Vec<Fact>,
    /// Labels of the filters under which it is found now and was not before.
    pub found: Vec<String>,
    /// Labels of the filters under which it was found before and is not now.
    pub lost: Vec<String>,
}

/// A fact that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Its key in words: `location city`.
    pub label: String,
    /// What was said before and is not now.
    pub before: Vec<String>,
    /// What is said now and was not before.
    pub after: Vec<String>,
}

/// A version of a listing, as far as it can be read.
#[derive(Default)]
struct Version {
    name: String,
    facts: Vec<(String, Vec<String>)>,
    terms: Vec<TermId>,
    secrets: Vec<String>,
    hides: bool,
}

/// What the `changes` of the project at `root` do to its listings. Behind the first few only the paths are told.
pub fn tell(root: &Path, changes: &Changes, context: &listing::Context<'_>) -> Vec<Told> {
    let listing = |path: &str| matches!(source::kind_at(path), Some(source::Kind::Listing { .. }));
    let mut all = Vec::new();
    for change in changes.files.iter().filter(|change| listing(&change.path)) {
        let shown = Some(change).filter(|_| all.len() < TOLD);
        let before = shown.and_then(Change::before).and_then(|path| version(path, changes.before(path)?, context));
        let after = shown.and_then(Change::after);
        let after = after.and_then(|path| version(path, std::fs::read(root.join(path)).ok()?, context));
        let what = match &change.kind {
            Happened::Added => "new".to_owned(),
            Happened::Modified => "changed".to_owned(),
            Happened::Deleted => "removed".to_owned(),
            Happened::Renamed { from } => format!("moved from {from}"),
        };
        all.push(told(
            change.path.clone(),
            what,
            before.unwrap_or_default(),
            after.unwrap_or_default(),
            context.vocabulary,
        ));
    }
    all
}

fn version(path: &str, bytes: Vec<u8>, context: &listing::Context<'_>) -> Option<Version> {
    let source: Source = source::parse(path, bytes).ok()?;
    let node = yaml::parse(&source.path, &source.text, source.front_matter.clone()).ok()?;
    let mut parts = path.rsplit('/');
    let slug = parts.next()?.trim_end_matches(".md");
    let folder = parts.next()?;
    let mut version =
        Version { name: node.get("name").and_then(Node::text).unwrap_or(slug).to_owned(), ..Version::default() };
    if let (Some((listing, _)), _) = listing::check(&source, folder, slug, context) {
        version.terms = filters(&listing);
    }
    facts(&node, &fields::LISTING, "", context.vocabulary, &mut version.facts);
    let words = source.body().split_whitespace().collect::<Vec<_>>().join(" ");
    if !words.is_empty() {
        version.facts.push(("text".to_owned(), vec![words]));
    }
    if let Some(location) = node.get("location") {
        version.hides = ["confidential", "virtual_only"].iter().any(|key| location.get(key).is_some());
        let secret = |key: &&str| location.get(key).and_then(Node::text).map(str::to_owned);
        version.secrets = ["street", "unit", "lat", "lon"].iter().filter_map(secret).filter(|s| s.len() > 2).collect();
    }
    Some(version)
}

fn filters(listing: &Listing) -> Vec<TermId> {
    if listing.status == listing::Status::Closed { Vec::new() } else { documents::terms(listing) }
}

/// The values below `node`, each under the words of its keys.
fn facts(
    node: &Node<'_>,
    object: &Object,
    above: &str,
    vocabulary: &Vocabulary,
    found: &mut Vec<(String, Vec<String>)>,
) {
    for field in object.fields {
        let Some(value) = node.get(field.key) else { continue };
        let label = format!("{above} {}", field.key.replace('_', " ")).trim_start().to_owned();
        match &field.kind {
            Kind::Object(object) => facts(value, object, &label, vocabulary, found),
            Kind::List(Kind::Object(object)) if value.items().iter().all(|item| item.get("id").is_some()) => {
                for item in value.items() {
                    let id = item.get("id").and_then(Node::text).unwrap_or_default();
                    facts(item, object, &format!("program {id}"), vocabulary, found);
                }
            }
            kind => {
                let values = value.items().iter().map(|item| line(item, kind, vocabulary)).collect();
                found.push((label, values));
            }
        }
    }
}

/// A value in one line.
fn line(node: &Node<'_>, kind: &Kind, vocabulary: &Vocabulary) -> String {
    let inner = match kind {
        Kind::List(inner) | Kind::OneOrMany(inner) => inner,
        kind => kind,
    };
    match (&node.value, inner) {
        (Value::Null, _) => String::new(),
        (Value::Scalar { text, .. }, Kind::Term(facet)) => vocabulary
            .find(*facet, text)
            .map_or_else(|| text.to_string(), |id| vocabulary.get(id).label.get("en").to_owned()),
        (Value::Scalar { text, .. }, _) => text.split_whitespace().collect::<Vec<_>>().join(" "),
        (Value::Sequence(items), inner) => {
            items.iter().map(|item| line(item, inner, vocabulary)).collect::<Vec<_>>().join(", ")
        }
        (Value::Mapping(pairs), inner) => {
            let parts = pairs.iter().map(|(key, value)| {
                let kind = match inner {
                    Kind::Object(object) => object.field(&key.text).map_or(&Kind::TextMap, |field| &field.kind),
                    _ => &Kind::TextMap,
                };
                format!("{} {}", key.text.replace('_', " "), line(value, kind, vocabulary))
            });
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

fn told(path: String, what: String, before: Version, after: Version, vocabulary: &Vocabulary) -> Told {
    let hides = before.hides || after.hides;
    let secrets: Vec<&String> = before.secrets.iter().chain(&after.secrets).filter(|_| hides).collect();
    let shown = |label: &str, values: &[String]| -> Vec<String> {
        values
            .iter()
            .map(|value| {
                if hides && HIDDEN.contains(&label) {
                    return "(not shown)".to_owned();
                }
                secrets.iter().fold(value.clone(), |value, secret| value.replace(&**secret, "(not shown)"))
            })
            .collect()
    };
    let earlier: BTreeMap<&str, &Vec<String>> = before.facts.iter().map(|(label, v)| (&**label, v)).collect();
    let later: BTreeMap<&str, &Vec<String>> = after.facts.iter().map(|(label, v)| (&**label, v)).collect();
    let gone = before.facts.iter().filter(|(label, _)| !later.contains_key(&**label));
    let none = Vec::new();
    let mut facts = Vec::new();
    for (label, _) in after.facts.iter().chain(gone) {
        let (old, new) = (*earlier.get(&**label).unwrap_or(&&none), *later.get(&**label).unwrap_or(&&none));
        let without = |from: &[String], other: &[String]| -> Vec<String> {
            from.iter().filter(|value| !other.contains(value)).cloned().collect()
        };
        let (removed, added) = (without(old, new), without(new, old));
        if !removed.is_empty() || !added.is_empty() {
            facts.push(Fact { before: shown(label, &removed), after: shown(label, &added), label: label.clone() });
        }
    }
    let labels = |from: &[TermId], other: &[TermId]| -> Vec<String> {
        let only = from.iter().filter(|id| !other.contains(id));
        only.map(|id| vocabulary.get(*id).label.get("en").to_owned()).collect()
    };
    Told {
        name: if after.name.is_empty() { before.name } else { after.name },
        found: labels(&after.terms, &before.terms),
        lost: labels(&before.terms, &after.terms),
        path,
        what,
        facts,
    }
}

/// What happened as Markdown, for a comment under the proposal.
pub fn markdown(told: &[Told], changes: &Changes) -> String {
    let mut out = String::new();
    for one in &told[..told.len().min(TOLD)] {
        let _ = writeln!(out, "\n**{}** {}, {}\n", code(&one.name), code(&one.path), one_line(&one.what));
        // Of a new or removed listing everything is in the file; the diff shows it.
        let differs = one.what != "new" && one.what != "removed";
        for fact in one.facts.iter().filter(|_| differs) {
            let all = |values: &[String]| values.iter().map(|v| code(&cut(v))).collect::<Vec<_>>().join(", ");
            let (before, after) = (all(&fact.before), all(&fact.after));
            let _ = match (fact.before.is_empty(), fact.after.is_empty()) {
                (false, false) => writeln!(out, "- {}: {before} → {after}", fact.label),
                (true, _) => writeln!(out, "- {}: {after} added", fact.label),
                (_, true) => writeln!(out, "- {}: {before} removed", fact.label),
            };
        }
        for (what, labels) in [("now found under", &one.found), ("no longer found under", &one.lost)] {
            if !labels.is_empty() {
                let _ = writeln!(out, "- {what}: {}", labels.join(", "));
            }
        }
    }
    if told.len() > TOLD {
        let _ = writeln!(out, "\n… and {} more listings.", told.len() - TOLD);
    }
    let others: Vec<String> = changes
        .files
        .iter()
        .filter(|change| !told.iter().any(|t| t.path == change.path))
        .map(|c| code(&c.path))
        .collect();
    if !others.is_empty() {
        let more = others.len().saturating_sub(TOLD);
        let _ = write!(out, "\nOther files: {}", others[..others.len() - more].join(", "));
        let _ = if more > 0 { writeln!(out, " and {more} more") } else { writeln!(out) };
    }
    out
}

/// `moved from PATH` with the path as code.
fn one_line(what: &str) -> String {
    what.strip_prefix("moved from ").map_or_else(|| what.to_owned(), |from| format!("moved from {}", code(from)))
}

fn cut(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &value[..at]),
        None => value.to_owned(),
    }
}
