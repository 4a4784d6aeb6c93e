//! The templates of all layers as Tera will know them.
//!
//! A name such as `state.html` means the topmost layer's file. A file that another one hides is still reached by
//! `theme/state.html`, written in a file above it: such a file is registered once more as `@0002/state.html`, where the
//! number is its layer's. That prefix is as long as `theme/`, so the reference is rewritten in place and every line and
//! column of an error stays what the author sees.

use super::chain::{Layer, utf8};
use super::nearest::did_you_mean;
use super::outside::outside;
use super::report::{self, Sources};
use super::scan::{self, Facts, Named};
use super::unquoted::unquoted;
use super::yaml;
use crate::diagnostic::{Diagnostic, rules};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;
use tera::Tera;

const BELOW: &str = "theme/";

/// A template that pages can reach.
#[derive(Debug)]
pub(super) struct Template {
    /// The name Tera knows it by.
    pub(super) name: String,
    layer: usize,
    pub(super) shown: String,
    pub(super) text: Arc<str>,
    pub(super) facts: Facts,
}

impl Template {
    /// The file, for places.
    pub(super) fn file(&self) -> yaml::Text<'_> {
        yaml::Text { shown: &self.shown, text: &self.text }
    }
}

fn internal(layer: usize, path: &str) -> String {
    format!("@{layer:04}/{path}")
}

/// The layer below `layer` that has `path`.
fn below(layers: &[Layer], layer: usize, path: &str) -> Option<usize> {
    (layer + 1..layers.len()).find(|&i| layers[i].templates.contains_key(path))
}

/// Gathers the topmost file of every name, and the hidden files that `theme/` reaches.
pub(super) fn gather(layers: &[Layer], findings: &mut Vec<Diagnostic>) -> Vec<Template> {
    let mut tops: BTreeMap<&str, usize> = BTreeMap::new();
    for (i, layer) in layers.iter().enumerate() {
        for path in layer.templates.keys() {
            tops.entry(path).or_insert(i);
        }
    }
    let mut queue: VecDeque<(String, usize, String)> =
        tops.iter().map(|(path, layer)| ((*path).to_owned(), *layer, (*path).to_owned())).collect();
    let mut seen = BTreeSet::new();
    let mut templates = Vec::new();
    while let Some((name, layer, path)) = queue.pop_front() {
        let Some(file) = layers[layer].templates.get(&path) else { continue };
        let Some(text) = utf8(&file.shown, &file.bytes, findings) else { continue };
        let parts = scan::parts(text);
        let facts = scan::facts(text, &parts);
        let place = yaml::Text { shown: &file.shown, text };
        if is_markup(&path) {
            for found in outside(&scan::without_code(text, &parts), None) {
                let help = super::outside::help(found.rule);
                findings.push(place.finding(found.rule, found.message, &found.at).help(help));
            }
            for at in unquoted(text, &parts) {
                let finding = place.finding(&rules::THEME_TEMPLATE, "an attribute value without quotes", &at);
                findings.push(finding.help("write quotes round it: a value with a space would begin a new attribute"));
            }
        }
        for reference in &facts.references {
            let Some(target) = reference.name.strip_prefix(BELOW) else { continue };
            if let Some(i) = below(layers, layer, target)
                && seen.insert((i, target.to_owned()))
            {
                queue.push_back((internal(i, target), i, target.to_owned()));
            }
        }
        templates.push(Template { name, layer, shown: file.shown.clone(), text: text.into(), facts });
    }
    templates
}

fn is_markup(path: &str) -> bool {
    [".html", ".htm", ".xml", ".svg"].iter().any(|end| path.ends_with(end))
}

/// Gives all templates to `tera`, which has its functions and filters already, and reports every mistake in them.
pub(super) fn load(
    tera: &mut Tera,
    layers: &[Layer],
    templates: &[Template],
    sources: &mut Sources,
    findings: &mut Vec<Diagnostic>,
) -> Vec<(String, String)> {
    let before = findings.len();
    let mut loader = Loader { layers, names: templates.iter().map(|template| &*template.name).collect(), findings };
    // An empty template stands in for each one that cannot be used, so that the others are still checked.
    let mut stubs: BTreeSet<String> = loader.duplicates(templates);
    let mut texts = Vec::new();
    for template in templates {
        sources.insert(&template.name, &template.shown, Arc::clone(&template.text));
        let text = loader.rewritten(template, &mut stubs);
        if let Err(error) = Tera::default().add_raw_template(&template.name, &text)
            && matches!(error.kind(), tera::ErrorKind::SyntaxError(_))
        {
            loader.findings.extend(report::findings(&error, sources));
            stubs.insert(template.name.clone());
        }
        texts.push((&*template.name, text));
    }
    let missing = stubs.iter().filter(|name| !loader.names.contains(&***name)).map(|name| (&**name, ""));
    let known = texts.iter().map(|(name, text)| (*name, if stubs.contains(*name) { "" } else { &**text }));
    let loaded =
        tera.set_fallback_prefixes(prefixes(layers.len())).and_then(|()| tera.add_raw_templates(known.chain(missing)));
    if let Err(error) = loaded {
        let known = Known::of(templates);
        for finding in report::findings(&error, sources) {
            // What is missing in a stand-in is not the author's mistake.
            let caused = finding.message.starts_with("Block `") || finding.message.starts_with("Unknown component");
            if stubs.is_empty() || !caused {
                loader.findings.push(known.help(finding));
            }
        }
        if loader.findings.len() == before {
            loader.findings.push(Diagnostic::new(&rules::THEME_TEMPLATE, error.to_string()));
        }
    }
    texts.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// What stands before the internal names of each layer's templates.
pub(super) fn prefixes(layers: usize) -> Vec<String> {
    (0..layers).map(|i| internal(i, "")).collect()
}

struct Loader<'a> {
    layers: &'a [Layer],
    names: BTreeSet<&'a str>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Loader<'_> {
    /// The template's text with references to lower layers made ready for Tera. Names of templates that do not exist
    /// are reported and added to `stubs`.
    fn rewritten(&mut self, template: &Template, stubs: &mut BTreeSet<String>) -> String {
        let mut text = template.text.to_string();
        for reference in &template.facts.references {
            let Some(path) = reference.name.strip_prefix(BELOW) else {
                if !self.names.contains(&*reference.name) && stubs.insert(reference.name.clone()) {
                    self.missing(template, reference, &reference.name);
                }
                continue;
            };
            let name = if let Some(layer) = below(self.layers, template.layer, path) {
                internal(layer, path)
            } else {
                self.missing(template, reference, path);
                let name = internal(template.layer, path);
                stubs.insert(name.clone());
                name
            };
            text.replace_range(reference.at.clone(), &name);
        }
        text
    }

    fn missing(&mut self, template: &Template, reference: &Named, path: &str) {
        let file = template.file();
        let is_below = reference.name.starts_with(BELOW);
        let known: Vec<&str> = if is_below {
            self.layers[template.layer + 1..].iter().flat_map(|l| l.templates.keys()).map(String::as_str).collect()
        } else {
            self.names.iter().copied().filter(|name| !name.starts_with('@')).collect()
        };
        let message = if is_below {
            format!("no theme below this file has the template `{path}`")
        } else {
            format!("there is no template `{path}`")
        };
        let mut finding = file.finding(&rules::THEME_TEMPLATE, message, &reference.at);
        finding.help = did_you_mean(path, known);
        self.findings.push(finding);
    }

    /// Reports components that two files of equal rank define, and names the second files.
    fn duplicates(&mut self, templates: &[Template]) -> BTreeSet<String> {
        let mut first: BTreeMap<(Option<usize>, &str), (&Template, &Named)> = BTreeMap::new();
        let mut stubs = BTreeSet::new();
        for template in templates {
            let rank = template.name.starts_with('@').then_some(template.layer);
            for component in &template.facts.defines {
                let Some((other, earlier)) = first.insert((rank, &*component.name), (template, component)) else {
                    continue;
                };
                if other.name == template.name {
                    // Tera says this itself.
                    continue;
                }
                let place = |template: &Template, named: &Named| template.file().place(&named.at);
                let message = format!("two templates define the component `{}`", component.name);
                let finding = Diagnostic::new(&rules::THEME_TEMPLATE, message).at(place(template, component));
                let help = format!("a component is replaced by a file with the same path: {}", other.name);
                self.findings.push(finding.related(place(other, earlier), "the other one").help(help));
                stubs.insert(template.name.clone());
            }
        }
        stubs
    }
}

/// Names that templates may use, for suggestions.
struct Known<'a> {
    components: Vec<&'a str>,
}

/// Tera's own filters and those of this module's neighbours; Tera does not list them.
const FILTERS: [&str; 39] = [
    "date",
    "number",
    "safe",
    "default",
    "upper",
    "lower",
    "wordcount",
    "escape",
    "escape_html",
    "escape_xml",
    "newlines_to_br",
    "pluralize",
    "trim",
    "trim_start",
    "trim_end",
    "replace",
    "capitalize",
    "title",
    "truncate",
    "indent",
    "str",
    "int",
    "float",
    "length",
    "reverse",
    "split",
    "abs",
    "round",
    "first",
    "last",
    "nth",
    "join",
    "sort",
    "unique",
    "get",
    "values",
    "keys",
    "pairs",
    "group_by",
];
const FUNCTIONS: [&str; 4] = ["t", "asset", "range", "throw"];
const TESTS: [&str; 17] = [
    "string",
    "number",
    "map",
    "bool",
    "array",
    "integer",
    "float",
    "none",
    "iterable",
    "defined",
    "undefined",
    "odd",
    "even",
    "divisible_by",
    "starting_with",
    "ending_with",
    "containing",
];

impl<'a> Known<'a> {
    fn of(templates: &'a [Template]) -> Self {
        let mut components: Vec<&str> =
            templates.iter().flat_map(|template| &template.facts.defines).map(|named| &*named.name).collect();
        components.sort_unstable();
        components.dedup();
        Self { components }
    }

    /// Adds "did you mean" to a finding about an unknown name.
    fn help(&self, mut finding: Diagnostic) -> Diagnostic {
        let mut words = finding.message.split('`');
        if let (Some(start), Some(name)) = (words.next(), words.next()) {
            let known: &[&str] = match start {
                "Unknown filter " => &FILTERS,
                "Unknown function " => &FUNCTIONS,
                "Unknown test " => &TESTS,
                "Unknown component " => &self.components,
                _ => &[],
            };
            finding.help = did_you_mean(name, known.iter().copied());
        }
        finding
    }
}
