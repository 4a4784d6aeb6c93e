//! The browser's reader on the demonstration site, in node instead of a browser: what it finds is what there is.

use crate::demonstration::{site, sources};
use crate::node::{compare, repository};
use crate::project::{Project, TODAY};
use serde_json::json;
use waypost::shape::values::date;

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
    let Some(counts) = compare("nearby.mjs", &wish, date(TODAY).unwrap()) else { return };
    assert_eq!((&counts["zips"], &counts["searches"]), (&json!(60), &json!(360)), "{counts}");
    assert!(counts["compared"].as_u64().unwrap() > 500, "{counts}: hardly anything was compared");
}

#[test]
fn the_reader_finds_what_the_command_line_finds() {
    let folder = folder();
    // A copy, since the command keeps its index beside the site file.
    let project = Project::empty();
    for path in ["waypost.yaml"]
        .map(String::from)
        .into_iter()
        .chain(crate::project::files(&sources().join("content")).into_keys().map(|path| format!("content/{path}")))
    {
        project.write(&path, std::fs::read(sources().join(&path)).unwrap());
    }
    let command = json!([env!("CARGO_BIN_EXE_waypost"), "--project", project.root(), "search"]);
    let wish = json!({ "site": folder.path(), "command": command, "sample": 300, "seed": 7 });
    let Some(counts) = compare("parity.mjs", &wish, date(TODAY).unwrap()) else { return };
    assert_eq!(counts["equal"], 300, "{counts}");
    assert!(counts["found"].as_u64().unwrap() > 500, "{counts}: hardly anything was found");
}
