//! Numbers and web addresses that can be trusted.

use super::{Example, Form, LISTING, Part, Rule, Severity};

rules! {
    TRUST_NPI = Error "trust/npi", "The check digit of the National Provider Identifier does not fit, so a digit is wrong.",
        listing!("identifiers: { npi: «\"1234567890\"» }\n"),
        listing!("identifiers: { npi: \"1234567893\" }\n");
    TRUST_HTTP = Warning "trust/http", "A page without https can be read and changed on the way.",
        listing!("website: «\"http://example.org/iop\"»\n"),
        listing!("website: \"https://example.org/iop\"\n");
    TRUST_TRACKING = Warning "trust/tracking", "Tracking parameters tell an advertiser who followed the link.",
        listing!("website: «\"https://example.org/iop?id=7&utm_source=directory\"»\n"),
        listing!("website: \"https://example.org/iop?id=7\"\n");
    TRUST_SHORT_LINK = Warning "trust/short-link", "A shortened address hides where it leads, can be changed later, and counts who follows it.",
        listing!("website: «\"https://bit.ly/3alder\"»\n"),
        listing!("website: \"https://example.org/iop\"\n");
    TRUST_REFERRAL = Warning "trust/referral", "A referral or affiliate parameter means that somebody is paid for the visit.",
        listing!("website: «\"https://example.org/iop?affiliate=42\"»\n"),
        listing!("website: \"https://example.org/iop\"\n");
    TRUST_LOOK_ALIKE = Error "trust/look-alike", "A web address with letters of another alphabet leads to another site than it seems to.",
        listing!("website: «\"https://exаmple.org/\"» # the second a is Cyrillic\n"),
        listing!("website: \"https://example.org/\"\n");
}
