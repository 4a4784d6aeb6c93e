//! How texts become words, and words become stems: the same for listings, guides and what people type.
//!
//! The browser does the first half of this ([`normalise`], [`words`]) in the same way. It never stems: the index lists
//! every word as it is written.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use tantivy::Index;
use tantivy::tokenizer::{self, RawTokenizer, Stemmer, TextAnalyzer, Token, TokenStream, Tokenizer};

/// Longer words, in bytes, are no words.
const WORD_BYTES: usize = 40;

/// Signs that belong to a word: dropped when a name is compared, so that `O'Fallon` is one word.
pub(super) const DROPPED: [char; 9] = ['\'', '’', '‘', 'ʻ', 'ʼ', '`', '´', '′', '.'];

/// A language whose words are reduced to stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Language {
    /// Listings, and guides in any language but Spanish.
    English,
    /// Guides in Spanish.
    Spanish,
}

impl Language {
    /// The language of texts with this code.
    pub fn of(code: &str) -> Self {
        if code.split('-').next() == Some("es") { Self::Spanish } else { Self::English }
    }

    /// Its name among the tokenizers of an index.
    pub(super) fn analyzer(self) -> &'static str {
        match self {
            Self::English => "waypost_en",
            Self::Spanish => "waypost_es",
        }
    }

    fn stemmer(self) -> Stemmer {
        Stemmer::new(match self {
            Self::English => tokenizer::Language::English,
            Self::Spanish => tokenizer::Language::Spanish,
        })
    }
}

/// The form in which names and phrases are compared: small letters without marks, digits, single blanks.
pub fn normalise(text: &str) -> String {
    let kept: String = text.chars().filter(|c| !DROPPED.contains(c)).collect();
    let mut plain = String::with_capacity(kept.len());
    fold(&kept, &mut plain);
    plain
}

/// The words of a text in order: runs of letters and digits, without marks and small. Words of 40 bytes and more are
/// left out.
pub fn words(text: &str) -> Vec<String> {
    let mut plain = String::with_capacity(text.len());
    fold(text, &mut plain);
    plain.split(' ').filter(|word| !word.is_empty() && word.len() < WORD_BYTES).map(str::to_owned).collect()
}

/// Appends small letters and digits; whatever lies between becomes one blank.
fn fold(text: &str, out: &mut String) {
    if text.is_ascii() {
        let start = out.len();
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() {
                out.push(char::from(byte.to_ascii_lowercase()));
            } else if out.len() > start && !out.ends_with(' ') {
                out.push(' ');
            }
        }
        if out.ends_with(' ') {
            out.pop();
        }
        return;
    }
    let mut gap = false;
    let category = CodePointMapData::<GeneralCategory>::new();
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize(text).chars() {
        let group = category.get(c);
        if GeneralCategoryGroup::Mark.contains(group) {
            continue;
        }
        if GeneralCategoryGroup::Letter.contains(group) || GeneralCategoryGroup::Number.contains(group) {
            for small in c.to_lowercase() {
                // The small form of some letters has marks of its own.
                if !GeneralCategoryGroup::Mark.contains(category.get(small)) {
                    if std::mem::take(&mut gap) && !out.is_empty() {
                        out.push(' ');
                    }
                    out.push(small);
                }
            }
        } else {
            gap = true;
        }
    }
}

/// Reduces words to stems.
pub struct Stems {
    english: TextAnalyzer,
    spanish: TextAnalyzer,
}

impl Default for Stems {
    fn default() -> Self {
        let of = |language: Language| TextAnalyzer::builder(RawTokenizer::default()).filter(language.stemmer()).build();
        Self { english: of(Language::English), spanish: of(Language::Spanish) }
    }
}

impl Stems {
    /// The stem under which an index has `word`, which is one of [`words`].
    pub fn stem(&mut self, word: &str, language: Language) -> String {
        let analyzer = match language {
            Language::English => &mut self.english,
            Language::Spanish => &mut self.spanish,
        };
        let mut stream = analyzer.token_stream(word);
        stream.next().map(|token| token.text.clone()).unwrap_or_default()
    }
}

/// Makes the analysis known to an index.
pub(super) fn register(index: &Index) {
    for language in [Language::English, Language::Spanish] {
        let analyzer = TextAnalyzer::builder(Words).filter(language.stemmer()).build();
        index.tokenizers().register(language.analyzer(), analyzer);
    }
}

/// [`words`] for tantivy.
#[derive(Debug, Clone, Copy)]
struct Words;

impl Tokenizer for Words {
    type TokenStream<'a> = WordStream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream {
        WordStream { words: words(text).into_iter(), token: Token::default() }
    }
}

/// The words of one text.
struct WordStream {
    words: std::vec::IntoIter<String>,
    token: Token,
}

impl TokenStream for WordStream {
    fn advance(&mut self) -> bool {
        let Some(word) = self.words.next() else { return false };
        self.token.text = word;
        self.token.position = self.token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::{Language, Stems, normalise, words};
    use proptest::prelude::*;

    #[test]
    fn names_are_compared_without_marks_signs_and_capitals() {
        for (text, plain) in [
            ("Mayagüez", "mayaguez"),
            ("O’Fallon", "ofallon"),
            ("St. Louis", "st louis"),
            ("Winston-Salem", "winston salem"),
            ("  U.S.  Virgin Islands ", "us virgin islands"),
            ("Programa ambulatorio (IOP), de día", "programa ambulatorio iop de dia"),
            ("ﬁne №5 İstanbul", "fine no5 istanbul"),
            ("‘Āhuimanu", "ahuimanu"),
            ("--", ""),
        ] {
            assert_eq!(normalise(text), plain, "{text}");
        }
    }

    #[test]
    fn apostrophes_and_periods_divide_words() {
        assert_eq!(words("Women’s Center, L.L.C."), ["women", "s", "center", "l", "l", "c"]);
        assert_eq!(words("niñez"), ["ninez"]);
        assert_eq!(words(&"x".repeat(40)), [""; 0]);
    }

    #[test]
    fn stems_join_the_forms_of_a_word() {
        let mut stems = Stems::default();
        let mut stem = |word: &str, language| stems.stem(word, language);
        assert_eq!(stem("counseling", Language::English), stem("counsel", Language::English));
        assert_eq!(stem("programas", Language::Spanish), stem("programa", Language::Spanish));
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "\\PC{0,40}") {
            // The only letter that comes apart into one of the signs that are dropped before.
            let text = text.replace('ŉ', "n");
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once.clone());
            prop_assert!(!once.starts_with(' ') && !once.ends_with(' ') && !once.contains("  "));
        }

        #[test]
        fn plain_and_other_texts_are_folded_alike(text in "[ -~]{0,40}") {
            // One more letter that is not ASCII takes the long way.
            let other = format!("{text} é");
            let expected = format!("{} e", normalise(&text));
            prop_assert_eq!(normalise(&other), expected.trim_start());
        }
    }
}
