//! `waypost.yaml`: what a directory's owner sets. Strict: an unknown key is an error with a suggestion.

use crate::diagnostic::{Diagnostic, Place, Severity, rules};
use crate::shape::check::Check;
use crate::shape::values::{DATE, EMAIL, URL};
use crate::shape::{Kind, Object, field, need};
use crate::vocabulary::{Vocabulary, closest};
use crate::yaml::{self, Key, Node, Value};
use std::collections::BTreeMap;
use std::path::Path;

/// The name of the site file.
pub const FILE_NAME: &str = "waypost.yaml";

/// The keys of the site file.
pub static SITE: Object = Object {
    name: "the site file",
    fields: &[
        need("title", Kind::Text(60), "The name of the directory.", "\"Ohio IOP Directory\""),
        need(
            "description",
            Kind::Text(300),
            "One or two sentences about it, for search engines and shared links.",
            "\"Find intensive outpatient programs in Ohio.\"",
        ),
        need(
            "base_url",
            Kind::Value(&URL),
            "The public address of the home page, with a folder if the site lives in one.",
            "\"https://example.org/\"",
        ),
        field(
            "languages",
            Kind::List(&Kind::Choice(&["en", "es"])),
            "Languages of the site; the first is at the root.",
            "[en]",
        ),
        field("theme", Kind::Text(60), "The theme: a folder below `themes`, or `default`.", "default"),
        field("theme_params", Kind::TextMap, "Settings that the theme offers.", "{}"),
        field(
            "theme_tokens",
            Kind::Named(&TOKEN),
            "Colours and sizes of the theme; what is not set stays.",
            "{ accent: { light: \"#0b5f66\", dark: \"#7fd0cf\" } }",
        ),
        field(
            "demonstration",
            Kind::Choice(&["sample"]),
            "Says on every page that the listings are samples, and allows phone numbers kept for fiction.",
            "sample",
        ),
        field(
            "sample_notice",
            Kind::Text(300),
            "The words of that banner, in place of the theme's own.",
            "\"Sample data. Do not use it to seek care.\"",
        ),
        field("owner", Kind::Object(&OWNER), "Who runs the directory.", "{ name: \"County Health Department\" }"),
        field(
            "repository",
            Kind::Object(&REPOSITORY),
            "Where the files are kept; makes the links to correct a listing.",
            "{ url: \"https://github.com/example/directory\" }",
        ),
        field(
            "host",
            Kind::Choice(&["any", "github-pages", "cloudflare-pages", "netlify", "gitlab-pages", "codeberg-pages"]),
            "Where the site is published; sets the host's own files and limits.",
            "any",
        ),
        field(
            "domain",
            Kind::Text(253),
            "A domain of your own, for hosts that read it from a file.",
            "directory.example.org",
        ),
        field(
            "freshness",
            Kind::Object(&FRESHNESS),
            "Days after which a confirmation grows old.",
            "{ aging_days: 180, stale_days: 365, demote_days: 548 }",
        ),
        field("page_size", Kind::Integer(10, 500), "Listings on one page of a list.", "100"),
        field(
            "search",
            Kind::Choice(&["full", "none"]),
            "Whether the site has a search; it needs files beside the pages, some 5 MB for 20,000 listings.",
            "full",
        ),
        field("feed_size", Kind::Integer(1, 500), "Entries of the feed.", "50"),
        field(
            "severity",
            Kind::TextMap,
            "Another severity for a rule: error, warning, info or off.",
            "{ care/no-hours: off }",
        ),
        field(
            "date",
            Kind::Value(&DATE),
            "Builds as if it were this day. Leave it out except for samples.",
            "2026-11-22",
        ),
    ],
};

static TOKEN: Object = Object {
    name: "a token",
    fields: &[
        field("light", Kind::Text(100), "The value on light pages.", "\"#0b5f66\""),
        field("dark", Kind::Text(100), "The value on dark pages.", "\"#7fd0cf\""),
    ],
};

static OWNER: Object = Object {
    name: "the owner",
    fields: &[
        need("name", Kind::Text(120), "Name of the person or organization.", "\"County Health Department\""),
        field("url", Kind::Value(&URL), "Their page.", "\"https://example.org\""),
        field("email", Kind::Value(&EMAIL), "Where corrections are read.", "\"directory@example.org\""),
        field(
            "funding",
            Kind::Text(300),
            "Who pays for the directory.",
            "\"Paid for by the county. No money from providers.\"",
        ),
    ],
};

static REPOSITORY: Object = Object {
    name: "the repository",
    fields: &[
        need("url", Kind::Value(&URL), "Its page.", "\"https://github.com/example/directory\""),
        field("branch", Kind::Text(100), "The branch that is published.", "main"),
    ],
};

static FRESHNESS: Object = Object {
    name: "freshness",
    fields: &[
        field("aging_days", Kind::Integer(1, 3650), "After so many days a listing is due for a call.", "180"),
        field("stale_days", Kind::Integer(1, 3650), "After so many days its page shows a caution.", "365"),
        field("demote_days", Kind::Integer(1, 3650), "After so many days lists show it last.", "548"),
    ],
};

/// Days after which a confirmation grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freshness {
    /// Due for a call.
    pub aging_days: i32,
    /// Shown with a caution.
    pub stale_days: i32,
    /// Shown last in lists.
    pub demote_days: i32,
}

impl Default for Freshness {
    fn default() -> Self {
        Self { aging_days: 180, stale_days: 365, demote_days: 548 }
    }
}

/// Who runs the directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Owner {
    /// Name.
    pub name: String,
    /// Their page.
    pub url: Option<String>,
    /// Where corrections are read.
    pub email: Option<String>,
    /// Who pays.
    pub funding: Option<String>,
}

/// What a site sets of one of its theme's tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenSetting {
    /// The token's name, without hyphens before it.
    pub name: String,
    /// Where the name stands.
    pub place: Place,
    /// The value on light pages, and where it stands; the theme's own if absent.
    pub light: Option<(String, Place)>,
    /// The value on dark pages, in the same way.
    pub dark: Option<(String, Place)>,
    /// Whether there are keys below the name. The theme refuses a single value, as it knows what that would hide.
    pub is_group: bool,
}

/// The checked site file.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The name of the directory.
    pub title: String,
    /// One or two sentences about it.
    pub description: String,
    /// The public address, ending with a slash.
    pub base_url: url::Url,
    /// Language codes; the first is at the root.
    pub languages: Vec<String>,
    /// The theme.
    pub theme: String,
    /// Where it is named.
    pub theme_place: Option<Place>,
    /// Settings for the theme: key, value, and where it stands.
    pub theme_params: Vec<(String, String, Place)>,
    /// What the site sets of the theme's tokens.
    pub theme_tokens: Vec<TokenSetting>,
    /// The listings are samples.
    pub demonstration: bool,
    /// The words of the sample banner.
    pub sample_notice: Option<String>,
    /// Who runs it.
    pub owner: Option<Owner>,
    /// The repository's page and branch.
    pub repository: Option<(String, String)>,
    /// Where it is published.
    pub host: String,
    /// A domain of its own.
    pub domain: Option<String>,
    /// When confirmations grow old.
    pub freshness: Freshness,
    /// Listings on one page of a list.
    pub page_size: usize,
    /// The site has a search.
    pub search: bool,
    /// Entries of the feed.
    pub feed_size: usize,
    /// Severities that differ from the rules' own; `None` switches a rule off.
    pub severity: BTreeMap<String, Option<Severity>>,
    /// The day for which the site is always built.
    pub date: Option<jiff::civil::Date>,
}

impl Site {
    /// The folder of the site on its host: `/` or `/sub/`.
    pub fn base_path(&self) -> &str {
        self.base_url.path()
    }
}

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
    let severity = severities(&mut check, &node);
    let base_url = base_url(&mut check, &node);
    let site = base_url.and_then(|base_url| site(&check, &node, base_url, severity));
    (site, check.findings)
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

fn site(
    check: &Check<'_>,
    node: &Node<'_>,
    base_url: url::Url,
    severity: BTreeMap<String, Option<Severity>>,
) -> Option<Site> {
    let text = |node: &Node<'_>, key: &str| node.get(key).and_then(Node::text).map(str::to_owned);
    let number = |node: Option<&Node<'_>>, key: &str, otherwise: usize| {
        node.and_then(|n| n.get(key)).and_then(|n| n.text()?.parse().ok()).unwrap_or(otherwise)
    };
    let days = |key, otherwise: i32| {
        let days = number(node.get("freshness"), key, usize::try_from(otherwise).unwrap_or(0));
        i32::try_from(days).unwrap_or(otherwise)
    };
    let mut languages: Vec<String> = node
        .get("languages")
        .map(|n| n.items().iter().filter_map(|i| i.text().map(str::to_owned)).collect())
        .unwrap_or_default();
    if languages.is_empty() {
        languages.push("en".to_owned());
    }
    let theme_params = match node.get("theme_params").map(|n| &n.value) {
        Some(Value::Mapping(pairs)) => pairs
            .iter()
            .filter_map(|(k, v)| Some((k.text.to_string(), v.text()?.to_owned(), check.place(&v.range))))
            .collect(),
        _ => Vec::new(),
    };
    let theme_tokens = match node.get("theme_tokens").map(|n| &n.value) {
        Some(Value::Mapping(pairs)) => pairs.iter().map(|(name, value)| token(check, name, value)).collect(),
        _ => Vec::new(),
    };
    let usual = Freshness::default();
    Some(Site {
        title: text(node, "title")?,
        description: text(node, "description")?,
        base_url,
        languages,
        theme_place: node.get("theme").map(|n| check.place(&n.range)),
        theme: text(node, "theme").unwrap_or_else(|| "default".to_owned()),
        theme_params,
        theme_tokens,
        demonstration: node.get("demonstration").is_some(),
        sample_notice: text(node, "sample_notice"),
        owner: node.get("owner").map(|n| Owner {
            name: text(n, "name").unwrap_or_default(),
            url: text(n, "url"),
            email: text(n, "email"),
            funding: text(n, "funding"),
        }),
        repository: node.get("repository").and_then(|n| {
            Some((
                text(n, "url")?.trim_end_matches('/').to_owned(),
                text(n, "branch").unwrap_or_else(|| "main".to_owned()),
            ))
        }),
        host: text(node, "host").unwrap_or_else(|| "any".to_owned()),
        domain: text(node, "domain"),
        freshness: Freshness {
            aging_days: days("aging_days", usual.aging_days),
            stale_days: days("stale_days", usual.stale_days),
            demote_days: days("demote_days", usual.demote_days),
        },
        page_size: number(Some(node), "page_size", 100).max(1),
        search: node.get("search").and_then(Node::text) != Some("none"),
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
        is_group: matches!(node.value, Value::Mapping(_)),
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
    fn an_address_with_a_query_is_refused() {
        let (site, findings) = parse("title: A\ndescription: B\nbase_url: \"https://example.org/?a=1\"\n");
        assert!(site.is_none());
        assert_eq!(findings.len(), 1);
    }
}
