//! From the text of the site file to its settings.

use super::fields::SITE;
use super::{Credit, CrisisLine, FILE_NAME, Freshness, Owner, Site, TokenSetting, Words};
use crate::diagnostic::{Diagnostic, Place, Severity, rules};
use crate::forge::Repository;
use crate::geo::State;
use crate::listing::phone::Number;
use crate::shape::check::Check;
use crate::shape::values::{LANGUAGE, whole};
use crate::shape::{Kind, Object};
use crate::vocabulary::{Vocabulary, closest};
use crate::yaml::{self, Key, Node, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// Reads the site file of the project in `root`.
pub fn read(root: &Path) -> (Option<Site>, Vec<Diagnostic>) {
    let path = root.join(FILE_NAME);
    let missing = |message: String| {
        Diagnostic::new(&rules::SITE_CONFIG, message)
            .at(Place::file(FILE_NAME))
            .help("run `waypost init DIR` for a new directory, or change to the folder that holds waypost.yaml")
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            return (None, vec![missing(format!("the site file cannot be read: {}", crate::source::plain_io(&error)))]);
        }
    };
    match crate::source::text_of(FILE_NAME, bytes) {
        Ok(text) => parse(text.trim_start_matches('\u{feff}')),
        Err(finding) => (None, vec![finding]),
    }
}

/// Checks the text of a site file.
pub fn parse(text: &str) -> (Option<Site>, Vec<Diagnostic>) {
    let node = match yaml::parse(FILE_NAME, text, 0..text.len()) {
        Ok(node) => node,
        Err(findings) => return (None, findings),
    };
    let mut check = Check::new(FILE_NAME, text, Vocabulary::embedded());
    check.object(&node, &SITE);
    let languages = languages(&mut check, &node);
    spoken(&mut check, &node, &SITE, &languages);
    fictional(&mut check, &node);
    let severity = severities(&mut check, &node);
    let base_url = base_url(&mut check, &node);
    let site = base_url.and_then(|base_url| site(&check, &node, base_url, languages, severity));
    (site, check.findings)
}

/// The codes of the languages that can be used, at least one.
fn languages(check: &mut Check<'_>, node: &Node<'_>) -> Vec<String> {
    let items = node.get("languages").map(Node::items).unwrap_or_default();
    let mut codes: Vec<String> = Vec::new();
    for code in items.iter().filter_map(Node::text).filter(|code| (LANGUAGE.check)(code).is_ok()) {
        if !codes.iter().any(|known| known == code) {
            codes.push(code.to_owned());
        }
    }
    if let Some(list) = node.get("languages").filter(|_| codes.is_empty() && items.is_empty()) {
        check.report(&rules::SITE_CONFIG, &list.range, "the site has no language", "write one, such as `[en]`");
    }
    if codes.is_empty() {
        codes.push("en".to_owned());
    }
    codes
}

/// Checks that texts with one form for each language have all languages of the site and no other.
fn spoken(check: &mut Check<'_>, node: &Node<'_>, object: &Object, languages: &[String]) {
    for field in object.fields {
        let Some(value) = node.get(field.key) else { continue };
        match (&field.kind, &value.value) {
            (Kind::Words(_), Value::Mapping(pairs)) => each_language(check, field.key, pairs, languages),
            (Kind::Object(object), Value::Mapping(_)) => spoken(check, value, object, languages),
            (Kind::List(Kind::Object(object)), Value::Sequence(items)) => {
                for item in items {
                    spoken(check, item, object, languages);
                }
            }
            _ => {}
        }
    }
}

/// Refuses numbers that reach nobody, except on a site of samples.
fn fictional(check: &mut Check<'_>, node: &Node<'_>) {
    if node.get("demonstration").is_some() {
        return;
    }
    for phone in node.get("crisis_lines").map(Node::items).unwrap_or_default().iter().filter_map(|n| n.get("phone")) {
        if phone.text().and_then(|text| Number::parse(text).ok()).is_some_and(Number::is_fictional) {
            let message = "numbers from 555-0100 to 555-0199 are kept for fiction and reach nobody";
            let help = "write the number of the line, or leave the line out";
            check.report(&rules::PHONE_FICTIONAL, &phone.range, message, help);
        }
    }
}

fn crisis_line(node: &Node<'_>) -> Option<CrisisLine> {
    Some(CrisisLine {
        state: State::from_code(node.get("state")?.text()?)?,
        name: words(node, "name")?,
        phone: Number::parse(node.get("phone")?.text()?).ok()?,
        hours: words(node, "hours"),
    })
}

fn each_language(check: &mut Check<'_>, name: &str, pairs: &[(Key<'_>, Node<'_>)], languages: &[String]) {
    for (key, _) in pairs.iter().filter(|(key, _)| !languages.iter().any(|code| *code == key.text)) {
        let message = format!("`{}` is not a language of this site", key.text);
        let help = format!("its languages are {}; see `languages`", languages.join(", "));
        check.report(&rules::SITE_CONFIG, &key.range, message, help);
    }
    let lacking: Vec<&str> =
        languages.iter().map(String::as_str).filter(|code| !pairs.iter().any(|(key, _)| key.text == *code)).collect();
    if let (false, Some((first, _))) = (lacking.is_empty(), pairs.first()) {
        let message = format!("`{name}` has no text in the language {}", lacking.join(", "));
        check.report(&rules::SITE_CONFIG, &first.range, message, "add it, or write one text for all languages");
    }
}

/// The text of a key in all its languages.
fn words(node: &Node<'_>, key: &str) -> Option<Words> {
    let node = node.get(key)?;
    if let Some(text) = node.text() {
        return Some(text.into());
    }
    let Value::Mapping(pairs) = &node.value else { return None };
    let texts = pairs.iter().filter_map(|(code, text)| Some((Some(code.text.to_string()), text.text()?.to_owned())));
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then_some(Words { texts })
}

fn base_url(check: &mut Check<'_>, node: &Node<'_>) -> Option<url::Url> {
    let node = node.get("base_url")?;
    let mut url = url::Url::parse(node.text()?).ok()?;
    if url.query().is_some() || url.fragment().is_some() {
        check.report(
            &rules::SITE_CONFIG,
            &node.range,
            "the address of the site has a ? or # in it",
            "write only the address of the home page",
        );
        return None;
    }
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Some(url)
}

fn severities(check: &mut Check<'_>, node: &Node<'_>) -> BTreeMap<String, Option<Severity>> {
    let mut severities = BTreeMap::new();
    let Some(Value::Mapping(pairs)) = node.get("severity").map(|n| &n.value) else { return severities };
    for (key, value) in pairs {
        if rules::by_code(&key.text).is_none() {
            let near = closest(&key.text, rules::ALL.iter().map(|r| r.code));
            let help = near.map_or_else(
                || "`waypost explain` lists all codes".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            check.report(&rules::SITE_CONFIG, &key.range, format!("there is no rule `{}`", key.text), help);
            continue;
        }
        let severity = match value.text() {
            Some("error") => Some(Severity::Error),
            Some("warning") => Some(Severity::Warning),
            Some("info") => Some(Severity::Info),
            Some("off") => None,
            _ => {
                check.report(
                    &rules::SITE_CONFIG,
                    &value.range,
                    "this is not a severity",
                    "write error, warning, info or off",
                );
                continue;
            }
        };
        severities.insert(key.text.to_string(), severity);
    }
    severities
}

/// The texts of a list.
pub(crate) fn names(node: Option<&Node<'_>>) -> Vec<String> {
    node.map(Node::items).unwrap_or_default().iter().filter_map(|n| Some(n.text()?.to_owned())).collect()
}

fn site(
    check: &Check<'_>,
    node: &Node<'_>,
    base_url: url::Url,
    languages: Vec<String>,
    severity: BTreeMap<String, Option<Severity>>,
) -> Option<Site> {
    let text = |node: &Node<'_>, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let number = |node: Option<&Node<'_>>, key: &str, otherwise: usize| {
        let given = node.and_then(|n| n.get(key)).and_then(|n| usize::try_from(whole(n.text()?)?).ok());
        given.unwrap_or(otherwise)
    };
    let days = |key, otherwise: i32| {
        let days = number(node.get("freshness"), key, usize::try_from(otherwise).unwrap_or(0));
        i32::try_from(days).unwrap_or(otherwise)
    };
    let theme_params = match node.get("theme_params").map(|n| &n.value) {
        Some(Value::Mapping(pairs)) => pairs
            .iter()
            .filter_map(|(k, v)| Some((k.text.to_string(), v.text()?.to_owned(), check.place(&v.range))))
            .collect(),
        _ => Vec::new(),
    };
    let theme_tokens = match node.get("theme_tokens").map(|n| &n.value) {
        Some(Value::Mapping(pairs)) => {
            let groups = pairs.iter().filter(|(_, value)| matches!(value.value, Value::Mapping(_)));
            groups.map(|(name, value)| token(check, name, value)).collect()
        }
        _ => Vec::new(),
    };
    let usual = Freshness::default();
    Some(Site {
        title: words(node, "title")?,
        description: words(node, "description")?,
        base_url,
        languages,
        theme_place: node.get("theme").map(|n| check.place(&n.range)),
        theme: text(node, "theme").unwrap_or_else(|| "default".to_owned()),
        theme_params,
        theme_tokens,
        demonstration: node.get("demonstration").is_some(),
        sample_notice: words(node, "sample_notice"),
        credits: node
            .get("credits")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(|n| Some(Credit { text: words(n, "text")?, url: text(n, "url") }))
            .collect(),
        crisis_lines: node
            .get("crisis_lines")
            .map(Node::items)
            .unwrap_or_default()
            .iter()
            .filter_map(crisis_line)
            .collect(),
        owner: node.get("owner").map(|n| Owner {
            name: words(n, "name").unwrap_or_default(),
            url: text(n, "url"),
            email: text(n, "email"),
            funding: words(n, "funding"),
        }),
        repository: node.get("repository").and_then(|n| {
            let branch = text(n, "branch").unwrap_or_else(|| "main".to_owned());
            Some(Repository::new(&text(n, "url")?, branch, text(n, "kind").as_deref()))
        }),
        editors: names(node.get("editors")),
        host: text(node, "host").unwrap_or_else(|| "any".to_owned()),
        domain: text(node, "domain"),
        freshness: Freshness {
            aging_days: days("aging_days", usual.aging_days),
            stale_days: days("stale_days", usual.stale_days),
            demote_days: days("demote_days", usual.demote_days),
        },
        page_size: number(Some(node), "page_size", 100).max(1),
        search: node.get("search").and_then(Node::text) != Some("none"),
        maps: node.get("maps").and_then(Node::text) != Some("none"),
        saved: node.get("saved").and_then(Node::text) != Some("none"),
        submit: node.get("submit").and_then(Node::text) != Some("none"),
        feed_size: number(Some(node), "feed_size", 50).max(1),
        severity,
        date: node.get("date").and_then(|n| crate::shape::values::date(n.text()?)),
    })
}

fn token(check: &Check<'_>, name: &Key<'_>, node: &Node<'_>) -> TokenSetting {
    let value = |key: &str| {
        let value = node.get(key)?;
        Some((value.text()?.to_owned(), check.place(&value.range)))
    };
    TokenSetting {
        name: name.text.to_string(),
        place: check.place(&name.range),
        light: value("light"),
        dark: value("dark"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const GOOD: &str = "title: A\ndescription: B\nbase_url: \"https://example.org/sub\"\n";

    #[test]
    fn a_small_site_file_gets_the_usual_settings() {
        let (site, findings) = parse(GOOD);
        assert_eq!(findings, []);
        let site = site.unwrap();
        assert_eq!((site.base_path(), &*site.theme, site.languages.len()), ("/sub/", "default", 1));
        assert_eq!(site.freshness, Freshness::default());
    }

    #[test]
    fn every_mistake_is_reported_with_its_remedy() {
        let text = format!(
            "{GOOD}langauges: [en]\npage_size: 5\nseverity: {{ care/no-hour: off, care/days: loud }}\nowner: {{ url: \"x\" }}\n"
        );
        let (_, findings) = parse(&text);
        let got: Vec<_> =
            findings.iter().map(|f| (&*f.code, f.place.as_ref().unwrap().line, f.help.clone().unwrap())).collect();
        assert_eq!(got.len(), 6, "{got:#?}");
        assert!(
            got.iter()
                .any(|(code, line, help)| *code == "shape/unknown-key" && *line == 4 && help.contains("languages"))
        );
        assert!(got.iter().any(|(code, line, _)| *code == "shape/bad-value" && *line == 5));
        assert!(
            got.iter().any(|(code, line, help)| *code == "site/config" && *line == 6 && help.contains("care/no-hours"))
        );
    }

    #[test]
    fn a_text_may_be_given_for_each_language() {
        let text = GOOD.replace("title: A", "title: { en: Programs, es: Programas }") + "languages: [en, es]\n";
        let (site, findings) = parse(&text);
        assert_eq!(findings, []);
        let site = site.unwrap();
        assert_eq!(
            (site.title.get("en"), site.title.get("es"), site.description.get("es")),
            ("Programs", "Programas", "B")
        );
    }

    #[test]
    fn texts_have_the_languages_of_the_site() {
        let text = format!(
            "{GOOD}languages: [en, es, tl]\nowner: {{ name: {{ es: Condado, fr: Comté }} }}\ncredits: [{{ text: {{ en: Thanks }} }}]\n"
        );
        let (_, findings) = parse(&text);
        let seen: Vec<_> = findings.iter().map(|f| (&*f.code, &*f.message)).collect();
        assert_eq!(
            seen,
            [
                ("site/config", "`text` has no text in the language es, tl"),
                ("site/config", "`fr` is not a language of this site"),
                ("site/config", "`name` has no text in the language en, tl"),
            ]
        );
        for codes in ["[]", "[english]", "[EN]", "[e]"] {
            assert_eq!(parse(&format!("{GOOD}languages: {codes}\n")).1.len(), 1, "{codes}");
        }
    }

    #[test]
    fn a_crisis_line_has_a_state_a_name_and_a_number_that_reaches_somebody() {
        let of = |line: &str, more: &str| parse(&format!("{GOOD}{more}crisis_lines: [{line}]\n"));
        let good = "{ state: OH, name: A line, phone: \"614-234-0142\" }";
        let (site, findings) = of(good, "");
        assert_eq!(findings, []);
        assert_eq!(site.unwrap().crisis_lines[0].phone.e164(), "+16142340142");
        for (line, code) in [
            (good.replace("614-234-0142", "614-555-0142"), "phone/fictional"),
            (good.replace("614-234-0142", "614-234"), "phone/invalid"),
            (good.replace("OH", "Ohio"), "shape/bad-value"),
            (good.replace("name: A line, ", ""), "shape/missing-key"),
            (good.replace("A line", "{ fr: Ligne }"), "site/config"),
        ] {
            let (_, findings) = of(&line, "");
            assert!(findings.iter().any(|f| f.code == code), "{line}: {findings:#?}");
        }
        assert_eq!(of(&good.replace("614-234-0142", "614-555-0142"), "demonstration: sample\n").1, []);
    }

    #[test]
    fn an_address_with_a_query_is_refused() {
        let (site, findings) = parse("title: A\ndescription: B\nbase_url: \"https://example.org/?a=1\"\n");
        assert!(site.is_none());
        assert_eq!(findings.len(), 1);
    }
}
