//! The parameters and tokens of a whole chain: what each theme says, key by key over what the theme below says, and over
//! all of it what the site sets.

use super::chain::Layer;
use super::manifest::{Group, ParamKeys, ParamType, Placed, TokenKeys, is_token_value};
use super::nearest::did_you_mean;
use crate::config::TokenSetting;
use crate::diagnostic::{Diagnostic, Place, rules};

/// A setting of the theme that a site may change under `theme_params`.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Param {
    pub(super) name: String,
    pub(super) kind: ParamKind,
    pub(super) default: tera::Value,
    /// What it does, one sentence; empty if the theme does not say.
    pub(super) about: String,
    /// Where its default is said.
    pub(super) place: Place,
}

/// What values a parameter takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParamKind {
    Text,
    Number,
    Bool,
    Choice(Vec<String>),
}

impl Param {
    /// The value that `given` means, or what it should have been.
    pub(super) fn parse(&self, given: &str) -> Result<tera::Value, String> {
        match &self.kind {
            ParamKind::Text => Ok(tera::Value::from(given)),
            ParamKind::Number => number(given).ok_or_else(|| "a number".to_owned()),
            ParamKind::Bool => match given {
                "true" => Ok(tera::Value::from(true)),
                "false" => Ok(tera::Value::from(false)),
                _ => Err("true or false".to_owned()),
            },
            ParamKind::Choice(choices) if choices.iter().any(|choice| choice == given) => Ok(tera::Value::from(given)),
            ParamKind::Choice(choices) => Err(format!("one of {}", choices.join(", "))),
        }
    }
}

fn number(given: &str) -> Option<tera::Value> {
    let whole = given.parse::<i64>().ok().map(tera::Value::from);
    whole.or_else(|| given.parse::<f64>().ok().filter(|n| n.is_finite()).map(tera::Value::from))
}

/// A colour or size of the theme that a site may change under `theme_tokens`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) name: String,
    pub(super) light: Setting,
    /// The light one holds on dark pages, too, if there is none.
    pub(super) dark: Option<Setting>,
    /// What it is for, one sentence; empty if the theme does not say.
    pub(super) about: String,
}

/// A token's value, where it is set, and by which layer of the chain; the site and `waypost.yaml` are layer 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Setting {
    pub(super) value: String,
    pub(super) place: Place,
    pub(super) layer: usize,
}

impl Token {
    /// The value on dark pages.
    pub(super) fn on_dark(&self) -> &Setting {
        self.dark.as_ref().unwrap_or(&self.light)
    }
}

/// The settings of a chain.
#[derive(Debug, Default)]
pub(super) struct Settings {
    /// In the order of the themes, the lowest first.
    pub(super) params: Vec<Param>,
    /// The same.
    pub(super) tokens: Vec<Token>,
}

/// Puts together what all `layers` and the site say. What does not fit is reported and left out.
pub(super) fn merge(layers: &[Layer], site: &[TokenSetting], findings: &mut Vec<Diagnostic>) -> Settings {
    let mut params: Vec<Merged<ParamKeys>> = Vec::new();
    let mut tokens: Vec<Merged<TokenKeys>> = Vec::new();
    let (mut light, mut dark) = (Vec::new(), Vec::new());
    for (layer, manifest) in layers.iter().enumerate().rev().map(|(i, layer)| (i, &layer.manifest)) {
        for group in &manifest.params {
            if let Some((_, keys)) = group_of(&mut params, group, findings) {
                overlay_param(keys, group);
            }
        }
        for group in &manifest.tokens {
            if let Some((at, keys)) = group_of(&mut tokens, group, findings) {
                overlay_token(keys, group);
                set(&mut light, at, layer, group.keys.as_ref().is_ok_and(|keys| keys.light.is_some()));
                set(&mut dark, at, layer, group.keys.as_ref().is_ok_and(|keys| keys.dark.is_some()));
            }
        }
    }
    for setting in site {
        let known: Vec<&str> = tokens.iter().map(|token| &*token.name).collect();
        if !known.contains(&&*setting.name) {
            let message = format!("the theme has no token `{}`", setting.name);
            let help = did_you_mean(&setting.name, known.iter().copied()).unwrap_or_else(|| match &*known {
                [] => "the theme has no tokens".to_owned(),
                _ => format!("the tokens are {}", known.join(", ")),
            });
            findings.push(Diagnostic::new(&rules::THEME_PARAM, message).at(setting.place.clone()).help(help));
            continue;
        }
        let group = site_group(setting, findings);
        if let Some((at, keys)) = group_of(&mut tokens, &group, findings) {
            overlay_token(keys, &group);
            set(&mut light, at, 0, setting.light.is_some());
            set(&mut dark, at, 0, setting.dark.is_some());
        }
    }
    let layer_of = |layers: &[usize], at: usize| layers.get(at).copied().unwrap_or_default();
    Settings {
        params: params.into_iter().filter_map(|param| finished_param(param, findings)).collect(),
        tokens: tokens
            .into_iter()
            .enumerate()
            .filter_map(|(i, token)| finished_token(token, layer_of(&light, i), layer_of(&dark, i), findings))
            .collect(),
    }
}

/// A name with what has been said of it so far, and where it was said first.
struct Merged<T> {
    name: String,
    place: Place,
    keys: T,
}

/// The entry that `group` goes over, made if it is new: its position and keys. What is not a group of keys is reported.
fn group_of<'m, T: Default>(
    merged: &'m mut Vec<Merged<T>>,
    group: &Group<T>,
    findings: &mut Vec<Diagnostic>,
) -> Option<(usize, &'m mut T)> {
    let at = merged.iter().position(|known| known.name == group.name);
    if let Err(kind) = &group.keys {
        let message = format!("`{}` has to be a group of keys, found {kind}", group.name);
        let mut finding = Diagnostic::new(&rules::SHAPE_WRONG_TYPE, message).at(group.place.clone());
        if let Some(at) = at {
            finding = finding.related(merged[at].place.clone(), "the group that it would hide");
        }
        findings.push(finding.help(format!("write it as `{}: {{ … }}`, with the keys that change", group.name)));
        return None;
    }
    let at = at.unwrap_or_else(|| {
        merged.push(Merged { name: group.name.clone(), place: group.place.clone(), keys: T::default() });
        merged.len() - 1
    });
    Some((at, &mut merged[at].keys))
}

fn overlay_param(keys: &mut ParamKeys, group: &Group<ParamKeys>) {
    let Ok(upper) = group.keys.clone() else { return };
    keys.kind = upper.kind.or(keys.kind);
    keys.choices = upper.choices.or(keys.choices.take());
    keys.default = upper.default.or(keys.default.take());
    keys.about = upper.about.or(keys.about.take());
}

fn overlay_token(keys: &mut TokenKeys, group: &Group<TokenKeys>) {
    let Ok(upper) = group.keys.clone() else { return };
    keys.light = upper.light.or(keys.light.take());
    keys.dark = upper.dark.or(keys.dark.take());
    keys.about = upper.about.or(keys.about.take());
}

/// Notes that `layer` set the value at `at`.
fn set(layers: &mut Vec<usize>, at: usize, layer: usize, is_set: bool) {
    layers.resize(layers.len().max(at + 1), usize::MAX);
    if is_set {
        layers[at] = layer;
    }
}

fn site_group(setting: &TokenSetting, findings: &mut Vec<Diagnostic>) -> Group<TokenKeys> {
    let mut value = |given: &Option<(String, Place)>| {
        let (value, place) = given.clone()?;
        if !is_token_value(&value) {
            let message = format!("`{value}` is not one CSS value");
            findings.push(Diagnostic::new(&rules::THEME_PARAM, message).at(place));
            return None;
        }
        Some(Placed { value, place })
    };
    let keys = TokenKeys { light: value(&setting.light), dark: value(&setting.dark), about: None };
    Group { name: setting.name.clone(), place: setting.place.clone(), keys: Ok(keys) }
}

fn missing<T>(name: &str, key: &str, place: &Place, findings: &mut Vec<Diagnostic>) -> Option<T> {
    let message = format!("`{name}` has no `{key}`");
    findings.push(Diagnostic::new(&rules::SHAPE_MISSING_KEY, message).at(place.clone()));
    None
}

fn finished_param(merged: Merged<ParamKeys>, findings: &mut Vec<Diagnostic>) -> Option<Param> {
    let Merged { name, place, keys } = merged;
    let Some(kind) = keys.kind else { return missing(&name, "type", &place, findings) };
    let kind = match kind {
        ParamType::Text => ParamKind::Text,
        ParamType::Number => ParamKind::Number,
        ParamType::Bool => ParamKind::Bool,
        ParamType::Choice => match keys.choices {
            Some(choices) if !choices.is_empty() => ParamKind::Choice(choices),
            _ => return missing(&name, "choices", &place, findings),
        },
    };
    let Some(Placed { value, place }) = keys.default else { return missing(&name, "default", &place, findings) };
    let about = keys.about.unwrap_or_default();
    let mut param = Param { name, kind, default: tera::Value::none(), about, place };
    match param.parse(&value) {
        Ok(value) => param.default = value,
        Err(expected) => {
            let message = format!("the default of `{}` is not {expected}", param.name);
            findings.push(Diagnostic::new(&rules::SHAPE_WRONG_TYPE, message).at(param.place.clone()));
        }
    }
    Some(param)
}

fn finished_token(
    merged: Merged<TokenKeys>,
    light: usize,
    dark: usize,
    findings: &mut Vec<Diagnostic>,
) -> Option<Token> {
    let Merged { name, place, keys } = merged;
    let setting = |placed: Placed<String>, layer| Setting { value: placed.value, place: placed.place, layer };
    let Some(value) = keys.light else { return missing(&name, "light", &place, findings) };
    Some(Token {
        name,
        light: setting(value, light),
        dark: keys.dark.map(|value| setting(value, dark)),
        about: keys.about.unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::chain::Layer;
    use super::super::manifest;
    use super::super::yaml::Text;
    use super::{Settings, merge};
    use crate::config::TokenSetting;
    use crate::diagnostic::{Diagnostic, Place};

    /// The settings of a chain of `theme.yaml` files, the topmost first.
    fn merged(files: &[&str], site: &[TokenSetting]) -> (Settings, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let mut layers = vec![Layer::default()];
        for (name, text) in ["upper", "lower"].iter().zip(files) {
            let shown = format!("themes/{name}/theme.yaml");
            let text = format!("name: {name}\n{text}");
            let (manifest, mut found) = manifest::read(Text { shown: &shown, text: &text });
            findings.append(&mut found);
            layers.push(Layer { name: (*name).to_owned(), manifest, ..Layer::default() });
        }
        let settings = merge(&layers, site, &mut findings);
        (settings, findings)
    }

    fn site(name: &str, light: Option<&str>, dark: Option<&str>) -> TokenSetting {
        let place = || Place::file("waypost.yaml");
        let value = |text: Option<&str>| text.map(|text| (text.to_owned(), place()));
        TokenSetting { name: name.to_owned(), place: place(), light: value(light), dark: value(dark) }
    }

    const LOWER: &str = "params:\n  rows: { type: number, default: 2, about: Rows }\n\
        tokens:\n  ink: { light: \"#111\", dark: \"#eee\", about: Text }\n  gap: { light: 1rem }\n";

    #[test]
    fn an_upper_theme_and_the_site_change_single_keys() {
        let upper = "params:\n  rows: { default: 3 }\ntokens:\n  ink: { dark: \"#ddd\" }\n";
        let (settings, findings) = merged(&[upper, LOWER], &[site("ink", Some("#222"), None)]);
        assert_eq!(findings, []);
        let rows = &settings.params[0];
        assert_eq!(
            (rows.default.as_i64(), &*rows.about, &*rows.place.path),
            (Some(3), "Rows", "themes/upper/theme.yaml")
        );
        let ink = &settings.tokens[0];
        let seen = (&*ink.light.value, ink.light.layer, &*ink.on_dark().value, ink.on_dark().layer, &*ink.about);
        assert_eq!(seen, ("#222", 0, "#ddd", 1, "Text"));
        assert_eq!((&*settings.tokens[1].on_dark().value, settings.tokens[1].light.layer), ("1rem", 2));
    }

    #[test]
    fn a_single_value_in_place_of_a_group_is_an_error_that_names_both_files() {
        let upper = "params:\n  rows: 3\ntokens:\n  ink: \"#222\"\n";
        let (settings, findings) = merged(&[upper, LOWER], &[]);
        let seen: Vec<_> = findings
            .iter()
            .map(|f| (&*f.place.as_ref().unwrap().path, &*f.related[0].0.path, f.related[0].0.line))
            .collect();
        let (upper, lower) = ("themes/upper/theme.yaml", "themes/lower/theme.yaml");
        assert_eq!(seen, [(upper, lower, 3), (upper, lower, 5)]);
        assert!(findings.iter().all(|f| f.code == "shape/wrong-type"));
        assert_eq!(settings.tokens[0].light.value, "#111");
    }

    #[test]
    fn what_no_theme_of_the_chain_says_is_missing() {
        let (_, findings) = merged(
            &[
                "params:\n  a: { about: x }\n  b: { type: choice, default: c }\n  c: { type: number, default: many }\n",
                "tokens:\n  d: { dark: red }\n",
            ],
            &[],
        );
        let messages: Vec<_> = findings.iter().map(|f| &*f.message).collect();
        assert_eq!(
            messages,
            ["`a` has no `type`", "`b` has no `choices`", "the default of `c` is not a number", "`d` has no `light`"]
        );
    }

    #[test]
    fn tokens_that_the_theme_does_not_have_and_values_that_would_escape_are_refused() {
        let given = [site("imk", Some("red"), None), site("ink", Some("red}body{display:none"), None)];
        let (settings, findings) = merged(&[LOWER], &given);
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `ink`?"));
        assert!(findings[1].message.contains("not one CSS value"));
        assert_eq!((findings.len(), &*settings.tokens[0].light.value), (2, "#111"));
    }
}
