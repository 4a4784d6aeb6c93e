//! Guides and pages: educational and other text, read and checked.

use crate::diagnostic::{Diagnostic, rules};
use crate::language::{
    self,
    reading::{Difficulty, GRADE, SCORE, difficulty},
};
use crate::listing::{Context, rules::freshness::days_between, rules::trust};
use crate::shape::check::Check;
use crate::shape::values::{DATE, SLUG, URL, whole};
use crate::shape::{Kind, Object, field, need};
use crate::source::Source;
use crate::yaml::{self, Node};
use jiff::civil::Date;
use std::ops::Range;

/// The keys of a guide.
pub static GUIDE: Object = Object {
    name: "a guide",
    fields: &[
        need(
            "title",
            Kind::Text(70),
            "The title, best as a question or a task.",
            "\"What is an intensive outpatient program?\"",
        ),
        need(
            "summary",
            Kind::Text(160),
            "One or two sentences for lists and search engines.",
            "\"What happens in an IOP and who it is for.\"",
        ),
        field("order", Kind::Integer(0, 10_000), "Position in the list, small numbers first.", "10"),
        field(
            "audience",
            Kind::List(&Kind::Choice(&["person-seeking", "family", "provider", "referrer"])),
            "For whom it is written.",
            "[person-seeking]",
        ),
        field(
            "topics",
            Kind::List(&Kind::Value(&SLUG)),
            "What it is about. Pages of programs lead to the first guide about `first-call`.",
            "[basics]",
        ),
        need("last_reviewed", Kind::Value(&DATE), "When it was last read against its sources.", "2026-10-15"),
        field("review_due", Kind::Value(&DATE), "When it is to be read again.", "2027-10-15"),
        field("reviewed_by", Kind::Object(&REVIEWER), "Who read it.", "{ name: \"Editors\" }"),
        need(
            "sources",
            Kind::List(&Kind::Object(&SOURCE)),
            "Where the facts come from, at least one.",
            "[{ title: \"TIP 47\", url: \"https://www.samhsa.gov\", publisher: SAMHSA }]",
        ),
        field(
            "faq",
            Kind::List(&Kind::Object(&QUESTION)),
            "Questions and answers, shown at the end.",
            "[{ q: \"How long does it take?\", a: \"Often 8 to 12 weeks.\" }]",
        ),
        field(
            "glossary",
            Kind::List(&Kind::Object(&ENTRY)),
            "Words explained on the glossary page.",
            "[{ term: \"Step down\", meaning: \"To move to care with fewer hours.\" }]",
        ),
        field("aliases", Kind::List(&Kind::Value(&SLUG)), "Former slugs; each becomes a redirect.", "[what-is-iop]"),
    ],
};

/// The keys of a page.
pub static PAGE: Object = Object {
    name: "a page",
    fields: &[
        need("title", Kind::Text(70), "The title.", "\"About this directory\""),
        need("summary", Kind::Text(160), "One or two sentences for search engines.", "\"Who runs it and how.\""),
        field("order", Kind::Integer(0, 10_000), "Position in the menu.", "10"),
        field("menu", Kind::Text(40), "The text in the menu; absent, the page is not in it.", "About"),
        field("last_reviewed", Kind::Value(&DATE), "When it was last read through.", "2026-10-15"),
        field("aliases", Kind::List(&Kind::Value(&SLUG)), "Former addresses; each becomes a redirect.", "[about-us]"),
    ],
};

static REVIEWER: Object = Object {
    name: "a reviewer",
    fields: &[
        need("name", Kind::Text(120), "Name.", "\"Editors\""),
        field("credentials", Kind::Text(160), "What makes them able to.", "\"LCSW\""),
    ],
};

static SOURCE: Object = Object {
    name: "a source",
    fields: &[
        need("title", Kind::Text(200), "Title.", "\"TIP 47\""),
        field("url", Kind::Value(&URL), "Where it is.", "\"https://www.samhsa.gov\""),
        field("publisher", Kind::Text(120), "Who published it.", "SAMHSA"),
        field("accessed", Kind::Value(&DATE), "When it was read.", "2026-10-10"),
    ],
};

static QUESTION: Object = Object {
    name: "a question",
    fields: &[
        need("q", Kind::Text(160), "The question.", "\"How long does it take?\""),
        need("a", Kind::Text(800), "The answer.", "\"Often 8 to 12 weeks.\""),
    ],
};

static ENTRY: Object = Object {
    name: "a glossary entry",
    fields: &[
        need("term", Kind::Text(80), "The word.", "\"Step down\""),
        need("meaning", Kind::Text(400), "What it means.", "\"To move to care with fewer hours.\""),
    ],
};

/// A checked guide or page.
#[derive(Debug, Clone, PartialEq)]
pub struct Article {
    /// Title.
    pub title: String,
    /// One or two sentences.
    pub summary: String,
    /// Position in lists; those without one come last.
    pub order: i64,
    /// The text in the menu.
    pub menu: Option<String>,
    /// For whom a guide is written.
    pub audience: Vec<String>,
    /// What a guide is about.
    pub topics: Vec<String>,
    /// Last review.
    pub last_reviewed: Option<Date>,
    /// Next review.
    pub review_due: Option<Date>,
    /// Name and credentials of the reviewer.
    pub reviewed_by: Option<(String, Option<String>)>,
    /// Sources.
    pub sources: Vec<Citation>,
    /// Questions and answers.
    pub faq: Vec<(String, String)>,
    /// Words explained.
    pub glossary: Vec<(String, String)>,
    /// Former slugs.
    pub aliases: Vec<String>,
}

/// A source of a guide.
#[derive(Debug, Clone, PartialEq)]
pub struct Citation {
    /// Title.
    pub title: String,
    /// Where it is.
    pub url: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When it was read.
    pub accessed: Option<Date>,
}

/// Reads and checks a guide ([`GUIDE`]) or a page ([`PAGE`]).
pub fn check(source: &Source, shape: &'static Object, context: &Context<'_>) -> (Option<Article>, Vec<Diagnostic>) {
    let node = match yaml::parse(&source.path, &source.text, source.front_matter.clone()) {
        Ok(node) => node,
        Err(findings) => return (None, findings),
    };
    let mut check = Check::new(&source.path, &source.text, context.vocabulary);
    check.object(&node, shape);
    let article = read(&node);
    if std::ptr::eq(shape, &raw const GUIDE)
        && let Some(sources) = node.get("sources")
        && sources.items().is_empty()
    {
        check.report(
            &rules::GUIDE_SOURCES,
            &sources.range,
            "the list of sources is empty",
            "name at least one source that a reader can look up",
        );
    }
    if let Some(article) = &article {
        review(&mut check, &node, article, context.today);
    }
    words(&mut check, &node, article.as_ref(), source);
    for cited in node.get("sources").map(Node::items).unwrap_or_default() {
        if let Some(url) = cited.get("url")
            && let Some(text) = url.text()
        {
            trust::address(&mut check, &url.range, text);
        }
    }
    if std::ptr::eq(shape, &raw const GUIDE) {
        reading(&mut check, source);
    }
    (article, check.findings)
}

/// Words that mislead, press or hurt, and characters that nobody sees.
fn words(check: &mut Check<'_>, node: &Node<'_>, article: Option<&Article>, source: &Source) {
    let mut values: Vec<Range<usize>> = Vec::new();
    let top = ["title", "summary", "menu"].into_iter().filter_map(|key| node.get(key));
    let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    let faq = items("faq").iter().flat_map(|item| ["q", "a"].into_iter().filter_map(|key| item.get(key)));
    let glossary =
        items("glossary").iter().flat_map(|item| ["term", "meaning"].into_iter().filter_map(|key| item.get(key)));
    values.extend(top.chain(faq).chain(glossary).map(|node| node.range.clone()));
    let sources = article.map(|article| &*article.sources).unwrap_or_default();
    let names: Vec<&str> =
        sources.iter().flat_map(|cited| [Some(&*cited.title), cited.publisher.as_deref()]).flatten().collect();
    let body = source.body..source.text.len();
    language::check(check, language::Texts { values: &values, body: &body, names: &names, outpatient: false });
    language::invisible(check);
}

/// A guide that asks too much of most readers, at the sentence that adds most to it.
fn reading(check: &mut Check<'_>, source: &Source) {
    let Some(found) = difficulty(source.body()).filter(Difficulty::too_hard) else { return };
    let (range, words) = found.hardest;
    let message = if found.spanish {
        format!(
            "the text is hard to read: {:.0} points on the INFLESZ scale, and normal begins at {SCORE}",
            found.value
        )
    } else {
        format!("the text reads at grade {:.1}; most readers need {GRADE} or less", found.value)
    };
    let range = source.body + range.start..source.body + range.end;
    let help =
        format!("begin here, with the sentence that weighs most ({words} words): cut it in two, and use short words");
    check.report(&rules::GUIDE_READING, &range, message, help);
}

fn review(check: &mut Check<'_>, node: &Node<'_>, article: &Article, today: Date) {
    let range = |key| node.get(key).map_or(0..0, |n| n.range.clone());
    if let Some(last) = article.last_reviewed
        && last > today
    {
        check.report(
            &rules::FRESH_FUTURE,
            &range("last_reviewed"),
            format!("{last} is in the future"),
            "write the day of the last review",
        );
    }
    let Some(due) = article.review_due else { return };
    if article.last_reviewed.is_some_and(|last| due < last) {
        check.report(
            &rules::GUIDE_REVIEW_ORDER,
            &range("review_due"),
            "the next review comes before the last one",
            "correct one of the two dates",
        );
    } else if due < today {
        let days = days_between(due, today);
        check.report(
            &rules::GUIDE_REVIEW_OVERDUE,
            &range("review_due"),
            format!("the review was due {days} days ago"),
            "read the text against its sources and bring both dates up to date",
        );
    }
}

fn read(node: &Node<'_>) -> Option<Article> {
    let text = |node: &Node<'_>, key: &str| {
        node.get(key).and_then(Node::text).map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
    };
    let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    let texts = |key: &str| items(key).iter().filter_map(|n| n.text().map(str::to_owned)).collect::<Vec<_>>();
    let date = |node: &Node<'_>, key: &str| node.get(key).and_then(|n| crate::shape::values::date(n.text()?));
    let pairs =
        |key: &str, a: &str, b: &str| items(key).iter().filter_map(|n| Some((text(n, a)?, text(n, b)?))).collect();
    Some(Article {
        title: text(node, "title")?,
        summary: text(node, "summary")?,
        order: node.get("order").and_then(|n| whole(n.text()?)).unwrap_or(i64::MAX),
        menu: text(node, "menu"),
        audience: texts("audience"),
        topics: texts("topics"),
        last_reviewed: date(node, "last_reviewed"),
        review_due: date(node, "review_due"),
        reviewed_by: node.get("reviewed_by").and_then(|n| Some((text(n, "name")?, text(n, "credentials")))),
        sources: items("sources")
            .iter()
            .filter_map(|n| {
                let url = text(n, "url").filter(|url| (URL.check)(url).is_ok());
                Some(Citation {
                    title: text(n, "title")?,
                    url,
                    publisher: text(n, "publisher"),
                    accessed: date(n, "accessed"),
                })
            })
            .collect(),
        faq: pairs("faq", "q", "a"),
        glossary: pairs("glossary", "term", "meaning"),
        aliases: texts("aliases").into_iter().filter(|a| crate::shape::values::is_slug(a)).collect(),
    })
}
