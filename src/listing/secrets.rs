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
    let secrets = secrets(&front_matter);
    let location = location(&front_matter);
    for finding in findings {
        let related = finding.related.iter_mut().map(|(place, _)| place);
        for place in finding.place.iter_mut().chain(related) {
            mask(place, &location);
            place.excerpt = starred(&place.excerpt, &secrets);
        }
        let labels = finding.related.iter_mut().map(|(_, label)| label);
        for text in [Some(&mut finding.message), finding.help.as_mut(), finding.label.as_mut()].into_iter().flatten() {
            *text = hidden(text, &secrets);
        }
        for label in labels {
            *label = hidden(label, &secrets);
        }
        let tells = |text: &str| secrets_in(text, &secrets).next().is_some() || !addresses(text).is_empty();
        if finding.fix.as_ref().is_some_and(|fix| fix.edits.iter().any(|edit| tells(&edit.text))) {
            finding.fix = None;
        }
    }
}

/// The values that are not shown, and the words in them by which the place can be known.
fn secrets<'t>(front_matter: &[&'t str]) -> Vec<&'t str> {
    let values = front_matter.iter().flat_map(|line| HIDDEN.iter().filter_map(|key| after(line, key))).map(value);
    let mut all: Vec<&str> = Vec::new();
    for value in values {
        if value.len() >= SHORTEST {
            all.push(value);
        }
        let number = value.trim_start_matches('-');
        if number.len() >= SHORTEST && number.starts_with(|c: char| c.is_ascii_digit()) {
            all.push(number);
        }
        all.extend(value.split(|c: char| !c.is_alphanumeric()).filter(|word| telling(word)));
    }
    // The longest first: a part of a value must not be taken out before the whole.
    all.sort_by_key(|value| (std::cmp::Reverse(value.len()), *value));
    all.dedup();
    all
}

/// Whether a word of an address tells more than "street" does.
fn telling(word: &str) -> bool {
    let digit = word.contains(|c: char| c.is_ascii_digit());
    let lower = word.to_lowercase();
    (digit && word.len() >= 2)
        || (word.chars().count() >= 4 && !STREETS.contains(&&*lower) && !COMMON.contains(&&*lower))
}

/// Where secrets stand in `text`, whatever their case, as words of their own.
fn secrets_in<'t>(text: &'t str, secrets: &'t [&str]) -> impl Iterator<Item = std::ops::Range<usize>> + 't {
    let lower = text.to_ascii_lowercase();
    secrets.iter().flat_map(move |secret| {
        let found: Vec<_> = lower
            .match_indices(&*secret.to_ascii_lowercase())
            .map(|(at, found)| at..at + found.len())
            .filter(|range| {
                // "1417" may stand behind a letter ("x1417"), but not inside another number.
                let joins = |a: Option<char>, b: Option<char>| {
                    a.zip(b).is_some_and(|(a, b)| {
                        (a.is_alphabetic() && b.is_alphabetic()) || (a.is_ascii_digit() && b.is_ascii_digit())
                    })
                };
                let found = &text[range.clone()];
                !joins(text[..range.start].chars().next_back(), found.chars().next())
                    && !joins(found.chars().next_back(), text[range.end..].chars().next())
            })
            .collect();
        found
    })
}

/// `text` with stars in place of secrets and of all that looks like an address, letter by letter.
fn starred(text: &str, secrets: &[&str]) -> String {
    let ranges: Vec<_> = secrets_in(text, secrets).chain(addresses(text)).collect();
    if ranges.is_empty() {
        return text.to_owned();
    }
    let covered = |at| ranges.iter().any(|range| range.contains(&at));
    text.char_indices().map(|(at, c)| if covered(at) && c.is_alphanumeric() { '*' } else { c }).collect()
}

/// `text` with words in place of secrets and of all that looks like an address.
fn hidden(text: &str, secrets: &[&str]) -> String {
    let mut ranges: Vec<_> = secrets_in(text, secrets).chain(addresses(text)).collect();
    ranges.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for range in ranges {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str("(not shown)");
        }
        at = at.max(range.end);
    }
    out.push_str(&text[at..]);
    out
}

/// Words with which streets end, or begin in Spanish.
const STREETS: [&str; 36] = [
    "street",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "ln",
    "drive",
    "dr",
    "boulevard",
    "blvd",
    "highway",
    "hwy",
    "court",
    "ct",
    "place",
    "pl",
    "circle",
    "cir",
    "parkway",
    "pkwy",
    "terrace",
    "ter",
    "trail",
    "trl",
    "square",
    "turnpike",
    "pike",
    "alley",
    "route",
    "calle",
    "avenida",
    "carretera",
    "camino",
    "broadway",
];
/// Other words of addresses that tell nothing.
const COMMON: [&str; 13] = [
    "suite",
    "floor",
    "unit",
    "building",
    "room",
    "north",
    "south",
    "east",
    "west",
    "apartment",
    "office",
    "piso",
    "edificio",
];
/// Addresses of pages that show a place on a map.
const MAPS: [&str; 9] = [
    "maps.google.",
    "google.com/maps",
    "goo.gl/maps",
    "maps.app.goo.gl",
    "openstreetmap.org",
    "maps.apple.com",
    "bing.com/maps",
    "waze.com",
    "mapquest.com",
];

/// Bytes of everything in `text` that looks like a street with its number, or like a link to a map.
pub fn addresses(text: &str) -> Vec<std::ops::Range<usize>> {
    let is_break = |c: char| {
        c.is_whitespace() || matches!(c, '"' | '`' | '“' | '”' | '(' | ')' | '[' | ']' | '<' | '>' | ',' | ';')
    };
    let base = text.as_ptr().addr();
    let words: Vec<(&str, usize)> =
        text.split(is_break).filter(|word| !word.is_empty()).map(|word| (word, word.as_ptr().addr() - base)).collect();
    let mut found: Vec<std::ops::Range<usize>> = Vec::new();
    for (i, (word, start)) in words.iter().enumerate() {
        let end = |n: usize| words[n].1 + words[n].0.trim_end_matches(['.', ':', '\'']).len();
        if MAPS.iter().any(|map| word.to_ascii_lowercase().contains(map)) {
            found.push(*start..end(i));
            continue;
        }
        let street = |n: usize| {
            words.get(n).is_some_and(|(word, _)| {
                let word = word.trim_matches(['.', ':']);
                word.starts_with(char::is_uppercase) && STREETS.contains(&&*word.to_lowercase())
            })
        };
        let named = |n: usize| {
            words.get(n).is_some_and(|(word, _)| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
        };
        let is_number = |n: usize| {
            words.get(n).is_some_and(|(word, _)| {
                let digits = word.trim_matches(['#', '.']);
                digits.starts_with(|c: char| c.is_ascii_digit())
                    && digits.len() <= 6
                    && digits.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            })
        };
        if is_number(i) {
            // 1417 Wisteria Lane, 750 Highway 31
            let last = (i + 1..=i + 4).take_while(|n| named(*n)).find(|n| street(*n));
            if let Some(last) = last {
                let more = usize::from(street(i + 1) && is_number(i + 2)) * 2;
                found.push(*start..end((last).max(i + more).min(words.len() - 1)));
            }
        } else if street(i) && ["calle", "avenida", "carretera", "camino"].contains(&&*word.to_lowercase()) {
            // Calle Luna 12
            let last = (i + 1..=i + 4).take_while(|n| named(*n)).find(|n| is_number(*n));
            if let Some(last) = last {
                found.push(*start..end(last));
            }
        }
    }
    found
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
    let shown = place.skipped == 0 && SHOWN.iter().any(|key| line.trim_start().starts_with(key));
    if !hidden && (shown || !location.contains(&(place.line as usize))) {
        return;
    }
    // Of a line that is cut nobody can say what the first colon belongs to.
    let start = line.find(':').filter(|_| place.skipped == 0).unwrap_or(0);
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
        assert_eq!(shown(block, "5 Elm"), "  streat: * *** / not `5 Elm`", "a misspelt key with no word of a street");
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
    fn the_address_is_masked_wherever_it_is_repeated() {
        let text = "---\nlocation:\n  confidential: hidden\n  street: 1417 Wisteria Lane\n---\nPark at wisteria, house 1417.\nOr 99 Elm Road.\n";
        assert_eq!(
            shown(text, "wisteria, house 1417"),
            "Park at ********, house ****. / not `(not shown), house (not shown)`"
        );
        assert_eq!(shown(text, "Or 99 Elm Road"), "Or ** *** ****. / not `Or (not shown)`");
    }

    #[test]
    fn streets_and_maps_are_known_in_free_text() {
        let of = |text: &str| addresses(text).into_iter().map(|r| text[r].to_owned()).collect::<Vec<_>>();
        assert_eq!(of("Park behind 750 Highway 31 South."), ["750 Highway 31"]);
        assert_eq!(of("Come to 12 N. Main St., second floor"), ["12 N. Main St"]);
        assert_eq!(of("Estamos en la Calle Luna 12."), ["Calle Luna 12"]);
        assert_eq!(of("[map](https://maps.app.goo.gl/x1)"), ["https://maps.app.goo.gl/x1"]);
        assert_eq!(of("5 days a week, 24 hours. The 12 Steps. Bus 14 to Main Street. 9 to 5."), [""; 0]);
    }

    #[test]
    fn a_listing_that_hides_nothing_is_shown_as_it_is() {
        let text = "---\nlocation:\n  street: 5 Elm\n---\nconfidential: no\n";
        assert_eq!(shown(text, "5 Elm"), "  street: 5 Elm / not `5 Elm`");
    }
}
