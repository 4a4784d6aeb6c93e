//! The closed list of facets.

/// A question that terms answer: the level of care, a way to pay, a language.
///
/// The order is the order in which filters and glossaries show them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    /// How much time treatment takes, and whether one lives at home.
    LevelOfCare,
    /// What the program treats.
    Focus,
    /// In person, by video, by phone.
    Format,
    /// Therapies and approaches.
    Modality,
    /// Medications that are given or accepted.
    Medication,
    /// Ways to pay.
    Payment,
    /// Insurance companies.
    Insurer,
    /// People for whom there is a program or group of their own.
    Population,
    /// Age groups.
    Age,
    /// Genders.
    Gender,
    /// Languages in which care is given.
    Language,
    /// Help that goes with therapy.
    Service,
    /// Who runs the program.
    Ownership,
    /// Outside bodies that check quality.
    Accreditation,
    /// Public offices that give permission.
    License,
    /// Smoking rules.
    Smoking,
    /// Vaping rules.
    Vaping,
    /// Time of day and week.
    Time,
}

/// Every facet with its key, in order.
const KEYS: [(Facet, &str); Facet::COUNT] = [
    (Facet::LevelOfCare, "level_of_care"),
    (Facet::Focus, "focus"),
    (Facet::Format, "format"),
    (Facet::Modality, "modality"),
    (Facet::Medication, "medication"),
    (Facet::Payment, "payment"),
    (Facet::Insurer, "insurer"),
    (Facet::Population, "population"),
    (Facet::Age, "age"),
    (Facet::Gender, "gender"),
    (Facet::Language, "language"),
    (Facet::Service, "service"),
    (Facet::Ownership, "ownership"),
    (Facet::Accreditation, "accreditation"),
    (Facet::License, "license"),
    (Facet::Smoking, "smoking"),
    (Facet::Vaping, "vaping"),
    (Facet::Time, "time"),
];

impl Facet {
    /// How many facets there are.
    pub const COUNT: usize = 18;

    /// All facets, in order.
    pub fn all() -> [Self; Self::COUNT] {
        KEYS.map(|(facet, _)| facet)
    }

    /// The name in files, addresses and data: `level_of_care`.
    pub fn key(self) -> &'static str {
        KEYS[self.index()].1
    }

    /// The facet of this key.
    pub fn from_key(key: &str) -> Option<Self> {
        KEYS.iter().find(|(_, k)| *k == key).map(|(facet, _)| *facet)
    }

    /// Its place in [`Facet::all`].
    pub fn index(self) -> usize {
        self as usize
    }
}

impl std::fmt::Display for Facet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.key())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::Facet;

    #[test]
    fn keys_and_facets_name_each_other_in_order() {
        for (index, facet) in Facet::all().into_iter().enumerate() {
            assert_eq!(facet.index(), index);
            assert_eq!(Facet::from_key(facet.key()), Some(facet));
            assert_eq!(serde_json::to_value(facet).unwrap(), facet.key());
        }
        assert_eq!(Facet::from_key("Modality"), None);
    }
}
