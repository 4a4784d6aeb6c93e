//! Level of care and hours.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    CARE_ASAM = Error "care/asam-level", "ASAM level 2.1 is intensive outpatient and 2.5 is partial hospitalization; the two facts contradict each other.",
        listing!("programs: [{ id: iop, level_of_care: iop, asam_level: «\"2.5\"», hours_per_week: 9 }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, asam_level: \"2.1\", hours_per_week: 9 }]\n");
    CARE_HOURS = Warning "care/hours", "An intensive outpatient program has 9 to 19 hours a week for adults and 6 to 19 for adolescents (ASAM level 2.1; Medicare asks for 9); 20 or more is partial hospitalization.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: «4» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9 }]\n");
    CARE_HOURS_SUM = Warning "care/hours-sum", "The hours a week and the sessions disagree; people plan work and child care around them.",
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    hours_per_week: «15»\n    schedule:\n      timezone: America/Chicago\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }]\n"),
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    hours_per_week: 9\n    schedule:\n      timezone: America/Chicago\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }]\n");
    CARE_DAYS = Warning "care/days", "Insurers commonly pay for intensive outpatient care on at least 3 days a week (billing code H0015).",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, days_per_week: «2» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, days_per_week: 3 }]\n");
    CARE_ROUND_THE_CLOCK = Warning "care/round-the-clock", "People live at home during an intensive outpatient program; words about beds or round-the-clock care do not fit it.",
        text!("A quiet house with «24-hour care» and a garden.\n"),
        text!("A quiet house with a garden. People sleep at home.\n");
    CARE_NO_LEVEL = Warning "care/no-level", "People look for a level of care first; a program without one is found by name only.",
        listing!("programs: [{ id: «adult-evening», hours_per_week: 9 }]\n"),
        listing!("programs: [{ id: adult-evening, level_of_care: iop, hours_per_week: 9 }]\n");
    CARE_NO_HOURS = Info "care/no-hours", "Hours and days are what callers ask for most.",
        listing!("programs: [{ id: adult-evening, level_of_care: «iop» }]\n"),
        listing!("programs: [{ id: adult-evening, level_of_care: iop, hours_per_week: 9 }]\n");
    CARE_NO_MEDICATION = Info "care/no-medication", "People who take medication for opioid or alcohol use disorder ask first whether they can keep it.",
        listing!("programs: [{ id: iop, level_of_care: iop, focus: «[substance-use]», hours_per_week: 9 }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, focus: [substance-use], medications: [accepts-moud], hours_per_week: 9 }]\n");
}
