//! Facts that contradict each other.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    LOGIC_AGES = Error "logic/ages", "The ages contradict each other.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, ages: «{ min: 18 }», populations: [adolescents] }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, ages: { min: 13 }, populations: [adolescents] }]\n");
    LOGIC_GENDERS = Error "logic/genders", "The program's groups and the genders it accepts contradict each other.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, genders: [women], populations: «[men]» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, genders: [women, men], populations: [men] }]\n");
    LOGIC_STATES_SERVED = Error "logic/states-served", "Care by video is only legal where the clinicians are licensed, so a virtual program has to say in which states.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, formats: «[virtual]» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, formats: [virtual], states_served: [AL] }]\n");
    LOGIC_SESSION_TIMES = Error "logic/session-times", "A session that ends before it begins cannot be attended.",
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: America/Chicago\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: «\"09:00\"» }]\n"),
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: America/Chicago\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }]\n");
    LOGIC_SESSION_OVERLAP = Error "logic/session-overlap", "Two sessions of one program at the same time cannot both be attended; alternatives are separate programs.",
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: America/Chicago\n      sessions:\n        - { days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }\n        - { days: [fri], start: «\"20:00\"», end: \"21:30\" }\n"),
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: America/Chicago\n      sessions:\n        - { days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }\n        - { days: [thu], start: \"20:00\", end: \"21:30\" }\n");
    LOGIC_TIMEZONE = Error "logic/timezone", "Without a known time zone, the hours of a session mean nothing to somebody elsewhere.",
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: «America/Chicgo»\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }]\n"),
        listing!("programs:\n  - id: evening\n    level_of_care: iop\n    schedule:\n      timezone: America/Chicago\n      sessions: [{ days: [mon, wed, fri], start: \"18:00\", end: \"21:00\" }]\n");
    LOGIC_FREE = Warning "logic/free", "Free of charge and a way to pay contradict each other.",
        listing!("payment: { accepts: «[free, self-pay]» }\n"),
        listing!("payment: { accepts: [self-pay], note: \"The first visit is free.\" }\n");
    LOGIC_ACCEPTS_DECLINED = Error "logic/accepts-and-declines", "The same payment is both accepted and declined.",
        listing!("payment: { accepts: [medicaid], declined: [medicare, «medicaid»] }\n"),
        listing!("payment: { accepts: [medicaid], declined: [medicare] }\n");
    LOGIC_METHADONE = Warning "logic/methadone", "In the United States only an opioid treatment program may give out methadone for opioid use disorder.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, medications: «[methadone]» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, medications: [methadone, otp] }]\n");
    LOGIC_LICENSED_STATES = Warning "logic/licensed-states", "Care by video into a state needs a license there.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, states_served: «[AL, GA]» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, states_served: [AL, GA], note: \"Licensed in both states.\" }]\n");
    LOGIC_RANGE = Error "logic/range", "The smaller number comes first.",
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, weeks: «{ min: 12, max: 8 }» }]\n"),
        listing!("programs: [{ id: iop, level_of_care: iop, hours_per_week: 9, weeks: { min: 8, max: 12 } }]\n");
    LOGIC_NO_CONTACT = Error "logic/no-contact", "A person has to be able to reach the program: a phone number or a website is needed.",
        listing!("name: «\"Alder Creek IOP\"»\n# no phones\n"),
        listing!("name: \"Alder Creek IOP\"\nphones: [{ number: \"205-234-0142\" }]\n");
    LOGIC_STATUS = Warning "logic/status", "A closed program that accepts people contradicts itself.",
        listing!("status: closed\nprograms: [{ id: iop, level_of_care: iop, hours_per_week: 9, accepting: «{ status: open, as_of: 2026-11-01 }» }]\n"),
        listing!("status: closed\nprograms: [{ id: iop, level_of_care: iop, hours_per_week: 9 }]\n");
}
