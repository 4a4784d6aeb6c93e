//! A confidential address reaches no file of the site and no message.

use crate::project::{LISTING, LISTING_PATH, Project, files};
use std::io::Read;

/// Every way in which the address of the sample could be shown.
const SECRETS: [&str; 8] = ["1417", "Wisteria", "wisteria", "Unit Q7", "33.2467", "86.8123", "33,2467", "Q7"];

/// A listing whose confidential address is written down, against the rules.
fn confidential() -> String {
    crate::project::replaced(
        LISTING,
        &[(
            "  street: \"750 Highway 31 South\"\n",
            "  confidential: hidden\n  street: \"1417 Wisteria Lane\"\n  unit: \"Unit Q7\"\n  lat: 33.2467\n  lon: -86.8123\n",
        )],
    )
}

/// Fails if a secret stands in `text`, also in a packed file of the index.
fn assert_silent(what: &str, text: &[u8]) {
    let unpacked = what.starts_with("search/index/").then(|| unpacked(text));
    let text = String::from_utf8_lossy(unpacked.as_deref().unwrap_or(text));
    // Two letters may stand in numbers by chance; the unit is looked for with its word as well.
    let secrets = SECRETS.into_iter().filter(|secret| unpacked.is_none() || secret.len() > 2);
    for secret in secrets {
        if let Some(at) = text.find(secret) {
            let from = text[..at].char_indices().rev().nth(80).map_or(0, |(at, _)| at);
            panic!("{what} shows {secret}: …{}", &text[from..at + secret.len()]);
        }
    }
}

/// What a file of the index holds.
fn unpacked(file: &[u8]) -> Vec<u8> {
    let (form, content) = file.split_first().unwrap();
    if *form == b'w' {
        return content.to_vec();
    }
    assert_eq!(*form, b'W');
    let mut bytes = Vec::new();
    flate2::read::DeflateDecoder::new(content).read_to_end(&mut bytes).unwrap();
    bytes
}

/// Runs everything that shows findings.
fn assert_messages_are_silent(what: &str, project: &Project) {
    for format in ["human", "short", "json", "github", "sarif", "markdown"] {
        let run = project.run(&["check", "--all", "--format", format]);
        assert_silent(&format!("{what}: check --format {format}"), format!("{}{}", run.stdout, run.stderr).as_bytes());
    }
    let run = project.run(&["build"]);
    assert_silent(&format!("{what}: build"), format!("{}{}", run.stdout, run.stderr).as_bytes());
}

#[test]
fn a_confidential_address_that_is_written_down_stops_the_build_and_is_not_repeated() {
    let project = Project::empty().with(LISTING_PATH, confidential());
    assert_eq!(
        project.check(),
        [
            "content/providers/al/alder-creek.md:5:3: error[place/confidential]",
            "content/providers/al/alder-creek.md:6:3: error[place/confidential]",
            "content/providers/al/alder-creek.md:7:3: error[place/confidential]",
            "content/providers/al/alder-creek.md:8:3: error[place/confidential]",
        ]
    );
    assert_messages_are_silent("four keys", &project);
    assert!(project.build().report.is_none());
}

#[test]
fn other_mistakes_beside_a_confidential_address_do_not_repeat_it() {
    let one_line = "location: { confidential: hidden, street: \"1417 Wisteria Lane\", unit: \"Unit Q7\", lat: 33.2467, lon: -86.8123, city: \"Alabaster\", state: GA, zip: 35007 }\n";
    let flow = confidential()
        .split_once("location:\n")
        .map(|(before, rest)| {
            format!(
                "{before}{one_line}{}",
                rest.split_once("phones:").map(|(_, rest)| format!("phones:{rest}")).unwrap()
            )
        })
        .unwrap();
    for (what, text) in [
        ("everything in one line", flow),
        ("a latitude with a comma", confidential().replace("lat: 33.2467", "lat: 33,2467")),
        ("half a point", confidential().replace("  lon: -86.8123\n", "")),
        ("a latitude that is none", confidential().replace("lat: 33.2467", "lat: 233.2467")),
        ("a lost quote", confidential().replace("1417 Wisteria Lane\"", "1417 Wisteria Lane")),
        ("a colon", confidential().replace("\"1417 Wisteria Lane\"", "1417: Wisteria Lane")),
        ("a tab", confidential().replace("  street:", "\tstreet:")),
        ("a control character", confidential().replace("Wisteria Lane", "Wisteria\u{7} Lane")),
        ("a list", confidential().replace("\"1417 Wisteria Lane\"", "[\"1417 Wisteria Lane\"]")),
        ("a street twice", confidential().replace("  unit:", "  street: \"1417 Wisteria Lane\"\n  unit:")),
        ("an anchor", confidential().replace("\"1417 Wisteria Lane\"", "&a \"1417 Wisteria Lane\"")),
        ("a misspelt key", confidential().replace("  street:", "  streat:")),
        (
            "a long street",
            confidential().replace("1417 Wisteria Lane", &format!("1417 Wisteria Lane{}", " x".repeat(80))),
        ),
        ("a word for hidden", confidential().replace("confidential: hidden", "confidential: yes")),
        ("no front matter end", confidential().replacen("---\nA quiet", "\nA quiet", 1)),
    ] {
        let project = Project::empty().with(LISTING_PATH, text);
        for format in [waypost::diagnostic::render::Format::Human, waypost::diagnostic::render::Format::Json] {
            let findings = project.findings();
            assert!(waypost::build::has_errors(&findings), "{what}");
            assert_silent(what, waypost::diagnostic::render::render(&findings, format, true).as_bytes());
        }
    }
    let mut latin = confidential().into_bytes();
    let at = latin.windows(8).position(|w| w == b"Wisteria").unwrap() + 8;
    latin.insert(at, 0xe9);
    assert_messages_are_silent("another encoding", &Project::empty().with(LISTING_PATH, latin));
}

/// A confidential listing with a mistake in every family of rules, and its address in every text.
const EVERYTHING: &str = r##"---
name: "#1 ALDER CREEK CTR"
location:
  confidential: hidden
  street: "P.O. Box 1417 Wisteria Lane"
  strete: "1417 Wisteria Lane"
  unit: "Unit Q7"
  city: "Mobile"
  state: GA
  zip: 35007
  lat: 33.2467
  lon: -86.8123
  county: "Baldwin County"
phones:
  - number: "205-234-0142 x1417"
website: "http://maps.google.com/?q=1417+Wisteria+Lane&utm_source=33.2467"
programs:
  - id: adult-iop
    level_of_care: ipo
    hours_per_week: 1417
    note: "Luxury rooms at 1417 Wisteria Lane, call now, drug addicts welcome"
access: { wheelchair: "Wisteria", transit: "Bus 14 to 1417 Wisteria Lane" }
languages: [en, en, wisteria]
payment: { note: "We guarantee a cure at Unit Q7" }
sources: [{ name: "Wisteria", url: "https://bit.ly/wisteria?affiliate=1417" }]
verified: { date: 2027-01-01, by: provider, method: phone }
notes: ["Park at 1417 Wisteria Lane, Unit Q7; addicts welcome", "33.2467, -86.8123 for junkies"]
---
# Wisteria Lane 1417

We help addicts at 1417 wisteria lane, <b>Unit Q7</b>. See the [map](https://maps.app.goo.gl/wisteria), the
[way](/wisteria-1417/) for alcoholics, [this](javascript:wisteria) and [that](http://example.org/wisteria/1417?gclid=Q7).
"##;

#[test]
fn no_finding_of_a_listing_with_every_mistake_repeats_its_address_in_any_form() {
    use clap::ValueEnum as _;
    let project = Project::empty().with(LISTING_PATH, EVERYTHING);
    let findings = project.findings();
    let codes: std::collections::BTreeSet<&str> = findings.iter().map(|f| &*f.code).collect();
    for code in [
        "place/confidential",
        "place/confidential-text",
        "place/zip-state",
        "phone/extension",
        "trust/http",
        "trust/tracking",
        "trust/short-link",
        "language/stigma",
        "language/claim",
        "markdown/html",
        "shape/unknown-term",
        "shape/unknown-key",
    ] {
        assert!(codes.contains(code), "{code} is not among {codes:?}");
    }
    for format in waypost::diagnostic::render::Format::value_variants() {
        let text = waypost::diagnostic::render::render(&findings, *format, true);
        assert_silent(&format!("{format:?}"), text.as_bytes());
    }
    assert_messages_are_silent("every mistake at once", &project);
    // Rules that look at all listings or at the site read the file once more.
    let readable = EVERYTHING
        .replace("state: GA", "state: AL")
        .replace("ipo", "iop")
        .replace("hours_per_week: 1417", "hours_per_week: 9")
        .replace("\"Wisteria\", transit", "available, transit")
        .replace("  strete: \"1417 Wisteria Lane\"\n", "")
        .replace("2027-01-01", "2026-11-01")
        .replace("[en, en, wisteria]", "[en]");
    let project = project.with(LISTING_PATH, &readable).with("content/providers/al/birch-hill.md", &readable);
    let findings = project.findings();
    let codes: Vec<&str> = findings.iter().map(|f| &*f.code).collect();
    assert!(codes.contains(&"link/broken") && codes.contains(&"identity/near-duplicate"), "{codes:?}");
    assert_messages_are_silent("two alike", &project);
}

#[test]
fn no_byte_of_the_site_holds_a_confidential_address_even_when_the_rule_is_switched_off() {
    let site = format!(
        "{}languages: [en, es]\nseverity: {{ place/confidential: off }}\nrepository: {{ url: \"https://github.com/example/directory\" }}\n",
        crate::project::SITE
    );
    let project = Project::empty().with("waypost.yaml", site).with(LISTING_PATH, confidential()).with(
        "content/providers/al/birch-hill.md",
        crate::project::listing("Birch Hill IOP", "Alabaster", "AL", "35007"),
    );
    let run = project.run(&["build"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let written = files(&project.at("public"));
    assert!(written.contains_key("programs/alder-creek/index.html"));
    for (path, bytes) in &written {
        assert_silent(path, bytes);
    }
    // Hashes hold any digits by chance.
    let hash = |part: &&str| part.len() >= 32 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let manifest = project.page(".waypost-manifest.json");
    let named: Vec<&str> = manifest.split('"').filter(|part| !hash(part)).collect();
    assert!(named.contains(&"programs/alder-creek/index.html"));
    assert_silent("the manifest", named.join("\"").as_bytes());
    for arguments in [&["theme", "context", "/programs/alder-creek/"][..], &["list", "--json"], &["list"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, 0, "{arguments:?}");
        assert_silent(arguments[0], run.stdout.as_bytes());
    }
    // The ZIP's point stands in for the house.
    assert!(project.page("data/programs.geojson").contains("\"point_is\":\"zip\""));
}

#[test]
fn no_byte_of_the_site_holds_the_street_of_a_program_that_nobody_visits() {
    let text = confidential().replace("confidential: hidden", "virtual_only: virtual");
    let project = Project::empty().with(LISTING_PATH, text);
    assert_messages_are_silent("virtual only", &project);
    project.write("waypost.yaml", format!("{}severity: {{ place/confidential: off }}\n", crate::project::SITE));
    let project = project.built();
    for (path, bytes) in project.site() {
        assert_silent(&path, &bytes);
    }
}
