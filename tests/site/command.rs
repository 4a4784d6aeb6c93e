//! The command line: what goes to which stream, and how a run ends.

use crate::demonstration::sources;
use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, Project, listing, replaced, run_in};
use serde_json::Value;
use std::collections::BTreeSet;
use waypost::shape::{Kind, Object};

const BIRCH: &str = "content/providers/al/birch-hill.md";

/// Mistakes in several files, of all severities.
fn faulty() -> Project {
    let project = Project::sample()
        .with(BIRCH, listing("Birch Hill IOP", "Alabaster", "AL", "35007").replace("    hours_per_week: 9\n", ""))
        .with("content/providers/ga/cedar-lane.md", listing("CEDAR LANE IOP", "Atlanta", "GA", "45202"))
        .with(GUIDE_PATH, GUIDE.replace("last_reviewed", "last_reviewd"));
    project.edit(LISTING_PATH, "205-234-0142", "205-234-014");
    project
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

#[test]
fn all_mistakes_of_all_files_are_reported_in_one_run_sorted_by_file_and_line() {
    let project = faulty();
    let run = project.run(&["check", "--format", "short"]);
    let lines: Vec<&str> = run.stdout.lines().map(|line| line.split("]: ").next().unwrap()).collect();
    assert_eq!(
        lines,
        [
            "content/guides/what-is-iop.md:2:1: error[shape/missing-key",
            "content/guides/what-is-iop.md:4:1: error[shape/unknown-key",
            "content/providers/al/alder-creek.md:9:13: error[phone/invalid",
            "content/providers/al/birch-hill.md:11:20: info[care/no-hours",
            "content/providers/ga/cedar-lane.md:2:7: warning[identity/name-capitals",
            "content/providers/ga/cedar-lane.md:6:8: error[place/zip-state",
        ]
    );
    assert_eq!((run.code, run.stderr.as_str()), (1, ""));
}

#[test]
fn a_run_ends_with_0_when_clean_1_with_errors_and_2_when_it_could_not_run() {
    let project = Project::sample();
    assert_eq!(project.run(&["check"]).code, 0);
    assert_eq!(project.run(&["build"]).code, 0);
    project.edit(LISTING_PATH, "205-234-0142", "205-234-014");
    assert_eq!(project.run(&["check"]).code, 1);
    assert_eq!(project.run(&["build"]).code, 1);
    for arguments in [
        &["check", "--project", "nowhere"][..],
        &["build", "--date", "today"],
        &["build", "--base-url", "nonsense"],
        &["no-such-verb"],
        &["explain", "no/rule"],
        &["theme", "context", "/nowhere/"],
    ] {
        assert_eq!(project.run(arguments).code, 2, "{arguments:?}");
    }
}

#[test]
fn warnings_end_a_run_only_in_strict_mode_and_infos_never_do() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "    hours_per_week: 9\n", "");
    assert_eq!(project.run(&["check", "--strict"]).code, 0);
    project.edit(LISTING_PATH, "\"35007\"", "35007");
    for verb in ["check", "build"] {
        assert_eq!(project.run(&[verb]).code, 0);
        assert_eq!(project.run(&[verb, "--strict"]).code, 1);
    }
}

#[test]
fn findings_as_json_hold_everything_that_people_see() {
    let run = faulty().run(&["check", "--format", "json"]);
    let report = json(&run.stdout);
    assert_eq!(report["tally"], serde_json::json!({ "errors": 4, "warnings": 1, "infos": 1 }));
    let zip =
        report["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "place/zip-state").unwrap();
    assert_eq!(
        (&zip["severity"], &zip["place"]["line"], &zip["place"]["column"], &zip["place"]["width"]),
        (&"error".into(), &6.into(), &8.into(), &7.into())
    );
    assert_eq!(zip["related"][0][0]["excerpt"], "  state: GA");
    assert!(zip["help"].as_str().unwrap().contains("state: OH"));
}

#[test]
fn findings_for_github_are_workflow_commands() {
    let run = faulty().run(&["check", "--format", "github"]);
    assert_eq!(run.stdout.lines().count(), 6, "{}", run.stdout);
    assert!(run.stdout.contains("::error file=content/providers/al/alder-creek.md,line=9,endLine=9,col=13,endColumn=26,title=phone/invalid::"), "{}", run.stdout);
    assert!(run.stdout.contains("::notice file=content/providers/al/birch-hill.md,line=11,"), "{}", run.stdout);
}

#[test]
fn long_runs_of_one_warning_are_counted_and_errors_are_never_cut() {
    let project = Project::empty();
    for n in 0..14 {
        project.write(
            &format!("content/providers/al/site-{n:02}.md"),
            listing(&format!("SITE NUMBER {n}"), "Alabaster", "AL", "45202")
                .replace("234-0142", &format!("234-02{n:02}")),
        );
    }
    let run = project.run(&["check"]);
    assert_eq!(run.stderr.matches("error[place/zip-state]").count(), 14);
    assert_eq!(run.stderr.matches("warning[identity/name-capitals]").count(), 10);
    assert!(
        run.stderr.contains("... and 4 more of identity/name-capitals")
            && run.stderr.contains("14 errors, 14 warnings in 14 files"),
        "{}",
        run.stderr
    );
    assert_eq!(project.run(&["check", "--all"]).stderr.matches("warning[identity/name-capitals]").count(), 14);
    let run = project.run(&["check", "--quiet"]);
    assert!(!run.stderr.contains("warning") && !run.stderr.contains("14 errors"), "{}", run.stderr);
}

#[test]
fn a_check_of_some_paths_shows_their_findings_however_they_are_written() {
    let project = faulty();
    let all = project.run(&["check", "--format", "short"]).stdout;
    let of = |path: &str| {
        all.lines().filter(|line| line.starts_with(path)).map(|line| format!("{line}\n")).collect::<String>()
    };
    let absolute = project.at(LISTING_PATH);
    for (argument, expected) in [
        (LISTING_PATH, of(LISTING_PATH)),
        ("./content/providers/al/alder-creek.md", of(LISTING_PATH)),
        (absolute.to_str().unwrap(), of(LISTING_PATH)),
        ("content/providers/al", of("content/providers/al/")),
        ("content/providers/../guides/", of("content/guides/")),
        (".", all.clone()),
        ("./", all.clone()),
    ] {
        let run = project.run(&["check", "--format", "short", argument]);
        assert_eq!((run.code, run.stdout), (1, expected), "{argument}");
    }
    let run = run_in(&project.at("content"), &["check", "--project", "..", "--format", "short", "guides"]);
    assert_eq!(run.stdout, of("content/guides/"));
    let run = project.run(&["check", "content/providers/al/birch-hill.md"]);
    assert_eq!(run.code, 0, "an error elsewhere is not this file's");
}

#[test]
fn a_misspelt_path_is_not_taken_for_a_clean_file() {
    let run = faulty().run(&["check", "content/providers/al/alder-crek.md"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("alder-crek.md"), "{}", run.stderr);
}

#[test]
fn explain_knows_every_code_and_suggests_one_for_a_slip() {
    let project = Project::empty();
    let all = project.run(&["explain"]).stdout;
    assert_eq!(all.lines().count(), waypost::diagnostic::rules::ALL.len());
    let one = project.run(&["explain", "place/zip-state"]);
    assert!(one.stdout.starts_with("place/zip-state (error)\n\nZIP and state disagree"), "{}", one.stdout);
    let slip = project.run(&["explain", "place/zip-stat"]);
    assert_eq!(slip.code, 2);
    assert!(slip.stderr.contains("did you mean `place/zip-state`?"), "{}", slip.stderr);
}

#[test]
fn list_gives_the_facts_of_every_listing() {
    let project = Project::sample().with(BIRCH, listing("Birch Hill IOP", "Pelham", "AL", "35124"));
    let run = project.run(&["list"]);
    assert_eq!(
        run.stdout,
        "alder-creek\tAlder Creek IOP\tAlabaster, AL 35007\t2026-11-01\t21 days\tcontent/providers/al/alder-creek.md\n\
         birch-hill\tBirch Hill IOP\tPelham, AL 35124\t2026-11-01\t21 days\tcontent/providers/al/birch-hill.md\n"
    );
    let rows = json(&project.run(&["list", "--json"]).stdout);
    assert_eq!(rows.as_array().unwrap().len(), 2);
    assert_eq!(
        rows[0],
        serde_json::json!({
            "slug": "alder-creek", "name": "Alder Creek IOP", "path": LISTING_PATH, "city": "Alabaster", "state": "AL", "zip": "35007",
            "phone": "205-234-0142", "levels_of_care": ["iop"], "verified": "2026-11-01", "verified_by": "provider", "age_days": 21, "maintainers": [],
        })
    );
}

#[test]
fn list_stale_shows_what_is_due_on_a_day_the_oldest_first() {
    let project = Project::sample()
        .with(BIRCH, listing("Birch Hill IOP", "Pelham", "AL", "35124").replace("2026-11-01", "2026-01-01"))
        .with(
            "content/providers/al/shut.md",
            listing("Shut IOP", "Pelham", "AL", "35124")
                .replace("2026-11-01", "2020-01-01")
                .replace("location:", "status: closed\nlocation:"),
        );
    let slugs = |arguments: &[&str]| -> Vec<String> {
        let rows = json(&project.run(arguments).stdout);
        rows.as_array().unwrap().iter().map(|row| row["slug"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(slugs(&["list", "--json", "--stale"]), ["birch-hill"]);
    assert_eq!(slugs(&["list", "--json", "--stale", "--as-of", "2026-06-30"]), [""; 0]);
    assert_eq!(slugs(&["list", "--json", "--stale", "--as-of", "2026-07-01"]), ["birch-hill"]);
    assert_eq!(slugs(&["list", "--json", "--stale", "--as-of", "2027-11-01"]), ["birch-hill", "alder-creek"]);
}

#[test]
fn reminders_are_grouped_by_maintainer_and_what_nobody_keeps_comes_last() {
    let old = |by: &str| {
        replaced(LISTING, &[("2026-11-01", "2026-01-05"), ("programs:", &format!("maintainers: {by}\nprograms:"))])
    };
    let project = Project::sample()
        .with("content/providers/al/b.md", old("[\"@Bo\", ana]"))
        .with("content/providers/al/a.md", old("[bo]"))
        .with("content/providers/al/c.md", replaced(LISTING, &[("2026-11-01", "2026-01-05")]));
    let run = project.run(&["list", "--stale", "--reminders", "--as-of", "2026-11-22"]);
    let told: Vec<&str> =
        run.stdout.lines().filter(|l| l.starts_with("##") || l.contains("https://")).map(str::trim).collect();
    assert_eq!(
        told,
        [
            "## @ana",
            "https://example.org/programs/b/",
            "## @bo",
            "https://example.org/programs/a/",
            "https://example.org/programs/b/",
            "## Without a maintainer",
            "https://example.org/programs/c/",
        ]
    );
    assert!(
        run.stdout.contains("- Alder Creek IOP (Alabaster, AL), confirmed 2026-01-05, 321 days ago\n"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_new_listing_passes_the_check_as_it_is_and_is_never_written_over() {
    let project = Project::sample();
    let flags = ["new", "listing", "River Street IOP", "--zip", "35007", "--phone", "205-234-0143"];
    let run = project.run(&flags);
    assert_eq!((run.code, &*run.stdout), (0, "content/providers/al/river-street-iop.md\n"), "{}", run.stderr);
    let run = project.run(&["check", "--strict", "content/providers/al/river-street-iop.md", "--format", "short"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let run = project.run(&flags);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is there already"), "{}", run.stderr);
    let run = project.run(&["new", "listing", "X"]);
    assert_eq!((run.code, run.stderr.lines().count()), (2, 2), "{}", run.stderr);
}

#[test]
fn a_new_guide_says_what_it_needs() {
    let project = Project::sample();
    let run = project.run(&["new", "guide", "How long does it take?"]);
    assert_eq!(&*run.stdout, "content/guides/how-long-does-it-take.md\n", "{}", run.stderr);
    let run = project.run(&["check", "--format", "short", "content/guides"]);
    let codes: Vec<&str> = run.stdout.lines().filter_map(|line| line.split(['[', ']']).nth(1)).collect();
    assert_eq!(codes, ["shape/empty-value"; 3], "{}", run.stdout);
}

#[test]
fn list_shows_what_can_be_read_and_says_that_something_is_missing() {
    let project = Project::sample().with(BIRCH, "no listing");
    let run = project.run(&["list"]);
    assert_eq!((run.code, run.stdout.lines().count()), (1, 1));
    assert!(run.stderr.contains("1 error"), "{}", run.stderr);
}

/// Every key of `object` and of what lies in it is in `schema`.
fn assert_described(schema: &Value, object: &Object, at: &str) {
    for field in object.fields {
        let property = &schema["properties"][field.key];
        let place = format!("{at}/{}", field.key);
        assert_eq!(property["description"], field.about, "{place}");
        let required = schema["required"].as_array().is_some_and(|keys| keys.iter().any(|key| key == field.key));
        assert_eq!(required, field.required, "{place}");
        match &field.kind {
            Kind::Object(inner) => assert_described(property, inner, &place),
            Kind::List(Kind::Object(inner)) => assert_described(&property["items"], inner, &place),
            Kind::Term(_) => assert!(property["enum"].as_array().is_some_and(|terms| !terms.is_empty()), "{place}"),
            _ => {}
        }
    }
    let keys: BTreeSet<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, object.fields.iter().map(|field| field.key).collect(), "{at}");
    assert_eq!(schema["additionalProperties"], false, "{at}");
}

#[test]
fn the_schema_names_every_field_with_its_meaning() {
    let project = Project::empty();
    let shapes: [(&str, &Object); 4] = [
        ("listing", &waypost::listing::fields::LISTING),
        ("guide", &waypost::article::GUIDE),
        ("page", &waypost::article::PAGE),
        ("site", &waypost::config::SITE),
    ];
    for (name, object) in shapes {
        let run = project.run(&["schema", name]);
        assert_eq!((run.code, run.stderr.as_str()), (0, ""));
        assert_described(&json(&run.stdout), object, name);
    }
}

#[test]
fn a_sites_own_terms_are_in_its_schema_and_may_be_used() {
    let project = Project::sample().with(
        "content/vocabulary/modality.yaml",
        "facet: modality\nterms:\n  - slug: kayak-therapy\n    label: { en: \"Kayak therapy\" }\n",
    );
    project.edit(LISTING_PATH, "    hours_per_week: 9\n", "    hours_per_week: 9\n    modalities: [kayak-therapy]\n");
    assert_eq!(project.check(), [""; 0]);
    assert!(project.run(&["schema"]).stdout.contains("\"kayak-therapy\""));
    assert!(project.built().page("programs/alder-creek/index.html").contains("Kayak therapy"));
}

#[test]
fn theme_context_prints_what_the_template_of_a_page_sees() {
    let project = Project::sample();
    for page in
        ["/", "/programs/alder-creek/", "programs/alder-creek", "program.html", "/locations/alabama/", "/404.html"]
    {
        let run = project.run(&["theme", "context", page]);
        assert_eq!(run.code, 0, "{page}: {}", run.stderr);
        let context = json(&run.stdout);
        assert!(context["page"]["title"].is_string() && context["crisis"]["lines"].is_array(), "{page}");
        assert!(run.stderr.starts_with("template "), "{page}: {}", run.stderr);
    }
    let run = project.run(&["theme", "context", "/programs/alder-crek/"]);
    assert!(run.stderr.contains("did you mean /programs/alder-creek/?"), "{}", run.stderr);
}

#[test]
fn a_build_reports_its_changes_as_json() {
    let project = Project::sample();
    let report = json(&project.run(&["build", "--report", "json"]).stdout);
    assert_eq!(report["files"], report["changes"]["written"]["count"]);
    assert_eq!((&report["sources"], &report["changes"]["unchanged"]), (&1.into(), &0.into()));
    let report = json(&project.run(&["build", "--report", "json"]).stdout);
    assert_eq!(report["changes"]["written"]["count"], 0);
}

#[test]
fn completions_are_there_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = run_in(&sources(), &["completions", shell]);
        assert_eq!(run.code, 0);
        assert!(run.stdout.contains("waypost") && run.stdout.contains("explain"), "{shell}");
    }
}

#[test]
fn a_reader_that_stops_reading_is_no_failure() {
    use std::process::{Command, Stdio};
    let mut child = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .arg("explain")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// The transcripts in `tests/cmd`. `TRYCMD=overwrite cargo test --test site transcripts` writes them anew.
#[test]
fn transcripts_in_tests_cmd_are_what_the_program_prints() {
    trycmd::TestCases::new().env("NO_COLOR", "1").case("tests/cmd/*.md");
}
