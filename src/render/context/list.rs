//! What lists of programs and of places are given, and the search page.

use serde::Serialize;
use tera::Value;

/// A term of the vocabulary.
#[derive(Debug, Serialize)]
pub struct Term<'a> {
    /// Slug, unique within the facet.
    pub slug: &'a str,
    /// Key of the facet.
    pub facet: &'static str,
    /// Its anchor on the glossary page: facet and slug with a hyphen.
    pub anchor: String,
    /// Name in the page's language.
    pub label: &'a str,
    /// One plain sentence.
    pub about: &'a str,
}

/// A link to a place with the number of its listings.
#[derive(Debug, Serialize)]
pub struct Link {
    /// Name.
    pub label: String,
    /// Postal code, for states.
    pub code: Option<&'static str>,
    /// Path, to be written behind `base`.
    pub path: String,
    /// Number of listings.
    pub count: usize,
    /// Whole miles away, where that is meant.
    pub miles: Option<u32>,
}

/// A phone number to show.
#[derive(Debug, Serialize)]
pub struct Phone {
    /// `205-555-0142`
    pub display: String,
    /// `tel:+12055550142`, or `sms:` for a text line.
    pub href: String,
    /// Extension.
    pub ext: Option<String>,
    /// `main`, `intake`, `tty`, `text` or `after-hours`.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Languages spoken on the line.
    pub languages: Vec<Value>,
}

/// A listing for `card.html`, which makes it once for all lists.
#[derive(Debug, Serialize)]
pub struct Card<'a> {
    /// Name.
    pub name: &'a str,
    /// Organization.
    pub organization: Option<&'a str>,
    /// Path, to be written behind `base`.
    pub path: String,
    /// City.
    pub city: &'a str,
    /// State, two letters.
    pub state_code: &'static str,
    /// ZIP.
    pub zip: String,
    /// Street; null when not reported or confidential.
    pub street: Option<&'a str>,
    /// Levels of care, terms.
    pub levels: Vec<Value>,
    /// What is treated, terms.
    pub focus: Vec<Value>,
    /// How people take part, terms.
    pub formats: Vec<Value>,
    /// Times of day and week, terms.
    pub times: Vec<Value>,
    /// Accepted payment, terms.
    pub payment: Vec<Value>,
    /// The number to call first.
    pub phone: Option<Phone>,
    /// Day of the last confirmation.
    pub verified_date: String,
    /// `fresh`, `aging` or `stale`.
    pub freshness: &'static str,
    /// `active`, `temporarily-closed` or `closed`.
    pub status: &'static str,
    /// The place is known only by its ZIP.
    pub approximate: bool,
    /// The address is confidential.
    pub confidential: bool,
    /// There is no place to visit.
    pub virtual_only: bool,
}

/// Pages of a list.
#[derive(Debug, Serialize)]
pub struct Pagination {
    /// This page, from 1.
    pub page: usize,
    /// Number of pages.
    pub pages: usize,
    /// Path of the page before.
    pub previous: Option<String>,
    /// Path of the next page.
    pub next: Option<String>,
    /// Every page.
    pub links: Vec<PageLink>,
    /// Position of the first listing shown, from 1.
    pub first: usize,
    /// Position of the last listing shown.
    pub last: usize,
    /// Number of listings.
    pub total: usize,
}

/// A page of a list.
#[derive(Debug, Serialize)]
pub struct PageLink {
    /// Number, from 1.
    pub number: usize,
    /// Path, to be written behind `base`.
    pub path: String,
    /// It is this page.
    pub current: bool,
}

/// What a list has in common, counted.
#[derive(Debug, Serialize)]
pub struct Summary {
    /// At most eight facts.
    pub facts: Vec<SummaryFact>,
}

/// `9 of 14 take Medicaid`.
#[derive(Debug, Serialize)]
pub struct SummaryFact {
    /// Key of the facet.
    pub key: &'static str,
    /// The term.
    pub term: Value,
    /// How many have it.
    pub count: usize,
    /// Out of how many.
    pub total: usize,
}

/// A state.
#[derive(Debug, Serialize)]
pub struct State {
    /// Name.
    pub name: &'static str,
    /// Two letters.
    pub code: &'static str,
    /// Path of its page; none when nobody in it can be visited.
    pub path: Option<String>,
}

/// A city or county.
#[derive(Debug, Serialize)]
pub struct Place<'a> {
    /// Name.
    pub name: &'a str,
    /// Its state.
    pub state_name: &'static str,
    /// Its state, two letters.
    pub state_code: &'static str,
    /// Path of the state's page.
    pub state_path: String,
    /// Path of its page.
    pub path: String,
}

/// Numbers of the home page.
#[derive(Debug, Serialize)]
pub struct Counts {
    /// Listings.
    pub programs: usize,
    /// States.
    pub states: usize,
    /// Cities.
    pub cities: usize,
    /// Guides.
    pub guides: usize,
}

/// A group of filters of the search page: a facet with the terms that some listing has.
#[derive(Debug, Serialize)]
pub struct Filter<'a> {
    /// Key of the facet; a filter is written `key.slug`, such as `payment.medicaid`.
    pub key: &'static str,
    /// Name of the facet.
    pub label: &'a str,
    /// One plain sentence.
    pub about: &'a str,
    /// Its terms.
    pub terms: Vec<Value>,
}
