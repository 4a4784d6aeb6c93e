#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

use super::*;
use crate::diagnostic::rules;
use std::path::Path;

const BOTH: [Generation; 2] = [Generation::To2024, Generation::From2025];

fn own() -> &'static Vocabulary {
    Vocabulary::embedded()
}

fn slugs(vocabulary: &Vocabulary, ids: &[TermId]) -> Vec<String> {
    ids.iter().map(|&id| vocabulary.get(id)).map(|term| format!("{}/{}", term.facet, term.slug)).collect()
}

fn resolved(generation: Generation, category: &str, code: &str) -> Vec<String> {
    slugs(own(), own().resolve(generation, category, code))
}

/// One row of the table of recommended facets: facet, slug, codes to 2024, codes from 2025.
fn recommended() -> Option<Vec<[String; 4]>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/vocabulary/recommended_facets.csv");
    let Ok(table) = std::fs::read_to_string(path) else {
        eprintln!("skipped: the table of recommended facets is not here");
        return None;
    };
    // Only the label, in the middle, may hold commas.
    let row = |line: &str| {
        let left: Vec<&str> = line.splitn(3, ',').collect();
        let right: Vec<&str> = line.rsplitn(5, ',').collect();
        [left[0], left[1], right[2], right[3]].map(str::to_owned)
    };
    Some(table.lines().skip(1).map(row).collect())
}

#[test]
fn every_facet_has_its_number_of_terms() {
    let counts = Facet::all().map(|facet| own().terms(facet).len());
    assert_eq!(counts, [6, 13, 5, 33, 10, 12, 14, 23, 4, 2, 23, 21, 7, 5, 7, 3, 3, 3]);
    assert_eq!(own().len(), 194);
}

#[test]
fn every_recommended_term_is_there_with_every_code_of_both_generations() {
    let Some(rows) = recommended() else { return };
    assert_eq!(rows.len(), 151);
    for [facet, slug, to_2024, from_2025] in rows {
        let facet = Facet::from_key(&facet).unwrap();
        let id = own().find(facet, &slug).unwrap_or_else(|| panic!("{facet}/{slug} is missing"));
        for (generation, expected) in [(Generation::To2024, to_2024), (Generation::From2025, from_2025)] {
            // The survey's "Creole" is a note, not Haitian Creole.
            let expected: Vec<&str> = expected.split_whitespace().filter(|code| *code != "OL:F19").collect();
            let codes: Vec<String> = own().get(id).codes.of(generation).iter().map(Code::to_string).collect();
            assert_eq!(codes, expected, "{facet}/{slug} {generation:?}");
            for code in expected {
                let (category, code) = code.split_once(':').unwrap();
                assert!(own().resolve(generation, category, code).contains(&id), "{facet}/{slug} {category}:{code}");
            }
        }
    }
}

#[test]
fn only_recommended_terms_have_codes() {
    let Some(rows) = recommended() else { return };
    for term in Facet::all().into_iter().flat_map(|facet| own().terms(facet)).map(|id| own().get(id)) {
        let known = rows.iter().any(|[facet, slug, ..]| facet == term.facet.key() && *slug == term.slug);
        assert!(known || term.codes == Codes::default(), "{}/{}", term.facet, term.slug);
    }
}

#[test]
fn every_text_is_there_in_english_and_spanish_short_and_a_sentence() {
    let sentence = |owner: &str, about: &Texts| {
        for lang in ["en", "es"] {
            let text = about.exact(lang).unwrap_or_else(|| panic!("{owner} says nothing in {lang}"));
            assert!(text.ends_with('.') && text.trim() == text && !text.contains("  "), "{owner}: {text}");
            assert!(text.chars().count() <= 140, "{owner}: {} characters in {lang}", text.chars().count());
            assert_eq!(text.matches(". ").count(), 0, "{owner} has more than one sentence: {text}");
        }
    };
    let label = |owner: &str, label: &Texts| {
        for lang in ["en", "es"] {
            let text = label.exact(lang).unwrap_or_else(|| panic!("{owner} has no label in {lang}"));
            assert!(text.chars().count() <= 80 && !text.ends_with('.'), "{owner}: {text}");
        }
    };
    for facet in Facet::all() {
        label(facet.key(), own().facet_label(facet));
        sentence(facet.key(), own().facet_about(facet));
        for term in own().terms(facet).map(|id| own().get(id)) {
            let owner = format!("{facet}/{}", term.slug);
            label(&owner, &term.label);
            sentence(&owner, &term.about);
        }
    }
}

#[test]
fn no_two_labels_of_a_facet_are_the_same_in_any_language() {
    for facet in Facet::all() {
        for lang in ["en", "es"] {
            let mut labels: Vec<&str> = own().terms(facet).map(|id| own().get(id).label.get(lang)).collect();
            labels.sort_unstable();
            let all = labels.len();
            labels.dedup();
            assert_eq!(labels.len(), all, "{facet} {lang}");
        }
    }
}

#[test]
fn the_projects_own_files_pass_the_checks_of_a_site() {
    let mut draft = Draft::default();
    for (path, text) in OWN {
        draft.add_site(path, text);
    }
    let (vocabulary, findings) = draft.finish();
    assert_eq!(findings, []);
    assert_eq!(vocabulary.len(), own().len());
}

#[test]
fn ids_follow_the_facets_and_the_files() {
    let ids: Vec<TermId> = Facet::all().into_iter().flat_map(|facet| own().terms(facet)).collect();
    assert!(ids.is_sorted());
    assert!(ids.iter().enumerate().all(|(n, id)| id.index() == n));
    assert_eq!(own().get(own().terms(Facet::LevelOfCare).next().unwrap()).slug, "iop");
    assert_eq!(own().find(Facet::Population, "women").map(|id| own().get(id).facet), Some(Facet::Population));
    assert_eq!(own().find(Facet::Gender, "women").map(|id| own().get(id).facet), Some(Facet::Gender));
    assert_eq!(own().find(Facet::Modality, "women"), None);
}

#[test]
fn a_code_that_changed_its_meaning_is_read_by_its_year() {
    use Generation::{From2025, To2024};
    assert_eq!(resolved(To2024, "PAY", "MI"), ["payment/tricare"]);
    assert_eq!(resolved(From2025, "PAY", "MI"), [""; 0]);
    assert_eq!(resolved(From2025, "TAP", "MI"), ["modality/motivational-interviewing"]);
    assert_eq!(resolved(To2024, "TAP", "MI"), [""; 0]);
    assert_eq!(resolved(To2024, "TAP", "MOTI"), ["modality/motivational-interviewing"]);
    assert_eq!(resolved(To2024, "ASPT", "SSA"), ["service/substance-use-assessment"]);
    assert_eq!(resolved(From2025, "ASPT", "SSU"), ["service/substance-use-assessment"]);
    assert_eq!(resolved(From2025, "LCA", "SSA"), ["license/state-substance-use-agency"]);
    assert_eq!(resolved(To2024, "LCA", "STAG"), ["license/state-substance-use-agency"]);
    assert_eq!(resolved(To2024, "LCA", "SSA"), [""; 0]);
    assert_eq!(resolved(To2024, "FOP", "STG"), ["ownership/state"]);
    assert_eq!(resolved(To2024, "SET", "OIT"), resolved(From2025, "SET", "IOP"));
    assert_eq!(resolved(To2024, "SG", "GL"), ["population/lgbtq"]);
    assert!(!own().is_known_code(From2025, "SG", "GL"));
}

#[test]
fn one_code_may_stand_for_two_terms() {
    for generation in BOTH {
        assert_eq!(resolved(generation, "TAP", "IDD"), ["focus/co-occurring", "modality/integrated-dual-diagnosis"]);
        assert_eq!(resolved(generation, "TAP", "TRC"), ["focus/trauma-ptsd", "modality/trauma-counseling"]);
        assert_eq!(resolved(generation, "TAP", "CFT"), ["modality/family", "modality/couples"]);
        assert_eq!(resolved(generation, "AS", "FPSY"), ["modality/family", "service/family-education"]);
    }
}

#[test]
fn a_code_without_its_category_gives_every_category_it_has() {
    let [(category, ids)] = own().resolve_bare(Generation::To2024, "SSA")[..] else { panic!("one category") };
    assert_eq!((category, slugs(own(), ids)), ("ASPT", vec!["service/substance-use-assessment".to_owned()]));
    let [(category, ids)] = own().resolve_bare(Generation::From2025, "SSA")[..] else { panic!("one category") };
    assert_eq!((category, slugs(own(), ids)), ("LCA", vec!["license/state-substance-use-agency".to_owned()]));
    assert_eq!(own().resolve_bare(Generation::From2025, "XYZ"), []);

    let two = "facet: modality\nterms:\n  - { slug: a, label: { en: A }, codes: { to_2024: [\"ZZ:SSA\"] } }\n";
    let (two, findings) = Vocabulary::with_site(&[("v.yaml".into(), two.into())]);
    assert_eq!(findings, []);
    let categories: Vec<&str> = two.resolve_bare(Generation::To2024, "SSA").iter().map(|(c, _)| *c).collect();
    assert_eq!(categories, ["ASPT", "ZZ"]);
}

#[test]
fn creole_is_a_note_and_never_a_language() {
    for generation in BOTH {
        assert_eq!(resolved(generation, "OL", "F19"), [""; 0]);
        assert!(own().is_known_code(generation, "OL", "F19"));
        assert_eq!(own().resolve_bare(generation, "F19"), [("OL", &[][..])]);
        let note = own().code_note(generation, "OL", "F19").unwrap();
        assert_eq!(note.get("en"), "The survey says Creole, without saying which.");
        assert!(note.get("es").contains("criollo"));
        assert_eq!(own().code_note(generation, "OL", "F28"), None);
    }
    assert_eq!(own().get(own().find(Facet::Language, "ht").unwrap()).codes, Codes::default());
    assert_eq!(own().suggest(Facet::Language, "Creole"), None);
}

#[test]
fn what_people_type_finds_the_term() {
    use Facet::{
        Age, Focus, Format, Insurer, Language, LevelOfCare, Medication, Modality, Payment, Population, Service, Time,
    };
    for (facet, text, slug) in [
        (LevelOfCare, "IOP", "iop"),
        (LevelOfCare, "intensive out-patient program", "iop"),
        (LevelOfCare, "Evening IOP", "iop"),
        (LevelOfCare, "PHP", "php"),
        (LevelOfCare, "day program", "php"),
        (LevelOfCare, "Detox", "detox"),
        (LevelOfCare, "desintoxicacion", "detox"),
        (LevelOfCare, "residental", "residential"),
        (Focus, "dual diagnosis", "co-occurring"),
        (Focus, "cooccurring", "co-occurring"),
        (Focus, "estres postraumatico", "trauma-ptsd"),
        (Focus, "eating disorders", "eating-disorder"),
        (Format, "Zoom", "virtual"),
        (Format, "in person", "in-person"),
        (Format, "telehealth services", "telehealth"),
        (Modality, "cbt", "cbt"),
        (Modality, "Cognitive Behavioral Therapy", "cbt"),
        (Modality, "DBT", "dbt"),
        (Modality, "AA", "twelve-step"),
        (Modality, "12 step", "twelve-step"),
        (Modality, "motivational interveiwing", "motivational-interviewing"),
        (Medication, "Suboxone", "buprenorphine"),
        (Medication, "buprenorfine", "buprenorphine"),
        (Medication, "MAT", "accepts-moud"),
        (Medication, "MOUD", "accepts-moud"),
        (Medication, "methadone clinic", "otp"),
        (Payment, "Medi-Cal", "medicaid"),
        (Payment, "medical", "medicaid"),
        (Payment, "no insurance", "sliding-scale"),
        (Payment, "seguro médico", "private-insurance"),
        (Payment, "Medicaid (Georgia)", "medicaid"),
        (Insurer, "Blue Cross Blue Shield of Alabama", "blue-cross-blue-shield"),
        (Insurer, "BCBS", "blue-cross-blue-shield"),
        (Insurer, "Anthem Blue Cross", "anthem"),
        (Insurer, "Medi-Cal", "medi-cal"),
        (Insurer, "United Health Care", "unitedhealthcare"),
        (Population, "teens", "adolescents"),
        (Population, "women only", "women"),
        (Population, "LGBTQIA+", "lgbtq"),
        (Age, "teens", "children-adolescents"),
        (Age, "65+", "seniors"),
        (Language, "signing", "ase"),
        (Language, "Español", "es"),
        (Language, "tieng viet", "vi"),
        (Service, "rides", "transportation"),
        (Time, "evenings", "evening"),
    ] {
        let found = own().suggest(facet, text).map(|id| own().get(id).slug.as_str());
        assert_eq!(found, Some(slug), "{facet}: {text}");
    }
}

#[test]
fn nothing_is_suggested_rather_than_something_wrong() {
    use Facet::{Focus, Gender, Insurer, Language, LevelOfCare, Medication, Modality, Payment, Population};
    for (facet, text) in [
        (Modality, ""),
        (Modality, "…"),
        (Modality, "ABT"),
        (Modality, "hypnosis"),
        (Modality, "equine therapy"),
        (LevelOfCare, "sober home"),
        (Focus, "weight loss"),
        (Medication, "aspirin"),
        (Payment, "bitcoin"),
        (Insurer, "Oscar"),
        (Language, "Norwegian"),
        (Language, "no"),
        (Gender, "women and men"),
        (Population, "pets"),
    ] {
        let found = own().suggest(facet, text).map(|id| own().get(id).slug.as_str());
        assert_eq!(found, None, "{facet}: {text}");
    }
}

#[test]
fn every_name_of_a_term_leads_back_to_it() {
    for facet in Facet::all() {
        for id in own().terms(facet) {
            for name in own().get(id).names() {
                assert_eq!(own().suggest(facet, name), Some(id), "{facet}: {name}");
            }
        }
    }
}

fn site(files: &[(&str, &str)]) -> (Vocabulary, Vec<Diagnostic>) {
    let files: Vec<(String, String)> = files.iter().map(|&(path, text)| (path.to_owned(), text.to_owned())).collect();
    Vocabulary::with_site(&files)
}

/// Code, line, column, message of each finding.
fn shown(findings: &[Diagnostic]) -> Vec<String> {
    let place = |d: &Diagnostic| d.place.as_ref().map(|p| (p.path.clone(), p.line, p.column)).unwrap();
    let line = |d: &Diagnostic| {
        let (path, line, column) = place(d);
        format!("{path}:{line}:{column} {} {}", d.code, d.message)
    };
    findings.iter().map(line).collect()
}

#[test]
fn a_site_adds_terms_and_languages_after_the_projects_own() {
    let (vocabulary, findings) = site(&[(
        "content/vocabulary/modality.yaml",
        "facet: modality\nlabel: { vi: Liệu pháp }\nterms:\n  - slug: equine-therapy\n    label: { en: Equine therapy }\n    \
         about: { en: You work with horses. }\n    synonyms: { en: [horses, \"horse therapy\"] }\n    \
         codes: { from_2025: [\"TAP:HORSE\"] }\n",
    )]);
    assert_eq!(findings, []);
    let id = vocabulary.find(Facet::Modality, "equine-therapy").unwrap();
    assert_eq!(vocabulary.terms(Facet::Modality).last(), Some(id));
    assert!(vocabulary.terms(Facet::Medication).next().unwrap() > id);
    assert_eq!(vocabulary.get(id).label.get("es"), "Equine therapy");
    assert_eq!(vocabulary.facet_label(Facet::Modality).get("vi"), "Liệu pháp");
    assert_eq!(vocabulary.facet_label(Facet::Modality).get("en"), "Therapies and approaches");
    assert_eq!(vocabulary.suggest(Facet::Modality, "Horses"), Some(id));
    assert_eq!(vocabulary.resolve(Generation::From2025, "TAP", "HORSE"), [id]);
    assert_eq!(slugs(&vocabulary, vocabulary.resolve(Generation::From2025, "SET", "IOP")), ["level_of_care/iop"]);
    assert!(vocabulary.code_note(Generation::To2024, "OL", "F19").is_some());
    assert_eq!(own().find(Facet::Modality, "equine-therapy"), None);
}

#[test]
fn every_problem_of_every_site_file_is_reported_at_its_place() {
    let (vocabulary, findings) = site(&[
        (
            "a.yaml",
            "facet: modality\nterms:\n  - slug: Horse Therapy\n    label: { en: Horses }\n  - slug: cbt\n    \
             label: { en: Again }\n  - slug: sand-play\n    label: { es: Juego de arena }\n    \
             synonyms: { es: [arena, TCC] }\n    codes: { to_2024: [TAP] }\n  - slug: box-play\n    \
             label: { en: Box }\n    synonyms: { en: [Arena] }\n",
        ),
        ("b.yaml", "facet: modalty\nterms: []\n"),
        ("c.yaml", "facet: focus\nterms:\n  - slug: x\n    labell: { en: X }\n"),
        ("d.yaml", "facet: focus\nterms:\n  - label: { en: X }\n"),
        ("e.yaml", "facet: focus\nterms: [ { slug: x\n"),
        ("f.yaml", "facet: focus\nterms: none\n"),
        ("g.yaml", "facet: focus\nfacet: focus\n"),
        ("h.yaml", "# later\n"),
        ("i.yaml", "facet: focus\nterms:\n  - slug:\n"),
    ]);
    assert_eq!(
        shown(&findings),
        [
            "a.yaml:3:11 vocabulary/term `Horse Therapy` is not a slug: a-z, 0-9 and single hyphens only",
            "a.yaml:5:11 vocabulary/term `cbt` is already a term of `modality`",
            "a.yaml:10:24 vocabulary/term `TAP` is not a survey code",
            "a.yaml:7:11 vocabulary/term the term `sand-play` has no English label",
            "a.yaml:9:29 vocabulary/term `TCC` already means `cbt` in `modality`",
            "a.yaml:13:22 vocabulary/term `Arena` already means `sand-play` in `modality`",
            "b.yaml:1:8 vocabulary/term there is no facet `modalty`",
            "c.yaml:4:5 shape/unknown-key there is no key `labell` here",
            "d.yaml:3:5 shape/missing-key `slug` is missing",
            "e.yaml:2:10 yaml/syntax unclosed bracket '{'",
            "f.yaml:2:8 shape/wrong-type a list belongs here",
            "g.yaml:2:1 yaml/duplicate-key `facet` is written twice",
            "h.yaml:0:0 file/empty the file is empty",
            "i.yaml:3:9 shape/empty-value there is no value here",
        ]
    );
    let help = |n: usize| findings[n].help.as_deref().unwrap();
    assert_eq!(help(0), "write `horse-therapy`");
    assert_eq!(help(6), "did you mean `modality`?");
    assert_eq!(help(7), "did you mean `label`?");
    assert!(findings.iter().all(|finding| finding.severity == rules::VOCABULARY_TERM.severity));
    assert_eq!(vocabulary.find(Facet::Modality, "Horse Therapy"), None);
    assert!(vocabulary.find(Facet::Modality, "box-play").is_some());
    assert_eq!(
        own().get(own().find(Facet::Modality, "cbt").unwrap()),
        vocabulary.get(vocabulary.find(Facet::Modality, "cbt").unwrap())
    );
}

#[test]
fn the_vocabulary_is_shared_between_threads() {
    fn shared<T: Send + Sync>() {}
    shared::<Vocabulary>();
    shared::<TermId>();
}
