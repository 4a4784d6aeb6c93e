//! `waypost theme`

use super::{Exit, Global, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::render::Format;
use crate::render::{Address, Renderer};
use crate::search;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Print what the template of a page may see, as JSON
    Context {
        /// Path of a page, such as /programs/alder-creek/ or /
        page: String,
    },
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let Verb::Context { page } = &arguments.verb;
    let request = Request { root: global.project.clone(), ..Request::default() };
    let checked = build::check(&request, &mut Memory::default());
    let (Some(site), Some(catalog), Some(plan), Some(theme)) =
        (&checked.site, &checked.catalog, &checked.plan, &checked.theme)
    else {
        print::findings(global, &checked.findings, checked.files, Format::Human, false, false);
        return Exit::CouldNotRun;
    };
    let path = page.trim_start_matches('/');
    let Some(route) = plan.get(path).or_else(|| plan.get(&format!("{path}/"))) else {
        let near = crate::vocabulary::closest(path, plan.routes.iter().map(|r| r.path.as_str()));
        let hint = near.map_or_else(String::new, |near| format!("; did you mean /{near}?"));
        print::failure(&format!("there is no page /{path}{hint}"));
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
    if let Some((template, context)) = renderer.context(route) {
        print::progress(global, &format!("template {template}"));
        print::result(&format!("{context:#}\n"));
        Exit::Clean
    } else {
        print::failure(&format!("/{} is not made from a template", route.path));
        Exit::CouldNotRun
    }
}
