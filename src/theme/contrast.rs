//! Whether the theme's colours can be read: the contrast of every pair of tokens that stand on each other.
//!
//! Contrast is the ratio of WCAG 2.2 (<https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>), from 1 to 21.

use super::settings::{Setting, Token};
use crate::diagnostic::{Diagnostic, rules};
use std::collections::BTreeSet;

/// A token, those it stands on, and the least contrast. A pair of which a theme lacks a token is passed over.
const PAIRS: [(&str, &[&str], f64); 10] = [
    // Long text: WCAG level AAA.
    ("ink", &["bg", "surface", "note", "tint"], 7.0),
    // Short text: level AA.
    ("ink-2", &["bg", "surface"], 4.5),
    ("link", &["bg", "surface", "tint"], 4.5),
    ("visited", &["surface"], 4.5),
    ("accent-ink", &["accent"], 4.5),
    ("urgent", &["surface"], 4.5),
    ("ok", &["surface"], 4.5),
    // Borders, filled buttons and the focus ring.
    ("accent", &["surface"], 3.0),
    ("line", &["surface", "bg"], 3.0),
    ("focus-ink", &["focus"], 3.0),
];

/// How many steps there are from a colour to black or white, when a better one is looked for.
const STEPS: u32 = 128;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    fn of(self, token: &Token) -> &Setting {
        match self {
            Self::Light => &token.light,
            Self::Dark => token.on_dark(),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// Red, green and blue from 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Colour([u8; 3]);

impl Colour {
    /// Reads `#rgb` and `#rrggbb`.
    fn parse(text: &str) -> Option<Self> {
        let digits = text.trim().strip_prefix('#')?;
        let digit = |i: usize| u8::try_from(char::from(*digits.as_bytes().get(i)?).to_digit(16)?).ok();
        let parts = match digits.len() {
            3 => [digit(0)? * 17, digit(1)? * 17, digit(2)? * 17],
            6 => [digit(0)? * 16 + digit(1)?, digit(2)? * 16 + digit(3)?, digit(4)? * 16 + digit(5)?],
            _ => return None,
        };
        Some(Self(parts))
    }

    /// Relative luminance, from 0 to 1 (<https://www.w3.org/TR/WCAG22/#dfn-relative-luminance>).
    fn luminance(self) -> f64 {
        let linear = |part: u8| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        };
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The colour `step` steps nearer to `end`, which is 0 for black and 255 for white.
    fn towards(self, end: u8, step: u32) -> Self {
        let mixed = |part: u8| (u32::from(part) * (STEPS - step) + u32::from(end) * step) / STEPS;
        Self(self.0.map(|part| u8::try_from(mixed(part)).unwrap_or(end)))
    }

    fn hex(self) -> String {
        let [red, green, blue] = self.0;
        format!("#{red:02x}{green:02x}{blue:02x}")
    }
}

/// Reports every pair that cannot be read, at the value that was set nearest to the site, and every value in a pair that
/// cannot be measured.
pub(super) fn check(tokens: &[Token], findings: &mut Vec<Diagnostic>) {
    let mut unmeasured = BTreeSet::new();
    for scheme in [Scheme::Light, Scheme::Dark] {
        for (text, behind, least) in pairs(tokens) {
            let [on_top, below] = [text, behind].map(|token| scheme.of(token));
            let mut colour = |token: &Token, setting: &Setting| {
                let colour = Colour::parse(&setting.value);
                if colour.is_none() && unmeasured.insert((token.name.clone(), setting.value.clone())) {
                    let message = format!("the contrast of `{}` cannot be measured: {}", token.name, setting.value);
                    let finding = Diagnostic::new(&rules::THEME_CONTRAST, message).at(setting.place.clone());
                    findings.push(finding.help("write the colour as #rrggbb"));
                }
                colour
            };
            let (Some(a), Some(b)) = (colour(text, on_top), colour(behind, below)) else { continue };
            let contrast = a.contrast(b);
            // A dark page that takes the light value of both says nothing new.
            let repeated = scheme == Scheme::Dark && text.dark.is_none() && behind.dark.is_none();
            if contrast >= least || repeated {
                continue;
            }
            let message = format!(
                "`{}` ({}) on `{}` ({}) has a contrast of {:.2} on {} pages; {least} is needed",
                text.name,
                on_top.value,
                behind.name,
                below.value,
                // 4.499 is not 4.50.
                (contrast * 100.0).floor() / 100.0,
                scheme.name(),
            );
            let is_text_set = on_top.layer <= below.layer;
            let (set, other, changed) = if is_text_set { (on_top, below, text) } else { (below, on_top, behind) };
            let mut finding = Diagnostic::new(&rules::THEME_CONTRAST, message).at(set.place.clone());
            if set.place != other.place {
                let label = if is_text_set { "the colour behind it" } else { "the colour on it" };
                finding = finding.related(other.place.clone(), label);
            }
            if let Some(better) = better(tokens, changed, scheme) {
                finding = finding.help(format!("{} would do for `{}`", better.hex(), changed.name));
            }
            findings.push(finding);
        }
    }
}

/// The pairs of which both tokens are there.
fn pairs(tokens: &[Token]) -> impl Iterator<Item = (&Token, &Token, f64)> {
    let find = |name: &str| tokens.iter().find(|token| token.name == name);
    PAIRS.iter().flat_map(move |(text, behind, least)| {
        behind.iter().filter_map(move |behind| Some((find(text)?, find(behind)?, *least)))
    })
}

/// The colour nearest to that of `token`, lighter or darker, with which all its pairs can be read.
fn better(tokens: &[Token], token: &Token, scheme: Scheme) -> Option<Colour> {
    let now = Colour::parse(&scheme.of(token).value)?;
    let others: Vec<(Colour, f64)> = pairs(tokens)
        .filter_map(|(text, behind, least)| {
            let other = if text.name == token.name { behind } else { text };
            let is_pair = text.name == token.name || behind.name == token.name;
            Some((Colour::parse(&scheme.of(other).value).filter(|_| is_pair)?, least))
        })
        .collect();
    let does = |colour: &Colour| others.iter().all(|(other, least)| colour.contrast(*other) >= *least);
    (1..=STEPS).flat_map(|step| [0, 255].map(|end| now.towards(end, step))).find(does)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::settings::{Setting, Token};
    use super::{Colour, check};
    use crate::diagnostic::{Diagnostic, Place};

    fn token(name: &str, light: &str, dark: Option<&str>, layer: usize) -> Token {
        let setting =
            |value: &str| Setting { value: value.to_owned(), place: Place::file(format!("{layer}: {name}")), layer };
        Token { name: name.to_owned(), light: setting(light), dark: dark.map(setting), about: String::new() }
    }

    fn findings(tokens: &[Token]) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        check(tokens, &mut findings);
        findings
    }

    fn contrast(a: &str, b: &str) -> f64 {
        Colour::parse(a).unwrap().contrast(Colour::parse(b).unwrap())
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((contrast("#000", "#ffffff") - 21.0).abs() < 1e-9);
        assert!((contrast("#777777", "#fff") - 4.478).abs() < 1e-3);
        assert!((contrast("#0b5f66", "#fff") - 7.387).abs() < 1e-3);
        assert_eq!(Colour::parse("#0B5f66"), Some(Colour([11, 95, 102])));
        for other in ["navy", "#12", "#1234567", "#12345g", "", "#ééé"] {
            assert_eq!(Colour::parse(other), None, "{other}");
        }
    }

    #[test]
    fn a_pair_that_cannot_be_read_is_reported_for_the_page_it_is_on() {
        let bg = token("bg", "#ffffff", Some("#000000"), 2);
        let seen = findings(&[token("ink-2", "#777777", Some("#777777"), 0), bg]);
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert_eq!(
            seen[0].message,
            "`ink-2` (#777777) on `bg` (#ffffff) has a contrast of 4.47 on light pages; 4.5 is needed"
        );
        assert_eq!(seen[0].place.as_ref().unwrap().path, "0: ink-2");
        assert_eq!(seen[0].related[0].0.path, "2: bg");
        assert_eq!(seen[0].help.as_deref(), Some("#767676 would do for `ink-2`"));
    }

    #[test]
    fn the_value_that_the_site_set_is_to_blame() {
        let seen = findings(&[token("ink", "#555555", None, 1), token("bg", "#cccccc", None, 0)]);
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert_eq!(seen[0].place.as_ref().unwrap().path, "0: bg");
        let help = seen[0].help.as_deref().unwrap();
        let better = help.split(' ').next().unwrap();
        assert!(help.ends_with("`bg`") && contrast("#555555", better) >= 7.0, "{help}");
    }

    #[test]
    fn the_colour_that_is_offered_does_for_all_pairs_of_the_token() {
        let tokens = [
            token("accent", "#8fd0d0", None, 0),
            token("accent-ink", "#ffffff", None, 1),
            token("surface", "#ffffff", None, 1),
        ];
        let seen = findings(&tokens);
        assert_eq!(seen.len(), 2, "{seen:#?}");
        for finding in &seen {
            let better = finding.help.as_deref().unwrap().split(' ').next().unwrap();
            assert!(contrast(better, "#fff") >= 4.5, "{better}");
        }
    }

    #[test]
    fn where_no_colour_would_do_none_is_offered() {
        let tokens =
            [token("ink", "#777777", None, 0), token("bg", "#000000", None, 1), token("surface", "#ffffff", None, 1)];
        let seen = findings(&tokens);
        assert!(seen.len() == 2 && seen.iter().all(|finding| finding.help.is_none()), "{seen:#?}");
    }

    #[test]
    fn a_colour_that_cannot_be_measured_is_reported_once() {
        let seen = findings(&[
            token("ink", "navy", None, 0),
            token("bg", "#fff", Some("#000"), 1),
            token("surface", "#fff", None, 1),
        ]);
        assert_eq!(seen.len(), 1, "{seen:#?}");
        assert!(seen[0].message.contains("cannot be measured: navy"));
        assert_eq!(findings(&[token("ink", "navy", None, 0), token("gap", "1rem", None, 0)]), []);
    }
}
