//! Where in the front matter somebody is typing. Told by the lines above, not by the YAML, which is seldom whole while
//! it is being typed.

/// A place in front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Cursor {
    /// The keys above, from the top; positions in lists are left out.
    pub(super) above: Vec<String>,
    /// The key whose value is being typed; `None` where a key is being typed.
    pub(super) key: Option<String>,
    /// The word under the cursor, as bytes of the text.
    pub(super) word: std::ops::Range<usize>,
}

/// The place at the byte `at` of `text`; `None` outside front matter, and in comments.
pub(super) fn cursor(text: &str, at: usize) -> Option<Cursor> {
    let front = text.strip_prefix("---")?;
    let end = front.find("\n---").map_or(text.len(), |end| end + 4);
    if at < 4 || at > end {
        return None;
    }
    inside(text, at)
}

/// The same in a file that is nothing but keys and values.
pub(super) fn inside(text: &str, at: usize) -> Option<Cursor> {
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let before = &text[start..at];
    let word = word(text, at);
    let (indent, rest) = indented(before);
    if rest.starts_with('#') || before.contains(" #") {
        return None;
    }
    let mut above = parents(text, start, indent);
    // An item that begins with a brace, a bracket or a quote has no key of its own before its colon.
    let keyed = !rest.starts_with(['{', '[', '"', '\'']);
    let (key, flow) = match rest.split_once(':').filter(|_| keyed) {
        Some((key, value)) => (Some(plain(key)), value),
        None => (None, rest),
    };
    // In braces and brackets on the same line: each opening one below a key is one level deeper.
    let mut key = key;
    let mut item = String::new();
    let mut stack: Vec<(char, Option<String>)> = Vec::new();
    let mut quote = None;
    for c in flow.chars() {
        match (quote, c) {
            (Some(open), c) => {
                if c == open {
                    quote = None;
                }
                item.push(c);
            }
            (None, '"' | '\'') => {
                quote = Some(c);
                item.push(c);
            }
            (None, '{' | '[') => {
                stack.push((c, key.clone()));
                if c == '{' {
                    above.extend(key.take());
                }
                item.clear();
            }
            (None, '}' | ']') => {
                if let Some((open, of)) = stack.pop() {
                    if open == '{' && of.is_some() {
                        above.pop();
                    }
                    key = of;
                }
                item.clear();
            }
            (None, ',') => {
                if matches!(stack.last(), Some(('{', _))) {
                    key = None;
                }
                item.clear();
            }
            (None, ':') if matches!(stack.last(), Some(('{', _))) => key = Some(plain(&std::mem::take(&mut item))),
            (None, c) => item.push(c),
        }
    }
    // An item of a list below its key, one a line.
    if key.is_none() && stack.is_empty() && before.trim_start().starts_with('-') && !(keyed && rest.contains(':')) {
        let list = above.pop();
        return Some(Cursor { above, key: list, word });
    }
    Some(Cursor { above, key, word })
}

/// The column of what follows the blanks and hyphens at the start of a line, and what follows.
fn indented(line: &str) -> (usize, &str) {
    let rest = line.trim_start_matches(' ');
    let mut at = line.len() - rest.len();
    let mut rest = rest;
    while let Some(item) = rest.strip_prefix("- ") {
        let trimmed = item.trim_start_matches(' ');
        at += rest.len() - trimmed.len();
        rest = trimmed;
    }
    if rest == "-" {
        return (at + 2, "");
    }
    (at, rest)
}

/// The keys of the lines above that hold the line which begins at `start` and is indented by `indent`.
fn parents(text: &str, start: usize, mut indent: usize) -> Vec<String> {
    let mut above = Vec::new();
    for line in text[..start].lines().rev() {
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if line == "---" || indent == 0 {
            break;
        }
        let (column, rest) = indented(line);
        if column < indent
            && let Some((key, value)) = rest.split_once(':')
        {
            if value.trim().is_empty() || value.trim_start().starts_with('#') {
                above.push(plain(key));
            }
            // A key beside a hyphen stands below the key of the list.
            indent = column;
        }
    }
    above.reverse();
    above
}

fn plain(key: &str) -> String {
    key.trim().trim_matches(['"', '\'']).to_owned()
}

fn word(text: &str, at: usize) -> std::ops::Range<usize> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let start = text[..at].rfind(|c| !part(c)).map_or(0, |i| i + text[i..].chars().next().map_or(1, char::len_utf8));
    let end = text[at..].find(|c| !part(c)).map_or(text.len(), |i| at + i);
    start..end
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::cursor;

    /// Keys above, key and word at the bar.
    fn told(front_matter: &str) -> String {
        let text = format!("---\n{front_matter}\n---\nBody\n");
        let at = text.find('|').unwrap();
        let text = text.replacen('|', "", 1);
        match cursor(&text, at) {
            None => "nowhere".to_owned(),
            Some(found) => {
                format!("{} > {} = {}", found.above.join("."), found.key.unwrap_or("?".into()), &text[found.word])
            }
        }
    }

    #[test]
    fn keys_and_values_are_told_apart() {
        assert_eq!(told("na|"), " > ? = na");
        assert_eq!(told("name: Al|der"), " > name = Alder");
        assert_eq!(told("location:\n  ci|"), "location > ? = ci");
        assert_eq!(told("location:\n  state: A|"), "location > state = A");
        assert_eq!(told("programs:\n  - id: x\n    level_of_care: |"), "programs > level_of_care = ");
        assert_eq!(told("programs:\n  - id: x\n    schedule:\n      times: [eve|"), "programs.schedule > times = eve");
        assert_eq!(told("programs:\n- id: x\n  fo|"), "programs > ? = fo");
        assert_eq!(told("services:\n  - case|"), " > services = case");
        assert_eq!(told("programs:\n  - i|"), " > programs = i");
        assert_eq!(told("name: x\nlo|"), " > ? = lo");
        assert_eq!(told("notes:\n  - \"Ring: the bel|"), " > notes = bel");
    }

    #[test]
    fn braces_and_brackets_on_one_line_are_levels() {
        assert_eq!(told("payment: { acc|"), "payment > ? = acc");
        assert_eq!(told("payment: { accepts: [medi|"), "payment > accepts = medi");
        assert_eq!(told("payment: { accepts: [medicaid], dec|"), "payment > ? = dec");
        assert_eq!(told("phones:\n  - { number: \"1, 2\", ty|"), "phones > ? = ty");
        assert_eq!(told("phones: [{ number: \"1\", type: in|"), "phones > type = in");
        assert_eq!(told("languages: [en, e|]"), " > languages = e");
    }

    #[test]
    fn comments_and_the_body_are_nowhere() {
        assert_eq!(told("name: x # al|"), "nowhere");
        assert_eq!(told("# al|"), "nowhere");
        assert_eq!(cursor("---\nname: x\n---\nBody", 16), None);
        assert_eq!(cursor("no front matter", 3), None);
    }
}
