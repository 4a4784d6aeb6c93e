//! Front matter as checked types. A value that the shape check refused is left out here, so the rest can be checked.

use super::{
    Accepting, Access, License, Listing, Location, Payment, Phone, Program, Range, Schedule, Session, SourceNote,
    Status, Verified, phone,
};
use crate::geo::{Point, State, Zip};
use crate::shape::values;
use crate::vocabulary::{Facet, TermId, Vocabulary};
use crate::yaml::{Node, Value};
use jiff::civil::{Date, Time};

/// The listing that `node` describes, or `None` when its place cannot be read. Other required facts that are missing
/// are filled in, so that the rules still find what else is wrong; such a listing is not published.
pub(super) fn listing(node: &Node<'_>, slug: &str, vocabulary: &Vocabulary, today: Date) -> Option<Listing> {
    let terms = |facet, parent: Option<&Node<'_>>, key| terms(vocabulary, facet, parent.and_then(|n| n.get(key)));
    let top = Some(node);
    let payment = node.get("payment");
    let programs: Vec<Program> = items(node.get("programs")).iter().map(|n| program(n, vocabulary)).collect();
    Some(Listing {
        slug: slug.to_owned(),
        name: text(node, "name").unwrap_or_default(),
        organization: text(node, "organization"),
        status: match node.get("status").and_then(Node::text) {
            Some("closed") => Status::Closed,
            Some("temporarily-closed") => Status::TemporarilyClosed,
            _ => Status::Active,
        },
        status_note: text(node, "status_note"),
        aliases: texts(node.get("aliases")).into_iter().filter(|alias| values::is_slug(alias)).collect(),
        location: location(node.get("location")?)?,
        phones: items(node.get("phones")).iter().filter_map(|n| phone(n, vocabulary)).collect(),
        website: url(node, "website"),
        email: text(node, "email").filter(|email| (values::EMAIL.check)(email).is_ok()),
        programs,
        services: terms(Facet::Service, top, "services"),
        languages: terms(Facet::Language, top, "languages"),
        payment: Payment {
            accepts: terms(Facet::Payment, payment, "accepts"),
            declined: terms(Facet::Payment, payment, "declined"),
            insurers: terms(Facet::Insurer, payment, "insurers"),
            note: payment.and_then(|n| text(n, "note")),
        },
        access: node.get("access").map(access).unwrap_or_default(),
        smoking: node.get("policies").and_then(|n| term(vocabulary, Facet::Smoking, n, "smoking")),
        vaping: node.get("policies").and_then(|n| term(vocabulary, Facet::Vaping, n, "vaping")),
        staff: items(node.get("staff"))
            .iter()
            .filter_map(|n| Some((text(n, "role")?, texts(n.get("credentials")))))
            .collect(),
        licenses: items(node.get("licenses")).iter().filter_map(|n| license(n, vocabulary)).collect(),
        accreditation: items(node.get("accreditation"))
            .iter()
            .filter_map(|n| Some((term(vocabulary, Facet::Accreditation, n, "body")?, date(n, "expires"))))
            .collect(),
        ownership: term(vocabulary, Facet::Ownership, node, "ownership"),
        npi: node.get("identifiers").and_then(|n| text(n, "npi")).filter(|npi| (values::NPI.check)(npi).is_ok()),
        verified: node.get("verified").and_then(verified).unwrap_or(Verified {
            date: today,
            by: "provider",
            method: "form",
        }),
        sources: items(node.get("sources"))
            .iter()
            .filter_map(|n| {
                Some(SourceNote { name: text(n, "name")?, url: url(n, "url"), retrieved: date(n, "retrieved") })
            })
            .collect(),
        written_in: text(node, "written_in").filter(|code| (values::LANGUAGE.check)(code).is_ok()),
        maintainers: texts(node.get("maintainers")),
        notes: texts(node.get("notes")),
    })
}

fn location(node: &Node<'_>) -> Option<Location> {
    let confidential = node.get("confidential").is_some();
    let virtual_only = node.get("virtual_only").is_some();
    // What must not be published is dropped here, before anything else can see it.
    let open = !confidential && !virtual_only;
    let coordinate = |key| node.get(key).and_then(Node::text).and_then(|t| t.parse::<f64>().ok());
    Some(Location {
        street: text(node, "street").filter(|_| open),
        unit: text(node, "unit").filter(|_| open),
        city: text(node, "city")?,
        state: State::from_code(node.get("state")?.text()?)?,
        zip: node.get("zip")?.text()?.parse::<Zip>().ok()?,
        county: text(node, "county"),
        point: coordinate("lat")
            .zip(coordinate("lon"))
            .filter(|_| open)
            .and_then(|(lat, lon)| Point::new(lat, lon).ok()),
        confidential,
        virtual_only,
    })
}

fn phone(node: &Node<'_>, vocabulary: &Vocabulary) -> Option<Phone> {
    let (number, extension) = phone::Number::with_extension(node.get("number")?.text()?).ok()?;
    Some(Phone {
        number,
        ext: text(node, "ext").or(extension),
        kind: choice(node, "type", &["main", "intake", "tty", "text", "after-hours"]).unwrap_or("main"),
        languages: terms(vocabulary, Facet::Language, node.get("languages")),
    })
}

fn program(node: &Node<'_>, vocabulary: &Vocabulary) -> Program {
    let terms = |facet, key| terms(vocabulary, facet, node.get(key));
    let levels = terms(Facet::LevelOfCare, "level_of_care");
    Program {
        id: text(node, "id").unwrap_or_default(),
        name: text(node, "name"),
        levels,
        asam_level: text(node, "asam_level"),
        focus: terms(Facet::Focus, "focus"),
        formats: terms(Facet::Format, "formats"),
        states_served: texts(node.get("states_served")).iter().filter_map(|code| State::from_code(code)).collect(),
        ages: range(node.get("ages")),
        age_groups: terms(Facet::Age, "age_groups"),
        genders: terms(Facet::Gender, "genders"),
        hours_per_week: range(node.get("hours_per_week")),
        days_per_week: range(node.get("days_per_week")),
        weeks: range(node.get("weeks")),
        schedule: node.get("schedule").map(|n| schedule(n, vocabulary)).unwrap_or_default(),
        modalities: terms(Facet::Modality, "modalities"),
        medications: terms(Facet::Medication, "medications"),
        populations: terms(Facet::Population, "populations"),
        accepting: node.get("accepting").and_then(accepting),
        family_involvement: text(node, "family_involvement"),
        aftercare: text(node, "aftercare"),
        note: text(node, "note"),
    }
}

fn schedule(node: &Node<'_>, vocabulary: &Vocabulary) -> Schedule {
    let sessions: Vec<Session> = items(node.get("sessions")).iter().filter_map(|n| session(n, vocabulary)).collect();
    let mut times = terms(vocabulary, Facet::Time, node.get("times"));
    // What the sessions show need not be written twice.
    for session in &sessions {
        for slug in session.times() {
            if let Some(id) = vocabulary.find(Facet::Time, slug)
                && !times.contains(&id)
            {
                times.push(id);
            }
        }
    }
    times.sort_unstable();
    Schedule { timezone: text(node, "timezone"), times, sessions }
}

impl Session {
    /// The terms of the facet `time` that this session shows: on Saturday or Sunday `weekend`; on other days
    /// `evening` when it ends after 19:00 and begins at 16:00 or later, else `daytime`.
    fn times(&self) -> impl Iterator<Item = &'static str> {
        let weekend = self.days.iter().any(|d| *d >= 5);
        let weekday = self.days.iter().any(|d| *d < 5);
        let evening = self.start.hour() >= 16 && self.end.hour() >= 19;
        [weekend.then_some("weekend"), weekday.then_some(if evening { "evening" } else { "daytime" })]
            .into_iter()
            .flatten()
    }
}

fn session(node: &Node<'_>, vocabulary: &Vocabulary) -> Option<Session> {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    let mut days: Vec<u8> = items(node.get("days"))
        .iter()
        .filter_map(|n| DAYS.iter().position(|day| Some(*day) == n.text()))
        .filter_map(|day| u8::try_from(day).ok())
        .collect();
    days.sort_unstable();
    days.dedup();
    Some(Session {
        days,
        start: time(node, "start")?,
        end: time(node, "end")?,
        format: term(vocabulary, Facet::Format, node, "format"),
        note: text(node, "note"),
    })
}

fn accepting(node: &Node<'_>) -> Option<Accepting> {
    Some(Accepting {
        status: choice(node, "status", &["open", "waitlist", "full"])?,
        as_of: date(node, "as_of")?,
        wait: text(node, "wait"),
    })
}

fn access(node: &Node<'_>) -> Access {
    let available = |key| match node.get(key).and_then(Node::text) {
        Some("available") => Some(true),
        Some("unavailable") => Some(false),
        _ => None,
    };
    Access {
        wheelchair: available("wheelchair"),
        asl: available("asl"),
        parking: available("parking"),
        transit: text(node, "transit"),
    }
}

fn license(node: &Node<'_>, vocabulary: &Vocabulary) -> Option<License> {
    Some(License {
        issuer: term(vocabulary, Facet::License, node, "issuer")?,
        number: text(node, "number"),
        expires: date(node, "expires"),
        url: url(node, "url"),
    })
}

fn verified(node: &Node<'_>) -> Option<Verified> {
    Some(Verified {
        date: date(node, "date")?,
        by: choice(node, "by", &["provider", "editor", "import"])?,
        method: choice(node, "method", &["phone", "web", "form", "visit", "import"])?,
    })
}

/// A number, or `{ min, max }`. A single number is both bounds.
pub(super) fn range(node: Option<&Node<'_>>) -> Option<Range> {
    let node = node?;
    let number = |node: &Node<'_>| node.text().and_then(|t| t.parse::<f64>().ok()).filter(|n| n.is_finite());
    match &node.value {
        Value::Mapping(_) => {
            let range = Range { min: node.get("min").and_then(number), max: node.get("max").and_then(number) };
            (range.min.is_some() || range.max.is_some()).then_some(range)
        }
        _ => number(node).map(|n| Range { min: Some(n), max: Some(n) }),
    }
}

/// Text with its outer blanks removed.
fn text(node: &Node<'_>, key: &str) -> Option<String> {
    let text = node.get(key)?.text()?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn texts(node: Option<&Node<'_>>) -> Vec<String> {
    items(node).iter().filter_map(|n| n.text()).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect()
}

fn url(node: &Node<'_>, key: &str) -> Option<String> {
    text(node, key).filter(|url| (values::URL.check)(url).is_ok())
}

fn date(node: &Node<'_>, key: &str) -> Option<Date> {
    values::date(node.get(key)?.text()?)
}

fn time(node: &Node<'_>, key: &str) -> Option<Time> {
    values::time(node.get(key)?.text()?)
}

fn choice(node: &Node<'_>, key: &str, words: &[&'static str]) -> Option<&'static str> {
    let text = node.get(key)?.text()?;
    words.iter().copied().find(|word| *word == text)
}

fn term(vocabulary: &Vocabulary, facet: Facet, node: &Node<'_>, key: &str) -> Option<TermId> {
    vocabulary.find(facet, node.get(key)?.text()?)
}

/// The terms of a list, in the order of the vocabulary and each once.
fn terms(vocabulary: &Vocabulary, facet: Facet, node: Option<&Node<'_>>) -> Vec<TermId> {
    let mut ids: Vec<TermId> = items(node).iter().filter_map(|n| vocabulary.find(facet, n.text()?)).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn items<'n, 'a>(node: Option<&'n Node<'a>>) -> &'n [Node<'a>] {
    node.map_or(&[], Node::items)
}
