//! `waypost search`: what is found in which order, and the index that is kept between runs.

use crate::project::{GUIDE, GUIDE_PATH, Project, SITE, listing, replaced};
use serde_json::{Value, json};
use std::time::SystemTime;

/// Where the kept index lies.
const INDEX: &str = ".waypost/search/index";

/// A listing in Alabama with an organization, terms and a text.
fn program(name: &str, (city, zip): (&str, &str), payment: &str, text: &str) -> String {
    replaced(
        &listing(name, city, "AL", zip),
        &[
            ("verified:", &format!("payment: {{ accepts: [{payment}] }}\nverified:")),
            ("A quiet house near the creek.", text),
        ],
    )
}

const BIRMINGHAM: (&str, &str) = ("Birmingham", "35203");
const ALABASTER: (&str, &str) = ("Alabaster", "35007");
const MOBILE: (&str, &str) = ("Mobile", "36602");

fn directory() -> Project {
    let at = |slug: &str| format!("content/providers/al/{slug}.md");
    Project::empty()
        .with(&at("alder"), program("Alder Creek", ALABASTER, "medicaid", "Horses and a garden."))
        .with(&at("birch"), program("Birch Hill", BIRMINGHAM, "medicare", "A garden on the roof."))
        .with(&at("cedar"), program("Cedar Garden Lane", MOBILE, "medicaid, medicare", "Horses. Boats."))
        .with(
            &at("shut"),
            program("Shut Garden", MOBILE, "medicaid", "Horses.").replace("location:", "status: closed\nlocation:"),
        )
        .with(
            "content/providers/ga/dogwood.md",
            listing("Dogwood House", "Atlanta", "GA", "30303")
                .replace("A quiet house near the creek.", "A garden. Boats."),
        )
        .with(GUIDE_PATH, GUIDE)
}

/// Asks for all at once, as each start takes a moment.
fn ask(project: &Project, queries: &[Value]) -> Vec<Value> {
    let lines: String = queries.iter().map(|query| format!("{query}\n")).collect();
    project.write("queries", lines);
    let run = project.run(&["search", "--queries", "queries"]);
    assert_eq!((run.code, run.stderr.as_str()), (0, ""));
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn slugs(answer: &Value, key: &str) -> String {
    let hits = answer[key].as_array().unwrap();
    hits.iter().map(|hit| hit["slug"].as_str().unwrap()).collect::<Vec<_>>().join(" ")
}

#[test]
fn listings_are_found_in_the_order_that_fits_the_search() {
    let cases = [
        // Nothing asked: the order of lists. What is closed is not found.
        (json!({}), "alder birch cedar dogwood", false),
        // A word counts more in a name, and in a short text.
        (json!({ "text": "garden" }), "cedar dogwood alder birch", false),
        // All words, in name and text together.
        (json!({ "text": "garden horses" }), "cedar alder", false),
        (json!({ "text": "garden horses boats" }), "cedar", false),
        // No listing has both, so any will do.
        (json!({ "text": "roof boats" }), "birch cedar dogwood", true),
        (json!({ "text": "garden", "near": "35203" }), "birch alder dogwood cedar", false),
        (json!({ "text": "roof boats", "near": "35203" }), "birch cedar dogwood", true),
        (json!({ "text": "roof boats", "near": "35203", "within": 100 }), "birch", true),
        (json!({ "text": "garden", "near": "Alabama" }), "cedar alder birch", false),
        // Only in another state a listing has both words.
        (json!({ "text": "dogwood boats", "near": "Alabama" }), "cedar", true),
        (json!({ "near": "35203" }), "birch alder dogwood cedar", false),
        (json!({ "near": "35203", "within": 150 }), "birch alder dogwood", false),
        // Terms of one facet are alternatives, those of several are not.
        (json!({ "filter": ["payment=medicaid"] }), "alder cedar", false),
        (json!({ "text": "medicare", "filter": ["payment=medicaid"] }), "alder birch cedar", false),
        (json!({ "text": "horses", "filter": ["payment=medicare", "level_of_care=iop"] }), "cedar", false),
        (json!({ "text": "garden medicaid near 35007", "plain": true }), "cedar dogwood alder birch", false),
    ];
    let queries: Vec<Value> = cases.iter().map(|(query, ..)| query.clone()).collect();
    for ((query, expected, partial), answer) in cases.iter().zip(ask(&directory(), &queries)) {
        assert_eq!((slugs(&answer, "hits").as_str(), &answer["partial"]), (*expected, &json!(partial)), "{query}");
        assert_eq!(answer["total"], expected.split(' ').count(), "{query}");
    }
}

#[test]
fn within_25_miles_is_what_is_shown_as_25_miles() {
    let project = directory();
    let [near] = &ask(&project, &[json!({ "near": "35203" })])[..] else { panic!() };
    let miles = near["hits"][1]["miles"].as_f64().unwrap();
    let (shown, less) = (miles.round(), miles.round() - 1.0);
    let answers =
        ask(&project, &[json!({ "near": "35203", "within": shown }), json!({ "near": "35203", "within": less })]);
    assert_eq!([slugs(&answers[0], "hits"), slugs(&answers[1], "hits")], ["birch alder", "birch"], "{miles}");
}

#[test]
fn without_a_distance_near_is_a_hundred_miles_or_as_far_as_the_twentieth() {
    let project = directory();
    let reach = |query: Value| ask(&project, &[query])[0]["reach"].as_f64();
    assert_eq!(reach(json!({})), None);
    assert!(reach(json!({ "near": "35203" })).unwrap() > 150.0, "four are fewer than twenty");
    let few = Project::empty();
    for n in 0..21 {
        few.write(
            &format!("content/providers/al/a-{n}.md"),
            program(&format!("A {n}"), ALABASTER, "medicaid", "Text."),
        );
    }
    few.write("content/providers/ga/far.md", listing("Far", "Atlanta", "GA", "30303"));
    let answer = &ask(&few, &[json!({ "near": "35007" })])[0];
    assert_eq!((&answer["total"], &answer["reach"]), (&json!(21), &json!(100.0)));
}

#[test]
fn a_name_is_found_although_its_words_mean_something_else() {
    let project = directory()
        .with("content/providers/al/medicaid.md", program("Medicaid Birmingham House", MOBILE, "self-pay", "Text."));
    let answer = &ask(&project, &[json!({ "text": "medicaid house in birmingham" })])[0];
    assert_eq!(slugs(answer, "named"), "medicaid");
    assert_eq!(answer["understood"]["place"]["label"], "Birmingham, AL");
}

#[test]
fn guides_are_found_with_the_words() {
    let answers = ask(&directory(), &[json!({ "text": "what is an iop" }), json!({ "text": "horses" })]);
    assert_eq!(answers[0]["guides"][0]["path"], "guides/what-is-iop/");
    assert_eq!(answers[1]["guides"], json!([]));
}

#[test]
fn where_nothing_is_found_it_is_said_what_to_leave_out() {
    let query = json!({ "text": "boats", "near": "35203", "within": 10, "filter": ["payment=medicare"] });
    let answers = ask(&directory(), &[query, json!({ "text": "boats", "filter": ["payment=self-pay"] })]);
    assert_eq!(
        answers[0]["without"],
        // Without the distance the one with boats is found, without the words the one that is near.
        json!([{ "words": true, "total": 1 }, { "within": true, "total": 1 }])
    );
    assert_eq!(answers[1]["without"], json!([{ "facet": "payment", "total": 2 }]));
}

#[test]
fn a_line_that_is_no_question_is_named() {
    let project = directory().with("queries", "{}\n{\"txt\":\"a\"}\n");
    let run = project.run(&["search", "--queries", "queries"]);
    assert_eq!((run.code, run.stdout.lines().count()), (2, 1));
    assert!(run.stderr.contains("queries:2: ") && run.stderr.contains("txt"), "{}", run.stderr);
}

/// How the index came to be, and what is found.
fn verbose(project: &Project) -> (&'static str, String) {
    let run = project.run(&["search", "garden", "--verbose"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let made = if run.stderr.contains("nothing has changed") {
        "kept"
    } else if run.stderr.contains("is not kept") {
        "passing"
    } else {
        assert!(run.stderr.contains("was made anew"), "{}", run.stderr);
        "new"
    };
    (made, run.stdout)
}

#[test]
fn the_index_is_kept_until_something_changes() {
    let project = directory();
    let (made, first) = verbose(&project);
    assert_eq!(made, "new");
    assert_eq!(project.read(".waypost/search/.gitignore"), "*\n");
    assert_eq!(verbose(&project), ("kept", first));

    let alder = "content/providers/al/alder.md";
    project.edit(alder, "205-234-0142", "205-234-0199");
    let (made, found) = verbose(&project);
    assert_eq!((made, found.matches("205-234-0199").count()), ("new", 1));
    project.remove(alder);
    let (made, found) = verbose(&project);
    assert_eq!((made, found.contains("Alder")), ("new", false));
    project.write("content/providers/al/elm.md", program("Elm Garden", MOBILE, "medicaid", "Text."));
    let (made, found) = verbose(&project);
    assert_eq!((made, found.contains("Elm")), ("new", true));
    project.write("waypost.yaml", SITE.replace("2026-11-22", "2026-11-23"));
    assert_eq!(verbose(&project).0, "new");
    project.write(
        "content/vocabulary/modality.yaml",
        "facet: modality\nterms:\n  - slug: garden-work\n    label: { en: \"Garden\" }\n",
    );
    let (made, found) = verbose(&project);
    assert!(made == "new" && !found.contains("Dogwood"), "the word means a term now, which no listing has: {found}");
    assert_eq!(verbose(&project).0, "kept");
}

#[test]
fn another_day_makes_another_index() {
    let project = directory().with("waypost.yaml", SITE.replace("date: 2026-11-22\n", ""));
    let on = |seconds: &str| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_waypost"));
        command.args(["search", "--verbose"]).current_dir(project.root()).env("SOURCE_DATE_EPOCH", seconds);
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    assert!(on("1795305600").contains("anew"));
    assert!(on("1795305700").contains("nothing has changed"), "the same day");
    assert!(on("1795392000").contains("anew"));
}

#[test]
fn a_damaged_index_is_made_anew() {
    let project = directory();
    let expected = verbose(&project).1;
    let whole = std::fs::read(project.at(INDEX)).unwrap();
    let middle = whole.len() / 2;
    let mut wrong = whole.clone();
    wrong[middle] ^= 1;
    for damaged in [&[][..], b"something else", &whole[..middle], &wrong] {
        std::fs::write(project.at(INDEX), damaged).unwrap();
        assert_eq!(verbose(&project), ("new", expected.clone()));
        assert!(std::fs::read(project.at(INDEX)).unwrap().len() == whole.len());
    }
    assert_eq!(verbose(&project), ("kept", expected));
}

#[test]
fn an_index_that_cannot_be_kept_is_no_failure() {
    let project = directory().with(".waypost", "a file and no folder");
    let run = project.run(&["search", "garden", "-v"]);
    assert_eq!((run.code, run.stdout.lines().count()), (0, 4));
    assert!(run.stderr.contains("cannot be kept"), "{}", run.stderr);
}

#[test]
fn while_files_are_being_edited_nothing_is_kept() {
    let project = directory();
    let alder = std::fs::File::options().write(true).open(project.at("content/providers/al/alder.md")).unwrap();
    // Before long: the test must not end by chance when it is slow.
    alder.set_modified(SystemTime::now() + std::time::Duration::from_mins(1)).unwrap();
    assert_eq!(verbose(&project).0, "passing");
    assert!(!project.at(INDEX).exists());
}

#[test]
fn what_is_kept_finds_what_was_found() {
    let project = directory();
    let queries = [
        json!({ "text": "garden" }),
        json!({ "text": "gardns in mobil al" }),
        json!({ "near": "35203" }),
        json!({ "text": "roof boats medicaid" }),
        json!({ "text": "iop" }),
    ];
    let first = ask(&project, &queries);
    assert!(project.at(INDEX).exists());
    assert_eq!(ask(&project, &queries), first);
}

#[test]
fn a_search_says_that_listings_with_errors_are_not_found() {
    let project = directory().with("content/providers/al/broken.md", "no listing");
    for _ in 0..2 {
        let run = project.run(&["search", "garden"]);
        assert_eq!((run.code, run.stdout.lines().count()), (1, 4), "{}", run.stderr);
        assert!(run.stderr.contains("error") && run.stderr.contains("waypost check"), "{}", run.stderr);
    }
}
