//! Which row of an earlier import a row is: by its key, and where names, numbers or streets changed, by likeness.

use std::collections::{BTreeMap, BTreeSet};

use super::memory::Remembered;
use super::names::{folded_name, folded_street, similar};
use super::row::SurveyRow;

/// The key of the earlier row for each key of `new` that has one. A row is the one of the same key; otherwise one of
/// the same directory and ZIP with a similar name and the same phone or street, the likest first, each taken once.
pub(super) fn link(new: &BTreeMap<&str, &SurveyRow>, old: &[Remembered]) -> BTreeMap<String, String> {
    let old: BTreeMap<&str, &SurveyRow> = old.iter().map(|r| (r.key.as_str(), &r.row)).collect();
    let mut links: BTreeMap<String, String> =
        new.keys().filter(|key| old.contains_key(**key)).map(|key| ((*key).to_owned(), (*key).to_owned())).collect();
    let mut by_zip: BTreeMap<_, Vec<(&str, Likeness)>> = BTreeMap::new();
    for (key, row) in &old {
        if !new.contains_key(key) {
            by_zip.entry((row.directory, row.zip)).or_default().push((key, Likeness::of(row)));
        }
    }
    let mut pairs: Vec<(u32, &str, &str)> = Vec::new();
    for (key, row) in new.iter().filter(|(key, _)| !old.contains_key(**key)) {
        let Some(candidates) = by_zip.get(&(row.directory, row.zip)) else { continue };
        let mine = Likeness::of(row);
        pairs.extend(candidates.iter().filter_map(|(old, theirs)| Some((mine.score(theirs)?, *key, *old))));
    }
    pairs.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, a.2).cmp(&(b.1, b.2))));
    let mut taken: BTreeSet<&str> = BTreeSet::new();
    for (_, new, old) in pairs {
        if !links.contains_key(new) && taken.insert(old) {
            links.insert(new.to_owned(), old.to_owned());
        }
    }
    links
}

struct Likeness {
    name1: String,
    whole: String,
    street: String,
    phones: Vec<String>,
}

impl Likeness {
    fn of(row: &SurveyRow) -> Self {
        Self {
            name1: folded_name(&row.name1),
            whole: folded_name(&format!("{} {}", row.name1, row.name2)),
            street: folded_street(&row.street),
            phones: row.phones.iter().map(|p| p.number.clone()).collect(),
        }
    }

    /// How alike two rows are, in thousandths and more; `None` when they are not one place.
    fn score(&self, other: &Self) -> Option<u32> {
        let street = !self.street.is_empty() && self.street == other.street;
        let phone = self.phones.iter().any(|p| other.phones.contains(p));
        if !(street || phone) || !(similar(&self.name1, &other.name1) || similar(&self.whole, &other.whole)) {
            return None;
        }
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let name = (strsim::normalized_levenshtein(&self.whole, &other.whole) * 1000.0) as u32;
        Some(name + 1000 * u32::from(street) + 1000 * u32::from(phone))
    }
}

#[cfg(test)]
mod tests {
    use super::super::merge::tests::row;
    use super::super::row::Directory::{Mental, Substance};
    use super::*;

    fn linked(new: &[SurveyRow], old: &[SurveyRow]) -> Vec<Option<usize>> {
        let keys: Vec<String> = new.iter().map(SurveyRow::key).collect();
        let new: BTreeMap<&str, &SurveyRow> = keys.iter().map(String::as_str).zip(new).collect();
        let memory: Vec<Remembered> =
            old.iter().map(|row| Remembered { key: row.key(), listing: String::new(), row: row.clone() }).collect();
        let links = link(&new, &memory);
        keys.iter().map(|k| links.get(k).and_then(|old| memory.iter().position(|r| r.key == *old))).collect()
    }

    #[test]
    fn a_row_with_another_spelling_or_street_is_still_the_same() {
        let old = [row(Substance, "Alder Hlth Servs", "", "12 Mill Road", "978-555-0142")];
        for new in [
            row(Substance, "Alder Health Services", "", "12 Mill Rd", "978-555-0199"),
            row(Substance, "Alder Health Services", "", "9 Elm Street", "978-555-0142"),
        ] {
            assert_eq!(linked(&[new], &old), [Some(0)]);
        }
    }

    #[test]
    fn another_name_or_directory_is_another_row() {
        let old = [row(Substance, "Alder Health", "", "12 Mill Road", "978-555-0142")];
        let new = [
            row(Substance, "Maple House", "", "12 Mill Road", "978-555-0142"),
            row(Mental, "Alder Health", "", "12 Mill Road", "978-555-0142"),
            row(Substance, "Alder Health", "", "9 Elm Street", "978-555-0199"),
        ];
        assert_eq!(linked(&new, &old), [None, None, None]);
    }

    #[test]
    fn each_earlier_row_is_taken_once_by_the_likest() {
        let old = [row(Substance, "Alder Health", "Elm Clinic", "12 Mill Road", "978-555-0142")];
        let new = [
            row(Substance, "Alder Health", "Oak House", "12 Mill Road", "978-555-0142"),
            row(Substance, "Alder Health", "Elm Clinics", "12 Mill Road", "978-555-0142"),
        ];
        assert_eq!(linked(&new, &old), [None, Some(0)]);
        let same = [row(Substance, "Alder Health", "Elm Clinic", "12 Mill Road", "978-555-0142"), new[1].clone()];
        assert_eq!(linked(&same, &old), [Some(0), None]);
    }
}
