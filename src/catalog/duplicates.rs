//! Rules that need all listings at once: the same slug, the same place, the same phone.

use super::{Entry, Program, fold};
use crate::diagnostic::{Diagnostic, Place, Rule, rules};
use crate::listing::phone::Number;
use crate::listing::{Listing, Range32};
use std::collections::hash_map::Entry as Slot;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A number on so many unrelated organizations is worth a warning.
const SHARED_BY: usize = 3;

type Entries = [Arc<Entry<Program>>];

/// Everything that two or more listings have in common and should not. What many have in common is said of one of them:
/// of the first, or of one that is `asked` about by its path.
pub fn check(programs: &Entries, asked: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut findings = slugs(programs);
    findings.append(&mut places(programs));
    findings.append(&mut phones(programs, asked));
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
    let mut streets: HashMap<String, Vec<usize>> = HashMap::with_capacity(programs.len());
    let mut lines: HashMap<(Number, &str), Vec<usize>> = HashMap::with_capacity(programs.len());
    let mut findings = Vec::new();
    for (i, entry) in programs.iter().enumerate() {
        let listing = &entry.fact.listing;
        if !entry.fact.listed() {
            continue;
        }
        let earlier: Option<(usize, &'static Rule)> = match seen.entry(entry.fact.folded.place.as_str()) {
            Slot::Occupied(first) => Some((*first.get(), &rules::IDENTITY_NEAR_DUPLICATE)),
            Slot::Vacant(slot) => {
                slot.insert(i);
                None
            }
        };
        let mut at_street = street(listing).map(|key| streets.entry(key).or_default());
        let line = listing.phones.first().map(|phone| (phone.number, entry.fact.folded.city.as_str()));
        let mut on_line = line.map(|line| lines.entry(line).or_default());
        let alike = |other: usize| similar(entry, &programs[other]);
        let neighbors = at_street.as_deref().map(Vec::as_slice).unwrap_or_default();
        let callers = on_line.as_deref().map(Vec::as_slice).unwrap_or_default();
        // Sites of one organization share a phone and a name; they differ in their streets.
        let streetless =
            |other: usize| listing.location.street.is_none() || programs[other].fact.listing.location.street.is_none();
        let twin = neighbors.iter().find(|other| alike(**other) || callers.contains(*other));
        let twin = twin.or_else(|| callers.iter().find(|other| streetless(**other) && alike(**other)));
        let found = earlier
            .or_else(|| twin.map(|other| (*other, &rules::IDENTITY_NEAR_DUPLICATE)))
            .or_else(|| neighbors.first().map(|other| (*other, &rules::IDENTITY_SAME_ADDRESS)));
        if let Some((other, rule)) = found {
            findings.push(twice(entry, &programs[other], rule));
        }
        for list in [&mut at_street, &mut on_line].into_iter().flatten() {
            list.push(i);
        }
    }
    findings
}

fn twice(entry: &Entry<Program>, other: &Entry<Program>, rule: &Rule) -> Diagnostic {
    let (what, help) = if *rule == rules::IDENTITY_SAME_ADDRESS {
        (
            "has the same address as",
            "if they are one program, move everything into one file and add the other slug to `aliases`",
        )
    } else {
        (
            "looks like the same place as",
            "if they are one place, move all programs into one file and add the other slug to `aliases`",
        )
    };
    Diagnostic::new(rule, format!("`{}` {what} another listing", entry.fact.listing.name))
        .at(place(entry, &entry.fact.marks.name))
        .related(place(other, &other.fact.marks.name), "the other one")
        .help(help)
}

/// ZIP, street and unit without differences of spelling; nothing for a place without a street.
fn street(listing: &Listing) -> Option<String> {
    let location = &listing.location;
    let spelt = |text: &str| {
        let short = |word: &str| {
            SHORT.iter().find(|(long, _)| *long == word).map_or_else(|| word.to_owned(), |s| s.1.to_owned())
        };
        fold(text).split('-').map(short).collect::<Vec<_>>().join("-")
    };
    let street = spelt(location.street.as_deref()?);
    let unit = location.unit.as_deref().map(spelt).unwrap_or_default();
    Some(format!("{} {street} {unit}", location.zip))
}

/// Words of addresses as the post shortens them.
const SHORT: [(&str, &str); 16] = [
    ("street", "st"),
    ("avenue", "ave"),
    ("road", "rd"),
    ("lane", "ln"),
    ("drive", "dr"),
    ("boulevard", "blvd"),
    ("highway", "hwy"),
    ("court", "ct"),
    ("place", "pl"),
    ("parkway", "pkwy"),
    ("north", "n"),
    ("south", "s"),
    ("east", "e"),
    ("west", "w"),
    ("suite", "ste"),
    ("building", "bldg"),
];

/// Whether two names are one with a slip, or one begins like the other. Names of places share many words, so a part of
/// a name is not enough.
fn similar(a: &Entry<Program>, b: &Entry<Program>) -> bool {
    let plain = |entry: &Entry<Program>| entry.fact.folded.name.replace('-', "");
    let (a, b) = (plain(a), plain(b));
    a == b
        || (a.len() > 8 && b.len() > 8 && (a.starts_with(&b) || b.starts_with(&a)))
        || strsim::jaro_winkler(&a, &b) >= 0.95
}

fn phones(programs: &Entries, asked: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
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
            let shown = organizations.entry(programs[i].fact.folded.owner.as_str()).or_insert(i);
            if asked(&programs[i].path) && !asked(&programs[*shown].path) {
                *shown = i;
            }
        }
        if organizations.len() < SHARED_BY {
            continue;
        }
        let mut first: Vec<usize> = organizations.into_values().collect();
        first.sort_by_key(|i| (!asked(&programs[*i].path), *i));
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
