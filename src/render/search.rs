//! The search page: what it needs to work without scripts, and its filters.

use super::{Renderer, context as ctx};
use crate::catalog::Catalog;
use crate::plan::{self, Route};
use crate::search::{client, shards};
use crate::vocabulary::{Facet, TermId};
use std::collections::BTreeSet;
use tera::{Context, Value};

/// The groups of filters in the order in which people ask for them: who pays, when, how and for whom come first.
const ORDER: [Facet; Facet::COUNT] = [
    Facet::Payment,
    Facet::Time,
    Facet::Format,
    Facet::Age,
    Facet::Focus,
    Facet::Gender,
    Facet::Population,
    Facet::Language,
    Facet::Medication,
    Facet::Insurer,
    Facet::LevelOfCare,
    Facet::Modality,
    Facet::Service,
    Facet::Accreditation,
    Facet::License,
    Facet::Ownership,
    Facet::Smoking,
    Facet::Vaping,
];

impl Renderer<'_> {
    /// `search`. Names of files change with every listing, so only pages that search themselves have them; they add
    /// [`Self::search_hash`] to their fingerprints.
    pub(super) fn search_value(&self, language: usize, searches: bool) -> Option<ctx::Search<'_>> {
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

    /// The scripts that read the index and are needed by every browser.
    pub(super) fn modules(&self) -> Vec<String> {
        let scripts = self.theme.assets_below("search/").filter(|(path, _)| !client::LATER.contains(path));
        scripts.map(|(_, output)| output.to_owned()).collect()
    }

    pub(super) fn search(&self, route: &Route, context: &mut Context) -> &'static str {
        let code = &self.languages[route.language].code;
        let used = used(self.catalog);
        let filters: Vec<_> = ORDER
            .iter()
            .map(|facet| ctx::Filter {
                key: facet.key(),
                label: self.vocabulary.facet_label(*facet).get(code),
                about: self.vocabulary.facet_about(*facet).get(code),
                terms: self
                    .vocabulary
                    .terms(*facet)
                    .filter(|id| used.contains(id))
                    .map(|id| self.term(route, id))
                    .collect::<Vec<Value>>(),
            })
            .filter(|filter| !filter.terms.is_empty())
            .collect();
        context.insert("filters", &filters);
        context.insert("states", &self.state_links(route));
        context.insert("telehealth_states", &self.telehealth_links(route));
        let words = self.words(route, "search", &[], None);
        let label = self.text(route, "nav_search", &[]);
        context.insert_value("page", self.page_value(route, "search", words, vec![(label, route.path.clone())], None));
        "search.html"
    }
}

/// The terms that some listing of the lists has.
fn used(catalog: &Catalog) -> BTreeSet<TermId> {
    let mut used = BTreeSet::new();
    for listing in catalog.programs.iter().filter(|entry| entry.fact.listed()).map(|entry| &entry.fact.listing) {
        used.extend(&listing.services);
        used.extend(&listing.languages);
        used.extend(&listing.payment.accepts);
        used.extend(&listing.payment.insurers);
        used.extend(listing.smoking);
        used.extend(listing.vaping);
        used.extend(listing.licenses.iter().map(|license| license.issuer));
        used.extend(listing.accreditation.iter().map(|(body, _)| *body));
        used.extend(listing.ownership);
        for program in &listing.programs {
            for terms in [
                &program.levels,
                &program.focus,
                &program.formats,
                &program.age_groups,
                &program.genders,
                &program.schedule.times,
                &program.modalities,
                &program.medications,
                &program.populations,
            ] {
                used.extend(terms);
            }
        }
    }
    used
}
