//! `waypost check`

use super::{Exit, Global, date, paths, print};
use crate::build::{self, Checked, Memory, Request};
use crate::changes::{self, Changes};
use crate::config;
use crate::diagnostic::render::{Format, count};
use crate::diagnostic::{self, Diagnostic, rules};
use crate::mend::mend;
use crate::{ownership, proposal};
use clap::Args;
use jiff::civil::Date;
use std::path::{Path, PathBuf};

/// A change can make another one possible; after so many rounds something goes in circles.
const ROUNDS: usize = 10;

/// By this line a workflow finds the comment that it wrote before.
const MARK: &str = "<!-- waypost check -->";

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only report findings in these files or folders
    paths: Vec<String>,
    /// Only check what changed since the work came off this branch or commit
    #[arg(long, value_name = "REF")]
    since: Option<String>,
    /// Make the changes that are certain, in the files; comments and order stay
    #[arg(long)]
    fix: bool,
    /// Refuse changes of listings that others maintain, and of the site itself, by this account
    #[arg(long, value_name = "NAME", requires = "since")]
    pr_author: Option<String>,
    /// An editor of the directory allows the changes of --pr-author
    #[arg(long, requires = "pr_author")]
    allowed: bool,
    /// Form of the report
    #[arg(long, value_enum, default_value_t, value_name = "FORM")]
    format: Format,
    /// Warnings count as errors
    #[arg(long)]
    strict: bool,
    /// Show every warning, not only the first of each kind
    #[arg(long)]
    all: bool,
    /// Check as if it were this day
    #[arg(long, value_parser = date, value_name = "DATE")]
    date: Option<Date>,
}

/// Which findings are wanted.
struct Wanted {
    /// Below these files and folders; all if there is none.
    paths: Vec<PathBuf>,
    /// Of this proposal.
    changes: Option<Changes>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let wanted = match wanted(arguments, &global.project) {
        Ok(wanted) => wanted,
        Err(message) => {
            print::failure(&message);
            return Exit::CouldNotRun;
        }
    };
    let request = Request { root: global.project.clone(), date: arguments.date, ..Request::default() };
    let mut memory = Memory::default();
    let mut check = || match &wanted.changes {
        Some(changes) => build::check_changes(&request, &mut memory, changes),
        None => build::check(&request, &mut memory),
    };
    let mut checked = check();
    // Without a site file the folder is no project, whatever else is in it.
    let could_run = checked.site.is_some() || global.project.join(config::FILE_NAME).exists();
    wanted.keep(&mut checked, could_run);
    let mut unwritten = Vec::new();
    if arguments.fix && could_run {
        let (mut fixes, mut files) = (0, Vec::new());
        for _ in 0..ROUNDS {
            let mended = mend(&global.project, &checked.findings);
            unwritten = mended.findings;
            if mended.fixes == 0 {
                break;
            }
            fixes += mended.fixes;
            files.extend(mended.files);
            checked = check();
            wanted.keep(&mut checked, could_run);
        }
        files.sort();
        files.dedup();
        print::progress(global, &format!("mended {} in {}", count(fixes, "finding"), count(files.len(), "file")));
    }
    let mut findings = std::mem::take(&mut checked.findings);
    findings.append(&mut unwritten);
    if let (Some(changes), Some(author)) = (&wanted.changes, &arguments.pr_author)
        && !arguments.allowed
    {
        findings.append(&mut ownership::check(changes, author));
    }
    diagnostic::sort(&mut findings);
    let files = wanted.changes.as_ref().map_or(checked.files, |changes| changes.files.len());
    if arguments.format == Format::Markdown {
        let told = wanted.changes.as_ref().map(|changes| told(&request, &checked, changes));
        print::result(&told.unwrap_or_default());
    }
    let exit = print::findings(global, &findings, files, arguments.format, arguments.all, arguments.strict);
    if could_run { exit } else { Exit::CouldNotRun }
}

/// What a proposal does to the listings, above its findings.
fn told(request: &Request, checked: &Checked, changes: &Changes) -> String {
    let told = build::tell(request, checked, changes);
    format!("{MARK}\n{}\n", proposal::markdown(&told, changes))
}

fn wanted(arguments: &Arguments, project: &Path) -> Result<Wanted, String> {
    let changes = match &arguments.since {
        Some(reference) => Some(changes::since(project, reference)?),
        None => None,
    };
    let could_run = project.join(config::FILE_NAME).exists();
    let paths = arguments.paths.iter().filter(|_| could_run).map(|path| paths::in_project(project, path));
    Ok(Wanted { paths: paths.collect::<Result<_, _>>()?, changes })
}

impl Wanted {
    /// Takes out what was not asked for. A finding belongs to a proposal if one of its places does, or if it may come
    /// from what is gone; without a project there is nothing else to tell.
    fn keep(&self, checked: &mut Checked, could_run: bool) {
        if !could_run {
            return;
        }
        if let Some(changes) = self.changes.as_ref().filter(|changes| !changes.felt_everywhere()) {
            let gone =
                changes.files.iter().any(|change| change.before() != change.after() && change.before().is_some());
            checked.findings.retain(|finding| {
                changes.files.iter().any(|change| concerns(finding, &change.path))
                    || (gone && finding.code.starts_with("link/"))
            });
        }
        if !self.paths.is_empty() {
            checked.findings.retain(|finding| {
                let path = Path::new(finding.place.as_ref().map_or("", |place| &place.path));
                self.paths.iter().any(|wanted| path.starts_with(wanted))
            });
        }
    }
}

/// True if the finding is about the file at `path`, marks it as the other side, or names it.
fn concerns(finding: &Diagnostic, path: &str) -> bool {
    let related = finding.related.iter().map(|(place, _)| place);
    finding.place.iter().chain(related).any(|place| place.path == path)
        || (finding.code == rules::URL_COLLISION.code && finding.message.contains(path))
}
