//! The place of a finding, with the line it stands on.

use std::ops::Range;

/// A stretch of one line of one file. It carries the line's text, so a finding can be shown after the file is gone.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Place {
    /// Path as the person would type it, with forward slashes, relative to the project where possible.
    pub path: String,
    /// Line, counted from 1. Zero: the whole file.
    pub line: u32,
    /// Column of the first character, counted from 1 in characters. Zero: the whole file.
    pub column: u32,
    /// Number of characters that are marked; at least 1 unless the whole file is meant.
    pub width: u32,
    /// The text of the line, without its line end; of a very long one only what stands around the mark.
    pub excerpt: String,
    /// Characters of the line before the excerpt.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub skipped: u32,
}

/// Bytes of a line that are kept before and behind the mark. Without a bound, a file of one long line that is wrong in
/// a hundred thousand places would take more memory than there is.
const AROUND: usize = 2000;

#[allow(clippy::trivially_copy_pass_by_ref)] // The form that serde asks for.
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl Place {
    /// The whole file, without a line.
    pub fn file(path: impl Into<String>) -> Self {
        Self { path: path.into(), line: 0, column: 0, width: 0, excerpt: String::new(), skipped: 0 }
    }

    /// The bytes `range` of `text`. A range over several lines is cut at the end of its first line. Offsets that
    /// are out of bounds or inside a character are moved to the nearest character before them.
    pub fn span(path: impl Into<String>, text: &str, range: Range<usize>) -> Self {
        let start = text.floor_char_boundary(range.start);
        let end = text.floor_char_boundary(range.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |i| start + i);
        let excerpt = text[line_start..line_end].trim_end_matches('\r');
        let shown = line_start.max(text.floor_char_boundary(start.saturating_sub(AROUND)));
        let shown_end =
            (line_start + excerpt.len()).min(text.floor_char_boundary(start.saturating_add(AROUND))).max(shown);
        let line = 1 + text[..line_start].bytes().filter(|&b| b == b'\n').count();
        let column = 1 + text[line_start..start].chars().count();
        let width = text[start..end.min(line_start + excerpt.len()).max(start)].chars().count().max(1);
        Self {
            path: path.into(),
            line: to_u32(line),
            column: to_u32(column),
            width: to_u32(width),
            excerpt: text[shown..shown_end].to_owned(),
            skipped: to_u32(text[line_start..shown].chars().count()),
        }
    }
}

fn to_u32(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn a_span_counts_lines_and_characters_from_one() {
        let text = "name: x\nciudad: Peñón here\n";
        let at = text.find("here").unwrap_or(0);
        let place = Place::span("a.md", text, at..at + 4);
        assert_eq!((place.line, place.column, place.width), (2, 15, 4));
        assert_eq!(place.excerpt, "ciudad: Peñón here");
    }

    #[test]
    fn of_a_very_long_line_only_what_is_near_the_mark_is_kept() {
        let text = format!("ä\n{}WRONG{}\n", "é".repeat(5000), "x".repeat(9000));
        let at = text.find('W').unwrap_or(0);
        let place = Place::span("a.md", &text, at..at + 5);
        assert_eq!((place.line, place.column, place.width, place.skipped), (2, 5001, 5, 4000));
        assert_eq!(place.excerpt.chars().skip(1000).take(5).collect::<String>(), "WRONG");
        assert!(place.excerpt.len() <= 4000);
    }

    #[test]
    fn a_span_over_two_lines_ends_with_the_first() {
        let place = Place::span("a.md", "abc\r\ndef", 1..7);
        assert_eq!((place.line, place.column, place.width), (1, 2, 2));
        assert_eq!(place.excerpt, "abc");
    }

    #[test]
    fn offsets_out_of_bounds_do_not_panic() {
        let place = Place::span("a.md", "é", 1..99);
        assert_eq!((place.line, place.column), (1, 1));
    }
}
