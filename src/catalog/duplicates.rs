//! Rules that need all listings at once: the same slug, the same place, the same phone.

use super::{Entry, Program};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::listing::Range32;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A number on so many unrelated organizations is worth a warning.
const SHARED_BY: usize = 3;

type Entries = [Arc<Entry<Program>>];

/// Everything that two or more listings have in common and should not.
pub fn check(programs: &Entries) -> Vec<Diagnostic> {
    let mut findings = slugs(programs);
    findings.append(&mut places(programs));
    findings.append(&mut phones(programs));
    findings
}

/// The place of a value in a file that is no longer in memory. Only called when there is something to say.
fn place(entry: &Entry<Program>, range: &Range32) -> Place {
    entry.place(range.start as usize..range.end as usize)
}

fn slugs(programs: &Entries) -> Vec<Diagnostic> {
    programs
        .windows(2)
        .filter(|pair| pair[0].fact.listing.slug == pair[1].fact.listing.slug)
        .map(|pair| {
            let slug = &pair[1].fact.listing.slug;
            Diagnostic::new(&rules::IDENTITY_DUPLICATE_SLUG, format!("two listings have the slug `{slug}`"))
                .at(place(&pair[1], &pair[1].fact.marks.name))
                .related(place(&pair[0], &pair[0].fact.marks.name), "the other one")
                .help("rename one of the two files, for example by adding its city; slugs are unique over all states")
        })
        .collect()
}

fn places(programs: &Entries) -> Vec<Diagnostic> {
    let mut seen: HashMap<&str, usize> = HashMap::with_capacity(programs.len());
    let mut findings = Vec::new();
    for (i, entry) in programs.iter().enumerate() {
        let listing = &entry.fact.listing;
        if !entry.fact.listed() {
            continue;
        }
        let key = entry.fact.folded.place.as_str();
        if let Some(&first) = seen.get(key) {
            let other = &programs[first];
            findings.push(
                Diagnostic::new(
                    &rules::IDENTITY_NEAR_DUPLICATE,
                    format!("`{}` looks like the same place as another listing", listing.name),
                )
                .at(place(entry, &entry.fact.marks.name))
                .related(place(other, &other.fact.marks.name), "the other one")
                .help("if they are one place, move all programs into one file and add the other slug to `aliases`"),
            );
        } else {
            seen.insert(key, i);
        }
    }
    findings
}

fn phones(programs: &Entries) -> Vec<Diagnostic> {
    let mut by_number: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (i, entry) in programs.iter().enumerate().filter(|(_, e)| e.fact.listed()) {
        if let Some(phone) = entry.fact.listing.phones.first() {
            by_number.entry(phone.number).or_default().push(i);
        }
    }
    let mut findings = Vec::new();
    for (number, listings) in by_number {
        let mut organizations: BTreeMap<&str, usize> = BTreeMap::new();
        for &i in &listings {
            organizations.entry(programs[i].fact.folded.owner.as_str()).or_insert(i);
        }
        if organizations.len() < SHARED_BY {
            continue;
        }
        let mut first: Vec<usize> = organizations.into_values().collect();
        first.sort_unstable();
        let marked = |i: usize| {
            programs[i]
                .fact
                .marks
                .phone
                .as_ref()
                .map_or_else(|| Place::file(&*programs[i].path), |range| place(&programs[i], range))
        };
        let mut finding = Diagnostic::new(
            &rules::PHONE_SHARED,
            format!(
                "{} is the number of {} listings of {} organizations",
                number.display(),
                listings.len(),
                first.len()
            ),
        )
        .at(marked(first[0]))
        .help("write each program's own number; a shared switchboard of related organizations is fine");
        for &other in first.iter().skip(1).take(2) {
            finding = finding.related(marked(other), "also here");
        }
        findings.push(finding);
    }
    findings
}
