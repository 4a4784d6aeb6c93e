//! `waypost fmt`

use super::{Exit, Global, paths, print};
use crate::source::{self, Found, Kind};
use crate::{article, canonical, config, listing};
use clap::Args;
use rayon::prelude::*;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only these files or folders
    paths: Vec<String>,
    /// Change nothing; name the files that would change and end with 1
    #[arg(long)]
    check: bool,
}

/// What became of a file.
enum Formatted {
    Same,
    Other(String),
    Unreadable,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let root = &global.project;
    if !root.join(config::FILE_NAME).exists() {
        print::failure("there is no waypost.yaml here; change to the folder that holds it, or name it with --project");
        return Exit::CouldNotRun;
    }
    let wanted = arguments.paths.iter().map(|path| paths::in_project(root, path)).collect::<Result<Vec<_>, _>>();
    let wanted = match wanted {
        Ok(wanted) => wanted,
        Err(message) => {
            print::failure(&message);
            return Exit::CouldNotRun;
        }
    };
    let files: Vec<Found> = files(root).into_iter().filter(|file| asked(&wanted, &file.path)).collect();
    let formatted: Vec<Formatted> = files.par_iter().map(format).collect();
    let (mut others, mut unreadable, mut failed) = (0, 0, 0);
    for (file, formatted) in files.iter().zip(formatted) {
        match formatted {
            Formatted::Same => {}
            Formatted::Unreadable => {
                unreadable += 1;
                print::progress(global, &format!("{} is left as it is: `waypost check` says what is wrong", file.path));
            }
            Formatted::Other(text) => {
                if !arguments.check
                    && let Err(error) = source::replace(&file.disk, &text)
                {
                    failed += 1;
                    print::failure(&format!("{} cannot be written: {}", file.path, source::plain_io(&error)));
                    continue;
                }
                others += 1;
                print::result(&format!("{}\n", file.path));
            }
        }
    }
    let done = if arguments.check { "would change" } else { "changed" };
    print::progress(global, &format!("{others} of {} files {done}", files.len()));
    if failed > 0 || unreadable > 0 || (arguments.check && others > 0) { Exit::Findings } else { Exit::Clean }
}

fn asked(wanted: &[PathBuf], path: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|wanted| Path::new(path).starts_with(wanted))
}

/// The site file and all content, with what each is. The site file is told by its path.
fn files(root: &Path) -> Vec<Found> {
    let (mut files, _) = source::find(&root.join("content"), "content");
    files.retain(|file| file.kind != Kind::Vocabulary);
    let site = root.join(config::FILE_NAME);
    files.push(Found { disk: site, path: config::FILE_NAME.to_owned(), kind: Kind::Vocabulary });
    files
}

fn format(file: &Found) -> Formatted {
    let Some(text) = source::read_bytes(file).ok().and_then(|bytes| source::text_of(&file.path, bytes).ok()) else {
        return Formatted::Unreadable;
    };
    let formatted = match file.kind {
        Kind::Listing { .. } => canonical::entry(&file.path, &text, &listing::fields::LISTING),
        Kind::Guide { .. } => canonical::entry(&file.path, &text, &article::GUIDE),
        Kind::Page { .. } => canonical::entry(&file.path, &text, &article::PAGE),
        Kind::Vocabulary => canonical::settings(&file.path, &text, &config::SITE),
    };
    match formatted {
        None => Formatted::Unreadable,
        Some(formatted) if formatted == text => Formatted::Same,
        Some(formatted) => Formatted::Other(formatted),
    }
}
