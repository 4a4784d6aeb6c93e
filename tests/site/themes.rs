//! Themes of others and a site's own files, in whole builds.

use crate::project::{Project, SITE};
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
    assert_eq!((scalar.place.as_ref().unwrap().line, &*scalar.related[0].0.path), (8, "theme default: theme.yaml"));
    assert!(project.build().report.is_none());
}

#[test]
fn an_owner_may_take_the_blame_for_pale_colours() {
    let tokens = "severity: { theme/contrast: warning }\ntheme_tokens: { ink-2: { light: \"#6f7a7e\" } }\n";
    let project = Project::sample().with("waypost.yaml", format!("{SITE}{tokens}")).built();
    assert!(stylesheet(&project).contains("--ink-2:#6f7a7e"));
    assert_eq!(first(&project.findings(), "theme/contrast").severity, Severity::Warning);
}
