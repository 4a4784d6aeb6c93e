//! An answer for people: what was understood on stderr, what was found on stdout.

use super::{Answer, Global, print};
use crate::search::kept::{Card, Kept};
use crate::search::ranking::{Found, Hit, Part};
use crate::search::understand::{Understood, ZipNote};
use crate::vocabulary::Vocabulary;

/// Columns of a terminal.
const WIDTH: usize = 80;
/// Between two columns.
const GAP: &str = "  ";
/// At most so much of the width is for the town, which leaves room for the name.
const PLACE: usize = 24;
/// So many other towns are named.
const OTHERS: usize = 3;

/// Prints the answer.
pub(super) fn show(answer: &Answer, kept: &Kept, vocabulary: &Vocabulary, global: &Global) {
    let Answer { understood, found, .. } = answer;
    let say = |text: &str| print::progress(global, text);
    let mut head = Vec::new();
    if let Some((from, to)) = &understood.corrected {
        head.push(format!("read as \"{to}\" for \"{from}\"; --exact takes it as it is written"));
    }
    let meaning = meaning(understood, vocabulary);
    if !meaning.is_empty() {
        head.push(meaning.join(" \u{b7} "));
    }
    head.extend(others(understood));
    if found.partial {
        head.push("no listing has all of these words; these have some".to_owned());
    }
    for line in &head {
        say(line);
    }
    let gap = if found.listings.is_empty() { "" } else { "\n" };
    if !head.is_empty() && !gap.is_empty() {
        say("");
    }
    print::result(&table(&found.listings, kept));
    say(&format!("{gap}{}", sum(found, vocabulary)));
    if !found.named.is_empty() {
        say("\nwith these words in the name:");
        print::result(&table(&found.named, kept));
    }
    if !found.guides.is_empty() {
        say("\nguides:");
        let guide =
            |hit: &Hit| kept.guides.get(hit.number).map(|guide| format!("/{}{GAP}{}\n", guide.path, guide.title));
        print::result(&found.guides.iter().filter_map(guide).collect::<String>());
    }
}

/// Towns that could be meant as well, the largest first.
fn others(understood: &Understood) -> Option<String> {
    let labels: Vec<&str> = understood.others.iter().map(|place| place.label.as_str()).collect();
    let shown = labels.get(..OTHERS.min(labels.len()))?.join("; ");
    let more = if labels.len() > OTHERS { "; …" } else { "" };
    (!labels.is_empty()).then(|| format!("could also be {shown}{more}"))
}

/// What was understood, part by part.
fn meaning(understood: &Understood, vocabulary: &Vocabulary) -> Vec<String> {
    let mut parts = Vec::new();
    if let Some(place) = &understood.place {
        let unsure = understood.zip == Some(ZipNote::Approximate);
        let note = if unsure { " (unknown: the middle of its neighbors)" } else { "" };
        parts.push(format!("near {}{note}", place.label));
    }
    let states: Vec<&str> = understood.states.iter().map(|state| state.name()).collect();
    if !states.is_empty() {
        parts.push(format!("in {}", states.join(" or ")));
    }
    parts.extend(understood.terms.iter().map(|(id, _)| vocabulary.get(*id).label.get("en").to_owned()));
    if !understood.words.is_empty() {
        parts.push(format!("\"{}\"", understood.words.join(" ")));
    }
    parts
}

/// How many there are, or what to leave out.
fn sum(found: &Found, vocabulary: &Vocabulary) -> String {
    let within = found.reach.map_or_else(String::new, |miles| format!(" within {} miles", thousands(miles)));
    let shown = found.listings.len();
    match found.total {
        0 => {
            let left_out = |(part, total): &(Part, usize)| {
                let part = match part {
                    Part::Facet(facet) => format!("\"{}\"", vocabulary.facet_label(*facet).get("en")),
                    Part::Words => "the words".to_owned(),
                    Part::Distance => "--within".to_owned(),
                };
                format!("\n{GAP}{} without {part}", count(*total))
            };
            let hints: String = found.without.iter().map(left_out).collect();
            format!("nothing found{within}{}{hints}", if hints.is_empty() { "" } else { "; there would be" })
        }
        total if total == shown => format!("{}{within}", count(total)),
        total => format!("{shown} of {}{within}; --limit shows more", count(total)),
    }
}

fn count(total: usize) -> String {
    if total == 1 { "1 listing".to_owned() } else { format!("{} listings", thousands(total as f64)) }
}

/// Listings in columns: miles, name, town, phone.
fn table(hits: &[Hit], kept: &Kept) -> String {
    let rows: Vec<(&Hit, &Card)> = hits.iter().filter_map(|hit| Some((hit, kept.listings.get(hit.number)?))).collect();
    let miles = |hit: &Hit| hit.miles.map(|miles| format!("{} mi", thousands(miles.round()))).unwrap_or_default();
    let place = |card: &Card| format!("{}, {}", card.city, card.state);
    let phone = |card: &Card| card.phone.clone().unwrap_or_default();
    let widest = |texts: &mut dyn Iterator<Item = String>| texts.map(|text| text.chars().count()).max().unwrap_or(0);
    let miles_width = widest(&mut rows.iter().map(|(hit, _)| miles(hit)));
    let place_width = widest(&mut rows.iter().map(|(_, card)| place(card))).min(PLACE);
    let phone_width = widest(&mut rows.iter().map(|(_, card)| phone(card)));
    let others: usize = [miles_width, place_width, phone_width].iter().filter(|n| **n > 0).map(|n| n + GAP.len()).sum();
    let name_width = widest(&mut rows.iter().map(|(_, card)| card.name.clone())).min(WIDTH - others);
    let mut table = String::new();
    for (hit, card) in rows {
        let miles = if miles_width > 0 { format!("{:>miles_width$}{GAP}", miles(hit)) } else { String::new() };
        let (name, place) = (cut(&card.name, name_width), cut_place(card, place_width));
        let line = format!("{miles}{name:name_width$}{GAP}{place:place_width$}{GAP}{}", phone(card));
        table.push_str(line.trim_end());
        table.push('\n');
    }
    table
}

/// A text of at most so many characters.
fn cut(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{}\u{2026}", kept.trim_end())
}

/// Town and state; the state is never cut.
fn cut_place(card: &Card, width: usize) -> String {
    format!("{}, {}", cut(&card.city, width.saturating_sub(card.state.len() + 2)), card.state)
}

/// A whole number with commas.
fn thousands(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
