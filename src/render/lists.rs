//! Lists of listings: states, cities, counties, telehealth.

use super::{Renderer, context as ctx, json_ld, near::Neighbour, words::Words};
use crate::catalog::PlaceGroup;
use crate::geo::State;
use crate::plan::{self, Route};
use crate::theme::Argument;
use crate::vocabulary::{Facet, TermId};
use tera::{Context, Value};

/// Facts counted at the head of a list.
const SUMMARY_FACTS: usize = 8;

impl Renderer<'_> {
    pub(super) fn locations(&self, route: &Route, context: &mut Context) -> &'static str {
        let states = self.state_links(route);
        let count: usize = states.iter().map(|s| s.count).sum();
        let numbers = [("count", Argument::Number(count as u64)), ("states", Argument::Number(states.len() as u64))];
        let words = self.words(route, "locations", &numbers, None);
        context.insert("states", &states);
        context.insert("count", &count);
        context.insert("country_map", &self.country_map(route));
        let label = self.text(route, "nav_locations", &[]);
        context
            .insert_value("page", self.page_value(route, "locations", words, vec![(label, route.path.clone())], None));
        "locations.html"
    }

    pub(super) fn state(&self, route: &Route, s: usize, number: usize, context: &mut Context) -> &'static str {
        let group = &self.catalog.states[s];
        let path = plan::state_path(group.state);
        let places = |groups: &[PlaceGroup]| -> Vec<ctx::Link> {
            groups
                .iter()
                .map(|g| self.link(route, &g.name, &plan::place_path(group.state, &g.slug), g.listings.len()))
                .collect()
        };
        context.insert("state", &self.state_value(route, group.state));
        context.insert("cities", &places(&group.cities));
        context.insert("counties", &places(&group.counties));
        context.insert("telehealth", &self.telehealth_link(route, group.state));
        context.insert("state_map", &self.state_map(route, group, number));
        self.list(route, &path, &group.listings, number, context);
        let words = self.place_words(route, group.state.name(), &group.listings, number);
        let crumbs = vec![self.locations_crumb(route), (group.state.name().to_owned(), route.path.clone())];
        self.list_page(route, "state", words, crumbs, &group.listings, number, context);
        "state.html"
    }

    pub(super) fn city(&self, route: &Route, s: usize, c: usize, number: usize, context: &mut Context) -> &'static str {
        let group = &self.catalog.states[s];
        let city = &group.cities[c];
        let near: Vec<ctx::Link> = self
            .cities_near(s, c)
            .iter()
            .map(|&(id, miles)| {
                let (s, c) = self.cities[id as usize];
                let group = &self.catalog.states[s];
                let place = &group.cities[c];
                let label = format!("{}, {}", place.name, group.state.code());
                ctx::Link {
                    miles: Some(miles),
                    ..self.link(route, &label, &plan::place_path(group.state, &place.slug), place.listings.len())
                }
            })
            .collect();
        context.insert("nearby_cities", &near);
        context.insert("locator", &self.city_locator(group.state, city));
        self.place(route, s, city, number, "city", context);
        "city.html"
    }

    pub(super) fn county(
        &self,
        route: &Route,
        s: usize,
        c: usize,
        number: usize,
        context: &mut Context,
    ) -> &'static str {
        let group = &self.catalog.states[s];
        let county = &group.counties[c];
        let cities: Vec<ctx::Link> = group
            .cities
            .iter()
            .filter(|city| city.listings.iter().any(|id| county.listings.contains(id)))
            .map(|city| self.link(route, &city.name, &plan::place_path(group.state, &city.slug), city.listings.len()))
            .collect();
        context.insert("cities", &cities);
        context.insert("nearby_cities", &Vec::<ctx::Link>::new());
        context.insert("locator", &self.county_locator(group.state, county));
        self.place(route, s, county, number, "county", context);
        "county.html"
    }

    fn place(
        &self,
        route: &Route,
        s: usize,
        place: &PlaceGroup,
        number: usize,
        kind: &'static str,
        context: &mut Context,
    ) {
        let state = self.catalog.states[s].state;
        let path = plan::place_path(state, &place.slug);
        let prefix = &self.languages[route.language].prefix;
        let state_path = format!("{prefix}{}", plan::state_path(state));
        context.insert(
            "place",
            &ctx::Place {
                name: &place.name,
                state_name: state.name(),
                state_code: state.code(),
                state_path: state_path.clone(),
                path: format!("{prefix}{path}"),
            },
        );
        context.insert("telehealth", &self.telehealth_link(route, state));
        self.list(route, &path, &place.listings, number, context);
        let name = format!("{}, {}", place.name, state.code());
        let words = self.place_words(route, &name, &place.listings, number);
        let crumbs = vec![
            self.locations_crumb(route),
            (state.name().to_owned(), state_path),
            (place.name.clone(), route.path.clone()),
        ];
        self.list_page(route, kind, words, crumbs, &place.listings, number, context);
    }

    pub(super) fn telehealth_index(&self, route: &Route, context: &mut Context) -> &'static str {
        context.insert("states", &self.telehealth_links(route));
        let states = Argument::Number(self.catalog.telehealth.len() as u64);
        let words = self.words(route, "telehealth", &[("count", states)], None);
        let label = self.text(route, "nav_telehealth", &[]);
        context.insert_value(
            "page",
            self.page_value(route, "telehealth-index", words, vec![(label, route.path.clone())], None),
        );
        "telehealth-index.html"
    }

    pub(super) fn telehealth(&self, route: &Route, t: usize, number: usize, context: &mut Context) -> &'static str {
        let (state, ids) = &self.catalog.telehealth[t];
        context.insert("state", &self.state_value(route, *state));
        self.list(route, &plan::telehealth_path(*state), ids, number, context);
        let arguments = [("place", Argument::Text(state.name())), ("count", Argument::Number(ids.len() as u64))];
        let words = self.words(route, "telehealth_state", &arguments, Some(number));
        let index = format!("{}telehealth/", self.languages[route.language].prefix);
        let crumbs =
            vec![(self.text(route, "nav_telehealth", &[]), index), (state.name().to_owned(), route.path.clone())];
        self.list_page(route, "telehealth", words, crumbs, ids, number, context);
        "telehealth.html"
    }

    fn state_value(&self, route: &Route, state: State) -> ctx::State {
        let path = self
            .catalog
            .state(state)
            .map(|_| format!("{}{}", self.languages[route.language].prefix, plan::state_path(state)));
        ctx::State { name: state.name(), code: state.code(), path }
    }

    fn locations_crumb(&self, route: &Route) -> (String, String) {
        (self.text(route, "nav_locations", &[]), format!("{}locations/", self.languages[route.language].prefix))
    }

    fn place_words(&self, route: &Route, name: &str, ids: &[u32], number: usize) -> Words {
        let arguments = [("place", Argument::Text(name)), ("count", Argument::Number(ids.len() as u64))];
        self.words(route, "place", &arguments, Some(number))
    }

    /// The listings that page `number` of a list shows.
    pub(super) fn shown<'i>(&self, ids: &'i [u32], number: usize) -> &'i [u32] {
        ids.chunks(self.site.page_size).nth(number - 1).unwrap_or_default()
    }

    /// Hashes what every page of a list says of the listings that it does not show: how many there are, what they
    /// have in common, and when one of them was confirmed last.
    pub(super) fn list_hash(&self, ids: &[u32]) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(&ids.len().to_le_bytes());
        for (_, term, count) in self.facts(ids) {
            hash.update(&term.index().to_le_bytes()).update(&count.to_le_bytes());
        }
        let newest = ids.iter().map(|id| self.catalog.program(*id).fact.listing.verified.date).max();
        hash.update(format!("{newest:?}").as_bytes());
        *hash.finalize().as_bytes()
    }

    /// `cards`, `pagination`, `count` and `summary` of a list.
    fn list(&self, route: &Route, path: &str, ids: &[u32], number: usize, context: &mut Context) {
        let pages = plan::pages(ids.len(), self.site.page_size);
        let first = (number - 1) * self.site.page_size;
        let shown = self.shown(ids, number);
        let path = format!("{}{path}", self.languages[route.language].prefix);
        let link = |n: usize| plan::page_path(&path, n);
        context.insert_value(
            "cards",
            Value::from(shown.iter().map(|id| self.card(route, *id, false)).collect::<Vec<_>>()),
        );
        context.insert("count", &ids.len());
        context.insert(
            "pagination",
            &ctx::Pagination {
                page: number,
                pages,
                previous: (number > 1).then(|| link(number - 1)),
                next: (number < pages).then(|| link(number + 1)),
                links: (1..=pages).map(|n| ctx::PageLink { number: n, path: link(n), current: n == number }).collect(),
                first: if ids.is_empty() { 0 } else { first + 1 },
                last: first + shown.len(),
                total: ids.len(),
            },
        );
        context.insert("summary", &self.summary(route, ids));
    }

    fn list_page(
        &self,
        route: &Route,
        kind: &'static str,
        words: Words,
        crumbs: Vec<(String, String)>,
        ids: &[u32],
        number: usize,
        context: &mut Context,
    ) {
        let first = (number - 1) * self.site.page_size;
        let shown = self.shown(ids, number);
        let prefix = &self.languages[route.language].prefix;
        let items = shown.iter().map(|id| {
            let listing = &self.catalog.program(*id).fact.listing;
            (listing.name.as_str(), self.absolute(&format!("{prefix}{}", plan::program_path(&listing.slug))))
        });
        let crumb_urls: Vec<(String, String)> =
            crumbs.iter().map(|(label, path)| (label.clone(), self.absolute(path))).collect();
        let json = json_ld::list(&words.title, &self.absolute(&route.path), items, &crumb_urls, first);
        context.insert_value("page", self.page_value(route, kind, words, crumbs, Some(json)));
    }

    fn summary(&self, route: &Route, ids: &[u32]) -> ctx::Summary {
        let fact = |(facet, id, count): (Facet, TermId, usize)| ctx::SummaryFact {
            key: facet.key(),
            term: self.term(route, id),
            count,
            total: ids.len(),
        };
        ctx::Summary { facts: self.facts(ids).into_iter().map(fact).collect() }
    }

    /// The facts that tell this list from another: what some of its listings have and others do not say.
    fn facts(&self, ids: &[u32]) -> Vec<(Facet, TermId, usize)> {
        // How many listings have each term, and the last listing that was counted for it.
        let mut counts: Vec<(usize, u32)> = vec![(0, u32::MAX); self.vocabulary.len()];
        for &id in ids {
            let listing = &self.catalog.program(id).fact.listing;
            let mut count = |terms: &[TermId]| {
                for term in terms {
                    let (count, last) = &mut counts[term.index()];
                    if *last != id {
                        *last = id;
                        *count += 1;
                    }
                }
            };
            count(&listing.payment.accepts);
            count(&listing.languages);
            for program in &listing.programs {
                for terms in
                    [&program.levels, &program.focus, &program.formats, &program.schedule.times, &program.populations]
                {
                    count(terms);
                }
            }
        }
        // What people ask for first: level, payment, time, then the rest; within a facet the most common.
        let order = [
            Facet::LevelOfCare,
            Facet::Payment,
            Facet::Time,
            Facet::Format,
            Facet::Focus,
            Facet::Population,
            Facet::Language,
        ];
        let room = |facet| match facet {
            Facet::Payment => 2,
            _ => 1,
        };
        let mut facts = Vec::new();
        for facet in order {
            let mut terms: Vec<(TermId, usize)> = self
                .vocabulary
                .terms(facet)
                .map(|id| (id, counts[id.index()].0))
                .filter(|(_, count)| *count > 0)
                .collect();
            if facet == Facet::Language {
                terms.retain(|(id, _)| self.vocabulary.get(*id).slug != "en");
            }
            terms.sort_by_key(|(id, count)| (std::cmp::Reverse(*count), *id));
            facts.extend(terms.into_iter().take(room(facet)).map(|(id, count)| (facet, id, count)));
        }
        facts.truncate(SUMMARY_FACTS);
        facts
    }

    /// Cities near a city.
    pub(super) fn cities_near(&self, s: usize, c: usize) -> &[Neighbour] {
        self.cities.binary_search(&(s, c)).map(|i| self.near.cities[i].as_slice()).unwrap_or_default()
    }
}
