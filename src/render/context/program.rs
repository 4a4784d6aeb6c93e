//! What the page of a program is given.

use super::Phone;
use serde::Serialize;
use tera::Value;

/// A number or a span; either bound may be null. Whole numbers are whole: `9`, never `9.0`.
#[derive(Debug, Serialize)]
pub struct Range {
    /// Lower bound.
    pub min: Option<Value>,
    /// Upper bound.
    pub max: Option<Value>,
}

/// A listing on its own page.
#[derive(Debug, Serialize)]
pub struct Program<'a> {
    /// Name.
    pub name: &'a str,
    /// Organization.
    pub organization: Option<&'a str>,
    /// Path, to be written behind `base`.
    pub path: String,
    /// Slug.
    pub slug: &'a str,
    /// Language of what the provider wrote in their own words, for the attribute `lang`; null when it is the page's.
    pub lang: Option<&'a str>,
    /// `active`, `temporarily-closed` or `closed`.
    pub status: &'static str,
    /// What a visitor should know about a closure.
    pub status_note: Option<&'a str>,
    /// Where it is.
    pub address: Address<'a>,
    /// Phones, the most useful first.
    pub phones: Vec<Phone>,
    /// Its own page.
    pub website: Option<&'a str>,
    /// The domain of that page.
    pub website_host: Option<String>,
    /// E-mail.
    pub email: Option<&'a str>,
    /// Last confirmation.
    pub verified: Verified,
    /// The programs.
    pub programs: Vec<Track<'a>>,
    /// Help beside treatment, terms.
    pub services: Vec<Value>,
    /// Languages, terms.
    pub languages: Vec<Value>,
    /// Payment.
    pub payment: Payment<'a>,
    /// Getting in.
    pub access: Access<'a>,
    /// Smoking and vaping.
    pub policies: Policies,
    /// Staff roles.
    pub staff: Vec<Staff<'a>>,
    /// Licenses.
    pub licenses: Vec<License<'a>>,
    /// Accreditations.
    pub accreditation: Vec<Accreditation>,
    /// Who owns it, a term.
    pub ownership: Option<Value>,
    /// National Provider Identifier.
    pub npi: Option<&'a str>,
    /// Where the facts come from.
    pub sources: Vec<SourceNote<'a>>,
    /// Other things worth knowing.
    pub notes: &'a [String],
    /// The text below the front matter, safe HTML.
    pub body_html: Value,
}

/// Where a listing is.
#[derive(Debug, Serialize)]
pub struct Address<'a> {
    /// House number and street.
    pub street: Option<&'a str>,
    /// Suite, floor, building.
    pub unit: Option<&'a str>,
    /// City.
    pub city: &'a str,
    /// State, two letters.
    pub state_code: &'static str,
    /// State.
    pub state_name: &'static str,
    /// ZIP.
    pub zip: String,
    /// County.
    pub county: Option<&'a str>,
    /// The address is confidential.
    pub confidential: bool,
    /// There is no place to visit.
    pub virtual_only: bool,
    /// The point is the ZIP's.
    pub approximate: bool,
    /// Latitude in degrees; null for a confidential address or an approximate point.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// Path of the state's page.
    pub state_path: Option<String>,
    /// Path of the city's page.
    pub city_path: Option<String>,
    /// Path of the county's page.
    pub county_path: Option<String>,
    /// A map on another site, only for a link that a person presses.
    pub directions_url: Option<String>,
}

/// Last confirmation.
#[derive(Debug, Serialize)]
pub struct Verified {
    /// The day.
    pub date: String,
    /// `provider`, `editor` or `import`.
    pub by: &'static str,
    /// `phone`, `web`, `form`, `visit` or `import`.
    pub method: &'static str,
    /// Days ago, on the day of the build.
    pub age_days: i32,
    /// `fresh`, `aging` or `stale`.
    pub freshness: &'static str,
}

/// A program of a listing.
#[derive(Debug, Serialize)]
pub struct Track<'a> {
    /// Its anchor on the page is `p-` and this, so that no id of the theme has it.
    pub id: &'a str,
    /// Its own name.
    pub name: Option<&'a str>,
    /// Levels of care, terms.
    pub levels: Vec<Value>,
    /// ASAM level.
    pub asam_level: Option<&'a str>,
    /// What is treated, terms.
    pub focus: Vec<Value>,
    /// How people take part, terms.
    pub formats: Vec<Value>,
    /// States served by video.
    pub states_served: Vec<StateName>,
    /// Ages in years.
    pub ages: Option<Range>,
    /// Age groups, terms.
    pub age_groups: Vec<Value>,
    /// Genders, terms.
    pub genders: Vec<Value>,
    /// Hours a week.
    pub hours_per_week: Option<Range>,
    /// Days a week.
    pub days_per_week: Option<Range>,
    /// Weeks.
    pub weeks: Option<Range>,
    /// Days and times; null when nothing is reported.
    pub schedule: Option<Schedule<'a>>,
    /// Therapies, terms.
    pub modalities: Vec<Value>,
    /// Medications, terms.
    pub medications: Vec<Value>,
    /// Groups of their own, terms.
    pub populations: Vec<Value>,
    /// Whether there is room.
    pub accepting: Option<Accepting<'a>>,
    /// How family takes part.
    pub family_involvement: Option<&'a str>,
    /// What comes after.
    pub aftercare: Option<&'a str>,
    /// Anything else.
    pub note: Option<&'a str>,
}

/// A state's code and name.
#[derive(Debug, Serialize)]
pub struct StateName {
    /// Two letters.
    pub code: &'static str,
    /// Name.
    pub name: &'static str,
}

/// Days and times.
#[derive(Debug, Serialize)]
pub struct Schedule<'a> {
    /// IANA time zone.
    pub timezone: Option<&'a str>,
    /// Times of day and week, terms.
    pub times: Vec<Value>,
    /// Sessions of a normal week.
    pub sessions: Vec<Session<'a>>,
}

/// A session.
#[derive(Debug, Serialize)]
pub struct Session<'a> {
    /// Keys `mon` to `sun`.
    pub days: Vec<&'static str>,
    /// `18:00`
    pub start: String,
    /// `21:00`
    pub end: String,
    /// How people take part, a term.
    pub format: Option<Value>,
    /// A word about it.
    pub note: Option<&'a str>,
}

/// Whether there is room.
#[derive(Debug, Serialize)]
pub struct Accepting<'a> {
    /// `open`, `waitlist` or `full`.
    pub status: &'static str,
    /// The day on which this was true.
    pub as_of: String,
    /// The usual wait.
    pub wait: Option<&'a str>,
}

/// Payment.
#[derive(Debug, Serialize)]
pub struct Payment<'a> {
    /// Accepted, terms.
    pub accepts: Vec<Value>,
    /// Not accepted, terms.
    pub declined: Vec<Value>,
    /// Insurers, terms.
    pub insurers: Vec<Value>,
    /// A word about cost.
    pub note: Option<&'a str>,
}

/// Getting in: `available`, `unavailable` or null.
#[derive(Debug, Serialize)]
pub struct Access<'a> {
    /// Wheelchair.
    pub wheelchair: Option<&'static str>,
    /// Interpreter for American Sign Language.
    pub asl: Option<&'static str>,
    /// Parking.
    pub parking: Option<&'static str>,
    /// Bus or train.
    pub transit: Option<&'a str>,
}

/// Rules of the house, terms.
#[derive(Debug, Serialize)]
pub struct Policies {
    /// Smoking.
    pub smoking: Option<Value>,
    /// Vaping.
    pub vaping: Option<Value>,
}

/// A staff role.
#[derive(Debug, Serialize)]
pub struct Staff<'a> {
    /// Role.
    pub role: &'a str,
    /// Degrees and licenses.
    pub credentials: &'a [String],
}

/// A license.
#[derive(Debug, Serialize)]
pub struct License<'a> {
    /// Who gave it, a term.
    pub issuer: Value,
    /// Number.
    pub number: Option<&'a str>,
    /// Last valid day.
    pub expires: Option<String>,
    /// Where it can be looked up.
    pub url: Option<&'a str>,
}

/// An accreditation.
#[derive(Debug, Serialize)]
pub struct Accreditation {
    /// Who gave it, a term.
    pub body: Value,
    /// Last valid day.
    pub expires: Option<String>,
}

/// Where facts come from.
#[derive(Debug, Serialize)]
pub struct SourceNote<'a> {
    /// What it is.
    pub name: &'a str,
    /// Where it is.
    pub url: Option<&'a str>,
    /// When it was read.
    pub retrieved: Option<String>,
}

/// A listing nearby.
#[derive(Debug, Serialize)]
pub struct Near {
    /// The listing's compact card, safe HTML made by `card.html`.
    pub card: Value,
    /// Whole miles in a straight line.
    pub miles: u32,
}
