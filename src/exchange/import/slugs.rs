//! Addresses for new listings: name and city, unique over all states, the same on every machine.

use std::collections::{BTreeMap, BTreeSet};

/// No slug is longer.
pub(super) const SLUG_MAX: usize = 80;

/// A listing that needs a slug.
#[derive(Debug, Clone)]
pub(super) struct Wanted<'a> {
    pub(super) name: &'a str,
    pub(super) city: &'a str,
    pub(super) state: &'a str,
    /// Decides who comes first; the same in every run.
    pub(super) key: &'a str,
}

/// A slug for each listing, in the order given. `taken` are those in use. Listings that would have the same slug get
/// their state appended, and those of one state a number in the order of their keys.
pub(super) fn assign(wanted: &[Wanted<'_>], taken: &BTreeSet<String>) -> Vec<String> {
    let mut by_base: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (i, listing) in wanted.iter().enumerate() {
        by_base.entry(base(listing.name, listing.city)).or_default().push(i);
    }
    let bases: BTreeSet<String> = by_base.keys().cloned().collect();
    let mut used = taken.clone();
    let mut slugs = vec![String::new(); wanted.len()];
    let mut crowded: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (base, group) in by_base {
        match group.as_slice() {
            [only] if !used.contains(&base) => {
                used.insert(base.clone());
                slugs[*only] = base;
            }
            _ => {
                for i in group {
                    let state = format!("-{}", wanted[i].state.to_ascii_lowercase());
                    crowded.entry(with_end(&base, &state)).or_default().push(i);
                }
            }
        }
    }
    for (base, mut group) in crowded {
        group.sort_by_key(|i| wanted[*i].key);
        let mut number = 1;
        for i in group {
            let slug = loop {
                let slug = if number == 1 { base.clone() } else { with_end(&base, &format!("-{number}")) };
                number += 1;
                if !used.contains(&slug) && !bases.contains(&slug) {
                    break slug;
                }
            };
            used.insert(slug.clone());
            slugs[i] = slug;
        }
    }
    slugs
}

fn base(name: &str, city: &str) -> String {
    let (name, city) = (slug::slugify(name), slug::slugify(city));
    let joined = match (name.is_empty(), city.is_empty()) {
        (true, true) => "program".to_owned(),
        (true, false) => format!("program-{city}"),
        (false, true) => name,
        (false, false) if name.ends_with(&format!("-{city}")) || name == city => name,
        (false, false) => format!("{name}-{city}"),
    };
    cut(&joined, SLUG_MAX).to_owned()
}

fn with_end(base: &str, end: &str) -> String {
    format!("{}{end}", cut(base, SLUG_MAX - end.len()))
}

/// At most `max` bytes, cut between words. Slugs are ASCII.
fn cut(slug: &str, max: usize) -> &str {
    if slug.len() <= max {
        return slug;
    }
    let head = &slug[..max];
    let whole_words =
        if slug.as_bytes().get(max) == Some(&b'-') { head } else { head.rsplit_once('-').map_or(head, |(a, _)| a) };
    whole_words.trim_end_matches('-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing<'a>(name: &'a str, city: &'a str, state: &'a str, key: &'a str) -> Wanted<'a> {
        Wanted { name, city, state, key }
    }

    #[test]
    fn names_and_cities_make_plain_slugs() {
        let slugs = assign(
            &[
                listing("Clínica Alder, Niños & Family", "Mayagüez", "PR", "a"),
                listing("Alder Lowell", "Lowell", "MA", "b"),
                listing("??", "Lowell", "MA", "c"),
            ],
            &BTreeSet::new(),
        );
        assert_eq!(slugs, ["clinica-alder-ninos-family-mayaguez", "alder-lowell", "program-lowell"]);
    }

    #[test]
    fn equal_slugs_get_their_state_and_then_a_number_by_key() {
        let wanted = [
            listing("Alder", "Salem", "OR", "z"),
            listing("Alder", "Salem", "MA", "y"),
            listing("Alder", "Salem", "OR", "b"),
        ];
        assert_eq!(assign(&wanted, &BTreeSet::new()), ["alder-salem-or-2", "alder-salem-ma", "alder-salem-or"]);
    }

    #[test]
    fn a_slug_in_use_is_never_given_again() {
        let taken = ["alder-salem".to_owned(), "alder-salem-or".to_owned()].into();
        assert_eq!(assign(&[listing("Alder", "Salem", "OR", "a")], &taken), ["alder-salem-or-2"]);
    }

    #[test]
    fn a_state_suffix_never_takes_the_plain_slug_of_another_listing() {
        let wanted = [
            listing("Alder", "Salem", "OR", "a"),
            listing("Alder", "Salem", "MA", "b"),
            listing("Alder Salem OR", "", "WA", "c"),
        ];
        assert_eq!(assign(&wanted, &BTreeSet::new()), ["alder-salem-or-2", "alder-salem-ma", "alder-salem-or"]);
    }

    #[test]
    fn long_names_are_cut_between_words() {
        let name = "alder ".repeat(20);
        let wanted = [listing(&name, "Salem", "OR", "a"), listing(&name, "Salem", "OR", "b")];
        for slug in assign(&wanted, &BTreeSet::new()) {
            assert!(slug.len() <= SLUG_MAX && slug.split('-').all(|w| w == "alder" || w == "or" || w == "2"), "{slug}");
        }
    }
}
