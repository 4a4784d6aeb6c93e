//! The locator's listing answer: JSON with labels instead of codes.

use std::io::BufReader;
use std::path::Path;

use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::input::{self, Fault, shape_at};
use super::row::{Directory, Origin, RawRow, Services};

/// What an answer says of itself.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// Rows in the file.
    pub(super) rows: u64,
    /// Rows the locator has in all; 0 when it does not say.
    pub(super) of: u64,
}

/// Reads the answer at `path`, the request's file number `file`, and hands on each row as it is read.
///
/// # Errors
/// The file is not JSON, is cut, or has another shape than an object with a list `rows`.
pub(super) fn read(path: &Path, file: usize, each: &mut dyn FnMut(RawRow)) -> Result<Answer, Fault> {
    let mut json = serde_json::Deserializer::from_reader(BufReader::new(input::open(path)?));
    let rows = Rows { file, each, read: 0 };
    let answer = Top(rows).deserialize(&mut json).and_then(|answer| json.end().map(|()| answer));
    let answer = answer.map_err(|e| unreadable(path, &e))?;
    answer.ok_or_else(|| {
        shape_at(
            path,
            1,
            "the answer has no list `rows`",
            "expected the locator's listing answer: { \"page\": …, \"rows\": [ … ] }",
        )
    })
}

fn unreadable(path: &Path, error: &serde_json::Error) -> Fault {
    let line = error.line() as u64;
    match error.classify() {
        serde_json::error::Category::Eof => {
            shape_at(path, line, "the file ends in the middle", "get the file again; the copy is not complete")
        }
        serde_json::error::Category::Io => input::unreadable(path, &std::io::Error::other(error.to_string())),
        serde_json::error::Category::Syntax => shape_at(
            path,
            line,
            format!("the file is not JSON: {error}"),
            "expected the locator's listing answer, unchanged",
        ),
        serde_json::error::Category::Data => shape_at(
            path,
            line,
            format!("the file is JSON of another shape: {error}"),
            "expected the locator's listing answer: { \"page\": …, \"rows\": [ { \"name1\": …, \"services\": [ … ] } ] }",
        ),
    }
}

/// One row of the answer. Numbers and null stand where texts are expected in some years.
#[derive(Debug, serde::Deserialize)]
struct ApiRow {
    name1: Text,
    #[serde(default)]
    name2: Text,
    #[serde(default)]
    street1: Text,
    #[serde(default)]
    street2: Text,
    city: Text,
    state: Text,
    zip: Text,
    #[serde(default)]
    phone: Text,
    #[serde(default)]
    intake1: Text,
    #[serde(default)]
    intake2: Text,
    #[serde(default)]
    hotline1: Text,
    #[serde(default)]
    website: Text,
    #[serde(default)]
    latitude: Text,
    #[serde(default)]
    longitude: Text,
    #[serde(default, rename = "typeFacility")]
    kind: Text,
    services: Vec<ApiService>,
}

#[derive(Debug, serde::Deserialize)]
struct ApiService {
    f2: Text,
    f3: Text,
}

#[derive(Debug, Default)]
struct Text(String);

impl<'de> serde::Deserialize<'de> for Text {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Any {
            Text(String),
            Number(serde_json::Number),
            Nothing(()),
        }
        Ok(Self(match Any::deserialize(deserializer)? {
            Any::Text(text) => text,
            Any::Number(number) => number.to_string(),
            Any::Nothing(()) => String::new(),
        }))
    }
}

struct Top<'a>(Rows<'a>);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Option<Answer>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Option<Answer>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with a list `rows`")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut of, mut seen) = (0, false);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "rows" => {
                    map.next_value_seed(&mut self.0)?;
                    seen = true;
                }
                "recordCount" => of = map.next_value::<u64>()?,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(seen.then_some(Answer { rows: self.0.read, of }))
    }
}

struct Rows<'a> {
    file: usize,
    each: &'a mut dyn FnMut(RawRow),
    read: u64,
}

impl<'de> DeserializeSeed<'de> for &mut Rows<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for &mut Rows<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of rows")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(row) = list.next_element::<ApiRow>()? {
            self.read += 1;
            let row = self.raw(row);
            (self.each)(row);
        }
        Ok(())
    }
}

impl Rows<'_> {
    fn raw(&mut self, api: ApiRow) -> RawRow {
        let number = u32::try_from(self.read).unwrap_or(u32::MAX);
        let directory = match api.kind.0.as_str() {
            "SA" => Some(Directory::Substance),
            "MH" => Some(Directory::Mental),
            _ => None,
        };
        RawRow {
            // Rows have no lines of their own; the number in the list finds them again.
            origin: Origin { file: self.file, line: 0, id: format!("row {number}") },
            directory,
            other_directory: directory.is_none(),
            name1: api.name1.0,
            name2: api.name2.0,
            street1: api.street1.0,
            street2: api.street2.0,
            city: api.city.0,
            state: api.state.0,
            zip: api.zip.0,
            phone: api.phone.0,
            intakes: [api.intake1.0, api.intake2.0, String::new(), String::new()],
            hotline: api.hotline1.0,
            website: api.website.0,
            latitude: api.latitude.0,
            longitude: api.longitude.0,
            services: Services::Labels(api.services.into_iter().map(|s| (s.f2.0, s.f3.0)).collect()),
        }
    }
}
