//! The form for a new listing, and the links of a program's page to report a problem or confirm it.

use crate::html::{find, tags};
use crate::project::{LISTING, LISTING_PATH, Project, SITE, replaced};
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use waypost::build::{Memory, check};

const REPOSITORY: &str = "repository: { url: \"https://github.com/example/directory\" }\n";
const MAIL: &str = "owner: { name: \"County\", email: \"listings@example.org\" }\n";

fn theme(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default").join(path)).unwrap()
}

fn sample(more: &str) -> Project {
    Project::sample().with("waypost.yaml", format!("{SITE}{more}"))
}

/// What the script of the form knows.
fn table(project: &Project) -> Json {
    let page = project.page("submit/index.html");
    let tags = tags(page.as_bytes());
    let table = find(&tags, "script", &[("id", "submit-table")]).unwrap();
    serde_json::from_str(&table.text).unwrap()
}

#[test]
fn there_is_a_form_when_a_listing_can_be_sent_somewhere_and_nobody_left_it_out() {
    for (more, form) in [
        (String::new(), false),
        (REPOSITORY.to_owned(), true),
        (MAIL.to_owned(), true),
        (format!("{REPOSITORY}submit: none\n"), false),
    ] {
        let project = sample(&more).built();
        assert_eq!(project.at("public/submit/index.html").exists(), form, "{more}");
        assert_eq!(project.page("index.html").contains("/submit/"), form, "{more}");
        assert_eq!(project.page("sitemap.xml").contains("/submit/"), form, "{more}");
    }
}

#[test]
fn the_form_knows_where_files_of_each_kind_of_repository_are_made() {
    for (url, new, text, upload) in [
        (
            "https://github.com/a/b",
            "https://github.com/a/b/new/main?filename={path}",
            Some("&value={text}"),
            Some("https://github.com/a/b/upload/main/{folder}"),
        ),
        ("https://gitlab.com/a/b", "https://gitlab.com/a/b/-/new/main?file_name={path}", None, None),
        (
            "https://codeberg.org/a/b",
            "https://codeberg.org/a/b/_new/main?filename={path}",
            Some("&value={text}"),
            Some("https://codeberg.org/a/b/_upload/main/{folder}"),
        ),
    ] {
        let table = table(&sample(&format!("repository: {{ url: \"{url}\" }}\n")).built());
        assert_eq!(
            (table["new"].as_str(), table["text"].as_str(), table["upload"].as_str()),
            (Some(new), text, upload)
        );
        assert!(table["email"].is_null());
    }
    let table = table(&sample(MAIL).built());
    assert!(table["new"].is_null());
    assert_eq!(table["email"], "listings@example.org");
}

/// The links of the sample listing's page whose text is `text`.
fn link(project: &Project, text: &str) -> Option<String> {
    let page = project.page("programs/alder-creek/index.html");
    let tags = tags(page.as_bytes());
    let link = tags.iter().find(|tag| tag.name == "a" && tag.text.trim() == text)?;
    Some(link.get("href").unwrap().to_owned())
}

#[test]
fn a_program_can_be_reported_and_confirmed_with_its_name_and_file_filled_in() {
    let project = sample(REPOSITORY).built();
    for (text, title, question) in [
        ("Report a problem with this listing", "Problem with alder-creek", "What is wrong?"),
        ("Confirm this listing", "Confirmed: alder-creek", "Date on which you checked (year-month-day):"),
    ] {
        let url = url::Url::parse(&link(&project, text).unwrap()).unwrap();
        assert_eq!((url.host_str(), url.path()), (Some("github.com"), "/example/directory/issues/new"));
        let query: BTreeMap<_, _> = url.query_pairs().collect();
        assert_eq!(query["title"], title);
        let start = "Listing: alder-creek\nFile: content/providers/al/alder-creek.md\nPage: https://example.org/programs/alder-creek/\n\n";
        assert!(query["body"].starts_with(start) && query["body"].contains(question), "{}", query["body"]);
        assert_eq!(query.len(), 2);
    }
    let letter = sample(MAIL).built();
    let letter = link(&letter, "Confirm this listing").unwrap();
    assert!(letter.starts_with("mailto:listings@example.org?subject=Confirmed%3A%20alder-creek&body=Listing%3A%20"));
    assert_eq!(link(&sample("").built(), "Confirm this listing"), None);
}

/// Names, and the names of files that come of them: read by the form's own tests, too (`tests/client/listing.test.js`).
#[test]
fn files_are_named_as_slugs_are_made_everywhere() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/client/slugs.json");
    let slugs: BTreeMap<String, String> = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    assert!(slugs.len() > 10);
    for (name, slug) in slugs {
        assert_eq!(slug::slugify(&name), slug, "{name}");
    }
}

/// Key of the words, what is wrong in a listing, and what the form fills in.
type Case = (&'static str, &'static [(&'static str, &'static str)], &'static [(&'static str, &'static str)]);

const LEVEL: &str = "level_of_care: iop\n    hours_per_week: 9\n";
const HOURS: &str = "hours_per_week: 9";
const PHONE: &str = "205-234-0142";
const WEBSITE: &str = "phones:\n  - number: \"205-234-0142\"";
const BODY: &str = "A quiet house near the creek.";

const CASES: &[Case] = &[
    ("missing", &[("name: \"Alder Creek IOP\"\n", "")], &[("field", "name")]),
    ("missing_location", &[("  city: \"Alabaster\"\n", "")], &[("field", "city")]),
    ("missing_date", &[("date: 2026-11-01, ", "")], &[("field", "date")]),
    (
        "long",
        &[(
            "city: \"Alabaster\"",
            "city: \"Alabaster Alabaster Alabaster Alabaster Alabaster Alabaster Alabaster Alabaster Alabaster\"",
        )],
        &[("field", "city"), ("count", "89"), ("most", "80")],
    ),
    ("zip", &[("35007", "3500A")], &[("value", "3500A")]),
    ("zip_zero", &[("35007", "6401")], &[("value", "6401")]),
    ("zip_state", &[("35007", "06401")], &[("zip", "06401"), ("found", "Connecticut"), ("state", "Alabama")]),
    ("zip_unknown", &[("35007", "35299")], &[("zip", "35299")]),
    ("po_box", &[("750 Highway 31 South", "P.O. Box 12")], &[]),
    ("phone", &[(PHONE, "205-234-01a2")], &[("value", "205-234-01a2")]),
    ("phone_digits", &[(PHONE, "205-234-014")], &[("value", "205-234-014"), ("count", "9")]),
    ("area_begins", &[(PHONE, "105-234-0142")], &[("part", "105")]),
    ("exchange_begins", &[(PHONE, "205-134-0142")], &[("part", "134")]),
    ("area", &[(PHONE, "211-234-0142")], &[("part", "211")]),
    ("exchange", &[(PHONE, "205-211-0142")], &[("part", "211")]),
    ("extension", &[(PHONE, "205-234-0142 x12")], &[("ext", "12")]),
    ("crisis", &[(PHONE, "988")], &[("value", "988"), ("line", "the Suicide and Crisis Lifeline")]),
    ("fictional", &[(PHONE, "205-555-0142")], &[]),
    ("url", &[(WEBSITE, "website: \"an address\"")], &[("value", "an address")]),
    ("url_start", &[(WEBSITE, "website: \"example.org\"")], &[("value", "example.org")]),
    ("url_domain", &[(WEBSITE, "website: \"https://localhost\"")], &[("value", "https://localhost")]),
    ("url_user", &[(WEBSITE, "website: \"https://me@example.org\"")], &[]),
    ("http", &[(WEBSITE, "website: \"http://example.org\"")], &[]),
    ("tracking", &[(WEBSITE, "website: \"https://example.org?utm_x=1\"")], &[("word", "utm_x")]),
    ("email", &[(WEBSITE, "website: \"https://example.org\"\nemail: \"me at home\"")], &[("value", "me at home")]),
    ("date", &[("2026-11-01", "2026-02-30")], &[("value", "2026-02-30")]),
    ("future", &[("2026-11-01", "2026-12-01")], &[("value", "2026-12-01")]),
    ("number", &[(HOURS, "hours_per_week: nine")], &[("field", "hours_per_week"), ("value", "nine")]),
    ("bounds", &[(HOURS, "hours_per_week: 169")], &[("field", "hours_per_week"), ("value", "169")]),
    (
        "range",
        &[(HOURS, "hours_per_week: { min: 12, max: 9 }")],
        &[("field", "hours_per_week"), ("min", "12"), ("max", "9")],
    ),
    ("contact", &[(WEBSITE, "languages: [en]")], &[]),
    ("level", &[(LEVEL, "hours_per_week: 9\n")], &[]),
    ("served", &[(HOURS, "formats: [virtual]")], &[]),
    ("licensed", &[(HOURS, "states_served: [GA]")], &[]),
    ("adolescents", &[(HOURS, "ages: { min: 18 }\n    populations: [adolescents]")], &[]),
    ("older", &[(HOURS, "ages: { max: 50 }\n    populations: [older-adults]")], &[]),
    ("men", &[(HOURS, "genders: [women]\n    populations: [men]")], &[]),
    ("women", &[(HOURS, "genders: [men]\n    populations: [women]")], &[]),
    ("hours", &[(HOURS, "hours_per_week: 5")], &[]),
    ("hours_young", &[(HOURS, "hours_per_week: 5\n    ages: { max: 17 }")], &[]),
    ("hours_php", &[(HOURS, "hours_per_week: 25")], &[("count", "25")]),
    ("hours_few", &[(LEVEL, "level_of_care: php\n    hours_per_week: 9\n")], &[("count", "9")]),
    ("days", &[(HOURS, "days_per_week: 2")], &[("count", "2")]),
    ("methadone", &[(HOURS, "medications: [methadone]")], &[]),
    (
        "free",
        &[("verified:", "payment: { accepts: [free, self-pay] }\nverified:")],
        &[("one", "free"), ("two", "self-pay")],
    ),
    (
        "closed",
        &[(HOURS, "accepting: { status: open, as_of: 2026-11-01 }"), ("verified:", "status: closed\nverified:")],
        &[],
    ),
    ("capitals", &[("Alder Creek IOP", "ALDER CREEK")], &[]),
    ("slogan", &[("Alder Creek IOP", "The best Alder")], &[("word", "the best")]),
    ("name_contact", &[("Alder Creek IOP", "Alder www.example.org")], &[]),
    ("beds", &[("Alder Creek IOP", "Alder Residential")], &[("word", "residential")]),
    ("words", &[(BODY, "")], &[("count", "401"), ("most", "400")]),
];

/// Words of the form that are no problem of a listing.
const OTHERS: &[&str] =
    &["nth", "error", "copied", "uncopied", "saved", "cleared", "added", "removed", "subject", "paste"];

fn english() -> BTreeMap<String, Json> {
    serde_yaml::from_str(&theme("strings/en.yaml")).unwrap()
}

/// The words of a finding as the form says them: names in quotes, a capital letter first.
fn said(message: &str) -> String {
    let mut opened = false;
    let marked: String = message
        .chars()
        .map(|c| {
            opened ^= c == '`';
            if c != '`' {
                c
            } else if opened {
                '“'
            } else {
                '”'
            }
        })
        .collect();
    let first = marked.chars().next().unwrap();
    first.to_uppercase().chain(marked.chars().skip(1)).collect()
}

#[test]
fn the_form_finds_what_a_check_finds_and_says_it_in_the_same_words() {
    let texts = english();
    let mut untold = Vec::new();
    for (key, edits, fill) in CASES {
        let mut wrong = replaced(LISTING, edits);
        if *key == "words" {
            wrong.push_str(&"word ".repeat(401));
        }
        let text = texts[&format!("js_submit_{key}")].as_str().unwrap().to_owned();
        let text = fill.iter().fold(text, |text, (name, value)| text.replace(&format!("{{{name}}}"), value));
        let findings = Project::empty().with(LISTING_PATH, wrong).findings();
        // What follows the finding is what to do, in words for the form.
        let told = findings.iter().any(|f| text.starts_with(&(said(&f.message) + ".")));
        if !told {
            untold.push(format!("{key}: {text}\n{:?}", findings.iter().map(|f| said(&f.message)).collect::<Vec<_>>()));
        }
    }
    assert!(untold.is_empty(), "{}", untold.join("\n"));
}

#[test]
fn every_problem_that_the_form_knows_is_held_to_the_check() {
    let held: BTreeSet<&str> = CASES.iter().map(|(key, ..)| *key).chain(OTHERS.iter().copied()).collect();
    let texts = english();
    let known: BTreeSet<&str> = texts.keys().filter_map(|key| key.strip_prefix("js_submit_")).collect();
    assert_eq!(held, known);
}

/// The lists behind four rules are known to the form as well.
#[test]
fn every_word_that_the_form_warns_of_is_one_that_a_check_finds() {
    let project = sample(REPOSITORY).built();
    let table = table(&project);
    let words = |list: &str| -> Vec<String> { serde_json::from_value(table[list].clone()).unwrap() };
    for (list, code) in
        [("slogans", "identity/name-stuffing"), ("beds", "care/round-the-clock"), ("tracking", "trust/tracking")]
    {
        assert!(words(list).len() > 2);
        for word in words(list) {
            let edit = match list {
                "tracking" => (WEBSITE, format!("website: \"https://example.org?{word}=1\"")),
                _ => ("Alder Creek IOP", format!("Alder {word} House")),
            };
            let wrong = replaced(LISTING, &[(edit.0, &edit.1)]);
            let found = Project::empty().with(LISTING_PATH, wrong).findings();
            assert!(found.iter().any(|f| f.code == code), "{word}: {found:#?}");
        }
    }
}

#[test]
fn what_the_form_shows_is_in_the_language_of_the_page() {
    let both = format!("languages: [en, es]\n{REPOSITORY}");
    let project = sample(&both).built();
    let (english, spanish) = (project.page("submit/index.html"), project.page("es/submit/index.html"));
    for (page, words) in [
        (&english, ["Level of care", "Medicaid", "Hours of treatment a week"]),
        (&spanish, ["Nivel de atención", "Medicaid", "Horas de tratamiento por semana"]),
    ] {
        for word in words {
            assert!(page.contains(word), "{word}");
        }
    }
    assert!(!spanish.contains("Add another program") && !spanish.contains("(required)"));
    let request = project.request();
    assert!(check(&request, &mut Memory::default()).findings.iter().all(|f| f.code != "theme/string"));
}
