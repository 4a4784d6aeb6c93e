//! A reader of the format, written from its page alone, and what has to hold of every export.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]
#![allow(clippy::type_complexity, clippy::format_collect)]

use super::{CORE, Export, FOLDER, Packed, export};
use crate::article::Article;
use crate::catalog::{Catalog, Entry, Program};
use crate::config::{self, Site};
use crate::geo::{Gazetteer, Point, State};
use crate::listing::{self, Listing, Location, Marks, Payment, Phone, Status, Verified};
use crate::markdown::Rendered;
use crate::search::documents::{Documents, flag};
use crate::search::index::{self, Segment, TEXT_FIELDS};
use crate::source::Kind;
use crate::vocabulary::{Facet, TermId, Vocabulary};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::query::QueryParser;

// ---- a reader ----

/// Bytes from the front.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, n: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(n);
        self.0 = rest;
        head
    }

    fn u8(&mut self) -> u8 {
        self.take(1)[0]
    }

    fn var(&mut self) -> u32 {
        let (mut n, mut shift) = (0, 0);
        loop {
            let byte = self.u8();
            n |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return n;
            }
            shift += 7;
        }
    }

    fn count(&mut self) -> usize {
        self.var() as usize
    }

    fn zig(&mut self) -> i32 {
        let n = self.var();
        (n >> 1) as i32 ^ -((n & 1) as i32)
    }

    fn f32(&mut self) -> f32 {
        f32::from_le_bytes(self.take(4).try_into().unwrap())
    }

    fn str(&mut self) -> &'a str {
        let n = self.count();
        std::str::from_utf8(self.take(n)).unwrap()
    }

    fn front(&mut self, before: &str) -> String {
        let shared = self.count();
        format!("{}{}", &before[..shared], self.str())
    }

    fn ascending(&mut self, n: usize) -> Vec<u32> {
        let mut last = 0;
        std::iter::repeat_with(|| {
            last += self.var();
            last
        })
        .take(n)
        .collect()
    }

    fn set(&mut self, n: usize) -> Vec<u32> {
        match self.u8() {
            0 => (0..n as u32).collect(),
            1 => {
                let bits = self.take(n.div_ceil(8));
                (0..n as u32).filter(|i| bits[*i as usize >> 3] >> (i & 7) & 1 == 1).collect()
            }
            2 => {
                let mut next = 0;
                let mut list = Vec::new();
                for _ in 0..self.count() {
                    list.push(next + self.var());
                    next = list[list.len() - 1] + 1;
                }
                list
            }
            form => panic!("a set of form {form}"),
        }
    }

    fn columns(&mut self, n: usize) -> BTreeMap<u32, Vec<u32>> {
        let mut term = 0;
        let mut columns = BTreeMap::new();
        for _ in 0..self.count() {
            term += self.var();
            assert!(columns.insert(term, self.set(n)).is_none(), "term {term} twice");
        }
        columns
    }

    fn end(&self) {
        assert!(self.0.is_empty(), "{} bytes too many", self.0.len());
    }
}

/// An export as a browser meets it.
struct Files<'a> {
    by_name: BTreeMap<&'a str, &'a [u8]>,
    manifest: Value,
}

impl<'a> Files<'a> {
    fn open(export: &'a Export) -> Self {
        let by_name: BTreeMap<&str, &[u8]> =
            export.files.iter().map(|(path, bytes)| (path.strip_prefix(FOLDER).unwrap(), &**bytes)).collect();
        assert_eq!(by_name.len(), export.files.len());
        let manifest = serde_json::from_slice(&content("m", by_name[&*export.manifest])).unwrap();
        Self { by_name, manifest }
    }

    /// The content of the file `name` with this hash.
    fn read(&self, name: &str, hash: &str) -> Vec<u8> {
        content(name, self.by_name[&*format!("{name}-{hash}.bin")])
    }

    fn number(&self, key: &str) -> usize {
        self.manifest[key].as_u64().unwrap() as usize
    }

    /// The files of a kind whose hashes are `value`: numbers and contents.
    fn all(&self, kind: &str, value: &Value) -> Vec<(usize, Vec<u8>)> {
        let hashes: Vec<&str> = text_parts(value, 6);
        hashes
            .iter()
            .enumerate()
            .filter(|(_, hash)| !hash.trim().is_empty())
            .map(|(n, hash)| {
                let name = if kind == "z" { format!("z{n:02}") } else { format!("{kind}{n}") };
                (n, self.read(&name, hash))
            })
            .collect()
    }
}

fn text_parts(value: &Value, n: usize) -> Vec<&str> {
    let text = value.as_str().unwrap();
    (0..text.len() / n).map(|i| &text[i * n..(i + 1) * n]).collect()
}

/// Unpacks a file and checks that it says its name.
fn content(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    match bytes[0] {
        b'W' => _ = flate2::read::DeflateDecoder::new(&bytes[1..]).read_to_end(&mut plain).unwrap(),
        b'w' => plain.extend(&bytes[1..]),
        other => panic!("{name} begins with {other}"),
    }
    let rest = plain.strip_prefix(name.as_bytes()).and_then(|rest| rest.strip_prefix(&[0])).expect("says its name");
    rest.to_vec()
}

// ---- directories ----

fn site() -> Site {
    let text = "title: A\ndescription: B\nbase_url: \"https://example.org/\"\nlanguages: [en, es]\n";
    config::parse(text).0.unwrap()
}

fn term(facet: Facet, slug: &str) -> TermId {
    Vocabulary::embedded().find(facet, slug).unwrap()
}

fn point(lat: f64, lon: f64) -> Point {
    Point::new(lat, lon).unwrap()
}

/// A listing in Alabama with little said about it.
fn listing(slug: &str) -> Listing {
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
        maintainers: Vec::new(),
        notes: Vec::new(),
    }
}

fn phone(number: &str) -> Phone {
    let number = listing::phone::Number::parse(number).unwrap();
    Phone { number, ext: None, kind: "main", languages: Vec::new() }
}

fn entry<T>(kind: Kind, path: &str, fact: T, text: &str) -> Arc<Entry<T>> {
    let mut body = Rendered::default();
    text.clone_into(&mut body.text);
    let path = path.to_owned();
    Arc::new(Entry { disk: path.clone().into(), path, kind, hash: [0; 32], fact, body, body_at: 0 })
}

fn guide(language: Option<&str>, slug: &str, title: &str, text: &str) -> Arc<Entry<Article>> {
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

fn catalog(listings: Vec<Listing>) -> Catalog {
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
fn with<T>(listings: Vec<Listing>, test: impl FnOnce(&Documents<'_>, &Segment, &Export) -> T) -> T {
    let (catalog, site) = (catalog(listings), site());
    let documents = Documents::gather(&catalog, &site);
    let segment = index::build(&documents, Vocabulary::embedded()).unwrap();
    let export = export(&documents, &segment, Vocabulary::embedded(), &site, &mut Packed::default()).unwrap();
    test(&documents, &segment, &export)
}

/// Directories of any kind: crowded and lonely, visited and not, confidential, closed.
fn listings(most: usize) -> impl Strategy<Value = Vec<Listing>> {
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

// ---- what has to hold ----

proptest! {
    #[test]
    fn numbers_and_texts_come_back(
        a: u32, b: i32, texts in proptest::collection::vec("\\PC{0,6}", 0..20), up in proptest::collection::btree_set(any::<u32>(), 0..20),
    ) {
        let mut bytes = super::bytes::Bytes::default();
        bytes.var(a).zig(b).f32(a as f32).ascending(up.iter().copied());
        let mut last = "";
        for text in &texts {
            bytes.front(last, text);
            last = text;
        }
        let mut reader = Reader(&bytes.0);
        prop_assert_eq!((reader.var(), reader.zig(), reader.f32()), (a, b, a as f32));
        prop_assert_eq!(reader.ascending(up.len()), up.into_iter().collect::<Vec<_>>());
        let mut last = String::new();
        for text in texts {
            last = reader.front(&last);
            prop_assert_eq!(&last, &text);
        }
        reader.end();
    }

    #[test]
    fn sets_come_back_and_are_never_larger_than_their_bits(members in proptest::collection::btree_set(0..300u32, 0..300), more in 0..40usize) {
        let members: Vec<u32> = members.into_iter().collect();
        let n = members.last().map_or(0, |last| *last as usize + 1) + more;
        let mut bytes = super::bytes::Bytes::default();
        bytes.set(&members, n);
        prop_assert!(bytes.0.len() <= 1 + n.div_ceil(8));
        let mut reader = Reader(&bytes.0);
        prop_assert_eq!(reader.set(n), members);
        reader.end();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn the_files_say_what_the_documents_are(listings in listings(400)) {
        let open: BTreeSet<String> = listings.iter().filter(|l| l.status != Status::Closed).map(|l| l.slug.clone()).collect();
        with(listings, |documents, segment, export| {
            let files = Files::open(export);
            let slugs: Vec<&str> = documents.listings.iter().map(|d| &*d.listing().slug).collect();
            assert_eq!(slugs.iter().map(|s| (*s).to_owned()).collect::<BTreeSet<_>>(), open);
            assert_eq!((files.number("listings"), files.number("guides")), (slugs.len(), 2));
            cells(&files, documents);
            cards(&files, documents);
            lists(&files, documents);
            words(&files, documents, segment);
            used(export, &files);
        });
    }
}

/// Cells cover all listings once, with their points, terms and cards.
fn cells(files: &Files<'_>, documents: &Documents<'_>) {
    let cells = &files.manifest["cells"];
    let sizes: Vec<usize> = cells["n"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let boxes: Vec<i32> = cells["box"].as_array().unwrap().iter().map(|n| n.as_i64().unwrap() as i32).collect();
    assert_eq!(sizes.iter().sum::<usize>(), documents.listings.len());
    let all_cards = files.read("ch", files.manifest["cards"].as_str().unwrap());
    let (near, more) = (files.all("g", &cells["g"]), files.all("x", &cells["x"]));
    let mut first = 0;
    for (i, n) in sizes.into_iter().enumerate() {
        let listings = &documents.listings[first..first + n];
        let mut reader = Reader(&near[i].1);
        assert_eq!(reader.count(), n);
        if first < files.number("visited") {
            let [south, west, height, width] = boxes[4 * i..4 * i + 4].try_into().unwrap();
            let (mut lat, mut lon) = (0, 0);
            for document in listings {
                (lat, lon) = (lat + reader.zig(), lon + reader.zig());
                let spot = document.spot.unwrap();
                assert_eq!((lat, lon), (spot.lat, spot.lon));
                assert!((south * 1000..=(south + height) * 1000).contains(&lat), "{lat} in {south} + {height}");
                assert!((west * 1000..=(west + width) * 1000).contains(&lon), "{lon} in {west} + {width}");
            }
        }
        let approximate: Vec<u32> =
            (0..n as u32).filter(|i| listings[*i as usize].flags & flag::APPROXIMATE != 0).collect();
        assert_eq!(reader.set(n), approximate);
        let cards = first / 32..(first + n).div_ceil(32);
        assert_eq!(reader.take(3 * cards.len()), &all_cards[3 * cards.start..3 * cards.end]);
        let mut columns = reader.columns(n);
        reader.end();
        let mut reader = Reader(&more[i].1);
        assert_eq!(reader.count(), n);
        for (term, set) in reader.columns(n) {
            assert!(columns.insert(term, set).is_none(), "term {term} in both files");
        }
        reader.end();
        let mut expected: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for (i, document) in (0..).zip(listings) {
            for term in &document.terms {
                expected.entry(term.index() as u32).or_default().push(i);
            }
        }
        assert_eq!(columns, expected);
        first += n;
    }
}

fn cards(files: &Files<'_>, documents: &Documents<'_>) {
    let hashes = files.read("ch", files.manifest["cards"].as_str().unwrap());
    assert_eq!(hashes.len(), 3 * documents.listings.len().div_ceil(32));
    for (i, (hash, listings)) in hashes.chunks(3).zip(documents.listings.chunks(32)).enumerate() {
        let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
        let content = files.read(&format!("c{i}"), &hash);
        let mut reader = Reader(&content);
        let n = listings.len();
        let mut texts = || (0..n).map(|_| reader.str().to_owned()).collect::<Vec<_>>();
        let (slugs, names, organizations, streets, cities) = (texts(), texts(), texts(), texts(), texts());
        let states = reader.take(n);
        let mut texts = || (0..n).map(|_| reader.str().to_owned()).collect::<Vec<_>>();
        let (zips, phones) = (texts(), texts());
        let flags = reader.take(n);
        let days: Vec<u32> = (0..n).map(|_| reader.var()).collect();
        for (i, document) in listings.iter().enumerate() {
            let listing = document.listing();
            let location = &listing.location;
            assert_eq!((&slugs[i], &names[i], &cities[i]), (&listing.slug, &listing.name, &location.city));
            assert_eq!((&*organizations[i], &streets[i]), (document.organization(), &document.street()));
            assert_eq!((states[i], &zips[i]), (location.state.number(), &location.zip.to_string()));
            assert_eq!(phones[i].is_empty(), listing.phones.is_empty());
            assert!(phones[i].is_empty() || phones[i] == "2052340142");
            assert_eq!(flags[i] & flag::CONFIDENTIAL != 0, location.confidential);
            assert!(!location.confidential || (streets[i].is_empty() && flags[i] & flag::APPROXIMATE != 0));
            assert_eq!(flags[i] & flag::VIRTUAL != 0, location.virtual_only);
            assert_eq!(flags[i] & flag::CLOSED != 0, listing.status == Status::TemporarilyClosed);
            let expected = if listing.verified.date < date(2000, 1, 1) { (0, true) } else { (9740, false) };
            assert_eq!((days[i], flags[i] & flag::STALE != 0), expected);
        }
        for document in listings {
            let count = reader.count();
            let shown = reader.ascending(count);
            let all: Vec<u32> = document.terms.iter().map(|term| term.index() as u32).collect();
            assert!(shown.iter().all(|term| all.contains(term)), "{shown:?} of {all:?}");
            assert!(shown.contains(&(term(Facet::LevelOfCare, "iop").index() as u32)));
        }
        reader.end();
    }
}

/// Lists, care by video, and who has which term.
fn lists(files: &Files<'_>, documents: &Documents<'_>) {
    let list = |bytes: &[u8]| -> Vec<u32> {
        let mut reader = Reader(bytes);
        let mut last = 0;
        let list = (0..reader.count())
            .map(|_| {
                last += reader.zig();
                last as u32
            })
            .collect();
        reader.end();
        list
    };
    let order: Vec<u32> = files.all("o", &files.manifest["order"]).iter().flat_map(|(_, bytes)| list(bytes)).collect();
    assert_eq!(order, documents.order);
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), documents.listings.len());
    let counts = |key: &str| -> Vec<usize> {
        files.manifest[key]["n"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect()
    };
    let states = files.all("s", &files.manifest["states"]["hash"]);
    assert_eq!(states.len(), documents.states.len());
    for (n, bytes) in states {
        let state = State::all().nth(n).unwrap();
        assert_eq!(list(&bytes), documents.states[&state]);
        assert_eq!(counts("states")[n], documents.states[&state].len());
    }
    let video = files.all("v", &files.manifest["virtual"]["hash"]);
    assert_eq!(video.len(), documents.video.len());
    for (n, bytes) in video {
        let state = State::all().nth(n).unwrap();
        let mut reader = Reader(&bytes);
        let count = reader.count();
        assert_eq!((count, reader.ascending(count)), (counts("virtual")[n], documents.video[&state].clone()));
        for (term, members) in reader.columns(count) {
            let has = |i: &u32| {
                let document = &documents.listings[documents.video[&state][*i as usize] as usize];
                document.terms.iter().any(|t| t.index() as u32 == term)
            };
            assert_eq!(members, (0..count as u32).filter(has).collect::<Vec<_>>());
        }
        reader.end();
    }
    let facets = files.manifest["facets"].as_array().unwrap();
    let counts: Vec<u64> =
        facets.iter().flat_map(|facet| facet[3].as_array().unwrap()).map(|n| n.as_u64().unwrap()).collect();
    let slugs: Vec<&str> = facets.iter().flat_map(|facet| facet[2].as_str().unwrap().split(' ')).collect();
    assert_eq!((slugs.len(), counts.len()), (Vocabulary::embedded().len(), Vocabulary::embedded().len()));
    for (facet, row) in Facet::all().into_iter().zip(facets) {
        assert_eq!((row[0].as_str(), row[1].as_u64()), (Some(facet.key()), Some(CORE.contains(&facet).into())));
    }
    let bits = files.all("b", &files.manifest["bits"]);
    assert_eq!(bits.len(), counts.iter().filter(|n| **n > 0).count());
    for (term, bytes) in bits {
        let mut reader = Reader(&bytes);
        let members = reader.set(documents.listings.len());
        reader.end();
        assert_eq!(members.len() as u64, counts[term]);
        assert!(members.iter().all(|n| documents.listings[*n as usize].terms.iter().any(|t| t.index() == term)));
    }
}

/// A list of postings: field, weight, documents with frequencies.
struct List {
    field: usize,
    weight: f32,
    postings: Vec<(u32, u32)>,
}

/// All words with their lists.
fn all_words(files: &Files<'_>) -> BTreeMap<String, Vec<Arc<List>>> {
    let heavy = files.all("h", &files.manifest["heavy"]);
    let mut words = BTreeMap::new();
    for (_, bytes) in files.all("t", &files.manifest["terms"]["hash"]) {
        let mut reader = Reader(&bytes);
        let lists: Vec<Arc<List>> = (0..reader.count())
            .map(|_| {
                let (field, documents, weight) = (reader.u8() as usize, reader.count(), reader.f32());
                let mut postings = Vec::new();
                if reader.u8() == 0 {
                    let n = reader.count();
                    read_postings(reader.take(n), 0, &mut postings);
                } else {
                    let (first, n) = (reader.count(), reader.count());
                    for (i, start) in reader.ascending(n).into_iter().enumerate() {
                        read_postings(&heavy[first + i].1, start, &mut postings);
                    }
                }
                assert_eq!(postings.len(), documents);
                Arc::new(List { field, weight, postings })
            })
            .collect();
        let mut word = String::new();
        for _ in 0..reader.count() {
            word = reader.front(&word);
            let own = (0..reader.count()).map(|_| Arc::clone(&lists[reader.count()])).collect();
            assert!(words.insert(word.clone(), own).is_none());
        }
        reader.end();
    }
    words
}

fn read_postings(bytes: &[u8], start: u32, postings: &mut Vec<(u32, u32)>) {
    let mut reader = Reader(bytes);
    let mut document = start;
    while !reader.0.is_empty() {
        let n = reader.var();
        document += n >> 1;
        postings.push((document, if n & 1 == 1 { reader.var() } else { 1 }));
    }
}

/// The length of a length code.
fn length(code: u8) -> f32 {
    let Some(b) = code.checked_sub(24).filter(|_| code >= 40) else { return code.into() };
    (24 + (u32::from((b & 7) | 8) << ((b >> 3) - 1))) as f32
}

/// The search of the browser finds what tantivy finds, with the same scores.
fn words(files: &Files<'_>, documents: &Documents<'_>, segment: &Segment) {
    let words = all_words(files);
    let averages: Vec<f32> = files.manifest["average"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| f32::from_bits(n.as_u64().unwrap() as u32))
        .collect();
    let mut lengths = [Vec::new(), Vec::new()];
    for (i, (_, bytes)) in files.all("n", &files.manifest["norms"]).iter().enumerate() {
        let n = (documents.listings.len() - 4096 * i).min(4096);
        lengths[0].extend(&bytes[..n]);
        lengths[1].extend(&bytes[n..2 * n]);
    }
    let guides: Vec<Value> =
        serde_json::from_slice(&files.read("q", files.manifest["guide"].as_str().unwrap())).unwrap();
    let code = |field: usize, document: u32| {
        let n = document as usize;
        match n.checked_sub(documents.listings.len()) {
            None => lengths[field][n],
            Some(guide) => guides[guide][4 + field % 2].as_u64().unwrap() as u8,
        }
    };
    let searcher = segment.searcher().unwrap();
    let mut parser = QueryParser::for_index(&segment.index, segment.fields.texts.to_vec());
    for (i, field) in TEXT_FIELDS.iter().enumerate() {
        parser.set_field_boost(segment.fields.texts[i], field.boost);
    }
    for word in ["evening", "evenings", "creek", "recovery", "ninez", "women", "programs", "alaska", "iop", "noches"] {
        let mut scores: BTreeMap<u32, f32> = BTreeMap::new();
        for list in words.get(word).into_iter().flatten() {
            for (document, frequency) in &list.postings {
                let (tf, length) = (*frequency as f32, length(code(list.field, *document)));
                let score = list.weight * tf / (tf + 1.2 * (0.25 + 0.75 * length / averages[list.field]));
                *scores.entry(*document).or_default() += score;
            }
        }
        let query = parser.parse_query(word).unwrap();
        let found = searcher.search(&query, &TopDocs::with_limit(1000).order_by_score()).unwrap();
        let expected: BTreeMap<u32, f32> = found.into_iter().map(|(score, address)| (address.doc_id, score)).collect();
        assert_eq!(scores.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>(), "{word}");
        for (document, score) in scores {
            assert!((score - expected[&document]).abs() <= 1e-5 * score, "{word} in {document}");
        }
    }
}

/// No file is there that nothing leads to.
fn used(export: &Export, files: &Files<'_>) {
    let mut expected = 1 + export.words.len();
    let manifest = &files.manifest;
    let cells = &manifest["cells"];
    for value in [
        &manifest["zips"],
        &manifest["places"]["hash"],
        &manifest["virtual"]["hash"],
        &manifest["states"]["hash"],
        &manifest["order"],
        &manifest["norms"],
        &manifest["terms"]["hash"],
        &manifest["heavy"],
        &manifest["bits"],
        &manifest["cards"],
        &manifest["lexicon"],
        &manifest["guide"],
        &cells["g"],
        &cells["x"],
    ] {
        expected += text_parts(value, 6).iter().filter(|hash| !hash.trim().is_empty()).count();
    }
    expected += files.number("listings").div_ceil(32);
    assert_eq!(export.files.len(), expected);
}

#[test]
fn tiny_directories_have_an_index() {
    for n in 0..3 {
        let listings = (0..n).map(|i| listing(&format!("listing-{i}"))).collect();
        with(listings, |documents, segment, export| {
            let files = Files::open(export);
            assert_eq!(files.number("listings"), n);
            cells(&files, documents);
            cards(&files, documents);
            lists(&files, documents);
            words(&files, documents, segment);
            used(export, &files);
        });
    }
}

#[test]
fn every_zip_and_place_is_in_the_files() {
    let mut far = listing("far");
    far.location.city = "Nowhere Junction".to_owned();
    with(vec![listing("one"), listing("two"), far], |_, _, export| {
        let files = Files::open(export);
        let mut zips = Vec::new();
        for (prefix, bytes) in files.all("z", &files.manifest["zips"]) {
            let mut reader = Reader(&bytes);
            let n = reader.count();
            let cities: Vec<&str> = (0..reader.count()).map(|_| reader.str()).collect();
            let (mut zip, mut lat, mut lon) = (0, 0, 0);
            for _ in 0..n {
                (zip, lat, lon) = (zip + reader.var(), lat + reader.zig(), lon + reader.zig());
                let (state, city) = (reader.u8(), cities[reader.count()]);
                zips.push((format!("{prefix:02}{zip:03}"), lat, lon, state, city.to_owned()));
            }
            reader.end();
        }
        assert_eq!(zips.len(), Gazetteer::embedded().zips().len());
        for (row, (zip, lat, lon, state, city)) in Gazetteer::embedded().zips().iter().zip(&zips) {
            assert_eq!((&row.zip.to_string(), row.state.number(), row.city), (zip, *state, &**city));
            let at = point(f64::from(*lat) / 1000.0, f64::from(*lon) / 1000.0);
            assert!(crate::geo::miles(row.point, at) < 0.06, "{zip}");
        }

        let from: Vec<&str> = files.manifest["places"]["from"].as_str().unwrap().split('|').collect();
        let mut places = Vec::new();
        for (n, bytes) in files.all("p", &files.manifest["places"]["hash"]) {
            let mut reader = Reader(&bytes);
            let mut key = String::new();
            let keys: Vec<String> = (0..reader.count())
                .map(|_| {
                    key = reader.front(&key);
                    key.clone()
                })
                .collect();
            for key in keys {
                assert_eq!(from.partition_point(|from| *from <= key.as_str()) - 1, n, "{key}");
                let name = reader.str().to_owned();
                let (state, lat, lon) = (reader.u8(), reader.zig(), reader.zig());
                places.push((
                    key,
                    name,
                    State::all().nth(state.into()).unwrap().code(),
                    lat,
                    lon,
                    reader.u8(),
                    reader.var(),
                ));
            }
            reader.end();
        }
        let known: BTreeSet<(&str, &str)> = places.iter().map(|place| (&*place.0, place.2)).collect();
        assert_eq!(known.len(), places.len(), "one place of a name in a state");
        for place in Gazetteer::embedded().places() {
            let key = crate::geo::fold(place.name).replace('-', " ");
            assert!(known.contains(&(&*key, place.state.code())), "{key}, {}", place.state.code());
        }
        assert!(places.is_sorted_by(|a, b| (&a.0, b.5) <= (&b.0, a.5)));
        let find = |key: &str, state: &str| places.iter().find(|p| p.0 == key && p.2 == state).unwrap();
        let alabaster = find("alabaster", "AL");
        assert_eq!((&*alabaster.1, alabaster.6), ("", 2));
        assert_eq!(find("saint louis", "MO").1, "St. Louis");
        assert_eq!(find("ofallon", "MO").1, "O'Fallon");
        let nowhere = find("nowhere junction", "AL");
        assert_eq!((nowhere.3, nowhere.4, nowhere.5, nowhere.6), (33_213, -86_788, 0, 1));
    });
}

#[test]
fn words_of_terms_places_names_and_texts_are_told_apart() {
    with(vec![listing("one"), listing("two")], |_, _, export| {
        let files = Files::open(export);
        let content = files.read("l", files.manifest["lexicon"].as_str().unwrap());
        let mut reader = Reader(&content);
        let mut word = String::new();
        let mut known = BTreeMap::new();
        for _ in 0..reader.count() {
            word = reader.front(&word);
            known.insert(word.clone(), reader.u8());
        }
        reader.end();
        assert_eq!(known["alabaster"], (4 | 1) << 4 | 1);
        assert_eq!(known["alder"], 2 << 4 | 1);
        assert_eq!(known["medicaid"], 8 << 4);
        assert_eq!(known["evening"] >> 4, 8 | 1);
        // Once in a guide is too rare to be what somebody meant.
        assert!(!known.contains_key("varias"));
    });
}

/// Names of the files that are in the second export and not in the first.
fn changes(before: &Export, after: &Export) -> Vec<String> {
    let known: BTreeSet<&String> = before.files.iter().map(|(path, _)| path).collect();
    after.files.iter().map(|(path, _)| path.clone()).filter(|path| !known.contains(path)).collect()
}

/// A directory of some size in one region.
fn town(n: usize) -> Vec<Listing> {
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

#[test]
fn an_edit_of_one_listing_changes_few_files() {
    type Edit = fn(&mut Listing);
    let edits: [(&str, Edit, usize); 6] = [
        ("phone", |l| l.phones = vec![phone("205-234-0143")], 4),
        ("a word more", |l| l.notes[0].push_str(" Xylophone."), 8),
        ("a word for another", |l| l.notes[0] = l.notes[0].replace("We", "They"), 8),
        ("a core term", |l| l.payment.accepts.push(term(Facet::Payment, "tricare")), 8),
        ("another term", |l| l.services.push(term(Facet::Service, "housing")), 8),
        ("website", |l| l.website = Some("https://example.org".to_owned()), 0),
    ];
    let before = with(town(900), |documents, _, export| {
        assert!(documents.cells.len() > 3, "{:?}", documents.cells);
        export.clone()
    });
    for (what, edit, most) in edits {
        let mut listings = town(900);
        edit(&mut listings[450]);
        let after = with(listings, |_, _, export| export.clone());
        let changes = changes(&before, &after);
        assert!(changes.len() <= most && (most == 0 || !changes.is_empty()), "{what}: {changes:?}");
    }
}

#[test]
fn the_same_directory_gives_the_same_bytes() {
    let (catalog, site) = (catalog(town(300)), site());
    let vocabulary = Vocabulary::embedded();
    let documents = Documents::gather(&catalog, &site);
    let segment = index::build(&documents, vocabulary).unwrap();
    let mut packed = Packed::default();
    let first = export(&documents, &segment, vocabulary, &site, &mut packed).unwrap();
    assert!(export(&documents, &segment, vocabulary, &site, &mut packed).unwrap() == first);
    let mut shuffled = town(300);
    shuffled.reverse();
    assert!(with(shuffled, |_, _, export| *export == first));
}

#[test]
fn an_export_is_made_again_only_when_search_knows_a_changed_fact() {
    let (mut memory, site) = (crate::search::Memory::default(), site());
    let mut export = |listings: Vec<Listing>| {
        crate::search::export(&catalog(listings), Vocabulary::embedded(), &site, &mut memory).unwrap().unwrap()
    };
    let first = export(town(3));
    let mut listings = town(3);
    listings[1].website = Some("https://example.org".to_owned());
    assert!(Arc::ptr_eq(&export(listings.clone()), &first));
    listings[1].name.push('!');
    assert!(!Arc::ptr_eq(&export(listings), &first));
}

#[test]
fn nothing_of_a_confidential_address_is_in_any_file() {
    let mut hidden = listing("hidden");
    hidden.location.confidential = true;
    hidden.location.point = None;
    // Even if somebody had written it down.
    hidden.location.street = Some("4711 Secret Lane".to_owned());
    with(vec![hidden, listing("other")], |documents, _, export| {
        let hidden = documents.listings.iter().find(|d| d.listing().slug == "hidden").unwrap();
        let zip = Gazetteer::embedded().zip(hidden.listing().location.zip).unwrap().point;
        assert_eq!(hidden.spot.and_then(crate::search::cells::Spot::point), Some(zip));
        for (path, bytes) in &export.files {
            let name = path.strip_prefix(FOLDER).unwrap().split('-').next().unwrap();
            let content = content(name, bytes);
            for secret in ["4711", "Secret", "secret"] {
                let found = content.windows(secret.len()).any(|window| window == secret.as_bytes());
                // `p` and `z` are the same everywhere.
                assert!(!found || name.starts_with(['p', 'z']), "{secret} in {path}");
            }
        }
    });
}

#[test]
fn a_site_without_search_has_no_index() {
    let text = "title: A\ndescription: B\nbase_url: \"https://example.org/\"\nsearch: none\n";
    let site = config::parse(text).0.unwrap();
    let export =
        crate::search::export(&catalog(town(2)), Vocabulary::embedded(), &site, &mut crate::search::Memory::default());
    assert!(export.unwrap().is_none());
}
