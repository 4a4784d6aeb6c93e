//! From a row as it was read to a row that is true and fits its fields. Every change is logged with before and after.

use super::codes::{CodeBook, CodeSet};
use super::phone;
use super::report::{Flag, FlagKind, Refusal, RefusalReason, Repair, RepairKind};
use super::row::{Directory, Origin, Phone, PhoneKind, RawRow, SurveyRow};
use crate::geo::{Gazetteer, Point, State, Zip, ZipRow, miles};
use crate::shape::values;

/// What a repair looks things up in.
pub(super) struct Context<'a> {
    pub(super) book: &'a CodeBook,
    pub(super) gazetteer: &'a Gazetteer,
    pub(super) year: i16,
    pub(super) retrieved: &'a str,
}

/// What was done to rows, and what should be looked at.
#[derive(Debug, Default)]
pub(super) struct Log {
    pub(super) repairs: Vec<Repair>,
    pub(super) flags: Vec<Flag>,
    pub(super) refusals: Vec<Refusal>,
}

/// Names are cut at this many characters in the survey's files.
const NAME_FIELD: usize = 38;

/// Miles that a place may lie from its ZIP's point before the coordinates are thought wrong. Large ZIPs reach
/// farther: a ZIP with a radius of more than five miles may have places at its radius and twenty miles more.
const FAR: f64 = 25.0;
const FAR_BEYOND_RADIUS: f64 = 20.0;

/// Stands in the log for a value that must not be written down.
const WITHHELD: &str = "(withheld)";

/// States whose ZIPs begin with a zero, for ZIPs that the gazetteer does not have.
const ZERO_STATES: [&str; 9] = ["CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"];

/// Miles that a point may lie outside the outline of its state: that is how far the outlines are simplified.
const OUTLINE_TOLERANCE: f64 = 0.25;

/// Words that the survey shortens names with.
const ABBREVIATIONS: [&str; 30] = [
    "Add", "Adol", "Alc", "Assoc", "Behav", "Bhvl", "Cnslg", "Comm", "Commun", "Comp", "Counsel", "Ctr", "Ctrs", "Dep",
    "Dept", "Dev", "Govt", "Hlth", "Hosp", "Hsptl", "Med", "Outp", "Outpt", "Prog", "Psych", "Rehab", "Serv", "Servs",
    "Subst", "Trt",
];

impl Log {
    pub(super) fn repair(&mut self, origin: &Origin, kind: RepairKind, field: &'static str, before: &str, after: &str) {
        let (before, after) = (before.to_owned(), after.to_owned());
        self.repairs.push(Repair { origin: origin.clone(), kind, field, before, after });
    }

    pub(super) fn flag(&mut self, origin: &Origin, kind: FlagKind, value: &str) {
        self.flags.push(Flag { origin: origin.clone(), kind, value: value.to_owned() });
    }
}

/// Repairs a row, or refuses it; both go into the log. A row of a file that names no directory counts as
/// `Directory::Substance` until the whole file has been read; its facts are filled in then, too.
pub(super) fn repair(raw: RawRow, context: &Context<'_>, log: &mut Log) -> Option<SurveyRow> {
    let kept = (log.repairs.len(), log.flags.len());
    let origin = raw.origin.clone();
    let shown = [&raw.name1, &raw.name2, &raw.street1, &raw.city, &raw.state, &raw.zip, &raw.phone];
    let text = shown.iter().map(|s| s.trim()).filter(|s| !s.is_empty()).collect::<Vec<_>>().join(", ");
    match try_repair(raw, context, log) {
        Ok(row) => Some(row),
        Err(reason) => {
            // Repairs of a row that is not taken would only distract.
            log.repairs.truncate(kept.0);
            log.flags.truncate(kept.1);
            log.refusals.push(Refusal { origin, reason, text });
            None
        }
    }
}

fn try_repair(mut raw: RawRow, context: &Context<'_>, log: &mut Log) -> Result<SurveyRow, RefusalReason> {
    refuse_what_is_no_place(&raw, context.book)?;
    if raw.other_directory {
        return Err(RefusalReason::UnknownDirectory);
    }
    clean_fields(&mut raw, log);
    let origin = &raw.origin;
    if raw.name1.is_empty() && raw.name2.is_empty() {
        return Err(RefusalReason::NoName);
    }
    if raw.name1.is_empty() {
        raw.name1 = std::mem::take(&mut raw.name2);
    }
    let state = state(&raw, log)?;
    if raw.city.is_empty() {
        return Err(RefusalReason::NoCity);
    }
    let (zip, zip_row) = zip(&raw, state, context, log)?;
    let phones = phones(&raw, log);
    let website = website(&raw, log);
    if phones.is_empty() && website.is_empty() {
        return Err(RefusalReason::NoContact);
    }
    let address = address(&raw, log);
    let point = point(&raw, &address, state, zip_row, context.gazetteer, log);
    flag_names(&raw, log);
    if address.street.is_empty() && !address.confidential && !address.boxed {
        log.flag(origin, FlagKind::NoStreet, &raw.name1);
    }
    Ok(SurveyRow {
        directory: raw.directory.unwrap_or(Directory::Substance),
        year: context.year,
        retrieved: context.retrieved.to_owned(),
        street: address.street,
        unit: address.unit,
        confidential: address.confidential,
        state,
        zip,
        phones,
        website,
        point,
        origin: raw.origin,
        name1: raw.name1,
        name2: raw.name2,
        city: raw.city,
        facts: CodeSet::default(),
    })
}

fn refuse_what_is_no_place(raw: &RawRow, book: &CodeBook) -> Result<(), RefusalReason> {
    let fields = [
        &raw.name1,
        &raw.name2,
        &raw.street1,
        &raw.street2,
        &raw.city,
        &raw.state,
        &raw.zip,
        &raw.phone,
        &raw.intakes[0],
        &raw.intakes[1],
        &raw.intakes[2],
        &raw.intakes[3],
    ];
    let filled = fields.iter().filter(|f| !f.trim().is_empty()).count();
    if filled == 0 {
        return Err(RefusalReason::Empty);
    }
    // A place may be called Residential and stand in HI, but no place is made of codes and their labels.
    let legend = fields.iter().filter(|f| book.is_legend(f)).count();
    let heading = raw.name1.trim().eq_ignore_ascii_case("name1");
    if heading || (legend >= 3 && legend * 2 > filled) {
        return Err(RefusalReason::Legend);
    }
    Ok(())
}

fn clean_fields(raw: &mut RawRow, log: &mut Log) {
    let [intake1, intake2, intake1a, intake2a] = &mut raw.intakes;
    let fields: [(&'static str, &mut String); 14] = [
        ("name1", &mut raw.name1),
        ("name2", &mut raw.name2),
        ("street1", &mut raw.street1),
        ("street2", &mut raw.street2),
        ("city", &mut raw.city),
        ("state", &mut raw.state),
        ("zip", &mut raw.zip),
        ("phone", &mut raw.phone),
        ("intake1", intake1),
        ("intake2", intake2),
        ("intake1a", intake1a),
        ("intake2a", intake2a),
        ("hotline1", &mut raw.hotline),
        ("website", &mut raw.website),
    ];
    for (field, value) in fields {
        let clean = clean(value);
        if clean != *value {
            log.repair(&raw.origin, RepairKind::Blanks, field, value, &clean);
            *value = clean;
        }
    }
}

/// The words of `text` with single blanks between them, without control and invisible characters.
fn clean(text: &str) -> String {
    let visible = |c: &char| {
        c.is_whitespace()
            || !(c.is_control()
                || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}'))
    };
    let text: String = text.chars().filter(visible).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn state(raw: &RawRow, log: &mut Log) -> Result<State, RefusalReason> {
    if raw.state.is_empty() {
        return Err(RefusalReason::NoState);
    }
    let plain = raw.state.replace('.', "");
    let known = State::from_code(&plain.to_ascii_uppercase()).or_else(|| State::from_name(&raw.state));
    let state = known.ok_or(RefusalReason::UnknownState)?;
    if state.code() != raw.state {
        log.repair(&raw.origin, RepairKind::State, "state", &raw.state, state.code());
    }
    Ok(state)
}

fn zip<'a>(
    raw: &RawRow,
    state: State,
    context: &Context<'a>,
    log: &mut Log,
) -> Result<(Zip, Option<&'a ZipRow>), RefusalReason> {
    let text = raw.zip.strip_suffix(".0").unwrap_or(&raw.zip);
    let (first, rest) = text.split_once(['-', ' ']).unwrap_or((text, ""));
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    if !digits(first) || !digits(rest) {
        return Err(RefusalReason::BadZip);
    }
    let first = if first.len() == 9 && rest.is_empty() { &first[..5] } else { first };
    if !(3..=5).contains(&first.len()) {
        return Err(RefusalReason::BadZip);
    }
    let zip: Zip = format!("{first:0>5}").parse().map_err(|_| RefusalReason::BadZip)?;
    let written = zip.to_string();
    let row = context.gazetteer.zip(zip);
    match row {
        Some(row) if row.state != state => return Err(RefusalReason::ZipState),
        None if first.len() < 5 && !ZERO_STATES.contains(&state.code()) => return Err(RefusalReason::BadZip),
        None => log.flag(&raw.origin, FlagKind::ZipUnknown, &written),
        Some(_) => {}
    }
    if first.len() < 5 {
        log.repair(&raw.origin, RepairKind::ZipZeros, "zip", &raw.zip, &written);
    } else if written != raw.zip {
        log.repair(&raw.origin, RepairKind::ZipForm, "zip", &raw.zip, &written);
    }
    Ok((zip, row))
}

fn phones(raw: &RawRow, log: &mut Log) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    let [intake1, intake2, intake1a, intake2a] = &raw.intakes;
    let fields = [
        ("phone", PhoneKind::Main, &raw.phone),
        ("intake1", PhoneKind::Intake, intake1),
        ("intake2", PhoneKind::Intake, intake2),
        ("intake1a", PhoneKind::Intake, intake1a),
        ("intake2a", PhoneKind::Intake, intake2a),
        ("hotline1", PhoneKind::AfterHours, &raw.hotline),
    ];
    for (field, kind, text) in fields {
        if text.is_empty() {
            continue;
        }
        let Some(parsed) = phone::parse(text) else {
            log.repair(&raw.origin, RepairKind::PhoneDropped, field, text, "");
            continue;
        };
        let after = match &parsed.ext {
            Some(ext) => format!("{} ext {ext}", parsed.number),
            None => parsed.number.clone(),
        };
        let kind_of_repair = match &parsed.ext {
            _ if parsed.letters => Some(RepairKind::PhoneLetters),
            Some(_) => Some(RepairKind::PhoneExtension),
            None if parsed.number != *text => Some(RepairKind::PhoneForm),
            None => None,
        };
        if let Some(repair) = kind_of_repair {
            log.repair(&raw.origin, repair, field, text, &after);
        }
        // The survey repeats a number as letters (402-717HOPE); nobody needs it twice.
        if !phones.iter().any(|p| p.number == parsed.number && p.ext == parsed.ext) {
            phones.push(Phone { number: parsed.number, ext: parsed.ext, kind });
        }
    }
    phones
}

fn website(raw: &RawRow, log: &mut Log) -> String {
    let text = raw.website.as_str();
    if text.is_empty() {
        return String::new();
    }
    let lower = text.to_ascii_lowercase();
    let full = if lower.starts_with("http://") || lower.starts_with("https://") {
        text.to_owned()
    } else {
        format!("http://{text}")
    };
    let url =
        url::Url::parse(&full).ok().filter(|url| (values::URL.check)(url.as_str()).is_ok() && !full.contains(' '));
    let after = url.map_or(String::new(), |url| {
        let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none() && !text.ends_with('/');
        let url = String::from(url);
        if bare { url.trim_end_matches('/').to_owned() } else { url }
    });
    if after != text {
        log.repair(&raw.origin, RepairKind::Website, "website", text, &after);
    }
    after
}

#[derive(Debug, Default)]
struct Address {
    street: String,
    unit: String,
    confidential: bool,
    boxed: bool,
}

fn address(raw: &RawRow, log: &mut Log) -> Address {
    if !raw.street1.is_empty() && !raw.street1.chars().any(char::is_alphanumeric) {
        log.repair(&raw.origin, RepairKind::AddressWithheld, "street1", &raw.street1, "");
        if !raw.street2.is_empty() {
            log.repair(&raw.origin, RepairKind::AddressWithheld, "street2", WITHHELD, "");
        }
        return Address { confidential: true, ..Address::default() };
    }
    let mut address =
        Address { street: without_box(&raw.street1), unit: without_box(&raw.street2), ..Address::default() };
    for (field, before, after) in [("street1", &raw.street1, &address.street), ("street2", &raw.street2, &address.unit)]
    {
        if before != after {
            address.boxed |= field == "street1" && after.is_empty();
            log.repair(&raw.origin, RepairKind::PostOfficeBox, field, before, after);
        }
    }
    if address.street.is_empty() {
        // Some rows have the box first and the street behind it; a suite alone is no address.
        let unit = std::mem::take(&mut address.unit);
        if unit.starts_with(|c: char| c.is_ascii_digit()) {
            address.street = unit;
            address.boxed = false;
        }
    }
    address
}

/// `text` without its parts that are post office boxes.
fn without_box(text: &str) -> String {
    let is_box = |part: &str| {
        let folded: String = part.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        folded.starts_with("pobox") || folded.starts_with("postofficebox")
    };
    if !text.split(',').any(is_box) {
        return text.to_owned();
    }
    let parts: Vec<&str> = text.split(',').filter(|part| !is_box(part)).map(str::trim).collect();
    parts.join(", ")
}

fn point(
    raw: &RawRow,
    address: &Address,
    state: State,
    zip: Option<&ZipRow>,
    gazetteer: &Gazetteer,
    log: &mut Log,
) -> Option<Point> {
    let (latitude, longitude) = (raw.latitude.trim(), raw.longitude.trim());
    if latitude.is_empty() && longitude.is_empty() {
        return None;
    }
    let parsed = latitude.parse().ok().zip(longitude.parse().ok()).and_then(|(lat, lon)| Point::new(lat, lon).ok());
    let near = |point: &Point| {
        zip.is_none_or(|zip| miles(*point, zip.point) <= FAR.max(zip.radius_miles + FAR_BEYOND_RADIUS))
            && gazetteer.in_or_near_state(*point, state, OUTLINE_TOLERANCE)
    };
    let point = parsed.filter(|point| !address.confidential && !address.boxed && near(point));
    if point.is_none() {
        // A withheld address must not come out through the report either.
        let before = if address.confidential { WITHHELD.to_owned() } else { format!("{latitude}, {longitude}") };
        log.repair(&raw.origin, RepairKind::PointDropped, "latitude, longitude", &before, "");
    }
    point
}

fn flag_names(raw: &RawRow, log: &mut Log) {
    for name in [&raw.name1, &raw.name2] {
        if name.chars().count() == NAME_FIELD {
            log.flag(&raw.origin, FlagKind::NameCut, name);
        }
        if name.split(|c: char| !c.is_alphanumeric()).any(|word| ABBREVIATIONS.contains(&word)) {
            log.flag(&raw.origin, FlagKind::NameAbbreviated, name);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::codes::tests::book;
    use super::*;

    fn raw() -> RawRow {
        RawRow {
            origin: Origin { file: 0, line: 2, id: "row 2".into() },
            name1: "Alder Creek Health".into(),
            street1: "12 Mill Road".into(),
            city: "Lowell".into(),
            state: "MA".into(),
            zip: "01850".into(),
            phone: "978-555-0142".into(),
            ..RawRow::default()
        }
    }

    fn run(raw: RawRow) -> (Option<SurveyRow>, Log) {
        let book = book();
        let mut log = Log::default();
        let context = Context { book: &book, gazetteer: Gazetteer::embedded(), year: 2024, retrieved: "2026-08-30" };
        (repair(raw, &context, &mut log), log)
    }

    fn refusal(raw: RawRow) -> RefusalReason {
        let (row, log) = run(raw);
        assert!(row.is_none() && log.repairs.is_empty());
        log.refusals[0].reason
    }

    fn one_repair(log: &Log) -> (RepairKind, &str, &str, &str) {
        assert_eq!(log.repairs.len(), 1, "{:?}", log.repairs);
        let r = &log.repairs[0];
        (r.kind, r.field, &r.before, &r.after)
    }

    #[test]
    fn a_sound_row_is_left_as_it_is() {
        let (row, log) = run(raw());
        assert!(row.is_some() && log.repairs.is_empty() && log.flags.is_empty(), "{log:?}");
    }

    #[test]
    fn lost_zeros_of_a_zip_come_back_when_the_state_agrees() {
        let (row, log) = run(RawRow { zip: "1850".into(), ..raw() });
        assert_eq!(row.unwrap().zip.to_string(), "01850");
        assert_eq!(one_repair(&log), (RepairKind::ZipZeros, "zip", "1850", "01850"));
        assert_eq!(refusal(RawRow { zip: "1850".into(), state: "CT".into(), ..raw() }), RefusalReason::ZipState);
        assert_eq!(refusal(RawRow { zip: "999".into(), state: "OH".into(), ..raw() }), RefusalReason::BadZip);
        let (row, _) = run(RawRow { zip: "725".into(), state: "PR".into(), ..raw() });
        assert_eq!(row.unwrap().zip.to_string(), "00725");
    }

    #[test]
    fn longer_zips_are_cut_to_five_digits() {
        for zip in ["01850-1234", "018501234", "01850.0", "01850 1234"] {
            let (row, log) = run(RawRow { zip: zip.into(), ..raw() });
            assert_eq!(row.unwrap().zip.to_string(), "01850", "{zip}");
            assert_eq!(one_repair(&log).0, RepairKind::ZipForm);
        }
        assert_eq!(refusal(RawRow { zip: "O1850".into(), ..raw() }), RefusalReason::BadZip);
        assert_eq!(refusal(RawRow { zip: "12".into(), ..raw() }), RefusalReason::BadZip);
    }

    #[test]
    fn a_zip_of_another_state_is_refused() {
        assert_eq!(refusal(RawRow { zip: "86305".into(), ..raw() }), RefusalReason::ZipState);
    }

    #[test]
    fn blanks_and_invisible_characters_are_taken_out() {
        let (row, log) = run(RawRow { name1: " Alder\u{a0} Creek\n Hea\u{200b}lth ".into(), ..raw() });
        assert_eq!(row.unwrap().name1, "Alder Creek Health");
        assert_eq!(one_repair(&log).0, RepairKind::Blanks);
    }

    #[test]
    fn a_written_out_state_becomes_its_code() {
        let (row, log) = run(RawRow { state: "Massachusetts".into(), ..raw() });
        assert_eq!(row.unwrap().state.code(), "MA");
        assert_eq!(one_repair(&log).0, RepairKind::State);
    }

    #[test]
    fn extensions_have_their_own_field_and_letters_become_digits() {
        let intakes = ["978-555HOPE".into(), "978-555-4673".into(), String::new(), "978-555-0199 x7".into()];
        let (row, log) = run(RawRow { phone: "978-555-0142 x12".into(), intakes, ..raw() });
        let phones = row.unwrap().phones;
        assert_eq!(phones.len(), 3);
        assert_eq!((phones[0].number.as_str(), phones[0].ext.as_deref()), ("978-555-0142", Some("12")));
        assert_eq!((phones[1].number.as_str(), phones[1].kind), ("978-555-4673", PhoneKind::Intake));
        assert_eq!(phones[2].ext.as_deref(), Some("7"));
        let kinds: Vec<_> = log.repairs.iter().map(|r| r.kind).collect();
        assert_eq!(kinds, [RepairKind::PhoneExtension, RepairKind::PhoneLetters, RepairKind::PhoneExtension]);
    }

    #[test]
    fn a_row_that_nobody_can_reach_is_refused() {
        assert_eq!(refusal(RawRow { phone: String::new(), ..raw() }), RefusalReason::NoContact);
        assert_eq!(refusal(RawRow { phone: "800-662-4357".into(), ..raw() }), RefusalReason::NoContact);
        let (row, _) = run(RawRow { phone: String::new(), website: "alder.example.org".into(), ..raw() });
        assert_eq!(row.unwrap().website, "http://alder.example.org");
    }

    #[test]
    fn legend_rows_headings_and_empty_rows_are_refused() {
        let legend = RawRow {
            name2: "SA".into(),
            street1: "DT".into(),
            street2: "HH".into(),
            city: "SUMH".into(),
            state: "HI".into(),
            zip: "OP".into(),
            phone: "RES".into(),
            ..RawRow::default()
        };
        assert_eq!(refusal(legend.clone()), RefusalReason::Legend);
        assert_eq!(refusal(RawRow { name1: "TC".into(), ..legend }), RefusalReason::Legend);
        assert_eq!(refusal(RawRow { name1: "name1".into(), ..raw() }), RefusalReason::Legend);
        assert_eq!(refusal(RawRow::default()), RefusalReason::Empty);
    }

    #[test]
    fn a_place_in_hawaii_called_outpatient_is_no_legend() {
        let row = RawRow { name2: "Outpatient".into(), state: "HI".into(), zip: "96813".into(), ..raw() };
        assert!(run(row).0.is_some());
    }

    #[test]
    fn rows_without_name_state_or_city_are_refused() {
        assert_eq!(refusal(RawRow { name1: String::new(), ..raw() }), RefusalReason::NoName);
        assert_eq!(refusal(RawRow { state: " ".into(), ..raw() }), RefusalReason::NoState);
        assert_eq!(refusal(RawRow { state: "XX".into(), ..raw() }), RefusalReason::UnknownState);
        assert_eq!(refusal(RawRow { city: String::new(), ..raw() }), RefusalReason::NoCity);
    }

    #[test]
    fn a_withheld_address_stays_withheld_with_its_point() {
        let row = RawRow {
            street1: "- - -".into(),
            street2: "Unit 2".into(),
            latitude: "42.65".into(),
            longitude: "-71.3".into(),
            ..raw()
        };
        let (row, log) = run(row);
        let row = row.unwrap();
        assert!(row.confidential && row.street.is_empty() && row.unit.is_empty() && row.point.is_none());
        let kinds: Vec<_> = log.repairs.iter().map(|r| r.kind).collect();
        assert_eq!(kinds, [RepairKind::AddressWithheld, RepairKind::AddressWithheld, RepairKind::PointDropped]);
        assert!(log.repairs.iter().all(|r| !r.before.contains(['2', '7'])), "{:?}", log.repairs);
    }

    #[test]
    fn post_office_boxes_leave_the_address() {
        let boxed =
            RawRow { street1: "P.O. Box 91".into(), latitude: "42.65".into(), longitude: "-71.3".into(), ..raw() };
        let (row, _) = run(boxed);
        let row = row.unwrap();
        assert!(row.street.is_empty() && row.point.is_none() && !row.confidential);
        let (row, log) = run(RawRow { street2: "Suite 2, PO Box 17".into(), ..raw() });
        assert_eq!(row.unwrap().unit, "Suite 2");
        assert_eq!(one_repair(&log), (RepairKind::PostOfficeBox, "street2", "Suite 2, PO Box 17", "Suite 2"));
        let (row, _) = run(RawRow { street1: "Post Office Box 4".into(), street2: "9 Elm Street".into(), ..raw() });
        assert_eq!(row.unwrap().street, "9 Elm Street");
    }

    #[test]
    fn points_far_from_their_zip_are_left_out_and_large_zips_reach_farther() {
        let (row, log) = run(RawRow { latitude: "43.2".into(), longitude: "-71.30".into(), ..raw() });
        assert!(row.unwrap().point.is_none());
        assert_eq!(one_repair(&log).0, RepairKind::PointDropped);
        let prescott = RawRow {
            state: "AZ".into(),
            zip: "86305".into(),
            latitude: "34.55".into(),
            longitude: "-112.47".into(),
            ..raw()
        };
        assert!(run(prescott).0.unwrap().point.is_some());
        let (row, _) = run(RawRow { latitude: "42.66".into(), longitude: "-71.31".into(), ..raw() });
        assert_eq!(row.unwrap().point, Point::new(42.66, -71.31).ok());
        for (latitude, longitude) in [("0", "0"), ("north", "-71.3"), ("42.6", ""), ("142.6", "-71.3")] {
            let (row, _) = run(RawRow { latitude: latitude.into(), longitude: longitude.into(), ..raw() });
            assert!(row.unwrap().point.is_none(), "{latitude} {longitude}");
        }
    }

    #[test]
    fn cut_and_shortened_names_are_flagged_and_left() {
        let name = "Alder Creek Behav Hlth Servs of Lowelll";
        let name = &name[..38];
        let (row, log) = run(RawRow { name1: name.into(), ..raw() });
        assert_eq!(row.unwrap().name1, name);
        let kinds: Vec<_> = log.flags.iter().map(|f| f.kind).collect();
        assert_eq!(kinds, [FlagKind::NameCut, FlagKind::NameAbbreviated]);
    }
}
