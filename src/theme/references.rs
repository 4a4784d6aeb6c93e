//! Finds where a stylesheet or a script of the theme names another file.

use std::ops::Range;

/// A file named in a stylesheet or script, with the bytes that name it (without quotes).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) address: String,
    pub(super) at: Range<usize>,
}

/// What `url(…)` and `@import "…"` name. Comments are passed over.
pub(super) fn in_css(css: &str) -> Vec<Reference> {
    let bytes = css.as_bytes();
    let mut found = Vec::new();
    let mut here = 0;
    while here < bytes.len() {
        let rest = &bytes[here..];
        if rest.starts_with(b"/*") {
            here += css[here..].find("*/").map_or(rest.len(), |end| end + 2);
        } else if starts_with(rest, "url(") && !word_before(bytes, here) {
            let start = here + 4 + blank(&rest[4..]);
            let at = match bytes.get(start) {
                Some(&quote @ (b'"' | b'\'')) => start + 1..until(bytes, start + 1, |b| b == quote),
                _ => start..until(bytes, start, |b| b == b')' || b.is_ascii_whitespace()),
            };
            // Past the closing quote or bracket.
            here = at.end + 1;
            found.push(Reference { address: css[at.clone()].to_owned(), at });
        } else if starts_with(rest, "@import") {
            let start = here + 7 + blank(&rest[7..]);
            here = start;
            if let Some(&quote @ (b'"' | b'\'')) = bytes.get(start) {
                let at = start + 1..until(bytes, start + 1, |b| b == quote);
                here = at.end + 1;
                found.push(Reference { address: css[at.clone()].to_owned(), at });
            }
        } else if let Some(&quote @ (b'"' | b'\'')) = rest.first() {
            here = until(bytes, here + 1, |b| b == quote) + 1;
        } else {
            here += 1;
        }
    }
    found
}

/// What `import "./x.js"`, `from "./x.js"` and `import("./x.js")` name, if it begins with a dot.
pub(super) fn in_js(js: &str) -> Vec<Reference> {
    let bytes = js.as_bytes();
    let mut found = Vec::new();
    for keyword in ["import", "from"] {
        for (here, _) in js.match_indices(keyword) {
            if word_before(bytes, here) || in_comment(&js[..here]) {
                continue;
            }
            let mut start = here + keyword.len();
            start += blank(&bytes[start..]);
            if keyword == "import" && bytes.get(start) == Some(&b'(') {
                start += 1;
                start += blank(&bytes[start..]);
            }
            if let Some(&quote @ (b'"' | b'\'')) = bytes.get(start)
                && bytes.get(start + 1) == Some(&b'.')
            {
                let at = start + 1..until(bytes, start + 1, |b| b == quote || b == b'\n');
                found.push(Reference { address: js[at.clone()].to_owned(), at });
            }
        }
    }
    found.sort_by_key(|reference| reference.at.start);
    found
}

/// Whether what follows `before` is in a comment, as far as its line tells: types are often named there.
fn in_comment(before: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default().trim_start();
    let open = line.rfind("/*").is_some_and(|open| line.rfind("*/").is_none_or(|close| close < open));
    open || line.starts_with("//") || line.starts_with('*')
}

fn starts_with(bytes: &[u8], word: &str) -> bool {
    bytes.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word.as_bytes()))
}

fn word_before(bytes: &[u8], here: usize) -> bool {
    here > 0 && matches!(bytes[here - 1], b'_' | b'-' | b'$' | b'.' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9')
}

fn blank(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|b| b.is_ascii_whitespace()).count()
}

fn until(bytes: &[u8], start: usize, end: impl Fn(u8) -> bool) -> usize {
    bytes[start..].iter().position(|&b| end(b)).map_or(bytes.len(), |n| start + n)
}

#[cfg(test)]
mod tests {
    use super::{in_css, in_js};

    #[test]
    fn stylesheets_name_files_in_three_ways() {
        let css = r#"@import "a.css"; /* url(no.png) */ b{background:url( img/b.svg )}
            c::before{content:"url(no.svg)";background:URL('c.svg#x'),url("data:image/svg+xml,<a b='c'>")}"#;
        let found: Vec<_> = in_css(css).into_iter().map(|r| r.address).collect();
        assert_eq!(found, ["a.css", "img/b.svg", "c.svg#x", "data:image/svg+xml,<a b='c'>"]);
    }

    #[test]
    fn scripts_name_modules() {
        let js = "import { a } from './a.js';\nimport \"../b.js\"\nconst c = await import( './c.js' );\nxfrom './no.js'; import x from 'no';";
        let found: Vec<_> = in_js(js).into_iter().map(|r| r.address).collect();
        assert_eq!(found, ["./a.js", "../b.js", "./c.js"]);
    }

    #[test]
    fn comments_of_scripts_name_no_modules() {
        let js = "// import './no.js'\n/**\n * @param {import('./types').A} a\n */\nconst b = (/** @type {import('./types').B} */ c) => c; /* */ import './yes.js';\n";
        let found: Vec<_> = in_js(js).into_iter().map(|r| r.address).collect();
        assert_eq!(found, ["./yes.js"]);
    }

    #[test]
    fn cut_off_files_do_not_stop_the_reading() {
        for text in ["url(", "url(\"", "@import", "@import '", "/*", "\"", "import(", "from '.", "é url(é"] {
            let _ = (in_css(text), in_js(text));
        }
    }
}
