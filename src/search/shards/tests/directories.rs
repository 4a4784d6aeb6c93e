//! Directories to make an index of.

use super::super::{Export, Packed, export};
use crate::article::Article;
use crate::catalog::{Catalog, Entry, Program};
use crate::config::{self, Site};
use crate::geo::{Gazetteer, Point, State};
use crate::listing::{self, Listing, Location, Marks, Payment, Phone, Status, Verified};
use crate::markdown::Rendered;
use crate::search::documents::Documents;
use crate::search::index::{self, Segment};
use crate::source::Kind;
use crate::vocabulary::{Facet, TermId, Vocabulary};
use jiff::civil::date;
use proptest::prelude::*;
use std::sync::{Arc, Mutex};

pub(super) fn site() -> Site {
    let text = "title: A\ndescription: B\nbase_url: \"https://example.org/\"\nlanguages: [en, es]\n";
    config::parse(text).0.unwrap()
}

pub(super) fn term(facet: Facet, slug: &str) -> TermId {
    Vocabulary::embedded().find(facet, slug).unwrap()
}

pub(super) fn point(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon).unwrap()
}

/// A listing in Alabama with little said about it.
pub(super) fn listing(slug: &str) -> Listing {
    Listing {
        slug: slug.to_owned(),
        name: "Alder Creek Recovery".to_owned(),
        organization: None,
        status: Status::Active,
        status_note: None,
        aliases: Vec::new(),
        location: Location {
            street: Some("750 Highway 31".to_owned()),
            unit: None,
            city: "Alabaster".to_owned(),
            state: State::from_code("AL").unwrap(),
            zip: "35007".parse().unwrap(),
            county: None,
            point: Some(point(33.2129, -86.7879)),
            confidential: false,
            virtual_only: false,
        },
        phones: vec![phone("205-234-0142")],
        website: None,
        email: None,
        programs: vec![listing::Program {
            id: "iop".to_owned(),
            name: None,
            levels: vec![term(Facet::LevelOfCare, "iop")],
            asam_level: None,
            focus: Vec::new(),
            formats: Vec::new(),
            states_served: Vec::new(),
            ages: None,
            age_groups: Vec::new(),
            genders: Vec::new(),
            hours_per_week: None,
            days_per_week: None,
            weeks: None,
            schedule: listing::Schedule::default(),
            modalities: Vec::new(),
            medications: Vec::new(),
            populations: Vec::new(),
            accepting: None,
            family_involvement: None,
            aftercare: None,
            note: None,
        }],
        services: Vec::new(),
        languages: Vec::new(),
        payment: Payment::default(),
        access: listing::Access::default(),
        smoking: None,
        vaping: None,
        staff: Vec::new(),
        licenses: Vec::new(),
        accreditation: Vec::new(),
        ownership: None,
        npi: None,
        verified: Verified { date: date(2026, 9, 1), by: "provider", method: "phone" },
        sources: Vec::new(),
        written_in: None,
        maintainers: Vec::new(),
        notes: Vec::new(),
    }
}

pub(super) fn phone(number: &str) -> Phone {
    let number = listing::phone::Number::parse(number).unwrap();
    Phone { number, ext: None, kind: "main", languages: Vec::new() }
}

pub(super) fn entry<T: std::fmt::Debug>(kind: Kind, path: &str, fact: T, text: &str) -> Arc<Entry<T>> {
    let mut body = Rendered::default();
    text.clone_into(&mut body.text);
    let hash = *blake3::hash(format!("{path} {fact:?} {text}").as_bytes()).as_bytes();
    let path = path.to_owned();
    Arc::new(Entry { disk: path.clone().into(), path, kind, hash, fact, body, body_at: 0 })
}

pub(super) fn guide(language: Option<&str>, slug: &str, title: &str, text: &str) -> Arc<Entry<Article>> {
    let kind = Kind::Guide { language: language.map(str::to_owned), slug: slug.to_owned() };
    let article = Article {
        title: title.to_owned(),
        summary: String::new(),
        order: 0,
        menu: None,
        audience: Vec::new(),
        topics: Vec::new(),
        last_reviewed: None,
        review_due: None,
        reviewed_by: None,
        sources: Vec::new(),
        faq: Vec::new(),
        glossary: Vec::new(),
        aliases: Vec::new(),
    };
    entry(kind, slug, article, text)
}

pub(super) fn catalog(listings: Vec<Listing>) -> Catalog {
    let programs = listings
        .into_iter()
        .map(|listing| {
            let kind = Kind::Listing { folder: "al".to_owned(), slug: listing.slug.clone() };
            let path = listing.slug.clone();
            entry(kind, &path, Program::new(listing, Marks::default()), "We meet in the evening.")
        })
        .collect();
    let guides = vec![
        guide(None, "what-is-an-iop", "What is an IOP?", "Several hours of treatment, and evenings at home."),
        guide(Some("es"), "que-es-un-iop", "¿Qué es un IOP?", "Varias horas de tratamiento por las noches."),
    ];
    Catalog::gather(programs, guides, Vec::new(), Vocabulary::embedded(), date(2026, 11, 22), 548)
}

/// Documents, segment and files of a directory.
pub(super) fn with<T>(listings: Vec<Listing>, test: impl FnOnce(&Documents<'_>, &Segment, &Export) -> T) -> T {
    /// The files of the gazetteer are the same each time.
    static PACKED: Mutex<Option<Packed>> = Mutex::new(None);
    let (catalog, site) = (catalog(listings), site());
    let documents = Documents::gather(&catalog, &site);
    let segment = index::build(&documents, Vocabulary::embedded()).unwrap();
    let mut packed = PACKED.lock().unwrap().take().unwrap_or_default();
    let export = export(&documents, &segment, Vocabulary::embedded(), &site, &mut packed).unwrap();
    *PACKED.lock().unwrap() = Some(packed);
    test(&documents, &segment, &export)
}

/// Directories of any kind: crowded and lonely, visited and not, confidential, closed.
pub(super) fn listings(most: usize) -> impl Strategy<Value = Vec<Listing>> {
    let words = ["evening", "group", "creek", "recovery", "women", "health", "center", "niñez", "programs", "program"];
    let zips = [
        ("35007", "AL", "Alabaster"),
        ("10001", "NY", "New York"),
        ("96950", "MP", "Saipan"),
        ("99501", "AK", "Anchorage"),
    ];
    let one = (
        0..zips.len(),
        proptest::option::weighted(0.7, (-20..20i32, 0..20i32)),
        proptest::sample::subsequence(words.to_vec(), 1..5),
        proptest::sample::subsequence((0..Vocabulary::embedded().len() as u32).collect::<Vec<_>>(), 0..12),
        0..16u8,
    );
    proptest::collection::vec(one, 0..most).prop_map(move |drafts| {
        let all: Vec<TermId> = Facet::all().into_iter().flat_map(|f| Vocabulary::embedded().terms(f)).collect();
        let make =
            |(n, (zip, offset, words, terms, kind)): (usize, (usize, Option<(i32, i32)>, Vec<&str>, Vec<u32>, u8))| {
                let mut listing = listing(&format!("listing-{n}"));
                let (zip, state, city) = zips[zip];
                let location = &mut listing.location;
                (location.zip, location.city) = (zip.parse().unwrap(), city.to_owned());
                location.state = State::from_code(state).unwrap();
                let center = Gazetteer::embedded().zip(location.zip).unwrap().point;
                location.point = offset.map(|(lat, lon)| {
                    point(center.latitude() + f64::from(lat) * 0.011, center.longitude() + f64::from(lon) * 0.007)
                });
                match kind {
                    0 => listing.status = Status::Closed,
                    1 => (location.virtual_only, location.point) = (true, None),
                    2 => (location.confidential, location.point) = (true, None),
                    3 => listing.programs[0].states_served = vec![State::from_code("CA").unwrap(), location.state],
                    4 => listing.status = Status::TemporarilyClosed,
                    5 => listing.verified.date = date(1999, 1, 1),
                    6 => listing.phones.clear(),
                    _ => {}
                }
                listing.name = words.join(" ");
                listing.notes = words.iter().rev().map(|word| format!("Our {word}, every day.")).collect();
                // Where a term stands does not matter to search.
                listing.services = terms.iter().map(|i| all[*i as usize]).collect();
                listing
            };
        drafts.into_iter().enumerate().map(make).collect()
    })
}

/// A directory of some size in one region.
pub(super) fn town(n: usize) -> Vec<Listing> {
    let words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"];
    (0..n)
        .map(|i| {
            let mut listing = listing(&format!("listing-{i:04}"));
            listing.name = format!("{} {} Center", words[i % 10], words[i / 10 % 10]);
            listing.notes = vec![format!("We are {} and {}.", words[i / 7 % 10], words[i / 3 % 10])];
            let (lat, lon) = ((i * 37 % 101) as f64, (i * 53 % 97) as f64);
            listing.location.point = Some(point(33.0 + lat * 0.01, -87.0 + lon * 0.01));
            listing.payment.accepts = vec![term(Facet::Payment, if i % 3 == 0 { "medicaid" } else { "medicare" })];
            listing.services = vec![term(Facet::Service, "case-management")];
            listing
        })
        .collect()
}
