//! Names, slugs and ids.

use super::{Facts, Listing};
use crate::diagnostic::{Diagnostic, Fix, Place, rules};
use crate::geo::State;
use crate::language::letters;
use crate::shape::values::is_slug;

/// Survey files cut names at this many characters.
const CUT_AT: usize = 38;

/// What can be said from the path alone: the file's name and folder.
pub fn check_file(facts: &mut Facts<'_>) {
    let file = || Place::file(facts.check.path);
    let mut found = Vec::new();
    if !is_slug(facts.slug) {
        let better = slug::slugify(facts.slug);
        let help = if better.is_empty() {
            "name the file with a-z, 0-9 and single hyphens".to_owned()
        } else {
            format!("name the file {}.md", better.get(..80).unwrap_or(&better))
        };
        found.push(
            Diagnostic::new(&rules::FILE_NAME, format!("the file name `{}` cannot be an address", facts.slug))
                .at(file())
                .help(help),
        );
    }
    let state = facts.at(&["location", "state"]).and_then(|node| State::from_code(node.text()?));
    let folder =
        State::from_code(&facts.folder.to_ascii_uppercase()).filter(|s| s.code().to_ascii_lowercase() == facts.folder);
    match (state, folder) {
        (_, None) => found.push(
            Diagnostic::new(
                &rules::IDENTITY_STATE_FOLDER,
                format!("the folder `{}` is not a state code in small letters", facts.folder),
            )
            .at(file())
            .help("put the file into the folder of its state, for example providers/al/"),
        ),
        (Some(state), Some(folder)) if state != folder => {
            let place = facts.check.place(&facts.range(&["location", "state"]));
            found.push(
                Diagnostic::new(
                    &rules::IDENTITY_STATE_FOLDER,
                    format!("the state is {}, but the file lies in the folder of {}", state.name(), folder.name()),
                )
                .at(place)
                .help(format!(
                    "move the file to providers/{}/, or correct the state",
                    state.code().to_ascii_lowercase()
                )),
            );
        }
        _ => {}
    }
    facts.check.findings.append(&mut found);
}

/// Rules about the name and the ids of programs.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    name(facts, listing);
    for (i, program) in listing.programs.iter().enumerate() {
        if let Some(first) = listing.programs[..i].iter().position(|p| p.id == program.id) {
            facts.contradiction(
                &rules::IDENTITY_DUPLICATE_PROGRAM,
                &["programs", &i.to_string(), "id"],
                format!("two programs have the id `{}`", program.id),
                (&["programs", &first.to_string(), "id"], "first here"),
                "give each program an id of its own",
            );
        }
    }
}

fn name(facts: &mut Facts<'_>, listing: &Listing) {
    let name = &*listing.name;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let imported = listing.verified.by == "import";
    if imported && name.chars().count() == CUT_AT && !ends_whole(name) {
        facts.report(
            &rules::IDENTITY_TRUNCATED_NAME,
            &["name"],
            "this name has exactly 38 characters and was probably cut by the survey",
            "look the full name up and write it out",
        );
    } else if let Some(rest) = cut(name) {
        facts.report(
            &rules::IDENTITY_TRUNCATED_NAME,
            &["name"],
            format!("this name ends with \"{rest}\" and was probably cut"),
            "look the full name up and write it out",
        );
    }
    abbreviations(facts);
    for path in [&["name"][..], &["organization"]] {
        look_alike(facts, path);
    }
    for i in 0..listing.programs.len() {
        look_alike(facts, &["programs", &i.to_string(), "name"]);
    }
    if letters > 5 && !name.chars().any(char::is_lowercase) {
        facts.report(
            &rules::IDENTITY_NAME_CAPITALS,
            &["name"],
            "the name is written in capital letters only",
            "write it with small letters, as on a sign",
        );
    }
    let lower = name.to_lowercase();
    let slogan = SLOGANS.iter().find(|s| lower.contains(*s));
    let digits = name.chars().filter(char::is_ascii_digit).count();
    if let Some(slogan) = slogan {
        facts.report(
            &rules::IDENTITY_NAME_STUFFING,
            &["name"],
            format!("the name contains advertising (\"{}\")", slogan.trim()),
            "write only the name of the place",
        );
    } else if digits >= 7 || lower.contains("www.") || lower.contains("http") || lower.contains(".com") {
        facts.report(
            &rules::IDENTITY_NAME_STUFFING,
            &["name"],
            "the name contains a phone number or web address",
            "write only the name; phone and website have their own fields",
        );
    }
}

/// Advertising in names, in small letters.
pub const SLOGANS: [&str; 9] =
    ["#1", "near me", "the best ", "best rehab", "best treatment", "best in ", "call now", "top rated", "top-rated"];

/// Words with which names of places often end.
const LAST_WORDS: [&str; 17] = [
    "services",
    "program",
    "center",
    "treatment",
    "recovery",
    "counseling",
    "behavioral",
    "health",
    "outpatient",
    "intensive",
    "hospital",
    "community",
    "associates",
    "addiction",
    "psychiatric",
    "psychological",
    "wellness",
];
/// Whether a name of just the length ends with a word that nothing follows, or was put together of two fields.
fn ends_whole(name: &str) -> bool {
    const ENDS: [&str; 18] = [
        "center", "centers", "clinic", "clinics", "llc", "inc", "pllc", "lp", "corp", "program", "programs", "service",
        "facility", "group", "county", "house", "unit", "wellness",
    ];
    let last = name.rsplit([' ', '/', '-']).next().unwrap_or_default().to_lowercase();
    name.contains(", ")
        || name.ends_with(')')
        || ENDS.contains(&&*last)
        || LAST_WORDS.contains(&&*last)
        || SHORTENED.iter().any(|(short, _)| *short == last)
}

/// Words that begin like one of them.
const WHOLE_WORDS: [&str; 10] =
    ["service", "associate", "recover", "treat", "counsel", "behavior", "addict", "commun", "psych", "assoc"];

/// The end of `name`, if it looks cut off: the beginning of a common word, or a word that asks for another.
fn cut(name: &str) -> Option<&str> {
    let last = name.rsplit([' ', '-', '/']).next()?;
    let lower = last.to_lowercase();
    let dangles = matches!(&*lower, "and" | "of" | "for" | "the" | "&" | "at") && name.contains(' ');
    let begins = lower.len() >= 5
        && !WHOLE_WORDS.contains(&&*lower)
        && SHORTENED.iter().all(|(short, _)| *short != lower)
        && LAST_WORDS.iter().any(|word| word.len() > lower.len() && word.starts_with(&lower));
    (dangles || begins).then_some(last)
}

/// Words as survey files shorten them.
const SHORTENED: [(&str, &str); 34] = [
    ("servs", "Services"),
    ("svcs", "Services"),
    ("srvcs", "Services"),
    ("servcs", "Services"),
    ("behav", "Behavioral"),
    ("behavl", "Behavioral"),
    ("bhvrl", "Behavioral"),
    ("hlth", "Health"),
    ("hlthcare", "Healthcare"),
    ("outpt", "Outpatient"),
    ("outpat", "Outpatient"),
    ("inpt", "Inpatient"),
    ("ctr", "Center"),
    ("cntr", "Center"),
    ("ctrs", "Centers"),
    ("trt", "Treatment"),
    ("trtmt", "Treatment"),
    ("treatmt", "Treatment"),
    ("prog", "Program"),
    ("progs", "Programs"),
    ("prgm", "Program"),
    ("cnslg", "Counseling"),
    ("cnsl", "Counseling"),
    ("couns", "Counseling"),
    ("counslg", "Counseling"),
    ("rehabil", "Rehabilitation"),
    ("recov", "Recovery"),
    ("hosp", "Hospital"),
    ("dept", "Department"),
    ("commun", "Community"),
    ("mntl", "Mental"),
    ("subst", "Substance"),
    ("assocs", "Associates"),
    ("intens", "Intensive"),
];

/// Marks each shortened word of the name itself.
fn abbreviations(facts: &mut Facts<'_>) {
    let Some(node) = facts.at(&["name"]) else { return };
    let text = &facts.check.text[node.range.clone()];
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let lower = word.to_ascii_lowercase();
        let Some((_, full)) = SHORTENED.iter().find(|(short, _)| *short == lower) else { continue };
        // The word is a part of the text, so its distance from the beginning is known.
        let start = node.range.start + (word.as_ptr().addr() - text.as_ptr().addr());
        let range = start..start + word.len();
        // The full stop of an abbreviation goes with it.
        let stop = usize::from(facts.check.text[range.end..].starts_with('.'));
        let fix = Fix::likely(range.start..range.end + stop, *full);
        facts.check.report_fix(
            &rules::IDENTITY_ABBREVIATION,
            &range,
            format!("\"{word}\" is short for {full}"),
            format!("write {full}, if that is the name"),
            fix,
        );
    }
}

/// Marks words in which letters of another alphabet stand among Latin ones.
fn look_alike(facts: &mut Facts<'_>, path: &[&str]) {
    let Some(node) = facts.at(path) else { return };
    for word in letters::mixed(&facts.check.text[node.range.clone()]) {
        let range = node.range.start + word.start..node.range.start + word.end;
        facts.check.report(
            &rules::IDENTITY_LOOK_ALIKE,
            &range,
            "this word has letters of another alphabet that look like Latin ones",
            "type the word by hand",
        );
    }
}
