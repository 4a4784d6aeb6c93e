//! The lines for people in danger: those of the country from `data/crisis.yaml`, those of a state from the site file.

use super::context::{Crisis, CrisisLine, CrisisLink, LocalLines};
use crate::config::Site;
use crate::geo::State;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::OnceLock;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    label: Texts,
    detail: Texts,
    links: Vec<Link>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Link {
    text: Texts,
    href: Href,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Href {
    Same(String),
    Each(Texts),
}

type Texts = BTreeMap<String, String>;

fn lines() -> &'static [Line] {
    static LINES: OnceLock<Vec<Line>> = OnceLock::new();
    // The file is part of the program; a test reads it.
    LINES.get_or_init(|| serde_yaml::from_str(include_str!("../../data/crisis.yaml")).unwrap_or_default())
}

fn text(texts: &Texts, language: &str) -> String {
    texts.get(language).or_else(|| texts.get(FALLBACK)).cloned().unwrap_or_default()
}

/// The language of lines that are not translated.
const FALLBACK: &str = "en";

/// The lines in a language; all of them in English, if that language does not have all.
pub(super) fn block(language: &str) -> Crisis {
    // What is said in Spanish is said to people of all Spanish-speaking countries.
    let language = language.split('-').next().unwrap_or(language);
    let has = |texts: &Texts| texts.contains_key(language);
    let is_spoken =
        |line: &Line| has(&line.label) && has(&line.detail) && line.links.iter().all(|link| has(&link.text));
    let is_known = lines().iter().all(is_spoken);
    let language = if is_known { language } else { FALLBACK };
    let lines = lines()
        .iter()
        .map(|line| CrisisLine {
            label: text(&line.label, language),
            detail: text(&line.detail, language),
            links: line
                .links
                .iter()
                .map(|link| CrisisLink {
                    text: text(&link.text, language),
                    href: match &link.href {
                        Href::Same(href) => href.clone(),
                        Href::Each(texts) => text(texts, language),
                    },
                })
                .collect(),
        })
        .collect();
    Crisis { lang: (!is_known).then_some(FALLBACK), lines }
}

/// What the owner has added for a state, in a language of the site.
pub(super) fn local(site: &Site, state: State, language: &str) -> Option<LocalLines> {
    let lines: Vec<CrisisLine> = site
        .crisis_lines
        .iter()
        .filter(|line| line.state == state)
        .map(|line| CrisisLine {
            label: line.name.get(language).to_owned(),
            detail: line.hours.as_ref().map(|hours| hours.get(language).to_owned()).unwrap_or_default(),
            links: vec![CrisisLink { text: line.phone.display(), href: format!("tel:{}", line.phone.e164()) }],
        })
        .collect();
    (!lines.is_empty()).then(|| LocalLines { place: state.name(), lines })
}

#[cfg(test)]
mod tests {
    use super::block;

    #[test]
    fn every_language_has_the_lifeline_and_the_emergency_number_first() {
        for language in ["en", "es"] {
            let lines = block(language).lines;
            let hrefs: Vec<&str> = lines.iter().flat_map(|l| l.links.iter().map(|l| l.href.as_str())).collect();
            assert_eq!(hrefs[..2], ["tel:988", "sms:988"]);
            assert!(hrefs.contains(&"tel:911") && hrefs.contains(&"tel:+18006624357"));
        }
        assert_eq!((block("es").lang, block("tl").lang), (None, Some("en")));
        assert_eq!(block("es-US").lines[0].label, block("es").lines[0].label);
        assert_eq!(block("tl").lines[0].label, block("en").lines[0].label);
        assert!(block("es").lines[0].detail.contains("oprima 2"));
    }
}
