//! The states, the District of Columbia, and the territories and freely associated states that have ZIP codes.

use super::name::fold;
use std::fmt;

/// One of the 59 places that the postal service has a two-letter code for. Ordered by name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(u8);

/// Postal code, FIPS code and name, in the order of the names.
const TABLE: [(&str, &str, &str); 59] = [
    ("AL", "01", "Alabama"),
    ("AK", "02", "Alaska"),
    ("AS", "60", "American Samoa"),
    ("AZ", "04", "Arizona"),
    ("AR", "05", "Arkansas"),
    ("CA", "06", "California"),
    ("CO", "08", "Colorado"),
    ("CT", "09", "Connecticut"),
    ("DE", "10", "Delaware"),
    ("DC", "11", "District of Columbia"),
    ("FM", "64", "Federated States of Micronesia"),
    ("FL", "12", "Florida"),
    ("GA", "13", "Georgia"),
    ("GU", "66", "Guam"),
    ("HI", "15", "Hawaii"),
    ("ID", "16", "Idaho"),
    ("IL", "17", "Illinois"),
    ("IN", "18", "Indiana"),
    ("IA", "19", "Iowa"),
    ("KS", "20", "Kansas"),
    ("KY", "21", "Kentucky"),
    ("LA", "22", "Louisiana"),
    ("ME", "23", "Maine"),
    ("MH", "68", "Marshall Islands"),
    ("MD", "24", "Maryland"),
    ("MA", "25", "Massachusetts"),
    ("MI", "26", "Michigan"),
    ("MN", "27", "Minnesota"),
    ("MS", "28", "Mississippi"),
    ("MO", "29", "Missouri"),
    ("MT", "30", "Montana"),
    ("NE", "31", "Nebraska"),
    ("NV", "32", "Nevada"),
    ("NH", "33", "New Hampshire"),
    ("NJ", "34", "New Jersey"),
    ("NM", "35", "New Mexico"),
    ("NY", "36", "New York"),
    ("NC", "37", "North Carolina"),
    ("ND", "38", "North Dakota"),
    ("MP", "69", "Northern Mariana Islands"),
    ("OH", "39", "Ohio"),
    ("OK", "40", "Oklahoma"),
    ("OR", "41", "Oregon"),
    ("PW", "70", "Palau"),
    ("PA", "42", "Pennsylvania"),
    ("PR", "72", "Puerto Rico"),
    ("RI", "44", "Rhode Island"),
    ("SC", "45", "South Carolina"),
    ("SD", "46", "South Dakota"),
    ("TN", "47", "Tennessee"),
    ("TX", "48", "Texas"),
    ("VI", "78", "U.S. Virgin Islands"),
    ("UT", "49", "Utah"),
    ("VT", "50", "Vermont"),
    ("VA", "51", "Virginia"),
    ("WA", "53", "Washington"),
    ("WV", "54", "West Virginia"),
    ("WI", "55", "Wisconsin"),
    ("WY", "56", "Wyoming"),
];

impl State {
    /// The state with this postal code, in capitals: `AL`.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::all().find(|state| state.code() == code)
    }

    /// The state with this full name, whatever its case: `Alabama`, `puerto rico`.
    pub fn from_name(name: &str) -> Option<Self> {
        let folded = fold(name);
        Self::all().find(|state| fold(state.name()) == folded)
    }

    /// The state with this two-digit FIPS code: `01`.
    pub fn from_fips(fips: &str) -> Option<Self> {
        Self::all().find(|state| state.fips() == fips)
    }

    /// All of them, by name.
    pub fn all() -> impl ExactSizeIterator<Item = Self> {
        (0u8..59).map(Self)
    }

    /// Its place among [`State::all`].
    pub fn number(self) -> u8 {
        self.0
    }

    /// Postal code: `AL`.
    pub fn code(self) -> &'static str {
        TABLE[usize::from(self.0)].0
    }

    /// Two-digit FIPS code, with which every county's code begins: `01`.
    pub fn fips(self) -> &'static str {
        TABLE[usize::from(self.0)].1
    }

    /// Full name in English: `Alabama`, `District of Columbia`.
    pub fn name(self) -> &'static str {
        TABLE[usize::from(self.0)].2
    }

    /// The name as part of an address: `alabama`, `district-of-columbia`, `us-virgin-islands`.
    pub fn slug(self) -> String {
        self.name().to_ascii_lowercase().replace('.', "").replace(' ', "-")
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::State;
    use std::collections::BTreeSet;

    #[test]
    fn every_state_is_found_by_each_of_its_names() {
        assert_eq!(State::all().len(), super::TABLE.len());
        for state in State::all() {
            assert_eq!(State::from_code(state.code()), Some(state));
            assert_eq!(State::from_fips(state.fips()), Some(state));
            assert_eq!(State::from_name(&state.name().to_uppercase()), Some(state));
            assert!(state.slug().bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", state.slug());
        }
        let slugs: BTreeSet<_> = State::all().map(State::slug).collect();
        assert_eq!(slugs.len(), 59);
    }

    #[test]
    fn the_order_is_that_of_the_names() {
        assert!(State::all().map(State::name).is_sorted());
        assert!(State::from_code("AL").unwrap() < State::from_code("AK").unwrap());
    }

    #[test]
    fn what_is_no_state_is_not_found() {
        for code in ["", "al", "AA", "AE", "XX", "nan"] {
            assert_eq!(State::from_code(code), None);
        }
        assert_eq!(State::from_name("Washington, D.C."), None);
        assert_eq!(State::from_name("U.S. Virgin Islands").unwrap().code(), "VI");
        assert_eq!(State::from_code("DC").unwrap().slug(), "district-of-columbia");
    }
}
