//! `waypost check`

use super::{Exit, Global, date, print};
use crate::build::{self, Memory, Request};
use crate::config;
use crate::diagnostic::render::Format;
use clap::Args;
use jiff::civil::Date;
use std::path::{Component, Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Only report findings in these files or folders
    paths: Vec<String>,
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

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), date: arguments.date, ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let mut findings = checked.findings;
    // Without a site file the folder is no project, whatever else is in it.
    let could_run = checked.site.is_some() || global.project.join(config::FILE_NAME).exists();
    if could_run && !arguments.paths.is_empty() {
        let wanted =
            match arguments.paths.iter().map(|path| in_project(&global.project, path)).collect::<Result<Vec<_>, _>>() {
                Ok(wanted) => wanted,
                Err(message) => {
                    print::failure(&message);
                    return Exit::CouldNotRun;
                }
            };
        findings.retain(|f| {
            let path = Path::new(f.place.as_ref().map_or("", |p| &p.path));
            wanted.iter().any(|wanted| path.starts_with(wanted))
        });
    }
    let exit = print::findings(global, &findings, checked.files, arguments.format, arguments.all, arguments.strict);
    if could_run { exit } else { Exit::CouldNotRun }
}

/// A path as findings show it: seen from the project. People give it as seen from there or from where they are; a
/// misspelt one would look like a file without mistakes.
fn in_project(project: &Path, path: &str) -> Result<PathBuf, String> {
    let root = std::path::absolute(project).map_err(|error| format!("{}: {error}", project.display()))?;
    let plain = |path: &Path| {
        let mut plain = PathBuf::new();
        for part in path.components() {
            match part {
                Component::CurDir => {}
                Component::ParentDir => _ = plain.pop(),
                part => plain.push(part),
            }
        }
        plain
    };
    let here = std::path::absolute(path).ok().filter(|here| here.symlink_metadata().is_ok());
    if let Some(inside) = here.as_ref().and_then(|here| plain(here).strip_prefix(plain(&root)).map(Path::to_owned).ok())
    {
        return Ok(inside);
    }
    if root.join(path).symlink_metadata().is_ok() && Path::new(path).is_relative() {
        return Ok(plain(Path::new(path)));
    }
    Err(match here {
        Some(_) => format!("{path} is not in the project"),
        None => format!("there is no file or folder {path}"),
    })
}
