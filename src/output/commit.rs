//! One build's changes to the output folder.

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use rayon::prelude::*;

use super::journal::{self, Journal};
use super::manifest::{Entry, Fingerprint, Manifest, Stat};
use super::path::{self, Claims, JOURNAL, MANIFEST, TEMPORARY};
use super::{Known, Output, guard};
use crate::diagnostic::{Diagnostic, rules};

/// How many paths of a kind a report names.
const PATHS_NAMED: usize = 20;

/// What [`Commit::write`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// There was no such file.
    Created,
    /// The file had other bytes.
    Replaced,
    /// The file had the same bytes and was not touched.
    Unchanged,
}

/// Some paths: how many, and the first twenty in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Paths {
    /// How many there are.
    pub count: usize,
    /// The first of them, sorted.
    pub first: Vec<String>,
}

impl Paths {
    fn of(mut paths: Vec<String>) -> Self {
        paths.sort_unstable();
        let count = paths.len();
        paths.truncate(PATHS_NAMED);
        Self { count, first: paths }
    }
}

/// What a commit did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Report {
    /// Files that are new or have new bytes.
    pub written: Paths,
    /// Number of files that stayed as they were.
    pub unchanged: usize,
    /// Files that the site no longer has.
    pub removed: Paths,
    /// Files that the site no longer has, left because somebody else changed them. No later build touches them.
    pub left: Vec<String>,
    /// Bytes of all files of the site.
    pub bytes: u64,
    /// Bytes of the files in `written`.
    pub bytes_written: u64,
}

/// A commit in progress. May be used by many threads at once. When it is dropped without [`Commit::finish`], some
/// files are new and the others as before, and the next build knows them all.
#[derive(Debug)]
pub struct Commit<'a> {
    output: &'a Output,
    claims: Mutex<Claims>,
    done: Mutex<Vec<(Entry, Change)>>,
    removed: Mutex<Removed>,
    /// Folders found or made during this commit, besides those the output knows.
    folders: Mutex<HashSet<String>>,
    journal: Mutex<Option<Journal>>,
    /// Held while something that stands in the way of a folder is removed.
    obstacle: Mutex<()>,
    /// The first failure. After it nothing more is written.
    failure: OnceLock<Diagnostic>,
    /// Files that are written beside their targets and wait for [`Commit::finish`].
    staged: Mutex<Vec<Staged>>,
}

/// A file that waits under a temporary name until all are there.
#[derive(Debug)]
struct Staged {
    temporary: PathBuf,
    path: String,
}

/// Without a finish the site stays as it was: what was staged goes, and the folders made for it.
impl Drop for Commit<'_> {
    fn drop(&mut self) {
        let staged = std::mem::take(&mut *guard(&self.staged));
        if staged.is_empty() {
            return;
        }
        for file in staged {
            let _ = fs::remove_file(file.temporary);
        }
        let folders = std::mem::take(&mut *guard(&self.folders));
        self.remove_folders(folders.iter().map(String::as_str).collect());
        if self.output.announced.is_empty() {
            let _ = journal::remove(&self.output.root);
        }
    }
}

#[derive(Debug, Default)]
struct Removed {
    gone: Vec<String>,
    left: Vec<String>,
}

impl<'a> Commit<'a> {
    pub(super) fn new(output: &'a Output) -> Self {
        Self {
            output,
            claims: Mutex::new(Claims::for_about(output.manifest.entries.len())),
            done: Mutex::default(),
            removed: Mutex::default(),
            folders: Mutex::default(),
            journal: Mutex::default(),
            obstacle: Mutex::default(),
            failure: OnceLock::new(),
            staged: Mutex::default(),
        }
    }

    /// Keeps the file of `path`, which [is current](Output::is_current) for `fingerprint`. If it is not, or if
    /// `path` has an owner already, [`Commit::finish`] says so.
    pub fn keep(&self, path: &str, fingerprint: Fingerprint) {
        if let Err(failure) = self.try_keep(path, fingerprint) {
            let _ = self.failure.set(failure);
        }
    }

    fn try_keep(&self, path: &str, fingerprint: Fingerprint) -> Result<(), Diagnostic> {
        guard(&self.claims).claim(path)?;
        let Some(entry) = self.output.untouched(path).filter(|entry| entry.fingerprint == fingerprint) else {
            let message = format!("`{path}` was to be kept, but is no longer what was written");
            return Err(Diagnostic::new(&rules::OUTPUT_WRITE, message).help("Build again."));
        };
        self.record(entry.clone(), Change::Unchanged);
        Ok(())
    }

    /// Makes `bytes` the content of `path`. A file that has these bytes already is not touched. `fingerprint` stands
    /// for all that the bytes were made from.
    ///
    /// Fails when the path is unsafe or taken, when the file there was made by somebody else, and when the disk does
    /// not take it. After a failure nothing more is written: every later call fails with the same finding.
    pub fn write(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> Result<Change, Diagnostic> {
        if let Some(failure) = self.failure.get() {
            return Err(failure.clone());
        }
        self.try_write(path, fingerprint, bytes).map_err(|failure| self.failure.get_or_init(|| failure).clone())
    }

    fn try_write(&self, path: &str, fingerprint: Fingerprint, bytes: &[u8]) -> Result<Change, Diagnostic> {
        guard(&self.claims).claim(path)?;
        let content = Fingerprint::of(bytes);
        let (stat, change) = match self.output.untouched(path) {
            Some(entry) if entry.content == content => (entry.stat, Change::Unchanged),
            known => self.put(path, content, bytes, known.is_some())?,
        };
        self.record(Entry { path: path.to_owned(), fingerprint, content, stat }, change);
        Ok(change)
    }

    fn record(&self, entry: Entry, change: Change) {
        guard(&self.done).push((entry, change));
    }

    fn put(
        &self,
        path: &str,
        content: Fingerprint,
        bytes: &[u8],
        known_to_differ: bool,
    ) -> Result<(Stat, Change), Diagnostic> {
        let fail = |error: io::Error| self.output.fault("write", path, &error);
        self.output.hold()?;
        let change = match self.found(path)? {
            None => Change::Created,
            Some(meta) => {
                let same = || meta.is_file() && has_bytes(&self.output.place(path), &meta, bytes).unwrap_or(false);
                if !known_to_differ && same() {
                    return Ok((Stat::of(&meta), Change::Unchanged));
                }
                Change::Replaced
            }
        };
        self.announce(path, content)?;
        let folder = path::parent(path);
        self.folder(folder)?;
        let stat = match self.stage(path, bytes) {
            // Somebody removed the folder during the build.
            Err(error) if error.kind() == ErrorKind::NotFound => {
                guard(&self.folders).clear();
                fs::create_dir_all(self.output.place(folder)).map_err(fail)?;
                self.stage(path, bytes)
            }
            result => result,
        };
        Ok((stat.map_err(fail)?, change))
    }

    /// What is at `path` now, if it may be replaced. A folder there that holds only old files is removed.
    fn found(&self, path: &str) -> Result<Option<Metadata>, Diagnostic> {
        if !self.is_plain_folder(path::parent(path)) {
            return Ok(None);
        }
        let Ok(meta) = self.output.stat(path) else { return Ok(None) };
        if meta.is_dir() {
            self.remove_below(path)?;
            return match self.output.stat(path) {
                Ok(_) => Err(foreign(self.output, path, "is a folder with files that Waypost did not make")),
                Err(_) => Ok(None),
            };
        }
        if !self.output.force && !self.is_known(path, &meta) {
            return Err(foreign(self.output, path, "was not made by Waypost and would be overwritten"));
        }
        Ok(Some(meta))
    }

    /// Whether a build of ours made a file of this name.
    fn is_known(&self, path: &str, meta: &Metadata) -> bool {
        let output = self.output;
        if output.manifest.position(path).is_some() || output.announced.contains_key(path) {
            return true;
        }
        // On a disk that does not tell capital from small letters, the file may be listed in another spelling.
        let names = output.manifest.entries.iter().map(|entry| &entry.path);
        names
            .filter(|name| path::fold(name) == path::fold(path))
            .any(|name| output.stat(name).is_ok_and(|other| Stat::of(&other) == Stat::of(meta)))
    }

    /// Says in the journal what is about to be written.
    fn announce(&self, path: &str, content: Fingerprint) -> Result<(), Diagnostic> {
        let output = self.output;
        let mut journal = guard(&self.journal);
        let journal = match &mut *journal {
            Some(journal) => journal,
            none => {
                self.make_root()?;
                let opened = Journal::open(&output.root).map_err(|e| output.fault("write", JOURNAL, &e))?;
                none.insert(opened)
            }
        };
        journal.announce(path, content).map_err(|error| output.fault("write", path, &error))
    }

    fn make_root(&self) -> Result<(), Diagnostic> {
        fs::create_dir_all(&self.output.root).map_err(|error| super::fault("make", &self.output.shown, &error))?;
        self.output.hold()
    }

    fn knows_folder(&self, folder: &str) -> bool {
        folder.is_empty() || self.output.folders.contains(folder) || guard(&self.folders).contains(folder)
    }

    /// Whether `folder` is there, and neither it nor a folder above it is a link.
    fn is_plain_folder(&self, folder: &str) -> bool {
        self.knows_folder(folder)
            || (self.is_plain_folder(path::parent(folder)) && self.output.stat(folder).is_ok_and(|meta| meta.is_dir()))
    }

    /// Makes `folder` and those above it.
    fn folder(&self, folder: &str) -> Result<(), Diagnostic> {
        if self.knows_folder(folder) {
            return Ok(());
        }
        self.folder(path::parent(folder))?;
        if !self.is_plain_folder(folder) {
            self.make_folder(folder)?;
        }
        guard(&self.folders).insert(folder.to_owned());
        Ok(())
    }

    fn make_folder(&self, folder: &str) -> Result<(), Diagnostic> {
        let place = self.output.place(folder);
        let make = || match fs::create_dir(&place) {
            // Another thread was faster.
            Err(_) if self.output.stat(folder).is_ok_and(|meta| meta.is_dir()) => Ok(()),
            result => result,
        };
        let Err(error) = make() else { return Ok(()) };
        if error.kind() == ErrorKind::AlreadyExists {
            let _one = guard(&self.obstacle);
            match self.output.stat(folder) {
                Ok(meta) if meta.is_symlink() => {
                    let message = format!(
                        "`{}` is a link; Waypost does not write through links",
                        self.output.shown.join(folder).display()
                    );
                    return Err(
                        Diagnostic::new(&rules::OUTPUT_WRITE, message).help("Remove the link, then build again.")
                    );
                }
                Ok(meta) if meta.is_dir() => {}
                Ok(meta) if !self.is_ours(folder, &meta) => {
                    return Err(foreign(self.output, folder, "was not made by Waypost, and a folder has to be there"));
                }
                _ => self.remove(folder)?,
            }
            return make().map_err(|error| self.output.fault("make", folder, &error));
        }
        Err(self.output.fault("make", folder, &error))
    }

    /// A name beside `target` that nothing else has.
    fn temporary(target: &Path) -> PathBuf {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let number = NUMBER.fetch_add(1, Ordering::Relaxed);
        target.with_file_name(format!("{TEMPORARY}{}-{number}", process::id()))
    }

    /// Writes beside the target and leaves the rest to [`Commit::finish`], so that an error in the last page leaves
    /// all pages as they were.
    fn stage(&self, path: &str, bytes: &[u8]) -> io::Result<Stat> {
        let temporary = Self::temporary(&self.output.place(path));
        match fill(&temporary, bytes) {
            Ok(stat) => {
                guard(&self.staged).push(Staged { temporary, path: path.to_owned() });
                Ok(stat)
            }
            Err(error) => {
                let _ = fs::remove_file(&temporary);
                Err(error)
            }
        }
    }

    /// Gives every staged file its name. A rename is at once or not at all.
    pub(super) fn promote(&self) -> Result<(), Diagnostic> {
        let staged = std::mem::take(&mut *guard(&self.staged));
        let failed: Vec<Diagnostic> = staged
            .par_iter()
            .filter_map(|file| {
                let error = fs::rename(&file.temporary, self.output.place(&file.path)).err()?;
                let _ = fs::remove_file(&file.temporary);
                Some(self.output.fault("write", &file.path, &error))
            })
            .collect();
        failed.into_iter().next().map_or(Ok(()), Err)
    }

    /// Writes beside the target, then renames: the file is there at once or not at all.
    fn put_at_once(&self, path: &str, bytes: &[u8]) -> io::Result<Stat> {
        let target = self.output.place(path);
        let temporary = Self::temporary(&target);
        let written = fill(&temporary, bytes).and_then(|stat| fs::rename(&temporary, &target).map(|()| stat));
        if written.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        written
    }

    /// Whether the file at `path` still has the bytes a build of ours wrote.
    fn is_ours(&self, path: &str, meta: &Metadata) -> bool {
        let output = self.output;
        let entry = output.manifest.position(path).map(|position| &output.manifest.entries[position]);
        let announced = output.announced.get(path).map_or(&[][..], Vec::as_slice);
        if !meta.is_file() || (entry.is_none() && announced.is_empty()) {
            return false;
        }
        entry.is_some_and(|entry| entry.stat == Stat::of(meta))
            || hash_of(&output.place(path)).is_ok_and(|content| {
                announced.contains(&content) || entry.is_some_and(|entry| entry.content == content)
            })
    }

    /// Removes the old file `path`, unless it is gone already or somebody else changed it.
    fn remove(&self, path: &str) -> Result<(), Diagnostic> {
        let Some(meta) = self.output.stat(path).ok().filter(|meta| !meta.is_dir()) else { return Ok(()) };
        if !self.is_plain_folder(path::parent(path)) || !self.is_ours(path, &meta) {
            guard(&self.removed).left.push(path.to_owned());
            return Ok(());
        }
        match fs::remove_file(self.output.place(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(self.output.fault("remove", path, &error)),
            _ => {
                guard(&self.removed).gone.push(path.to_owned());
                Ok(())
            }
        }
    }

    /// Removes the old files in the folder `above`, and the folders that are empty then, itself included.
    fn remove_below(&self, above: &str) -> Result<(), Diagnostic> {
        let below = format!("{above}/");
        let old: Vec<&str> = self.earlier().filter(|path| path.starts_with(&below)).collect();
        for path in &old {
            self.remove(path)?;
        }
        let folders = old.iter().flat_map(|path| path::folders(path)).filter(|f| *f == above || f.starts_with(&below));
        self.remove_folders(folders.chain([above]).collect());
        Ok(())
    }

    /// Removes those of `folders` that are empty.
    fn remove_folders(&self, folders: BTreeSet<&str>) {
        // Backwards: what lies in a folder comes before it.
        for folder in folders.into_iter().rev() {
            if self.is_plain_folder(folder) {
                // Fails when it holds something, and then it is to stay.
                let _ = fs::remove_dir(self.output.place(folder));
            }
        }
    }

    /// All paths that earlier builds wrote or announced.
    fn earlier(&self) -> impl Iterator<Item = &'a str> {
        let listed = self.output.manifest.entries.iter().map(|entry| &*entry.path);
        let announced = self.output.announced.keys().map(|path| &**path);
        listed.chain(announced.filter(|path| self.output.manifest.position(path).is_none()))
    }

    /// Ends the commit: removes the files that the site no longer has and the folders that became empty, and writes
    /// the manifest. `memo` is what [`Output::memo`] gives the next build.
    pub fn finish(self, memo: &[u8]) -> Result<Report, Diagnostic> {
        if let Some(failure) = self.failure.get() {
            return Err(failure.clone());
        }
        self.promote()?;
        self.remove_old()?;
        let done = std::mem::take(&mut *guard(&self.done));
        let removed = std::mem::take(&mut *guard(&self.removed));
        let mut report = Report { removed: Paths::of(removed.gone), left: removed.left, ..Report::default() };
        report.left.sort_unstable();
        let mut written = Vec::new();
        let mut entries = Vec::with_capacity(done.len());
        for (entry, change) in done {
            report.bytes += entry.stat.size;
            if change == Change::Unchanged {
                report.unchanged += 1;
            } else {
                report.bytes_written += entry.stat.size;
                written.push(entry.path.clone());
            }
            entries.push(entry);
        }
        report.written = Paths::of(written);
        entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self.write_manifest(Manifest { entries, memo: memo.to_vec() })?;
        Ok(report)
    }

    fn remove_old(&self) -> Result<(), Diagnostic> {
        let claims = guard(&self.claims);
        let old: Vec<&str> = self.earlier().filter(|path| !claims.has(path)).collect();
        let is_new = |path: &str| claims.same_file(path).is_some_and(|new| self.is_same(path, new));
        old.par_iter().try_for_each(|path| if is_new(path) { Ok(()) } else { self.remove(path) })?;
        let folders = old.iter().flat_map(|path| path::folders(path)).filter(|folder| !claims.has(folder));
        self.remove_folders(folders.collect());
        Ok(())
    }

    /// Whether `old` and `new`, which differ in capital letters, are one file on this disk.
    fn is_same(&self, old: &str, new: &str) -> bool {
        match (self.output.stat(old), self.output.stat(new)) {
            (Ok(old), Ok(new)) => Stat::of(&old) == Stat::of(&new),
            _ => false,
        }
    }

    fn write_manifest(&self, manifest: Manifest) -> Result<(), Diagnostic> {
        let fail = |error: &io::Error| self.output.fault("write", MANIFEST, error);
        let bytes = manifest.encode().map_err(|error| fail(&error.into()))?;
        let hash = Fingerprint::of(&bytes);
        if self.output.manifest_hash != Some(hash) {
            self.make_root()?;
            self.put_at_once(MANIFEST, &bytes).map_err(|error| fail(&error))?;
        }
        journal::remove(&self.output.root).map_err(|error| self.output.fault("remove", JOURNAL, &error))?;
        let _ = self.output.written.set(Known { manifest, hash });
        Ok(())
    }
}

fn foreign(output: &Output, path: &str, why: &str) -> Diagnostic {
    Diagnostic::new(&rules::OUTPUT_FOREIGN, format!("`{}` {why}", output.shown.join(path).display()))
        .help("Move it away, or build with `--force` to write over files of others.")
}

fn fill(place: &Path, bytes: &[u8]) -> io::Result<Stat> {
    let mut file = File::create_new(place)?;
    file.write_all(bytes)?;
    Ok(Stat::of(&file.metadata()?))
}

fn hash_of(place: &Path) -> io::Result<Fingerprint> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(place)?)?;
    Ok(hasher.finalize().into())
}

/// Whether the file at `place` has exactly these bytes. Read in pieces, so that it is never held as a whole.
fn has_bytes(place: &Path, meta: &Metadata, bytes: &[u8]) -> io::Result<bool> {
    if meta.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut file = File::open(place)?;
    let mut piece = vec![0; bytes.len().clamp(1, 64 * 1024)];
    for expected in bytes.chunks(piece.len()) {
        let piece = &mut piece[..expected.len()];
        match file.read_exact(piece) {
            Ok(()) if piece == expected => {}
            Ok(()) => return Ok(false),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => return Ok(false),
            Err(error) => return Err(error),
        }
    }
    Ok(true)
}
