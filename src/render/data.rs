//! Open data: all listings as JSON, CSV and `GeoJSON`, and the schema that describes them.
//!
//! A confidential address has neither street nor point here, because the listing has none.

use super::Renderer;
use crate::catalog::{Entry, Program};
use crate::listing::{self, fields};
use crate::plan::{File, program_path};
use crate::shape::json_schema;
use crate::vocabulary::{TermId, Vocabulary};
use rayon::prelude::*;
use serde::{Serialize, Serializer};
use serde_json::json;
use std::fmt::Write as _;
use std::sync::Arc;

/// A listing as data. Facts that are not reported are absent.
#[derive(Serialize)]
struct Record<'a> {
    slug: &'a str,
    url: String,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<&'a str>,
    status: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    street: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    city: &'a str,
    state: &'static str,
    zip: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    county: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lat: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    lon: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    point_is: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    phones: Vec<PhoneRecord<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    programs: Vec<ProgramRecord<'a>>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    services: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    languages: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    accepts: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    declined: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    insurers: Slugs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ownership: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    licenses: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accreditation: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    npi: Option<&'a str>,
    verified: VerifiedRecord,
}

#[derive(Serialize)]
struct PhoneRecord<'a> {
    number: String,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    ext: Option<&'a str>,
}

#[derive(Serialize)]
struct VerifiedRecord {
    date: String,
    by: &'static str,
    method: &'static str,
}

/// One program of a listing.
#[derive(Serialize)]
struct ProgramRecord<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    level_of_care: Slugs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asam_level: Option<&'a str>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    focus: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    formats: Slugs<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states_served: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ages: Option<RangeRecord>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    age_groups: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    genders: Slugs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hours_per_week: Option<RangeRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    days_per_week: Option<RangeRecord>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weeks: Option<RangeRecord>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    times: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    modalities: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    medications: Slugs<'a>,
    #[serde(skip_serializing_if = "Slugs::is_empty")]
    populations: Slugs<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    accepting: Option<AcceptingRecord>,
}

#[derive(Serialize)]
struct RangeRecord {
    min: Option<f64>,
    max: Option<f64>,
}

#[derive(Serialize)]
struct AcceptingRecord {
    status: &'static str,
    as_of: String,
}

/// A listing of the `GeoJSON` file.
#[derive(Serialize)]
struct Feature<'a> {
    r#type: &'static str,
    id: &'a str,
    geometry: Geometry,
    properties: Properties<'a>,
}

#[derive(Serialize)]
struct Geometry {
    r#type: &'static str,
    coordinates: [f64; 2],
}

#[derive(Serialize)]
struct Properties<'a> {
    name: &'a str,
    url: String,
    city: &'a str,
    state: &'static str,
    phone: Option<String>,
    point_is: &'static str,
}

/// Terms by their slugs.
struct Slugs<'a>(&'a Vocabulary, &'a [TermId]);

impl Slugs<'_> {
    fn is_empty(&self) -> bool {
        self.1.is_empty()
    }
}

impl Serialize for Slugs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.1.iter().map(|id| &self.0.get(*id).slug))
    }
}

impl Renderer<'_> {
    /// The listings in their order, each written by `write`, on all cores: these are the largest files of a site, and
    /// every edit changes them. `write` may use nothing but the listing and what every page depends on.
    fn each(&self, file: File, out: &mut Vec<u8>, write: impl Fn(&Entry<Program>, &mut Vec<u8>) + Sync) {
        let earlier = self.remembered.map(|remembered| remembered.take_pieces(file)).unwrap_or_default();
        // A listing ends a piece or does not by its own hash, so that one that comes or goes moves no other.
        let pieces: Vec<_> = self.catalog.programs.chunk_by(|entry, _| entry.hash[0] != 0).collect();
        let pieces: Vec<([u8; 32], Arc<Vec<u8>>)> = pieces
            .into_par_iter()
            .map(|entries| {
                let key = self.piece_hash(entries);
                let piece = earlier.get(&key).cloned().unwrap_or_else(|| {
                    let mut piece = Vec::new();
                    for entry in entries {
                        write(entry, &mut piece);
                    }
                    Arc::new(piece)
                });
                (key, piece)
            })
            .collect();
        out.reserve(pieces.iter().map(|(_, piece)| piece.len()).sum());
        for (_, piece) in &pieces {
            out.extend_from_slice(piece);
        }
        if let Some(remembered) = self.remembered {
            remembered.put_pieces(file, pieces.into_iter().collect());
        }
    }

    fn piece_hash(&self, entries: &[Arc<Entry<Program>>]) -> [u8; 32] {
        let mut hash = blake3::Hasher::new();
        hash.update(&self.global);
        for entry in entries {
            hash.update(&entry.hash);
        }
        *hash.finalize().as_bytes()
    }

    fn record<'e>(&'e self, entry: &'e Entry<Program>) -> Record<'e> {
        let program = &entry.fact;
        let listing = &program.listing;
        let location = &listing.location;
        let point = published_point(program);
        let slugs = |ids| Slugs(self.vocabulary, ids);
        let slug = |id: TermId| &*self.vocabulary.get(id).slug;
        Record {
            slug: &listing.slug,
            url: self.absolute(&program_path(&listing.slug)),
            name: &listing.name,
            organization: listing.organization.as_deref(),
            status: super::program_status(listing.status),
            street: location.street.as_deref(),
            unit: location.unit.as_deref(),
            city: &location.city,
            state: location.state.code(),
            zip: location.zip.to_string(),
            county: program.county.as_ref().map(|c| &*c.title),
            lat: point.map(crate::geo::Point::latitude),
            lon: point.map(crate::geo::Point::longitude),
            point_is: point.map(|_| point_is(program)),
            address: match (location.virtual_only, location.confidential) {
                (true, _) => Some("virtual"),
                (false, true) => Some("confidential"),
                (false, false) => None,
            },
            phones: listing
                .phones
                .iter()
                .map(|p| PhoneRecord { number: p.number.e164(), r#type: p.kind, ext: p.ext.as_deref() })
                .collect(),
            website: listing.website.as_deref(),
            email: listing.email.as_deref(),
            programs: listing.programs.iter().map(|p| self.program_record(p)).collect(),
            services: slugs(&listing.services),
            languages: slugs(&listing.languages),
            accepts: slugs(&listing.payment.accepts),
            declined: slugs(&listing.payment.declined),
            insurers: slugs(&listing.payment.insurers),
            ownership: listing.ownership.map(slug),
            licenses: listing.licenses.iter().map(|l| slug(l.issuer)).collect(),
            accreditation: listing.accreditation.iter().map(|(id, _)| slug(*id)).collect(),
            npi: listing.npi.as_deref(),
            verified: VerifiedRecord {
                date: listing.verified.date.to_string(),
                by: listing.verified.by,
                method: listing.verified.method,
            },
        }
    }

    fn program_record<'e>(&'e self, program: &'e listing::Program) -> ProgramRecord<'e> {
        let slugs = |ids| Slugs(self.vocabulary, ids);
        let range = |r: Option<listing::Range>| r.map(|r| RangeRecord { min: r.min, max: r.max });
        ProgramRecord {
            id: &program.id,
            name: program.name.as_deref(),
            level_of_care: slugs(&program.levels),
            asam_level: program.asam_level.as_deref(),
            focus: slugs(&program.focus),
            formats: slugs(&program.formats),
            states_served: program.states_served.iter().map(|s| s.code()).collect(),
            ages: range(program.ages),
            age_groups: slugs(&program.age_groups),
            genders: slugs(&program.genders),
            hours_per_week: range(program.hours_per_week),
            days_per_week: range(program.days_per_week),
            weeks: range(program.weeks),
            times: slugs(&program.schedule.times),
            modalities: slugs(&program.modalities),
            medications: slugs(&program.medications),
            populations: slugs(&program.populations),
            accepting: program
                .accepting
                .as_ref()
                .map(|a| AcceptingRecord { status: a.status, as_of: a.as_of.to_string() }),
        }
    }

    /// One JSON object: about the data, then the listings, one a line.
    pub(super) fn programs_json(&self, out: &mut Vec<u8>) {
        let head = json!({ "title": self.site.title.get(&self.site.languages[0]), "url": self.address.url.as_str(), "schema": self.absolute("data/schema.json"),
            "date": self.catalog.today.to_string(), "count": self.catalog.programs.len() });
        let head = head.to_string();
        out.extend_from_slice(head.trim_end_matches('}').as_bytes());
        out.extend_from_slice(b",\"programs\":[\n");
        self.each(File::ProgramsJson, out, |entry, out| {
            write_json(&self.record(entry), out);
            out.extend_from_slice(b",\n");
        });
        end_list(out);
    }

    /// Points of listings that can be visited and whose place is known.
    pub(super) fn programs_geojson(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\"features\":[\n");
        self.each(File::ProgramsGeojson, out, |entry, out| {
            let Some(point) = published_point(&entry.fact).filter(|_| entry.fact.listed()) else { return };
            let listing = &entry.fact.listing;
            // GeoJSON puts the longitude first (RFC 7946).
            let feature = Feature {
                r#type: "Feature",
                id: &listing.slug,
                geometry: Geometry { r#type: "Point", coordinates: [point.longitude(), point.latitude()] },
                properties: Properties {
                    name: &listing.name,
                    url: self.absolute(&program_path(&listing.slug)),
                    city: &listing.location.city,
                    state: listing.location.state.code(),
                    phone: listing.phones.first().map(|p| p.number.e164()),
                    point_is: point_is(&entry.fact),
                },
            };
            write_json(&feature, out);
            out.extend_from_slice(b",\n");
        });
        end_list(out);
    }

    /// One row a listing; lists are joined with blanks.
    pub(super) fn programs_csv(&self, out: &mut Vec<u8>) {
        const COLUMNS: &str = "slug,url,name,organization,status,street,unit,city,state,zip,county,lat,lon,point_is,phone,website,email,levels_of_care,focus,formats,times,age_groups,genders,modalities,medications,populations,services,languages,accepts,verified_date,verified_by\n";
        out.extend_from_slice(COLUMNS.as_bytes());
        self.each(File::ProgramsCsv, out, |entry, out| self.csv_row(entry, out));
    }

    fn csv_row(&self, entry: &Entry<Program>, out: &mut Vec<u8>) {
        let program = &entry.fact;
        let listing = &program.listing;
        let location = &listing.location;
        let slugs = |ids: &[TermId]| {
            let mut text = String::new();
            for id in ids {
                let blank = if text.is_empty() { "" } else { " " };
                let _ = write!(text, "{blank}{}", self.vocabulary.get(*id).slug);
            }
            text
        };
        let all = |of: fn(&listing::Program) -> &[TermId]| {
            let mut ids: Vec<TermId> = listing.programs.iter().flat_map(|p| of(p).iter().copied()).collect();
            ids.sort_unstable();
            ids.dedup();
            slugs(&ids)
        };
        let point = published_point(program);
        let cells: [&str; 31] = [
            &listing.slug,
            &self.absolute(&program_path(&listing.slug)),
            &listing.name,
            listing.organization.as_deref().unwrap_or_default(),
            super::program_status(listing.status),
            location.street.as_deref().unwrap_or_default(),
            location.unit.as_deref().unwrap_or_default(),
            &location.city,
            location.state.code(),
            &location.zip.to_string(),
            program.county.as_ref().map(|c| &*c.title).unwrap_or_default(),
            &point.map(|p| p.latitude().to_string()).unwrap_or_default(),
            &point.map(|p| p.longitude().to_string()).unwrap_or_default(),
            point.map(|_| point_is(program)).unwrap_or_default(),
            &listing.phones.first().map(|p| p.number.e164()).unwrap_or_default(),
            listing.website.as_deref().unwrap_or_default(),
            listing.email.as_deref().unwrap_or_default(),
            &all(|p| &p.levels),
            &all(|p| &p.focus),
            &all(|p| &p.formats),
            &all(|p| &p.schedule.times),
            &all(|p| &p.age_groups),
            &all(|p| &p.genders),
            &all(|p| &p.modalities),
            &all(|p| &p.medications),
            &all(|p| &p.populations),
            &slugs(&listing.services),
            &slugs(&listing.languages),
            &slugs(&listing.payment.accepts),
            &listing.verified.date.to_string(),
            listing.verified.by,
        ];
        for (i, cell) in cells.iter().enumerate() {
            if i > 0 {
                out.push(b',');
            }
            csv_cell(cell, out);
        }
        out.push(b'\n');
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

/// What a published point stands for.
fn point_is(program: &Program) -> &'static str {
    if program.approximate { "zip" } else { "address" }
}

fn write_json(value: &impl Serialize, out: &mut Vec<u8>) {
    // Writing to memory does not fail, and the value holds only strings as keys.
    let _ = serde_json::to_writer(out, value);
}

/// Ends a list whose items each ended with a comma and a line, and the object around it.
fn end_list(out: &mut Vec<u8>) {
    if out.ends_with(b",\n") {
        out.truncate(out.len() - 2);
    }
    out.extend_from_slice(b"\n]}\n");
}

/// A cell of RFC 4180. A cell that a spreadsheet would take for a formula gets an apostrophe before it.
fn csv_cell(cell: &str, out: &mut Vec<u8>) {
    let phone = || cell.strip_prefix('+').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let number = || cell.parse::<f64>().is_ok();
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !phone() && !number();
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
