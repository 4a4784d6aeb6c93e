//! `waypost search`

use super::{Exit, Global, print};
use crate::build::{self, Memory, Request};
use crate::catalog::Catalog;
use crate::search::{self, Hit, Wish};
use crate::vocabulary::{Facet, TermId, Vocabulary, closest};
use clap::Args;
use serde_json::json;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Words of a name, place, therapy, payment …
    text: Vec<String>,
    /// Nearest first from a ZIP or a "city, ST"
    #[arg(long, value_name = "PLACE")]
    near: Option<String>,
    /// Nothing farther away than so many miles
    #[arg(long, value_name = "MILES", requires = "near")]
    within: Option<f64>,
    /// Only listings with a term, such as payment=medicaid; the same facet again means or
    #[arg(long, value_name = "FACET=TERM")]
    filter: Vec<String>,
    /// At most so many results
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// One JSON array
    #[arg(long)]
    json: bool,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let Some(catalog) = &checked.catalog else { return Exit::CouldNotRun };
    let wish = match wish(arguments, &checked.vocabulary) {
        Ok(wish) => wish,
        Err(message) => {
            print::failure(&message);
            return Exit::CouldNotRun;
        }
    };
    match search::search(catalog, &checked.vocabulary, &wish) {
        Ok(hits) if arguments.json => {
            let rows: Vec<_> = hits.iter().map(|hit| row(hit, catalog)).collect();
            print::result(&format!("{:#}\n", serde_json::Value::from(rows)));
            Exit::Clean
        }
        Ok(hits) => {
            let lines: Vec<String> = hits.iter().map(|hit| line(hit, catalog)).collect();
            print::result(&lines.concat());
            if hits.is_empty() {
                print::progress(global, "nothing matches");
            }
            Exit::Clean
        }
        Err(failure) => {
            print::failure(&failure.to_string());
            Exit::CouldNotRun
        }
    }
}

fn wish(arguments: &Arguments, vocabulary: &Vocabulary) -> Result<Wish, String> {
    let near = match &arguments.near {
        Some(text) => Some(
            search::place(text).ok_or_else(|| format!("there is no place `{text}`; write a ZIP or \"city, ST\""))?,
        ),
        None => None,
    };
    let mut filters: Vec<(Facet, Vec<TermId>)> = Vec::new();
    for filter in &arguments.filter {
        let (facet, term) = filter.split_once('=').ok_or_else(|| format!("`{filter}` is not facet=term"))?;
        let facet = Facet::from_key(facet).ok_or_else(|| {
            let near = closest(facet, Facet::all().iter().map(|f| f.key()));
            near.map_or_else(
                || format!("there is no facet `{facet}`"),
                |near| format!("there is no facet `{facet}`; did you mean {near}?"),
            )
        })?;
        let id = vocabulary.find(facet, term).ok_or_else(|| match vocabulary.suggest(facet, term) {
            Some(id) => format!("`{term}` is not a term of {facet}; did you mean {}?", vocabulary.get(id).slug),
            None => format!("`{term}` is not a term of {facet}"),
        })?;
        match filters.iter_mut().find(|(known, _)| *known == facet) {
            Some((_, ids)) => ids.push(id),
            None => filters.push((facet, vec![id])),
        }
    }
    Ok(Wish {
        text: arguments.text.join(" "),
        near,
        within_miles: arguments.within,
        filters: filters.into_iter().map(|(_, ids)| ids).collect(),
        limit: arguments.limit,
    })
}

fn line(hit: &Hit, catalog: &Catalog) -> String {
    let listing = &catalog.program(hit.id).fact.listing;
    let place = format!("{}, {}", listing.location.city, listing.location.state.code());
    let miles = hit.miles.map_or_else(String::new, |miles| format!("about {miles:.0} mi"));
    let phone = listing.phones.first().map_or_else(String::new, |p| p.number.display());
    format!("{}\t{}\t{place}\t{miles}\t{phone}\n", listing.slug, listing.name)
}

fn row(hit: &Hit, catalog: &Catalog) -> serde_json::Value {
    let listing = &catalog.program(hit.id).fact.listing;
    json!({
        "slug": listing.slug,
        "name": listing.name,
        "city": listing.location.city,
        "state": listing.location.state.code(),
        "phone": listing.phones.first().map(|p| p.number.display()),
        "miles": hit.miles.map(|m| (m * 10.0).round() / 10.0),
        "score": hit.score,
    })
}
