//! Maps show what the lists beside them say, lead where these lead, and never show a building.

use crate::demonstration::{Site, site};
use crate::html::{Tag, find, tags};
use crate::project::{LISTING, LISTING_PATH, Project, SITE, listing, replaced};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

fn page(site: &Site, path: &str) -> Vec<Tag> {
    tags(&site.files[path])
}

/// Links inside of drawings: what they are called, and where they lead.
fn drawn(tags: &[Tag]) -> BTreeMap<String, String> {
    let links = tags.windows(2).filter(|pair| pair[0].name == "a" && pair[1].name == "title");
    links.map(|pair| (pair[1].text.trim().to_owned(), pair[0].get("href").unwrap().to_owned())).collect()
}

/// Links of the lists of places: what they are called with their numbers, as a map would say it, and where they lead.
fn listed(tags: &[Tag]) -> BTreeMap<String, String> {
    let links = tags.windows(2).filter(|pair| pair[0].name == "a" && pair[1].get("class") == Some("n"));
    links
        .map(|pair| {
            let (place, count) = (pair[0].text.trim(), pair[1].text.trim());
            let programs = if count == "1" { "program" } else { "programs" };
            (format!("{place}, {count} {programs}"), pair[0].get("href").unwrap().to_owned())
        })
        .collect()
}

/// Whether the page shows where its place is in the state.
fn locator(tags: &[Tag]) -> Option<&Tag> {
    find(tags, "svg", &[("class", "locator")])
}

/// Path data of the dot of a locator.
fn dot(tags: &[Tag]) -> Option<&str> {
    find(tags, "path", &[("class", "dot")])?.get("d")
}

/// Bytes on the wire of everything from `<svg` to `</svg>`.
fn weight(page: &[u8]) -> usize {
    let page = String::from_utf8_lossy(page);
    let drawings: String = page.split("<svg").skip(1).map(|rest| rest.split("</svg>").next().unwrap()).collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(drawings.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn the_map_of_the_country_has_the_states_of_the_list_with_their_numbers() {
    let tags = page(site(), "locations/index.html");
    let (map, list) = (drawn(&tags), listed(&tags));
    assert!(map.len() > 15, "{map:?}");
    // The small territories have no place on it.
    let missing: Vec<_> = list.keys().filter(|name| !map.contains_key(*name)).collect();
    assert_eq!(missing, ["Guam, 1 program"]);
    assert!(map.iter().all(|(name, href)| list.get(name) == Some(href)), "{map:?}");
    assert!(weight(&site().files["locations/index.html"]) < 15_000);
}

#[test]
fn the_map_of_a_state_has_cities_of_the_list_with_their_numbers() {
    let mut states = 0;
    for (path, bytes) in site().pages() {
        let state = path.strip_prefix("locations/").and_then(|rest| rest.strip_suffix("/index.html"));
        if state.is_none_or(|state| state.contains('/')) {
            continue;
        }
        let tags = tags(bytes);
        let (map, list) = (drawn(&tags), listed(&tags));
        assert!(!map.is_empty() && map.len() <= 8, "{path}: {map:?}");
        assert!(map.iter().all(|(name, href)| list.get(name) == Some(href)), "{path}: {map:?}");
        assert!(weight(bytes) < 9_000, "{path}: {} bytes", weight(bytes));
        states += 1;
    }
    assert!(states > 15, "{states}");
}

#[test]
fn every_drawing_has_a_name_and_nothing_in_it_needs_a_style() {
    for (path, bytes) in site().pages() {
        for svg in tags(bytes).iter().filter(|tag| tag.name == "svg") {
            let named =
                svg.get("aria-label").is_some_and(|label| !label.is_empty()) || svg.get("aria-labelledby").is_some();
            assert!(named != (svg.get("aria-hidden") == Some("true")), "{path}: {svg:?}");
        }
    }
}

#[test]
fn a_page_of_a_place_says_where_that_is_in_its_state() {
    let [city, county, program, spanish] = [
        "locations/california/long-beach/index.html",
        "locations/california/los-angeles-county/index.html",
        "programs/jacaranda-house/index.html",
        "es/locations/california/long-beach/index.html",
    ]
    .map(|path| page(site(), path));
    assert_eq!(locator(&city).unwrap().get("aria-label"), Some("Map: where Long Beach is in California"));
    assert_eq!(locator(&county).unwrap().get("aria-label"), Some("Map: where Los Angeles County is in California"));
    assert_eq!(locator(&spanish).unwrap().get("aria-label"), Some("Mapa: dónde está Long Beach en California"));
    assert!(dot(&city).is_some() && dot(&county).is_none() && find(&county, "path", &[("class", "area")]).is_some());
    assert!(locator(&program).is_some());
}

#[test]
fn the_page_of_a_program_shows_its_city_and_not_its_building() {
    // In the far corner of the city, as a confidential address, and only by its ZIP.
    let exact = replaced(LISTING, &[("  street: \"750", "  lat: 33.2001\n  lon: -86.8999\n  street: \"750")]);
    let confidential = replaced(
        LISTING,
        &[("street: \"750 Highway 31 South\"", "confidential: hidden"), ("Alder Creek IOP", "Cove IOP")],
    );
    let project = Project::empty()
        .with(LISTING_PATH, exact)
        .with("content/providers/al/cove.md", confidential)
        .with("content/providers/al/birch.md", listing("Birch IOP", "Alabaster", "AL", "35007"))
        .built();
    let dots: BTreeSet<String> = ["alder-creek", "cove", "birch"]
        .iter()
        .map(|slug| dot(&tags(project.page(&format!("programs/{slug}/index.html")).as_bytes())).unwrap().to_owned())
        .collect();
    let city = tags(project.page("locations/alabama/alabaster/index.html").as_bytes());
    assert_eq!(dots.into_iter().collect::<Vec<_>>(), [dot(&city).unwrap()]);
}

#[test]
fn a_city_that_no_map_knows_is_not_where_its_confidential_program_is() {
    let hidden = replaced(
        &listing("Cove IOP", "Nowhere Crossing", "AL", "35007"),
        &[("location:\n", "location:\n  confidential: hidden\n")],
    );
    let project = Project::empty().with("content/providers/al/cove.md", hidden).built();
    for path in ["programs/cove/index.html", "locations/alabama/nowhere-crossing/index.html"] {
        assert!(locator(&tags(project.page(path).as_bytes())).is_none(), "{path}");
    }
    assert!(!project.page("locations/alabama/index.html").contains("class=\"dot"));
}

#[test]
fn a_site_may_be_without_maps() {
    let project = Project::sample().with("waypost.yaml", format!("{SITE}maps: none\n")).built();
    for (path, bytes) in project.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(!page.contains("class=\"map") && !page.contains("class=\"locator"), "{path}");
    }
}

#[test]
fn a_map_stands_on_the_first_page_of_a_list_only() {
    let mut project = Project::empty().with("waypost.yaml", format!("{SITE}page_size: 10\n"));
    for n in 10..25 {
        let text = listing(&format!("Site {n}"), "Alabaster", "AL", "35007").replace("234-0142", &format!("234-01{n}"));
        project = project.with(&format!("content/providers/al/site-{n}.md"), text);
    }
    let project = project.built();
    assert!(project.page("locations/alabama/index.html").contains("<title>Alabaster, 15 programs</title>"));
    assert!(!project.page("locations/alabama/page/2/index.html").contains("class=\"map"));
}
