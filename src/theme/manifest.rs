//! `theme.yaml` of one theme: its name, what it extends, and what it says of parameters and tokens. What the chain of
//! themes says together is put together in [`super::settings`].

use super::nearest::did_you_mean;
use super::yaml::{self, Entry, Node, Text, Value};
use crate::diagnostic::{Diagnostic, Place, rules};

/// What a theme says about itself.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) version: String,
    pub(super) description: String,
    /// The theme below this one, and where it is named.
    pub(super) extends: Option<(String, Place)>,
    pub(super) params: Vec<Group<ParamKeys>>,
    pub(super) tokens: Vec<Group<TokenKeys>>,
}

/// What a file says under one name.
#[derive(Debug, Clone)]
pub(super) struct Group<T> {
    pub(super) name: String,
    pub(super) place: Place,
    /// The keys, or what stands in their place.
    pub(super) keys: Result<T, &'static str>,
}

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placed<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// The keys of a parameter. What is absent is said by the theme below.
#[derive(Debug, Clone, Default)]
pub(super) struct ParamKeys {
    pub(super) kind: Option<ParamType>,
    pub(super) choices: Option<Vec<String>>,
    /// As a site would type it.
    pub(super) default: Option<Placed<String>>,
    pub(super) about: Option<String>,
}

/// The word after `type`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ParamType {
    Text,
    Number,
    Bool,
    Choice,
}

/// The keys of a token. What is absent is said by the theme below.
#[derive(Debug, Clone, Default)]
pub(super) struct TokenKeys {
    pub(super) light: Option<Placed<String>>,
    pub(super) dark: Option<Placed<String>>,
    pub(super) about: Option<String>,
}

/// Whether `name` can be written after `--` in a stylesheet, or as a parameter.
fn is_plain(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

/// Whether a token's value stays one value: it cannot end its declaration or load anything.
pub(super) fn is_token_value(value: &str) -> bool {
    !value.trim().is_empty()
        && !value.contains(['{', '}', ';', '<', '>', '\\', '"', '\'', '@', '\n'])
        && !value.contains("/*")
        && !value.to_ascii_lowercase().contains("url(")
}

/// Reads `theme.yaml`. What is wrong is reported and left out.
pub(super) fn read(file: Text<'_>) -> (Manifest, Vec<Diagnostic>) {
    let mut reader = Reader { file, findings: Vec::new() };
    let manifest = match yaml::parse(file) {
        Ok(tree) => reader.manifest(&tree),
        Err(finding) => {
            reader.findings.push(*finding);
            Manifest::default()
        }
    };
    (manifest, reader.findings)
}

struct Reader<'a> {
    file: Text<'a>,
    findings: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn manifest(&mut self, tree: &Node) -> Manifest {
        let mut manifest = Manifest::default();
        let mut named = false;
        for entry in self.entries(tree) {
            match &*entry.key {
                "name" => named = self.text(entry).is_some(),
                "version" => manifest.version = self.text(entry).unwrap_or_default(),
                "description" => manifest.description = self.text(entry).unwrap_or_default(),
                "extends" => {
                    if !matches!(entry.node.value, Value::Null) {
                        manifest.extends = self.text(entry).map(|name| (name, self.file.place(&entry.node.at)));
                    }
                }
                "params" => {
                    for entry in self.entries(&entry.node) {
                        let param = self.param(entry);
                        manifest.params.push(param);
                    }
                }
                "tokens" => {
                    for entry in self.entries(&entry.node) {
                        let token = self.token(entry);
                        manifest.tokens.push(token);
                    }
                }
                _ => self.unknown(entry, &["name", "version", "description", "extends", "params", "tokens"]),
            }
        }
        if !named {
            let finding = Diagnostic::new(&rules::SHAPE_MISSING_KEY, "the theme has no `name`");
            self.findings.push(finding.at(Place::file(self.file.shown)).help("add a line such as `name: my-theme`"));
        }
        manifest
    }

    fn param(&mut self, entry: &Entry) -> Group<ParamKeys> {
        let mut keys = ParamKeys::default();
        for inner in inner(entry) {
            match &*inner.key {
                "type" => keys.kind = self.param_type(inner),
                "choices" => keys.choices = Some(self.texts(inner)),
                "default" => keys.default = Some(self.placed(inner, scalar(&inner.node.value))),
                "about" => keys.about = self.text(inner),
                _ => self.unknown(inner, &["type", "choices", "default", "about"]),
            }
        }
        self.group(entry, keys)
    }

    fn param_type(&mut self, entry: &Entry) -> Option<ParamType> {
        let word = self.text(entry)?;
        Some(match &*word {
            "text" => ParamType::Text,
            "number" => ParamType::Number,
            "bool" => ParamType::Bool,
            "choice" => ParamType::Choice,
            _ => {
                let message = format!("`{word}` is not a type of parameter");
                let finding = self.file.finding(&rules::SHAPE_UNKNOWN_TERM, message, &entry.node.at);
                self.findings.push(finding.help("use text, number, bool or choice"));
                return None;
            }
        })
    }

    fn token(&mut self, entry: &Entry) -> Group<TokenKeys> {
        let mut keys = TokenKeys::default();
        for inner in inner(entry) {
            match &*inner.key {
                "light" => keys.light = self.token_value(inner),
                "dark" => keys.dark = self.token_value(inner),
                "about" => keys.about = self.text(inner),
                _ => self.unknown(inner, &["light", "dark", "about"]),
            }
        }
        self.group(entry, keys)
    }

    fn token_value(&mut self, entry: &Entry) -> Option<Placed<String>> {
        let value = self.text(entry)?;
        if !is_token_value(&value) {
            let message = format!("`{value}` is not one CSS value");
            self.findings.push(self.file.finding(&rules::SHAPE_BAD_VALUE, message, &entry.node.at));
        }
        Some(self.placed(entry, value))
    }

    fn group<T>(&mut self, entry: &Entry, keys: T) -> Group<T> {
        self.plain_name(entry);
        let keys = match &entry.node.value {
            Value::Map(_) => Ok(keys),
            other => Err(other.kind()),
        };
        Group { name: entry.key.clone(), place: self.file.place(&entry.key_at), keys }
    }

    fn placed<T>(&self, entry: &Entry, value: T) -> Placed<T> {
        Placed { value, place: self.file.place(&entry.node.at) }
    }

    fn plain_name(&mut self, entry: &Entry) {
        if !is_plain(&entry.key) {
            let message = format!("`{}` is not a plain name", entry.key);
            let finding = self.file.finding(&rules::SHAPE_BAD_VALUE, message, &entry.key_at);
            self.findings.push(finding.help("use a-z, 0-9, hyphens and underscores"));
        }
    }

    fn entries<'n>(&mut self, node: &'n Node) -> &'n [Entry] {
        match &node.value {
            Value::Map(entries) => entries,
            Value::Null => &[],
            other => {
                let message = format!("expected a group of keys, found {}", other.kind());
                self.findings.push(self.file.finding(&rules::SHAPE_WRONG_TYPE, message, &node.at));
                &[]
            }
        }
    }

    fn text(&mut self, entry: &Entry) -> Option<String> {
        match &entry.node.value {
            Value::Text(text) => Some(text.clone()),
            // `version: 1.0` is a number to YAML and a text to everybody else.
            Value::Number(_) if entry.key == "version" => Some(self.file.text[entry.node.at.clone()].to_owned()),
            other => {
                let message = format!("`{}` has to be a text, found {}", entry.key, other.kind());
                let finding = self.file.finding(&rules::SHAPE_WRONG_TYPE, message, &entry.node.at);
                self.findings.push(finding.help("write it in quotes"));
                None
            }
        }
    }

    fn texts(&mut self, entry: &Entry) -> Vec<String> {
        match &entry.node.value {
            Value::List(items) => items.iter().map(|item| scalar(&item.value)).collect(),
            other => {
                let message = format!("`{}` has to be a list, found {}", entry.key, other.kind());
                self.findings.push(self.file.finding(&rules::SHAPE_WRONG_TYPE, message, &entry.node.at));
                Vec::new()
            }
        }
    }

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let message = format!("`{}` is not a key of theme.yaml here", entry.key);
        let help = did_you_mean(&entry.key, known.iter().copied());
        let finding = self.file.finding(&rules::SHAPE_UNKNOWN_KEY, message, &entry.key_at);
        self.findings.push(finding.help(help.unwrap_or_else(|| format!("the keys are {}", known.join(", ")))));
    }
}

/// The keys below an entry; none if it is not a group.
fn inner(entry: &Entry) -> &[Entry] {
    match &entry.node.value {
        Value::Map(entries) => entries,
        _ => &[],
    }
}

/// A value as a site would have typed it.
fn scalar(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Bool(value) => value.to_string(),
        Value::Number(value) => value.to_string(),
        Value::Null | Value::List(_) | Value::Map(_) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Manifest, ParamType, Text, read};

    fn parse(text: &str) -> (Manifest, Vec<String>) {
        let (manifest, findings) = read(Text { shown: "theme.yaml", text });
        (manifest, findings.into_iter().map(|f| format!("{} {}", f.code, f.message)).collect())
    }

    #[test]
    fn a_whole_manifest_is_read() {
        let (manifest, findings) = parse(
            "name: default\nversion: 1.0\ndescription: Quiet\nextends: null\nparams:\n  density: { type: choice, choices: [roomy, compact], default: roomy, about: Space }\n  \
             per_row: { type: number, default: 3 }\n  map: { type: bool, default: true }\ntokens:\n  accent: { light: \"#0b5f66\", dark: \"#7fd0cf\", about: Buttons }\n",
        );
        assert_eq!(findings, [""; 0]);
        assert_eq!((&*manifest.version, &*manifest.description), ("1.0", "Quiet"));
        assert!(manifest.extends.is_none());
        let keys = manifest.params[0].keys.as_ref().unwrap();
        assert_eq!((keys.kind, keys.about.as_deref()), (Some(ParamType::Choice), Some("Space")));
        assert_eq!(keys.choices.as_deref(), Some(&["roomy".to_owned(), "compact".to_owned()][..]));
        let default = |i: usize| manifest.params[i].keys.as_ref().unwrap().default.clone().unwrap().value;
        assert_eq!((default(1), default(2)), ("3".to_owned(), "true".to_owned()));
        let dark = manifest.tokens[0].keys.as_ref().unwrap().dark.clone().unwrap();
        assert_eq!((&*dark.value, dark.place.line), ("#7fd0cf", 10));
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let (_, findings) = parse(
            "nmae: x\nextends: [a]\nparams:\n  A b: { type: text, default: x }\n  c: { type: txt }\n\
             tokens:\n  x: { light: \"red;} body{\" }\n  y: { drak: blue }\n",
        );
        let codes: Vec<_> = findings.iter().map(|f| f.split(' ').next().unwrap()).collect();
        assert_eq!(
            codes,
            [
                "shape/unknown-key",
                "shape/wrong-type",
                "shape/bad-value",
                "shape/unknown-term",
                "shape/bad-value",
                "shape/unknown-key",
                "shape/missing-key",
            ],
            "{findings:#?}"
        );
    }
}
