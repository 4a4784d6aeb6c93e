//! Telephone numbers of the North American Numbering Plan.

use crate::diagnostic::rules;
use crate::shape::Refusal;
use std::borrow::Cow;

/// Ten digits: area code, exchange, line. Both area code and exchange begin with 2 to 9 and neither is a service
/// code such as 911 (NANPA, *About the NANP*).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number(u64);

/// Lines for people in crisis and national helplines. None is a program's own number.
pub const CRISIS: &[(&str, &str)] = &[
    ("988", "the Suicide and Crisis Lifeline"),
    ("911", "the emergency number"),
    ("211", "the community helpline"),
    ("8006624357", "the SAMHSA National Helpline"),
    ("8004874889", "the SAMHSA National Helpline (TTY)"),
    ("8002738255", "the Suicide and Crisis Lifeline"),
    ("8007994889", "the Suicide and Crisis Lifeline (TTY)"),
    ("8007997233", "the National Domestic Violence Hotline"),
    ("8006564673", "the National Sexual Assault Hotline"),
    ("8002221222", "Poison Control"),
    ("8664887386", "the Trevor Project"),
    ("8775658860", "the Trans Lifeline"),
    ("8335852263", "the crisis text line for parents"),
    ("741741", "the Crisis Text Line"),
    ("838255", "the Veterans Crisis Line"),
    ("435748", "the SAMHSA text line"),
    ("678678", "the Trevor Project"),
    ("8338526262", "the National Maternal Mental Health Hotline"),
    ("8009506264", "the NAMI HelpLine"),
    ("8883757767", "the ANAD eating disorders helpline"),
    ("8007862929", "the National Runaway Safeline"),
    ("8004224453", "the Childhelp hotline"),
    ("8009855990", "the Disaster Distress Helpline"),
    ("8004262537", "the National Problem Gambling Helpline"),
    ("8005224700", "the National Problem Gambling Helpline"),
    ("8663319474", "the helpline love is respect"),
    ("8447628483", "the StrongHearts Native Helpline"),
    ("8553784373", "the helpline of Partnership to End Addiction"),
    ("8004483000", "the Boys Town National Hotline"),
];

impl Number {
    /// Reads a number written in any of the usual ways: `205-555-0142`, `(205) 555-0142`, `+12055550142`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        Self::with_extension(text).map(|(number, _)| number)
    }

    /// The same, with the extension that stands behind the number, if one does.
    pub fn with_extension(text: &str) -> Result<(Self, Option<String>), Refusal> {
        let refuse = |rule, message: String, help: &str| Err(Refusal { rule, message, help: help.to_owned() });
        let usual = "write ten digits, for example \"205-555-0142\"";
        let lower = text.to_ascii_lowercase();
        // The x of "ext" is not where it begins.
        let (main, extension) = match [lower.find("ext"), lower.find(['x', '#', ';', ','])].into_iter().flatten().min()
        {
            Some(at) => (&text[..at], text[at..].chars().filter(char::is_ascii_digit).collect()),
            None => (text, String::new()),
        };
        let digits: String = main.chars().filter(char::is_ascii_digit).collect();
        let national = digits.strip_prefix('1').filter(|rest| rest.len() == 10).unwrap_or(&digits);
        let keys = keys(text);
        let crisis = |written: &str| CRISIS.iter().find(|(number, _)| *number == written);
        if let Some((_, line)) = crisis(national).or_else(|| crisis(keys.strip_prefix('1').unwrap_or(&keys))) {
            return refuse(
                &rules::PHONE_CRISIS_LINE,
                format!("{text} is {line}, not the program's own number"),
                "write the program's own number; every page shows the crisis lines already",
            );
        }
        if main.chars().any(|c| !c.is_ascii_digit() && !" +().-\u{a0}".contains(c)) {
            return refuse(&rules::PHONE_INVALID, format!("`{text}` is not a phone number"), usual);
        }
        if national.len() != 10 {
            let message = format!("`{text}` has {} digits; a phone number has ten", national.len());
            return refuse(&rules::PHONE_INVALID, message, usual);
        }
        for (part, name) in [(&national[..3], "area code"), (&national[3..6], "exchange")] {
            if part.starts_with(['0', '1']) {
                return refuse(
                    &rules::PHONE_INVALID,
                    format!("the {name} {part} does not exist: none begins with 0 or 1"),
                    usual,
                );
            }
        }
        if national[1..].starts_with("11") {
            return refuse(&rules::PHONE_INVALID, format!("the area code {} does not exist", &national[..3]), usual);
        }
        if national[4..].starts_with("11") && !is_toll_free(national) {
            return refuse(&rules::PHONE_INVALID, format!("the exchange {} does not exist", &national[3..6]), usual);
        }
        match national.parse() {
            Ok(number) => Ok((Self(number), (!extension.is_empty()).then_some(extension))),
            Err(_) => refuse(&rules::PHONE_INVALID, format!("`{text}` is not a phone number"), usual),
        }
    }

    /// The regular expression of JavaScript for the texts that [`Self::parse`] reads.
    pub fn pattern() -> Cow<'static, str> {
        let crisis: Vec<String> = CRISIS
            .iter()
            .filter(|(number, _)| number.len() == 10)
            .map(|(number, _)| number.chars().map(String::from).collect::<Vec<_>>().join(r"\D*"))
            .collect();
        let gap = r"[ +().\u00A0-]*";
        let digits = |n: usize| format!("[0-9]{gap}").repeat(n);
        let service = format!("[2-9]{gap}(?!1{gap}1){}", digits(2));
        let free: Vec<String> = TOLL_FREE
            .iter()
            .map(|code| code.chars().map(|digit| [&digit.to_string(), gap].concat()).collect())
            .collect();
        format!(
            r"^(?!\D*(?:1\D*)?(?:{}))[ +().\u00A0-]*(?:1{gap})?(?:(?:{})[2-9]{gap}{}|{service}{service}){}(?:$|[xX#;,]|[eE][xX][tT])",
            crisis.join("|"),
            free.join("|"),
            digits(2),
            digits(4)
        )
        .into()
    }

    /// True for 555-0100 to 555-0199 of any area code, which are kept for fiction.
    pub fn is_fictional(self) -> bool {
        (5_550_100..=5_550_199).contains(&(self.0 % 10_000_000))
    }

    /// True for a number that the called party pays for.
    pub fn is_toll_free(self) -> bool {
        is_toll_free(&self.0.to_string())
    }

    /// `205-555-0142`
    pub fn display(self) -> String {
        let digits = self.0;
        format!("{:03}-{:03}-{:04}", digits / 10_000_000, digits / 10_000 % 1000, digits % 10_000)
    }

    /// The number with its country code: `+12055550142`.
    pub fn e164(self) -> String {
        format!("+1{:010}", self.0)
    }
}

/// Letters as the keys of a phone on which they stand: 662-HELP is 662-4357.
fn keys(text: &str) -> String {
    let key = |c: char| match c.to_ascii_lowercase() {
        'a'..='c' => Some('2'),
        'd'..='f' => Some('3'),
        'g'..='i' => Some('4'),
        'j'..='l' => Some('5'),
        'm'..='o' => Some('6'),
        'p'..='s' => Some('7'),
        't'..='v' => Some('8'),
        'w'..='z' => Some('9'),
        digit if digit.is_ascii_digit() => Some(digit),
        _ => None,
    };
    text.chars().filter_map(key).collect()
}

/// Area codes of numbers that the called party pays for.
pub const TOLL_FREE: [&str; 7] = ["800", "833", "844", "855", "866", "877", "888"];

fn is_toll_free(national: &str) -> bool {
    TOLL_FREE.contains(&&national[..3])
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Number;

    fn code(text: &str) -> &'static str {
        Number::parse(text).unwrap_err().rule.code
    }

    #[test]
    fn the_usual_ways_to_write_a_number_are_one_number() {
        for text in
            ["205-234-0142", "(205) 234-0142", "+1 205 234 0142", "1-205-234-0142", "205.234.0142", "2052340142"]
        {
            assert_eq!(Number::parse(text).unwrap().display(), "205-234-0142", "{text}");
        }
        assert_eq!(Number::parse("205-234-0142").unwrap().e164(), "+12052340142");
    }

    #[test]
    fn numbers_that_cannot_be_dialled_are_refused() {
        for text in [
            "205-234-014",
            "105-234-0142",
            "205-134-0142",
            "205-911-0142",
            "911-234-0142",
            "1-800-FLOWERS",
            "call us",
            "205-234-01423",
        ] {
            assert_eq!(code(text), "phone/invalid", "{text}");
        }
    }

    #[test]
    fn crisis_lines_are_not_a_programs_phone() {
        for text in ["988", "911", "1-800-662-4357", "(800) 273-8255", "741741", "1-800-662-HELP", "800-950-6264"] {
            assert_eq!(code(text), "phone/crisis-line", "{text}");
        }
    }

    #[test]
    fn an_extension_behind_the_number_is_read() {
        for text in ["205-234-0142 x12", "205-234-0142 ext. 12", "205-234-0142;12"] {
            let (number, extension) = Number::with_extension(text).unwrap();
            assert_eq!((number.display().as_str(), extension.as_deref()), ("205-234-0142", Some("12")), "{text}");
        }
    }

    #[test]
    fn fiction_and_toll_free_numbers_are_known() {
        assert!(Number::parse("205-555-0142").unwrap().is_fictional());
        assert!(!Number::parse("205-555-0242").unwrap().is_fictional());
        assert!(Number::parse("800-234-0142").unwrap().is_toll_free());
    }
}
