//! Content files become checked entries, on all cores. A file whose size and time are those of the last run is not read.

use super::Memory;
use crate::article::{self, Article};
use crate::catalog::{Entry, Program};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::listing::{self, LISTING_WORDS};
use crate::markdown::{self, LinkTarget};
use crate::plan;
use crate::shape::{self, check::Check, values};
use crate::source::{self, Found, Kind, Source};
use rayon::prelude::*;
use std::sync::Arc;
use std::time::SystemTime;

/// A content file and what was made of it.
#[derive(Debug)]
pub(super) struct Remembered {
    pub(super) path: String,
    stamp: Stamp,
    /// blake3 of the file.
    pub(super) hash: [u8; 32],
    item: Item,
    findings: Vec<Diagnostic>,
}

/// Size and time of a file. Unchanged means unread.
type Stamp = Option<(u64, SystemTime)>;

#[derive(Debug, Clone)]
pub(super) enum Item {
    Program(Arc<Entry<Program>>),
    Article(Arc<Entry<Article>>),
    Nothing,
}

/// Listings, guides and pages.
type Gathered = (Vec<Arc<Entry<Program>>>, Vec<Arc<Entry<Article>>>, Vec<Arc<Entry<Article>>>);

/// Reads and checks every content file that changed, on all cores.
pub(super) fn entries(
    found: &[Found],
    context: &listing::Context<'_>,
    languages: &[String],
    inputs: &[u8],
    memory: &mut Memory,
    findings: &mut Vec<Diagnostic>,
) -> Gathered {
    let mut hash = blake3::Hasher::new();
    hash.update(inputs).update(context.today.to_string().as_bytes());
    let key = *hash.finalize().as_bytes();
    if memory.context != key {
        memory.files.clear();
        memory.context = key;
    }
    let mut earlier = std::mem::take(&mut memory.files).into_iter().peekable();
    let found: Vec<(&Found, Option<Remembered>)> = found
        .iter()
        .map(|file| {
            while earlier.next_if(|known| known.path < file.path).is_some() {}
            (file, earlier.next_if(|known| known.path == file.path))
        })
        .collect();
    memory.files = found
        .into_par_iter()
        .map(|(file, known)| {
            let stamp = std::fs::metadata(&file.disk).ok().and_then(|m| Some((m.len(), m.modified().ok()?)));
            known.filter(|known| stamp.is_some() && known.stamp == stamp).unwrap_or_else(|| {
                let (hash, item, findings) = read(file, context, languages);
                Remembered { path: file.path.clone(), stamp, hash, item, findings }
            })
        })
        .collect();
    let (mut programs, mut guides, mut pages) = (Vec::new(), Vec::new(), Vec::new());
    for file in &memory.files {
        findings.extend(file.findings.iter().cloned());
        match &file.item {
            Item::Program(entry) => programs.push(Arc::clone(entry)),
            Item::Article(entry) if matches!(entry.kind, Kind::Guide { .. }) => guides.push(Arc::clone(entry)),
            Item::Article(entry) => pages.push(Arc::clone(entry)),
            Item::Nothing => {}
        }
    }
    (programs, guides, pages)
}

fn read(file: &Found, context: &listing::Context<'_>, languages: &[String]) -> ([u8; 32], Item, Vec<Diagnostic>) {
    let bytes = match source::read_bytes(file) {
        Ok(bytes) => bytes,
        Err(finding) => return ([0; 32], Item::Nothing, vec![finding]),
    };
    let hash = *blake3::hash(&bytes).as_bytes();
    if file.kind == Kind::Vocabulary {
        return (hash, Item::Nothing, Vec::new());
    }
    let (item, findings) = read_text(file, bytes, context, languages);
    (hash, item, findings)
}

/// The entry in `bytes`, and what is wrong in them.
pub(super) fn read_text(
    file: &Found,
    bytes: Vec<u8>,
    context: &listing::Context<'_>,
    languages: &[String],
) -> (Item, Vec<Diagnostic>) {
    match source::parse(&file.path, bytes) {
        Ok(source) => {
            let (item, mut findings) = item(file, &source, context, languages);
            if matches!(file.kind, Kind::Listing { .. }) {
                listing::secrets::hide(&source.text, &mut findings);
            }
            (item, findings)
        }
        Err(finding) => {
            let mut findings = vec![finding];
            if let (Kind::Listing { .. }, Ok(bytes)) = (&file.kind, source::read_bytes(file)) {
                listing::secrets::hide(&String::from_utf8_lossy(&bytes), &mut findings);
            }
            (Item::Nothing, findings)
        }
    }
}

fn item(
    file: &Found,
    source: &Source,
    context: &listing::Context<'_>,
    languages: &[String],
) -> (Item, Vec<Diagnostic>) {
    match &file.kind {
        Kind::Listing { folder, slug } => {
            let (listing, mut findings) = listing::check(source, folder, slug, context);
            let body = body(source, &plan::program_path(slug), context, &mut findings);
            if body.words > LISTING_WORDS {
                let start = source.body;
                findings.push(
                    source
                        .finding(
                            &rules::TEXT_TOO_LONG,
                            start..start + 1,
                            format!("the text has {} words; at most {LISTING_WORDS} are read by anybody", body.words),
                        )
                        .help("keep what somebody needs before the first call; the facts stand above"),
                );
            }
            (
                listing.map_or(Item::Nothing, |(listing, marks)| {
                    Item::Program(entry(file, source, Program::new(listing, marks), body))
                }),
                findings,
            )
        }
        Kind::Guide { language, slug } => {
            let prefix = language.as_ref().map(|l| format!("{l}/")).unwrap_or_default();
            let address = format!("{prefix}guides/{slug}/");
            article_item(file, source, &article::GUIDE, (language.as_deref(), slug, &address), context, languages)
        }
        Kind::Page { language, path } => {
            let prefix = language.as_ref().map(|l| format!("{l}/")).unwrap_or_default();
            let address = format!("{prefix}{path}/");
            article_item(file, source, &article::PAGE, (language.as_deref(), path, &address), context, languages)
        }
        Kind::Vocabulary => (Item::Nothing, Vec::new()),
    }
}

fn article_item(
    file: &Found,
    source: &Source,
    shape: &'static shape::Object,
    (language, path, address): (Option<&str>, &str, &str),
    context: &listing::Context<'_>,
    languages: &[String],
) -> (Item, Vec<Diagnostic>) {
    let (article, mut findings) = article::check(source, shape, context);
    known_language(language, languages, file, &mut findings);
    for part in path.split('/') {
        slug_of(part, file, &mut findings);
    }
    let body = body(source, address, context, &mut findings);
    (article.map_or(Item::Nothing, |article| Item::Article(entry(file, source, article, body))), findings)
}

fn known_language(language: Option<&str>, languages: &[String], file: &Found, findings: &mut Vec<Diagnostic>) {
    let Some(language) = language else { return };
    if languages.iter().skip(1).any(|l| l == language) || languages.is_empty() {
        return;
    }
    findings.push(
        Diagnostic::new(&rules::FILE_STRAY, format!("`{language}` is not one of the site's further languages"))
            .at(Place::file(&*file.path))
            .help(format!("add {language} to `languages` in waypost.yaml, or move the file")),
    );
}

fn slug_of(slug: &str, file: &Found, findings: &mut Vec<Diagnostic>) {
    if !values::is_slug(slug) {
        findings.push(
            Diagnostic::new(&rules::FILE_NAME, format!("the file name `{slug}` cannot be an address"))
                .at(Place::file(&*file.path))
                .help("name it with a-z, 0-9 and single hyphens"),
        );
    }
}

fn entry<T>(file: &Found, source: &Source, fact: T, body: markdown::Rendered) -> Arc<Entry<T>> {
    let mut hash = blake3::Hasher::new();
    hash.update(&source.hash).update(file.path.as_bytes());
    Arc::new(Entry {
        path: file.path.clone(),
        disk: file.disk.clone(),
        kind: file.kind.clone(),
        hash: *hash.finalize().as_bytes(),
        fact,
        body,
        body_at: source.body,
    })
}

fn body(
    source: &Source,
    page_path: &str,
    context: &listing::Context<'_>,
    findings: &mut Vec<Diagnostic>,
) -> markdown::Rendered {
    let mut body = markdown::render(
        source.body(),
        &markdown::Context {
            page: page_path,
            source: source.path.strip_prefix("content/").unwrap_or(&source.path),
            images: true,
        },
    );
    for found in std::mem::take(&mut body.findings) {
        let range = source.body + found.range.start..source.body + found.range.end;
        let mut finding = source.finding(found.rule, range, found.message);
        finding.help = found.help;
        findings.push(finding);
    }
    let mut check = Check::new(&source.path, &source.text, context.vocabulary);
    for link in &body.links {
        if let LinkTarget::External(url) = &link.target {
            let range = source.body + link.range.start..source.body + link.range.end;
            listing::rules::trust::link(&mut check, &range, url);
        }
    }
    findings.append(&mut check.findings);
    body
}
