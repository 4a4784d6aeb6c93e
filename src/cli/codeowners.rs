//! `waypost codeowners`

use super::{Exit, Global, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::render::Format;
use crate::ownership;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Compare with this file instead of printing; ends with 1 when it is out of date
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let (Some(site), Some(catalog)) = (&checked.site, &checked.catalog) else {
        print::findings(global, &checked.findings, checked.files, Format::Human, false, false);
        return Exit::CouldNotRun;
    };
    let text = ownership::codeowners(&site.editors, &catalog.programs);
    let Some(file) = &arguments.check else {
        print::result(&text);
        return Exit::Clean;
    };
    match std::fs::read_to_string(file) {
        Ok(there) if there == text => Exit::Clean,
        Ok(_) => {
            print::failure(&format!(
                "{0} is out of date; write it anew with `waypost codeowners > {0}`",
                file.display()
            ));
            Exit::Findings
        }
        Err(error) => {
            print::failure(&format!("{}: {}", file.display(), crate::source::plain_io(&error)));
            Exit::CouldNotRun
        }
    }
}
