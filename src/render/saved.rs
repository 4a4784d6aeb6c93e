//! Pages that the visitor's browser fills: the saved programs, and up to four of them side by side.

use super::{Renderer, context as ctx};
use crate::plan::{self, Route};
use tera::Context;

impl Renderer<'_> {
    /// `saved`.
    pub(super) fn saved_value(&self, language: usize) -> Option<ctx::Saved> {
        let site = self.site;
        let paths =
            || ctx::Saved { path: plan::saved_path(site, language), compare: plan::compare_path(site, language) };
        site.saved.then(paths)
    }

    pub(super) fn saved(&self, route: &Route, context: &mut Context) -> &'static str {
        let words = self.words(route, "saved", &[], None);
        let crumbs = vec![(self.text(route, "nav_saved", &[]), route.path.clone())];
        context.insert_value("page", self.page_value(route, "saved", words, crumbs, None));
        "saved.html"
    }

    pub(super) fn compare(&self, route: &Route, context: &mut Context) -> &'static str {
        let words = self.words(route, "compare", &[], None);
        let list = (self.text(route, "nav_saved", &[]), plan::saved_path(self.site, route.language));
        let crumbs = vec![list, (self.text(route, "nav_compare", &[]), route.path.clone())];
        context.insert_value("page", self.page_value(route, "compare", words, crumbs, None));
        "compare.html"
    }
}
