//! The pipe: read, check, gather, plan, render, commit. `check` and `list` stop before the end.

use crate::article::{self, Article};
use crate::catalog::{Catalog, Entry, Program, duplicates};
use crate::config::{self, Site};
use crate::diagnostic::{self, Diagnostic, Place, Severity, Tally, rules};
use crate::links;
use crate::listing;
use crate::markdown;
use crate::output::{self, Fingerprint, Output};
use crate::plan::{self, Plan, Route};
use crate::render::{self, Address, Renderer};
use crate::search::{self, Export};
use crate::source::{self, Found, Kind, Source};
use crate::theme::{self, Theme};
use crate::vocabulary::Vocabulary;
use jiff::civil::Date;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// Words of a listing's text; more is reported.
const LISTING_WORDS: usize = 400;
/// Files that a common free plan accepts.
const HOST_LIMITS: [(&str, usize); 1] = [("cloudflare-pages", 20_000)];

/// What a run is asked to do.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// The folder that holds `waypost.yaml`.
    pub root: PathBuf,
    /// The day for which the site is built; the site file's or today when absent.
    pub date: Option<Date>,
    /// Another public address than the site file's.
    pub base_url: Option<url::Url>,
    /// Links work from any folder.
    pub relative: bool,
    /// Warnings stop the build as well.
    pub strict: bool,
    /// Where to build to; `public` in the project when absent.
    pub output: Option<PathBuf>,
    /// Write over files of others in the output folder.
    pub force: bool,
}

impl Request {
    /// The folder to build to.
    pub fn output(&self) -> PathBuf {
        self.output.clone().unwrap_or_else(|| self.root.join("public"))
    }

    fn content(&self) -> PathBuf {
        self.root.join("content")
    }
}

/// Everything that was read and checked.
#[derive(Debug)]
pub struct Checked {
    /// The site file; absent when it cannot be used.
    pub site: Option<Site>,
    /// Terms of the project and of the site.
    pub vocabulary: Arc<Vocabulary>,
    /// All entries.
    pub catalog: Option<Catalog>,
    /// The plan, without the theme's files if the theme could not be read.
    pub plan: Option<Plan>,
    /// The theme.
    pub theme: Option<Arc<Theme>>,
    /// What was found, sorted, with the site's own severities.
    pub findings: Vec<Diagnostic>,
    /// Number of content files.
    pub files: usize,
    inputs: Vec<u8>,
}

/// What a build did.
#[derive(Debug)]
pub struct Built {
    /// What was found.
    pub findings: Vec<Diagnostic>,
    /// Number of content files.
    pub files: usize,
    /// What changed on disk; absent when nothing was written because of an error.
    pub report: Option<output::Report>,
    /// The real place of the output folder.
    pub root: PathBuf,
    /// Pages and files of the site.
    pub routes: usize,
}

/// What is remembered from one run to the next: files, the theme, the search index, and what was written. Starts empty.
#[derive(Debug, Default)]
pub struct Memory {
    /// What only a program that stays remembers.
    rendering: Option<render::Remembered>,
    /// Sorted by path.
    files: Vec<Remembered>,
    /// What every entry depends on; when it changes, nothing is reused.
    context: [u8; 32],
    theme: Option<([u8; 32], Arc<Theme>)>,
    search: search::Memory,
    output: Option<output::Known>,
}

impl Memory {
    /// For a program that stays (`serve`): takes more memory, so that one edit takes less time.
    pub fn of_a_program_that_stays() -> Self {
        Self { rendering: Some(render::Remembered::default()), ..Self::default() }
    }
}

#[derive(Debug)]
struct Remembered {
    path: String,
    stamp: Stamp,
    /// blake3 of the file.
    hash: [u8; 32],
    item: Item,
    findings: Vec<Diagnostic>,
}

/// Size and time of a file. Unchanged means unread.
type Stamp = Option<(u64, SystemTime)>;

#[derive(Debug, Clone)]
enum Item {
    Program(Arc<Entry<Program>>),
    Article(Arc<Entry<Article>>),
    Nothing,
}

/// The day for which the site is built: asked for, else the site file's, else `SOURCE_DATE_EPOCH`, else today.
pub(crate) fn today(request: &Request, site: Option<&Site>) -> Date {
    let epoch = || {
        let seconds = std::env::var("SOURCE_DATE_EPOCH").ok()?.parse().ok()?;
        Some(jiff::Timestamp::from_second(seconds).ok()?.to_zoned(jiff::tz::TimeZone::UTC).date())
    };
    request.date.or_else(|| site?.date).or_else(epoch).unwrap_or_else(|| jiff::Zoned::now().date())
}

/// Reads and checks a project: everything before rendering.
pub fn check(request: &Request, memory: &mut Memory) -> Checked {
    let (site, mut findings) = config::read(&request.root);
    let (found, mut more) = source::find(&request.content(), "content");
    findings.append(&mut more);
    let (vocabulary, vocabulary_bytes) = vocabulary(&found, &mut findings);
    let today = today(request, site.as_ref());
    let mut checked = Checked {
        site: None,
        vocabulary: Arc::clone(&vocabulary),
        catalog: None,
        plan: None,
        theme: None,
        findings: Vec::new(),
        files: found.len(),
        inputs: inputs(&request.root, &vocabulary_bytes),
    };
    let usual = config::Freshness::default();
    let context = listing::Context {
        vocabulary: &vocabulary,
        today,
        freshness: site.as_ref().map_or(usual, |s| s.freshness),
        demonstration: site.as_ref().is_some_and(|s| s.demonstration),
    };
    let languages = site.as_ref().map(|s| s.languages.clone()).unwrap_or_default();
    let (programs, guides, pages) = entries(&found, &context, &languages, &checked.inputs, memory, &mut findings);
    if found.is_empty() && request.content().is_dir() {
        findings.push(
            Diagnostic::new(&rules::SITE_NO_CONTENT, "the content folder holds no listings and no guides")
                .at(Place::file("content"))
                .help("add a listing to content/providers/, or import some with `waypost import`"),
        );
    }
    let demote = context.freshness.demote_days;
    let catalog = Catalog::gather(programs, guides, pages, &vocabulary, today, demote);
    if let Some(site) = &site {
        let theme = theme(request, site, memory, &mut findings);
        let assets: Vec<String> =
            theme.iter().flat_map(|t| t.assets().map(|(path, _)| path.to_owned()).collect::<Vec<_>>()).collect();
        let (mut duplicates, (plan, mut more)) =
            rayon::join(|| duplicates::check(&catalog.programs), || plan::plan(site, &catalog, &assets));
        findings.append(&mut duplicates);
        findings.append(&mut more);
        findings.append(&mut links::check(&catalog, &plan, &vocabulary));
        findings.extend(host_limit(site, plan.routes.len()));
        checked.theme = theme;
        checked.plan = Some(plan);
    } else {
        findings.append(&mut duplicates::check(&catalog.programs));
    }
    checked.findings = settled(findings, site.as_ref());
    checked.site = site;
    checked.catalog = Some(catalog);
    checked
}

/// The bytes of everything besides entries and theme that pages depend on.
fn inputs(root: &Path, vocabulary: &[u8]) -> Vec<u8> {
    let mut hash = blake3::Hasher::new();
    hash.update(&std::fs::read(root.join(config::FILE_NAME)).unwrap_or_default());
    hash.update(vocabulary);
    hash.finalize().as_bytes().to_vec()
}

fn vocabulary(found: &[Found], findings: &mut Vec<Diagnostic>) -> (Arc<Vocabulary>, Vec<u8>) {
    let mut files = Vec::new();
    for file in found.iter().filter(|f| f.kind == Kind::Vocabulary) {
        match source::read_bytes(file).and_then(|bytes| source::text_of(&file.path, bytes)) {
            Ok(text) => files.push((file.path.clone(), text)),
            Err(finding) => findings.push(finding),
        }
    }
    let bytes = files.iter().flat_map(|(path, text)| [path.as_bytes(), text.as_bytes()].concat()).collect();
    if files.is_empty() {
        return (Arc::new(Vocabulary::embedded().clone()), bytes);
    }
    let (vocabulary, mut more) = Vocabulary::with_site(&files);
    findings.append(&mut more);
    (Arc::new(vocabulary), bytes)
}

/// The project's terms and those of the site in `root`.
pub fn vocabulary_of(root: &Path) -> Arc<Vocabulary> {
    let (found, _) = source::find(&root.join("content"), "content");
    vocabulary(&found, &mut Vec::new()).0
}

type Gathered = (Vec<Arc<Entry<Program>>>, Vec<Arc<Entry<Article>>>, Vec<Arc<Entry<Article>>>);

/// Reads and checks every content file that changed, on all cores.
fn entries(
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
    let (item, findings) = match source::parse(&file.path, bytes) {
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
    };
    (hash, item, findings)
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
            let body = body(source, &plan::program_path(slug), &mut findings);
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
    shape: &'static crate::shape::Object,
    (language, path, address): (Option<&str>, &str, &str),
    context: &listing::Context<'_>,
    languages: &[String],
) -> (Item, Vec<Diagnostic>) {
    let (article, mut findings) = article::check(source, shape, context);
    known_language(language, languages, file, &mut findings);
    for part in path.split('/') {
        slug_of(part, file, &mut findings);
    }
    let body = body(source, address, &mut findings);
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
    if !crate::shape::values::is_slug(slug) {
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

fn body(source: &Source, page_path: &str, findings: &mut Vec<Diagnostic>) -> markdown::Rendered {
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
    body
}

/// The theme, read again only when one of its files changed.
fn theme(request: &Request, site: &Site, memory: &mut Memory, findings: &mut Vec<Diagnostic>) -> Option<Arc<Theme>> {
    let stamp = theme_stamp(request, site, memory);
    if let Some((known, theme)) = &memory.theme
        && *known == stamp
    {
        let theme = Arc::clone(theme);
        findings.append(&mut theme.params(&site.theme_params).1);
        return Some(theme);
    }
    let required = [render::PAGES, render::PARTS].concat();
    let assets = if site.search { search::client::assets() } else { search::client::none() };
    let options = theme::Options {
        assets: &assets,
        required_templates: &required,
        required_texts: render::TEXTS,
        name_place: site.theme_place.clone(),
        ..theme::Options::default()
    };
    let (theme, mut more) = Theme::load(&request.root, &site.theme, &site.languages, &options);
    // A theme with warnings is read again each time, so that they are not lost.
    let quiet = more.is_empty();
    findings.append(&mut more);
    let theme = Arc::new(theme?);
    let (_, mut more) = theme.params(&site.theme_params);
    findings.append(&mut more);
    memory.theme = None;
    if quiet {
        memory.theme = Some((stamp, Arc::clone(&theme)));
        // The first stamp did not know the theme's folders.
        let stamp = theme_stamp(request, site, memory);
        memory.theme = Some((stamp, Arc::clone(&theme)));
    }
    Some(theme)
}

fn theme_stamp(request: &Request, site: &Site, memory: &Memory) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    hash.update(site.theme.as_bytes()).update(&[u8::from(site.search)]);
    for language in &site.languages {
        hash.update(language.as_bytes());
    }
    let Some((_, theme)) = &memory.theme else { return [0; 32] };
    let folders =
        theme.watch_paths().iter().cloned().chain(["templates", "assets", "strings"].map(|f| request.root.join(f)));
    for folder in folders {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
            if let Ok(meta) = entry.metadata() {
                hash.update(entry.path().as_os_str().as_encoded_bytes()).update(&meta.len().to_le_bytes());
                let time = meta.modified().ok().and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
                hash.update(&time.map_or(0, |t| t.as_nanos()).to_le_bytes());
            }
        }
    }
    *hash.finalize().as_bytes()
}

fn host_limit(site: &Site, files: usize) -> Option<Diagnostic> {
    let (host, limit) = HOST_LIMITS.iter().find(|(host, limit)| *host == site.host && files > *limit)?;
    let message = format!("the site has {files} files; {host} accepts {limit} on its free plan");
    let finding = Diagnostic::new(&rules::OUTPUT_HOST_LIMIT, message).at(Place::file(config::FILE_NAME));
    Some(finding.help("publish by state as several sites, use a paid plan, or choose a host without this limit"))
}

/// Sorted findings with the site's own severities; what the site switched off is left out.
fn settled(mut findings: Vec<Diagnostic>, site: Option<&Site>) -> Vec<Diagnostic> {
    if let Some(site) = site.filter(|s| !s.severity.is_empty()) {
        findings.retain_mut(|finding| match site.severity.get(&*finding.code) {
            None => true,
            Some(None) => false,
            Some(Some(severity)) => {
                finding.severity = *severity;
                true
            }
        });
    }
    diagnostic::sort(&mut findings);
    findings
}

/// True when `findings` stop a build.
pub fn stops(findings: &[Diagnostic], strict: bool) -> bool {
    let tally = Tally::of(findings);
    tally.errors > 0 || (strict && tally.warnings > 0)
}

/// Builds the site. Nothing is written while a finding stops it.
pub fn build(request: &Request, memory: &mut Memory) -> Built {
    run(request, memory, Index::Exact).0
}

/// The same for a program that stays and shows its pages: they need not wait for the search index. They are written
/// with the newest one there is, whose files stay. When the work that comes with them has run, which may be on another
/// thread and during other builds, the next build writes the new index and the pages that name it.
pub fn build_pages_first(request: &Request, memory: &mut Memory) -> (Built, Option<search::Work>) {
    run(request, memory, Index::Newest)
}

/// Which search index a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Index {
    /// That of the very entries of its pages.
    Exact,
    /// The newest that is known, if there is any.
    Newest,
}

fn run(request: &Request, memory: &mut Memory, index: Index) -> (Built, Option<search::Work>) {
    let target = request.output();
    let sources: Vec<PathBuf> = ["content", "templates", "assets", "strings", "themes", config::FILE_NAME]
        .iter()
        .map(|name| request.root.join(name))
        .collect();
    let known = memory.output.take();
    let open = || Output::open(&target, &sources, request.force, known);
    // A program that stays finds out what changed; a new one asks first whether anything did.
    let stays = memory.rendering.is_some() || !memory.files.is_empty();
    let (output, checked) = if stays {
        let (output, checked) = rayon::join(open, || check(request, memory));
        (output, Some(checked))
    } else {
        (open(), None)
    };
    let output = match output {
        Ok(output) => output,
        Err(finding) => {
            return (Built { findings: vec![finding], files: 0, report: None, root: target, routes: 0 }, None);
        }
    };
    if !stays && let Some(memo) = unchanged::memo(&output, request) {
        let report = output::Report { unchanged: memo.routes, ..output::Report::default() };
        let built = Built {
            findings: memo.findings,
            files: memo.files,
            report: Some(report),
            root: output.root().to_owned(),
            routes: memo.routes,
        };
        return (built, None);
    }
    let mut checked = checked.unwrap_or_else(|| check(request, memory));
    let mut findings = std::mem::take(&mut checked.findings);
    let (routes, report) = write(request, &checked, &output, memory, index, !stays, &mut findings).unzip();
    let root = if report.is_some() { output.root().to_owned() } else { target };
    memory.output = output.known();
    let built = Built { findings, files: checked.files, report, root, routes: routes.unwrap_or_default() };
    let work = match (index, checked) {
        (Index::Newest, Checked { catalog: Some(catalog), vocabulary, site: Some(site), .. })
            if built.report.is_some() =>
        {
            memory.search.next(catalog, vocabulary, site)
        }
        _ => None,
    };
    (built, work)
}

fn add(findings: &mut Vec<Diagnostic>, mut more: Vec<Diagnostic>) {
    findings.append(&mut more);
    diagnostic::sort(findings);
}

/// Renders and commits what was checked: the number of routes and what changed. `None` if `findings` stop it; what is
/// found on the way is added to them. `memo`: whether a new program is to know that nothing has changed since.
fn write(
    request: &Request,
    checked: &Checked,
    output: &Output,
    memory: &mut Memory,
    index: Index,
    memo: bool,
    findings: &mut Vec<Diagnostic>,
) -> Option<(usize, output::Report)> {
    let Checked { site: Some(site), catalog: Some(catalog), plan: Some(plan), theme: Some(theme), .. } = checked else {
        return None;
    };
    if stops(findings, request.strict) {
        return None;
    }
    let newest = match index {
        Index::Newest => memory.search.newest(&checked.vocabulary, site),
        Index::Exact => None,
    };
    let export = match newest {
        Some(newest) => Some(newest),
        None => search::export(catalog, &checked.vocabulary, site, &mut memory.search)
            .map_err(|failure| add(findings, vec![Diagnostic::new(&rules::OUTPUT_WRITE, failure.to_string())]))
            .ok()?,
    };
    let export = export.as_deref();
    let routes = plan.routes.len() + export.map_or(0, |export| export.files.len());
    // The files of the index are known only now.
    if host_limit(site, plan.routes.len()).is_none() {
        let more = host_limit(site, routes).into_iter().collect();
        add(findings, settled(more, Some(site)));
    }
    if stops(findings, request.strict) {
        return None;
    }
    let address =
        Address { url: request.base_url.clone().unwrap_or_else(|| site.base_url.clone()), relative: request.relative };
    let (vocabulary, remembered) = (&checked.vocabulary, memory.rendering.as_ref());
    let renderer = Renderer::new(site, &address, catalog, plan, theme, vocabulary, export, &checked.inputs, remembered);
    let memo =
        if memo { unchanged::encode(request, &memory.files, findings, checked.files, routes) } else { Vec::new() };
    let report = commit(output, &renderer, plan, export, &memo).map_err(|more| add(findings, more)).ok()?;
    Some((routes, report))
}

/// The bytes of a file.
enum Made<'a> {
    /// Those of the index are there already.
    Already(&'a [u8]),
    /// Those of a page are made if they are needed.
    Later(&'a Route),
}

/// Renders what changed and commits it. Errors of every page are reported, the same template error once.
fn commit(
    output: &Output,
    renderer: &Renderer<'_>,
    plan: &Plan,
    export: Option<&Export>,
    memo: &[u8],
) -> Result<output::Report, Vec<Diagnostic>> {
    let commit = output.begin();
    let files = export.map(|export| &*export.files).unwrap_or_default();
    let made = plan.routes.par_iter().map(|route| (route.file(), renderer.fingerprint(route), Made::Later(route)));
    let packed = files.par_iter().map(|(path, bytes)| (path.clone(), Fingerprint::of(bytes), Made::Already(bytes)));
    let (current, stale): (Vec<_>, Vec<_>) =
        made.chain(packed).partition(|(file, fingerprint, _)| output.is_current(file, *fingerprint));
    let keep = || {
        for (file, fingerprint, _) in &current {
            commit.keep(file, *fingerprint);
        }
    };
    let write = || -> Vec<Diagnostic> {
        stale
            .par_iter()
            .map_init(Vec::new, |page: &mut Vec<u8>, (file, fingerprint, made)| {
                page.clear();
                let bytes = match made {
                    Made::Already(bytes) => Ok(&**bytes),
                    Made::Later(route) => renderer.render(route, page).map(|()| &**page),
                };
                bytes.and_then(|bytes| commit.write(file, *fingerprint, bytes)).err()
            })
            .flatten()
            .collect()
    };
    let (mut findings, ()) = rayon::join(write, keep);
    if findings.is_empty() {
        return commit.finish(memo).map_err(|finding| vec![finding]);
    }
    diagnostic::sort(&mut findings);
    findings.dedup_by(|b, a| a.code == b.code && a.message == b.message && a.place == b.place);
    Err(findings)
}

/// Knowing, without checking anything, that nothing has changed since the last build.
mod unchanged {
    use super::{Diagnostic, Output, Remembered, Request, config, source, stops};
    use rayon::prelude::*;
    use std::path::Path;

    /// What the last build leaves for the next.
    #[derive(serde::Serialize, serde::Deserialize)]
    pub(super) struct Memo {
        inputs: String,
        pub(super) findings: Vec<Diagnostic>,
        pub(super) files: usize,
        pub(super) routes: usize,
    }

    /// A hash of every byte that a build depends on. `content` gives the hash of a content file.
    fn inputs(request: &Request, content: impl Fn(&source::Found) -> Option<[u8; 32]> + Sync) -> String {
        let mut hash = blake3::Hasher::new();
        hash.update(env!("CARGO_PKG_VERSION").as_bytes());
        hash.update(program().as_bytes());
        let site = std::fs::read(request.root.join(config::FILE_NAME)).unwrap_or_default();
        let date = super::today(request, config::parse(&String::from_utf8_lossy(&site)).0.as_ref());
        hash.update(format!("{date} {:?} {}", request.base_url, request.relative).as_bytes()).update(&site);
        let (found, strays) = source::find(&request.content(), "content");
        let hashes: Vec<_> = found.par_iter().map(|f| (&f.path, content(f))).collect();
        for (path, content) in hashes {
            hash.update(path.as_bytes()).update(&content.unwrap_or_default());
        }
        hash.update(format!("{strays:?}").as_bytes());
        for folder in ["themes", "templates", "assets", "strings"] {
            folder_into(&mut hash, &request.root.join(folder));
        }
        hash.finalize().to_hex().to_string()
    }

    /// The program itself: another one may make other pages.
    fn program() -> String {
        let meta = std::env::current_exe().and_then(std::fs::metadata);
        meta.map(|m| format!("{} {:?}", m.len(), m.modified().ok())).unwrap_or_default()
    }

    fn folder_into(hash: &mut blake3::Hasher, folder: &Path) {
        for entry in
            walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|e| e.file_type().is_file())
        {
            hash.update(entry.path().as_os_str().as_encoded_bytes());
            hash.update(&std::fs::read(entry.path()).unwrap_or_default());
        }
    }

    /// The memo of the last build, if that build would be repeated exactly.
    pub(super) fn memo(output: &Output, request: &Request) -> Option<Memo> {
        if !output.is_intact() {
            return None;
        }
        let memo: Memo = serde_json::from_slice(output.memo()?).ok()?;
        let now = inputs(request, |file| std::fs::read(&file.disk).ok().map(|bytes| *blake3::hash(&bytes).as_bytes()));
        (memo.inputs == now && !stops(&memo.findings, request.strict)).then_some(memo)
    }

    /// The memo of this build. The hashes are those of the bytes that were checked, not of what is on disk by now.
    pub(super) fn encode(
        request: &Request,
        checked: &[Remembered],
        findings: &[Diagnostic],
        files: usize,
        routes: usize,
    ) -> Vec<u8> {
        let hash = |path: &str| {
            let place = checked.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
            Some(checked[place].hash)
        };
        let memo =
            Memo { inputs: inputs(request, |file| hash(&file.path)), findings: findings.to_vec(), files, routes };
        serde_json::to_vec(&memo).unwrap_or_default()
    }
}

/// True when any finding is an error.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}
