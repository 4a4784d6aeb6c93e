//! `CommonMark` to safe HTML, with its headings, links, plain text and findings.
//!
//! Listings come from strangers, so nothing that an author writes becomes markup by itself: the writer knows a closed
//! set of elements and attributes and escapes all else. There is nothing to clean up afterwards.
//!
//! Addresses inside the site are written with [`BASE_MARKER`] in place of the site's base, which only the page that
//! shows the text knows. The marker is a control character, and no control character of the author's gets through.

mod link;
mod writer;

pub use link::LinkTarget;

use crate::diagnostic::Rule;
use pulldown_cmark::{BrokenLink, LinkType, Options, Parser};
use std::borrow::Cow;
use std::ops::Range;

/// Stands before every site path in the HTML of a text, to be replaced by the base of the page: `/`, `/sub/` or `../`.
pub const BASE_MARKER: char = '\u{1}';

/// Where a text stands, which decides what its relative links mean.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// Path of the page in the site, without a slash in front: `guides/what-is-iop/`.
    pub page: &'a str,
    /// Path of the file in the content folder, with forward slashes: `guides/what-is-iop.md`.
    pub source: &'a str,
    /// Whether the text may show pictures.
    pub images: bool,
}

/// A text made ready.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The text as HTML, with [`BASE_MARKER`] before site paths.
    pub html: String,
    /// Headings of level 2 and 3, in order.
    pub headings: Vec<Heading>,
    /// Every link and picture that is allowed, in order.
    pub links: Vec<Link>,
    /// Number of words that a reader sees.
    pub words: usize,
    /// The words that a reader sees, one line a block.
    pub text: String,
    /// What is wrong, in the order of the text. Of one rule only the first 50: nobody reads more at once.
    pub findings: Vec<Finding>,
    /// The first paragraph as plain text.
    lead: String,
}

/// A heading that others can link to.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Heading {
    /// 2 or 3.
    pub level: u8,
    /// Its anchor, unique in the text.
    pub id: String,
    /// Its words.
    pub text: String,
}

/// A link or picture of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads.
    pub target: LinkTarget,
    /// Bytes of the text to mark when something is wrong with it.
    pub range: Range<usize>,
}

/// Something wrong with the text; the caller knows the file and makes a diagnostic of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static Rule,
    /// What is wrong.
    pub message: String,
    /// What to type or do.
    pub help: Option<String>,
    /// Bytes of the text that are meant.
    pub range: Range<usize>,
}

/// Makes HTML of `text`. Never fails: what is not allowed is shown as plain words and named in the findings.
pub fn render(text: &str, context: &Context<'_>) -> Rendered {
    let text = without_control_characters(text);
    let mut broken = Vec::new();
    let note_broken = |link: BrokenLink<'_>| {
        // Single words in brackets are mostly meant as such.
        if matches!(link.link_type, LinkType::Reference | LinkType::Collapsed) {
            broken.push((link.reference.to_string(), link.span));
        }
        None
    };
    let mut writer = writer::Writer::new(&text, context);
    for (event, range) in Parser::new_with_broken_link_callback(&text, options(), Some(note_broken)).into_offset_iter()
    {
        if !writer.event(event, &range) {
            break;
        }
    }
    writer.finish(broken)
}

/// No heading attributes, which can carry any attribute, and no metadata blocks, which would swallow text.
fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_SMART_PUNCTUATION
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// Control characters become as many blanks as they have bytes, so that byte offsets stay right.
fn without_control_characters(text: &str) -> Cow<'_, str> {
    if !text.contains(is_control) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            clean.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            clean.push(c);
        }
    }
    Cow::Owned(clean)
}

impl Rendered {
    /// The beginning of the text in at most `max` characters: as many whole sentences of its first paragraph as fit,
    /// or its first words and an ellipsis if not even one does.
    pub fn description(&self, max: usize) -> String {
        let lead = if self.lead.is_empty() { self.text.lines().next().unwrap_or_default() } else { &self.lead };
        // Where character number `n` begins.
        let offset = |n: usize| lead.char_indices().nth(n).map_or(lead.len(), |(at, _)| at);
        let end = offset(max);
        if end == lead.len() {
            return lead.to_owned();
        }
        if let Some(stop) = sentence_ends(lead).take_while(|&stop| stop <= end).last() {
            return lead[..stop].to_owned();
        }
        // One character less than `max`, for the ellipsis; the blank after the last word may come behind it.
        let room = offset(max.saturating_sub(1));
        let cut = lead[..end].rfind(char::is_whitespace).unwrap_or(room).min(room);
        format!("{}…", lead[..cut].trim_end_matches(|c: char| !c.is_alphanumeric()))
    }
}

/// Offsets behind the ends of sentences. A stop after a short word is taken for an abbreviation ("St. Louis", "Dr.").
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.match_indices(['.', '!', '?']).filter_map(|(at, mark)| {
        let end = at + mark.len();
        let ends_word = text[end..].chars().next().is_none_or(char::is_whitespace);
        let word = text[..at].rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        (ends_word && (mark != "." || word.chars().count() > 3)).then_some(end)
    })
}

#[cfg(test)]
mod tests;
