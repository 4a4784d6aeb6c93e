//! The pipe: read, check, gather, plan, render, commit. `check` and `list` stop before the end.

mod entries;
mod narrow;
mod open;
mod theme;
mod unchanged;
mod write;

use crate::catalog::{Catalog, duplicates, translations};
use crate::changes::Changes;
use crate::config::{self, Site};
use crate::diagnostic::{self, Diagnostic, Place, Severity, Tally, rules};
use crate::links;
use crate::listing;
use crate::output::{self, Output};
use crate::plan::{self, Plan};
use crate::proposal::{self, Told};
use crate::render;
use crate::search;
use crate::source::{self, Found, Kind};
use crate::theme::Theme;
use crate::vocabulary::Vocabulary;
use entries::{Remembered, entries};
use jiff::civil::Date;
pub use open::check_text;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use theme::theme;
use write::{Index, write};

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
    checked(request, memory, None)
}

/// Reads and checks a project as far as `changes` may have made something wrong. What was wrong before and is not
/// touched may be missing from the findings; so may be the theme, the plan and most of the catalogue.
pub fn check_changes(request: &Request, memory: &mut Memory, changes: &Changes) -> Checked {
    checked(request, memory, Some(changes))
}

fn checked(request: &Request, memory: &mut Memory, changes: Option<&Changes>) -> Checked {
    let (site, mut findings) = config::read(&request.root);
    let (mut found, mut more) = source::find(&request.content(), "content");
    findings.append(&mut more);
    let (vocabulary, vocabulary_bytes) = vocabulary(&found, &mut findings);
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
    let context = context(request, &vocabulary, site.as_ref());
    let languages = site.as_ref().map(|s| s.languages.clone()).unwrap_or_default();
    let narrowed = changes.and_then(|changes| {
        let changed = narrow::changed(&found, changes)?;
        let alone: Vec<Found> = changed.iter().map(|file| (*file).clone()).collect();
        let (programs, ..) = entries(&alone, &context, &languages, &checked.inputs, memory, &mut Vec::new());
        narrow::neighbours(&found, &changed, &programs)
    });
    let whole = narrowed.is_none();
    found = narrowed.unwrap_or(found);
    let (programs, guides, pages) = entries(&found, &context, &languages, &checked.inputs, memory, &mut findings);
    if whole && found.is_empty() && request.content().is_dir() {
        findings.push(
            Diagnostic::new(&rules::SITE_NO_CONTENT, "the content folder holds no listings and no guides")
                .at(Place::file("content"))
                .help("add a listing to content/providers/, or import some with `waypost import`"),
        );
    }
    let demote = context.freshness.demote_days;
    let catalog = Catalog::gather(programs, guides, pages, &vocabulary, context.today, demote);
    let asked = |path: &str| changes.is_some_and(|changes| changes.files.iter().any(|change| change.path == path));
    if let Some(site) = site.as_ref().filter(|_| whole) {
        let theme = theme(request, site, memory, &mut findings);
        let assets: Vec<String> =
            theme.iter().flat_map(|t| t.assets().map(|(path, _)| path.to_owned()).collect::<Vec<_>>()).collect();
        let (mut duplicates, (plan, mut more)) =
            rayon::join(|| duplicates::check(&catalog.programs, asked), || plan::plan(site, &catalog, &assets));
        findings.append(&mut duplicates);
        findings.append(&mut more);
        findings.append(&mut links::check(&catalog, &plan, &vocabulary));
        findings.append(&mut translations::check(&catalog));
        findings.append(&mut crate::vocabulary::untranslated(&vocabulary, &site.languages));
        findings.extend(host_limit(site, plan.routes.len()));
        checked.theme = theme;
        checked.plan = Some(plan);
    } else {
        findings.append(&mut duplicates::check(&catalog.programs, asked));
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

/// What `changes` do to the listings of the project that was `checked`.
pub fn tell(request: &Request, checked: &Checked, changes: &Changes) -> Vec<Told> {
    let context = context(request, &checked.vocabulary, checked.site.as_ref());
    proposal::tell(&request.root, changes, &context)
}

fn context<'v>(request: &Request, vocabulary: &'v Vocabulary, site: Option<&Site>) -> listing::Context<'v> {
    listing::Context {
        vocabulary,
        today: today(request, site),
        freshness: site.map(|s| s.freshness).unwrap_or_default(),
        demonstration: site.is_some_and(|s| s.demonstration),
    }
}

/// The project's terms and those of the site in `root`.
pub fn vocabulary_of(root: &Path) -> Arc<Vocabulary> {
    let (found, _) = source::find(&root.join("content"), "content");
    vocabulary(&found, &mut Vec::new()).0
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

/// True when any finding is an error.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|f| f.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::host_limit;
    use crate::config;

    #[test]
    fn a_site_with_more_files_than_its_host_accepts_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let text = "title: x\ndescription: x\nbase_url: \"https://example.org/\"\nhost: cloudflare-pages\n";
        std::fs::write(dir.path().join(config::FILE_NAME), text).unwrap();
        let site = config::read(dir.path()).0.unwrap();
        assert_eq!(host_limit(&site, 20_000), None);
        assert_eq!(host_limit(&site, 20_001).unwrap().code, "output/host-limit");
    }
}
