//! What a commit writes, keeps and removes.

use super::*;

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
fn the_memo_comes_back_and_the_manifest_knows_no_absolute_path() {
    let (keep, root) = folder();
    assert_eq!(open(&root).memo(), None);
    build(&root, SITE);
    assert_eq!(open(&root).memo(), Some(&b"memo"[..]));
    let manifest = fs::read_to_string(root.join(MANIFEST)).unwrap();
    assert!(!manifest.contains(keep.path().to_str().unwrap()));
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
            write_or_keep(&output, &commit, path, &text);
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
