//! Web addresses: how they are linked, and who learns of it.

use super::Facts;
use crate::diagnostic::{Diagnostic, Fix, Rule, rules};
use crate::language::letters;
use crate::shape::check::Check;
use crate::yaml::Node;
use std::ops::Range;

/// Parameters by which advertisers recognize a visitor or a campaign; and everything that begins with `utm_`.
pub const TRACKING: [&str; 27] = [
    "gclid",
    "gclsrc",
    "gbraid",
    "wbraid",
    "dclid",
    "gad_source",
    "gad_campaignid",
    "_ga",
    "_gl",
    "srsltid",
    "fbclid",
    "igshid",
    "msclkid",
    "ttclid",
    "twclid",
    "li_fat_id",
    "yclid",
    "epik",
    "rdt_cid",
    "mc_cid",
    "mc_eid",
    "_hsenc",
    "_hsmi",
    "mkt_tok",
    "vero_id",
    "oly_anon_id",
    "oly_enc_id",
];

/// Parameters that name somebody who is paid for the visit.
const REFERRAL: [&str; 13] = [
    "affiliate",
    "affiliate_id",
    "aff",
    "aff_id",
    "affid",
    "afid",
    "ref_id",
    "referral",
    "referrer",
    "clickid",
    "click_id",
    "irclickid",
    "subid",
];

/// Hosts that only lead elsewhere.
const SHORTENERS: [&str; 18] = [
    "bit.ly",
    "tinyurl.com",
    "t.co",
    "goo.gl",
    "ow.ly",
    "is.gd",
    "buff.ly",
    "rebrand.ly",
    "lnkd.in",
    "cutt.ly",
    "rb.gy",
    "shorturl.at",
    "tiny.cc",
    "bl.ink",
    "t.ly",
    "s.id",
    "qrco.de",
    "linktr.ee",
];

/// Checks every web address of a listing's front matter.
pub(super) fn check(facts: &mut Facts<'_>) {
    let of_items =
        |key: &str| facts.at(&[key]).map(Node::items).unwrap_or_default().iter().filter_map(|n| n.get("url"));
    let nodes: Vec<&Node<'_>> =
        facts.at(&["website"]).into_iter().chain(of_items("licenses")).chain(of_items("sources")).collect();
    for node in nodes {
        if let Some(url) = node.text() {
            address(&mut facts.check, &node.range, url);
        }
    }
}

/// Checks the web address of a link. The shape has no part in it, so the letters of its domain are looked at here.
pub fn link(check: &mut Check<'_>, range: &Range<usize>, url: &str) {
    address(check, range, url);
    if letters::deceives(url) {
        check.report(&rules::TRUST_LOOK_ALIKE, range, letters::DECEIVES, letters::TYPED_BY_HAND);
    }
}

/// Checks a web address that stands, perhaps in quotes, at the bytes `range` of the file.
pub fn address(check: &mut Check<'_>, range: &Range<usize>, url: &str) {
    let lower = url.to_ascii_lowercase();
    if !lower.starts_with("http://") && !lower.starts_with("https://") {
        return;
    }
    // Without the address as such (it may be written with escapes) nothing can be replaced.
    let at = check.text.get(range.clone()).and_then(|raw| raw.find(url)).map(|at| range.start + at);
    let mut found: Vec<(&Rule, Diagnostic)> = Vec::new();
    let mut find = |rule: &'static Rule, message: String, help: String, fix: Option<Fix>| {
        let finding = Diagnostic::new(rule, message).help(help);
        found.push((
            rule,
            match fix {
                Some(fix) => finding.fix(fix),
                None => finding,
            },
        ));
    };
    if lower.starts_with("http://") {
        let help = format!("write \"https{}\" if that works", &url[4..]);
        let fix = at.map(|at| Fix::likely(at..at + 4, "https"));
        find(&rules::TRUST_HTTP, "the address is linked without https".to_owned(), help, fix);
    }
    if let Some((clean, names)) = without_tracking(url) {
        let message = format!("the web address carries what advertisers track visitors with ({})", names.join(", "));
        let help = format!("write \"{clean}\"");
        find(&rules::TRUST_TRACKING, message, help, at.map(|at| Fix::certain(at..at + url.len(), clean)));
    }
    let host = lower.split("://").nth(1).unwrap_or_default().split(['/', '?', '#', ':']).next().unwrap_or_default();
    if SHORTENERS.contains(&host.trim_start_matches("www.")) {
        let message = format!("{host} only leads to another address");
        find(&rules::TRUST_SHORT_LINK, message, "open it and write the address where it ends".to_owned(), None);
    }
    if let Some(name) = parameters(url).map(name).find(|name| REFERRAL.contains(&&*name.to_ascii_lowercase())) {
        let message = format!("`{name}` in the web address names who is paid for it");
        let help = "write the program's own address, without this parameter".to_owned();
        find(&rules::TRUST_REFERRAL, message, help, None);
    }
    for (rule, finding) in found {
        check.find(rule, range, |place| finding.at(place));
    }
}

/// What stands between `?` and `#`.
fn query(url: &str) -> Option<Range<usize>> {
    let end = url.find('#').unwrap_or(url.len());
    url[..end].find('?').map(|mark| mark + 1..end)
}

fn parameters(url: &str) -> impl Iterator<Item = &str> {
    query(url).map_or("", |query| &url[query]).split('&')
}

fn name(parameter: &str) -> &str {
    parameter.split('=').next().unwrap_or_default()
}

/// The address without its tracking parameters, and their names; `None` if it has none.
fn without_tracking(url: &str) -> Option<(String, Vec<&str>)> {
    let tracks = |parameter: &&str| {
        let name = name(parameter).to_ascii_lowercase();
        name.starts_with("utm_") || TRACKING.contains(&&*name)
    };
    let end = url.find('#').unwrap_or(url.len());
    let query = query(url).unwrap_or(end..end);
    let (tracking, kept): (Vec<&str>, Vec<&str>) = url[query.clone()].split('&').partition(tracks);
    let behind = &url[query.end..];
    // A part that is nothing but campaign names is one, too.
    let (campaign, behind) = match behind.strip_prefix('#') {
        Some(part) if part.split('&').all(|part| tracks(&part)) => (part.split('&').collect(), ""),
        _ => (Vec::new(), behind),
    };
    let names: Vec<&str> = tracking.into_iter().chain(campaign).map(name).collect();
    if names.is_empty() {
        return None;
    }
    let before = url[..query.start].trim_end_matches('?');
    let kept = kept.join("&");
    let mark = if kept.is_empty() { "" } else { "?" };
    Some((format!("{before}{mark}{kept}{behind}"), names))
}

#[cfg(test)]
mod tests {
    use super::without_tracking;

    #[test]
    fn only_tracking_parameters_are_taken_out() {
        for (url, clean) in [
            ("https://a.org/?utm_source=x", "https://a.org/"),
            ("https://a.org/p?id=7&UTM_Medium=x&b=2#top", "https://a.org/p?id=7&b=2#top"),
            ("https://a.org/?gclid=1&fbclid=2", "https://a.org/"),
            ("https://a.org/#utm_source=x&utm_medium=y", "https://a.org/"),
        ] {
            assert_eq!(without_tracking(url).map(|(clean, _)| clean).as_deref(), Some(clean), "{url}");
        }
        for url in ["https://a.org/utm_source", "https://a.org/?id=gclid", "https://a.org/#team", "https://a.org/?"] {
            assert_eq!(without_tracking(url), None, "{url}");
        }
    }
}
