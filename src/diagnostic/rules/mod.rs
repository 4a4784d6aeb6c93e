//! Every rule of Waypost: its stable code, its usual severity, why it is there, and what it looks like.
//!
//! A code never changes its meaning. A site may set another severity for a code in `waypost.yaml`. Each family has a
//! file of its own. The examples are shown by `waypost explain` and in `docs/rules.md`, and a test runs them: the
//! wrong one has to have the finding, the right one must not.

use super::Severity;
use std::fmt::Write as _;

/// A rule. The statics of this module are the only ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: family, slash, name.
    pub code: &'static str,
    /// Severity unless the site says otherwise.
    pub severity: Severity,
    /// Why the rule exists, in one or two sentences for a person who wrote the file.
    pub why: &'static str,
    /// What breaks the rule.
    pub wrong: Example,
    /// The same, mended.
    pub right: Example,
}

/// What a rule looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Example {
    /// Parts of files that are otherwise right.
    Files(&'static [Part]),
    /// What no file can show.
    Words(&'static str),
}

/// A part of a file. In a wrong one, guillemets stand around the value that the finding marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// The file.
    pub path: &'static str,
    /// What of it the text is.
    pub form: Form,
    /// The text, with its marks.
    pub text: &'static str,
}

/// What the text of a [`Part`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Keys of the front matter, or of a file of settings. A comment `# no KEY` stands for a key that is not there.
    Keys,
    /// The text below the front matter.
    Text,
    /// All of the file.
    Whole,
}

/// The file of which most examples are parts.
pub const LISTING: &str = "content/providers/al/alder-creek.md";
/// The guide of which examples are parts.
pub const GUIDE: &str = "content/guides/what-is-iop.md";

impl Part {
    /// The text without its marks.
    pub fn plain(&self) -> String {
        self.text.replace(['«', '»'], "")
    }
}

impl Example {
    /// The example as text for people. With `marked`, carets stand below the value that the finding marks. The usual
    /// file is not named.
    pub fn shown(&self, marked: bool) -> String {
        let parts = match self {
            Self::Words(words) => return format!("{words}\n"),
            Self::Files(parts) => parts,
        };
        let mut out = String::new();
        for part in *parts {
            if !out.is_empty() {
                out.push('\n');
            }
            if part.path != LISTING || parts.len() > 1 || part.text.is_empty() {
                let _ = writeln!(out, "# {}", part.path);
            }
            for line in part.text.lines() {
                out.push_str(&line.replace(['«', '»'], ""));
                out.push('\n');
                if let (true, Some((before, rest))) = (marked, line.split_once('«')) {
                    let width = rest.split('»').next().unwrap_or_default().chars().count().max(1);
                    let _ = writeln!(out, "{}{}", " ".repeat(before.chars().count()), "^".repeat(width));
                }
            }
        }
        out
    }
}

/// Parts of one file, or of several.
macro_rules! example {
    ($($path:literal $form:ident $text:literal),+) => {
        Example::Files(&[$(Part { path: $path, form: Form::$form, text: $text }),+])
    };
}

/// Keys of a listing.
macro_rules! listing {
    ($text:literal) => {
        Example::Files(&[Part { path: LISTING, form: Form::Keys, text: $text }])
    };
}

/// The text of a listing.
macro_rules! text {
    ($text:literal) => {
        Example::Files(&[Part { path: LISTING, form: Form::Text, text: $text }])
    };
}

/// Keys of a guide.
macro_rules! guide {
    ($text:literal) => {
        Example::Files(&[Part { path: GUIDE, form: Form::Keys, text: $text }])
    };
}

/// The text of a guide.
macro_rules! guide_text {
    ($text:literal) => {
        Example::Files(&[Part { path: GUIDE, form: Form::Text, text: $text }])
    };
}

/// A family. A rule without both examples does not compile.
macro_rules! rules {
    ($($name:ident = $severity:ident $code:literal, $why:literal, $wrong:expr, $right:expr;)*) => {
        $(
            #[doc = $why]
            pub static $name: Rule =
                Rule { code: $code, severity: Severity::$severity, why: $why, wrong: $wrong, right: $right };
        )*
        pub(super) const ALL: &[&Rule] = &[$(&$name),*];
    };
}

/// The families, in the order in which they are shown; their rules under this module's own name; and [`ALL`].
macro_rules! families {
    ($($family:ident),*) => {
        $(mod $family; pub use $family::*;)*

        const FAMILIES: &[&[&Rule]] = &[$($family::ALL),*];
    };
}

families!(
    file, yaml, shape, identity, phone, place, care, logic, fresh, trust, language, guide, site, theme, ownership,
    output
);

const COUNT: usize = {
    let (mut count, mut family) = (0, 0);
    while family < FAMILIES.len() {
        count += FAMILIES[family].len();
        family += 1;
    }
    count
};

/// All rules, family by family.
pub static ALL: &[&Rule] = &{
    let mut all = [FAMILIES[0][0]; COUNT];
    let (mut at, mut family) = (0, 0);
    while family < FAMILIES.len() {
        let mut i = 0;
        while i < FAMILIES[family].len() {
            all[at] = FAMILIES[family][i];
            (at, i) = (at + 1, i + 1);
        }
        family += 1;
    }
    all
};

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code).copied()
}

#[cfg(test)]
mod tests {
    use super::{ALL, Example, Form, LISTING, Part};
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_plain() {
        let codes: BTreeSet<_> = ALL.iter().map(|r| r.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            assert!(
                code.split('/').count() == 2 && code.bytes().all(|b| b.is_ascii_lowercase() || b"-/8".contains(&b)),
                "{code}"
            );
        }
    }

    #[test]
    fn every_rule_says_why() {
        for rule in ALL {
            assert!(rule.why.ends_with('.') || rule.why.ends_with(')'), "{}", rule.code);
        }
    }

    #[test]
    fn examples_differ_and_are_short() {
        for rule in ALL {
            assert_ne!(rule.wrong.shown(false), rule.right.shown(false), "{}", rule.code);
            for example in [rule.wrong, rule.right] {
                let lines = example.shown(false).lines().count();
                assert!((1..=24).contains(&lines), "{} has an example of {lines} lines", rule.code);
            }
        }
    }

    #[test]
    fn the_marked_value_is_underlined() {
        let parts = &[Part { path: LISTING, form: Form::Keys, text: "zip: «\"9\"»\n" }];
        assert_eq!(Example::Files(parts).shown(true), "zip: \"9\"\n     ^^^\n");
        assert_eq!(Example::Files(parts).shown(false), "zip: \"9\"\n");
    }
}
