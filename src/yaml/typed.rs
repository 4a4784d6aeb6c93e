//! Typed YAML: what the library says of a mistake, as a finding in plain words at its place.

use crate::diagnostic::{Diagnostic, Place, rules};
use serde_yaml::{Error, Location, UserMessageFormatter};
use std::ops::Range;

/// The mistake that ended the reading of the file `path` with `text`.
pub fn explain(error: &Error, path: &str, text: &str) -> Diagnostic {
    let error = error.without_snippet();
    let (rule, message, help) = match error {
        Error::SerdeUnknownField { field, expected, .. } => {
            let help = format!("the keys here are {}", expected.join(", "));
            (rules::SHAPE_UNKNOWN_KEY, format!("there is no key `{field}` here"), Some(help))
        }
        Error::SerdeMissingField { field, .. } => {
            (rules::SHAPE_MISSING_KEY, format!("`{field}` is missing"), Some(format!("add `{field}:`")))
        }
        Error::DuplicateMappingKey { key, .. } => {
            let key = key.as_deref().unwrap_or("this key");
            (rules::YAML_DUPLICATE_KEY, format!("`{key}` is written twice"), Some("keep one of the two".to_owned()))
        }
        Error::ExternalMessage { .. } | Error::Eof { .. } | Error::MultipleDocuments { .. } => {
            (rules::YAML_SYNTAX, plain(error), Some("look at this line and the one above it".to_owned()))
        }
        Error::Unexpected { expected, .. } => {
            let wanted = match *expected {
                "sequence start" => "a list",
                "mapping start" => "keys with values",
                "string scalar" => "a text",
                other => other,
            };
            (rules::SHAPE_WRONG_TYPE, format!("{wanted} belongs here"), None)
        }
        Error::NullIntoString { .. } => {
            let help = "write a text, or remove the key".to_owned();
            (rules::SHAPE_EMPTY_VALUE, "there is no value here".to_owned(), Some(help))
        }
        _ => (rules::SHAPE_WRONG_TYPE, plain(error), None),
    };
    let place = match error.location() {
        Some(location) => Place::span(path, text, range(text, location)),
        None => Place::file(path),
    };
    let mut finding = Diagnostic::new(&rule, message).at(place);
    finding.help = help;
    finding
}

/// The parser's message as one sentence without its place, which is shown beside it.
fn plain(error: &Error) -> String {
    let message = error.render_with_formatter(&UserMessageFormatter);
    let line = message.lines().next().unwrap_or_default();
    let line = line.rsplit_once(" at line ").map_or(line, |(before, _)| before);
    line.trim_end_matches('.').to_owned()
}

/// The bytes of a location in `text`. Syntax errors come with line and column only.
pub fn range(text: &str, location: Location) -> Range<usize> {
    if let Some(bytes) = bytes(location) {
        return bytes;
    }
    let (line, column) = (number(location.line()).max(1), number(location.column()).max(1));
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = before + text[before..].chars().take(column - 1).map(char::len_utf8).sum::<usize>();
    start..start + 1
}

/// The bytes of a location, if it has them: values and keys do.
pub fn bytes(location: Location) -> Option<Range<usize>> {
    let start = number(location.span().byte_offset()?);
    let length = location.span().byte_len().map_or(1, number).max(1);
    Some(start..start.saturating_add(length))
}

fn number(n: impl TryInto<usize>) -> usize {
    n.try_into().unwrap_or(usize::MAX)
}

/// A value as YAML, its keys in their own order.
pub fn written(value: &impl serde::Serialize) -> Result<String, String> {
    serde_yaml::to_string(value).map_err(|error| error.to_string())
}
