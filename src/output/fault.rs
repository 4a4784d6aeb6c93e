//! What went wrong on the disk, in words that say what to do.

use std::io::{Error, ErrorKind};
use std::path::Path;

use crate::diagnostic::{Diagnostic, rules};

/// The finding for an `error` met while doing `what` ("write", "remove", …) to `path`.
pub(super) fn fault(what: &str, path: &Path, error: &Error) -> Diagnostic {
    let (cause, help) = words(error);
    Diagnostic::new(&rules::OUTPUT_WRITE, format!("cannot {what} `{}`: {cause}", path.display()))
        .help(format!("{help} Files not yet written are as they were before."))
}

fn words(error: &Error) -> (String, &'static str) {
    const AGAIN: &str = "Build again; if it stays, choose another output folder with `-o`.";
    // Too many open files has no kind of its own.
    if cfg!(unix) && matches!(error.raw_os_error(), Some(23 | 24)) {
        return (
            "too many files are open".into(),
            "Close other programs or raise the limit (`ulimit -n 4096`), then build again.",
        );
    }
    let (cause, help) = match error.kind() {
        ErrorKind::StorageFull => ("the disk is full", "Free some space, then build again."),
        ErrorKind::QuotaExceeded => ("your disk quota is used up", "Free some space, then build again."),
        ErrorKind::FileTooLarge => {
            ("the file is larger than the disk allows", "Choose an output folder on another disk with `-o`.")
        }
        ErrorKind::PermissionDenied => {
            ("you have no permission", "Make the output folder yours (who owns it?), or choose another one with `-o`.")
        }
        ErrorKind::ReadOnlyFilesystem => {
            ("the disk is read-only", "Choose an output folder on another disk with `-o`.")
        }
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => {
            ("something that is not a folder is in the way", "Move it away, then build again.")
        }
        ErrorKind::IsADirectory | ErrorKind::DirectoryNotEmpty => {
            ("a folder is in the way", "Move it away, then build again.")
        }
        ErrorKind::InvalidFilename => {
            ("the name is too long or not allowed on this disk", "Shorten the slug it comes from.")
        }
        ErrorKind::NotFound => ("it or its folder has vanished during the build", AGAIN),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            ("another program is using it", "Close that program, then build again.")
        }
        _ => return (plain(error), AGAIN),
    };
    (cause.into(), help)
}

/// The system's own words, without its number.
fn plain(error: &Error) -> String {
    let text = error.to_string();
    text.split_once(" (os error").map_or(text.as_str(), |(words, _)| words).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_in_plain_words() {
        for (kind, cause) in [
            (ErrorKind::StorageFull, "the disk is full"),
            (ErrorKind::QuotaExceeded, "quota"),
            (ErrorKind::PermissionDenied, "no permission"),
            (ErrorKind::ReadOnlyFilesystem, "read-only"),
            (ErrorKind::NotADirectory, "not a folder"),
            (ErrorKind::InvalidFilename, "too long"),
        ] {
            let found = fault("write", Path::new("public/a.html"), &Error::from(kind));
            assert_eq!(found.code, rules::OUTPUT_WRITE.code);
            assert!(found.message.starts_with("cannot write `public/a.html`: "), "{}", found.message);
            assert!(found.message.contains(cause), "{}", found.message);
            assert!(found.help.is_some_and(|help| help.contains("as they were")));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn numbers_of_the_system_are_understood() {
        for (number, cause) in
            [(28, "disk is full"), (13, "no permission"), (30, "read-only"), (24, "too many files"), (36, "too long")]
        {
            let found = fault("write", Path::new("x"), &Error::from_raw_os_error(number));
            assert!(found.message.contains(cause), "{}", found.message);
        }
        let other = fault("write", Path::new("x"), &Error::from_raw_os_error(5)).message;
        assert!(other.contains("input/output error") && !other.contains("os error"), "{other}");
    }
}
