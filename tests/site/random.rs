//! Files and edits that nobody thought of.

use crate::project::{GUIDE, LISTING, LISTING_PATH, PAGE, Project, SITE, differences, files, listing};
use proptest::prelude::*;
use proptest::test_runner::Config;
use std::cell::RefCell;
use std::collections::BTreeMap;
use waypost::build::{Memory, Request, build, build_pages_first, check};
use waypost::diagnostic::render::{Format, render};
use waypost::search::Work;

/// Few cases: a case is a whole check or several whole builds.
fn few(cases: u32) -> Config {
    Config { cases, failure_persistence: None, ..Config::default() }
}

/// Bytes that look like a listing, mangled.
fn mangled() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        proptest::collection::vec(any::<u8>(), 0..12),
        "[a-zé漢:\\-\\[\\]{}\"'#&*!|>,%@` \t\r\n]{0,12}".prop_map(String::into_bytes),
        "\\PC{0,12}".prop_map(String::into_bytes),
    ];
    proptest::collection::vec((0..LISTING.len(), 0..60_usize, piece), 0..4).prop_map(|edits| {
        let mut bytes = LISTING.as_bytes().to_vec();
        for (at, length, piece) in edits {
            let at = at.min(bytes.len());
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, piece);
        }
        bytes
    })
}

#[test]
fn any_bytes_as_a_listing_give_a_finding_or_a_page_and_never_a_crash() {
    let project = Project::empty();
    let memory = RefCell::new(Memory::default());
    let any_bytes = prop_oneof![3 => mangled(), 1 => proptest::collection::vec(any::<u8>(), 0..300)];
    proptest!(few(400), |(bytes in any_bytes)| {
        project.write(LISTING_PATH, &bytes);
        let checked = check(&project.request(), &mut memory.borrow_mut());
        let read = checked.catalog.as_ref().is_some_and(|catalog| catalog.programs.len() == 1);
        prop_assert!(read || waypost::build::has_errors(&checked.findings), "{}", String::from_utf8_lossy(&bytes));
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let _ = render(&checked.findings, format, true);
        }
        for place in checked.findings.iter().filter_map(|finding| finding.place.as_ref()).filter(|place| place.line > 0) {
            prop_assert!(place.column as usize <= place.excerpt.chars().count() + 1, "{place:?}");
        }
    });
}

#[test]
fn any_bytes_as_a_site_file_give_a_finding_or_a_site() {
    let project = Project::sample();
    let memory = RefCell::new(Memory::default());
    proptest!(few(60), |(at in 0..SITE.len(), length in 0..40_usize, piece in "[a-z:\\-\\[\\]{}\"'#/ \n]{0,20}|\\PC{0,9}")| {
        let mut bytes = SITE.as_bytes().to_vec();
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, piece.into_bytes());
        project.write("waypost.yaml", &bytes);
        let checked = check(&project.request(), &mut memory.borrow_mut());
        prop_assert!(checked.site.is_some() || waypost::build::has_errors(&checked.findings), "{}", String::from_utf8_lossy(&bytes));
    });
}

/// Something that people do to a directory.
#[derive(Debug, Clone)]
enum Edit {
    /// Writes the listing of this number with one of several texts.
    Listing(usize, usize),
    /// Removes the listing of this number.
    Remove(usize),
    /// Gives the listing of a number the file name of another.
    Rename(usize, usize),
    /// Writes the guide of this number with one of several texts.
    Guide(usize, usize),
    /// Writes or moves the page.
    Page(usize),
    /// Writes the site file with one of several settings.
    Site(usize),
    /// Builds.
    Build,
    /// Builds the pages first.
    Pages,
    /// Makes the index that the pages did not wait for.
    Index,
}

const PLACES: [(&str, &str, &str); 4] =
    [("Alabaster", "AL", "35007"), ("Pelham", "AL", "35124"), ("Boise", "ID", "83702"), ("Ontario", "OR", "97914")];

fn listing_path(number: usize) -> String {
    format!("content/providers/{}/site-{number}.md", PLACES[number % PLACES.len()].1.to_lowercase())
}

/// The text of a listing in one of its versions.
fn listing_text(number: usize, version: usize) -> String {
    let (city, state, zip) = PLACES[number % PLACES.len()];
    let text = listing(&format!("Site {number}"), city, state, zip).replace("234-0142", &format!("234-020{number}"));
    let with = |from: &str, to: &str| text.replace(from, to);
    match version {
        0 => text,
        1 => with("location:", &format!("aliases: [old-{number}]\nlocation:")),
        2 => with("location:", "status: closed\nlocation:"),
        3 => with("  zip:", "  virtual_only: virtual\n  zip:")
            .replace("hours_per_week: 9", "hours_per_week: 9\n    formats: [virtual]\n    states_served: [AL, ID]"),
        4 => with("2026-11-01", "2024-11-01"),
        5 => with("level_of_care: iop", "level_of_care: php").replace("hours_per_week: 9", "hours_per_week: 20"),
        6 => with("A quiet house near the creek.", "## About\n\nSee [the guide](/guides/g-0/) and [us](/about/)."),
        7 => with(&format!("Site {number}"), &format!("A Site {number}")),
        8 => with("  zip:", &format!("  county: \"{} County\"\n  zip:", ["Shelby", "Ada"][number % 2])),
        9 => with("location:", "aliases: [site-0]\nlocation:"),
        _ => with("205-234", "205-2"),
    }
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let edit = prop_oneof![
        8 => (0..6_usize, 0..11_usize).prop_map(|(n, v)| Edit::Listing(n, v)),
        2 => (0..6_usize).prop_map(Edit::Remove),
        2 => (0..6_usize, 0..6_usize).prop_map(|(a, b)| Edit::Rename(a, b)),
        2 => (0..2_usize, 0..3_usize).prop_map(|(n, v)| Edit::Guide(n, v)),
        1 => (0..3_usize).prop_map(Edit::Page),
        1 => (0..5_usize).prop_map(Edit::Site),
        3 => Just(Edit::Build),
        6 => Just(Edit::Pages),
        2 => Just(Edit::Index),
    ];
    proptest::collection::vec(edit, 4..14)
}

fn apply(project: &Project, edit: &Edit) {
    let remove = |path: &str| drop(std::fs::remove_file(project.at(path)));
    match *edit {
        Edit::Listing(number, version) => project.write(&listing_path(number), listing_text(number, version)),
        Edit::Remove(number) => remove(&listing_path(number)),
        Edit::Rename(from, to) => {
            if let Ok(text) = std::fs::read(project.at(&listing_path(from))) {
                remove(&listing_path(from));
                project.write(&listing_path(to), text);
            }
        }
        Edit::Guide(number, version) => {
            let path = format!("content/guides/g-{number}.md");
            match version {
                0 => project.write(&path, GUIDE.replace("What is an IOP?", &format!("Guide {number}"))),
                1 => project.write(
                    &path,
                    GUIDE
                        .replace("last_reviewed", "order: 1\nlast_reviewed")
                        .replace("What is an IOP?", &format!("First guide {number}")),
                ),
                _ => remove(&path),
            }
        }
        Edit::Page(version) => {
            remove("content/pages/about.md");
            remove("content/pages/about-us.md");
            match version {
                0 => project.write("content/pages/about.md", PAGE),
                1 => project.write("content/pages/about-us.md", PAGE),
                _ => {}
            }
        }
        Edit::Site(version) => project.write(
            "waypost.yaml",
            match version {
                0 => SITE.to_owned(),
                1 => format!("{SITE}page_size: 10\n"),
                2 => format!("{SITE}languages: [en, es]\n"),
                3 => format!("{SITE}search: none\n"),
                _ => SITE.replace("2026-11-22", "2027-01-22"),
            },
        ),
        Edit::Build | Edit::Pages | Edit::Index => {}
    }
}

#[test]
fn any_edits_built_one_after_the_other_end_like_one_clean_build() {
    // The clean builds share a memory of the theme, which is what takes their time; their output is always new.
    let clean_memory = RefCell::new(Memory::default());
    proptest!(few(16), |(edits in edits())| {
        let project = Project::empty();
        for number in 0..3 {
            project.write(&listing_path(number), listing_text(number, 0));
        }
        let (mut memory, mut work) = (Memory::of_a_program_that_stays(), None);
        for edit in &edits {
            apply(&project, edit);
            match edit {
                Edit::Build => _ = build(&project.request(), &mut memory),
                Edit::Pages => work = build_pages_first(&project.request(), &mut memory).1.or(work),
                Edit::Index => work.take().into_iter().for_each(Work::run),
                _ => {}
            }
        }
        let kept = loop {
            let (built, more) = build_pages_first(&project.request(), &mut memory);
            match more.or(work.take()) {
                Some(work) => work.run(),
                None => break built,
            }
        };
        let request = Request { output: Some(project.at("clean")), ..project.request() };
        let clean = build(&request, &mut clean_memory.borrow_mut());
        prop_assert_eq!(&kept.findings, &clean.findings);
        prop_assert_eq!(kept.report.is_some(), clean.report.is_some());
        if clean.report.is_some() {
            let (kept, clean): (BTreeMap<_, _>, _) = (project.site(), files(&project.at("clean")));
            prop_assert_eq!(differences(&kept, &clean), Vec::<String>::new());
            let broken = crate::links::broken(&clean, crate::links::Reader::Host("/"));
            prop_assert_eq!(broken, Vec::<String>::new());
        }
    });
}
