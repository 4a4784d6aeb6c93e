//! Facts that contradict each other.

use super::{Facts, Listing};
use crate::diagnostic::rules;
use crate::listing::{Program, Status};

/// Checks the listing and every program.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    payment(facts, listing);
    for (i, program) in listing.programs.iter().enumerate() {
        let i = i.to_string();
        people(facts, program, &i);
        states_served(facts, listing, program, &i);
        sessions(facts, program, &i);
        methadone(facts, listing, program, &i);
        if listing.status != Status::Active && program.accepting.as_ref().is_some_and(|a| a.status == "open") {
            facts.contradiction(
                &rules::LOGIC_STATUS,
                &["programs", &i, "accepting"],
                "this program accepts people, but the listing is closed",
                (&["status"], "closed here"),
                "remove `accepting`, or correct the status",
            );
        }
    }
}

fn payment(facts: &mut Facts<'_>, listing: &Listing) {
    let payment = &listing.payment;
    for id in &payment.declined {
        if payment.accepts.contains(id) {
            let slug = facts.context.vocabulary.get(*id).slug.clone();
            let position = facts
                .at(&["payment", "declined"])
                .and_then(|n| n.items().iter().position(|i| i.text() == Some(&*slug)));
            let i = position.unwrap_or(0).to_string();
            facts.contradiction(
                &rules::LOGIC_ACCEPTS_DECLINED,
                &["payment", "declined", &i],
                format!("`{slug}` is both accepted and declined"),
                (&["payment", "accepts"], "accepted here"),
                "remove it from one of the two lists",
            );
        }
    }
    let pays = ["private-insurance", "self-pay", "sliding-scale"].iter().find(|slug| facts.any(&payment.accepts, slug));
    if let (true, Some(pays), false) = (facts.any(&payment.accepts, "free"), pays, listing.verified.by == "import") {
        facts.report(
            &rules::LOGIC_FREE,
            &["payment", "accepts"],
            format!("`free` stands beside `{pays}`"),
            "keep `free` only if nobody pays; say more in `payment.note`",
        );
    }
}

fn people(facts: &mut Facts<'_>, program: &Program, i: &str) {
    if let Some(ages) = program.ages {
        if facts.any(&program.populations, "adolescents") && ages.min.is_some_and(|min| min >= 18.0) {
            facts.contradiction(
                &rules::LOGIC_AGES,
                &["programs", i, "ages"],
                "the ages begin at 18 or later, but there is a group for adolescents",
                (&["programs", i, "populations"], "a group for adolescents"),
                "correct the ages, or remove `adolescents`",
            );
        }
        let young = |end: bool| {
            if end { ages.max.is_some_and(|max| max < 18.0) } else { ages.min.is_some_and(|min| min >= 18.0) }
        };
        for (group, contradicts) in [("children-adolescents", young(false)), ("adults", young(true))] {
            if contradicts && facts.any(&program.age_groups, group) {
                facts.contradiction(
                    &rules::LOGIC_AGES,
                    &["programs", i, "age_groups"],
                    format!("the age group `{group}` does not fit the ages"),
                    (&["programs", i, "ages"], "the ages"),
                    format!("correct the ages, or remove `{group}`"),
                );
            }
        }
        if facts.any(&program.populations, "older-adults") && ages.max.is_some_and(|max| max < 55.0) {
            facts.contradiction(
                &rules::LOGIC_AGES,
                &["programs", i, "ages"],
                "the ages end before 55, but there is a group for older adults",
                (&["programs", i, "populations"], "a group for older adults"),
                "correct the ages, or remove `older-adults`",
            );
        }
    }
    for (only, group) in [("women", "men"), ("men", "women")] {
        let accepts_only = program.genders.len() == 1 && facts.any(&program.genders, only);
        if accepts_only && facts.any(&program.populations, group) {
            facts.contradiction(
                &rules::LOGIC_GENDERS,
                &["programs", i, "populations"],
                format!("a group for {group} in a program that accepts only {only}"),
                (&["programs", i, "genders"], &format!("only {only}")),
                "correct one of the two",
            );
        }
    }
}

fn states_served(facts: &mut Facts<'_>, listing: &Listing, program: &Program, i: &str) {
    if facts.any(&program.formats, "virtual")
        && program.states_served.is_empty()
        && facts.at(&["programs", i, "states_served"]).is_none()
    {
        facts.report(
            &rules::LOGIC_STATES_SERVED,
            &["programs", i, "formats"],
            "a virtual program does not say which states it serves",
            format!(
                "add `states_served: [{}]` with every state in which the clinicians are licensed",
                listing.location.state.code()
            ),
        );
    }
    let elsewhere = program.states_served.iter().filter(|s| **s != listing.location.state).count();
    if elsewhere > 0
        && listing.licenses.len() < 2
        && listing.notes.is_empty()
        && program.note.is_none()
        && listing.verified.by != "import"
    {
        facts.report(
            &rules::LOGIC_LICENSED_STATES,
            &["programs", i, "states_served"],
            "states other than the listing's own are served, but no license there is given",
            "add the licenses under `licenses`, or say in `note` how care there is licensed",
        );
    }
}

fn sessions(facts: &mut Facts<'_>, program: &Program, i: &str) {
    let sessions = &program.schedule.sessions;
    if sessions.len() != facts.at(&["programs", i, "schedule", "sessions"]).map_or(0, |n| n.items().len()) {
        return; // Some session could not be read; positions would not fit.
    }
    if !sessions.is_empty() && facts.at(&["programs", i, "schedule", "timezone"]).is_none() {
        facts.report(
            &rules::LOGIC_TIMEZONE,
            &["programs", i, "schedule", "sessions"],
            "the sessions have no time zone",
            "add `timezone: America/Chicago`, or whichever it is, above the sessions",
        );
    }
    for (n, session) in sessions.iter().enumerate() {
        let position = n.to_string();
        if session.end <= session.start {
            facts.report(
                &rules::LOGIC_SESSION_TIMES,
                &["programs", i, "schedule", "sessions", &position, "end"],
                "the session ends before it begins",
                "write times from 00:00 to 23:59; six in the evening is \"18:00\"",
            );
            continue;
        }
        let clash = sessions[..n].iter().position(|other| {
            other.days.iter().any(|d| session.days.contains(d))
                && other.start < session.end
                && session.start < other.end
        });
        if let Some(other) = clash {
            facts.contradiction(
                &rules::LOGIC_SESSION_OVERLAP,
                &["programs", i, "schedule", "sessions", &position, "start"],
                "this session is at the same time as another",
                (&["programs", i, "schedule", "sessions", &other.to_string(), "start"], "the other session"),
                "correct the times; if people choose one of the two, make them two programs",
            );
        }
    }
}

fn methadone(facts: &mut Facts<'_>, listing: &Listing, program: &Program, i: &str) {
    let certified =
        facts.any(&program.medications, "otp") || listing.licenses.iter().any(|l| facts.is(l.issuer, "otp"));
    if facts.any(&program.medications, "methadone") && !certified && listing.verified.by != "import" {
        facts.report(
            &rules::LOGIC_METHADONE,
            &["programs", i, "medications"],
            "methadone is given, but the program is not an opioid treatment program",
            "add `otp` to the medications, or remove `methadone` if it is only accepted (`accepts-moud`)",
        );
    }
}
