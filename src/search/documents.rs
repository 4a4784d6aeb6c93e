//! What is searched: every open listing and every guide, numbered so that neighbours on the map are neighbours here.

use super::analysis::Language;
use super::cells::{CELL, Spot, cells};
use crate::article::Article;
use crate::catalog::{Catalog, Entry, Program};
use crate::geo::State;
use crate::listing::{Listing, Status};
use crate::plan;
use crate::vocabulary::{TermId, Vocabulary};
use crate::{config::Site, listing::rules::freshness::days_between};
use jiff::civil::{Date, date};
use std::collections::BTreeMap;
use std::ops::Range;

/// The day 0 of dates in the index.
const EPOCH: Date = date(2000, 1, 1);

/// All documents, by number: listings cell after cell, then guides.
#[derive(Debug)]
pub struct Documents<'a> {
    /// Listings that are not closed.
    pub listings: Vec<Document<'a>>,
    /// Documents of each cell; those of listings without a point come last.
    pub cells: Vec<Range<usize>>,
    /// How many listings have a point.
    pub visited: usize,
    /// Guides, in the site's languages.
    pub guides: Vec<Guide<'a>>,
    /// Listings, fresh before demoted, then by slug.
    pub order: Vec<u32>,
    /// Places to visit, by state, in the order of lists.
    pub states: BTreeMap<State, Vec<u32>>,
    /// Care by video for a state, by number of the document.
    pub video: BTreeMap<State, Vec<u32>>,
    /// Towns with listings: name, state, point, number of listings.
    pub towns: Vec<Town>,
}

/// A town that has listings.
#[derive(Debug, Clone, PartialEq)]
pub struct Town {
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: State,
    /// Where it is, if that is known.
    pub point: Option<crate::geo::Point>,
    /// How many listings.
    pub listings: u32,
}

/// A listing.
#[derive(Debug)]
pub struct Document<'a> {
    /// Its position in the catalogue.
    pub position: u32,
    /// The listing.
    pub program: &'a Program,
    /// Its text as people read it, without front matter.
    body: &'a str,
    /// Where distances are measured from; of a confidential address the ZIP's point.
    pub spot: Option<Spot>,
    /// All its terms, ascending.
    pub terms: Vec<TermId>,
    /// What a card says besides words: see [`flag`].
    pub flags: u8,
    /// Days from the year 2000 to the last confirmation.
    pub verified: u32,
}

/// Bits of [`Document::flags`].
pub mod flag {
    /// The point is the ZIP's.
    pub const APPROXIMATE: u8 = 1;
    /// The address is confidential.
    pub const CONFIDENTIAL: u8 = 2;
    /// There is no place to visit.
    pub const VIRTUAL: u8 = 4;
    /// Closed for now.
    pub const CLOSED: u8 = 8;
    /// Confirmed long ago.
    pub const STALE: u8 = 16;
    /// New people have to wait.
    pub const WAITLIST: u8 = 32;
    /// There is no room.
    pub const FULL: u8 = 64;
}

/// A guide.
#[derive(Debug)]
pub struct Guide<'a> {
    /// Its position in the catalogue.
    pub position: u32,
    /// Position of its language in the site's languages.
    pub language: usize,
    /// Code of its language.
    pub code: &'a str,
    /// How its words become stems.
    pub stems: Language,
    /// Path of its page.
    pub path: String,
    /// The guide.
    pub article: &'a Article,
    body: &'a str,
}

impl Document<'_> {
    /// The listing.
    pub fn listing(&self) -> &Listing {
        &self.program.listing
    }

    /// The words of a listing besides its name: organization, place, names of programs, notes, text. What terms say is
    /// not among them: it is looked for as terms.
    pub fn text(&self) -> String {
        let listing = self.listing();
        let mut parts: Vec<&str> = Vec::with_capacity(16);
        parts.extend(listing.organization.as_deref());
        parts.push(&listing.location.city);
        parts.push(listing.location.state.name());
        parts.extend(self.program.county.as_ref().map(|county| &*county.title));
        for program in &listing.programs {
            let notes = [&program.name, &program.note, &program.family_involvement, &program.aftercare];
            parts.extend(notes.into_iter().filter_map(|note| note.as_deref()));
        }
        parts.extend(listing.payment.note.as_deref());
        parts.extend(listing.access.transit.as_deref());
        parts.extend(listing.status_note.as_deref());
        parts.extend(listing.notes.iter().map(String::as_str));
        parts.push(self.body);
        parts.join("\n")
    }

    /// The organization, where the name does not say it.
    pub fn organization(&self) -> &str {
        let organization = self.listing().organization.as_deref().unwrap_or_default();
        let is_in_name = self.program.folded.name.contains(&crate::catalog::fold(organization));
        if is_in_name { "" } else { organization }
    }

    /// The first phone as ten digits, with `x` and the extension if it has one.
    pub fn phone(&self) -> String {
        self.listing().phones.first().map_or_else(String::new, |phone| {
            let number = phone.number.e164();
            let ext = phone.ext.as_ref().map(|ext| format!("x{ext}")).unwrap_or_default();
            format!("{}{ext}", number.trim_start_matches("+1"))
        })
    }
}

impl Guide<'_> {
    /// The words of a guide besides its title.
    pub fn text(&self) -> String {
        let mut text = format!("{}\n{}", self.article.summary, self.body);
        for (question, answer) in &self.article.faq {
            text.extend(["\n", question, "\n", answer]);
        }
        text
    }
}

impl<'a> Documents<'a> {
    /// Gathers and numbers the documents of a catalogue.
    pub fn gather(catalog: &'a Catalog, site: &'a Site) -> Self {
        let open = (0u32..).zip(&catalog.programs).filter(|(_, entry)| entry.fact.listed());
        let (mut visited, mut others): (Vec<_>, Vec<_>) =
            open.map(|(id, entry)| document(id, entry, catalog, site)).partition(|d: &Document<'_>| d.spot.is_some());
        let slug = |d: &Document<'a>| -> &'a str { &d.program.listing.slug };
        visited.sort_by_cached_key(|d| (d.spot.map_or(0, Spot::z_order), slug(d)));
        others.sort_by_cached_key(|d| (d.program.listing.location.state, slug(d)));
        let z: Vec<u32> = visited.iter().filter_map(|d| d.spot).map(Spot::z_order).collect();
        let mut cells = cells(&z);
        let count = visited.len();
        let end = count + others.len();
        cells.extend((count..end).step_by(CELL).map(|start| start..(start + CELL).min(end)));
        let mut listings = visited;
        listings.append(&mut others);

        let mut number = vec![u32::MAX; catalog.programs.len()];
        for (n, document) in (0u32..).zip(&listings) {
            number[document.position as usize] = n;
        }
        let numbers = |ids: &[u32]| -> Vec<u32> { ids.iter().map(|id| number[*id as usize]).collect() };
        let mut video: BTreeMap<State, Vec<u32>> = BTreeMap::new();
        for (n, document) in (0u32..).zip(&listings) {
            for state in served(document.listing()) {
                video.entry(state).or_default().push(n);
            }
        }
        Self {
            order: numbers(&catalog.open),
            states: catalog.states.iter().map(|group| (group.state, numbers(&group.listings))).collect(),
            towns: towns(catalog),
            guides: guides(catalog, site),
            visited: count,
            listings,
            cells,
            video,
        }
    }

    /// Number of all documents.
    pub fn len(&self) -> usize {
        self.listings.len() + self.guides.len()
    }

    /// Whether there is nothing to search.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many listings have each term, by number of the term.
    pub fn counts(&self, vocabulary: &Vocabulary) -> Vec<u32> {
        let mut counts = vec![0; vocabulary.len()];
        for term in self.listings.iter().flat_map(|document| &document.terms) {
            counts[term.index()] += 1;
        }
        counts
    }

    /// A hash of every fact that is searched or shown by search. What else a file says does not change it.
    pub fn fingerprint(&self) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        let mut add = |bytes: &[u8]| {
            hash.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
        };
        let number = |n: usize| (n as u64).to_le_bytes();
        add(&number(self.listings.len()));
        for document in &self.listings {
            let listing = document.listing();
            let spot = document.spot.unwrap_or(Spot { lat: i32::MAX, lon: i32::MAX });
            for text in [&*listing.slug, &*listing.name, document.organization(), &*listing.location.city] {
                add(text.as_bytes());
            }
            for text in [document.phone(), document.text()] {
                add(text.as_bytes());
            }
            add(&[listing.location.state.number(), document.flags]);
            add(&[spot.lat.to_le_bytes(), spot.lon.to_le_bytes(), document.verified.to_le_bytes()].concat());
            add(&document.terms.iter().flat_map(|term| number(term.index())).collect::<Vec<u8>>());
        }
        for guide in &self.guides {
            for text in [guide.code, &guide.path, &guide.article.title, &guide.article.summary, &guide.text()] {
                add(text.as_bytes());
            }
        }
        let lists = self.states.iter().chain(&self.video).map(|(state, list)| (state.number(), list));
        for (state, list) in lists.chain([(u8::MAX, &self.order)]) {
            add(&[state]);
            add(&list.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>());
        }
        for town in &self.towns {
            add(format!("{} {} {:?} {}", town.name, town.state.code(), town.point, town.listings).as_bytes());
        }
        *hash.finalize().as_bytes()
    }
}

fn document<'a>(position: u32, entry: &'a Entry<Program>, catalog: &Catalog, site: &Site) -> Document<'a> {
    let program = &entry.fact;
    let location = &program.listing.location;
    let set = |bit: u8, on: bool| if on { bit } else { 0 };
    let flags = set(flag::APPROXIMATE, program.approximate)
        | set(flag::CONFIDENTIAL, location.confidential)
        | set(flag::VIRTUAL, location.virtual_only)
        | set(flag::CLOSED, program.listing.status == Status::TemporarilyClosed)
        | set(flag::STALE, catalog.age_days(program) > site.freshness.stale_days)
        | room(&program.listing);
    Document {
        position,
        program,
        body: &entry.body.text,
        spot: program.point.map(Spot::of),
        terms: terms(&program.listing),
        flags,
        verified: u32::try_from(days_between(EPOCH, program.listing.verified.date)).unwrap_or(0),
    }
}

/// Whether there is room, where every program of the listing says so: a program that does not say may have some.
fn room(listing: &Listing) -> u8 {
    let status: Option<Vec<&str>> =
        listing.programs.iter().map(|program| program.accepting.as_ref().map(|a| a.status)).collect();
    match status {
        Some(all) if all.contains(&"open") => 0,
        Some(all) if all.contains(&"waitlist") => flag::WAITLIST,
        Some(all) if !all.is_empty() => flag::FULL,
        _ => 0,
    }
}

/// All terms of a listing, ascending.
pub fn terms(listing: &Listing) -> Vec<TermId> {
    let mut terms: Vec<TermId> = Vec::with_capacity(64);
    for program in &listing.programs {
        for list in [
            &program.levels,
            &program.focus,
            &program.formats,
            &program.modalities,
            &program.medications,
            &program.populations,
            &program.age_groups,
            &program.genders,
            &program.schedule.times,
        ] {
            terms.extend(list);
        }
    }
    for list in [&listing.services, &listing.languages, &listing.payment.accepts, &listing.payment.insurers] {
        terms.extend(list);
    }
    terms.extend(listing.licenses.iter().map(|license| license.issuer));
    terms.extend(listing.accreditation.iter().map(|(body, _)| *body));
    terms.extend([listing.smoking, listing.vaping, listing.ownership].into_iter().flatten());
    terms.sort_unstable();
    terms.dedup();
    terms
}

/// States whose people a listing serves by video: those that it names, or its own if there is no place to visit.
fn served(listing: &Listing) -> Vec<State> {
    let mut states: Vec<State> = listing.programs.iter().flat_map(|p| p.states_served.iter().copied()).collect();
    if listing.location.virtual_only && states.is_empty() {
        states.push(listing.location.state);
    }
    states.sort_unstable();
    states.dedup();
    states
}

fn towns(catalog: &Catalog) -> Vec<Town> {
    let cities = catalog.states.iter().flat_map(|group| group.cities.iter().map(|city| (group.state, city)));
    cities
        .map(|(state, city)| Town {
            name: city.name.clone(),
            state,
            point: city.point,
            listings: u32::try_from(city.listings.len()).unwrap_or(u32::MAX),
        })
        .collect()
}

fn guides<'a>(catalog: &'a Catalog, site: &'a Site) -> Vec<Guide<'a>> {
    let mut guides: Vec<Guide<'a>> = (0u32..)
        .zip(&catalog.guides)
        .filter_map(|(position, entry)| {
            let (language, path) = plan::article_path(site, &entry.kind)?;
            let code = &*site.languages[language];
            let (article, body) = (&entry.fact, &*entry.body.text);
            Some(Guide { position, language, code, stems: Language::of(code), path, article, body })
        })
        .collect();
    guides.sort_by(|a, b| (a.language, &a.path).cmp(&(b.language, &b.path)));
    guides
}
