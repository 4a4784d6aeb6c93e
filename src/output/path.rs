//! Paths inside the output folder: which are safe, which collide, which are the generator's own.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::diagnostic::{Diagnostic, rules};

/// The list of everything written, with what the next build needs to know.
pub(super) const MANIFEST: &str = ".waypost-manifest.json";
/// What a build in progress has announced; gone when it ends well.
pub(super) const JOURNAL: &str = ".waypost-journal";
/// How the names of half-written files begin.
pub(super) const TEMPORARY: &str = ".waypost-tmp-";
/// How all names begin that no page may have.
const RESERVED: &str = ".waypost-";
/// Most bytes in one component that common file systems store.
const COMPONENT_BYTES: usize = 255;

/// Why `path` must not be written, if it must not.
pub(super) fn fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("it is empty");
    }
    path.split('/').find_map(component_fault)
}

fn component_fault(component: &str) -> Option<&'static str> {
    match component {
        "" => Some("it begins or ends with a slash, or has two in a row"),
        "." | ".." => Some("it has `.` or `..` as a part"),
        _ if component.len() > COMPONENT_BYTES => Some("a part of it is longer than 255 bytes"),
        _ if component.contains('\\') => Some("it has a backslash"),
        // On Windows a colon leaves the folder (`c:x`) or names a hidden stream of a file (`x:y`).
        _ if component.contains(':') => Some("it has a colon"),
        _ if component.contains(char::is_control) => Some("it has a control character"),
        _ if fold(component).starts_with(RESERVED) => {
            Some("names that begin with `.waypost-` are kept for the build itself")
        }
        _ => None,
    }
}

/// The folder of `path`; the empty text for the output folder itself.
pub(super) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// All folders above `path`, the nearest first, without the output folder itself.
pub(super) fn folders(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(parent(path)), |folder| Some(parent(folder))).take_while(|folder| !folder.is_empty())
}

/// `path` as a system sees it that does not tell capital from small letters.
pub(super) fn fold(path: &str) -> Cow<'_, str> {
    if path.bytes().all(|b| b.is_ascii() && !b.is_ascii_uppercase()) {
        Cow::Borrowed(path)
    } else {
        Cow::Owned(path.to_lowercase())
    }
}

/// The paths that one commit has taken. Each path has one owner, on systems that do not tell capital from small
/// letters as well.
#[derive(Debug, Default)]
pub(super) struct Claims {
    names: HashMap<String, Claim>,
}

#[derive(Debug)]
struct Claim {
    /// Absent when it is the name that it is found by.
    spelling: Option<String>,
    kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    File,
    Folder,
}

impl Claims {
    /// No paths yet, with room for those of about `files` files.
    pub(super) fn for_about(files: usize) -> Self {
        // Most pages have a folder of their own.
        Self { names: HashMap::with_capacity(files * 2) }
    }

    /// Takes `path` for a file and the folders above it, or says why it cannot be had.
    pub(super) fn claim(&mut self, path: &str) -> Result<(), Diagnostic> {
        if let Some(fault) = fault(path) {
            return Err(Diagnostic::new(&rules::OUTPUT_PATH, format!("`{path}` cannot be written: {fault}"))
                .help("Rename the file or the slug that this path comes from."));
        }
        let mut new = 0;
        for folder in folders(path) {
            match self.get(folder) {
                // Whoever took the folder took the folders above it too.
                Some((Kind::Folder, spelling)) if spelling == folder => break,
                Some(taken) => return Err(collision(path, folder, taken)),
                None => new += 1,
            }
        }
        if let Some(taken) = self.get(path) {
            return Err(collision(path, path, taken));
        }
        for folder in folders(path).take(new) {
            self.take(folder, Kind::Folder);
        }
        self.take(path, Kind::File);
        Ok(())
    }

    fn take(&mut self, path: &str, kind: Kind) {
        let claim = match fold(path) {
            Cow::Borrowed(name) => (name.to_owned(), Claim { spelling: None, kind }),
            Cow::Owned(name) => (name, Claim { spelling: Some(path.to_owned()), kind }),
        };
        self.names.insert(claim.0, claim.1);
    }

    /// Who took this path, in whatever capital letters: as what, and how it is spelt.
    fn get(&self, path: &str) -> Option<(Kind, &str)> {
        let (name, claim) = self.names.get_key_value(&*fold(path))?;
        Some((claim.kind, claim.spelling.as_ref().unwrap_or(name)))
    }

    /// Whether exactly this path is taken, by a file or by a folder.
    pub(super) fn has(&self, path: &str) -> bool {
        self.get(path).is_some_and(|(_, spelling)| spelling == path)
    }

    /// The file that would be the same as `path` on a system that does not tell capital from small letters.
    pub(super) fn same_file(&self, path: &str) -> Option<&str> {
        self.get(path).filter(|(kind, _)| *kind == Kind::File).map(|(_, spelling)| spelling)
    }
}

fn collision(path: &str, part: &str, (kind, spelling): (Kind, &str)) -> Diagnostic {
    let message = if spelling != part {
        format!("`{path}` and `{spelling}` differ only in capital letters")
    } else if part == path && kind == Kind::File {
        format!("`{path}` is made twice")
    } else {
        format!("`{part}` is a file and a folder at once")
    };
    Diagnostic::new(&rules::URL_COLLISION, message)
        .help("Rename one of the two; many hosts and computers keep only one of them.")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn plain_paths_are_safe() {
        for path in
            ["index.html", "a/b/c.html", "es/guías/índice.html", ".nojekyll", ".well-known/security.txt", "a b/c"]
        {
            assert_eq!(fault(path), None, "{path}");
        }
        assert_eq!(fault(&"x".repeat(255)), None);
    }

    #[test]
    fn unsafe_paths_are_refused() {
        let long = format!("a/{}", "é".repeat(128));
        for path in [
            "",
            "/",
            "/etc/passwd",
            "a//b",
            "a/",
            "..",
            "../a",
            "a/../b",
            "a/..",
            ".",
            "a/./b",
            "a\\b",
            "..\\a",
            "c:x",
            "a\0b",
            "a\nb",
            "a/\u{85}",
            &long,
            MANIFEST,
            JOURNAL,
            "a/.waypost-tmp-1",
            ".WAYPOST-journal",
        ] {
            assert!(fault(path).is_some(), "{path:?}");
            assert_eq!(Claims::default().claim(path).unwrap_err().code, rules::OUTPUT_PATH.code, "{path:?}");
        }
    }

    #[test]
    fn a_path_has_one_owner() {
        let mut claims = Claims::default();
        for path in ["a/b/index.html", "a/b/c.css", "a/d", "e"] {
            claims.claim(path).unwrap();
        }
        for (path, words) in [
            ("a/b/c.css", "made twice"),
            ("A/b/new", "capital letters"),
            ("a/B/new", "capital letters"),
            ("a/b/C.css", "capital letters"),
            ("E", "capital letters"),
            ("a/d/f", "a file and a folder"),
            ("e/x/y/z", "a file and a folder"),
            ("a/b", "a file and a folder"),
            ("A", "capital letters"),
        ] {
            let refused = claims.claim(path).unwrap_err();
            assert_eq!(refused.code, rules::URL_COLLISION.code);
            assert!(refused.message.contains(words), "{path}: {}", refused.message);
        }
        claims.claim("a/b/new").unwrap();
    }

    #[test]
    fn a_refused_path_takes_nothing() {
        let mut claims = Claims::default();
        claims.claim("a").unwrap();
        claims.claim("a/b/c").unwrap_err();
        claims.claim("B").unwrap();
        assert!(claims.has("B") && !claims.has("b") && !claims.has("a/b"));
        assert_eq!(claims.same_file("b"), Some("B"));
    }

    #[test]
    fn folders_go_from_the_nearest_up() {
        assert_eq!(folders("a/b/c").collect::<Vec<_>>(), ["a/b", "a"]);
        assert_eq!(folders("a").count(), 0);
    }
}
