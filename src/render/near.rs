//! The neighbours of all listings and of all cities.

use super::Remembered;
use crate::catalog::{Catalog, Nearby, PlaceGroup};
use crate::geo::Point;
use rayon::prelude::*;
use std::sync::Arc;

/// Listings nearby that a page shows, and how far away they may be in miles.
const LISTINGS: usize = 5;
const LISTINGS_MILES: f64 = 100.0;
/// Nearby cities shown, and how far away they may be in miles.
const CITIES: usize = 6;
const CITIES_MILES: f64 = 60.0;

/// A neighbour: its position and whole miles, at least one.
pub(super) type Neighbour = (u32, u32);

/// Found once for all pages.
#[derive(Debug)]
pub(super) struct Near {
    /// Hash of the points, in their order.
    pub(super) key: [u8; 32],
    /// For each listing of the catalogue, listings that lists show, the nearest first.
    pub(super) listings: Vec<Vec<Neighbour>>,
    /// For each city, other cities, the nearest first.
    pub(super) cities: Vec<Vec<Neighbour>>,
}

impl Near {
    /// The neighbours in `catalog`; `cities` are those of all states, positions of state and city.
    pub(super) fn of(catalog: &Catalog, cities: &[(usize, usize)], remembered: Option<&Remembered>) -> Arc<Self> {
        let listings: Vec<(Option<Point>, bool)> =
            catalog.programs.iter().map(|entry| (entry.fact.point, entry.fact.listed())).collect();
        let city = |(s, c): &(usize, usize)| -> &PlaceGroup { &catalog.states[*s].cities[*c] };
        let cities: Vec<(Option<Point>, bool)> = cities.iter().map(|at| (city(at).point, true)).collect();
        let mut hash = blake3::Hasher::new();
        for places in [&listings, &cities] {
            hash.update(&places.len().to_le_bytes());
            for (point, shown) in places {
                let (latitude, longitude) = point.map_or((f64::NAN, f64::NAN), |p| (p.latitude(), p.longitude()));
                hash.update(&latitude.to_le_bytes()).update(&longitude.to_le_bytes()).update(&[u8::from(*shown)]);
            }
        }
        let key = *hash.finalize().as_bytes();
        let find = || Self {
            key,
            listings: neighbours(&listings, LISTINGS, LISTINGS_MILES),
            cities: neighbours(&cities, CITIES, CITIES_MILES),
        };
        match remembered {
            Some(remembered) => remembered.near(key, find),
            None => Arc::new(find()),
        }
    }
}

/// The nearest `count` of `places` within `limit` miles of each, without those that are not shown.
fn neighbours(places: &[(Option<Point>, bool)], count: usize, limit: f64) -> Vec<Vec<Neighbour>> {
    let shown = (0u32..).zip(places).filter(|(_, (_, shown))| *shown);
    let grid = Nearby::new(shown.filter_map(|(id, (point, _))| Some((id, (*point)?))));
    let nearest = |(id, (point, _)): (usize, &(Option<Point>, bool))| {
        let (Some(point), Ok(id)) = (point, u32::try_from(id)) else { return Vec::new() };
        let found = grid.nearest(*point, count, limit, Some(id));
        found.into_iter().map(|(id, miles)| (id, whole(miles))).collect()
    };
    places.par_iter().enumerate().map(nearest).collect()
}

/// Whole miles, at least one.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(miles: f64) -> u32 {
    miles.round().max(1.0) as u32
}
