//! The colours and sizes of a theme that a site may change, as CSS custom properties.

use super::manifest::{Token, is_token_value};
use super::nearest::did_you_mean;
use crate::diagnostic::{Diagnostic, Place, rules};
use std::fmt::Write;

/// A value that a site sets for a token, with the place where it is set.
#[derive(Debug, Clone)]
pub struct TokenValue {
    /// The token's name, without hyphens before it.
    pub name: String,
    /// The value on a light page.
    pub light: String,
    /// The value on a dark page; the light one if absent.
    pub dark: Option<String>,
    /// Where the site sets it.
    pub place: Place,
}

/// Checks that each value is of a token the theme has and stays one CSS value.
pub(super) fn check(tokens: &[Token], given: &[TokenValue], findings: &mut Vec<Diagnostic>) {
    for value in given {
        if !tokens.iter().any(|token| token.name == value.name) {
            let names: Vec<&str> = tokens.iter().map(|token| &*token.name).collect();
            let help = did_you_mean(&value.name, names.iter().copied());
            let message = format!("the theme has no token `{}`", value.name);
            let finding = Diagnostic::new(&rules::THEME_PARAM, message).at(value.place.clone());
            findings.push(finding.help(help.unwrap_or_else(|| match &*names {
                [] => "the theme has no tokens".to_owned(),
                _ => format!("the tokens are {}", names.join(", ")),
            })));
        }
        for text in [Some(&value.light), value.dark.as_ref()].into_iter().flatten() {
            if !is_token_value(text) {
                let message = format!("`{text}` is not one CSS value");
                findings.push(Diagnostic::new(&rules::THEME_PARAM, message).at(value.place.clone()));
            }
        }
    }
}

/// The stylesheet with the tokens. A token that the stylesheet does not declare itself is declared before it. What the
/// site sets comes after it, for screens only: on paper the theme's own colours hold.
pub(super) fn stylesheet(css: &str, tokens: &[Token], given: &[TokenValue]) -> String {
    let absent: Vec<_> = tokens.iter().filter(|token| !declares(css, &token.name)).collect();
    let mut out = String::new();
    root(&mut out, absent.iter().map(|token| (&*token.name, &*token.light)));
    dark(&mut out, absent.iter().filter_map(|token| Some((&*token.name, token.dark.as_deref()?))));
    out.push_str(css);
    if !given.is_empty() {
        out.push_str("\n@media screen{");
        root(&mut out, given.iter().map(|value| (&*value.name, &*value.light)));
        dark(&mut out, given.iter().map(|value| (&*value.name, value.dark.as_deref().unwrap_or(&value.light))));
        out.push_str("}\n");
    }
    out
}

fn root<'a>(out: &mut String, values: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut values = values.peekable();
    if values.peek().is_some() {
        out.push_str(":root{");
        for (name, value) in values {
            // Writing to a String cannot fail.
            let _ = write!(out, "--{name}:{value};");
        }
        out.push_str("}\n");
    }
}

fn dark<'a>(out: &mut String, values: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut inner = String::new();
    root(&mut inner, values);
    if !inner.is_empty() {
        let _ = writeln!(out, "@media (prefers-color-scheme:dark){{{}}}", inner.trim_end());
    }
}

fn declares(css: &str, name: &str) -> bool {
    let property = format!("--{name}");
    css.match_indices(&property).any(|(at, _)| {
        let before = css[..at].trim_end();
        css[at + property.len()..].trim_start().starts_with(':') && before.ends_with(['{', ';', '/'])
    })
}

#[cfg(test)]
mod tests {
    use super::{Token, TokenValue, check, stylesheet};
    use crate::diagnostic::Place;

    fn token(name: &str, light: &str, dark: Option<&str>) -> Token {
        Token { name: name.into(), light: light.into(), dark: dark.map(Into::into) }
    }

    fn value(name: &str, light: &str) -> TokenValue {
        TokenValue { name: name.into(), light: light.into(), dark: None, place: Place::file("waypost.yaml") }
    }

    #[test]
    fn tokens_stand_before_and_the_sites_values_after() {
        let tokens = [token("ink", "#111", Some("#eee")), token("gap", "1rem", None)];
        let css = stylesheet("a{color:var(--ink)}", &tokens, &[value("ink", "navy")]);
        assert_eq!(
            css,
            ":root{--ink:#111;--gap:1rem;}\n@media (prefers-color-scheme:dark){:root{--ink:#eee;}}\n\
             a{color:var(--ink)}\n@media screen{:root{--ink:navy;}\n@media (prefers-color-scheme:dark){:root{--ink:navy;}}\n}\n"
        );
    }

    #[test]
    fn a_stylesheet_that_declares_its_tokens_stays_as_it_is() {
        let css = ":root { --ink: #111 }";
        assert_eq!(stylesheet(css, &[token("ink", "#111", None)], &[]), css);
    }

    #[test]
    fn unknown_tokens_and_values_that_would_escape_are_refused() {
        let mut findings = Vec::new();
        let given = [value("imk", "red"), value("ink", "red}body{display:none"), value("ink", "#fff")];
        check(&[token("ink", "#111", None)], &given, &mut findings);
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `ink`?"));
        assert!(findings[1].message.contains("not one CSS value"));
    }
}
