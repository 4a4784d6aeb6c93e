//! Files that are broken, hostile or odd: a clear finding, nothing written, and the last good site stays.

use crate::project::{
    GUIDE, GUIDE_PATH, LISTING, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE, brief, listing, replaced,
};
use std::time::{Duration, Instant};
use waypost::diagnostic::Diagnostic;
use waypost::diagnostic::limit::PER_FILE;
use waypost::diagnostic::render::{Format, render};

const BAD: &str = "content/providers/al/bad.md";

/// Builds the sample, adds `bytes` as a file, and builds again, which has to fail and leave the site as it was.
fn refused(path: &str, bytes: impl AsRef<[u8]>) -> Vec<Diagnostic> {
    let project = Project::sample().built();
    let before = project.site();
    project.write(path, bytes);
    let begin = Instant::now();
    let built = project.build();
    assert!(begin.elapsed() < Duration::from_secs(20), "{path} takes too long");
    assert!(built.report.is_none());
    assert_eq!(crate::project::differences(&before, &project.site()), [""; 0]);
    assert!(built.findings.iter().all(|finding| finding.help.is_some()), "{:#?}", built.findings);
    built.findings
}

/// A listing like the sample's, at another address and with another phone.
fn elsewhere() -> String {
    replaced(LISTING, &[("750 Highway", "760 Highway"), ("205-234-0142", "205-234-0143")])
}

fn assert_refused(bytes: impl AsRef<[u8]>, expected: &str) {
    let findings = brief(&refused(BAD, bytes));
    assert_eq!(findings, [format!("{BAD}{expected}")]);
}

#[test]
fn text_that_is_not_utf8_is_refused_at_the_first_foreign_letter() {
    assert_refused(*b"---\nname: \"Caf\xe9 Creek\"\n---\n", ":2:11: error[file/not-utf8]");
}

#[test]
fn utf16_is_refused_whole() {
    let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(LISTING.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    assert_refused(utf16, ": error[file/not-utf8]");
    let utf16: Vec<u8> = [0xfe, 0xff].into_iter().chain(LISTING.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_refused(utf16, ": error[file/not-utf8]");
}

#[test]
fn a_byte_order_mark_is_accepted_and_does_not_move_columns() {
    let project = Project::sample().with(LISTING_PATH, format!("\u{feff}{LISTING}"));
    assert_eq!(project.check(), [""; 0]);
    project.edit(LISTING_PATH, "205-234-0142", "205-234-014");
    assert_eq!(project.check(), [format!("{LISTING_PATH}:9:13: error[phone/invalid]")]);
}

#[test]
fn lines_that_end_as_on_windows_are_accepted_and_do_not_move_places() {
    let project = Project::sample().with(LISTING_PATH, LISTING.replace('\n', "\r\n"));
    assert_eq!(project.check(), [""; 0]);
    project.edit(LISTING_PATH, "205-234-0142", "205-234-014");
    project.edit(LISTING_PATH, "A quiet house", "A <b>quiet house");
    let findings = project.findings();
    assert_eq!(
        brief(&findings),
        [format!("{LISTING_PATH}:9:13: error[phone/invalid]"), format!("{LISTING_PATH}:16:3: warning[markdown/html]")]
    );
    assert!(findings.iter().all(|finding| !finding.place.as_ref().unwrap().excerpt.contains('\r')));
    let project = Project::sample().with(LISTING_PATH, LISTING.replace('\n', "\r\n")).built();
    let plain = Project::sample().built();
    // Only the file of the theme's own choosing may differ; the words of the page may not.
    assert_eq!(
        project.page("programs/alder-creek/index.html").replace('\r', ""),
        plain.page("programs/alder-creek/index.html")
    );
}

#[test]
fn an_empty_file_is_refused() {
    assert_refused("", ": error[file/empty]");
    assert_refused("\u{feff}\n\n", ": error[file/empty]");
}

#[test]
fn missing_and_unclosed_front_matter_are_refused() {
    assert_refused("name: \"Bad\"\n", ":1:1: error[yaml/no-front-matter]");
    assert_refused("---\nname: \"Bad\"\n", ":1:1: error[yaml/unclosed-front-matter]");
}

#[test]
fn empty_front_matter_names_every_key_that_is_needed() {
    let findings = refused(BAD, "---\n---\nText\n");
    let missing: Vec<&str> = findings.iter().map(|finding| finding.message.as_str()).collect();
    assert_eq!(
        missing,
        [
            "a listing needs `location`",
            "a listing needs `name`",
            "a listing needs `programs`",
            "a listing needs `verified`"
        ]
    );
}

#[test]
fn ten_megabytes_of_front_matter_are_refused_unread() {
    let text = format!("---\nname: \"{}\"\n---\n", "x".repeat(10 << 20));
    assert_refused(text, ": error[file/too-large]");
}

#[test]
fn a_bomb_of_aliases_is_refused_at_once() {
    let mut bomb = "---\na0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..30 {
        bomb.push_str(&format!("a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(", ")));
    }
    let findings = refused(BAD, format!("{bomb}---\n"));
    assert!(findings.iter().all(|finding| finding.code == "yaml/alias"), "{findings:#?}");
}

#[test]
fn very_deep_nesting_is_refused_without_exhausting_the_stack() {
    for text in ["[".repeat(60_000), "{a: ".repeat(15_000), "- ".repeat(30_000), "? ".repeat(30_000)] {
        let findings = refused(BAD, format!("---\nname: \n  {text}\n---\n"));
        assert!(findings.iter().all(|finding| finding.code.starts_with("yaml/")), "{findings:#?}");
    }
    let findings = refused(BAD, format!("{}\n{}x\n", elsewhere().replace("Alder", "Bad"), "> ".repeat(50_000)));
    assert_eq!(findings.iter().map(|f| &*f.code).collect::<Vec<_>>(), ["markdown/too-deep"]);
}

#[test]
fn duplicate_keys_tabs_and_control_characters_are_refused() {
    assert_refused(LISTING.replace("  state: AL\n", "  state: AL\n  state: AL\n"), ":7:3: error[yaml/duplicate-key]");
    assert_refused(LISTING.replace("  state:", "\tstate:"), ":6:1: error[yaml/tab]");
    for c in ['\u{1}', '\u{8}', '\u{1b}', '\u{7f}'] {
        assert_refused(LISTING.replace("Alder", &format!("Al{c}der")), ":2:10: error[yaml/control-character]");
    }
}

#[test]
fn control_characters_of_the_text_do_not_reach_the_page() {
    let project = Project::sample().with(LISTING_PATH, LISTING.replace("quiet", "qui\u{1}\u{0}et\u{1b}[31m")).built();
    // The files of the index are packed.
    for (path, bytes) in project.site().into_iter().filter(|(path, _)| !path.starts_with("search/index/")) {
        assert!(!bytes.iter().any(|b| *b < 0x20 && !b"\n\r\t".contains(b)), "{path}");
    }
}

#[test]
fn slugs_and_aliases_that_could_leave_their_folder_are_refused() {
    for alias in [
        "../../etc/passwd",
        "/etc/passwd",
        "..%2f..%2fx",
        "%2e%2e",
        "a/b",
        "a\\\\b",
        "..",
        ".",
        "C:x",
        "a b",
        "ä",
        "a--b",
        "-a",
        "con\u{202e}x",
    ] {
        let findings = refused(
            BAD,
            replaced(
                &elsewhere(),
                &[("location:", &format!("aliases: [\"{alias}\"]\nlocation:")), ("Alder Creek", "Bad Creek")],
            ),
        );
        let errors: Vec<_> = findings.iter().filter(|f| waypost::build::has_errors(&[(*f).clone()])).cloned().collect();
        assert_eq!(brief(&errors), [format!("{BAD}:3:11: error[identity/slug]")], "{alias}");
    }
}

#[test]
fn markdown_links_out_of_the_site_are_refused() {
    for link in
        ["../../../x/", "/../x/", "%2e%2e/%2E%2E/%2e%2e/x/", "../../../../etc/passwd", "../../../../waypost.yaml"]
    {
        let findings = refused(
            BAD,
            replaced(&elsewhere(), &[("A quiet house", &format!("A [x]({link})")), ("Alder Creek", "Bad Creek")]),
        );
        assert_eq!(brief(&findings), [format!("{BAD}:16:7: error[link/outside]")], "{link}");
    }
}

#[test]
fn links_with_schemes_that_run_or_hide_something_are_refused() {
    for link in [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example/x",
        "https://a@b.example/",
        "java&#10;script:alert(1)",
    ] {
        let findings = refused(
            BAD,
            replaced(&elsewhere(), &[("A quiet house", &format!("A [x]({link})")), ("Alder Creek", "Bad Creek")]),
        );
        assert_eq!(findings.iter().map(|f| &*f.code).collect::<Vec<_>>(), ["markdown/link-scheme"], "{link}");
    }
}

#[test]
fn what_a_stranger_writes_never_becomes_markup() {
    let evil = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'";
    let text = LISTING
        .replace("\"Alder Creek IOP\"", "'Alder <script>alert(1)</script> \"x\" & y'")
        .replace("A quiet house", evil);
    let text = text
        .replace("    hours_per_week: 9\n", "    hours_per_week: 9\n    note: '</script><script>alert(1)</script>'\n");
    let with = |address: &str| text.replace("location:", &format!("website: '{address}'\nlocation:"));
    let refused = Project::sample().with(LISTING_PATH, with("https://example.org/\"><script>alert(1)</script>"));
    assert!(brief(&refused.build().findings).iter().any(|finding| finding.contains("error[shape/bad-value]")));
    let text = with("https://example.org/&quot;''onerror=''alert(1)");
    let project = Project::sample().with(LISTING_PATH, text).built();
    for (path, bytes) in project.site().iter().filter(|(path, _)| path.ends_with(".html")) {
        let tags = crate::html::tags(bytes);
        let foreign = tags.iter().find(|tag| {
            (tag.name == "script" && tag.get("src").is_none() && tag.get("type").is_none())
                || tag.get("onerror").is_some()
        });
        assert!(foreign.is_none(), "{path}: {foreign:?}");
    }
    for path in ["data/programs.json", "data/programs.geojson"] {
        assert!(serde_json::from_str::<serde_json::Value>(&project.page(path)).is_ok(), "{path}");
    }
}

#[test]
fn file_names_that_cannot_be_addresses_are_refused_with_a_better_name() {
    for (name, better) in [
        ("Alder Creek", "alder-creek"),
        ("ALDER", "alder"),
        ("klinik-für-alle", "klinik-fur-alle"),
        ("a..b", "a-b"),
        ("-a", "name the file a.md"),
        ("a_b", "a-b"),
    ] {
        let path = format!("content/providers/al/{name}.md");
        let findings = refused(&path, elsewhere().replace("Alder Creek", "Bad Creek"));
        assert_eq!(brief(&findings), [format!("{path}: error[file/name]")]);
        assert!(findings[0].help.as_deref().unwrap().contains(better), "{:?}", findings[0].help);
    }
    for name in ["東京", "клиника", "مركز", "🌲", "%2e%2e", "a%2fb"] {
        let path = format!("content/providers/al/{name}.md");
        assert_eq!(
            brief(&refused(&path, elsewhere().replace("Alder Creek", "Bad Creek"))),
            [format!("{path}: error[file/name]")]
        );
    }
    for path in ["content/guides/Ünï.md", "content/pages/a b.md", "content/pages/A/x.md"] {
        let text = if path.contains("guides") { GUIDE } else { PAGE };
        assert_eq!(brief(&refused(path, text)), [format!("{path}: error[file/name]")]);
    }
}

#[test]
fn very_long_names_are_refused() {
    let name = "x".repeat(240);
    let path = format!("content/providers/al/{name}.md");
    assert_eq!(
        brief(&refused(&path, elsewhere().replace("Alder Creek", "Bad Creek"))),
        [format!("{path}: error[file/name]")]
    );
    assert_refused(elsewhere().replace("Alder Creek IOP", &"x".repeat(300)), ":2:7: error[shape/too-long]");
    assert_refused(
        elsewhere().replace("Alder", "Bad").replace("Alabaster", &"北".repeat(300)),
        ":5:9: error[shape/too-long]",
    );
}

#[test]
fn a_listing_that_lies_where_no_listing_belongs_is_reported_and_not_published() {
    for path in [
        "content/providers/bad.md",
        "content/providers/al/deep/bad.md",
        "content/bad.md",
        "content/guides/deep/bad.md",
        "content/providers/al/bad.txt",
    ] {
        let project = Project::sample().with(path, elsewhere().replace("Alder Creek", "Bad Creek"));
        assert_eq!(project.check(), [format!("{path}: warning[file/stray]")]);
        assert!(!project.built().site().keys().any(|path| path.contains("bad")));
    }
    let project =
        Project::sample().with("content/providers/alabama/bad.md", elsewhere().replace("Alder Creek", "Bad Creek"));
    assert_eq!(project.check(), ["content/providers/alabama/bad.md: error[identity/state-folder]"]);
}

#[test]
fn a_guide_in_a_language_that_the_site_does_not_have_is_reported() {
    let project = Project::sample().with("content/es/guides/que-es.md", GUIDE);
    assert_eq!(project.check(), ["content/es/guides/que-es.md: warning[file/stray]"]);
    assert!(!project.built().site().keys().any(|path| path.contains("que-es")));
}

#[test]
fn hidden_files_and_readmes_are_passed_over() {
    let project = Project::sample()
        .with("content/.git/x.md", "x")
        .with("content/providers/al/.bad.md", "x")
        .with("content/providers/README.md", "x");
    assert_eq!(project.check(), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_file_wrong_in_ten_thousand_places_has_a_hundred_findings_and_a_word_about_the_rest() {
    let wrong = [
        ("identity/invisible", "a\u{200b}"),
        ("language/stigma", "An addict came.\n"),
        ("markdown/html", "<b>x</b>\n\n"),
        ("trust/http", "[a](http://example.org)\n"),
        ("link/broken", "[a](/nowhere/)\n"),
    ];
    for (code, text) in wrong {
        let project = Project::sample().with(LISTING_PATH, format!("{LISTING}{}", text.repeat(10_000)));
        let findings: Vec<Diagnostic> = project.build().findings.into_iter().filter(|f| f.code == code).collect();
        assert_eq!(findings.len(), PER_FILE + 1, "{code}");
        let (first, last) = (&findings[0], &findings[PER_FILE]);
        assert!(first.message != last.message && last.message.contains("more of the same"), "{code}: {last:?}");
        let place = |f: &Diagnostic| f.place.as_ref().map(|p| (p.line, p.column)).unwrap();
        assert!(place(first) < place(last) && last.fix.is_none(), "{code}");
    }
    let controls = "\u{7}".repeat(10_000);
    let project = Project::sample().with(LISTING_PATH, LISTING.replace("Alder", &format!("Alder{controls}")));
    assert_eq!(project.build().findings.iter().filter(|f| f.code == "yaml/control-character").count(), PER_FILE + 1);
}

#[test]
fn a_mark_far_to_the_right_is_shown_with_its_own_column() {
    let long = "word ".repeat(1000);
    let project = Project::sample().with(LISTING_PATH, format!("{LISTING}{long}an addict came.\n"));
    let findings = project.build().findings;
    let shown = anstream_free(&render(&findings, Format::Human, true));
    assert!(shown.contains(&format!("({LISTING_PATH}:17:5004)")), "{shown}");
}

#[test]
fn links_of_the_disk_that_loop_or_lead_out_are_refused() {
    use std::os::unix::fs::symlink;
    let project = Project::sample();
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.md"), LISTING).unwrap();
    std::fs::write(outside.path().join("secret-too.md"), LISTING).unwrap();
    symlink(project.at("content"), project.at("content/providers/al/loop")).unwrap();
    symlink(outside.path().join("secret.md"), project.at("content/providers/al/secret.md")).unwrap();
    symlink(outside.path(), project.at("content/guides")).unwrap();
    symlink("nowhere.md", project.at("content/providers/al/dangling.md")).unwrap();
    let built = project.build();
    assert_eq!(
        brief(&built.findings),
        [
            "content/guides/secret-too.md: error[file/outside]",
            "content/guides/secret.md: error[file/outside]",
            "content/providers/al/dangling.md: error[file/unreadable]",
            "content/providers/al/loop: error[file/link-loop]",
            "content/providers/al/secret.md: error[file/outside]",
        ]
    );
    assert!(built.report.is_none() && !project.at("public").exists());
}

#[cfg(unix)]
#[test]
#[allow(clippy::print_stdout)]
fn a_file_that_may_not_be_read_is_an_error() {
    use std::os::unix::fs::PermissionsExt;
    let project = Project::sample().with(BAD, elsewhere().replace("Alder", "Bad"));
    std::fs::set_permissions(project.at(BAD), std::fs::Permissions::from_mode(0o0)).unwrap();
    if std::fs::read(project.at(BAD)).is_ok() {
        println!("skipped: this user may read every file");
        return;
    }
    assert_eq!(project.check(), [format!("{BAD}: error[file/unreadable]")]);
}

#[test]
fn an_output_that_cannot_be_written_is_an_error_and_nothing_is_lost() {
    let project = Project::sample().with("public", "a file where the folder should be");
    let run = project.run(&["build", "--format", "short"]);
    assert_eq!((run.code, project.read("public").as_str()), (2, "a file where the folder should be"));
    assert!(run.stdout.starts_with("error[output/place]"), "{}", run.stdout);
    // The same inside the folder: a foreign file stands where a page needs a folder.
    let project = Project::sample().built();
    project.write("content/providers/al/birch-hill.md", listing("Birch Hill IOP", "Alabaster", "AL", "35007"));
    project.write("public/programs/birch-hill", "mine");
    let built = project.build();
    assert!(built.report.is_none());
    assert_eq!(project.page("programs/birch-hill"), "mine");
    assert!(
        built.findings.iter().any(|f| f.code.starts_with("output/") && f.message.contains("programs/birch-hill")),
        "{:#?}",
        built.findings
    );
}

#[test]
fn the_output_may_not_lie_in_the_sources_or_hold_them() {
    let project = Project::sample();
    for place in ["content", "content/public", ".", "waypost.yaml"] {
        let run = project.run(&["build", "-o", place, "--format", "short"]);
        assert_eq!(run.code, 2, "{place}");
        assert!(run.stdout.starts_with("error[output/place]"), "{place}: {}", run.stdout);
    }
    assert_eq!(project.read(LISTING_PATH), LISTING);
}

#[test]
fn a_mistake_in_a_template_is_reported_with_its_line_and_nothing_is_written() {
    let project = Project::sample().built();
    let before = project.site();
    project.write(
        "templates/program.html",
        "{% extends \"base.html\" %}\n{% block main %}\n<h1>{{ programme.name }}</h1>\n{% endblock main %}\n",
    );
    let built = project.build();
    assert!(built.report.is_none());
    assert_eq!(crate::project::differences(&before, &project.site()), [""; 0]);
    let short = render(&built.findings, Format::Human, true);
    let plain = anstream_free(&short);
    assert!(plain.contains("templates/program.html:3"), "{plain}");
    assert!(plain.contains("programme"), "{plain}");
    assert!(plain.contains("/programs/alder-creek/"), "the page that failed is not named:\n{plain}");
    project.write(
        "templates/program.html",
        "{% extends \"base.html\" %}\n{% block main %}\n{% if %}\n{% endblock main %}\n",
    );
    let findings = project.build().findings;
    assert!(brief(&findings)[0].starts_with("templates/program.html:3:"), "{:?}", brief(&findings));
}

/// Text without escape sequences of a terminal.
fn anstream_free(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        plain.push_str(before);
        rest = after.split_once('m').map_or("", |(_, rest)| rest);
    }
    plain + rest
}

#[test]
fn a_template_without_the_crisis_lines_stops_the_build() {
    let project = Project::sample().with("templates/base.html", "<!doctype html><title>{{ page.title }}</title>{% block preload %}{% endblock preload %}{% block head_extra %}{% endblock head_extra %}{% block main %}{% endblock main %}{% block scripts %}{% endblock scripts %}\n");
    let built = project.build();
    assert!(built.report.is_none());
    assert!(built.findings.iter().any(|f| f.code == "theme/crisis-block"), "{:#?}", built.findings);
}

#[test]
fn the_site_file_is_strict() {
    for (line, expected) in [
        ("langauges: [en]", "waypost.yaml:5:1: error[shape/unknown-key]"),
        ("page_size: many", "waypost.yaml:5:12: error[shape/wrong-type]"),
        ("theme: midnight", "waypost.yaml:5:8: error[theme/missing]"),
        ("severity: { care/no-hour: off }", "waypost.yaml:5:13: error[site/config]"),
        ("severity: { care/no-hours: loud }", "waypost.yaml:5:28: error[site/config]"),
        ("demonstration: yes", "waypost.yaml:5:16: error[shape/bare-yes-no]"),
        ("date: tomorrow", "waypost.yaml:5:7: error[shape/bad-value]"),
        ("theme_params: { colour: blue }", "waypost.yaml:5:25: error[theme/param]"),
        ("freshness: { aging_days: 0 }", "waypost.yaml:5:26: error[shape/bad-value]"),
    ] {
        let site = SITE.replace("date: 2026-11-22\n", "host: any\n");
        let project = Project::sample().with("waypost.yaml", format!("{site}{line}\n"));
        let found = brief(
            &waypost::build::check(
                &waypost::build::Request { date: waypost::shape::values::date("2026-11-22"), ..project.request() },
                &mut waypost::build::Memory::default(),
            )
            .findings,
        );
        assert!(found.contains(&expected.to_owned()), "{line}: {found:?}");
    }
}

#[test]
fn a_folder_without_a_site_file_is_not_a_project() {
    let project = Project::sample();
    project.remove("waypost.yaml");
    for arguments in [&["check"][..], &["check", LISTING_PATH], &["build"], &["list"], &["theme", "context", "/"]] {
        let run = project.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}\n{}", run.stderr);
        assert!(run.stderr.contains("waypost.yaml"), "{arguments:?}\n{}", run.stderr);
    }
    assert!(!project.at("public").exists());
}

#[test]
fn a_broken_site_file_does_not_hide_mistakes_in_listings() {
    let project = Project::sample().with("waypost.yaml", "title: \"x\n").with(GUIDE_PATH, GUIDE).with(PAGE_PATH, PAGE);
    project.edit(LISTING_PATH, "205-234-0142", "205-234-014");
    let found = project.check();
    assert_eq!(
        found,
        [format!("{LISTING_PATH}:9:13: error[phone/invalid]"), "waypost.yaml:1:8: error[yaml/syntax]".to_owned()]
    );
}

#[test]
fn a_project_without_content_has_nothing_to_publish() {
    let project = Project::empty();
    assert_eq!(project.check(), ["content: error[file/unreadable]"]);
    std::fs::create_dir(project.at("content")).unwrap();
    assert_eq!(project.check(), ["content: error[site/no-content]"]);
}
