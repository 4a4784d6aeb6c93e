//! The browser's reader of the index, as files for the theme: `assets/search/index.js` and what it loads later.
//!
//! Its modules are small files that import each other. Browsers would ask for them one after the other, so they are sent
//! as few scripts: in each every module after those that it imports. For that it has to be known that every import stands
//! on one line, without other names, and that no name is declared at the top of two modules; the tests look.

use crate::theme;
use std::borrow::Cow;
use std::collections::BTreeSet;

macro_rules! modules {
    ($($name:literal)*) => {
        [$(($name, include_str!(concat!("client/", $name)))),*]
    };
}

/// Name and text of a module.
type Module = (&'static str, &'static str);

/// The modules of the script that every search needs, each after those that it imports.
static READER: [Module; 15] = modules![
    "bytes.js" "words.js" "facets.js" "files.js" "entries.js" "cells.js" "place.js" "lookups.js" "later.js"
    "manifest.js" "cards.js" "near.js" "everywhere.js" "search.js" "index.js"
];

/// Those of the script that texts need. The other one is there when it comes, and gives it what it imports from there.
static TYPED: [Module; 8] =
    modules!["typo.js" "places.js" "understand.js" "suggest.js" "text.js" "guides.js" "named.js" "typed.js"];

/// What only browsers without a decoder of their own load.
static INFLATE: [Module; 1] = modules!["inflate.js"];

/// Scripts that not every search needs, so not to be loaded ahead.
pub const LATER: [&str; 2] = ["search/inflate.js", "search/typed.js"];

/// What a site without search has in place of the reader, as scripts of a theme may name it.
pub fn none() -> Vec<(&'static str, Cow<'static, [u8]>)> {
    vec![("search/index.js", Cow::Borrowed(b"export {};\n"))]
}

/// Path inside a theme's assets, and text.
pub fn assets() -> Vec<(&'static str, Cow<'static, [u8]>)> {
    sources().map(|(path, text)| (path, Cow::Owned(theme::sent(&text).into_bytes()))).into()
}

/// The same before they are made short.
pub fn sources() -> [(&'static str, String); 3] {
    [("search/index.js", reader()), ("search/typed.js", typed()), ("search/inflate.js", bundle(&INFLATE))]
}

/// The reader, which hands over what the script for texts needs of it.
fn reader() -> String {
    let loaded = "import('./typed.js')";
    bundle(&READER).replace(loaded, &format!("{loaded}.then((script) => script.linked([{}]))", shared()))
}

/// The script for texts. It cannot import from the reader: each would be named by a hash of the other's name.
fn typed() -> String {
    let names = shared();
    bundle(&TYPED)
        .replace("export {", &format!("let {names};\nexport function linked(names) {{\n[{names}] = names;\nreturn {{"))
        + "}\n"
}

/// The names that modules of the script for texts import from those of the reader.
fn shared() -> String {
    let lines = TYPED.iter().flat_map(|(_, text)| text.lines());
    let imports = lines.filter_map(import).filter(|(_, module)| TYPED.iter().all(|(name, _)| name != module));
    let names: BTreeSet<&str> = imports.flat_map(|(names, _)| names).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// The names of an import, and the module, if the line is one.
fn import(line: &str) -> Option<(Vec<&str>, &str)> {
    let (names, module) = line.strip_prefix("import {")?.split_once("} from './")?;
    Some((names.split(',').map(str::trim).collect(), module.strip_suffix("';")?))
}

/// The modules as one, which exports what the last of them exports.
fn bundle(modules: &[Module]) -> String {
    let mut out = String::new();
    let last = modules.len() - 1;
    for (i, (_, text)) in modules.iter().enumerate() {
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
    use super::{INFLATE, Module, READER, TYPED, import, reader, shared, typed};
    use std::collections::{BTreeMap, BTreeSet};

    const SCRIPTS: [&[Module]; 3] = [&READER, &TYPED, &INFLATE];

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
        let sent: BTreeSet<&str> = SCRIPTS.concat().iter().map(|(name, _)| *name).collect();
        assert!(files.iter().eq(sent), "{files:?}");

        for modules in SCRIPTS {
            for (i, (name, text)) in modules.iter().enumerate() {
                for line in text.lines().filter(|line| line.starts_with("import ")) {
                    let (names, module) = import(line).unwrap_or_else(|| panic!("{name}: {line}"));
                    assert!(names.iter().all(|name| !name.contains(' ')), "{name}: another name: {line}");
                    let earlier = modules[..i].iter().any(|(earlier, _)| *earlier == module);
                    let shared = modules == TYPED && READER.iter().any(|(other, _)| *other == module);
                    assert!(earlier || shared, "{name} comes before {module}");
                }
            }
        }
    }

    #[test]
    fn no_name_is_declared_in_two_modules() {
        for modules in SCRIPTS {
            let mut names = BTreeMap::new();
            for (module, text) in modules {
                for name in text.lines().filter_map(declared) {
                    assert_ne!(name, "", "{module} declares several names in one line");
                    assert_eq!(names.insert(name, module), None, "{name} is in {module} as well");
                }
                assert!(!text.contains("export default") && !text.contains("export *"), "{module}");
            }
            // What the script for texts is given is declared in it as well.
            let shared = shared();
            assert!(modules != TYPED || !shared.split(", ").any(|name| names.contains_key(name)), "{shared}");
        }
    }

    #[test]
    fn the_scripts_import_nothing_and_export_what_pages_and_the_reader_call() {
        let typed = typed();
        let exported: Vec<&str> = typed.lines().filter(|line| line.starts_with("export ")).collect();
        assert_eq!(exported, ["export function linked(names) {"]);
        assert!(typed.contains("\nreturn { guidesOf, matchOf, namedBy, suggestFor, understand };\n}\n"));
        let script = reader();
        assert!(script.contains("import('./typed.js').then((script) => script.linked(["));
        assert!(!typed.lines().any(|line| line.starts_with("import ")));
        assert!(!script.lines().any(|line| line.starts_with("import ")));
        let exports: Vec<&str> = script.lines().filter(|line| line.starts_with("export ")).collect();
        let names: Vec<&str> = exports.iter().filter_map(|line| declared(line)).collect();
        assert_eq!(names, ["open", "suggest", "search", "facets", "card"]);
        assert!(exports.contains(&"export { IndexError };"));
    }

    #[test]
    fn no_script_has_what_stripping_would_spoil() {
        for (path, text) in SCRIPTS.concat() {
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
