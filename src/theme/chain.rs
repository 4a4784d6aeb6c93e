//! The chain of layers: the site's own files over the chosen theme over the themes it extends.
//!
//! A layer is read into memory whole. Nothing below this module touches the disk.

use super::Options;
use super::manifest::{self, Manifest};
use super::nearest::did_you_mean;
use super::script::{sent, short_form};
use super::yaml::Text;
use crate::diagnostic::{Diagnostic, Place, rules};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// The files of a theme that is part of the binary: path inside the theme, and bytes.
pub(super) type Embedded = &'static [(&'static str, &'static [u8])];

/// The name of the embedded theme.
const DEFAULT: &str = "default";

/// One folder of templates, assets and strings.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The theme's name; empty for the site's own files.
    pub(super) name: String,
    pub(super) manifest: Manifest,
    /// The bytes of `theme.yaml`.
    pub(super) manifest_bytes: Cow<'static, [u8]>,
    /// By path inside `templates/`.
    pub(super) templates: BTreeMap<String, File>,
    /// By path inside `assets/`.
    pub(super) assets: BTreeMap<String, File>,
    /// By path inside `strings/`.
    pub(super) strings: BTreeMap<String, File>,
}

/// A file of a layer.
#[derive(Debug)]
pub(super) struct File {
    /// How a person would name the file.
    pub(super) shown: String,
    pub(super) bytes: Cow<'static, [u8]>,
    /// What was written, where browsers get a shorter form of it.
    pub(super) longer: Option<Cow<'static, [u8]>>,
}

impl File {
    /// The bytes that a person wrote.
    pub(super) fn as_written(&self) -> &[u8] {
        self.longer.as_deref().unwrap_or(&self.bytes)
    }
}

/// The layers, topmost first, and the folders they come from.
#[derive(Debug, Default)]
pub(super) struct Chain {
    pub(super) layers: Vec<Layer>,
    pub(super) folders: Vec<PathBuf>,
}

const FOLDERS: [&str; 3] = ["templates", "assets", "strings"];

impl Layer {
    fn folder(&mut self, folder: &str) -> &mut BTreeMap<String, File> {
        match folder {
            "templates" => &mut self.templates,
            "assets" => &mut self.assets,
            _ => &mut self.strings,
        }
    }

    /// All files of the layer in a fixed order, each with its folder.
    pub(super) fn files(&self) -> impl Iterator<Item = (&'static str, &str, &File)> {
        FOLDERS
            .into_iter()
            .zip([&self.templates, &self.assets, &self.strings])
            .flat_map(|(folder, files)| files.iter().map(move |(path, file)| (folder, &**path, file)))
    }
}

/// Reads the site's layer and those of `name` and everything it extends. With an error in the findings the chain may
/// be incomplete.
pub(super) fn read(
    root: &Path,
    name: &str,
    options: &Options<'_>,
    embedded: Embedded,
    findings: &mut Vec<Diagnostic>,
) -> Chain {
    let mut chain = Chain::default();
    let mut site = Layer::default();
    for folder in FOLDERS {
        read_folder(&root.join(folder), folder, site.folder(folder), findings);
        chain.folders.push(root.join(folder));
    }
    chain.layers.push(site);
    let mut next = Some((name.to_owned(), options.name_place.clone()));
    while let Some((name, place)) = next.take() {
        if let Some(first) = chain.layers.iter().position(|layer| layer.name == name) {
            findings.push(cycle(&chain.layers[first..], &name, place));
            break;
        }
        let folder = root.join("themes").join(&name);
        let layer = if is_folder_name(&name) && folder.is_dir() {
            chain.folders.push(folder.clone());
            Some(on_disk(&name, &folder, findings))
        } else if name == DEFAULT && !embedded.is_empty() {
            Some(in_binary(embedded, findings))
        } else {
            findings.push(missing(root, &name, place, embedded));
            None
        };
        if let Some(layer) = layer {
            next = layer.manifest.extends.clone().map(|(name, place)| (name, Some(place)));
            chain.layers.push(layer);
        }
    }
    chain
}

fn is_folder_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn on_disk(name: &str, folder: &Path, findings: &mut Vec<Diagnostic>) -> Layer {
    let mut layer = Layer { name: name.to_owned(), ..Layer::default() };
    let shown = format!("themes/{name}");
    for inner in FOLDERS {
        read_folder(&folder.join(inner), &format!("{shown}/{inner}"), layer.folder(inner), findings);
    }
    let file = folder.join("theme.yaml");
    let shown = format!("{shown}/theme.yaml");
    if file.is_file() {
        if let Some(bytes) = read_file(&file, &shown, findings) {
            layer.manifest = read_manifest(&shown, &bytes, findings);
            layer.manifest_bytes = Cow::Owned(bytes);
        }
    } else {
        let message = format!("the theme `{name}` has no theme.yaml");
        let help = format!("make {shown} with the line `name: {name}`");
        findings.push(Diagnostic::new(&rules::THEME_MISSING, message).at(Place::file(shown)).help(help));
    }
    layer
}

fn in_binary(embedded: Embedded, findings: &mut Vec<Diagnostic>) -> Layer {
    let mut layer = Layer { name: DEFAULT.to_owned(), ..Layer::default() };
    for (path, bytes) in embedded {
        let shown = format!("theme {DEFAULT}: {path}");
        if *path == "theme.yaml" {
            layer.manifest = read_manifest(&shown, bytes, findings);
            layer.manifest_bytes = Cow::Borrowed(bytes);
        } else if let Some((folder, inner)) = path.split_once('/')
            && FOLDERS.contains(&folder)
        {
            // Browsers get the scripts without what only people read.
            let script = inner.strip_suffix(".js").and_then(|_| std::str::from_utf8(bytes).ok()).map(sent);
            let longer = script.is_some().then_some(Cow::Borrowed(*bytes));
            let bytes = script.map_or(Cow::Borrowed(*bytes), |script| Cow::Owned(script.into_bytes()));
            layer.folder(folder).insert(inner.to_owned(), File { shown, bytes, longer });
        }
    }
    layer
}

fn read_manifest(shown: &str, bytes: &[u8], findings: &mut Vec<Diagnostic>) -> Manifest {
    let Some(text) = utf8(shown, bytes, findings) else { return Manifest::default() };
    let (manifest, mut found) = manifest::read(Text { shown, text });
    findings.append(&mut found);
    manifest
}

/// The text of a file, or a finding.
pub(super) fn utf8<'a>(shown: &str, bytes: &'a [u8], findings: &mut Vec<Diagnostic>) -> Option<&'a str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let message = format!("the file is not UTF-8 from byte {} on", error.valid_up_to() + 1);
            findings.push(Diagnostic::new(&rules::FILE_NOT_UTF8, message).at(Place::file(shown)));
            None
        }
    }
}

/// Reads all files under `folder`, sorted. Names that begin with a dot and editors' backups are passed over; symbolic
/// links are not followed.
fn read_folder(folder: &Path, shown: &str, files: &mut BTreeMap<String, File>, findings: &mut Vec<Diagnostic>) {
    if !folder.is_dir() {
        return;
    }
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || name.ends_with('~'))
    });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                let message = format!("a folder cannot be read: {reason}");
                findings.push(Diagnostic::new(&rules::FILE_UNREADABLE, message).at(Place::file(shown)));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let inside = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let parts: Option<Vec<&str>> = inside.iter().map(|part| part.to_str()).collect();
        let Some(parts) = parts else {
            let shown = format!("{shown}/{}", inside.to_string_lossy());
            findings.push(Diagnostic::new(&rules::FILE_NAME, "the file's name is not UTF-8").at(Place::file(shown)));
            continue;
        };
        let path = parts.join("/");
        let shown = format!("{shown}/{path}");
        if entry.file_type().is_symlink() {
            let finding = Diagnostic::new(&rules::FILE_STRAY, "symbolic links are not followed in themes");
            findings.push(finding.at(Place::file(shown)).help("copy the file itself to this place"));
            continue;
        }
        if let Some(bytes) = read_file(entry.path(), &shown, findings) {
            files.insert(path, file(shown, bytes));
        }
    }
}

/// A file of a folder. A script of this repository that nobody has changed is sent in its short form from there, too.
fn file(shown: String, bytes: Vec<u8>) -> File {
    let script = shown.strip_suffix(".js").and_then(|_| std::str::from_utf8(&bytes).ok());
    match script.and_then(short_form) {
        Some(short) => File { shown, bytes: Cow::Borrowed(short.as_bytes()), longer: Some(Cow::Owned(bytes)) },
        None => File { shown, bytes: Cow::Owned(bytes), longer: None },
    }
}

fn read_file(path: &Path, shown: &str, findings: &mut Vec<Diagnostic>) -> Option<Vec<u8>> {
    match std::fs::read(path) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            let message = format!("the file cannot be read: {error}");
            findings.push(Diagnostic::new(&rules::FILE_UNREADABLE, message).at(Place::file(shown)));
            None
        }
    }
}

fn missing(root: &Path, name: &str, place: Option<Place>, embedded: Embedded) -> Diagnostic {
    let mut known: Vec<String> = std::fs::read_dir(root.join("themes"))
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| is_folder_name(name))
        .collect();
    if !embedded.is_empty() {
        known.push(DEFAULT.to_owned());
    }
    known.sort();
    known.dedup();
    let help = did_you_mean(name, known.iter().map(String::as_str)).unwrap_or_else(|| match &*known {
        [] => format!("make the folder themes/{name}"),
        _ => format!("the themes are {}", known.join(", ")),
    });
    let finding = Diagnostic::new(&rules::THEME_MISSING, format!("there is no theme `{name}`")).help(help);
    match place {
        Some(place) => finding.at(place),
        None => finding,
    }
}

fn cycle(layers: &[Layer], name: &str, place: Option<Place>) -> Diagnostic {
    let mut names: Vec<&str> = layers.iter().map(|layer| &*layer.name).collect();
    names.push(name);
    let message = format!("the themes extend each other in a circle: {}", names.join(" → "));
    let finding =
        Diagnostic::new(&rules::THEME_CYCLE, message).help("let the last theme of the chain say `extends: null`");
    match place {
        Some(place) => finding.at(place),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{Chain, Options, read};
    use crate::diagnostic::Diagnostic;
    use std::fs;
    use std::path::Path;

    fn put(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    fn chain(root: &Path, name: &str) -> (Chain, Vec<Diagnostic>) {
        let mut findings = Vec::new();
        let embedded: super::Embedded = &[("theme.yaml", b"name: default\n"), ("templates/a.html", b"a")];
        let chain = read(root, name, &Options::default(), embedded, &mut findings);
        (chain, findings)
    }

    #[test]
    fn the_site_stands_over_the_theme_and_its_parent() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "templates/partials/x.html", "x");
        put(root.path(), "templates/.swp", "x");
        put(root.path(), "templates/x.html~", "x");
        put(root.path(), "themes/child/theme.yaml", "name: child\nextends: default\n");
        put(root.path(), "themes/child/assets/site.css", "a");
        let (chain, findings) = chain(root.path(), "child");
        assert_eq!(findings, []);
        assert_eq!(chain.layers.iter().map(|l| &*l.name).collect::<Vec<_>>(), ["", "child", "default"]);
        assert_eq!(chain.layers[0].templates.keys().collect::<Vec<_>>(), ["partials/x.html"]);
        assert_eq!(chain.layers[1].assets["site.css"].shown, "themes/child/assets/site.css");
        assert_eq!(chain.layers[2].templates["a.html"].shown, "theme default: templates/a.html");
        assert!(chain.folders.contains(&root.path().join("themes/child")));
    }

    #[test]
    fn a_theme_on_disk_wins_over_the_embedded_one() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "themes/default/theme.yaml", "name: default\n");
        let (chain, findings) = chain(root.path(), "default");
        assert_eq!(findings, []);
        assert!(chain.layers[1].templates.is_empty());
    }

    #[test]
    fn an_unknown_theme_is_reported_with_the_nearest_name() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "themes/harbor/theme.yaml", "name: harbor\n");
        let (_, findings) = chain(root.path(), "harbour");
        assert_eq!(findings[0].code, "theme/missing");
        assert_eq!(findings[0].help.as_deref(), Some("did you mean `harbor`?"));
    }

    #[test]
    fn a_theme_name_cannot_leave_the_folder_of_themes() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "other/theme.yaml", "name: other\n");
        fs::create_dir(root.path().join("themes")).unwrap();
        let (_, findings) = chain(root.path(), "../other");
        assert_eq!(findings[0].code, "theme/missing");
    }

    #[test]
    fn themes_that_extend_each_other_are_refused() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "themes/a/theme.yaml", "name: a\nextends: b\n");
        put(root.path(), "themes/b/theme.yaml", "name: b\nextends: a\n");
        let (_, findings) = chain(root.path(), "a");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].code, "theme/cycle");
        assert!(findings[0].message.contains("a → b → a"));
        assert_eq!(findings[0].place.as_ref().unwrap().path, "themes/b/theme.yaml");
    }

    #[test]
    fn a_folder_without_theme_yaml_is_reported() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "themes/a/templates/x.html", "x");
        let (_, findings) = chain(root.path(), "a");
        assert_eq!(findings[0].code, "theme/missing");
        assert!(findings[0].message.contains("no theme.yaml"));
    }

    #[cfg(unix)]
    #[test]
    fn symbolic_links_are_reported_and_not_followed() {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "secret.txt", "secret");
        put(root.path(), "templates/x.html", "x");
        std::os::unix::fs::symlink(root.path().join("secret.txt"), root.path().join("templates/y.html")).unwrap();
        let (chain, findings) = chain(root.path(), "default");
        assert_eq!(chain.layers[0].templates.len(), 1);
        assert_eq!(findings[0].code, "file/stray");
    }
}
