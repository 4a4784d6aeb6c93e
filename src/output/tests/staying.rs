//! A program that stays takes over what it knows.

use super::*;

/// Builds `tree` as a program that stays does: with what it knows, which is exchanged.
fn stay(root: &Path, known: &mut Option<Known>, tree: Tree<'_>) -> Report {
    let output = Output::open(root, &[], false, known.take()).unwrap();
    let commit = output.begin();
    for (path, text) in tree {
        write_or_keep(&output, &commit, path, text);
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
