//! How old facts are.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    FRESH_FUTURE = Error "fresh/future", "A confirmation in the future cannot have happened.",
        listing!("verified: { date: «2027-11-01», by: provider, method: phone }\n"),
        listing!("verified: { date: 2026-11-01, by: provider, method: phone }\n");
    FRESH_AGING = Info "fresh/aging", "Facts about programs change fast; this listing is due for a call.",
        listing!("verified: { date: «2026-04-01», by: provider, method: phone }\n"),
        listing!("verified: { date: 2026-11-01, by: provider, method: phone }\n");
    FRESH_STALE = Warning "fresh/stale", "About half of all listings change within two years. This one is shown with a caution.",
        listing!("verified: { date: «2025-10-01», by: provider, method: phone }\n"),
        listing!("verified: { date: 2026-11-01, by: provider, method: phone }\n");
    FRESH_DEMOTED = Warning "fresh/demoted", "A listing that nobody has confirmed for this long is shown last in lists, with a caution.",
        listing!("verified: { date: «2024-10-01», by: provider, method: phone }\n"),
        listing!("verified: { date: 2026-11-01, by: provider, method: phone }\n");
    FRESH_ACCEPTING = Warning "fresh/accepting", "Whether a program has room changes within weeks.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, accepting: { status: open, as_of: «2026-09-01» } }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, accepting: { status: open, as_of: 2026-11-01 } }]\n");
    FRESH_EXPIRED = Warning "fresh/expired", "The license or accreditation has run out, or its date was not brought up to date.",
        listing!("licenses: [{ issuer: state-health, number: \"AL-1234\", expires: «2026-06-30» }]\n"),
        listing!("licenses: [{ issuer: state-health, number: \"AL-1234\", expires: 2027-06-30 }]\n");
    FRESH_IMPORT_ONLY = Info "fresh/import-only", "Nobody at the program has confirmed what the survey said.",
        listing!("verified: { date: 2026-11-01, by: «import», method: import }\n"),
        listing!("verified: { date: 2026-11-01, by: provider, method: phone }\n");
}
