//! The theme, from one run to the next.

use super::{Memory, Request};
use crate::config::Site;
use crate::diagnostic::Diagnostic;
use crate::render;
use crate::search;
use crate::theme::{self, Theme};
use std::sync::Arc;
use std::time::SystemTime;

/// The theme, read again only when one of its files changed.
pub(super) fn theme(
    request: &Request,
    site: &Site,
    memory: &mut Memory,
    findings: &mut Vec<Diagnostic>,
) -> Option<Arc<Theme>> {
    let stamp = stamp_of(request, site, memory);
    if let Some((known, theme)) = &memory.theme
        && *known == stamp
    {
        let theme = Arc::clone(theme);
        findings.append(&mut theme.params(&site.theme_params).1);
        return Some(theme);
    }
    let required = [render::PAGES, render::PARTS].concat();
    let assets = if site.search { search::client::assets() } else { search::client::none() };
    let options = theme::Options {
        assets: &assets,
        required_templates: &required,
        required_texts: render::TEXTS,
        name_place: site.theme_place.clone(),
        tokens: &site.theme_tokens,
    };
    let (theme, mut more) = Theme::load(&request.root, &site.theme, &site.languages, &options);
    // A theme with warnings is read again each time, so that they are not lost.
    let quiet = more.is_empty();
    findings.append(&mut more);
    let theme = Arc::new(theme?);
    let (_, mut more) = theme.params(&site.theme_params);
    findings.append(&mut more);
    memory.theme = None;
    if quiet {
        memory.theme = Some((stamp, Arc::clone(&theme)));
        // The first stamp did not know the theme's folders.
        let stamp = stamp_of(request, site, memory);
        memory.theme = Some((stamp, Arc::clone(&theme)));
    }
    Some(theme)
}

fn stamp_of(request: &Request, site: &Site, memory: &Memory) -> [u8; 32] {
    let mut hash = blake3::Hasher::new();
    hash.update(site.theme.as_bytes()).update(&[u8::from(site.search)]);
    for language in &site.languages {
        hash.update(language.as_bytes());
    }
    // With their places: a finding is not kept when its line moves.
    hash.update(format!("{:?}", site.theme_tokens).as_bytes());
    let Some((_, theme)) = &memory.theme else { return [0; 32] };
    let folders =
        theme.watch_paths().iter().cloned().chain(["templates", "assets", "strings"].map(|f| request.root.join(f)));
    for folder in folders {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten() {
            if let Ok(meta) = entry.metadata() {
                hash.update(entry.path().as_os_str().as_encoded_bytes()).update(&meta.len().to_le_bytes());
                let time = meta.modified().ok().and_then(|t| t.duration_since(SystemTime::UNIX_EPOCH).ok());
                hash.update(&time.map_or(0, |t| t.as_nanos()).to_le_bytes());
            }
        }
    }
    *hash.finalize().as_bytes()
}
