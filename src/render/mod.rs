//! A route, the catalogue and the theme become bytes.
//!
//! Every page is a pure function of its closed context, and every context is made from the entries that
//! [`Renderer::fingerprint`] hashes. So a page whose fingerprint did not change need not be made again.

mod change;
pub mod context;
mod crisis;
mod data;
mod fingerprint;
mod guides;
mod json_ld;
mod language;
mod lists;
mod maps;
mod near;
mod program;
mod relative;
mod remembered;
mod saved;
mod search;
mod sitemap;
mod submit;
mod words;

use crate::catalog::Catalog;
use crate::config::Site;
use crate::diagnostic::{Diagnostic, rules};
use crate::geo::State;
use crate::plan::{self, Page, Plan, Route, What};
use crate::search::shards::Export;
use crate::theme::Theme;
use crate::vocabulary::{TermId, Vocabulary};
use context as ctx;
use fingerprint::places_hash;
use near::Near;
use program::status as program_status;
use rayon::prelude::*;
pub use remembered::Remembered;
use std::cmp::Reverse;
use std::sync::{Arc, OnceLock};
use tera::{Context, Value};
pub use words::TEXTS;

/// Templates that pages are made with; a theme that lacks one is refused.
pub const PAGES: &[&str] = &[
    "home.html",
    "locations.html",
    "state.html",
    "county.html",
    "city.html",
    "telehealth-index.html",
    "telehealth.html",
    "program.html",
    "guides.html",
    "guide.html",
    "glossary.html",
    "search.html",
    "saved.html",
    "compare.html",
    "submit.html",
    "page.html",
    "404.html",
    "redirect.html",
];

/// Templates of parts that several pages share; a theme that lacks one is refused.
pub const PARTS: &[&str] =
    &["card.html", "shared/crisis.html", "shared/help.html", "shared/nav.html", "shared/credits.html"];

/// Parts that are the same on every page of a language: made once, used as `shared.<name>`.
const SHARED: [(&str, &str); 4] = [
    ("crisis", "shared/crisis.html"),
    ("help", "shared/help.html"),
    ("nav", "shared/nav.html"),
    ("credits", "shared/credits.html"),
];

/// How links are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// The public address, ending with a slash.
    pub url: url::Url,
    /// Links work from any folder, even without a server.
    pub relative: bool,
}

/// Makes pages. Cheap to share between threads.
pub struct Renderer<'a> {
    site: &'a Site,
    address: &'a Address,
    catalog: &'a Catalog,
    plan: &'a Plan,
    theme: &'a Theme,
    vocabulary: &'a Vocabulary,
    search: Option<&'a Export>,
    remembered: Option<&'a Remembered>,
    /// Cities of all states as one list: positions of state and city.
    cities: Vec<(usize, usize)>,
    near: Arc<Near>,
    languages: Vec<Language>,
    /// The first error of a part that several pages share.
    failure: OnceLock<Diagnostic>,
    /// What every page depends on.
    global: [u8; 32],
    /// All entries.
    everything: [u8; 32],
    /// For each state of the catalogue.
    states: Vec<StateHash>,
    /// What the pages of each list of care by video or phone have in common.
    telehealth: Vec<[u8; 32]>,
}

/// What the pages of a state have in common.
struct StateHash {
    /// Its cities and counties, and how many listings they have.
    places: [u8; 32],
    /// The list of its listings, besides the listings themselves.
    list: [u8; 32],
}

/// Values that every page of a language shares.
struct Language {
    code: String,
    direction: &'static str,
    prefix: String,
    site: Value,
    crisis: Value,
    terms: Vec<Value>,
    /// Path of the guide that says what happens when one calls.
    call_guide: Option<String>,
    shared: Value,
    cards: Vec<Card>,
}

/// A listing in lists, as HTML with the marker for the base.
#[derive(Default)]
struct Card {
    full: OnceLock<Value>,
    compact: OnceLock<Value>,
}

impl<'a> Renderer<'a> {
    /// Prepares what pages share. `search` is absent on a site without search. `inputs` is hashed into every
    /// fingerprint: the site file, the vocabulary and whatever else pages depend on besides entries and theme. What an
    /// earlier build left in `remembered` is used, and something is left there for the next.
    pub fn new(
        site: &'a Site,
        address: &'a Address,
        catalog: &'a Catalog,
        plan: &'a Plan,
        theme: &'a Theme,
        vocabulary: &'a Vocabulary,
        search: Option<&'a Export>,
        inputs: &[u8],
        remembered: Option<&'a Remembered>,
    ) -> Self {
        let mut cities = Vec::new();
        for (s, group) in catalog.states.iter().enumerate() {
            cities.extend((0..group.cities.len()).map(|c| (s, c)));
        }
        let near = Near::of(catalog, &cities, remembered);
        let mut renderer = Self {
            site,
            address,
            catalog,
            plan,
            theme,
            vocabulary,
            search,
            remembered,
            cities,
            near,
            languages: Vec::new(),
            failure: OnceLock::new(),
            global: [0; 32],
            everything: catalog.hash(),
            states: Vec::new(),
            telehealth: Vec::new(),
        };
        renderer.languages = (0..site.languages.len()).map(|l| renderer.language(l)).collect();
        renderer.global = renderer.global_hash(inputs);
        renderer.states = catalog
            .states
            .par_iter()
            .map(|group| StateHash { places: places_hash(group), list: renderer.list_hash(&group.listings) })
            .collect();
        renderer.telehealth = catalog.telehealth.par_iter().map(|(_, ids)| renderer.list_hash(ids)).collect();
        renderer
    }

    /// The bytes of `route`, appended to `out`.
    pub fn render(&self, route: &Route, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        match &route.what {
            What::Page(page) => self.page(route, page, out),
            What::File(file) => {
                self.file(*file, out);
                Ok(())
            }
        }
    }

    /// The template of a page and what it may see, as JSON. `None` for a file that is not a page.
    pub fn context(&self, route: &Route) -> Option<(&'static str, serde_json::Value)> {
        let What::Page(page) = &route.what else { return None };
        let (template, _, context) = self.prepare(route, page);
        let mut all = serde_json::Map::new();
        for key in context::KEYS {
            if let Some(value) = context.get(key) {
                all.insert((*key).to_owned(), serde_json::to_value(value).unwrap_or_default());
            }
        }
        Some((template, all.into()))
    }

    /// Template, source file and context of a page.
    fn prepare(&self, route: &Route, page: &Page) -> (&'static str, Option<&str>, Context) {
        let language = &self.languages[route.language];
        let mut context = Context::new();
        let base = self.base(&route.path);
        context.insert_value("base", Value::from(base.as_str()));
        context.insert_value("site", language.site.clone());
        context.insert_value("crisis", language.crisis.clone());
        let lines = self.state_of(page).and_then(|state| crisis::local(self.site, state, &language.code));
        context.insert("local_lines", &lines);
        context.insert_value("shared", language.shared.clone());
        context.insert("search", &self.search_value(route.language, matches!(page, Page::Home | Page::Search)));
        context.insert("saved", &self.saved_value(route.language));
        context.insert("submit", &self.submit_value(route.language));
        let (template, source) = match page {
            Page::Home => (self.home(route, &mut context), None),
            Page::Locations => (self.locations(route, &mut context), None),
            Page::State(s, n) => (self.state(route, *s, *n, &mut context), None),
            Page::City(s, c, n) => (self.city(route, *s, *c, *n, &mut context), None),
            Page::County(s, c, n) => (self.county(route, *s, *c, *n, &mut context), None),
            Page::TelehealthIndex => (self.telehealth_index(route, &mut context), None),
            Page::Telehealth(t, n) => (self.telehealth(route, *t, *n, &mut context), None),
            Page::Program(id) => (self.program(route, *id, &mut context), Some(&*self.catalog.program(*id).path)),
            Page::Guides => (self.guides(route, &mut context), None),
            Page::Guide(id) => (self.guide(route, *id, &mut context), Some(&*self.catalog.guides[*id as usize].path)),
            Page::Glossary => (self.glossary(route, &mut context), None),
            Page::Article(id) => {
                (self.article(route, *id, &mut context), Some(&*self.catalog.pages[*id as usize].path))
            }
            Page::Search => (self.search(route, &mut context), None),
            Page::Saved => (self.saved(route, &mut context), None),
            Page::Compare => (self.compare(route, &mut context), None),
            Page::Submit => (self.submit(route, &mut context), None),
            Page::NotFound => (self.not_found(route, &mut context), None),
            Page::Redirect(target) => (self.redirect(route, target, &mut context), None),
        };
        (template, source, context)
    }

    /// The state that a page is about.
    fn state_of(&self, page: &Page) -> Option<State> {
        match page {
            Page::State(s, _) | Page::City(s, _, _) | Page::County(s, _, _) => Some(self.catalog.states[*s].state),
            Page::Telehealth(t, _) => Some(self.catalog.telehealth[*t].0),
            Page::Program(id) => Some(self.catalog.program(*id).fact.listing.location.state),
            _ => None,
        }
    }

    fn page(&self, route: &Route, page: &Page, out: &mut Vec<u8>) -> Result<(), Diagnostic> {
        let language = &self.languages[route.language];
        let (template, source, context) = self.prepare(route, page);
        if let Some(failure) = self.failure.get() {
            return Err(failure.clone());
        }
        let shown = format!("/{}", route.path);
        let start = out.len();
        self.theme.render(&language.code, template, &context, &shown, source, out).map_err(|finding| *finding)?;
        relative::write_base(out, start, &self.base(&route.path));
        if self.address.relative {
            relative::name_files(out, start);
        }
        // A redirect is gone before anybody reads it.
        if !matches!(page, Page::Redirect(_)) && !Theme::check_crisis(&out[start..]) {
            return Err(Diagnostic::new(
                &rules::THEME_CRISIS,
                format!("the page {shown} does not show the crisis lines"),
            )
            .help(format!(
                "the template {template} has to show `crisis` in an element with the attribute data-crisis"
            )));
        }
        match Theme::check_outside(&out[start..], self.address.url.as_str()) {
            Some(finding) => {
                let message = format!("{} (page {shown}, template {template})", finding.message);
                Err(Diagnostic { message, ..finding })
            }
            None => Ok(()),
        }
    }

    /// The way from a page to the site's folder.
    fn base(&self, path: &str) -> String {
        if self.address.relative {
            let depth = path.matches('/').count();
            return if depth == 0 { "./".to_owned() } else { "../".repeat(depth) };
        }
        self.address.url.path().to_owned()
    }

    fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.address.url)
    }

    fn term(&self, route: &Route, id: TermId) -> Value {
        self.languages[route.language].terms[id.index()].clone()
    }

    fn terms(&self, route: &Route, ids: &[TermId]) -> Vec<Value> {
        ids.iter().map(|id| self.term(route, *id)).collect()
    }

    /// `page`, with title and description from the theme's texts.
    fn page_value(
        &self,
        route: &Route,
        kind: &'static str,
        words: words::Words,
        crumbs: Vec<(String, String)>,
        json_ld: Option<serde_json::Value>,
    ) -> Value {
        let language = &self.languages[route.language];
        let mut breadcrumbs =
            vec![ctx::MenuLink { label: self.text(route, "home", &[]), path: language.prefix.clone() }];
        breadcrumbs.extend(crumbs.into_iter().map(|(label, path)| ctx::MenuLink { label, path }));
        Value::from_serializable(&ctx::Page {
            kind,
            title: words.title,
            description: words.description,
            path: route.path.clone(),
            canonical: self.absolute(&route.path),
            lang: language.code.clone(),
            dir: language.direction,
            alternates: self.alternates(route),
            noindex: !route.indexed,
            breadcrumbs,
            json_ld: json_ld.map(|v| Value::safe_string(&json_ld::for_script(&v))),
            updated: route.updated.map(|d| d.to_string()),
        })
    }

    fn alternates(&self, route: &Route) -> Vec<ctx::Alternate> {
        if self.languages.len() < 2 || route.path.ends_with("404.html") {
            return Vec::new();
        }
        let rest = route.path.strip_prefix(&*self.languages[route.language].prefix).unwrap_or(&route.path);
        self.languages
            .iter()
            .enumerate()
            .filter_map(|(i, language)| {
                let path = format!("{}{rest}", language.prefix);
                self.plan.get(&path).filter(|r| r.language == i)?;
                Some(ctx::Alternate {
                    lang: language.code.clone(),
                    label: self.language_name(&language.code),
                    url: self.absolute(&path),
                    path,
                    current: i == route.language,
                })
            })
            .collect()
    }

    /// A link to a page of the route's language.
    fn link(&self, route: &Route, label: &str, path: &str, count: usize) -> ctx::Link {
        ctx::Link {
            label: label.to_owned(),
            code: None,
            path: format!("{}{path}", self.languages[route.language].prefix),
            count,
            miles: None,
        }
    }

    fn state_links(&self, route: &Route) -> Vec<ctx::Link> {
        self.catalog
            .states
            .iter()
            .map(|group| ctx::Link {
                code: Some(group.state.code()),
                ..self.link(route, group.state.name(), &plan::state_path(group.state), group.listings.len())
            })
            .collect()
    }

    fn telehealth_links(&self, route: &Route) -> Vec<ctx::Link> {
        self.catalog
            .telehealth
            .iter()
            .map(|(state, ids)| ctx::Link {
                code: Some(state.code()),
                ..self.link(route, state.name(), &plan::telehealth_path(*state), ids.len())
            })
            .collect()
    }

    fn telehealth_count(&self, state: State) -> usize {
        self.catalog.telehealth.iter().find(|(s, _)| *s == state).map_or(0, |(_, ids)| ids.len())
    }

    fn telehealth_link(&self, route: &Route, state: State) -> Option<ctx::Link> {
        let count = self.telehealth_count(state);
        (count > 0).then(|| self.link(route, state.name(), &plan::telehealth_path(state), count))
    }

    fn home(&self, route: &Route, context: &mut Context) -> &'static str {
        let catalog = self.catalog;
        let counts = ctx::Counts {
            programs: catalog.programs.iter().filter(|e| e.fact.listed()).count(),
            states: catalog.states.len(),
            cities: self.cities.len(),
            guides: self.guides_of(route.language).count(),
        };
        let recent: Vec<Value> = self.recent(6).into_iter().map(|id| self.card(route, id, true)).collect();
        let guides: Vec<_> = self.guides_of(route.language).take(6).map(|id| self.guide_card(id)).collect();
        context.insert("counts", &counts);
        context.insert("states", &self.state_links(route));
        context.insert("telehealth_states", &self.telehealth_links(route));
        context.insert("guides", &guides);
        context.insert_value("recent", Value::from(recent));
        let code = &self.languages[route.language].code;
        let site = self.site;
        let words =
            words::Words { title: site.title.get(code).to_owned(), description: site.description.get(code).to_owned() };
        let json = json_ld::website(site, code, &self.absolute(&route.path));
        let mut page = self.page_value(route, "home", words, Vec::new(), Some(json));
        // The home page is not below itself.
        if let Some(mut map) = page.clone().into_map() {
            map.insert("breadcrumbs".into(), Value::from(Vec::<Value>::new()));
            page = Value::from(map);
        }
        context.insert_value("page", page);
        "home.html"
    }

    /// The listings that were confirmed last, the newest first; of one day, in their order.
    fn recent(&self, count: usize) -> Vec<u32> {
        let listed = (0u32..).zip(&self.catalog.programs).filter(|(_, e)| e.fact.listed());
        let mut recent: Vec<_> = listed.map(|(id, e)| (Reverse(e.fact.listing.verified.date), id)).collect();
        if recent.len() > count {
            recent.select_nth_unstable(count);
            recent.truncate(count);
        }
        recent.sort_unstable();
        recent.into_iter().map(|(_, id)| id).collect()
    }

    fn not_found(&self, route: &Route, context: &mut Context) -> &'static str {
        context.insert("states", &self.state_links(route));
        let words = self.words(route, "not_found", &[], None);
        context.insert_value("page", self.page_value(route, "not-found", words, Vec::new(), None));
        "404.html"
    }

    fn redirect(&self, route: &Route, target: &str, context: &mut Context) -> &'static str {
        context.insert("target", target);
        context.insert("target_url", &self.absolute(target));
        let words = self.words(route, "redirect", &[], None);
        context.insert_value("page", self.page_value(route, "redirect", words, Vec::new(), None));
        "redirect.html"
    }
}
