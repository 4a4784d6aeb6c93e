//! `theme.yaml`: the theme's name, what it extends, the parameters a site may set and the colours it may change.

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
    pub(super) params: Vec<Param>,
    pub(super) tokens: Vec<Token>,
}

/// A setting of the theme that a site may change under `theme_params`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Param {
    pub(super) name: String,
    pub(super) kind: ParamKind,
    pub(super) default: tera::Value,
}

/// What values a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParamKind {
    Text,
    Number,
    Bool,
    Choice(Vec<String>),
}

/// A colour or size of the theme that a site may change under `tokens`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) name: String,
    pub(super) light: String,
    pub(super) dark: Option<String>,
}

impl Param {
    /// The value that `given` means, or what it should have been.
    pub(super) fn parse(&self, given: &str) -> Result<tera::Value, String> {
        match &self.kind {
            ParamKind::Text => Ok(tera::Value::from(given)),
            ParamKind::Number => number(given).ok_or_else(|| "a number".to_owned()),
            ParamKind::Bool => match given {
                "true" => Ok(tera::Value::from(true)),
                "false" => Ok(tera::Value::from(false)),
                _ => Err("true or false".to_owned()),
            },
            ParamKind::Choice(choices) if choices.iter().any(|choice| choice == given) => Ok(tera::Value::from(given)),
            ParamKind::Choice(choices) => Err(format!("one of {}", choices.join(", "))),
        }
    }
}

fn number(given: &str) -> Option<tera::Value> {
    let whole = given.parse::<i64>().ok().map(tera::Value::from);
    whole.or_else(|| given.parse::<f64>().ok().filter(|n| n.is_finite()).map(tera::Value::from))
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
                        manifest.params.extend(self.param(entry));
                    }
                }
                "tokens" => {
                    for entry in self.entries(&entry.node) {
                        manifest.tokens.extend(self.token(entry));
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

    fn param(&mut self, entry: &Entry) -> Option<Param> {
        let (mut kind, mut choices, mut default) = (None, Vec::new(), None);
        self.plain_name(entry);
        for inner in self.entries(&entry.node) {
            match &*inner.key {
                "type" => kind = self.text(inner).map(|word| (word, &inner.node.at)),
                "choices" => choices = self.texts(inner),
                "default" => default = Some(inner),
                "about" => drop(self.text(inner)),
                _ => self.unknown(inner, &["type", "choices", "default", "about"]),
            }
        }
        let Some((word, at)) = kind else { return self.missing(entry, "type") };
        let kind = match &*word {
            "text" => ParamKind::Text,
            "number" => ParamKind::Number,
            "bool" => ParamKind::Bool,
            "choice" if choices.is_empty() => return self.missing(entry, "choices"),
            "choice" => ParamKind::Choice(choices),
            _ => {
                let message = format!("`{word}` is not a type of parameter");
                let finding = self.file.finding(&rules::SHAPE_UNKNOWN_TERM, message, at);
                self.findings.push(finding.help("use text, number, bool or choice"));
                return None;
            }
        };
        let Some(default) = default else { return self.missing(entry, "default") };
        let mut param = Param { name: entry.key.clone(), kind, default: tera::Value::none() };
        match param.parse(&scalar(&default.node.value)) {
            Ok(value) => param.default = value,
            Err(expected) => {
                let message = format!("the default of `{}` is not {expected}", param.name);
                self.findings.push(self.file.finding(&rules::SHAPE_WRONG_TYPE, message, &default.node.at));
            }
        }
        Some(param)
    }

    fn token(&mut self, entry: &Entry) -> Option<Token> {
        let (mut light, mut dark) = (None, None);
        self.plain_name(entry);
        for inner in self.entries(&entry.node) {
            match &*inner.key {
                "light" => light = self.token_value(inner),
                "dark" => dark = self.token_value(inner),
                "about" => drop(self.text(inner)),
                _ => self.unknown(inner, &["light", "dark", "about"]),
            }
        }
        let Some(light) = light else { return self.missing(entry, "light") };
        Some(Token { name: entry.key.clone(), light, dark })
    }

    fn token_value(&mut self, entry: &Entry) -> Option<String> {
        let value = self.text(entry)?;
        if !is_token_value(&value) {
            let message = format!("`{value}` is not one CSS value");
            self.findings.push(self.file.finding(&rules::SHAPE_BAD_VALUE, message, &entry.node.at));
        }
        Some(value)
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

    fn missing<T>(&mut self, entry: &Entry, key: &str) -> Option<T> {
        let message = format!("`{}` has no `{key}`", entry.key);
        self.findings.push(self.file.finding(&rules::SHAPE_MISSING_KEY, message, &entry.key_at));
        None
    }

    fn unknown(&mut self, entry: &Entry, known: &[&str]) {
        let message = format!("`{}` is not a key of theme.yaml here", entry.key);
        let help = did_you_mean(&entry.key, known.iter().copied());
        let finding = self.file.finding(&rules::SHAPE_UNKNOWN_KEY, message, &entry.key_at);
        self.findings.push(finding.help(help.unwrap_or_else(|| format!("the keys are {}", known.join(", ")))));
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
    use super::{Manifest, ParamKind, Text, read};

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
        assert_eq!(manifest.params[0].kind, ParamKind::Choice(vec!["roomy".into(), "compact".into()]));
        assert_eq!(manifest.params[1].default.as_i64(), Some(3));
        assert_eq!(manifest.params[2].default.as_bool(), Some(true));
        assert_eq!(manifest.tokens[0].dark.as_deref(), Some("#7fd0cf"));
    }

    #[test]
    fn every_mistake_is_reported_at_once() {
        let (_, findings) = parse(
            "nmae: x\nextends: [a]\nparams:\n  A b: { type: text, default: x }\n  c: { type: txt }\n  d: { type: number, default: many }\n  e: { type: choice, default: a }\n\
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
                "shape/wrong-type",
                "shape/missing-key",
                "shape/bad-value",
                "shape/unknown-key",
                "shape/missing-key",
                "shape/missing-key",
            ],
            "{findings:#?}"
        );
    }
}
