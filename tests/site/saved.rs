//! Saving programs: the buttons in lists, and a site that leaves all of it out.

use crate::project::{LISTING, LISTING_PATH, Project, SITE, listing};

/// Pages of each kind that has a list, and the pages around them.
const PAGES: [&str; 9] = [
    "index.html",
    "search/index.html",
    "locations/index.html",
    "locations/alabama/index.html",
    "locations/alabama/alabaster/index.html",
    "telehealth/alabama/index.html",
    "programs/alder-creek/index.html",
    "about/index.html",
    "404.html",
];

fn project(more: &str) -> Project {
    let video = LISTING
        .replace("    hours_per_week: 9\n", "    hours_per_week: 9\n    formats: [virtual]\n    states_served: [AL]\n");
    Project::empty()
        .with("waypost.yaml", format!("{SITE}{more}"))
        .with(LISTING_PATH, video)
        .with("content/providers/al/birch-hill.md", listing("Birch Hill IOP", "Alabaster", "AL", "35007"))
        .with(crate::project::PAGE_PATH, crate::project::PAGE)
        .built()
}

/// What only saving brings to a page.
const TRACES: [&str; 7] =
    ["data-save", "data-saved", "save-texts", "save-status", "/saved/", "/compare/", "assets/save"];

#[test]
fn pages_with_lists_have_a_place_for_a_button_at_each_program_and_one_script() {
    let project = project("");
    for (path, places) in [("locations/alabama/index.html", 2), ("programs/alder-creek/index.html", 2)] {
        let page = project.page(path);
        assert_eq!(page.matches("data-save=").count() + page.matches("data-save>").count(), places, "{path}");
        assert_eq!(page.matches("assets/save.").count(), 1, "{path}");
    }
    assert!(project.page("search/index.html").contains("data-save>"));
}

#[test]
fn a_site_that_saves_nothing_has_no_trace_of_it() {
    let project = project("saved: none\n");
    for path in PAGES {
        let page = project.page(path);
        for trace in TRACES {
            assert!(!page.contains(trace), "{path} has {trace}");
        }
    }
    for gone in ["public/saved/index.html", "public/compare/index.html"] {
        assert!(!project.at(gone).exists(), "{gone}");
    }
    assert!(!project.page("sitemap.xml").contains("/saved/"));
}
