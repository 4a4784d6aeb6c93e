//! Finds `<a href={{ x }}>`: a value with a space in it would end the attribute and begin another one, and escaping
//! cannot help there.

use super::scan::Part;
use std::ops::Range;

/// Where HTML stands between two characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Text,
    Comment,
    /// Inside `<script>` or `<style>`, up to the closing tag.
    Verbatim(&'static str),
    Tag,
    AfterEquals,
    Unquoted,
    Quoted(u8),
}

/// The expressions that stand in attribute values without quotes.
pub(super) fn unquoted(source: &str, parts: &[Part]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut html = Html { state: State::Text, verbatim: None };
    for (i, part) in parts.iter().enumerate() {
        match part {
            Part::Text(at) => {
                let before_code = i + 1 < parts.len();
                html.read(&source[at.clone()], before_code);
            }
            Part::Expression(at, _) => {
                if matches!(html.state, State::AfterEquals | State::Unquoted) {
                    found.push(at.clone());
                    html.state = State::Unquoted;
                }
            }
            Part::Tag(..) => {}
        }
    }
    found
}

struct Html {
    state: State,
    /// The element to be skipped once its start tag ends.
    verbatim: Option<&'static str>,
}

impl Html {
    fn read(&mut self, text: &str, before_code: bool) {
        let bytes = text.as_bytes();
        let mut i = 0;
        while i < bytes.len() {
            i += self.step(bytes, i, before_code);
        }
    }

    /// Reads what stands at `i` and says how many bytes that was.
    fn step(&mut self, bytes: &[u8], i: usize, before_code: bool) -> usize {
        let (byte, rest) = (bytes[i], &bytes[i..]);
        match self.state {
            State::Text if rest.starts_with(b"<!--") => {
                self.state = State::Comment;
                return 4;
            }
            State::Text if byte == b'<' => {
                let next = rest.get(1).copied();
                if next.is_some_and(|b| b.is_ascii_alphabetic() || b == b'/') || (next.is_none() && before_code) {
                    self.state = State::Tag;
                    self.verbatim = ["script", "style"].into_iter().find(|name| starts_with(&rest[1..], name));
                }
            }
            State::Comment if rest.starts_with(b"-->") => {
                self.state = State::Text;
                return 3;
            }
            State::Verbatim(name) if rest.starts_with(b"</") && starts_with(&rest[2..], name) => {
                self.state = State::Tag;
                self.verbatim = None;
            }
            State::Tag | State::AfterEquals | State::Unquoted if byte == b'>' => {
                self.state = self.verbatim.take().map_or(State::Text, State::Verbatim);
            }
            State::Tag if byte == b'=' => self.state = State::AfterEquals,
            State::AfterEquals if byte == b'"' || byte == b'\'' => self.state = State::Quoted(byte),
            State::AfterEquals if !byte.is_ascii_whitespace() => self.state = State::Unquoted,
            State::Unquoted if byte.is_ascii_whitespace() => self.state = State::Tag,
            State::Quoted(quote) if byte == quote => self.state = State::Tag,
            _ => {}
        }
        1
    }
}

fn starts_with(bytes: &[u8], name: &str) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && !bytes.get(name.len()).is_some_and(u8::is_ascii_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::super::scan::parts;

    fn found(source: &str) -> Vec<&str> {
        super::unquoted(source, &parts(source)).into_iter().map(|at| &source[at]).collect()
    }

    #[test]
    fn an_attribute_without_quotes_is_found() {
        assert_eq!(found("<a href={{ x }}>"), ["{{ x }}"]);
        assert_eq!(found("<a class=\"b\" href= {{ x }} id='{{ y }}'>"), ["{{ x }}"]);
        assert_eq!(found("<a href=/a/{{ x }}/{{ y }}>"), ["{{ x }}", "{{ y }}"]);
        assert_eq!(found("<p>a</p>\n<{{ tag }} id={{ x }}>"), ["{{ x }}"]);
    }

    #[test]
    fn quotes_text_scripts_and_comments_are_fine() {
        for source in [
            "<a href=\"?page={{ n }}&b={{ m }}\">",
            "<p>1 + 1 ={{ x }}</p>",
            "<script>let a={{ x }};if (a<b) c={{ y }}</script>",
            "<!-- a={{ x }} <b c={{ d }}> -->",
            "<a {% if x %}href=\"{{ x }}\"{% else %}title='={{ x }}'{% endif %}>={{ y }}</a>",
            "<input value=\"a\" disabled>={{ x }}",
        ] {
            assert!(found(source).is_empty(), "{source}");
        }
    }
}
