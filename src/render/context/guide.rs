//! What guides and the glossary are given.

use serde::Serialize;
use tera::Value;

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
