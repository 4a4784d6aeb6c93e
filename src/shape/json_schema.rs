//! A shape as JSON Schema (draft 7, which editors understand best), with the same words as the check.
//!
//! The two agree: [`Check::object`](super::check::Check::object) has no finding in a file exactly if the schema accepts
//! its front matter. Only what no schema can say is left to the check: the check digit of an NPI (`trust/npi`), a range
//! whose end comes before its beginning (`logic/range`), and a domain whose `xn--` part stands for no letters (`url`
//! refuses it). What the rules say of a file beyond its shape is no part of the schema.
//!
//! JSON has no quotes to lose. A number or a truth value is accepted where a text is wanted, as it comes back as it was;
//! where a form, a term or one of a few words is wanted, it is `shape/bare-number` or `shape/bare-yes-no`.

use super::values::NOT_BLANK;
use super::{Field, Kind, Object, SchemaForm};
use crate::vocabulary::Vocabulary;
use serde_json::{Map, Value, json};

/// The schema document of `object`.
pub fn document(object: &Object, id: &str, title: &str, vocabulary: &Vocabulary) -> Value {
    let mut schema = mapping(object, vocabulary);
    let mut document = Map::new();
    document.insert("$schema".into(), "http://json-schema.org/draft-07/schema#".into());
    document.insert("$id".into(), id.into());
    document.insert("title".into(), title.into());
    if let Value::Object(rest) = &mut schema {
        document.append(rest);
    }
    Value::Object(document)
}

fn mapping(object: &Object, vocabulary: &Vocabulary) -> Value {
    let properties: Map<String, Value> =
        object.fields.iter().map(|f| (f.key.to_owned(), field(f, vocabulary))).collect();
    let required: Vec<&str> = object.fields.iter().filter(|f| f.required).map(|f| f.key).collect();
    let mut schema = json!({ "type": "object", "additionalProperties": false, "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    schema
}

fn field(field: &Field, vocabulary: &Vocabulary) -> Value {
    let mut schema = kind(&field.kind, vocabulary);
    schema["description"] = field.about.into();
    // The example as YAML, for people; editors show it beside the description.
    schema["x-example"] = format!("{}: {}", field.key, field.example).into();
    schema
}

fn kind(kind: &Kind, vocabulary: &Vocabulary) -> Value {
    match kind {
        Kind::Text(max) => text(*max),
        Kind::Words(max) => {
            let text = text(*max);
            json!({ "anyOf": [text, { "type": "object", "minProperties": 1, "additionalProperties": text }] })
        }
        Kind::Value(form) => match form.schema {
            SchemaForm::Pattern(pattern) => {
                // The message is an extension of editors; the pattern alone says nothing to a person.
                json!({ "type": "string", "pattern": pattern(), "patternErrorMessage": format!("This is not {}.", form.name) })
            }
            SchemaForm::Words(words) => json!({ "type": "string", "enum": words() }),
        },
        Kind::Choice(words) => json!({ "type": "string", "enum": words }),
        Kind::Term(facet) => {
            let terms: Vec<_> = vocabulary.terms(*facet).map(|id| vocabulary.get(id)).collect();
            json!({
                "type": "string",
                "enum": terms.iter().map(|t| &*t.slug).collect::<Vec<_>>(),
                "enumDescriptions": terms.iter().map(|t| format!("{}. {}", t.label.get("en"), t.about.get("en"))).collect::<Vec<_>>(),
            })
        }
        Kind::Integer(low, high) => json!({ "type": "integer", "minimum": low, "maximum": high }),
        Kind::Decimal(low, high) => json!({ "type": "number", "minimum": low, "maximum": high }),
        Kind::Range(low, high) => {
            let number = json!({ "type": "number", "minimum": low, "maximum": high });
            json!({ "anyOf": [number, { "type": "object", "additionalProperties": false, "minProperties": 1,
                "properties": { "min": number, "max": number } }] })
        }
        Kind::List(item) => list(item, vocabulary),
        Kind::OneOrMany(item) => json!({ "anyOf": [self::kind(item, vocabulary), list(item, vocabulary)] }),
        Kind::Object(object) => mapping(object, vocabulary),
        Kind::Named(object) => json!({ "type": "object", "additionalProperties": mapping(object, vocabulary) }),
        Kind::TextMap => json!({ "type": "object", "additionalProperties": { "type": SCALAR } }),
    }
}

/// What YAML writes without quotes or with them.
const SCALAR: [&str; 3] = ["string", "number", "boolean"];

fn text(max: usize) -> Value {
    json!({ "type": SCALAR, "pattern": NOT_BLANK, "maxLength": max })
}

fn list(item: &Kind, vocabulary: &Vocabulary) -> Value {
    let mut list = json!({ "type": "array", "items": kind(item, vocabulary) });
    if item.is_word() {
        list["uniqueItems"] = true.into();
    }
    list
}
