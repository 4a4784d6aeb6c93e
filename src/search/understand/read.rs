//! A text as words, with what is lost in normalising: commas, capitals, apostrophes.

use crate::search::analysis::{DROPPED, normalise};

/// Characters of a text that are read.
const CHARACTERS: usize = 200;
/// Words of a text that are read.
const WORDS: usize = 24;

/// A word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Normalised, as it is in names: `marys`.
    pub(super) text: String,
    /// As it is in texts: `mary`, without the letter that an apostrophe leaves alone.
    pub(super) parts: Vec<String>,
    /// There is a comma before it.
    pub(super) comma: bool,
    /// It is two capital letters in a text that has small ones as well.
    pub(super) capital: bool,
}

impl Word {
    /// A word that was meant instead of another.
    pub(super) fn meant(text: &str, comma: bool) -> Self {
        Self { text: text.to_owned(), parts: vec![text.to_owned()], comma, capital: false }
    }

    pub(super) fn is_zip(&self) -> bool {
        self.is_digits(5) || self.is_digits(9)
    }

    pub(super) fn is_digits(&self, length: usize) -> bool {
        self.text.len() == length && self.text.bytes().all(|b| b.is_ascii_digit())
    }
}

/// The first words of a text.
pub(super) fn read(text: &str) -> Vec<Word> {
    let text: String = text.chars().take(CHARACTERS).collect();
    let capitals = capitals(&text);
    let mut words = Vec::new();
    for (n, segment) in text.split([',', ';', '\n']).enumerate() {
        let divided = normalise(&segment.replace(DROPPED, " "));
        let mut parts = divided.split(' ');
        let mut comma = n > 0;
        for word in normalise(segment).split(' ').filter(|word| !word.is_empty()) {
            let mut own: Vec<String> = Vec::new();
            let mut length = 0;
            while length < word.len()
                && let Some(part) = parts.next()
            {
                length += part.len();
                own.push(part.to_owned());
            }
            let is_long = |part: &String| part.chars().nth(1).is_some();
            if own.iter().any(is_long) {
                own.retain(is_long);
            }
            let capital = capitals.iter().any(|pair| pair == word);
            words.push(Word { text: word.to_owned(), parts: own, comma: std::mem::take(&mut comma), capital });
        }
    }
    words.truncate(WORDS);
    words
}

/// The words of two capital letters (`OR`, `D.C.`), in small letters. None in a text that is all in capitals.
fn capitals(text: &str) -> Vec<String> {
    if !text.bytes().any(|b| b.is_ascii_lowercase()) {
        return Vec::new();
    }
    let joined = text.replace('.', "");
    let words = joined.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    let pairs = words.filter(|word| word.len() == 2 && word.bytes().all(|b| b.is_ascii_uppercase()));
    pairs.map(str::to_ascii_lowercase).collect()
}

/// The words as one text.
pub(super) fn text(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::{read, text};
    use proptest::prelude::*;

    #[test]
    fn commas_and_capitals_are_kept() {
        let words = read("Portland, OR or D.C.; teens");
        assert_eq!(text(&words), "portland or or dc teens");
        assert_eq!(words.iter().map(|w| w.comma).collect::<Vec<_>>(), [false, true, false, false, true]);
        assert!(words[1].capital && words[3].capital && !words[0].capital);
        assert!(!read("IOP IN BOISE")[1].capital);
    }

    #[test]
    fn apostrophes_join_names_and_divide_words_of_texts() {
        let words = read("St. Mary’s O'Fallon L.L.C.");
        assert_eq!(text(&words), "st marys ofallon llc");
        let parts: Vec<_> = words.iter().map(|word| word.parts.join("+")).collect();
        assert_eq!(parts, ["st", "mary", "fallon", "l+l+c"]);
    }

    #[test]
    fn a_long_text_is_read_from_its_beginning() {
        assert_eq!(read(&"a ".repeat(10_000)).len(), 24);
        assert_eq!(read(&"é".repeat(10_000))[0].text.len(), 200);
        assert!(read("").is_empty() && read(" ,;\u{0}\u{202e} ").is_empty());
    }

    proptest! {
        #[test]
        fn the_parts_of_a_word_are_its_letters(text in "\\PC{0,60}") {
            for word in read(&text) {
                prop_assert!(!word.parts.is_empty());
                prop_assert!(word.parts.concat().len() <= word.text.len());
            }
        }
    }
}
