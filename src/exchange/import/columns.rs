//! The columns that the survey's tables have in common, whatever file they are in.

use super::row::{Directory, Origin, RawRow, Services};

/// Columns without which a table is no survey directory.
const REQUIRED: [&str; 9] =
    ["name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "service_code_info"];

/// Where each known column stands.
#[derive(Debug, Clone)]
pub(super) struct Columns {
    names: Vec<String>,
}

impl Columns {
    /// The columns of a heading.
    pub(super) fn of<'a>(heading: impl Iterator<Item = &'a str>) -> Self {
        let plain = |name: &str| name.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_ascii_lowercase();
        Self { names: heading.map(plain).collect() }
    }

    /// The required columns that are not there.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        REQUIRED.into_iter().filter(|name| !self.names.iter().any(|n| n == name)).collect()
    }

    /// Whether the heading is one of a survey table at all.
    pub(super) fn looks_right(&self) -> bool {
        self.missing().len() <= REQUIRED.len() / 2
    }

    /// The row with these fields.
    pub(super) fn row<'a>(&self, origin: Origin, fields: impl Iterator<Item = &'a str>) -> RawRow {
        let mut row = RawRow { origin, ..RawRow::default() };
        for (name, value) in self.names.iter().zip(fields) {
            if value.is_empty() {
                continue;
            }
            let field = match name.as_str() {
                "facility_id" => &mut row.origin.id,
                "directory_type" => {
                    row.directory = directory(value);
                    row.other_directory = row.directory.is_none() && !value.trim().is_empty();
                    continue;
                }
                "service_code_info" => {
                    row.services = Services::Codes(value.to_owned());
                    continue;
                }
                "name1" => &mut row.name1,
                "name2" => &mut row.name2,
                "street1" => &mut row.street1,
                "street2" => &mut row.street2,
                "city" => &mut row.city,
                "state" => &mut row.state,
                "zip" => &mut row.zip,
                "phone" => &mut row.phone,
                "intake1" => &mut row.intakes[0],
                "intake2" => &mut row.intakes[1],
                "intake1a" => &mut row.intakes[2],
                "intake2a" => &mut row.intakes[3],
                "latitude" => &mut row.latitude,
                "longitude" => &mut row.longitude,
                "website" => &mut row.website,
                _ => continue,
            };
            value.clone_into(field);
        }
        row
    }
}

fn directory(word: &str) -> Option<Directory> {
    match word.trim().to_ascii_lowercase().as_str() {
        "substance" | "sa" | "su" => Some(Directory::Substance),
        "mental" | "mh" => Some(Directory::Mental),
        _ => None,
    }
}
