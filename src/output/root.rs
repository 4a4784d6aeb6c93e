//! Which folder may be the output folder.

use std::env;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use crate::diagnostic::{Diagnostic, rules};

/// The real place of the output folder `root`, which need not exist yet. Refused: the top of the disk, the home folder
/// or one above it, a file, and a folder that is, holds or lies inside one of `sources`.
pub(super) fn resolve(root: &Path, sources: &[PathBuf]) -> Result<PathBuf, Diagnostic> {
    let place = real(root).map_err(|error| {
        Diagnostic::new(&rules::OUTPUT_INSIDE, format!("`{}` names no folder: {error}", root.display()))
            .help("Name a folder with `-o`, such as `-o public`.")
    })?;
    check(root, &place, sources, env::home_dir())
}

fn check(root: &Path, place: &Path, sources: &[PathBuf], home: Option<PathBuf>) -> Result<PathBuf, Diagnostic> {
    let refuse = |why: String| {
        Err(Diagnostic::new(&rules::OUTPUT_INSIDE, format!("the output folder `{}` {why}", root.display()))
            .help("Choose a folder that holds nothing else, such as `-o public`."))
    };
    if place.parent().is_none() {
        return refuse("is the top of the disk".into());
    }
    // A home folder at the top of the disk (as in small containers) holds everything, so it says nothing.
    let home = home.and_then(|home| real(&home).ok()).filter(|home| home.parent().is_some());
    if home.is_some_and(|home| home.starts_with(place)) {
        return refuse("is or holds your home folder".into());
    }
    if fs::metadata(place).is_ok_and(|meta| !meta.is_dir()) {
        return refuse("is a file".into());
    }
    for source in sources {
        let shown = source.display();
        // Only an empty path has no real place, and it names no source.
        let Ok(source) = real(source) else { continue };
        if source == place {
            return refuse(format!("is also a source of the site (`{shown}`)"));
        }
        if source.starts_with(place) {
            return refuse(format!("holds a source of the site (`{shown}`)"));
        }
        if place.starts_with(&source) {
            return refuse(format!("lies inside a source of the site (`{shown}`)"));
        }
    }
    Ok(place.to_owned())
}

/// `path` from the top of the disk with its links resolved, as far as it exists.
pub(crate) fn real(path: &Path) -> io::Result<PathBuf> {
    let mut real = PathBuf::new();
    for component in std::path::absolute(path)?.components() {
        if component == Component::ParentDir {
            real.pop();
            continue;
        }
        real.push(component);
        if let Ok(resolved) = fs::canonicalize(&real) {
            real = resolved;
        }
    }
    Ok(real)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn refusal(root: &Path, sources: &[PathBuf]) -> String {
        let refused = resolve(root, sources).unwrap_err();
        assert_eq!(refused.code, rules::OUTPUT_INSIDE.code);
        refused.message
    }

    #[test]
    fn sources_and_output_are_kept_apart() {
        let folder = tempfile::tempdir().unwrap();
        let top = folder.path();
        fs::create_dir_all(top.join("content/providers")).unwrap();
        fs::write(top.join("waypost.yaml"), "").unwrap();
        let sources = [top.join("content"), top.join("waypost.yaml"), top.join("themes/later")];
        for (root, why) in [
            ("content", "is also a source"),
            ("content/../content/", "is also a source"),
            (".", "holds a source"),
            ("content/providers/public", "lies inside a source"),
            ("themes", "holds a source"),
            ("themes/later/x", "lies inside a source"),
            ("new/../content/x", "lies inside a source"),
            ("waypost.yaml", "is a file"),
        ] {
            let message = refusal(&top.join(root), &sources);
            assert!(message.contains(why), "{root}: {message}");
        }
        for root in ["public", "content-built", "themes/public"] {
            resolve(&top.join(root), &sources).unwrap();
        }
    }

    #[test]
    fn the_top_and_the_home_folder_are_refused() {
        assert!(refusal(Path::new("/"), &[]).contains("top of the disk"));
        let home = tempfile::tempdir().unwrap();
        let home = fs::canonicalize(home.path()).unwrap();
        let check = |place: &Path| check(place, place, &[], Some(home.clone()));
        assert!(check(&home).unwrap_err().message.contains("home folder"));
        assert!(check(home.parent().unwrap()).unwrap_err().message.contains("home folder"));
        assert!(check(&home.join("site/public")).is_ok());
        assert!(super::check(&home, &home, &[], Some("/".into())).is_ok());
    }

    #[cfg(unix)]
    #[test]
    fn links_are_resolved_before_the_check() {
        let folder = tempfile::tempdir().unwrap();
        let top = fs::canonicalize(folder.path()).unwrap();
        fs::create_dir(top.join("content")).unwrap();
        fs::create_dir(top.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(top.join("content"), top.join("public")).unwrap();
        std::os::unix::fs::symlink(top.join("elsewhere"), top.join("site")).unwrap();
        assert!(refusal(&top.join("public/new"), &[top.join("content")]).contains("lies inside"));
        assert_eq!(resolve(&top.join("site"), &[top.join("content")]).unwrap(), top.join("elsewhere"));
    }
}
