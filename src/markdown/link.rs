//! What an address in a text leads to, and whether it may stand there.

use super::{BASE_MARKER, Context};
use url::Url;

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page or file of the site.
    Internal {
        /// Site path without a slash in front: `guides/paying-for-iop/`, `images/map.png`; the home page is empty.
        path: String,
        /// The part of the page, without `#`.
        fragment: Option<String>,
    },
    /// Another site, by http or https.
    External(String),
    /// A mail address, phone number or text number, with its scheme: `tel:+12055550142`.
    Contact(String),
}

/// A link that may stand in a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    pub(super) target: LinkTarget,
    /// What goes into the page, not yet escaped.
    pub(super) href: String,
}

/// Why a link may not stand in a page.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// There is no address.
    Empty,
    /// Blanks, control characters or backslashes, which browsers drop or change.
    Characters,
    /// A scheme that is not allowed.
    Scheme(String),
    /// An address of another site that cannot be one, or has a user name in it.
    Address,
    /// More `..` than there are folders.
    Outside,
}

/// Decides what `address` leads to from the page of `context`.
pub(super) fn resolve(address: &str, context: &Context<'_>) -> Result<Resolved, Refusal> {
    if address.is_empty() {
        return Err(Refusal::Empty);
    }
    if address.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
        return Err(Refusal::Characters);
    }
    let Some((scheme, rest)) = split_scheme(address) else { return internal(address, context) };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => {
            let valid = Url::parse(address).is_ok_and(|url| {
                url.has_host() && url.username().is_empty() && url.password().is_none() && rest.starts_with("//")
            });
            let external = || Resolved { target: LinkTarget::External(address.to_owned()), href: address.to_owned() };
            if valid { Ok(external()) } else { Err(Refusal::Address) }
        }
        "mailto" | "tel" | "sms" if rest.is_empty() => Err(Refusal::Empty),
        "mailto" | "tel" | "sms" => {
            Ok(Resolved { target: LinkTarget::Contact(address.to_owned()), href: address.to_owned() })
        }
        _ => Err(Refusal::Scheme(scheme.to_owned())),
    }
}

/// What stands before and after the first colon, if the colon comes before any slash: only then a browser can take
/// what is before it for a scheme.
fn split_scheme(address: &str) -> Option<(&str, &str)> {
    let colon = address.find(':')?;
    let path_begins = address.find(['/', '?', '#']).unwrap_or(address.len());
    (colon < path_begins).then(|| (&address[..colon], &address[colon + 1..]))
}

fn internal(address: &str, context: &Context<'_>) -> Result<Resolved, Refusal> {
    let (rest, fragment) = match address.split_once('#') {
        Some((rest, fragment)) => (rest, Some(fragment)),
        None => (address, None),
    };
    let named = fragment.filter(|fragment| !fragment.is_empty()).map(str::to_owned);
    if rest.is_empty() {
        let target = LinkTarget::Internal { path: context.page.to_owned(), fragment: named };
        return Ok(Resolved { target, href: address.to_owned() });
    }
    if rest.starts_with("//") {
        return Err(Refusal::Address);
    }
    let (written, query) = rest.find('?').map_or((rest, ""), |at| rest.split_at(at));
    // A colon further back is harmless here, but a site path may become the whole of an address.
    if written.contains(':') {
        return Err(Refusal::Characters);
    }
    let path = match written.strip_suffix(".md") {
        Some(file) => page_of_source(&join(folder(context.source), file).ok_or(Refusal::Outside)?),
        None => with_slash(join(folder(context.page), written).ok_or(Refusal::Outside)?),
    };
    let mut href = format!("{BASE_MARKER}{path}{query}");
    if let Some(fragment) = fragment {
        href.push('#');
        href.push_str(fragment);
    }
    Ok(Resolved { target: LinkTarget::Internal { path, fragment: named }, href })
}

/// The folder of a path: all up to its last slash.
fn folder(path: &str) -> &str {
    path.rfind('/').map_or("", |slash| &path[..slash])
}

/// `relative` seen from `folder`, or from the root if it begins with a slash, without `.`, `..` and empty parts.
/// None if it leaves the root. Browsers take `%2e` for a dot here, so it is one.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    if !relative.starts_with('/') {
        parts.extend(folder.split('/').filter(|part| !part.is_empty()));
    }
    let mut directory = true;
    for part in relative.split('/') {
        let dots = part.to_ascii_lowercase().replace("%2e", ".");
        directory = matches!(dots.as_str(), "" | "." | "..");
        match dots.as_str() {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    let mut path = parts.join("/");
    if directory && !path.is_empty() {
        path.push('/');
    }
    Some(path)
}

/// Adds the slash with which the path of every page ends; files, which have a dot in their name, have none.
fn with_slash(mut path: String) -> String {
    let name = path.rsplit('/').next().unwrap_or_default();
    if !name.is_empty() && !name.contains('.') {
        path.push('/');
    }
    path
}

/// The page that is made of a content file, by the path of the file without its ending: `pages/about` becomes
/// `about/`, `providers/al/alder-creek` becomes `programs/alder-creek/`; a language may stand in front of `pages`.
fn page_of_source(file: &str) -> String {
    let parts: Vec<&str> = file.split('/').collect();
    let page = match parts.as_slice() {
        ["providers", _, slug] => format!("programs/{slug}"),
        ["pages", rest @ ..] => rest.join("/"),
        [language, "pages", rest @ ..] if !rest.is_empty() => format!("{language}/{}", rest.join("/")),
        _ => file.to_owned(),
    };
    if page.is_empty() { page } else { page + "/" }
}

#[cfg(test)]
mod tests {
    use super::{LinkTarget, Refusal, Resolved, resolve};
    use crate::markdown::Context;

    const GUIDE: Context<'_> = Context { page: "guides/what-is-iop/", source: "guides/what-is-iop.md", images: true };
    const LISTING: Context<'_> =
        Context { page: "programs/alder-creek/", source: "providers/al/alder-creek.md", images: false };

    fn page(path: &str, fragment: Option<&str>, href: &str) -> Resolved {
        let target = LinkTarget::Internal { path: path.to_owned(), fragment: fragment.map(str::to_owned) };
        Resolved { target, href: href.to_owned() }
    }

    #[test]
    fn site_paths_are_resolved_from_the_page() {
        for (address, path, fragment, href) in [
            ("/guides/x/#part", "guides/x/", Some("part"), "\u{1}guides/x/#part"),
            ("/guides/x", "guides/x/", None, "\u{1}guides/x/"),
            ("../paying/", "guides/paying/", None, "\u{1}guides/paying/"),
            ("../../about", "about/", None, "\u{1}about/"),
            ("more/", "guides/what-is-iop/more/", None, "\u{1}guides/what-is-iop/more/"),
            ("/", "", None, "\u{1}"),
            ("../..", "", None, "\u{1}"),
            ("..", "guides/", None, "\u{1}guides/"),
            ("/data/programs.csv", "data/programs.csv", None, "\u{1}data/programs.csv"),
            ("/search/?x=1#q=boise", "search/", Some("q=boise"), "\u{1}search/?x=1#q=boise"),
            ("/a/%2E%2e/b/", "b/", None, "\u{1}b/"),
            ("#part", "guides/what-is-iop/", Some("part"), "#part"),
            ("#", "guides/what-is-iop/", None, "#"),
        ] {
            assert_eq!(resolve(address, &GUIDE), Ok(page(path, fragment, href)), "{address}");
        }
    }

    #[test]
    fn markdown_files_are_resolved_from_the_file_and_become_pages() {
        for (address, context, path) in [
            ("other-guide.md", GUIDE, "guides/other-guide/"),
            ("./other-guide.md#part", GUIDE, "guides/other-guide/"),
            ("../pages/about/how-we-list.md", GUIDE, "about/how-we-list/"),
            ("../es/pages/about.md", GUIDE, "es/about/"),
            ("../es/guides/x.md", GUIDE, "es/guides/x/"),
            ("/guides/x.md", GUIDE, "guides/x/"),
            ("birch.md", LISTING, "programs/birch/"),
            ("../ga/birch.md", LISTING, "programs/birch/"),
            ("../../guides/x.md", LISTING, "guides/x/"),
        ] {
            let target = resolve(address, &context).map(|resolved| resolved.target);
            let fragment = address.ends_with("#part").then(|| "part".to_owned());
            assert_eq!(target, Ok(LinkTarget::Internal { path: path.to_owned(), fragment }), "{address}");
        }
    }

    #[test]
    fn a_link_cannot_leave_the_site() {
        for address in ["../../../x/", "/../x", "../../x.md", "/%2e%2e/x/", "../../../"] {
            assert_eq!(resolve(address, &GUIDE), Err(Refusal::Outside), "{address}");
        }
    }

    #[test]
    fn other_sites_and_contacts_keep_their_address() {
        for address in ["https://example.org/a?b=c#d", "HTTP://example.org", "https://example.org:8080/"] {
            let target = LinkTarget::External(address.to_owned());
            assert_eq!(resolve(address, &LISTING), Ok(Resolved { target, href: address.to_owned() }));
        }
        for address in ["tel:+12055550142", "mailto:intake@example.org", "SMS:741741"] {
            let target = LinkTarget::Contact(address.to_owned());
            assert_eq!(resolve(address, &LISTING), Ok(Resolved { target, href: address.to_owned() }));
        }
    }

    #[test]
    fn what_could_run_or_deceive_is_refused() {
        let scheme = |name: &str| Refusal::Scheme(name.to_owned());
        for (address, refusal) in [
            ("", Refusal::Empty),
            ("tel:", Refusal::Empty),
            ("javascript:alert(1)", scheme("javascript")),
            ("JaVaScRiPt:alert(1)", scheme("JaVaScRiPt")),
            ("data:text/html,x", scheme("data")),
            ("vbscript:x", scheme("vbscript")),
            ("file:///etc/passwd", scheme("file")),
            (":x", scheme("")),
            ("java\tscript:alert(1)", Refusal::Characters),
            ("\u{1}javascript:alert(1)", Refusal::Characters),
            ("\u{1}/evil", Refusal::Characters),
            ("/\\evil.example", Refusal::Characters),
            ("./javascript:alert(1)", Refusal::Characters),
            ("//evil.example/", Refusal::Address),
            ("https:evil", Refusal::Address),
            ("https://", Refusal::Address),
            ("https://bank.example@evil.example/", Refusal::Address),
        ] {
            assert_eq!(resolve(address, &LISTING), Err(refusal), "{address:?}");
        }
    }
}
