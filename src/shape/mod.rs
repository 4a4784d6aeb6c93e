//! The shape of what people write: which keys there are, what each holds, what it means.
//!
//! A shape is a static table. One table is the source of the check ([`check`]), of the JSON Schema that editors
//! use ([`json_schema`]), and of every message about a key or a value: nothing is described twice.

pub mod check;
pub mod json_schema;
pub mod values;

use crate::diagnostic::Rule;
use crate::vocabulary::Facet;
use std::borrow::Cow;

/// A mapping with a fixed set of keys.
#[derive(Debug)]
pub struct Object {
    /// What it is called in a message: "a listing", "a program".
    pub name: &'static str,
    /// Its keys in the order in which they are best written.
    pub fields: &'static [Field],
}

impl Object {
    /// The field with this key.
    pub fn field(&self, key: &str) -> Option<&'static Field> {
        self.fields.iter().find(|field| field.key == key)
    }
}

/// One key of an [`Object`].
#[derive(Debug)]
pub struct Field {
    /// The key.
    pub key: &'static str,
    /// Whether the mapping is incomplete without it.
    pub required: bool,
    /// What it holds.
    pub kind: Kind,
    /// What it means, one sentence.
    pub about: &'static str,
    /// What to type, as YAML.
    pub example: &'static str,
}

/// A key that may be absent.
pub const fn field(key: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Field {
    Field { key, required: false, kind, about, example }
}

/// A key that has to be there.
pub const fn need(key: &'static str, kind: Kind, about: &'static str, example: &'static str) -> Field {
    Field { key, required: true, kind, about, example }
}

/// What a field holds.
#[derive(Debug)]
pub enum Kind {
    /// Free text of at most so many characters.
    Text(usize),
    /// The same, or a mapping from language codes to such texts.
    Words(usize),
    /// A scalar with a form of its own.
    Value(&'static ValueKind),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A term of a facet.
    Term(Facet),
    /// A whole number between two bounds.
    Integer(i64, i64),
    /// A number between two bounds.
    Decimal(f64, f64),
    /// A number between two bounds, or `{ min, max }`.
    Range(f64, f64),
    /// A list.
    List(&'static Kind),
    /// A list, or a single value that stands for a list of one.
    OneOrMany(&'static Kind),
    /// A mapping.
    Object(&'static Object),
    /// A mapping from words of the writer's choice to text.
    TextMap,
    /// A mapping from words of the writer's choice to mappings.
    Named(&'static Object),
}

impl Kind {
    /// True for what a list names at most once.
    pub fn is_word(&self) -> bool {
        matches!(self, Self::Term(_) | Self::Value(_) | Self::Choice(_))
    }
}

/// A scalar with a form of its own, such as a date.
pub struct ValueKind {
    /// What it is called in a message: "a date".
    pub name: &'static str,
    /// How JSON Schema says the same as the check.
    pub schema: SchemaForm,
    /// Refuses a text that does not have the form.
    pub check: fn(&str) -> Result<(), Refusal>,
}

impl std::fmt::Debug for ValueKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// How JSON Schema says a form.
#[derive(Debug, Clone, Copy)]
pub enum SchemaForm {
    /// A `pattern`, that is a regular expression of JavaScript.
    Pattern(fn() -> Cow<'static, str>),
    /// An `enum`.
    Words(fn() -> Vec<&'static str>),
}

/// Why a text does not have the form that its field needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The rule that refuses it.
    pub rule: &'static Rule,
    /// What is wrong.
    pub message: String,
    /// What to type.
    pub help: String,
}
