//! A program that stays (`serve`) remembers much from build to build; what it makes is what a new one would make.

use crate::project::{LISTING, LISTING_PATH, Project, SITE, brief, differences, files, listing};
use std::cell::RefCell;
use waypost::build::{Built, Memory, Request, build, build_pages_first};
use waypost::search::Work;

/// A project with the memory of one program that stays and of another whose output is always new.
struct Staying {
    project: Project,
    memory: RefCell<Memory>,
}

impl Staying {
    fn new(project: Project) -> Self {
        let staying = Self { project, memory: RefCell::new(Memory::of_a_program_that_stays()) };
        staying.rebuild();
        staying
    }

    /// Builds all at once, and compares every file and every finding.
    fn rebuild(&self) -> Vec<String> {
        let before = self.project.site();
        let kept = build(&self.project.request(), &mut self.memory.borrow_mut());
        self.compare(&kept);
        differences(&before, &self.project.site())
    }

    /// Builds the pages, and the index if there is an earlier one.
    fn pages_first(&self) -> (Vec<String>, Option<Work>) {
        let before = self.project.site();
        let (built, work) = build_pages_first(&self.project.request(), &mut self.memory.borrow_mut());
        assert!(built.report.is_some(), "{:?}", brief(&built.findings));
        (differences(&before, &self.project.site()), work)
    }

    /// Builds when work is done and nothing else is to be done; says what that changed.
    fn at_rest(&self) -> Vec<String> {
        let before = self.project.site();
        let (built, work) = build_pages_first(&self.project.request(), &mut self.memory.borrow_mut());
        assert!(work.is_none());
        self.compare(&built);
        differences(&before, &self.project.site())
    }

    /// Compares every file and every finding with those of a program that has just begun.
    fn compare(&self, kept: &Built) {
        let clean = self.project.at("clean");
        let _ = std::fs::remove_dir_all(&clean);
        let request = Request { output: Some(clean.clone()), ..self.project.request() };
        let new = build(&request, &mut Memory::default());
        assert_eq!(kept.findings, new.findings);
        assert_eq!(kept.report.is_some(), new.report.is_some());
        if new.report.is_some() {
            assert_eq!(differences(&self.project.site(), &files(&clean)), [""; 0]);
        }
    }
}

/// Three pages of listings of one city, and a listing far away. Its index is another test's concern.
fn many() -> Staying {
    directory("search: none\n")
}

/// The same with an index.
fn searched() -> Staying {
    directory("")
}

fn directory(settings: &str) -> Staying {
    let project = Project::empty().with("waypost.yaml", format!("{SITE}page_size: 10\n{settings}"));
    for n in 10..40 {
        let text = listing(&format!("Site {n}"), "Alabaster", "AL", "35007").replace("234-0142", &format!("234-02{n}"));
        project.write(&format!("content/providers/al/site-{n}.md"), text);
    }
    Staying::new(project.with(
        "content/providers/id/cedar.md",
        listing("Cedar Lane IOP", "Boise", "ID", "83702").replace("205-234-0142", "208-234-0142"),
    ))
}

#[test]
fn a_new_name_reaches_the_neighbours_the_lists_and_the_data() {
    let staying = many();
    staying.project.edit("content/providers/al/site-10.md", "Site 10", "Site 10 and a half");
    let changed = staying.rebuild();
    for path in [
        "programs/site-10/index.html",
        "programs/site-11/index.html",
        "locations/alabama/index.html",
        "locations/alabama/alabaster/index.html",
        "data/programs.json",
        "data/programs.csv",
    ] {
        assert!(changed.iter().any(|c| c == path), "{path} is not among {changed:?}");
    }
    assert!(!changed.iter().any(|c| c.contains("idaho") || c.contains("cedar") || c.contains("page/2")), "{changed:?}");
}

#[test]
fn a_listing_that_comes_or_goes_changes_the_lists_that_do_not_show_it() {
    let staying = many();
    staying.project.write(
        "content/providers/al/a-first.md",
        LISTING.replace("Alder Creek", "A first").replace("234-0142", "234-0100"),
    );
    let changed = staying.rebuild();
    assert!(changed.contains(&"locations/alabama/page/3/index.html".into()), "the number of listings changed");
    staying.project.remove("content/providers/al/a-first.md");
    staying.project.remove("content/providers/al/site-39.md");
    let changed = staying.rebuild();
    assert!(changed.contains(&"locations/alabama/index.html".into()), "the number of listings changed");
    assert!(changed.contains(&"locations/alabama/page/3/index.html".into()));
}

#[test]
fn what_listings_have_in_common_is_told_on_every_page_of_their_list() {
    let staying = many();
    staying.project.edit("content/providers/al/site-39.md", "verified:", "payment: { accepts: [medicaid] }\nverified:");
    let changed = staying.rebuild();
    assert!(changed.contains(&"locations/alabama/index.html".into()), "{changed:?}");
    // It moves to another city: the state's pages link to both.
    staying.project.edit("content/providers/al/site-39.md", "Alabaster", "Pelham");
    let changed = staying.rebuild();
    assert!(changed.contains(&"locations/alabama/page/2/index.html".into()), "{changed:?}");
}

#[test]
fn a_date_of_confirmation_reaches_every_page_of_its_lists() {
    let staying = many();
    staying.project.edit("content/providers/al/site-39.md", "2026-11-01", "2026-11-20");
    staying.rebuild();
}

#[test]
fn a_file_that_vanished_from_the_output_or_was_changed_there_is_made_again() {
    let staying = many();
    staying.project.remove("public/programs/site-20/index.html");
    std::fs::remove_dir_all(staying.project.at("public/data")).unwrap();
    staying.project.write("public/index.html", "mine");
    let changed = staying.rebuild();
    assert!(changed.contains(&"data/programs.json".into()) && changed.contains(&"index.html".into()));
}

#[test]
fn a_build_by_another_program_in_between_is_noticed() {
    let staying = many();
    let other = build(
        &Request { base_url: Some("https://other.example/sub/".parse().unwrap()), ..staying.project.request() },
        &mut Memory::default(),
    );
    assert!(other.report.is_some() && staying.project.page("data/programs.json").contains("other.example"));
    assert!(!staying.rebuild().is_empty());
}

#[test]
fn a_new_severity_counts_for_files_that_did_not_change() {
    let staying = Staying::new(Project::sample().with("waypost.yaml", format!("{SITE}search: none\n")));
    staying.project.edit(LISTING_PATH, "\"35007\"", "35007");
    staying.rebuild();
    let found = |setting: &str| {
        staying.project.write("waypost.yaml", format!("{SITE}search: none\n{setting}"));
        staying.rebuild();
        brief(&build(&staying.project.request(), &mut staying.memory.borrow_mut()).findings)
    };
    assert_eq!(
        found("severity: { shape/bare-zip: error }\n"),
        ["content/providers/al/alder-creek.md:7:8: error[shape/bare-zip]"]
    );
    assert_eq!(found("severity: { shape/bare-zip: off }\n"), [""; 0]);
    assert_eq!(found(""), ["content/providers/al/alder-creek.md:7:8: warning[shape/bare-zip]"]);
}

#[test]
fn an_error_and_its_correction_change_nothing() {
    let staying = many();
    staying.project.edit("content/providers/al/site-20.md", "level_of_care: iop", "level_of_care: ipo");
    assert_eq!(staying.rebuild(), [""; 0]);
    staying.project.edit("content/providers/al/site-20.md", "level_of_care: ipo", "level_of_care: iop");
    assert_eq!(staying.rebuild(), [""; 0]);
}

#[test]
fn the_data_of_a_site_with_another_title_address_or_day_is_made_again() {
    let staying = many();
    for setting in
        [("https://example.org/", "https://example.com/sub/"), ("2026-11-22", "2027-02-22"), ("Test dir", "Dir")]
    {
        staying.project.edit("waypost.yaml", setting.0, setting.1);
        staying.rebuild();
    }
    let json = staying.project.page("data/programs.json");
    assert!(json.contains("https://example.com/sub/programs/site-20/") && json.contains("2027-02-22"));
}

/// The paths that belong to the index.
fn of_the_index(changed: &[String]) -> Vec<&String> {
    changed.iter().filter(|path| path.starts_with("search/index/")).collect()
}

#[test]
fn pages_are_written_before_the_index_and_name_the_whole_one_before() {
    let staying = searched();
    staying.project.edit("content/providers/al/site-10.md", "Site 10", "Site 10 and a half");
    let (changed, work) = staying.pages_first();
    assert!(changed.contains(&"programs/site-10/index.html".into()));
    assert_eq!(of_the_index(&changed), [""; 0]);
    for page in ["index.html", "search/index.html"] {
        let manifest = named(&staying, page);
        assert!(staying.project.at(&format!("public/search/index/{manifest}")).is_file(), "{page}: {manifest}");
    }
    work.unwrap().run();
    let changed = staying.at_rest();
    assert!(!of_the_index(&changed).is_empty() && changed.contains(&"search/index.html".into()), "{changed:?}");
    assert!(!changed.iter().any(|path| path.starts_with("programs/") || path.starts_with("data/")), "{changed:?}");
}

/// The manifest that a page names.
fn named(staying: &Staying, page: &str) -> String {
    let page = staying.project.page(page);
    page.split("data-manifest=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned()
}

#[test]
fn an_edit_that_search_does_not_know_leaves_the_index() {
    let staying = searched();
    staying.project.edit(
        "content/providers/al/site-10.md",
        "programs:",
        "website: \"https://example.org/\"\nprograms:",
    );
    let (changed, work) = staying.pages_first();
    assert!(changed.contains(&"programs/site-10/index.html".into()));
    work.unwrap().run();
    assert_eq!(staying.at_rest(), [""; 0]);
    assert_eq!(staying.at_rest(), [""; 0]);
}

#[test]
fn an_edit_does_not_wait_for_an_index_that_is_being_made() {
    let staying = searched();
    staying.project.edit("content/providers/al/site-10.md", "Site 10", "Site ten");
    let (_, first) = staying.pages_first();
    staying.project.edit("content/providers/al/site-11.md", "Site 11", "Site eleven");
    let (changed, none) = staying.pages_first();
    assert!(changed.contains(&"programs/site-11/index.html".into()) && none.is_none());
    first.unwrap().run();
    // The index of the first edit is written, and that of the second is begun.
    let (changed, second) = staying.pages_first();
    assert!(!of_the_index(&changed).is_empty());
    second.unwrap().run();
    assert!(!of_the_index(&staying.at_rest()).is_empty());
}

#[test]
fn an_index_that_breaks_off_is_made_at_once_by_the_next_build() {
    let staying = searched();
    staying.project.edit("content/providers/al/site-10.md", "Site 10", "Site ten");
    let (_, work) = staying.pages_first();
    drop(work);
    assert!(!of_the_index(&staying.at_rest()).is_empty());
}

#[test]
fn an_index_that_comes_too_late_is_not_taken() {
    let staying = searched();
    staying.project.edit("content/providers/al/site-10.md", "Site 10", "Site ten");
    let (_, work) = staying.pages_first();
    staying.project.edit("content/providers/al/site-11.md", "Site 11", "Site eleven");
    staying.rebuild();
    work.unwrap().run();
    assert_eq!(staying.at_rest(), [""; 0]);
}

#[test]
fn pages_of_new_terms_or_languages_wait_for_their_index() {
    let staying = searched();
    staying.project.write("waypost.yaml", format!("{SITE}languages: [en, es]\n"));
    assert!(!of_the_index(&staying.at_rest()).is_empty());
    staying.project.write("waypost.yaml", format!("{SITE}search: none\n"));
    staying.at_rest();
    staying.project.write("waypost.yaml", SITE);
    assert!(!of_the_index(&staying.at_rest()).is_empty());
    staying
        .project
        .write("waypost.yaml", format!("{SITE}freshness: {{ demote_days: 1, stale_days: 1, aging_days: 1 }}\n"));
    let (_, work) = staying.pages_first();
    work.unwrap().run();
    assert!(!of_the_index(&staying.at_rest()).is_empty(), "all listings are stale now");
}
