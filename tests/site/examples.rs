//! The examples of all rules, run through the real check: a wrong one has exactly its finding, at the value that is
//! marked; a right one does not have it.

use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE, brief, replaced};
use std::collections::BTreeMap;
use waypost::build::{Memory, check};
use waypost::diagnostic::Rule;
use waypost::diagnostic::rules::{self, Example, Form};

/// Rules that no text of a file can show, each with the test that provokes it.
const PROVOKED: &[(&str, &str, &str)] = &[
    ("file/unreadable", "tests/site/bad_input.rs", "a_project_without_content_has_nothing_to_publish"),
    ("file/not-utf8", "tests/site/rules.rs", "file_cases"),
    ("file/too-large", "tests/site/rules.rs", "file_cases"),
    ("file/link-loop", "src/source.rs", "links_that_loop_or_leave_the_tree_are_reported"),
    ("file/outside", "src/source.rs", "links_that_loop_or_leave_the_tree_are_reported"),
    ("yaml/control-character", "tests/site/rules.rs", "file_cases"),
    ("identity/invisible", "tests/site/rules.rs", "identity_cases"),
    ("guide/reading-grade", "tests/site/rules.rs", "text_cases"),
    ("text/too-long", "tests/site/rules.rs", "text_cases"),
    ("site/no-content", "tests/site/bad_input.rs", "a_project_without_content_has_nothing_to_publish"),
    ("theme/changed", "tests/site/themes.rs", "a_file_of_the_theme_is_copied_to_be_changed"),
    ("theme/crisis-block", "tests/site/bad_input.rs", "a_template_without_the_crisis_lines_stops_the_build"),
    (
        "ownership/listing",
        "tests/site/proposals.rs",
        "only_maintainers_and_editors_change_a_listing_that_names_maintainers",
    ),
    ("ownership/site", "tests/site/proposals.rs", "only_editors_change_what_every_page_is_made_of"),
    (
        "output/foreign-files",
        "tests/site/incremental.rs",
        "a_folder_with_files_of_somebody_else_is_refused_unless_forced",
    ),
    ("output/write", "src/output/tests/written.rs", "keeping_what_is_not_current_or_taken_is_an_error"),
    ("output/place", "tests/site/bad_input.rs", "the_output_may_not_lie_in_the_sources_or_hold_them"),
    ("output/path", "src/output/tests/written.rs", "unsafe_and_taken_paths_end_the_commit"),
    ("output/host-limit", "src/build/mod.rs", "a_site_with_more_files_than_its_host_accepts_is_told"),
    ("serve/start", "src/serve/tests.rs", "a_port_that_may_not_be_used_names_another"),
    ("import/shape", "src/exchange/import/tests.rs", "tables_of_another_shape_are_refused_with_the_line"),
    ("import/row", "src/exchange/import/tests.rs", "answers_of_another_shape_are_refused"),
];

/// Files of a small complete project, with the parts of an example put into it.
fn project(example: Example) -> Option<BTreeMap<String, String>> {
    let Example::Files(parts) = example else { return None };
    let mut files: BTreeMap<String, String> =
        [("waypost.yaml", SITE), (LISTING_PATH, LISTING), (GUIDE_PATH, GUIDE), (PAGE_PATH, PAGE)]
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .into();
    for part in parts {
        let base = files.get(part.path).cloned().unwrap_or_else(|| base(part.path));
        let text = match part.form {
            Form::Whole => part.text.to_owned(),
            Form::Keys => with_keys(&base, part.text),
            Form::Text => format!("{}{}", &base[..base.rfind("---\n").unwrap() + 4], part.text),
        };
        files.insert(part.path.to_owned(), text);
    }
    Some(files)
}

/// A file like those that are there, elsewhere.
fn base(path: &str) -> String {
    let third = path.contains("cedar");
    match path.split('/').nth(1) {
        Some("providers") => replaced(
            LISTING,
            &[
                ("Alder Creek IOP", if third { "Cedar Lane Clinic" } else { "Birch Hill IOP" }),
                ("  street: \"750 Highway 31 South\"\n", ""),
                ("Alabaster", "Pelham"),
                ("35007", "35124"),
                ("0142", if third { "0188" } else { "0177" }),
            ],
        ),
        Some("guides" | "es") => GUIDE.to_owned(),
        Some("pages") => PAGE.to_owned(),
        _ => String::new(),
    }
}

/// `base` with the top-level keys of `text` in place of its own. A comment `# no KEY` takes one out.
fn with_keys(base: &str, text: &str) -> String {
    let (head, body) = match base.strip_prefix("---\n") {
        Some(rest) => rest.split_at(rest.find("---\n").unwrap()),
        None => (base, ""),
    };
    let mut blocks = blocks(head);
    for (key, block) in self::blocks(text) {
        if let Some(gone) = key.strip_prefix("# no ") {
            blocks.retain(|(key, _)| key != gone.trim());
            continue;
        }
        match blocks.iter_mut().find(|(other, _)| *other == key) {
            Some((_, old)) => *old = block,
            None => blocks.push((key, block)),
        }
    }
    let head: String = blocks.into_iter().map(|(_, block)| block).collect();
    if body.is_empty() { head } else { format!("---\n{head}{body}") }
}

/// The lines of each top-level key.
fn blocks(text: &str) -> Vec<(String, String)> {
    let mut blocks: Vec<(String, String)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let plain = line.replace(['«', '»'], "");
        if plain.starts_with([' ', '\t', '-']) && !blocks.is_empty() {
            blocks.last_mut().unwrap().1.push_str(line);
        } else {
            let key = if plain.starts_with('#') { plain.as_str() } else { plain.split(':').next().unwrap() };
            blocks.push((key.to_owned(), line.to_owned()));
        }
    }
    blocks
}

/// Path, line, column and width of the value that is marked.
type Mark = (String, usize, usize, usize);

/// The mark, and the files without it.
fn unmarked(files: BTreeMap<String, String>) -> (Option<Mark>, BTreeMap<String, String>) {
    let mut mark = None;
    for (path, text) in &files {
        let Some(at) = text.find('«') else { continue };
        let line = text[..at].matches('\n').count() + 1;
        let column = text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at].chars().count() + 1;
        let width = text[at..].split('»').next().unwrap().chars().count() - 1;
        mark = Some((path.clone(), line, column, width));
    }
    (mark, files.into_iter().map(|(path, text)| (path, text.replace(['«', '»'], ""))).collect())
}

fn findings(files: &BTreeMap<String, String>, memory: &mut Memory) -> Vec<waypost::Diagnostic> {
    let project = Project::empty();
    for (path, text) in files {
        project.write(path, text);
    }
    check(&project.request(), memory).findings
}

/// What is wrong with the examples of a rule.
fn mistakes(rule: &Rule, memory: &mut Memory, out: &mut Vec<String>) {
    let code = rule.code;
    let (Some(wrong), Some(right)) = (project(rule.wrong), project(rule.right)) else {
        if PROVOKED.iter().all(|(provoked, ..)| *provoked != code) {
            out.push(format!("{code} has examples in words, and no test is named that provokes it"));
        }
        return;
    };
    let (mark, wrong) = unmarked(wrong);
    let found = findings(&wrong, memory);
    let own: Vec<_> = found.iter().filter(|f| f.code == code).collect();
    let Some(first) = own.first() else {
        out.push(format!("{code}: the wrong example gives {:#?}", brief(&found)));
        return;
    };
    if first.help.is_none() {
        out.push(format!("{code} does not say what to do"));
    }
    if let Some((path, line, column, width)) = mark {
        let at = |f: &&&waypost::Diagnostic| {
            f.place.as_ref().is_some_and(|p| {
                (p.path == path) && (p.line as usize, p.column as usize, p.width as usize) == (line, column, width)
            })
        };
        if own.iter().find(at).is_none() {
            out.push(format!("{code}: {path}:{line}:{column} ({width}) is marked, found {:#?}", first.place));
        }
    }
    let others: Vec<_> = found.iter().filter(|f| f.code != code).cloned().collect();
    if !others.is_empty() {
        out.push(format!("{code}: the wrong example gives {:#?} as well", brief(&others)));
    }
    if let (Some(fix), Some(place)) = (&first.fix, &first.place) {
        let mut mended = wrong.clone();
        let text = mended.get_mut(&place.path).unwrap();
        *text = fix.applied(text).unwrap_or_else(|| panic!("{code}: the change does not fit"));
        let left = findings(&mended, memory);
        if left.iter().any(|f| f.code == code) || left.iter().any(|f| f.code.starts_with("yaml/")) {
            out.push(format!("{code}: its change gives {:#?} in\n{}", brief(&left), mended[&place.path]));
        }
    }
    let found = findings(&unmarked(right).1, memory);
    if !found.is_empty() {
        out.push(format!("{code}: the right example gives {:#?}", brief(&found)));
    }
}

#[test]
fn the_examples_of_every_rule_show_what_they_say() {
    let mut memory = Memory::default();
    let mut out = Vec::new();
    for rule in rules::ALL {
        mistakes(rule, &mut memory, &mut out);
    }
    assert!(out.is_empty(), "{} mistakes\n{}", out.len(), out.join("\n"));
}

#[test]
fn every_rule_that_no_file_can_show_has_a_test_that_provokes_it() {
    for (code, file, test) in PROVOKED {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let text = std::fs::read_to_string(path).unwrap();
        let at = text.find(&format!("fn {test}(")).unwrap_or_else(|| panic!("{file} has no {test} ({code})"));
        let body = &text[at..];
        let body = &body[..body.find("\n}\n").or_else(|| body.find("\n    }\n")).unwrap_or(body.len())];
        let name = code.replace(['/', '-'], "_").to_uppercase();
        assert!(body.contains(code) || body.contains(&name), "{test} does not speak of {code}");
        assert!(matches!(rules::by_code(code).unwrap().wrong, Example::Words(_)), "{code} has an example of its own");
    }
}
