//! `waypost init` as a person runs it: the program itself, in a folder of its own.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn waypost(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_waypost"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH").output().unwrap()
}

fn errors(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_new_project_builds_strictly_and_a_second_build_writes_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let made = waypost(temporary.path(), &["init", "my directory"]);
    assert!(made.status.success(), "{}", errors(&made));
    assert!(errors(&made).contains("waypost "), "{}", errors(&made));
    let root = temporary.path().join("my directory");

    let checked = waypost(&root, &["check", "--format", "short"]);
    assert_eq!((checked.status.code(), String::from_utf8(checked.stdout.clone()).unwrap()), (Some(0), String::new()));

    let first = waypost(&root, &["build", "--strict"]);
    assert!(first.status.success(), "{}", errors(&first));
    assert!(root.join("public/programs/tallgrass-evening-iop/index.html").is_file());
    assert!(root.join("public/get-help-now/index.html").is_file());

    let second = waypost(&root, &["build", "--strict"]);
    assert!(second.status.success());
    assert!(errors(&second).contains(" 0 written,"), "{}", errors(&second));
}

#[test]
fn an_empty_current_folder_can_be_filled() {
    let temporary = tempfile::tempdir().unwrap();
    let made = waypost(temporary.path(), &["init", "."]);
    assert!(made.status.success(), "{}", errors(&made));
    assert!(temporary.path().join("waypost.yaml").is_file());
}

#[test]
fn a_folder_with_files_is_refused_and_stays_as_it_is() {
    let temporary = tempfile::tempdir().unwrap();
    fs::write(temporary.path().join("notes.txt"), "mine").unwrap();
    let refused = waypost(temporary.path(), &["init", "."]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(errors(&refused).contains("notes.txt"), "{}", errors(&refused));
    let there: Vec<_> = fs::read_dir(temporary.path()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(there, ["notes.txt"]);
    assert_eq!(fs::read_to_string(temporary.path().join("notes.txt")).unwrap(), "mine");
}
