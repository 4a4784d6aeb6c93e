//! The theme's colours and sizes in its stylesheet, as CSS custom properties.

use super::settings::Token;
use std::fmt::Write;

/// The stylesheet with the tokens. One that it does not declare itself is declared before it. One that it declares with
/// other values, because a theme above it or the site has changed them, comes after it as well, for screens only: on
/// paper the theme's own colours hold.
pub(super) fn stylesheet(css: &str, tokens: &[Token]) -> String {
    let (own, others): (Vec<_>, Vec<_>) = tokens.iter().partition(|token| !values(css, &token.name).is_empty());
    let mut out = String::new();
    declare(&mut out, "", others.iter().map(|token| (&*token.name, &*token.light.value)));
    declare(&mut out, DARK, others.iter().filter_map(|t| Some((&*t.name, &*t.dark.as_ref()?.value))));
    out.push_str(css);
    let changed: Vec<_> = own.into_iter().filter(|token| !says(css, token)).collect();
    if !changed.is_empty() {
        out.push('\n');
        declare(&mut out, "screen", changed.iter().map(|token| (&*token.name, &*token.light.value)));
        declare(&mut out, DARK, changed.iter().map(|token| (&*token.name, &*token.on_dark().value)));
    }
    out
}

/// Whether the stylesheet declares the token as it is: first for light pages, then for dark ones. If it does so in
/// another order, the token is written once more than needed, which changes nothing.
fn says(css: &str, token: &Token) -> bool {
    let (light, dark) = (&*token.light.value, &*token.on_dark().value);
    match *values(css, &token.name) {
        [only] => only == light && light == dark,
        [first, second, ..] => first == light && second == dark,
        [] => false,
    }
}

/// The values with which a custom property is declared, in the order of the stylesheet.
fn values<'a>(css: &'a str, name: &str) -> Vec<&'a str> {
    let property = format!("--{name}");
    let declared = css.match_indices(&property).filter_map(|(at, _)| {
        let before = css[..at].trim_end();
        let value = css[at + property.len()..].trim_start().strip_prefix(':')?;
        let end = value.find([';', '}']).unwrap_or(value.len());
        before.ends_with(['{', ';', '/']).then(|| value[..end].trim())
    });
    declared.collect()
}

const DARK: &str = "screen and (prefers-color-scheme:dark)";

/// Declares `values` for the whole page, under the condition `media` unless that is empty.
fn declare<'a>(out: &mut String, media: &str, values: impl Iterator<Item = (&'a str, &'a str)>) {
    let mut values = values.peekable();
    if values.peek().is_none() {
        return;
    }
    // Writing to a String cannot fail.
    if !media.is_empty() {
        let _ = write!(out, "@media {media}{{");
    }
    out.push_str(":root{");
    for (name, value) in values {
        let _ = write!(out, "--{name}:{value};");
    }
    out.push_str(if media.is_empty() { "}\n" } else { "}}\n" });
}

#[cfg(test)]
mod tests {
    use super::super::settings::{Setting, Token};
    use super::stylesheet;
    use crate::diagnostic::Place;

    fn token(name: &str, light: &str, dark: Option<&str>) -> Token {
        let setting = |value: &str| Setting { value: value.to_owned(), place: Place::file("theme.yaml"), layer: 1 };
        Token { name: name.into(), light: setting(light), dark: dark.map(setting), about: String::new() }
    }

    #[test]
    fn tokens_that_the_stylesheet_does_not_declare_stand_before_it() {
        let tokens = [token("ink", "#111", Some("#eee")), token("gap", "1rem", None)];
        assert_eq!(
            stylesheet("a{color:var(--ink)}", &tokens),
            ":root{--ink:#111;--gap:1rem;}\n@media screen and (prefers-color-scheme:dark){:root{--ink:#eee;}}\n\
             a{color:var(--ink)}"
        );
    }

    const CSS: &str = ":root { --ink : #111;--ink-2:#333 }\n\
        @media screen and (prefers-color-scheme: dark) { :root { --ink: #eee } }\n@media print { html:root { --ink: #000 } }";

    #[test]
    fn what_the_stylesheet_says_already_is_not_said_again() {
        assert_eq!(stylesheet(CSS, &[token("ink", "#111", Some("#eee")), token("ink-2", "#333", None)]), CSS);
    }

    #[test]
    fn what_was_changed_above_the_stylesheet_stands_after_it_light_and_dark() {
        for (light, dark) in [("#222", "#eee"), ("#111", "#ddd"), ("#000", "#eee"), ("#111", "#111")] {
            assert_eq!(
                stylesheet(CSS, &[token("ink", light, Some(dark))]),
                format!(
                    "{CSS}\n@media screen{{:root{{--ink:{light};}}}}\n\
                     @media screen and (prefers-color-scheme:dark){{:root{{--ink:{dark};}}}}\n"
                )
            );
        }
        assert!(stylesheet(CSS, &[token("ink-2", "#333", Some("#ccc"))]).ends_with("{--ink-2:#ccc;}}\n"));
    }
}
