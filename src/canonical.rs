//! Files in the form in which all of them are easiest to read and to compare: keys in the order of the shape, texts in
//! double quotes, terms without, numbers of one form, lines that end alike. Comments stay with the key below them, and
//! the body is not touched.

use crate::diagnostic::fix::{self, Fix};
use crate::listing::phone::Number;
use crate::shape::{Kind, Object, values};
use crate::source;
use crate::yaml::{self, AMBIGUOUS, Node, Value, quoted};
use std::ops::Range;

/// The canonical form of a content file with front matter of the shape `object`; `None` if it cannot be read. What is
/// wrong in it stays as it is.
pub fn entry(path: &str, text: &str, object: &'static Object) -> Option<String> {
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let source = source::parse(path, text.into_bytes()).ok()?;
    let front_matter = mapping(path, &source.text[source.front_matter.clone()], object)?;
    let (head, body) = (&source.text[..source.front_matter.start], &source.text[source.front_matter.end..]);
    let end = if body.ends_with('\n') { "" } else { "\n" };
    Some(format!("{}\n{front_matter}{body}{end}", head.trim_end()))
}

/// The canonical form of a file that is nothing but keys and values.
pub fn settings(path: &str, text: &str, object: &'static Object) -> Option<String> {
    mapping(path, &text.trim_start_matches('\u{feff}').replace("\r\n", "\n"), object)
}

fn mapping(path: &str, text: &str, object: &'static Object) -> Option<String> {
    let read = |text: &str| {
        yaml::parse(path, text, 0..text.len()).ok().map(|node| meaning(&node, Some(&Kind::Object(object))))
    };
    let before = read(text)?;
    let mut text = if text.ends_with('\n') || text.is_empty() { text.to_owned() } else { format!("{text}\n") };
    for edits_of in [values_of, ends_of_lines] {
        let node = yaml::parse(path, &text, 0..text.len()).ok()?;
        let mut edits = Vec::new();
        edits_of(&node, &Kind::Object(object), &text, &mut edits);
        text = fix::apply(&text, &edits).0;
    }
    // Each round puts the keys of one mapping in order, the outermost first; then places are known anew.
    loop {
        let node = yaml::parse(path, &text, 0..text.len()).ok()?;
        match ordered(&node, &Kind::Object(object), &text) {
            Some(next) if next != text => text = next,
            _ => break,
        }
    }
    // Whatever a file may hold that nobody thought of: it is changed only if it says the same afterwards.
    (read(&text)? == before).then_some(text)
}

/// What a file says, whatever the order of its keys and the look of its values.
#[derive(Debug, PartialEq)]
enum Meaning {
    Nothing,
    Text(String),
    List(Vec<Meaning>),
    Keys(std::collections::BTreeMap<String, Meaning>),
}

fn meaning(node: &Node<'_>, kind: Option<&Kind>) -> Meaning {
    let inner = match kind {
        Some(Kind::List(inner) | Kind::OneOrMany(inner)) => Some(*inner),
        kind => kind,
    };
    match &node.value {
        Value::Null => Meaning::Nothing,
        Value::Scalar { text, .. } => {
            Meaning::Text(inner.and_then(|kind| canonical_value(kind, text)).unwrap_or_else(|| text.to_string()))
        }
        Value::Sequence(items) => Meaning::List(items.iter().map(|item| meaning(item, inner)).collect()),
        Value::Mapping(pairs) => Meaning::Keys(
            pairs
                .iter()
                .map(|(key, value)| (key.text.to_string(), meaning(value, kind_below(inner, &key.text))))
                .collect(),
        ),
    }
}

/// What the value of `key` holds, in a mapping of this kind.
fn kind_below<'k>(kind: Option<&'k Kind>, key: &str) -> Option<&'k Kind> {
    match kind {
        Some(Kind::Object(object)) => object.field(key).map(|field| &field.kind),
        _ => None,
    }
}

/// Another form of the value that says the same.
fn canonical_value(kind: &Kind, text: &str) -> Option<String> {
    match kind {
        Kind::Value(form) if is(form, &values::PHONE) => Some(Number::parse(text).ok()?.display()),
        _ => None,
    }
}

fn is(form: &crate::shape::ValueKind, other: &crate::shape::ValueKind) -> bool {
    std::ptr::eq(form, other)
}

/// How a value of `kind` that says `text` is written; `None` leaves it as it is.
fn written(kind: &Kind, text: &str, raw: &str) -> Option<String> {
    match kind {
        // One word reads well either way.
        Kind::Text(_) | Kind::Words(_) if raw == text && bare(text) => None,
        Kind::Text(_) | Kind::Words(_) => Some(quoted(text)),
        Kind::Value(form) if is(form, &values::PHONE) => Some(quoted(&Number::parse(text).ok()?.display())),
        Kind::Value(form)
            if [&values::ZIP, &values::TIME, &values::URL, &values::EMAIL, &values::NPI]
                .iter()
                .any(|one| is(form, one)) =>
        {
            (form.check)(text).is_ok().then(|| quoted(text))
        }
        Kind::Value(form) => ((form.check)(text).is_ok() && bare(text)).then(|| text.to_owned()),
        Kind::Term(_) => bare(text).then(|| text.to_owned()),
        Kind::Choice(words) => (words.contains(&text) && bare(text)).then(|| text.to_owned()),
        _ => None,
    }
    .filter(|new| new != raw)
}

/// True for a text that is a word for every reader without quotes.
fn bare(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/');
    let number =
        text.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'_' | b'-' | b'+' | b'e' | b'E' | b'x' | b'o'));
    let date = values::date(text).is_some();
    !text.is_empty()
        && text.chars().all(plain)
        && (date || !number)
        && !AMBIGUOUS.contains(&&*text.to_ascii_lowercase())
}

/// Changes of the values below `node`.
fn values_of(node: &Node<'_>, kind: &Kind, text: &str, edits: &mut Vec<Fix>) {
    let inner = match kind {
        Kind::List(inner) | Kind::OneOrMany(inner) => inner,
        kind => kind,
    };
    match &node.value {
        Value::Scalar { text: said, .. } => {
            let raw = &text[node.range.clone()];
            // What goes over several lines is laid out by hand.
            let block = raw.starts_with(['|', '>']) || raw.contains('\n');
            if let Some(new) = written(inner, said, raw).filter(|_| !block) {
                edits.push(Fix::certain(node.range.clone(), new));
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| values_of(item, inner, text, edits)),
        Value::Mapping(pairs) => {
            for (key, value) in pairs {
                match inner {
                    Kind::Words(_) => values_of(value, inner, text, edits),
                    Kind::Object(_) => {
                        if let Some(kind) = kind_below(Some(inner), &key.text) {
                            values_of(value, kind, text, edits);
                        }
                    }
                    _ => {}
                }
            }
        }
        Value::Null => {}
    }
}

/// Blanks at the ends of lines, except within values.
fn ends_of_lines(node: &Node<'_>, _: &Kind, text: &str, edits: &mut Vec<Fix>) {
    let mut scalars = Vec::new();
    leaves(node, &mut scalars);
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        let kept = content.trim_end_matches([' ', '\t']);
        let blanks = start + kept.len()..start + content.len();
        if !blanks.is_empty() && !scalars.iter().any(|range| range.start < blanks.end && blanks.start < range.end) {
            edits.push(Fix::certain(blanks, ""));
        }
        start += line.len();
    }
}

fn leaves(node: &Node<'_>, found: &mut Vec<Range<usize>>) {
    match &node.value {
        Value::Sequence(items) => items.iter().for_each(|item| leaves(item, found)),
        Value::Mapping(pairs) => pairs.iter().for_each(|(_, value)| leaves(value, found)),
        Value::Scalar { .. } => found.push(node.range.clone()),
        Value::Null => {}
    }
}

/// The text with the keys of the first mapping in order that is not; `None` if all are.
fn ordered(node: &Node<'_>, kind: &Kind, text: &str) -> Option<String> {
    let inner = match kind {
        Kind::List(inner) | Kind::OneOrMany(inner) => inner,
        kind => kind,
    };
    match &node.value {
        Value::Sequence(items) => items.iter().find_map(|item| ordered(item, inner, text)),
        Value::Mapping(pairs) => {
            if let Kind::Object(object) = inner
                && let Some(text) = in_order(pairs, object, node, text)
            {
                return Some(text);
            }
            pairs.iter().find_map(|(key, value)| ordered(value, kind_below(Some(inner), &key.text)?, text))
        }
        _ => None,
    }
}

fn in_order(pairs: &[(yaml::Key<'_>, Node<'_>)], object: &Object, node: &Node<'_>, text: &str) -> Option<String> {
    // A mapping in braces is a line that somebody wrote as it reads best.
    if pairs.len() < 2 || text[node.range.start..].starts_with('{') {
        return None;
    }
    let place = |key: &str| object.fields.iter().position(|field| field.key == key);
    let places: Vec<usize> = pairs.iter().map(|(key, _)| place(&key.text)).collect::<Option<_>>()?;
    if places.is_sorted() {
        return None;
    }
    let line_start = |at: usize| text[..at].rfind('\n').map_or(0, |i| i + 1);
    let column = |at: usize| at - line_start(at);
    let indent = column(pairs[0].0.range.start);
    let before_first = &text[line_start(pairs[0].0.range.start)..pairs[0].0.range.start];
    let in_item = !before_first.trim().is_empty();
    let starts: Vec<usize> = pairs
        .iter()
        .enumerate()
        .map(|(i, (key, _))| {
            let line = line_start(key.range.start);
            match (i, in_item) {
                (0, true) => key.range.start,
                (0, false) => with_comments(text, line),
                _ => with_blanks(text, with_comments(text, line)),
            }
        })
        .collect();
    let (last_key, last) = pairs.last()?;
    let end = end_of(last).max(last_key.range.end);
    let end = text[end..].find('\n').map_or(text.len(), |i| end + i + 1);
    let mut order: Vec<usize> = (0..pairs.len()).collect();
    order.sort_by_key(|i| places[*i]);
    let mut out = text[..starts[0]].to_owned();
    for (n, i) in order.into_iter().enumerate() {
        let chunk = &text[starts[i]..starts.get(i + 1).copied().unwrap_or(end)];
        let blanks = chunk.len() - chunk.trim_start_matches('\n').len();
        if n > 0 {
            out.push_str(&chunk[..blanks]);
        }
        let chunk = &chunk[blanks..];
        let chunk = chunk.strip_prefix(&" ".repeat(indent)).unwrap_or(chunk);
        if !(in_item && n == 0) {
            out.push_str(&" ".repeat(indent));
        }
        out.push_str(chunk);
        if !chunk.ends_with('\n') {
            out.push('\n');
        }
    }
    out.push_str(&text[end..]);
    Some(out)
}

/// The start of the lines of comment that stand directly above the line at `line`.
fn with_comments(text: &str, mut line: usize) -> usize {
    while line > 0 {
        let above = text[..line - 1].rfind('\n').map_or(0, |i| i + 1);
        if !text[above..line].trim_start().starts_with('#') {
            break;
        }
        line = above;
    }
    line
}

/// The start of the empty lines above the line at `line`.
fn with_blanks(text: &str, line: usize) -> usize {
    let above = text[..line].trim_end_matches('\n').len();
    if above == 0 { line } else { (above + 1).min(line) }
}

/// Where the text of a value ends. The range of a block reaches up to what comes next.
fn end_of(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Sequence(items) => items.last().map_or(node.range.start, end_of).max(node.range.start),
        Value::Mapping(pairs) => pairs.last().map_or(node.range.start, |(key, value)| end_of(value).max(key.range.end)),
        _ => node.range.end,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::listing::fields::LISTING;

    fn formatted(front_matter: &str) -> String {
        let text = format!("---\n{front_matter}---\nBody  \n");
        let once = entry("a.md", &text, &LISTING).unwrap();
        assert_eq!(entry("a.md", &once, &LISTING).unwrap(), once, "a second time changes something");
        once.strip_prefix("---\n").unwrap().strip_suffix("---\nBody  \n").unwrap().to_owned()
    }

    #[test]
    fn keys_get_their_order_with_their_comments() {
        let text = "\
# A file of the county.

verified: { date: 2026-01-01, by: editor, method: phone }
# Called twice.
# The second time it worked.
phones:
  - type: intake
    # Ask for Bo.
    number: '(205) 234 0142'   # rings long
  # The other one.
  - { type: main, number: 205.234.0143 }

name: Alder Creek   
location:
  zip: 35007
  city: Alabaster
  state: AL
";
        let expected = "\
# A file of the county.

name: \"Alder Creek\"
location:
  city: Alabaster
  state: AL
  zip: \"35007\"
# Called twice.
# The second time it worked.
phones:
  - # Ask for Bo.
    number: \"205-234-0142\"   # rings long
    type: intake
  # The other one.
  - { type: main, number: \"205-234-0143\" }
verified: { date: 2026-01-01, by: editor, method: phone }
";
        assert_eq!(formatted(text), expected);
    }

    #[test]
    fn words_that_other_readers_misread_keep_their_quotes() {
        assert_eq!(formatted("languages: [\"no\", \"en\", 'es']\n"), "languages: [\"no\", en, es]\n");
        assert_eq!(
            formatted("maintainers: [ana, \"bo\", 'two words']\n"),
            "maintainers: [ana, \"bo\", \"two words\"]\n"
        );
        assert_eq!(formatted("programs:\n- id: '12'\n"), "programs:\n- id: '12'\n");
    }

    #[test]
    fn texts_over_several_lines_stay() {
        let text = "name: >-\n  Alder  \n  Creek\nnotes:\n  - \"one\n    two\"\n";
        assert_eq!(formatted(text), text);
    }

    #[test]
    fn what_is_wrong_stays_as_it_is() {
        for text in ["zip: [\n", "name: x\nname: y\n"] {
            assert_eq!(entry("a.md", &format!("---\n{text}---\n"), &LISTING), None, "{text}");
        }
        let odd = "verified: { date: soon }\nnaam: x\nphones: [{ number: \"12\" }]\n";
        assert_eq!(formatted(odd), odd);
    }

    #[test]
    fn line_ends_and_byte_order_marks_go() {
        let text = "\u{feff}---\r\nname: \"x\"\r\n---\r\nBody";
        assert_eq!(entry("a.md", text, &LISTING).unwrap(), "---\nname: \"x\"\n---\nBody\n");
    }
}
