//! What a proposal changes: the files that differ between the work tree and the commit from which it came off, as Git
//! tells. Git itself is asked, so that its settings, worktrees and partial clones work as everywhere else; it is told
//! to run none of the programs that a repository may name.

use crate::source::slashes;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// Everything that a proposal changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changes {
    /// The commit before the proposal: where it came off the reference.
    pub base: String,
    /// What changed, sorted by path.
    pub files: Vec<Change>,
    root: PathBuf,
    /// The project's folder within the repository, with a slash at its end unless it is the whole.
    folder: String,
}

/// A file that changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Change {
    /// The path as findings show it: seen from the project, forward slashes. The old path of a file that is gone.
    pub path: String,
    /// What happened to it.
    pub kind: Kind,
}

/// What happened to a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// It is new.
    Added,
    /// Its text changed.
    Modified,
    /// It is gone.
    Deleted,
    /// It had another path before, and perhaps another text.
    Renamed {
        /// The path before.
        from: String,
    },
}

impl Change {
    /// The path before the proposal; `None` for a new file.
    pub fn before(&self) -> Option<&str> {
        match &self.kind {
            Kind::Added => None,
            Kind::Modified | Kind::Deleted => Some(&self.path),
            Kind::Renamed { from } => Some(from),
        }
    }

    /// The path after the proposal; `None` for a file that is gone.
    pub fn after(&self) -> Option<&str> {
        (self.kind != Kind::Deleted).then_some(&*self.path)
    }
}

/// What a site is made of besides its entries, below the project. When one of them changes, any page may.
const SITE: [&str; 6] = ["waypost.yaml", "templates/", "assets/", "strings/", "themes/", "content/vocabulary/"];

impl Changes {
    /// True if settings, terms or the theme change: then any file may have become wrong.
    pub fn felt_everywhere(&self) -> bool {
        let paths = self.files.iter().flat_map(|change| [Some(&*change.path), change.before()]);
        paths.flatten().any(|path| SITE.iter().any(|site| path.starts_with(site)))
    }

    /// The text that the file at `path` had before the proposal; `None` if there was none.
    pub fn before(&self, path: &str) -> Option<Vec<u8>> {
        let name = format!("{}:{}{path}", self.base, self.folder);
        let shown = git(&self.root, &["cat-file", "blob", &name]).ok()?;
        shown.status.success().then_some(shown.stdout)
    }
}

/// What changed in the project at `root` since it came off `reference`, with what is not committed yet.
///
/// # Errors
/// Why it cannot be told, in a sentence with what to do: no Git, no repository, no such reference, or a clone without
/// the commits between.
pub fn since(root: &Path, reference: &str) -> Result<Changes, String> {
    let inside = git(root, &["rev-parse", "--show-prefix"])?;
    if !inside.status.success() {
        let said = said(&inside.stderr);
        return Err(if said.contains("not a git repository") {
            format!("{} is not in a Git repository; leave `--since` out to check all files", root.display())
        } else {
            format!("Git cannot read this repository: {said}")
        });
    }
    let folder = said(&inside.stdout);
    let commit = format!("{reference}^{{commit}}");
    let found = git(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
    if !found.status.success() {
        return Err(format!(
            "Git knows no commit called `{reference}`; fetch it first, for example `git fetch origin {}`, or name \
             another",
            reference.trim_start_matches("origin/")
        ));
    }
    let commit = said(&found.stdout);
    let met = git(root, &["merge-base", "HEAD", &commit])?;
    if !met.status.success() {
        let shallow = git(root, &["rev-parse", "--is-shallow-repository"])?;
        return Err(if said(&shallow.stdout) == "true" {
            format!(
                "this clone is shallow and does not reach back to where the work came off `{reference}`; fetch the \
                 rest with `git fetch --unshallow` (in a workflow: `fetch-depth: 0`)"
            )
        } else {
            format!("`{reference}` and the work tree have no commit in common; name the branch that the work is for")
        });
    }
    let base = said(&met.stdout);
    let differs = git(
        root,
        &[
            "diff",
            "--name-status",
            "-z",
            "--find-renames",
            "--no-ext-diff",
            "--no-textconv",
            "--relative",
            &base,
            "--",
            ".",
        ],
    )?;
    let others = git(root, &["ls-files", "--others", "--exclude-standard", "-z", "--", "."])?;
    for output in [&differs, &others] {
        if !output.status.success() {
            return Err(format!("Git cannot compare the work tree with `{reference}`: {}", said(&output.stderr)));
        }
    }
    let mut files = changed(&differs.stdout);
    files.extend(fields(&others.stdout).map(|path| Change { path, kind: Kind::Added }));
    files.sort();
    files.dedup_by(|a, b| a.path == b.path);
    Ok(Changes { base, files, root: root.to_owned(), folder })
}

/// Reads `status NUL path NUL`, with a second path after `R` and `C`.
fn changed(bytes: &[u8]) -> Vec<Change> {
    let mut fields = fields(bytes);
    let mut files = Vec::new();
    while let (Some(status), Some(path)) = (fields.next(), fields.next()) {
        match status.chars().next() {
            Some('A') => files.push(Change { path, kind: Kind::Added }),
            Some('D') => files.push(Change { path, kind: Kind::Deleted }),
            Some('R') => {
                let Some(to) = fields.next() else { break };
                files.push(Change { path: to, kind: Kind::Renamed { from: path } });
            }
            Some('C') => {
                let Some(to) = fields.next() else { break };
                files.push(Change { path: to, kind: Kind::Added });
            }
            _ => files.push(Change { path, kind: Kind::Modified }),
        }
    }
    files
}

fn fields(bytes: &[u8]) -> impl Iterator<Item = String> {
    bytes.split(|byte| *byte == 0).filter(|field| !field.is_empty()).map(|f| String::from_utf8_lossy(f).into_owned())
}

/// Runs Git in the project.
fn git(root: &Path, arguments: &[&str]) -> Result<Output, String> {
    let root = if root.as_os_str().is_empty() { Path::new(".") } else { root };
    Command::new("git")
        // A repository of strangers is read: nothing that it names is run.
        .args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "core.hooksPath=/dev/null"])
        .current_dir(root)
        .args(arguments)
        .env("GIT_OPTIONAL_LOCKS", "0")
        .env("LC_ALL", "C")
        .output()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound if root.is_dir() => "Git is needed for this and is not installed".to_owned(),
            _ => format!("Git cannot be run in {}: {error}", slashes(root)),
        })
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use std::fs;

    /// A repository with one commit in which `files` are, whose project is the folder `inside`.
    fn repository(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), files);
        run(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
        commit(folder.path());
        run(folder.path(), &["checkout", "--quiet", "-b", "work"]);
        folder
    }

    fn write(root: &Path, files: &[(&str, &str)]) {
        for (path, text) in files {
            fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
            fs::write(root.join(path), text).unwrap();
        }
    }

    fn run(root: &Path, arguments: &[&str]) {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"];
        let ended = Command::new("git").args(who).current_dir(root).args(arguments).output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }

    fn commit(root: &Path) {
        run(root, &["add", "--all"]);
        run(root, &["commit", "--quiet", "--message", "x", "--allow-empty"]);
    }

    fn told(changes: &Changes) -> Vec<String> {
        let word = |change: &Change| match &change.kind {
            Kind::Added => format!("+ {}", change.path),
            Kind::Modified => format!("~ {}", change.path),
            Kind::Deleted => format!("- {}", change.path),
            Kind::Renamed { from } => format!("{from} > {}", change.path),
        };
        changes.files.iter().map(word).collect()
    }

    const LONG: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n";

    #[test]
    fn committed_and_uncommitted_changes_are_told_with_their_old_texts() {
        let folder = repository(&[("a b.md", "old"), ("c.md", LONG), ("d.md", "gone"), ("é.md", "same")]);
        let root = folder.path();
        run(root, &["mv", "c.md", "moved.md"]);
        fs::remove_file(root.join("d.md")).unwrap();
        commit(root);
        write(root, &[("a b.md", "new"), ("new.md", "x"), ("é.md", "other")]);
        let changes = since(root, "main").unwrap();
        assert_eq!(told(&changes), ["~ a b.md", "- d.md", "c.md > moved.md", "+ new.md", "~ é.md"]);
        assert_eq!(changes.before("a b.md").unwrap(), b"old");
        assert_eq!(changes.before("new.md"), None);
    }

    #[test]
    fn what_happened_on_the_branch_meanwhile_is_not_the_proposals() {
        let folder = repository(&[("a.md", "a"), ("b.md", "b")]);
        let root = folder.path();
        write(root, &[("a.md", "mine")]);
        commit(root);
        run(root, &["checkout", "--quiet", "main"]);
        write(root, &[("b.md", "theirs")]);
        commit(root);
        run(root, &["checkout", "--quiet", "work"]);
        assert_eq!(told(&since(root, "main").unwrap()), ["~ a.md"]);
    }

    #[test]
    fn a_project_in_a_folder_of_a_repository_sees_only_itself() {
        let folder = repository(&[("site/a.md", "a"), ("other.md", "o")]);
        write(folder.path(), &[("site/a.md", "b"), ("other.md", "p")]);
        let changes = since(&folder.path().join("site"), "main").unwrap();
        assert_eq!(told(&changes), ["~ a.md"]);
        assert_eq!(changes.before("a.md").unwrap(), b"a");
    }

    #[test]
    fn what_cannot_be_told_is_explained() {
        let folder = repository(&[("a.md", "a")]);
        let refused = |reference: &str| since(folder.path(), reference).unwrap_err();
        assert!(refused("origin/main").contains("git fetch origin main"), "{}", refused("origin/main"));
        assert!(refused("--output=x").contains("no commit called `--output=x`"));
        assert!(!folder.path().join("x").exists());
        run(folder.path(), &["checkout", "--quiet", "--orphan", "alone"]);
        write(folder.path(), &[("a.md", "another beginning")]);
        commit(folder.path());
        assert!(refused("main").contains("no commit in common"));
        let plain = tempfile::tempdir().unwrap();
        assert!(since(plain.path(), "main").unwrap_err().contains("not in a Git repository"));
    }

    #[test]
    fn a_shallow_clone_says_what_to_fetch() {
        let folder = repository(&[("a.md", "a")]);
        let root = folder.path();
        write(root, &[("a.md", "b")]);
        commit(root);
        run(root, &["checkout", "--quiet", "main"]);
        write(root, &[("c.md", "c")]);
        commit(root);
        let clone = tempfile::tempdir().unwrap();
        let from = format!("file://{}", root.display());
        run(clone.path(), &["clone", "--quiet", "--depth", "1", "--no-single-branch", "--branch", "work", &from, "."]);
        let refused = since(clone.path(), "origin/main").unwrap_err();
        assert!(refused.contains("git fetch --unshallow"), "{refused}");
    }
}
