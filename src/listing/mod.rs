//! One program site: what a provider writes, read and checked.
//!
//! [`check`] turns a [`Source`] into a [`Listing`] and everything that is wrong with it. The shape comes first
//! ([`fields`]), then the checked types ([`read`]), then the rules, one file a family ([`rules`]). A listing with a
//! mistake in one field is still read as far as possible, so that every other mistake is found in the same run.
//! Rules that need the other listings (duplicates, shared phones) run later, over the catalogue.

pub mod fields;
pub mod phone;
mod read;
pub mod rules;
pub mod secrets;

use crate::diagnostic::Diagnostic;
use crate::geo::{Point, State, Zip};
use crate::shape::check::Check;
use crate::source::Source;
use crate::vocabulary::{TermId, Vocabulary};
use crate::yaml::{self, Node};
use jiff::civil::{Date, Time};

/// A checked listing. Absent facts are *not reported*; nothing is guessed.
#[derive(Debug, Clone, PartialEq)]
pub struct Listing {
    /// The public id, also the file name.
    pub slug: String,
    /// The name people know the place by.
    pub name: String,
    /// The organization that runs it.
    pub organization: Option<String>,
    /// Whether it is open.
    pub status: Status,
    /// What a visitor should know about a closure.
    pub status_note: Option<String>,
    /// Former slugs.
    pub aliases: Vec<String>,
    /// Where it is.
    pub location: Location,
    /// The program's own numbers, the most useful first.
    pub phones: Vec<Phone>,
    /// The program's own page.
    pub website: Option<String>,
    /// An address that is read.
    pub email: Option<String>,
    /// The programs, at least one.
    pub programs: Vec<Program>,
    /// Help beside treatment.
    pub services: Vec<TermId>,
    /// Languages in which care is given.
    pub languages: Vec<TermId>,
    /// How care can be paid for.
    pub payment: Payment,
    /// Getting in.
    pub access: Access,
    /// Smoking policy.
    pub smoking: Option<TermId>,
    /// Vaping policy.
    pub vaping: Option<TermId>,
    /// Roles with their credentials.
    pub staff: Vec<(String, Vec<String>)>,
    /// Licenses.
    pub licenses: Vec<License>,
    /// Accreditations with the day they expire.
    pub accreditation: Vec<(TermId, Option<Date>)>,
    /// Who owns it.
    pub ownership: Option<TermId>,
    /// National Provider Identifier.
    pub npi: Option<String>,
    /// When somebody last confirmed the facts.
    pub verified: Verified,
    /// Where the facts come from.
    pub sources: Vec<SourceNote>,
    /// Language of the free text; the site's first one if absent.
    pub written_in: Option<String>,
    /// Account names of those who may change the file.
    pub maintainers: Vec<String>,
    /// Other things worth knowing.
    pub notes: Vec<String>,
}

/// Words of a listing's text; more is reported.
pub const LISTING_WORDS: usize = 400;

/// Whether a place is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Open.
    Active,
    /// Closed for now.
    TemporarilyClosed,
    /// Closed for good: the page stays, the lists do not show it.
    Closed,
}

/// Where a place is. A confidential place has neither street nor point, whatever the file says.
#[derive(Debug, Clone, PartialEq)]
pub struct Location {
    /// House number and street.
    pub street: Option<String>,
    /// Suite, floor or building.
    pub unit: Option<String>,
    /// City or town.
    pub city: String,
    /// State or territory.
    pub state: State,
    /// ZIP.
    pub zip: Zip,
    /// County as written in the file.
    pub county: Option<String>,
    /// The point in the file.
    pub point: Option<Point>,
    /// Only city and ZIP may be shown.
    pub confidential: bool,
    /// There is no place to visit.
    pub virtual_only: bool,
}

/// One of the program's own numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct Phone {
    /// The number.
    pub number: phone::Number,
    /// Extension.
    pub ext: Option<String>,
    /// What it is for: `main`, `intake`, `tty`, `text` or `after-hours`.
    pub kind: &'static str,
    /// Languages spoken on this line.
    pub languages: Vec<TermId>,
}

/// A program within a listing.
#[derive(Debug, Clone, PartialEq)]
pub struct Program {
    /// Unique in the listing.
    pub id: String,
    /// The program's own name.
    pub name: Option<String>,
    /// Levels of care.
    pub levels: Vec<TermId>,
    /// ASAM level.
    pub asam_level: Option<String>,
    /// What it treats.
    pub focus: Vec<TermId>,
    /// How people take part.
    pub formats: Vec<TermId>,
    /// States served by video.
    pub states_served: Vec<State>,
    /// Ages in years.
    pub ages: Option<Range>,
    /// Age groups.
    pub age_groups: Vec<TermId>,
    /// Genders accepted.
    pub genders: Vec<TermId>,
    /// Hours of treatment a week.
    pub hours_per_week: Option<Range>,
    /// Days a week.
    pub days_per_week: Option<Range>,
    /// Usual length in weeks.
    pub weeks: Option<Range>,
    /// Days and times.
    pub schedule: Schedule,
    /// Therapies and approaches.
    pub modalities: Vec<TermId>,
    /// Medications.
    pub medications: Vec<TermId>,
    /// People with a group of their own.
    pub populations: Vec<TermId>,
    /// Whether there is room.
    pub accepting: Option<Accepting>,
    /// How family takes part.
    pub family_involvement: Option<String>,
    /// What comes after.
    pub aftercare: Option<String>,
    /// Anything else.
    pub note: Option<String>,
}

/// A number or a span of numbers; an absent bound is open.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Range {
    /// Lower bound.
    pub min: Option<f64>,
    /// Upper bound.
    pub max: Option<f64>,
}

/// Days and times of a program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Schedule {
    /// Time zone of the sessions.
    pub timezone: Option<String>,
    /// Times of day and week, as written and as the sessions show.
    pub times: Vec<TermId>,
    /// The sessions of a normal week.
    pub sessions: Vec<Session>,
}

/// A session of a normal week.
#[derive(Debug, Clone, PartialEq)]
pub struct Session {
    /// Days, 0 is Monday.
    pub days: Vec<u8>,
    /// When it begins.
    pub start: Time,
    /// When it ends.
    pub end: Time,
    /// How people take part.
    pub format: Option<TermId>,
    /// A word about it.
    pub note: Option<String>,
}

/// Whether a program has room.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepting {
    /// `open`, `waitlist` or `full`.
    pub status: &'static str,
    /// The day on which this was true.
    pub as_of: Date,
    /// The usual wait.
    pub wait: Option<String>,
}

/// How care can be paid for.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Payment {
    /// Accepted.
    pub accepts: Vec<TermId>,
    /// An explicit no.
    pub declined: Vec<TermId>,
    /// Insurers whose plans are taken.
    pub insurers: Vec<TermId>,
    /// A word about cost.
    pub note: Option<String>,
}

/// Getting in. `Some(true)` available, `Some(false)` unavailable, `None` not reported.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Access {
    /// A wheelchair gets in.
    pub wheelchair: Option<bool>,
    /// Interpreter for American Sign Language.
    pub asl: Option<bool>,
    /// Parking.
    pub parking: Option<bool>,
    /// Bus or train.
    pub transit: Option<String>,
}

/// A license.
#[derive(Debug, Clone, PartialEq)]
pub struct License {
    /// Who gave it.
    pub issuer: TermId,
    /// Its number.
    pub number: Option<String>,
    /// The last day on which it is valid.
    pub expires: Option<Date>,
    /// Where it can be looked up.
    pub url: Option<String>,
}

/// When, by whom and how the facts were confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verified {
    /// The day.
    pub date: Date,
    /// `provider`, `editor` or `import`.
    pub by: &'static str,
    /// `phone`, `web`, `form`, `visit` or `import`.
    pub method: &'static str,
}

/// Where facts come from.
#[derive(Debug, Clone, PartialEq)]
pub struct SourceNote {
    /// What it is.
    pub name: String,
    /// Where it is.
    pub url: Option<String>,
    /// When it was read.
    pub retrieved: Option<Date>,
}

/// Bytes in the file of values that rules over the whole catalogue may have to point at. Places are made from them
/// only when there is something to say, so that a hundred thousand good listings cost nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The value of `name`.
    pub name: Range32,
    /// The first phone number.
    pub phone: Option<Range32>,
    /// Each value of `aliases`.
    pub aliases: Vec<Range32>,
}

/// A range of bytes.
pub type Range32 = std::ops::Range<u32>;

impl Listing {
    /// True if one of its facts is the term `id`.
    pub fn has(&self, id: TermId) -> bool {
        let of_program = |p: &Program| {
            [
                &p.levels,
                &p.focus,
                &p.formats,
                &p.age_groups,
                &p.genders,
                &p.schedule.times,
                &p.modalities,
                &p.medications,
                &p.populations,
            ]
            .iter()
            .any(|ids| ids.contains(&id))
        };
        self.programs.iter().any(of_program)
            || [&self.services, &self.languages, &self.payment.accepts, &self.payment.insurers]
                .iter()
                .any(|ids| ids.contains(&id))
            || [self.smoking, self.vaping, self.ownership].contains(&Some(id))
            || self.licenses.iter().any(|license| license.issuer == id)
            || self.accreditation.iter().any(|(body, _)| *body == id)
    }
}

/// What a check may know besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The terms that may be used.
    pub vocabulary: &'a Vocabulary,
    /// The day for which the site is built.
    pub today: Date,
    /// Days after which a confirmation is due, shown with a caution, and hidden.
    pub freshness: crate::config::Freshness,
    /// The site is a demonstration: numbers kept for fiction are allowed.
    pub demonstration: bool,
}

/// Reads and checks a listing. `None` when a fact without which there is no page is missing.
pub fn check(
    source: &Source,
    folder: &str,
    slug: &str,
    context: &Context<'_>,
) -> (Option<(Listing, Marks)>, Vec<Diagnostic>) {
    let node = match yaml::parse(&source.path, &source.text, source.front_matter.clone()) {
        Ok(node) => node,
        Err(findings) => return (None, findings),
    };
    let mut check = Check::new(&source.path, &source.text, context.vocabulary);
    check.object(&node, &fields::LISTING);
    let listing = read::listing(&node, slug, context.vocabulary, context.today);
    let mut facts = rules::Facts { check, node: &node, context, folder, slug, body: source.body..source.text.len() };
    rules::check_file(&mut facts);
    if let Some(listing) = &listing {
        rules::run(&mut facts, listing);
    }
    let findings = facts.check.findings;
    // Required facts that could not be read stand in the findings as errors.
    let complete = |listing: &Listing| {
        let readable = |key: &str| node.get(key).is_some_and(|n| n.value != yaml::Value::Null);
        !listing.name.is_empty() && !listing.programs.is_empty() && readable("verified")
    };
    let marks = marks(&node);
    (listing.filter(complete).map(|listing| (listing, marks)), findings)
}

fn marks(node: &Node<'_>) -> Marks {
    let bytes = |node: &Node<'_>| {
        let end = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        end(node.range.start)..end(node.range.end)
    };
    Marks {
        name: node.get("name").map(bytes).unwrap_or_default(),
        phone: node.get("phones").and_then(|p| p.items().first()).and_then(|p| p.get("number")).map(bytes),
        aliases: node.get("aliases").map(|a| a.items().iter().map(bytes).collect()).unwrap_or_default(),
    }
}
