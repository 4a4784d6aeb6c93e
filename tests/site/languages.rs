//! Pages in several languages, and languages that are added by files alone.

use crate::project::{GUIDE, GUIDE_PATH, LISTING_PATH, PAGE, PAGE_PATH, Project, SITE, replaced};
use serde_json::{Map, Value};
use waypost::vocabulary::{Facet, Vocabulary};

fn bilingual(more: &str) -> String {
    format!("{SITE}languages: [en, es]\n{more}")
}

#[test]
fn what_the_site_says_of_itself_is_said_in_each_language() {
    let site = replaced(
        &bilingual(
            "owner: { name: { en: County, es: Condado }, funding: { en: Paid., es: Pagado. } }\n\
             credits: [{ text: { en: Thanks., es: Gracias. } }]\n",
        ),
        &[("title: \"Test directory\"", "title: { en: Test directory, es: Directorio }")],
    );
    let project = Project::sample().with("waypost.yaml", site).built();
    let (english, spanish) = (project.page("index.html"), project.page("es/index.html"));
    for (page, words, others) in [
        (&english, ["Test directory", "County", "Paid.", "Thanks."], ["Directorio", "Condado", "Pagado.", "Gracias."]),
        (&spanish, ["Directorio", "Condado", "Pagado.", "Gracias."], ["Test directory", "County", "Paid.", "Thanks."]),
    ] {
        for (word, other) in words.iter().zip(others) {
            assert!(page.contains(word) && !page.contains(other), "{word}, {other}");
        }
    }
    let title = project.page("es/programs/alder-creek/index.html");
    assert!(title.contains(" | Directorio</title>"), "{title}");
    assert!(spanish.contains(" lang=\"en\">Contains data from") && !english.contains(" lang=\"en\">Contains"));
}

#[test]
fn words_of_a_provider_say_their_language_on_pages_of_another() {
    let project = Project::sample().with("waypost.yaml", bilingual(""));
    project.edit(LISTING_PATH, "verified:", "notes: [\"Ring twice.\"]\npayment: { note: \"Ask us.\" }\nverified:");
    let project = project.built();
    let page = |path: &str| project.page(&format!("{path}programs/alder-creek/index.html"));
    let (english, spanish) = (page(""), page("es/"));
    assert!(!english.contains("lang=\"en\">"), "{english}");
    let text = spanish.split("<div lang=\"en\">").nth(1).unwrap().split("</div>").next().unwrap();
    assert!(text.contains("A quiet house near the creek.") && text.contains("Ring twice."), "{text}");
    assert!(spanish.contains("<span lang=\"en\">Ask us.</span>"), "{spanish}");
    // What search engines show cannot say that it is in another language.
    let description = |page: &str| page.split("name=\"description\" content=\"").nth(1).unwrap()[..40].to_owned();
    assert!(description(&english).contains("quiet house") && !description(&spanish).contains("quiet house"));
    project.edit(LISTING_PATH, "notes:", "written_in: es\nnotes:");
    let project = project.built();
    let page = |path: &str| project.page(&format!("{path}programs/alder-creek/index.html"));
    assert!(page("").contains("<div lang=\"es\">") && !page("es/").contains("<div lang="));
}

#[test]
fn headings_of_a_provider_share_no_id_with_the_page() {
    let project = Project::sample();
    project.edit(LISTING_PATH, "A quiet house near the creek.", "## Main\n\n## Contact h\n\n## P adult IOP\n\nWords.");
    let page = project.built().page("programs/alder-creek/index.html");
    let mut ids: Vec<&str> = page.split(" id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert!(ids.contains(&"text-main") && ids.len() == all, "{ids:?}");
}

#[test]
fn a_translation_that_is_older_than_its_original_is_told() {
    let project = Project::sample()
        .with("waypost.yaml", bilingual(""))
        .with(GUIDE_PATH, GUIDE)
        .with("content/es/guides/what-is-iop.md", replaced(GUIDE, &[("2026-10-15", "2026-10-01")]))
        .with(PAGE_PATH, PAGE)
        .with("content/es/pages/about.md", PAGE);
    let findings = project.findings();
    let old: Vec<_> = findings.iter().filter(|f| f.code == "guide/translation-old").collect();
    assert_eq!(old.len(), 1, "{findings:#?}");
    assert_eq!(old[0].place.as_ref().unwrap().path, "content/es/guides/what-is-iop.md");
    project.edit("content/es/guides/what-is-iop.md", "2026-10-01", "2026-10-15");
    assert!(project.findings().iter().all(|f| f.code != "guide/translation-old"));
}

/// The English strings of the default theme, each turned by `word`, with one plural form.
fn strings(word: impl Fn(&str) -> String) -> Map<String, Value> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/strings/en.yaml");
    let english: Map<String, Value> = serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let turned = english.into_iter().map(|(key, text)| {
        let text = match text {
            Value::Object(forms) => serde_json::json!({ "other": word(forms["other"].as_str().unwrap()) }),
            text => word(text.as_str().unwrap()).into(),
        };
        (key, text)
    });
    turned.collect()
}

/// A vocabulary file for each facet, with a label in the language `qaa` for every term.
fn labels() -> Vec<(String, String)> {
    let vocabulary = Vocabulary::embedded();
    let files = Facet::all().into_iter().map(|facet| {
        let terms: Vec<Value> = vocabulary
            .terms(facet)
            .map(|id| serde_json::json!({ "slug": vocabulary.get(id).slug, "label": { "qaa": format!("qaa {facet} {}", vocabulary.get(id).slug) } }))
            .collect();
        let file = serde_json::json!({ "facet": facet.key(), "label": { "qaa": format!("qaa {facet}") }, "terms": terms });
        (format!("content/vocabulary/{facet}.yaml"), file.to_string())
    });
    files.collect()
}

#[test]
fn a_language_is_added_by_files_alone() {
    let mut texts = strings(|text| format!("Q {text}"));
    texts.insert("language_name".to_owned(), "Qaa".into());
    texts.insert("language_direction".to_owned(), "rtl".into());
    let mut project = Project::sample()
        .with("waypost.yaml", format!("{SITE}languages: [en, qaa]\n"))
        .with("strings/qaa.yaml", Value::from(texts).to_string())
        .with("content/qaa/guides/what-is-iop.md", GUIDE)
        .with(GUIDE_PATH, GUIDE);
    for (path, text) in labels() {
        project = project.with(&path, text);
    }
    assert_eq!(project.check(), [""; 0]);
    let project = project.built();
    let page = project.page("qaa/programs/alder-creek/index.html");
    assert!(page.contains("<html lang=\"qaa\" dir=\"rtl\">"), "{page}");
    assert!(page.contains("qaa level_of_care iop") && page.contains(">Q ") && page.contains("<div lang=\"en\">"));
    // The crisis lines are the program's own and say that they are in English.
    assert!(page.contains("<dl class=\"lines\" lang=\"en\">"));
    assert!(project.page("index.html").contains("lang=\"qaa\" hreflang=\"qaa\" rel=\"alternate\">Qaa</a>"));
    assert!(project.page("qaa/guides/what-is-iop/index.html").contains("Care by day"));
}

#[test]
fn what_a_new_language_lacks_is_told_at_once() {
    let project = Project::sample()
        .with("waypost.yaml", format!("{SITE}languages: [en, qaa]\n"))
        .with("strings/qaa.yaml", "menu: Q\n")
        .with("content/vocabulary/time.yaml", "facet: time\nterms: [{ slug: evening, label: { qaa: Q } }]\n");
    let findings = project.findings();
    let texts: Vec<_> = findings.iter().filter(|f| f.code.starts_with("theme/")).collect();
    assert_eq!(texts.len(), 1, "{texts:#?}");
    assert!(texts[0].message.starts_with("the language `qaa` lacks "), "{}", texts[0].message);
    let help = texts[0].help.as_deref().unwrap();
    assert!(help.contains("skip_to_content") && help.contains("day_mon") && !help.contains(" menu,"), "{help}");
    let terms: Vec<_> = findings.iter().filter(|f| f.code == "vocabulary/untranslated").collect();
    assert_eq!(terms.len(), Facet::COUNT);
    let time = terms.iter().find(|f| f.message.contains("`time`")).unwrap();
    assert!(!time.help.as_deref().unwrap().contains("evening"), "{time:#?}");
}

#[test]
fn a_term_that_is_there_may_get_names_in_other_languages_only() {
    let term = |label: &str| {
        let file = format!("facet: payment\nterms: [{{ slug: medicaid, label: {{ {label} }} }}]\n");
        Project::sample().with("content/vocabulary/payment.yaml", file).check()
    };
    assert_eq!(term("qaa: Medi"), [""; 0]);
    assert_eq!(term("en: Medi"), ["content/vocabulary/payment.yaml:2:17: error[vocabulary/term]"]);
    assert_eq!(term("qaa: Medicare"), ["content/vocabulary/payment.yaml:2:41: error[vocabulary/term]"]);
}
