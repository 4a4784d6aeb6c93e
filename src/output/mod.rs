//! The tree that is to be on disk.
//!
//! A build opens its [`Output`], asks which files [are current](Output::is_current), hands in the others through a
//! [`Commit`], and ends it. Only what changed is written, and what the site no longer has is removed; files that
//! somebody else put there are never touched. Every file appears at once or not at all, so a reader of the folder, or
//! a build that is killed, meets old files and new files but no half of one.
//!
//! Two files in the folder make that work: the manifest, written last, lists what there is; the journal, there only
//! during a build, lists what is about to be.

mod commit;
mod fault;
mod journal;
mod manifest;
mod path;
mod root;
#[cfg(test)]
mod tests;

pub use commit::{Change, Commit, Paths, Report};
pub use manifest::Fingerprint;
#[cfg(feature = "serve")]
pub(crate) use root::real;

use std::collections::{BTreeSet, HashSet};
use std::fs::{self, File, Metadata, TryLockError};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, rules};
use fault::fault;
use journal::Announced;
use manifest::{Entry, Manifest, Stat};
use path::{JOURNAL, MANIFEST, TEMPORARY};

/// How many foreign files a refusal names.
const FOREIGN_SHOWN: usize = 5;
/// Files that file managers leave in every folder they show. They are not touched, and they are no reason to refuse.
const DESKTOP_FILES: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// The output folder as the last build left it, and as it is now.
#[derive(Debug)]
pub struct Output {
    /// The real place.
    root: PathBuf,
    /// The place as the person wrote it, for messages.
    shown: PathBuf,
    /// Whether files of others may be overwritten.
    force: bool,
    manifest: Manifest,
    /// Of the manifest's bytes on disk; `None` when it has to be written in any case.
    manifest_hash: Option<Fingerprint>,
    /// What a commit wrote.
    written: OnceLock<Known>,
    /// For each entry of the manifest: whether the file is still the one that was written.
    untouched: Vec<bool>,
    /// Folders that are known to be there and not to be links.
    folders: HashSet<String>,
    /// What killed builds announced.
    announced: Announced,
    /// Half-written files of killed builds.
    leftovers: Vec<PathBuf>,
    /// Kept locked, so that two builds never write to one folder. `None` until the folder exists.
    lock: Mutex<Option<File>>,
}

/// A manifest and the hash of its bytes, for the next build of a program that stays: reading the list takes long, and it
/// need not be done while the bytes on disk are these. The files it lists are always looked at.
#[derive(Debug)]
pub struct Known {
    manifest: Manifest,
    hash: Fingerprint,
}

impl Output {
    /// Opens the folder `root`; nothing is changed, and it need not exist. Refused: a place that is not safe to write
    /// to (see [`rules::OUTPUT_INSIDE`]; `sources` are the files and folders the site is made of), a folder with
    /// files that no build made, unless `force`, and a folder that another build is writing to.
    ///
    /// An output is good for one commit: it describes the folder as it was when it was opened. `known` is what
    /// [`Output::known`] said at the end of an earlier one, if this program made one.
    pub fn open(root: &Path, sources: &[PathBuf], force: bool, known: Option<Known>) -> Result<Self, Diagnostic> {
        let mut output = Self {
            root: root::resolve(root, sources)?,
            shown: root.to_owned(),
            force,
            manifest: Manifest::default(),
            manifest_hash: None,
            written: OnceLock::new(),
            untouched: Vec::new(),
            folders: HashSet::new(),
            announced: Announced::new(),
            leftovers: Vec::new(),
            lock: Mutex::new(None),
        };
        if !output.root.exists() {
            return Ok(output);
        }
        output.hold()?;
        let journal = output.read(JOURNAL)?;
        let journal = journal.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        output.announced = journal.as_deref().map(journal::parse).unwrap_or_default();
        let damaged = !output.read_manifest(known)?;
        if output.manifest_hash.is_some() {
            output.look();
            output.leftovers = output.half_written();
            return Ok(output);
        }
        if !force {
            output.refuse_foreign(damaged)?;
        }
        output.leftovers = output.half_written();
        Ok(output)
    }

    /// Takes over the manifest on disk, if there is one. False: it is damaged.
    fn read_manifest(&mut self, known: Option<Known>) -> Result<bool, Diagnostic> {
        let Some(bytes) = self.read(MANIFEST)? else { return Ok(true) };
        let hash = Fingerprint::of(&bytes);
        let known = known.filter(|known| known.hash == hash).map(|known| known.manifest);
        let Some(manifest) = known.or_else(|| Manifest::parse(&bytes)) else { return Ok(false) };
        self.manifest = manifest;
        self.manifest_hash = Some(hash);
        Ok(true)
    }

    /// What the next build of this program need not read again. Nothing if there is no manifest.
    pub fn known(self) -> Option<Known> {
        let own = self.manifest_hash.map(|hash| Known { manifest: self.manifest, hash });
        self.written.into_inner().or(own)
    }

    /// The real place of the folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether the file of `path` on disk is the one written earlier for the same fingerprint, by its size and time of
    /// change. Then it need not be made again; see [`Commit::keep`].
    pub fn is_current(&self, path: &str, fingerprint: Fingerprint) -> bool {
        self.untouched(path).is_some_and(|entry| entry.fingerprint == fingerprint)
    }

    /// The entry of `path` if the file is still the one that was written.
    fn untouched(&self, path: &str) -> Option<&Entry> {
        let position = self.manifest.position(path)?;
        self.untouched[position].then(|| &self.manifest.entries[position])
    }

    /// Whether the last build ended well and every file it wrote is as it left it.
    pub fn is_intact(&self) -> bool {
        self.manifest_hash.is_some()
            && self.announced.is_empty()
            && self.leftovers.is_empty()
            && self.untouched.iter().all(|&untouched| untouched)
    }

    /// The bytes that the caller of the last build handed to [`Commit::finish`].
    pub fn memo(&self) -> Option<&[u8]> {
        self.manifest_hash.is_some().then_some(&*self.manifest.memo)
    }

    /// Starts a commit. Half-written files of killed builds go now.
    pub fn begin(&self) -> Commit<'_> {
        for leftover in &self.leftovers {
            // Not worth a failure: the name says what it is, and the next build tries again.
            let _ = fs::remove_file(leftover);
        }
        Commit::new(self)
    }

    /// Compares the folder with the manifest. Thousands of small calls to the system, so on all cores.
    fn look(&mut self) {
        let entries = &self.manifest.entries;
        let mut folders: Vec<&str> = Vec::new();
        let mut last = "";
        for entry in entries {
            // Sorted: all files below a folder follow each other.
            let known = |folder: &str| last.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
            let first = folders.len();
            folders.extend(path::folders(&entry.path).take_while(|folder| !known(folder)));
            // A folder after the one it lies in.
            folders[first..].reverse();
            last = &entry.path;
        }
        let plain: Vec<bool> = folders.par_iter().map(|folder| self.stat(folder).is_ok_and(|m| m.is_dir())).collect();
        self.folders.reserve(folders.len());
        for (folder, plain) in folders.iter().zip(plain) {
            // Below a link nothing counts.
            let above = path::parent(folder);
            if plain && (above.is_empty() || self.folders.contains(above)) {
                self.folders.insert((*folder).to_owned());
            }
        }
        self.untouched = entries.par_iter().map(|entry| self.is_untouched(entry)).collect();
    }

    fn is_untouched(&self, entry: &Entry) -> bool {
        let folder = path::parent(&entry.path);
        (folder.is_empty() || self.folders.contains(folder))
            && self.stat(&entry.path).is_ok_and(|meta| meta.is_file() && Stat::of(&meta) == entry.stat)
    }

    /// What is at `path`, without following a link there.
    fn stat(&self, path: &str) -> io::Result<Metadata> {
        fs::symlink_metadata(self.place(path))
    }

    fn place(&self, path: &str) -> PathBuf {
        self.root.join(path)
    }

    /// The finding for an error met while doing `what` to `path`.
    fn fault(&self, what: &str, path: &str, error: &io::Error) -> Diagnostic {
        fault(what, &self.shown.join(path), error)
    }

    /// One of the build's own files; nothing when it is missing or not a plain file.
    fn read(&self, name: &str) -> Result<Option<Vec<u8>>, Diagnostic> {
        match self.stat(name) {
            Ok(meta) if meta.is_file() => {
                fs::read(self.place(name)).map(Some).map_err(|error| self.fault("read", name, &error))
            }
            Ok(_) => Ok(None),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(self.fault("read", name, &error)),
        }
    }

    /// Locks the folder for this build, if it is not yet. On systems that cannot lock a folder nothing happens.
    fn hold(&self) -> Result<(), Diagnostic> {
        let mut lock = guard(&self.lock);
        if lock.is_none()
            && let Ok(folder) = File::open(&self.root)
        {
            if let Err(TryLockError::WouldBlock) = folder.try_lock() {
                let message = format!("another build is writing to `{}`", self.shown.display());
                return Err(Diagnostic::new(&rules::OUTPUT_WRITE, message)
                    .help("Wait until it has ended, or choose another output folder with `-o`."));
            }
            *lock = Some(folder);
        }
        Ok(())
    }

    /// Half-written files of killed builds. They can be only beside files that were announced, and at the top.
    fn half_written(&self) -> Vec<PathBuf> {
        let folders: BTreeSet<&str> = self.announced.keys().map(|path| path::parent(path)).chain([""]).collect();
        let mut found = Vec::new();
        for folder in folders {
            if !folder.is_empty()
                && !path::folders(&format!("{folder}/x")).all(|f| self.stat(f).is_ok_and(|m| m.is_dir()))
            {
                continue;
            }
            for entry in fs::read_dir(self.place(folder)).into_iter().flatten().flatten() {
                if entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
                    found.push(entry.path());
                }
            }
        }
        found
    }

    /// Refuses a folder without a manifest that holds files which no build announced.
    fn refuse_foreign(&self, damaged: bool) -> Result<(), Diagnostic> {
        let mut foreign = walkdir::WalkDir::new(&self.root)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter()
            // A folder that cannot be read is not ours either.
            .filter(|entry| entry.as_ref().map_or(true, |entry| !entry.file_type().is_dir()))
            .filter_map(|entry| {
                let path = match &entry {
                    Ok(entry) => entry.path(),
                    Err(error) => error.path()?,
                };
                let path = path.strip_prefix(&self.root).ok()?;
                let name = path.file_name()?.to_string_lossy();
                let path = path.to_string_lossy().replace('\\', "/");
                let own = path == MANIFEST || path == JOURNAL || name.starts_with(TEMPORARY);
                let known = own || DESKTOP_FILES.contains(&&*name) || self.announced.contains_key(&path);
                (!known).then_some(path)
            });
        let mut names: Vec<String> = foreign.by_ref().take(FOREIGN_SHOWN).collect();
        if names.is_empty() {
            return Ok(());
        }
        if foreign.next().is_some() {
            names.push("…".into());
        }
        let (shown, names) = (self.shown.display(), names.join(", "));
        let (message, help) = if damaged {
            (
                format!("the list of files in `{shown}/{MANIFEST}` is damaged or of another version of Waypost"),
                format!(
                    "Empty the folder if a build made everything in it, or use `--force`: pages are then written over \
                     what is there, and files that the site no longer has stay. In it: {names}."
                ),
            )
        } else {
            (
                format!("the folder `{shown}` holds files that Waypost did not make: {names}"),
                "Choose an empty folder with `-o`, or use `--force`: files with the name of a page are then \
                 overwritten, the others stay."
                    .into(),
            )
        };
        Err(Diagnostic::new(&rules::OUTPUT_FOREIGN, message).help(help))
    }
}

/// The guarded value; a thread that panicked while it held the guard cannot have left it half-changed here.
fn guard<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
