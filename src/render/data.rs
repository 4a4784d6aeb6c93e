//! Open data: all listings as JSON, CSV and `GeoJSON`, and the schema that describes them.
//!
//! A confidential address has neither street nor point here, because the listing has none.

use super::Renderer;
use crate::catalog::{Entry, Program};
use crate::listing::fields;
use crate::plan::program_path;
use crate::shape::json_schema;
use crate::vocabulary::TermId;
use rayon::prelude::*;
use serde_json::{Map, Value, json};

/// Listings that one thread writes at a time.
const CHUNK: usize = 512;

impl Renderer<'_> {
    fn slugs(&self, ids: &[TermId]) -> Vec<&str> {
        ids.iter().map(|id| &*self.vocabulary.get(*id).slug).collect()
    }

    /// A listing as data. Facts that are not reported are absent.
    fn record(&self, entry: &Entry<Program>) -> Map<String, Value> {
        let program = &entry.fact;
        let listing = &program.listing;
        let location = &listing.location;
        let mut record = Map::new();
        let mut put = |key: &str, value: Value| {
            let empty = value.is_null()
                || value.as_array().is_some_and(Vec::is_empty)
                || value.as_object().is_some_and(Map::is_empty);
            if !empty {
                record.insert(key.to_owned(), value);
            }
        };
        put("slug", json!(listing.slug));
        put("url", json!(self.absolute(&program_path(&listing.slug))));
        put("name", json!(listing.name));
        put("organization", json!(listing.organization));
        put("status", json!(super::program_status(listing.status)));
        put("street", json!(location.street));
        put("unit", json!(location.unit));
        put("city", json!(location.city));
        put("state", json!(location.state.code()));
        put("zip", json!(location.zip.to_string()));
        put("county", json!(program.county.as_ref().map(|c| &c.title)));
        if let Some(point) = published_point(program) {
            put("lat", json!(point.latitude()));
            put("lon", json!(point.longitude()));
            put("point_is", json!(if program.approximate { "zip" } else { "address" }));
        }
        if location.confidential {
            put("address", json!("confidential"));
        }
        if location.virtual_only {
            put("address", json!("virtual"));
        }
        let phones: Vec<Value> = listing
            .phones
            .iter()
            .map(|p| {
                let mut phone = json!({ "number": p.number.e164(), "type": p.kind });
                if let Some(ext) = &p.ext {
                    phone["ext"] = ext.as_str().into();
                }
                phone
            })
            .collect();
        put("phones", json!(phones));
        put("website", json!(listing.website));
        put("email", json!(listing.email));
        put("programs", Value::from(listing.programs.iter().map(|p| self.track_record(p)).collect::<Vec<_>>()));
        put("services", json!(self.slugs(&listing.services)));
        put("languages", json!(self.slugs(&listing.languages)));
        put("accepts", json!(self.slugs(&listing.payment.accepts)));
        put("declined", json!(self.slugs(&listing.payment.declined)));
        put("insurers", json!(self.slugs(&listing.payment.insurers)));
        put("ownership", json!(listing.ownership.map(|id| &self.vocabulary.get(id).slug)));
        put("licenses", json!(self.slugs(&listing.licenses.iter().map(|l| l.issuer).collect::<Vec<_>>())));
        put("accreditation", json!(self.slugs(&listing.accreditation.iter().map(|(id, _)| *id).collect::<Vec<_>>())));
        put("npi", json!(listing.npi));
        put(
            "verified",
            json!({ "date": listing.verified.date.to_string(), "by": listing.verified.by, "method": listing.verified.method }),
        );
        record
    }

    fn track_record(&self, program: &crate::listing::Program) -> Value {
        let mut record = Map::new();
        let mut put = |key: &str, value: Value| {
            if !value.is_null() && !value.as_array().is_some_and(Vec::is_empty) {
                record.insert(key.to_owned(), value);
            }
        };
        let range = |r: Option<crate::listing::Range>| r.map_or(Value::Null, |r| json!({ "min": r.min, "max": r.max }));
        put("id", json!(program.id));
        put("name", json!(program.name));
        put("level_of_care", json!(self.slugs(&program.levels)));
        put("asam_level", json!(program.asam_level));
        put("focus", json!(self.slugs(&program.focus)));
        put("formats", json!(self.slugs(&program.formats)));
        put("states_served", json!(program.states_served.iter().map(|s| s.code()).collect::<Vec<_>>()));
        put("ages", range(program.ages));
        put("age_groups", json!(self.slugs(&program.age_groups)));
        put("genders", json!(self.slugs(&program.genders)));
        put("hours_per_week", range(program.hours_per_week));
        put("days_per_week", range(program.days_per_week));
        put("weeks", range(program.weeks));
        put("times", json!(self.slugs(&program.schedule.times)));
        put("modalities", json!(self.slugs(&program.modalities)));
        put("medications", json!(self.slugs(&program.medications)));
        put("populations", json!(self.slugs(&program.populations)));
        if let Some(accepting) = &program.accepting {
            put("accepting", json!({ "status": accepting.status, "as_of": accepting.as_of.to_string() }));
        }
        Value::Object(record)
    }

    /// One JSON object: about the data, then the listings, one a line.
    pub(super) fn programs_json(&self, out: &mut Vec<u8>) {
        let head = json!({ "title": self.site.title, "url": self.address.url.as_str(), "schema": self.absolute("data/schema.json"),
            "date": self.catalog.today.to_string(), "count": self.catalog.programs.len() });
        let head = head.to_string();
        out.extend_from_slice(head.trim_end_matches('}').as_bytes());
        out.extend_from_slice(b",\"programs\":[\n");
        // On all cores: this is the largest file of a site, and every edit changes it.
        let parts: Vec<Vec<u8>> = self
            .catalog
            .programs
            .par_chunks(CHUNK)
            .map(|entries| {
                let mut part = Vec::new();
                for entry in entries {
                    write_json(&Value::Object(self.record(entry)), &mut part);
                    part.extend_from_slice(b",\n");
                }
                part
            })
            .collect();
        for part in parts {
            out.extend_from_slice(&part);
        }
        if out.ends_with(b",\n") {
            out.truncate(out.len() - 2);
        }
        out.extend_from_slice(b"\n]}\n");
    }

    /// Points of listings that can be visited and whose place is known.
    pub(super) fn programs_geojson(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
        let mut first = true;
        for entry in self.catalog.programs.iter().filter(|e| e.fact.listed()) {
            let Some(point) = published_point(&entry.fact) else { continue };
            if !first {
                out.extend_from_slice(b",\n");
            }
            first = false;
            let listing = &entry.fact.listing;
            // GeoJSON puts the longitude first (RFC 7946).
            let feature = json!({
                "type": "Feature",
                "id": listing.slug,
                "geometry": { "type": "Point", "coordinates": [point.longitude(), point.latitude()] },
                "properties": {
                    "name": listing.name,
                    "url": self.absolute(&program_path(&listing.slug)),
                    "city": listing.location.city,
                    "state": listing.location.state.code(),
                    "phone": listing.phones.first().map(|p| p.number.e164()),
                    "point_is": if entry.fact.approximate { "zip" } else { "address" },
                },
            });
            write_json(&feature, out);
        }
        out.extend_from_slice(b"\n]}\n");
    }

    /// One row a listing; lists are joined with blanks.
    pub(super) fn programs_csv(&self, out: &mut Vec<u8>) {
        const COLUMNS: &str = "slug,url,name,organization,status,street,unit,city,state,zip,county,lat,lon,point_is,phone,website,email,levels_of_care,focus,formats,times,age_groups,genders,modalities,medications,populations,services,languages,accepts,verified_date,verified_by\n";
        out.extend_from_slice(COLUMNS.as_bytes());
        for entry in &self.catalog.programs {
            let program = &entry.fact;
            let listing = &program.listing;
            let location = &listing.location;
            let all = |of: fn(&crate::listing::Program) -> &[TermId]| {
                let mut ids: Vec<TermId> = listing.programs.iter().flat_map(|p| of(p).iter().copied()).collect();
                ids.sort_unstable();
                ids.dedup();
                self.slugs(&ids).join(" ")
            };
            let point = published_point(program);
            let cells = [
                listing.slug.clone(),
                self.absolute(&program_path(&listing.slug)),
                listing.name.clone(),
                listing.organization.clone().unwrap_or_default(),
                super::program_status(listing.status).to_owned(),
                location.street.clone().unwrap_or_default(),
                location.unit.clone().unwrap_or_default(),
                location.city.clone(),
                location.state.code().to_owned(),
                location.zip.to_string(),
                program.county.as_ref().map(|c| c.title.clone()).unwrap_or_default(),
                point.map(|p| p.latitude().to_string()).unwrap_or_default(),
                point.map(|p| p.longitude().to_string()).unwrap_or_default(),
                point.map(|_| if program.approximate { "zip" } else { "address" }).unwrap_or_default().to_owned(),
                listing.phones.first().map(|p| p.number.e164()).unwrap_or_default(),
                listing.website.clone().unwrap_or_default(),
                listing.email.clone().unwrap_or_default(),
                all(|p| &p.levels),
                all(|p| &p.focus),
                all(|p| &p.formats),
                all(|p| &p.schedule.times),
                all(|p| &p.age_groups),
                all(|p| &p.genders),
                all(|p| &p.modalities),
                all(|p| &p.medications),
                all(|p| &p.populations),
                self.slugs(&listing.services).join(" "),
                self.slugs(&listing.languages).join(" "),
                self.slugs(&listing.payment.accepts).join(" "),
                listing.verified.date.to_string(),
                listing.verified.by.to_owned(),
            ];
            for (i, cell) in cells.iter().enumerate() {
                if i > 0 {
                    out.push(b',');
                }
                csv_cell(cell, out);
            }
            out.push(b'\n');
        }
    }

    /// The JSON Schema of a listing's front matter.
    pub(super) fn schema(&self) -> String {
        let schema = json_schema::document(
            &fields::LISTING,
            &self.absolute("data/schema.json"),
            "Waypost listing",
            self.vocabulary,
        );
        let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
        text.push('\n');
        text
    }
}

/// The point that data files may hold. A pin on somebody's map says "here", even when it is only the ZIP's, so a
/// confidential address has none.
fn published_point(program: &Program) -> Option<crate::geo::Point> {
    program.point.filter(|_| !program.listing.location.confidential)
}

fn write_json(value: &Value, out: &mut Vec<u8>) {
    // Writing to memory does not fail, and the value holds only strings as keys.
    let _ = serde_json::to_writer(out, value);
}

/// A cell of RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn csv_cell(cell: &str, out: &mut Vec<u8>) {
    let phone = cell.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let number = cell.parse::<f64>().is_ok();
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !phone && !number;
    if !formula && !cell.contains(['"', ',', '\n', '\r']) {
        out.extend_from_slice(cell.as_bytes());
        return;
    }
    out.push(b'"');
    if formula {
        out.push(b'\'');
    }
    out.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::csv_cell;

    fn cell(text: &str) -> String {
        let mut out = Vec::new();
        csv_cell(text, &mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    #[test]
    fn cells_are_quoted_and_formulas_defused() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("=HYPERLINK(1)"), "\"'=HYPERLINK(1)\"");
        assert_eq!(cell("-86.78"), "-86.78");
        assert_eq!(cell("+12055550142"), "+12055550142");
    }
}
