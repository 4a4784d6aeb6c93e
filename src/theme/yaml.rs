//! A YAML file of a theme as a tree that remembers where each value stands.

use crate::diagnostic::{Diagnostic, Place, Rule, rules};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::{Location, Spanned};
use std::fmt;
use std::ops::Range;

/// A value and the bytes it was written in.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) at: Range<usize>,
}

/// What YAML can say, as far as themes need it.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    List(Vec<Node>),
    Map(Vec<Entry>),
}

/// A key with its value.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) key_at: Range<usize>,
    pub(super) node: Node,
}

impl Value {
    /// What a person would call this kind of value.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "true or false",
            Self::Number(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Map(_) => "a group of keys",
        }
    }
}

/// A file that is being read, for places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Text<'a> {
    pub(super) shown: &'a str,
    pub(super) text: &'a str,
}

impl Text<'_> {
    /// The place of the bytes `at`.
    pub(super) fn place(&self, at: &Range<usize>) -> Place {
        Place::span(self.shown, self.text, at.clone())
    }

    /// A finding of `rule` at the bytes `at`.
    pub(super) fn finding(&self, rule: &Rule, message: impl Into<String>, at: &Range<usize>) -> Diagnostic {
        Diagnostic::new(rule, message).at(self.place(at))
    }
}

/// The tree of a file. An empty file is an empty map.
pub(super) fn parse(file: Text<'_>) -> Result<Node, Box<Diagnostic>> {
    if file.text.lines().all(|line| line.trim_start().is_empty() || line.trim_start().starts_with('#')) {
        return Ok(Node { value: Value::Map(Vec::new()), at: 0..0 });
    }
    let options = serde_yaml::options! { strict_booleans: true, leading_zero_numbers_as_strings: true };
    serde_yaml::from_str_with_options::<Node>(file.text, options).map_err(|error| Box::new(explain(&error, file)))
}

fn explain(error: &serde_yaml::Error, file: Text<'_>) -> Diagnostic {
    let error = error.without_snippet();
    let rule = match error {
        serde_yaml::Error::DuplicateMappingKey { .. } => rules::YAML_DUPLICATE_KEY,
        _ => rules::YAML_SYNTAX,
    };
    let message = error.render_with_formatter(&serde_yaml::UserMessageFormatter);
    let message = message.lines().next().unwrap_or_default();
    let message = message.rsplit_once(" at line ").map_or(message, |(before, _)| before);
    let finding = Diagnostic::new(&rule, message.trim_end_matches('.'));
    match error.location() {
        Some(location) if location.span().byte_offset().is_some() => finding.at(file.place(&bytes(location))),
        // The parser's own errors come without bytes.
        Some(location) => finding.at(file.place(&at_column(file.text, location))),
        None => finding.at(Place::file(file.shown)),
    }
}

fn bytes(location: Location) -> Range<usize> {
    let offset = location.span().byte_offset().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    let length = location.span().byte_len().and_then(|n| usize::try_from(n).ok()).unwrap_or_default();
    offset..offset + length.max(1)
}

fn at_column(text: &str, location: Location) -> Range<usize> {
    let line = usize::try_from(location.line()).unwrap_or_default().saturating_sub(1);
    let column = usize::try_from(location.column()).unwrap_or_default().saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let offset: usize = text[start..].chars().take(column).map(char::len_utf8).sum();
    start + offset..start + offset + 1
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let spanned = Spanned::<Value>::deserialize(deserializer)?;
        Ok(Self { value: spanned.value, at: bytes(spanned.referenced) })
    }
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Value::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = access.next_key::<Spanned<String>>()? {
            let node = access.next_value()?;
            entries.push(Entry { key: key.value, key_at: bytes(key.referenced), node });
        }
        Ok(Value::Map(entries))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::{Text, Value, parse};

    #[test]
    fn values_and_keys_know_their_place() {
        let text = "# ñ\nuno: Peñón\ndos: { one: \"x\", other: \"y z\" }\n";
        let file = Text { shown: "a.yaml", text };
        let tree = parse(file).unwrap();
        let Value::Map(entries) = &tree.value else { panic!("{tree:?}") };
        assert_eq!(&text[entries[0].node.at.clone()], "Peñón");
        assert_eq!(&text[entries[1].key_at.clone()], "dos");
        let Value::Map(inner) = &entries[1].node.value else { panic!("{tree:?}") };
        assert_eq!(&text[inner[1].node.at.clone()], "\"y z\"");
        assert_eq!(&text[inner[1].key_at.clone()], "other");
    }

    #[test]
    fn an_unclosed_quote_is_shown_at_its_line() {
        let finding = parse(Text { shown: "a.yaml", text: "one: a\ntwo: \"b\nthree: c\n" }).unwrap_err();
        assert_eq!(finding.code, "yaml/syntax");
        let place = finding.place.unwrap();
        assert!((2..=3).contains(&place.line), "{place:?} {}", finding.message);
    }

    #[test]
    fn the_same_key_twice_is_refused() {
        let finding = parse(Text { shown: "a.yaml", text: "one: a\ntwo: b\none: c\n" }).unwrap_err();
        assert_eq!(finding.code, "yaml/duplicate-key");
        let place = finding.place.unwrap();
        assert_eq!((place.line, place.column, place.width), (3, 1, 3), "{}", finding.message);
    }

    #[test]
    fn a_file_of_comments_is_an_empty_map() {
        assert!(
            matches!(parse(Text { shown: "a", text: "# nothing\n\n" }).unwrap().value, Value::Map(m) if m.is_empty())
        );
    }
}
