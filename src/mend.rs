//! Makes the changes that findings are certain of, in the files that people wrote. Nothing else in a file moves:
//! comments, order and blank lines stay.

use crate::diagnostic::fix::{self, Fix, Sure};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::source;
use std::collections::BTreeMap;
use std::path::Path;

/// What was changed.
#[derive(Debug, Default)]
pub struct Mended {
    /// How many findings were mended.
    pub fixes: usize,
    /// The files that changed, sorted.
    pub files: Vec<String>,
    /// Files that could not be written.
    pub findings: Vec<Diagnostic>,
}

/// Makes the certain changes of `findings` in the project at `root`. Of changes that touch each other only the first is
/// made, so that the project is best checked again until nothing is left.
pub fn mend(root: &Path, findings: &[Diagnostic]) -> Mended {
    let mut by_file: BTreeMap<&str, Vec<&Fix>> = BTreeMap::new();
    for finding in findings {
        if let (Some(place), Some(fix)) = (&finding.place, &finding.fix)
            && fix.sure == Sure::Certain
        {
            by_file.entry(&place.path).or_default().push(fix);
        }
    }
    let mut mended = Mended::default();
    for (path, fixes) in by_file {
        let disk = root.join(path);
        // A finding in a file of the program itself has no file in the project.
        let Ok(bytes) = std::fs::read(&disk) else { continue };
        let Ok(text) = source::text_of(path, bytes) else { continue };
        // Places count from behind a byte order mark, which nobody needs.
        let (changed, made) = fix::apply(text.trim_start_matches('\u{feff}'), fixes);
        if made == 0 || changed == text {
            continue;
        }
        match source::replace(&disk, &changed) {
            Ok(()) => {
                mended.fixes += made;
                mended.files.push(path.to_owned());
            }
            Err(error) => mended.findings.push(
                Diagnostic::new(
                    &rules::OUTPUT_WRITE,
                    format!("the file could not be mended: {}", source::plain_io(&error)),
                )
                .at(Place::file(path))
                .help("make the file writable, or make the change by hand"),
            ),
        }
    }
    mended
}
