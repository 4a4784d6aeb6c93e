//! Keys and values.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    SHAPE_UNKNOWN_KEY = Error "shape/unknown-key", "A misspelt key would be dropped in silence, and the fact with it.",
        listing!("«langauges»: [en, es]\n"),
        listing!("languages: [en, es]\n");
    SHAPE_MISSING_KEY = Error "shape/missing-key", "Without this fact the page could not help the person who reads it.",
        listing!("location:\n  «city»: \"Alabaster\"\n  state: AL\n"),
        listing!("location:\n  city: \"Alabaster\"\n  state: AL\n  zip: \"35007\"\n");
    SHAPE_WRONG_TYPE = Error "shape/wrong-type", "The value has another shape than this field needs.",
        listing!("phones: «\"205-234-0142\"»\n"),
        listing!("phones: [{ number: \"205-234-0142\" }]\n");
    SHAPE_EMPTY_VALUE = Error "shape/empty-value", "An empty value says neither yes nor no. Leave the key out when the fact is not known.",
        listing!("«website»:\n"),
        listing!("# no website\n");
    SHAPE_UNKNOWN_TERM = Error "shape/unknown-term", "Filters work because everybody uses the same terms; a term outside the list would be found by nobody.",
        listing!("services: [«case-managment»]\n"),
        listing!("services: [case-management]\n");
    SHAPE_DUPLICATE_TERM = Warning "shape/duplicate-term", "The same term twice in one list is usually a slip for another one.",
        listing!("languages: [en, «en»]\n"),
        listing!("languages: [en, es]\n");
    SHAPE_TOO_LONG = Error "shape/too-long", "Long values break lists, search results and phone screens.",
        listing!("name: «\"Alder Creek Intensive Outpatient Program for Adults in Shelby County and Its Neighbors, with Evening Groups, Family Nights and Child Care\"»\n"),
        listing!("name: \"Alder Creek Intensive Outpatient Program\"\n");
    SHAPE_BAD_VALUE = Error "shape/bad-value", "The value cannot be what this field holds.",
        listing!("verified: { date: «2026-11-31», by: provider, method: phone }\n"),
        listing!("verified: { date: 2026-10-31, by: provider, method: phone }\n");
    SHAPE_BARE_ZIP = Warning "shape/bare-zip", "Without quotes other YAML readers take a ZIP for a number, and 06401 becomes 6401 or 3329.",
        listing!("location: { city: \"Alabaster\", state: AL, zip: «35007» }\n"),
        listing!("location: { city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    SHAPE_BARE_NUMBER = Warning "shape/bare-number", "Without quotes other programs take this for a number, and may write it back as another: 4.0 becomes 4, and 007 becomes 7.",
        listing!("programs: [{ id: adult-iop, level_of_care: iop, hours_per_week: 9, asam_level: «2.1» }]\n"),
        listing!("programs: [{ id: adult-iop, level_of_care: iop, hours_per_week: 9, asam_level: \"2.1\" }]\n");
    SHAPE_QUOTED_NUMBER = Warning "shape/quoted-number", "In quotes other programs take a number for a text, and can neither compare it nor count with it.",
        listing!("programs: [{ id: adult-iop, level_of_care: iop, hours_per_week: «\"9\"» }]\n"),
        listing!("programs: [{ id: adult-iop, level_of_care: iop, hours_per_week: 9 }]\n");
    SHAPE_BARE_WORD = Error "shape/bare-yes-no", "Other YAML readers turn a bare yes, no, on or off into true or false.",
        listing!("access: { wheelchair: «yes» }\n"),
        listing!("access: { wheelchair: available }\n");
}
