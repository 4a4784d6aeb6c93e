//! How hard a text is to read.
//!
//! English: the grade of Kincaid, Fishburne, Rogers and Chissom (1975), 0.39 words a sentence + 11.8 syllables a word
//! − 15.59. Spanish: the score of Szigriszt-Pazos (1993), 206.835 − 62.3 syllables a word − words a sentence, read on
//! the INFLESZ scale of Barrio-Cantalejo (2008), on which a text is of normal difficulty from 55.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;

/// The highest grade for a guide in English.
pub const GRADE: f64 = 9.0;
/// The lowest score for a guide in Spanish.
pub const SCORE: f64 = 55.0;
/// Shorter texts say too little about themselves.
const WORDS: usize = 100;

/// How hard a text is.
#[derive(Debug, Clone, PartialEq)]
pub struct Difficulty {
    /// The text is in Spanish and `value` a score, on which more is easier; else a school grade.
    pub spanish: bool,
    /// Grade or score.
    pub value: f64,
    /// Bytes of the sentence that adds most, and its number of words.
    pub hardest: (Range<usize>, usize),
}

impl Difficulty {
    /// Whether a text asks too much of most readers.
    pub fn too_hard(&self) -> bool {
        if self.spanish { self.value < SCORE } else { self.value > GRADE }
    }
}

/// A sentence of a paragraph.
struct Sentence {
    range: Range<usize>,
    words: usize,
    syllables: usize,
}

/// Measures the paragraphs and list items of a Markdown text. Tables, headings and code are left out, as they have no
/// sentences. `None` for a short text and for languages without a formula.
pub fn difficulty(body: &str) -> Option<Difficulty> {
    let spanish = match language(body)? {
        "es" => true,
        "en" => false,
        _ => return None,
    };
    let sentences = sentences(body, spanish);
    let words: usize = sentences.iter().map(|s| s.words).sum();
    let syllables: usize = sentences.iter().map(|s| s.syllables).sum();
    if words < WORDS {
        return None;
    }
    let (length, weight) = (words as f64 / sentences.len() as f64, syllables as f64 / words as f64);
    let value = if spanish { 206.835 - 62.3 * weight - length } else { 0.39 * length + 11.8 * weight - 15.59 };
    let hardest = sentences.into_iter().max_by_key(|s| (s.syllables, std::cmp::Reverse(s.range.start)))?;
    Some(Difficulty { spanish, value, hardest: (hardest.range, hardest.words) })
}

/// English or Spanish, by the small words that every text has.
fn language(body: &str) -> Option<&'static str> {
    let (mut english, mut spanish) = (0, 0);
    for word in body.split(|c: char| !c.is_alphabetic()) {
        match word {
            "the" | "and" | "of" | "you" | "is" | "to" => english += 1,
            "de" | "la" | "el" | "que" | "los" | "una" | "en" => spanish += 1,
            _ => {}
        }
    }
    match (english, spanish) {
        (e, s) if e > 3 * s && e > 4 => Some("en"),
        (e, s) if s > 3 * e && s > 4 => Some("es"),
        _ => None,
    }
}

fn sentences(body: &str, spanish: bool) -> Vec<Sentence> {
    let mut all = Vec::new();
    let mut block: Option<(usize, String)> = None;
    let mut outside = 0;
    let mut close = |block: &mut Option<(usize, String)>| {
        if let Some((start, text)) = block.take() {
            cut(&text, start, spanish, &mut all);
        }
    };
    for (event, range) in Parser::new_ext(body, pulldown_cmark::Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::CodeBlock(_) | Tag::Table(_)) => outside += 1,
            Event::End(TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Table) => outside -= 1,
            Event::Start(Tag::Paragraph | Tag::Item) => {
                close(&mut block);
                block = Some((range.start, String::new()));
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => close(&mut block),
            Event::Text(_) if outside == 0 => {
                if let Some((start, text)) = &mut block {
                    // The same bytes as in the file, with blanks where marks stand.
                    let at = range.start - *start;
                    text.extend(std::iter::repeat_n(' ', at.saturating_sub(text.len())));
                    text.push_str(&body[range]);
                }
            }
            _ => {}
        }
    }
    close(&mut block);
    all
}

/// The sentences of one block. A stop after a single letter or before a small letter ends none.
fn cut(text: &str, start: usize, spanish: bool, all: &mut Vec<Sentence>) {
    let mut begin = 0;
    let mut stops: Vec<usize> = text
        .match_indices(['.', '!', '?'])
        .map(|(at, mark)| at + mark.len())
        .filter(|&end| {
            let rest = text[end..].trim_start_matches(['"', ')', '”', '’']);
            let next = rest.trim_start();
            rest.len() != next.len() && !next.starts_with(char::is_lowercase) || rest.is_empty()
        })
        .collect();
    stops.push(text.len());
    for end in stops {
        let sentence = &text[begin..end];
        let words: Vec<&str> =
            sentence.split_whitespace().filter(|word| word.contains(|c: char| c.is_alphabetic())).collect();
        // A list item of two or three words is no sentence.
        if words.len() >= 4 {
            let blank = sentence.len() - sentence.trim_start().len();
            all.push(Sentence {
                range: start + begin + blank..start + begin + sentence.trim_end().len(),
                words: words.len(),
                syllables: words.iter().map(|word| if spanish { sílabas(word) } else { syllables(word) }).sum(),
            });
        }
        begin = end;
    }
}

/// Syllables of an English word: groups of vowels, without a silent e at the end.
fn syllables(word: &str) -> usize {
    let word: String = word.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    let is_vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'é' | 'í' | 'ó' | 'á' | 'ú');
    let groups = |word: &str| {
        let mut before = false;
        word.chars()
            .filter(|c| {
                let begins = is_vowel(*c) && !before;
                before = is_vowel(*c);
                begins
            })
            .count()
    };
    let count = groups(&word);
    let silent = (word.ends_with('e') && !word.ends_with("le"))
        || (word.ends_with("es") && !word.ends_with("ses") && !word.ends_with("ces") && !word.ends_with("les"))
        || (word.ends_with("ed") && !word.ends_with("ted") && !word.ends_with("ded"));
    (count - usize::from(silent && count > 1)).max(1)
}

/// Syllables of a Spanish word: a weak vowel without an accent joins its neighbour.
fn sílabas(word: &str) -> usize {
    let mut count: usize = 0;
    let mut before: Option<bool> = None;
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    for (i, c) in letters.iter().enumerate() {
        let strong = match c {
            'a' | 'e' | 'o' | 'á' | 'é' | 'ó' | 'í' | 'ú' => true,
            // The u of que, qui, gue and gui is not heard.
            'u' if i > 0
                && matches!(letters[i - 1], 'q' | 'g')
                && letters.get(i + 1).is_some_and(|n| matches!(n, 'e' | 'i' | 'é' | 'í')) =>
            {
                continue;
            }
            'i' | 'u' | 'ü' => false,
            'y' if i + 1 == letters.len() && i > 0 => false,
            _ => {
                before = None;
                continue;
            }
        };
        // Two strong vowels are two syllables; a weak one makes none beside another vowel.
        if before.is_none_or(|was_strong| was_strong && strong) {
            count += 1;
        }
        before = Some(strong || before.unwrap_or(false));
    }
    count.max(1)
}

#[cfg(test)]
mod tests {
    use super::{difficulty, syllables, sílabas};

    #[test]
    fn syllables_are_counted() {
        for (word, count) in
            [("the", 1), ("program", 2), ("care", 1), ("people", 2), ("outpatient", 3), ("therapy", 3), ("asked", 1)]
        {
            assert_eq!(syllables(word), count, "{word}");
        }
        for (word, count) in
            [("que", 1), ("familia", 3), ("ayuda", 3), ("país", 2), ("tratamiento", 4), ("guía", 2), ("muy", 1)]
        {
            assert_eq!(sílabas(word), count, "{word}");
        }
    }

    #[test]
    fn short_sentences_are_easier_than_long_ones() {
        let easy = "You come three times a week. You talk in a group. Then you go home to sleep. ".repeat(10);
        let hard = "Participation in the intensive outpatient program necessitates considerable commitment of the \
                    individual and of the family, particularly regarding attendance and transportation. "
            .repeat(10);
        let grade = |text: &str| difficulty(text).map(|d| (d.spanish, d.too_hard()));
        assert_eq!(grade(&easy), Some((false, false)));
        assert_eq!(grade(&hard), Some((false, true)));
        let fácil = "Usted viene tres veces a la semana. Habla en un grupo. Luego se va a la casa. ".repeat(10);
        let difícil = "La participación en el programa ambulatorio intensivo requiere de un compromiso considerable \
                       de la persona y de la familia, particularmente en lo relacionado con la asistencia. "
            .repeat(10);
        assert_eq!(grade(&fácil), Some((true, false)));
        assert_eq!(grade(&difícil), Some((true, true)));
        assert_eq!(grade("You come."), None);
    }

    #[test]
    fn the_guides_of_the_demonstration_are_measured_and_easy() {
        let english = include_str!("../../content/guides/what-is-an-iop.md");
        let spanish = include_str!("../../content/es/guides/what-is-an-iop.md");
        let body = |text: &'static str| text.splitn(3, "---\n").nth(2).unwrap_or_default();
        let measured = |text| difficulty(body(text)).map(|d| (d.spanish, d.value));
        let (english, spanish) = (measured(english), measured(spanish));
        assert!(english.is_some_and(|(es, grade)| !es && (2.0..9.0).contains(&grade)), "{english:?}");
        assert!(spanish.is_some_and(|(es, score)| es && (55.0..90.0).contains(&score)), "{spanish:?}");
    }

    #[test]
    fn the_hardest_sentence_is_found_at_its_bytes() {
        let text = "- You **come** to the house of the group and you talk.\n- The participation of the *families* is considerable and to you surprising.\n".repeat(8);
        let found = difficulty(&text).map(|d| text[d.hardest.0].to_owned());
        assert_eq!(
            found.as_deref(),
            Some("The participation of the *families* is considerable and to you surprising.")
        );
    }
}
