//! Which pages a site has, and who may have which address.

use crate::html::{Tag, find, noindex, tags};
use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, PAGE, Project, SITE, listing};
use std::collections::BTreeSet;

const OTHER: &str = "content/providers/al/birch-hill.md";

fn birch() -> String {
    listing("Birch Hill IOP", "Alabaster", "AL", "35007")
}

/// The only collision, which has to name both claimants.
fn collision(project: &Project, path: &str, address: &str, both: [&str; 2]) {
    let findings = project.findings();
    assert_eq!(crate::project::brief(&findings), [format!("{path}: error[url/collision]")]);
    for part in both.into_iter().chain([address]) {
        assert!(findings[0].message.contains(part), "no {part} in: {}", findings[0].message);
    }
    assert!(project.build().report.is_none());
}

#[test]
fn an_alias_that_is_the_slug_of_another_listing_is_refused() {
    let project = Project::sample().with(OTHER, birch());
    project.edit(LISTING_PATH, "location:", "aliases: [birch-hill]\nlocation:");
    collision(&project, LISTING_PATH, "/programs/birch-hill/", [LISTING_PATH, OTHER]);
}

#[test]
fn an_alias_of_two_listings_is_refused() {
    let project = Project::sample().with(OTHER, birch().replace("location:", "aliases: [old]\nlocation:"));
    project.edit(LISTING_PATH, "location:", "aliases: [old]\nlocation:");
    collision(&project, OTHER, "/programs/old/", [LISTING_PATH, OTHER]);
}

#[test]
fn a_page_cannot_take_the_address_of_a_list() {
    let project = Project::sample().with("content/pages/locations.md", PAGE);
    collision(
        &project,
        "content/pages/locations.md",
        "/locations/",
        ["content/pages/locations.md", "the list of states"],
    );
    let project = Project::sample().with("content/pages/programs/alder-creek.md", PAGE);
    collision(
        &project,
        "content/pages/programs/alder-creek.md",
        "/programs/alder-creek/",
        [LISTING_PATH, "content/pages/programs/alder-creek.md"],
    );
}

#[test]
fn an_alias_of_a_guide_that_is_another_guide_is_refused() {
    let other = "content/guides/paying.md";
    let project = Project::sample()
        .with(GUIDE_PATH, GUIDE)
        .with(other, GUIDE.replace("last_reviewed", "aliases: [what-is-iop]\nlast_reviewed"));
    collision(&project, other, "/guides/what-is-iop/", [GUIDE_PATH, other]);
}

#[test]
fn two_listings_with_one_slug_in_two_states_are_reported_once_with_both_files() {
    let other = "content/providers/ga/alder-creek.md";
    let project = Project::sample().with(other, listing("Alder Creek of Georgia", "Atlanta", "GA", "30303"));
    let findings = project.findings();
    assert_eq!(crate::project::brief(&findings), [format!("{other}:2:7: error[identity/duplicate-slug]")]);
    assert_eq!(findings[0].related[0].0.path, LISTING_PATH);
}

#[test]
fn a_former_slug_sends_the_reader_to_the_listing() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "location:", "aliases: [old-creek]\nlocation:");
    let project = project.built();
    let page = project.page("programs/old-creek/index.html");
    let tags = tags(page.as_bytes());
    let refresh = find(&tags, "meta", &[("http-equiv", "refresh")]).and_then(|tag| tag.get("content"));
    assert_eq!(refresh, Some("0; url=/programs/alder-creek/"));
    assert!(find(&tags, "a", &[("href", "/programs/alder-creek/")]).is_some());
    assert!(noindex(&tags));
    assert!(
        project.page("_redirects").contains("/programs/old-creek/ /programs/alder-creek/ 301"),
        "{}",
        project.page("_redirects")
    );
    assert!(!project.page("sitemap.xml").contains("old-creek"));
}

/// Names of the listings on a list page, in order.
fn cards(tags: &[Tag]) -> Vec<String> {
    let mut seen = Vec::new();
    for tag in tags {
        if let Some(slug) = tag.get("href").and_then(|href| href.strip_prefix("/programs/")?.strip_suffix('/'))
            && !seen.contains(&slug.to_owned())
        {
            seen.push(slug.to_owned());
        }
    }
    seen
}

#[test]
fn a_long_list_is_split_into_pages_that_hold_each_listing_once_in_order_of_name() {
    let project = Project::empty().with("waypost.yaml", format!("{SITE}page_size: 10\n"));
    for n in 0..23 {
        project.write(
            &format!("content/providers/al/site-{n:02}.md"),
            listing(&format!("Site {n:02}"), "Alabaster", "AL", "35007").replace("234-0142", &format!("234-02{n:02}")),
        );
    }
    let project = project.built();
    let mut all = Vec::new();
    let mut titles = BTreeSet::new();
    for (page, count) in [("", 10), ("page/2/", 10), ("page/3/", 3)] {
        let html = project.page(&format!("locations/alabama/{page}index.html"));
        let tags = tags(html.as_bytes());
        let shown = cards(&tags);
        assert_eq!(shown.len(), count, "{page}");
        all.extend(shown);
        titles.insert(find(&tags, "title", &[]).unwrap().text.clone());
        let next = find(&tags, "a", &[("rel", "next")]).and_then(|tag| tag.get("href")).unwrap_or("none").to_owned();
        let expected = match page {
            "" => "/locations/alabama/page/2/",
            "page/2/" => "/locations/alabama/page/3/",
            _ => "none",
        };
        assert_eq!(next, expected, "{page}");
    }
    let expected: Vec<String> = (0..23).map(|n| format!("site-{n:02}")).collect();
    assert_eq!(all, expected);
    assert_eq!(titles.len(), 3, "{titles:?}");
    assert!(!project.site().contains_key("locations/alabama/page/4/index.html"));
}

#[test]
fn a_city_called_page_does_not_get_in_the_way_of_page_two() {
    let project = Project::empty().with("waypost.yaml", format!("{SITE}page_size: 10\n"));
    for n in 0..12 {
        project.write(
            &format!("content/providers/az/site-{n:02}.md"),
            listing(&format!("Site {n:02}"), "Page", "AZ", "86040").replace("234-0142", &format!("234-02{n:02}")),
        );
    }
    let project = project.built();
    for (path, count) in [
        ("locations/arizona/", 10),
        ("locations/arizona/page/2/", 2),
        ("locations/arizona/page/", 10),
        ("locations/arizona/page/page/2/", 2),
    ] {
        assert_eq!(cards(&tags(project.page(&format!("{path}index.html")).as_bytes())).len(), count, "{path}");
    }
}

#[test]
fn a_state_without_known_counties_has_its_cities_only() {
    let site = Project::sample().built().site();
    let pages: Vec<&str> = site.keys().filter_map(|path| path.strip_prefix("locations/alabama/")).collect();
    assert_eq!(pages, ["alabaster/index.html", "index.html"]);
}

#[test]
fn a_county_has_a_page_that_is_found_from_its_state() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "  zip:", "  lat: 33.2129\n  lon: -86.7879\n  zip:");
    let project = project.built();
    assert!(project.page("locations/alabama/index.html").contains("href=\"/locations/alabama/shelby-county/\""));
    assert!(project.page("locations/alabama/shelby-county/index.html").contains("Alder Creek IOP"));
}

#[test]
fn a_county_that_is_called_like_its_city_does_not_collide_with_it() {
    // Carson City is a city and stands for a county; Mobile is the seat of Mobile County.
    let carson = listing("Silver IOP", "Carson City", "NV", "89701")
        .replace("  zip:", "  lat: 39.1638\n  lon: -119.7674\n  zip:");
    let mobile = listing("Bay IOP", "Mobile", "AL", "36602").replace("  zip:", "  county: \"Mobile\"\n  zip:");
    for (path, text) in [("content/providers/nv/silver.md", carson), ("content/providers/al/bay.md", mobile)] {
        let project = Project::empty().with(path, text);
        assert_eq!(project.check(), [""; 0], "{path}");
    }
}

#[test]
fn a_closed_listing_keeps_its_page_and_leaves_everything_else() {
    let project = Project::sample().with(OTHER, birch());
    project.edit(LISTING_PATH, "location:", "status: closed\nstatus_note: \"Closed in June.\"\nlocation:");
    let project = project.built();
    let page = project.page("programs/alder-creek/index.html");
    assert!(noindex(&tags(page.as_bytes())) && page.contains("Closed in June."));
    let named: Vec<String> = project
        .site()
        .into_iter()
        .filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains("/programs/alder-creek/"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(named, ["data/programs.csv", "data/programs.json", "programs/alder-creek/index.html"]);
    assert!(project.page("data/programs.csv").contains(",closed,"));
}

#[test]
fn a_program_without_a_place_to_visit_is_listed_where_it_serves_and_nowhere_else() {
    let distant = birch().replace("  zip: \"35007\"\n", "  zip: \"35007\"\n  virtual_only: virtual\n").replace(
        "    hours_per_week: 9\n",
        "    hours_per_week: 9\n    formats: [virtual]\n    states_served: [AL, GA]\n    note: \"Licensed in both.\"\n",
    );
    let project = Project::sample().with(OTHER, distant).built();
    let mut lists: Vec<String> = project
        .site()
        .into_iter()
        .filter(|(path, bytes)| {
            (path.starts_with("locations/") || path.starts_with("telehealth/"))
                && String::from_utf8_lossy(bytes).contains("/programs/birch-hill/")
        })
        .map(|(path, _)| path)
        .collect();
    lists.sort();
    assert_eq!(lists, ["telehealth/alabama/index.html", "telehealth/georgia/index.html"]);
    assert!(!project.page("data/programs.geojson").contains("birch-hill"));
    assert!(project.page("sitemap.xml").contains("/programs/birch-hill/"));
}

#[test]
fn the_sitemap_lists_exactly_the_pages_that_may_be_indexed() {
    let site = crate::demonstration::site();
    let sitemap = String::from_utf8(site.files["sitemap.xml"].clone()).unwrap();
    let listed: BTreeSet<String> =
        sitemap.split("<loc>").skip(1).map(|rest| rest.split('<').next().unwrap().to_owned()).collect();
    let indexed: BTreeSet<String> = site
        .pages()
        .filter(|(_, bytes)| !noindex(&tags(bytes)))
        .map(|(path, _)| format!("https://waypost.example.org/{}", path.strip_suffix("index.html").unwrap_or(path)))
        .collect();
    assert_eq!(listed, indexed);
    assert!(indexed.len() < site.pages().count(), "no page asks to be left out");
}

#[test]
fn listings_that_nobody_confirmed_for_long_come_last() {
    let project = Project::sample().with(OTHER, birch());
    project.edit(LISTING_PATH, "2026-11-01", "2025-01-01");
    let project = project.built();
    assert_eq!(cards(&tags(project.page("locations/alabama/index.html").as_bytes())), ["birch-hill", "alder-creek"]);
}

#[test]
fn a_host_gets_its_own_files() {
    for (host, files) in
        [("github-pages", ".nojekyll"), ("netlify", "_headers _redirects"), ("gitlab-pages", "_redirects")]
    {
        let project =
            Project::sample().with("waypost.yaml", format!("{SITE}host: {host}\ndomain: iop.example.org\n")).built();
        let site = project.site();
        let own: Vec<&str> =
            [".nojekyll", "_headers", "_redirects"].into_iter().filter(|name| site.contains_key(*name)).collect();
        assert_eq!(own.join(" "), files, "{host}");
        assert_eq!(project.page("CNAME"), "iop.example.org\n");
    }
    assert!(LISTING.starts_with("---"));
}
