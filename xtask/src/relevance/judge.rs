//! Rules to grades: how well each listing of the directory fits a query. tests/relevance/README.md has the table.

use super::facts::{self, Fact, Places, Point};
use super::query::Query;
use crate::Result;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// Grades of the listings that have one, by slug.
pub(crate) type Grades = BTreeMap<String, u8>;

/// What the directory has of which queries may speak.
pub(crate) struct Known<'a> {
    terms: BTreeSet<&'a str>,
    slugs: BTreeSet<&'a str>,
    places: &'a Places,
}

impl<'a> Known<'a> {
    pub(crate) fn new(listings: &'a [Fact], places: &'a Places) -> Self {
        let terms: HashSet<&str> = listings.iter().flat_map(|fact| fact.terms.iter().map(String::as_str)).collect();
        let slugs = listings.iter().map(|fact| fact.slug.as_str()).collect();
        Self { terms: terms.into_iter().collect(), slugs, places }
    }
}

/// Says what in a query cannot be judged: unknown terms, slugs and places, or more than one way to mean something.
pub(crate) fn check(query: &Query, known: &Known) -> Result<()> {
    let fault = |what: String| Err(format!("\"{}\": {what}", query.text).into());
    for need in query.needs().into_iter().flatten() {
        if !known.terms.contains(need) {
            return fault(format!("no listing has {need}"));
        }
    }
    if let Some(term) = query.unreported.iter().find(|term| known.terms.contains(term.as_str())) {
        return fault(format!("{term} is reported"));
    }
    if let Some(slug) = query.program.iter().find(|slug| !known.slugs.contains(slug.as_str())) {
        return fault(format!("there is no listing {slug}"));
    }
    if let Some(place) = query.near.as_ref().filter(|place| known.places.find(place).is_none()) {
        return fault(format!("there is no place {place}"));
    }
    let by_facts = !query.has.is_empty() || query.near.is_some() || query.state.is_some();
    let ways = usize::from(by_facts) + usize::from(!query.program.is_empty()) + usize::from(!query.guide.is_empty());
    if ways != 1 {
        return fault("one of has/near/state, program, guide has to say what is meant".to_owned());
    }
    if query.why.is_empty() {
        return fault("why is empty".to_owned());
    }
    Ok(())
}

/// The grade of every listing that fits at all.
pub(crate) fn grade(query: &Query, listings: &[Fact], places: &Places) -> Grades {
    let (needs, point) = (query.needs(), query.near.as_ref().and_then(|near| places.find(near)));
    let like = query.like.as_deref().map(facts::words);
    let graded = listings.iter().map(|fact| {
        let grade = if query.program.is_empty() {
            if query.guide.is_empty() { by_facts(query, &needs, point, fact) } else { 0 }
        } else if query.program.contains(&fact.slug) {
            3
        } else {
            u8::from(like.as_ref().is_some_and(|like| fact.names.contains(like.as_str())))
        };
        (fact.slug.clone(), grade)
    });
    graded.filter(|(_, grade)| *grade > 0).collect()
}

fn by_facts(query: &Query, needs: &[BTreeSet<&str>], point: Option<Point>, fact: &Fact) -> u8 {
    let missing = needs.iter().filter(|need| !need.iter().any(|term| fact.terms.contains(*term))).count();
    let nearly = missing == 1 && needs.len() > 1;
    if let Some(point) = point {
        let Some(miles) = fact.point.map(|at| facts::miles(point, at)) else { return 0 };
        let ring = query.miles.iter().position(|limit| miles <= *limit);
        return match ring {
            Some(ring @ 0..3) if missing == 0 => [3, 2, 1][ring],
            Some(0) if nearly => 1,
            _ => 0,
        };
    }
    if query.state.as_ref().is_some_and(|state| *state != fact.state) {
        return 0;
    }
    match missing {
        0 => 3,
        _ => u8::from(nearly),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn listing(slug: &str, state: &str, lat: f64, terms: &[&str]) -> Fact {
        Fact {
            slug: slug.to_owned(),
            state: state.to_owned(),
            point: Some((lat, -93.27)),
            terms: terms.iter().map(|term| (*term).to_owned()).collect(),
            names: facts::words(slug),
        }
    }

    fn grades(query: &str, listings: &[Fact]) -> Vec<u8> {
        let query: Query = serde_yaml::from_str(query).unwrap();
        let places = Places::read().unwrap();
        check(&query, &Known::new(listings, &places)).unwrap();
        let graded = grade(&query, listings, &places);
        listings.iter().map(|fact| graded.get(&fact.slug).copied().unwrap_or(0)).collect()
    }

    #[test]
    fn near_a_place_distance_and_needs_decide() {
        // Minneapolis is at 44.98, -93.27.
        let listings = [
            listing("here", "MN", 45.0, &["a=x", "b=y"]),
            listing("far", "MN", 45.3, &["a=x", "b=y"]),
            listing("farther", "MN", 45.6, &["a=x", "b=y"]),
            listing("away", "MN", 47.0, &["a=x", "b=y"]),
            listing("half", "MN", 45.0, &["a=x"]),
            listing("half-far", "MN", 45.3, &["a=x"]),
            listing("other", "MN", 45.0, &["a=z"]),
        ];
        let query = r#"{ query: q, why: w, near: "Minneapolis, MN", has: ["a=x|a=z", "b=y"] }"#;
        assert_eq!(grades(query, &listings), [3, 2, 1, 0, 1, 0, 1]);
        let query = r#"{ query: q, why: w, near: "Minneapolis, MN", has: ["b=y"] }"#;
        assert_eq!(grades(query, &listings), [3, 2, 1, 0, 0, 0, 0], "having nothing of what was asked for is no fit");
    }

    #[test]
    fn a_state_has_no_distances_and_a_name_no_needs() {
        let listings = [
            listing("alder-creek", "MN", 45.0, &["a=x", "b=y"]),
            listing("birch-hill", "IA", 42.0, &["a=x", "b=y"]),
            listing("alder-creek-two", "MN", 48.0, &["a=x"]),
        ];
        assert_eq!(grades(r#"{ query: q, why: w, state: MN, has: ["a=x", "b=y"] }"#, &listings), [3, 0, 1]);
        assert_eq!(grades(r#"{ query: q, why: w, has: ["b=y"] }"#, &listings), [3, 3, 0]);
        assert_eq!(grades(r"{ query: q, why: w, program: [alder-creek], like: Alder }", &listings), [3, 0, 1]);
    }

    #[test]
    fn a_query_that_cannot_be_judged_is_refused() {
        let listings = [listing("alder-creek", "MN", 45.0, &["a=x"])];
        let places = Places::read().unwrap();
        for wrong in [
            r#"{ query: q, why: w, has: ["a=y"] }"#,
            r#"{ query: q, why: w, unreported: ["a=x"], has: ["a=x"] }"#,
            r"{ query: q, why: w, program: [birch-hill] }",
            r#"{ query: q, why: w, near: "Nowhere, MN" }"#,
            r"{ query: q, why: w, state: MN, program: [alder-creek] }",
            r"{ query: q, why: w }",
        ] {
            let query: Query = serde_yaml::from_str(wrong).unwrap();
            assert!(check(&query, &Known::new(&listings, &places)).is_err(), "{wrong}");
        }
    }
}
