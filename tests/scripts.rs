//! The short forms of scripts in `data/scripts`, which are what browsers get.
//!
//! When the test fails because a script has changed, run `npm ci` in tests/client once and this test with
//! `UPDATE_SCRIPTS=1`: it makes the short forms anew, with terser.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use waypost::search::client;
use waypost::theme::{mark, sent, stripped};

/// Nothing that changes what a script does, and no words that browsers of 2018 do not know.
const TERSER: [&str; 6] =
    ["--module", "--ecma", "2018", "--compress", "passes=3,keep_fargs=false,unsafe_arrows", "--mangle"];

/// Properties that nothing but one script knows: they get short names as well. Regular expressions.
const OWN: [(&str, &str); 2] = [
    ("index.js", "cardHashes|among|ordered|isRenewed|folder|kept|blocks|mask|points"),
    (
        "typed.js",
        "isPlain|isFiller|isZip|codeCounts|stateAfter|phraseWith|longest|owner|spans|capital|comma|parts|knows|phrase|\
         passed|ends|sure",
    ),
];

fn folder(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Every script of the default theme and of the reader: file name and text.
fn scripts() -> BTreeMap<String, String> {
    let mut scripts = BTreeMap::new();
    for file in fs::read_dir(folder("themes/default/assets")).unwrap().map(Result::unwrap) {
        if file.path().extension().is_some_and(|end| end == "js") {
            scripts.insert(file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap());
        }
    }
    for (path, text) in client::sources() {
        scripts.insert(path.rsplit('/').next().unwrap().to_owned(), text);
    }
    scripts
}

fn shortened(name: &str, script: &str) -> String {
    let own = OWN.iter().filter(|(script, _)| *script == name);
    let own = own.flat_map(|(_, names)| ["--mangle-props".to_owned(), format!("regex=/^({names})$/")]);
    let mut terser = Command::new("node")
        .arg(folder("tests/client/node_modules/terser/bin/terser"))
        .args(TERSER)
        .args(own)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is needed");
    terser.stdin.take().unwrap().write_all(script.as_bytes()).unwrap();
    let output = terser.wait_with_output().unwrap();
    assert!(output.status.success(), "run `npm ci` in tests/client first");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_script_is_sent_in_the_short_form_that_was_made_from_it() {
    let update = std::env::var_os("UPDATE_SCRIPTS").is_some();
    for (name, text) in scripts() {
        let stripped = stripped(&text);
        let path = folder("data/scripts").join(&name);
        let mark = mark(&stripped);
        if update {
            fs::write(&path, format!("// {mark}\n{}", shortened(&name, &stripped))).unwrap();
        }
        let short = fs::read_to_string(&path).unwrap_or_default();
        let made_from = short.lines().next().and_then(|line| line.strip_prefix("// "));
        assert_eq!(made_from, Some(&*mark), "{name} has changed; run this test with UPDATE_SCRIPTS=1");
        assert!(update || short.ends_with(&sent(&text)), "{name} is not sent in its short form");
    }
}

#[test]
fn what_is_only_known_to_one_script_is_unknown_to_the_others() {
    let scripts = scripts();
    for (script, names) in OWN {
        for other in ["index.js", "typed.js", "search.js", "where.js"].iter().filter(|other| **other != script) {
            let text = stripped(&scripts[*other]);
            let words: BTreeSet<&str> = text.split(|c: char| !c.is_alphanumeric() && c != '_').collect();
            assert!(words.contains("const"), "{other} has words");
            assert_eq!(names.split('|').find(|name| words.contains(name)), None, "{other}");
        }
    }
}

#[test]
fn there_is_no_short_form_of_anything_else() {
    let names =
        fs::read_dir(folder("data/scripts")).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let names: BTreeSet<String> = names.collect();
    assert_eq!(names, scripts().into_keys().collect());
}
