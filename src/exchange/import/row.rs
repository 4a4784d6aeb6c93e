//! The neutral form of a survey row, whatever file it came from.

use super::codes::CodeSet;
use crate::geo::{Point, State, Zip};

/// The directory that a row stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Directory {
    /// Treatment for substance use.
    Substance,
    /// Treatment for mental health.
    Mental,
}

impl Directory {
    /// The word used in keys and reports.
    pub fn word(self) -> &'static str {
        match self {
            Self::Substance => "substance",
            Self::Mental => "mental",
        }
    }

    /// Id of the program that a row of this directory becomes.
    pub fn program_id(self) -> &'static str {
        match self {
            Self::Substance => "substance-use",
            Self::Mental => "mental-health",
        }
    }

    /// The directory's printed title, for the credit.
    pub fn title(self) -> &'static str {
        match self {
            Self::Substance => "SAMHSA National Directory of Drug and Alcohol Use Treatment Facilities",
            Self::Mental => "SAMHSA National Directory of Mental Health Treatment Facilities",
        }
    }
}

/// Where a row stands, as a person finds it again.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, serde::Serialize)]
pub struct Origin {
    /// Number of the file in the request, from 0.
    pub file: usize,
    /// Line of a text file or row of a sheet, from 1. Zero: the form has no lines.
    pub line: u32,
    /// The row's own id, where the file has one; otherwise `row N`.
    pub id: String,
}

/// A row as it was read: texts, nothing repaired. An absent field is empty.
#[derive(Debug, Clone, Default)]
pub struct RawRow {
    /// Where it stands.
    pub origin: Origin,
    /// The directory, where the file names it in each row.
    pub directory: Option<Directory>,
    /// The file names a directory in this row, but none that is known.
    pub other_directory: bool,
    /// Organization, mostly.
    pub name1: String,
    /// Site, mostly.
    pub name2: String,
    /// Street and number.
    pub street1: String,
    /// Suite, building, box.
    pub street2: String,
    /// City.
    pub city: String,
    /// State, as a USPS code if the file is right.
    pub state: String,
    /// ZIP, possibly without its leading zeros.
    pub zip: String,
    /// Main number.
    pub phone: String,
    /// `intake1`, `intake2`, `intake1a`, `intake2a`.
    pub intakes: [String; 4],
    /// Number for the hours when nobody is there.
    pub hotline: String,
    /// Web address.
    pub website: String,
    /// Latitude in degrees.
    pub latitude: String,
    /// Longitude in degrees.
    pub longitude: String,
    /// The services, as the file has them.
    pub services: Services,
}

/// The services of a row, not yet looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Services {
    /// Codes separated by blanks, categories by `*`.
    Codes(String),
    /// Categories with their labels, which are separated by `; `.
    Labels(Vec<(String, String)>),
}

impl Default for Services {
    fn default() -> Self {
        Self::Codes(String::new())
    }
}

/// What a phone is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PhoneKind {
    /// The program's own number.
    Main,
    /// The number to ask about starting.
    Intake,
    /// For nights and weekends.
    AfterHours,
}

impl PhoneKind {
    /// The word in front matter.
    pub fn word(self) -> &'static str {
        match self {
            Self::Main => "main",
            Self::Intake => "intake",
            Self::AfterHours => "after-hours",
        }
    }
}

/// A phone number in the form of front matter.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Phone {
    /// `NPA-NXX-XXXX`.
    pub number: String,
    /// Extension, digits only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ext: Option<String>,
    /// What it is for.
    pub kind: PhoneKind,
}

/// A repaired row. Every field is trimmed; what could not be true was left out.
#[derive(Debug, Clone)]
pub struct SurveyRow {
    /// Where it stands. Default for a row remembered from an earlier import.
    pub origin: Origin,
    /// The directory it stands in.
    pub directory: Directory,
    /// Year of the directory.
    pub year: i16,
    /// Day on which the file was retrieved, `YYYY-MM-DD`.
    pub retrieved: String,
    /// Organization, mostly.
    pub name1: String,
    /// Site, mostly; may be empty.
    pub name2: String,
    /// Street and number; empty when withheld or a box.
    pub street: String,
    /// Suite or building; may be empty.
    pub unit: String,
    /// City.
    pub city: String,
    /// State, district or territory.
    pub state: State,
    /// ZIP.
    pub zip: Zip,
    /// The address is withheld at the program's wish.
    pub confidential: bool,
    /// Numbers, each once.
    pub phones: Vec<Phone>,
    /// Web address; may be empty.
    pub website: String,
    /// Where it is.
    pub point: Option<Point>,
    /// The services as facts.
    pub facts: CodeSet,
}

impl SurveyRow {
    /// The stable key of a place in a directory: the same names, street, city, state and ZIP give the same key in
    /// every file format and year, however they are capitalised.
    pub fn key(&self) -> String {
        let zip = self.zip.to_string();
        let names = [self.directory.word(), &self.name1, &self.name2];
        let parts = names.into_iter().chain([self.street.as_str(), &self.city, self.state.code(), &zip]);
        let text = parts.map(str::to_lowercase).collect::<Vec<_>>().join("|");
        blake3::hash(text.as_bytes()).to_hex()[..16].to_owned()
    }
}
