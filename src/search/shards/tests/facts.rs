//! The files say what the documents are.

use super::super::{CORE, Export};
use super::directories::term;
use super::reader::{Files, Reader, hex, text_parts};
use crate::geo::State;
use crate::listing::Status;
use crate::search::documents::{Documents, flag};
use crate::vocabulary::{Facet, Vocabulary};
use jiff::civil::date;
use std::collections::{BTreeMap, BTreeSet};

/// Cells cover all listings once, with their points, terms and cards.
pub(super) fn cells(files: &Files<'_>, documents: &Documents<'_>) {
    let cells = &files.manifest["cells"];
    let sizes: Vec<usize> = cells["n"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap() as usize).collect();
    let boxes: Vec<i32> = cells["box"].as_array().unwrap().iter().map(|n| n.as_i64().unwrap() as i32).collect();
    assert_eq!(sizes.iter().sum::<usize>(), documents.listings.len());
    let all_cards = files.read("ch", files.manifest["hash"]["ch"].as_str().unwrap());
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
        let cards = first / 24..(first + n).div_ceil(24);
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

pub(super) fn cards(files: &Files<'_>, documents: &Documents<'_>) {
    let hashes = files.read("ch", files.manifest["hash"]["ch"].as_str().unwrap());
    assert_eq!(hashes.len(), 3 * documents.listings.len().div_ceil(24));
    for (i, (hash, listings)) in hashes.chunks(3).zip(documents.listings.chunks(24)).enumerate() {
        let content = files.read(&format!("c{i}"), &hex(hash));
        let mut reader = Reader(&content);
        let n = listings.len();
        let lines = reader.lines(5 * n);
        let column = |i: usize| &lines[i * n..(i + 1) * n];
        let [slugs, names, organizations, cities, phones] = [0, 1, 2, 3, 4].map(column);
        let (states, flags) = (reader.take(n), reader.take(n));
        let days: Vec<u32> = (0..n).map(|_| reader.var()).collect();
        for (i, document) in listings.iter().enumerate() {
            let listing = document.listing();
            let location = &listing.location;
            assert_eq!((names[i], cities[i]), (&*listing.name, &*location.city));
            assert_eq!(slug(slugs[i], names[i], cities[i]), listing.slug);
            assert_eq!((organizations[i], states[i]), (document.organization(), location.state.number()));
            assert_eq!(phones[i].is_empty(), listing.phones.is_empty());
            assert!(phones[i].is_empty() || phones[i] == "2052340142");
            assert_eq!(flags[i] & flag::CONFIDENTIAL != 0, location.confidential);
            assert!(!location.confidential || flags[i] & flag::APPROXIMATE != 0);
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

/// The whole of a shortened slug.
pub(super) fn slug(short: &str, name: &str, city: &str) -> String {
    let part = |text: &str| crate::search::analysis::normalise(text).replace(' ', "-");
    match short.strip_prefix('=') {
        Some(rest) => part(name) + rest,
        None if short.is_empty() || short.starts_with('-') => format!("{}-{}{short}", part(name), part(city)),
        None => short.to_owned(),
    }
}

/// Lists, care by video, and who has which term.
pub(super) fn lists(files: &Files<'_>, documents: &Documents<'_>) {
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
    let order: Vec<u32> =
        files.all("o", &files.manifest["hash"]["o"]).iter().flat_map(|(_, bytes)| list(bytes)).collect();
    assert_eq!(order, documents.order);
    assert_eq!(order.iter().collect::<BTreeSet<_>>().len(), documents.listings.len());
    let states = files.all("s", &files.manifest["hash"]["s"]);
    assert_eq!(states.len(), documents.states.len());
    for (n, bytes) in states {
        let state = State::all().nth(n).unwrap();
        assert_eq!(list(&bytes), documents.states[&state]);
    }
    let video = files.all("v", &files.manifest["hash"]["v"]);
    assert_eq!(video.len(), documents.video.len());
    for (n, bytes) in video {
        let state = State::all().nth(n).unwrap();
        let mut reader = Reader(&bytes);
        let count = reader.count();
        assert_eq!((count, reader.ascending(count)), (documents.video[&state].len(), documents.video[&state].clone()));
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
    let hashes = files.read("bh", files.manifest["hash"]["bh"].as_str().unwrap());
    assert_eq!(hashes.len(), 3 * counts.len());
    for (term, hash) in hashes.chunks(3).enumerate().filter(|(term, _)| counts[*term] > 0) {
        let bytes = files.read(&format!("b{term}"), &hex(hash));
        let mut reader = Reader(&bytes);
        let members = reader.set(documents.listings.len());
        reader.end();
        assert_eq!(members.len() as u64, counts[term]);
        assert!(members.iter().all(|n| documents.listings[*n as usize].terms.iter().any(|t| t.index() == term)));
    }
}

/// No file is there that nothing leads to.
pub(super) fn used(export: &Export, files: &Files<'_>) {
    // The manifest, words, and files of which each has a number of its own.
    let mut expected = 1 + export.words.len() + 100;
    let manifest = &files.manifest;
    let cells = &manifest["cells"];
    // Files with one hash, of which there are a hundred, were counted already.
    let by_kind = manifest["hash"].as_object().unwrap().iter().filter(|(kind, _)| *kind != "z").map(|(_, value)| value);
    for value in by_kind.chain([&cells["g"], &cells["x"]]) {
        expected += text_parts(value, 6).iter().filter(|hash| !hash.trim().is_empty()).count();
    }
    expected += files.number("listings").div_ceil(24);
    expected += files.by_name.keys().filter(|name| name.starts_with('b') && !name.starts_with("bh")).count();
    assert_eq!(export.files.len(), expected);
}
