//! What a build in progress is about to write.
//!
//! The manifest is written last, so after a build that was killed it does not know the newest files. Each of them
//! was announced here before it was made, with the hash of its bytes; that is how the next build knows its own.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::manifest::Fingerprint;
use super::path::{self, JOURNAL};

/// The paths a killed build announced. A path has several hashes when several builds were killed.
pub(super) type Announced = BTreeMap<String, Vec<Fingerprint>>;

/// Reads the lines of a journal. The last one may be torn: its hash is then too short, and the file was never made.
pub(super) fn parse(text: &str) -> Announced {
    let mut announced = Announced::new();
    for line in text.lines() {
        if let Some((path, hash)) = line.split_once('\t')
            && path::fault(path).is_none()
            && let Some(hash) = Fingerprint::from_hex(hash)
        {
            announced.entry(path.to_owned()).or_default().push(hash);
        }
    }
    announced
}

/// The open journal of a build in progress.
#[derive(Debug)]
pub(super) struct Journal {
    file: File,
}

impl Journal {
    /// Opens the journal of the folder `root`, after the lines of a killed build, if there are any.
    pub(super) fn open(root: &Path) -> io::Result<Self> {
        let place = root.join(JOURNAL);
        if fs::symlink_metadata(&place).is_ok_and(|meta| meta.is_symlink()) {
            fs::remove_file(&place)?;
        }
        let mut file = OpenOptions::new().create(true).append(true).open(place)?;
        // Ends a torn line.
        file.write_all(b"\n")?;
        Ok(Self { file })
    }

    /// Says that `path` is going to hold bytes of this hash. One call to the system, nothing is kept back.
    pub(super) fn announce(&mut self, path: &str, content: Fingerprint) -> io::Result<()> {
        self.file.write_all(format!("{path}\t{}\n", content.hex()).as_bytes())
    }
}

/// Removes the journal of the folder `root`, if there is one.
pub(super) fn remove(root: &Path) -> io::Result<()> {
    match fs::remove_file(root.join(JOURNAL)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn announcements_survive_a_torn_line() {
        let folder = tempfile::tempdir().unwrap();
        let (one, two) = (Fingerprint::of(b"1"), Fingerprint::of(b"2"));
        Journal::open(folder.path()).unwrap().announce("a/b c.html", one).unwrap();
        let place = folder.path().join(JOURNAL);
        let mut torn = fs::read_to_string(&place).unwrap();
        torn.push_str("x.html\t0011");
        fs::write(&place, torn).unwrap();
        let mut journal = Journal::open(folder.path()).unwrap();
        journal.announce("a/b c.html", two).unwrap();
        journal.announce("é", two).unwrap();
        let read = parse(&fs::read_to_string(&place).unwrap());
        assert_eq!(read, Announced::from([("a/b c.html".into(), vec![one, two]), ("é".into(), vec![two])]));
    }

    #[test]
    fn unsafe_paths_are_not_believed() {
        let hash = Fingerprint::of(b"").hex();
        assert!(parse(&format!("../a\t{hash}\n/etc/x\t{hash}\n\t{hash}\n")).is_empty());
    }
}
