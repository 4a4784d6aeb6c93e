//! Names, slugs, and the same place twice.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    IDENTITY_SLUG = Error "identity/slug", "The slug is the page's address for ever: a-z, 0-9 and single hyphens.",
        listing!("aliases: [«Alder Creek»]\n"),
        listing!("aliases: [alder-creek-iop]\n");
    IDENTITY_DUPLICATE_SLUG = Error "identity/duplicate-slug", "Two listings cannot have one address.",
        example!("content/providers/ga/alder-creek.md" Keys "name: «\"Alder Creek Atlanta\"»\nlocation: { city: \"Atlanta\", state: GA, zip: \"30303\" }\n"),
        example!("content/providers/ga/alder-creek-atlanta.md" Keys "name: \"Alder Creek Atlanta\"\nlocation: { city: \"Atlanta\", state: GA, zip: \"30303\" }\n");
    IDENTITY_STATE_FOLDER = Error "identity/state-folder", "Listings are kept in the folder of their state, so that people find the file.",
        example!("content/providers/ga/birch-hill.md" Keys "location: { city: \"Pelham\", state: «AL», zip: \"35124\" }\n"),
        example!("content/providers/al/birch-hill.md" Keys "location: { city: \"Pelham\", state: AL, zip: \"35124\" }\n");
    IDENTITY_DUPLICATE_PROGRAM = Error "identity/duplicate-program-id", "The id is the program's anchor on the page; two programs cannot share it.",
        listing!("programs:\n  - { id: iop, level_of_care: iop, hours_per_week: 9 }\n  - { id: «iop», level_of_care: php, hours_per_week: 20 }\n"),
        listing!("programs:\n  - { id: iop, level_of_care: iop, hours_per_week: 9 }\n  - { id: php, level_of_care: php, hours_per_week: 20 }\n");
    IDENTITY_NEAR_DUPLICATE = Warning "identity/near-duplicate", "The same place twice splits its facts, and a person calls the same number twice.",
        example!("content/providers/al/birch-hill.md" Keys "name: «\"Alder Creek I.O.P.\"»\nlocation: { city: \"Alabaster\", state: AL, zip: \"35007\" }\nphones: [{ number: \"205-234-0142\" }]\n"),
        example!("content/providers/al/birch-hill.md" Keys "name: \"Birch Hill IOP\"\nlocation: { city: \"Alabaster\", state: AL, zip: \"35007\" }\nphones: [{ number: \"205-234-0177\" }]\n");
    IDENTITY_SAME_ADDRESS = Info "identity/same-address", "Two listings at one address may be one place; surveys list mental health and substance use apart.",
        example!("content/providers/al/birch-hill.md" Keys "name: «\"Birch Hill IOP\"»\nlocation: { street: \"750 Highway 31 S\", city: \"Alabaster\", state: AL, zip: \"35007\" }\n"),
        example!("content/providers/al/birch-hill.md" Keys "name: \"Birch Hill IOP\"\nlocation: { street: \"812 Highway 31 S\", city: \"Alabaster\", state: AL, zip: \"35007\" }\n");
    IDENTITY_TRUNCATED_NAME = Warning "identity/truncated-name", "Survey files cut names at 38 characters; a cut name looks careless and is hard to find.",
        listing!("name: «\"Alder Creek Intensive Outpatient Progr\"»\n"),
        listing!("name: \"Alder Creek Intensive Outpatient Program\"\n");
    IDENTITY_ABBREVIATION = Warning "identity/abbreviation", "Survey files shorten words; nobody looks for Behav Hlth Ctr.",
        listing!("name: \"Alder Creek «Behav» Health\"\n"),
        listing!("name: \"Alder Creek Behavioral Health\"\n");
    IDENTITY_NAME_CAPITALS = Warning "identity/name-capitals", "Capital letters only are hard to read and are read letter by letter by some screen readers.",
        listing!("name: «\"ALDER CREEK IOP\"»\n"),
        listing!("name: \"Alder Creek IOP\"\n");
    IDENTITY_NAME_STUFFING = Warning "identity/name-stuffing", "A phone number, web address or slogan in the name is advertising, not a name.",
        listing!("name: «\"#1 Rehab Near Me\"»\n"),
        listing!("name: \"Alder Creek IOP\"\n");
    IDENTITY_LOOK_ALIKE = Warning "identity/look-alike", "A letter of another alphabet that looks like a Latin one hides a name from search and can pretend to be another place.",
        listing!("name: \"«Аlder» Creek IOP\" # the first letter is Cyrillic\n"),
        listing!("name: \"Alder Creek IOP\"\n");
    IDENTITY_INVISIBLE = Warning "identity/invisible", "Invisible characters come from copying. They break search and can turn the order of letters round.",
        Example::Words("notes: [\"Ring the bell.\"] with a zero-width space (U+200B) in the word \"bell\""),
        Example::Words("notes: [\"Ring the bell.\"] typed by hand");
}
