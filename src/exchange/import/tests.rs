#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod workbook;

use std::collections::BTreeMap;
use std::io::Write as _;
use std::time::Instant;

use self::workbook::workbook;
use super::report::{FlagKind, RefusalReason, RepairKind};
use super::*;

/// A project in a temporary folder.
struct Project(tempfile::TempDir);

impl Project {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn request(&self, format: Format, files: &[PathBuf]) -> Request {
        Request {
            format,
            files: files.to_vec(),
            content: self.0.path().join("content"),
            dry_run: false,
            year: None,
            report: None,
            date: jiff::civil::date(2026, 8, 30),
        }
    }

    fn import(&self, format: Format, files: &[PathBuf]) -> Report {
        import(&self.request(format, files)).unwrap()
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    fn listing(&self, path: &str) -> PathBuf {
        self.0.path().join("content/providers").join(path)
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.listing(path)).unwrap()
    }

    /// Every listing with its text.
    fn all(&self) -> BTreeMap<String, String> {
        let files = files::listings(&self.0.path().join("content")).unwrap();
        files.into_iter().map(|(slug, path)| (slug, std::fs::read_to_string(path).unwrap())).collect()
    }
}

/// A real file, or nothing and a line that says so.
fn shared(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/samhsa").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

fn repairs(report: &Report) -> BTreeMap<RepairKind, usize> {
    let mut counts = BTreeMap::new();
    report.repairs.iter().for_each(|r| *counts.entry(r.kind).or_default() += 1);
    counts
}

fn flags(report: &Report) -> BTreeMap<FlagKind, usize> {
    let mut counts = BTreeMap::new();
    report.flags.iter().for_each(|f| *counts.entry(f.kind).or_default() += 1);
    counts
}

/// The words of a count, for comparing many at once.
fn counts(report: &Report) -> [usize; 9] {
    let c = report.counts;
    assert!(c.add_up(), "{c:?}");
    [c.rows, c.listings, c.duplicates, c.both_directories, c.refused, c.created, c.updated, c.unchanged, c.kept]
}

fn lines_with(all: &BTreeMap<String, String>, what: impl Fn(&str) -> bool) -> usize {
    all.values().flat_map(|text| text.lines()).filter(|line| what(line)).count()
}

#[test]
fn the_real_table_becomes_the_same_listings_clean_dirty_and_again() {
    let Some(path) = shared("facilities_2024_geocoded.csv.gz") else { return };
    let project = Project::new();
    let start = Instant::now();
    let report = project.import(Format::SamhsaCsv, std::slice::from_ref(&path));
    println!("first import in {:?}\n{}", start.elapsed(), report.text());
    assert_eq!(counts(&report), [20_519, 17_580, 43, 2_896, 0, 17_580, 0, 0, 0]);
    assert_eq!(report.files[0].codes, "to-2024");
    assert!(report.unknown.is_empty(), "{:?}", report.unknown);
    assert_eq!(
        repairs(&report).into_iter().collect::<Vec<_>>(),
        [
            (RepairKind::Blanks, 27),
            (RepairKind::PhoneExtension, 4_523),
            (RepairKind::PhoneLetters, 21),
            (RepairKind::PhoneDropped, 5),
            (RepairKind::PostOfficeBox, 56),
            (RepairKind::AddressWithheld, 940),
            (RepairKind::PointDropped, 23),
            (RepairKind::Contradiction, 1),
        ]
    );
    assert_eq!(
        flags(&report).into_iter().collect::<Vec<_>>(),
        [
            (FlagKind::NameCut, 788),
            (FlagKind::NameAbbreviated, 1_835),
            (FlagKind::NameSaysIntensive, 23),
            (FlagKind::WrittenAsNote, 285),
            (FlagKind::NoLevel, 23),
        ]
    );
    let all = project.all();
    // 5,595 rows have the code; seven of them repeat another row.
    assert_eq!(lines_with(&all, |l| l.starts_with("    level_of_care:") && l.contains("iop")), 5_588);
    assert_eq!(
        lines_with(&all, |l| l == "  - id: substance-use") + lines_with(&all, |l| l == "  - id: mental-health"),
        20_476
    );
    // Creole is a note, never a language.
    assert_eq!(lines_with(&all, |l| l.starts_with("languages:") && l.contains("ht")), 0);
    for text in all.values().filter(|text| text.contains("confidential: hidden")) {
        assert!(!text.contains("  street:") && !text.contains("  unit:") && !text.contains("  lat:"), "{text}");
    }
    assert!(all.keys().all(|slug| slug.len() <= slugs::SLUG_MAX));

    let start = Instant::now();
    let mut later = project.request(Format::SamhsaCsv, &[path]);
    later.date = jiff::civil::date(2026, 12, 24);
    let again = import(&later).unwrap();
    println!("second import in {:?}", start.elapsed());
    assert_eq!(counts(&again), [20_519, 17_580, 43, 2_896, 0, 0, 0, 17_580, 0]);
    assert!(again.vanished.is_empty());
    assert_eq!(project.all(), all);

    // The same table before anybody repaired it gives the same listings.
    let Some(raw) = shared("facilities_2024_raw.csv.gz") else { return };
    let dirty = Project::new();
    let report = dirty.import(Format::SamhsaCsv, &[raw]);
    assert_eq!(counts(&report), [20_524, 17_580, 43, 2_896, 5, 17_580, 0, 0, 0]);
    // 1,884 lost one zero and 90 two.
    assert_eq!(repairs(&report).get(&RepairKind::ZipZeros), Some(&1_974));
    let refused: Vec<_> = report.refusals.iter().map(|r| (r.origin.id.as_str(), r.reason)).collect();
    assert_eq!(
        refused,
        [
            ("substance_12201", RefusalReason::Empty),
            ("substance_12202", RefusalReason::Empty),
            ("substance_12203", RefusalReason::Empty),
            ("substance_12204", RefusalReason::Legend),
            ("substance_12205", RefusalReason::Legend),
        ]
    );
    let without_points = |all: BTreeMap<String, String>| -> BTreeMap<String, String> {
        let bare = |text: String| -> String {
            text.lines()
                .filter(|l| !l.starts_with("  lat:") && !l.starts_with("  lon:"))
                .fold(String::new(), |s, l| s + l + "\n")
        };
        all.into_iter().map(|(slug, text)| (slug, bare(text))).collect()
    };
    assert!(without_points(dirty.all()) == without_points(all));
}

#[test]
fn the_official_workbook_gives_what_the_table_gives() {
    let Some(path) = shared("National_Directory_MH_2024.xlsx") else { return };
    let project = Project::new();
    let report = project.import(Format::SamhsaXlsx, &[path]);
    assert_eq!(counts(&report), [8_319, 8_301, 18, 0, 0, 8_301, 0, 0, 0]);
    assert!(report.unknown.is_empty());
    assert_eq!((report.files[0].codes.as_str(), report.files[0].year), ("to-2024", 2024));
    let all = project.all();
    assert_eq!(lines_with(&all, |l| l == "  - id: mental-health"), 8_301);
    assert_eq!(lines_with(&all, |l| l.contains("tricare")), 4_209);
    assert_eq!(lines_with(&all, |l| l.contains("motivational-interviewing")), 0);
}

#[test]
fn the_locators_answer_becomes_listings() {
    let Some(path) = shared("findtreatment_api_listing_2019.json") else { return };
    let project = Project::new();
    let report = project.import(Format::FindtreatmentJson, &[path]);
    assert_eq!(counts(&report), [30, 24, 0, 6, 0, 24, 0, 0, 0]);
    assert_eq!(report.unknown.len(), 6, "{:?}", report.unknown);
    assert!(report.files[0].partial);
    let text = project.read("va/mohr-center-charlottesville.md");
    assert!(text.contains("website: \"http://www.regionten.org\"") && text.contains("lat: 38.028224"), "{text}");
    assert!(text.contains("level_of_care: residential") && text.contains("genders: [men]"), "{text}");
    assert!(text.contains("name: \"FindTreatment.gov 2019\""), "{text}");
}

const HEADING: &str = "facility_id,directory_type,name1,name2,street1,street2,city,state,zip,phone,intake1,intake2,\
                       intake1a,intake2a,latitude,longitude,service_code_info";
const ALDER: &str = "s1,substance,Alder Creek Health,,12 Mill Road,Suite 4,Lowell,MA,01850,978-555-0142 x7,,,,,42.65,-71.3,\
                     SA * OP OIT ORT * CBT MOTI * MD MI SF * ADLT";
const ALDER_MH: &str = "m1,mental,Alder Creek Hlth,,12 Mill Rd,,Lowell,MA,01850,978-555-0142,,,,,,,MH * OP * CBT * MD";
const MAPLE: &str = "s2,substance,Maple House,,9 Elm Street,,Salem,MA,01970,978-555-0150,,,,,,,SA * OP * CBT * MD SF";
const FILE: &str = "ma/alder-creek-health-lowell.md";

fn table(project: &Project, name: &str, rows: &[&str]) -> PathBuf {
    project.file(name, &format!("{HEADING}\n{}\n", rows.join("\n")))
}

#[test]
fn an_unchanged_file_takes_the_news_and_an_untouched_one_is_not_written() {
    let project = Project::new();
    project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER, ALDER_MH, MAPLE])]);
    let first = project.read(FILE);
    assert!(first.contains("level_of_care: [iop, outpatient]") && first.contains("ext: \"7\""), "{first}");
    let maple = project.listing("ma/maple-house-salem.md");
    let before = std::fs::metadata(&maple).unwrap().modified().unwrap();
    let news = ALDER.replace("CBT MOTI", "CBT MOTI TELE");
    let report = project.import(Format::SamhsaCsv, &[table(&project, "b_2024.csv", &[&news, ALDER_MH, MAPLE])]);
    assert_eq!(counts(&report), [3, 2, 0, 1, 0, 0, 1, 1, 0]);
    assert!(project.read(FILE).contains("formats: [telehealth]"));
    assert_eq!(std::fs::metadata(&maple).unwrap().modified().unwrap(), before);
}

#[test]
fn what_a_provider_edited_is_kept_and_the_rest_takes_the_news() {
    let project = Project::new();
    project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER])]);
    let edited = project
        .read(FILE)
        .replace("number: \"978-555-0142\"", "number: \"978-555-0177\"")
        .replace("verified:", "# confirmed by phone\nverified:")
        + "\nWe are on the second floor.\n";
    std::fs::write(project.listing(FILE), &edited).unwrap();
    let news = ALDER.replace("0142 x7", "0199").replace("MD MI SF", "MD MI SF PI");
    let report = project.import(Format::SamhsaCsv, &[table(&project, "b_2024.csv", &[&news])]);
    let text = project.read(FILE);
    assert!(text.contains("978-555-0177") && !text.contains("978-555-0199"), "{text}");
    assert!(text.contains("private-insurance") && text.contains("# confirmed by phone\nverified:"), "{text}");
    assert!(text.ends_with("\nWe are on the second floor.\n"));
    assert_eq!(report.kept.len(), 1);
    assert_eq!((report.kept[0].key.as_str(), report.kept[0].source_changed), ("phones", true));
    assert!(report.kept[0].source.contains("978-555-0199") && report.text().contains("the source has news"));
}

#[test]
fn a_file_deleted_by_hand_stays_deleted_and_a_renamed_one_is_found() {
    let project = Project::new();
    let file = table(&project, "a_2024.csv", &[ALDER, MAPLE]);
    project.import(Format::SamhsaCsv, std::slice::from_ref(&file));
    std::fs::remove_file(project.listing(FILE)).unwrap();
    std::fs::rename(project.listing("ma/maple-house-salem.md"), project.listing("ma/maple.md")).unwrap();
    for _ in 0..2 {
        let report = project.import(Format::SamhsaCsv, std::slice::from_ref(&file));
        assert_eq!((report.counts.stays_deleted, report.counts.unchanged), (1, 1));
        assert_eq!(report.deleted, ["alder-creek-health-lowell"]);
        assert_eq!(project.all().into_keys().collect::<Vec<_>>(), ["maple"]);
    }
    let news = MAPLE.replace("MD SF", "MD SF PI");
    project.import(Format::SamhsaCsv, &[table(&project, "b_2024.csv", &[ALDER, &news])]);
    assert!(project.read("ma/maple.md").contains("private-insurance"));
}

#[test]
fn a_vanished_row_is_reported_and_its_file_left() {
    let project = Project::new();
    project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER, MAPLE])]);
    let before = project.read("ma/maple-house-salem.md");
    let report = project.import(Format::SamhsaCsv, &[table(&project, "b_2025.csv", &[ALDER])]);
    assert_eq!(report.vanished.len(), 1);
    assert_eq!(report.vanished[0].listing, "maple-house-salem");
    assert_eq!(project.read("ma/maple-house-salem.md"), before);
    let back = project.import(Format::SamhsaCsv, &[table(&project, "c_2025.csv", &[ALDER, MAPLE])]);
    assert!(back.vanished.is_empty());
    assert_eq!(back.counts.updated, 1);
}

#[test]
fn a_place_keeps_its_file_when_its_name_or_street_changes() {
    let project = Project::new();
    project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER])]);
    let moved = ALDER.replace("Alder Creek Health", "Alder Creek Health Inc").replace("12 Mill Road", "40 Dam Street");
    let report = project.import(Format::SamhsaCsv, &[table(&project, "b_2025.csv", &[&moved])]);
    assert_eq!((report.counts.updated, report.vanished.len()), (1, 0));
    let text = project.read(FILE);
    assert!(text.contains("name: \"Alder Creek Health Inc\"") && text.contains("40 Dam Street"), "{text}");
    assert!(text.contains("date: 2024-03-31") && text.contains("Facilities 2025\""), "{text}");
}

#[test]
fn the_two_directories_may_come_one_after_the_other() {
    let (together, apart) = (Project::new(), Project::new());
    together.import(Format::SamhsaCsv, &[table(&together, "a_2024.csv", &[ALDER, ALDER_MH, MAPLE])]);
    apart.import(Format::SamhsaCsv, &[table(&apart, "su_2024.csv", &[ALDER, MAPLE])]);
    let report = apart.import(Format::SamhsaCsv, &[table(&apart, "mh_2024.csv", &[ALDER_MH])]);
    assert_eq!(counts(&report), [1, 1, 0, 0, 0, 0, 1, 0, 0]);
    assert!(report.vanished.is_empty());
    assert_eq!(apart.all(), together.all());
}

#[test]
fn a_file_that_was_there_before_is_never_written_over() {
    let project = Project::new();
    let path = project.listing(FILE);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, "---\nname: \"Mine\"\n---\n").unwrap();
    let report = project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER])]);
    assert_eq!(report.counts.created, 1);
    assert_eq!(project.read(FILE), "---\nname: \"Mine\"\n---\n");
    assert!(project.read("ma/alder-creek-health-lowell-ma.md").contains("Alder Creek Health"));
}

#[test]
fn without_its_memory_an_import_finds_its_files_and_changes_no_word_in_them() {
    let project = Project::new();
    project.import(Format::SamhsaCsv, &[table(&project, "a_2024.csv", &[ALDER])]);
    let before = project.all();
    std::fs::remove_dir_all(project.0.path().join(".waypost")).unwrap();
    let news = ALDER.replace("0142 x7", "0199");
    let report = project.import(Format::SamhsaCsv, &[table(&project, "b_2024.csv", &[&news])]);
    assert_eq!(project.all(), before);
    assert_eq!(report.kept.iter().map(|k| k.key.as_str()).collect::<Vec<_>>(), ["phones"]);
}

#[test]
fn a_dry_run_writes_nothing_but_the_report_it_is_asked_for() {
    let project = Project::new();
    let file = table(&project, "a_2024.csv", &[ALDER]);
    let mut request = project.request(Format::SamhsaCsv, &[file]);
    request.dry_run = true;
    let report = import(&request).unwrap();
    assert_eq!(report.counts.created, 1);
    assert!(!project.0.path().join("content").exists() && !project.0.path().join(".waypost").exists());
    request.report = Some(project.0.path().join("out/report.json"));
    import(&request).unwrap();
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(project.0.path().join("out/report.json")).unwrap()).unwrap();
    assert_eq!(json["counts"]["rows"], 1);
    assert_eq!(json["repairs"][0]["kind"], "phone-extension");
}

#[test]
fn codes_from_2025_on_are_read_by_their_new_meaning() {
    let project = Project::new();
    let row = ALDER.replace(
        "SA * OP OIT ORT * CBT MOTI * MD MI SF * ADLT",
        "SA * OP IOP ORT * CBT MI * SSA CARF * MD TRICARE CASH * CMHA SSU * ADLT",
    );
    let report = project.import(Format::SamhsaCsv, &[table(&project, "a_2025.csv", &[&row])]);
    assert_eq!(report.files[0].codes, "from-2025");
    let text = project.read(FILE);
    for expected in [
        "[iop, outpatient]",
        "[cbt, motivational-interviewing]",
        "tricare",
        "state-substance-use-agency",
        "substance-use-assessment",
    ] {
        assert!(text.contains(expected), "{expected} in {text}");
    }
}

/// The one finding of an import that has to fail, with nothing written.
fn failure(project: &Project, format: Format, file: PathBuf) -> Diagnostic {
    let findings = import(&project.request(format, &[file])).unwrap_err();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert!(!project.0.path().join("content").exists() && !project.0.path().join(".waypost").exists());
    findings[0].clone()
}

#[test]
fn tables_of_another_shape_are_refused_with_the_line() {
    let project = Project::new();
    let fail = |name: &str, text: &str| failure(&project, Format::SamhsaCsv, project.file(name, text));
    let missing = fail("a_2024.csv", &format!("{}\n{ALDER}\n", HEADING.replace("zip", "postcode")));
    assert!(missing.message.contains("lacks the columns zip"), "{missing:?}");
    assert_eq!((missing.code.as_ref(), missing.place.unwrap().line), ("import/shape", 1));
    let cut = fail("b_2024.csv", &format!("{HEADING}\n{ALDER}\n{}", &MAPLE[..40]));
    assert_eq!(cut.place.as_ref().unwrap().line, 3, "{cut:?}");
    let cut = fail("c_2024.csv", &format!("{HEADING}\n{ALDER}\n{}", MAPLE.strip_suffix("D SF").unwrap()));
    assert!(cut.message.contains("ends in the middle"), "{cut:?}");
    let other = fail("d_2024.csv", &format!("{}\n", HEADING.replace(',', ";")));
    assert!(other.help.unwrap().contains("commas"));
    let empty = fail("e_2024.csv", &format!("{HEADING}\n"));
    assert!(empty.message.contains("no rows"), "{empty:?}");
    let mixed = fail(
        "f_2024.csv",
        &format!("{HEADING}\n{ALDER}\n{}\n", ALDER.replace("OIT", "IOP").replace("MD MI SF", "CASH TRICARE")),
    );
    assert!(mixed.message.contains("mixes the codes"), "{mixed:?}");
    let year = fail("list.csv", &format!("{HEADING}\n{ALDER}\n"));
    assert!(year.help.unwrap().contains("--year"));
    let untold = fail("g_2024.csv", &format!("{}\n{}\n", HEADING.replace("directory_type", "x"), MAPLE));
    assert!(untold.help.unwrap().contains("directory_type"), "{:?}", untold.message);
}

#[test]
fn a_table_in_another_encoding_or_a_cut_archive_is_refused() {
    let project = Project::new();
    let path = project.0.path().join("a_2024.csv");
    let mut bytes = format!("{HEADING}\n{ALDER}\n").into_bytes();
    let at = bytes.windows(5).position(|w| w == b"Creek").unwrap();
    bytes[at] = 0xe9;
    std::fs::write(&path, &bytes).unwrap();
    let finding = failure(&project, Format::SamhsaCsv, path);
    assert_eq!((finding.code.as_ref(), finding.place.unwrap().line), ("file/not-utf8", 2));

    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(format!("{HEADING}\n{ALDER}\n{MAPLE}\n").as_bytes()).unwrap();
    let packed = packed.finish().unwrap();
    let path = project.0.path().join("b_2024.csv.gz");
    std::fs::write(&path, &packed[..packed.len() - 12]).unwrap();
    assert!(failure(&project, Format::SamhsaCsv, path.clone()).message.contains("ends in the middle"));
    std::fs::write(&path, &packed).unwrap();
    assert_eq!(project.import(Format::SamhsaCsv, &[path]).counts.rows, 2);
}

#[test]
fn what_is_no_workbook_is_refused() {
    let project = Project::new();
    let fail = |name: &str, text: &str| failure(&project, Format::SamhsaXlsx, project.file(name, text));
    assert!(fail("a_2024.xlsx", &format!("{HEADING}\n{ALDER}\n")).help.unwrap().contains("samhsa-csv"));
    assert!(fail("b_2024.xlsx", "PK\u{3}\u{4} and then nothing").help.unwrap().contains("cut"));
    assert_eq!(fail("c_2024.xlsx", "").code, "import/shape");
    let missing = import(&project.request(Format::SamhsaXlsx, &[project.0.path().join("none_2024.xlsx")])).unwrap_err();
    assert_eq!(missing[0].code, "file/unreadable");
}

#[test]
fn answers_of_another_shape_are_refused() {
    let project = Project::new();
    let fail = |name: &str, text: &str| failure(&project, Format::FindtreatmentJson, project.file(name, text));
    let row = r#"{"name1":"Alder","city":"Lowell","state":"MA","zip":"01850","phone":"978-555-0142","typeFacility":"SA","services":[]}"#;
    let cut = fail("a_2024.json", &format!("{{\"rows\": [\n{row},\n{}", &row[..40]));
    assert!(cut.message.contains("ends in the middle") && cut.place.unwrap().line == 3);
    assert!(fail("b_2024.json", "{\"results\": []}").message.contains("no list `rows`"));
    assert!(fail("c_2024.json", "[1, 2]").message.contains("another shape"));
    assert!(fail("d_2024.json", "name1,name2").message.contains("not JSON"));
    assert!(fail("e_2024.json", "{\"rows\": [{\"name1\": \"Alder\"}]}").message.contains("missing field"));
    assert!(fail("f_2024.json", "{\"rows\": []}").message.contains("no rows"));
    let other = row.replace("\"SA\"", "\"HRSA\"");
    let file = project.file("g_2024.json", &format!("{{\"recordCount\": 2, \"rows\": [{row}, {other}]}}"));
    let report = project.import(Format::FindtreatmentJson, &[file]);
    assert_eq!(report.refusals[0].reason, RefusalReason::UnknownDirectory);
    assert_eq!((report.counts.listings, report.files[0].partial), (1, false));
    assert_eq!(report.findings()[0].code, "import/row");
}

#[test]
fn one_bad_file_of_two_stops_the_import() {
    let project = Project::new();
    let good = table(&project, "a_2024.csv", &[ALDER]);
    let bad = project.file("b_2024.csv", "name1\nAlder\n");
    assert_eq!(import(&project.request(Format::SamhsaCsv, &[good.clone(), bad])).unwrap_err().len(), 1);
    let twice = import(&project.request(Format::SamhsaCsv, &[good.clone(), good])).unwrap_err();
    assert!(twice[0].message.contains("twice"));
    assert!(!project.0.path().join("content").exists());
}

const SHEET: &str =
    "name1,name2,street1,street2,city,state,zip,phone,intake1,intake2,intake1a,intake2a,service_code_info";

fn sheet_row<'a>(name: &'a str, zip: &'a str, codes: &'a str) -> Vec<&'a str> {
    vec![name, "", "12 Mill Road", "", "Lowell", "MA", zip, "978-555-0142", "", "", "", "", codes]
}

#[test]
fn two_workbooks_are_told_apart_by_their_codes_and_joined() {
    let project = Project::new();
    let heading: Vec<&str> = SHEET.split(',').collect();
    let reference = [
        vec!["category_code", "category_name", "service_code", "service_name"],
        vec!["ZZ", "A new category", "NEWC", "Something new"],
    ];
    let mental = [
        vec!["Directory of facilities"],
        heading.clone(),
        sheet_row("Alder Creek Health", "1850", "MH * OP * CMHC * CBT GT * NEWC * MD MI SF"),
        vec!["", "", ""],
    ];
    let substance = [heading, sheet_row("Alder Creek Health", "01850", "SA * OP OIT * CBT MOTI * MD MI SF * FEM MALE")];
    let files = [
        ("one_2024.xlsx", workbook(&[("Service Code Reference", &reference), ("List", &mental)])),
        ("two_2024.xlsx", workbook(&[("List", &substance)])),
    ]
    .map(|(name, bytes)| {
        let path = project.0.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    });
    let report = project.import(Format::SamhsaXlsx, &files);
    assert_eq!(counts(&report), [2, 1, 0, 1, 0, 1, 0, 0, 0]);
    // Both ZIPs are numbers in the sheet.
    assert_eq!(repairs(&report).get(&RepairKind::ZipZeros), Some(&2));
    assert_eq!(report.unknown.keys().collect::<Vec<_>>(), ["ZZ:NEWC Something new"]);
    let text = project.read(FILE);
    assert!(
        text.contains("- id: substance-use\n    level_of_care: iop\n") && text.contains("- id: mental-health"),
        "{text}"
    );
}

#[test]
fn a_workbook_without_the_columns_is_refused() {
    let project = Project::new();
    let heading: Vec<&str> = SHEET.split(',').collect();
    let fail = |name: &str, rows: &[Vec<&str>]| {
        let path = project.0.path().join(name);
        std::fs::write(&path, workbook(&[("Budget", rows)])).unwrap();
        failure(&project, Format::SamhsaXlsx, path)
    };
    assert!(fail("a_2024.xlsx", &[vec!["item", "cost"], vec!["chairs", "12"]]).message.contains("no sheet"));
    let lacking = fail("b_2024.xlsx", &[heading[..12].to_vec()]);
    assert!(lacking.message.contains("`Budget` lacks the columns service_code_info"), "{lacking:?}");
    let whole = workbook(&[("List", &[heading, sheet_row("Alder", "01850", "SA * OP OIT")])]);
    let path = project.0.path().join("c_2024.xlsx");
    std::fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    assert_eq!(failure(&project, Format::SamhsaXlsx, path).code, "import/shape");
}
