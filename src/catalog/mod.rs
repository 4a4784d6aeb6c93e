//! All entries, sorted, and the groupings over them. Immutable once made; everything refers to entries by position.

pub mod duplicates;
mod nearby;
pub mod translations;

pub use nearby::Nearby;

use crate::article::Article;
use crate::diagnostic::{Diagnostic, Place};
use crate::geo::{Gazetteer, Point, State};
use crate::listing::{Listing, Marks, Status, rules::freshness::days_between};
use crate::markdown::Rendered;
use crate::source::Kind;
use crate::vocabulary::{Facet, Vocabulary};
use jiff::civil::Date;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A checked file: where it came from, what it says, and its text as HTML.
#[derive(Debug)]
pub struct Entry<T> {
    /// The path shown to people.
    pub path: String,
    /// Where it is on disk.
    pub disk: PathBuf,
    /// What it is, by its place.
    pub kind: Kind,
    /// blake3 of its path and its bytes: equal for nothing else.
    pub hash: [u8; 32],
    /// What the front matter says.
    pub fact: T,
    /// The body.
    pub body: Rendered,
    /// Bytes of the file at which the body begins.
    pub body_at: usize,
}

impl<T> Entry<T> {
    /// `finding` at the bytes `range` of the file, without anything that the file hides.
    pub fn at(&self, finding: Diagnostic, range: std::ops::Range<usize>) -> Diagnostic {
        let mut finding = finding.at(self.place(range));
        if let Some(source) = std::fs::read(&self.disk).ok().and_then(|b| crate::source::parse(&self.path, b).ok()) {
            crate::listing::secrets::hide(&source.text, std::slice::from_mut(&mut finding));
        }
        finding
    }

    /// The place of the bytes `range` of the file. Texts are not kept, so the file is read again: only for findings.
    pub fn place(&self, range: std::ops::Range<usize>) -> Place {
        let source = std::fs::read(&self.disk).ok().and_then(|bytes| crate::source::parse(&self.path, bytes).ok());
        source.map_or_else(
            || Place::file(&*self.path),
            |source| {
                let mut place = source.place(range);
                crate::listing::secrets::hide_place(&source.text, &mut place);
                place
            },
        )
    }
}

/// A listing with what was worked out about it.
#[derive(Debug)]
pub struct Program {
    /// The listing.
    pub listing: Listing,
    /// Places of some values in the file.
    pub marks: Marks,
    /// Where to measure distances from: the file's point, else the ZIP's. `None` for a place nobody visits.
    pub point: Option<Point>,
    /// The point is the ZIP's, not the building's.
    pub approximate: bool,
    /// County, from the file or from the file's own point.
    pub county: Option<County>,
    /// Names made comparable, once for all lists and rules.
    pub folded: Folded,
}

/// Names without case and accents; see [`fold`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// The listing's name, for sorting.
    pub name: String,
    /// The city, also the last part of its address.
    pub city: String,
    /// ZIP, name, organization and street: two listings that agree in all are one place. The organization counts, as
    /// two clinics of different owners may both be called "Outpatient Clinic".
    pub place: String,
    /// The first two words of the organization: "Alder Creek Health" and "Alder Creek Health of Ohio" are one owner.
    pub owner: String,
}

impl Folded {
    fn of(listing: &Listing) -> Self {
        let location = &listing.location;
        let name = fold(&listing.name);
        let organization = listing.organization.as_deref().map(fold);
        let street = location.street.as_deref().map(fold).unwrap_or_default();
        let place = format!("{} {name} {} {street}", location.zip, organization.as_deref().unwrap_or_default());
        let owner = organization.as_deref().unwrap_or(&name).splitn(3, '-').take(2).collect::<Vec<_>>().join("-");
        Self { city: fold(&location.city), place, owner, name }
    }
}

/// A county's name for people and for addresses.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct County {
    /// Address: `los-angeles-county`.
    pub slug: String,
    /// Name: `Los Angeles County`.
    pub title: String,
}

impl Program {
    /// Works out point and county of a listing.
    pub fn new(listing: Listing, marks: Marks) -> Self {
        let location = &listing.location;
        let zip = Gazetteer::embedded().zip(location.zip).filter(|row| row.state == location.state);
        let point = location.point.or_else(|| zip.map(|row| row.point)).filter(|_| !location.virtual_only);
        // A county from the ZIP's point would be a guess: nearly a third of all ZIPs span several counties.
        let county = match (&location.county, location.point) {
            (Some(written), _) => Some(County { slug: fold(written), title: written.clone() }),
            (None, Some(point)) => Gazetteer::embedded()
                .county_at(point)
                .filter(|c| c.state == location.state)
                .map(|c| County { slug: c.slug(), title: c.title() }),
            (None, None) => None,
        };
        let approximate = location.point.is_none() && point.is_some();
        let folded = Folded::of(&listing);
        Self { listing, marks, point, approximate, county, folded }
    }

    /// True when lists show it.
    pub fn listed(&self) -> bool {
        self.listing.status != Status::Closed
    }
}

/// Positions of listings, in the order in which a list shows them.
pub type Listed = Vec<u32>;

/// A state with listings.
#[derive(Debug)]
pub struct StateGroup {
    /// The state.
    pub state: State,
    /// Everything in it that people can visit.
    pub listings: Listed,
    /// Its cities by name.
    pub cities: Vec<PlaceGroup>,
    /// Its counties by name.
    pub counties: Vec<PlaceGroup>,
}

impl StateGroup {
    /// The city of this name, whatever its spelling.
    pub fn city(&self, slug: &str) -> Option<&PlaceGroup> {
        self.cities.binary_search_by(|city| city.slug.as_str().cmp(slug)).ok().map(|i| &self.cities[i])
    }

    /// The county at this address.
    pub fn county(&self, slug: &str) -> Option<&PlaceGroup> {
        self.counties.binary_search_by(|county| county.slug.as_str().cmp(slug)).ok().map(|i| &self.counties[i])
    }
}

/// A city or county with listings.
#[derive(Debug)]
pub struct PlaceGroup {
    /// Address within the state.
    pub slug: String,
    /// Name.
    pub name: String,
    /// Its listings.
    pub listings: Listed,
    /// Where a city is: the gazetteer's point, else that of its first listing whose address is not confidential.
    pub point: Option<Point>,
}

/// Everything the site is made of.
#[derive(Debug)]
pub struct Catalog {
    /// Listings by slug.
    pub programs: Vec<Arc<Entry<Program>>>,
    /// Guides by language, order and slug.
    pub guides: Vec<Arc<Entry<Article>>>,
    /// Pages by language and path.
    pub pages: Vec<Arc<Entry<Article>>>,
    /// Everything that is open: fresh before demoted, then by slug, which a new name leaves as it is.
    pub open: Listed,
    /// States with listings, by name.
    pub states: Vec<StateGroup>,
    /// States in which care by video or phone is offered, by name.
    pub telehealth: Vec<(State, Listed)>,
    /// The day for which the site is built.
    pub today: Date,
}

impl Catalog {
    /// Gathers and groups checked entries. `demote_days`: listings confirmed longer ago come last in lists.
    pub fn gather(
        mut programs: Vec<Arc<Entry<Program>>>,
        mut guides: Vec<Arc<Entry<Article>>>,
        mut pages: Vec<Arc<Entry<Article>>>,
        vocabulary: &Vocabulary,
        today: Date,
        demote_days: i32,
    ) -> Self {
        programs.par_sort_by(|a, b| (&a.fact.listing.slug, &a.path).cmp(&(&b.fact.listing.slug, &b.path)));
        guides.sort_by(|a, b| (a.fact.order, &a.kind, &a.path).cmp(&(b.fact.order, &b.kind, &b.path)));
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        let (open, order) = list_order(&programs, today, demote_days);
        let states = states(&programs, &order);
        let telehealth = telehealth(&programs, &order, vocabulary);
        Self { programs, guides, pages, open, states, telehealth, today }
    }

    /// The listing at a position.
    pub fn program(&self, id: u32) -> &Entry<Program> {
        &self.programs[id as usize]
    }

    /// The group of a state.
    pub fn state(&self, state: State) -> Option<&StateGroup> {
        self.states.iter().find(|group| group.state == state)
    }

    /// blake3 of all entries and the day.
    pub fn hash(&self) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(self.today.to_string().as_bytes());
        for entry in &self.programs {
            hash.update(&entry.hash);
        }
        for entry in self.guides.iter().chain(&self.pages) {
            hash.update(&entry.hash);
        }
        *hash.finalize().as_bytes()
    }

    /// Age of a confirmation in days.
    pub fn age_days(&self, program: &Program) -> i32 {
        days_between(program.listing.verified.date, self.today)
    }
}

/// Positions, fresh before demoted, then by slug and, in the order of lists, by name. Never by anything that is paid for.
fn list_order(programs: &[Arc<Entry<Program>>], today: Date, demote_days: i32) -> (Listed, Listed) {
    let mut order: Vec<(bool, &str, u32)> = (0u32..)
        .zip(programs)
        .filter(|(_, entry)| entry.fact.listed())
        .map(|(id, entry)| {
            let demoted = days_between(entry.fact.listing.verified.date, today) > demote_days;
            (demoted, entry.fact.folded.name.as_str(), id)
        })
        .collect();
    // Programs are sorted by slug.
    order.par_sort_by_key(|(demoted, ..)| *demoted);
    let open = order.iter().map(|(_, _, id)| *id).collect();
    order.par_sort_unstable();
    (open, order.into_iter().map(|(_, _, id)| id).collect())
}

/// A name without case and accents, for sorting and comparing.
///
/// At most 80 characters, as it is also part of addresses; names in other scripts grow when they are spelt out.
pub fn fold(name: &str) -> String {
    let mut folded = slug::slugify(name);
    folded.truncate(80);
    folded.truncate(folded.trim_end_matches('-').len());
    folded
}

fn states(programs: &[Arc<Entry<Program>>], order: &[u32]) -> Vec<StateGroup> {
    #[derive(Default)]
    struct Draft<'a> {
        listings: Listed,
        cities: BTreeMap<&'a str, Listed>,
        counties: BTreeMap<&'a str, Listed>,
    }
    let mut drafts: BTreeMap<State, Draft<'_>> = BTreeMap::new();
    for &id in order {
        let program = &programs[id as usize].fact;
        let location = &program.listing.location;
        if location.virtual_only {
            continue;
        }
        let draft = drafts.entry(location.state).or_default();
        draft.listings.push(id);
        draft.cities.entry(&program.folded.city).or_default().push(id);
        if let Some(county) = &program.county {
            draft.counties.entry(&county.slug).or_default().push(id);
        }
    }
    let mut groups: Vec<StateGroup> = drafts
        .into_par_iter()
        .map(|(state, mut draft)| {
            // An independent city is its own county; one page is enough for both.
            draft.counties.retain(|slug, _| !draft.cities.contains_key(slug));
            (state, draft)
        })
        .map(|(state, draft)| StateGroup {
            state,
            listings: draft.listings,
            cities: places(
                draft.cities,
                |id| &programs[id as usize].fact.listing.location.city,
                |name, ids| {
                    let place = Gazetteer::embedded().place(name, state).map(|p| p.point);
                    let shown = |id: &&u32| !programs[**id as usize].fact.listing.location.confidential;
                    place.or_else(|| ids.iter().filter(shown).find_map(|id| programs[*id as usize].fact.point))
                },
            ),
            counties: places(
                draft.counties,
                |id| programs[id as usize].fact.county.as_ref().map(|c| &*c.title).unwrap_or_default(),
                |_, _| None,
            ),
        })
        .collect();
    groups.sort_by_key(|group| group.state.name());
    groups
}

fn places<'a>(
    groups: BTreeMap<&str, Listed>,
    name: impl Fn(u32) -> &'a str,
    point: impl Fn(&str, &[u32]) -> Option<Point>,
) -> Vec<PlaceGroup> {
    groups
        .into_iter()
        .filter(|(slug, _)| !slug.is_empty())
        .map(|(slug, listings)| {
            // Spellings differ ("St Paul", "ST PAUL"): the most common one wins, the first of the alphabet on a tie.
            let mut spellings: BTreeMap<&str, usize> = BTreeMap::new();
            for id in &listings {
                *spellings.entry(name(*id)).or_default() += 1;
            }
            let best = spellings.iter().max_by(|a, b| a.1.cmp(b.1).then_with(|| b.0.cmp(a.0)));
            let name = best.map(|(name, _)| *name).unwrap_or_default();
            PlaceGroup { point: point(name, &listings), slug: slug.to_owned(), name: name.to_owned(), listings }
        })
        .collect()
}

/// States in which a listing offers care by video or phone. A listing that says so without naming states counts for
/// its own, where its clinicians are licensed.
fn telehealth(programs: &[Arc<Entry<Program>>], order: &[u32], vocabulary: &Vocabulary) -> Vec<(State, Listed)> {
    let remote: Vec<_> = ["virtual", "telehealth", "phone", "hybrid"]
        .iter()
        .filter_map(|slug| vocabulary.find(Facet::Format, slug))
        .collect();
    let mut by_state: BTreeMap<State, Listed> = BTreeMap::new();
    for &id in order {
        let listing = &programs[id as usize].fact.listing;
        let mut served: Vec<State> = Vec::new();
        for program in &listing.programs {
            served.extend(&program.states_served);
            if program.states_served.is_empty() && program.formats.iter().any(|f| remote.contains(f)) {
                served.push(listing.location.state);
            }
        }
        served.sort_unstable();
        served.dedup();
        for state in served {
            by_state.entry(state).or_default().push(id);
        }
    }
    let mut groups: Vec<_> = by_state.into_iter().collect();
    groups.sort_by_key(|(state, _)| state.name());
    groups
}
