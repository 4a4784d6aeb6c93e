//! Rendering and committing what was checked.

use super::{Checked, Memory, Request, host_limit, settled, stops, unchanged};
use crate::diagnostic::{self, Diagnostic, rules};
use crate::output::{self, Fingerprint, Output};
use crate::plan::{Plan, Route};
use crate::render::{Address, Renderer};
use crate::search::{self, Export};
use rayon::prelude::*;

/// Which search index a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Index {
    /// That of the very entries of its pages.
    Exact,
    /// The newest that is known, if there is any.
    Newest,
}

fn add(findings: &mut Vec<Diagnostic>, mut more: Vec<Diagnostic>) {
    findings.append(&mut more);
    diagnostic::sort(findings);
}

/// Renders and commits what was checked: the number of routes and what changed. `None` if `findings` stop it; what is
/// found on the way is added to them. `memo`: whether a new program is to know that nothing has changed since.
pub(super) fn write(
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
