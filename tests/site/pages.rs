//! What every page of the demonstration has.

use crate::demonstration::site;
use crate::html::{Tag, find, noindex, tags};
use std::collections::BTreeMap;

/// Calls `look` with every page and collects what it complains about.
fn every_page(mut look: impl FnMut(&str, &[Tag]) -> Vec<String>) {
    let mut complaints = Vec::new();
    let mut pages = 0;
    for (path, bytes) in site().pages() {
        let tags = tags(bytes);
        complaints.extend(look(path, &tags).into_iter().map(|complaint| format!("{path}: {complaint}")));
        pages += 1;
    }
    assert!(pages > 200, "only {pages} pages");
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), complaints.join("\n"));
}

/// A page that only sends the reader on.
fn is_redirect(tags: &[Tag]) -> bool {
    find(tags, "meta", &[("http-equiv", "refresh")]).is_some()
}

#[test]
fn every_page_has_exactly_one_first_heading() {
    every_page(|_, tags| {
        let count = tags.iter().filter(|tag| tag.name == "h1").count();
        if count == 1 { vec![] } else { vec![format!("{count} headings")] }
    });
}

#[test]
fn every_page_shows_the_crisis_lines() {
    every_page(|_, tags| {
        let has = tags.iter().any(|tag| tag.get("data-crisis").is_some());
        let call = tags.iter().any(|tag| tag.get("href") == Some("tel:988"));
        if has && call { vec![] } else { vec!["no crisis lines".into()] }
    });
}

#[test]
fn titles_are_short_and_no_two_indexed_pages_of_a_language_share_one() {
    let mut seen: BTreeMap<(bool, String), String> = BTreeMap::new();
    every_page(|path, tags| {
        let Some(title) = find(tags, "title", &[]).map(|tag| tag.text.trim().to_owned()) else {
            return vec!["no title".into()];
        };
        let mut complaints = Vec::new();
        let length = title.chars().count();
        if length > 65 || title.is_empty() {
            complaints.push(format!("the title has {length} characters: {title}"));
        }
        if !noindex(tags)
            && let Some(other) = seen.insert((path.starts_with("es/"), title.clone()), path.to_owned())
        {
            complaints.push(format!("{other} has the title \"{title}\" too"));
        }
        complaints
    });
}

#[test]
fn every_page_describes_itself() {
    every_page(|_, tags| {
        let words =
            find(tags, "meta", &[("name", "description")]).and_then(|tag| tag.get("content")).unwrap_or_default();
        let length = words.chars().count();
        if (20..=300).contains(&length) {
            vec![]
        } else {
            vec![format!("the description has {length} characters: {words}")]
        }
    });
}

#[test]
fn no_page_carries_scripts_or_styles_of_its_own() {
    every_page(|_, tags| {
        let mut complaints = Vec::new();
        for tag in tags {
            // Blocks of data are not run.
            let data = matches!(tag.get("type"), Some("application/ld+json" | "application/json"));
            if tag.name == "script" && tag.get("src").is_none() && !data {
                complaints.push("an inline script".to_owned());
            }
            if tag.name == "style" || tag.get("style").is_some() {
                complaints.push(format!("an inline style on {}", tag.name));
            }
            if let Some(handler) = tag.attributes.keys().find(|name| name.starts_with("on")) {
                complaints.push(format!("{handler} on {}", tag.name));
            }
            if tag
                .get("href")
                .or(tag.get("src"))
                .is_some_and(|link| link.trim().to_lowercase().starts_with("javascript:"))
            {
                complaints.push(format!("a script in a link of {}", tag.name));
            }
        }
        complaints
    });
}

#[test]
fn no_page_loads_anything_from_another_origin() {
    let load = ["src", "srcset", "poster", "data", "action", "background", "manifest"];
    every_page(|_, tags| {
        let mut complaints = Vec::new();
        for tag in tags {
            let metadata = ["canonical", "alternate"].contains(&tag.get("rel").unwrap_or_default());
            let linked = tag.get("href").filter(|_| tag.name == "link" && !metadata);
            for address in load.iter().filter_map(|name| tag.get(name)).chain(linked) {
                if address.contains("//") {
                    complaints.push(format!("{} asks for {address}", tag.name));
                }
            }
            if ["iframe", "object", "embed", "base"].contains(&tag.name.as_str()) {
                complaints.push(format!("a {}", tag.name));
            }
        }
        complaints
    });
    for (path, bytes) in &site().files {
        if path.ends_with(".css") || path.ends_with(".js") {
            let text = String::from_utf8_lossy(bytes);
            assert!(!text.contains("@import") && !text.contains("url(http") && !text.contains("url(//"), "{path}");
            assert!(!text.contains("document.cookie"), "{path}");
            // Only the list of saved programs can outlast a tab; the search looks whether there is one.
            let text = text.replace("localStorage.length", "");
            assert!(!text.contains("localStorage") || path.starts_with("assets/save."), "{path}");
        }
    }
}

#[test]
fn every_page_forbids_the_browser_to_load_from_elsewhere() {
    every_page(|_, tags| {
        let policy = find(tags, "meta", &[("http-equiv", "Content-Security-Policy")])
            .and_then(|tag| tag.get("content"))
            .unwrap_or_default();
        let strict = policy.starts_with("default-src 'none'") && !policy.contains("unsafe") && !policy.contains("http");
        if strict { vec![] } else { vec![format!("the policy is \"{policy}\"")] }
    });
}

#[test]
fn structured_data_is_json_that_names_its_page() {
    let mut found = 0;
    every_page(|_, tags| {
        let mut complaints = Vec::new();
        for tag in tags.iter().filter(|tag| tag.get("type") == Some("application/ld+json")) {
            found += 1;
            match serde_json::from_str::<serde_json::Value>(&tag.text) {
                Ok(value) if value["@context"] == "https://schema.org" => {}
                Ok(value) => complaints.push(format!("no context in {value}")),
                Err(error) => complaints.push(format!("{error} in {}", tag.text)),
            }
        }
        complaints
    });
    assert!(found > 100, "{found}");
}

#[test]
fn ids_are_unique_on_every_page() {
    every_page(|_, tags| {
        let mut seen = std::collections::BTreeSet::new();
        tags.iter()
            .filter_map(|tag| tag.get("id"))
            .filter(|id| !seen.insert(*id))
            .map(|id| format!("the id {id} stands twice"))
            .collect()
    });
}

#[test]
fn headings_do_not_skip_a_level() {
    every_page(|_, tags| {
        let levels = tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse::<u8>().ok());
        let mut last = 0;
        let mut complaints = Vec::new();
        for level in levels {
            if level > last + 1 {
                complaints.push(format!("h{level} after h{last}"));
            }
            last = level;
        }
        complaints
    });
}

#[test]
fn every_page_says_its_language_and_its_address() {
    every_page(|path, tags| {
        let lang = find(tags, "html", &[]).and_then(|tag| tag.get("lang"));
        let canonical = find(tags, "link", &[("rel", "canonical")]).and_then(|tag| tag.get("href"));
        let expected = format!("https://waypost.example.org/{}", path.strip_suffix("index.html").unwrap_or(path));
        let language = if path.starts_with("es/") { "es" } else { "en" };
        if lang == Some(language) && (is_redirect(tags) || canonical == Some(&*expected)) {
            vec![]
        } else {
            vec![format!("{lang:?} {canonical:?}")]
        }
    });
}

#[test]
fn sample_listings_are_called_samples_on_every_page() {
    every_page(|_, tags| {
        if tags.iter().any(|tag| tag.get("class") == Some("sample")) { vec![] } else { vec!["no banner".into()] }
    });
}

#[test]
fn a_program_leads_to_the_guide_about_the_first_call_of_its_language() {
    use crate::project::{GUIDE, Project, SITE, replaced};
    let guide = replaced(GUIDE, &[("last_reviewed", "topics: [basics, first-call]\nlast_reviewed")]);
    let project = Project::sample().with("waypost.yaml", format!("{SITE}languages: [en, es]\n"));
    let project = project.with("content/guides/your-call.md", &guide).built();
    let link = "href=\"/guides/your-call/\"";
    assert!(project.page("programs/alder-creek/index.html").contains(link));
    assert!(!project.page("es/programs/alder-creek/index.html").contains("your-call"));
    // It comes and goes with the guide, also where nothing else of the program's page changed.
    project.edit("content/guides/your-call.md", ", first-call", "");
    let project = project.built();
    assert!(!project.page("programs/alder-creek/index.html").contains("your-call"));
}

#[test]
fn a_states_own_crisis_lines_stand_on_its_pages_and_on_no_others() {
    use crate::project::{LISTING, LISTING_PATH, Project, SITE, listing, replaced};
    let lines = "languages: [en, es]\ncrisis_lines:\n  - { state: AL, name: { en: \"Shelby Line\", es: \"Línea Shelby\" }, \
                 phone: \"205-234-0199\", hours: { en: Always, es: Siempre } }\n";
    let in_county = replaced(LISTING, &[("  state: AL\n", "  state: AL\n  county: \"Shelby County\"\n")]);
    let project = Project::sample().with("waypost.yaml", format!("{SITE}{lines}")).with(LISTING_PATH, in_county);
    let project =
        project.with("content/providers/oh/birch-hill.md", listing("Birch Hill IOP", "Columbus", "OH", "43215"));
    let project = project.built();
    for (prefix, name, hours) in [("", "Shelby Line", "Always"), ("es/", "Línea Shelby", "Siempre")] {
        let own = [
            "locations/alabama",
            "locations/alabama/alabaster",
            "locations/alabama/shelby-county",
            "programs/alder-creek",
        ];
        for path in own {
            let page = project.page(&format!("{prefix}{path}/index.html"));
            let national = page.rfind("tel:+18006624357").unwrap();
            let line = page.find("tel:+12052340199").unwrap_or_else(|| panic!("{prefix}{path} has no line"));
            assert!(line > national && page.contains(name) && page.contains(hours), "{prefix}{path}");
        }
        for path in ["", "locations/", "locations/ohio/", "locations/ohio/columbus/", "programs/birch-hill/"] {
            assert!(!project.page(&format!("{prefix}{path}index.html")).contains("2340199"), "{prefix}{path}");
        }
    }
}
