//! Changes of the files a site is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::time::Duration;

use notify_debouncer_full::notify::event::{EventKind, ModifyKind};
use notify_debouncer_full::notify::{self, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use crate::output::real;

/// How long a file has to be at rest. Editors save in several steps.
const REST: Duration = Duration::from_millis(80);

/// What changed since the last build. Nothing: what that build left for later is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// Files and folders that appeared, changed or vanished, sorted; written like the watched path they lie in.
    pub paths: Vec<PathBuf>,
    /// Anything may have changed: the first build, or the system lost track.
    pub all: bool,
}

impl Changed {
    pub(super) fn everything() -> Self {
        Self { paths: Vec::new(), all: true }
    }
}

/// What wakes the thread that builds.
#[derive(Debug)]
pub(super) enum Message {
    Events(DebounceEventResult),
    /// The build has to run even if nothing changed.
    Again,
    Stop,
}

/// Watches paths that may come, go and be replaced.
pub(super) struct Watcher {
    wanted: Vec<Wanted>,
    debouncer: Debouncer<RecommendedWatcher, RecommendedCache>,
    /// What the system was asked to watch, and whether with all that lies below.
    held: BTreeMap<PathBuf, bool>,
}

struct Wanted {
    /// As the caller wrote it.
    given: PathBuf,
    /// As the system names it.
    real: PathBuf,
}

impl Watcher {
    pub(super) fn new(wanted: Vec<PathBuf>, changes: mpsc::Sender<Message>) -> notify::Result<Self> {
        let debouncer = new_debouncer(REST, None, move |events| {
            // Fails only when the server has ended.
            let _ = changes.send(Message::Events(events));
        })?;
        let wanted = wanted.into_iter().map(|given| Wanted { real: place(&given), given }).collect();
        let mut watcher = Self { wanted, debouncer, held: BTreeMap::new() };
        watcher.hold()?;
        Ok(watcher)
    }

    /// Waits for the next changes that matter, or for a reason to build without any. `None`: the server has ended.
    pub(super) fn next(&mut self, messages: &mpsc::Receiver<Message>) -> Option<Changed> {
        loop {
            let mut paths = BTreeSet::new();
            let (mut all, mut again) = (false, false);
            // What came while a build ran is one change.
            let mut message = Some(messages.recv().ok()?);
            while let Some(now) = message {
                match now {
                    Message::Stop => return None,
                    Message::Again => again = true,
                    Message::Events(Ok(events)) => {
                        for event in events {
                            all |= event.need_rescan();
                            for path in &event.paths {
                                self.note(event.kind, path, &mut paths);
                            }
                        }
                    }
                    // Most often a queue of the system that ran over.
                    Message::Events(Err(_)) => all = true,
                }
                message = messages.try_recv().ok();
            }
            if all || again || !paths.is_empty() {
                if all {
                    self.held.clear();
                }
                // What cannot be watched now is tried again with the next change.
                let _ = self.hold();
                return Some(Changed { paths: paths.into_iter().collect(), all });
            }
            let _ = self.hold();
        }
    }

    /// Adds what an event means for the wanted paths to `changed`.
    fn note(&mut self, kind: EventKind, path: &Path, changed: &mut BTreeSet<PathBuf>) {
        // Reading is no change.
        if matches!(kind, EventKind::Access(_)) {
            return;
        }
        let structural =
            matches!(kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)));
        for wanted in &self.wanted {
            if let Ok(below) = path.strip_prefix(&wanted.real) {
                if below.as_os_str().is_empty() {
                    changed.insert(wanted.given.clone());
                } else if !is_of_an_editor(path) {
                    changed.insert(wanted.given.join(below));
                }
            } else if structural && wanted.real.starts_with(path) {
                // A folder above it came or went.
                changed.insert(wanted.given.clone());
            }
        }
        if structural {
            // The system watches the thing that had the name, not the one that has it now.
            self.held.retain(|held, _| {
                let gone = held.starts_with(path);
                if gone {
                    let _ = self.debouncer.unwatch(held);
                }
                !gone
            });
        }
    }

    /// Watches all wanted paths: folders with all below, and the nearest folder above each path that exists, because a
    /// file is often saved by putting another in its place.
    fn hold(&mut self) -> notify::Result<()> {
        for wanted in &mut self.wanted {
            wanted.real = place(&wanted.given);
        }
        let mut watch: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for Wanted { real, .. } in &self.wanted {
            if real.is_dir() {
                watch.insert(real.clone(), true);
            }
            if let Some(above) = real.ancestors().skip(1).find(|above| above.is_dir()) {
                watch.entry(above.to_owned()).or_insert(false);
            }
        }
        let mut result = Ok(());
        for (path, &below) in &watch {
            // Asking again for a part of what is watched would make it less.
            let part = path.ancestors().skip(1).any(|above| watch.get(above) == Some(&true));
            if part || self.held.get(path) == Some(&below) {
                continue;
            }
            let mode = if below { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
            match self.debouncer.watch(path, mode) {
                Ok(()) => _ = self.held.insert(path.clone(), below),
                // It may have vanished just now.
                Err(error) if path.exists() => result = Err(error),
                Err(_) => {}
            }
        }
        result
    }
}

/// Files that editors make beside the one they save.
fn is_of_an_editor(path: &Path) -> bool {
    let Some(name) = path.file_name().map(|name| name.to_string_lossy()) else { return false };
    let swap = name.starts_with('.') && [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end));
    swap || name.starts_with(".#")
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
}

/// Where `path` is, or will be.
fn place(path: &Path) -> PathBuf {
    real(path).unwrap_or_else(|_| path.to_owned())
}
