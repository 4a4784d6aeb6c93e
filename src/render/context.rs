//! What templates may see: the one place where template contexts are defined. Every field is always there; a fact
//! that is not reported is null or an empty list. `docs/themes.md` is made from these comments.

use serde::Serialize;
use tera::Value;

/// The names that templates may use, page by page in the order of this file.
pub const KEYS: &[&str] = &[
    "base",
    "site",
    "page",
    "crisis",
    "shared",
    "search",
    "saved",
    "counts",
    "states",
    "telehealth_states",
    "guides",
    "recent",
    "state",
    "place",
    "count",
    "cities",
    "counties",
    "nearby_cities",
    "cards",
    "pagination",
    "summary",
    "country_map",
    "state_map",
    "locator",
    "telehealth",
    "program",
    "nearby",
    "report_url",
    "edit_url",
    "guide",
    "next",
    "groups",
    "entries",
    "filters",
    "content",
    "target",
    "target_url",
];

/// `site`: the same on every page of a language.
#[derive(Debug, Serialize)]
pub struct Site<'a> {
    /// Name of the directory.
    pub title: &'a str,
    /// One or two sentences about it.
    pub description: &'a str,
    /// Public address of the home page.
    pub url: &'a str,
    /// Code of the site's first language, the one at the root.
    pub language: &'a str,
    /// All languages of the site.
    pub languages: Vec<LanguageLink>,
    /// The listings are samples.
    pub demonstration: bool,
    /// The words of the banner for samples; null when there is none.
    pub sample_notice: Option<String>,
    /// Who runs the site.
    pub owner: Option<Owner<'a>>,
    /// Where the data comes from.
    pub credits: Vec<Credit<'a>>,
    /// The year of the build.
    pub year: i16,
    /// The page of the repository.
    pub repository: Option<&'a str>,
    /// Pages in the menu.
    pub menu: Vec<MenuLink>,
    /// Settings of the theme.
    pub params: Value,
}

/// `search`: how to search. Null on a site without search.
#[derive(Debug, Serialize)]
pub struct Search<'a> {
    /// Folder of the index, to be written behind `base`.
    pub index: &'static str,
    /// Path of the search page in the page's language, to be written behind `base`.
    pub path: String,
    /// Name of the manifest in that folder; only on pages that search themselves: the home page and the search page.
    pub manifest: Option<&'a str>,
    /// Name of the words of the page's language in that folder; as `manifest`.
    pub words: Option<&'a str>,
    /// Paths of the scripts that read the index, to be written behind `base`.
    pub modules: Vec<String>,
    /// Name of what people call the terms, in that folder; as `manifest`. Needed only once somebody types words.
    pub phrases: Option<&'a str>,
}

/// `saved`: where programs are saved and compared. Null on a site with `saved: none`.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// Path of the list of saved programs in the page's language, to be written behind `base`.
    pub path: String,
    /// Path of the page that compares programs, to be written behind `base`.
    pub compare: String,
}

/// A language of the site.
#[derive(Debug, Serialize)]
pub struct LanguageLink {
    /// Code.
    pub code: String,
    /// Its own name.
    pub label: String,
}

/// Who runs the site.
#[derive(Debug, Serialize)]
pub struct Owner<'a> {
    /// Name.
    pub name: &'a str,
    /// Their page.
    pub url: Option<&'a str>,
    /// Where corrections are read.
    pub email: Option<&'a str>,
    /// Who pays.
    pub funding: Option<&'a str>,
}

/// A credit line.
#[derive(Debug, Serialize)]
pub struct Credit<'a> {
    /// The words.
    pub text: &'a str,
    /// Where they lead.
    pub url: Option<&'a str>,
    /// Language of the words, for the attribute `lang`; null when it is the page's.
    pub lang: Option<&'static str>,
}

/// A link with a name.
#[derive(Debug, Clone, Serialize)]
pub struct MenuLink {
    /// The words.
    pub label: String,
    /// Path, to be written behind `base`.
    pub path: String,
}

/// `page`: about the page itself.
#[derive(Debug, Serialize)]
pub struct Page {
    /// What it shows: `home`, `program`, `guide` and so on.
    pub kind: &'static str,
    /// For the `title` element.
    pub title: String,
    /// For the description.
    pub description: String,
    /// Path, to be written behind `base`.
    pub path: String,
    /// The full public address.
    pub canonical: String,
    /// Language code.
    pub lang: String,
    /// Direction of writing.
    pub dir: &'static str,
    /// The same page in each language that has it, this one included.
    pub alternates: Vec<Alternate>,
    /// Search engines should not show it.
    pub noindex: bool,
    /// The pages above it, the home page first, itself last.
    pub breadcrumbs: Vec<MenuLink>,
    /// Structured data, safe inside a script element; null when there is none.
    pub json_ld: Option<Value>,
    /// The day its facts were last confirmed, `2026-09-01`.
    pub updated: Option<String>,
}

/// The page in another language.
#[derive(Debug, Serialize)]
pub struct Alternate {
    /// Language code.
    pub lang: String,
    /// The language's own name.
    pub label: String,
    /// Path, to be written behind `base`.
    pub path: String,
    /// The full public address.
    pub url: String,
    /// It is this page.
    pub current: bool,
}

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

/// `country_map`: the states, to be drawn. Places on a map are in its own units, from the upper left corner.
#[derive(Debug, Serialize)]
pub struct CountryMap<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the lines around the insets: Alaska, Hawaii and Puerto Rico.
    pub insets: &'a str,
    /// The states that have a place on the map, in the order in which they are to be drawn. The small territories have none.
    pub states: Vec<MapState<'a>>,
}

/// A state on the map of the country.
#[derive(Debug, Serialize)]
pub struct MapState<'a> {
    /// Name.
    pub label: &'static str,
    /// Two letters.
    pub code: &'static str,
    /// Path of its page, to be written behind `base`; none when nobody in it can be visited.
    pub path: Option<String>,
    /// Number of listings.
    pub count: usize,
    /// Path data of its shape.
    pub shape: &'a str,
    /// Where its label is.
    pub x: i32,
    /// Where its label is.
    pub y: i32,
    /// The label begins there, beside the state; else its middle is there.
    pub beside: bool,
    /// Path data of the line from a label beside the state to the state.
    pub leader: Option<&'a str>,
}

/// `state_map`: a state with the cities that have listings, to be drawn.
#[derive(Debug, Serialize)]
pub struct StateMap<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the state.
    pub land: &'a str,
    /// Path data of the borders between its counties.
    pub counties: &'a str,
    /// Dots of cities without a name on the map, the smallest first.
    pub dots: Vec<MapDots>,
    /// Cities with a name on the map, those with most listings first.
    pub cities: Vec<MapCity<'a>>,
}

/// The dots of all cities of a kind.
#[derive(Debug, Serialize)]
pub struct MapDots {
    /// `small`: 1 or 2 listings, `medium`: 3 to 9, or `large`: 10 or more.
    pub size: &'static str,
    /// Path data; a dot is a line without length, which needs a stroke with round ends.
    pub shape: String,
}

/// A city with a name on the map.
#[derive(Debug, Serialize)]
pub struct MapCity<'a> {
    /// Name.
    pub label: &'a str,
    /// Path of its page, to be written behind `base`.
    pub path: String,
    /// Number of listings.
    pub count: usize,
    /// As for dots.
    pub size: &'static str,
    /// Where its dot is.
    pub x: i32,
    /// Where its dot is.
    pub y: i32,
    /// Where its name begins, or ends if it stands left of the dot.
    pub text_x: i32,
    /// The base line of its name.
    pub text_y: i32,
    /// The name stands left of the dot.
    pub left: bool,
    /// Path data of what belongs to dot and name, as large as a finger needs.
    pub target: String,
}

/// `locator`: where a place lies in its state, to be drawn small. Never where a building is: programs have their city.
#[derive(Debug, Serialize)]
pub struct Locator<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the state.
    pub land: &'a str,
    /// Path data of the county, for a county.
    pub area: Option<&'a str>,
    /// Where the city is; null for a county.
    pub x: Option<i32>,
    /// Where the city is.
    pub y: Option<i32>,
    /// Name of the city or county.
    pub place: &'a str,
    /// Name of the state.
    pub state: &'static str,
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

/// A guide in a list.
#[derive(Debug, Serialize)]
pub struct GuideCard<'a> {
    /// Title.
    pub title: &'a str,
    /// Summary.
    pub summary: &'a str,
    /// Path, to be written behind `base`.
    pub path: String,
    /// For whom: `person-seeking`, `family`, `provider`, `referrer`.
    pub audience: &'a [String],
    /// What it is about.
    pub topics: &'a [String],
    /// Last review.
    pub last_reviewed: Option<String>,
}

/// A guide on its own page.
#[derive(Debug, Serialize)]
pub struct Guide<'a> {
    /// Title.
    pub title: &'a str,
    /// Summary.
    pub summary: &'a str,
    /// The text, safe HTML.
    pub body_html: Value,
    /// Headings of the text.
    pub headings: Vec<Heading<'a>>,
    /// Last review.
    pub last_reviewed: Option<String>,
    /// Next review.
    pub review_due: Option<String>,
    /// Who reviewed it.
    pub reviewed_by: Option<Reviewer<'a>>,
    /// Sources.
    pub sources: Vec<Citation<'a>>,
    /// Questions and answers.
    pub faq: Vec<Question<'a>>,
    /// For whom.
    pub audience: &'a [String],
}

/// A heading.
#[derive(Debug, Serialize)]
pub struct Heading<'a> {
    /// 2 or 3.
    pub level: u8,
    /// Anchor.
    pub id: &'a str,
    /// Words.
    pub text: &'a str,
}

/// A reviewer.
#[derive(Debug, Serialize)]
pub struct Reviewer<'a> {
    /// Name.
    pub name: &'a str,
    /// What makes them able to.
    pub credentials: Option<&'a str>,
}

/// A source of a guide.
#[derive(Debug, Serialize)]
pub struct Citation<'a> {
    /// Title.
    pub title: &'a str,
    /// Where it is.
    pub url: Option<&'a str>,
    /// Publisher.
    pub publisher: Option<&'a str>,
    /// When it was read.
    pub accessed: Option<String>,
}

/// A question with its answer.
#[derive(Debug, Serialize)]
pub struct Question<'a> {
    /// The question.
    pub q: &'a str,
    /// The answer.
    pub a: &'a str,
}

/// The terms of a facet on the glossary page.
#[derive(Debug, Serialize)]
pub struct GlossaryGroup<'a> {
    /// Key of the facet; the anchor of a term is `facet-slug`.
    pub facet: &'static str,
    /// Name of the facet.
    pub label: &'a str,
    /// One plain sentence.
    pub about: &'a str,
    /// Its terms.
    pub terms: Vec<Value>,
}

/// A word explained by a guide.
#[derive(Debug, Serialize)]
pub struct GlossaryEntry<'a> {
    /// The word.
    pub term: &'a str,
    /// What it means.
    pub meaning: &'a str,
    /// Title of the guide.
    pub guide_title: &'a str,
    /// Path of the guide.
    pub guide_path: String,
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

/// The text of a page.
#[derive(Debug, Serialize)]
pub struct Content<'a> {
    /// Title.
    pub title: &'a str,
    /// The text, safe HTML.
    pub body_html: Value,
    /// Headings of the text.
    pub headings: Vec<Heading<'a>>,
    /// Last review.
    pub last_reviewed: Option<String>,
}

/// `crisis`: the lines for people in danger.
#[derive(Debug, Serialize)]
pub struct Crisis {
    /// Language of the words, for the attribute `lang`; null when it is the page's.
    pub lang: Option<&'static str>,
    /// The lines, the most important first.
    pub lines: Vec<CrisisLine>,
}

/// A crisis line.
#[derive(Debug, Serialize)]
pub struct CrisisLine {
    /// Its name in the page's language.
    pub label: String,
    /// For whom, or when.
    pub detail: String,
    /// How to reach it.
    pub links: Vec<CrisisLink>,
}

/// A way to reach a crisis line.
#[derive(Debug, Serialize)]
pub struct CrisisLink {
    /// Words.
    pub text: String,
    /// `tel:`, `sms:` or web address.
    pub href: String,
}
