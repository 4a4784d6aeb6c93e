//! Every link of every page leads to a file of the site.

pub(crate) use crate::crawl::Reader;
use crate::crawl::crawl;
use crate::demonstration::{Site, make, request, site};
use crate::html::tags;
use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, PAGE, PAGE_PATH, Project};
use std::collections::BTreeMap;

/// Every link that leads nowhere, as `page: link`.
pub(crate) fn broken(files: &BTreeMap<String, Vec<u8>>, reader: Reader<'_>) -> Vec<String> {
    let names = files.keys().map(String::as_str).collect();
    let crawl = crawl(&names, reader, |_| true, |path| files[path].clone(), |_, _| ());
    let pages = crawl.pages.len();
    assert!(crawl.followed > 5 * pages, "only {} links were found on {pages} pages", crawl.followed);
    crawl.broken
}

fn assert_whole(site: &Site, reader: Reader<'_>) {
    let broken = broken(&site.files, reader);
    assert!(broken.is_empty(), "{} broken links with {reader:?}\n{}", broken.len(), broken.join("\n"));
}

#[test]
fn every_link_of_a_site_at_the_top_of_its_domain_leads_somewhere() {
    assert_whole(site(), Reader::Host("/"));
}

#[test]
fn every_link_of_a_site_under_a_sub_path_stays_under_it() {
    let mut request = request();
    request.base_url = Some("https://example.org/deep/iop/".parse().unwrap());
    let site = make(request);
    assert_whole(&site, Reader::Host("/deep/iop/"));
    for (path, bytes) in site.pages() {
        let tags = tags(bytes);
        let canonical =
            crate::html::find(&tags, "link", &[("rel", "canonical")]).and_then(|tag| tag.get("href")).unwrap();
        assert!(canonical.starts_with("https://example.org/deep/iop/"), "{path}: {canonical}");
    }
}

#[test]
fn every_link_of_a_relative_site_leads_to_a_file_from_the_folder_of_its_page() {
    let mut request = request();
    request.relative = true;
    assert_whole(&make(request), Reader::Disk);
}

#[test]
fn the_sitemap_and_the_redirects_of_hosts_name_only_files_of_the_site() {
    let site = site();
    let text = |path: &str| String::from_utf8(site.files[path].clone()).unwrap();
    let sitemap = text("sitemap.xml");
    let places = sitemap
        .split("<loc>https://waypost.example.org/")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned());
    let redirects = text("_redirects");
    let targets = redirects
        .lines()
        .filter(|line| line.starts_with('/'))
        .map(|line| line.split_whitespace().nth(1).unwrap()[1..].to_owned());
    let mut seen = 0;
    for path in places.chain(targets) {
        assert!(site.files.contains_key(&format!("{path}index.html")), "{path}");
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn links_between_content_files_lead_to_their_pages() {
    let project = Project::sample()
        .with(GUIDE_PATH, format!("{GUIDE}\nSee [a program](../providers/al/alder-creek.md#p-adult-iop), [us](/about/) and [above](#who-it-is-for).\n"))
        .with(PAGE_PATH, format!("{PAGE}\nSee [the guide](../guides/what-is-iop.md#who-it-is-for), [home](/), [the data](/data/programs.csv).\n"))
        .built();
    assert_eq!(broken(&project.site(), Reader::Host("/")), [""; 0]);
    assert!(project.page("guides/what-is-iop/index.html").contains("href=\"/programs/alder-creek/#p-adult-iop\""));
}

#[test]
fn a_broken_link_or_anchor_is_an_error_at_its_place_and_names_the_nearest_page() {
    let project = Project::sample().with(GUIDE_PATH, GUIDE).with(
        PAGE_PATH,
        format!("{PAGE}\nSee [one](/guides/what-is-lop/) and\n[two](../guides/what-is-iop.md#who-is-it-for)\nand [three](/guides/what-is-iop).\n"),
    );
    let findings = project.findings();
    assert_eq!(
        crate::project::brief(&findings),
        ["content/pages/about.md:8:11: error[link/broken]", "content/pages/about.md:9:7: error[link/anchor]"]
    );
    assert_eq!(findings[0].help.as_deref(), Some("did you mean /guides/what-is-iop/?"));
    assert!(findings[1].message.contains(GUIDE_PATH), "{}", findings[1].message);
}

#[test]
fn states_with_care_by_video_but_no_place_to_visit_have_no_dead_links() {
    let virtual_only = LISTING
        .replace("  zip: \"35007\"\n", "  zip: \"35007\"\n  virtual_only: virtual\n")
        .replace("  street: \"750 Highway 31 South\"\n", "")
        .replace("    hours_per_week: 9\n", "    hours_per_week: 9\n    formats: [virtual]\n    states_served: [AL, GA]\n    note: \"Licensed in both.\"\n");
    let project = Project::empty().with(LISTING_PATH, virtual_only).built();
    assert!(project.site().contains_key("telehealth/georgia/index.html"));
    assert_eq!(broken(&project.site(), Reader::Host("/")), [""; 0]);
}

#[test]
fn odd_names_of_cities_and_counties_make_no_dead_links() {
    let project = Project::sample()
        .with("content/providers/al/dash.md", crate::project::listing("Dash IOP", "---", "AL", "35007"))
        .with("content/providers/al/kanji.md", crate::project::listing("Kanji IOP", "東京", "AL", "35007"))
        .with(
            "content/providers/al/shut.md",
            crate::project::listing("Shut IOP", "Mobile", "AL", "36602")
                .replace("location:", "status: closed\nlocation:"),
        )
        .with(
            "content/providers/id/shut-too.md",
            crate::project::listing("Shut too IOP", "Boise", "ID", "83702")
                .replace("location:", "status: closed\nlocation:"),
        )
        .with(
            "content/providers/al/paper.md",
            crate::project::listing("Paper IOP", "Alabaster", "AL", "35007")
                .replace("  zip:", "  county: \"...\"\n  zip:"),
        )
        .built();
    assert_eq!(broken(&project.site(), Reader::Host("/")), [""; 0]);
}

#[test]
fn every_link_of_a_site_in_two_languages_leads_somewhere() {
    let project = Project::sample()
        .with("waypost.yaml", format!("{}languages: [en, es]\n", crate::project::SITE))
        .with(GUIDE_PATH, GUIDE)
        .with("content/es/guides/what-is-iop.md", GUIDE.replace("What is an IOP?", "¿Qué es un IOP?"))
        .with("content/es/guides/solo.md", GUIDE.replace("What is an IOP?", "Solo aquí"))
        .with(PAGE_PATH, PAGE)
        .built();
    let site = project.site();
    assert_eq!(broken(&site, Reader::Host("/")), [""; 0]);
    assert!(site.contains_key("es/programs/alder-creek/index.html"));
    let tags = tags(&site["guides/what-is-iop/index.html"]);
    let other =
        crate::html::find(&tags, "link", &[("rel", "alternate"), ("hreflang", "es")]).and_then(|tag| tag.get("href"));
    assert_eq!(other, Some("https://example.org/es/guides/what-is-iop/"));
    let tags = crate::html::tags(&site["es/guides/solo/index.html"]);
    assert!(crate::html::find(&tags, "link", &[("rel", "alternate"), ("hreflang", "en")]).is_none());
}
