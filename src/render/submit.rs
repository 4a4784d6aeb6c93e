//! The form for a new listing. Which fields it asks for stands here; what they hold comes from the fields of listings,
//! and their terms from the vocabulary, so that a form and a check cannot differ.

use super::{Renderer, context as ctx, json_ld};
use crate::geo::{Gazetteer, State};
use crate::listing::rules::{care, identity, trust};
use crate::listing::{LISTING_WORDS, fields, phone};
use crate::plan::{self, Route};
use crate::shape::values::{DATE, EMAIL, PHONE, STATE, URL, ZIP};
use crate::shape::{Field, Kind, Object, SchemaForm, ValueKind};
use crate::vocabulary::Facet;
use serde_json::{Map, Value as Json, json};
use std::borrow::Cow;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// A part of the form: paths of fields, those that are folded last.
struct Part {
    key: &'static str,
    fields: &'static [&'static str],
    more: &'static [&'static str],
}

/// The part that is there once for each program, with paths within the program.
const PROGRAM: &str = "program";

static PARTS: [Part; 7] = [
    Part {
        key: "place",
        fields: &["name", "location", "location.street", "location.city", "location.state", "location.zip"],
        more: &["location.unit", "organization", "status", "status_note"],
    },
    Part { key: "contact", fields: &["phones.number", "website"], more: &["phones.ext", "email"] },
    Part {
        key: PROGRAM,
        fields: &["level_of_care", "focus", "formats", "states_served", "ages", "hours_per_week", "schedule.times"],
        more: &[
            "name",
            "days_per_week",
            "weeks",
            "genders",
            "populations",
            "modalities",
            "medications",
            "accepting.status",
            "accepting.wait",
            "note",
        ],
    },
    Part { key: "paying", fields: &["payment.accepts"], more: &["payment.note"] },
    Part {
        key: "access",
        fields: &[],
        more: &["languages", "access.wheelchair", "access.asl", "access.parking", "access.transit"],
    },
    Part { key: "words", fields: &[], more: &[] },
    Part { key: "checked", fields: &["verified.date"], more: &[] },
];

/// Written by the form itself.
const FILLED_IN: &str = "accepting.as_of";
/// A file may leave it out, with a warning; the form asks for it.
const ASKED_FOR: &str = "level_of_care";

/// A longer encoded address is refused by some servers: GitHub answers 414 above 8,192 bytes.
const ADDRESS_BYTES: usize = 8_000;
/// A longer address of a letter is cut off by some mail programs.
const LETTER_BYTES: usize = 2_000;

impl Renderer<'_> {
    /// `submit`.
    pub(super) fn submit_value(&self, language: usize) -> Option<ctx::Submit> {
        self.site.takes_listings().then(|| ctx::Submit { path: plan::submit_path(self.site, language) })
    }

    pub(super) fn submit(&self, route: &Route, context: &mut Context) -> &'static str {
        let words = self.words(route, "submit", &[], None);
        let crumbs = vec![(self.text(route, "nav_submit", &[]), route.path.clone())];
        let repository = self.site.repository.as_ref();
        let parts = PARTS
            .iter()
            .map(|part| {
                let object = if part.key == PROGRAM { &fields::PROGRAM } else { &fields::LISTING };
                let all =
                    |paths: &[&'static str]| paths.iter().filter_map(|path| self.field(route, object, path)).collect();
                ctx::FormPart { key: part.key, fields: all(part.fields), more: all(part.more) }
            })
            .collect();
        let form = ctx::Form {
            parts,
            states: State::all().map(|state| ctx::StateName { code: state.code(), name: state.name() }).collect(),
            table: Value::safe_string(&json_ld::for_script(&self.table())),
            forge: repository.map(crate::forge::Repository::name),
            new_url: self.new_url(route),
            folder_url: repository.map(|r| r.folder("content/providers")),
            email: self.site.email(),
        };
        context.insert("form", &form);
        context.insert_value("page", self.page_value(route, "submit", words, crumbs, None));
        "submit.html"
    }

    fn field(&self, route: &Route, object: &'static Object, path: &'static str) -> Option<ctx::FormField<'_>> {
        let field = find(object, path)?;
        let code = &self.languages[route.language].code;
        let facet = facet(&field.kind);
        let terms = |facet| self.vocabulary.terms(facet).map(|id| self.term(route, id)).collect();
        Some(ctx::FormField {
            key: path.replace('.', "_"),
            path,
            kind: kind(&field.kind)?,
            required: required(object, path),
            most: if let Kind::Text(most) = field.kind { Some(most) } else { None },
            choices: if let Kind::Choice(words) = field.kind { words } else { &[] },
            terms: facet.map(terms).unwrap_or_default(),
            label: facet.map(|facet| self.vocabulary.facet_label(facet).get(code)),
            about: facet.map(|facet| self.vocabulary.facet_about(facet).get(code)),
        })
    }

    /// What the script knows: see `Table` in `assets/listing.js`.
    fn table(&self) -> Json {
        let crisis: BTreeMap<&str, &str> = phone::CRISIS.iter().copied().collect();
        let repository = self.site.repository.as_ref();
        json!({
            "listing": in_file_order(&fields::LISTING, |part| part.key != PROGRAM),
            "program": in_file_order(&fields::PROGRAM, |part| part.key == PROGRAM),
            "zips": zips(),
            "crisis": crisis,
            "free": phone::TOLL_FREE,
            "slogans": identity::SLOGANS,
            "beds": care::BEDS,
            "tracking": trust::TRACKING,
            "forms": { "url": pattern(&URL), "email": pattern(&EMAIL) },
            "words": LISTING_WORDS,
            "sample": self.site.demonstration,
            "most": ADDRESS_BYTES,
            "letter": LETTER_BYTES,
            "new": repository.map(crate::forge::Repository::new_file),
            "text": repository.and_then(crate::forge::Repository::new_text),
            "upload": repository.and_then(crate::forge::Repository::upload),
            "email": self.site.email(),
        })
    }
}

/// The field at a path of keys; lists on the way stand for their items.
fn find(object: &'static Object, path: &str) -> Option<&'static Field> {
    let (key, rest) = path.split_once('.').map_or((path, None), |(key, rest)| (key, Some(rest)));
    let field = object.field(key)?;
    match rest {
        None => Some(field),
        Some(rest) => find(inner(&field.kind)?, rest),
    }
}

fn inner(kind: &Kind) -> Option<&'static Object> {
    match kind {
        Kind::List(item) => inner(item),
        Kind::Object(object) => Some(object),
        _ => None,
    }
}

fn facet(kind: &Kind) -> Option<Facet> {
    match kind {
        Kind::List(item) | Kind::OneOrMany(item) => facet(item),
        Kind::Term(facet) => Some(*facet),
        _ => None,
    }
}

/// What the form calls a kind of field. `None` for those that it cannot ask for.
fn kind(kind: &Kind) -> Option<&'static str> {
    let is = |form: &'static ValueKind, other: &'static ValueKind| std::ptr::eq(form, other);
    Some(match kind {
        Kind::Text(_) => "text",
        Kind::Choice(_) => "choice",
        Kind::Range(..) => "range",
        Kind::Object(_) => "place",
        Kind::List(Kind::Term(_)) | Kind::OneOrMany(Kind::Term(_)) => "terms",
        Kind::List(Kind::Value(form)) if is(form, &STATE) => "states",
        Kind::Value(form) => {
            let forms = [
                (&ZIP, "zip"),
                (&PHONE, "phone"),
                (&URL, "url"),
                (&EMAIL, "email"),
                (&DATE, "date"),
                (&STATE, "state"),
            ];
            forms.iter().find(|(known, _)| is(form, known))?.1
        }
        _ => return None,
    })
}

/// True if every key on the way to the field is required: a phone needs its number, but a listing needs no phone.
fn required(object: &'static Object, path: &str) -> bool {
    let mut here = Some(object);
    let needed = path.split('.').all(|key| {
        let field = here.and_then(|object| object.field(key));
        here = field.and_then(|field| inner(&field.kind));
        field.is_some_and(|field| field.required)
    });
    needed || path == ASKED_FOR
}

/// The fields of the chosen parts as the script knows them, in the order in which a file has them.
fn in_file_order(object: &'static Object, chosen: fn(&Part) -> bool) -> Vec<Json> {
    let mut paths: Vec<&str> = PARTS
        .iter()
        .filter(|part| chosen(part))
        .flat_map(|part| part.fields.iter().chain(part.more))
        .copied()
        .collect();
    if find(object, FILLED_IN).is_some() {
        paths.push(FILLED_IN);
    }
    // Positions of the keys of a path, from the top.
    let place = |path: &str| {
        let mut object = Some(object);
        let mut place = Vec::new();
        for key in path.split('.') {
            let fields = object.map_or(&[][..], |object| object.fields);
            place.push(fields.iter().position(|field| field.key == key));
            object = object.and_then(|object| inner(&object.field(key)?.kind));
        }
        place
    };
    paths.sort_by_cached_key(|path| place(path));
    paths.iter().filter_map(|path| described(object, path)).collect()
}

fn described(object: &'static Object, path: &str) -> Option<Json> {
    let field = find(object, path)?;
    let kind = kind(&field.kind).filter(|kind| *kind != "place")?;
    let mut out = Map::new();
    out.insert("path".into(), path.into());
    out.insert("kind".into(), kind.into());
    if required(object, path) {
        out.insert("required".into(), true.into());
    }
    match field.kind {
        Kind::Text(most) => {
            out.insert("most".into(), most.into());
        }
        Kind::Range(low, high) => {
            out.insert("low".into(), low.into());
            out.insert("high".into(), high.into());
        }
        _ => {}
    }
    Some(out.into())
}

/// The regular expression of a form.
fn pattern(form: &ValueKind) -> Option<Cow<'static, str>> {
    match form.schema {
        SchemaForm::Pattern(pattern) => Some(pattern()),
        SchemaForm::Words(_) => None,
    }
}

/// For each state the first three digits of its ZIPs: `350-352 354`.
fn zips() -> BTreeMap<&'static str, String> {
    let mut prefixes: BTreeMap<&'static str, Vec<u16>> = BTreeMap::new();
    for row in Gazetteer::embedded().zips() {
        let Ok(prefix) = row.zip.prefix().parse() else { continue };
        let known = prefixes.entry(row.state.code()).or_default();
        if let Err(at) = known.binary_search(&prefix) {
            known.insert(at, prefix);
        }
    }
    prefixes.into_iter().map(|(state, known)| (state, runs(&known))).collect()
}

/// Sorted numbers as runs.
fn runs(numbers: &[u16]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).map(|run| match run {
        [first, .., last] => format!("{first:03}-{last:03}"),
        [only] => format!("{only:03}"),
        [] => String::new(),
    });
    runs.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::{FILLED_IN, PARTS, PROGRAM, find, in_file_order, kind, runs, zips};
    use crate::listing::fields;

    #[test]
    fn every_field_of_the_form_is_a_field_of_listings_that_it_can_ask_for() {
        for part in &PARTS {
            let object = if part.key == PROGRAM { &fields::PROGRAM } else { &fields::LISTING };
            for path in part.fields.iter().chain(part.more) {
                let field = find(object, path);
                assert!(field.and_then(|field| kind(&field.kind)).is_some(), "{path}");
            }
        }
        assert!(find(&fields::PROGRAM, FILLED_IN).is_some());
    }

    #[test]
    fn the_script_gets_the_fields_in_the_order_of_the_file() {
        let paths = |fields: Vec<serde_json::Value>| -> Vec<String> {
            fields.iter().map(|field| field["path"].as_str().unwrap().to_owned()).collect()
        };
        let listing = paths(in_file_order(&fields::LISTING, |part| part.key != PROGRAM));
        assert_eq!(listing[..5], ["name", "organization", "status", "status_note", "location.street"]);
        assert_eq!(listing.last().unwrap(), "verified.date");
        let program = paths(in_file_order(&fields::PROGRAM, |part| part.key == PROGRAM));
        assert_eq!(program[..2], ["name", "level_of_care"]);
        let place = |path: &str| program.iter().position(|p| p == path).unwrap();
        assert_eq!(place("accepting.as_of"), place("accepting.status") + 1);
    }

    #[test]
    fn states_have_the_first_digits_of_their_zips() {
        let zips = zips();
        assert_eq!(zips["RI"], "028-029");
        assert_eq!(zips["AL"].split(' ').next(), Some("350-352"));
        assert_eq!(runs(&[5, 7, 8, 9]), "005 007-009");
    }
}
