//! Copies of a theme's files for a site to change, and whether the originals have changed since.
//!
//! The first line of a copy says what it was copied from: `ejected from default 0.1.0, blake3 0a1b2c3d4e5f6071`.

use super::chain::{self, Layer};
use super::nearest::nearest_path;
use super::{EMBEDDED, Options};
use crate::diagnostic::{Diagnostic, Place, rules};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write as _};
use std::path::Path;

/// What the first line of a copy begins with, after the sign of a comment.
const MARK: &str = "ejected from ";

/// Digits of a hash that are written: 64 bits, as nobody attacks their own files.
const DIGITS: usize = 16;

/// A copy of the file that stands at `path` (such as `templates/home.html`) in the theme `name` of the project in
/// `root`, or in a theme below it, with a line that says so where the kind of file has comments.
///
/// # Errors
/// In words for a person, if there is no such theme or file.
pub fn copy(root: &Path, name: &str, path: &str) -> Result<Vec<u8>, String> {
    let mut findings = Vec::new();
    let chain = chain::read(root, name, &Options::default(), EMBEDDED, &mut findings);
    let themes = chain.layers.get(1..).unwrap_or_default();
    let path = path.trim_start_matches("./");
    let all: Vec<(String, &Layer, &chain::File)> = themes
        .iter()
        .flat_map(|layer| layer.files().map(move |(folder, inside, file)| (format!("{folder}/{inside}"), layer, file)))
        .collect();
    let Some((_, layer, file)) = all.iter().find(|(known, ..)| known == path) else {
        if all.is_empty() {
            return Err(findings.first().map_or_else(|| format!("there is no theme `{name}`"), |f| f.message.clone()));
        }
        let help = match nearest_path(path, all.iter().map(|(known, ..)| &**known)) {
            Some(near) => format!("did you mean {near}?"),
            None => "write the path inside the theme, such as templates/home.html".to_owned(),
        };
        return Err(format!("the theme `{name}` has no file {path}; {help}"));
    };
    let original = file.as_written();
    let words = format!("{MARK}{} {}, blake3 {}", layer.name, version(layer), hash(original));
    Ok([first_line(path, &words).as_bytes(), original].concat())
}

/// Writes the [`copy`] of `path` beside `waypost.yaml`. A file that is there is written over only with `force`.
///
/// # Errors
/// As for [`copy`], or if the file is there already or cannot be written.
pub fn eject(root: &Path, name: &str, path: &str, force: bool) -> Result<(), String> {
    let bytes = copy(root, name, path)?;
    let target = root.join(path.trim_start_matches("./"));
    let fail = |error: &std::io::Error| match error.kind() {
        ErrorKind::AlreadyExists => {
            format!("{path} is there already; --force writes over it, --print shows the original")
        }
        _ => format!("{path} cannot be written: {}", crate::source::plain_io(error)),
    };
    if let Some(folder) = target.parent() {
        std::fs::create_dir_all(folder).map_err(|error| fail(&error))?;
    }
    let mut options = OpenOptions::new();
    options.write(true).create_new(!force).create(force).truncate(force);
    options.open(&target).and_then(|mut file| file.write_all(&bytes)).map_err(|error| fail(&error))
}

/// A notice for every copy whose original has changed or is gone.
pub(super) fn check(layers: &[Layer], findings: &mut Vec<Diagnostic>) {
    for (i, layer) in layers.iter().enumerate() {
        for (folder, path, file) in layer.files() {
            let Some(origin) = Origin::of(&file.bytes) else { continue };
            let mut lower = layers[i + 1..].iter().filter(|layer| layer.name == origin.theme);
            let original = lower.find_map(|layer| {
                let (.., file) = layer.files().find(|known| (known.0, known.1) == (folder, path))?;
                Some((layer, file))
            });
            let Origin { theme, version: before, hash: known } = origin;
            let (message, help) = match original {
                None => (
                    format!("the theme `{theme}` {before} had this file, and it is gone"),
                    "see whether another file has taken its place, and remove this one or its first line".to_owned(),
                ),
                Some((_, file)) if hash(file.as_written()) == known => continue,
                Some((layer, _)) => (
                    format!(
                        "the file of `{theme}` {before} has changed since it was copied; now it is {}",
                        version(layer)
                    ),
                    format!(
                        "see what is new with `waypost theme eject {folder}/{path} --print`, then take over its first line"
                    ),
                ),
            };
            let finding = Diagnostic::new(&rules::THEME_CHANGED, message).at(Place::file(&*file.shown));
            findings.push(finding.help(help));
        }
    }
}

fn version(layer: &Layer) -> &str {
    match &*layer.manifest.version {
        "" => "0",
        version => version,
    }
}

fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..DIGITS].to_owned()
}

/// `words` as a comment for this kind of file; nothing where there are no comments.
fn first_line(path: &str, words: &str) -> String {
    if path.starts_with("templates/") {
        return format!("{{#- {words} -#}}\n");
    }
    match path.rsplit_once('.').map(|(_, end)| end) {
        Some("css" | "js" | "mjs") => format!("/* {words} */\n"),
        Some("yaml") => format!("# {words}\n"),
        _ => String::new(),
    }
}

/// What the first line of a copy says.
#[derive(Debug, PartialEq, Eq)]
struct Origin<'a> {
    theme: &'a str,
    version: &'a str,
    hash: &'a str,
}

impl<'a> Origin<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let end = bytes.iter().take(200).position(|byte| *byte == b'\n')?;
        let line = std::str::from_utf8(&bytes[..end]).ok()?;
        let (sign, words) = line.split_once(MARK)?;
        if !["{#- ", "/* ", "# "].contains(&sign) {
            return None;
        }
        let (theme, rest) = words.split_once(' ')?;
        let (version, rest) = rest.split_once(", blake3 ")?;
        let hash = rest.get(..DIGITS)?;
        Some(Self { theme, version, hash })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::super::Theme;
    use super::{EMBEDDED, Options, Origin, copy, eject};
    use std::fs;
    use std::path::Path;

    fn put(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    /// A project with a theme `x` that has one file of each kind.
    fn project() -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        put(root.path(), "themes/x/theme.yaml", "name: x\nversion: \"1.0\"\n");
        put(root.path(), "themes/x/templates/base.html", "[{% block a %}x{% endblock a %}]");
        put(
            root.path(),
            "themes/x/templates/home.html",
            "{% extends \"base.html\" %}{% block a %}home{% endblock a %}",
        );
        put(root.path(), "themes/x/assets/site.css", "a{}\n");
        put(root.path(), "themes/x/strings/en.yaml", "a: b\n");
        root
    }

    /// Messages and the page made from `home.html`.
    fn load(root: &Path) -> (Vec<String>, String) {
        let (theme, findings) = Theme::load(root, "x", &["en".to_owned()], &Options::default());
        let mut out = Vec::new();
        theme.unwrap().render("en", "home.html", &tera::Context::new(), "/", None, &mut out).unwrap();
        let findings = findings.into_iter().map(|f| format!("{} {}", f.place.unwrap().path, f.message)).collect();
        (findings, String::from_utf8(out).unwrap())
    }

    #[test]
    fn a_copy_makes_the_same_page_until_it_is_changed() {
        let root = project();
        let all = ["templates/base.html", "templates/home.html", "assets/site.css", "strings/en.yaml"];
        for path in all {
            eject(root.path(), "x", path, false).unwrap();
            let original = fs::read_to_string(root.path().join("themes/x").join(path)).unwrap();
            let copy = fs::read_to_string(root.path().join(path)).unwrap();
            let (first, rest) = copy.split_once('\n').unwrap();
            assert!(first.contains("ejected from x 1.0, blake3 ") && rest == original, "{copy}");
        }
        assert_eq!(load(root.path()), (Vec::new(), "[home]".to_owned()));
        put(root.path(), "themes/x/templates/home.html", "{% extends \"base.html\" %}{% block a %}new{% endblock a %}");
        put(root.path(), "themes/x/theme.yaml", "name: x\nversion: \"1.1\"\n");
        fs::remove_file(root.path().join("themes/x/assets/site.css")).unwrap();
        let (findings, page) = load(root.path());
        assert_eq!(
            findings,
            [
                "templates/home.html the file of `x` 1.0 has changed since it was copied; now it is 1.1",
                "assets/site.css the theme `x` 1.0 had this file, and it is gone",
            ]
        );
        assert_eq!(page, "[home]");
    }

    #[test]
    fn nothing_is_written_over_unasked() {
        let root = project();
        put(root.path(), "templates/home.html", "mine");
        let refusal = eject(root.path(), "x", "templates/home.html", false).unwrap_err();
        assert!(refusal.contains("is there already"), "{refusal}");
        assert_eq!(fs::read_to_string(root.path().join("templates/home.html")).unwrap(), "mine");
        eject(root.path(), "x", "templates/home.html", true).unwrap();
        assert!(fs::read_to_string(root.path().join("templates/home.html")).unwrap().contains("block a"));
    }

    #[test]
    fn files_that_are_not_there_are_told_the_nearest() {
        let root = project();
        let refused = |name: &str, path: &str| copy(root.path(), name, path).unwrap_err();
        assert!(refused("x", "home.html").contains("did you mean templates/home.html?"));
        assert!(refused("x", "../waypost.yaml").contains("write the path inside the theme"));
        assert!(refused("y", "templates/home.html").contains("there is no theme `y`"));
    }

    #[test]
    fn scripts_of_the_embedded_theme_are_copied_as_they_were_written() {
        let root = tempfile::tempdir().unwrap();
        let (path, source) = EMBEDDED.iter().find(|(path, _)| *path == "assets/exit.js").unwrap();
        let copied = copy(root.path(), "default", path).unwrap();
        assert!(copied.ends_with(source) && copied.starts_with(b"/* ejected from default "));
    }

    #[test]
    fn only_a_first_line_that_eject_wrote_is_understood() {
        let line = b"/* ejected from x 1.0 beta, blake3 0123456789abcdef */\na{}";
        let origin = Origin { theme: "x", version: "1.0 beta", hash: "0123456789abcdef" };
        assert_eq!(Origin::of(line), Some(origin));
        for other in [
            "",
            "a{}\n",
            "/* ejected from x 1.0 */\n",
            "x ejected from x 1, blake3 0123456789abcdef\n",
            "# ejected from \u{e9}\n",
        ] {
            assert_eq!(Origin::of(other.as_bytes()), None, "{other}");
        }
    }
}
