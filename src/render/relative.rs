//! Links that depend on where a page lies, and on whether there is a server.

use crate::markdown::BASE_MARKER;

/// Stands for the base in HTML that several pages share. No text of an author can hold it.
pub(super) const MARKER: &str = "\u{1}";
const _: () = assert!(BASE_MARKER == '\u{1}');

/// Writes `base` in place of the marker in the page that begins at `start` of `out`.
pub(super) fn write_base(out: &mut Vec<u8>, start: usize, base: &str) {
    let Some(first) = memchr::memchr(MARKER.as_bytes()[0], &out[start..]) else { return };
    let page = out.split_off(start + first);
    let mut rest = &page[..];
    while let Some(at) = memchr::memchr(MARKER.as_bytes()[0], rest) {
        out.extend_from_slice(&rest[..at]);
        out.extend_from_slice(base.as_bytes());
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
}

/// What stands before a link: of an element, of a form, and of a redirect.
const LINKS: [&[u8]; 3] = [b" href=\"", b" action=\"", b" content=\"0; url="];

/// Adds `index.html` to every relative link to a folder in the page that begins at `start` of `out`.
pub(super) fn name_files(out: &mut Vec<u8>, start: usize) {
    let page = out.split_off(start);
    let mut rest = &page[..];
    // Most pages have one kind only.
    let links: Vec<&[u8]> = LINKS.into_iter().filter(|before| memchr::memmem::find(&page, before).is_some()).collect();
    while let Some(link) =
        links.iter().filter_map(|before| Some(memchr::memmem::find(rest, before)? + before.len())).min()
    {
        let (before, after) = rest.split_at(link);
        out.extend_from_slice(before);
        let end = after.iter().position(|b| *b == b'"').unwrap_or(after.len());
        let (link, more) = after.split_at(end);
        let cut = link.iter().position(|b| *b == b'#').unwrap_or(link.len());
        let (path, fragment) = link.split_at(cut);
        out.extend_from_slice(path);
        let absolute = path.contains(&b':') || path.starts_with(b"/");
        if !absolute && path.ends_with(b"/") {
            out.extend_from_slice(b"index.html");
        }
        out.extend_from_slice(fragment);
        rest = more;
    }
    out.extend_from_slice(rest);
}

#[cfg(test)]
mod tests {
    use super::name_files;

    #[test]
    fn redirects_name_their_file() {
        let mut out =
            b"<meta http-equiv=\"refresh\" content=\"0; url=../../programs/x/\"><a href=\"../../programs/x/\">"
                .to_vec();
        name_files(&mut out, 0);
        assert_eq!(
            String::from_utf8_lossy(&out),
            "<meta http-equiv=\"refresh\" content=\"0; url=../../programs/x/index.html\"><a href=\"../../programs/x/index.html\">"
        );
    }

    #[test]
    fn folders_name_their_file_and_other_links_stay() {
        let mut out = b"before".to_vec();
        out.extend_from_slice(b"<a href=\"../../guides/x/#part\"><a href=\"../a.css\"><a href=\"https://example.org/\"><a href=\"#top\"><a href=\"./\"><a href=\"tel:988\"><form action=\"../search/\">");
        name_files(&mut out, 6);
        assert_eq!(
            String::from_utf8_lossy(&out),
            "before<a href=\"../../guides/x/index.html#part\"><a href=\"../a.css\"><a href=\"https://example.org/\"><a href=\"#top\"><a href=\"./index.html\"><a href=\"tel:988\"><form action=\"../search/index.html\">"
        );
    }
}
