#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use rayon::prelude::*;

use super::*;

type Tree<'a> = &'a [(&'a str, &'a str)];

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("public");
    (folder, root)
}

fn open(root: &Path) -> Output {
    Output::open(root, &[], false, None).unwrap()
}

/// Ends a commit as a killed build does: some files have their names, nothing was tidied up.
fn kill(commit: Commit<'_>) {
    commit.promote().unwrap();
    std::mem::forget(commit);
}

/// Writes `tree` and stops there.
fn write(commit: &Commit<'_>, tree: Tree<'_>) -> Result<Vec<Change>, Diagnostic> {
    tree.iter().map(|(path, text)| commit.write(path, Fingerprint::of(text.as_bytes()), text.as_bytes())).collect()
}

fn build_with(root: &Path, tree: Tree<'_>, force: bool) -> Result<Report, Diagnostic> {
    let output = Output::open(root, &[], force, None)?;
    let commit = output.begin();
    write(&commit, tree)?;
    commit.finish(b"memo")
}

fn build(root: &Path, tree: Tree<'_>) -> Report {
    build_with(root, tree, false).unwrap()
}

/// All files and links below `root` with their text, besides the manifest; empty folders end in a slash.
fn on_disk(root: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in walkdir::WalkDir::new(root).min_depth(1) {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
        if entry.file_type().is_dir() {
            if fs::read_dir(entry.path()).unwrap().next().is_none() {
                found.insert(path + "/", String::new());
            }
        } else if path != MANIFEST {
            found.insert(path, fs::read_to_string(entry.path()).unwrap_or_else(|_| "a link to nowhere".into()));
        }
    }
    found
}

fn tree(tree: Tree<'_>) -> BTreeMap<String, String> {
    tree.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect()
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

/// Sets the time of change to an old one and gives it back.
fn age(place: &Path) -> SystemTime {
    let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    File::options().append(true).open(place).unwrap().set_modified(old).unwrap();
    old
}

fn changed(place: &Path) -> SystemTime {
    fs::metadata(place).unwrap().modified().unwrap()
}

const SITE: Tree<'_> = &[("index.html", "home"), ("guides/a/index.html", "a"), ("site.css", "css")];

#[test]
fn the_folder_holds_the_tree_and_the_report_says_so() {
    let (_keep, root) = folder();
    let report = build(&root, SITE);
    assert_eq!(on_disk(&root), tree(SITE));
    assert_eq!(report.written.count, 3);
    assert_eq!(report.written.first, ["guides/a/index.html", "index.html", "site.css"]);
    assert_eq!((report.unchanged, report.bytes, report.bytes_written), (0, 8, 8));
    assert!(!root.join(JOURNAL).exists());
}

#[test]
fn an_equal_build_touches_nothing() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let manifest = age(&root.join(MANIFEST));
    let before = changed(&root.join("guides/a/index.html"));
    let output = open(&root);
    assert!(output.is_intact() && output.is_current("index.html", Fingerprint::of(b"home")));
    assert!(
        !output.is_current("index.html", Fingerprint::of(b"other"))
            && !output.is_current("x", Fingerprint::of(b"home"))
    );
    let commit = output.begin();
    commit.keep("index.html", Fingerprint::of(b"home"));
    assert_eq!(write(&commit, &SITE[1..]).unwrap(), [Change::Unchanged; 2]);
    let report = commit.finish(b"memo").unwrap();
    assert_eq!((report.written.count, report.unchanged, report.removed.count), (0, 3, 0));
    assert_eq!((report.bytes, report.bytes_written), (8, 0));
    assert_eq!(changed(&root.join("guides/a/index.html")), before);
    assert_eq!(changed(&root.join(MANIFEST)), manifest);
}

#[test]
fn equal_bytes_of_another_input_leave_the_file_and_renew_the_fingerprint() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let old = age(&root.join("site.css"));
    let output = open(&root);
    assert!(!output.is_intact(), "a file with another time is not known to be the one written");
    let commit = output.begin();
    let new = Fingerprint::of(b"another template");
    assert_eq!(commit.write("site.css", new, b"css").unwrap(), Change::Unchanged);
    write(&commit, &SITE[..2]).unwrap();
    commit.finish(b"").unwrap();
    drop(output);
    assert_eq!(changed(&root.join("site.css")), old);
    let output = open(&root);
    assert!(output.is_current("site.css", new) && output.is_intact());
}

#[test]
fn a_file_is_replaced_as_a_whole() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let mut reader = File::open(root.join("index.html")).unwrap();
    let report = build(&root, &[("index.html", "new home"), SITE[1], SITE[2]]);
    assert_eq!((report.written.first, report.unchanged), (vec!["index.html".to_owned()], 2));
    assert_eq!(io::read_to_string(&mut reader).unwrap(), "home", "who reads the old file reads it to its end");
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "new home");
}

#[test]
fn a_file_that_vanished_or_was_changed_is_made_again() {
    let (_keep, root) = folder();
    build(&root, SITE);
    fs::remove_dir_all(root.join("guides")).unwrap();
    put(&root, "site.css", "CSS");
    age(&root.join("site.css"));
    let output = open(&root);
    assert!(!output.is_intact());
    for (path, text) in &SITE[1..] {
        assert!(!output.is_current(path, Fingerprint::of(text.as_bytes())), "{path}");
    }
    let commit = output.begin();
    assert_eq!(write(&commit, SITE).unwrap(), [Change::Unchanged, Change::Created, Change::Replaced]);
    commit.finish(b"").unwrap();
    assert_eq!(on_disk(&root), tree(SITE));
}

#[test]
fn a_folder_that_vanishes_during_the_build_is_made_again() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let output = open(&root);
    fs::remove_dir_all(root.join("guides")).unwrap();
    let commit = output.begin();
    write(&commit, &[SITE[0], ("guides/a/index.html", "aa"), SITE[2]]).unwrap();
    commit.finish(b"").unwrap();
    assert_eq!(fs::read_to_string(root.join("guides/a/index.html")).unwrap(), "aa");
}

#[test]
fn what_the_site_no_longer_has_is_removed_with_its_empty_folders() {
    let (_keep, root) = folder();
    build(&root, &[("a/b/c/index.html", "1"), ("a/b/index.html", "2"), ("d/e/index.html", "3"), SITE[0]]);
    put(&root, "d/own.txt", "mine");
    fs::create_dir(root.join("own")).unwrap();
    let report = build(&root, &[SITE[0], ("a/x.html", "4")]);
    assert_eq!(report.removed.first, ["a/b/c/index.html", "a/b/index.html", "d/e/index.html"]);
    assert_eq!(on_disk(&root), tree(&[SITE[0], ("a/x.html", "4"), ("d/own.txt", "mine"), ("own/", "")]));
}

#[test]
fn a_vanished_page_that_somebody_changed_is_left_and_reported() {
    let (_keep, root) = folder();
    build(&root, &[SITE[0], ("a/changed.html", "1"), ("a/touched.html", "2"), ("a/folder.html", "3")]);
    put(&root, "a/changed.html", "by hand");
    age(&root.join("a/touched.html"));
    fs::remove_file(root.join("a/folder.html")).unwrap();
    fs::create_dir(root.join("a/folder.html")).unwrap();
    let report = build(&root, &[SITE[0]]);
    assert_eq!(report.left, ["a/changed.html"]);
    assert_eq!(report.removed.first, ["a/touched.html"], "equal bytes are ours whatever their time");
    let expected = tree(&[SITE[0], ("a/changed.html", "by hand"), ("a/folder.html/", "")]);
    assert_eq!(on_disk(&root), expected);
    assert_eq!(build(&root, &[SITE[0]]).left, [""; 0], "it is nobody's business any more");
    assert_eq!(on_disk(&root), expected);
}

#[test]
fn a_folder_with_files_of_others_is_refused_unless_forced() {
    let (_keep, root) = folder();
    for number in 0..7 {
        put(&root, &format!("own/{number}.txt"), "mine");
    }
    put(&root, "index.html", "mine");
    put(&root, ".DS_Store", "desktop");
    let refused = build_with(&root, SITE, false).unwrap_err();
    assert_eq!(refused.code, rules::OUTPUT_FOREIGN.code);
    assert!(
        refused.message.ends_with("index.html, own/0.txt, own/1.txt, own/2.txt, own/3.txt, …"),
        "{}",
        refused.message
    );
    assert!(!root.join(MANIFEST).exists());
    build_with(&root, SITE, true).unwrap();
    assert_eq!(on_disk(&root).len(), SITE.len() + 7 + 1);
    assert_eq!(fs::read_to_string(root.join("index.html")).unwrap(), "home");
    build(&root, &[]);
    assert_eq!(on_disk(&root).len(), 7 + 1, "files of others stay");
}

#[test]
fn an_empty_folder_and_one_with_desktop_files_are_taken() {
    let (_keep, root) = folder();
    fs::create_dir_all(root.join("empty")).unwrap();
    put(&root, "images/.DS_Store", "desktop");
    build(&root, SITE);
    assert_eq!(on_disk(&root).len(), SITE.len() + 2);
}

#[test]
fn a_new_page_does_not_overwrite_a_file_of_others() {
    let (_keep, root) = folder();
    build(&root, SITE);
    put(&root, "robots.txt", "mine");
    let site = [SITE, &[("robots.txt", "ours")]].concat();
    let refused = build_with(&root, &site, false).unwrap_err();
    assert_eq!(refused.code, rules::OUTPUT_FOREIGN.code);
    assert!(refused.message.contains("robots.txt"));
    assert_eq!(fs::read_to_string(root.join("robots.txt")).unwrap(), "mine");
    build_with(&root, &site, true).unwrap();
    assert_eq!(on_disk(&root), tree(&site));
}

#[test]
fn a_damaged_manifest_asks_for_force() {
    let (_keep, root) = folder();
    build(&root, SITE);
    for text in ["{\"version\":99}", "", "not json"] {
        put(&root, MANIFEST, text);
        let refused = build_with(&root, SITE, false).unwrap_err();
        assert_eq!(refused.code, rules::OUTPUT_FOREIGN.code);
        assert!(refused.message.contains("damaged or of another version"), "{}", refused.message);
        assert!(refused.help.unwrap().contains("--force"));
    }
    let output = Output::open(&root, &[], true, None).unwrap();
    assert_eq!(output.memo(), None);
    drop(output);
    assert_eq!(build_with(&root, SITE, true).unwrap().unchanged, 3);
    build(&root, SITE);
}

#[test]
fn a_commit_that_is_given_up_leaves_nothing() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let output = open(&root);
    let commit = output.begin();
    write(&commit, &[("index.html", "2"), ("x/y.html", "x")]).unwrap();
    drop(commit);
    drop(output);
    assert_eq!(on_disk(&root), tree(SITE));
    assert!(open(&root).is_intact());
}

#[test]
fn a_first_build_that_was_killed_is_taken_up() {
    let (_keep, root) = folder();
    let output = open(&root);
    let commit = output.begin();
    write(&commit, SITE).unwrap();
    kill(commit);
    put(&root, "guides/a/.waypost-tmp-1-1", "half");
    put(&root, ".waypost-tmp-1-2", "half");
    drop(output);
    let output = open(&root);
    assert!(!output.is_intact());
    assert_eq!(output.memo(), None);
    let commit = output.begin();
    assert_eq!(write(&commit, &[SITE[0], ("new.html", "n")]).unwrap(), [Change::Unchanged, Change::Created]);
    let report = commit.finish(b"").unwrap();
    assert_eq!(report.removed.count, 2);
    assert_eq!(on_disk(&root), tree(&[SITE[0], ("new.html", "n")]));
}

#[test]
fn a_later_build_that_was_killed_is_taken_up() {
    let (_keep, root) = folder();
    build(&root, SITE);
    for half in [&[("index.html", "2"), ("x/y.html", "x")][..], &[("index.html", "3"), ("site.css", "4")]] {
        let output = open(&root);
        let commit = output.begin();
        write(&commit, half).unwrap();
        kill(commit);
        assert_eq!(output.memo(), Some(&b"memo"[..]));
    }
    put(&root, "x/.waypost-tmp-9-9", "half");
    put(&root, "own.txt", "mine");
    let report = build(&root, &[("guides/a/index.html", "a")]);
    assert_eq!(report.removed.first, ["index.html", "site.css", "x/y.html"]);
    assert_eq!(on_disk(&root), tree(&[("guides/a/index.html", "a"), ("own.txt", "mine")]));
    assert!(open(&root).is_intact());
}

#[test]
fn an_announced_file_that_somebody_changed_is_left() {
    let (_keep, root) = folder();
    let output = open(&root);
    let commit = output.begin();
    write(&commit, SITE).unwrap();
    kill(commit);
    drop(output);
    put(&root, "site.css", "by hand");
    assert_eq!(build(&root, &[SITE[0]]).left, ["site.css"]);
    assert_eq!(on_disk(&root), tree(&[SITE[0], ("site.css", "by hand")]));
}

#[test]
fn unsafe_and_taken_paths_end_the_commit() {
    let (_keep, root) = folder();
    for (path, code) in [
        ("../x", rules::OUTPUT_PATH.code),
        ("/tmp/x", rules::OUTPUT_PATH.code),
        (MANIFEST, rules::OUTPUT_PATH.code),
        ("index.html", rules::URL_COLLISION.code),
        ("Index.html", rules::URL_COLLISION.code),
        ("index.html/x", rules::URL_COLLISION.code),
        ("guides", rules::URL_COLLISION.code),
    ] {
        let output = open(&root);
        let commit = output.begin();
        write(&commit, SITE).unwrap();
        let refused = write(&commit, &[(path, "x")]).unwrap_err();
        assert_eq!(refused.code, code, "{path}");
        assert_eq!(write(&commit, &[("other.html", "x")]).unwrap_err(), refused, "nothing is written after a failure");
        assert_eq!(commit.finish(b"").unwrap_err(), refused);
        assert_eq!(on_disk(&root), BTreeMap::new(), "nothing is left of a build that failed");
    }
}

#[test]
fn keeping_what_is_not_current_or_taken_is_an_error() {
    let (_keep, root) = folder();
    build(&root, SITE);
    let home = Fingerprint::of(b"home");
    for (path, fingerprint, code) in [
        ("index.html", Fingerprint::of(b"x"), rules::OUTPUT_WRITE.code),
        ("missing.html", home, rules::OUTPUT_WRITE.code),
        ("site.css", Fingerprint::of(b"css"), rules::URL_COLLISION.code),
    ] {
        let output = open(&root);
        let commit = output.begin();
        commit.keep("site.css", Fingerprint::of(b"css"));
        commit.keep(path, fingerprint);
        assert_eq!(commit.finish(b"").unwrap_err().code, code, "{path}");
        assert_eq!(on_disk(&root), tree(SITE));
    }
}

#[test]
fn a_file_becomes_a_folder_and_back() {
    let (_keep, root) = folder();
    let files: Tree<'_> = &[("a", "1"), ("b/c", "2"), ("d/e/f/g", "3")];
    let folders: Tree<'_> = &[("a/x/y", "1"), ("a/x/z", "1"), ("b/c/d", "2"), ("d", "3")];
    for site in [files, folders, files, folders] {
        build(&root, site);
        assert_eq!(on_disk(&root), tree(site));
    }
    put(&root, "a/x/own.txt", "mine");
    let refused = build_with(&root, files, false).unwrap_err();
    assert_eq!(refused.code, rules::OUTPUT_FOREIGN.code);
    assert!(root.join("a/x/own.txt").exists());
}

#[test]
fn a_failure_leaves_the_rest_as_it_was_and_the_next_build_goes_on() {
    let (_keep, root) = folder();
    build(&root, SITE);
    put(&root, "blocked", "mine");
    let site: Tree<'_> = &[("index.html", "new"), ("blocked/x.html", "x"), ("guides/a/index.html", "new")];
    let refused = build_with(&root, site, false).unwrap_err();
    assert_eq!(refused.code, rules::OUTPUT_FOREIGN.code);
    assert!(refused.message.contains("blocked"));
    assert_eq!(on_disk(&root), tree(&[SITE[0], SITE[1], SITE[2], ("blocked", "mine")]), "the site is as it was");
    fs::remove_file(root.join("blocked")).unwrap();
    build(&root, site);
    assert_eq!(on_disk(&root), tree(site));
}

#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (keep, root) = folder();
    let site: Tree<'_> = &[("index.html", "home"), ("a/index.html", "a"), ("b/index.html", "b")];
    build(&root, site);
    let elsewhere = keep.path().join("elsewhere");
    put(&elsewhere, "index.html", "a");
    put(&elsewhere, "page.html", "home");
    let same = changed(&root.join("a/index.html"));
    File::options().append(true).open(elsewhere.join("index.html")).unwrap().set_modified(same).unwrap();
    fs::remove_dir_all(root.join("a")).unwrap();
    symlink(&elsewhere, root.join("a")).unwrap();
    fs::remove_file(root.join("index.html")).unwrap();
    symlink(elsewhere.join("page.html"), root.join("index.html")).unwrap();
    assert!(!open(&root).is_current("a/index.html", Fingerprint::of(b"a")));

    let refused = build_with(&root, &[("a/index.html", "A")], false).unwrap_err();
    assert!(refused.message.contains("is a link"), "{}", refused.message);
    let refused = build_with(&root, &[("a/index.html", "A")], true).unwrap_err();
    assert!(refused.message.contains("is a link"), "{}", refused.message);

    let report = build(&root, &[("index.html", "new")]);
    assert_eq!(report.left, ["a/index.html"]);
    assert_eq!(report.removed.first, ["b/index.html"]);
    assert!(
        !fs::symlink_metadata(root.join("index.html")).unwrap().is_symlink(),
        "the link is replaced, not its target"
    );
    assert_eq!(on_disk(&elsewhere), tree(&[("index.html", "a"), ("page.html", "home")]));
}

#[cfg(unix)]
#[test]
fn links_in_place_of_the_own_files_are_not_followed() {
    use std::os::unix::fs::symlink;
    let (keep, root) = folder();
    let elsewhere = keep.path().join("precious");
    fs::write(&elsewhere, "precious").unwrap();
    fs::create_dir(&root).unwrap();
    symlink(&elsewhere, root.join(MANIFEST)).unwrap();
    symlink(&elsewhere, root.join(JOURNAL)).unwrap();
    build(&root, SITE);
    assert_eq!(fs::read_to_string(&elsewhere).unwrap(), "precious");
    assert_eq!(on_disk(&root), tree(SITE));
}

#[cfg(unix)]
#[test]
fn a_root_that_is_a_link_is_resolved() {
    let (keep, root) = folder();
    let real = keep.path().join("real");
    fs::create_dir(&real).unwrap();
    std::os::unix::fs::symlink(&real, &root).unwrap();
    build(&root, SITE);
    assert_eq!(on_disk(&real), tree(SITE));
    assert!(fs::symlink_metadata(&root).unwrap().is_symlink());
    assert_eq!(open(&root).root(), fs::canonicalize(&real).unwrap());
}

#[cfg(unix)]
#[test]
fn two_builds_at_once_are_refused() {
    let (_keep, root) = folder();
    let (first, second) = (open(&root), open(&root));
    let commit = first.begin();
    write(&commit, SITE).unwrap();
    assert!(write(&second.begin(), SITE).unwrap_err().message.contains("another build"));
    assert!(Output::open(&root, &[], true, None).unwrap_err().message.contains("another build"));
    commit.finish(b"").unwrap();
    drop(first);
    build(&root, SITE);
}

#[test]
fn the_memo_comes_back_and_the_manifest_knows_no_absolute_path() {
    let (keep, root) = folder();
    assert_eq!(open(&root).memo(), None);
    build(&root, SITE);
    assert_eq!(open(&root).memo(), Some(&b"memo"[..]));
    let manifest = fs::read_to_string(root.join(MANIFEST)).unwrap();
    assert!(!manifest.contains(keep.path().to_str().unwrap()));
}

/// Builds `tree` as a program that stays does: with what it knows, which is exchanged.
fn stay(root: &Path, known: &mut Option<Known>, tree: Tree<'_>) -> Report {
    let output = Output::open(root, &[], false, known.take()).unwrap();
    let commit = output.begin();
    for (path, text) in tree {
        let fingerprint = Fingerprint::of(text.as_bytes());
        if output.is_current(path, fingerprint) {
            commit.keep(path, fingerprint);
        } else {
            commit.write(path, fingerprint, text.as_bytes()).unwrap();
        }
    }
    let report = commit.finish(b"").unwrap();
    *known = output.known();
    report
}

#[test]
fn a_program_that_stays_notices_what_others_did_in_between() {
    let (_keep, root) = folder();
    let mut known = None;
    stay(&root, &mut known, &[("a", "1"), ("b/c", "2")]);
    assert_eq!(stay(&root, &mut known, &[("a", "1"), ("b/c", "2")]).unchanged, 2);
    // A file is gone, another was changed.
    fs::remove_file(root.join("a")).unwrap();
    put(&root, "b/c", "changed");
    assert_eq!(stay(&root, &mut known, &[("a", "1"), ("b/c", "2")]).written.first, ["a", "b/c"]);
    assert_eq!(on_disk(&root), tree(&[("a", "1"), ("b/c", "2")]));
    // Another program built another site.
    build(&root, &[("a", "other"), ("d", "4")]);
    let report = stay(&root, &mut known, &[("a", "1"), ("b/c", "2")]);
    assert_eq!((report.written.first, report.removed.first), (vec!["a".into(), "b/c".into()], vec!["d".into()]));
    assert_eq!(on_disk(&root), tree(&[("a", "1"), ("b/c", "2")]));
    // Another program was killed.
    let output = open(&root);
    let commit = output.begin();
    write(&commit, &[("a", "half"), ("e", "5")]).unwrap();
    kill(commit);
    drop(output);
    stay(&root, &mut known, &[("a", "1"), ("b/c", "2")]);
    assert_eq!(on_disk(&root), tree(&[("a", "1"), ("b/c", "2")]));
    // Everything is gone.
    fs::remove_dir_all(&root).unwrap();
    stay(&root, &mut known, &[("a", "1")]);
    assert_eq!(on_disk(&root), tree(&[("a", "1")]));
}

#[test]
fn a_commit_that_fails_leaves_what_was_known() {
    let (_keep, root) = folder();
    let mut known = None;
    stay(&root, &mut known, SITE);
    let output = Output::open(&root, &[], false, known.take()).unwrap();
    let commit = output.begin();
    write(&commit, &[("new", "1")]).unwrap();
    drop(commit);
    known = output.known();
    assert!(known.is_some());
    assert_eq!(stay(&root, &mut known, SITE).unchanged, SITE.len());
    assert_eq!(on_disk(&root), tree(SITE));
}

#[test]
fn opening_changes_nothing() {
    let (keep, root) = folder();
    drop(open(&root));
    assert!(!root.exists());
    fs::create_dir(&root).unwrap();
    drop(open(&root));
    assert!(on_disk(keep.path()).contains_key("public/"));
}

#[test]
fn an_empty_site_is_a_site() {
    let (_keep, root) = folder();
    build(&root, &[]);
    assert!(root.join(MANIFEST).exists());
    build(&root, SITE);
    build(&root, &[]);
    assert_eq!(on_disk(&root), tree(&[]));
}

#[test]
fn new_capital_letters_rename_a_file() {
    let (_keep, root) = folder();
    build(&root, &[("Logo.svg", "logo"), ("Fonts/a", "a")]);
    build(&root, &[("logo.svg", "logo"), ("fonts/a", "a")]);
    let names: Vec<String> = on_disk(&root).into_keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names, ["fonts/a", "logo.svg"]);
}

#[test]
fn many_threads_write_one_tree() {
    let (_keep, root) = folder();
    let paths: Vec<String> = (0..600).map(|n| format!("p/{}/{}/{n}/index.html", n % 7, n % 3)).collect();
    for round in 0..3 {
        let output = open(&root);
        let commit = output.begin();
        paths.par_iter().enumerate().for_each(|(n, path)| {
            let text = format!("{path} {}", if n % 2 == 0 { 0 } else { round });
            let fingerprint = Fingerprint::of(text.as_bytes());
            if output.is_current(path, fingerprint) {
                commit.keep(path, fingerprint);
            } else {
                commit.write(path, fingerprint, text.as_bytes()).unwrap();
            }
        });
        let report = commit.finish(b"").unwrap();
        assert_eq!(report.written.count, if round == 0 { 600 } else { 300 });
        assert_eq!(report.written.first.len(), 20);
        assert_eq!(
            report.written.first,
            BTreeSet::from_iter(report.written.first.clone()).into_iter().collect::<Vec<_>>()
        );
    }
    assert_eq!(on_disk(&root).len(), 600);
}

#[test]
fn one_path_from_many_threads_has_one_owner() {
    let (_keep, root) = folder();
    let output = open(&root);
    let commit = output.begin();
    let good = (0..64).into_par_iter().filter(|_| commit.write("a/b", Fingerprint::of(b"x"), b"x").is_ok()).count();
    assert_eq!(good, 1);
    assert!(commit.finish(b"").is_err());
}

/// A step of a random history.
#[derive(Debug, Clone)]
enum Step {
    /// By a program that stays, or by another one.
    Build(BTreeMap<String, String>, bool),
    Kill(BTreeMap<String, String>, usize),
    Meddle(String),
}

/// Trees over few names, so that files and folders change places, without collisions.
fn any_tree() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::vec(("[abc](/[abc]){0,3}", "[xy]{0,2}"), 0..12).prop_map(|files| {
        let mut tree: BTreeMap<String, String> = BTreeMap::new();
        for (path, text) in files {
            let below = format!("{path}/");
            if !tree.keys().any(|other| other.starts_with(&below) || path.starts_with(&format!("{other}/"))) {
                tree.insert(path, text);
            }
        }
        tree
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        4 => (any_tree(), any::<bool>()).prop_map(|(tree, stays)| Step::Build(tree, stays)),
        2 => (any_tree(), 0_usize..12).prop_map(|(tree, after)| Step::Kill(tree, after)),
        1 => "[abc](/[abc]){0,3}".prop_map(Step::Meddle),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_disk_is_the_last_tree_and_the_files_of_others(steps in proptest::collection::vec(any_step(), 1..14)) {
        let (_keep, root) = folder();
        build(&root, &[]);
        put(&root, "own.txt", "mine");
        put(&root, "own/own.txt", "mine");
        let mut known = None;
        for step in steps {
            match step {
                Step::Build(tree, stays) => {
                    let output = Output::open(&root, &[], false, known.take_if(|_| stays)).unwrap();
                    let commit = output.begin();
                    tree.par_iter().for_each(|(path, text)| {
                        let fingerprint = Fingerprint::of(text.as_bytes());
                        if output.is_current(path, fingerprint) {
                            commit.keep(path, fingerprint);
                        } else {
                            commit.write(path, fingerprint, text.as_bytes()).unwrap();
                        }
                    });
                    let report = commit.finish(b"").unwrap();
                    if stays {
                        known = output.known();
                    }
                    prop_assert_eq!(report.left, Vec::<String>::new());
                    let mut expected = tree;
                    expected.insert("own.txt".into(), "mine".into());
                    expected.insert("own/own.txt".into(), "mine".into());
                    prop_assert_eq!(on_disk(&root), expected);
                }
                Step::Kill(tree, after) => {
                    let output = open(&root);
                    let commit = output.begin();
                    for (path, text) in tree.iter().take(after) {
                        commit.write(path, Fingerprint::of(text.as_bytes()), text.as_bytes()).unwrap();
                    }
                    kill(commit);
                }
                // Somebody removes or touches a page.
                Step::Meddle(path) => {
                    let place = root.join(&path);
                    if place.is_file() && path.len() > 1 {
                        fs::remove_file(place).unwrap();
                    } else if place.is_file() {
                        age(&place);
                    }
                }
            }
        }
    }
}
