//! Places of findings as editors count them: lines from 0, columns in UTF-16 units from 0.

use crate::diagnostic::Place;
use lsp_types::{Position, Range};

/// The marked stretch; the first character of the file for a finding about the whole of it.
pub(super) fn range(place: &Place) -> Range {
    if place.line == 0 {
        return Range::default();
    }
    let line = place.line - 1;
    let column = |chars: u32| {
        let here = chars.saturating_sub(place.skipped) as usize;
        let units = place.excerpt.chars().take(here).map(char::len_utf16).sum::<usize>();
        u32::try_from(units).unwrap_or(u32::MAX).saturating_add(place.skipped)
    };
    let start = column(place.column.saturating_sub(1));
    let end = column(place.column.saturating_sub(1) + place.width);
    Range { start: Position { line, character: start }, end: Position { line, character: end.max(start) } }
}

/// The position of a byte of `text`.
pub(super) fn position(text: &str, byte: usize) -> Position {
    let before = text.get(..byte).unwrap_or(text);
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    let line = before.bytes().filter(|byte| *byte == b'\n').count();
    let character = before[start..].encode_utf16().count();
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Position { line: number(line), character: number(character) }
}

/// The byte of `text` at a position; the end of the line for one behind it.
pub(super) fn byte(text: &str, position: Position) -> usize {
    let mut start = 0;
    for _ in 0..position.line {
        match text[start..].find('\n') {
            Some(at) => start += at + 1,
            None => return text.len(),
        }
    }
    let mut units = 0;
    for (at, c) in text[start..].char_indices() {
        if c == '\n' || units >= position.character {
            return start + at;
        }
        units += u32::try_from(c.len_utf16()).unwrap_or(1);
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::{byte, position, range};
    use crate::diagnostic::Place;
    use lsp_types::Position;

    #[test]
    fn columns_are_utf_16_units() {
        let text = "---\nname: 🙂 é x\n";
        let at = text.find('x').unwrap_or(0);
        assert_eq!(position(text, at), Position { line: 1, character: 11 });
        assert_eq!(byte(text, Position { line: 1, character: 11 }), at);
        let place = Place::span("a.md", text, at..at + 1);
        assert_eq!(range(&place).start, Position { line: 1, character: 11 });
        assert_eq!(range(&place).end, Position { line: 1, character: 12 });
    }

    #[test]
    fn positions_outside_the_text_are_moved_into_it() {
        assert_eq!(byte("ab\ncd", Position { line: 0, character: 9 }), 2);
        assert_eq!(byte("ab\ncd", Position { line: 7, character: 0 }), 5);
    }
}
