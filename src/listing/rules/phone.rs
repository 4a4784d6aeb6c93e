//! Phone numbers, beyond their form.

use super::{Facts, Listing};
use crate::diagnostic::{Fix, rules};
use crate::listing::phone::Number;
use crate::yaml::{Node, Value};

/// What can be said of the numbers alone.
pub(super) fn check_file(facts: &mut Facts<'_>) {
    for entry in facts.at(&["phones"]).map(Node::items).unwrap_or_default() {
        extension(facts, entry);
    }
}

/// An extension inside the number goes into a key of its own, in the style in which the entry is written.
fn extension(facts: &mut Facts<'_>, entry: &Node<'_>) {
    let Value::Mapping(pairs) = &entry.value else { return };
    let Some((key, node)) = pairs.iter().find(|(key, _)| key.text == "number") else { return };
    let Some((number, Some(extension))) = node.text().and_then(|text| Number::with_extension(text).ok()) else {
        return;
    };
    let number = number.display();
    let message = format!("the extension {extension} stands inside the number");
    let help = format!("write {{ number: \"{number}\", ext: \"{extension}\" }}");
    if entry.get("ext").is_some() {
        facts.check.report(&rules::PHONE_EXTENSION, &node.range, message, help);
        return;
    }
    let text = facts.check.text;
    let flow = text[entry.range.clone()].starts_with('{');
    let line = text[..key.range.start].rfind('\n').map_or(0, |at| at + 1);
    let indent = text[line..key.range.start].chars().count();
    let between = if flow { ", ".to_owned() } else { format!("\n{}", " ".repeat(indent)) };
    let written = format!("\"{number}\"{between}ext: \"{extension}\"");
    facts.check.report_fix(
        &rules::PHONE_EXTENSION,
        &node.range,
        message,
        help,
        Fix::certain(node.range.clone(), written),
    );
}

/// Numbers kept for fiction, numbers of call centers, and the need for a way to reach the program.
pub(super) fn check(facts: &mut Facts<'_>, listing: &Listing) {
    if !facts.context.demonstration {
        for (i, node) in facts.at(&["phones"]).map(Node::items).unwrap_or_default().iter().enumerate() {
            let number = node.get("number").and_then(|n| Number::with_extension(n.text()?).ok());
            if number.is_some_and(|(number, _)| number.is_fictional()) {
                facts.report(
                    &rules::PHONE_FICTIONAL,
                    &["phones", &i.to_string(), "number"],
                    "numbers from 555-0100 to 555-0199 are kept for fiction and reach nobody",
                    "write the program's own number; a sample site sets `demonstration: sample` in waypost.yaml",
                );
            }
        }
    }
    let all_toll_free = !listing.phones.is_empty() && listing.phones.iter().all(|phone| phone.number.is_toll_free());
    if all_toll_free && !listing.location.virtual_only && listing.verified.by != "import" {
        facts.report(
            &rules::PHONE_TOLL_FREE,
            &["phones", "0", "number"],
            "the only number of a place to visit is toll-free",
            "add the local number as well, first if it is answered",
        );
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
