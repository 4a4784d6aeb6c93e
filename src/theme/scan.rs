//! Reads a template for what can be checked before any page is made.
//!
//! Tera keeps its syntax tree to itself, so this module cuts a template into text and code by the same rules as
//! Tera's lexer and looks for calls, references and components by their shape. It accepts everything: what is not a
//! template is Tera's to refuse.

use std::ops::Range;

/// Something named in a template, with the bytes that name it (without quotes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    pub(super) name: String,
    pub(super) at: Range<usize>,
}

/// A call such as `t(key="call_program", name=program.name)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Call {
    pub(super) function: Named,
    pub(super) arguments: Vec<Argument>,
    /// Whether `...` passes arguments that cannot be seen.
    pub(super) spread: bool,
}

/// An argument of a call. `literal` is there when the whole value is one quoted text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Argument {
    pub(super) name: String,
    pub(super) literal: Option<Named>,
}

impl Call {
    /// The literal value of the argument `name`.
    pub(super) fn literal(&self, name: &str) -> Option<&Named> {
        self.arguments.iter().find(|argument| argument.name == name)?.literal.as_ref()
    }

    /// Whether the argument `name` is given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.spread || self.arguments.iter().any(|argument| argument.name == name)
    }
}

/// What one template says about its surroundings.
#[derive(Debug, Default)]
pub(super) struct Facts {
    /// Templates named by `extends` and `include`.
    pub(super) references: Vec<Named>,
    pub(super) calls: Vec<Call>,
    pub(super) filters: Vec<Named>,
    pub(super) defines: Vec<Named>,
    pub(super) uses: Vec<Named>,
}

/// A stretch of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Copied to the page as it is.
    Text(Range<usize>),
    /// `{{ … }}`
    Expression(Range<usize>, Vec<Token>),
    /// `{% … %}`
    Tag(Range<usize>, Vec<Token>),
}

/// A token of code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    kind: Kind,
    at: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Word,
    Quoted,
    Other,
}

/// The template with blanks in place of its code and comments, so that bytes stay where they are. An expression
/// becomes letters: an attribute that has one has a value.
pub(super) fn without_code(text: &str, parts: &[Part]) -> String {
    let mut bytes = vec![b' '; text.len()];
    for part in parts {
        match part {
            Part::Text(range) => bytes[range.clone()].copy_from_slice(&text.as_bytes()[range.clone()]),
            Part::Expression(range, _) => bytes[range.clone()].fill(b'x'),
            Part::Tag(..) => {}
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Cuts a template into its parts. Comments are left out.
pub(super) fn parts(source: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut here = 0;
    while here < source.len() {
        let rest = &source[here..];
        if rest.starts_with("{#") {
            here += rest.find("#}").map_or(rest.len(), |end| end + 2);
        } else if rest.starts_with("{%") {
            if let Some((body, end)) = raw(source, here) {
                parts.push(Part::Text(body));
                here = end;
                continue;
            }
            let (tokens, end) = tokens(source, here + 2, "%}");
            parts.push(Part::Tag(here..end, tokens));
            here = end;
        } else if rest.starts_with("{{") {
            let (tokens, end) = tokens(source, here + 2, "}}");
            parts.push(Part::Expression(here..end, tokens));
            here = end;
        } else {
            let end = ["{{", "{%", "{#"].iter().filter_map(|marker| rest.find(marker)).min().unwrap_or(rest.len());
            parts.push(Part::Text(here..here + end));
            here += end;
        }
    }
    parts
}

/// The body of a `{% raw %}` block that begins at `start`, and where the block ends.
fn raw(source: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let body = start + tag_named(&source[start..], "raw")?;
    let mut search = body;
    while let Some(found) = source[search..].find("{%") {
        let tag = search + found;
        if let Some(length) = tag_named(&source[tag..], "endraw") {
            return Some((body..tag, tag + length));
        }
        search = tag + 2;
    }
    None
}

/// The length of the tag at the start of `text` if it holds nothing but `name`.
fn tag_named(text: &str, name: &str) -> Option<usize> {
    let rest = text.strip_prefix("{%")?;
    let rest = rest.strip_prefix('-').unwrap_or(rest).trim_start().strip_prefix(name)?.trim_start();
    let rest = rest.strip_prefix('-').unwrap_or(rest).strip_prefix("%}")?;
    Some(text.len() - rest.len())
}

/// The tokens from `here` to the end marker, and where the part ends.
fn tokens(source: &str, mut here: usize, end: &str) -> (Vec<Token>, usize) {
    let bytes = source.as_bytes();
    let mut tokens = Vec::new();
    if bytes.get(here) == Some(&b'-') {
        here += 1;
    }
    while let Some(&byte) = bytes.get(here) {
        let rest = &source[here..];
        if rest.starts_with(end) {
            return (tokens, here + 2);
        }
        if byte.is_ascii_whitespace() {
            here += 1;
            continue;
        }
        let (kind, length) = match byte {
            b'"' | b'\'' | b'`' => (Kind::Quoted, quoted_length(rest)),
            b'_' | b'a'..=b'z' | b'A'..=b'Z' => (Kind::Word, word_length(rest)),
            _ if rest.starts_with("...") => (Kind::Other, 3),
            _ if ["//", "**", "==", "!=", ">=", "<=", "</", "?.", "?["].iter().any(|sign| rest.starts_with(sign)) => {
                (Kind::Other, 2)
            }
            _ => (Kind::Other, rest.chars().next().map_or(1, char::len_utf8)),
        };
        tokens.push(Token { kind, at: here..here + length });
        here += length;
    }
    (tokens, source.len())
}

fn quoted_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut escaped = false;
    for (i, &byte) in bytes.iter().enumerate().skip(1) {
        if escaped {
            escaped = false;
        } else if byte == b'\\' {
            escaped = true;
        } else if byte == bytes[0] {
            return i + 1;
        }
    }
    rest.len()
}

fn word_length(rest: &str) -> usize {
    rest.bytes().take_while(|&b| b == b'_' || b.is_ascii_alphanumeric()).count()
}

/// Gathers the facts of a template from its parts.
pub(super) fn facts(source: &str, parts: &[Part]) -> Facts {
    let mut facts = Facts::default();
    for part in parts {
        match part {
            Part::Text(_) => {}
            Part::Expression(_, tokens) => code(&Code { source, tokens }, &mut facts),
            Part::Tag(_, tokens) => {
                let code_of = Code { source, tokens };
                tag(&code_of, &mut facts);
                code(&code_of, &mut facts);
            }
        }
    }
    facts
}

/// The tokens of one part.
struct Code<'a> {
    source: &'a str,
    tokens: &'a [Token],
}

impl Code<'_> {
    fn text(&self, i: usize) -> &str {
        self.tokens.get(i).map_or("", |token| &self.source[token.at.clone()])
    }

    fn is(&self, i: usize, kind: Kind) -> bool {
        self.tokens.get(i).is_some_and(|token| token.kind == kind)
    }

    fn word(&self, i: usize) -> Option<Named> {
        self.is(i, Kind::Word).then(|| Named { name: self.text(i).to_owned(), at: self.tokens[i].at.clone() })
    }

    /// The quoted text at `i` without its quotes.
    fn quoted(&self, i: usize) -> Option<Named> {
        if !self.is(i, Kind::Quoted) {
            return None;
        }
        let whole = &self.tokens[i].at;
        let at = whole.start + 1..(whole.end - 1).max(whole.start + 1);
        Some(Named { name: self.source[at.clone()].to_owned(), at })
    }

    /// A name with dots, as components have.
    fn dotted(&self, i: usize) -> Option<Named> {
        let mut named = self.word(i)?;
        let mut next = i + 1;
        while self.text(next) == "." && self.is(next + 1, Kind::Word) {
            named.at.end = self.tokens[next + 1].at.end;
            next += 2;
        }
        named.name = self.source[named.at.clone()].split_whitespace().collect();
        Some(named)
    }
}

fn tag(code: &Code<'_>, facts: &mut Facts) {
    match code.text(0) {
        "extends" | "include" => facts.references.extend(code.quoted(1)),
        "component" => facts.defines.extend(code.dotted(1)),
        "filter" => facts.filters.extend(code.word(1)),
        _ => {}
    }
}

fn code(code: &Code<'_>, facts: &mut Facts) {
    for i in 0..code.tokens.len() {
        let before = if i == 0 { "" } else { code.text(i - 1) };
        if code.text(i) == "<" && i == 0 {
            facts.uses.extend(code.dotted(1));
        } else if before == "|" {
            facts.filters.extend(code.word(i));
        } else if code.text(i + 1) == "("
            && before != "."
            && before != "is"
            && before != "not"
            && !matches!(code.text(0), "component" | "filter")
            && let Some(function) = code.word(i)
        {
            facts.calls.push(call(code, i, function));
        }
    }
}

/// The call whose name stands at `i`.
fn call(code: &Code<'_>, i: usize, function: Named) -> Call {
    let mut call = Call { function, arguments: Vec::new(), spread: false };
    let mut depth = 0_usize;
    for j in i + 1..code.tokens.len() {
        match code.text(j) {
            "(" | "[" | "{" | "?[" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            "..." => call.spread = true,
            "=" if depth == 1 => {
                if let Some(name) = code.word(j - 1) {
                    let alone = matches!(code.text(j + 2), "," | ")");
                    let literal = if alone { code.quoted(j + 1) } else { None };
                    call.arguments.push(Argument { name: name.name, literal });
                }
            }
            _ => {}
        }
    }
    call
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Facts, facts, parts};

    fn read(source: &str) -> Facts {
        facts(source, &parts(source))
    }

    fn names(list: &[super::Named]) -> Vec<&str> {
        list.iter().map(|named| &*named.name).collect()
    }

    #[test]
    fn finds_calls_with_their_literals() {
        let source =
            r#"<p>{{ t(key="call", name=a.b(x=1) ~ ")") }} {{ t(key="day_" ~ d) }} {% set x = [t(key='so')] %}"#;
        let calls = read(source).calls;
        let keys: Vec<_> = calls.iter().filter(|c| c.function.name == "t").map(|c| c.literal("key")).collect();
        assert_eq!(keys.len(), 3);
        assert_eq!(keys[0].unwrap().name, "call");
        assert_eq!(&source[keys[0].unwrap().at.clone()], "call");
        assert!(keys[1].is_none());
        assert_eq!(keys[2].unwrap().name, "so");
        assert!(calls[0].has("name") && !calls[0].has("x"));
    }

    #[test]
    fn comments_raw_blocks_and_quotes_hold_no_code() {
        let facts = read(
            r#"{# t(key="a") #}{% raw %}{{ t(key="b") }}{% endraw %}{{ "t(key='c') }}" }}{%- raw -%}{{ t(key="d") }}{%- endraw -%}"#,
        );
        assert!(facts.calls.is_empty(), "{facts:?}");
    }

    #[test]
    fn finds_references_components_and_filters() {
        let facts = read(
            r#"{% extends "theme/base.html" %}{% include 'a.html' %}{% component ui.card(l: map) %}{% endcomponent ui.card %}
               {{ <ui.card l={x} /> }}{% <box> %}{{ d | date }}{% </box> %}{{ n | number | safe }}"#,
        );
        assert_eq!(names(&facts.references), ["theme/base.html", "a.html"]);
        assert_eq!(names(&facts.defines), ["ui.card"]);
        assert_eq!(names(&facts.uses), ["ui.card", "box"]);
        assert_eq!(names(&facts.filters), ["date", "number", "safe"]);
        assert!(facts.calls.is_empty());
    }

    #[test]
    fn broken_templates_do_not_stop_the_reading() {
        for source in ["{{ t(key=\"a", "{% raw %}{{", "{#", "{{ t(key=", "{{ é", "{% extends", "{{ t(", "{", "{{-"] {
            let _ = read(source);
        }
    }
}
