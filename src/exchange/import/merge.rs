//! Which rows are one place.
//!
//! Two steps. Rows of one directory with the same key repeat each other. Then a row for substance use and a row for
//! mental health are one place when street and ZIP are the same and the first names are similar: first those whose
//! whole names agree, then, per address and organization, the one pair that is left, then pairs with the same phone.
//! Services with different names at one address stay separate. Where the address is withheld, nothing shows that two
//! rows are one house but the same whole name and the same phone, so both are asked for.

use std::collections::BTreeMap;

use super::names::{folded_name, folded_street, similar};
use super::row::{Directory, SurveyRow};
use crate::geo::Zip;

/// One place: indices of its rows, each list with the row that leads first. At most two lists, substance use first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) parts: Vec<Vec<usize>>,
}

impl Place {
    /// All rows, the leading one first.
    pub(super) fn rows(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().flatten().copied()
    }
}

/// Gathers rows into places, in the order of `keys`. `keys` are the rows' keys.
pub(super) fn places(rows: &[SurveyRow], keys: &[String]) -> Vec<Place> {
    let mut same: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (i, key) in keys.iter().enumerate() {
        same.entry(key).or_default().push(i);
    }
    let singles: Vec<Vec<usize>> = same.into_values().collect();
    let mut partner: Vec<Option<usize>> = vec![None; singles.len()];
    for group in by_address(rows, &singles).into_values() {
        pair(rows, &singles, &group, &mut partner);
    }
    let mut places = Vec::new();
    for (i, single) in singles.iter().enumerate() {
        let Some(leader) = single.first() else { continue };
        let own = single.clone();
        match (partner.get(i).copied().flatten(), rows[*leader].directory) {
            (None, _) => places.push(Place { parts: vec![own] }),
            (Some(other), Directory::Substance) => places.push(Place { parts: vec![own, singles[other].clone()] }),
            (Some(_), Directory::Mental) => {}
        }
    }
    places
}

fn by_address(rows: &[SurveyRow], singles: &[Vec<usize>]) -> BTreeMap<(Zip, String), Vec<usize>> {
    let mut groups: BTreeMap<(Zip, String), Vec<usize>> = BTreeMap::new();
    for (i, single) in singles.iter().enumerate() {
        let Some(row) = single.first().map(|r| &rows[*r]) else { continue };
        groups.entry((row.zip, folded_street(&row.street))).or_default().push(i);
    }
    groups
}

/// A candidate of one address, with what it is compared by.
struct Candidate {
    single: usize,
    name1: String,
    whole: String,
    phones: Vec<String>,
    withheld: bool,
}

fn pair(rows: &[SurveyRow], singles: &[Vec<usize>], group: &[usize], partner: &mut [Option<usize>]) {
    let of = |directory: Directory| -> Vec<Candidate> {
        let mine = group.iter().filter_map(|i| singles[*i].first().map(|r| (*i, &rows[*r])));
        mine.filter(|(_, row)| row.directory == directory)
            .map(|(single, row)| Candidate {
                single,
                name1: folded_name(&row.name1),
                whole: folded_name(&format!("{} {}", row.name1, row.name2)),
                phones: row.phones.iter().map(|p| p.number.clone()).collect(),
                withheld: row.street.is_empty(),
            })
            .collect()
    };
    let (mut substance, mut mental) = (of(Directory::Substance), of(Directory::Mental));
    let mut join =
        |substance: &mut Vec<Candidate>, mental: &mut Vec<Candidate>, same: &dyn Fn(&Candidate, &Candidate) -> bool| {
            substance.retain(|s| {
                let Some(at) = mental.iter().position(|m| same(s, m)) else { return true };
                let m = mental.remove(at);
                (partner[s.single], partner[m.single]) = (Some(m.single), Some(s.single));
                false
            });
        };
    let share_a_phone = |s: &Candidate, m: &Candidate| s.phones.iter().any(|p| m.phones.contains(p));
    let one_organization = |s: &Candidate, m: &Candidate| similar(&s.name1, &m.name1) || similar(&s.whole, &m.whole);
    join(&mut substance, &mut mental, &|s, m| s.whole == m.whole && (!s.withheld || share_a_phone(s, m)));
    substance.retain(|s| !s.withheld);
    mental.retain(|m| !m.withheld);
    join(&mut substance, &mut mental, &|s, m| similar(&s.whole, &m.whole));
    // What is left of an organization at this address is one place if it is one row on each side.
    let alone: Vec<(usize, usize)> = substance
        .iter()
        .filter_map(|s| {
            let theirs: Vec<&Candidate> = mental.iter().filter(|m| one_organization(s, m)).collect();
            let [m] = theirs.as_slice() else { return None };
            let ours = substance.iter().filter(|other| one_organization(other, m)).count();
            (ours == 1).then_some((s.single, m.single))
        })
        .collect();
    join(&mut substance, &mut mental, &|s, m| alone.contains(&(s.single, m.single)));
    join(&mut substance, &mut mental, &|s, m| one_organization(s, m) && share_a_phone(s, m));
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used)]

    use super::super::codes::CodeSet;
    use super::super::row::{Origin, Phone, PhoneKind};
    use super::*;
    use crate::geo::State;

    pub(crate) fn row(directory: Directory, name1: &str, name2: &str, street: &str, phone: &str) -> SurveyRow {
        SurveyRow {
            origin: Origin::default(),
            directory,
            year: 2024,
            retrieved: "2026-08-30".into(),
            name1: name1.into(),
            name2: name2.into(),
            street: street.into(),
            unit: String::new(),
            city: "Lowell".into(),
            state: State::from_code("MA").unwrap(),
            zip: "01850".parse().unwrap(),
            confidential: street.is_empty(),
            phones: vec![Phone { number: phone.into(), ext: None, kind: PhoneKind::Main }],
            website: String::new(),
            point: None,
            facts: CodeSet::default(),
        }
    }

    fn parts(rows: &[SurveyRow]) -> Vec<Vec<Vec<usize>>> {
        let keys: Vec<String> = rows.iter().map(SurveyRow::key).collect();
        let mut parts: Vec<_> = places(rows, &keys).into_iter().map(|p| p.parts).collect();
        parts.sort();
        parts
    }

    use Directory::{Mental, Substance};

    #[test]
    fn rows_of_one_key_are_one_place() {
        let rows = [
            row(Substance, "Alder Health", "", "12 Mill Road", "978-555-0142"),
            row(Substance, "ALDER Health", "", "12 Mill Road", "978-555-0143"),
        ];
        assert_eq!(parts(&rows), [[[0, 1]]]);
    }

    #[test]
    fn a_place_of_both_directories_is_one_listing_with_substance_use_first() {
        let rows = [
            row(Mental, "Alder Hlth Servs", "", "12 Mill Rd", "978-555-0142"),
            row(Substance, "Alder Health Services Inc", "Outpatient", "12 Mill Road", "978-555-0199"),
        ];
        assert_eq!(parts(&rows), [[[1], [0]]]);
    }

    #[test]
    fn other_names_at_one_address_stay_separate() {
        let rows = [
            row(Mental, "Maple House", "", "12 Mill Road", "978-555-0142"),
            row(Substance, "Alder Health", "", "12 Mill Road", "978-555-0142"),
            row(Substance, "Maple House", "", "14 Mill Road", "978-555-0142"),
        ];
        assert_eq!(parts(&rows).len(), 3);
    }

    #[test]
    fn whole_names_pair_before_what_is_left() {
        let rows = [
            row(Mental, "Alder Health", "Adult Clinic", "12 Mill Road", "978-555-0142"),
            row(Mental, "Alder Health", "Child Clinic", "12 Mill Road", "978-555-0143"),
            row(Substance, "Alder Health", "Child Clinic", "12 Mill Road", "978-555-0144"),
            row(Substance, "Alder Health", "Sober Start", "12 Mill Road", "978-555-0145"),
        ];
        assert_eq!(parts(&rows), [[[2], [1]], [[3], [0]]]);
    }

    #[test]
    fn of_several_services_only_one_with_the_same_phone_pairs() {
        let rows = [
            row(Mental, "Alder Health", "Elm Adult Clinic", "12 Mill Road", "978-555-0142"),
            row(Mental, "Alder Health", "Fir Child Clinic", "12 Mill Road", "978-555-0143"),
            row(Substance, "Alder Health", "Sober Start", "12 Mill Road", "978-555-0143"),
        ];
        assert_eq!(parts(&rows), [vec![vec![0]], vec![vec![2], vec![1]]]);
    }

    #[test]
    fn withheld_addresses_need_the_same_name_and_phone() {
        let rows = [
            row(Mental, "Alder Health", "", "", "978-555-0142"),
            row(Substance, "Alder Health", "", "", "978-555-0199"),
        ];
        assert_eq!(parts(&rows).len(), 2);
        let rows = [rows[0].clone(), row(Substance, "Alder Health", "", "", "978-555-0142")];
        assert_eq!(parts(&rows), [[[1], [0]]]);
    }
}
