//! ZIP, state, county and coordinates have to agree.

use super::{Facts, Listing};
use crate::diagnostic::rules;
use crate::geo::{self, County, Gazetteer, Point, ZipRow};

/// A point may lie this far outside its state's simplified outline: piers, islands, a generous riverbank.
const STATE_TOLERANCE_MILES: f64 = 5.0;
/// A listing whose point is farther than this from its ZIP's point is wrong in one of the two (proven on real rows;
/// see the geography reference). The ZIP's own radius is added, as some western ZIPs are larger than that.
const ZIP_TOLERANCE_MILES: f64 = 25.0;

/// Checks what the location says against the gazetteer.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    let location = &listing.location;
    let gazetteer = Gazetteer::embedded();
    let row = gazetteer.zip(location.zip);
    match row {
        None if geo::is_military(location.zip) => facts.report(
            &rules::PLACE_ZIP_UNKNOWN,
            &["location", "zip"],
            format!("{} is a military mail code, not a place", location.zip),
            "write the ZIP of the place where people come to",
        ),
        None => facts.report(
            &rules::PLACE_ZIP_UNKNOWN,
            &["location", "zip"],
            format!("the ZIP {} is not in the gazetteer", location.zip),
            "check the ZIP; if it is new, add `lat` and `lon`",
        ),
        Some(row) if row.state != location.state => facts.contradiction(
            &rules::PLACE_ZIP_STATE,
            &["location", "zip"],
            format!("the ZIP {} is in {}, not in {}", location.zip, row.state.name(), location.state.name()),
            (&["location", "state"], &format!("this says {}", location.state.name())),
            format!("correct the ZIP, or write `state: {}`", row.state.code()),
        ),
        Some(row) => city(facts, listing, row),
    }
    secrets(facts, listing);
    half_point(facts);
    if let Some(point) = location.point {
        let inside = point_in_state(facts, listing, point);
        if let Some(row) = row.filter(|row| inside && row.state == location.state) {
            let miles = geo::miles(point, row.point);
            if miles > ZIP_TOLERANCE_MILES + row.radius_miles {
                facts.contradiction(
                    &rules::PLACE_POINT_ZIP,
                    &["location", "lat"],
                    format!("the coordinates are {miles:.0} miles from the ZIP {}", location.zip),
                    (&["location", "zip"], "this ZIP"),
                    "correct the coordinates or the ZIP, or remove `lat` and `lon`: the ZIP's point is used then",
                );
            }
        }
        county(facts, listing, point);
    }
    if location.street.as_deref().is_some_and(is_po_box) {
        facts.report(
            &rules::PLACE_PO_BOX,
            &["location", "street"],
            "a post office box is not a place to visit",
            "write the street address, or leave `street` out",
        );
    }
}

/// A city that the gazetteer knows, but only far from the ZIP and in another county, is not the ZIP's city. ZIPs cross
/// county lines and big cities are wide, so either alone says nothing.
fn city(facts: &mut Facts<'_>, listing: &Listing, row: &ZipRow) {
    let (name, state) = (&*listing.location.city, listing.location.state);
    let gazetteer = Gazetteer::embedded();
    // The largest place of the name is tried first: most listings end here.
    let near = |point| geo::miles(point, row.point) <= ZIP_TOLERANCE_MILES + row.radius_miles;
    let of_the_post = || geo::fold(row.city) == geo::fold(name);
    if gazetteer.place(name, state).is_none_or(|place| near(place.point)) || of_the_post() {
        return;
    }
    let known = gazetteer.places_named(name);
    let mut known = known.iter().filter(|place| place.state == state);
    let county = gazetteer.county_at(row.point).map(County::title);
    let fits = |point| near(point) || gazetteer.county_at(point).map(County::title) == county;
    if known.any(|place| fits(place.point)) {
        return;
    }
    let miles = gazetteer.place(name, state).map_or(0.0, |place| geo::miles(place.point, row.point));
    facts.contradiction(
        &rules::PLACE_ZIP_CITY,
        &["location", "zip"],
        format!("the ZIP {} is {miles:.0} miles from {name}", listing.location.zip),
        (&["location", "city"], "this city"),
        format!("correct the ZIP or the city; the post calls this ZIP {}", row.city),
    );
}

fn secrets(facts: &mut Facts<'_>, listing: &Listing) {
    let why = if listing.location.confidential {
        "the address is confidential"
    } else if listing.location.virtual_only {
        "there is no place to visit"
    } else {
        return;
    };
    for key in ["street", "unit", "lat", "lon"] {
        if facts.at(&["location", key]).is_some() {
            // The value itself must not be shown anywhere, so the key's line is named without its text.
            let mut place = facts.check.place(&facts.range(&["location", key]));
            place.excerpt = format!("  {key}: (not shown)");
            place.skipped = 0;
            place.column = 3;
            place.width = u32::try_from(key.len()).unwrap_or(1);
            let finding = crate::diagnostic::Diagnostic::new(
                &rules::PLACE_CONFIDENTIAL,
                format!("{why}, but `{key}` is written down"),
            )
            .at(place)
            .help(format!("remove the line `{key}`; if it was published before, remove it from the history as well"));
            facts.check.findings.push(finding);
        }
    }
}

fn half_point(facts: &mut Facts<'_>) {
    let has = |key| facts.at(&["location", key]).is_some();
    let (here, missing) = match (has("lat"), has("lon")) {
        (true, false) => ("lat", "lon"),
        (false, true) => ("lon", "lat"),
        _ => return,
    };
    facts.report(
        &rules::PLACE_POINT_HALF,
        &["location", here],
        format!("`{here}` is given without `{missing}`"),
        format!("add `{missing}`, or remove both"),
    );
}

fn point_in_state(facts: &mut Facts<'_>, listing: &Listing, point: Point) -> bool {
    let state = listing.location.state;
    let gazetteer = Gazetteer::embedded();
    if gazetteer.in_or_near_state(point, state, STATE_TOLERANCE_MILES) {
        return true;
    }
    let (lat, lon) = (point.latitude(), point.longitude());
    let inside =
        |lat, lon| Point::new(lat, lon).is_ok_and(|p| gazetteer.in_or_near_state(p, state, STATE_TOLERANCE_MILES));
    let help = if inside(lat, -lon) {
        format!("the minus sign was lost: write `lon: {}`", -lon)
    } else if inside(lon, lat) || inside(-lon, lat) || inside(lon, -lat) {
        "latitude and longitude are swapped".to_owned()
    } else if let Some(other) = gazetteer.state_at(point) {
        format!("the point lies in {}; correct the coordinates or the state", other.name())
    } else {
        "correct the coordinates, or remove `lat` and `lon`: the ZIP's point is used then".to_owned()
    };
    facts.contradiction(
        &rules::PLACE_POINT_STATE,
        &["location", "lat"],
        format!("the coordinates lie outside {}", state.name()),
        (&["location", "state"], &format!("this says {}", state.name())),
        help,
    );
    false
}

fn county(facts: &mut Facts<'_>, listing: &Listing, point: Point) {
    let Some(written) = &listing.location.county else { return };
    let Some(county) = Gazetteer::embedded().county_at(point) else { return };
    if !county.is_called(written) && county.state == listing.location.state {
        facts.report(
            &rules::PLACE_COUNTY,
            &["location", "county"],
            format!("the coordinates lie in {}, not in {written}", county.title()),
            format!(
                "write `county: \"{}\"`, or leave the key out: it is worked out from the coordinates",
                county.title()
            ),
        );
    }
}

/// True for the usual ways to write a post office box.
pub(super) fn is_po_box(street: &str) -> bool {
    let plain: String = street.to_lowercase().chars().filter(|c| c.is_alphanumeric() || *c == ' ').collect();
    plain.starts_with("po box") || plain.starts_with("p o box") || plain.starts_with("post office box")
}
