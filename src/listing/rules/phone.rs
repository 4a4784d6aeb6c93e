//! Phone numbers, beyond their form.

use super::{Facts, Listing};
use crate::diagnostic::rules;

/// Numbers kept for fiction, and the need for a way to reach the program.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    if !facts.context.demonstration {
        for (i, node) in facts.at(&["phones"]).map(crate::yaml::Node::items).unwrap_or_default().iter().enumerate() {
            let fictional = node
                .get("number")
                .and_then(|n| crate::listing::phone::Number::parse(n.text()?).ok())
                .is_some_and(crate::listing::phone::Number::is_fictional);
            if fictional {
                facts.report(
                    &rules::PHONE_FICTIONAL,
                    &["phones", &i.to_string(), "number"],
                    "numbers from 555-0100 to 555-0199 are kept for fiction and reach nobody",
                    "write the program's own number; a sample site sets `demonstration: sample` in waypost.yaml",
                );
            }
        }
    }
    let refused = facts.at(&["phones"]).is_some() || facts.at(&["website"]).is_some();
    if listing.phones.is_empty() && listing.website.is_none() && !refused {
        facts.report(
            &rules::LOGIC_NO_CONTACT,
            &["name"],
            "there is neither a phone number nor a website",
            "add `phones: [{ number: \"…\" }]` or `website: \"https://…\"`",
        );
    }
}
