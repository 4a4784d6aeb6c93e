//! YAML as a tree in which every key and value knows its bytes in the file.
//!
//! Scalars stay text: what a value means is decided by the field it stands in, so a ZIP keeps its leading zero and
//! `no` stays a word. Anchors, aliases and tags are refused; with them go exponential expansion and surprises.
//! This is the only module that knows the YAML libraries: `granit-parser` for files that people write (every
//! mistake at its place), `serde_yaml` (serde-saphyr) for typed data of themes and vocabularies.

pub mod typed;

use crate::diagnostic::limit::{self, Limit, Room};
use crate::diagnostic::{Diagnostic, Place, Rule, rules};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError};
use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

/// Deeper nesting is refused; the listing model needs six levels.
const MAX_DEPTH: usize = 24;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// The value.
    pub value: Value<'a>,
    /// Its bytes in the file. A scalar's range includes its quotes.
    pub range: Range<usize>,
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// Nothing, `~` or `null`.
    Null,
    /// A scalar: its text after unescaping, and whether it was written without quotes.
    Scalar {
        /// The text.
        text: Cow<'a, str>,
        /// True when there were no quotes.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// Keys and values in the order of the file.
    Mapping(Vec<(Key<'a>, Node<'a>)>),
}

/// A key of a mapping.
#[derive(Debug, Clone, PartialEq)]
pub struct Key<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Its bytes in the file.
    pub range: Range<usize>,
}

impl<'a> Node<'a> {
    /// The value of `key`, if this is a mapping that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'a>> {
        match &self.value {
            Value::Mapping(pairs) => pairs.iter().find(|(k, _)| k.text == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// The items of a list; a single scalar or mapping counts as a list of one.
    pub fn items(&self) -> &[Node<'a>] {
        match &self.value {
            Value::Sequence(items) => items,
            Value::Null => &[],
            _ => std::slice::from_ref(self),
        }
    }
}

/// Parses the bytes `range` of `text` as one YAML mapping. All ranges in the tree are bytes of `text`.
/// Nothing at all gives an empty mapping. Duplicate keys, control characters, aliases and the like are all
/// reported; only a syntax error ends the reading.
pub fn parse<'a>(path: &str, text: &'a str, range: Range<usize>) -> Result<Node<'a>, Vec<Diagnostic>> {
    let slice = &text[range.clone()];
    let mut builder =
        Builder { path, text, base: range.start, findings: Vec::new(), limit: Limit::default(), whole: range.clone() };
    builder.control_characters(slice);
    let mut parser = Parser::new_from_str(slice);
    let root = match builder.document(&mut parser) {
        Ok(root) => root,
        Err(stop) => {
            builder.stop(*stop, slice);
            None
        }
    };
    if !builder.findings.is_empty() {
        return Err(builder.findings);
    }
    Ok(root.unwrap_or(Node { value: Value::Mapping(Vec::new()), range: range.start..range.start }))
}

enum Stop {
    Syntax(ScanError),
    Refused,
}

struct Builder<'t> {
    path: &'t str,
    text: &'t str,
    base: usize,
    whole: Range<usize>,
    findings: Vec<Diagnostic>,
    limit: Limit,
}

type Events<'p, 'a> = &'p mut Parser<'a, granit_parser::StrInput<'a>>;
type Read<T> = Result<T, Box<Stop>>;

impl Builder<'_> {
    fn bytes(&self, span: granit_parser::Span) -> Range<usize> {
        let range = span.byte_range().unwrap_or(0..0);
        self.base + range.start..self.base + range.end
    }

    fn report(&mut self, rule: &Rule, range: Range<usize>, message: impl Into<String>, help: impl Into<String>) {
        let finding = match self.limit.room(rule) {
            Room::Free => Diagnostic::new(rule, message).help(help),
            Room::Last => limit::more(rule),
            Room::None => return,
        };
        self.findings.push(finding.at(Place::span(self.path, self.text, range)));
    }

    fn next<'a>(&mut self, events: Events<'_, 'a>) -> Read<Option<(Event<'a>, Range<usize>)>> {
        loop {
            match events.next_event() {
                None => return Ok(None),
                Some(Err(error)) => return Err(Box::new(Stop::Syntax(error))),
                Some(Ok((Event::StreamStart | Event::DocumentStart(..) | Event::DocumentEnd, _))) => {}
                Some(Ok((event, span))) => return Ok(Some((event, self.bytes(span)))),
            }
        }
    }

    fn document<'a>(&mut self, events: Events<'_, 'a>) -> Read<Option<Node<'a>>> {
        let root = match self.next(events)? {
            None | Some((Event::StreamEnd, _)) => return Ok(None),
            Some((event, range)) => self.node(events, event, range, 0)?,
        };
        if let Some((event, range)) = self.next(events)?
            && event.is_node()
        {
            self.report(
                &rules::YAML_SYNTAX,
                range,
                "a second YAML document begins here",
                "remove the line `...` or `---` above it",
            );
        }
        Ok(Some(root))
    }

    fn node<'a>(
        &mut self,
        events: Events<'_, 'a>,
        event: Event<'a>,
        range: Range<usize>,
        depth: usize,
    ) -> Read<Node<'a>> {
        if depth > MAX_DEPTH {
            self.report(
                &rules::YAML_TOO_DEEP,
                range,
                format!("this value lies more than {MAX_DEPTH} levels deep"),
                "check the indentation and the brackets",
            );
            return Err(Box::new(Stop::Refused));
        }
        if event.anchor_id().is_some() {
            self.report(
                &rules::YAML_ALIAS,
                range.clone(),
                "anchors (&name) are not allowed",
                "write the value out where it is needed, or put it in quotes",
            );
        }
        if let Some(tag) = event.tag() {
            let tag = tag.original();
            self.report(
                &rules::YAML_ALIAS,
                range.clone(),
                format!("the tag {tag} is not allowed"),
                "remove it, or put the value in quotes",
            );
        }
        match event {
            Event::Scalar(text, style, ..) => Ok(Node { value: scalar(text, style), range: self.trimmed(range) }),
            Event::SequenceStart(..) => {
                let mut items = Vec::new();
                let end = loop {
                    match self.next(events)? {
                        None => break range.end,
                        Some((Event::SequenceEnd, end)) => break end.end,
                        Some((event, range)) => items.push(self.node(events, event, range, depth + 1)?),
                    }
                };
                Ok(Node { value: Value::Sequence(items), range: range.start..end.max(range.end) })
            }
            Event::MappingStart(..) => {
                let mut pairs: Vec<(Key<'a>, Node<'a>)> = Vec::new();
                let end = loop {
                    let (event, at) = match self.next(events)? {
                        None => break range.end,
                        Some((Event::MappingEnd, end)) => break end.end,
                        Some(next) => next,
                    };
                    let key = self.key(events, event, at, depth)?;
                    let Some((event, at)) = self.next(events)? else { break range.end };
                    let value = self.node(events, event, at, depth + 1)?;
                    let Some(key) = key else { continue };
                    if let Some((first, _)) = pairs.iter().find(|(k, _)| k.text == key.text) {
                        let first = Place::span(self.path, self.text, first.range.clone());
                        let place = Place::span(self.path, self.text, key.range.clone());
                        self.findings.push(
                            Diagnostic::new(&rules::YAML_DUPLICATE_KEY, format!("`{}` is written twice", key.text))
                                .at(place)
                                .related(first, "first here")
                                .help("keep one of the two"),
                        );
                        continue;
                    }
                    pairs.push((key, value));
                };
                Ok(Node { value: Value::Mapping(pairs), range: range.start..end.max(range.end) })
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.report(
                    &rules::YAML_ALIAS,
                    range.clone(),
                    "aliases (*name) are not allowed",
                    "write the value out, or put it in quotes",
                );
                Ok(Node { value: Value::Null, range })
            }
            _ => Ok(Node { value: Value::Null, range }),
        }
    }

    fn key<'a>(
        &mut self,
        events: Events<'_, 'a>,
        event: Event<'a>,
        at: Range<usize>,
        depth: usize,
    ) -> Read<Option<Key<'a>>> {
        let node = self.node(events, event, at, depth + 1)?;
        if let Value::Scalar { text, .. } = node.value {
            Ok(Some(Key { text, range: node.range }))
        } else {
            self.report(
                &rules::YAML_SYNTAX,
                node.range,
                "this cannot be a key",
                "a key is a plain word followed by a colon",
            );
            Ok(None)
        }
    }

    /// Block scalars reach up to the next key; what is underlined should end with their text.
    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        let text = &self.text[range.clone()];
        range.start..range.start + text.trim_end().len()
    }

    fn control_characters(&mut self, slice: &str) {
        // A byte search first: nearly every file has none.
        if !slice.bytes().any(|b| b < 0x20 && !matches!(b, b'\n' | b'\r' | b'\t') || b == 0x7f) {
            return;
        }
        for (offset, c) in slice.char_indices() {
            if c.is_control() && !matches!(c, '\n' | '\r' | '\t') {
                let at = self.base + offset;
                self.report(
                    &rules::YAML_CONTROL_CHARACTER,
                    at..at + c.len_utf8(),
                    format!("an invisible control character (U+{:04X})", c as u32),
                    "delete the character; typing the value again is the easiest way",
                );
            }
        }
    }

    fn stop(&mut self, stop: Stop, slice: &str) {
        let Stop::Syntax(error) = stop else { return };
        // Control characters also end the scan; they are reported already.
        if !self.findings.is_empty() && self.findings.iter().any(|f| f.code == rules::YAML_CONTROL_CHARACTER.code) {
            return;
        }
        let at = error.marker().byte_offset().unwrap_or(slice.len()).min(slice.len());
        if matches!(error.kind(), ErrorKind::RecursionLimitExceeded) {
            let at = self.base + at;
            self.report(&rules::YAML_TOO_DEEP, at..at + 1, "brackets are nested too deeply", "check the brackets");
            return;
        }
        let cause = likely_cause(slice, at);
        let (rule, range, message, help) = match cause {
            Some(c) => (c.rule, c.range, c.message, c.help.to_owned()),
            None => (
                &rules::YAML_SYNTAX,
                at..at + 1,
                format!("the front matter cannot be read: {}", error.info()),
                "look at this line and the one above it; a value with special characters needs quotes".to_owned(),
            ),
        };
        let range = self.base + range.start..(self.base + range.end).min(self.whole.end.max(self.base + range.start));
        self.report(rule, range, message, help);
    }
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> Value<'_> {
    let plain = matches!(style, ScalarStyle::Plain);
    if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
        return Value::Null;
    }
    Value::Scalar { text, plain }
}

/// Words that other YAML readers take for something else than a word. They need quotes.
pub const AMBIGUOUS: [&str; 12] = ["yes", "no", "on", "off", "true", "false", "y", "n", "null", "nan", "inf", "~"];

/// A term as it is written: bare, unless other readers would take it for something else.
pub fn term(slug: &str) -> String {
    let bare = !AMBIGUOUS.contains(&slug) && !slug.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if bare { slug.to_owned() } else { quoted(slug) }
}

/// A text in double quotes, with everything escaped that would end it, break its line or be invisible.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // Line separators and the byte order mark are not printable in YAML, whatever they look like.
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') => {
                let _ = write!(out, "\\u{:04X}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

struct Cause {
    rule: &'static Rule,
    range: Range<usize>,
    message: String,
    help: &'static str,
}

/// What most likely went wrong near byte `at`: the mistakes that people make in front matter, not YAML's grammar.
/// The line of the error is looked at first, then the lines above it, as a lost quote is noticed late.
fn likely_cause(slice: &str, at: usize) -> Option<Cause> {
    let mut lines = Vec::new();
    let mut start = 0;
    for line in slice.split_inclusive('\n') {
        lines.push((start, line.trim_end_matches(['\n', '\r'])));
        start += line.len();
    }
    let here = lines.iter().rposition(|(start, _)| *start <= at).unwrap_or(0);
    // The line after the error counts too: a tab there ends the scalar before it.
    for &(start, line) in lines.iter().take(here + 2) {
        let indent = line.len() - line.trim_start().len();
        if let Some(tab) = line[..indent].find('\t') {
            return Some(Cause {
                rule: &rules::YAML_TAB,
                range: start + tab..start + indent,
                message: "this line is indented with a tab".into(),
                help: "use blanks, two for each level",
            });
        }
    }
    let near = here.saturating_sub(1)..=here;
    for i in near.rev() {
        if let Some(cause) = lines.get(i).and_then(|&(start, line)| line_cause(start, line)) {
            return Some(cause);
        }
    }
    // A quote that was opened and never closed swallows the lines after it: blame the first such line.
    lines.iter().take(here + 1).find_map(|&(start, line)| lost_quote(start, line))
}

fn value_of(line: &str) -> Option<(usize, &str)> {
    let colon = line.find(": ")?;
    let value = line[colon + 2..].trim_start();
    Some((line.len() - value.len(), value))
}

fn line_cause(start: usize, line: &str) -> Option<Cause> {
    let trimmed = line.trim_start();
    if trimmed.is_empty() || trimmed.starts_with('#') {
        return None;
    }
    if let Some(cause) = lost_quote(start, line) {
        return Some(cause);
    }
    if let Some((offset, value)) = value_of(line) {
        let quoted = value.starts_with(['"', '\'', '[', '{']);
        if !quoted && let Some(colon) = value.find(": ") {
            return Some(Cause {
                rule: &rules::YAML_SYNTAX,
                range: start + offset + colon..start + offset + colon + 1,
                message: "a colon inside a value without quotes".into(),
                help: "put the whole value in double quotes",
            });
        }
        if let Some(first) = value.chars().next()
            && "@`%*&!|>".contains(first)
        {
            return Some(Cause {
                rule: &rules::YAML_SYNTAX,
                range: start + offset..start + offset + 1,
                message: format!("a value cannot begin with {first} unless it is in quotes"),
                help: "put the whole value in double quotes",
            });
        }
        let opens = value.matches(['[', '{']).count();
        let closes = value.matches([']', '}']).count();
        if !value.starts_with(['"', '\'']) && opens > closes {
            let at = value.find(['[', '{']).unwrap_or(0);
            return Some(Cause {
                rule: &rules::YAML_SYNTAX,
                range: start + offset + at..start + offset + at + 1,
                message: "a bracket that is opened and not closed".into(),
                help: "close it with ] or } at the end of the list",
            });
        }
    } else if let Some(colon) = trimmed.find(':')
        && colon > 0
        && colon + 1 < trimmed.len()
        && trimmed[..colon].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
    {
        let at = start + line.len() - trimmed.len() + colon;
        return Some(Cause {
            rule: &rules::YAML_SYNTAX,
            range: at..at + 1,
            message: "no blank after the colon".into(),
            help: "write a blank between the colon and the value",
        });
    }
    None
}

fn lost_quote(start: usize, line: &str) -> Option<Cause> {
    let (offset, value) = value_of(line).or_else(|| {
        let item = line.trim_start().strip_prefix("- ")?;
        Some((line.len() - item.len(), item))
    })?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let rest = &value[1..];
    let closed = if quote == '"' {
        let mut escaped = false;
        rest.char_indices().find(|&(_, c)| {
            let hit = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            hit
        })
    } else {
        rest.char_indices().find(|&(_, c)| c == '\'')
    };
    match closed {
        None => Some(Cause {
            rule: &rules::YAML_SYNTAX,
            range: start + offset..start + offset + value.trim_end().len(),
            message: "a quote that is opened and not closed".into(),
            help: "put the same quote at the end of the value",
        }),
        Some((end, _)) => {
            let after = rest[end + 1..].trim_start();
            let fine = after.is_empty() || after.starts_with(['#', ',', ']', '}', ':', '\'']);
            (!fine).then(|| Cause {
                rule: &rules::YAML_SYNTAX,
                range: start + offset + 1 + end..start + offset + 2 + end,
                message: "text goes on after the closing quote".into(),
                help: "a quote inside a value is written \\\" , or use the other kind of quote around the value",
            })
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn tree(text: &str) -> Node<'_> {
        parse("a.md", text, 0..text.len()).unwrap()
    }

    fn first(text: &str) -> (String, u32, u32, String) {
        let finding = parse("a.md", text, 0..text.len()).unwrap_err().remove(0);
        let place = finding.place.unwrap();
        (finding.code.into_owned(), place.line, place.column, finding.message)
    }

    #[test]
    fn values_know_their_bytes() {
        let text = "name: \"A B\"\nlocation:\n  zip: 01234\n  tags: [a, b]\n";
        let root = tree(text);
        let zip = root.get("location").and_then(|l| l.get("zip")).unwrap();
        assert_eq!(&text[zip.range.clone()], "01234");
        assert_eq!(zip.text(), Some("01234"));
        let name = root.get("name").unwrap();
        assert_eq!(&text[name.range.clone()], "\"A B\"");
        let tags = root.get("location").and_then(|l| l.get("tags")).unwrap();
        assert_eq!(tags.items().len(), 2);
        assert_eq!(&text[tags.range.clone()], "[a, b]");
    }

    #[test]
    fn ranges_count_from_the_start_of_the_file() {
        let text = "---\nname: x\n---\n";
        let root = parse("a.md", text, 4..12).unwrap();
        assert_eq!(&text[root.get("name").unwrap().range.clone()], "x");
    }

    #[test]
    fn nothing_is_an_empty_mapping() {
        assert_eq!(tree("# only a comment\n").value, Value::Mapping(vec![]));
    }

    #[test]
    fn common_mistakes_are_named_at_their_place() {
        assert_eq!(first("name: x\n\tcity: y\n"), ("yaml/tab".into(), 2, 1, "this line is indented with a tab".into()));
        let (code, line, column, message) = first("name: Alder Creek: Evening\ncity: x\n");
        assert_eq!((&*code, line, column), ("yaml/syntax", 1, 18), "{message}");
        assert!(message.contains("colon"), "{message}");
        let (_, line, column, message) = first("name: \"Alder Creek\ncity: x\nzip: \"1\"\n");
        assert_eq!((line, column), (1, 7), "{message}");
        assert!(message.contains("not closed"), "{message}");
        let (_, line, _, message) = first("name: x\nphone:555\ncity: y\n");
        assert_eq!(line, 2, "{message}");
        assert!(message.contains("no blank after the colon"), "{message}");
        let (_, line, column, message) = first("tags: [a, b\nname: x\n");
        assert_eq!((line, column), (1, 7), "{message}");
        let (_, line, column, message) = first("name: @home\n");
        assert_eq!((line, column), (1, 7), "{message}");
    }

    #[test]
    fn duplicate_keys_aliases_and_depth_are_refused() {
        assert_eq!(first("a: 1\nb: 2\na: 3\n").0, "yaml/duplicate-key");
        assert_eq!(first("a: &x 1\nb: *x\n").0, "yaml/alias");
        assert_eq!(first("a: !!python/object x\n").0, "yaml/alias");
        assert_eq!(first(&format!("a: {}{}\n", "[".repeat(40), "]".repeat(40))).0, "yaml/too-deep");
        assert_eq!(first(&format!("a: {}\n", "[".repeat(100_000))).0, "yaml/too-deep");
        assert_eq!(first("a: \u{7}x\n").0, "yaml/control-character");
    }

    #[test]
    fn all_duplicate_keys_are_reported() {
        assert_eq!(parse("a", "a: 1\na: 2\nb: 1\nb: 2\n", 0..20).unwrap_err().len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn any_text_parses_or_reports(text in "\\PC{0,200}|[a-z:\\-\\[\\]{}\"'#&*!|> \t\n]{0,200}") {
            match parse("a.md", &text, 0..text.len()) {
                Ok(_) => {}
                Err(findings) => proptest::prop_assert!(!findings.is_empty()),
            }
        }
    }
}
