//! The theme's colours and sizes in its stylesheet, as CSS custom properties.

use super::settings::Token;
use crate::diagnostic::{Diagnostic, rules};
use std::fmt::Write;

/// A stylesheet of the chain and how high it stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sheet<'a> {
    /// What it holds.
    pub(super) css: &'a str,
    /// Its layer; tokens that a layer above it or the site sets are not its own.
    pub(super) layer: usize,
}

impl Sheet<'_> {
    /// Whether the stylesheet was written without knowing the token's value.
    fn is_changed(&self, token: &Token) -> bool {
        token.layer() == 0 || token.layer() < self.layer
    }

    /// With the tokens. One that it does not declare itself is declared before it. What was changed above it comes after
    /// it, for screens only: on paper the theme's own colours hold.
    pub(super) fn with(&self, tokens: &[Token]) -> String {
        let (own, others): (Vec<_>, Vec<_>) = tokens.iter().partition(|token| !self.values(&token.name).is_empty());
        let mut out = String::new();
        declare(&mut out, "", others.iter().map(|token| (&*token.name, &*token.light.value)));
        declare(&mut out, DARK, others.iter().filter_map(|t| Some((&*t.name, &*t.dark.as_ref()?.value))));
        out.push_str(self.css);
        let changed: Vec<_> = own.into_iter().filter(|token| self.is_changed(token)).collect();
        if !changed.is_empty() {
            out.push('\n');
            declare(&mut out, "screen", changed.iter().map(|token| (&*token.name, &*token.light.value)));
            declare(&mut out, DARK, changed.iter().map(|token| (&*token.name, &*token.on_dark().value)));
        }
        out
    }

    /// Checks that the stylesheet declares its own tokens with the values of theme.yaml. A token with two values could
    /// neither be measured nor changed in one place.
    pub(super) fn check(&self, tokens: &[Token], findings: &mut Vec<Diagnostic>) {
        for token in tokens.iter().filter(|token| !self.is_changed(token)) {
            let declared = self.values(&token.name);
            for setting in [Some(&token.light), token.dark.as_ref()].into_iter().flatten() {
                if !declared.is_empty() && !declared.contains(&&*setting.value) {
                    let message = format!("the stylesheet declares `--{}`, but never as {}", token.name, setting.value);
                    let finding = Diagnostic::new(&rules::THEME_PARAM, message).at(setting.place.clone());
                    findings.push(finding.help("write the same value in both, or remove it from the stylesheet"));
                }
            }
        }
    }

    /// The values with which a custom property is declared.
    fn values(&self, name: &str) -> Vec<&str> {
        let property = format!("--{name}");
        let declared = self.css.match_indices(&property).filter_map(|(at, _)| {
            let before = self.css[..at].trim_end();
            let value = self.css[at + property.len()..].trim_start().strip_prefix(':')?;
            let end = value.find([';', '}']).unwrap_or(value.len());
            before.ends_with(['{', ';', '/']).then(|| value[..end].trim())
        });
        declared.collect()
    }
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
    use super::Sheet;
    use crate::diagnostic::Place;

    fn token(name: &str, light: (&str, usize), dark: Option<(&str, usize)>) -> Token {
        let setting = |(value, layer): (&str, usize)| Setting {
            value: value.to_owned(),
            place: Place::file(format!("layer {layer}")),
            layer,
        };
        Token { name: name.into(), light: setting(light), dark: dark.map(setting), about: String::new() }
    }

    #[test]
    fn tokens_that_the_stylesheet_does_not_declare_stand_before_it() {
        let tokens = [token("ink", ("#111", 1), Some(("#eee", 0))), token("gap", ("1rem", 1), None)];
        assert_eq!(
            Sheet { css: "a{color:var(--ink)}", layer: 1 }.with(&tokens),
            ":root{--ink:#111;--gap:1rem;}\n@media screen and (prefers-color-scheme:dark){:root{--ink:#eee;}}\n\
             a{color:var(--ink)}"
        );
    }

    #[test]
    fn what_was_changed_above_the_stylesheet_stands_after_it_light_and_dark() {
        let css = ":root{--ink:#111}@media screen and (prefers-color-scheme:dark){:root{--ink:#eee}}";
        let changed = [token("ink", ("#222", 1), Some(("#eee", 2)))];
        assert_eq!(
            Sheet { css, layer: 2 }.with(&changed),
            format!(
                "{css}\n@media screen{{:root{{--ink:#222;}}}}\n\
                 @media screen and (prefers-color-scheme:dark){{:root{{--ink:#eee;}}}}\n"
            )
        );
        let own = [token("ink", ("#111", 1), Some(("#eee", 1)))];
        assert_eq!(Sheet { css, layer: 1 }.with(&own), css);
        let by_site = [token("ink", ("#111", 1), Some(("#ddd", 0)))];
        assert!(Sheet { css, layer: 0 }.with(&by_site).contains("--ink:#ddd"));
    }

    #[test]
    fn a_stylesheet_that_says_otherwise_than_the_theme_is_reported() {
        let sheet = Sheet { css: ":root { --ink : #111;--ink-2:#333 }", layer: 1 };
        let mut findings = Vec::new();
        let tokens = [token("ink", ("#111", 1), Some(("#eee", 1))), token("ink-2", ("#333", 1), None)];
        sheet.check(&tokens, &mut findings);
        assert_eq!(findings.len(), 1, "{findings:#?}");
        assert_eq!(findings[0].message, "the stylesheet declares `--ink`, but never as #eee");
        findings.clear();
        // What is set above it is not the stylesheet's to know.
        sheet.check(&[token("ink", ("#222", 0), None)], &mut findings);
        assert!(findings.is_empty());
    }
}
