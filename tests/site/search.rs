//! The search page as it is written: what is there before and without scripts.

use crate::html::tags;
use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, Project, SITE, replaced};

/// A directory in two languages; its one listing says how it is paid and when it meets.
fn project() -> Project {
    let listing = replaced(
        LISTING,
        &[
            ("verified:", "payment: { accepts: [medicaid], declined: [medicare] }\nverified:"),
            ("    hours_per_week: 9\n", "    hours_per_week: 9\n    schedule: { times: [evening] }\n"),
        ],
    );
    Project::empty().with("waypost.yaml", format!("{SITE}languages: [en, es]\n")).with(LISTING_PATH, listing)
}

#[test]
fn every_language_has_a_search_page_that_search_engines_leave_out() {
    let project = project().built();
    for (path, heading) in [("search/", "Browse by state"), ("es/search/", "Busque por estado")] {
        let page = project.page(&format!("{path}index.html"));
        assert!(page.contains("<meta name=\"robots\" content=\"noindex, follow\">"), "{path}");
        assert!(page.contains(heading), "{path}");
        assert!(!project.page("sitemap.xml").contains(path), "{path}");
    }
}

#[test]
fn the_search_page_lists_the_states_for_browsers_without_scripts() {
    let page = project().built().page("search/index.html");
    assert!(page.contains("<a href=\"/locations/alabama/\" data-state=\"AL\">Alabama</a> <span class=\"n\">1</span>"));
    for tag in tags(page.as_bytes()) {
        let class = tag.get("class").unwrap_or_default();
        if ["finder", "filters", "again"].contains(&class) {
            assert!(tag.get("hidden").is_some(), "{tag:?}");
        }
        // Nothing typed can get into an address before a script has taken it.
        assert!(!["input", "select", "button"].contains(&&*tag.name) || tag.get("name").is_none(), "{tag:?}");
    }
}

#[test]
fn the_filters_are_the_terms_that_some_listing_has_in_the_language_of_the_page() {
    let project = project().built();
    for (path, label) in [("search/index.html", "Evening"), ("es/search/index.html", "Al final de la tarde o de noche")]
    {
        let page = project.page(path);
        let values: Vec<String> = tags(page.as_bytes())
            .into_iter()
            .filter(|tag| tag.name == "input" && tag.get("type") == Some("checkbox"))
            .filter_map(|tag| tag.get("value").map(str::to_owned))
            .collect();
        assert_eq!(values, ["payment.medicaid", "time.evening", "level_of_care.iop"]);
        assert!(page.contains(&format!("<span>{label}</span>")), "{path}");
    }
}

#[test]
fn a_site_without_search_has_no_page_no_field_and_no_index() {
    let project = project().with(GUIDE_PATH, GUIDE);
    project.write("waypost.yaml", format!("{SITE}search: none\n"));
    let project = project.built();
    for (path, bytes) in project.site() {
        assert!(!path.starts_with("search/"), "{path}");
        let text = String::from_utf8_lossy(&bytes);
        assert!(!path.ends_with(".html") || !text.contains("data-finder") && !text.contains("search/"), "{path}");
    }
}

#[test]
fn links_to_a_search_are_not_taken_for_broken_ones() {
    let guide = format!("{GUIDE}\nSee [programs that take Medicaid](/search/#f=payment.medicaid).\n");
    let project = project().with(GUIDE_PATH, guide);
    assert_eq!(project.check(), [""; 0]);
}
