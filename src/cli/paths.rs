//! Paths on the command line.

use std::path::{Component, Path, PathBuf};

/// A path as findings show it: seen from the project. People give it as seen from there or from where they are; a
/// misspelt one would look like a file without mistakes.
pub(super) fn in_project(project: &Path, path: &str) -> Result<PathBuf, String> {
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
