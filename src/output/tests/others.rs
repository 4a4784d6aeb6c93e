//! Files that Waypost did not make, or that somebody changed, are left.

use super::*;

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
