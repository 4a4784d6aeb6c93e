//! A new listing or guide: what is known filled in, every other field as a comment with its meaning and an example.

use crate::article;
use crate::geo::{Gazetteer, Point, Zip};
use crate::listing::fields;
use crate::shape::{Field, Kind, Object, values};
use crate::yaml::quoted;
use jiff::civil::Date;
use std::fmt::Write as _;

/// What is known of a new listing. The texts are as typed; [`listing`] refuses what the check would.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The name of the place.
    pub name: String,
    /// Who runs it.
    pub organization: Option<String>,
    /// House number and street.
    pub street: Option<String>,
    /// Five digits.
    pub zip: String,
    /// City; the ZIP's when absent.
    pub city: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// The program's own page.
    pub website: Option<String>,
    /// Level of care; `iop` when absent.
    pub level: Option<String>,
}

/// A file to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes, seen from the project.
    pub path: String,
    /// What is in it.
    pub text: String,
}

/// The file of a new listing. The state, and the city unless one is given, are those of the ZIP.
///
/// # Errors
/// What is missing or cannot be, each with what to write.
pub fn listing(known: &Known, today: Date) -> Result<Draft, Vec<String>> {
    let mut wrong = Vec::new();
    let slug = slug(&known.name, &mut wrong);
    let zip = known.zip.parse::<Zip>().ok();
    let row = zip.and_then(|zip| Gazetteer::embedded().zip(zip));
    if row.is_none() {
        wrong.push(match zip {
            Some(zip) => format!("the ZIP {zip} is not in the gazetteer; write the ZIP of the place people come to"),
            None => format!("`{}` is not a ZIP; write five digits, for example 35007", known.zip),
        });
    }
    for (text, form) in [(&known.phone, &values::PHONE), (&known.website, &values::URL)] {
        if let Some(Err(refusal)) = text.as_deref().map(form.check) {
            wrong.push(format!("{}; {}", refusal.message, refusal.help));
        }
    }
    if known.phone.is_none() && known.website.is_none() {
        wrong.push("a phone number or a website is needed, so that people can reach the program".to_owned());
    }
    let Some(row) = row.filter(|_| wrong.is_empty()) else { return Err(wrong) };

    let state = row.state.code();
    let mut given: Vec<(&str, String)> = vec![("name", quoted(known.name.trim()))];
    given.extend(known.organization.iter().map(|text| ("organization", quoted(text))));
    given.extend(known.website.iter().map(|text| ("website", quoted(text))));
    let mut location: Vec<(&str, String)> = vec![
        ("city", quoted(known.city.as_deref().unwrap_or(row.city))),
        ("state", state.to_owned()),
        ("zip", quoted(&row.zip.to_string())),
    ];
    location.extend(known.street.iter().map(|text| ("street", quoted(text))));
    let phones: Vec<(&str, String)> = known.phone.iter().map(|text| ("number", quoted(text))).collect();
    let level = known.level.as_deref().unwrap_or("iop");
    let program = [("id", slug_of_level(level)), ("level_of_care", level.to_owned())];

    let mut text = String::from(
        "---\n# Lines that begin with # are not read. Take the # away and write what you know; leave out the rest.\n",
    );
    for field in fields::LISTING.fields {
        match (field.key, &field.kind) {
            ("location", Kind::Object(object)) => {
                text.push_str("location:\n");
                block(&mut text, object, &location, "  ", &hints(row.point));
            }
            ("phones", Kind::List(Kind::Object(object))) if !phones.is_empty() => {
                text.push_str("phones:\n");
                item(&mut text, object, &phones);
            }
            ("programs", Kind::List(Kind::Object(object))) => {
                text.push_str("programs:\n");
                item(&mut text, object, &program);
            }
            ("verified", _) => {
                let _ = writeln!(text, "verified: {{ date: {today}, by: provider, method: form }}");
            }
            _ => line(&mut text, field, &given, ""),
        }
    }
    text.push_str("---\n");
    let path = format!("content/providers/{}/{slug}.md", state.to_ascii_lowercase());
    Ok(Draft { path, text })
}

/// The file of a new guide. It needs a summary and a source before it passes a check.
///
/// # Errors
/// A title of which no address can be made.
pub fn guide(title: &str, today: Date) -> Result<Draft, Vec<String>> {
    let mut wrong = Vec::new();
    let slug = slug(title, &mut wrong);
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let due = today.saturating_add(jiff::Span::new().years(1));
    let given = [
        ("title", quoted(title.trim())),
        ("summary", "\"\"   # one or two sentences".to_owned()),
        ("last_reviewed", today.to_string()),
        ("review_due", due.to_string()),
    ];
    let mut text = String::from(
        "---\n# Lines that begin with # are not read. Take the # away and write what you know; leave out the rest.\n",
    );
    for field in article::GUIDE.fields {
        if field.key == "sources" {
            text.push_str("sources:\n  - title: \"\"   # where the facts come from\n    url: \"\"\n");
        } else {
            line(&mut text, field, &given, "");
        }
    }
    text.push_str("---\n");
    Ok(Draft { path: format!("content/guides/{slug}.md"), text })
}

/// The address of something with this name.
fn slug(name: &str, wrong: &mut Vec<String>) -> String {
    // Addresses are plain letters; 80 is the longest that the check allows.
    let slug = slug::slugify(name);
    let slug = slug.get(..80).unwrap_or(&slug).trim_end_matches('-').to_owned();
    if slug.is_empty() {
        wrong.push(format!("no address can be made of the name `{name}`; write it with letters or digits"));
    }
    slug
}

fn slug_of_level(level: &str) -> String {
    format!("adult-{level}")
}

/// What the gazetteer knows of the ZIP, as comments: it says where a ZIP is, not where a building is.
fn hints(point: Point) -> Vec<(&'static str, String)> {
    let county = Gazetteer::embedded().county_at(point);
    county
        .into_iter()
        .map(|county| ("county", quoted(&county.title())))
        .chain([("lat", format!("{:.4}", point.latitude())), ("lon", format!("{:.4}", point.longitude()))])
        .collect()
}

/// A field of a mapping: what is given, or a comment with its meaning and an example.
fn line(text: &mut String, field: &Field, given: &[(&str, String)], indent: &str) {
    let _ = match given.iter().find(|(key, _)| *key == field.key) {
        Some((key, value)) => writeln!(text, "{indent}{key}: {value}"),
        None => writeln!(text, "{indent}# {}: {}   # {}", field.key, field.example, field.about),
    };
}

fn block(text: &mut String, object: &Object, given: &[(&str, String)], indent: &str, hints: &[(&str, String)]) {
    for field in object.fields {
        match hints.iter().find(|(key, _)| *key == field.key) {
            Some((key, value)) => {
                let _ = writeln!(text, "{indent}# {key}: {value}   # as the ZIP has it; {}", field.about);
            }
            None => line(text, field, given, indent),
        }
    }
}

/// The first item of a list of mappings.
fn item(text: &mut String, object: &Object, given: &[(&str, String)]) {
    let mut inner = String::new();
    // What is given comes first, as the hyphen needs a key beside it.
    let (here, rest): (Vec<&Field>, Vec<&Field>) =
        object.fields.iter().partition(|field| given.iter().any(|(key, _)| *key == field.key));
    for field in here.into_iter().chain(rest) {
        line(&mut inner, field, given, "    ");
    }
    text.push_str("  - ");
    text.push_str(inner.trim_start());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::canonical;
    use jiff::civil::date;

    fn known() -> Known {
        Known {
            name: "River Street IOP".into(),
            zip: "35007".into(),
            phone: Some("205-234-0142".into()),
            ..Known::default()
        }
    }

    #[test]
    fn a_new_listing_has_the_place_of_its_zip_and_says_what_every_field_is() {
        let draft = listing(&known(), date(2026, 11, 22)).unwrap();
        assert_eq!(draft.path, "content/providers/al/river-street-iop.md");
        for part in [
            "\nname: \"River Street IOP\"\n",
            "\n  city: \"Alabaster\"\n  state: AL\n  zip: \"35007\"\n",
            "\n  # county: \"Shelby County\"   # as the ZIP has it; ",
            "\n  - number: \"205-234-0142\"\n    # ext: ",
            "\n  - id: adult-iop\n    level_of_care: iop\n",
            "\nverified: { date: 2026-11-22, by: provider, method: form }\n",
        ] {
            assert!(draft.text.contains(part), "no {part:?} in\n{}", draft.text);
        }
        for field in fields::LISTING.fields {
            assert!(draft.text.contains(&format!("{}:", field.key)), "{}", field.key);
        }
        assert_eq!(canonical::entry(&draft.path, &draft.text, &fields::LISTING), Some(draft.text.clone()));
    }

    #[test]
    fn everything_that_is_wrong_is_said_at_once() {
        let wrong = Known { name: "…".into(), zip: "3507".into(), website: Some("x".into()), ..Known::default() };
        let said = listing(&wrong, date(2026, 11, 22)).unwrap_err();
        assert_eq!(said.len(), 3, "{said:?}");
        let unreachable = Known { phone: None, ..known() };
        assert_eq!(listing(&unreachable, date(2026, 11, 22)).unwrap_err().len(), 1);
        let nowhere = Known { zip: "00001".into(), ..known() };
        assert!(listing(&nowhere, date(2026, 11, 22)).unwrap_err()[0].contains("not in the gazetteer"));
    }
}
