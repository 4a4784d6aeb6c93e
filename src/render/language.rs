//! What every page of a language shares.

use super::context as ctx;
use super::{Card, Language, Renderer, SHARED, crisis, relative, words};
use crate::geo;
use crate::plan;
use crate::vocabulary::Facet;
use std::collections::BTreeMap;
use tera::{Context, Value};

/// What a guide is about that pages of programs lead to.
const CALL_TOPIC: &str = "first-call";

impl Renderer<'_> {
    pub(super) fn language(&self, position: usize) -> Language {
        let code = &self.site.languages[position];
        let prefix = plan::prefix(self.site, position);
        let terms = Facet::all()
            .iter()
            .flat_map(|facet| self.vocabulary.terms(*facet))
            .map(|id| {
                let term = self.vocabulary.get(id);
                Value::from_serializable(&ctx::Term {
                    slug: &term.slug,
                    facet: term.facet.key(),
                    anchor: format!("{}-{}", term.facet.key(), term.slug),
                    label: term.label.get(code),
                    about: term.about.get(code),
                })
            })
            .collect();
        let site = self.site_value(code, position);
        let crisis = Value::from_serializable(&crisis::block(code));
        let mut context = Context::new();
        context.insert_value("base", Value::from(relative::MARKER));
        context.insert_value("root", Value::from(format!("{}{prefix}", relative::MARKER)));
        context.insert_value("site", site.clone());
        context.insert_value("crisis", crisis.clone());
        context.insert("search", &self.search_value(position, false));
        context.insert("saved", &self.saved_value(position));
        context.insert("submit", &self.submit_value(position));
        let parts: BTreeMap<&str, Value> =
            SHARED.iter().map(|(name, template)| (*name, self.part(code, template, &context))).collect();
        Language {
            site,
            crisis,
            shared: Value::from(parts),
            code: code.clone(),
            direction: words::direction(self.theme.text(code, "language_direction", &[]).as_deref()),
            prefix,
            terms,
            call_guide: self.call_guide(position),
            cards: std::iter::repeat_with(Card::default).take(self.catalog.programs.len()).collect(),
        }
    }

    /// The first guide of a language with the topic that owners give to it.
    fn call_guide(&self, position: usize) -> Option<String> {
        let of = |id: u32| &self.catalog.guides[id as usize];
        let id = self.guides_of(position).find(|id| of(*id).fact.topics.iter().any(|topic| topic == CALL_TOPIC))?;
        plan::article_path(self.site, &of(id).kind).map(|(_, path)| path)
    }

    /// A language's own name.
    pub(super) fn language_name(&self, code: &str) -> String {
        self.theme.text(code, "language_name", &[]).unwrap_or_else(|| code.to_owned())
    }

    /// A part that several pages share, as safe HTML. An error ends the build when the first page asks for it.
    pub(super) fn part(&self, language: &str, template: &str, context: &Context) -> Value {
        let mut html = Vec::new();
        match self.theme.render(language, template, context, "all pages", None, &mut html) {
            Ok(()) => Value::safe_string(&String::from_utf8_lossy(&html)),
            Err(finding) => {
                let _ = self.failure.set(*finding);
                Value::safe_string("")
            }
        }
    }

    fn site_value(&self, code: &str, position: usize) -> Value {
        let site = self.site;
        let mut menu: Vec<(i64, ctx::MenuLink)> = Vec::new();
        for entry in &self.catalog.pages {
            if let (Some(label), Some((language, path))) = (&entry.fact.menu, plan::article_path(site, &entry.kind))
                && language == position
            {
                menu.push((entry.fact.order, ctx::MenuLink { label: label.clone(), path }));
            }
        }
        menu.sort_by(|a, b| (a.0, &a.1.path).cmp(&(b.0, &b.1.path)));
        let notice = site
            .sample_notice
            .as_ref()
            .map(|words| words.get(code).to_owned())
            .or_else(|| self.theme.text(code, "sample_notice", &[]));
        let (params, _) = self.theme.params(&site.theme_params);
        Value::from_serializable(&ctx::Site {
            title: site.title.get(code),
            description: site.description.get(code),
            url: self.address.url.as_str(),
            language: &site.languages[0],
            languages: site
                .languages
                .iter()
                .map(|code| ctx::LanguageLink { code: code.clone(), label: self.language_name(code) })
                .collect(),
            demonstration: site.demonstration,
            sample_notice: notice.filter(|_| site.demonstration || site.sample_notice.is_some()),
            owner: site.owner.as_ref().map(|o| ctx::Owner {
                name: o.name.get(code),
                url: o.url.as_deref(),
                email: o.email.as_deref(),
                funding: o.funding.as_ref().map(|words| words.get(code)),
            }),
            credits: geo::CREDITS
                .iter()
                .map(|c| ctx::Credit { text: c.text, url: Some(c.url), lang: Some("en").filter(|en| *en != code) })
                .chain(site.credits.iter().map(|c| ctx::Credit {
                    text: c.text.get(code),
                    url: c.url.as_deref(),
                    lang: None,
                }))
                .collect(),
            year: self.catalog.today.year(),
            repository: site.repository.as_ref().map(|repository| repository.url.as_str()),
            menu: menu.into_iter().map(|(_, link)| link).collect(),
            params: Value::from_serializable(&params.into_iter().collect::<BTreeMap<_, _>>()),
        })
    }
}
