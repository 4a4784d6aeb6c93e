//! Where people tell that a listing is wrong or right, or change it themselves. Nothing about the person who opens
//! these addresses is in them.

use super::Renderer;
use crate::catalog::{Entry, Program};
use crate::forge;
use crate::plan::Route;
use crate::source::Kind;
use crate::theme::Argument;

impl Renderer<'_> {
    /// A new issue, or a letter where there is no repository, that tells what is wrong with this listing.
    pub(super) fn report_url(&self, route: &Route, entry: &Entry<Program>) -> Option<String> {
        self.about(route, entry, "issue_problem", "issue_problem_text")
    }

    /// The same, that tells that everything is right.
    pub(super) fn confirm_url(&self, route: &Route, entry: &Entry<Program>) -> Option<String> {
        self.about(route, entry, "issue_confirm", "issue_confirm_text")
    }

    pub(super) fn edit_url(&self, entry: &Entry<Program>) -> Option<String> {
        Some(self.site.repository.as_ref()?.edit(&path(entry)?))
    }

    /// A new issue, or a letter, that describes a program which is not listed yet.
    pub(super) fn new_url(&self, route: &Route) -> Option<String> {
        self.told(&self.text(route, "issue_new", &[]), &self.text(route, "issue_new_text", &[]))
    }

    fn about(&self, route: &Route, entry: &Entry<Program>, title: &str, text: &str) -> Option<String> {
        let name = ("name", Argument::Text(&entry.fact.listing.slug));
        let (file, page) = (path(entry)?, self.absolute(&route.path));
        let which = self.text(
            route,
            "issue_listing",
            &[name, ("file", Argument::Text(&file)), ("page", Argument::Text(&page))],
        );
        self.told(&self.text(route, title, &[name]), &format!("{which}\n\n{}", self.text(route, text, &[])))
    }

    fn told(&self, title: &str, text: &str) -> Option<String> {
        match &self.site.repository {
            Some(repository) => Some(repository.issue(title, text)),
            None => self.site.email().map(|email| forge::letter(email, title, text)),
        }
    }
}

/// The path of the listing's file in the repository.
fn path(entry: &Entry<Program>) -> Option<String> {
    let Kind::Listing { folder, slug } = &entry.kind else { return None };
    Some(format!("content/providers/{folder}/{slug}.md"))
}
