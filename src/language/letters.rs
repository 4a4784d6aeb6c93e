//! Letters that look like others, and characters that cannot be seen.

use std::ops::Range;

/// The alphabets that have letters in common with the Latin one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Latin,
    Greek,
    Cyrillic,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Script::Latin,
        '\u{400}'..='\u{52f}' | '\u{1c80}'..='\u{1c8f}' | '\u{a640}'..='\u{a69f}' => Script::Cyrillic,
        // The last two: letters for mathematics and full-width ones are Latin in another dress.
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' | '\u{1d400}'..='\u{1d7ff}' | '\u{ff21}'..='\u{ff5a}' => {
            Script::Greek
        }
        _ => Script::Other,
    }
}

/// Small letters of Cyrillic and Greek that cannot be told from Latin ones.
const TWINS: &str = "асеорхуіјѕһԁԛԝкмнтвгαορνυικτ";

/// Words of `text` in which letters of another alphabet stand among Latin ones.
pub fn mixed(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut words = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphabetic(), start) {
            (true, None) => start = Some(at),
            (false, Some(begin)) => {
                words.push(begin..at);
                start = None;
            }
            _ => {}
        }
    }
    words.retain(|word| {
        let has = |wanted| text[word.clone()].chars().any(|c| script(c) == wanted);
        has(Script::Latin) && (has(Script::Greek) || has(Script::Cyrillic))
    });
    words
}

/// What is wrong with an address that [`deceives`].
pub const DECEIVES: &str = "the domain has letters that only look like those of another one";
/// What to do about it.
pub const TYPED_BY_HAND: &str = "type the address by hand, as the program writes it";

/// Whether the domain of a web address pretends to be another one: letters of two alphabets in one part, a part that
/// could be written in Latin letters throughout, or characters that cannot be seen.
pub fn deceives(address: &str) -> bool {
    let Some((_, rest)) = address.split_once("://") else { return false };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_ascii() {
        return false;
    }
    let twin = |part: &str| !part.is_ascii() && part.to_lowercase().chars().all(|c| TWINS.contains(c));
    !mixed(host).is_empty() || host.split('.').any(twin) || host.chars().any(|c| is_invisible(c) || is_mark(c))
}

/// Characters that nobody can see and no text needs.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{180e}' | '\u{202d}' | '\u{202e}')
}

/// Marks of direction and joining, which texts in some other scripts need.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{200c}'..='\u{200f}' | '\u{202a}'..='\u{202c}' | '\u{2066}'..='\u{2069}' | '\u{61c}')
}

/// Invisible characters of `text`: those that never belong, and marks between letters that have no use for them.
pub fn invisible(text: &str) -> Vec<Range<usize>> {
    if text.is_ascii() {
        return Vec::new();
    }
    text.char_indices()
        .map(|(at, c)| (at..at + c.len_utf8(), c))
        .filter(|(range, c)| is_invisible(*c) || (is_mark(*c) && is_among_latin(text, range)))
        .map(|(range, _)| range)
        .collect()
}

/// Whether what stands on both sides of `range` needs no mark: Latin letters, digits, blanks.
pub fn is_among_latin(text: &str, range: &Range<usize>) -> bool {
    let plain = |c: Option<char>| c.is_none_or(|c| c.is_ascii() || script(c) == Script::Latin);
    plain(text[..range.start].chars().next_back()) && plain(text[range.end..].chars().next())
}

#[cfg(test)]
mod tests {
    use super::{deceives, invisible, mixed};

    #[test]
    fn letters_of_two_alphabets_in_one_word_are_found() {
        let words = |text: &str| mixed(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(words("Аlder Creek"), ["Аlder"]);
        assert_eq!(words("Creek Ηouse"), ["Ηouse"]);
        assert_eq!(words("Дом Alder, Peñón, مركز Al-Noor, Ω group"), [""; 0]);
    }

    #[test]
    fn addresses_that_pretend_are_found() {
        for address in ["https://exаmple.org/", "https://аре.org", "https://exam\u{200b}ple.org"] {
            assert!(deceives(address), "{address}");
        }
        for address in ["https://example.org/а", "https://peñon.example/", "https://пример.example/"] {
            assert!(!deceives(address), "{address}");
        }
    }

    #[test]
    fn invisible_characters_are_found_where_they_have_no_use() {
        assert_eq!(invisible("be\u{200b}ll \u{202e}x"), [2..5, 8..11]);
        assert_eq!(invisible("a\u{200d}b").len(), 1);
        assert_eq!(invisible("می\u{200c}خواهم \u{2067}مركز\u{2069}").len(), 0);
    }
}
