//! Knowing, without checking anything, that nothing has changed since the last build.

use super::entries::Remembered;
use super::{Request, stops, today};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::output::Output;
use crate::source;
use rayon::prelude::*;
use std::path::Path;

/// What the last build leaves for the next.
#[derive(serde::Serialize, serde::Deserialize)]
pub(super) struct Memo {
    inputs: String,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) files: usize,
    pub(super) routes: usize,
}

/// A hash of every byte that a build depends on. `content` gives the hash of a content file.
fn inputs(request: &Request, content: impl Fn(&source::Found) -> Option<[u8; 32]> + Sync) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(env!("CARGO_PKG_VERSION").as_bytes());
    hash.update(program().as_bytes());
    let site = std::fs::read(request.root.join(config::FILE_NAME)).unwrap_or_default();
    let date = today(request, config::parse(&String::from_utf8_lossy(&site)).0.as_ref());
    hash.update(format!("{date} {:?} {}", request.base_url, request.relative).as_bytes()).update(&site);
    let (found, strays) = source::find(&request.content(), "content");
    let hashes: Vec<_> = found.par_iter().map(|f| (&f.path, content(f))).collect();
    for (path, content) in hashes {
        hash.update(path.as_bytes()).update(&content.unwrap_or_default());
    }
    hash.update(format!("{strays:?}").as_bytes());
    for folder in ["themes", "templates", "assets", "strings"] {
        folder_into(&mut hash, &request.root.join(folder));
    }
    hash.finalize().to_hex().to_string()
}

/// The program itself: another one may make other pages.
fn program() -> String {
    let meta = std::env::current_exe().and_then(std::fs::metadata);
    meta.map(|m| format!("{} {:?}", m.len(), m.modified().ok())).unwrap_or_default()
}

fn folder_into(hash: &mut blake3::Hasher, folder: &Path) {
    for entry in
        walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|e| e.file_type().is_file())
    {
        hash.update(entry.path().as_os_str().as_encoded_bytes());
        hash.update(&std::fs::read(entry.path()).unwrap_or_default());
    }
}

/// The memo of the last build, if that build would be repeated exactly.
pub(super) fn memo(output: &Output, request: &Request) -> Option<Memo> {
    if !output.is_intact() {
        return None;
    }
    let memo: Memo = serde_json::from_slice(output.memo()?).ok()?;
    let now = inputs(request, |file| std::fs::read(&file.disk).ok().map(|bytes| *blake3::hash(&bytes).as_bytes()));
    (memo.inputs == now && !stops(&memo.findings, request.strict)).then_some(memo)
}

/// The memo of this build. The hashes are those of the bytes that were checked, not of what is on disk by now.
pub(super) fn encode(
    request: &Request,
    checked: &[Remembered],
    findings: &[Diagnostic],
    files: usize,
    routes: usize,
) -> Vec<u8> {
    let hash = |path: &str| {
        let place = checked.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        Some(checked[place].hash)
    };
    let memo = Memo { inputs: inputs(request, |file| hash(&file.path)), findings: findings.to_vec(), files, routes };
    serde_json::to_vec(&memo).unwrap_or_default()
}
