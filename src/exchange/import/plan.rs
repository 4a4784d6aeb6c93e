//! What is to happen to each listing's file, decided before anything is written.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::draft::Draft;
use super::front_matter::{self, Block};
use super::input::{self, Fault};
use super::memory::Memory;
use super::report::FileFate;
use super::three_way::{self, Written};
use super::world::Home;
use super::{Request, files};
use crate::diagnostic::{self, Diagnostic, Place, rules};

/// What is to happen to one listing's file.
pub(super) struct Plan {
    pub(super) slug: String,
    pub(super) former: Option<String>,
    pub(super) path: PathBuf,
    pub(super) fate: FileFate,
    /// The file's new text, where it changes.
    pub(super) text: Option<String>,
    pub(super) written: Written,
    pub(super) kept: Vec<three_way::KeptBlock>,
}

/// What is to happen to the file of each draft. Nothing is written.
///
/// # Errors
/// A file that is there cannot be read.
pub(super) fn plan(
    request: &Request,
    drafts: &[Draft],
    homes: Vec<Home>,
    memory: &Memory,
    on_disk: &BTreeMap<String, PathBuf>,
) -> Result<Vec<Plan>, Fault> {
    let providers = request.content.join("providers");
    let jobs: Vec<(&Draft, Home)> = drafts.iter().zip(homes).collect();
    jobs.into_par_iter()
        .map(|(draft, Home { slug, former })| {
            let blocks: Vec<Block> = front_matter::blocks(draft);
            let written = three_way::written(&blocks);
            let default = || providers.join(draft.state.code().to_ascii_lowercase()).join(format!("{slug}.md"));
            let done = |path, fate, text, kept| Plan {
                former: former.clone(),
                path,
                fate,
                text,
                kept,
                written: written.clone(),
                slug: slug.clone(),
            };
            let Some(path) = on_disk.get(&slug).cloned() else {
                let was_there = former.as_ref().is_some_and(|f| memory.listings.contains_key(f));
                return Ok(if was_there {
                    done(default(), FileFate::StaysDeleted, None, Vec::new())
                } else {
                    done(default(), FileFate::Created, Some(front_matter::document(&blocks)), Vec::new())
                });
            };
            let file = std::fs::read_to_string(&path).map_err(|e| unreadable_listing(&path, &e))?;
            let nothing = Written::new();
            let last = former.as_ref().and_then(|f| memory.listings.get(f)).unwrap_or(&nothing);
            let merged = three_way::merge(&file, &blocks, last);
            Ok(if merged.text == file {
                done(path, FileFate::Unchanged, None, merged.kept)
            } else {
                done(path, FileFate::Updated, Some(merged.text), merged.kept)
            })
        })
        .collect()
}

fn unreadable_listing(path: &Path, error: &std::io::Error) -> Fault {
    if error.kind() == std::io::ErrorKind::InvalidData {
        let finding =
            Diagnostic::new(&rules::FILE_NOT_UTF8, "the listing is not UTF-8, so it cannot be brought up to date")
                .at(Place::file(input::shown(path)))
                .help("save the file as UTF-8 and import again");
        return Box::new(finding);
    }
    input::unreadable(path, error)
}

/// Writes the files that change.
///
/// # Errors
/// Every file that could not be written. The others are whole.
pub(super) fn write(plans: &[Plan]) -> Result<(), Vec<Diagnostic>> {
    let written = plans.par_iter().filter_map(|plan| plan.text.as_ref().map(|text| files::write(&plan.path, text)));
    let mut findings: Vec<Diagnostic> = written.filter_map(Result::err).map(|fault| *fault).collect();
    diagnostic::sort(&mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}
