//! Turns what Tera says into findings with the real file, line and column.

use super::nearest::did_you_mean;
use crate::diagnostic::{Diagnostic, Place, rules};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The files behind the names that Tera knows.
#[derive(Debug, Default)]
pub(super) struct Sources {
    by_name: BTreeMap<String, Source>,
}

#[derive(Debug)]
struct Source {
    shown: String,
    text: Arc<str>,
}

impl Sources {
    /// Says which file stands behind a name.
    pub(super) fn insert(&mut self, name: &str, shown: &str, text: Arc<str>) {
        self.by_name.insert(name.to_owned(), Source { shown: shown.to_owned(), text });
    }

    /// The place of the bytes `range` of a template.
    fn span(&self, name: &str, range: std::ops::Range<usize>) -> Place {
        match self.by_name.get(name) {
            Some(source) => Place::span(&*source.shown, &source.text, range),
            None => Place::file(name),
        }
    }

    fn file(&self, name: &str) -> Place {
        Place::file(self.by_name.get(name).map_or(name, |source| &*source.shown))
    }
}

/// The findings behind an error: one, except for unknown names, which Tera reports all at once.
pub(super) fn findings(error: &tera::Error, sources: &Sources) -> Vec<Diagnostic> {
    let new = |message: &str| {
        let finding = Diagnostic::new(&rules::THEME_TEMPLATE, clean(message));
        finding.help("correct the template; docs/themes.md says what templates may use")
    };
    match error.kind() {
        tera::ErrorKind::SyntaxError(report) | tera::ErrorKind::RenderingError(report) => {
            let place = sources.span(report.filename(), report.span().range.clone());
            let (message, available) = without_list(report.message());
            let mut finding = new(message).at(place);
            finding.help = available.map(|names| suggestion(message, names)).or(finding.help);
            // The report holds its notes only as text.
            for block in blocks(&error.to_string()).into_iter().filter(|block| block.note) {
                finding = finding.related(block.place(sources), block.message);
            }
            vec![finding]
        }
        tera::ErrorKind::CircularExtend { tpl, inheritance_chain } => {
            let message = format!("templates extend each other in a circle: {tpl} → {}", inheritance_chain.join(" → "));
            vec![new(&message).at(sources.file(tpl))]
        }
        tera::ErrorKind::CircularInclude { tpl, include_chain } => {
            let message = format!("templates include each other in a circle: {}", include_chain.join(" → "));
            vec![new(&message).at(sources.file(tpl))]
        }
        tera::ErrorKind::MissingParent { current, parent } => {
            vec![new(&format!("there is no template `{parent}`")).at(sources.file(current))]
        }
        tera::ErrorKind::Msg(text) => {
            let blocks = blocks(text);
            if blocks.is_empty() {
                return vec![new(text)];
            }
            blocks.into_iter().map(|block| new(&block.message).at(block.place(sources))).collect()
        }
        other => vec![new(&other.to_string())],
    }
}

/// One stretch of Tera's report.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    note: bool,
    message: String,
    name: String,
    line: usize,
    column: usize,
    width: usize,
}

impl Block {
    fn place(&self, sources: &Sources) -> Place {
        let Some(source) = sources.by_name.get(&self.name) else { return Place::file(&*self.name) };
        let line_start: usize = source.text.split_inclusive('\n').take(self.line - 1).map(str::len).sum();
        let offset = |column: usize| {
            source.text[line_start..].chars().take(column).map(char::len_utf8).sum::<usize>() + line_start
        };
        sources.span(&self.name, offset(self.column - 1)..offset(self.column - 1 + self.width))
    }
}

/// Reads a report such as
/// ```text
/// error: Unknown filter `dat`
///  --> home.html:3:12
///   |
/// 3 | {{ x | dat }}
///   |        ^^^
///
/// note: called from base.html:1:4
/// ```
fn blocks(report: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut pending = None;
    for line in report.lines() {
        if let Some(message) = line.strip_prefix("error: ") {
            pending = Some(message.to_owned());
        } else if let Some(note) = line.strip_prefix("note: ") {
            let (words, place) = note.rsplit_once(' ').unwrap_or(("", note));
            blocks.extend(block(true, words, place));
        } else if let Some(place) = line.trim_start().strip_prefix("--> ")
            && let Some(message) = pending.take()
        {
            blocks.extend(block(false, &message, place));
        } else if let Some(message) = &mut pending {
            message.push('\n');
            message.push_str(line);
        } else if let Some(marks) = line.trim_start().strip_prefix('|')
            && marks.trim_start().bytes().all(|b| b == b'^')
            && let Some(last) = blocks.last_mut()
        {
            last.width = marks.trim_start().len().max(1);
        }
    }
    blocks
}

fn block(note: bool, message: &str, place: &str) -> Option<Block> {
    let (rest, column) = place.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let (line, column) = (line.parse().ok()?, column.parse().ok()?);
    (line > 0 && column > 0).then(|| Block {
        note,
        message: message.to_owned(),
        name: name.to_owned(),
        line,
        column,
        width: 1,
    })
}

/// Splits "Field `nam` is not defined. Available fields: name, path" into the sentence and the list.
fn without_list(message: &str) -> (&str, Option<&str>) {
    for start in [" Available fields: ", " Available variables: "] {
        if let Some((sentence, names)) = message.split_once(start) {
            return (sentence, Some(names));
        }
    }
    (message, None)
}

fn suggestion(message: &str, names: &str) -> String {
    let wanted = message.split('`').nth(1).unwrap_or_default();
    did_you_mean(wanted, names.split(", ")).unwrap_or_else(|| format!("there are {names}"))
}

/// One sentence without a full stop, with the names that a theme author wrote.
fn clean(message: &str) -> String {
    let mut out = String::new();
    let mut rest = message.trim().trim_end_matches('.');
    while let Some(at) = rest.find('@') {
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        let is_layer =
            after.len() > 5 && after.as_bytes()[5] == b'/' && after[1..5].bytes().all(|b| b.is_ascii_digit());
        let skipped = if is_layer { 6 } else { 1 };
        out.push_str(if is_layer { "theme/" } else { "@" });
        rest = &after[skipped..];
    }
    out.push_str(rest);
    out.replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::{blocks, clean};

    #[test]
    fn a_report_is_read_back_into_its_places() {
        let report = "error: Unknown filter `dat`\n --> a b.html:3:12\n  |\n3 | {{ x | dat }}\n  |        ^^^\n\n\
                      error: Unknown test `x`\n --> b.html:1:1\n  |\n1 | x\n  | ^\n\nnote: called from c.html:10:2\n   |\n10 | y\n   | ^^";
        let seen: Vec<_> =
            blocks(report).into_iter().map(|b| (b.note, b.message, b.name, b.line, b.column, b.width)).collect();
        assert_eq!(
            seen,
            [
                (false, "Unknown filter `dat`".into(), "a b.html".into(), 3, 12, 3),
                (false, "Unknown test `x`".into(), "b.html".into(), 1, 1, 1),
                (true, "called from".into(), "c.html".into(), 10, 2, 2),
            ]
        );
    }

    #[test]
    fn internal_names_are_shown_as_they_were_written() {
        assert_eq!(clean("Circle: @0001/a.html, me@x.org."), "Circle: theme/a.html, me@x.org");
        assert_eq!(clean("@é/"), "@é/");
    }
}
