//! Follows every link of every page of a site, on all cores. A page is dropped once its links are known, so that a
//! site of any size fits.

use crate::html::{Tag, tags};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How a site is read, which decides what its links mean.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Reader<'a> {
    /// A host that serves the site in this folder and `index.html` for a folder.
    Host(&'a str),
    /// A browser that opens files of a disk.
    Disk,
}

/// What a crawl found.
#[derive(Debug)]
pub(crate) struct Crawl<T> {
    /// Every link that leads nowhere, as `page: link`.
    pub(crate) broken: Vec<String>,
    /// Number of links within the site.
    pub(crate) followed: usize,
    /// What `look` made of each page that was crawled.
    pub(crate) pages: BTreeMap<String, T>,
}

/// What is kept of a page.
struct Seen<T> {
    ids: BTreeSet<String>,
    /// Links to a part of a page: the link, the page's file and the id.
    parts: Vec<(String, String, String)>,
    broken: Vec<String>,
    followed: usize,
    looked: T,
}

/// Crawls those pages among `files` that `choose` takes. `read` gives the bytes of a file; `look` sees the tags of
/// every page.
pub(crate) fn crawl<T: Send>(
    files: &BTreeSet<&str>,
    reader: Reader<'_>,
    choose: impl Fn(&str) -> bool,
    read: impl Fn(&str) -> Vec<u8> + Sync,
    look: impl Fn(&str, &[Tag]) -> T + Sync,
) -> Crawl<T> {
    let pages: Vec<&str> = files.iter().copied().filter(|path| path.ends_with(".html") && choose(path)).collect();
    let seen: BTreeMap<&str, Seen<T>> = pages
        .par_iter()
        .map(|page| {
            let tags = tags(&read(page));
            (*page, see(files, reader, page, &tags, look(page, &tags)))
        })
        .collect();
    let parts = seen.values().flat_map(|facts| &facts.parts);
    let others: BTreeSet<&str> =
        parts.map(|(_, target, _)| target.as_str()).filter(|t| !seen.contains_key(t)).collect();
    let others: BTreeMap<&str, BTreeSet<String>> =
        others.into_par_iter().map(|page| (page, ids(&tags(&read(page))))).collect();
    let mut broken = Vec::new();
    for (page, facts) in &seen {
        broken.extend(facts.broken.iter().map(|link| format!("{page}: {link}")));
        for (link, target, id) in &facts.parts {
            let ids = seen.get(target.as_str()).map(|facts| &facts.ids).or_else(|| others.get(target.as_str()));
            if !ids.is_some_and(|ids| ids.contains(id)) {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    Crawl {
        broken,
        followed: seen.values().map(|facts| facts.followed).sum(),
        pages: seen.into_iter().map(|(page, facts)| (page.to_owned(), facts.looked)).collect(),
    }
}

fn see<T>(files: &BTreeSet<&str>, reader: Reader<'_>, page: &str, tags: &[Tag], looked: T) -> Seen<T> {
    let mut seen = Seen { ids: ids(tags), parts: Vec::new(), broken: Vec::new(), followed: 0, looked };
    for link in tags.iter().flat_map(links) {
        if link.contains(':') {
            continue; // Another site, a phone number, or the page's own public address.
        }
        seen.followed += 1;
        let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
        let target = if path.is_empty() { Some(page.to_owned()) } else { resolve(page, path, reader) };
        match target.filter(|target| files.contains(target.as_str())) {
            None => seen.broken.push(link.to_owned()),
            Some(_) if fragment.is_empty() => {}
            Some(target) => {
                if target != page || !seen.ids.contains(fragment) {
                    seen.parts.push((link.to_owned(), target, fragment.to_owned()));
                }
            }
        }
    }
    seen
}

fn ids(tags: &[Tag]) -> BTreeSet<String> {
    tags.iter().filter_map(|tag| tag.get("id")).map(str::to_owned).collect()
}

/// The links of a tag.
fn links(tag: &Tag) -> impl Iterator<Item = &str> {
    let refresh =
        tag.get("content").filter(|_| tag.get("http-equiv") == Some("refresh")).and_then(|c| c.split_once("url="));
    ["href", "src", "action", "poster", "data"]
        .iter()
        .filter_map(|name| tag.get(name))
        .chain(refresh.map(|(_, url)| url))
}

/// The file that `link` on `page` leads to.
fn resolve(page: &str, link: &str, reader: Reader<'_>) -> Option<String> {
    let mut file = match reader {
        Reader::Host(base) => link.strip_prefix(base)?.to_owned(),
        Reader::Disk if link.starts_with('/') => return None,
        Reader::Disk => {
            let mut parts: Vec<&str> = page.split('/').collect();
            parts.pop();
            for part in link.split('/') {
                match part {
                    "." => {}
                    ".." => {
                        parts.pop()?;
                    }
                    part => parts.push(part),
                }
            }
            return Some(parts.join("/"));
        }
    };
    if file.is_empty() || file.ends_with('/') {
        file.push_str("index.html");
    }
    Some(file)
}
