//! The theme's files that browsers fetch, under names that change with their content, so that hosts may let
//! browsers keep them for ever.

use super::STYLESHEET;
use super::chain::{File, Layer};
use super::nearest::did_you_mean;
use super::references::{Reference, in_css, in_js};
use super::yaml::Text;
use crate::diagnostic::{Diagnostic, rules};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// All assets of the chain, upper layers over lower ones.
#[derive(Debug, Default)]
pub(super) struct Assets {
    by_path: BTreeMap<String, Asset>,
    /// Paths that a stylesheet or a script names.
    pub(super) named: BTreeSet<String>,
}

#[derive(Debug)]
struct Asset {
    /// `assets/site.0a1b2c3d.css`
    output: String,
    /// The same, ready for templates.
    value: tera::Value,
    bytes: Cow<'static, [u8]>,
}

impl Assets {
    /// The output path of the asset at `path` inside `assets/`.
    pub(super) fn output(&self, path: &str) -> Option<&str> {
        self.by_path.get(path).map(|asset| &*asset.output)
    }

    /// The output path as a template value.
    pub(super) fn value(&self, path: &str) -> Option<&tera::Value> {
        self.by_path.get(path).map(|asset| &asset.value)
    }

    /// The paths inside `assets/`.
    pub(super) fn paths(&self) -> impl Iterator<Item = &str> {
        self.by_path.keys().map(String::as_str)
    }

    /// Output paths and bytes, sorted.
    pub(super) fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.by_path.values().map(|asset| (&*asset.output, &*asset.bytes))
    }

    /// The finding for an asset `path` that is not there, without a place.
    pub(super) fn unknown(&self, path: &str) -> Diagnostic {
        unknown(path, self.paths())
    }
}

fn unknown<'a>(path: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    let finding = Diagnostic::new(&rules::THEME_ASSET, format!("there is no asset `{path}`"));
    finding.help(did_you_mean(path, known).unwrap_or_else(|| format!("put the file at assets/{path}")))
}

/// Gathers the assets of all layers and names them by their content. `with_tokens` gets the text of the stylesheet
/// before it is named.
pub(super) fn gather(
    layers: &[Layer],
    generated: &[(&str, Cow<'static, [u8]>)],
    with_tokens: impl Fn(&str) -> String,
    findings: &mut Vec<Diagnostic>,
) -> Assets {
    let mut files: BTreeMap<String, File> = BTreeMap::new();
    for (path, bytes) in generated {
        files.insert(
            (*path).to_owned(),
            File { shown: format!("waypost: assets/{path}"), bytes: bytes.clone(), longer: None },
        );
    }
    for layer in layers.iter().rev() {
        for (path, file) in &layer.assets {
            files.insert(path.clone(), File { shown: file.shown.clone(), bytes: file.bytes.clone(), longer: None });
        }
    }
    let mut naming = Naming { files: &files, assets: Assets::default(), open: Vec::new(), with_tokens, findings };
    for path in files.keys() {
        naming.name(path);
    }
    naming.assets
}

struct Naming<'a, F> {
    files: &'a BTreeMap<String, File>,
    assets: Assets,
    /// The files that are waiting for the names of others.
    open: Vec<String>,
    with_tokens: F,
    findings: &'a mut Vec<Diagnostic>,
}

impl<F: Fn(&str) -> String> Naming<'_, F> {
    /// Names the asset at `path` and, before it, everything it refers to.
    fn name(&mut self, path: &str) {
        let Some(file) = self.files.get(path) else { return };
        if self.assets.by_path.contains_key(path) {
            return;
        }
        self.open.push(path.to_owned());
        let bytes = self.rewritten(path, file);
        self.open.pop();
        let output = hashed(path, &bytes);
        let value = tera::Value::from(&*output);
        self.assets.by_path.insert(path.to_owned(), Asset { output, value, bytes });
    }

    /// The bytes of a file with the references in it changed to the final names.
    fn rewritten(&mut self, path: &str, file: &File) -> Cow<'static, [u8]> {
        let references = match path.rsplit_once('.').map(|(_, end)| end) {
            Some("css") => in_css,
            Some("js" | "mjs") => in_js,
            _ => return file.bytes.clone(),
        };
        let Ok(text) = std::str::from_utf8(&file.bytes) else { return file.bytes.clone() };
        let mut out = String::with_capacity(text.len());
        let mut copied = 0;
        for reference in references(text) {
            if let Some(address) = self.resolve(path, Text { shown: &file.shown, text }, &reference) {
                out.push_str(&text[copied..reference.at.start]);
                out.push_str(&address);
                copied = reference.at.end;
            }
        }
        out.push_str(&text[copied..]);
        if path == STYLESHEET {
            out = (self.with_tokens)(&out);
        }
        Cow::Owned(out.into_bytes())
    }

    /// The final address of a reference, or nothing if it stays as it is.
    fn resolve(&mut self, from: &str, file: Text<'_>, reference: &Reference) -> Option<String> {
        let address = &reference.address;
        if address.starts_with('#') || address.starts_with("data:") {
            return None;
        }
        if address.contains("://") || address.starts_with('/') {
            let message = format!("`{address}` is outside the theme");
            let finding = file.finding(&rules::THEME_ASSET, message, &reference.at);
            self.findings.push(finding.help("keep the file in assets/ and name it relative to this file"));
            return None;
        }
        let end = address.find(['?', '#']).unwrap_or(address.len());
        let target = join(from, &address[..end])?;
        if !self.files.contains_key(&target) {
            let finding = unknown(&target, self.files.keys().map(String::as_str));
            self.findings.push(finding.at(file.place(&reference.at)));
            return None;
        }
        if self.open.contains(&target) {
            let message = format!("`{from}` and `{target}` refer to each other");
            let finding = file.finding(&rules::THEME_ASSET, message, &reference.at);
            self.findings
                .push(finding.help("the name of each would depend on the other; move what they share to a third file"));
            return None;
        }
        self.name(&target);
        self.assets.named.insert(target.clone());
        let output = self.assets.output(&target)?;
        let name = output.rsplit('/').next()?;
        let folder = address[..end].rfind('/').map_or("", |slash| &address[..=slash]);
        Some(format!("{folder}{name}{}", &address[end..]))
    }
}

/// The path that `relative` means in the file `from`. `None` if it leaves the folder of assets.
fn join(from: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `img/a.svg` → `assets/img/a.0a1b2c3d.svg`
fn hashed(path: &str, bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.') {
        Some((stem, end)) => format!("assets/{folder}{slash}{stem}.{}.{end}", &hash[..8]),
        None => format!("assets/{folder}{slash}{name}.{}", &hash[..8]),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::chain::{File, Layer};
    use super::{Assets, gather};
    use crate::diagnostic::Diagnostic;
    use std::borrow::Cow;

    fn layer(files: &[(&str, &str)]) -> Layer {
        let mut layer = Layer::default();
        for (path, text) in files {
            let bytes = Cow::Owned(text.as_bytes().to_vec());
            layer.assets.insert((*path).to_owned(), File { shown: format!("assets/{path}"), bytes, longer: None });
        }
        layer
    }

    fn assets(layers: &[Layer]) -> (Assets, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let assets = gather(layers, &[("search.js", Cow::Borrowed(b"// search"))], str::to_owned, &mut findings);
        (assets, findings)
    }

    fn bytes(assets: &Assets, path: &str) -> String {
        let output = assets.output(path).unwrap();
        let (_, bytes) = assets.files().find(|(name, _)| *name == output).unwrap();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[test]
    fn names_follow_the_content_and_upper_layers_win() {
        let (one, _) = assets(&[layer(&[("img/a.svg", "site")]), layer(&[("img/a.svg", "theme"), ("b", "b")])]);
        let (two, _) = assets(&[layer(&[]), layer(&[("img/a.svg", "theme"), ("b", "b")])]);
        assert_eq!(bytes(&one, "img/a.svg"), "site");
        assert_ne!(one.output("img/a.svg"), two.output("img/a.svg"));
        assert_eq!(one.output("b"), two.output("b"));
        let name = one.output("img/a.svg").unwrap();
        assert!(name.starts_with("assets/img/a.") && name.len() == 25, "{name}");
        assert!(one.output("search.js").is_some());
    }

    #[test]
    fn references_are_changed_to_the_final_names() {
        let css = "a{background:url(../img/a.svg#x)} b{background:url('b.png')} c{x:url(data:,)}";
        let files = [("css/site.css", css), ("img/a.svg", "a"), ("css/b.png", "b"), ("m.js", "import './search.js'")];
        let (assets, findings) = assets(&[layer(&files)]);
        assert_eq!(findings, []);
        let css = bytes(&assets, "css/site.css");
        let a = assets.output("img/a.svg").unwrap().strip_prefix("assets/img/").unwrap();
        let b = assets.output("css/b.png").unwrap().strip_prefix("assets/css/").unwrap();
        assert_eq!(css, format!("a{{background:url(../img/{a}#x)}} b{{background:url('{b}')}} c{{x:url(data:,)}}"));
        let search = assets.output("search.js").unwrap().strip_prefix("assets/").unwrap();
        assert_eq!(bytes(&assets, "m.js"), format!("import './{search}'"));
    }

    #[test]
    fn a_changed_picture_changes_the_name_of_its_stylesheet() {
        let css = ("site.css", "a{background:url(a.svg)}");
        let (one, _) = assets(&[layer(&[css, ("a.svg", "1")])]);
        let (two, _) = assets(&[layer(&[css, ("a.svg", "2")])]);
        assert_ne!(one.output("site.css"), two.output("site.css"));
    }

    #[test]
    fn unknown_foreign_and_circular_references_are_reported() {
        let (_, findings) = assets(&[layer(&[
            ("a.css", "@import 'b.css';\na{b:url(log.svg)}"),
            ("b.css", "@import 'a.css';a{b:url(https://example.org/x.png)}"),
            ("logo.svg", ""),
        ])]);
        let seen: Vec<_> = findings.iter().map(|f| (&*f.message, f.place.as_ref().unwrap().line)).collect();
        assert_eq!(
            seen,
            [
                ("`b.css` and `a.css` refer to each other", 1),
                ("`https://example.org/x.png` is outside the theme", 1),
                ("there is no asset `log.svg`", 2),
            ]
        );
        assert_eq!(findings[2].help.as_deref(), Some("did you mean `logo.svg`?"));
    }
}
