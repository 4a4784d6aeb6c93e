//! A shape as JSON Schema (draft 7, which editors understand best), with the same words as the check.

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
        Kind::Text(max) => json!({ "type": "string", "minLength": 1, "maxLength": max }),
        Kind::Words(max) => {
            let text = json!({ "type": "string", "minLength": 1, "maxLength": max });
            json!({ "anyOf": [text, { "type": "object", "minProperties": 1, "additionalProperties": text }] })
        }
        Kind::Value(form) => match form.schema {
            SchemaForm::Format(format) => json!({ "type": "string", "format": format }),
            SchemaForm::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
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
        Kind::List(item) => json!({ "type": "array", "items": self::kind(item, vocabulary) }),
        Kind::OneOrMany(item) => {
            let one = self::kind(item, vocabulary);
            json!({ "anyOf": [one, { "type": "array", "items": one }] })
        }
        Kind::Object(object) => mapping(object, vocabulary),
        Kind::Named(object) => json!({ "type": "object", "additionalProperties": mapping(object, vocabulary) }),
        Kind::TextMap => json!({ "type": "object", "additionalProperties": { "type": "string" } }),
    }
}
