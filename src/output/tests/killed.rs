//! A build that ended too early.

use super::*;

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
