//! Counties and what stands in for them, named as people name them.

use super::State;
use super::name::fold;

/// A county, parish, borough, census area, planning region, municipio or independent city, of the Census of 2023.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct County {
    /// Five digits, the first two of the state: `06037`.
    pub fips: String,
    /// Bare name, as on a map: `Los Angeles`. Not unique in a state: Baltimore is a city and a county.
    pub name: String,
    /// The state it belongs to.
    pub state: State,
}

/// The census areas of Alaska, which have no government of their own, by the last three digits of their code.
const CENSUS_AREAS: [&str; 11] = ["016", "050", "063", "066", "070", "105", "158", "180", "198", "240", "290"];

impl County {
    /// Name with its kind: `Los Angeles County`, `Orleans Parish`, `Baltimore City`. Unique in a state.
    ///
    /// The kind follows from the code, as the Census assigns them:
    /// - three digits of 510 or more: an independent city (Virginia, Baltimore, St. Louis, Carson City);
    /// - Louisiana: parish; Puerto Rico: municipio; Connecticut: planning region; American Samoa: district;
    ///   Northern Mariana Islands: municipality;
    /// - Alaska: census area or municipality or city and borough where the list says so, otherwise borough;
    /// - District of Columbia, Guam, the islands of the U.S. Virgin Islands: the bare name;
    /// - all others: county.
    pub fn title(&self) -> String {
        let number = self.fips.get(2..).unwrap_or_default();
        let kind = match (self.state.code(), number) {
            ("DC" | "GU" | "VI", _) => "",
            ("LA", _) => "Parish",
            ("PR", _) => "Municipio",
            ("CT", _) => "Planning Region",
            ("AS", _) => "District",
            ("AK", number) if CENSUS_AREAS.contains(&number) => "Census Area",
            // In Alaska: Anchorage, Skagway.
            ("MP", _) | ("AK", "020" | "230") => "Municipality",
            // Juneau, Sitka, Wrangell, Yakutat.
            ("AK", "110" | "220" | "275" | "282") => "City and Borough",
            ("AK", _) => "Borough",
            (_, number) if number >= "510" => {
                if self.name.ends_with(" City") {
                    ""
                } else {
                    "City"
                }
            }
            _ => "County",
        };
        if kind.is_empty() { self.name.clone() } else { format!("{} {kind}", self.name) }
    }

    /// The title as part of an address: `los-angeles-county`, `prince-georges-county`. Unique in a state.
    pub fn slug(&self) -> String {
        let kept: String = self.title().chars().filter(|c| !matches!(c, '\'' | '.' | '’')).collect();
        slug::slugify(kept)
    }

    /// Whether `written` means this county: its title or its bare name, with any case, accents and abbreviations.
    /// `Baltimore` means both the city and the county.
    pub fn is_called(&self, written: &str) -> bool {
        let folded = fold(written);
        folded == fold(&self.title()) || folded == fold(&self.name)
    }
}
