//! Phone numbers as surveys write them.

/// A number in the form of front matter, and what had to be done to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parsed {
    pub(super) number: String,
    pub(super) ext: Option<String>,
    /// Letters were turned into digits.
    pub(super) letters: bool,
}

/// Lines for people in danger or looking for help anywhere; never a program's own number.
const CRISIS_LINES: [&str; 11] = [
    "800-662-4357",
    "800-487-4889",
    "800-273-8255",
    "800-273-8257",
    "800-799-4889",
    "800-799-7233",
    "800-656-4673",
    "800-222-1222",
    "866-488-7386",
    "877-565-8860",
    "833-852-2263",
];

/// Area codes that cost the caller nothing.
const TOLL_FREE: [&str; 8] = ["800", "822", "833", "844", "855", "866", "877", "888"];

/// Reads `text` as a number of the North American plan. `None`: it cannot be dialled, or is a crisis line.
pub(super) fn parse(text: &str) -> Option<Parsed> {
    let (main, ext) = split_extension(text);
    let mut keys: Vec<char> = main.chars().filter(char::is_ascii_alphanumeric).collect();
    if keys.len() == 11 && keys.first() == Some(&'1') {
        keys.remove(0);
    }
    let letters = keys.iter().any(char::is_ascii_alphabetic);
    let digits: String = keys.iter().map(|c| key_of(*c)).collect();
    if digits.len() != 10 || !area_or_exchange(&digits[..3]) {
        return None;
    }
    // Toll-free numbers may have N11 in the middle (888-511-…); local ones may not.
    let toll_free = TOLL_FREE.contains(&&digits[..3]) && digits[3..6].starts_with(|c: char| ('2'..='9').contains(&c));
    if !(toll_free || area_or_exchange(&digits[3..6])) {
        return None;
    }
    let number = format!("{}-{}-{}", &digits[..3], &digits[3..6], &digits[6..]);
    (!CRISIS_LINES.contains(&number.as_str())).then_some(Parsed { number, ext, letters })
}

/// Splits `205-555-0142 x12`, `… ext. 12` and `… #12`.
fn split_extension(text: &str) -> (&str, Option<String>) {
    let text = text.trim();
    let main = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let ext = &text[main.len()..];
    let main = main.trim_end_matches(['.', ' ', ':']);
    let lower = main.to_ascii_lowercase();
    for mark in ["extension", "ext", "x", "#"] {
        let Some(number) = lower.strip_suffix(mark) else { continue };
        // A letter before the mark means that it is part of a word on the keys, as in 877-55-RELAX4.
        if !ext.is_empty() && number.ends_with(|c: char| !c.is_ascii_alphabetic()) {
            return (&main[..number.len()], Some(ext.to_owned()));
        }
    }
    (text, None)
}

/// Three digits that may open a number or its second part: not 0 or 1 at the start, not a service code (N11).
fn area_or_exchange(digits: &str) -> bool {
    digits.starts_with(|c: char| ('2'..='9').contains(&c)) && !digits.ends_with("11")
}

fn key_of(c: char) -> char {
    match c.to_ascii_lowercase() {
        'a'..='c' => '2',
        'd'..='f' => '3',
        'g'..='i' => '4',
        'j'..='l' => '5',
        'm'..='o' => '6',
        'p'..='s' => '7',
        't'..='v' => '8',
        'w'..='z' => '9',
        digit => digit,
    }
}

#[cfg(test)]
mod tests {
    use super::{Parsed, parse};

    fn parsed(number: &str, ext: Option<&str>, letters: bool) -> Parsed {
        Parsed { number: number.into(), ext: ext.map(Into::into), letters }
    }

    #[test]
    fn forms_become_one_form() {
        for text in ["205-555-0142", "(205) 555-0142", "1-205-555-0142", "+1 205.555.0142", "2055550142"] {
            assert_eq!(parse(text), Some(parsed("205-555-0142", None, false)), "{text}");
        }
    }

    #[test]
    fn extensions_are_split_off() {
        for text in
            ["205-555-0142 x12", "205-555-0142x12", "205-555-0142 ext. 12", "205-555-0142 Ext 12", "205-555-0142 #12"]
        {
            assert_eq!(parse(text), Some(parsed("205-555-0142", Some("12"), false)), "{text}");
        }
    }

    #[test]
    fn letters_become_the_digits_of_their_keys() {
        assert_eq!(parse("205-555HOPE"), Some(parsed("205-555-4673", None, true)));
        assert_eq!(parse("888-85COMPA"), Some(parsed("888-852-6672", None, true)));
        assert_eq!(parse("205-55RELX4"), Some(parsed("205-557-3594", None, true)));
    }

    #[test]
    fn toll_free_numbers_may_have_a_service_code_in_the_middle() {
        assert_eq!(parse("888-511-0142"), Some(parsed("888-511-0142", None, false)));
        assert_eq!(parse("205-511-0142"), None);
    }

    #[test]
    fn what_cannot_be_dialled_and_crisis_lines_are_no_numbers() {
        for text in ["", "HID", "555-0142", "105-555-0142", "205-155-0142", "911-555-0142", "1-800-662-HELP", "988"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
