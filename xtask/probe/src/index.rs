//! The search index alone, without the pages of the site.

use crate::cost::Cost;
use crate::{Result, check};
use serde_json::json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use waypost::search;

/// Writes the files below `out` as they lie in a site, and prints what there is and what it cost.
pub(crate) fn run(project: &Path, out: &Path) -> Result<()> {
    let start = Cost::now();
    let checked = check(project)?;
    let (Some(catalog), Some(site)) = (&checked.catalog, &checked.site) else {
        return Err("the project cannot be read".into());
    };
    let read = Cost::now();
    let mut memory = search::Memory::default();
    let export = search::export(catalog, &checked.vocabulary, site, &mut memory)
        .map_err(|failure| failure.to_string())?
        .ok_or("this site has no search (search: none)")?;
    let made = Cost::now();

    let (mut bytes, mut kinds) = (0, BTreeMap::<String, (usize, usize)>::new());
    for (path, content) in &export.files {
        let target = out.join(path);
        if let Some(parent) = target.parent() {
            fs::create_dir_all(parent)?;
        }
        fs::write(&target, content)?;
        bytes += content.len();
        let kind = kinds.entry(kind(path)).or_default();
        *kind = (kind.0 + 1, kind.1 + content.len());
    }
    let kinds: serde_json::Map<_, _> =
        kinds.into_iter().map(|(kind, (files, bytes))| (kind, json!({ "files": files, "bytes": bytes }))).collect();
    let words: BTreeMap<&str, &str> =
        export.words.iter().map(|(language, name)| (language.as_str(), name.as_str())).collect();
    let answer = json!({
        "listings": catalog.programs.len(),
        "manifest": export.manifest,
        "words": words,
        "phrases": export.phrases,
        "files": export.files.len(),
        "bytes": bytes,
        "largest": export.files.iter().map(|(_, content)| content.len()).max(),
        "kinds": kinds,
        "read": { "wall": read.wall_since(&start), "cpu": read.cpu_since(&start), "peak": read.peak },
        "index": { "wall": made.wall_since(&read), "cpu": made.cpu_since(&read), "peak": made.peak },
    });
    println!("{answer:#}");
    Ok(())
}

/// The letters in front of the number of a file: `search/index/g17-3fa9c1.bin` is a `g`. Words have their language.
fn kind(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.split('-').next().unwrap_or(name).trim_end_matches(|c: char| c.is_ascii_digit()).to_owned()
}
