//! `waypost fmt`: one form for all files, in which nothing is lost.

use crate::project::{LISTING, LISTING_PATH, Project, replaced, run_in};
use std::path::Path;
use waypost::canonical;
use waypost::listing::fields;

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn the_demonstration_and_a_new_project_are_in_canonical_form() {
    let run = run_in(repository(), &["fmt", "--check"]);
    assert_eq!((run.code, &*run.stdout), (0, ""));
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run_in(folder.path(), &["init", "new"]).code, 0);
    let run = run_in(&folder.path().join("new"), &["fmt", "--check"]);
    assert_eq!((run.code, &*run.stdout), (0, ""));
}

/// The lines of front matter as blocks that begin at the left edge, in the opposite order.
fn turned_round(front_matter: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    for line in front_matter.lines() {
        match blocks.last_mut() {
            Some(block) if line.starts_with([' ', '#']) => block.push_str(&format!("{line}\n")),
            _ => blocks.push(format!("{line}\n")),
        }
    }
    blocks.into_iter().rev().collect()
}

#[test]
fn any_order_of_keys_and_any_quotes_end_in_the_same_form() {
    let listings = walkdir::WalkDir::new(repository().join("content/providers")).into_iter().flatten();
    let mut count = 0;
    for file in listings.filter(|file| file.file_type().is_file()) {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let (front_matter, body) = text.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
        let mut other = turned_round(front_matter);
        // A quote less here and there, and other blanks.
        for (from, to) in [("zip: \"", "zip: '"), ("date: ", "date:   "), ("state: ", "state: \"")] {
            let Some(at) = other.find(from) else { continue };
            let end = at + other[at..].find(['\n', ',']).unwrap();
            let value = other[at + from.len()..end].trim_end_matches(['"', '}', ' ']).to_owned();
            let close = if to.ends_with(['\'', '"']) { &to[to.len() - 1..] } else { "" };
            if !to.ends_with("date:   ") {
                other.replace_range(at..end, &format!("{to}{value}{close}   "));
            }
        }
        let formatted = canonical::entry("a.md", &format!("---\n{other}---\n{body}"), &fields::LISTING);
        assert_eq!(formatted.as_deref(), Some(&*text), "{}", file.path().display());
        count += 1;
    }
    assert!(count > 50, "{count} listings");
}

#[test]
fn fmt_changes_only_what_it_is_asked_to_and_names_it() {
    let untidy = replaced(LISTING, &[("zip: \"35007\"", "zip: 35007 # old")]);
    let other = "content/providers/al/other.md";
    let project = Project::empty().with(LISTING_PATH, &untidy).with(other, &untidy);
    let run = project.run(&["fmt", "--check"]);
    assert_eq!((run.code, &*run.stdout), (1, &*format!("{LISTING_PATH}\n{other}\n")));
    assert_eq!(project.read(LISTING_PATH), untidy);
    let run = project.run(&["fmt", LISTING_PATH]);
    assert_eq!((run.code, &*run.stdout), (0, &*format!("{LISTING_PATH}\n")));
    assert_eq!(project.read(LISTING_PATH), replaced(LISTING, &[("zip: \"35007\"", "zip: \"35007\" # old")]));
    assert_eq!(project.read(other), untidy);
}

#[test]
fn a_file_that_cannot_be_read_is_left_and_named() {
    let broken = replaced(LISTING, &[("name: ", "name: [")]);
    let project = Project::empty().with(LISTING_PATH, &broken);
    let run = project.run(&["fmt"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains(&format!("{LISTING_PATH} is left as it is: `waypost check` says what is wrong")));
    assert_eq!(project.read(LISTING_PATH), broken);
}
