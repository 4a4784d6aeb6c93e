//! Words of free texts: what misleads, presses or hurts a reader, how hard a text is, and letters that deceive.
//!
//! All words are one automaton that is made once; a text without any of them costs one pass over its bytes. Code,
//! addresses, proper names and words in quotes are passed over.

pub mod letters;
pub mod reading;
mod words;

use crate::diagnostic::{Diagnostic, Fix, Rule, rules};
use crate::shape::check::Check;
use aho_corasick::{AhoCorasick, MatchKind};
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::ops::Range;
use std::sync::LazyLock;

/// Why a word is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Stigma,
    Claim,
    Pressure,
    Instruction,
    Bed,
    /// Passed over.
    Name,
}

/// A word with what to say instead.
struct Word {
    kind: Kind,
    text: &'static str,
    say: &'static str,
}

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| {
    let all = words::WORDS.iter();
    all.flat_map(|(kind, words)| words.iter().map(|(text, say)| Word { kind: *kind, text, say })).collect()
});

static AUTOMATON: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let mut builder = AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).ascii_case_insensitive(true);
    builder.build(WORDS.iter().map(|word| word.text)).ok()
});

/// The texts of a file.
#[derive(Debug, Clone, Copy)]
pub struct Texts<'a> {
    /// Bytes of values of the front matter that are free text.
    pub values: &'a [Range<usize>],
    /// Bytes of the Markdown below it.
    pub body: &'a Range<usize>,
    /// Names of organizations and titles of sources: what stands inside one is not the writer's own word.
    pub names: &'a [&'a str],
    /// Every program is outpatient care, so that words about beds do not fit.
    pub outpatient: bool,
}

/// Reports words that mislead, press or hurt, each at its place.
pub fn check(check: &mut Check<'_>, texts: Texts<'_>) {
    let text = check.text;
    for range in texts.values {
        passage(check, &text[range.clone()], range.start, texts);
    }
    let body = &text[texts.body.clone()];
    if AUTOMATON.as_ref().is_some_and(|words| words.is_match(body)) || has_dose(body) {
        passage(check, &prose(body), texts.body.start, texts);
    }
}

/// The body with blanks in place of code, addresses and marks, at the same bytes.
pub(crate) fn prose(body: &str) -> String {
    let mut bytes = vec![b' '; body.len()];
    let mut code = 0;
    for (event, range) in Parser::new(body).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Text(_) if code == 0 => bytes[range.clone()].copy_from_slice(&body.as_bytes()[range]),
            Event::Start(Tag::Paragraph | Tag::Heading { .. } | Tag::Item) => {
                // A sentence does not go on from one block to the next.
                if let Some(before) = range.start.checked_sub(1) {
                    bytes[before] = b'\n';
                }
            }
            _ => {}
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// Reports characters that nobody can see, anywhere in the file.
pub fn invisible(check: &mut Check<'_>) {
    for range in letters::invisible(check.text) {
        let code = check.text[range.clone()].chars().next().map_or(0, u32::from);
        // Between letters of scripts that may need it, a person has to look.
        let fix = if letters::is_among_latin(check.text, &range) {
            Fix::certain(range.clone(), "")
        } else {
            Fix::likely(range.clone(), "")
        };
        check.report_fix(
            &rules::IDENTITY_INVISIBLE,
            &range,
            format!("an invisible character (U+{code:04X})"),
            "remove it, or type the words around it anew",
            fix,
        );
    }
}

fn passage(check: &mut Check<'_>, text: &str, start: usize, texts: Texts<'_>) {
    let Some(automaton) = AUTOMATON.as_ref() else { return };
    let mut hits: Vec<(Kind, Range<usize>, &str)> = automaton
        .find_iter(text)
        .map(|found| (&WORDS[found.pattern().as_usize()], found.range()))
        .filter(|(word, range)| word.kind != Kind::Name && is_word(text, range))
        .map(|(word, range)| (word.kind, range, word.say))
        .collect();
    hits.extend(doses(text).map(|range| (Kind::Instruction, range, "")));
    if hits.is_empty() {
        return;
    }
    let names: Vec<Places> = texts.names.iter().map(|name| Places::of(name, text)).collect();
    for (kind, range, say) in hits {
        let unsaid = kind != Kind::Stigma && is_denied(text, range.start)
            || kind == Kind::Pressure && is_urgent(text, range.end);
        if unsaid
            || (kind == Kind::Bed && !texts.outpatient)
            || is_quoted(text, &range)
            || is_proper(text, &range)
            || names.iter().any(|name| name.cover(&range))
        {
            continue;
        }
        report(check, kind, text, start, &range, say);
    }
}

fn report(check: &mut Check<'_>, kind: Kind, text: &str, start: usize, range: &Range<usize>, say: &str) {
    let word = &text[range.clone()];
    let (rule, message, help): (&Rule, String, String) = match kind {
        Kind::Stigma => (
            &rules::LANGUAGE_STIGMA,
            format!("\"{word}\" keeps people from asking for help"),
            format!("write \"{say}\""),
        ),
        Kind::Claim => (
            &rules::LANGUAGE_CLAIM,
            format!("\"{word}\" is advertising or a promise that nobody can keep"),
            "say what there is, such as hours, groups and staff, and leave the judgment to the reader".to_owned(),
        ),
        Kind::Pressure => (
            &rules::LANGUAGE_PRESSURE,
            format!("\"{word}\" presses the reader"),
            "say when somebody answers and what happens then".to_owned(),
        ),
        Kind::Instruction => (
            &rules::LANGUAGE_INSTRUCTION,
            format!("\"{word}\" reads like a dose or a diagnosis"),
            "tell the reader whom to ask".to_owned(),
        ),
        Kind::Bed | Kind::Name => (
            &rules::CARE_ROUND_THE_CLOCK,
            format!("the text says \"{word}\", but the programs are outpatient"),
            "check the level of care, or say where that care is given".to_owned(),
        ),
    };
    let place = start + range.start..start + range.end;
    check.find(rule, &place, |place| {
        let finding = Diagnostic::new(rule, message).at(place).help(help);
        if say.is_empty() { finding } else { finding.fix(instead(text, start, range, say)) }
    });
}

/// `say` in place of the word, with its capital letter and the article that fits.
fn instead(text: &str, start: usize, range: &Range<usize>, say: &str) -> Fix {
    let vowel = say.starts_with(['a', 'e', 'i', 'o', 'u']);
    let before = &text[..range.start];
    let article = [("an ", "a ", false), ("a ", "an ", true)].into_iter().find(|(written, _, wrong_before)| {
        vowel == *wrong_before
            && before.strip_suffix(written).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    });
    if let Some((written, right, _)) = article {
        let from = range.start - written.len();
        return Fix::likely(start + from..start + range.end, format!("{right}{say}"));
    }
    let mut said = say.to_owned();
    if text[range.clone()].starts_with(char::is_uppercase) {
        said = said.chars().take(1).flat_map(char::to_uppercase).chain(say.chars().skip(1)).collect();
    }
    Fix::likely(start + range.start..start + range.end, said)
}

/// Whether the match is not a part of a longer word. "#1" may stand before anything but a digit.
fn is_word(text: &str, range: &Range<usize>) -> bool {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '@');
    !joins(text[..range.start].chars().next_back()) && !joins(text[range.end..].chars().next())
}

/// Bytes in which a sentence is looked for around a word. Without a bound, a text without any full stop would be read
/// as often as it has words.
const SENTENCE: usize = 400;

/// The part of the sentence before `at`.
fn lead(text: &str, at: usize) -> &str {
    let before = &text[text.floor_char_boundary(at.saturating_sub(SENTENCE))..at];
    let begin = before.rfind(['.', '!', '?', '\n', ';']).map_or(0, |stop| stop + 1);
    &before[begin..]
}

/// Whether the sentence speaks against the word: "nobody can guarantee", "beware of anyone who promises a cure".
fn is_denied(text: &str, at: usize) -> bool {
    const AGAINST: [&str; 22] = [
        "no", "not", "never", "nobody", "none", "without", "cannot", "beware", "careful", "avoid", "promise",
        "promises", "claims", "sin", "nunca", "nadie", "ningún", "ninguna", "ninguno", "promete", "prometen",
        "cuidado",
    ];
    let lead = lead(text, at).to_lowercase();
    lead.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’')
        .any(|word| AGAINST.contains(&word) || word.ends_with("n't") || word.ends_with("n’t"))
}

/// Whether the sentence goes on to a line for people in danger: "call now: 988".
fn is_urgent(text: &str, at: usize) -> bool {
    let rest = text[at..text.floor_char_boundary(at.saturating_add(SENTENCE))]
        .split(['.', '!', '?', '\n'])
        .next()
        .unwrap_or_default();
    rest.contains("988") || rest.contains("911")
}

/// Whether the word itself stands in quotes: it is spoken of, not used.
fn is_quoted(text: &str, range: &Range<usize>) -> bool {
    const QUOTES: [char; 9] = ['"', '\'', '“', '”', '‘', '’', '«', '»', '`'];
    let before = text[..range.start].ends_with(QUOTES);
    let after = text[range.end..].trim_start_matches([',', '.']).starts_with(QUOTES);
    // Quotes round a whole value of the front matter are YAML's.
    let all = range.start <= 1 && range.end + 1 >= text.len();
    before && after && !all
}

/// Whether the word is part of a proper name: all its words have a capital letter, and so has the next one on a side.
fn is_proper(text: &str, range: &Range<usize>) -> bool {
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    let hit = &text[range.clone()];
    if !hit.split([' ', '-']).all(capital) || hit.len() < 3 {
        return false;
    }
    let rest = &text[range.end..text.floor_char_boundary(range.end.saturating_add(SENTENCE))];
    let end = rest.find(['.', '!', '?', '\n', ';', ',', ':']).unwrap_or(rest.len());
    let mut after = rest[..end].split_whitespace();
    let joins = |word: &&str| matches!(*word, "of" | "on" | "for" | "and" | "the" | "&" | "de" | "y" | "para" | "del");
    let next = after.find(|word| !joins(word));
    let previous = lead(text, range.start).split_whitespace().rev().find(|word| !joins(word));
    next.is_some_and(capital) || previous.is_some_and(|word| capital(word.trim_start_matches(['"', '(', '“'])))
}

/// Where a name stands in a text, looked for once for all words.
struct Places {
    length: usize,
    starts: Vec<usize>,
}

impl Places {
    fn of(name: &str, text: &str) -> Self {
        let starts = if name.is_empty() { Vec::new() } else { text.match_indices(name).map(|(at, _)| at).collect() };
        Self { length: name.len(), starts }
    }

    /// Whether `range` is a part of the name at one of its places.
    fn cover(&self, range: &Range<usize>) -> bool {
        let before = self.starts.partition_point(|start| *start <= range.start);
        before.checked_sub(1).is_some_and(|last| range.end <= self.starts[last] + self.length)
    }
}

const UNITS: [&str; 6] = ["mg", "mcg", "milligram", "milligrams", "miligramos", "microgramos"];

fn has_dose(text: &str) -> bool {
    doses(text).next().is_some()
}

/// Amounts of a medicine: `8 mg`.
fn doses(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let bytes = text.as_bytes();
    memchr::memchr2_iter(b'm', b'M', bytes).filter_map(move |at| {
        let digits = text.get(..at)?.trim_end_matches([' ', '\u{a0}']);
        if !digits.ends_with(|c: char| c.is_ascii_digit()) || at - digits.len() > 2 {
            return None;
        }
        let unit = &text[at..];
        let unit = &unit[..unit.find(|c: char| !c.is_alphabetic()).unwrap_or(unit.len())];
        if !UNITS.contains(&&*unit.to_ascii_lowercase()) {
            return None;
        }
        let start = digits.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',').len();
        Some(start..at + unit.len())
    })
}

#[cfg(test)]
mod tests {
    use super::{Texts, check};
    use crate::shape::check::Check;
    use crate::vocabulary::Vocabulary;

    /// Code, marked word and fixed text of each finding in a body.
    fn found(body: &str) -> Vec<(String, String, String)> {
        found_beside(body, &[])
    }

    fn found_beside(body: &str, names: &[&str]) -> Vec<(String, String, String)> {
        let mut checked = Check::new("a.md", body, Vocabulary::embedded());
        check(&mut checked, Texts { values: &[], body: &(0..body.len()), names, outpatient: true });
        let marked = |place: &crate::diagnostic::Place| {
            place.excerpt.chars().skip(place.column as usize - 1).take(place.width as usize).collect::<String>()
        };
        checked
            .findings
            .iter()
            .map(|f| {
                let fixed = f.fix.as_ref().and_then(|fix| fix.applied(body)).unwrap_or_default();
                (f.code.to_string(), f.place.as_ref().map(marked).unwrap_or_default(), fixed)
            })
            .collect()
    }

    #[test]
    fn a_word_is_marked_and_replaced_with_its_article_and_capital() {
        let one = |body| found(body).into_iter().map(|(_, word, fixed)| (word, fixed)).collect::<Vec<_>>();
        assert_eq!(
            one("She is an addict."),
            [("addict".to_owned(), "She is a person with a substance use disorder.".to_owned())]
        );
        assert_eq!(
            one("Addicts come here."),
            [("Addicts".to_owned(), "People with a substance use disorder come here.".to_owned())]
        );
        assert_eq!(one("Él es adicto.")[0].0, "adicto");
        assert_eq!(one("Abuso de sustancias aquí.")[0].1, "Consumo de sustancias aquí.");
    }

    #[test]
    fn every_kind_has_its_code() {
        for (body, code) in [
            ("We help alcoholics.", "language/stigma"),
            ("A luxury house.", "language/claim"),
            ("Hay camas disponibles.", "language/pressure"),
            ("Take 8 mg in the morning.", "language/instruction"),
            ("With 24-hour nursing.", "care/round-the-clock"),
        ] {
            assert_eq!(found(body).into_iter().map(|f| f.0).collect::<Vec<_>>(), [code], "{body}");
        }
    }

    #[test]
    fn names_quotes_code_addresses_and_other_meanings_are_passed_over() {
        for body in [
            "Narcotics Anonymous and Alcoholics Anonymous meet here.",
            "The Substance Abuse and Mental Health Services Administration counts them.",
            "Licensed by the Alabama Substance Abuse Board.",
            "Survivors of child abuse and domestic abuse.",
            "Do not say \"addict\".",
            "See `drug abuse` and [here](https://example.org/drug-abuse).",
            "    addict\n",
            "Alcoholic drinks are not allowed.",
            "Nobody can promise a cure.",
            "There is no cure, and no program is guaranteed to work.",
            "Be careful when someone says the best treatment is theirs.",
            "An addictive drug. A clean kitchen. Good habits.",
            "500 MB and 8 months.",
            "Si piensa en el suicidio, llame ahora al [988](tel:988).",
        ] {
            assert_eq!(found(body), [], "{body}");
        }
        assert_eq!(found_beside("Run by Addict House.", &["Addict House"]), []);
        assert_eq!(found_beside("Run by an addict.", &["Addict House"]).len(), 1);
    }
}
