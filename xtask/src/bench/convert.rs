//! The same content as a Hugo site.
//!
//! A listing keeps its front matter as it is. What Hugo groups by has to stand at its top level, so those lists are
//! added below. Hugo writes the pages that waypost writes: a page for each program, paginated lists for states,
//! cities, counties and states served by video, the guides and the glossary. What waypost does beyond that is left out:
//! the comparison is to be fair to Hugo, so its templates are the quick way to write this, too.

use crate::site::Site;
use crate::{Result, project, tree};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const STATES: [(&str, &str); 59] = [
    ("AK", "Alaska"),
    ("AL", "Alabama"),
    ("AR", "Arkansas"),
    ("AS", "American Samoa"),
    ("AZ", "Arizona"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DC", "District of Columbia"),
    ("DE", "Delaware"),
    ("FL", "Florida"),
    ("FM", "Federated States of Micronesia"),
    ("GA", "Georgia"),
    ("GU", "Guam"),
    ("HI", "Hawaii"),
    ("IA", "Iowa"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("MA", "Massachusetts"),
    ("MD", "Maryland"),
    ("ME", "Maine"),
    ("MH", "Marshall Islands"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MO", "Missouri"),
    ("MP", "Northern Mariana Islands"),
    ("MS", "Mississippi"),
    ("MT", "Montana"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("NE", "Nebraska"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NV", "Nevada"),
    ("NY", "New York"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("PW", "Palau"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VA", "Virginia"),
    ("VI", "U.S. Virgin Islands"),
    ("VT", "Vermont"),
    ("WA", "Washington"),
    ("WI", "Wisconsin"),
    ("WV", "West Virginia"),
    ("WY", "Wyoming"),
];

/// Writes the Hugo site that holds what `site` holds.
pub(crate) fn site(site: &Site, to: &Path) -> Result<()> {
    tree::copy(&project::root().join("xtask/hugo"), to)?;
    let programs = to.join("content/programs");
    fs::create_dir_all(&programs)?;
    for path in site.listings()? {
        let text = fs::read_to_string(&path)?;
        let page = listing(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        fs::write(programs.join(path.file_name().unwrap_or_default()), page)?;
    }
    texts(&site.content().join("guides"), &to.join("content/guides"))?;
    texts(&site.content().join("pages"), &to.join("content"))?;
    let style = project::root().join("themes/default/assets/site.css");
    if style.is_file() {
        fs::create_dir_all(to.join("assets"))?;
        fs::copy(style, to.join("assets/site.css"))?;
    }
    fs::create_dir_all(to.join("data"))?;
    fs::write(to.join("data/terms.json"), labels()?.to_string())?;
    Ok(())
}

/// Front matter and body of a file that begins with `---`.
fn split(text: &str) -> Result<(&str, &str)> {
    let rest = text.strip_prefix("---\n").ok_or("no front matter")?;
    let end = rest.find("\n---").ok_or("the front matter does not end")?;
    Ok((&rest[..=end], rest[end + 1..].trim_start_matches('-')))
}

/// A listing as a Hugo page.
fn listing(text: &str) -> Result<String> {
    let (front, body) = split(text)?;
    let facts: Value = serde_yaml::from_str(front)?;
    let place = &facts["location"];
    let code = place["state"].as_str().unwrap_or_default();
    let within = |name: &Value| name.as_str().map(|name| format!("{name}, {code}"));

    let mut lists: Vec<(&str, BTreeSet<String>)> = vec![
        ("states", BTreeSet::from([state(code).to_owned()])),
        ("cities", within(&place["city"]).into_iter().collect()),
        ("counties", within(&place["county"]).into_iter().collect()),
    ];
    let programs = facts["programs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let served = programs.iter().flat_map(|program| strings(&program["states_served"]));
    lists.push(("telehealth", served.map(|code| state(code).to_owned()).collect()));

    // JSON is YAML, too.
    let mut added: Vec<(&str, Value)> = vec![("title", facts["name"].clone())];
    let places = [("in_city", within(&place["city"])), ("in_county", within(&place["county"]))];
    added.extend(places.into_iter().filter_map(|(name, place)| Some((name, json!(place?)))));
    added.extend(lists.iter().filter(|(_, values)| !values.is_empty()).map(|(name, values)| (*name, json!(values))));
    let added: String = added.iter().map(|(name, value)| [name, ": ", &value.to_string(), "\n"].concat()).collect();
    Ok(["---\n", front, &added, "---", body].concat())
}

/// The texts of a list.
fn strings(value: &Value) -> impl Iterator<Item = &str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str)
}

fn state(code: &str) -> &str {
    STATES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

/// Guides and pages: Hugo reads `menu` as its own, and orders by `weight`.
fn texts(from: &Path, to: &Path) -> Result<()> {
    if !from.is_dir() {
        return Ok(());
    }
    for path in tree::files(from)? {
        let (source, target): (PathBuf, PathBuf) = (from.join(&path), to.join(&path));
        let text = fs::read_to_string(&source)?;
        let (front, body) = split(&text).map_err(|error| format!("{}: {error}", source.display()))?;
        let front = format!("\n{front}").replace("\nmenu:", "\nmenu_text:").replace("\norder:", "\nweight:");
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(target, format!("---{front}---{body}"))?;
    }
    Ok(())
}

/// The English label and meaning of every term: {facet: {slug: {label, about}}}.
fn labels() -> Result<Value> {
    let dir = project::root().join("data/vocabulary");
    let mut facets = Map::new();
    if !dir.is_dir() {
        return Ok(Value::Object(facets));
    }
    for path in tree::files(&dir)? {
        let facet: Value = serde_yaml::from_str(&fs::read_to_string(dir.join(&path))?)?;
        let terms = facet["terms"].as_array().into_iter().flatten().filter_map(|term| {
            let slug = term["slug"].as_str()?.to_owned();
            Some((slug, json!({ "label": term["label"]["en"], "about": term["about"]["en"] })))
        });
        let terms: Map<String, Value> = terms.collect();
        facets.insert(facet["facet"].as_str().unwrap_or_default().to_owned(), Value::Object(terms));
    }
    Ok(Value::Object(facets))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_listing_keeps_its_facts_and_gains_the_lists_to_group_by() {
        let text = "---\nname: \"Alder Creek\"\nlocation:\n  city: \"Alabaster\"\n  state: AL\nprograms:\n  - id: a\n    \
                    level_of_care: iop\n    states_served: [GA]\n    modalities: [cbt]\n---\nText.\n";
        let page = listing(text).unwrap();
        let (front, body) = split(&page).unwrap();
        let facts: Value = serde_yaml::from_str(front).unwrap();
        assert_eq!(body, "\nText.\n");
        assert_eq!(facts["title"], "Alder Creek");
        assert_eq!(facts["location"]["city"], "Alabaster");
        assert_eq!(facts["states"], json!(["Alabama"]));
        assert_eq!(facts["cities"], json!(["Alabaster, AL"]));
        assert_eq!(facts["telehealth"], json!(["Georgia"]));
        assert_eq!(facts.get("counties"), None);
    }
}
