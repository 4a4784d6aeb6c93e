//! What a listing keeps to itself is not shown in findings either: they stand in terminals, logs and review comments.

use crate::diagnostic::{Diagnostic, Place};

/// Keys that say that the place is not shown.
const HIDING: [&str; 2] = ["confidential", "virtual_only"];
/// Keys of what is not shown then.
const HIDDEN: [&str; 4] = ["street", "unit", "lat", "lon"];
/// Keys of a location that are shown in any case.
const SHOWN: [&str; 6] = ["city", "state", "zip", "county", "confidential", "virtual_only"];
/// Shorter values are too common in other words to be looked for in a message.
const SHORTEST: usize = 3;

/// Takes the address out of `findings` if the listing with this `text` hides it. Works on the lines, not on the tree:
/// a file that is no YAML, or misspells a key, has the same address in it.
pub fn hide(text: &str, findings: &mut [Diagnostic]) {
    let front_matter: Vec<&str> = text.lines().skip(1).take_while(|line| line.trim_end() != "---").collect();
    if findings.is_empty() || !front_matter.iter().any(|line| HIDING.iter().any(|key| after(line, key).is_some())) {
        return;
    }
    let values: Vec<&str> = front_matter
        .iter()
        .flat_map(|line| HIDDEN.iter().filter_map(|key| after(line, key)))
        .map(value)
        .filter(|value| value.len() >= SHORTEST)
        .collect();
    let location = location(&front_matter);
    for finding in findings {
        let related = finding.related.iter_mut().map(|(place, _)| place);
        for place in finding.place.iter_mut().chain(related) {
            mask(place, &location);
        }
        // A change of the file holds the file's own words.
        if finding.fix.iter().flat_map(|fix| &fix.edits).any(|edit| values.iter().any(|v| edit.text.contains(v))) {
            finding.fix = None;
        }
        for text in [Some(&mut finding.message), finding.help.as_mut()].into_iter().flatten() {
            for value in &values {
                *text = text.replace(value, "(not shown)");
            }
        }
    }
}

/// Takes the address out of the line that `place` shows, if the listing with this `text` hides it.
pub fn hide_place(text: &str, place: &mut Place) {
    let mut findings = [Diagnostic::new(&crate::diagnostic::rules::PLACE_CONFIDENTIAL, "").at(place.clone())];
    hide(text, &mut findings);
    let [finding] = findings;
    if let Some(hidden) = finding.place {
        *place = hidden;
    }
}

/// Numbers of the lines that `location` takes, counted from 1 as in places.
fn location(front_matter: &[&str]) -> std::ops::Range<usize> {
    let Some(first) = front_matter.iter().position(|line| line.starts_with("location")) else { return 0..0 };
    let rest = &front_matter[first + 1..];
    let length =
        rest.iter().position(|line| !line.is_empty() && !line.starts_with([' ', '\t', '#', '}'])).unwrap_or(rest.len());
    // The line of hyphens comes before the front matter.
    first + 2..first + length + 3
}

/// Replaces letters and digits of the line behind its first colon, one by one, so that the mark stays where it is.
fn mask(place: &mut Place, location: &std::ops::Range<usize>) {
    let line = &*place.excerpt;
    let hidden = HIDDEN.iter().any(|key| after(line, key).is_some());
    let shown = SHOWN.iter().any(|key| line.trim_start().starts_with(key));
    if !hidden && (shown || !location.contains(&(place.line as usize))) {
        return;
    }
    let start = line.find(':').unwrap_or(0);
    let masked: String = line[start..].chars().map(|c| if c.is_alphanumeric() { '*' } else { c }).collect();
    place.excerpt = format!("{}{masked}", &line[..start]);
}

/// What stands in `line` behind `key` and its colon.
fn after<'l>(line: &'l str, key: &str) -> Option<&'l str> {
    line.match_indices(key).find_map(|(at, _)| {
        let begins = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '-');
        let rest = line[at + key.len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?;
        begins.then_some(rest)
    })
}

/// The value at the beginning of `text`, without quotes.
fn value(text: &str) -> &str {
    let text = text.trim();
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => text[1..].split(quote).next().unwrap_or_default(),
        _ => text.split(", ").next().unwrap_or_default().trim_end_matches(['}', ' ']),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::diagnostic::rules;

    fn shown(text: &str, marked: &str) -> String {
        let at = text.find(marked).unwrap();
        let finding = Diagnostic::new(&rules::SHAPE_WRONG_TYPE, format!("not `{marked}`")).at(Place::span(
            "a.md",
            text,
            at..at + marked.len(),
        ));
        let mut findings = [finding];
        hide(text, &mut findings);
        format!("{} / {}", findings[0].place.as_ref().unwrap().excerpt, findings[0].message)
    }

    #[test]
    fn the_address_is_masked_in_any_style_of_writing() {
        let block = "---\nname: x\nlocation:\n  confidential: hidden\n  lat: 33,2467\n  streat: 5 Elm\n  city: Ames\nphones: []\n---\n";
        assert_eq!(shown(block, "33,2467"), "  lat: **,**** / not `(not shown)`");
        assert_eq!(shown(block, "5 Elm"), "  streat: * *** / not `5 Elm`");
        assert_eq!(shown(block, "Ames"), "  city: Ames / not `Ames`");
        assert_eq!(shown(block, "[]"), "phones: [] / not `[]`");
        let flow = "---\nlocation: { street: \"5 Elm Road\", virtual_only: virtual, city: Ames }\n---\n";
        assert_eq!(
            shown(flow, "Ames"),
            "location: { ******: \"* *** ****\", *******_****: *******, ****: **** } / not `Ames`"
        );
        assert_eq!(shown(flow, "5 Elm Road").split(" / ").nth(1), Some("not `(not shown)`"));
    }

    #[test]
    fn a_listing_that_hides_nothing_is_shown_as_it_is() {
        let text = "---\nlocation:\n  street: 5 Elm\n---\nconfidential: no\n";
        assert_eq!(shown(text, "5 Elm"), "  street: 5 Elm / not `5 Elm`");
    }
}
