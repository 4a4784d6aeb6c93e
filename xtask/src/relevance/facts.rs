//! What is true of each listing, from the open data that the site publishes; and where places are.

use crate::{Result, project};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Radius of the earth in miles, for the haversine formula.
const EARTH: f64 = 3958.7613;

/// Latitude and longitude in degrees.
pub(crate) type Point = (f64, f64);

/// One listing.
pub(crate) struct Fact {
    pub(crate) slug: String,
    pub(crate) state: String,
    pub(crate) point: Option<Point>,
    /// `facet=term` of everything it reports.
    pub(crate) terms: BTreeSet<String>,
    /// Words of its name and organization, small, with blanks around each.
    pub(crate) names: String,
}

#[derive(Deserialize)]
struct Data {
    programs: Vec<Record>,
}

#[derive(Deserialize)]
struct Record {
    slug: String,
    name: String,
    organization: Option<String>,
    state: String,
    zip: Option<String>,
    address: Option<String>,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    programs: Vec<Part>,
    #[serde(default)]
    services: Vec<String>,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    accepts: Vec<String>,
    #[serde(default)]
    insurers: Vec<String>,
}

/// One of a listing's programs: keys of lists, some of which are facets.
#[derive(Deserialize)]
struct Part {
    #[serde(default)]
    level_of_care: Vec<String>,
    #[serde(default)]
    focus: Vec<String>,
    #[serde(default)]
    formats: Vec<String>,
    #[serde(default)]
    modalities: Vec<String>,
    #[serde(default)]
    medications: Vec<String>,
    #[serde(default)]
    populations: Vec<String>,
    #[serde(default)]
    age_groups: Vec<String>,
    #[serde(default)]
    genders: Vec<String>,
}

impl Record {
    fn fact(self, places: &Places) -> Fact {
        let mut terms = BTreeSet::new();
        let mut add = |facet: &str, slugs: &[String]| terms.extend(slugs.iter().map(|slug| format!("{facet}={slug}")));
        for part in &self.programs {
            add("level_of_care", &part.level_of_care);
            add("focus", &part.focus);
            add("format", &part.formats);
            add("modality", &part.modalities);
            add("medication", &part.medications);
            add("population", &part.populations);
            add("age", &part.age_groups);
            add("gender", &part.genders);
        }
        add("service", &self.services);
        add("language", &self.languages);
        add("payment", &self.accepts);
        add("insurer", &self.insurers);
        let names = words(&format!("{} {}", self.name, self.organization.as_deref().unwrap_or_default()));
        // The open data has no point of a confidential address; a search may have that of its ZIP.
        let hidden = self.address.as_deref() == Some("confidential");
        let zip = self.zip.filter(|_| hidden).and_then(|zip| places.find(&zip));
        Fact { slug: self.slug, state: self.state, point: self.lat.zip(self.lon).or(zip), terms, names }
    }
}

/// Small words with a blank on both sides of each.
pub(crate) fn words(text: &str) -> String {
    let text = text.to_lowercase().replace(['\'', '.'], "");
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    format!(" {} ", words.join(" "))
}

/// All listings of a built site.
pub(crate) fn read(site: &Path, places: &Places) -> Result<Vec<Fact>> {
    let path = site.join("data/programs.json");
    let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let data: Data = serde_json::from_slice(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(data.programs.into_iter().map(|record| record.fact(places)).collect())
}

/// Miles between two points on a sphere.
pub(crate) fn miles(a: Point, b: Point) -> f64 {
    let (south, north) = (a.0.to_radians(), b.0.to_radians());
    let half = ((north - south) / 2.0).sin().powi(2)
        + south.cos() * north.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * EARTH * half.sqrt().min(1.0).asin()
}

/// Points of ZIPs and places, by ZIP and by "City, ST".
pub(crate) struct Places(BTreeMap<String, Point>);

impl Places {
    pub(crate) fn read() -> Result<Self> {
        let mut points: BTreeMap<String, Point> = BTreeMap::new();
        for row in table("zips.tsv")? {
            points.insert(row[0].clone(), (row[1].parse()?, row[2].parse()?));
        }
        let mut people: BTreeMap<String, u64> = BTreeMap::new();
        for row in table("places.tsv")? {
            let (name, count) = (format!("{}, {}", row[0], row[1]), row[4].parse()?);
            // The largest of several towns of one name in one state.
            if people.get(&name).is_none_or(|known| count > *known) {
                people.insert(name.clone(), count);
                points.insert(name, (row[2].parse()?, row[3].parse()?));
            }
        }
        Ok(Self(points))
    }

    pub(crate) fn find(&self, name: &str) -> Option<Point> {
        self.0.get(name).copied()
    }
}

/// Rows of a table of the gazetteer, without its head.
fn table(name: &str) -> Result<Vec<Vec<String>>> {
    let path = project::root().join("data/geo").join(name);
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(text.lines().skip(1).map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_degree_of_latitude_is_69_miles() {
        assert!((miles((40.0, -100.0), (41.0, -100.0)) - 69.09).abs() < 0.01);
        assert!((miles((0.0, 179.5), (0.0, -179.5)) - 69.09).abs() < 0.01, "over the date line");
    }

    #[test]
    fn places_of_the_gazetteer_are_found_by_zip_and_by_name() {
        let places = Places::read().unwrap();
        let (zip, city) = (places.find("92648").unwrap(), places.find("Huntington Beach, CA").unwrap());
        assert!(miles(zip, city) < 5.0);
        assert!(places.find("Huntington Beach, AK").is_none());
    }
}
