//! What searches mean: the cases of `tests/search/understanding.json`, which the browser's reader has to understand
//! alike, and how many slips of the pen are put right.
//!
//! When the understanding changed on purpose, `UPDATE_CASES=1` writes the cases anew, to be read before they are
//! committed.

#![cfg(feature = "import")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use waypost::geo::{Gazetteer, State};
use waypost::search::analysis;
use waypost::search::documents::Town;
use waypost::search::index::{Known, Lexicon, class};
use waypost::search::understand::{Entry, Names, Places, World, lexicon, phrases_file, understand};
use waypost::vocabulary::{Facet, Vocabulary};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/search")
}

fn read(name: &str) -> Value {
    serde_json::from_str(&std::fs::read_to_string(folder().join(name)).unwrap()).unwrap()
}

fn texts(value: &Value) -> Vec<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

/// A directory: the small one that the cases are about, or a real one.
struct Directory {
    places: Places,
    names: Names,
    counts: Vec<u32>,
    served: Vec<State>,
    known: Lexicon,
    lexicon: Vec<Entry>,
}

impl Directory {
    fn new() -> Self {
        let raw = read("directory.json");
        let mut known = Lexicon::new();
        for (key, class) in [("names", class::NAME), ("texts", class::TEXT)] {
            for text in texts(&raw[key]) {
                let mut words = analysis::words(text);
                words.sort();
                words.dedup();
                for word in words {
                    let known: &mut Known = known.entry(word).or_default();
                    known.classes |= class;
                    known.documents += 1;
                }
            }
        }
        let towns: Vec<Town> = raw["towns"].as_array().unwrap().iter().map(town).collect();
        Self::of(known, &towns, &texts(&raw["unlisted"]))
    }

    /// A real one: names, organizations and towns of a public table of the year 2024.
    fn real(table: &Path) -> Self {
        let mut known = Lexicon::new();
        let mut towns: BTreeMap<(String, State), u32> = BTreeMap::new();
        let file = flate2::read::GzDecoder::new(std::fs::File::open(table).unwrap());
        let mut rows = csv::ReaderBuilder::new().from_reader(file);
        let headers = rows.headers().unwrap().clone();
        let column = |name: &str| headers.iter().position(|header| header == name).unwrap();
        let columns = ["name1", "name2", "city", "state"].map(column);
        for row in rows.records() {
            let row = row.unwrap();
            let [name, organization, city, state] = columns.map(|column| row.get(column).unwrap_or_default());
            let Some(state) = State::from_code(state) else { continue };
            let text = format!("{organization} {city} {}", state.name());
            let mut words: BTreeMap<String, u8> = BTreeMap::new();
            for (text, class) in [(name, class::NAME), (&text, class::TEXT)] {
                for word in analysis::words(text) {
                    *words.entry(word).or_default() |= class;
                }
            }
            for (word, classes) in words {
                let known: &mut Known = known.entry(word).or_default();
                known.classes |= classes;
                known.documents += 1;
            }
            *towns.entry((city.to_owned(), state)).or_default() += 1;
        }
        let town = |((name, state), listings): ((String, State), u32)| {
            let point = Gazetteer::embedded().place(&name, state).map(|place| place.point);
            Town { name, state, point, listings }
        };
        Self::of(known, &towns.into_iter().map(town).collect::<Vec<_>>(), &[])
    }

    fn of(mut known: Lexicon, towns: &[Town], unlisted: &[&str]) -> Self {
        let vocabulary = Vocabulary::embedded();
        let ids = || Facet::all().into_iter().flat_map(|facet| vocabulary.terms(facet));
        for name in ids().flat_map(|id| vocabulary.get(id).names()) {
            for word in analysis::words(name) {
                known.entry(word).or_default().classes |= class::TERM;
            }
        }
        let places = Places::new(towns);
        let listed = ids().map(|id| {
            let term = vocabulary.get(id);
            u32::from(!unlisted.contains(&&*format!("{}/{}", term.facet, term.slug)))
        });
        Self {
            counts: listed.collect(),
            served: State::all().collect(),
            lexicon: lexicon(&known, &places),
            names: Names::new(vocabulary, &places),
            known,
            places,
        }
    }

    fn understand(&self, case: &Value) -> Value {
        let text = |key: &str| case[key].as_str().unwrap_or_default();
        let known = |word: &str| self.known.get(word).is_some_and(|known| known.documents > 0);
        let served: Vec<State> = match &case["served"] {
            Value::Null => self.served.clone(),
            codes => texts(codes).iter().map(|code| State::from_code(code).unwrap()).collect(),
        };
        let world = World {
            names: &self.names,
            places: &self.places,
            counts: &self.counts,
            served: &served,
            known: &known,
            lexicon: &self.lexicon,
        };
        let exact = case["exact"].as_bool().unwrap_or_default();
        understand(text("text"), text("where"), &world, exact).json(Vocabulary::embedded(), "en")
    }
}

fn town(row: &Value) -> Town {
    let (name, code) = (row[0].as_str().unwrap(), row[1].as_str().unwrap());
    let state = State::from_code(code).unwrap();
    let point = Gazetteer::embedded().place(name, state).map(|place| place.point);
    Town { name: name.to_owned(), state, point, listings: u32::try_from(row[2].as_u64().unwrap()).unwrap() }
}

/// What a case says: places by their labels, terms as facet/slug, nothing that is empty, no fillers.
fn short(understood: &Value) -> Value {
    let mut short = Map::new();
    for (key, value) in understood.as_object().unwrap() {
        let value = match (&**key, value) {
            ("fillers", _) => continue,
            ("place", place) => place["label"].clone(),
            ("options" | "others", places) => {
                places.as_array().unwrap().iter().map(|place| place["label"].clone()).collect()
            }
            ("terms", terms) => terms
                .as_array()
                .unwrap()
                .iter()
                .map(|term| format!("{}/{}", term["facet"].as_str().unwrap(), term["slug"].as_str().unwrap()))
                .collect(),
            ("corrected", corrected) => corrected["to"].clone(),
            (_, value) => value.clone(),
        };
        if value.as_array().is_none_or(|all| !all.is_empty()) {
            short.insert(key.clone(), value);
        }
    }
    short.into()
}

#[test]
fn searches_are_understood_as_the_cases_say() {
    let directory = Directory::new();
    let cases = read("understanding.json");
    let mut wrong = Vec::new();
    let mut lines = Vec::new();
    for case in cases.as_array().unwrap() {
        let found = short(&directory.understand(case));
        let mut new = case.clone();
        if case["understood"] != found {
            wrong.push(format!("{}\n  expected {}\n  found    {found}", question(case), case["understood"]));
        }
        new["understood"] = found;
        lines.push(format!("  {new}"));
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        std::fs::write(folder().join("understanding.json"), format!("[\n{}\n]\n", lines.join(",\n"))).unwrap();
        return;
    }
    assert!(cases.as_array().unwrap().len() >= 150);
    assert!(wrong.is_empty(), "{} of {} cases:\n{}", wrong.len(), lines.len(), wrong.join("\n"));
}

fn question(case: &Value) -> String {
    let mut question = case.as_object().unwrap().clone();
    question.remove("understood");
    Value::from(question).to_string()
}

/// Numbers that look random and are the same in every run (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(limit).unwrap()).unwrap()
    }

    fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// The word with one letter left out, added or replaced, or two neighbours swapped.
    fn slip(&mut self, word: &str) -> String {
        let mut letters: Vec<char> = word.chars().collect();
        let letter = *self.one(&('a'..='z').collect::<Vec<_>>());
        let at = self.below(letters.len());
        match self.below(4) {
            0 => drop(letters.remove(at)),
            1 => letters.insert(at, letter),
            2 => letters[at] = letter,
            _ => letters.swap(at, (at + 1).min(word.chars().count() - 1)),
        }
        letters.into_iter().collect()
    }
}

/// Searches put together from everything that has a meaning, and from much that has none.
fn random_cases(directory: &Directory, count: usize) -> Vec<Value> {
    let vocabulary = Vocabulary::embedded();
    let terms: Vec<&str> = Facet::all()
        .into_iter()
        .flat_map(|facet| vocabulary.terms(facet))
        .flat_map(|id| vocabulary.get(id).names())
        .collect();
    let towns: Vec<_> = directory.places.rows().iter().collect();
    let large: Vec<_> = towns.iter().filter(|row| row.is_town()).collect();
    let words: Vec<&String> = directory.known.keys().collect();
    let states: Vec<State> = State::all().collect();
    let fillers =
        ["near", "in", "for", "the", "de", "la", "or", "me", "cerca de", "en", "y", "with", "mi", "los", "50 miles"];
    let odd = [
        "É",
        "<b>",
        "'s",
        "O'",
        "--",
        "a.b",
        "\u{202e}",
        "💊",
        "ﬁ",
        "ß",
        "中文",
        "x",
        "OK",
        "in",
        "PA,",
        "12345-6789",
        ";",
    ];
    let mut random = Random(7);
    let mut text = |most: usize| {
        let mut text = String::new();
        for _ in 0..random.below(most) {
            let part = match random.below(14) {
                0..=2 => (*random.one(&terms)).to_owned(),
                3 => random.one(&towns).name.clone(),
                4 | 5 => random.one(&large).name.clone(),
                6 => random.one(&large).label(),
                7 => random.one(&states).name().to_owned(),
                8 => random.one(&states).code().to_owned(),
                9 => (*random.one(&words)).clone(),
                10 => random.one(&fillers).to_string(),
                11 => random.one(&odd).to_string(),
                12 => format!("{:05}", random.below(100_000)),
                _ => {
                    let word = (*random.one(&words)).clone();
                    random.slip(&word)
                }
            };
            let part = match random.below(6) {
                0 => part.to_uppercase(),
                1 | 2 => part.to_lowercase(),
                3 => random.slip(&part),
                _ => part,
            };
            text += &part;
            text += *random.one(&[" ", " ", " ", ", ", ","][..]);
        }
        text
    };
    (0..count)
        .map(|n| {
            let mut case = json!({ "text": text(6), "where": if n % 3 == 0 { text(4) } else { String::new() } });
            case["exact"] = (n % 11 == 0).into();
            if n % 5 == 0 {
                case["served"] = json!(["CA", "OR", "IL"]);
            }
            case
        })
        .collect()
}

/// Everything that the browser's reader would find in the files of the directory, and what Rust understood.
fn dump(directory: &Directory, cases: &[Value]) -> Value {
    let vocabulary = Vocabulary::embedded();
    let ids = Facet::all().into_iter().flat_map(|facet| vocabulary.terms(facet));
    let terms: Vec<Value> = ids
        .map(|id| {
            let term = vocabulary.get(id);
            json!({
                "facet": term.facet.index(), "slug": term.slug, "label": term.label.get("en"),
                "count": directory.counts[id.index()],
            })
        })
        .collect();
    let degrees = |n: i32| f64::from(n) / 1000.0;
    let places = directory.places.rows().iter();
    let places = places.map(|row| {
        let at = (degrees(row.latitude), degrees(row.longitude));
        json!([row.key, row.name, row.state.code(), at.0, at.1, row.size, row.listings])
    });
    let rounded = |degrees: f64| (degrees * 1000.0).round() / 1000.0;
    let zips = Gazetteer::embedded().zips().iter().map(|row| {
        let at = (rounded(row.point.latitude()), rounded(row.point.longitude()));
        json!([row.zip.to_string(), row.city, row.state.code(), at.0, at.1])
    });
    let known = directory.known.iter().filter(|(_, known)| known.documents > 0);
    json!({
        "phrases": phrases_file(vocabulary, &directory.places),
        "states": State::all().map(|state| format!("{} {}", state.code(), state.name())).collect::<Vec<_>>(),
        "terms": terms,
        "facets": Facet::all().map(|facet| json!({ "key": facet.key() })),
        "served": directory.served.iter().map(|state| state.code()).collect::<Vec<_>>(),
        "places": places.collect::<Vec<_>>(),
        "zips": zips.collect::<Vec<_>>(),
        "known": known.map(|(word, _)| word).collect::<Vec<_>>(),
        "lexicon": directory.lexicon.iter().map(|e| json!([e.word, e.class, e.frequency])).collect::<Vec<_>>(),
        "cases": cases.iter().map(|case| {
            let mut case = case.clone();
            case["understood"] = directory.understand(&case);
            case
        }).collect::<Vec<_>>(),
    })
}

#[test]
fn the_browser_understands_the_same() {
    let directory = Directory::new();
    let mut cases = read("understanding.json").as_array().unwrap().clone();
    cases.extend(random_cases(&directory, 3000));
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("understanding.json");
    std::fs::write(&path, dump(&directory, &cases).to_string()).unwrap();
    let test = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client/understanding.test.js");
    let node = std::process::Command::new("node").arg("--test").arg(test).env("WAYPOST_UNDERSTANDING", &path).output();
    match node {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout)),
        Err(error) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "node cannot be started: {error}");
            println!("skipped: node cannot be started: {error}");
        }
    }
}

/// The real table, or nothing and a line that says so.
fn table() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samhsa/facilities_2024_geocoded.csv.gz");
    if path.exists() {
        return Some(path);
    }
    assert!(std::env::var("CI").as_deref() != Ok("true"), "{} is not there", path.display());
    println!("skipped: {} is not there", path.display());
    None
}

#[test]
fn slips_of_the_pen_are_put_right_in_a_real_directory() {
    let Some(table) = table() else { return };
    let directory = Directory::real(&table);
    if let Some(path) = std::env::var_os("WAYPOST_DUMP") {
        std::fs::write(path, dump(&directory, &[]).to_string()).unwrap();
    }
}
