//! The same input gives the same bytes, and only what changed is written.

use crate::demonstration::{site, sources};
use crate::project::{
    GUIDE, GUIDE_PATH, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE, differences, files, listing, run_in,
};
use waypost::build::{Memory, build};

const BIRCH: &str = "content/providers/al/birch-hill.md";
const CEDAR: &str = "content/providers/id/cedar-lane.md";

/// Two listings in one city of Alabama, one far away in Idaho, a guide and a page. What an edit does to the index is
/// tested beside the index.
fn three() -> Project {
    Project::sample()
        .with("waypost.yaml", format!("{SITE}search: none\n"))
        .with(BIRCH, listing("Birch Hill IOP", "Alabaster", "AL", "35007"))
        .with(CEDAR, listing("Cedar Lane IOP", "Boise", "ID", "83702").replace("205-234-0142", "208-234-0142"))
        .with(GUIDE_PATH, GUIDE)
        .with(PAGE_PATH, PAGE)
        .built()
}

/// The paths that a build says it wrote and removed.
fn changes(project: &Project, memory: &mut Memory) -> (Vec<String>, Vec<String>) {
    let before = project.site();
    let built = build(&project.request(), memory);
    let report = built.report.unwrap_or_else(|| panic!("{:#?}", built.findings));
    let mut changed = report.written.first.clone();
    changed.extend(report.removed.first.clone());
    changed.sort();
    assert_eq!(differences(&before, &project.site()), changed, "the report is not what happened");
    (report.written.first, report.removed.first)
}

#[test]
fn one_thread_and_four_threads_make_the_same_bytes() {
    for threads in ["1", "4"] {
        let dir = tempfile::tempdir().unwrap();
        let folder = dir.path().join("public");
        let run = run_in(
            &sources(),
            &["build", "--threads", threads, "--date", "2026-11-22", "-o", folder.to_str().unwrap()],
        );
        assert_eq!(run.code, 0, "{}", run.stderr);
        assert_eq!(differences(&files(&folder), &site().files), [""; 0], "{threads} threads");
    }
}

#[test]
fn findings_are_the_same_and_in_the_same_order_with_any_number_of_threads() {
    let project = Project::empty();
    for n in 0..40 {
        project.write(
            &format!("content/providers/al/site-{n}.md"),
            listing(&format!("Site {n}"), "Alabaster", "AL", "45202").replace("iop\n", "ipo\n"),
        );
    }
    let one = project.run(&["check", "--threads", "1", "--format", "json"]).stdout;
    let four = project.run(&["check", "--threads", "4", "--format", "json"]).stdout;
    assert!(one.contains("site-39") && one == four);
}

#[test]
fn a_second_build_writes_nothing_and_says_the_same() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "\"35007\"", "35007");
    let first = project.run(&["build", "--format", "short"]);
    let times = |project: &Project| -> Vec<_> {
        project
            .site()
            .keys()
            .map(|path| std::fs::metadata(project.at("public").join(path)).unwrap().modified().unwrap())
            .collect()
    };
    let before = times(&project);
    let second = project.run(&["build", "--format", "short"]);
    assert_eq!((first.code, second.code), (0, 0));
    assert!(
        first.stderr.contains("0 unchanged")
            && second.stderr.contains("0 written")
            && second.stderr.contains("0 removed"),
        "{}",
        second.stderr
    );
    assert_eq!(first.stdout, second.stdout);
    assert!(first.stdout.contains("warning[shape/bare-zip]"));
    assert_eq!(before, times(&project));
}

#[test]
fn a_build_in_strict_mode_after_a_lenient_one_still_fails() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "\"35007\"", "35007");
    assert_eq!(project.run(&["build"]).code, 0);
    assert_eq!(project.run(&["build", "--strict"]).code, 1);
}

#[test]
fn a_new_phone_number_changes_only_the_pages_that_show_it() {
    let project = three();
    project.edit(LISTING_PATH, "205-234-0142", "205-234-0999");
    let (written, removed) = changes(&project, &mut Memory::default());
    assert_eq!(
        written,
        [
            "data/programs.csv",
            "data/programs.geojson",
            "data/programs.json",
            "index.html",
            "locations/alabama/alabaster/index.html",
            "locations/alabama/index.html",
            "programs/alder-creek/index.html",
            "programs/birch-hill/index.html",
        ]
    );
    assert_eq!(removed, [""; 0]);
}

#[test]
fn a_program_in_another_state_changes_the_map_of_the_country_and_of_no_other_state() {
    let project = three();
    let ohio = listing("Dale IOP", "Columbus", "OH", "43215").replace("205-234-0142", "614-234-0142");
    project.write("content/providers/oh/dale.md", ohio);
    let (written, _) = changes(&project, &mut Memory::default());
    assert!(written.iter().any(|path| path == "locations/index.html"), "{written:?}");
    assert!(!written.iter().any(|path| path.starts_with("locations/alabama/") || path.starts_with("locations/idaho/")));
    let map = project.page("locations/index.html");
    assert!(map.contains("<title>Ohio, 1 program</title>") && map.contains("<title>Alabama, 2 programs</title>"));

    // One more in the same city: its dot is the same, its number is not.
    let more = listing("Elm IOP", "Columbus", "OH", "43215").replace("205-234-0142", "614-234-0143");
    project.write("content/providers/oh/elm.md", more);
    changes(&project, &mut Memory::default());
    assert!(project.page("locations/index.html").contains("<title>Ohio, 2 programs</title>"));
    assert!(project.page("locations/ohio/index.html").contains("<title>Columbus, 2 programs</title>"));
    assert_eq!(project.run(&["build", "-o", "clean"]).code, 0);
    assert_eq!(differences(&project.site(), &files(&project.at("clean"))), [""; 0]);
}

#[test]
fn a_word_in_the_text_of_a_listing_changes_only_its_page_and_the_feed() {
    let project = three();
    project.edit(LISTING_PATH, "A quiet house", "A very quiet house");
    assert_eq!(changes(&project, &mut Memory::default()).0, ["feed.xml", "programs/alder-creek/index.html"]);
}

#[test]
fn a_deleted_listing_takes_its_page_and_its_city_with_it() {
    let project = three();
    project.remove(CEDAR);
    let (_, removed) = changes(&project, &mut Memory::default());
    assert_eq!(
        removed,
        ["locations/idaho/boise/index.html", "locations/idaho/index.html", "programs/cedar-lane/index.html"]
    );
    assert!(!project.at("public/locations/idaho").exists(), "an empty folder stays");
}

#[test]
fn a_changed_theme_file_or_setting_changes_every_page() {
    let project = three();
    let mut memory = Memory::default();
    build(&project.request(), &mut memory);
    project.write("strings/en.yaml", "skip_to_content: \"Jump to the text\"\n");
    changes(&project, &mut memory);
    for (path, bytes) in project.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(String::from_utf8_lossy(bytes).contains("Jump to the text"), "{path}");
    }
    project.write("waypost.yaml", format!("{}search: none\n", SITE.replace("Test directory", "Best directory")));
    changes(&project, &mut memory);
    assert!(project.site().values().all(|bytes| !String::from_utf8_lossy(bytes).contains("Test directory")));
}

#[test]
fn a_renamed_page_changes_the_menu_of_every_page() {
    let project = three();
    let mut memory = Memory::default();
    build(&project.request(), &mut memory);
    project.remove(PAGE_PATH);
    project.write("content/pages/about-us.md", PAGE);
    changes(&project, &mut memory);
    for (path, bytes) in project.site() {
        assert!(!String::from_utf8_lossy(&bytes).contains("href=\"/about/\""), "{path}");
    }
}

#[test]
fn a_closed_listing_does_not_point_at_lists_that_are_gone() {
    let project = three();
    let mut memory = Memory::default();
    project.edit(CEDAR, "location:", "status: closed\nlocation:");
    project.write(
        "content/providers/id/dell.md",
        listing("Dell IOP", "Idaho Falls", "ID", "83402").replace("205-234-0142", "208-234-0143"),
    );
    changes(&project, &mut memory);
    assert!(project.page("programs/cedar-lane/index.html").contains("/locations/idaho/"));
    project.remove("content/providers/id/dell.md");
    changes(&project, &mut memory);
    assert_eq!(crate::links::broken(&project.site(), crate::links::Reader::Host("/")), [""; 0]);
}

#[test]
fn a_wrong_theme_setting_is_reported_by_every_build_of_a_program_that_stays() {
    let project = Project::sample().with("waypost.yaml", format!("{SITE}theme_params: {{ colour: blue }}\n"));
    let mut memory = Memory::default();
    for _ in 0..2 {
        let built = build(&project.request(), &mut memory);
        assert_eq!(crate::project::brief(&built.findings), ["waypost.yaml:5:25: error[theme/param]"]);
    }
}

#[test]
fn a_file_of_somebody_else_stays_in_the_output() {
    let project = three();
    project.write("public/google1234.html", "mine");
    project.write("public/programs/notes.txt", "mine");
    project.remove(CEDAR);
    changes(&project, &mut Memory::default());
    assert_eq!((project.page("google1234.html"), project.page("programs/notes.txt")), ("mine".into(), "mine".into()));
}

#[test]
fn a_page_that_somebody_edited_by_hand_is_made_again() {
    let project = three();
    project.write("public/index.html", "mine");
    changes(&project, &mut Memory::default());
    assert!(project.page("index.html").contains("Test directory"));
}

#[test]
fn a_folder_with_files_of_somebody_else_is_refused_unless_forced() {
    let project = Project::sample().with("public/thesis.txt", "mine");
    let run = project.run(&["build", "--format", "short"]);
    assert_eq!(run.code, 2);
    assert!(
        run.stdout.starts_with("error[output/foreign-files]") && run.stdout.contains("thesis.txt"),
        "{}",
        run.stdout
    );
    assert_eq!(project.site().len(), 1);
    assert_eq!(project.run(&["build", "--force"]).code, 0);
    assert_eq!(project.page("thesis.txt"), "mine");
    assert!(project.site().len() > 20);
}

#[test]
fn the_day_of_the_build_comes_from_the_command_then_the_site_file_then_the_environment() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "2026-11-01", "2026-01-01");
    let codes = |arguments: &[&str], epoch: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_waypost"));
        command
            .args(arguments)
            .args(["check", "--format", "short"])
            .current_dir(project.root())
            .env_remove("SOURCE_DATE_EPOCH");
        if let Some(epoch) = epoch {
            command.env("SOURCE_DATE_EPOCH", epoch);
        }
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    // 2026-01-15
    let january = Some("1768435200");
    assert!(codes(&[], None).contains("fresh/aging"));
    assert!(codes(&[], january).contains("fresh/aging"), "a day that the site file sets is the owner's wish");
    project.edit("waypost.yaml", "date: 2026-11-22", "");
    assert_eq!(codes(&[], january), "");
    let run = project.run(&["check", "--format", "short", "--date", "2027-06-01"]);
    assert!(run.stdout.contains("fresh/stale"), "{}", run.stdout);
}
