//! What `check` says of a proposal: the files that changed since a commit, who may change them, and what can be mended.

use crate::project::{GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, Project, Run, listing, replaced, run_in};
use std::path::Path;
use std::process::Command;

const OTHER_PATH: &str = "content/providers/oh/birch-hill.md";

/// A listing without findings at [`OTHER_PATH`].
fn other() -> String {
    listing("Birch Hill IOP", "Cincinnati", "OH", "45202")
}

fn git(root: &Path, arguments: &[&str]) {
    let settings = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgSign=false"];
    let ended = Command::new("git").args(settings).args(arguments).current_dir(root).output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
}

/// Puts all of `project` into a commit of the branch `main`.
fn committed(project: Project) -> Project {
    git(project.root(), &["init", "--quiet", "--initial-branch=main"]);
    git(project.root(), &["add", "--all"]);
    git(project.root(), &["commit", "--quiet", "--message", "x"]);
    project
}

fn short(run: &Run) -> Vec<&str> {
    run.stdout.lines().map(|line| line.split("]: ").next().unwrap()).collect()
}

fn since(project: &Project, more: &[&str]) -> Run {
    project.run(&[&["check", "--since", "main", "--format", "short"], more].concat())
}

#[test]
fn only_what_a_proposal_changes_is_reported() {
    let wrong = replaced(&other(), &[("45202", "35007")]);
    let project = committed(Project::sample().with(OTHER_PATH, &wrong));
    assert_eq!(short(&since(&project, &[])), [""; 0]);
    project.edit(LISTING_PATH, "level_of_care: iop", "level_of_care: ipo");
    let run = since(&project, &[]);
    assert_eq!(short(&run), ["content/providers/al/alder-creek.md:12:20: error[shape/unknown-term"]);
    assert_eq!(run.code, 1);
}

#[test]
fn a_new_listing_is_compared_with_all_that_stay() {
    let project = committed(Project::sample().with(OTHER_PATH, other()));
    project.write("content/providers/al/alder-creek-iop.md", LISTING);
    let run = since(&project, &[]);
    assert!(run.stdout.contains("warning[identity/near-duplicate]"), "{}", run.stdout);
    let twice = project.with("content/providers/ga/birch-hill.md", listing("Birch", "Atlanta", "GA", "30303"));
    let run = since(&twice, &[]);
    assert!(run.stdout.contains("error[identity/duplicate-slug]"), "{}", run.stdout);
}

#[test]
fn a_number_that_many_share_is_reported_at_the_listing_that_takes_it() {
    let house = |n: u32, zip: &str| {
        let text = listing(&format!("House {n}"), "Macon", "GA", zip);
        replaced(&text, &[("location:", &format!("organization: \"Group{n} Care\"\nlocation:"))])
    };
    let base = (0..5)
        .fold(Project::empty(), |base, n| base.with(&format!("content/providers/ga/house-{n}.md"), house(n, "31201")));
    let project = committed(base);
    project.write("content/providers/ga/late.md", house(7, "30303"));
    let run = since(&project, &[]);
    assert!(
        run.stdout.contains(
            "content/providers/ga/late.md:9:13: warning[phone/shared]: 205-234-0142 is the number of 6 listings"
        ),
        "{}",
        run.stdout
    );
}

#[test]
fn a_change_says_the_same_as_a_check_of_everything() {
    // Every mistake that one listing can make in another: number, place, slug, old address, links from and to it.
    let mut base = Project::empty();
    for n in 0..4 {
        let named = replaced(
            &listing(&format!("House {n}"), "Macon", "GA", "31201"),
            &[("location:", &format!("organization: \"Group {n}\"\nlocation:"))],
        );
        base = base.with(&format!("content/providers/ga/house-{n}.md"), named);
    }
    let base = base.with(OTHER_PATH, replaced(&other(), &[("location:", "aliases: [old-house]\nlocation:")]));
    let project = committed(base);
    let states: [(&str, String); 5] = [
        ("content/providers/ga/house-9.md", listing("House 9", "Macon", "GA", "31201")),
        ("content/providers/ga/old-house.md", listing("Old house", "Macon", "GA", "31201")),
        ("content/providers/al/house-1.md", LISTING.to_owned()),
        ("content/providers/al/linked.md", format!("{LISTING}\nSee [it](/programs/none/).\n")),
        ("content/guides/linked.md", format!("{GUIDE}\nSee [it](/programs/none/).\n")),
    ];
    for (path, text) in &states {
        project.write(path, text);
        let part = since(&project, &[]);
        let whole = project.run(&["check", "--format", "short", "--all"]);
        let ours: Vec<&str> = whole.stdout.lines().filter(|line| line.contains(path)).collect();
        for line in ours {
            assert!(part.stdout.contains(line), "{path}: not in the part:\n{line}\n{}", part.stdout);
        }
        // Of a number that many share one listing is told: the changed one, or the first of all.
        for line in part.stdout.lines().filter(|line| !line.contains("[phone/shared]")) {
            assert!(whole.stdout.contains(line), "{path}: not in the whole:\n{line}");
        }
        project.remove(path);
    }
}

#[test]
fn links_to_what_a_proposal_removes_are_reported() {
    let guide = format!("{GUIDE}\nSee [Alder Creek](/programs/alder-creek/).\n");
    let project = committed(Project::sample().with(GUIDE_PATH, guide).with(OTHER_PATH, other()));
    project.remove(LISTING_PATH);
    let run = since(&project, &[]);
    assert!(
        run.stdout.contains("content/guides/what-is-iop.md") && run.stdout.contains("link/broken"),
        "{}",
        run.stdout
    );
}

#[test]
fn a_changed_setting_may_be_felt_in_any_file() {
    let project =
        committed(Project::sample().with(OTHER_PATH, replaced(&other(), &[("hours_per_week: 9", "days_per_week: 3")])));
    project.edit("waypost.yaml", "date:", "severity: { care/no-hours: error }\ndate:");
    assert_eq!(short(&since(&project, &[])), ["content/providers/oh/birch-hill.md:11:20: error[care/no-hours"]);
}

#[test]
fn what_cannot_be_compared_ends_with_2_and_says_why() {
    let project = Project::sample();
    let run = since(&project, &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("is not in a Git repository"), "{}", run.stderr);
    let project = committed(project);
    let run = project.run(&["check", "--since", "origin/main"]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("git fetch origin main"), "{}", run.stderr);
}

#[test]
fn a_comment_tells_in_words_what_changes() {
    let project = committed(Project::sample().with(OTHER_PATH, other()));
    project.write(
        LISTING_PATH,
        replaced(
            LISTING,
            &[
                ("205-234-0142", "205-234-0199"),
                ("hours_per_week: 9", "hours_per_week: { min: 9, max: 12 }\n    schedule: { times: [evening] }"),
                ("A quiet house near the creek.", "A `quiet` @house."),
            ],
        ),
    );
    project.remove(OTHER_PATH);
    let run = project.run(&["check", "--since", "main", "--format", "markdown"]);
    let told = run.stdout.replace(['\n'], "\n");
    for line in [
        "<!-- waypost check -->",
        "**`Alder Creek IOP`** `content/providers/al/alder-creek.md`, changed",
        "- phones: `number 205-234-0142` → `number 205-234-0199`",
        "- program adult-iop hours per week: `9` → `min 9, max 12`",
        "- program adult-iop schedule times: `Evening` added",
        "- text: `A quiet house near the creek.` → ``A `quiet` @house.``",
        "- now found under: Evening",
        "**`Birch Hill IOP`** `content/providers/oh/birch-hill.md`, removed",
        "**no findings**",
    ] {
        assert!(told.lines().any(|own| own == line), "no line\n{line}\nin\n{told}");
    }
}

#[test]
fn a_comment_never_tells_an_address_that_is_hidden_from_now_on() {
    let project = committed(Project::sample().with(OTHER_PATH, other()));
    project.write(
        LISTING_PATH,
        replaced(
            LISTING,
            &[
                ("  street: \"750 Highway 31 South\"\n", "  confidential: hidden\n"),
                ("A quiet house near the creek.", "Not at 750 Highway 31 South any more."),
            ],
        ),
    );
    for format in ["markdown", "human", "short", "json", "github", "sarif"] {
        let run = project.run(&["check", "--since", "main", "--format", format]);
        assert!(!format!("{}{}", run.stdout, run.stderr).contains("750 Highway"), "{format}: {}", run.stdout);
    }
    let run = project.run(&["check", "--since", "main", "--format", "markdown"]);
    assert!(run.stdout.contains("- location street: `(not shown)` removed"), "{}", run.stdout);
}

#[test]
fn only_maintainers_and_editors_change_a_listing_that_names_maintainers() {
    let kept = replaced(LISTING, &[("programs:", "maintainers: [\"@Ana\"]\nprograms:")]);
    let project = committed(Project::empty().with(LISTING_PATH, kept).with(OTHER_PATH, other()));
    let run = |author: &str, more: &[&str]| {
        let run = since(&project, &[&["--pr-author", author], more].concat());
        run.stdout.lines().map(|line| line.split("; ").next().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Making oneself a maintainer does not help.
    project.edit(LISTING_PATH, "[\"@Ana\"]", "[\"@Ana\", \"bo\"]");
    project.edit(OTHER_PATH, "Birch Hill IOP", "Birch Hill");
    let refused =
        "content/providers/al/alder-creek.md: error[ownership/listing]: `bo` changes a listing that `Ana` keeps";
    assert_eq!(run("bo", &[]), [refused]);
    assert_eq!(run("ana", &[]), [""; 0]);
    assert_eq!(run("bo", &["--allowed"]), [""; 0]);
    project.remove(LISTING_PATH);
    assert_eq!(run("bo", &[]), [refused.replace("changes", "removes")]);
    project.write("content/providers/al/other.md", project.read(OTHER_PATH));
    project.remove(OTHER_PATH);
    project.edit("content/providers/al/other.md", "name: \"Birch Hill\"", "name: \"Birch\"");
    assert!(run("bo", &[]).iter().any(|line| line.contains("removes")), "{:?}", run("bo", &[]));
}

#[test]
fn who_puts_two_listings_in_each_others_place_needs_the_right_to_both() {
    let kept = |text: &str, by: &str| replaced(text, &[("programs:", &format!("maintainers: [\"{by}\"]\nprograms:"))]);
    let (first, second) = (kept(LISTING, "ana"), kept(&other(), "bo"));
    let project = committed(Project::empty().with(LISTING_PATH, &first).with(OTHER_PATH, &second));
    project.write(LISTING_PATH, &second);
    project.write(OTHER_PATH, &first);
    let refused = |author: &str| {
        let run = since(&project, &["--pr-author", author]);
        run.stdout.lines().filter(|line| line.contains("[ownership/")).count()
    };
    assert_eq!([refused("ana"), refused("bo"), refused("cy")], [1, 1, 2]);
}

#[test]
fn of_five_hundred_new_listings_all_are_looked_at_and_a_comment_stays_short() {
    let project = committed(Project::sample());
    for n in 0..500 {
        let long = "A long note about the house, which says the same again and again. ".repeat(4);
        let text = listing(&format!("House {n} of Many Words and a Long Name"), "Macon", "GA", "31201");
        let wrong = format!("notes: [\"{long}\"]\nservices: [nothing-of-the-kind]\nprograms:");
        project.write(&format!("content/providers/ga/house-{n}.md"), replaced(&text, &[("programs:", &wrong)]));
    }
    let comment = project.run(&["check", "--since", "main", "--format", "markdown"]).stdout;
    assert!(
        comment.contains("**500 errors") && comment.contains("and 470 more"),
        "{}",
        &comment[comment.len().saturating_sub(2000)..]
    );
    assert!(comment.len() < 65_536, "{} bytes do not fit into a comment", comment.len());
    let github = project.run(&["check", "--since", "main", "--format", "github"]).stdout;
    assert_eq!(github.lines().filter(|line| line.starts_with("::error")).count(), 10);
}

#[test]
fn only_editors_change_what_every_page_is_made_of() {
    let project = Project::sample();
    project.edit("waypost.yaml", "date:", "editors: [\"bo\"]\ndate:");
    let project = committed(project);
    project.edit("waypost.yaml", "[\"bo\"]", "[\"bo\", \"ana\"]");
    project.write(".github/workflows/evil.yml", "on: push\n");
    assert_eq!(short(&since(&project, &["--pr-author", "@Bo"])), [""; 0]);
    assert_eq!(
        short(&since(&project, &["--pr-author", "ana"])),
        [".github/workflows/evil.yml: error[ownership/site", "waypost.yaml: error[ownership/site"],
        "who makes himself an editor is none"
    );
}

#[test]
fn without_editors_a_person_has_to_look_at_changes_of_settings() {
    let project = committed(Project::sample());
    project.edit("waypost.yaml", "A directory for a test.", "Ours.");
    assert_eq!(short(&since(&project, &["--pr-author", "ana"])), [""; 0]);
}

#[test]
fn codeowners_names_the_maintainers_of_each_listing_and_the_editors_of_everything() {
    let project = Project::empty()
        .with(LISTING_PATH, replaced(LISTING, &[("programs:", "maintainers: [\"@ana\", bo]\nprograms:")]))
        .with(OTHER_PATH, other());
    project.edit("waypost.yaml", "date:", "editors: [\"ed\", \"bo\"]\ndate:");
    let run = project.run(&["codeowners"]);
    let lines: Vec<&str> = run.stdout.lines().skip(1).collect();
    assert_eq!(lines, ["* @ed @bo", "/content/providers/al/alder-creek.md @ana @bo @ed"]);
    project.write("CODEOWNERS", &run.stdout);
    assert_eq!(project.run(&["codeowners", "--check", "CODEOWNERS"]).code, 0);
    project.edit(LISTING_PATH, "@ana", "@cy");
    let run = project.run(&["codeowners", "--check", "CODEOWNERS"]);
    assert_eq!(
        (run.code, &*run.stderr),
        (1, "CODEOWNERS is out of date; write it anew with `waypost codeowners > CODEOWNERS`\n")
    );
}

#[test]
fn what_is_certain_is_mended_and_nothing_else_moves() {
    let untidy =
        replaced(LISTING, &[("zip: \"35007\"", "zip: 35007   # the old office"), ("state: AL", "state: AL # not GA")]);
    let project = Project::empty()
        .with(LISTING_PATH, &untidy)
        .with(OTHER_PATH, replaced(&other(), &[("level_of_care: iop", "level_of_care: ipo")]));
    let run = project.run(&["check", "--fix", "--format", "short"]);
    assert_eq!(short(&run), ["content/providers/oh/birch-hill.md:11:20: error[shape/unknown-term"]);
    assert!(run.stderr.contains("mended 1 finding in 1 file"), "{}", run.stderr);
    assert_eq!(project.read(LISTING_PATH), replaced(&untidy, &[("zip: 35007 ", "zip: \"35007\" ")]));
    let again = project.run(&["check", "--fix", "--format", "short"]);
    assert_eq!(run.stdout, again.stdout);
}

/// A listing in which everything is wrong that can be mended without a doubt, with comments at each place.
const FIXABLE: &str = r#"---
# The first house.
Name: "Alder Creek IOP" # as on the sign
location:
  street: "750 Highway 31 South"
  city: "Alabaster"
  state: AL
  zip: 35007 # the old office
phones:
  # Ask for Bo.
  - number: "205-234-0142 ext. 12" # rings long
website: "https://example.org/iop?utm_source=ad&page=2" # from the ad
programs:
  - id: adult-iop
    level_of_care: IOP # three evenings
    hours-per-week: 9
languages: [English, "es"]
verified: { date: 2026-11-01, by: Provider, method: phone }
---
A quiet house near the creek.
"#;

#[test]
fn after_mending_nothing_is_left_to_mend_and_every_comment_is_there() {
    let project = Project::empty().with(LISTING_PATH, FIXABLE);
    let run = project.run(&["check", "--fix", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let left = report["findings"].as_array().unwrap();
    assert!(
        left.iter().all(|finding| finding["fix"]["sure"] != "certain" && finding["severity"] != "error"),
        "{left:#?}"
    );
    let mended = project.read(LISTING_PATH);
    let expected = replaced(
        FIXABLE,
        &[
            ("Name:", "name:"),
            ("zip: 35007", "zip: \"35007\""),
            (
                "- number: \"205-234-0142 ext. 12\" # rings long",
                "- number: \"205-234-0142\"\n    ext: \"12\" # rings long",
            ),
            ("?utm_source=ad&page=2", "?page=2"),
            (": IOP", ": iop"),
            ("hours-per-week", "hours_per_week"),
            ("[English, \"es\"]", "[en, \"es\"]"),
            ("by: Provider", "by: provider"),
        ],
    );
    assert_eq!(mended, expected);
    project.run(&["check", "--fix"]);
    assert_eq!(project.read(LISTING_PATH), expected, "a second time changes something");
}

#[test]
fn many_files_are_mended_at_once_and_a_second_time_changes_none() {
    let project = Project::empty();
    // Another of the mistakes is right in each file.
    let mistakes = [
        ("Name:", "name:"),
        ("zip: 35007", "zip: \"35007\""),
        (" ext. 12", ""),
        ("?utm_source=ad&page=2", ""),
        (": IOP", ": iop"),
        ("hours-per-week", "hours_per_week"),
        ("English", "en"),
        ("by: Provider", "by: provider"),
    ];
    for n in 0..40 {
        let text = replaced(FIXABLE, &[mistakes[n % mistakes.len()], ("Alder Creek IOP", &format!("House {n} IOP"))]);
        let text = replaced(&text, &[("750 Highway", &format!("{n} Highway")), ("234-0142", &format!("234-01{n:02}"))]);
        project.write(&format!("content/providers/al/house-{n}.md"), text);
    }
    let run = project.run(&["check", "--fix", "--format", "json"]);
    assert!(run.stderr.contains("mended 280 findings in 40 files"), "{}", run.stderr);
    let report: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let left = report["findings"].as_array().unwrap();
    assert!(left.iter().all(|finding| finding["fix"]["sure"] != "certain"), "{left:#?}");
    let mended: Vec<String> = (0..40).map(|n| project.read(&format!("content/providers/al/house-{n}.md"))).collect();
    assert!(mended.iter().all(|text| text.matches(" #").count() == FIXABLE.matches(" #").count()));
    let again = project.run(&["check", "--fix"]);
    assert!(again.stderr.contains("mended 0 findings in 0 files"), "{}", again.stderr);
    let after: Vec<String> = (0..40).map(|n| project.read(&format!("content/providers/al/house-{n}.md"))).collect();
    assert_eq!(after, mended);
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_mended_is_named() {
    use std::os::unix::fs::PermissionsExt as _;
    let project = Project::empty().with(LISTING_PATH, replaced(LISTING, &[("\"35007\"", "35007")]));
    std::fs::set_permissions(project.at(LISTING_PATH), std::fs::Permissions::from_mode(0o444)).unwrap();
    let run = project.run(&["check", "--fix", "--format", "short"]);
    assert!(run.stdout.contains("error[output/write]: the file could not be mended"), "{}", run.stdout);
    assert_eq!(run.code, 1);
}

#[test]
fn the_summary_of_a_step_holds_what_the_code_host_does_not_show() {
    let project = Project::empty();
    for n in 0..12 {
        let path = format!("content/providers/al/house-{n}.md");
        project.write(
            &path,
            replaced(
                &listing(&format!("House {n}"), "Alabaster", "AL", "35007"),
                &[("level_of_care: iop", "level_of_care: ipo")],
            ),
        );
    }
    let summary = project.at("summary.md");
    let output = Command::new(env!("CARGO_BIN_EXE_waypost"))
        .args(["check", "--format", "github"])
        .current_dir(project.root())
        .env("GITHUB_STEP_SUMMARY", &summary)
        .output()
        .unwrap();
    let shown = String::from_utf8(output.stdout).unwrap();
    assert_eq!(shown.matches("::error ").count(), 10);
    let told = std::fs::read_to_string(summary).unwrap();
    assert!(told.starts_with("**12 errors"), "{told}");
    assert_eq!(told.matches("error[shape/unknown-term]").count(), 12);
}

#[test]
fn sarif_has_the_place_of_each_finding() {
    let project = Project::empty()
        .with("content/providers/al/a b.md", replaced(LISTING, &[("level_of_care: iop", "level_of_care: ipo")]));
    let run = run_in(project.root(), &["check", "--format", "sarif"]);
    let document: serde_json::Value = serde_json::from_str(&run.stdout).unwrap();
    let results = document["runs"][0]["results"].as_array().unwrap();
    let term = results.iter().find(|one| one["ruleId"] == "shape/unknown-term").unwrap();
    assert_eq!(term["level"], "error");
    let place = &term["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "content/providers/al/a%20b.md");
    assert_eq!(place["region"], serde_json::json!({ "startLine": 12, "startColumn": 20, "endColumn": 23 }));
    let rules = document["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
    assert!(rules.iter().any(|rule| rule["id"] == "shape/unknown-term"));
}
