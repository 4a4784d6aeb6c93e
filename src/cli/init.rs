//! `waypost init`

use super::{Exit, Global, print};
use crate::scaffold;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// The folder to make, or one that is empty
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    match scaffold::make(&arguments.folder, scaffold::day(&jiff::Zoned::now())) {
        Ok(files) => {
            print::progress(
                global,
                &format!("made {files} files in {}; next:\n{}", arguments.folder.display(), next(&arguments.folder)),
            );
            Exit::Clean
        }
        Err(refusal) => {
            print::failure(&refusal);
            Exit::CouldNotRun
        }
    }
}

/// The two commands to run next.
fn next(folder: &Path) -> String {
    let show = if cfg!(feature = "serve") { "waypost serve --open" } else { "waypost build" };
    if folder.components().all(|part| part == std::path::Component::CurDir) {
        return format!("  waypost check\n  {show}");
    }
    format!("  cd {}\n  {show}", typed(&folder.to_string_lossy()))
}

/// A path as one types it in a shell.
fn typed(path: &str) -> String {
    let path = if path.starts_with('-') { format!("./{path}") } else { path.to_owned() };
    let plain = |c: char| c.is_alphanumeric() || "/\\:._-+,@".contains(c);
    if path.chars().all(|c| plain(c) && (cfg!(windows) || c != '\\')) {
        path
    } else if cfg!(windows) {
        format!("\"{path}\"")
    } else {
        format!("'{}'", path.replace('\'', r"'\''"))
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::{next, typed};
    use std::path::Path;

    #[test]
    fn a_path_can_be_pasted_into_a_shell() {
        assert_eq!(typed("my-site/é"), "my-site/é");
        assert_eq!(typed("my site"), "'my site'");
        assert_eq!(typed("it's $HOME"), r"'it'\''s $HOME'");
        assert_eq!(typed("-p"), "./-p");
    }

    #[test]
    fn nobody_is_told_to_change_to_the_folder_they_are_in() {
        assert!(!next(Path::new(".")).contains("cd"));
        assert!(!next(Path::new("./")).contains("cd"));
        assert!(next(Path::new("x")).starts_with("  cd x\n"));
    }
}
