//! Every rule that a content file can break: a small wrong file with the exact place of its finding, and a right one.
//!
//! In the wrong text, guillemets stand around what has to be marked: `zip: «"45202"»`.

use crate::project::{
    GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE, brief, listing, replaced,
};
use waypost::build::{Memory, check};
use waypost::diagnostic::rules::by_code;

type Files = Vec<(&'static str, Vec<u8>)>;

struct Case {
    code: &'static str,
    wrong: Files,
    right: Files,
    /// The file that is meant when no place in it is marked.
    whole: &'static str,
}

impl Case {
    fn new(code: &'static str, path: &'static str, wrong: impl Into<Vec<u8>>, right: impl Into<Vec<u8>>) -> Self {
        Self { code, wrong: vec![(path, wrong.into())], right: vec![(path, right.into())], whole: path }
    }

    /// Another right version than the untouched file.
    fn right(mut self, right: &[(&str, &str)]) -> Self {
        let text = String::from_utf8(self.right[0].1.clone()).unwrap();
        self.right[0].1 = replaced(&text, right).into_bytes();
        self
    }

    /// Another file in the wrong version.
    fn beside(mut self, path: &'static str, text: impl Into<Vec<u8>>) -> Self {
        self.wrong.push((path, text.into()));
        self
    }

    /// Another file in both versions.
    fn with(mut self, path: &'static str, text: impl Into<Vec<u8>>) -> Self {
        let text = text.into();
        self.right.push((path, text.clone()));
        self.beside(path, text)
    }
}

/// A listing that breaks `code` after these edits.
fn wrong(code: &'static str, edits: &[(&str, &str)]) -> Case {
    Case::new(code, LISTING_PATH, replaced(LISTING, edits), LISTING)
}

fn guide(code: &'static str, edits: &[(&str, &str)]) -> Case {
    Case::new(code, GUIDE_PATH, replaced(GUIDE, edits), GUIDE)
}

fn page(code: &'static str, edits: &[(&str, &str)]) -> Case {
    Case::new(code, PAGE_PATH, replaced(PAGE, edits), PAGE)
}

const ZIP: &str = "  zip: \"35007\"\n";
const PHONE: &str = "\"205-234-0142\"";
const HOURS: &str = "    hours_per_week: 9\n";
const LONG: &str = "The participation of the individual in the intensive outpatient program is of considerable importance to the whole of the family and to the community. ";
const BODY: &str = "A quiet house near the creek.\n";
const VERIFIED: &str = "2026-11-01, by: provider, method: phone";
const GEORGIA: &str = "content/providers/ga/alder-creek.md";
const OTHER: &str = "content/providers/al/birch-hill.md";
const THIRD: &str = "content/providers/al/cedar-lane.md";

fn cases() -> Vec<Case> {
    let mut cases = file_cases();
    cases.extend(shape_cases());
    cases.extend(identity_cases());
    cases.extend(place_cases());
    cases.extend(care_cases());
    cases.extend(logic_cases());
    cases.extend(fresh_cases());
    cases.extend(text_cases());
    cases.extend(site_cases());
    cases
}

fn file_cases() -> Vec<Case> {
    let front = |text: &str| LISTING.replacen("organization", text, 1);
    let large = format!("---\nname: \"{}\"\n---\n", "x".repeat(70_000));
    let foreign = |path| Case::new("file/not-utf8", path, *b"---\nname: caf\xe9\n---\n", LISTING);
    vec![
        Case { whole: "content/providers/al/alder-creek.md:2:10", ..foreign(LISTING_PATH) },
        Case::new("file/empty", LISTING_PATH, "\n \n", LISTING),
        Case::new("file/too-large", LISTING_PATH, large, LISTING),
        Case::new("file/name", "content/providers/al/Alder_Creek.md", LISTING, LISTING).renamed(LISTING_PATH),
        page("file/name", &[]).moved("content/pages/About Us.md"),
        wrong("file/stray", &[]).stray("content/notes.txt"),
        wrong("file/stray", &[]).stray("content/providers/alder-creek.md"),
        Case::new("yaml/no-front-matter", LISTING_PATH, "«name: x»\n", LISTING),
        Case::new("yaml/unclosed-front-matter", LISTING_PATH, "«---»\nname: x\n", LISTING),
        wrong("yaml/syntax", &[("\"Alder Creek IOP\"", "Alder Creek«:» Evening")])
            .right(&[("\"Alder Creek IOP\"", "Alder Creek Evening")]),
        wrong("yaml/syntax", &[("  city: \"Alabaster\"", "  city: «\"Alabaster»")]),
        wrong("yaml/syntax", &[("  city: ", "  city«:»")]),
        wrong("yaml/tab", &[("  city:", "«\t»city:")]),
        wrong("yaml/duplicate-key", &[("  state: AL\n", "  state: AL\n  «state»: GA\n")]),
        wrong("yaml/alias", &[("state: AL", "state: &s «AL»")]),
        wrong("yaml/alias", &[("\"Alabaster\"", "&s \"Alabaster\""), ("state: AL", "state: «*s»")]),
        wrong(
            "yaml/too-deep",
            &[("level_of_care: iop", &format!("level_of_care: {}«[»{}", "[".repeat(22), "]".repeat(23)))],
        )
        .unmarked_width(),
        wrong("yaml/control-character", &[("Alder Creek", "Alder«\u{7}»Creek")]),
        Case::new("yaml/control-character", LISTING_PATH, front(""), LISTING)
            .right(&[("Alder", "Älder")])
            .with_edit("Creek IOP", "Creek«\u{0}» IOP"),
    ]
}

impl Case {
    /// The right version lies elsewhere.
    fn renamed(mut self, right: &'static str) -> Self {
        self.right[0].0 = right;
        self
    }

    /// The wrong version lies elsewhere.
    fn moved(mut self, wrong: &'static str) -> Self {
        self.wrong[0].0 = wrong;
        self.whole = wrong;
        self
    }

    /// A file that belongs nowhere is in the wrong version.
    fn stray(mut self, path: &'static str) -> Self {
        self.whole = path;
        self.beside(path, "x")
    }

    fn with_edit(mut self, from: &str, to: &str) -> Self {
        let text = String::from_utf8(self.wrong[0].1.clone()).unwrap();
        self.wrong[0].1 = replaced(&text, &[(from, to)]).into_bytes();
        self
    }

    /// Only the beginning of the mark counts.
    fn unmarked_width(mut self) -> Self {
        self.wrong[0].1 = String::from_utf8(self.wrong[0].1.clone()).unwrap().replace('»', "¤").into_bytes();
        self
    }
}

fn shape_cases() -> Vec<Case> {
    vec![
        wrong("shape/unknown-key", &[("  city:", "  «citty»: x\n  city:")]),
        wrong("shape/missing-key", &[("  city: \"Alabaster\"\n", ""), ("  street", "  «street»")]),
        wrong("shape/missing-key", &[("name: \"Alder Creek IOP\"\n", ""), ("location:", "«location»:")]),
        wrong("shape/wrong-type", &[("phones:\n  - number: \"205-234-0142\"", "phones: «\"205-234-0142\"»")]),
        wrong("shape/wrong-type", &[("hours_per_week: 9", "hours_per_week: «nine»")]),
        wrong(
            "shape/wrong-type",
            &[("verified: { date: 2026-11-01, by: provider, method: phone }", "verified: «yesterday»")],
        ),
        wrong("shape/empty-value", &[("location:", "«organization»:\nlocation:")]),
        wrong("shape/empty-value", &[("location:", "organization: «\"\"»\nlocation:")]),
        wrong("shape/unknown-term", &[(": iop", ": «ipo»")]),
        wrong("shape/duplicate-term", &[("phones:", "languages: [en, «en»]\nphones:")])
            .right(&[("phones:", "languages: [en, es]\nphones:")]),
        wrong("shape/too-long", &[("\"Alder Creek IOP\"", &format!("«\"{}a\"»", "a".repeat(120)))])
            .right(&[("Alder Creek IOP", &"a".repeat(120))]),
        wrong("shape/bad-value", &[("2026-11-01", "«2026-11-31»")]).right(&[("2026-11-01", "2026-10-31")]),
        wrong("shape/bad-value", &[("state: AL", "state: «Alabama»")]),
        wrong("shape/bad-value", &[("location:", "website: «\"example.org\"»\nlocation:")])
            .right(&[("location:", "website: \"https://example.org\"\nlocation:")]),
        wrong("shape/bad-value", &[(HOURS, "    hours_per_week: «200»\n")]),
        wrong("shape/bare-zip", &[("\"35007\"", "«35007»")]),
        wrong("shape/bare-yes-no", &[("phones:", "access: { wheelchair: «yes» }\nphones:")])
            .right(&[("phones:", "access: { wheelchair: available }\nphones:")]),
    ]
}

fn identity_cases() -> Vec<Case> {
    let stub = |name: &str| listing(name, "Alabaster", "AL", "35007");
    let unique = |text: &str, number: &str| text.replace("205-234-0142", number);
    let shared = |name: &str| unique(&stub(name), "205-234-0199");
    let twice = "    hours_per_week: 9\n  - id: «adult-iop»\n    level_of_care: iop\n    hours_per_week: 9\n";
    let two_ids =
        [(HOURS, "    hours_per_week: 9\n  - id: second-iop\n    level_of_care: iop\n    hours_per_week: 9\n")];
    vec![
        wrong("identity/slug", &[("location:", "aliases: [«Alder Creek»]\nlocation:")])
            .right(&[("location:", "aliases: [alder]\nlocation:")]),
        wrong("identity/slug", &[("id: adult-iop", "id: «Adult_IOP»")]),
        wrong("identity/duplicate-slug", &[]).beside(
            GEORGIA,
            listing("«»Atlanta IOP", "Atlanta", "GA", "30303").replace("\"«»Atlanta IOP\"", "«\"Atlanta IOP\"»"),
        ),
        Case::new("identity/state-folder", GEORGIA, LISTING.replace("state: AL", "state: «AL»"), LISTING)
            .renamed(LISTING_PATH),
        Case::new("identity/state-folder", "content/providers/alabama/alder-creek.md", LISTING, LISTING)
            .renamed(LISTING_PATH),
        wrong("identity/duplicate-program-id", &[(HOURS, twice)]).right(&two_ids),
        wrong("identity/near-duplicate", &[])
            .beside(OTHER, LISTING.replace("\"Alder Creek IOP\"", "«\"Alder creek IOP.\"»")),
        wrong(
            "identity/truncated-name",
            &[
                ("\"Alder Creek IOP\"", "«\"Alder Creek Intensive Outpatient Progr\"»"),
                (VERIFIED, "2026-11-01, by: import, method: import"),
            ],
        )
        .right(&[
            ("Alder Creek IOP", "Alder Creek Intensive Outpatient Program"),
            (VERIFIED, "2026-11-01, by: import, method: import"),
        ]),
        wrong("identity/name-capitals", &[("\"Alder Creek IOP\"", "«\"ALDER CREEK IOP\"»")]),
        wrong("identity/name-stuffing", &[("\"Alder Creek IOP\"", "«\"Best IOP near me\"»")])
            .right(&[("Alder Creek IOP", "Bestway IOP")]),
        wrong("identity/name-stuffing", &[("\"Alder Creek IOP\"", "«\"Alder 205-234-0142\"»")]),
        wrong("phone/invalid", &[(PHONE, "«\"205-234-014\"»")]),
        wrong("phone/crisis-line", &[(PHONE, "«\"988\"»")]),
        wrong("phone/fictional", &[(PHONE, "«\"205-555-0142\"»")]).right(&[(PHONE, "\"205-555-0242\"")]),
        wrong("phone/extension", &[(PHONE, "«\"205-234-0142 x3\"»")])
            .right(&[(PHONE, "\"205-234-0142\"\n    ext: \"3\"")]),
        wrong("phone/crisis-line", &[(PHONE, "«\"1-800-662-HELP\"»")]),
        wrong(
            "phone/extension",
            &[("  - number: \"205-234-0142\"", "  - { number: «\"205-234-0142 ext. 3\"», type: tty }")],
        ),
        wrong("phone/toll-free", &[(PHONE, "«\"888-234-0142\"»")]),
        wrong("identity/invisible", &[("Alder Creek", "Alder«\u{200b}» Creek")]),
        wrong("identity/invisible", &[("quiet house", "quiet«\u{202e}» house")]),
        wrong("identity/look-alike", &[("Alder Creek", "«Аlder» Creek")]),
        wrong("identity/abbreviation", &[("Alder Creek IOP", "Alder Creek «Ctr».")]),
        wrong("identity/abbreviation", &[("Alder Creek IOP", "Alder – «Outpt» Creek")]),
        wrong("identity/truncated-name", &[("\"Alder Creek IOP\"", "«\"Alder Creek Counseling and\"»")])
            .right(&[("Alder Creek IOP", "Alder Creek Counseling")]),
        wrong("identity/truncated-name", &[("\"Alder Creek IOP\"", "«\"Alder Creek Treatm\"»")])
            .right(&[("Alder Creek IOP", "Alder Creek Treat")]),
        wrong("identity/near-duplicate", &[]).beside(
            OTHER,
            replaced(LISTING, &[("\"Alder Creek IOP\"", "«\"Second Floor Counseling\"»"), ("Highway", "Hwy")]),
        ),
        wrong("identity/near-duplicate", &[]).beside(
            OTHER,
            listing("Alder Creek IOP!", "Alabaster", "AL", "35007")
                .replace("\"Alder Creek IOP!\"", "«\"Alder Creek IOP!\"»"),
        ),
        wrong("identity/same-address", &[]).beside(
            OTHER,
            replaced(LISTING, &[("\"Alder Creek IOP\"", "«\"Second Floor Counseling\"»"), ("0142", "0177")]),
        ),
        Case::new(
            "phone/shared",
            LISTING_PATH,
            unique(LISTING, "205-234-0199").replace("\"205-234-0199\"", "«\"205-234-0199\"»"),
            LISTING,
        )
        .with(OTHER, shared("Birch Hill IOP"))
        .with(THIRD, shared("Cedar Lane IOP")),
    ]
}

fn place_cases() -> Vec<Case> {
    let point = |lat: &str, lon: &str| format!("{ZIP}  lat: {lat}\n  lon: {lon}\n");
    let good = point("33.2129", "-86.7879");
    let at = |code, lat: &str, lon: &str| wrong(code, &[(ZIP, &point(lat, lon))]).right(&[(ZIP, &good)]);
    vec![
        wrong("place/zip-unknown", &[("\"35007\"", "«\"35999\"»")]),
        wrong("place/zip-unknown", &[("\"35007\"", "«\"09001\"»")]),
        wrong("place/zip-state", &[("\"35007\"", "«\"45202\"»")]).right(&[("35007", "35007-1234")]),
        at("place/point-state", "«33.2129»", "86.7879"),
        at("place/point-zip", "«30.6954»", "-88.0399"),
        wrong("place/point-half", &[(ZIP, "  zip: \"35007\"\n  lat: «33.2129»\n")]).right(&[(ZIP, &good)]),
        wrong("place/point-half", &[(ZIP, "  zip: \"35007\"\n  lon: «-86.7879»\n")]).right(&[(ZIP, &good)]),
        wrong("place/po-box", &[("\"750 Highway 31 South\"", "«\"P.O. Box 12\"»")])
            .right(&[("750 Highway 31 South", "12 Po Boxer Street")]),
        wrong(
            "place/confidential",
            &[(ZIP, "  zip: \"35007\"\n  confidential: hidden\n"), ("  street:", "  «street»:")],
        )
        .right(&[(ZIP, "  zip: \"35007\"\n  confidential: hidden\n"), ("  street: \"750 Highway 31 South\"\n", "")]),
        wrong("place/zip-city", &[("\"35007\"", "«\"36602\"»")]),
        wrong(
            "place/confidential-text",
            &[
                (ZIP, "  zip: \"35007\"\n  confidential: hidden\n"),
                ("  street: \"750 Highway 31 South\"\n", ""),
                (BODY, "Come to «99 Elm Road», please.\n"),
            ],
        )
        .right(&[(BODY, "Come to 99 Elm Road, please.\n")]),
        wrong("place/county", &[(ZIP, &format!("{good}  county: «\"Baldwin County\"»\n"))])
            .right(&[(ZIP, &format!("{good}  county: shelby\n"))]),
    ]
}

fn care_cases() -> Vec<Case> {
    let schedule = |hours: &str, end: &str| {
        format!(
            "    hours_per_week: {hours}\n    schedule:\n      timezone: America/Chicago\n      sessions: [{{ days: [mon, wed, fri], start: \"18:00\", end: \"{end}\" }}]\n"
        )
    };
    let with = |more: &str| format!("{HOURS}{more}");
    vec![
        wrong("care/asam-level", &[(HOURS, &with("    asam_level: «\"2.5\"»\n"))])
            .right(&[(HOURS, &with("    asam_level: \"2.1\"\n"))]),
        wrong("care/asam-level", &[(HOURS, &with("    asam_level: «\"3.5\"»\n"))])
            .right(&[(": iop", ": [iop, residential]"), (HOURS, &with("    asam_level: \"3.5\"\n"))]),
        wrong("care/round-the-clock", &[(BODY, "We have «detox beds».\n")])
            .right(&[(": iop", ": [iop, residential]"), (BODY, "We have detox beds.\n")]),
        wrong("care/no-medication", &[(HOURS, &with("    focus: «[substance-use]»\n"))])
            .right(&[(HOURS, &with("    focus: [substance-use]\n    medications: [accepts-moud]\n"))]),
        wrong("care/hours", &[(HOURS, "    hours_per_week: «8»\n")]).right(&[(HOURS, "    hours_per_week: 19\n")]),
        wrong("care/hours", &[(HOURS, "    hours_per_week: «20»\n")]),
        wrong("care/hours", &[(HOURS, "    hours_per_week: «5»\n    ages: { min: 13, max: 17 }\n")])
            .right(&[(HOURS, "    hours_per_week: 6\n    ages: { min: 13, max: 17 }\n")]),
        wrong("care/hours", &[(": iop", ": php"), (HOURS, "    hours_per_week: «19»\n")])
            .right(&[(": iop", ": php"), (HOURS, "    hours_per_week: 20\n")]),
        wrong("care/hours-sum", &[(HOURS, &schedule("«15»", "21:00"))]).right(&[(HOURS, &schedule("10", "21:00"))]),
        wrong("care/days", &[(HOURS, &with("    days_per_week: «2»\n"))])
            .right(&[(HOURS, &with("    days_per_week: 3\n"))]),
        wrong("care/round-the-clock", &[("\"Alder Creek IOP\"", "«\"Alder Creek Residential\"»")]),
        wrong("care/no-hours", &[(HOURS, ""), (": iop", ": «iop»")]),
        wrong("care/no-level", &[("    level_of_care: iop\n", ""), ("id: adult-iop", "id: «adult-iop»")]),
    ]
}

fn logic_cases() -> Vec<Case> {
    let program = |more: &str| format!("{HOURS}{more}");
    let sessions = |zone: &str, a: &str, b: &str| {
        format!(
            "{HOURS}    schedule:\n{zone}      sessions:\n        - {{ days: [mon, tue, wed], start: \"09:00\", end: \"12:00\" }}\n        - {{ days: [fri], start: {a}, end: {b} }}\n"
        )
    };
    let zone = "      timezone: America/Chicago\n";
    let good_sessions = sessions(zone, "\"09:00\"", "\"09:30\"");
    let pay = |more: &str| format!("{ZIP}payment: {{ {more} }}\n");
    vec![
        wrong("logic/ages", &[(HOURS, &program("    ages: «{ min: 18 }»\n    populations: [adolescents]\n"))])
            .right(&[(HOURS, &program("    ages: { min: 13 }\n    populations: [adolescents]\n"))]),
        wrong(
            "logic/ages",
            &[(HOURS, &program("    ages: «{ min: 18, max: 30 }»\n    populations: [older-adults]\n"))],
        ),
        wrong("logic/ages", &[(HOURS, &program("    ages: { min: 18 }\n    age_groups: «[children-adolescents]»\n"))]),
        wrong("logic/ages", &[(HOURS, &program("    ages: { min: 12, max: 17 }\n    age_groups: «[adults]»\n"))]),
        wrong("logic/genders", &[(HOURS, &program("    genders: [women]\n    populations: «[men]»\n"))])
            .right(&[(HOURS, &program("    genders: [women]\n    populations: [women]\n"))]),
        wrong("logic/states-served", &[(HOURS, &program("    formats: «[virtual]»\n"))])
            .right(&[(HOURS, &program("    formats: [virtual]\n    states_served: [AL]\n"))]),
        wrong("logic/session-times", &[(HOURS, &sessions(zone, "\"18:00\"", "«\"08:30\"»"))])
            .right(&[(HOURS, &good_sessions)]),
        Case::new(
            "logic/session-overlap",
            LISTING_PATH,
            replaced(LISTING, &[(HOURS, &sessions(zone, "«\"11:30\"»", "\"12:30\""))]).replace("[fri]", "[wed]"),
            replaced(LISTING, &[(HOURS, &sessions(zone, "\"12:00\"", "\"12:30\""))]).replace("[fri]", "[wed]"),
        ),
        wrong("logic/timezone", &[(HOURS, &sessions("      timezone: «America/Chicgo»\n", "\"09:00\"", "\"09:30\""))])
            .right(&[(HOURS, &good_sessions)]),
        wrong(
            "logic/timezone",
            &[(
                HOURS,
                &sessions("", "\"09:00\"", "\"09:30\"").replace("        - { days: [mon", "        «- { days: [mon"),
            )],
        )
        .unmarked_start(),
        wrong("logic/free", &[(ZIP, &pay("accepts: «[free, self-pay]»"))]).right(&[(ZIP, &pay("accepts: [free]"))]),
        wrong("logic/accepts-and-declines", &[(ZIP, &pay("accepts: [medicaid], declined: [medicare, «medicaid»]"))])
            .right(&[(ZIP, &pay("accepts: [medicaid], declined: [medicare]"))]),
        wrong("logic/methadone", &[(HOURS, &program("    medications: «[methadone]»\n"))])
            .right(&[(HOURS, &program("    medications: [methadone, otp]\n"))]),
        wrong("logic/licensed-states", &[(HOURS, &program("    states_served: «[AL, GA]»\n"))])
            .right(&[(HOURS, &program("    states_served: [AL, GA]\n    note: \"Licensed in both.\"\n"))]),
        wrong("logic/range", &[(HOURS, &program("    weeks: «{ min: 12, max: 8 }»\n"))])
            .right(&[(HOURS, &program("    weeks: { min: 8, max: 12 }\n"))]),
        wrong(
            "logic/no-contact",
            &[("phones:\n  - number: \"205-234-0142\"\n", ""), ("\"Alder Creek IOP\"", "«\"Alder Creek IOP\"»")],
        )
        .right(&[("phones:\n  - number: \"205-234-0142\"\n", "website: \"https://example.org/\"\n")]),
        wrong(
            "logic/status",
            &[
                ("location:", "status: closed\nlocation:"),
                (HOURS, &program("    accepting: «{ status: open, as_of: 2026-11-01 }»\n")),
            ],
        )
        .right(&[(HOURS, &program("    accepting: { status: open, as_of: 2026-11-01 }\n"))]),
    ]
}

impl Case {
    /// A mark that has no end in the text: only its beginning counts.
    fn unmarked_start(mut self) -> Self {
        let text = String::from_utf8(self.wrong[0].1.clone()).unwrap();
        let at = text.find('«').unwrap() + '«'.len_utf8();
        self.wrong[0].1 = format!("{}¤{}", &text[..at], &text[at..]).into_bytes();
        self
    }
}

fn fresh_cases() -> Vec<Case> {
    let verified = |code, date: &str, right: &str| {
        wrong(code, &[("2026-11-01", &format!("«{date}»"))]).right(&[("2026-11-01", right)])
    };
    let accepting = |date: &str| format!("{HOURS}    accepting: {{ status: open, as_of: {date} }}\n");
    let license = |date: &str| format!("{ZIP}licenses: [{{ issuer: state-health, expires: {date} }}]\n");
    let website = |url: &str| format!("{ZIP}website: {url}\n");
    let npi = |number: &str| format!("{ZIP}identifiers: {{ npi: {number} }}\n");
    vec![
        verified("fresh/future", "2026-11-23", "2026-11-22"),
        verified("fresh/aging", "2026-05-25", "2026-05-26"),
        verified("fresh/stale", "2025-11-21", "2025-11-22"),
        verified("fresh/demoted", "2025-05-22", "2025-05-23"),
        wrong("fresh/accepting", &[(HOURS, &accepting("«2026-10-22»"))]).right(&[(HOURS, &accepting("2026-10-23"))]),
        wrong("fresh/future", &[(HOURS, &accepting("«2026-11-23»"))]).right(&[(HOURS, &accepting("2026-11-22"))]),
        wrong("fresh/expired", &[(ZIP, &license("«2026-11-21»"))]).right(&[(ZIP, &license("2026-11-22"))]),
        wrong("fresh/import-only", &[(VERIFIED, "2026-11-01, by: «import», method: import")]),
        wrong("trust/npi", &[(ZIP, &npi("«\"1234567890\"»"))]).right(&[(ZIP, &npi("\"1234567893\""))]),
        wrong("trust/http", &[(ZIP, &website("«\"http://example.org/\"»"))])
            .right(&[(ZIP, &website("\"https://example.org/\""))]),
        wrong("trust/http", &[(BODY, "See [us](«http://example.org/»).\n")]),
        wrong("trust/short-link", &[(BODY, "See [us](«https://bit.ly/x»).\n")]),
        wrong("trust/referral", &[(ZIP, &website("«\"https://example.org/?a=1&aff_id=2\"»"))])
            .right(&[(ZIP, &website("\"https://example.org/?a=1\""))]),
        wrong("trust/look-alike", &[(ZIP, &website("«\"https://exаmple.org/\"»"))])
            .right(&[(ZIP, &website("\"https://peñon.example/\""))]),
        wrong("trust/tracking", &[(ZIP, &website("«\"https://example.org/?utm_source=x\"»"))])
            .right(&[(ZIP, &website("\"https://example.org/?id=x\""))]),
    ]
}

fn text_cases() -> Vec<Case> {
    let sources = "  - title: \"TIP 47\"\n    url: \"https://www.samhsa.gov/\"\n";
    let people = "People who live at home.\n";
    let say = |code, text: &str, right: &str| wrong(code, &[(BODY, text)]).right(&[(BODY, right)]);
    vec![
        guide("guide/sources", &[(&format!("sources:\n{sources}"), "sources: «[]»\n")]),
        guide("guide/review-overdue", &[("2027-10-15", "«2026-11-21»")]).right(&[("2027-10-15", "2026-11-22")]),
        guide("guide/review-order", &[("2027-10-15", "«2026-10-14»")]),
        guide("fresh/future", &[("2026-10-15", "«2026-11-23»")]),
        guide("shape/missing-key", &[("title: \"What is an IOP?\"\n", ""), ("summary:", "«summary»:")]),
        page("shape/unknown-key", &[("menu:", "«menue»:")]),
        guide("trust/tracking", &[("\"https://www.samhsa.gov/\"", "«\"https://www.samhsa.gov/?utm_source=x\"»")]),
        guide("guide/reading-grade", &[(people, &format!("«{LONG}» {}", LONG.repeat(6)))]).unmarked_width(),
        guide("language/stigma", &[("who it is for", "why «addicts» come")]),
        guide("language/stigma", &[(people, "No «drug abuse» here.\n")]),
        guide("language/instruction", &[(people, "Start with «2.5 mg».\n")]),
        say("language/stigma", "We treat\n«Alcoholics» and others.\n", "We treat people.\n"),
        say("language/claim", "Our «success rate» is high.\n", "Nobody can promise a success rate.\n"),
        say("language/pressure", "Hay «camas disponibles».\n", "Hay un grupo.\n"),
        wrong("language/stigma", &[("verified:", "notes: [\"For «junkies» too.\"]\nverified:")]),
        say(
            "link/filter",
            "See [this](«/search/#f=payment.medicaid»).\n",
            "See [this](/search/#f=level_of_care.iop).\n",
        ),
        say("link/anchor", "See [this](«/search/#f=payment.medicad»).\n", "See [this](/search/#near=10001).\n"),
        say("markdown/html", "Now «<b>»bold</b>.\n", "Now **bold**.\n"),
        say("markdown/link-scheme", "See [this](«javascript:alert(1)»).\n", "See [this](https://example.org/).\n"),
        guide("markdown/image", &[(people, "![A map](«https://example.org/map.png»)\n")]),
        say("markdown/heading-one", "«# Welcome»\n\nText.\n", "## Welcome\n\nText.\n").unmarked_width(),
        say("markdown/too-deep", &format!("{}«»x\n", "> ".repeat(40)), "> x\n").deep(),
        say(
            "markdown/broken-reference",
            "See «[this][that]».\n",
            "See [this][that].\n\n[that]: https://example.org/\n",
        ),
        say("text/too-long", &format!("«w»{}", "ord w".repeat(400)), &format!("w{}", "ord w".repeat(399))),
        say("link/broken", "See [this](«/guides/nowhere/»).\n", "See [this](/guides/).\n"),
        say("link/anchor", "See [this](«#nowhere»).\n", "See [this](#p-adult-iop).\n"),
        guide("link/anchor", &[(people, "See [above](«#who-it-was-for»).\n")])
            .right(&[(people, "See [above](#who-it-is-for).\n")]),
        say("link/outside", "See [this](«../../../x/»).\n", "See [this](../../).\n"),
    ]
}

fn site_cases() -> Vec<Case> {
    let term = |facet: &str| format!("facet: {facet}\nterms:\n  - slug: «kayak»\n    label: {{ en: \"Kayak\" }}\n");
    vec![
        Case {
            whole: "content",
            ..Case::new("site/no-content", "content/README.md", "x", LISTING).renamed(LISTING_PATH)
        },
        wrong("url/collision", &[("location:", "aliases: [birch-hill]\nlocation:")])
            .with(OTHER, listing("Birch Hill IOP", "Alabaster", "AL", "35007")),
        Case::new(
            "vocabulary/term",
            "content/vocabulary/modality.yaml",
            term("«modalty»").replacen("«kayak»", "kayak", 1),
            term("modality").replace(['«', '»'], ""),
        )
        .with(LISTING_PATH, LISTING),
    ]
}

impl Case {
    /// The mark stands before the first quote sign that is one too many.
    fn deep(mut self) -> Self {
        let text = String::from_utf8(self.wrong[0].1.clone()).unwrap().replace("«»", "");
        let at = text.find("> > ").unwrap() + 2 * 32;
        self.wrong[0].1 = format!("{}«{}»{}", &text[..at], &text[at..=at], &text[at + 1..]).into_bytes();
        self
    }
}

/// The text without its mark, and line, column and width of the mark. No width when only the beginning counts.
fn unmark(text: &str) -> (String, Option<(usize, usize, Option<usize>)>) {
    let Some(start) = text.find('«') else { return (text.to_owned(), None) };
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line = text[..start].matches('\n').count() + 1;
    let column = text[line_start..start].chars().count() + 1;
    let marked = &text[start + '«'.len_utf8()..];
    let width = marked.find('»').map(|end| marked[..end].chars().count());
    (text.replace(['«', '»', '¤'], ""), Some((line, column, width)))
}

#[test]
fn every_rule_points_at_the_value_that_is_wrong_and_is_quiet_when_it_is_right() {
    let mut mistakes = Vec::new();
    // One memory, so that the theme is read once. No two files here have the same time.
    let mut memory = Memory::default();
    for (number, case) in cases().into_iter().enumerate() {
        let rule = by_code(case.code).unwrap_or_else(|| panic!("{}", case.code));
        let project = Project::empty();
        let mut expected = (format!("{}: {}[{}]", case.whole, rule.severity.word(), case.code), None);
        for (path, bytes) in &case.wrong {
            let Ok(text) = std::str::from_utf8(bytes) else {
                project.write(path, bytes);
                continue;
            };
            let (plain, mark) = unmark(text);
            if let Some((line, column, width)) = mark {
                expected = (format!("{path}:{line}:{column}: {}[{}]", rule.severity.word(), case.code), width);
            }
            project.write(path, plain);
        }
        let findings = check(&project.request(), &mut memory).findings;
        let short = brief(&findings);
        let found = short.iter().position(|line| *line == expected.0);
        match found {
            None => mistakes.push(format!("case {number}: expected {}, found {short:#?}", expected.0)),
            Some(at) => {
                let width = findings[at].place.as_ref().map(|place| place.width as usize);
                if let (Some(wanted), Some(width)) = (expected.1, width)
                    && wanted != width
                {
                    mistakes.push(format!("case {number}: {} marks {width} characters, not {wanted}", expected.0));
                }
                if findings[at].help.is_none() {
                    mistakes.push(format!("case {number}: {} says nothing about what to do", expected.0));
                }
            }
        }
        let project = Project::empty();
        for (path, bytes) in &case.right {
            project.write(path, bytes);
        }
        let short = brief(&check(&project.request(), &mut memory).findings);
        if short.iter().any(|line| line.ends_with(&format!("[{}]", case.code))) {
            mistakes.push(format!("case {number}: the right version of {} has it: {short:#?}", case.code));
        }
    }
    assert!(mistakes.is_empty(), "{} mistakes\n{}", mistakes.len(), mistakes.join("\n"));
}

#[test]
fn the_files_that_cases_start_from_have_no_findings() {
    let project = Project::sample().with(GUIDE_PATH, GUIDE).with(PAGE_PATH, PAGE);
    assert_eq!(project.check(), [""; 0]);
}

#[test]
fn a_sample_site_may_use_numbers_kept_for_fiction() {
    let project = Project::sample().with("waypost.yaml", format!("{SITE}demonstration: sample\n"));
    project.edit(LISTING_PATH, "205-234-0142", "205-555-0142");
    assert_eq!(project.check(), [""; 0]);
}

#[test]
fn a_site_may_set_another_severity_for_a_rule_or_switch_it_off() {
    let project = Project::sample()
        .with("waypost.yaml", format!("{SITE}severity: {{ care/no-hours: error, shape/bare-zip: off }}\n"));
    project.edit(LISTING_PATH, HOURS, "");
    project.edit(LISTING_PATH, "\"35007\"", "35007");
    assert_eq!(project.check(), ["content/providers/al/alder-creek.md:12:20: error[care/no-hours]"]);
}

#[test]
fn one_wrong_value_does_not_hide_the_others() {
    let project = Project::sample();
    for (from, to) in [
        ("Alder Creek IOP", "ALDER CREEK IOP"),
        ("205-234-0142", "205-234-014"),
        ("iop\n    hours", "ipo\n    hours"),
        ("2026-11-01", "soon"),
        ("\"35007\"", "\"3500\""),
    ] {
        project.edit(LISTING_PATH, from, to);
    }
    assert_eq!(
        project.check(),
        [
            "content/providers/al/alder-creek.md:7:8: error[shape/bad-value]",
            "content/providers/al/alder-creek.md:9:13: error[phone/invalid]",
            "content/providers/al/alder-creek.md:12:20: error[shape/unknown-term]",
            "content/providers/al/alder-creek.md:14:19: error[shape/bad-value]",
        ]
    );
}
