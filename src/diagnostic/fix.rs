//! Changes of a file that mend what a finding complains of.

use std::collections::BTreeMap;
use std::ops::Range;

/// How sure it is that a change is what the writer means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sure {
    /// No other reading is possible: `check --fix` makes the change.
    Certain,
    /// Likely: an editor offers it, and a person decides.
    Likely,
}

/// A change of the file in which the finding stands.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Fix {
    /// How sure it is.
    pub sure: Sure,
    /// Texts in place of bytes of the file, in ascending order and apart from each other.
    pub edits: Vec<Edit>,
}

/// A text in place of bytes of a file.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Edit {
    /// The bytes that go. Empty: the text is put before this byte.
    pub range: Range<usize>,
    /// What comes instead.
    pub text: String,
}

impl Fix {
    /// `text` in place of the bytes `range`, without any doubt.
    pub fn certain(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { sure: Sure::Certain, edits: vec![Edit { range, text: text.into() }] }
    }

    /// `text` in place of the bytes `range`, for a person to decide.
    pub fn likely(range: Range<usize>, text: impl Into<String>) -> Self {
        Self { sure: Sure::Likely, ..Self::certain(range, text) }
    }

    /// One more text in place of bytes.
    #[must_use]
    pub fn and(mut self, range: Range<usize>, text: impl Into<String>) -> Self {
        self.edits.push(Edit { range, text: text.into() });
        self.edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
        self
    }

    /// The text after the change; `None` if the change does not fit it.
    pub fn applied(&self, text: &str) -> Option<String> {
        let (changed, made) = apply(text, [self]);
        (made == 1).then_some(changed)
    }
}

/// `text` after as many of `fixes` as can be made at once, and how many that were. Of two that touch each other the
/// first is made; the other has to be asked for again, as its place may have moved.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> (String, usize) {
    // By where they begin. None touches another, so only the last that begins at or before the end of a new one can.
    let mut taken: BTreeMap<usize, &Edit> = BTreeMap::new();
    let mut made = 0;
    for fix in fixes {
        let fits = |edit: &Edit| {
            let Range { start, end } = edit.range;
            let before = taken.range(..=end).next_back();
            text.get(start..end).is_some() && before.is_none_or(|(_, other)| other.range.end < start)
        };
        if fix.edits.iter().all(fits) && fix.edits.windows(2).all(|pair| pair[0].range.end <= pair[1].range.start) {
            taken.extend(fix.edits.iter().map(|edit| (edit.range.start, edit)));
            made += 1;
        }
    }
    let mut changed = String::with_capacity(text.len());
    let mut at = 0;
    for edit in taken.into_values() {
        changed.push_str(&text[at..edit.range.start]);
        changed.push_str(&edit.text);
        at = edit.range.end;
    }
    changed.push_str(&text[at..]);
    (changed, made)
}

#[cfg(test)]
mod tests {
    use super::{Fix, apply};

    #[test]
    fn fixes_apart_from_each_other_are_made_at_once() {
        let fixes = [Fix::certain(5..10, "\"06401\""), Fix::certain(0..3, "ZIP")];
        assert_eq!(apply("zip: 06401\n", &fixes), ("ZIP: \"06401\"\n".to_owned(), 2));
    }

    #[test]
    fn of_fixes_that_touch_the_first_is_made() {
        let fixes = [Fix::certain(0..2, "x"), Fix::certain(2..3, "y"), Fix::certain(1..4, "z")];
        assert_eq!(apply("abcdef", &fixes), ("xcdef".to_owned(), 1));
    }

    #[test]
    fn a_fix_is_made_whole_or_not_at_all() {
        let both = Fix::certain(0..1, "x").and(4..5, "y");
        assert_eq!(apply("abcdef", &[Fix::certain(4..5, "z"), both]), ("abcdzf".to_owned(), 1));
    }

    #[test]
    fn a_fix_for_another_text_is_left() {
        assert_eq!(Fix::certain(3..9, "").applied("abc"), None);
        assert_eq!(Fix::certain(1..2, "").applied("é"), None);
    }
}
