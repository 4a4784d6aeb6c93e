//! The page of a listing, and its card in lists.

use super::{Renderer, context as ctx, json_ld, words::Words};
use crate::catalog::{Entry, Program};
use crate::listing::{self, Status};
use crate::plan::{self, Route};
use crate::theme::Argument;
use jiff::civil::{Date, Time};
use tera::{Context, Value};

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

impl Renderer<'_> {
    /// The card of a listing, made once for all lists of a language.
    pub(super) fn card(&self, route: &Route, id: u32, compact: bool) -> Value {
        let language = &self.languages[route.language];
        let card = &language.cards[id as usize];
        let made = (if compact { &card.compact } else { &card.full }).get_or_init(|| {
            let mut context = Context::new();
            context.insert_value("base", Value::from(super::relative::MARKER));
            context.insert_value("card", self.card_value(route, id));
            context.insert_value("compact", Value::from(compact));
            context.insert("saved", &self.saved_value(route.language));
            self.part(&language.code, "card.html", &context)
        });
        made.clone()
    }

    fn card_value(&self, route: &Route, id: u32) -> Value {
        let program = &self.catalog.program(id).fact;
        let listing = &program.listing;
        let location = &listing.location;
        let gathered = |of: fn(&listing::Program) -> &[crate::vocabulary::TermId]| {
            let mut ids: Vec<_> = listing.programs.iter().flat_map(|p| of(p).iter().copied()).collect();
            ids.sort_unstable();
            ids.dedup();
            self.terms(route, &ids)
        };
        Value::from_serializable(&ctx::Card {
            name: &listing.name,
            organization: listing.organization.as_deref(),
            path: self.program_href(route, &listing.slug),
            city: &location.city,
            state_code: location.state.code(),
            zip: location.zip.to_string(),
            street: location.street.as_deref(),
            levels: gathered(|p| &p.levels),
            focus: gathered(|p| &p.focus),
            formats: gathered(|p| &p.formats),
            times: gathered(|p| &p.schedule.times),
            payment: self.terms(route, &listing.payment.accepts),
            phone: listing.phones.first().map(|p| self.phone(route, p)),
            verified_date: listing.verified.date.to_string(),
            freshness: self.freshness(program),
            status: status(listing.status),
            approximate: program.approximate,
            confidential: location.confidential,
            virtual_only: location.virtual_only,
        })
    }

    fn program_href(&self, route: &Route, slug: &str) -> String {
        format!("{}{}", self.languages[route.language].prefix, plan::program_path(slug))
    }

    fn freshness(&self, program: &Program) -> &'static str {
        let age = self.catalog.age_days(program);
        let limits = self.site.freshness;
        if age > limits.stale_days {
            "stale"
        } else if age > limits.aging_days {
            "aging"
        } else {
            "fresh"
        }
    }

    fn phone(&self, route: &Route, phone: &listing::Phone) -> ctx::Phone {
        let scheme = if phone.kind == "text" { "sms" } else { "tel" };
        // A comma is a pause: the phone dials the extension by itself.
        let ext: String = phone.ext.iter().flat_map(|e| e.chars()).filter(char::is_ascii_digit).collect();
        let ext_part = if ext.is_empty() || scheme == "sms" { String::new() } else { format!(",{ext}") };
        ctx::Phone {
            display: phone.number.display(),
            href: format!("{scheme}:{}{ext_part}", phone.number.e164()),
            ext: phone.ext.clone(),
            kind: phone.kind,
            languages: self.terms(route, &phone.languages),
        }
    }

    pub(super) fn program(&self, route: &Route, id: u32, context: &mut Context) -> &'static str {
        let entry = self.catalog.program(id);
        let listing = &entry.fact.listing;
        let value = self.program_value(route, entry);
        let nearby: Vec<ctx::Near> = self.near.listings[id as usize]
            .iter()
            .map(|&(id, miles)| ctx::Near { card: self.card(route, id, true), miles })
            .collect();
        context.insert("program", &value);
        context.insert("nearby", &nearby);
        context.insert("locator", &self.program_locator(&entry.fact));
        context.insert("report_url", &self.report_url(route, entry));
        context.insert("confirm_url", &self.confirm_url(route, entry));
        context.insert("edit_url", &self.edit_url(entry));
        context.insert("call_guide", &self.languages[route.language].call_guide);
        let state = listing.location.state;
        let place = format!("{}, {}", listing.location.city, state.code());
        let title = self.titled(route, &format!("{}, {place}", listing.name));
        // A description cannot say that it is in another language.
        let described = Some(entry.body.description(155)).filter(|_| value.lang.is_none()).unwrap_or_default();
        let description = if described.is_empty() {
            let levels: Vec<_> = value
                .programs
                .iter()
                .flat_map(|p| p.levels.iter())
                .filter_map(|t| t.get_from_path("label")?.as_str().map(str::to_owned))
                .collect();
            let mut levels_once: Vec<String> = Vec::new();
            for level in levels {
                if !levels_once.contains(&level) {
                    levels_once.push(level);
                }
            }
            self.text(
                route,
                "about_program",
                &[
                    ("name", Argument::Text(&listing.name)),
                    ("place", Argument::Text(&place)),
                    ("levels", Argument::Text(&levels_once.join(", "))),
                ],
            )
        } else {
            described
        };
        let prefix = &self.languages[route.language].prefix;
        let mut crumbs = vec![(self.text(route, "nav_locations", &[]), format!("{prefix}locations/"))];
        if let Some(group) = self.catalog.state(state) {
            crumbs.push((state.name().to_owned(), format!("{prefix}{}", plan::state_path(state))));
            let city = &entry.fact.folded.city;
            if group.city(city).is_some() {
                crumbs.push((listing.location.city.clone(), format!("{prefix}{}", plan::place_path(state, city))));
            }
        }
        crumbs.push((listing.name.clone(), route.path.clone()));
        let crumb_urls: Vec<(String, String)> =
            crumbs.iter().map(|(label, path)| (label.clone(), self.absolute(path))).collect();
        let json = json_ld::program(&entry.fact, &value, &self.absolute(&route.path), &description, &crumb_urls);
        let words = Words { title, description };
        context.insert_value("page", self.page_value(route, "program", words, crumbs, Some(json)));
        "program.html"
    }

    fn program_value<'e>(&'e self, route: &Route, entry: &'e Entry<Program>) -> ctx::Program<'e> {
        let listing = &entry.fact.listing;
        let terms = |ids: &[crate::vocabulary::TermId]| self.terms(route, ids);
        let available = |value: Option<bool>| value.map(|v| if v { "available" } else { "unavailable" });
        ctx::Program {
            name: &listing.name,
            organization: listing.organization.as_deref(),
            path: route.path.clone(),
            slug: &listing.slug,
            lang: Some(listing.written_in.as_deref().unwrap_or(&self.site.languages[0]))
                .filter(|code| *code != self.languages[route.language].code),
            status: status(listing.status),
            status_note: listing.status_note.as_deref(),
            address: self.address_value(route, &entry.fact),
            phones: listing.phones.iter().map(|p| self.phone(route, p)).collect(),
            website: listing.website.as_deref(),
            website_host: listing.website.as_deref().and_then(host),
            email: listing.email.as_deref(),
            verified: ctx::Verified {
                date: listing.verified.date.to_string(),
                by: listing.verified.by,
                method: listing.verified.method,
                age_days: self.catalog.age_days(&entry.fact),
                freshness: self.freshness(&entry.fact),
            },
            programs: listing.programs.iter().map(|p| self.track(route, p)).collect(),
            services: terms(&listing.services),
            languages: terms(&listing.languages),
            payment: ctx::Payment {
                accepts: terms(&listing.payment.accepts),
                declined: terms(&listing.payment.declined),
                insurers: terms(&listing.payment.insurers),
                note: listing.payment.note.as_deref(),
            },
            access: ctx::Access {
                wheelchair: available(listing.access.wheelchair),
                asl: available(listing.access.asl),
                parking: available(listing.access.parking),
                transit: listing.access.transit.as_deref(),
            },
            policies: ctx::Policies {
                smoking: listing.smoking.map(|id| self.term(route, id)),
                vaping: listing.vaping.map(|id| self.term(route, id)),
            },
            staff: listing.staff.iter().map(|(role, credentials)| ctx::Staff { role, credentials }).collect(),
            licenses: listing
                .licenses
                .iter()
                .map(|l| ctx::License {
                    issuer: self.term(route, l.issuer),
                    number: l.number.as_deref(),
                    expires: day(l.expires),
                    url: l.url.as_deref(),
                })
                .collect(),
            accreditation: listing
                .accreditation
                .iter()
                .map(|(body, expires)| ctx::Accreditation { body: self.term(route, *body), expires: day(*expires) })
                .collect(),
            ownership: listing.ownership.map(|id| self.term(route, id)),
            npi: listing.npi.as_deref(),
            sources: listing
                .sources
                .iter()
                .map(|s| ctx::SourceNote { name: &s.name, url: s.url.as_deref(), retrieved: day(s.retrieved) })
                .collect(),
            notes: &listing.notes,
            body_html: Value::safe_string(&entry.body.html),
        }
    }

    fn address_value<'e>(&self, route: &Route, program: &'e Program) -> ctx::Address<'e> {
        let location = &program.listing.location;
        let prefix = &self.languages[route.language].prefix;
        let exact = location.point.filter(|_| !program.approximate);
        let group = self.catalog.state(location.state).filter(|_| !location.virtual_only && program.listed());
        let path = |slug: &str| format!("{prefix}{}", plan::place_path(location.state, slug));
        let directions = location.street.as_ref().map(|street| {
            let query = format!("{street}, {}, {} {}", location.city, location.state.code(), location.zip);
            let mut url = String::from("https://www.openstreetmap.org/search?query=");
            url.extend(url::form_urlencoded::byte_serialize(query.as_bytes()));
            url
        });
        ctx::Address {
            street: location.street.as_deref(),
            unit: location.unit.as_deref(),
            city: &location.city,
            state_code: location.state.code(),
            state_name: location.state.name(),
            zip: location.zip.to_string(),
            county: program.county.as_ref().map(|c| c.title.as_str()),
            confidential: location.confidential,
            virtual_only: location.virtual_only,
            approximate: program.approximate,
            lat: exact.map(crate::geo::Point::latitude),
            lon: exact.map(crate::geo::Point::longitude),
            state_path: group.map(|g| format!("{prefix}{}", plan::state_path(g.state))),
            // A name without any letter has no page.
            city_path: group
                .filter(|group| group.city(&program.folded.city).is_some())
                .map(|_| path(&program.folded.city)),
            county_path: group
                .zip(program.county.as_ref())
                .filter(|(group, county)| group.county(&county.slug).is_some())
                .map(|(_, county)| path(&county.slug)),
            directions_url: directions,
        }
    }

    fn track<'e>(&self, route: &Route, program: &'e listing::Program) -> ctx::Track<'e> {
        let terms = |ids: &[crate::vocabulary::TermId]| self.terms(route, ids);
        let schedule = &program.schedule;
        let reported = schedule.timezone.is_some() || !schedule.times.is_empty() || !schedule.sessions.is_empty();
        ctx::Track {
            id: &program.id,
            name: program.name.as_deref(),
            levels: terms(&program.levels),
            asam_level: program.asam_level.as_deref(),
            focus: terms(&program.focus),
            formats: terms(&program.formats),
            states_served: program
                .states_served
                .iter()
                .map(|s| ctx::StateName { code: s.code(), name: s.name() })
                .collect(),
            ages: range(program.ages),
            age_groups: terms(&program.age_groups),
            genders: terms(&program.genders),
            hours_per_week: range(program.hours_per_week),
            days_per_week: range(program.days_per_week),
            weeks: range(program.weeks),
            schedule: reported.then(|| ctx::Schedule {
                timezone: schedule.timezone.as_deref(),
                times: terms(&schedule.times),
                sessions: schedule
                    .sessions
                    .iter()
                    .map(|s| ctx::Session {
                        days: s.days.iter().map(|d| DAYS[usize::from(*d) % 7]).collect(),
                        start: clock(s.start),
                        end: clock(s.end),
                        format: s.format.map(|id| self.term(route, id)),
                        note: s.note.as_deref(),
                    })
                    .collect(),
            }),
            modalities: terms(&program.modalities),
            medications: terms(&program.medications),
            populations: terms(&program.populations),
            accepting: program.accepting.as_ref().map(|a| ctx::Accepting {
                status: a.status,
                as_of: a.as_of.to_string(),
                wait: a.wait.as_deref(),
            }),
            family_involvement: program.family_involvement.as_deref(),
            aftercare: program.aftercare.as_deref(),
            note: program.note.as_deref(),
        }
    }
}

/// The word for a status.
pub(super) fn status(status: Status) -> &'static str {
    match status {
        Status::Active => "active",
        Status::TemporarilyClosed => "temporarily-closed",
        Status::Closed => "closed",
    }
}

fn range(range: Option<listing::Range>) -> Option<ctx::Range> {
    // Bounds of at most 168 by the shape of the fields, so nothing is cut off.
    #[allow(clippy::cast_possible_truncation)]
    let number = |n: f64| if n.fract() == 0.0 { Value::from(n as i64) } else { Value::from(n) };
    range.map(|r| ctx::Range { min: r.min.map(number), max: r.max.map(number) })
}

fn day(date: Option<Date>) -> Option<String> {
    date.map(|d| d.to_string())
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn host(website: &str) -> Option<String> {
    let url = url::Url::parse(website).ok()?;
    url.host_str().map(|h| h.strip_prefix("www.").unwrap_or(h).to_owned())
}
