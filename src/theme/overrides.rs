//! Finds files of upper layers that replace nothing: most often a slip in the name, which would be silent.

use super::Options;
use super::assets::Assets;
use super::chain::{Layer, utf8};
use super::nearest::{nearest, nearest_path};
use super::templates::Template;
use super::yaml;
use crate::diagnostic::{Diagnostic, Place, rules};
use std::collections::BTreeSet;

/// Everything that is needed to say whether a file is used.
pub(super) struct Usage<'a> {
    pub(super) layers: &'a [Layer],
    pub(super) templates: &'a [Template],
    pub(super) assets: &'a Assets,
    pub(super) languages: &'a [String],
    pub(super) options: &'a Options<'a>,
}

impl Usage<'_> {
    /// A warning for every unused file and text of the layers above the last.
    pub(super) fn check(&self, findings: &mut Vec<Diagnostic>) {
        for (i, layer) in self.layers.iter().enumerate().take(self.layers.len().saturating_sub(1)) {
            let lower = &self.layers[i + 1..];
            self.templates(layer, lower, findings);
            self.assets(layer, lower, findings);
            self.texts(layer, lower, findings);
        }
        self.string_files(findings);
    }

    fn templates(&self, layer: &Layer, lower: &[Layer], findings: &mut Vec<Diagnostic>) {
        for (path, file) in &layer.templates {
            if lower.iter().any(|layer| layer.templates.contains_key(path)) || self.is_used_template(path) {
                continue;
            }
            let near = nearest_path(path, lower.iter().flat_map(|layer| layer.templates.keys()).map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean templates/{near}?"),
                None => "name it in an `include` or `extends`, or remove it".to_owned(),
            };
            let message = format!("the template `{path}` replaces nothing and no template uses it");
            findings.push(warning(message, Place::file(&*file.shown)).help(help));
        }
    }

    fn is_used_template(&self, path: &str) -> bool {
        let is_named = self
            .templates
            .iter()
            .flat_map(|template| &template.facts.references)
            .any(|reference| reference.name == path || reference.name.strip_prefix("theme/") == Some(path));
        let defines = self.templates.iter().filter(|template| template.name == path).flat_map(|t| &t.facts.defines);
        let defines: BTreeSet<&str> = defines.map(|named| &*named.name).collect();
        let gives = || {
            self.templates.iter().flat_map(|template| &template.facts.uses).any(|used| defines.contains(&*used.name))
        };
        is_named || self.options.required_templates.contains(&path) || gives()
    }

    /// An asset may also be meant for a page's text, so only a name that looks like a slip is reported.
    fn assets(&self, layer: &Layer, lower: &[Layer], findings: &mut Vec<Diagnostic>) {
        let generated = || self.options.assets.iter().map(|(path, _)| *path);
        let calls = || self.templates.iter().flat_map(|template| &template.facts.calls);
        for (path, file) in &layer.assets {
            let replaces =
                lower.iter().any(|layer| layer.assets.contains_key(path)) || generated().any(|known| known == path);
            let is_asked = calls().any(|call| call.literal("path").is_some_and(|named| named.name == *path));
            if replaces || is_asked || self.assets.named.contains(path) {
                continue;
            }
            let known = lower.iter().flat_map(|layer| layer.assets.keys()).map(String::as_str).chain(generated());
            if let Some(near) = nearest_path(path, known) {
                let message = format!("the asset `{path}` replaces nothing and no template uses it");
                findings.push(warning(message, Place::file(&*file.shown)).help(format!("did you mean assets/{near}?")));
            }
        }
    }

    /// A text may be asked for by a key that is put together, so only what looks like a slip is reported.
    fn texts(&self, layer: &Layer, lower: &[Layer], findings: &mut Vec<Diagnostic>) {
        let known: BTreeSet<String> = lower.iter().flat_map(keys).map(|(key, _)| key).collect();
        let calls = || self.templates.iter().flat_map(|template| &template.facts.calls);
        for (key, place) in keys(layer) {
            let is_asked = calls().any(|call| call.literal("key").is_some_and(|named| named.name == key));
            if known.contains(&key) || is_asked || self.options.required_texts.iter().any(|(known, _)| *known == key) {
                continue;
            }
            if let Some(near) = nearest(&key, known.iter().map(String::as_str)) {
                let message = format!("the text `{key}` replaces nothing and no template uses it");
                findings.push(warning(message, place).help(format!("did you mean `{near}`?")));
            }
        }
    }

    fn string_files(&self, findings: &mut Vec<Diagnostic>) {
        for (i, layer) in self.layers.iter().enumerate() {
            for (path, file) in &layer.strings {
                let place = Place::file(&*file.shown);
                let Some(code) = path.strip_suffix(".yaml") else {
                    let message = format!("the file `{path}` is not read: texts are kept in one .yaml file a language");
                    findings.push(warning(message, place).help("name it after the language, such as en.yaml"));
                    continue;
                };
                // A theme may bring more languages than the site has; the site's own files are meant for it.
                if i == 0 && !self.languages.iter().any(|language| language == code) {
                    let message = format!("`{code}` is not a language of this site");
                    let help = format!("its languages are {}", self.languages.join(", "));
                    findings.push(warning(message, place).help(help));
                }
            }
        }
    }
}

fn warning(message: String, place: Place) -> Diagnostic {
    Diagnostic::new(&rules::THEME_OVERRIDE_UNUSED, message).at(place)
}

/// The keys of all strings files of a layer. What cannot be read has been reported before.
fn keys(layer: &Layer) -> Vec<(String, Place)> {
    let mut keys = Vec::new();
    for file in layer.strings.values() {
        let Some(text) = utf8(&file.shown, &file.bytes, &mut Vec::new()) else { continue };
        let file = yaml::Text { shown: &file.shown, text };
        if let Ok(yaml::Node { value: yaml::Value::Map(entries), .. }) = yaml::parse(file) {
            keys.extend(entries.iter().map(|entry| (entry.key.clone(), file.place(&entry.key_at))));
        }
    }
    keys
}
