//! The tables of `docs/` are made from the program's own tables, so that the two cannot differ.
//!
//! A table stands between `<!-- table NAME -->` and `<!-- end -->`. When a test here fails because the program has
//! changed, run it again with `UPDATE_DOCS=1`: it writes the tables anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use waypost::build::{self, Memory, Request};
use waypost::diagnostic::rules::{self, Example};
use waypost::render::{Address, Renderer, context};
use waypost::shape::{Field, Kind, Object};
use waypost::vocabulary::{Facet, Vocabulary};
use waypost::{article, config, listing};

fn project() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares the tables of a page with `tables`, or writes them.
fn compare(page: &str, tables: &[(&str, String)]) {
    let path = project().join("docs").join(page);
    let text = fs::read_to_string(&path).unwrap();
    let mut wanted = text.clone();
    for (name, table) in tables {
        let open = format!("<!-- table {name} -->\n");
        let begin = wanted.find(&open).unwrap_or_else(|| panic!("{page} has no table {name}")) + open.len();
        let end = begin
            + wanted[begin..].find("<!-- end -->").unwrap_or_else(|| panic!("the table {name} of {page} has no end"));
        wanted.replace_range(begin..end, &format!("\n{}\n\n", table.trim_end()));
    }
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, wanted).unwrap();
        return;
    }
    let line = text.lines().zip(wanted.lines()).position(|(a, b)| a != b).unwrap_or(text.lines().count());
    assert!(text == wanted, "docs/{page} is out of date from line {}; run this test with UPDATE_DOCS=1", line + 1);
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}

/// The address of a heading on the same page, as hosts of Markdown make it.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn or(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// What a field holds, in words.
fn holds(kind: &Kind) -> String {
    match kind {
        Kind::Text(most) => format!("text, at most {most} characters"),
        Kind::Words(most) => format!("text, at most {most} characters, or [one for each language](#languages)"),
        Kind::Value(form) => form.name.to_owned(),
        Kind::Choice([only]) => format!("only `{only}`"),
        Kind::Choice(words) => format!("one of {}", or(words)),
        Kind::Term(facet) => format!("a term of [{facet}](vocabulary.md#{facet})"),
        Kind::Integer(low, high) => format!("a whole number from {low} to {high}"),
        Kind::Decimal(low, high) => format!("a number from {low} to {high}"),
        Kind::Range(low, high) => format!("a number from {low} to {high}, or `{{ min, max }}`"),
        Kind::List(item) => format!("a list; each is {}", holds(item)),
        Kind::OneOrMany(item) => format!("{}, or a list of them", holds(item)),
        Kind::Object(object) => format!("[{}](#{})", object.name, anchor(object.name)),
        Kind::TextMap => "keys with texts".to_owned(),
        Kind::Named(object) => format!("names, each with the keys of [{}](#{})", object.name, anchor(object.name)),
    }
}

fn inner(kind: &Kind) -> Option<&'static Object> {
    match kind {
        Kind::List(item) | Kind::OneOrMany(item) => inner(item),
        Kind::Object(object) | Kind::Named(object) => Some(object),
        _ => None,
    }
}

/// The keys of `object`, then those of every mapping in it under a heading of its own.
fn keys(object: &Object) -> String {
    let mut out = String::from("| key | | holds | meaning | example |\n|---|---|---|---|---|\n");
    for field in object.fields {
        let needed = if field.required { "required" } else { "" };
        let (holds, about) = (cell(&holds(&field.kind)), cell(field.about));
        let _ = writeln!(out, "| `{}` | {needed} | {holds} | {about} | `{}` |", field.key, cell(field.example));
    }
    for object in object.fields.iter().filter_map(|field| inner(&field.kind)) {
        let name = object.name;
        let _ = write!(out, "\n### {}{}\n\n{}", name[..1].to_uppercase(), &name[1..], keys(object));
    }
    out
}

#[test]
fn the_fields_of_listings_guides_pages_and_the_site_file_are_described() {
    compare("listing.md", &[("listing", keys(&listing::fields::LISTING))]);
    compare("guides.md", &[("guide", keys(&article::GUIDE)), ("page", keys(&article::PAGE))]);
    compare("site.md", &[("site", keys(&config::SITE))]);
}

#[test]
fn every_rule_is_described() {
    let mut out = String::new();
    let mut family = "";
    for rule in rules::ALL {
        let own = rule.code.split('/').next().unwrap();
        if own != family {
            family = own;
            let _ = writeln!(out, "## {family}\n");
        }
        let _ = writeln!(
            out,
            "### `{}`\n\n**{}.** {}\n\n{}\n{}",
            rule.code,
            rule.severity.word(),
            rule.why,
            example("Wrong", rule.wrong),
            example("Right", rule.right)
        );
    }
    compare("rules.md", &[("rules", out)]);
}

/// An example under its word, as a block of code if it is one.
fn example(word: &str, example: Example) -> String {
    match example {
        Example::Words(words) => format!("{word}: {words}\n"),
        Example::Files(_) => format!("{word}:\n\n```\n{}```\n", example.shown(false)),
    }
}

#[test]
fn every_term_is_described() {
    let vocabulary = Vocabulary::embedded();
    let mut out = String::new();
    for facet in Facet::all() {
        let about = vocabulary.facet_about(facet).get("en");
        let _ = writeln!(
            out,
            "### {facet}\n\n{}: {about}\n\n| slug | label | meaning |\n|---|---|---|",
            vocabulary.facet_label(facet).get("en")
        );
        for term in vocabulary.terms(facet).map(|id| vocabulary.get(id)) {
            let _ =
                writeln!(out, "| `{}` | {} | {} |", term.slug, cell(term.label.get("en")), cell(term.about.get("en")));
        }
        out.push('\n');
    }
    compare("vocabulary.md", &[("terms", out)]);
}

/// The names that each template may use, from the contexts of the demonstration site.
fn templates() -> BTreeMap<&'static str, BTreeSet<String>> {
    let request = Request { root: project(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let (site, catalog, plan, theme) = (
        checked.site.as_ref().unwrap(),
        checked.catalog.as_ref().unwrap(),
        checked.plan.as_ref().unwrap(),
        checked.theme.as_ref().unwrap(),
    );
    let address = Address { url: site.base_url.clone(), relative: false };
    let renderer = Renderer::new(site, &address, catalog, plan, theme, &checked.vocabulary, None, &[], None);
    let mut templates: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for (template, context) in plan.routes.iter().filter_map(|route| renderer.context(route)) {
        templates.entry(template).or_default().extend(context.as_object().unwrap().keys().cloned());
    }
    templates
}

/// A `struct` of the contexts: its name, what it is, and its fields with type and meaning.
struct Shown {
    name: String,
    about: String,
    fields: Vec<(String, String, String)>,
}

/// The modules of the contexts one after the other, in the order of their declarations.
fn contexts() -> String {
    let folder = project().join("src/render/context");
    let read = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    let top = read("mod.rs");
    let modules = top.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';'));
    let all: Vec<String> = modules.map(|name| read(&format!("{name}.rs"))).collect();
    assert_eq!(all.len() + 1, fs::read_dir(&folder).unwrap().count());
    all.concat()
}

fn structs(source: &str) -> Vec<Shown> {
    let mut all: Vec<Shown> = Vec::new();
    let (mut about, mut rename) = (String::new(), None);
    for line in source.lines().map(str::trim) {
        if let Some(comment) = line.strip_prefix("/// ") {
            about = if about.is_empty() { comment.to_owned() } else { format!("{about} {comment}") };
        } else if let Some(name) = line.strip_prefix("#[serde(rename = \"").and_then(|rest| rest.strip_suffix("\")]")) {
            rename = Some(name.to_owned());
        } else if let Some(rest) = line.strip_prefix("pub struct ") {
            let name = rest.split(['<', ' ']).next().unwrap().to_owned();
            all.push(Shown { name, about: std::mem::take(&mut about), fields: Vec::new() });
        } else if let Some((name, kind)) =
            line.strip_prefix("pub ").and_then(|rest| rest.strip_suffix(',')?.split_once(": "))
        {
            let name = rename.take().unwrap_or_else(|| name.to_owned());
            let about = std::mem::take(&mut about);
            let kind = shown_kind(kind, &name, &about);
            all.last_mut().expect("a field stands in a struct").fields.push((name, kind, about));
        } else if !line.starts_with("#[") {
            about.clear();
        }
    }
    all
}

/// A type as a theme author sees it.
fn shown_kind(kind: &str, name: &str, about: &str) -> String {
    let peeled = |prefix: &str, suffix: &str| kind.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
    if let Some(inner) = peeled("Option<", ">") {
        return format!("{} or null", shown_kind(inner, name, about));
    }
    if let Some(item) = peeled("Vec<", ">").or_else(|| peeled("&'a [", "]")) {
        // The only values without a type of their own that stand in lists are terms.
        return format!("list of {}", if item == "Value" { link("Term") } else { shown_kind(item, name, about) });
    }
    match kind {
        "&'a str" | "&'static str" | "String" => "text".to_owned(),
        "&'static [&'static str]" => "list of text".to_owned(),
        "bool" => "true or false".to_owned(),
        "usize" | "u32" | "u8" | "i16" | "i32" => "whole number".to_owned(),
        "f64" => "number".to_owned(),
        "Value" if about.to_lowercase().contains("term") => link("Term"),
        "Value" if name == "params" => "map".to_owned(),
        "Value" if name == "min" || name == "max" => "number".to_owned(),
        "Value" if name == "json_ld" || name == "table" => "safe text".to_owned(),
        "Value" => "safe HTML".to_owned(),
        named => link(named.split('<').next().unwrap()),
    }
}

fn link(name: &str) -> String {
    format!("[{name}](#{})", name.to_lowercase())
}

#[test]
fn everything_that_templates_may_see_is_described() {
    let templates = templates();
    assert_eq!(templates.keys().copied().collect::<BTreeSet<_>>(), waypost::render::PAGES.iter().copied().collect());
    let everywhere = |key: &str| templates.values().all(|keys| keys.contains(key));
    let mut table = String::from("| template | names |\n|---|---|\n");
    for name in waypost::render::PAGES {
        let own: Vec<&str> =
            context::KEYS.iter().copied().filter(|key| templates[name].contains(*key) && !everywhere(key)).collect();
        let own = if own.is_empty() { "none of its own".to_owned() } else { or(&own) };
        let _ = writeln!(table, "| `{name}` | {own} |");
    }
    let mut values = String::new();
    for shown in structs(&contexts()) {
        let _ = writeln!(values, "### {}\n\n{}\n\n| name | is | meaning |\n|---|---|---|", shown.name, shown.about);
        for (name, kind, about) in shown.fields {
            let _ = writeln!(values, "| `{name}` | {kind} | {} |", cell(&about));
        }
        values.push('\n');
    }
    compare("themes.md", &[("templates", table), ("values", values), ("tokens", tokens())]);
    let page = fs::read_to_string(project().join("docs/themes.md")).unwrap();
    for key in context::KEYS {
        assert!(page.contains(&format!("\n| `{key}` | ")), "docs/themes.md does not say what `{key}` is");
    }
}

/// The tokens of the default theme.
fn tokens() -> String {
    #[derive(serde::Deserialize)]
    struct Manifest {
        tokens: BTreeMap<String, BTreeMap<String, String>>,
    }
    let text = fs::read_to_string(project().join("themes/default/theme.yaml")).unwrap();
    let manifest: Manifest = serde_yaml::from_str(&text).unwrap();
    let mut out = String::from("| token | light | dark | for |\n|---|---|---|---|\n");
    for (name, token) in manifest.tokens {
        let _ = writeln!(out, "| `{name}` | `{}` | `{}` | {} |", token["light"], token["dark"], token["about"]);
    }
    out
}

/// Every relative link of the docs leads to a file, and its anchor to a heading of that file.
#[test]
fn links_between_pages_hold() {
    let folder = project().join("docs");
    for entry in
        fs::read_dir(&folder).unwrap().map(Result::unwrap).filter(|e| e.path().extension().is_some_and(|e| e == "md"))
    {
        let text = without_code(&fs::read_to_string(entry.path()).unwrap());
        for address in text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if address.contains(':') || address.starts_with('/') {
                continue;
            }
            let (file, fragment) =
                address.split_once('#').map_or((address, None), |(file, fragment)| (file, Some(fragment)));
            let target = if file.is_empty() { entry.path() } else { folder.join(file) };
            let from = entry.file_name();
            assert!(target.exists(), "{from:?} links to {address}");
            if let Some(fragment) = fragment {
                assert!(headings(&target).contains(fragment), "{from:?} links to {address}");
            }
        }
    }
}

/// The text without its blocks and spans of code.
fn without_code(text: &str) -> String {
    let blocks: Vec<&str> = text.split("```").step_by(2).collect();
    let spans = blocks.concat();
    spans.split('`').step_by(2).collect()
}

fn headings(page: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(page).unwrap();
    text.lines().filter(|line| line.starts_with('#')).map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

/// Compares a file of the project with `wanted`, or writes it.
fn whole(path: &str, wanted: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(project().join(path), wanted).unwrap();
        return;
    }
    let text = fs::read_to_string(project().join(path)).unwrap();
    assert!(text == wanted, "{path} is out of date; run this test with UPDATE_DOCS=1");
}

/// The fields that a person is asked for who proposes a listing without writing a file: path of keys, and whether it is
/// needed there.
const ASKED: [(&[&str], bool); 12] = [
    (&["name"], true),
    (&["organization"], false),
    (&["location", "street"], false),
    (&["location", "city"], true),
    (&["location", "state"], true),
    (&["location", "zip"], true),
    (&["phones", "number"], false),
    (&["website"], false),
    (&["programs", "level_of_care"], false),
    (&["programs", "hours_per_week"], false),
    (&["programs", "focus"], false),
    (&["payment", "accepts"], false),
];

/// The field at a path of keys; lists of mappings are passed through.
fn field_at(path: &[&str]) -> &'static Field {
    let mut object: &Object = &listing::fields::LISTING;
    for (n, key) in path.iter().enumerate() {
        let field = object.field(key).unwrap();
        if n + 1 == path.len() {
            return field;
        }
        object = match &field.kind {
            Kind::Object(inner) | Kind::List(Kind::Object(inner)) => inner,
            _ => panic!("{key} holds no keys"),
        };
    }
    panic!("an empty path")
}

#[test]
fn the_issue_form_for_a_listing_asks_with_the_words_of_the_shape() {
    let mut form = String::from(
        "# Made from the fields of a listing.\nname: New listing\ndescription: Propose a program without writing a file; \
         somebody makes the file for you.\ntitle: \"New listing: \"\nbody:\n  - type: markdown\n    attributes:\n      value: \
         Please write nothing about patients, and nothing about your own care. Everybody can read this.\n",
    );
    for (path, needed) in ASKED {
        let field = field_at(path);
        let label = path.join(" ").replace('_', " ");
        let example = field.example.trim_matches(['"', '[', ']']);
        let _ = write!(
            form,
            "  - type: input\n    id: {}\n    attributes:\n      label: {:?}\n      description: {:?}\n      placeholder: {example:?}\n",
            path.join("-").replace('_', "-"),
            label,
            field.about
        );
        if needed {
            form.push_str("    validations:\n      required: true\n");
        }
    }
    form.push_str(
        "  - type: textarea\n    id: more\n    attributes:\n      label: Anything else\n      description: Days and times, ages, \
         languages, and how you know the facts.\n",
    );
    whole("data/init/.github/ISSUE_TEMPLATE/new-listing.yml", &form);
}
