//! The theme as a whole, on tiny themes written to a temporary folder.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::{Argument, Embedded, Options, Theme};
use crate::config::TokenSetting;
use crate::diagnostic::{Diagnostic, Place, Severity};
use std::borrow::Cow;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tera::Context;

const MONTHS: &str = "month_1: January\nmonth_2: February\nmonth_3: March\nmonth_4: April\nmonth_5: May\nmonth_6: June\n\
    month_7: July\nmonth_8: August\nmonth_9: September\nmonth_10: October\nmonth_11: November\nmonth_12: December\n";

/// A project with a theme called `x`.
struct Project {
    root: TempDir,
    languages: Vec<String>,
}

impl Project {
    fn new(files: &[(&str, &str)]) -> Self {
        let project = Self { root: tempfile::tempdir().unwrap(), languages: vec!["en".to_owned()] };
        project.put("themes/x/theme.yaml", "name: x\n");
        project.put("themes/x/strings/en.yaml", "hello: Hello\n");
        for (path, text) in files {
            project.put(path, text);
        }
        project
    }

    fn languages(mut self, codes: &[&str]) -> Self {
        self.languages = codes.iter().map(|code| (*code).to_owned()).collect();
        self
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.root.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn load_with(&self, options: &Options<'_>) -> (Option<Theme>, Vec<Diagnostic>) {
        Theme::load(self.root.path(), "x", &self.languages, options)
    }

    fn load(&self) -> Theme {
        let (theme, findings) = self.load_with(&Options::default());
        assert_eq!(findings, []);
        theme.unwrap()
    }

    fn findings(&self) -> Vec<Diagnostic> {
        self.load_with(&Options::default()).1
    }
}

fn render(theme: &Theme, template: &str, context: &Context) -> String {
    render_in(theme, "en", template, context).unwrap()
}

fn render_in(theme: &Theme, language: &str, template: &str, context: &Context) -> Result<String, Box<Diagnostic>> {
    let mut out = Vec::new();
    theme.render(language, template, context, "/a/", Some("content/a.md"), &mut out)?;
    Ok(String::from_utf8(out).unwrap())
}

/// `path:line:column message`
fn lines(findings: &[Diagnostic]) -> Vec<String> {
    findings
        .iter()
        .map(|finding| match &finding.place {
            Some(place) => format!("{}:{}:{} {}", place.path, place.line, place.column, finding.message),
            None => finding.message.clone(),
        })
        .collect()
}

fn context<T: serde::Serialize>(key: &'static str, value: &T) -> Context {
    let mut context = Context::new();
    context.insert(key, value);
    context
}

#[test]
fn the_topmost_file_of_a_name_wins_and_theme_reaches_the_one_below() {
    let theme = Project::new(&[
        ("themes/x/theme.yaml", "name: x\nextends: y\n"),
        ("themes/y/theme.yaml", "name: y\n"),
        ("themes/y/templates/base.html", "[y {% block a %}y{% endblock a %} {% include \"foot.html\" %}]"),
        ("themes/y/templates/foot.html", "foot of y"),
        (
            "themes/x/templates/base.html",
            "{% extends \"theme/base.html\" %}{% block a %}x+{{ super() }}{% endblock a %}",
        ),
        ("templates/base.html", "{% extends \"theme/base.html\" %}\n{% block a %}site+{{ super() }}{% endblock a %}"),
        ("templates/foot.html", "site, {% include \"theme/foot.html\" %}"),
    ])
    .load();
    assert_eq!(render(&theme, "base.html", &Context::new()), "[y site+x+y site, foot of y]");
}

#[test]
fn theme_reaches_only_what_lies_below_the_files_own_layer() {
    let findings = Project::new(&[
        ("themes/x/templates/base.html", "{% include \"theme/base.html\" %}"),
        ("themes/x/templates/list.html", "list"),
        (
            "templates/home.html",
            "{% include 'list.html' %}\n  {% include 'theme/lits.html' %}{% include 'lsit.html' %}",
        ),
    ])
    .findings();
    assert_eq!(
        lines(&findings),
        [
            "themes/x/templates/base.html:1:13 no theme below this file has the template `base.html`",
            "templates/home.html:2:15 no theme below this file has the template `lits.html`",
            "templates/home.html:2:46 there is no template `lsit.html`",
            "templates/home.html:0:0 the template `home.html` replaces nothing and no template uses it",
        ]
    );
    assert_eq!(findings[1].help.as_deref(), Some("did you mean `list.html`?"));
}

#[test]
fn places_are_right_in_hidden_files_and_after_a_rewritten_reference() {
    let project = Project::new(&[
        ("themes/x/templates/base.html", "ñ\n {{ a.b }}{% block a %}{% endblock a %}"),
        ("templates/base.html", "{% extends \"theme/base.html\" %}{% block a %}{{ a | nope }}{% endblock a %}"),
    ]);
    assert_eq!(lines(&project.findings()), ["templates/base.html:1:52 Unknown filter `nope`"]);
    project.put("templates/base.html", "{% extends \"theme/base.html\" %}");
    let a = context("a", &std::collections::BTreeMap::from([("c", 1)]));
    let finding = render_in(&project.load(), "en", "base.html", &a).unwrap_err();
    let place = finding.place.unwrap();
    assert_eq!((&*place.path, place.line, place.column), ("themes/x/templates/base.html", 2, 7));
}

#[test]
fn a_component_is_replaced_by_the_file_of_the_same_path() {
    let project = Project::new(&[
        ("themes/x/templates/components/card.html", "{% component card(l) %}theme {{ l }}{% endcomponent card %}"),
        ("themes/x/templates/home.html", "{{ <card l=\"a\" /> }}"),
        ("templates/components/card.html", "{% component card(l) %}site {{ l }}{% endcomponent card %}"),
    ]);
    assert_eq!(render(&project.load(), "home.html", &Context::new()), "site a");
    project.put(
        "templates/components/card.html",
        "{% include \"theme/components/card.html\" %}{% component card(l) %}mine{% endcomponent card %}",
    );
    assert_eq!(render(&project.load(), "home.html", &Context::new()), "mine");
}

#[test]
fn two_files_that_define_one_component_are_both_named() {
    let findings = Project::new(&[
        ("themes/x/templates/a.html", "{% component card(l) %}{{ l }}{% endcomponent card %}"),
        ("themes/x/templates/b.html", "\n{% component card(l) %}{{ l }}{% endcomponent card %}"),
    ])
    .findings();
    assert_eq!(lines(&findings), ["themes/x/templates/b.html:2:14 two templates define the component `card`"]);
    assert_eq!(findings[0].related[0].0.path, "themes/x/templates/a.html");
}

#[test]
fn every_mistake_of_every_template_is_reported_at_once() {
    let findings = Project::new(&[
        ("themes/x/templates/base.html", "{% block a %}{% endblock a %}"),
        ("themes/x/templates/a.html", "<p>ñ {{ x | dat }} {{ y is odf }}</p>\n{{ <crad /> }}"),
        ("themes/x/templates/b.html", "ok\n{% if %}"),
        ("themes/x/templates/c.html", "{{ tt(key=\"hello\") }}\n<a href={{ x }}>"),
        ("themes/x/templates/d.html", "{% extends \"base.html\" %}{% block b %}{% endblock b %}"),
        ("themes/x/templates/e.html", "{{ t(key=\"helo\") }}{{ asset(path=\"sit.css\") }}"),
        ("themes/x/templates/f.html", "{% component card() %}{% endcomponent card %}"),
        ("themes/x/assets/site.css", ""),
    ])
    .findings();
    let mut lines = lines(&findings);
    lines.sort();
    let places: Vec<_> =
        lines.iter().map(|line| line.rsplit_once("templates/").unwrap().1.split(' ').next().unwrap()).collect();
    assert_eq!(
        places,
        ["a.html:1:13", "a.html:1:28", "b.html:2:7", "c.html:1:4", "c.html:2:9", "e.html:1:11", "e.html:1:35"],
        "{lines:#?}"
    );
    assert!(findings.iter().all(|finding| finding.severity == Severity::Error));
    let help = |word: &str| findings.iter().find(|f| f.message.contains(word)).unwrap().help.clone();
    assert_eq!(help("dat`").as_deref(), Some("did you mean `date`?"));
    assert_eq!(help("odf").as_deref(), Some("did you mean `odd`?"));
    assert_eq!(help("helo").as_deref(), Some("did you mean `hello`?"));
    assert_eq!(help("sit.css").as_deref(), Some("did you mean `site.css`?"));
}

#[test]
fn blocks_and_components_that_do_not_exist_are_reported() {
    let findings = Project::new(&[
        ("themes/x/templates/base.html", "{% block a %}{% endblock a %}"),
        ("themes/x/templates/d.html", "{% extends \"base.html\" %}{% block b %}{% endblock b %}"),
        (
            "themes/x/templates/e.html",
            "{% component card() %}{% endcomponent card %}{% block c %}{{ <crad /> }}{% endblock c %}",
        ),
    ])
    .findings();
    assert_eq!(
        lines(&findings),
        [
            "themes/x/templates/d.html:1:35 Block `b` is not defined in any parent template",
            "themes/x/templates/e.html:1:62 Unknown component `crad`",
        ]
    );
    assert_eq!(findings[1].help.as_deref(), Some("did you mean `card`?"));
    assert_eq!(findings[1].place.as_ref().unwrap().width, 8);
}

#[test]
fn templates_that_include_or_extend_each_other_are_reported() {
    let findings = Project::new(&[
        ("themes/x/templates/a.html", "{% include \"b.html\" %}"),
        ("themes/x/templates/b.html", "{% include \"a.html\" %}"),
    ])
    .findings();
    assert_eq!(findings.len(), 1, "{findings:#?}");
    assert!(findings[0].message.contains("in a circle: a.html → b.html → a.html"), "{}", findings[0].message);
}

#[test]
fn embedded_files_are_shown_as_the_themes() {
    const EMBEDDED: Embedded =
        &[("theme.yaml", b"name: default\n"), ("templates/x.html", b"\n{{ nope() }}"), ("strings/en.yaml", b"a: b\n")];
    let root = tempfile::tempdir().unwrap();
    let (theme, findings) = Theme::load_over(root.path(), "default", &["en".into()], &Options::default(), EMBEDDED);
    assert!(theme.is_none());
    assert_eq!(lines(&findings), ["theme default: templates/x.html:2:4 Unknown function `nope`"]);
}

#[test]
fn an_error_while_rendering_names_the_place_the_page_and_its_source() {
    let theme = Project::new(&[
        ("themes/x/templates/part.html", "<b>\n  {{ program.nam }}</b>"),
        ("themes/x/templates/home.html", "x\n{% include \"part.html\" %}"),
    ])
    .load();
    let program = context("program", &std::collections::BTreeMap::from([("name", "Alder")]));
    let mut out = b"before".to_vec();
    let finding = theme.render("en", "home.html", &program, "/a/", Some("content/a.md"), &mut out).unwrap_err();
    let place = finding.place.as_ref().unwrap();
    assert_eq!((&*place.path, place.line), ("themes/x/templates/part.html", 2), "{finding:#?}");
    assert_eq!(&place.excerpt[place.column as usize - 1..][..place.width as usize], "nam", "{finding:#?}");
    assert_eq!(finding.message, "Field `nam` is not defined");
    assert_eq!(finding.help.as_deref(), Some("did you mean `name`?"));
    assert_eq!(finding.label.as_deref(), Some("while making the page /a/"));
    let related: Vec<_> = finding.related.iter().map(|(place, _)| (&*place.path, place.line)).collect();
    assert_eq!(related, [("themes/x/templates/home.html", 2), ("content/a.md", 0)]);
    assert_eq!(out, b"before");
}

#[test]
fn undefined_names_are_errors_and_values_are_escaped() {
    let theme = Project::new(&[
        ("themes/x/templates/a.html", "{{ t(key=\"call\", name=name) }} {{ name }}"),
        ("themes/x/templates/a.txt", "{{ name }}"),
        ("themes/x/templates/a.xml", "{{ name }}"),
        ("themes/x/strings/en.yaml", "call: \"Call <i>{name}</i>\"\n"),
    ])
    .load();
    let name = context("name", &"A & B");
    assert_eq!(render(&theme, "a.html", &name), "Call &lt;i&gt;A &amp; B&lt;/i&gt; A &amp; B");
    assert_eq!(render(&theme, "a.txt", &name), "A & B");
    assert_eq!(render(&theme, "a.xml", &name), "A &amp; B");
    assert!(render_in(&theme, "en", "a.txt", &Context::new()).is_err());
    assert!(render_in(&theme, "en", "none.html", &name).is_err());
    assert!(render_in(&theme, "fr", "a.html", &name).is_err());
}

#[test]
fn texts_follow_the_language_and_the_count() {
    let theme = Project::new(&[
        ("themes/x/templates/a.html", "{{ t(key=\"n\", count=n) }}; {{ t(key=\"hello\") }}"),
        (
            "themes/x/strings/en.yaml",
            "hello: Hello\nnumber_group: \",\"\nn: { one: \"{count} program\", other: \"{count} programs\" }\n",
        ),
        (
            "themes/x/strings/es.yaml",
            "hello: Hola\nnumber_group: \".\"\nn: { one: \"{count} programa\", other: \"{count} programas\" }\n",
        ),
    ])
    .languages(&["en", "es"])
    .load();
    assert_eq!(render(&theme, "a.html", &context("n", &1)), "1 program; Hello");
    assert_eq!(render(&theme, "a.html", &context("n", &12345)), "12,345 programs; Hello");
    assert_eq!(render_in(&theme, "es", "a.html", &context("n", &0)).unwrap(), "0 programas; Hola");
    assert!(render_in(&theme, "en", "a.html", &context("n", &"many")).is_err());
    assert_eq!(theme.text("es", "n", &[("count", Argument::Number(1))]).as_deref(), Some("1 programa"));
    assert_eq!(theme.text("en", "hello", &[]).as_deref(), Some("Hello"));
    assert_eq!(theme.text("en", "n", &[]), None);
    assert_eq!(theme.text("en", "nope", &[]), None);
}

#[test]
fn a_key_that_is_put_together_fails_while_rendering_with_the_nearest_key() {
    let theme = Project::new(&[("themes/x/templates/a.html", "{{ t(key=\"hel\" ~ x) }}")]).load();
    assert_eq!(render(&theme, "a.html", &context("x", &"lo")), "Hello");
    let finding = render_in(&theme, "en", "a.html", &context("x", &"o")).unwrap_err();
    assert!(finding.message.contains("there is no text `helo`; did you mean `hello`?"), "{}", finding.message);
}

#[test]
fn a_value_that_nobody_can_read_does_not_fill_a_placeholder() {
    let theme = Project::new(&[
        ("themes/x/templates/a.html", "{{ t(key=\"call\", name=x) }}"),
        ("themes/x/strings/en.yaml", "call: Call {name}\n"),
    ])
    .load();
    for context in [context("x", &None::<&str>), context("x", &["a"]), context("x", &true)] {
        assert!(render_in(&theme, "en", "a.html", &context).is_err());
    }
    assert_eq!(render(&theme, "a.html", &context("x", &988)), "Call 988");
}

#[test]
fn what_a_language_lacks_is_one_finding_and_not_one_for_each_place() {
    let findings = Project::new(&[
        ("themes/x/templates/a.html", "{{ t(key=\"only\") }}{{ t(key=\"sp\" ~ \"are\") }}"),
        ("themes/x/strings/en.yaml", "hello: a\nonly: a\nspare: b\n"),
        ("themes/x/strings/es.yaml", "hello: b\n"),
        ("themes/x/strings/fr.yaml", "hello: b\nspare: c\n"),
    ])
    .languages(&["en", "es", "fr"])
    .findings();
    assert_eq!(
        lines(&findings),
        [
            "themes/x/strings/es.yaml:0:0 the language `es` lacks 2 of 3 texts",
            "themes/x/strings/fr.yaml:0:0 the language `fr` lacks 1 of 3 texts"
        ]
    );
    assert_eq!(findings[0].help.as_deref(), Some("add to strings/es.yaml: only, spare"));
}

#[test]
fn a_missing_text_is_one_finding_with_the_other_places() {
    let findings = Project::new(&[
        ("themes/x/templates/a.html", "{{ t(key=\"bye\") }}{{ t(key=\"bye\") }}"),
        ("themes/x/templates/b.html", "{{ t(key=\"bye\") }}{{ asset(path=\"a\") }}{{ asset(path=\"a\") }}"),
    ])
    .findings();
    assert_eq!(
        lines(&findings),
        [
            "themes/x/templates/a.html:1:11 there is no text `bye`",
            "themes/x/templates/b.html:1:34 there is no asset `a`"
        ]
    );
    assert_eq!(findings[0].related.len(), 2);
}

#[test]
fn a_missing_language_is_one_finding_and_not_one_for_each_text() {
    let findings =
        Project::new(&[("themes/x/templates/a.html", "{{ t(key=\"hello\") }}")]).languages(&["en", "es"]).findings();
    assert_eq!(lines(&findings), ["strings/es.yaml:0:0 the theme `x` has no texts in the language `es`"]);
}

#[test]
fn dates_and_numbers_are_written_as_the_language_does() {
    let project = Project::new(&[
        ("themes/x/templates/a.html", "{{ d | date }}"),
        ("themes/x/templates/n.html", "{{ n | number }}"),
        (
            "themes/x/strings/en.yaml",
            &format!("{MONTHS}date_long: \"{{month}} {{day}}, {{year}}\"\nnumber_group: \",\"\n"),
        ),
        (
            "themes/x/strings/es.yaml",
            &format!(
                "{}date_long: \"{{day}} de {{month}} de {{year}}\"\nnumber_group: \" \"\n",
                MONTHS.replace("September", "septiembre")
            ),
        ),
    ])
    .languages(&["en", "es"]);
    let theme = project.load();
    let day = context("d", &"2026-09-01");
    assert_eq!(render(&theme, "a.html", &day), "September 1, 2026");
    assert_eq!(render_in(&theme, "es", "a.html", &day).unwrap(), "1 de septiembre de 2026");
    for (wrong, reason) in [("2026-02-30", "not a date"), ("2026-09-01T00:00", "not a date"), ("soon", "not a date")] {
        let finding = render_in(&theme, "en", "a.html", &context("d", &wrong)).unwrap_err();
        assert!(finding.message.contains(reason), "{}", finding.message);
    }
    assert!(render_in(&theme, "en", "a.html", &context("d", &None::<&str>)).is_err());
    for (number, written) in [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567"), (-1234, "-1,234")] {
        assert_eq!(render(&theme, "n.html", &context("n", &number)), written);
    }
    assert_eq!(render_in(&theme, "es", "n.html", &context("n", &12345)).unwrap(), "12 345");
    assert!(render_in(&theme, "en", "n.html", &context("n", &"x")).is_err());
    project.put(
        "themes/x/strings/en.yaml",
        &format!("{}date_long: \"{{mon}} {{day}}\"\n", MONTHS.replace("month_3", "month_x")),
    );
    let messages = lines(&project.languages(&["en"]).findings()).join("\n");
    assert!(messages.contains("a.html:1:8 the filter `date` needs texts that the language `en` lacks"), "{messages}");
    assert!(messages.contains("n.html:1:8 the filter `number` needs texts"), "{messages}");
    assert!(messages.contains("en.yaml:13:1 the text `date_long` of `en` uses {mon}"), "{messages}");
}

#[test]
fn assets_are_named_by_their_content() {
    let project = Project::new(&[
        ("themes/x/templates/a.html", "{{ base }}{{ asset(path=\"site.css\") }}"),
        ("themes/x/assets/site.css", "a{}"),
        ("assets/img/logo.svg", "<svg/>"),
    ]);
    let theme = project.load();
    let output = theme.asset("site.css").unwrap().to_owned();
    assert!(output.starts_with("assets/site.") && output.len() == 24, "{output}");
    assert_eq!(render(&theme, "a.html", &context("base", &"../")), format!("../{output}"));
    let files: Vec<_> = theme.assets().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    assert_eq!(files.len(), 2);
    assert!(files.contains(&(output.clone(), b"a{}".to_vec())));
    project.put("assets/site.css", "b{}");
    assert_ne!(project.load().asset("site.css").unwrap(), output);
}

#[test]
fn tokens_that_the_site_sets_are_part_of_the_stylesheets_name() {
    let project = Project::new(&[
        ("themes/x/theme.yaml", "name: x\ntokens:\n  ink: { light: \"#111\", dark: \"#eee\" }\n"),
        ("themes/x/assets/site.css", "a{color:var(--ink)}"),
    ]);
    let token = |name: &str| TokenSetting {
        name: name.into(),
        place: Place::file("waypost.yaml"),
        light: Some(("navy".into(), Place::file("waypost.yaml"))),
        dark: None,
    };
    let (theme, findings) = project.load_with(&Options { tokens: &[token("ink")], ..Options::default() });
    assert_eq!(findings, []);
    let theme = theme.unwrap();
    assert_ne!(theme.asset("site.css"), project.load().asset("site.css"));
    assert_ne!(theme.fingerprint(), project.load().fingerprint());
    let css = String::from_utf8(theme.assets().next().unwrap().1.to_vec()).unwrap();
    assert!(css.contains("--ink:navy;") && css.contains("--ink:#eee;") && !css.contains("#111"), "{css}");
    let (theme, findings) = project.load_with(&Options { tokens: &[token("inc")], ..Options::default() });
    assert!(theme.is_none());
    assert_eq!(findings[0].code, "theme/param");
}

#[test]
fn files_of_upper_layers_that_replace_nothing_are_warned_of() {
    let project = Project::new(&[
        ("themes/x/templates/partials/footer.html", "f"),
        ("themes/x/templates/home.html", "{% include \"partials/footer.html\" %}{{ <box /> }}"),
        ("themes/x/assets/site.css", ""),
        ("themes/x/assets/a.css", "@import 'own.css';"),
        ("themes/x/assets/own.css", ""),
        ("templates/partial/footer.html", "mine"),
        ("templates/home.html", "{% extends \"theme/home.html\" %}"),
        ("templates/ours.html", "{% component box() %}box{% endcomponent box %}"),
        ("templates/route.html", "a page of the generator"),
        ("assets/site2.css", "near"),
        ("assets/photo.jpg", "for a page's text"),
        ("strings/en.yaml", "helo: slip\nours_alone: fine\n"),
        ("strings/de.yaml", "hello: Hallo\n"),
        ("strings/en.yml", "hello: x\n"),
    ]);
    let (theme, findings) = project.load_with(&Options { required_templates: &["route.html"], ..Options::default() });
    assert!(theme.is_some());
    assert!(findings.iter().all(|f| f.code == "theme/override-unused" && f.severity == Severity::Warning));
    let seen: Vec<_> =
        findings.iter().map(|f| (&*f.place.as_ref().unwrap().path, f.help.as_deref().unwrap())).collect();
    assert_eq!(
        seen,
        [
            ("templates/partial/footer.html", "did you mean templates/partials/footer.html?"),
            ("assets/site2.css", "did you mean assets/site.css?"),
            ("strings/en.yaml", "did you mean `hello`?"),
            ("strings/de.yaml", "its languages are en"),
            ("strings/en.yml", "name it after the language, such as en.yaml"),
        ]
    );
}

#[test]
fn what_the_generator_needs_has_to_be_there() {
    let (theme, findings) = Project::new(&[("themes/x/templates/hom.html", "x")]).load_with(&Options {
        required_templates: &["home.html"],
        required_texts: &[("title_home", &[]), ("hello", &[])],
        ..Options::default()
    });
    assert!(theme.is_none());
    assert_eq!(lines(&findings), ["the theme has no template `home.html`", "there is no text `title_home`"]);
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `hom.html`?"));
}

#[test]
fn the_generators_own_assets_lie_under_the_themes() {
    let project = Project::new(&[("themes/x/assets/m.js", "import { find } from \"./search.js\";")]);
    let own: [(&str, Cow<'static, [u8]>); 1] = [("search.js", Cow::Borrowed(b"export const find = 1;"))];
    let (theme, findings) = project.load_with(&Options { assets: &own, ..Options::default() });
    assert_eq!(findings, []);
    let theme = theme.unwrap();
    let (_, bytes) = theme.assets().find(|(path, _)| path.starts_with("assets/m.")).unwrap();
    let name = theme.asset("search.js").unwrap().strip_prefix("assets/").unwrap();
    assert_eq!(std::str::from_utf8(bytes).unwrap(), format!("import {{ find }} from \"./{name}\";"));
}

#[test]
fn parameters_are_typed_and_inherited() {
    let theme = Project::new(&[
        ("themes/x/theme.yaml", "name: x\nextends: y\nparams:\n  rows: { type: number, default: 3 }\n"),
        ("themes/y/theme.yaml", "name: y\nparams:\n  rows: { type: number, default: 2 }\n  look: { type: choice, choices: [plain, warm], default: plain }\n  map: { type: bool, default: true }\n"),
    ])
    .load();
    let given = |pairs: &[(&str, &str)]| -> Vec<(String, String, Place)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned(), Place::file("waypost.yaml"))).collect()
    };
    let (values, findings) = theme.params(&given(&[("look", "warm"), ("map", "false")]));
    assert_eq!(findings, []);
    let values: Vec<_> = values.iter().map(|(name, value)| format!("{name}={value}")).collect();
    assert_eq!(values, ["rows=3", "look=warm", "map=false"]);
    let (_, findings) = theme.params(&given(&[("lok", "warm"), ("look", "cold"), ("rows", "few"), ("map", "yes")]));
    let messages: Vec<_> = findings.iter().map(|f| &*f.message).collect();
    assert_eq!(
        messages,
        [
            "the theme has no parameter `lok`",
            "the parameter `look` is not one of plain, warm",
            "the parameter `rows` is not a number",
            "the parameter `map` is not true or false",
        ]
    );
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `look`?"));
}

#[test]
fn the_fingerprint_follows_every_file() {
    let project = Project::new(&[("themes/x/templates/a.html", "a"), ("themes/x/assets/a.svg", "a")]);
    let mut seen = vec![project.load().fingerprint()];
    assert_eq!(project.load().fingerprint(), seen[0]);
    for (path, text) in [
        ("themes/x/templates/a.html", "b"),
        ("themes/x/assets/a.svg", "b"),
        ("themes/x/strings/en.yaml", "hello: Hi\n"),
        ("themes/x/theme.yaml", "name: x\nversion: \"2\"\n"),
        ("templates/a.html", "b"),
    ] {
        project.put(path, text);
        let now = project.load().fingerprint();
        assert!(!seen.contains(&now), "{path}");
        seen.push(now);
    }
}

#[test]
fn the_folders_to_watch_are_those_of_the_chain() {
    let project = Project::new(&[]);
    let root = project.root.path();
    let expected = ["templates", "assets", "strings", "themes/x"].map(|folder| root.join(folder));
    assert_eq!(project.load().watch_paths(), expected);
}

#[test]
fn a_template_that_is_not_text_is_reported() {
    let project = Project::new(&[]);
    fs::create_dir_all(project.root.path().join("templates")).unwrap();
    fs::write(project.root.path().join("templates/a.html"), b"a\xff").unwrap();
    assert!(project.findings().iter().any(|f| f.code == "file/not-utf8"));
}

#[test]
fn themes_are_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Theme>();
}

#[test]
fn the_embedded_theme_has_no_errors() {
    let languages = ["en".to_owned(), "es".to_owned()];
    if super::EMBEDDED.is_empty() {
        // Built without themes/default.
        return;
    }
    let reader = crate::search::client::assets();
    let options = Options { assets: &reader, ..Options::default() };
    let (theme, findings) = Theme::load(Path::new("no such folder"), "default", &languages, &options);
    assert_eq!(findings, []);
    assert!(theme.is_some());
}
