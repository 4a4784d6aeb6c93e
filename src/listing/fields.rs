//! The keys of a listing's front matter: the one table behind the check, the JSON Schema and the docs.

use crate::shape::values::{DATE, EMAIL, LANGUAGE, NPI, PHONE, SLUG, STATE, TIME, TIMEZONE, URL, ZIP};
use crate::shape::{Kind, Object, field, need};
use crate::vocabulary::Facet;

/// A listing.
pub static LISTING: Object = Object {
    name: "a listing",
    fields: &[
        need("name", Kind::Text(120), "The name people know the place by.", "\"Alder Creek Evening IOP\""),
        field("organization", Kind::Text(120), "The organization that runs it.", "\"Alder Creek Health\""),
        field(
            "status",
            Kind::Choice(&["active", "temporarily-closed", "closed"]),
            "Whether it is open. A closed listing keeps its page and leaves the lists.",
            "active",
        ),
        field(
            "status_note",
            Kind::Text(300),
            "What a visitor should know about a closure.",
            "\"Closed on June 30, 2026.\"",
        ),
        field("aliases", Kind::List(&Kind::Value(&SLUG)), "Former slugs; each becomes a redirect.", "[alder-creek]"),
        need(
            "location",
            Kind::Object(&LOCATION),
            "Where it is, or where its office of record is.",
            "{ city: \"Alabaster\", state: AL, zip: \"35007\" }",
        ),
        field(
            "phones",
            Kind::List(&Kind::Object(&PHONES)),
            "The program's own numbers, the most useful first.",
            "[{ number: \"205-555-0142\", type: intake }]",
        ),
        field("website", Kind::Value(&URL), "The program's own page.", "\"https://example.org/iop\""),
        field("email", Kind::Value(&EMAIL), "An address that is read.", "\"intake@example.org\""),
        need(
            "programs",
            Kind::List(&Kind::Object(&PROGRAM)),
            "The programs that run here, at least one.",
            "[{ id: adult-iop, level_of_care: iop }]",
        ),
        field("services", Kind::List(&Kind::Term(Facet::Service)), "Help beside treatment.", "[case-management]"),
        field("languages", Kind::List(&Kind::Term(Facet::Language)), "Languages in which care is given.", "[en, es]"),
        field("payment", Kind::Object(&PAYMENT), "How care can be paid for.", "{ accepts: [medicaid] }"),
        field("access", Kind::Object(&ACCESS), "Getting there and getting in.", "{ wheelchair: available }"),
        field("policies", Kind::Object(&POLICIES), "Rules of the house.", "{ smoking: not-permitted }"),
        field(
            "staff",
            Kind::List(&Kind::Object(&STAFF)),
            "Roles and their credentials, without names.",
            "[{ role: \"Medical director\", credentials: [MD] }]",
        ),
        field(
            "licenses",
            Kind::List(&Kind::Object(&LICENSE)),
            "Licenses and certifications.",
            "[{ issuer: state-health, number: \"AL-1234\" }]",
        ),
        field(
            "accreditation",
            Kind::List(&Kind::Object(&ACCREDITATION)),
            "Accreditations.",
            "[{ body: carf, expires: 2027-03-31 }]",
        ),
        field("ownership", Kind::Term(Facet::Ownership), "Who owns it.", "nonprofit"),
        field(
            "identifiers",
            Kind::Object(&IDENTIFIERS),
            "Numbers under which other registers know it.",
            "{ npi: \"1234567893\" }",
        ),
        need(
            "verified",
            Kind::Object(&VERIFIED),
            "When somebody last confirmed these facts, and how.",
            "{ date: 2026-09-01, by: provider, method: phone }",
        ),
        field(
            "sources",
            Kind::List(&Kind::Object(&SOURCE)),
            "Where the facts come from.",
            "[{ name: \"Program website\", retrieved: 2026-09-01 }]",
        ),
        field(
            "written_in",
            Kind::Value(&LANGUAGE),
            "Language of your own words: notes and the text below. The site's first language when absent.",
            "es",
        ),
        field(
            "maintainers",
            Kind::List(&Kind::Text(60)),
            "Account names of those who may change this file.",
            "[\"octocat\"]",
        ),
        field(
            "notes",
            Kind::List(&Kind::Text(300)),
            "Other things worth knowing, each one sentence.",
            "[\"Ring the bell at the side door.\"]",
        ),
    ],
};

static LOCATION: Object = Object {
    name: "a location",
    fields: &[
        field(
            "street",
            Kind::Text(120),
            "House number and street. Leave it out when the address is confidential.",
            "\"750 Highway 31 South\"",
        ),
        field("unit", Kind::Text(60), "Suite, floor or building.", "\"Suite 4\""),
        need("city", Kind::Text(80), "City or town, as on an envelope.", "\"Alabaster\""),
        need("state", Kind::Value(&STATE), "State or territory, two letters.", "AL"),
        need("zip", Kind::Value(&ZIP), "Five digits in quotes.", "\"35007\""),
        field("county", Kind::Text(80), "County; worked out from the coordinates when absent.", "\"Shelby County\""),
        field(
            "lat",
            Kind::Decimal(-90.0, 90.0),
            "Latitude in degrees; the ZIP's point is used when absent.",
            "33.2129",
        ),
        field("lon", Kind::Decimal(-180.0, 180.0), "Longitude in degrees; west is negative.", "-86.7879"),
        field(
            "confidential",
            Kind::Choice(&["hidden"]),
            "Only city and ZIP are shown; no street and no coordinates may be written.",
            "hidden",
        ),
        field(
            "virtual_only",
            Kind::Choice(&["virtual"]),
            "There is no place to visit; city, state and ZIP are the office of record.",
            "virtual",
        ),
    ],
};

static PHONES: Object = Object {
    name: "a phone",
    fields: &[
        need("number", Kind::Value(&PHONE), "Ten digits.", "\"205-555-0142\""),
        field("ext", Kind::Text(24), "Extension.", "\"12\""),
        field(
            "type",
            Kind::Choice(&["main", "intake", "tty", "text", "after-hours"]),
            "What the number is for.",
            "intake",
        ),
        field("languages", Kind::List(&Kind::Term(Facet::Language)), "Languages spoken on this line.", "[en, es]"),
    ],
};

/// A program within a listing.
pub static PROGRAM: Object = Object {
    name: "a program",
    fields: &[
        need("id", Kind::Value(&SLUG), "A short slug, unique in the listing.", "adult-evening"),
        field("name", Kind::Text(120), "The program's own name.", "\"Adult evening IOP\""),
        field(
            "level_of_care",
            Kind::OneOrMany(&Kind::Term(Facet::LevelOfCare)),
            "The level of care, or several.",
            "iop",
        ),
        field(
            "asam_level",
            Kind::Choice(&["0.5", "1.0", "1.5", "1.7", "2.1", "2.5", "2.7", "3.1", "3.3", "3.5", "3.7", "4.0"]),
            "ASAM level, for substance use programs.",
            "\"2.1\"",
        ),
        field("focus", Kind::List(&Kind::Term(Facet::Focus)), "What it treats.", "[co-occurring]"),
        field("formats", Kind::List(&Kind::Term(Facet::Format)), "How people take part.", "[in-person]"),
        field(
            "states_served",
            Kind::List(&Kind::Value(&STATE)),
            "States whose residents may take part by video.",
            "[AL, GA]",
        ),
        field("ages", Kind::Range(0.0, 120.0), "Ages in years.", "{ min: 18 }"),
        field(
            "age_groups",
            Kind::List(&Kind::Term(Facet::Age)),
            "Age groups, where no ages in years are known.",
            "[adults]",
        ),
        field("genders", Kind::List(&Kind::Term(Facet::Gender)), "Genders accepted; both means everybody.", "[women]"),
        field("hours_per_week", Kind::Range(0.5, 168.0), "Hours of treatment a week.", "9"),
        field("days_per_week", Kind::Range(1.0, 7.0), "Days a week.", "3"),
        field("weeks", Kind::Range(1.0, 156.0), "Usual length in weeks.", "{ min: 8, max: 12 }"),
        field("schedule", Kind::Object(&SCHEDULE), "Days and times.", "{ times: [evening] }"),
        field("modalities", Kind::List(&Kind::Term(Facet::Modality)), "Therapies and approaches.", "[cbt, group]"),
        field(
            "medications",
            Kind::List(&Kind::Term(Facet::Medication)),
            "Medications given or accepted.",
            "[buprenorphine]",
        ),
        field(
            "populations",
            Kind::List(&Kind::Term(Facet::Population)),
            "People for whom there is a group or track of their own.",
            "[veterans]",
        ),
        field("accepting", Kind::Object(&ACCEPTING), "Whether there is room.", "{ status: open, as_of: 2026-09-01 }"),
        field("family_involvement", Kind::Text(300), "How family and friends take part.", "\"Weekly family group\""),
        field("aftercare", Kind::Text(300), "What comes after.", "\"Alumni group for 12 months\""),
        field("note", Kind::Text(500), "Anything else about the program.", "\"Starts every Monday.\""),
    ],
};

static SCHEDULE: Object = Object {
    name: "a schedule",
    fields: &[
        field("timezone", Kind::Value(&TIMEZONE), "Time zone of the sessions.", "America/Chicago"),
        field(
            "times",
            Kind::List(&Kind::Term(Facet::Time)),
            "Times of day and week, where no sessions are known.",
            "[evening]",
        ),
        field(
            "sessions",
            Kind::List(&Kind::Object(&SESSION)),
            "The sessions of a normal week.",
            "[{ days: [mon, wed], start: \"18:00\", end: \"21:00\" }]",
        ),
    ],
};

static SESSION: Object = Object {
    name: "a session",
    fields: &[
        need(
            "days",
            Kind::List(&Kind::Choice(&["mon", "tue", "wed", "thu", "fri", "sat", "sun"])),
            "Days of the week.",
            "[mon, wed, thu]",
        ),
        need("start", Kind::Value(&TIME), "When it begins.", "\"18:00\""),
        need("end", Kind::Value(&TIME), "When it ends.", "\"21:00\""),
        field("format", Kind::Term(Facet::Format), "How people take part in this session.", "in-person"),
        field("note", Kind::Text(120), "A word about this session.", "\"Family group\""),
    ],
};

static ACCEPTING: Object = Object {
    name: "accepting",
    fields: &[
        need("status", Kind::Choice(&["open", "waitlist", "full"]), "Whether new people can start.", "open"),
        need("as_of", Kind::Value(&DATE), "The day on which this was true.", "2026-09-01"),
        field("wait", Kind::Text(80), "The usual wait.", "\"1 to 2 weeks\""),
    ],
};

static PAYMENT: Object = Object {
    name: "payment",
    fields: &[
        field(
            "accepts",
            Kind::List(&Kind::Term(Facet::Payment)),
            "Ways to pay that are accepted.",
            "[medicaid, sliding-scale]",
        ),
        field(
            "declined",
            Kind::List(&Kind::Term(Facet::Payment)),
            "Ways to pay that are not accepted. What is in neither list is not reported.",
            "[medicare]",
        ),
        field("insurers", Kind::List(&Kind::Term(Facet::Insurer)), "Insurers whose plans are taken.", "[aetna]"),
        field("note", Kind::Text(300), "A word about cost.", "\"Call to check your plan.\""),
    ],
};

static ACCESS: Object = Object {
    name: "access",
    fields: &[
        field("wheelchair", AVAILABLE, "Whether a wheelchair gets in.", "available"),
        field("asl", AVAILABLE, "Whether there is an interpreter for American Sign Language.", "available"),
        field("parking", AVAILABLE, "Whether there is parking.", "available"),
        field("transit", Kind::Text(120), "Bus or train.", "\"Bus 14\""),
    ],
};

const AVAILABLE: Kind = Kind::Choice(&["available", "unavailable"]);

static POLICIES: Object = Object {
    name: "policies",
    fields: &[
        field("smoking", Kind::Term(Facet::Smoking), "Smoking.", "not-permitted"),
        field("vaping", Kind::Term(Facet::Vaping), "Vaping.", "not-permitted"),
    ],
};

static STAFF: Object = Object {
    name: "a staff role",
    fields: &[
        need("role", Kind::Text(80), "The role.", "\"Medical director\""),
        field("credentials", Kind::List(&Kind::Text(40)), "Degrees and licenses.", "[MD, FASAM]"),
    ],
};

static LICENSE: Object = Object {
    name: "a license",
    fields: &[
        need("issuer", Kind::Term(Facet::License), "Who gave it.", "state-health"),
        field("number", Kind::Text(60), "Its number.", "\"AL-1234\""),
        field("expires", Kind::Value(&DATE), "The last day on which it is valid.", "2027-06-30"),
        field("url", Kind::Value(&URL), "Where it can be looked up.", "\"https://example.org/licenses\""),
    ],
};

static ACCREDITATION: Object = Object {
    name: "an accreditation",
    fields: &[
        need("body", Kind::Term(Facet::Accreditation), "Who gave it.", "carf"),
        field("expires", Kind::Value(&DATE), "The last day on which it is valid.", "2027-03-31"),
    ],
};

static IDENTIFIERS: Object = Object {
    name: "identifiers",
    fields: &[
        field("npi", Kind::Value(&NPI), "National Provider Identifier.", "\"1234567893\""),
        field(
            "samhsa",
            Kind::OneOrMany(&Kind::Text(80)),
            "The survey's row, as a key; written by the import.",
            "\"5f2c…\"",
        ),
    ],
};

static VERIFIED: Object = Object {
    name: "verified",
    fields: &[
        need("date", Kind::Value(&DATE), "The day of the confirmation.", "2026-09-01"),
        need("by", Kind::Choice(&["provider", "editor", "import"]), "Who confirmed the facts.", "provider"),
        need("method", Kind::Choice(&["phone", "web", "form", "visit", "import"]), "How.", "phone"),
    ],
};

static SOURCE: Object = Object {
    name: "a source",
    fields: &[
        need("name", Kind::Text(160), "What it is.", "\"Program website\""),
        field("url", Kind::Value(&URL), "Where it is.", "\"https://example.org\""),
        field("retrieved", Kind::Value(&DATE), "When it was read.", "2026-08-30"),
    ],
};
