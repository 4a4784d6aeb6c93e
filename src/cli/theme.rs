//! `waypost theme`

use super::{Exit, Global, print};
use crate::build::{self, Memory, Request};
use crate::config;
use crate::diagnostic::render::Format;
use crate::render::{Address, PAGES, Renderer};
use crate::search;
use crate::theme;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print what a template may see, as JSON
    Context {
        /// Path of a page, such as /programs/alder-creek/ or /, or the name of a template, such as program.html
        page: String,
    },
    /// Copy a file of the theme beside waypost.yaml, to change it there
    Eject {
        /// Path inside the theme, such as templates/home.html or assets/site.css
        path: String,
        /// Write over a file that is there
        #[arg(long)]
        force: bool,
        /// Print the file instead
        #[arg(long, conflicts_with = "force")]
        print: bool,
    },
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    match &arguments.verb {
        Verb::Context { page } => context(page, global),
        Verb::Eject { path, force, print } => eject(path, *force, *print, global),
    }
}

fn eject(path: &str, force: bool, print: bool, global: &Global) -> Exit {
    let (site, findings) = config::read(&global.project);
    let Some(site) = site else {
        print::findings(global, &findings, 0, Format::Human, false, false);
        return Exit::CouldNotRun;
    };
    let done = if print {
        theme::copy(&global.project, &site.theme, path).map(|bytes| print::result(&String::from_utf8_lossy(&bytes)))
    } else {
        let done = theme::eject(&global.project, &site.theme, path, force);
        done.map(|()| print::progress(global, &format!("made {path}; what is the same as in the theme may be removed")))
    };
    match done {
        Ok(()) => Exit::Clean,
        Err(refusal) => {
            print::failure(&refusal);
            Exit::CouldNotRun
        }
    }
}

fn context(page: &str, global: &Global) -> Exit {
    let request = Request { root: global.project.clone(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let (Some(site), Some(catalog), Some(plan), Some(theme)) =
        (&checked.site, &checked.catalog, &checked.plan, &checked.theme)
    else {
        print::findings(global, &checked.findings, checked.files, Format::Human, false, false);
        return Exit::CouldNotRun;
    };
    let address = Address { url: site.base_url.clone(), relative: false };
    let export = match search::export(catalog, &checked.vocabulary, site, &mut search::Memory::default()) {
        Ok(export) => export,
        Err(failure) => {
            print::failure(&failure.to_string());
            return Exit::CouldNotRun;
        }
    };
    let export = export.as_deref();
    let renderer = Renderer::new(site, &address, catalog, plan, theme, &checked.vocabulary, export, &[], None);
    let path = page.trim_start_matches('/');
    let found = match plan.get(path).or_else(|| plan.get(&format!("{path}/"))) {
        Some(route) => renderer.context(route).ok_or_else(|| format!("/{} is not made from a template", route.path)),
        // The first page that the template makes.
        None => {
            plan.routes.iter().filter_map(|route| renderer.context(route)).find(|(name, _)| *name == path).ok_or_else(
                || {
                    let known = plan.routes.iter().map(|route| route.path.as_str()).chain(PAGES.iter().copied());
                    let near = crate::vocabulary::closest(path, known);
                    let slash = if near.is_some_and(|near| PAGES.contains(&near)) { "" } else { "/" };
                    let hint = near.map_or_else(String::new, |near| format!("; did you mean {slash}{near}?"));
                    format!("there is no page /{path} and no page made from such a template{hint}")
                },
            )
        }
    };
    match found {
        Ok((template, context)) => {
            print::progress(global, &format!("template {template}"));
            print::result(&format!("{context:#}\n"));
            Exit::Clean
        }
        Err(refusal) => {
            print::failure(&refusal);
            Exit::CouldNotRun
        }
    }
}
