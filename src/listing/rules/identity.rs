//! Names, slugs and ids.

use super::{Facts, Listing};
use crate::diagnostic::{Diagnostic, Place, rules};
use crate::geo::State;
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
    if imported && name.chars().count() == CUT_AT {
        facts.report(
            &rules::IDENTITY_TRUNCATED_NAME,
            &["name"],
            "this name has exactly 38 characters and was probably cut by the survey",
            "look the full name up and write it out",
        );
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
    let slogan = ["#1", "near me", "best ", "call now", "top rated", "top-rated"].iter().find(|s| lower.contains(*s));
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
