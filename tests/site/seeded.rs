//! Mistakes put into good listings, one at a time: each is found, with its code, at its line and column.
//!
//! The listings are those of the demonstration and, where the public table is there, real ones. Each way to go wrong is
//! tried on every listing in which it is possible, all in one run of the check.

use crate::project::{Project, brief};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use waypost::build::{Memory, check};

/// A way to go wrong: the code that is expected, and an edit that puts guillemets around what is to be marked. It
/// gives nothing for a listing in which the mistake cannot be made.
type Mutator = (&'static str, fn(&str) -> Option<String>);

/// The bytes of the first value behind `key` in the front matter.
fn value(text: &str, key: &str) -> Option<std::ops::Range<usize>> {
    let end = text[4..].find("\n---\n")? + 4;
    let at = text[..end].match_indices(key).find(|(at, _)| text[..*at].ends_with([' ', '\n', '{', ',']))?.0 + key.len();
    let rest = &text[at..end];
    let length = match rest.chars().next()? {
        // A name with quotes in it is left alone.
        '"' => Some(rest[1..].find('"')? + 2).filter(|end| !rest[..*end].contains('\\'))?,
        '[' => rest.find(']')? + 1,
        '{' => rest.find('}')? + 1,
        '\n' => return None,
        _ => rest.find([',', '}', '\n', ' ']).unwrap_or(rest.len()),
    };
    Some(at..at + length)
}

/// The text with `new` as the first value behind `key`.
fn set(text: &str, key: &str, new: &str) -> Option<String> {
    let range = value(text, key)?;
    Some(format!("{}{new}{}", &text[..range.start], &text[range.end..]))
}

/// The same, marked as a whole.
fn mark(text: &str, key: &str, new: &str) -> Option<String> {
    set(text, key, &format!("«{new}»"))
}

/// The text with `more` as the last sentence of its body.
fn say(text: &str, more: &str) -> Option<String> {
    // Every listing that is whole has a body, if an empty one.
    text.contains("\n---\n").then(|| format!("{}\n\n{more}\n", text.trim_end()))
}

/// The first value behind `key`, if it is `wanted`.
fn is(text: &str, key: &str, wanted: &str) -> Option<()> {
    (text[value(text, key)?] == *wanted).then_some(())
}

/// Whether there is but one program, and it is an intensive outpatient one for adults, so that hours can be judged.
fn plain_iop(text: &str) -> Option<()> {
    let one = text.matches("level_of_care: ").count() == 1 && text.contains("level_of_care: iop\n");
    (one && !text.contains("ages:") && !text.contains("age_groups:") && !text.contains("sessions:")).then_some(())
}

fn before_line(text: &str, line: &str, new: &str) -> Option<String> {
    let at = text.find(&format!("\n{line}"))? + 1;
    Some(format!("{}{new}{}", &text[..at], &text[at..]))
}

const MUTATORS: &[Mutator] = &[
    ("phone/invalid", |t| mark(t, "number: ", "\"205-234-014\"")),
    ("phone/invalid", |t| mark(t, "number: ", "\"111-234-5678\"")),
    ("phone/invalid", |t| mark(t, "number: ", "\"205-911-4567\"")),
    ("phone/invalid", |t| mark(t, "number: ", "\"call us\"")),
    ("phone/crisis-line", |t| mark(t, "number: ", "\"911\"")),
    ("phone/crisis-line", |t| mark(t, "number: ", "\"1-800-662-4357\"")),
    ("phone/crisis-line", |t| mark(t, "number: ", "\"741741\"")),
    ("phone/extension", |t| mark(t, "number: ", "\"205-234-0142 x7\"")),
    ("shape/bad-value", |t| mark(t, "zip: ", "\"3500\"")),
    ("shape/bad-value", |t| mark(t, "zip: ", "\"35O07\"")),
    ("place/zip-state", |t| mark(t, "zip: ", if t.contains("state: AK") { "\"45202\"" } else { "\"99501\"" })),
    ("place/zip-unknown", |t| mark(t, "zip: ", "\"35999\"")),
    ("shape/bare-zip", |t| mark(t, "zip: ", t[value(t, "zip: ")?].trim_matches('"'))),
    ("shape/bad-value", |t| mark(t, "state: ", "Alabama")),
    ("shape/bad-value", |t| mark(t, "state: ", "al")),
    ("place/point-state", |t| {
        let lon = t[value(t, "lon: ")?].trim_start_matches('-').to_owned();
        let here = t[value(t, "lat: ")?].to_owned();
        mark(&set(t, "lon: ", &lon)?, "lat: ", &here).filter(|t| !t.contains("state: GU"))
    }),
    ("shape/bad-value", |t| mark(t, "lat: ", "233.2")),
    ("shape/wrong-type", |t| mark(t, "lon: ", "\"86 W\"")),
    ("place/point-half", |t| {
        let lat = t[value(t, "lat: ")?].to_owned();
        let marked = mark(t, "lat: ", &lat)?;
        let range = value(&marked, "lon: ")?;
        let start = marked[..range.start].rfind('\n')?;
        marked[range.end..].starts_with('\n').then(|| format!("{}{}", &marked[..start], &marked[range.end..]))
    }),
    ("shape/unknown-term", |t| mark(t, "level_of_care: ", "ipo")),
    ("shape/unknown-term", |t| mark(t, "level_of_care: ", "intensive")),
    ("care/hours", |t| plain_iop(t).and_then(|()| mark(t, "hours_per_week: ", "40"))),
    ("care/hours", |t| plain_iop(t).and_then(|()| mark(t, "hours_per_week: ", "3"))),
    ("shape/wrong-type", |t| mark(t, "hours_per_week: ", "nine")),
    ("shape/bad-value", |t| mark(t, "hours_per_week: ", "200")),
    ("care/days", |t| plain_iop(t).and_then(|()| mark(t, "days_per_week: ", "1"))),
    ("shape/bad-value", |t| mark(t, "days_per_week: ", "9")),
    ("logic/range", |t| mark(t, "weeks: ", "{ min: 12, max: 8 }")),
    ("logic/range", |t| mark(t, "ages: ", "{ min: 64, max: 18 }")),
    ("care/asam-level", |t| {
        is(t, "level_of_care: ", "iop")
            .and_then(|()| is(t, "asam_level: ", "\"2.1\""))
            .and_then(|()| mark(t, "asam_level: ", "\"2.5\""))
    }),
    ("shape/bad-value", |t| mark(t, "asam_level: ", "\"2.2\"")),
    ("fresh/future", |t| mark(t, "verified: { date: ", "2027-01-01")),
    ("shape/bad-value", |t| mark(t, "verified: { date: ", "2026-13-01")),
    ("shape/bad-value", |t| mark(t, "method: ", "fax")),
    ("trust/http", |t| mark(t, "website: ", "\"http://example.org/x\"")),
    ("trust/tracking", |t| mark(t, "website: ", "\"https://example.org/x?a=1&utm_source=x\"")),
    ("trust/tracking", |t| mark(t, "website: ", "\"https://example.org/?gclid=1\"")),
    ("trust/short-link", |t| mark(t, "website: ", "\"https://bit.ly/x\"")),
    ("trust/referral", |t| mark(t, "website: ", "\"https://example.org/?affiliate=1\"")),
    ("trust/look-alike", |t| mark(t, "website: ", "\"https://exаmple.org/\"")),
    ("shape/bad-value", |t| mark(t, "website: ", "\"example.org\"")),
    ("shape/bad-value", |t| mark(t, "email: ", "\"intake at example.org\"")),
    ("trust/npi", |t| mark(t, "npi: ", "\"1234567890\"")),
    ("identity/name-capitals", |t| mark(t, "name: ", "\"ALDER CREEK RECOVERY\"")),
    ("identity/name-stuffing", |t| mark(t, "name: ", "\"#1 Rehab Near Me\"")),
    ("identity/name-stuffing", |t| mark(t, "name: ", "\"Alder Creek 205-234-0142\"")),
    ("identity/look-alike", |t| set(t, "name: ", "\"«Аlder» Creek\"")),
    ("identity/abbreviation", |t| set(t, "name: ", "\"Alder Creek «Servs»\"")),
    ("identity/truncated-name", |t| mark(t, "name: ", "\"Alder Creek Recovery Cente\"")),
    ("identity/invisible", |t| set(t, "name: ", "\"Alder«\u{200b}» Creek\"")),
    ("shape/empty-value", |t| mark(t, "name: ", "\"\"")),
    ("shape/too-long", |t| mark(t, "name: ", &format!("\"{}\"", "Alder ".repeat(25)))),
    ("shape/unknown-key", |t| before_line(t, "verified:", "«verifed»: x\n")),
    ("yaml/duplicate-key", |t| before_line(t, "verified:", "«name»: x\n")),
    ("shape/bare-yes-no", |t| mark(t, "wheelchair: ", "yes")),
    ("shape/duplicate-term", |t| set(t, "languages: ", "[en, «en»]")),
    ("shape/unknown-term", |t| set(t, "languages: ", "[en, «english»]")),
    ("shape/unknown-term", |t| set(t, "accepts: ", "[medicaid, «cash»]")),
    ("logic/free", |t| {
        t.contains("by: import").then_some(()).map_or_else(|| mark(t, "accepts: ", "[free, self-pay]"), |()| None)
    }),
    ("shape/unknown-term", |t| set(t, "services: ", "[«shuttle-bus»]")),
    ("shape/bad-value", |t| mark(t, "as_of: ", "last week")),
    ("shape/bad-value", |t| mark(t, "start: ", "\"6 pm\"")),
    ("logic/session-times", |t| mark(t, "end: ", "\"00:05\"")),
    ("logic/timezone", |t| mark(t, "timezone: ", "America/Chicgo")),
    ("language/stigma", |t| say(t, "We help «addicts» and their families.")),
    ("language/stigma", |t| say(t, "Help with «drug abuse» of any kind.")),
    ("language/stigma", |t| {
        before_line(t, "verified:", "notes: [\"No «dirty urine» here.\"]\n")
            .filter(|n| n.matches("\nnotes:").count() == 1)
    }),
    ("language/claim", |t| say(t, "A program with a high «success rate» since 1999.")),
    ("language/pressure", |t| say(t, "«Call now» to ask.")),
    ("language/instruction", |t| say(t, "Begin with «8 mg» in the morning.")),
    ("markdown/html", |t| say(t, "We meet «<b>»here</b>.")),
    ("markdown/link-scheme", |t| say(t, "See [this](«javascript:x»).")),
    ("link/broken", |t| say(t, "See [this](«/nowhere/at-all/»).")),
    ("trust/tracking", |t| say(t, "See [this](«https://example.org/?fbclid=x»).")),
];

/// Good listings by the folder of their state and their name.
fn listings() -> BTreeMap<String, String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut all = read(&root.join("content"));
    assert!(all.len() > 50);
    if let Some(real) = real(&root) {
        all.extend(real);
    }
    all
}

fn read(content: &Path) -> BTreeMap<String, String> {
    let files = crate::project::files(&content.join("providers"));
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    files.into_iter().map(|(path, bytes)| (format!("content/providers/{path}"), text(bytes))).collect()
}

/// Listings made of the first rows of the public table.
#[cfg(feature = "import")]
#[allow(clippy::print_stdout)]
fn real(root: &Path) -> Option<BTreeMap<String, String>> {
    use std::io::{BufRead, BufReader};
    use waypost::exchange::import::{Format, Request, import};
    let table = root.join("../shared/data/samhsa/facilities_2024_geocoded.csv.gz");
    let Ok(file) = std::fs::File::open(&table) else {
        println!("skipped: {} is not there", table.display());
        return None;
    };
    let dir = tempfile::tempdir().unwrap();
    let lines = BufReader::new(flate2::read::GzDecoder::new(file)).lines().map(Result::unwrap);
    // Rows with a field over two lines are left out.
    let whole = lines.filter(|line| line.matches('"').count() % 2 == 0);
    let rows: Vec<String> = whole.enumerate().filter(|(n, _)| n % 150 == 0).map(|(_, line)| line).collect();
    let part = dir.path().join("facilities_2024_part.csv");
    std::fs::write(&part, rows.join("\n") + "\n").unwrap();
    let request = Request {
        format: Format::SamhsaCsv,
        files: vec![part],
        content: dir.path().join("content"),
        dry_run: false,
        year: None,
        report: None,
        date: waypost::shape::values::date(crate::project::TODAY).unwrap(),
    };
    import(&request).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let listings = read(&request.content);
    assert!(listings.len() > 100, "{}", listings.len());
    Some(listings)
}

#[cfg(not(feature = "import"))]
fn real(_root: &Path) -> Option<BTreeMap<String, String>> {
    None
}

/// The text without its mark, and `line:column` of the mark.
fn unmark(text: &str) -> (String, String) {
    let at = text.find('«').unwrap();
    let line = text[..at].matches('\n').count() + 1;
    let column = text[text[..at].rfind('\n').map_or(0, |n| n + 1)..at].chars().count() + 1;
    (text.replace(['«', '»'], ""), format!("{line}:{column}"))
}

#[test]
#[allow(clippy::print_stdout)]
fn every_mistake_put_into_a_good_listing_is_found_at_its_place() {
    let listings = listings();
    let site = format!("{}demonstration: sample\nlanguages: [en, es]\n", crate::project::SITE);
    let mut memory = Memory::default();
    let good = Project::empty().with("waypost.yaml", &site);
    for (path, text) in &listings {
        good.write(path, text);
    }
    let before: BTreeSet<String> = brief(&check(&good.request(), &mut memory).findings).into_iter().collect();
    let (mut seeded, mut missed) = (0, Vec::new());
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for (number, (code, mutate)) in MUTATORS.iter().enumerate() {
        let project = Project::empty().with("waypost.yaml", &site);
        let mut expected = Vec::new();
        for (path, text) in &listings {
            let Some(wrong) = mutate(text) else { continue };
            let (wrong, at) = unmark(&wrong);
            project.write(path, wrong);
            expected.push((path, at));
        }
        assert!(!expected.is_empty(), "mutator {number} ({code}) fits no listing");
        let found = brief(&check(&project.request(), &mut memory).findings);
        for (path, at) in expected {
            let start = format!("{path}:{at}: ");
            let end = format!("[{code}]");
            seeded += 1;
            *by_code.entry(code).or_default() += 1;
            if !found.iter().any(|line| line.starts_with(&start) && line.ends_with(&end)) {
                let own: Vec<_> =
                    found.iter().filter(|line| line.starts_with(path) && !before.contains(*line)).collect();
                missed.push(format!("mutator {number}: {start}{end}, found {own:?}"));
            }
        }
    }
    println!("{seeded} mistakes of {} rules in {} listings", by_code.len(), listings.len());
    assert!(seeded >= 1000 && by_code.len() >= 35, "{seeded} {}", by_code.len());
    assert!(missed.is_empty(), "{} of {seeded} missed\n{}", missed.len(), missed.join("\n"));
}
