//! What maps show: numbers of listings and links on the shapes of [`crate::map`].

use super::{Renderer, context as ctx};
use crate::catalog::{PlaceGroup, Program, StateGroup};
use crate::geo::{Gazetteer, State};
use crate::map::{self, Atlas, HEIGHT, LETTERS, Named, Shape, Spot, Town, WIDTH, names};
use crate::plan::{self, Route};
use std::collections::{BTreeMap, BTreeSet};

/// Dots are drawn in this order.
const SIZES: [&str; 3] = ["small", "medium", "large"];

/// Which of [`SIZES`] the dot of a city has.
fn size(listings: usize) -> usize {
    match listings {
        0..=2 => 0,
        3..=9 => 1,
        _ => 2,
    }
}

impl Renderer<'_> {
    /// All states with their numbers of listings. `None` on a site without maps or without listings.
    pub(super) fn country_map(&self, route: &Route) -> Option<ctx::CountryMap<'static>> {
        if !self.site.maps || self.catalog.states.is_empty() {
            return None;
        }
        let map = Atlas::embedded().country();
        let state = |shape: &'static Shape| {
            let group = self.catalog.state(shape.state);
            ctx::MapState {
                label: shape.state.name(),
                code: shape.state.code(),
                path: group.map(|group| self.path(route, &plan::state_path(group.state))),
                count: group.map_or(0, |group| group.listings.len()),
                shape: &shape.data,
                x: shape.label[0],
                y: shape.label[1],
                beside: shape.beside,
                leader: shape.leader.as_deref(),
            }
        };
        Some(ctx::CountryMap {
            width: WIDTH,
            height: HEIGHT,
            insets: &map.insets,
            states: map.states.iter().map(state).collect(),
        })
    }

    /// A state with its cities, on the first page of its list.
    pub(super) fn state_map<'s>(
        &self,
        route: &Route,
        group: &'s StateGroup,
        number: usize,
    ) -> Option<ctx::StateMap<'s>> {
        let map = Atlas::embedded().page(group.state).filter(|_| self.site.maps && number == 1)?;
        let towns: Vec<(&PlaceGroup, Spot)> =
            group.cities.iter().filter_map(|city| Some((city, map.spot(city.point?)?))).collect();
        let town =
            |(city, spot): &(&'s PlaceGroup, Spot)| Town { name: &city.name, count: city.listings.len(), spot: *spot };
        let named = names(&towns.iter().map(town).collect::<Vec<_>>(), [map.width, map.height], LETTERS);
        let shown: BTreeSet<usize> = named.iter().map(|name| name.town).collect();

        // Of several cities at one place, the largest dot hides the others.
        let mut dots: BTreeMap<[i32; 2], usize> = BTreeMap::new();
        for (_, (city, [x, y])) in towns.iter().enumerate().filter(|(at, _)| !shown.contains(at)) {
            let dot = dots.entry([*y, *x]).or_default();
            *dot = (*dot).max(size(city.listings.len()));
        }
        let dots = SIZES.iter().enumerate().filter_map(|(size, name)| {
            let shape = map::dots(dots.iter().filter(|(_, dot)| **dot == size).map(|([y, x], _)| [*x, *y]));
            (!shape.is_empty()).then_some(ctx::MapDots { size: name, shape })
        });
        let city = |name: &Named| {
            let (city, [x, y]) = towns[name.town];
            ctx::MapCity {
                label: &city.name,
                path: self.path(route, &plan::place_path(group.state, &city.slug)),
                count: city.listings.len(),
                size: SIZES[size(city.listings.len())],
                x,
                y,
                text_x: name.text[0],
                text_y: name.text[1],
                left: name.left,
                target: map::rectangle(name.area),
            }
        };
        Some(ctx::StateMap {
            width: map.width,
            height: map.height,
            land: &map.land,
            counties: &map.borders,
            dots: dots.collect(),
            cities: named.iter().map(city).collect(),
        })
    }

    /// Where a city lies in its state.
    pub(super) fn city_locator<'c>(&self, state: State, city: &'c PlaceGroup) -> Option<ctx::Locator<'c>> {
        let map = Atlas::embedded().small(state).filter(|_| self.site.maps)?;
        let [x, y] = map.spot(city.point?)?;
        Some(ctx::Locator {
            width: map.width,
            height: map.height,
            land: &map.land,
            area: None,
            x: Some(x),
            y: Some(y),
            place: &city.name,
            state: state.name(),
        })
    }

    /// Where a county lies in its state.
    pub(super) fn county_locator<'c>(&self, state: State, county: &'c PlaceGroup) -> Option<ctx::Locator<'c>> {
        let map = Atlas::embedded().small(state).filter(|_| self.site.maps)?;
        let called = Gazetteer::embedded().counties_named(&county.name, state);
        let area = called.into_iter().find(|known| known.title() == county.name).and_then(|known| map.county(known))?;
        Some(ctx::Locator {
            width: map.width,
            height: map.height,
            land: &map.land,
            area: Some(area),
            x: None,
            y: None,
            place: &county.name,
            state: state.name(),
        })
    }

    /// Where the city of a program lies in its state. The program's own point is never on a map: it may be confidential,
    /// and on a map this small it makes no difference.
    pub(super) fn program_locator(&self, program: &Program) -> Option<ctx::Locator<'_>> {
        self.city_locator(program.listing.location.state, self.city_of(program)?)
    }

    /// The city in which lists show a program.
    pub(super) fn city_of(&self, program: &Program) -> Option<&PlaceGroup> {
        let location = &program.listing.location;
        let group = self.catalog.state(location.state).filter(|_| program.listed() && !location.virtual_only)?;
        group.city(&program.folded.city)
    }

    fn path(&self, route: &Route, path: &str) -> String {
        format!("{}{path}", self.languages[route.language].prefix)
    }
}
