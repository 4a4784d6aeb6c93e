//! What a page is made from, as a hash: equal hashes mean equal bytes.

use super::Renderer;
use crate::catalog::{Catalog, StateGroup};
use crate::geo::Point;
use crate::output::Fingerprint;
use crate::plan::{File, Page, Route, What};

impl Renderer<'_> {
    pub(super) fn global_hash(&self, inputs: &[u8]) -> [u8; 32] {
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
                    hash.update(self.languages[route.language].call_guide.as_deref().unwrap_or_default().as_bytes());
                    // The page leads to lists, which other listings make come and go.
                    let program = &catalog.program(*id).fact;
                    let group = catalog.state(program.listing.location.state);
                    let own = program.listed() && !program.listing.location.virtual_only;
                    let city = || group.is_some_and(|group| group.city(&program.folded.city).is_some());
                    let city = (own && !program.folded.city.is_empty()) || city();
                    let county =
                        group.zip(program.county.as_ref()).and_then(|(group, county)| group.county(&county.slug));
                    hash.update(&[u8::from(group.is_some()), u8::from(city), u8::from(county.is_some())]);
                    // Where the city is may depend on its other listings.
                    hash.update(&point_bytes(self.city_of(program).and_then(|city| city.point)));
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
                // The browser fills them.
                Page::Saved | Page::Compare | Page::Submit => {}
                Page::Redirect(target) => {
                    hash.update(target.as_bytes());
                }
            },
        }
        hash.finalize().into()
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
}

/// Hashes what lists say of the cities and counties of a state.
pub(super) fn places_hash(group: &StateGroup) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    for places in [&group.cities, &group.counties] {
        hash.update(&places.len().to_le_bytes());
        for place in places {
            for text in [&place.slug, &place.name] {
                hash.update(&text.len().to_le_bytes()).update(text.as_bytes());
            }
            hash.update(&place.listings.len().to_le_bytes()).update(&point_bytes(place.point));
        }
    }
    *hash.finalize().as_bytes()
}

/// A point in bytes, or as many bytes for none.
fn point_bytes(point: Option<Point>) -> [u8; 16] {
    let (latitude, longitude) = point.map_or((f64::NAN, f64::NAN), |p| (p.latitude(), p.longitude()));
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&latitude.to_le_bytes());
    bytes[8..].copy_from_slice(&longitude.to_le_bytes());
    bytes
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
