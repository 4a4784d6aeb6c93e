//! Level of care and hours (ASAM Criteria, level 2.1: 9 to 19 hours a week for adults, 6 to 19 for adolescents;
//! level 2.5: 20 hours or more. Medicare's intensive outpatient benefit asks for at least 9 hours since 2024).

use super::{Facts, Listing};
use crate::diagnostic::rules;
use crate::listing::{Program, Session};

/// Checks every program.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    for (i, program) in listing.programs.iter().enumerate() {
        let i = i.to_string();
        if program.levels.is_empty() && facts.at(&["programs", &i, "level_of_care"]).is_none() {
            facts.report(
                &rules::CARE_NO_LEVEL,
                &["programs", &i, "id"],
                "the level of care is not given",
                "add `level_of_care: iop`, or whichever it is",
            );
        }
        asam(facts, program, &i);
        hours(facts, program, &i);
        sum(facts, program, &i);
        days(facts, program, &i);
        medication(facts, listing, program, &i);
    }
    round_the_clock(facts, listing);
}

fn only(facts: &Facts<'_>, program: &Program, level: &str) -> bool {
    program.levels.len() == 1 && facts.any(&program.levels, level)
}

fn asam(facts: &mut Facts<'_>, program: &Program, i: &str) {
    let Some(asam) = program.asam_level.as_deref() else { return };
    let conflict = match asam {
        "2.1" if only(facts, program, "php") => Some(("partial hospitalization", "2.5")),
        other if other != "2.1" && only(facts, program, "iop") => Some(("intensive outpatient", "2.1")),
        _ => None,
    };
    if let Some((level, right)) = conflict {
        facts.contradiction(
            &rules::CARE_ASAM,
            &["programs", i, "asam_level"],
            format!("ASAM level {asam} is not {level}"),
            (&["programs", i, "level_of_care"], &format!("this says {level}")),
            format!("write `asam_level: \"{right}\"`, or correct `level_of_care`"),
        );
    }
}

fn hours(facts: &mut Facts<'_>, program: &Program, i: &str) {
    let iop = only(facts, program, "iop");
    let Some(hours) = program.hours_per_week else {
        if iop && program.schedule.sessions.is_empty() {
            facts.report(
                &rules::CARE_NO_HOURS,
                &["programs", i, "level_of_care"],
                "the hours a week are not given",
                "add `hours_per_week`, or the sessions under `schedule`",
            );
        }
        return;
    };
    let adolescents = program.ages.is_some_and(|a| a.max.is_some_and(|max| max < 18.0))
        || (program.ages.is_none()
            && !program.age_groups.is_empty()
            && program.age_groups.iter().all(|g| facts.is(*g, "children-adolescents")));
    let least = if adolescents { 6.0 } else { 9.0 };
    let (min, max) = (hours.min.or(hours.max).unwrap_or(0.0), hours.max.or(hours.min).unwrap_or(0.0));
    let message = if iop && max > 19.0 && min >= 20.0 {
        Some(format!("{min} hours a week is partial hospitalization, not intensive outpatient"))
    } else if iop && (max > 19.0 || min < least) {
        let who = if adolescents { "adolescents" } else { "adults" };
        Some(format!("an intensive outpatient program for {who} has {least} to 19 hours a week"))
    } else if only(facts, program, "php") && max < 20.0 {
        Some(format!("partial hospitalization has 20 hours a week or more, not {max}"))
    } else {
        None
    };
    if let Some(message) = message {
        facts.contradiction(
            &rules::CARE_HOURS,
            &["programs", i, "hours_per_week"],
            message,
            (&["programs", i, "level_of_care"], "the level of care"),
            "check the hours and the level of care",
        );
    }
}

/// Hours of the sessions of one week.
fn session_hours(sessions: &[Session]) -> f64 {
    sessions
        .iter()
        .map(|s| {
            let minutes = |t: jiff::civil::Time| f64::from(t.hour()) * 60.0 + f64::from(t.minute());
            (minutes(s.end) - minutes(s.start)).max(0.0) / 60.0 * s.days.len() as f64
        })
        .sum()
}

fn sum(facts: &mut Facts<'_>, program: &Program, i: &str) {
    let (Some(hours), false) = (program.hours_per_week, program.schedule.sessions.is_empty()) else { return };
    let sum = session_hours(&program.schedule.sessions);
    // Breaks and a weekly individual hour by appointment are not in the sessions: an hour either way is fine.
    let (min, max) = (hours.min.unwrap_or(0.0) - 1.0, hours.max.unwrap_or(f64::INFINITY) + 1.0);
    if sum < min || sum > max {
        facts.contradiction(
            &rules::CARE_HOURS_SUM,
            &["programs", i, "hours_per_week"],
            format!("the sessions add up to {sum} hours a week"),
            (&["programs", i, "schedule", "sessions"], "these sessions"),
            "correct the hours or the sessions; alternatives to choose from are separate programs, or a range of hours",
        );
    }
}

/// Asked only of those who can answer: a survey that says nothing is not a program that has nothing.
fn medication(facts: &mut Facts<'_>, listing: &Listing, program: &Program, i: &str) {
    if listing.verified.by != "import"
        && facts.any(&program.focus, "substance-use")
        && facts.at(&["programs", i, "medications"]).is_none()
    {
        facts.report(
            &rules::CARE_NO_MEDICATION,
            &["programs", i, "focus"],
            "nothing is said about medication for substance use disorders",
            "add `medications: [accepts-moud]` if people may keep theirs, and what is prescribed here",
        );
    }
}

fn days(facts: &mut Facts<'_>, program: &Program, i: &str) {
    if program.days_per_week.is_none() && only(facts, program, "iop") && !program.schedule.sessions.is_empty() {
        let mut days: Vec<u8> = program.schedule.sessions.iter().flat_map(|s| s.days.iter().copied()).collect();
        days.sort_unstable();
        days.dedup();
        if days.len() < 3 {
            let n = days.len();
            let word = if n == 1 { "day" } else { "days" };
            facts.report(
                &rules::CARE_DAYS,
                &["programs", i, "schedule", "sessions"],
                format!("the sessions of an intensive outpatient program are on {n} {word} a week, which is unusual"),
                "check whether a session is missing; most programs meet on 3 to 5 days",
            );
        }
        return;
    }
    let Some(days) = program.days_per_week.and_then(|d| d.max.or(d.min)) else { return };
    if days < 3.0 && only(facts, program, "iop") {
        facts.report(
            &rules::CARE_DAYS,
            &["programs", i, "days_per_week"],
            format!("an intensive outpatient program on {days} days a week is unusual"),
            "check the number of days; most meet on 3 to 5",
        );
    }
}

/// Whether all that is offered here is outpatient care.
pub(super) fn is_outpatient(facts: &Facts<'_>, listing: &Listing) -> bool {
    let outpatient = |level| ["iop", "php", "outpatient"].iter().any(|slug| facts.is(level, slug));
    listing.programs.iter().all(|p| p.levels.iter().all(|l| outpatient(*l)))
}

/// Words in names of places where people stay day and night, in small letters.
pub const BEDS: [&str; 5] = ["residential", "detox bed", "24-hour", "24/7 care", "inpatient"];

fn round_the_clock(facts: &mut Facts<'_>, listing: &Listing) {
    if !is_outpatient(facts, listing) {
        return;
    }
    let name = listing.name.to_lowercase();
    if let Some(word) = BEDS.iter().find(|w| name.contains(**w)) {
        facts.report(
            &rules::CARE_ROUND_THE_CLOCK,
            &["name"],
            format!("the name says \"{word}\", but the programs are outpatient"),
            "check the level of care",
        );
    }
}
