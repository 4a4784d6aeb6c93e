//! Titles, descriptions and other words that are made outside templates, from the theme's texts.

use super::Renderer;
use crate::plan::Route;
use crate::theme::Argument;

/// Longer titles are cut by search engines; the site's name is left out then.
const TITLE_CHARACTERS: usize = 65;

/// Texts that this module asks of a theme, with the placeholders that it fills.
pub const TEXTS: &[(&str, &[&str])] = &[
    ("home", &[]),
    ("language_name", &[]),
    ("language_direction", &[]),
    ("sample_notice", &[]),
    ("nav_guides", &[]),
    ("nav_glossary", &[]),
    ("nav_locations", &[]),
    ("nav_telehealth", &[]),
    ("nav_search", &[]),
    ("title_locations", &["count", "states"]),
    ("title_place", &["place", "count"]),
    ("title_telehealth", &["count"]),
    ("title_telehealth_state", &["place", "count"]),
    ("title_guides", &[]),
    ("title_glossary", &[]),
    ("title_search", &[]),
    ("nav_saved", &[]),
    ("nav_compare", &[]),
    ("title_saved", &[]),
    ("title_compare", &[]),
    ("nav_submit", &[]),
    ("title_submit", &[]),
    ("issue_listing", &["name", "file", "page"]),
    ("issue_problem", &["name"]),
    ("issue_problem_text", &[]),
    ("issue_confirm", &["name"]),
    ("issue_confirm_text", &[]),
    ("issue_new", &[]),
    ("issue_new_text", &[]),
    ("title_not_found", &[]),
    ("title_redirect", &[]),
    ("title_page", &["title", "page"]),
    ("about_locations", &["count", "states"]),
    ("about_place", &["place", "count"]),
    ("about_telehealth", &["count"]),
    ("about_telehealth_state", &["place", "count"]),
    ("about_guides", &[]),
    ("about_glossary", &[]),
    ("about_search", &[]),
    ("about_saved", &[]),
    ("about_compare", &[]),
    ("about_submit", &[]),
    ("about_not_found", &[]),
    ("about_redirect", &[]),
    ("about_program", &["name", "place", "levels"]),
];

/// Title and description of a page.
pub(super) struct Words {
    pub(super) title: String,
    pub(super) description: String,
}

impl Renderer<'_> {
    /// The theme's text, or nothing: themes without one of [`TEXTS`] are refused when they are loaded.
    pub(super) fn text(&self, route: &Route, key: &str, arguments: &[(&str, Argument<'_>)]) -> String {
        self.theme.text(&self.languages[route.language].code, key, arguments).unwrap_or_default()
    }

    /// `title | site`, without the site's name where that would be too long.
    pub(super) fn titled(&self, route: &Route, title: &str) -> String {
        let full = format!("{title} | {}", self.site.title.get(&self.languages[route.language].code));
        if full.chars().count() <= TITLE_CHARACTERS { full } else { title.to_owned() }
    }

    /// Title and description from the texts `title_<key>` and `about_<key>`; list pages after the first say which.
    pub(super) fn words(
        &self,
        route: &Route,
        key: &str,
        arguments: &[(&str, Argument<'_>)],
        number: Option<usize>,
    ) -> Words {
        let mut title = self.text(route, &format!("title_{key}"), arguments);
        let mut description = self.text(route, &format!("about_{key}"), arguments);
        if let Some(number) = number.filter(|n| *n > 1) {
            let page = Argument::Number(number as u64);
            title = self.text(route, "title_page", &[("title", Argument::Text(&title)), ("page", page)]);
            description = self.text(route, "title_page", &[("title", Argument::Text(&description)), ("page", page)]);
        }
        Words { title: self.titled(route, &title), description }
    }
}

/// The direction of writing that a theme's text names.
pub(super) fn direction(text: Option<&str>) -> &'static str {
    if text == Some("rtl") { "rtl" } else { "ltr" }
}
