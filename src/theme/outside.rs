//! What a page would ask of other sites or run inside itself, found in templates and in finished pages.
//!
//! The same reader serves both: a template is read with blanks in place of its code, so that places hold.

use crate::diagnostic::{Rule, Severity, rules};
use std::ops::Range;

/// Something that no page may have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outside {
    pub(super) rule: &'static Rule,
    pub(super) message: String,
    /// Bytes of the address, or of the tag's name.
    pub(super) at: Range<usize>,
}

/// Kinds of `<link>` that make a browser ask for something.
const ASKING: [&str; 9] = [
    "stylesheet",
    "preload",
    "modulepreload",
    "preconnect",
    "dns-prefetch",
    "prefetch",
    "prerender",
    "icon",
    "manifest",
];

/// An attribute: its name, and the bytes of its value without quotes.
type Attribute<'h> = (&'h str, Range<usize>);

/// Everything in `html` that asks another site for something, sends it something, or runs inside the page. Addresses
/// that begin with `own` are the site's.
pub(super) fn outside(html: &str, own: Option<&str>) -> Vec<Outside> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr(b'<', &html.as_bytes()[at..]).map(|open| at + open) {
        let rest = &html[open + 1..];
        if rest.starts_with("!--") {
            at = rest.find("-->").map_or(html.len(), |end| open + 1 + end + 3);
            continue;
        }
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        at = open + 1 + length;
        if length == 0 {
            continue;
        }
        let name = open + 1..at;
        let (attributes, end) = attributes(html, at);
        at = end;
        tag(html, name, &attributes, own, &mut found);
        // What stands in a script or style is no markup.
        if let Some(closing) =
            [("script", "</script"), ("style", "</style")].iter().find(|(n, _)| rest[..length].eq_ignore_ascii_case(n))
        {
            at = html[at..].find(closing.1).map_or(html.len(), |end| at + end);
        }
    }
    found
}

/// The first thing in a finished page that asks another site for something or sends it something. What templates say
/// outright was found in them; this looks at every `//` for the addresses that they put together, which costs a page
/// next to nothing.
pub(super) fn asked(html: &str, own: &str) -> Option<Outside> {
    let mut last = None;
    for at in memchr::memmem::find_iter(html.as_bytes(), b"//") {
        let Some(open) = memchr::memrchr(b'<', &html.as_bytes()[..at]) else { continue };
        if last.replace(open) == Some(open) {
            continue;
        }
        let rest = &html[open + 1..];
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let name = open + 1..open + 1 + length;
        let (attributes, end) = attributes(html, name.end);
        if length == 0 || end < at {
            continue;
        }
        let mut found = Vec::new();
        tag(html, name, &attributes, Some(own), &mut found);
        let in_comment = || html[..open].rfind("<!--").is_some_and(|begin| !html[begin..open].contains("-->"));
        let found = found.into_iter().find(|found| found.rule.severity == Severity::Error);
        if found.is_some() && !in_comment() {
            return found;
        }
    }
    None
}

/// The attributes from `at` to the end of the tag, and where that is.
fn attributes(html: &str, mut at: usize) -> (Vec<Attribute<'_>>, usize) {
    let bytes = html.as_bytes();
    let mut all = Vec::new();
    loop {
        while bytes.get(at).is_some_and(|b| b.is_ascii_whitespace() || *b == b'/') {
            at += 1;
        }
        let start = at;
        while bytes.get(at).is_some_and(|b| !b.is_ascii_whitespace() && !b"=>/".contains(b)) {
            at += 1;
        }
        let name = &html[start..at];
        match bytes.get(at) {
            None => return (all, at),
            Some(b'>') => {
                if !name.is_empty() {
                    all.push((name, at..at));
                }
                return (all, at + 1);
            }
            Some(b'=') => {
                at += 1;
                let quote = bytes.get(at).copied().filter(|b| matches!(b, b'"' | b'\''));
                let begin = at + usize::from(quote.is_some());
                let end = match quote {
                    Some(quote) => memchr::memchr(quote, &bytes[begin..]).map_or(bytes.len(), |n| begin + n),
                    None => begin + html[begin..].find([' ', '\n', '>']).unwrap_or(html.len() - begin),
                };
                all.push((name, begin..end));
                at = (end + usize::from(quote.is_some())).min(bytes.len());
            }
            Some(_) if name.is_empty() => at += 1,
            Some(_) => all.push((name, at..at)),
        }
    }
}

fn tag(html: &str, name: Range<usize>, attributes: &[Attribute<'_>], own: Option<&str>, found: &mut Vec<Outside>) {
    let element = html[name.clone()].to_ascii_lowercase();
    let value = |wanted: &str| {
        attributes.iter().find(|(name, _)| name.eq_ignore_ascii_case(wanted)).map(|(_, range)| range.clone())
    };
    let text = |wanted: &str| value(wanted).map_or("", |range| &html[range]);
    let foreign = |address: &str| {
        let address = address.trim_start();
        (address.starts_with("//") || address.starts_with("http://") || address.starts_with("https://"))
            && own.is_none_or(|own| !address.starts_with(own))
    };
    let mut add = |rule, message: String, at| found.push(Outside { rule, message, at });
    for (attribute, range) in attributes {
        let attribute = attribute.to_ascii_lowercase();
        let address = &html[range.clone()];
        let asks = match (&*element, &*attribute) {
            ("link", "href") => text("rel").split_ascii_whitespace().any(|rel| ASKING.contains(&rel)),
            ("image" | "use", "href" | "xlink:href") | ("object", "data") | ("video", "poster") | (_, "src") => true,
            ("img" | "source", "srcset") => address.split(',').any(foreign),
            ("a" | "area", "ping") => address.split(' ').any(foreign),
            _ => false,
        };
        if asks && (foreign(address) || matches!(&*attribute, "srcset" | "ping")) {
            add(
                &rules::THEME_THIRD_PARTY,
                format!("the page asks another site for something: {address}"),
                range.clone(),
            );
        } else if matches!((&*element, &*attribute), ("form", "action") | ("button" | "input", "formaction"))
            && foreign(address)
        {
            add(&rules::THEME_FORM, format!("the form sends what is typed to another site: {address}"), range.clone());
        } else if attribute == "style" || (attribute.starts_with("on") && attribute.len() > 2 && !range.is_empty()) {
            add(
                &rules::THEME_INLINE,
                format!("the attribute `{attribute}` does not work: pages forbid it"),
                range.clone(),
            );
        }
    }
    let is_data = text("type").ends_with("json");
    if element == "style" || (element == "script" && value("src").is_none() && !is_data) {
        add(&rules::THEME_INLINE, format!("a `{element}` inside the page does not work: pages forbid it"), name);
    } else if element == "a"
        && let Some(href) = value("href").filter(|range| foreign(&html[range.clone()]))
    {
        let rel: Vec<&str> = text("rel").split_ascii_whitespace().collect();
        if !(rel.contains(&"noopener") && rel.contains(&"noreferrer")) {
            let message = "a link to another site lacks rel=\"noopener noreferrer\"".to_owned();
            add(&rules::THEME_REL, message, href);
        }
    }
}

/// What to do about it.
pub(super) fn help(rule: &Rule) -> &'static str {
    match rule.code {
        "theme/third-party" => "put the file into the folder assets and name it with `asset`",
        "theme/form" => "link to the other site's page, so that people see where they are",
        "theme/inline" => "move it to a file in the folder assets",
        _ => "write rel=\"noopener noreferrer\" into the tag",
    }
}

#[cfg(test)]
mod tests {
    use super::{asked, outside};

    fn found(html: &str) -> Vec<(&'static str, &str)> {
        outside(html, Some("https://own.example/")).into_iter().map(|o| (o.rule.code, &html[o.at])).collect()
    }

    #[test]
    fn requests_forms_and_what_runs_inside_are_found() {
        for (html, code, at) in [
            ("<script src=\"https://a.example/x.js\"></script>", "theme/third-party", "https://a.example/x.js"),
            ("<IMG alt='' SRC='//a.example/x.png'>", "theme/third-party", "//a.example/x.png"),
            ("<link rel=\"preconnect\" href=\"https://a.example\">", "theme/third-party", "https://a.example"),
            ("<iframe src=https://a.example/></iframe>", "theme/third-party", "https://a.example/"),
            (
                "<img srcset=\"a.png 1x, https://a.example/b.png 2x\">",
                "theme/third-party",
                "a.png 1x, https://a.example/b.png 2x",
            ),
            ("<form action=\"https://a.example/\">", "theme/form", "https://a.example/"),
            ("<p style=\"color:red\">", "theme/inline", "color:red"),
            ("<p onclick=\"x()\">", "theme/inline", "x()"),
            ("<script>x()</script>", "theme/inline", "script"),
            ("<style>a{}</style>", "theme/inline", "style"),
            ("<img alt='a > b' src=\"//a.example/x\">", "theme/third-party", "//a.example/x"),
            ("<img alt=\"it's\" src=\"//a.example/x\">", "theme/third-party", "//a.example/x"),
            ("<p hidden\nONCLICK=x>", "theme/inline", "x"),
            ("<a href=\"https://a.example/\" rel=\"noopener\">", "theme/rel", "https://a.example/"),
        ] {
            assert_eq!(found(html), [(code, at)], "{html}");
        }
    }

    #[test]
    fn addresses_of_finished_pages_are_found() {
        let found = |html: &str| asked(html, "https://own.example/").map(|o| html[o.at].to_owned());
        let page = "<p>https://a.example/</p><a href=\"https://a.example/\">a</a><script type=\"application/json\">\"//\"</script>";
        assert_eq!(found(page), None);
        assert_eq!(found("<!-- <img src=\"//a.example/\"> --><img src=\"https://own.example/x.png\">"), None);
        assert_eq!(found(&format!("{page}<img alt=\"\" src=\"//a.example/\">")).as_deref(), Some("//a.example/"));
        assert_eq!(found("<form action=\"https://a.example/\">").as_deref(), Some("https://a.example/"));
    }

    #[test]
    fn what_is_the_sites_own_or_only_named_is_not() {
        for html in [
            "<script src=\"/a.js\"></script><script type=\"application/ld+json\">{\"a\":\"<p style=x>\"}</script>",
            "<link rel=\"canonical\" href=\"https://own.example/\"><link rel=\"license\" href=\"https://a.example/\">",
            "<img src=\"https://own.example/a.png\" alt=\"https://a.example/\">",
            "<!-- <script src=\"https://a.example/x.js\"></script> --><form action=\"/search/\">",
            "<a rel=\"noopener noreferrer\" href=\"https://a.example/\">a < b</a> & <",
            "<input on=\"1\" hidden><p title='a > b style=\"x\"'>",
        ] {
            assert_eq!(found(html), [], "{html}");
        }
    }
}
