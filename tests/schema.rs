//! The JSON Schema of a shape accepts exactly what the check of the shape accepts.
//!
//! Values near each shape are made: right ones, and right ones with a few changes. Each is written as YAML, as a person
//! would write it who puts every text in quotes, and read by both. `PROPTEST_CASES` asks for more of them.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::test_runner::{Config, TestCaseError, TestRng, TestRunner};
use serde_json::{Map, Value, json};
use std::cell::Cell;
use waypost::diagnostic::{Diagnostic, rules};
use waypost::shape::check::Check;
use waypost::shape::{Kind, Object, SchemaForm, json_schema, values};
use waypost::vocabulary::Vocabulary;
use waypost::yaml::{self, quoted};
use waypost::{article, config, listing};

/// What only the check can say: whether a check digit fits, whether a range goes upwards, and whether the part of a
/// domain that begins with `xn--` stands for letters.
fn is_beyond_a_schema(finding: &Diagnostic) -> bool {
    finding.code == rules::TRUST_NPI.code
        || finding.code == rules::LOGIC_RANGE.code
        || finding.message.contains("xn--") && finding.message.contains("has a domain that no browser can read")
}

/// Names that texts are made of, and texts that are right in one place and wrong in most others.
const TEXTS: &[&str] = &[
    "",
    " ",
    "\u{a0}\u{3000}",
    "\u{85}",
    "\u{feff}",
    "\u{200b}",
    "\n",
    "a",
    "Alder Creek",
    "ñandú 夜 👩‍👩‍👧",
    "true",
    "no",
    "null",
    "~",
    "- a",
    "# a",
    "{}",
    "a: b",
    "\"",
    "\\",
    "9",
    " 9",
    "9.0",
    "-3",
    "1e1",
    "0x1F",
    ".inf",
    "NaN",
    "2026-09-01",
    "2024-02-29",
    "2026-02-29",
    "1900-02-29",
    "2000-02-29",
    "0000-02-29",
    "2026-04-31",
    "2026-13-01",
    "2026-9-1",
    "2026-09-01T00:00:00Z",
    "２０２６-01-01",
    "00:00",
    "23:59",
    "24:00",
    "18:60",
    "+1:00",
    "6:00",
    "35007",
    "02139-1234",
    "00000",
    "00000-1234",
    "3500",
    "350071",
    "35007-123",
    " 35007",
    "AL",
    "al",
    "ZZ",
    "Alabama",
    "PR",
    "America/New_York",
    "America/New York",
    "Europe/Paris",
    "en",
    "es-419",
    "zh-Hans",
    "EN",
    "e",
    "en-",
    "en-a",
    "english",
    "1234567893",
    "1234567890",
    "123456789",
    "a-b",
    "a--b",
    "-a",
    "a-",
    "A-b",
    "a_b",
    "205-234-0142",
    "(205) 234-0142",
    "+1 205 234 0142",
    "12052340142",
    "22052340142",
    "1-1-205-234-0142",
    "205.234.0142 ext. 12",
    "205-234-0142x",
    "205-234-014 x2",
    "205-234-0142 e12",
    "205-911-0142",
    "800-911-0142",
    "911-234-0142",
    "105-234-0142",
    "205-134-0142",
    "800-662-4357",
    "+1 (800) 662-HELP",
    "8-0-0-6-6-2-4-3-5-7",
    "988",
    "205\u{a0}234\u{a0}0142",
    "٢٠٥-234-0142",
    "https://example.org",
    "http://example.org/a?b=c#d",
    "https://example.org:8443/",
    "https://example.org:65536/",
    "https://example.org:",
    "https://ex_ample.org/ñ",
    "https://a-.org",
    "https://a..org",
    "https://a.org./",
    "https://a.o",
    "https://a.b2",
    "https://a.2b",
    "https://192.0.2.1/",
    "https://[2001:db8::1]/",
    "https://1.0x7f",
    "https://xn--nxasmq6b.example.org/",
    "https://xn--a.example.org/",
    "https://localhost/",
    "https://u@example.org/",
    "https://example.org/@u",
    "https://example.org\\a",
    "https://example.org/\u{7f}",
    "https://example.org/<",
    "https://exämple.org/",
    "HTTPS://example.org/",
    "https:///example.org",
    "ftp://example.org",
    "example.org",
    "mailto:a@example.org",
    "a@example.org",
    "a.b+c'd@ex-ample.co.uk",
    "a..b@example.org",
    ".a@example.org",
    "a.@example.org",
    "a@-example.org",
    "a@example",
    "a@b@example.org",
    "a b@example.org",
    "ä@example.org",
];

/// A text that a form accepts.
fn form(form: &'static waypost::shape::ValueKind) -> BoxedStrategy<Value> {
    if let SchemaForm::Words(words) = form.schema {
        return select(words()).prop_map(Value::from).boxed();
    }
    let good: Vec<&'static str> = TEXTS.iter().copied().filter(|text| (form.check)(text).is_ok()).collect();
    assert!(!good.is_empty(), "{} has no example", form.name);
    let known = select(good).prop_map(Value::from);
    if std::ptr::eq(form, &raw const values::SLUG) {
        prop_oneof![known, "[a-z0-9]{1,8}(-[a-z0-9]{1,8}){0,9}".prop_map(Value::from)].boxed()
    } else if std::ptr::eq(form, &raw const values::PHONE) {
        let any = r"(\+?1[ .-]?)?\(?[2-9][0-9]{2}\)?[ .-]{0,2}[2-9][0-9]{2}[ .-]?[0-9]{4}";
        prop_oneof![known, any.prop_map(Value::from)].boxed()
    } else if std::ptr::eq(form, &raw const values::DATE) {
        prop_oneof![known, "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])".prop_map(Value::from)].boxed()
    } else {
        known.boxed()
    }
}

#[allow(clippy::cast_possible_truncation)] // The bounds of shapes are small.
fn number(low: f64, high: f64) -> BoxedStrategy<Value> {
    let whole = low.ceil() as i64..=high.floor() as i64;
    prop_oneof![(low..=high).prop_map(Value::from), whole.prop_map(Value::from)].boxed()
}

/// A value that a kind accepts, or nearly: what a list may hold only once can be there twice.
fn right(kind: &'static Kind) -> BoxedStrategy<Value> {
    match kind {
        Kind::Text(most) => prop_oneof![
            8 => "[A-Za-z][A-Za-z0-9 ,.é夜]{0,20}".prop_map(Value::from),
            1 => Just(Value::from("é".repeat(*most))),
            1 => any::<f64>().prop_filter("JSON has no other", |n| n.is_finite()).prop_map(Value::from),
            1 => any::<i64>().prop_map(Value::from),
            1 => any::<bool>().prop_map(Value::from),
        ]
        .boxed(),
        Kind::Words(most) => {
            let text: &'static Kind = Box::leak(Box::new(Kind::Text(*most)));
            let spoken = prop::collection::btree_map("[a-z]{2}", right(text), 1..3);
            prop_oneof![right(text), spoken.prop_map(|map| map.into_iter().collect())].boxed()
        }
        Kind::Value(value) => form(value),
        Kind::Choice(words) => select(*words).prop_map(Value::from).boxed(),
        Kind::Term(facet) => {
            let vocabulary = Vocabulary::embedded();
            let slugs: Vec<&str> = vocabulary.terms(*facet).map(|id| &*vocabulary.get(id).slug).collect();
            select(slugs).prop_map(Value::from).boxed()
        }
        Kind::Integer(low, high) => {
            let whole = *low..=*high;
            prop_oneof![3 => whole.clone().prop_map(Value::from), 1 => whole.prop_map(|n| json!(n as f64))].boxed()
        }
        Kind::Decimal(low, high) => number(*low, *high),
        Kind::Range(low, high) => {
            let number = || prop::option::weighted(0.7, number(*low, *high));
            let ends = (number(), number()).prop_map(|(min, max)| {
                let ends = [("min", min), ("max", max)].into_iter().filter_map(|(key, end)| Some((key.into(), end?)));
                Value::Object(ends.collect())
            });
            prop_oneof![self::number(*low, *high), ends].boxed()
        }
        Kind::List(item) => several(item),
        Kind::OneOrMany(item) => prop_oneof![right(item), several(item)].boxed(),
        Kind::Object(object) => mapping(object),
        Kind::TextMap => {
            let text = right(&Kind::Text(100));
            prop::collection::btree_map("[a-z/-]{1,8}", text, 0..3).prop_map(|map| map.into_iter().collect()).boxed()
        }
        Kind::Named(object) => {
            let named = prop::collection::btree_map("[a-z-]{1,8}", mapping(object), 0..3);
            named.prop_map(|map| map.into_iter().collect()).boxed()
        }
    }
}

fn several(item: &'static Kind) -> BoxedStrategy<Value> {
    let items = prop::collection::vec(right(item), 0..3);
    let is_word = item.is_word();
    items
        .prop_map(move |mut items| {
            if is_word {
                let all = items.clone();
                let mut at = 0..;
                items.retain(|item| at.next().is_none_or(|at| !all[..at].contains(item)));
            }
            Value::Array(items)
        })
        .boxed()
}

/// A mapping with all keys that it needs, and some of the others.
fn mapping(object: &'static Object) -> BoxedStrategy<Value> {
    let mut all = Just(Map::new()).boxed();
    for field in object.fields {
        let value = match right(&field.kind) {
            value if field.required => value.prop_map(Some).boxed(),
            value => prop::option::weighted(0.25, value).boxed(),
        };
        all = (all, value)
            .prop_map(|(mut map, value)| {
                if let Some(value) = value {
                    map.insert(field.key.to_owned(), value);
                }
                map
            })
            .boxed();
    }
    all.prop_map(Value::Object).boxed()
}

/// A change of a value at some place.
#[derive(Debug, Clone)]
enum Change {
    Put(Value),
    /// One character of a text in place of another, before it, or gone.
    Slip(Index, Option<char>, bool),
    /// One character more than is allowed, if that many are there.
    Double,
    UnknownKey(String),
    WithoutKey(Index),
    SameItem(Index),
    ItemMore(Value),
    Quoted,
    Plain,
}

fn junk() -> BoxedStrategy<Value> {
    prop_oneof![
        8 => select(TEXTS).prop_map(Value::from),
        1 => any::<String>().prop_map(Value::from),
        1 => select(vec![json!(null), json!([]), json!({}), json!([null]), json!({ "a": 1 }), json!({ "min": 1 }),
            json!({ "min": null }), json!({ "en": "a" }), json!({ "en": null })]),
        1 => any::<bool>().prop_map(Value::from),
        1 => (-200i64..20_000).prop_map(Value::from),
        1 => any::<u64>().prop_map(Value::from),
        1 => any::<f64>().prop_filter("JSON has no other", |n| n.is_finite()).prop_map(Value::from),
        1 => select(vec![0.4, 0.5, 7.0, 7.5, 168.0, 168.5, 1e-7, -0.0, 35007.0]).prop_map(Value::from),
    ]
    .boxed()
}

fn change() -> BoxedStrategy<Change> {
    let character = select("09aAzZ .-:/@_+'#?é夜\u{a0}\u{85}".chars().collect::<Vec<_>>());
    prop_oneof![
        3 => junk().prop_map(Change::Put),
        4 => (any::<Index>(), prop::option::of(character), any::<bool>()).prop_map(|(at, c, more)| Change::Slip(at, c, more)),
        1 => Just(Change::Double),
        1 => prop_oneof!["[a-z_]{1,8}", Just("nmae".to_owned()), Just(String::new())].prop_map(Change::UnknownKey),
        1 => any::<Index>().prop_map(Change::WithoutKey),
        1 => any::<Index>().prop_map(Change::SameItem),
        1 => junk().prop_map(Change::ItemMore),
        1 => Just(Change::Quoted),
        1 => Just(Change::Plain),
    ]
    .boxed()
}

/// The value at the place `n` of all places below `value`, itself the first.
fn place<'v>(value: &'v mut Value, n: &mut usize) -> Option<&'v mut Value> {
    if *n == 0 {
        return Some(value);
    }
    *n -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| place(item, n)),
        Value::Object(map) => map.values_mut().find_map(|item| place(item, n)),
        _ => None,
    }
}

fn places(value: &Value) -> usize {
    1 + match value {
        Value::Array(items) => items.iter().map(places).sum(),
        Value::Object(map) => map.values().map(places).sum(),
        _ => 0,
    }
}

fn changed(mut value: Value, at: Index, change: &Change) -> Value {
    let mut n = at.index(places(&value));
    let Some(spot) = place(&mut value, &mut n) else { return value };
    match (change, &mut *spot) {
        (Change::Put(other), _) => *spot = other.clone(),
        (Change::Slip(at, character, more), Value::String(text)) => {
            let mut all: Vec<char> = text.chars().collect();
            let at = at.index(all.len() + 1);
            let gone = at..(at + usize::from(!more)).min(all.len());
            all.splice(gone, *character);
            *text = all.into_iter().collect();
        }
        (Change::Double, Value::String(text)) => text.push_str(&"x".repeat(text.chars().count() + 1)),
        (Change::UnknownKey(key), Value::Object(map)) => {
            map.insert(key.clone(), json!("a"));
        }
        (Change::WithoutKey(at), Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(at.index(map.len())).cloned().unwrap();
            map.remove(&key);
        }
        (Change::SameItem(at), Value::Array(items)) if !items.is_empty() => {
            let item = items[at.index(items.len())].clone();
            items.push(item);
        }
        (Change::ItemMore(item), Value::Array(items)) => items.push(item.clone()),
        (Change::Quoted, Value::Number(number)) => *spot = number.to_string().into(),
        (Change::Plain, Value::String(text)) => {
            if let Ok(other @ (Value::Number(_) | Value::Bool(_))) = serde_json::from_str(text) {
                *spot = other;
            }
        }
        _ => {}
    }
    value
}

/// A value as YAML: texts and keys in quotes, everything else without.
fn written(value: &Value) -> String {
    match value {
        Value::String(text) => quoted(text),
        Value::Array(items) => format!("[{}]", items.iter().map(written).collect::<Vec<_>>().join(", ")),
        Value::Object(map) => {
            let pairs: Vec<String> =
                map.iter().map(|(key, value)| format!("{}: {}", quoted(key), written(value))).collect();
            format!("{{ {} }}", pairs.join(", "))
        }
        other => other.to_string(),
    }
}

/// What the check says of a value, without what no schema can say.
fn findings(value: &Value, object: &'static Object) -> Vec<Diagnostic> {
    let text = written(value);
    let node = match yaml::parse("value.yaml", &text, 0..text.len()) {
        Ok(node) => node,
        Err(findings) => panic!("{text} is no YAML: {findings:#?}"),
    };
    let mut check = Check::new("value.yaml", &text, Vocabulary::embedded());
    check.object(&node, object);
    check.findings.retain(|finding| !is_beyond_a_schema(finding));
    check.findings
}

fn validator(object: &Object) -> jsonschema::Validator {
    let schema = json_schema::document(object, "test.json", "Test", Vocabulary::embedded());
    jsonschema::options().should_validate_formats(false).build(&schema).unwrap()
}

fn agree(name: &str, object: &'static Object) {
    let validator = validator(object);
    let changes = prop::collection::vec((any::<Index>(), change()), 0..5);
    let config = Config { failure_persistence: None, max_shrink_iters: 2000, ..Config::default() };
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { config.cases } else { 800 };
    let config = Config { cases, ..config };
    let algorithm = config.rng_algorithm;
    let mut runner = TestRunner::new_with_rng(config, TestRng::deterministic_rng(algorithm));
    let (accepted, refused) = (Cell::new(0u32), Cell::new(0u32));
    let result = runner.run(&(mapping(object), changes), |(value, changes)| {
        let value = changes.iter().fold(value, |value, (at, change)| changed(value, *at, change));
        let found = findings(&value, object);
        let errors: Vec<String> =
            validator.iter_errors(&value).map(|e| format!("{}: {e}", e.instance_path())).collect();
        let count = if errors.is_empty() { &accepted } else { &refused };
        count.set(count.get() + 1);
        if found.is_empty() != errors.is_empty() {
            let found: Vec<_> = found.iter().map(|f| format!("{}: {}", f.code, f.message)).collect();
            return Err(TestCaseError::fail(format!("check: {found:?}\nschema: {errors:?}\nin {value:#}")));
        }
        Ok(())
    });
    if let Err(error) = result {
        panic!("{name}: {error}");
    }
    let (accepted, refused) = (accepted.get(), refused.get());
    assert!(accepted > cases / 5 && refused > cases / 5, "{name}: {accepted} accepted, {refused} refused");
}

#[test]
fn the_schema_of_listings_accepts_what_the_check_accepts() {
    agree("listing", &listing::fields::LISTING);
}

#[test]
fn the_schema_of_guides_accepts_what_the_check_accepts() {
    agree("guide", &article::GUIDE);
}

#[test]
fn the_schema_of_pages_accepts_what_the_check_accepts() {
    agree("page", &article::PAGE);
}

#[test]
fn the_schema_of_the_site_file_accepts_what_the_check_accepts() {
    agree("site", &config::SITE);
}

/// Every near miss in every form, which chance alone would take long to try.
#[test]
fn every_form_accepts_the_same_texts_in_both() {
    use waypost::shape::{Field, field};
    let forms = [
        &values::DATE,
        &values::LANGUAGE,
        &values::TIME,
        &values::TIMEZONE,
        &values::STATE,
        &values::ZIP,
        &values::URL,
        &values::EMAIL,
        &values::SLUG,
        &values::PHONE,
        &values::NPI,
    ];
    let crisis: Vec<String> = listing::phone::CRISIS
        .iter()
        .flat_map(|(number, _)| ["", "1", "+1 (", "2"].map(|start| format!("{start}{number}")))
        .collect();
    let days: Vec<String> = [0, 4, 100, 1999, 2000, 2023, 2024, 2100]
        .into_iter()
        .flat_map(|year| {
            (0..14).flat_map(move |month| (0..33).map(move |day| format!("{year:04}-{month:02}-{day:02}")))
        })
        .collect();
    let slugs = ["a".repeat(80), "a".repeat(81)];
    let texts: Vec<&str> =
        TEXTS.iter().copied().chain(crisis.iter().chain(&days).chain(&slugs).map(String::as_str)).collect();
    for form in forms {
        let fields: &'static [Field] = Box::leak(Box::new([field("value", Kind::Value(form), "", "")]));
        let object: &'static Object = Box::leak(Box::new(Object { name: "a test", fields }));
        let validator = validator(object);
        let mut accepted = 0;
        for text in &texts {
            let value = json!({ "value": text });
            let found = findings(&value, object);
            assert_eq!(found.is_empty(), validator.is_valid(&value), "{}: {text:?} {found:#?}", form.name);
            accepted += usize::from(found.is_empty());
        }
        assert!((1..texts.len()).contains(&accepted), "{}", form.name);
    }
}

#[test]
fn a_text_of_every_length_that_a_number_can_have_fits_every_field() {
    fn shortest(object: &Object) -> usize {
        let inside = |kind: &Kind| match kind {
            Kind::Text(most) | Kind::Words(most) | Kind::List(Kind::Text(most)) | Kind::OneOrMany(Kind::Text(most)) => {
                *most
            }
            Kind::Object(object) | Kind::Named(object) | Kind::List(Kind::Object(object)) => shortest(object),
            _ => usize::MAX,
        };
        object.fields.iter().map(|field| inside(&field.kind)).min().unwrap_or(usize::MAX)
    }
    // A schema cannot say how many digits a number has, and this is the longest: -1.2345678901234567e-308.
    for object in [&listing::fields::LISTING, &article::GUIDE, &article::PAGE, &config::SITE] {
        assert!(shortest(object) >= 24, "{}", object.name);
    }
}
