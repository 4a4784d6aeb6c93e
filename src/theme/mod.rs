//! The theme: everything of a page that is not content.
//!
//! A theme is a folder with `theme.yaml`, `templates/`, `assets/` and `strings/`. The default theme is part of the
//! binary; a site may bring its own under `themes/<name>/`, a theme may extend another one, and the same three folders
//! beside `waypost.yaml` stand above all of them. [`Theme::load`] reads this chain once:
//!
//! ```text
//! chain      the layers, topmost first, read whole         manifest   what one theme.yaml says
//! settings   parameters and tokens of the whole chain      contrast   which colours can be read on which
//! tokens     the colours in the stylesheet
//! strings    the interface's words, merged key by key      text       one text: its holes and plural forms
//! assets     files under names that follow their content   references what stylesheets and scripts name
//! templates  the topmost file of each name, and `theme/`   scan       what a template says without Tera's help
//! filters    t, asset, date, number                        report     Tera's errors with real places
//! eject      copies for a site to change                   overrides  files that replace nothing
//! ```
//!
//! All that can be wrong before a page is made is found by then, all at once. After that a theme never changes, so any
//! number of threads may call [`Theme::render`]: there is one Tera a language and nothing is locked or copied.

mod assets;
mod chain;
mod contrast;
mod crisis;
mod eject;
mod filters;
mod manifest;
mod nearest;
mod outside;
mod overrides;
mod plurals;
mod references;
mod report;
mod scan;
mod script;
mod settings;
mod spoken;
mod strings;
mod templates;
mod text;
mod tokens;
mod unquoted;
mod yaml;

pub use eject::{copy, eject};
pub use script::{mark, sent, stripped};

use crate::config::TokenSetting;
use crate::diagnostic::{Diagnostic, Place, Severity, rules};
use assets::Assets;
use chain::{Chain, Embedded, Layer};
use nearest::did_you_mean;
use report::Sources;
use settings::{Param, Settings};
use std::borrow::Cow;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use strings::Language;
use tera::Tera;

/// The files of themes/default.
const EMBEDDED: Embedded = include!(concat!(env!("OUT_DIR"), "/theme.rs"));

/// The asset that the tokens are written into.
const STYLESHEET: &str = "site.css";

/// What the generator and the site ask of a theme besides its name and languages.
#[derive(Debug, Default)]
pub struct Options<'a> {
    /// Where the site names its theme.
    pub name_place: Option<Place>,
    /// Files that the generator adds under all layers' assets: path inside `assets/`, and bytes.
    pub assets: &'a [(&'a str, Cow<'static, [u8]>)],
    /// Templates that pages are made with.
    pub required_templates: &'a [&'a str],
    /// Texts that are used outside templates, each with the placeholders that are filled.
    pub required_texts: &'a [(&'a str, &'a [&'a str])],
    /// What the site sets of the theme's tokens.
    pub tokens: &'a [TokenSetting],
}

/// A value for a placeholder of [`Theme::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument<'a> {
    /// Written as it is.
    Text(&'a str),
    /// Written with the language's group separator; under the name `count` it also chooses the plural form.
    Number(u64),
}

/// A theme that is ready to make pages.
#[derive(Debug)]
pub struct Theme {
    /// One for each language, in the site's order.
    languages: Vec<Spoken>,
    assets: Arc<Assets>,
    sources: Sources,
    params: Vec<Param>,
    fingerprint: [u8; 32],
    folders: Vec<PathBuf>,
}

impl Theme {
    /// Loads the theme `name` of the project in `root`: `themes/<name>/`, or else the embedded one. There is no theme
    /// if any finding is an error, except for colours that cannot be read: pages could be made with them.
    pub fn load(
        root: &Path,
        name: &str,
        languages: &[String],
        options: &Options<'_>,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        Self::load_over(root, name, languages, options, EMBEDDED)
    }

    fn load_over(
        root: &Path,
        name: &str,
        languages: &[String],
        options: &Options<'_>,
        embedded: Embedded,
    ) -> (Option<Self>, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let chain = chain::read(root, name, options, embedded, &mut findings);
        // Without the whole chain every file below the gap would be reported as missing.
        let is_broken =
            |finding: &Diagnostic| [rules::THEME_MISSING.code, rules::THEME_CYCLE.code].contains(&&*finding.code);
        let theme = if findings.iter().any(is_broken) {
            None
        } else {
            Some(Self::from_chain(chain, languages, options, &mut findings))
        };
        let is_clean = !findings
            .iter()
            .any(|finding| finding.severity == Severity::Error && finding.code != rules::THEME_CONTRAST.code);
        (theme.filter(|_| is_clean), findings)
    }

    fn from_chain(chain: Chain, languages: &[String], options: &Options<'_>, findings: &mut Vec<Diagnostic>) -> Self {
        let Chain { layers, folders } = chain;
        let Settings { params, tokens } = settings::merge(&layers, options.tokens, findings);
        contrast::check(&tokens, findings);
        let strings = strings::read(&layers, languages, findings);
        let with_tokens = |css: &str| tokens::stylesheet(css, &tokens);
        let assets = Arc::new(assets::gather(&layers, options.assets, with_tokens, findings));
        let templates = templates::gather(&layers, findings);
        let mut base = Tera::default();
        if let Some(language) = strings.languages.first() {
            filters::register(&mut base, language, &assets);
        }
        let mut sources = Sources::default();
        let texts = templates::load(&mut base, &layers, &templates, &mut sources, findings);
        check_templates(&layers, options, findings);
        // Without all languages each text would be reported as missing in those that are left.
        if strings.languages.len() == languages.len() {
            strings::check_complete(&strings, findings);
            filters::check(&templates, &strings, &assets, findings);
            for (key, given) in options.required_texts {
                findings.append(&mut strings::check_required(&strings, key, given));
            }
        }

        overrides::Usage { layers: &layers, templates: &templates, assets: &assets, languages, options }
            .check(findings);
        eject::check(&layers, findings);
        Self {
            languages: strings
                .languages
                .iter()
                .map(|language| {
                    let careful = speaking(&base, language, &assets);
                    let fast = fast(&careful, &texts, layers.len(), language, &assets);
                    Spoken { language: Arc::clone(language), fast, careful }
                })
                .collect(),
            fingerprint: fingerprint(&layers, options),
            assets,
            sources,
            params,
            folders,
        }
    }

    /// Renders `template` for `page`, a path shown in errors, into `out`. `source` is the file the page is made from,
    /// if it is made from one. After an error `out` is as it was before.
    pub fn render(
        &self,
        language: &str,
        template: &str,
        context: &tera::Context,
        page: &str,
        source: Option<&str>,
        out: &mut Vec<u8>,
    ) -> Result<(), Box<Diagnostic>> {
        let Some(spoken) = self.language(language) else {
            let message = format!("the theme was not loaded for the language `{language}`");
            return Err(Box::new(Diagnostic::new(&rules::THEME_STRING, message)));
        };
        let before = out.len();
        if spoken.fast.render_to(template, context, &mut *out).is_ok() {
            return Ok(());
        }
        // Once more with the templates as they were written, so that the error points into them.
        out.truncate(before);
        spoken.careful.render_to(template, context, &mut *out).map_err(|error| {
            out.truncate(before);
            let finding = report::findings(&error, &self.sources).into_iter().next();
            let mut finding = finding.unwrap_or_else(|| Diagnostic::new(&rules::THEME_TEMPLATE, error.to_string()));
            finding.label = Some(format!("while making the page {page}"));
            if let Some(source) = source {
                finding = finding.related(Place::file(source), format!("the page {page} is made from this file"));
            }
            Box::new(finding)
        })
    }

    /// The text `key` in `language`, filled with `arguments`. `None` if there is no such text or it needs more.
    pub fn text(&self, language: &str, key: &str, arguments: &[(&str, Argument<'_>)]) -> Option<String> {
        let language = &*self.language(language)?.language;
        let given = |name: &str| arguments.iter().find(|(given, _)| *given == name).map(|(_, value)| *value);
        let count = match given("count") {
            Some(Argument::Number(count)) => Some(count),
            _ => None,
        };
        let mut out = String::new();
        let filled = language.fill(language.get(key)?, count, &mut out, |name, out| match given(name) {
            Some(Argument::Text(text)) => {
                out.push_str(text);
                true
            }
            Some(Argument::Number(number)) => {
                language.write_number(number.into(), out);
                true
            }
            None => false,
        });
        filled.ok().map(|()| out)
    }

    /// The output path of the asset at `path` inside `assets/`, such as `assets/site.0a1b2c3d.css`.
    pub fn asset(&self, path: &str) -> Option<&str> {
        self.assets.output(path)
    }

    /// The assets in `folder` of `assets/`, a path with a slash at its end: paths inside `assets/` and output paths.
    pub fn assets_below(&self, folder: &str) -> impl Iterator<Item = (&str, &str)> {
        let inside = self.assets.paths().filter(move |path| path.starts_with(folder));
        inside.filter_map(|path| Some((path, self.assets.output(path)?)))
    }

    /// Every asset: output path and bytes, in a fixed order.
    pub fn assets(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.assets.files()
    }

    /// The theme's parameters with the values that the site gives (name, value as typed, place), in the theme's order.
    /// What the theme does not know or cannot take is reported, and the default stays.
    pub fn params(&self, given: &[(String, String, Place)]) -> (Vec<(String, tera::Value)>, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let mut values: Vec<_> = self.params.iter().map(|param| (param.name.clone(), param.default.clone())).collect();
        for (name, text, place) in given {
            let Some(i) = self.params.iter().position(|param| param.name == *name) else {
                let known: Vec<&str> = self.params.iter().map(|param| &*param.name).collect();
                let message = format!("the theme has no parameter `{name}`");
                let help = did_you_mean(name, known.iter().copied()).unwrap_or_else(|| match &*known {
                    [] => "the theme has no parameters".to_owned(),
                    _ => format!("the parameters are {}", known.join(", ")),
                });
                findings.push(Diagnostic::new(&rules::THEME_PARAM, message).at(place.clone()).help(help));
                continue;
            };
            match self.params[i].parse(text) {
                Ok(value) => values[i].1 = value,
                Err(expected) => {
                    let message = format!("the parameter `{name}` is not {expected}");
                    let mut finding = Diagnostic::new(&rules::THEME_PARAM, message).at(place.clone());
                    finding.help = Some(self.params[i].about.clone()).filter(|about| !about.is_empty());
                    findings.push(finding);
                }
            }
        }
        (values, findings)
    }

    /// Changes whenever any file of the theme, or what the site sets of it, changes.
    pub fn fingerprint(&self) -> [u8; 32] {
        self.fingerprint
    }

    /// The folders the theme was read from, and those beside `waypost.yaml` that may come to be.
    pub fn watch_paths(&self) -> &[PathBuf] {
        &self.folders
    }

    /// The first thing in a page that asks another site for something. Addresses that begin with `own` are the site's.
    pub fn check_outside(html: &[u8], own: &str) -> Option<Diagnostic> {
        let found = outside::asked(std::str::from_utf8(html).ok()?, own)?;
        Some(Diagnostic::new(found.rule, found.message).help(outside::help(found.rule)))
    }

    /// Whether a page holds an element with the attribute `data-crisis`, as every page has to.
    pub fn check_crisis(html: &[u8]) -> bool {
        crisis::has_crisis_block(html)
    }

    fn language(&self, code: &str) -> Option<&Spoken> {
        self.languages.iter().find(|spoken| spoken.language.code == code)
    }
}

/// The templates for one language.
#[derive(Debug)]
struct Spoken {
    language: Arc<Language>,
    /// With the language's texts written in.
    fast: Tera,
    /// As they were written.
    careful: Tera,
}

/// The templates with the language's texts written in; as they were written, should that not work.
fn fast(
    careful: &Tera,
    texts: &[(String, String)],
    layers: usize,
    language: &Arc<Language>,
    assets: &Arc<Assets>,
) -> Tera {
    let mut tera = Tera::default();
    filters::register(&mut tera, language, assets);
    let spoken = texts.iter().map(|(name, text)| (name.as_str(), spoken::spoken(text, language, assets)));
    let prefixes = templates::prefixes(layers);
    match tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(spoken.collect::<Vec<_>>())) {
        Ok(()) => tera,
        Err(_) => careful.clone(),
    }
}

/// A Tera with the functions and filters of `language`.
fn speaking(base: &Tera, language: &Arc<Language>, assets: &Arc<Assets>) -> Tera {
    let mut tera = base.clone();
    filters::register(&mut tera, language, assets);
    tera
}

fn check_templates(layers: &[Layer], options: &Options<'_>, findings: &mut Vec<Diagnostic>) {
    for path in options.required_templates {
        if !layers.iter().any(|layer| layer.templates.contains_key(*path)) {
            let message = format!("the theme has no template `{path}`");
            let known = layers.iter().flat_map(|layer| layer.templates.keys()).map(String::as_str);
            let help = did_you_mean(path, known).unwrap_or_else(|| "let the theme extend `default`".to_owned());
            findings.push(Diagnostic::new(&rules::THEME_TEMPLATE, message).help(help));
        }
    }
}

fn fingerprint(layers: &[Layer], options: &Options<'_>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(&(bytes.len() as u64).to_le_bytes());
        hasher.update(bytes);
    };
    for layer in layers {
        add(layer.name.as_bytes());
        add(&layer.manifest_bytes);
        for (folder, path, file) in layer.files() {
            add(folder.as_bytes());
            add(path.as_bytes());
            add(&file.bytes);
        }
    }
    for (path, bytes) in options.assets {
        add(path.as_bytes());
        add(bytes);
    }
    let mut set = String::new();
    for token in options.tokens {
        let value = |setting: &Option<(String, Place)>| setting.as_ref().map(|(value, _)| value.clone());
        // Writing to a String cannot fail.
        let _ = writeln!(set, "{}\t{:?}\t{:?}", token.name, value(&token.light), value(&token.dark));
    }
    add(set.as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests;
