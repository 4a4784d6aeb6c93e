//! Guides, their list, the glossary, and pages of text.

use super::context as ctx;
use super::{Renderer, json_ld, words};
use crate::catalog;
use crate::markdown::Rendered;
use crate::plan::{self, Route};
use crate::source::Kind;
use crate::vocabulary::Facet;
use tera::{Context, Value};

impl Renderer<'_> {
    pub(super) fn guides_of(&self, language: usize) -> impl Iterator<Item = u32> + '_ {
        (0u32..)
            .zip(&self.catalog.guides)
            .filter(move |(_, e)| plan::article_path(self.site, &e.kind).is_some_and(|(l, _)| l == language))
            .map(|(id, _)| id)
    }

    pub(super) fn guide_card(&self, id: u32) -> ctx::GuideCard<'_> {
        let entry = &self.catalog.guides[id as usize];
        ctx::GuideCard {
            title: &entry.fact.title,
            summary: &entry.fact.summary,
            path: plan::article_path(self.site, &entry.kind).map(|(_, path)| path).unwrap_or_default(),
            audience: &entry.fact.audience,
            topics: &entry.fact.topics,
            last_reviewed: entry.fact.last_reviewed.map(|d| d.to_string()),
        }
    }

    pub(super) fn guides(&self, route: &Route, context: &mut Context) -> &'static str {
        let guides: Vec<_> = self.guides_of(route.language).map(|id| self.guide_card(id)).collect();
        context.insert("guides", &guides);
        let words = self.words(route, "guides", &[], None);
        let label = self.text(route, "nav_guides", &[]);
        context.insert_value("page", self.page_value(route, "guides", words, vec![(label, route.path.clone())], None));
        "guides.html"
    }

    pub(super) fn guide(&self, route: &Route, id: u32, context: &mut Context) -> &'static str {
        let entry = &self.catalog.guides[id as usize];
        let fact = &entry.fact;
        let guide = ctx::Guide {
            title: &fact.title,
            summary: &fact.summary,
            body_html: Value::safe_string(&entry.body.html),
            headings: headings(&entry.body),
            last_reviewed: fact.last_reviewed.map(|d| d.to_string()),
            review_due: fact.review_due.map(|d| d.to_string()),
            reviewed_by: fact
                .reviewed_by
                .as_ref()
                .map(|(name, credentials)| ctx::Reviewer { name, credentials: credentials.as_deref() }),
            sources: fact
                .sources
                .iter()
                .map(|s| ctx::Citation {
                    title: &s.title,
                    url: s.url.as_deref(),
                    publisher: s.publisher.as_deref(),
                    accessed: s.accessed.map(|d| d.to_string()),
                })
                .collect(),
            faq: fact.faq.iter().map(|(q, a)| ctx::Question { q, a }).collect(),
            audience: &fact.audience,
        };
        context.insert("guide", &guide);
        let next = self.guides_of(route.language).skip_while(|g| *g != id).nth(1).map(|id| self.guide_card(id));
        context.insert("next", &next);
        let words = words::Words { title: self.titled(route, &fact.title), description: fact.summary.clone() };
        let list = (self.text(route, "nav_guides", &[]), format!("{}guides/", self.languages[route.language].prefix));
        let json = json_ld::guide(fact, &self.absolute(&route.path), &self.languages[route.language].code);
        context.insert_value(
            "page",
            self.page_value(route, "guide", words, vec![list, (fact.title.clone(), route.path.clone())], Some(json)),
        );
        "guide.html"
    }

    pub(super) fn glossary(&self, route: &Route, context: &mut Context) -> &'static str {
        let code = &self.languages[route.language].code;
        let groups: Vec<_> = Facet::all()
            .iter()
            .map(|facet| ctx::GlossaryGroup {
                facet: facet.key(),
                label: self.vocabulary.facet_label(*facet).get(code),
                about: self.vocabulary.facet_about(*facet).get(code),
                terms: self.vocabulary.terms(*facet).map(|id| self.term(route, id)).collect(),
            })
            .collect();
        let mut entries: Vec<ctx::GlossaryEntry<'_>> = Vec::new();
        for id in self.guides_of(route.language) {
            let entry = &self.catalog.guides[id as usize];
            for (term, meaning) in &entry.fact.glossary {
                let path = self.guide_card(id).path;
                entries.push(ctx::GlossaryEntry { term, meaning, guide_title: &entry.fact.title, guide_path: path });
            }
        }
        entries.sort_by_cached_key(|e| catalog::fold(e.term));
        entries.dedup_by(|b, a| catalog::fold(a.term) == catalog::fold(b.term));
        context.insert("groups", &groups);
        context.insert("entries", &entries);
        let words = self.words(route, "glossary", &[], None);
        let label = self.text(route, "nav_glossary", &[]);
        context
            .insert_value("page", self.page_value(route, "glossary", words, vec![(label, route.path.clone())], None));
        "glossary.html"
    }

    pub(super) fn article(&self, route: &Route, id: u32, context: &mut Context) -> &'static str {
        let entry = &self.catalog.pages[id as usize];
        let content = ctx::Content {
            title: &entry.fact.title,
            body_html: Value::safe_string(&entry.body.html),
            headings: headings(&entry.body),
            last_reviewed: entry.fact.last_reviewed.map(|d| d.to_string()),
        };
        context.insert("content", &content);
        let words =
            words::Words { title: self.titled(route, &entry.fact.title), description: entry.fact.summary.clone() };
        let mut crumbs = Vec::new();
        if let Kind::Page { language, path } = &entry.kind
            && let Some((parent, _)) = path.rsplit_once('/')
        {
            let parent = Kind::Page { language: language.clone(), path: parent.to_owned() };
            if let Some(above) = self.catalog.pages.iter().find(|e| e.kind == parent)
                && let Some((_, path)) = plan::article_path(self.site, &parent)
            {
                crumbs.push((above.fact.title.clone(), path));
            }
        }
        crumbs.push((entry.fact.title.clone(), route.path.clone()));
        context.insert_value("page", self.page_value(route, "page", words, crumbs, None));
        "page.html"
    }
}

fn headings(body: &Rendered) -> Vec<ctx::Heading<'_>> {
    body.headings.iter().map(|h| ctx::Heading { level: h.level, id: &h.id, text: &h.text }).collect()
}
