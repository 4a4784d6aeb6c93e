//! Themes of others and a site's own files, in whole builds.

use crate::project::{GUIDE, GUIDE_PATH, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE};
use std::collections::BTreeSet;
use std::path::Path;
use waypost::diagnostic::{Diagnostic, Severity};

/// The first finding with this code.
fn first<'a>(findings: &'a [Diagnostic], code: &str) -> &'a Diagnostic {
    findings.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("no {code} in {findings:#?}"))
}

/// The built stylesheet.
fn stylesheet(project: &Project) -> String {
    let site = project.site();
    let (_, bytes) = site.iter().find(|(path, _)| path.starts_with("assets/site.")).unwrap();
    String::from_utf8(bytes.clone()).unwrap()
}

#[test]
fn a_site_sets_tokens_of_the_default_theme() {
    let tokens = "theme_tokens:\n  accent: { light: \"#7a2048\", dark: \"#f0a0c0\" }\n";
    let project = Project::sample().with("waypost.yaml", format!("{SITE}{tokens}")).built();
    let css = stylesheet(&project);
    let after = &css[css.rfind("@media print").unwrap()..];
    assert!(after.contains("@media screen{:root{--accent:#7a2048;}}"), "{after}");
    assert!(after.contains("@media screen and (prefers-color-scheme:dark){:root{--accent:#f0a0c0;}}"), "{after}");
}

#[test]
fn a_theme_that_extends_another_changes_the_tokens_of_its_stylesheet() {
    let theme = "name: harbor\nextends: default\ntokens:\n  accent: { light: \"#7a2048\" }\n";
    let project = Project::sample()
        .with("waypost.yaml", format!("{SITE}theme: harbor\n"))
        .with("themes/harbor/theme.yaml", theme)
        .built();
    let css = stylesheet(&project);
    let after = &css[css.rfind("@media print").unwrap()..];
    assert!(after.contains("{--accent:#7a2048;}") && after.contains("{--accent:#7fd0cf;}"), "{after}");
}

#[test]
fn colours_that_cannot_be_read_stop_the_build_at_their_line() {
    let tokens = "theme_tokens:\n  ink-2: { light: \"#aaaaaa\" }\n  acent: { light: \"#000\" }\n  line: \"#777\"\n";
    let project = Project::sample().with("waypost.yaml", format!("{SITE}{tokens}"));
    let findings = project.findings();
    let pale: Vec<_> = findings.iter().filter(|f| f.code == "theme/contrast").collect();
    assert_eq!(pale.len(), 2, "{findings:#?}");
    let place = pale[0].place.as_ref().unwrap();
    assert_eq!((&*place.path, place.line, place.column), ("waypost.yaml", 6, 19));
    assert!(
        pale[0].message.starts_with("`ink-2` (#aaaaaa) on `bg` (#fbfaf7) has a contrast of 2."),
        "{}",
        pale[0].message
    );
    assert_eq!(pale[0].related[0].0.path, "theme default: theme.yaml");
    assert_eq!(first(&findings, "theme/param").help.as_deref(), Some("did you mean `accent`?"));
    let scalar = first(&findings, "shape/wrong-type");
    assert_eq!(scalar.place.as_ref().map(|place| (&*place.path, place.line)), Some(("waypost.yaml", 8)));
    assert!(project.build().report.is_none());
}

#[test]
fn an_owner_may_take_the_blame_for_pale_colours() {
    let tokens = "severity: { theme/contrast: warning }\ntheme_tokens: { ink-2: { light: \"#6f7a7e\" } }\n";
    let project = Project::sample().with("waypost.yaml", format!("{SITE}{tokens}")).built();
    assert!(stylesheet(&project).contains("--ink-2:#6f7a7e"));
    assert_eq!(first(&project.findings(), "theme/contrast").severity, Severity::Warning);
}

/// A theme that extends the default one and changes one thing of each kind.
const HARBOR: [(&str, &str); 6] = [
    (
        "theme.yaml",
        "name: harbor\nversion: \"1.0\"\nextends: default\n\
         params:\n  motto: { type: text, default: \"Call first.\", about: \"A line below the title.\" }\n\
         tokens:\n  accent: { light: \"#7a2048\", dark: \"#f0a0c0\" }\n",
    ),
    (
        "templates/home.html",
        "{% extends \"theme/home.html\" %}\n\
         {% block search %}<p>{{ t(key=\"greeting\", name=site.title) }} {{ site.params.motto }}</p>{{ super() }}{% endblock search %}\n",
    ),
    ("templates/partials/summary.html", "<p>Harbor summary of {{ place_name }}.</p>\n"),
    ("assets/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>Harbor</title></svg>\n"),
    ("strings/en.yaml", "greeting: \"Welcome to {name}.\"\nleave_site: \"Leave now\"\n"),
    ("assets/harbor.css", "@media print { a { color: #000 } }\n"),
];

fn harbor(site: &str) -> Project {
    let project = Project::sample().with("waypost.yaml", format!("{SITE}theme: harbor\n{site}"));
    HARBOR.iter().fold(project, |project, (path, text)| project.with(&format!("themes/harbor/{path}"), text))
}

#[test]
fn a_small_theme_changes_one_thing_of_each_kind() {
    let project = harbor("");
    assert_eq!(project.check(), [""; 0]);
    let project = project.built();
    let (home, state) = (project.page("index.html"), project.page("locations/alabama/index.html"));
    assert!(home.contains("<p>Welcome to Test directory. Call first.</p>"), "template, text and default: {home}");
    assert!(home.contains("data-finder"), "what is not changed stays");
    assert!(home.contains(">Leave now</a>") && state.contains(">Leave now</a>"), "text");
    assert!(state.contains("<p>Harbor summary of Alabama.</p>"), "partial");
    assert!(stylesheet(&project).contains("--accent:#7a2048"), "token");
    let site = project.site();
    let icon = site.iter().find(|(path, _)| path.starts_with("assets/favicon.")).unwrap();
    assert!(String::from_utf8_lossy(icon.1).contains("Harbor"), "asset");
}

#[test]
fn a_site_changes_the_settings_of_its_theme() {
    let settings = "theme_params: { motto: \"Write first.\" }\ntheme_tokens: { accent: { light: \"#204878\" } }\n";
    let project = harbor(settings).built();
    assert!(project.page("index.html").contains("Welcome to Test directory. Write first."));
    let css = stylesheet(&project);
    assert!(css.contains("--accent:#204878") && css.contains("--accent:#f0a0c0") && !css.contains("#7a2048"), "{css}");
}

/// The names of the blocks of a template.
fn blocks(template: &str) -> BTreeSet<String> {
    let named = template.split("{%").filter_map(|tag| tag.trim_start_matches('-').trim().strip_prefix("block "));
    named.map(|rest| rest.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn every_block_of_the_default_theme_can_be_added_to() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/templates");
    let video = "    formats: [virtual]\n    states_served: [AL]\n    note: \"Licensed.\"\nverified:";
    let mut project = Project::sample()
        .with(GUIDE_PATH, GUIDE)
        .with(PAGE_PATH, PAGE)
        .with("waypost.yaml", format!("{SITE}languages: [en, es]\nowner: {{ name: A, email: a@example.org }}\n"));
    project.edit(LISTING_PATH, "location:", "aliases: [old-creek]\nlocation:");
    project.edit(LISTING_PATH, "  zip:", "  county: \"Shelby County\"\n  zip:");
    project.edit(LISTING_PATH, "verified:", video);
    let mut marks = Vec::new();
    for template in waypost::render::PAGES.iter().chain(&["base.html"]) {
        let mut text = format!("{{% extends \"theme/{template}\" %}}\n");
        for block in blocks(&std::fs::read_to_string(folder.join(template)).unwrap()) {
            // Every page fills it.
            let is_filled = (*template, &*block) == ("base.html", "main");
            if !is_filled {
                let mark = format!("<!-- {block} of {template} -->");
                text += &format!("{{% block {block} %}}{mark}{{{{ super() }}}}{{% endblock {block} %}}\n");
                marks.push((*template, mark));
            }
        }
        project = project.with(&format!("templates/{template}"), text);
    }
    let project = project.built();
    let site = project.site();
    let pages: Vec<_> = site
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, String::from_utf8_lossy(bytes)))
        .collect();
    assert!(marks.len() >= 25, "{marks:?}");
    for (template, mark) in &marks {
        if *template == "base.html" {
            let without = pages.iter().find(|(_, page)| !page.contains(mark));
            assert!(without.is_none(), "{mark} is not on {}", without.unwrap().0);
        } else {
            assert!(pages.iter().any(|(_, page)| page.contains(mark)), "{mark} is on no page");
        }
    }
}

#[test]
fn a_file_of_the_theme_is_copied_to_be_changed() {
    let project = harbor("");
    for path in ["templates/home.html", "templates/base.html", "assets/site.css"] {
        let run = project.run(&["theme", "eject", path]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    assert!(project.read("templates/home.html").starts_with("{#- ejected from harbor 1.0, blake3 "));
    let before = harbor("").built();
    assert_eq!(project.check(), [""; 0]);
    let project = project.built();
    assert_eq!(before.page("locations/alabama/index.html").len(), project.page("locations/alabama/index.html").len());
    project.edit("themes/harbor/templates/home.html", "<p>", "<p class=\"new\">");
    assert_eq!(project.check(), ["templates/home.html: info[theme/changed]"]);
    let run = project.run(&["theme", "eject", "templates/home.html"]);
    assert!(run.code == 2 && run.stderr.contains("--force"), "{}", run.stderr);
    let run = project.run(&["theme", "eject", "templates/hom.html"]);
    assert!(run.code == 2 && run.stderr.contains("did you mean templates/home.html?"), "{}", run.stderr);
    assert!(project.run(&["theme", "eject", "templates/home.html", "--print"]).stdout.contains("class=\"new\""));
}

#[test]
fn slips_in_what_a_site_changes_are_told_with_the_nearest_name() {
    let project = Project::sample()
        .with("templates/footer.html", "x")
        .with("assets/site.cs", "x")
        .with("strings/en.yaml", "run_by: \"By {nmae}\"\ntitle_place: \"In {plcae}\"\nleave_sit: \"Go\"\n");
    let findings = project.findings();
    let mut seen: Vec<_> = findings.iter().map(|f| (&*f.code, f.help.as_deref().unwrap())).collect();
    seen.sort_unstable();
    assert_eq!(
        seen,
        [
            ("theme/override-unused", "did you mean `leave_site`?"),
            ("theme/override-unused", "did you mean assets/site.css?"),
            ("theme/override-unused", "did you mean templates/partials/footer.html?"),
            ("theme/string", "did you mean `name`?"),
            ("theme/string", "did you mean `place`?"),
        ]
    );
}

/// What a template says outright is found by `check`, at its place; what it puts together is found in the page.
#[test]
fn a_page_that_asks_another_site_for_something_is_not_published() {
    let footer = "templates/partials/footer.html";
    let project = Project::sample().with(footer, "<p>x</p><script src=\"https://cdn.example.com/a.js\"></script>\n");
    assert_eq!(project.check(), ["templates/partials/footer.html:1:22: error[theme/third-party]"]);
    project.write(footer, "{% set cdn = \"https://cdn.example.com/\" %}<img src=\"{{ cdn }}a.png\" alt=\"\">\n");
    assert_eq!(project.check(), [""; 0]);
    let built = project.build();
    assert!(built.report.is_none());
    assert!(first(&built.findings, "theme/third-party").message.contains("https://cdn.example.com/a.png"));
}

#[test]
fn a_theme_that_stands_alone_is_told_which_templates_it_lacks() {
    let project = Project::sample()
        .with("waypost.yaml", format!("{SITE}theme: bare\n"))
        .with("themes/bare/theme.yaml", "name: bare\n");
    let findings = project.findings();
    let lacking: Vec<_> = findings.iter().filter(|f| f.message.starts_with("the theme has no template")).collect();
    assert_eq!(lacking.len(), waypost::render::PAGES.len() + waypost::render::PARTS.len(), "{findings:#?}");
}
