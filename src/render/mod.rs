//! A route, the catalogue and the theme become bytes.
//!
//! Every page is a pure function of its closed context, and every context is made from the entries that
//! [`Renderer::fingerprint`] hashes. So a page whose fingerprint did not change need not be made again.

pub mod context;
mod crisis;
mod data;
mod json_ld;
mod lists;
mod near;
mod program;
mod relative;
mod remembered;
mod search;
mod sitemap;
mod words;

use crate::catalog::{Catalog, StateGroup};
use crate::config::Site;
use crate::diagnostic::{Diagnostic, rules};
use crate::geo::{self, State};
use crate::output::Fingerprint;
use crate::plan::{self, File, Page, Plan, Route, What};
use crate::search::shards::{self, Export};
use crate::source::Kind;
use crate::theme::Theme;
use crate::vocabulary::{Facet, TermId, Vocabulary};
use context as ctx;
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
    prefix: String,
    site: Value,
    crisis: Value,
    terms: Vec<Value>,
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

    fn global_hash(&self, inputs: &[u8]) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        hash.update(&self.theme.fingerprint());
        hash.update(self.address.url.as_str().as_bytes());
        hash.update(&[u8::from(self.address.relative)]);
        hash.update(self.catalog.today.to_string().as_bytes());
        // The menu is on every page.
        for page in &self.catalog.pages {
            hash.update(&page.hash);
        }
        hash.update(inputs);
        *hash.finalize().as_bytes()
    }

    /// Hashes everything that `route` is made from. Two equal fingerprints mean equal bytes.
    pub fn fingerprint(&self, route: &Route) -> Fingerprint {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.global).update(route.path.as_bytes());
        let catalog = self.catalog;
        match &route.what {
            What::File(File::Asset(i)) => {
                hash.update(&i.to_le_bytes());
            }
            What::File(_) => {
                hash.update(&self.everything);
            }
            What::Page(page) => match page {
                Page::Home | Page::Search => {
                    hash.update(&self.everything);
                    self.search_hash(&mut hash);
                }
                Page::Locations | Page::TelehealthIndex | Page::Guides | Page::Glossary | Page::NotFound => {
                    hash.update(&self.everything);
                }
                Page::State(s, n) => {
                    let group = &catalog.states[*s];
                    hash.update(&self.states[*s].places).update(&self.states[*s].list);
                    hash.update(&listings_hash(catalog, self.shown(&group.listings, *n)));
                    hash.update(&n.to_le_bytes()).update(&self.telehealth_count(group.state).to_le_bytes());
                }
                Page::City(s, c, n) => {
                    let group = &catalog.states[*s];
                    hash.update(&listings_hash(catalog, &group.cities[*c].listings));
                    hash.update(&n.to_le_bytes()).update(&self.telehealth_count(group.state).to_le_bytes());
                    for (near, miles) in self.cities_near(*s, *c) {
                        let (s, c) = self.cities[*near as usize];
                        let city = &catalog.states[s].cities[c];
                        hash.update(city.name.as_bytes())
                            .update(&city.listings.len().to_le_bytes())
                            .update(&miles.to_le_bytes());
                        hash.update(catalog.states[s].state.code().as_bytes());
                    }
                }
                Page::County(s, c, n) => {
                    let group = &catalog.states[*s];
                    hash.update(&listings_hash(catalog, &group.counties[*c].listings));
                    // Cities of a county may have listings elsewhere; their numbers are shown.
                    hash.update(&self.states[*s].places);
                    hash.update(&n.to_le_bytes()).update(&self.telehealth_count(group.state).to_le_bytes());
                }
                Page::Telehealth(t, n) => {
                    let (state, ids) = &catalog.telehealth[*t];
                    hash.update(&self.telehealth[*t]).update(&listings_hash(catalog, self.shown(ids, *n)));
                    hash.update(&n.to_le_bytes()).update(&[u8::from(catalog.state(*state).is_some())]);
                }
                Page::Program(id) => {
                    hash.update(&catalog.program(*id).hash);
                    // The page leads to lists, which other listings make come and go.
                    let program = &catalog.program(*id).fact;
                    let group = catalog.state(program.listing.location.state);
                    let own = program.listed() && !program.listing.location.virtual_only;
                    let city = || group.is_some_and(|group| group.city(&program.folded.city).is_some());
                    let city = (own && !program.folded.city.is_empty()) || city();
                    let county =
                        group.zip(program.county.as_ref()).and_then(|(group, county)| group.county(&county.slug));
                    hash.update(&[u8::from(group.is_some()), u8::from(city), u8::from(county.is_some())]);
                    for (near, miles) in &self.near.listings[*id as usize] {
                        hash.update(&catalog.program(*near).hash).update(&miles.to_le_bytes());
                    }
                }
                Page::Guide(_) => {
                    for guide in &catalog.guides {
                        hash.update(&guide.hash);
                    }
                }
                Page::Article(id) => {
                    hash.update(&catalog.pages[*id as usize].hash);
                }
                Page::Redirect(target) => {
                    hash.update(target.as_bytes());
                }
            },
        }
        hash.finalize().into()
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
        context.insert_value("shared", language.shared.clone());
        context.insert("search", &self.search_value(route.language, matches!(page, Page::Home | Page::Search)));
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
            Page::NotFound => (self.not_found(route, &mut context), None),
            Page::Redirect(target) => (self.redirect(route, target, &mut context), None),
        };
        (template, source, context)
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
        Ok(())
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

    fn language(&self, position: usize) -> Language {
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
        let parts: std::collections::BTreeMap<&str, Value> =
            SHARED.iter().map(|(name, template)| (*name, self.part(code, template, &context))).collect();
        Language {
            site,
            crisis,
            shared: Value::from(parts),
            code: code.clone(),
            prefix,
            terms,
            cards: std::iter::repeat_with(Card::default).take(self.catalog.programs.len()).collect(),
        }
    }

    /// `search`. Names of files change with every listing, so only pages that search themselves have them; they add
    /// [`Self::search_hash`] to their fingerprints.
    fn search_value(&self, language: usize, searches: bool) -> Option<ctx::Search<'_>> {
        let export = self.search?;
        let code = &self.site.languages[language];
        let words = || export.words.iter().find(|(known, _)| known == code).map(|(_, name)| &**name);
        Some(ctx::Search {
            index: shards::FOLDER,
            path: format!("{}search/", plan::prefix(self.site, language)),
            manifest: searches.then_some(&*export.manifest),
            words: searches.then(words).flatten(),
            modules: self.modules(),
            phrases: searches.then_some(&*export.phrases),
        })
    }

    /// What a page depends on that names files of the index.
    fn search_hash(&self, hash: &mut blake3::Hasher) {
        if let Some(export) = self.search {
            hash.update(export.manifest.as_bytes()).update(export.phrases.as_bytes());
            for (code, name) in &export.words {
                hash.update(code.as_bytes()).update(name.as_bytes());
            }
        }
    }

    /// A part that several pages share, as safe HTML. An error ends the build when the first page asks for it.
    fn part(&self, language: &str, template: &str, context: &Context) -> Value {
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
        let notice = site.sample_notice.clone().or_else(|| self.theme.text(code, "sample_notice", &[]));
        let (params, _) = self.theme.params(&site.theme_params);
        Value::from_serializable(&ctx::Site {
            title: &site.title,
            description: &site.description,
            url: self.address.url.as_str(),
            language: &site.languages[0],
            languages: site
                .languages
                .iter()
                .map(|code| ctx::LanguageLink { code: code.clone(), label: words::language_name(code).to_owned() })
                .collect(),
            demonstration: site.demonstration,
            sample_notice: notice.filter(|_| site.demonstration || site.sample_notice.is_some()),
            owner: site.owner.as_ref().map(|o| ctx::Owner {
                name: &o.name,
                url: o.url.as_deref(),
                email: o.email.as_deref(),
                funding: o.funding.as_deref(),
            }),
            credits: geo::CREDITS.iter().map(|c| ctx::Credit { text: c.text, url: c.url }).collect(),
            year: self.catalog.today.year(),
            repository: site.repository.as_ref().map(|(url, _)| url.as_str()),
            menu: menu.into_iter().map(|(_, link)| link).collect(),
            params: Value::from_serializable(&params.into_iter().collect::<std::collections::BTreeMap<_, _>>()),
        })
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
            dir: "ltr",
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
                    label: words::language_name(&language.code).to_owned(),
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
        let words = words::Words { title: self.site.title.clone(), description: self.site.description.clone() };
        let json = json_ld::website(self.site, &self.absolute(&route.path));
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

    fn guides_of(&self, language: usize) -> impl Iterator<Item = u32> + '_ {
        (0u32..)
            .zip(&self.catalog.guides)
            .filter(move |(_, e)| plan::article_path(self.site, &e.kind).is_some_and(|(l, _)| l == language))
            .map(|(id, _)| id)
    }

    fn guide_card(&self, id: u32) -> ctx::GuideCard<'_> {
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

    fn guides(&self, route: &Route, context: &mut Context) -> &'static str {
        let guides: Vec<_> = self.guides_of(route.language).map(|id| self.guide_card(id)).collect();
        context.insert("guides", &guides);
        let words = self.words(route, "guides", &[], None);
        let label = self.text(route, "nav_guides", &[]);
        context.insert_value("page", self.page_value(route, "guides", words, vec![(label, route.path.clone())], None));
        "guides.html"
    }

    fn guide(&self, route: &Route, id: u32, context: &mut Context) -> &'static str {
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
        let words = words::Words { title: self.titled(&fact.title), description: fact.summary.clone() };
        let list = (self.text(route, "nav_guides", &[]), format!("{}guides/", self.languages[route.language].prefix));
        let json = json_ld::guide(fact, &self.absolute(&route.path), &self.languages[route.language].code);
        context.insert_value(
            "page",
            self.page_value(route, "guide", words, vec![list, (fact.title.clone(), route.path.clone())], Some(json)),
        );
        "guide.html"
    }

    fn glossary(&self, route: &Route, context: &mut Context) -> &'static str {
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
        entries.sort_by_cached_key(|e| crate::catalog::fold(e.term));
        entries.dedup_by(|b, a| crate::catalog::fold(a.term) == crate::catalog::fold(b.term));
        context.insert("groups", &groups);
        context.insert("entries", &entries);
        let words = self.words(route, "glossary", &[], None);
        let label = self.text(route, "nav_glossary", &[]);
        context
            .insert_value("page", self.page_value(route, "glossary", words, vec![(label, route.path.clone())], None));
        "glossary.html"
    }

    fn article(&self, route: &Route, id: u32, context: &mut Context) -> &'static str {
        let entry = &self.catalog.pages[id as usize];
        let content = ctx::Content {
            title: &entry.fact.title,
            body_html: Value::safe_string(&entry.body.html),
            headings: headings(&entry.body),
            last_reviewed: entry.fact.last_reviewed.map(|d| d.to_string()),
        };
        context.insert("content", &content);
        let words = words::Words { title: self.titled(&entry.fact.title), description: entry.fact.summary.clone() };
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

/// Hashes what lists say of the cities and counties of a state.
fn places_hash(group: &StateGroup) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    for places in [&group.cities, &group.counties] {
        hash.update(&places.len().to_le_bytes());
        for place in places {
            for text in [&place.slug, &place.name] {
                hash.update(&text.len().to_le_bytes()).update(text.as_bytes());
            }
            hash.update(&place.listings.len().to_le_bytes());
        }
    }
    *hash.finalize().as_bytes()
}

/// Hashes listings in their order.
fn listings_hash(catalog: &Catalog, ids: &[u32]) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    for id in ids {
        let entry = catalog.program(*id);
        hash.update(&entry.hash);
    }
    *hash.finalize().as_bytes()
}

fn headings(body: &crate::markdown::Rendered) -> Vec<ctx::Heading<'_>> {
    body.headings.iter().map(|h| ctx::Heading { level: h.level, id: &h.id, text: &h.text }).collect()
}
