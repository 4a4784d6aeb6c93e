//! What has to hold of every export.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::cast_sign_loss)]
#![allow(clippy::type_complexity, clippy::format_collect)]

mod directories;
mod facts;
mod reader;
mod scores;

use super::{Export, FOLDER, Packed, export};
use crate::config;
use crate::geo::{Gazetteer, State};
use crate::listing::{Listing, Status};
use crate::search::documents::Documents;
use crate::search::index;
use crate::vocabulary::{Facet, Vocabulary};
use directories::{catalog, listing, listings, phone, point, site, term, town, with};
use facts::{cards, cells, lists, used};
use proptest::prelude::*;
use reader::{Files, Reader, content};
use scores::words;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

proptest! {
    #[test]
    fn numbers_and_texts_come_back(
        a: u32, b: i32, texts in proptest::collection::vec("\\PC{0,6}", 0..20), up in proptest::collection::btree_set(any::<u32>(), 0..20),
    ) {
        let mut bytes = super::bytes::Bytes::default();
        bytes.var(a).zig(b).f32(a as f32).ascending(up.iter().copied());
        let borrowed: Vec<&str> = texts.iter().map(String::as_str).collect();
        bytes.front(&borrowed).lines(&texts);
        let mut reader = Reader(&bytes.0);
        prop_assert_eq!((reader.var(), reader.zig(), reader.f32()), (a, b, a as f32));
        prop_assert_eq!(reader.ascending(up.len()), up.into_iter().collect::<Vec<_>>());
        prop_assert_eq!(reader.front(texts.len()), texts.clone());
        prop_assert_eq!(reader.lines(texts.len()), texts);
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
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn the_files_say_what_the_documents_are(listings in listings(300)) {
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
        for prefix in 0..100 {
            let content = files.read(&format!("z{prefix:02}"), files.manifest["hash"]["z"].as_str().unwrap());
            let mut reader = Reader(&content);
            let n = reader.count();
            let numbers = reader.ascending(n);
            let [lats, lons] = [0, 1].map(|_| {
                let mut last = 0;
                let add = |_| {
                    last += reader.zig();
                    last
                };
                (0..n).map(add).collect::<Vec<i32>>()
            });
            let states = reader.take(n);
            let (mut seen, mut city) = (0, 0);
            let cities: Vec<usize> = (0..n)
                .map(|_| {
                    match reader.count() {
                        0 => (city, seen) = (seen, seen + 1),
                        1 => {}
                        back => city = seen + 1 - back,
                    }
                    city
                })
                .collect();
            let names = reader.lines(seen);
            reader.end();
            zips.extend((0..n).map(|i| {
                (format!("{prefix:02}{:03}", numbers[i]), lats[i], lons[i], states[i], names[cities[i]].to_owned())
            }));
        }
        assert_eq!(zips.len(), Gazetteer::embedded().zips().len());
        for (row, (zip, lat, lon, state, city)) in Gazetteer::embedded().zips().iter().zip(&zips) {
            assert_eq!((&row.zip.to_string(), row.state.number(), row.city), (zip, *state, &**city));
            let at = point(f64::from(*lat) / 1000.0, f64::from(*lon) / 1000.0);
            assert!(crate::geo::miles(row.point, at) < 0.06, "{zip}");
        }

        let from: Vec<&str> = files.manifest["places"].as_str().unwrap().split('|').collect();
        let mut places = Vec::new();
        for (n, bytes) in files.all("p", &files.manifest["hash"]["p"]) {
            let mut reader = Reader(&bytes);
            let count = reader.count();
            let keys = reader.front(count);
            let names = reader.lines(count);
            let states = reader.take(count);
            let [lats, lons] = [0, 1].map(|_| {
                let mut last = [0; 256];
                let add = |state: &u8| {
                    last[usize::from(*state)] += reader.zig();
                    last[usize::from(*state)]
                };
                states.iter().map(add).collect::<Vec<i32>>()
            });
            let people = reader.take(count);
            for (i, key) in keys.into_iter().enumerate() {
                assert_eq!(from.partition_point(|from| *from <= key.as_str()) - 1, n, "{key}");
                let state = State::all().nth(states[i].into()).unwrap().code();
                places.push((key, names[i].to_owned(), state, lats[i], lons[i], people[i], reader.var()));
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
    with((0..4).map(|i| listing(&format!("listing-{i}"))).collect(), |_, _, export| {
        let files = Files::open(export);
        let content = files.read("l", files.manifest["hash"]["l"].as_str().unwrap());
        let mut reader = Reader(&content);
        let n = reader.count();
        let known: BTreeMap<String, u8> = reader.front(n).into_iter().map(|word| (word, reader.u8())).collect();
        reader.end();
        assert_eq!(known["alabaster"], (4 | 1) << 4 | 2);
        assert_eq!(known["alder"], 2 << 4 | 2);
        assert_eq!(known["medicaid"], 8 << 4);
        assert_eq!(known["evening"] >> 4, 8 | 1);
        assert!(!known.contains_key("31") && !known.contains_key("al"));
        // Once in a guide is too rare to be what somebody meant.
        assert!(!known.contains_key("varias"));
    });
}

/// Names of the files that are in the second export and not in the first.
fn changes(before: &Export, after: &Export) -> Vec<String> {
    let known: BTreeSet<&String> = before.files.iter().map(|(path, _)| path).collect();
    after.files.iter().map(|(path, _)| path.clone()).filter(|path| !known.contains(path)).collect()
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
