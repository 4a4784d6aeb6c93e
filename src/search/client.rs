//! The browser's reader of the index, as files for the theme: `assets/search/index.js` and what it loads later.
//!
//! Its modules are small files that import each other. Browsers would ask for them one after the other, so they are sent
//! as one script: each module once, after those that it imports. For that it has to be known that every import stands on
//! one line, without other names, and that no name is declared at the top of two modules; the tests look.

use crate::theme;
use std::borrow::Cow;

macro_rules! modules {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("client/", $name)))),*]
    };
}

/// Name and text of the modules, each after those that it imports.
static MODULES: [(&str, &str); 17] = modules![
    "bytes.js" "facets.js" "files.js" "cells.js" "text.js" "lookups.js" "manifest.js" "cards.js" "guides.js" "near.js"
    "everywhere.js" "typo.js" "places.js" "understand.js" "search.js" "suggest.js" "index.js"
];

/// What only browsers without a decoder of their own load.
static INFLATE: (&str, &str) = ("inflate.js", include_str!("client/inflate.js"));

/// Read only by browsers that cannot unpack by themselves, so not to be loaded ahead.
pub const LATER: &str = "search/inflate.js";

/// What a site without search has in place of the reader, as scripts of a theme may name it.
pub fn none() -> Vec<(&'static str, Cow<'static, [u8]>)> {
    vec![("search/index.js", Cow::Borrowed(b"export {};\n"))]
}

/// Path inside a theme's assets, and text.
pub fn assets() -> Vec<(&'static str, Cow<'static, [u8]>)> {
    sources().map(|(path, text)| (path, Cow::Owned(theme::sent(&text).into_bytes()))).into()
}

/// The same before they are made short.
pub fn sources() -> [(&'static str, String); 2] {
    [("search/index.js", bundle()), ("search/inflate.js", INFLATE.1.to_owned())]
}

/// The modules as one, which exports what the last of them exports.
fn bundle() -> String {
    let mut out = String::new();
    let last = MODULES.len() - 1;
    for (i, (_, text)) in MODULES.iter().enumerate() {
        for line in theme::stripped(text).lines().filter(|line| !line.starts_with("import ")) {
            out.push_str(line.strip_prefix("export ").filter(|_| i < last).unwrap_or(line));
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]
    use super::{INFLATE, MODULES, bundle};
    use std::collections::BTreeMap;

    /// The module and the names of an import, if the line is one.
    fn import(line: &str) -> Option<(Vec<&str>, &str)> {
        let (names, module) = line.strip_prefix("import {")?.split_once("} from './")?;
        Some((names.split(',').map(str::trim).collect(), module.strip_suffix("';")?))
    }

    /// What a line at the top of a module declares.
    fn declared(line: &str) -> Option<&str> {
        let line = line.strip_prefix("export ").unwrap_or(line);
        let line = line.strip_prefix("async ").unwrap_or(line);
        let rest = ["function ", "class ", "const ", "let "].iter().find_map(|word| line.strip_prefix(word))?;
        rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
    }

    #[test]
    fn every_module_of_the_folder_is_sent_and_comes_after_its_imports() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/search/client");
        let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut files: Vec<String> =
            files.filter(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "js")).collect();
        files.sort();
        let mut sent: Vec<&str> = MODULES.iter().map(|(name, _)| *name).chain([INFLATE.0]).collect();
        sent.sort_unstable();
        assert_eq!(files, sent);

        for (i, (name, text)) in MODULES.iter().enumerate() {
            for line in text.lines().filter(|line| line.starts_with("import ")) {
                let (names, module) = import(line).unwrap_or_else(|| panic!("{name}: {line}"));
                assert!(names.iter().all(|name| !name.contains(' ')), "{name}: another name: {line}");
                assert!(MODULES[..i].iter().any(|(earlier, _)| *earlier == module), "{name} comes before {module}");
            }
        }
    }

    #[test]
    fn no_name_is_declared_in_two_modules() {
        let mut names = BTreeMap::new();
        for (module, text) in MODULES {
            for name in text.lines().filter_map(declared) {
                assert_ne!(name, "", "{module} declares several names in one line");
                assert_eq!(names.insert(name, module), None, "{name} is in {module} as well");
            }
            assert!(!text.contains("export default") && !text.contains("export *"), "{module}");
        }
    }

    #[test]
    fn the_script_imports_nothing_and_exports_what_pages_call() {
        let script = bundle();
        assert!(!script.lines().any(|line| line.starts_with("import ")));
        let exports: Vec<&str> = script.lines().filter(|line| line.starts_with("export ")).collect();
        let names: Vec<&str> = exports.iter().filter_map(|line| declared(line)).collect();
        assert_eq!(names, ["open", "suggest", "search", "facets", "cards", "card"]);
        assert!(exports.contains(&"export { IndexError };"));
    }

    #[test]
    fn no_script_has_what_stripping_would_spoil() {
        for (path, text) in MODULES.iter().chain([&INFLATE]) {
            for (number, line) in text.lines().enumerate() {
                let at = format!("{path}:{}", number + 1);
                assert!(line.matches('`').count() % 2 == 0, "{at}: a text over several lines");
                let line = line.trim();
                assert!(
                    !line.starts_with("/*") || line.ends_with("*/") || !line.contains("*/"),
                    "{at}: code behind a comment"
                );
                assert!(
                    !line.contains("/*") || line.starts_with("/*") || line.contains("*/"),
                    "{at}: a comment begins behind code"
                );
            }
        }
    }
}
