//! The browser's reader on the demonstration site, in node instead of a browser: what it finds is what there is.

use crate::demonstration::site;
use crate::project::TODAY;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::Command;

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs one of the scripts of `tests/search`. Where node is missing nothing is run and a line says so, but not on a
/// server that tests for everyone (`CI=true`).
fn node(script: &str, argument: &Value) -> Option<String> {
    let output =
        Command::new("node").arg(repository().join("tests/search").join(script)).arg(argument.to_string()).output();
    let output = match output {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "node cannot be started: {error}");
            #[allow(clippy::print_stdout, reason = "a skipped test says so")]
            {
                println!("skipped: node cannot be started");
            }
            return None;
        }
    };
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script} on the site of {TODAY}:\n{said}{errors}");
    Some(said.into_owned())
}

/// The demonstration site on the disk.
fn folder() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    for (path, bytes) in &site().files {
        let target = dir.path().join(path);
        std::fs::create_dir_all(target.parent().unwrap()).unwrap();
        std::fs::write(target, bytes).unwrap();
    }
    dir
}

#[test]
fn programs_near_a_zip_are_those_of_brute_force() {
    let folder = folder();
    let wish =
        json!({ "site": folder.path(), "zips": repository().join("data/geo/zips.tsv"), "sample": 60, "seed": 7 });
    let Some(said) = node("nearby.mjs", &wish) else { return };
    let counts: Value = serde_json::from_str(said.lines().last().unwrap()).unwrap();
    assert_eq!((&counts["zips"], &counts["searches"]), (&json!(60), &json!(360)), "{counts}");
    assert!(counts["compared"].as_u64().unwrap() > 500, "{counts}: hardly anything was compared");
}
