//! A listing as canonical front matter: keys in their fixed order, texts in double quotes, terms bare.

use std::fmt::Write as _;

use super::draft::{Draft, Program};
use crate::yaml::quoted;

/// All top-level keys of a listing, in canonical order.
pub const KEYS: [&str; 24] = [
    "name",
    "organization",
    "status",
    "status_note",
    "aliases",
    "location",
    "phones",
    "website",
    "email",
    "programs",
    "services",
    "languages",
    "payment",
    "access",
    "policies",
    "staff",
    "licenses",
    "accreditation",
    "ownership",
    "identifiers",
    "verified",
    "sources",
    "maintainers",
    "notes",
];

/// One top-level key with its value, as lines that end in a line feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The key.
    pub key: &'static str,
    /// Its lines, with the key.
    pub text: String,
}

/// The blocks of a listing, in canonical order. What is not known has no block.
pub(super) fn blocks(draft: &Draft) -> Vec<Block> {
    let mut out = Blocks(Vec::new());
    out.line("name", &quoted(&draft.name));
    if let Some(organization) = &draft.organization {
        out.line("organization", &quoted(organization));
    }
    out.push("location", location(draft));
    let phones: Vec<String> = draft
        .phones
        .iter()
        .map(|p| {
            let ext = p.ext.as_ref().map_or(String::new(), |ext| format!(", ext: {}", quoted(ext)));
            format!("number: {}{ext}, type: {}", quoted(&p.number), p.kind.word())
        })
        .collect();
    out.items("phones", &phones);
    if !draft.website.is_empty() {
        out.line("website", &quoted(&draft.website));
    }
    out.push("programs", programs(&draft.programs));
    out.terms("services", &draft.services);
    out.terms("languages", &draft.languages);
    if !draft.accepts.is_empty() {
        out.push("payment", format!("payment:\n  accepts: {}\n", list(&draft.accepts)));
    }
    let policies: Vec<String> = [("smoking", &draft.smoking), ("vaping", &draft.vaping)]
        .into_iter()
        .filter_map(|(key, term)| term.as_ref().map(|term| format!("{key}: {}", bare(term))))
        .collect();
    if !policies.is_empty() {
        out.line("policies", &format!("{{ {} }}", policies.join(", ")));
    }
    out.items("licenses", &draft.licenses.iter().map(|l| format!("issuer: {}", bare(l))).collect::<Vec<_>>());
    out.items("accreditation", &draft.accreditation.iter().map(|a| format!("body: {}", bare(a))).collect::<Vec<_>>());
    if let Some(ownership) = &draft.ownership {
        out.line("ownership", &bare(ownership));
    }
    out.line("identifiers", &format!("{{ samhsa: {} }}", quoted(&draft.samhsa)));
    out.line("verified", &format!("{{ date: {}, by: import, method: import }}", draft.verified));
    let sources: Vec<String> = draft
        .sources
        .iter()
        .map(|(name, url, retrieved)| format!("name: {}, url: {}, retrieved: {retrieved}", quoted(name), quoted(url)))
        .collect();
    out.items("sources", &sources);
    if !draft.notes.is_empty() {
        let lines: Vec<String> = draft.notes.iter().map(|note| quoted(note)).collect();
        out.push("notes", format!("notes:\n  - {}\n", lines.join("\n  - ")));
    }
    out.0
}

/// A whole file: front matter without a body.
pub(super) fn document(blocks: &[Block]) -> String {
    let blocks: String = blocks.iter().map(|b| b.text.as_str()).collect();
    format!("---\n{blocks}---\n")
}

struct Blocks(Vec<Block>);

impl Blocks {
    fn push(&mut self, key: &'static str, text: String) {
        self.0.push(Block { key, text });
    }

    fn line(&mut self, key: &'static str, value: &str) {
        self.push(key, format!("{key}: {value}\n"));
    }

    fn terms(&mut self, key: &'static str, terms: &[String]) {
        if !terms.is_empty() {
            self.line(key, &list(terms));
        }
    }

    /// A list of small maps, one a line.
    fn items(&mut self, key: &'static str, items: &[String]) {
        if !items.is_empty() {
            self.push(key, format!("{key}:\n  - {{ {} }}\n", items.join(" }\n  - { ")));
        }
    }
}

fn location(draft: &Draft) -> String {
    let mut out = String::from("location:\n");
    let mut text = |key: &str, value: &str| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {key}: {}", quoted(value));
        }
    };
    text("street", &draft.street);
    text("unit", &draft.unit);
    text("city", &draft.city);
    let _ = writeln!(out, "  state: {}\n  zip: {}", bare(draft.state.code()), quoted(&draft.zip.to_string()));
    if let Some(point) = draft.point {
        let _ = writeln!(out, "  lat: {}\n  lon: {}", degrees(point.latitude()), degrees(point.longitude()));
    }
    if draft.confidential {
        out.push_str("  confidential: hidden\n");
    }
    out
}

/// Degrees with at most six decimals (four inches), which is more than any source knows.
fn degrees(value: f64) -> String {
    let text = format!("{value:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn programs(programs: &[Program]) -> String {
    let mut out = String::from("programs:\n");
    for program in programs {
        let _ = writeln!(out, "  - id: {}", bare(program.id));
        match program.level_of_care.as_slice() {
            [] => {}
            [level] => {
                let _ = writeln!(out, "    level_of_care: {}", bare(level));
            }
            levels => {
                let _ = writeln!(out, "    level_of_care: {}", list(levels));
            }
        }
        for (key, terms) in [
            ("focus", &program.focus),
            ("formats", &program.formats),
            ("age_groups", &program.age_groups),
            ("genders", &program.genders),
            ("modalities", &program.modalities),
            ("medications", &program.medications),
            ("populations", &program.populations),
        ] {
            if !terms.is_empty() {
                let _ = writeln!(out, "    {key}: {}", list(terms));
            }
        }
    }
    out
}

fn list(terms: &[String]) -> String {
    let terms: Vec<String> = terms.iter().map(|term| bare(term)).collect();
    format!("[{}]", terms.join(", "))
}

/// A word without quotes where every reader of YAML takes it for a text, otherwise in quotes: `no` is a boolean for
/// some, `1e5` and `0x1F` are numbers, `1-2` begins like one.
pub(super) fn bare(word: &str) -> String {
    const TAKEN: [&str; 12] = ["y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf", "~"];
    let plain = word.starts_with(|c: char| c.is_ascii_alphabetic())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        && !word.ends_with('-')
        && !TAKEN.contains(&word.to_ascii_lowercase().as_str());
    if plain { word.to_owned() } else { quoted(word) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::draft::tests::drafted;
    use super::super::merge::tests::row;
    use super::super::row::{Directory, PhoneKind};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_listing_is_written_in_the_fixed_order() {
        let mut alder = row(Directory::Substance, "Alder \"Creek\" Health", "", "12 Mill Road", "978-555-0142");
        alder.phones.push(super::super::row::Phone {
            number: "978-555-0143".into(),
            ext: Some("07".into()),
            kind: PhoneKind::Intake,
        });
        alder.point = crate::geo::Point::new(42.65, -71.300_000_4).ok();
        alder.website = "http://example.org/a".into();
        let codes =
            "SA SUMH * OP OIT ORT * CBT TELE * PVTN * STAG CARF * MD SF * DAUT * SMPD * ADLT * FEM * SP F19 * VAPN";
        let (draft, _) = drafted(&mut [(alder, codes)]);
        let text = document(&blocks(&draft));
        assert_eq!(
            text,
            r#"---
name: "Alder \"Creek\" Health"
location:
  street: "12 Mill Road"
  city: "Lowell"
  state: MA
  zip: "01850"
  lat: 42.65
  lon: -71.3
phones:
  - { number: "978-555-0142", type: main }
  - { number: "978-555-0143", ext: "07", type: intake }
website: "http://example.org/a"
programs:
  - id: substance-use
    level_of_care: [iop, outpatient]
    focus: [substance-use, co-occurring]
    formats: [telehealth]
    age_groups: [adults]
    genders: [women]
    modalities: [cbt]
services: [drug-testing]
languages: [es]
payment:
  accepts: [medicaid, self-pay]
policies: { smoking: designated, vaping: not-permitted }
licenses:
  - { issuer: state-substance-use-agency }
accreditation:
  - { body: carf }
ownership: nonprofit
identifiers: { samhsa: "KEY" }
verified: { date: 2023-03-31, by: import, method: import }
sources:
  - { name: "SAMHSA National Directory of Drug and Alcohol Use Treatment Facilities 2024", url: "https://www.samhsa.gov/data/", retrieved: 2026-08-30 }
notes:
  - "The survey says Creole, without saying which."
---
"#
            .replace("KEY", &draft.samhsa)
        );
    }

    #[test]
    fn blocks_come_in_the_order_of_the_keys() {
        let alder = row(Directory::Mental, "Alder", "", "", "978-555-0142");
        let (draft, _) = drafted(&mut [(alder, "MH * OP * MD * SP * SMON * FQHC")]);
        let order: Vec<usize> = blocks(&draft).iter().map(|b| KEYS.iter().position(|k| *k == b.key).unwrap()).collect();
        assert!(order.is_sorted(), "{order:?}");
        assert!(document(&blocks(&draft)).contains("  confidential: hidden\n"));
    }

    #[test]
    fn words_that_other_readers_take_for_something_else_are_quoted() {
        for word in ["no", "Yes", "on", "null", "1e5", "0x1F", "2026", "~", "", "a: b", "- a", "#a", "a-", "[a]", "ñ"]
        {
            assert!(bare(word).starts_with('"'), "{word}");
        }
        for word in ["iop", "young-adults", "MA", "NE", "es"] {
            assert_eq!(bare(word), word);
        }
    }

    proptest! {
        #[test]
        fn every_text_comes_back_from_yaml_as_it_was(text in any::<String>()) {
            let yaml = format!("a: {}\nb: [{}]\n", quoted(&text), quoted(&text));
            let back: std::collections::BTreeMap<String, serde_json::Value> = serde_yaml::from_str(&yaml).unwrap();
            prop_assert_eq!(back["a"].as_str(), Some(text.as_str()));
            prop_assert_eq!(back["b"][0].as_str(), Some(text.as_str()));
        }
    }
}
