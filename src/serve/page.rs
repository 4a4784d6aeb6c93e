//! Pages as they are shown while somebody works on the site: with the script that reloads them.

use std::borrow::Cow;

/// Where the script is.
pub(super) const SCRIPT_PATH: &str = "/__waypost/reload.js";

/// `html` with the script, and with policies that let it run. Text that is not UTF-8 stays as it is.
pub(super) fn with_script(html: Vec<u8>, mark: &str) -> Vec<u8> {
    let html = match String::from_utf8(html) {
        Ok(html) => html,
        Err(other) => return other.into_bytes(),
    };
    let mut html = relaxed(&html);
    let script = format!("<script src=\"{SCRIPT_PATH}\" data-mark=\"{}\"></script>", escape(mark));
    let end = html.to_ascii_lowercase().rfind("</body").unwrap_or(html.len());
    html.insert_str(end, &script);
    html.into_bytes()
}

/// A page that shows `findings`, for when there is no site to show.
pub(super) fn of_findings(findings: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The site could not be built</title>\
         <meta name=\"viewport\" content=\"width=device-width\"></head>\
         <body style=\"font: 1rem/1.5 system-ui, sans-serif; margin: 2rem\"><h1>The site could not be built</h1>\
         <p>Correct what is listed here; this page then shows the site.</p>\
         <pre style=\"white-space: pre-wrap\">{}</pre></body></html>\n",
        escape(findings)
    )
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// `html` with its security policies widened so that a script and a connection of the site itself are allowed. A policy
/// in the page cannot be widened by a header, so the page is changed.
fn relaxed(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let mut out = String::with_capacity(html.len() + 256);
    let mut copied = 0;
    let mut from = 0;
    while let Some(found) = lower[from..].find("<meta") {
        let start = from + found;
        let Some(length) = tag_length(&html[start..]) else { break };
        from = start + length;
        if let Some(tag) = relaxed_tag(&html[start..from]) {
            out.push_str(&html[copied..start]);
            out.push_str(&tag);
            copied = from;
        }
    }
    out.push_str(&html[copied..]);
    out
}

/// Bytes up to and with the `>` that ends the tag.
fn tag_length(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(i + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// The tag again if it is a policy that has to be widened.
fn relaxed_tag(tag: &str) -> Option<String> {
    let attributes = attributes(tag);
    let value =
        |name: &str| attributes.iter().find(|(n, _)| n.eq_ignore_ascii_case(name)).map(|(_, value)| unescape(value));
    value("http-equiv").filter(|name| name.trim().eq_ignore_ascii_case("content-security-policy"))?;
    let policy = value("content")?;
    let wide = widened(&policy);
    (wide != policy).then(|| format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">", escape(&wide)))
}

fn attributes(tag: &str) -> Vec<(&str, &str)> {
    let mut rest = tag["<meta".len()..].trim_end_matches('>');
    let mut found = Vec::new();
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == '/');
        if rest.is_empty() {
            return found;
        }
        // An attribute's name has at least one character, so the loop comes to its end.
        let name_end = rest.char_indices().skip(1).find(|(_, c)| c.is_ascii_whitespace() || matches!(c, '=' | '/'));
        let (name, after) = rest.split_at(name_end.map_or(rest.len(), |(i, _)| i));
        let Some(after) = after.trim_start().strip_prefix('=') else {
            found.push((name, ""));
            rest = after;
            continue;
        };
        let after = after.trim_start();
        let (value, next) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(|c: char| c.is_ascii_whitespace()).unwrap_or(after.len())),
        };
        found.push((name, value));
        rest = next;
    }
}

/// `text` without the character references that stand for quotes and the like in policies.
fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = text.to_owned();
    for (reference, character) in [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#X27;", "'"),
        ("&apos;", "'"),
        ("&#x2F;", "/"),
        ("&#x2f;", "/"),
        ("&#47;", "/"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ] {
        out = out.replace(reference, character);
    }
    Cow::Owned(out)
}

/// The policy with the site itself allowed as a source of scripts and as an end of connections.
fn widened(policy: &str) -> String {
    let mut directives: Vec<(String, Vec<String>)> = Vec::new();
    for directive in policy.split(';') {
        let mut words = directive.split_ascii_whitespace();
        if let Some(name) = words.next() {
            directives.push((name.to_ascii_lowercase(), words.map(str::to_owned).collect()));
        }
    }
    let mut changed = false;
    for fallbacks in [&["script-src-elem", "script-src", "default-src"][..], &["connect-src", "default-src"]] {
        // The first of these that is there decides; with none of them all is allowed.
        let Some(at) = fallbacks.iter().find_map(|name| directives.iter().position(|(n, _)| n == name)) else {
            continue;
        };
        let (name, sources) = &directives[at];
        if sources.iter().any(|source| source == "*" || source.eq_ignore_ascii_case("'self'")) {
            continue;
        }
        let mut wide: Vec<String> = sources.iter().filter(|s| !s.eq_ignore_ascii_case("'none'")).cloned().collect();
        wide.push("'self'".into());
        changed = true;
        if name == "default-src" {
            let own = fallbacks[fallbacks.len() - 2].to_owned();
            directives.push((own, wide));
        } else {
            directives[at].1 = wide;
        }
    }
    if !changed {
        return policy.to_owned();
    }
    let directives = directives.into_iter().map(|(name, sources)| [vec![name], sources].concat().join(" "));
    directives.collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn shown(html: &str) -> String {
        String::from_utf8(with_script(html.as_bytes().to_vec(), "7")).unwrap()
    }

    const SCRIPT: &str = "<script src=\"/__waypost/reload.js\" data-mark=\"7\"></script>";

    #[test]
    fn the_script_stands_at_the_end_of_the_body() {
        assert_eq!(shown("<body>a</body></html>"), format!("<body>a{SCRIPT}</body></html>"));
        assert_eq!(shown("<p></BODY >"), format!("<p>{SCRIPT}</BODY >"));
        assert_eq!(shown("<p>é"), format!("<p>é{SCRIPT}"), "end tags may be left out");
        assert_eq!(shown("<pre>&lt;/body> </body>x</body>"), format!("<pre>&lt;/body> </body>x{SCRIPT}</body>"));
    }

    #[test]
    fn other_encodings_are_left_alone() {
        assert_eq!(with_script(b"\xe9</body>".to_vec(), "7"), b"\xe9</body>");
    }

    #[test]
    fn findings_are_escaped() {
        let page = of_findings("a.md: <script>alert(\"1\")</script> & more");
        assert!(page.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; more"));
    }

    #[test]
    fn policies_are_widened_only_as_far_as_needed() {
        for (policy, wide) in [
            ("default-src 'self'", "default-src 'self'"),
            ("img-src 'none'", "img-src 'none'"),
            ("default-src 'none'", "default-src 'none'; script-src-elem 'self'; connect-src 'self'"),
            ("default-src 'none'; script-src 'self'", "default-src 'none'; script-src 'self'; connect-src 'self'"),
            ("script-src 'self'; connect-src 'none'", "script-src 'self'; connect-src 'self'"),
            ("script-src 'NONE'; connect-src *", "script-src 'self'; connect-src *"),
            ("script-src https://a.example; style-src x;", "script-src https://a.example 'self'; style-src x"),
        ] {
            let wide = wide.replace("script-src-elem", "script-src");
            assert_eq!(widened(policy), wide, "{policy}");
        }
    }

    #[test]
    fn policies_are_found_however_the_tag_is_written() {
        let wide = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self'\">";
        for tag in [
            "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'none'\">",
            "<META content=\"script-src 'none'\"\n http-equiv=content-security-policy />",
            "<meta http-equiv='Content-Security-Policy' content='script-src &#39;none&#39;'>",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src &#x27;none&#x27;\"/>",
        ] {
            let page = relaxed(&format!("<meta charset=utf-8><title>a > b</title>{tag}<p>"));
            assert_eq!(page, format!("<meta charset=utf-8><title>a > b</title>{wide}<p>"));
        }
    }

    #[test]
    fn other_tags_stay_as_they_are() {
        for html in [
            "<meta name=\"description\" content=\"script-src 'none'\">",
            "<meta http-equiv=\"refresh\" content=\"0; url=/x/\"><meta",
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self'\">",
            "<meta http-equiv='x",
            "<meta =><meta /><metadata>é",
        ] {
            assert_eq!(relaxed(html), html);
        }
    }
}
