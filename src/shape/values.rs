//! Scalars with a form of their own.

use super::{Refusal, SchemaForm, ValueKind};
use crate::diagnostic::rules;
use crate::geo::{State, Zip};
use crate::language::letters;
use crate::listing::phone::Number;
use jiff::civil::{Date, Time};

fn refuse(message: impl Into<String>, help: impl Into<String>) -> Result<(), Refusal> {
    Err(Refusal { rule: &rules::SHAPE_BAD_VALUE, message: message.into(), help: help.into() })
}

/// True for a text in which nobody sees anything: blanks of any kind, and byte order marks.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(is_gap)
}

/// What JSON Schema says of a text that is not blank. The two characters are blanks in one of Rust and JavaScript only.
pub const NOT_BLANK: &str = r"[^\s\u0085\uFEFF]";

fn is_gap(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

/// The number that `text` says as a decimal of YAML 1.2: `9`, `-86.5`, `+.5`, `1e3`.
pub fn number(text: &str) -> Option<f64> {
    let digits = |c: u8| c.is_ascii_digit() || b"+-.eE".contains(&c);
    // Parsing takes no blanks and no lone sign, point or exponent.
    text.parse::<f64>().ok().filter(|n| n.is_finite() && text.bytes().all(digits))
}

/// The whole number that `text` says, also as `10.0`.
pub fn whole(text: &str) -> Option<i64> {
    // Below this every whole number is exact.
    let exact = |n: &f64| n.fract() == 0.0 && n.abs() < 9e15;
    #[allow(clippy::cast_possible_truncation)]
    number(text).filter(exact).map(|n| n as i64)
}

/// A number of YAML 1.2 as JSON writes it; `None` for what is a text without quotes, too.
pub(super) fn bare_number(text: &str) -> Option<String> {
    let radix = |prefix: &str, radix| text.strip_prefix(prefix).and_then(|rest| u64::from_str_radix(rest, radix).ok());
    if let Some(number) = radix("0x", 16).or_else(|| radix("0o", 8)) {
        return Some(number.to_string());
    }
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return Some(text.to_ascii_lowercase());
    }
    let number = number(text)?;
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.to_string());
    }
    let json = text.parse::<u64>().map(serde_json::Number::from).ok().or_else(|| serde_json::Number::from_f64(number));
    json.map(|number| number.to_string())
}

/// A day, `2026-09-01`.
pub static DATE: ValueKind = ValueKind {
    name: "a date",
    schema: SchemaForm::Pattern(|| {
        r"^(?:[0-9]{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)|02-(?:0[1-9]|1[0-9]|2[0-8]))|(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$".into()
    }),
    check: |text| match date(text) {
        Some(_) => Ok(()),
        None => refuse(format!("`{text}` is not a date"), "write year-month-day, for example 2026-09-01"),
    },
};

/// The day that `text` says, only in the form `2026-09-01`.
pub fn date(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        let part = &text[range];
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse::<i16>().ok()).flatten()
    };
    if !text.is_ascii() {
        return None;
    }
    Date::new(number(0..4)?, i8::try_from(number(5..7)?).ok()?, i8::try_from(number(8..10)?).ok()?).ok()
}

/// A language, `en`, `es` or `zh-Hans`.
pub static LANGUAGE: ValueKind = ValueKind {
    name: "a language code",
    schema: SchemaForm::Pattern(|| "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$".into()),
    check: |text| {
        let (language, subtags) = text.split_once('-').map_or((text, None), |(l, rest)| (l, Some(rest)));
        let is_language = (2..=3).contains(&language.len()) && language.bytes().all(|b| b.is_ascii_lowercase());
        let is_subtag = |tag: &str| (2..=8).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric());
        if is_language && subtags.is_none_or(|tags| tags.split('-').all(is_subtag)) {
            return Ok(());
        }
        refuse(format!("`{text}` is not a language code"), "write a code such as en, es or zh-Hans")
    },
};

/// A time of day, `18:00`.
pub static TIME: ValueKind = ValueKind {
    name: "a time of day",
    schema: SchemaForm::Pattern(|| "^([01][0-9]|2[0-3]):[0-5][0-9]$".into()),
    check: |text| match time(text) {
        Some(_) => Ok(()),
        None => refuse(
            format!("`{text}` is not a time of day"),
            "write hours and minutes from 00:00 to 23:59 in quotes, for example \"18:00\"",
        ),
    },
};

/// The time of day that `text` says, only in the form `18:00`.
pub fn time(text: &str) -> Option<Time> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
    if !two(hours) || !two(minutes) {
        return None;
    }
    Time::new(hours.parse().ok()?, minutes.parse().ok()?, 0, 0).ok()
}

/// A time zone of the IANA database.
pub static TIMEZONE: ValueKind = ValueKind {
    name: "a time zone",
    schema: SchemaForm::Words(|| TIMEZONES.to_vec()),
    check: |text| {
        if TIMEZONES.contains(&text) {
            return Ok(());
        }
        let near = crate::vocabulary::closest(text, TIMEZONES.iter().copied());
        let help = near.map_or_else(
            || "write one such as America/New_York or America/Chicago".to_owned(),
            |z| format!("did you mean {z}?"),
        );
        Err(Refusal {
            rule: &rules::LOGIC_TIMEZONE,
            message: format!("`{text}` is not a time zone of the United States"),
            help,
        })
    },
};

/// The zones of the United States, its territories and freely associated states (IANA names in use there).
pub const TIMEZONES: &[&str] = &[
    "America/New_York",
    "America/Detroit",
    "America/Kentucky/Louisville",
    "America/Kentucky/Monticello",
    "America/Indiana/Indianapolis",
    "America/Indiana/Vincennes",
    "America/Indiana/Winamac",
    "America/Indiana/Marengo",
    "America/Indiana/Petersburg",
    "America/Indiana/Vevay",
    "America/Indiana/Tell_City",
    "America/Indiana/Knox",
    "America/Chicago",
    "America/Menominee",
    "America/North_Dakota/Center",
    "America/North_Dakota/New_Salem",
    "America/North_Dakota/Beulah",
    "America/Denver",
    "America/Boise",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "America/Juneau",
    "America/Sitka",
    "America/Metlakatla",
    "America/Yakutat",
    "America/Nome",
    "America/Adak",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/St_Thomas",
    "Pacific/Guam",
    "Pacific/Saipan",
    "Pacific/Pago_Pago",
    "Pacific/Palau",
    "Pacific/Chuuk",
    "Pacific/Pohnpei",
    "Pacific/Kosrae",
    "Pacific/Majuro",
];

/// A state or territory, by its postal code.
pub static STATE: ValueKind = ValueKind {
    name: "a state",
    schema: SchemaForm::Words(|| State::all().map(State::code).collect()),
    check: |text| {
        if State::from_code(text).is_some() {
            return Ok(());
        }
        let upper = text.to_ascii_uppercase();
        let help = State::from_code(&upper).or_else(|| State::from_name(text)).map_or_else(
            || "write the two letters of the postal service, for example AL for Alabama".to_owned(),
            |state| format!("write {}", state.code()),
        );
        refuse(format!("`{text}` is not the code of a state or territory"), help)
    },
};

/// A ZIP of five digits.
pub static ZIP: ValueKind = ValueKind {
    name: "a ZIP",
    schema: SchemaForm::Pattern(|| "^(?!00000)[0-9]{5}(-[0-9]{4})?$".into()),
    check: |text| {
        if text.parse::<Zip>().is_ok() && !text.contains(is_gap) {
            return Ok(());
        }
        let digits = text.len() < 5 && !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let help = if digits {
            format!("a ZIP has five digits; a leading zero was probably lost: write \"{text:0>5}\"")
        } else {
            "write five digits in quotes, for example \"35007\"".to_owned()
        };
        refuse(format!("`{text}` is not a ZIP"), help)
    },
};

/// A web address with http or https and a domain, as the address bar of a browser shows it.
pub static URL: ValueKind = ValueKind {
    name: "a web address",
    schema: SchemaForm::Pattern(|| {
        // The last part of a domain begins with a letter, which an IP address does not. Ports end at 65535.
        r#"^https?://(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9](?::(?:[0-9]{1,4}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?(?:[/?#][^\s\u0000-\u001F\u007F-\u009F\uFEFF<>"\\]*)?$"#.into()
    }),
    check: |text| {
        let help = "write the whole address, for example \"https://example.org/iop\"";
        let Some((scheme, rest)) = text.split_once("://") else {
            return if text.contains('.') && !text.contains(':') && !text.contains(is_gap) {
                refuse(format!("`{text}` does not say how to reach it"), format!("write \"https://{text}\""))
            } else {
                refuse(format!("`{text}` is not a web address"), help)
            };
        };
        if !matches!(scheme, "http" | "https") {
            let small = scheme.to_ascii_lowercase();
            let typed = matches!(&*small, "http" | "https");
            let help = if typed { format!("write \"{small}://{rest}\"") } else { help.to_owned() };
            return refuse(format!("`{text}` is not a web address"), help);
        }
        let host = &rest[..rest.find(['/', '?', '#']).unwrap_or(rest.len())];
        if host.contains('@') {
            return refuse("a web address with a user name in it", "remove the part before the @");
        }
        if letters::deceives(text) {
            return Err(Refusal {
                rule: &rules::TRUST_LOOK_ALIKE,
                message: letters::DECEIVES.to_owned(),
                help: letters::TYPED_BY_HAND.to_owned(),
            });
        }
        if text.chars().any(|c| is_gap(c) || c.is_control() || "<>\"\\".contains(c)) {
            return refuse(
                format!("`{text}` has a blank or a character that no web address has"),
                "copy the address from the browser, where such characters are written as %20 and the like",
            );
        }
        let (domain, port) = host.split_once(':').map_or((host, None), |(domain, port)| (domain, Some(port)));
        if !domain.is_ascii()
            && let Ok(url) = url::Url::parse(text)
        {
            let message = format!("`{text}` has a domain with letters that only browsers know how to write");
            return refuse(message, format!("write \"{url}\""));
        }
        if !is_domain(domain) {
            return refuse(format!("`{text}` has no domain"), help);
        }
        if port.is_some_and(|port| !is_port(port)) {
            return refuse(format!("`{text}` has a port that does not exist"), "remove the colon and what follows it");
        }
        match url::Url::parse(text) {
            Ok(_) => Ok(()),
            Err(error) => refuse(
                format!("`{text}` has a domain that no browser can read: {error}"),
                "copy the address from the browser",
            ),
        }
    },
};

/// Parts with dots between them, of letters, digits, hyphens and underscores. The last begins with a letter.
fn is_domain(text: &str) -> bool {
    let part = |part: &str, more: &[u8]| {
        !part.is_empty()
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || more.contains(&b))
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    text.rsplit_once('.').is_some_and(|(before, last)| {
        before.split('.').all(|one| part(one, b"-_"))
            && part(last, b"-")
            && last.len() > 1
            && last.starts_with(|c: char| c.is_ascii_alphabetic())
    })
}

fn is_port(text: &str) -> bool {
    (1..=5).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit()) && text.parse::<u16>().is_ok()
}

/// An e-mail address.
pub static EMAIL: ValueKind = ValueKind {
    name: "an e-mail address",
    schema: SchemaForm::Pattern(|| {
        r"^[A-Za-z0-9_+'-]+(?:\.[A-Za-z0-9_+'-]+)*@(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]$".into()
    }),
    check: |text| {
        let good = text.split_once('@').is_some_and(|(local, domain)| {
            let plain = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+'-".contains(&b))
            };
            local.split('.').all(plain) && is_domain(domain)
        });
        if good { Ok(()) } else { refuse(format!("`{text}` is not an e-mail address"), "write it as name@example.org") }
    },
};

/// Small letters, digits and single hyphens, at most 80 characters.
pub static SLUG: ValueKind = ValueKind {
    name: "a slug",
    schema: SchemaForm::Pattern(|| "^(?=.{1,80}$)[a-z0-9]+(-[a-z0-9]+)*$".into()),
    check: |text| {
        if is_slug(text) {
            return Ok(());
        }
        let better = slug::slugify(text);
        let help = if better.is_empty() {
            "use a-z, 0-9 and single hyphens".to_owned()
        } else {
            format!("write {}", shorten(&better))
        };
        Err(Refusal { rule: &rules::IDENTITY_SLUG, message: format!("`{text}` is not a slug"), help })
    },
};

/// True for small letters, digits and single hyphens inside, 1 to 80 characters.
pub fn is_slug(text: &str) -> bool {
    (1..=80).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !text.contains("--")
}

fn shorten(slug: &str) -> &str {
    slug.get(..80).unwrap_or(slug).trim_end_matches('-')
}

/// Ten digits of the North American Numbering Plan.
pub static PHONE: ValueKind = ValueKind {
    name: "a phone number",
    schema: SchemaForm::Pattern(Number::pattern),
    check: |text| Number::parse(text).map(|_| ()),
};

/// A National Provider Identifier: ten digits with a check digit.
pub static NPI: ValueKind = ValueKind {
    name: "an NPI",
    schema: SchemaForm::Pattern(|| "^[0-9]{10}$".into()),
    check: |text| {
        if text.len() != 10 || !text.bytes().all(|b| b.is_ascii_digit()) {
            return refuse(format!("`{text}` is not an NPI"), "an NPI has ten digits; write it in quotes");
        }
        if luhn(text) {
            return Ok(());
        }
        Err(Refusal {
            rule: &rules::TRUST_NPI,
            message: format!("the check digit of NPI {text} does not fit"),
            help: "compare the number with the NPI registry".into(),
        })
    },
};

/// The check of an NPI: the Luhn sum over the digits after the prefix 80840 (ISO 7812; CMS, NPI check digit).
fn luhn(digits: &str) -> bool {
    let sum: u32 = format!("80840{digits}")
        .bytes()
        .rev()
        .enumerate()
        .map(|(i, b)| {
            let d = u32::from(b - b'0');
            if i % 2 == 0 {
                d
            } else if d < 5 {
                2 * d
            } else {
                2 * d - 9
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(kind: &ValueKind, text: &str) {
        assert_eq!((kind.check)(text), Ok(()), "{text}");
    }

    fn bad(kind: &ValueKind, text: &str, help: &str) {
        let refusal = (kind.check)(text).err().map(|r| r.help).unwrap_or_default();
        assert!(refusal.contains(help) && !refusal.is_empty(), "{text}: {refusal}");
    }

    #[test]
    fn dates_are_year_month_day() {
        good(&DATE, "2026-02-28");
        for text in ["2026-02-30", "28.02.2026", "2026-2-1", "02/28/2026", "+026-01-01", "２０２６-01-01"] {
            bad(&DATE, text, "year-month-day");
        }
    }

    #[test]
    fn times_have_two_digits_each() {
        good(&TIME, "18:00");
        for text in ["6:00", "24:00", "18.00", "6 pm", "18:60"] {
            bad(&TIME, text, "\"18:00\"");
        }
    }

    #[test]
    fn a_state_is_suggested_from_its_name_or_small_letters() {
        good(&STATE, "AL");
        bad(&STATE, "Alabama", "write AL");
        bad(&STATE, "al", "write AL");
        bad(&STATE, "XX", "two letters");
    }

    #[test]
    fn a_lost_zero_is_put_back_in_the_suggestion() {
        good(&ZIP, "02139");
        good(&ZIP, "02139-1234");
        bad(&ZIP, "2139", "\"02139\"");
        bad(&ZIP, "ABCDE", "five digits");
    }

    #[test]
    fn addresses_need_scheme_and_domain() {
        good(&URL, "https://example.org/iop");
        bad(&URL, "example.org", "\"https://example.org\"");
        bad(&URL, "javascript:alert(1)", "whole address");
        bad(&URL, "https://localhost", "whole address");
        bad(&URL, "https://user:pw@example.org", "before the @");
        bad(&URL, "HTTPS://example.org/iop", "\"https://example.org/iop\"");
        bad(&URL, "https://clínica.example.org/", "\"https://xn--clnica-4va.example.org/\"");
        bad(&URL, "https://exаmple.org/", "by hand");
        bad(&URL, "https://example.org:99999/", "colon");
        bad(&URL, "https://192.0.2.1/", "whole address");
        bad(&URL, "https://example.org/a b", "%20");
        good(&EMAIL, "intake@example.org");
        bad(&EMAIL, "intake at example.org", "name@example.org");
    }

    #[test]
    fn slugs_and_npis() {
        good(&SLUG, "alder-creek-2");
        bad(&SLUG, "Alder Creek", "alder-creek");
        bad(&SLUG, "../../etc", "etc");
        good(&NPI, "1234567893");
        bad(&NPI, "1234567890", "registry");
    }
}
