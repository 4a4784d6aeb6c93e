//! Telephone numbers of the North American Numbering Plan.

use crate::diagnostic::rules;
use crate::shape::Refusal;

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
];

impl Number {
    /// Reads a number written in any of the usual ways: `205-555-0142`, `(205) 555-0142`, `+12055550142`.
    pub fn parse(text: &str) -> Result<Self, Refusal> {
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
        if let Some((_, line)) = CRISIS.iter().find(|(number, _)| *number == national) {
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
        if !extension.is_empty() {
            return refuse(
                &rules::PHONE_EXTENSION,
                format!("the extension {extension} stands inside the number"),
                &format!(
                    "write {{ number: \"{}-{}-{}\", ext: \"{extension}\" }}",
                    &national[..3],
                    &national[3..6],
                    &national[6..]
                ),
            );
        }
        national
            .parse()
            .map(Self)
            .or_else(|_| refuse(&rules::PHONE_INVALID, format!("`{text}` is not a phone number"), usual))
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
        for text in ["988", "911", "1-800-662-4357", "(800) 273-8255", "741741"] {
            assert_eq!(code(text), "phone/crisis-line", "{text}");
        }
    }

    #[test]
    fn an_extension_inside_the_number_is_named() {
        for text in ["205-234-0142 x12", "205-234-0142 ext. 12", "205-234-0142;12"] {
            let refusal = Number::parse(text).unwrap_err();
            assert_eq!(refusal.rule.code, "phone/extension", "{text}");
            assert!(refusal.help.contains("ext: \"12\""), "{}", refusal.help);
        }
    }

    #[test]
    fn fiction_and_toll_free_numbers_are_known() {
        assert!(Number::parse("205-555-0142").unwrap().is_fictional());
        assert!(!Number::parse("205-555-0242").unwrap().is_fictional());
        assert!(Number::parse("800-234-0142").unwrap().is_toll_free());
    }
}
