//! Every address the site will have, as values. Nothing is rendered or written that is not in the plan.

use crate::catalog::Catalog;
use crate::config::Site;
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::geo::State;
use crate::source::Kind;
use jiff::civil::Date;
use rayon::prelude::*;

/// A city or county with so few listings is worth a page for people, but not for search engines.
const INDEXED_FROM: usize = 3;
/// Addresses in one sitemap file (sitemaps.org).
pub const SITEMAP_LIMIT: usize = 50_000;

/// What a route shows. Numbers are positions in the catalogue; list pages carry their page number, from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Page {
    /// The home page.
    Home,
    /// All states.
    Locations,
    /// A state: position in `Catalog::states`.
    State(usize, usize),
    /// A city: positions of the state and of the city in it.
    City(usize, usize, usize),
    /// A county: positions of the state and of the county in it.
    County(usize, usize, usize),
    /// All states with care by video or phone.
    TelehealthIndex,
    /// A state's care by video or phone: position in `Catalog::telehealth`.
    Telehealth(usize, usize),
    /// A listing.
    Program(u32),
    /// All guides.
    Guides,
    /// A guide.
    Guide(u32),
    /// The glossary.
    Glossary,
    /// A page.
    Article(u32),
    /// The search page.
    Search,
    /// The list of saved programs, which the visitor's browser fills.
    Saved,
    /// Saved programs side by side, which the visitor's browser fills.
    Compare,
    /// The form for a new listing.
    Submit,
    /// The page for addresses that do not exist.
    NotFound,
    /// A former address of another page: its path.
    Redirect(String),
}

/// A file that is not a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum File {
    /// `sitemap.xml`, or the index of several.
    Sitemap,
    /// One of several sitemaps, from 1.
    SitemapPart(usize),
    /// `robots.txt`
    Robots,
    /// `feed.xml`
    Feed,
    /// `data/programs.json`
    ProgramsJson,
    /// `data/programs.csv`
    ProgramsCsv,
    /// `data/programs.geojson`
    ProgramsGeojson,
    /// `data/schema.json`
    Schema,
    /// `_headers`
    Headers,
    /// `_redirects`
    Redirects,
    /// `.nojekyll`
    NoJekyll,
    /// `CNAME`
    Cname,
    /// A file of the theme: its position among the theme's assets.
    Asset(usize),
}

/// What stands behind an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A page made from a template.
    Page(Page),
    /// Any other file.
    File(File),
}

/// An address and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Path below the site's folder, without a leading slash; a page ends with one: `programs/alder-creek/`.
    pub path: String,
    /// What stands behind it.
    pub what: What,
    /// Position in the site's languages.
    pub language: usize,
    /// Whether search engines should show it.
    pub indexed: bool,
    /// When its facts were last confirmed.
    pub updated: Option<Date>,
}

impl Route {
    /// The file that the address is served from.
    pub fn file(&self) -> String {
        match self.what {
            What::Page(_) if self.path.ends_with('/') || self.path.is_empty() => format!("{}index.html", self.path),
            _ => self.path.clone(),
        }
    }
}

/// All addresses, sorted by path.
#[derive(Debug)]
pub struct Plan {
    /// The routes, by path.
    pub routes: Vec<Route>,
}

impl Plan {
    /// The route with this path.
    pub fn get(&self, path: &str) -> Option<&Route> {
        self.routes.binary_search_by(|route| route.path.as_str().cmp(path)).ok().map(|i| &self.routes[i])
    }
}

/// The path of a listing's page, without the language's prefix.
pub fn program_path(slug: &str) -> String {
    format!("programs/{slug}/")
}

/// The path of a state's page.
pub fn state_path(state: State) -> String {
    format!("locations/{}/", state.slug())
}

/// The path of a city's or county's page.
pub fn place_path(state: State, slug: &str) -> String {
    format!("locations/{}/{slug}/", state.slug())
}

/// The path of a state's page of care by video or phone.
pub fn telehealth_path(state: State) -> String {
    format!("telehealth/{}/", state.slug())
}

/// The path of page `number` of the list at `path`.
pub fn page_path(path: &str, number: usize) -> String {
    if number == 1 { path.to_owned() } else { format!("{path}page/{number}/") }
}

/// Number of pages of a list.
pub fn pages(listings: usize, page_size: usize) -> usize {
    listings.div_ceil(page_size).max(1)
}

/// The prefix of a language's addresses: nothing for the first, `es/` for another.
pub fn prefix(site: &Site, language: usize) -> String {
    if language == 0 { String::new() } else { format!("{}/", site.languages[language]) }
}

/// The path of the list of saved programs, with the language's prefix.
pub fn saved_path(site: &Site, language: usize) -> String {
    format!("{}saved/", prefix(site, language))
}

/// The path of the page that compares programs, with the language's prefix.
pub fn compare_path(site: &Site, language: usize) -> String {
    format!("{}compare/", prefix(site, language))
}

/// The path of the form for a new listing, with the language's prefix.
pub fn submit_path(site: &Site, language: usize) -> String {
    format!("{}submit/", prefix(site, language))
}

/// The path of a page or guide entry, with its language's prefix. `None` if the language is not one of the site.
pub fn article_path(site: &Site, kind: &Kind) -> Option<(usize, String)> {
    let position = |language: &Option<String>| match language {
        None => Some(0),
        Some(code) => site.languages.iter().position(|l| l == code),
    };
    match kind {
        Kind::Guide { language, slug } => {
            let language = position(language)?;
            Some((language, format!("{}guides/{slug}/", prefix(site, language))))
        }
        Kind::Page { language, path } => {
            let language = position(language)?;
            Some((language, format!("{}{path}/", prefix(site, language))))
        }
        _ => None,
    }
}

/// Plans every address. `assets` are the paths of the theme's files.
pub fn plan(site: &Site, catalog: &Catalog, assets: &[String]) -> (Plan, Vec<Diagnostic>) {
    let mut draft = Draft { site, catalog, routes: Vec::new() };
    for language in 0..site.languages.len() {
        draft.language(language);
    }
    draft.articles();
    draft.aliases();
    draft.files(assets);
    draft.finish()
}

struct Draft<'a> {
    site: &'a Site,
    catalog: &'a Catalog,
    /// With the file that wants the address, if one does.
    routes: Vec<(Route, Option<&'a str>)>,
}

impl<'a> Draft<'a> {
    fn add(
        &mut self,
        path: String,
        what: What,
        language: usize,
        indexed: bool,
        updated: Option<Date>,
        wanted_by: Option<&'a str>,
    ) {
        self.routes.push((Route { path, what, language, indexed, updated }, wanted_by));
    }

    fn page(&mut self, path: String, page: Page, language: usize, indexed: bool, updated: Option<Date>) {
        self.add(path, What::Page(page), language, indexed, updated, None);
    }

    fn newest(&self, ids: &[u32]) -> Option<Date> {
        ids.iter().map(|id| self.catalog.program(*id).fact.listing.verified.date).max()
    }

    /// A list over several pages.
    fn list(&mut self, path: &str, ids: &[u32], language: usize, indexed: bool, page: impl Fn(usize) -> Page) {
        let updated = self.newest(ids);
        for number in 1..=pages(ids.len(), self.site.page_size) {
            self.page(page_path(path, number), page(number), language, indexed, updated);
        }
    }

    fn language(&mut self, language: usize) {
        let catalog = self.catalog;
        let prefix = prefix(self.site, language);
        let newest = catalog.programs.iter().map(|e| e.fact.listing.verified.date).max();
        self.page(prefix.clone(), Page::Home, language, true, newest);
        self.page(format!("{prefix}locations/"), Page::Locations, language, true, newest);
        self.page(format!("{prefix}telehealth/"), Page::TelehealthIndex, language, true, newest);
        self.page(format!("{prefix}glossary/"), Page::Glossary, language, true, None);
        self.page(format!("{prefix}guides/"), Page::Guides, language, true, None);
        if self.site.search {
            self.page(format!("{prefix}search/"), Page::Search, language, false, None);
        }
        if self.site.saved {
            self.page(saved_path(self.site, language), Page::Saved, language, false, None);
            self.page(compare_path(self.site, language), Page::Compare, language, false, None);
        }
        if self.site.takes_listings() {
            self.page(submit_path(self.site, language), Page::Submit, language, true, None);
        }
        self.page(format!("{prefix}404.html"), Page::NotFound, language, false, None);
        for (s, group) in catalog.states.iter().enumerate() {
            let path = format!("{prefix}{}", state_path(group.state));
            self.list(&path, &group.listings, language, true, |n| Page::State(s, n));
            for (p, place) in group.cities.iter().enumerate() {
                let path = format!("{prefix}{}", place_path(group.state, &place.slug));
                let indexed = place.listings.len() >= INDEXED_FROM;
                self.list(&path, &place.listings, language, indexed, |n| Page::City(s, p, n));
            }
            for (p, place) in group.counties.iter().enumerate() {
                let path = format!("{prefix}{}", place_path(group.state, &place.slug));
                let indexed = place.listings.len() >= INDEXED_FROM;
                self.list(&path, &place.listings, language, indexed, |n| Page::County(s, p, n));
            }
        }
        for (t, (state, ids)) in catalog.telehealth.iter().enumerate() {
            let path = format!("{prefix}{}", telehealth_path(*state));
            self.list(&path, ids, language, true, |n| Page::Telehealth(t, n));
        }
        for (id, entry) in (0u32..).zip(&catalog.programs) {
            let listing = &entry.fact.listing;
            let path = format!("{prefix}{}", program_path(&listing.slug));
            let page = What::Page(Page::Program(id));
            self.add(path, page, language, entry.fact.listed(), Some(listing.verified.date), Some(&entry.path));
        }
    }

    fn articles(&mut self) {
        let catalog = self.catalog;
        for (list, guide) in [(&catalog.guides, true), (&catalog.pages, false)] {
            for (id, entry) in (0u32..).zip(list) {
                // A language that the site does not have was reported when the file was read.
                let Some((language, path)) = article_path(self.site, &entry.kind) else { continue };
                let page = if guide { Page::Guide(id) } else { Page::Article(id) };
                self.add(path, What::Page(page), language, true, entry.fact.last_reviewed, Some(&entry.path));
            }
        }
    }

    fn aliases(&mut self) {
        let catalog = self.catalog;
        let mut redirects: Vec<(String, String, usize, &str)> = Vec::new();
        for language in 0..self.site.languages.len() {
            let prefix = prefix(self.site, language);
            for entry in &catalog.programs {
                let listing = &entry.fact.listing;
                let target = format!("{prefix}{}", program_path(&listing.slug));
                for alias in &listing.aliases {
                    redirects.push((format!("{prefix}{}", program_path(alias)), target.clone(), language, &entry.path));
                }
            }
        }
        for entry in catalog.guides.iter().chain(&catalog.pages) {
            let Some((language, target)) = article_path(self.site, &entry.kind) else { continue };
            let prefix = prefix(self.site, language);
            let folder = if matches!(entry.kind, Kind::Guide { .. }) { "guides/" } else { "" };
            for alias in &entry.fact.aliases {
                redirects.push((format!("{prefix}{folder}{alias}/"), target.clone(), language, &entry.path));
            }
        }
        for (path, target, language, wanted_by) in redirects {
            self.add(path, What::Page(Page::Redirect(target)), language, false, None, Some(wanted_by));
        }
    }

    fn files(&mut self, assets: &[String]) {
        let site = self.site;
        let mut file = |path: &str, file: File| {
            self.add(path.to_owned(), What::File(file), 0, false, None, None);
        };
        for (i, path) in assets.iter().enumerate() {
            file(path, File::Asset(i));
        }
        file("robots.txt", File::Robots);
        file("feed.xml", File::Feed);
        file("data/programs.json", File::ProgramsJson);
        file("data/programs.csv", File::ProgramsCsv);
        file("data/programs.geojson", File::ProgramsGeojson);
        file("data/schema.json", File::Schema);
        file("sitemap.xml", File::Sitemap);
        match &*site.host {
            "any" => {
                file("_headers", File::Headers);
                file("_redirects", File::Redirects);
                file(".nojekyll", File::NoJekyll);
            }
            "cloudflare-pages" | "netlify" => {
                file("_headers", File::Headers);
                file("_redirects", File::Redirects);
            }
            "gitlab-pages" => file("_redirects", File::Redirects),
            _ => file(".nojekyll", File::NoJekyll),
        }
        if site.domain.is_some() {
            file("CNAME", File::Cname);
        }
        let indexed = self.routes.iter().filter(|(r, _)| r.indexed).count();
        if indexed > SITEMAP_LIMIT {
            for part in 1..=indexed.div_ceil(SITEMAP_LIMIT) {
                let file = What::File(File::SitemapPart(part));
                self.add(format!("sitemap-{part}.xml"), file, 0, false, None, None);
            }
        }
    }

    /// Sorts, and reports every address that two things want.
    fn finish(mut self) -> (Plan, Vec<Diagnostic>) {
        // Of two that want one address, the first has it.
        self.routes.par_sort_by(|(a, _), (b, _)| a.path.cmp(&b.path));
        let mut findings = Vec::new();
        let mut routes: Vec<(Route, Option<&str>)> = Vec::with_capacity(self.routes.len());
        for (route, wanted_by) in self.routes {
            match routes.last().filter(|(first, _)| first.path == route.path) {
                None => routes.push((route, wanted_by)),
                Some((first, first_wanted_by)) => {
                    // Two listings with one slug were reported as such, with the place of both.
                    let listing = |route: &Route| matches!(route.what, What::Page(Page::Program(_)));
                    if !(listing(&route) && listing(first)) {
                        let claims = [(&route, wanted_by), (first, *first_wanted_by)];
                        findings.push(collision(self.catalog, claims));
                    }
                }
            }
        }
        (Plan { routes: routes.into_iter().map(|(route, _)| route).collect() }, findings)
    }
}

/// Two routes with one address, each with the file that wants it, if one does.
fn collision(catalog: &Catalog, [late, first]: [(&Route, Option<&str>); 2]) -> Diagnostic {
    // Point at a file when one of the two is a file: that is what a person can change.
    let (at, other) = if late.1.is_none() && first.1.is_some() { (first, late) } else { (late, first) };
    let named = |(route, file): (&Route, Option<&str>)| file.map_or_else(|| name(catalog, route), str::to_owned);
    let finding = Diagnostic::new(
        &rules::URL_COLLISION,
        format!("the address /{} is wanted by {} and by {}", late.0.path, named(at), named(other)),
    )
    .help("rename one of the two, or remove the alias");
    match at.1 {
        Some(file) => finding.at(Place::file(file)),
        None => finding,
    }
}

/// What a route that no file wants is called.
fn name(catalog: &Catalog, route: &Route) -> String {
    let What::Page(page) = &route.what else { return format!("the file {}", route.path) };
    match page {
        Page::Home => "the home page".into(),
        Page::Locations => "the list of states".into(),
        Page::TelehealthIndex => "the list of states with telehealth".into(),
        Page::Glossary => "the glossary".into(),
        Page::Guides => "the list of guides".into(),
        Page::Search => "the search page".into(),
        Page::Saved => "the list of saved programs".into(),
        Page::Compare => "the page that compares programs".into(),
        Page::Submit => "the form for a new listing".into(),
        Page::NotFound => "the page for missing addresses".into(),
        Page::State(s, _) => format!("the page of {}", catalog.states[*s].state.name()),
        Page::City(s, c, _) => {
            let group = &catalog.states[*s];
            format!("the page of the city {}, {}", group.cities[*c].name, group.state.name())
        }
        Page::County(s, c, _) => {
            let group = &catalog.states[*s];
            format!("the page of {}, {}", group.counties[*c].name, group.state.name())
        }
        Page::Telehealth(t, _) => format!("the page of telehealth in {}", catalog.telehealth[*t].0.name()),
        Page::Program(_) | Page::Guide(_) | Page::Article(_) | Page::Redirect(_) => format!("the page {}", route.path),
    }
}
