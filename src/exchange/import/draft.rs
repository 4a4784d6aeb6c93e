//! From the rows of one place to a listing: which fact becomes which field.

use std::collections::BTreeSet;

use super::codes::{CodeBook, CodeSet, Concept};
use super::merge::Place;
use super::names::{folded_name, name_and_organization};
use super::repair::Log;
use super::report::{FlagKind, RepairKind};
use super::row::{Directory, Phone, SurveyRow};
use super::source::Source;
use crate::geo::{Point, State, Zip};
use crate::vocabulary::{Facet, TermId, Vocabulary};

/// A listing as the source tells it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Draft {
    pub(super) name: String,
    pub(super) organization: Option<String>,
    pub(super) street: String,
    pub(super) unit: String,
    pub(super) city: String,
    pub(super) state: State,
    pub(super) zip: Zip,
    pub(super) point: Option<Point>,
    pub(super) confidential: bool,
    pub(super) phones: Vec<Phone>,
    pub(super) website: String,
    pub(super) programs: Vec<Program>,
    pub(super) services: Vec<String>,
    pub(super) languages: Vec<String>,
    pub(super) accepts: Vec<String>,
    pub(super) smoking: Option<String>,
    pub(super) vaping: Option<String>,
    pub(super) licenses: Vec<String>,
    pub(super) accreditation: Vec<String>,
    pub(super) ownership: Option<String>,
    /// Key of the leading row.
    pub(super) samhsa: String,
    /// `YYYY-MM-DD`.
    pub(super) verified: String,
    /// Name, address and day of retrieval.
    pub(super) sources: Vec<(String, &'static str, String)>,
    pub(super) notes: Vec<String>,
}

/// One program of a listing: what one directory says of the place.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Program {
    pub(super) id: &'static str,
    pub(super) level_of_care: Vec<String>,
    pub(super) focus: Vec<String>,
    pub(super) formats: Vec<String>,
    pub(super) age_groups: Vec<String>,
    pub(super) genders: Vec<String>,
    pub(super) modalities: Vec<String>,
    pub(super) medications: Vec<String>,
    pub(super) populations: Vec<String>,
}

/// What a draft looks things up in.
pub(super) struct Lookup<'a> {
    pub(super) rows: &'a [SurveyRow],
    pub(super) keys: &'a [String],
    pub(super) book: &'a CodeBook,
    pub(super) vocabulary: &'a Vocabulary,
    pub(super) source: Source,
}

/// The listing of `place`. Facts that had to be left out, and what to look at, go into `log`.
pub(super) fn draft(place: &Place, lookup: &Lookup<'_>, log: &mut Log) -> Option<Draft> {
    let lead = place.rows().next()?;
    let rows: Vec<&SurveyRow> = place.rows().map(|i| &lookup.rows[i]).collect();
    let row = &lookup.rows[lead];
    let (name, organization) = name(place, lookup);
    let confidential = rows.iter().any(|r| r.confidential);
    let mut all = CodeSet::default();
    for row in &rows {
        all.extend(&row.facts);
    }
    let terms = Terms::of(&all, lookup);
    for row in &rows {
        let noted = row.facts.iter().filter(|c| lookup.book.note(*c).is_some());
        noted.for_each(|c| log.flag(&row.origin, FlagKind::WrittenAsNote, lookup.book.label(c)));
    }
    let mut sources: Vec<(String, &'static str, String)> = Vec::new();
    for part in &place.parts {
        let newest = part.iter().map(|i| &lookup.rows[*i]).max_by_key(|r| r.year)?;
        sources.push(lookup.source.credit(newest.directory, newest.year, &newest.retrieved));
    }
    // The locator is one source, however many of its rows a place has.
    sources.dedup_by(|a, b| a.0 == b.0);
    let year = rows.iter().map(|r| r.year).min()?;
    Some(Draft {
        name,
        organization,
        street: if confidential { String::new() } else { row.street.clone() },
        unit: if confidential {
            String::new()
        } else {
            distinct(place.parts.first()?, lookup.rows, |r| &r.unit).join(", ")
        },
        city: row.city.clone(),
        state: row.state,
        zip: row.zip,
        point: if confidential { None } else { rows.iter().find_map(|r| r.point) },
        confidential,
        phones: phones(&rows),
        website: rows.iter().map(|r| &r.website).find(|w| !w.is_empty()).cloned().unwrap_or_default(),
        programs: place.parts.iter().filter_map(|part| program(part, lookup, log)).collect(),
        services: terms.slugs(Facet::Service),
        languages: terms.slugs(Facet::Language),
        accepts: terms.slugs(Facet::Payment),
        smoking: terms.first(Facet::Smoking),
        vaping: terms.first(Facet::Vaping),
        licenses: terms.slugs(Facet::License),
        accreditation: terms.slugs(Facet::Accreditation),
        ownership: terms.first(Facet::Ownership),
        samhsa: lookup.keys[lead].clone(),
        verified: survey_date(year),
        sources,
        notes: all.iter().filter_map(|c| lookup.book.note(c)).map(str::to_owned).collect(),
    })
}

/// The day for which a directory's answers hold. The directory of a year prints the survey of the year before, whose
/// questions are about 31 March; a later date would make old facts look fresh.
pub(super) fn survey_date(year: i16) -> String {
    format!("{:04}-03-31", year - 1)
}

/// The first row's name. Where the two directories call the site differently, a name of its own is better than a
/// department (`Substance Abuse Services`), and the organization alone is better than one department of two.
fn name(place: &Place, lookup: &Lookup<'_>) -> (String, Option<String>) {
    let leads = place.parts.iter().filter_map(|part| part.first()).map(|i| &lookup.rows[*i]);
    let named: Vec<(&SurveyRow, (String, Option<String>))> =
        leads.map(|r| (r, name_and_organization(&r.name1, &r.name2, &r.city))).collect();
    match named.as_slice() {
        [(a, first), (b, second)] if folded_name(&a.name2) != folded_name(&b.name2) => {
            let department =
                |row: &SurveyRow, name: &str| !row.name2.is_empty() && name.ends_with(&format!(", {}", row.name2));
            match (department(a, &first.0), department(b, &second.0)) {
                (false, _) => first.clone(),
                (true, false) => second.clone(),
                (true, true) => (a.name1.clone(), None),
            }
        }
        [(_, first), ..] => first.clone(),
        [] => (String::new(), None),
    }
}

fn distinct<'a>(part: &[usize], rows: &'a [SurveyRow], field: impl Fn(&'a SurveyRow) -> &'a String) -> Vec<&'a str> {
    let mut values: Vec<&str> = Vec::new();
    for value in part.iter().map(|i| field(&rows[*i]).as_str()) {
        if !value.is_empty() && !values.contains(&value) {
            values.push(value);
        }
    }
    values
}

fn phones(rows: &[&SurveyRow]) -> Vec<Phone> {
    let mut phones: Vec<Phone> = Vec::new();
    for phone in rows.iter().flat_map(|r| &r.phones) {
        if !phones.iter().any(|p| p.number == phone.number && p.ext == phone.ext) {
            phones.push(phone.clone());
        }
    }
    // Main numbers first; within a kind, the order of the survey.
    phones.sort_by_key(|p| p.kind);
    phones
}

fn program(part: &[usize], lookup: &Lookup<'_>, log: &mut Log) -> Option<Program> {
    let row = &lookup.rows[*part.first()?];
    let mut facts = CodeSet::default();
    for i in part {
        facts.extend(&lookup.rows[*i].facts);
    }
    let terms = Terms::of(&facts, lookup);
    let mut program = Program {
        id: row.directory.program_id(),
        level_of_care: levels(&facts, &terms, row.directory, lookup),
        focus: terms.slugs(Facet::Focus),
        formats: terms.slugs(Facet::Format),
        age_groups: terms.slugs(Facet::Age),
        genders: terms.slugs(Facet::Gender),
        modalities: terms.slugs(Facet::Modality),
        medications: terms.slugs(Facet::Medication),
        populations: terms.slugs(Facet::Population),
    };
    // A group for men cannot be joined where only women are accepted.
    if let [only] = program.genders.as_slice() {
        let other = if only == "women" { "men" } else { "women" };
        if program.populations.iter().any(|p| p == other) {
            let before = format!("genders: {only}; populations: {other}");
            log.repair(
                &row.origin,
                RepairKind::Contradiction,
                "service_code_info",
                &before,
                &format!("genders: {only}"),
            );
            program.populations.retain(|p| p != other);
        }
    }
    if program.level_of_care.is_empty() {
        log.flag(&row.origin, FlagKind::NoLevel, &row.name1);
    }
    let says = |name: &str| {
        name.to_ascii_lowercase().contains("intensive outpatient")
            || name.split(|c: char| !c.is_alphanumeric()).any(|w| w == "IOP")
    };
    if !program.level_of_care.iter().any(|l| l == "iop") && (says(&row.name1) || says(&row.name2)) {
        log.flag(&row.origin, FlagKind::NameSaysIntensive, &format!("{}, {}", row.name1, row.name2));
    }
    Some(program)
}

/// Kinds of mental health facility that say how care is given, for the few rows without a service setting.
const SETTINGS_OF_TYPES: [(&str, &str); 9] = [
    ("PH", "php"),
    ("OMH", "outpatient"),
    ("RTCA", "residential"),
    ("RTCC", "residential"),
    ("ORES", "residential"),
    ("IPSY", "inpatient"),
    ("PSY", "inpatient"),
    ("SHP", "inpatient"),
    ("VAHC", ""),
];

/// The levels of care. `OP` heads all outpatient settings: for mental health it is the only one and means regular
/// outpatient care; for substance use it means that unless another level is named under it (intensive outpatient, day
/// treatment, withdrawal management alone). A program of which the survey says nothing keeps none.
fn levels(facts: &CodeSet, terms: &Terms<'_>, directory: Directory, lookup: &Lookup<'_>) -> Vec<String> {
    let has = |category: &str, code: &str| lookup.book.concept(category, code).is_some_and(|c| facts.contains(c));
    let mut levels: BTreeSet<TermId> = terms.ids(Facet::LevelOfCare).collect();
    let mut add = |slug: &str| levels.extend(lookup.vocabulary.find(Facet::LevelOfCare, slug));
    let other_outpatient = has("SET", "OIT") || has("SET", "ODT") || (has("SET", "OD") && !has("SET", "OMB"));
    if has("SET", "OP") && (directory == Directory::Mental || !other_outpatient) {
        add("outpatient");
    }
    if terms.ids(Facet::LevelOfCare).next().is_none() && !has("SET", "OP") {
        for (code, slug) in SETTINGS_OF_TYPES {
            if has("FT", code) {
                add(slug);
            }
        }
    }
    levels.into_iter().map(|id| lookup.vocabulary.get(id).slug.clone()).collect()
}

/// Whether a fact reached the listing, by a term, a note, or the rules above.
pub(super) fn has_a_place(concept: Concept, book: &CodeBook) -> bool {
    !book.terms(concept).is_empty() || book.note(concept).is_some() || book.name(concept) == "SET:OP"
}

/// The terms of a set of facts, in the vocabulary's order, each once.
struct Terms<'a> {
    ids: BTreeSet<TermId>,
    vocabulary: &'a Vocabulary,
}

impl<'a> Terms<'a> {
    fn of(facts: &CodeSet, lookup: &Lookup<'a>) -> Self {
        let ids = facts.iter().flat_map(|c| lookup.book.terms(c)).copied().collect();
        Self { ids, vocabulary: lookup.vocabulary }
    }

    fn ids(&self, facet: Facet) -> impl Iterator<Item = TermId> + '_ {
        self.ids.iter().copied().filter(move |id| self.vocabulary.get(*id).facet == facet)
    }

    fn slugs(&self, facet: Facet) -> Vec<String> {
        self.ids(facet).map(|id| self.vocabulary.get(id).slug.clone()).collect()
    }

    fn first(&self, facet: Facet) -> Option<String> {
        self.ids(facet).next().map(|id| self.vocabulary.get(id).slug.clone())
    }
}

#[cfg(test)]
pub(super) mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::super::codes::{Evidence, tests::book};
    use super::super::merge::{places, tests::row};
    use super::*;
    use crate::vocabulary::Generation;

    pub(crate) fn drafted(rows: &mut [(SurveyRow, &str)]) -> (Draft, Log) {
        let book = book();
        for (row, codes) in rows.iter_mut() {
            row.facts = book.read(codes, &mut Evidence::default()).of(Generation::To2024);
        }
        let rows: Vec<SurveyRow> = rows.iter().map(|(row, _)| row.clone()).collect();
        let keys: Vec<String> = rows.iter().map(SurveyRow::key).collect();
        let lookup = Lookup {
            rows: &rows,
            keys: &keys,
            book: &book,
            vocabulary: Vocabulary::embedded(),
            source: Source::Directories,
        };
        let mut log = Log::default();
        let places = places(&rows, &keys);
        assert_eq!(places.len(), 1);
        (draft(&places[0], &lookup, &mut log).unwrap(), log)
    }

    fn one(codes: &str, directory: Directory) -> (Draft, Log) {
        drafted(&mut [(row(directory, "Alder Health", "", "12 Mill Road", "978-555-0142"), codes)])
    }

    #[test]
    fn facts_find_their_fields() {
        let (draft, log) = one(
            "SA SUMH * OP OIT ORT * BU * ACMA * MOTI CBT TELE * PVTN * STAG CARF * MD MI SF * SS * VET * SSA * DAUT * \
             SMPD * ADLT * FEM MALE * SP F19 * VAPN * CM",
            Directory::Substance,
        );
        let program = &draft.programs[0];
        assert_eq!(program.id, "substance-use");
        assert_eq!(program.level_of_care, ["iop", "outpatient"]);
        assert_eq!(program.focus, ["substance-use", "co-occurring"]);
        assert_eq!(program.formats, ["telehealth"]);
        assert_eq!(program.modalities, ["cbt", "motivational-interviewing"]);
        assert_eq!(program.medications, ["buprenorphine", "accepts-maud"]);
        assert_eq!(
            (program.age_groups.as_slice(), program.genders.as_slice()),
            (&["adults".to_owned()][..], &["women".to_owned(), "men".to_owned()][..])
        );
        assert_eq!(program.populations, ["veterans"]);
        assert_eq!(draft.licenses, ["state-substance-use-agency"]);
        assert_eq!(draft.accreditation, ["carf"]);
        assert_eq!(draft.ownership.as_deref(), Some("nonprofit"));
        assert_eq!((draft.smoking.as_deref(), draft.vaping.as_deref()), (Some("designated"), Some("not-permitted")));
        assert!(
            draft.accepts.contains(&"tricare".to_owned())
                && draft.services.contains(&"substance-use-assessment".to_owned())
        );
        assert_eq!(draft.languages, ["es"]);
        assert_eq!(draft.notes, ["The survey says Creole, without saying which."]);
        assert_eq!(draft.verified, "2023-03-31");
        assert!(log.repairs.is_empty());
    }

    #[test]
    fn outpatient_is_said_only_where_the_survey_says_it() {
        let levels = |codes, directory| one(codes, directory).0.programs[0].level_of_care.clone();
        assert_eq!(levels("SA * OP OIT", Directory::Substance), ["iop"]);
        assert_eq!(levels("SA * OP", Directory::Substance), ["outpatient"]);
        assert_eq!(levels("SA * OP OMB", Directory::Substance), ["outpatient"]);
        assert_eq!(levels("SA * OP OMB RES", Directory::Substance), ["outpatient", "residential"]);
        assert_eq!(levels("SA DT * OP OD", Directory::Substance), ["detox"]);
        assert_eq!(levels("MH * OP PHDT", Directory::Mental), ["php", "outpatient"]);
        assert_eq!(levels("MH * RTCA", Directory::Mental), ["residential"]);
        let (draft, log) = one("MH * CBHC", Directory::Mental);
        assert!(draft.programs[0].level_of_care.is_empty());
        assert_eq!(log.flags[0].kind, FlagKind::NoLevel);
    }

    #[test]
    fn a_group_that_could_not_be_joined_is_left_out() {
        let (draft, log) = one("SA * OP ORT * WN MN * FEM", Directory::Substance);
        assert_eq!(draft.programs[0].populations, ["women"]);
        assert_eq!(log.repairs[0].kind, RepairKind::Contradiction);
    }

    #[test]
    fn both_directories_become_two_programs_and_two_sources() {
        let mut rows = [
            (
                row(Directory::Mental, "Alder Health", "Mental Health Services", "12 Mill Road", "978-555-0142"),
                "MH * OP * MD",
            ),
            (
                row(Directory::Substance, "Alder Health", "Substance Abuse Services", "12 Mill Road", "978-555-0143"),
                "SA * OP OIT * PI",
            ),
        ];
        let (draft, _) = drafted(&mut rows);
        assert_eq!((draft.name.as_str(), draft.organization), ("Alder Health", None));
        let ids: Vec<_> = draft.programs.iter().map(|p| p.id).collect();
        assert_eq!(ids, ["substance-use", "mental-health"]);
        assert_eq!(draft.accepts, ["medicaid", "private-insurance"]);
        assert_eq!(
            draft.phones.iter().map(|p| p.number.as_str()).collect::<Vec<_>>(),
            ["978-555-0143", "978-555-0142"]
        );
        assert_eq!(draft.sources.len(), 2);
        assert!(draft.sources[0].0.starts_with("SAMHSA National Directory of Drug and Alcohol Use"));
    }

    #[test]
    fn units_of_a_repeated_row_are_all_named() {
        let mut rows = [
            (row(Directory::Substance, "Alder Health", "", "12 Mill Road", "978-555-0142"), "SA * OP"),
            (row(Directory::Substance, "Alder Health", "", "12 Mill Road", "978-555-0142"), "SA * OP"),
        ];
        rows[0].0.unit = "Building 6".into();
        rows[1].0.unit = "Building 7".into();
        assert_eq!(drafted(&mut rows).0.unit, "Building 6, Building 7");
    }

    #[test]
    fn a_name_that_says_intensive_is_flagged_and_nothing_is_made_of_it() {
        let mut rows = [(row(Directory::Mental, "Alder IOP", "", "12 Mill Road", "978-555-0142"), "MH * OP")];
        let (draft, log) = drafted(&mut rows);
        assert_eq!(draft.programs[0].level_of_care, ["outpatient"]);
        assert_eq!(log.flags[0].kind, FlagKind::NameSaysIntensive);
    }
}
