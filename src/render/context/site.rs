//! What every page is given: the site, the page itself, the crisis lines.

use super::Heading;
use serde::Serialize;
use tera::Value;

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

/// `submit`: where a new listing is written. Null on a site without that page.
#[derive(Debug, Serialize)]
pub struct Submit {
    /// Path of the form in the page's language, to be written behind `base`.
    pub path: String,
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

/// `crisis`: the lines for people in danger.
#[derive(Debug, Serialize)]
pub struct Crisis {
    /// Language of the words, for the attribute `lang`; null when it is the page's.
    pub lang: Option<&'static str>,
    /// The lines, the most important first.
    pub lines: Vec<CrisisLine>,
}

/// `local_lines`: further lines of the state that the page is about. Null where there are none.
#[derive(Debug, Serialize)]
pub struct LocalLines {
    /// Name of the state.
    pub place: &'static str,
    /// The lines; what a link says is the number alone.
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
