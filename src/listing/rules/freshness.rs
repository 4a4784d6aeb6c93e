//! How old facts are, and what has run out.

use super::{Facts, Listing};
use crate::diagnostic::rules;
use crate::listing::Status;
use jiff::civil::Date;

/// After so many days, "there is room" is not worth much.
const ACCEPTING_DAYS: i32 = 30;

/// Whole days from `from` to `to`; negative when `to` comes first.
pub fn days_between(from: Date, to: Date) -> i32 {
    from.until(to).map_or(0, |span| span.get_days())
}

/// Checks dates against the day for which the site is built.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    verified(facts, listing);
    if listing.status == Status::Closed {
        return;
    }
    let today = facts.context.today;
    for (i, program) in listing.programs.iter().enumerate() {
        let Some(accepting) = &program.accepting else { continue };
        let age = days_between(accepting.as_of, today);
        let i = i.to_string();
        let path = ["programs", &*i, "accepting", "as_of"];
        if age < 0 {
            facts.report(
                &rules::FRESH_FUTURE,
                &path,
                format!("{} is in the future", accepting.as_of),
                "write the day on which somebody asked",
            );
        } else if age > ACCEPTING_DAYS {
            facts.report(
                &rules::FRESH_ACCEPTING,
                &path,
                format!("whether there is room was last known {age} days ago"),
                "ask again and bring the date up to date, or remove `accepting`",
            );
        }
    }
    let expiries = listing.licenses.iter().map(|l| l.expires).enumerate().map(|(i, d)| ("licenses", i, d));
    let expiries = expiries.chain(listing.accreditation.iter().enumerate().map(|(i, (_, d))| ("accreditation", i, *d)));
    for (key, i, expires) in expiries {
        if let Some(expires) = expires
            && expires < today
        {
            facts.report(
                &rules::FRESH_EXPIRED,
                &[key, &i.to_string(), "expires"],
                format!("this ran out on {expires}"),
                "look up whether it was renewed and correct the date, or remove it",
            );
        }
    }
}

fn verified(facts: &mut Facts<'_>, listing: &Listing) {
    let age = days_between(listing.verified.date, facts.context.today);
    let limits = facts.context.freshness;
    let path = ["verified", "date"];
    if age < 0 {
        facts.report(
            &rules::FRESH_FUTURE,
            &path,
            format!("{} is in the future", listing.verified.date),
            "write the day on which somebody confirmed the facts",
        );
        return;
    }
    if listing.status == Status::Closed {
        return;
    }
    let help = "call or write, correct what changed, and bring `verified` up to date";
    if age > limits.demote_days {
        facts.report(
            &rules::FRESH_DEMOTED,
            &path,
            format!("last confirmed {age} days ago: lists show this listing last, with a caution"),
            help,
        );
    } else if age > limits.stale_days {
        facts.report(
            &rules::FRESH_STALE,
            &path,
            format!("last confirmed {age} days ago: the page shows a caution"),
            help,
        );
    } else if age > limits.aging_days {
        facts.report(&rules::FRESH_AGING, &path, format!("last confirmed {age} days ago"), help);
    }
    if listing.verified.by == "import" {
        facts.report(
            &rules::FRESH_IMPORT_ONLY,
            &["verified", "by"],
            "only the survey vouches for this listing",
            "ask the program to confirm it",
        );
    }
}
