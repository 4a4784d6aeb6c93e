//! A YAML file of a theme as a tree that remembers where each value stands.

use crate::diagnostic::{Diagnostic, Place, Rule};
use crate::yaml::typed;
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
    serde_yaml::from_str_with_options::<Node>(file.text, options)
        .map_err(|error| Box::new(typed::explain(&error, file.shown, file.text)))
}

fn bytes(location: Location) -> Range<usize> {
    typed::bytes(location).unwrap_or_default()
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
