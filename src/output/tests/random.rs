//! Any history of builds and of others who write into the folder.

use super::*;

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
                        write_or_keep(&output, &commit, path, text);
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
