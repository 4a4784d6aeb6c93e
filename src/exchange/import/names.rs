//! What a place is called, and whether two names or streets are the same.
//!
//! The survey has two fields: mostly the organization and its site, but also one name cut in two, a legal entity
//! behind a brand, or a department. The rules are few and each has an example in the tests.

/// The name a listing shows, and the organization behind it where that is another name.
pub(super) fn name_and_organization(name1: &str, name2: &str, city: &str) -> (String, Option<String>) {
    if name2.is_empty() || name1.eq_ignore_ascii_case(name2) {
        return (name1.to_owned(), None);
    }
    if let Some(brand) = doing_business_as(name2) {
        return (brand.to_owned(), Some(name1.to_owned()));
    }
    if goes_on(name1, name2) {
        return (format!("{name1} {name2}"), None);
    }
    if is_entity(name2) && has_institution_word(name1) {
        return (name1.to_owned(), Some(name2.to_owned()));
    }
    let organization = Some(name1.to_owned());
    if stands_alone(name1, name2, city) {
        (name2.to_owned(), organization)
    } else {
        (format!("{name1}, {name2}"), organization)
    }
}

fn doing_business_as(name2: &str) -> Option<&str> {
    let (mark, rest) = name2.split_once(' ')?;
    let mark = mark.trim_end_matches(['.', ':']).to_ascii_lowercase();
    let rest = rest.trim();
    (matches!(mark.as_str(), "dba" | "d/b/a" | "aka" | "a/k/a") && !rest.is_empty()).then_some(rest)
}

/// Whether the second field is the rest of a name that did not fit the first.
fn goes_on(name1: &str, name2: &str) -> bool {
    const OPEN: [&str; 12] = ["and", "of", "for", "the", "&", "in", "on", "with", "to", "at", "by", "-"];
    let last = name1.split(' ').next_back().unwrap_or_default().to_ascii_lowercase();
    let first = name2.split(' ').next().unwrap_or_default();
    OPEN.contains(&last.as_str())
        || name2.starts_with(|c: char| c == '(' || c == '&' || c.is_ascii_lowercase())
        || matches!(first, "And" | "Of" | "For" | "At")
}

/// Whether the name is that of a legal entity.
fn is_entity(name: &str) -> bool {
    let last = name.split(' ').next_back().unwrap_or_default().trim_end_matches('.');
    !name.contains('/') && matches!(last, "LLC" | "LP" | "LLP" | "PLLC" | "Inc" | "Corp" | "Corporation" | "PC")
}

/// Words for a kind of place.
const INSTITUTION: [&str; 46] = [
    "academy",
    "agency",
    "associates",
    "campus",
    "cboc",
    "center",
    "centers",
    "centre",
    "clinic",
    "clinics",
    "cottage",
    "counseling",
    "ctr",
    "ctrs",
    "detox",
    "facility",
    "foundation",
    "hall",
    "health",
    "healthcare",
    "home",
    "homes",
    "hospital",
    "house",
    "institute",
    "lodge",
    "manor",
    "network",
    "office",
    "outreach",
    "place",
    "program",
    "programs",
    "ranch",
    "recovery",
    "rehab",
    "retreat",
    "sanctuary",
    "school",
    "services",
    "servs",
    "site",
    "solutions",
    "treatment",
    "unit",
    "wellness",
];

/// Words that every place of care may have in its name: they tell no place from another.
const GENERIC: [&str; 62] = [
    "a",
    "abuse",
    "acute",
    "addiction",
    "adolescent",
    "adolescents",
    "adult",
    "adults",
    "alcohol",
    "and",
    "assisted",
    "based",
    "behav",
    "behavioral",
    "care",
    "chemical",
    "child",
    "childrens",
    "community",
    "comprehensive",
    "day",
    "department",
    "dependency",
    "disorder",
    "division",
    "drug",
    "family",
    "for",
    "group",
    "hlth",
    "inpatient",
    "intensive",
    "iop",
    "location",
    "main",
    "maintenance",
    "med",
    "medical",
    "medication",
    "mens",
    "mental",
    "mh",
    "of",
    "op",
    "opioid",
    "outpatient",
    "outpt",
    "partial",
    "psychiatric",
    "psychiatry",
    "rehabilitation",
    "residential",
    "sa",
    "substance",
    "sud",
    "the",
    "trt",
    "use",
    "withdrawal",
    "womens",
    "women",
    "youth",
];

fn words(name: &str) -> impl Iterator<Item = String> + '_ {
    name.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_lowercase)
}

fn has_institution_word(name: &str) -> bool {
    words(name).any(|w| INSTITUTION.contains(&w.as_str()))
}

/// Whether the second name tells a person where to go: it has a kind of place and a word that is its own, or it
/// begins with the organization's own first word.
fn stands_alone(name1: &str, name2: &str, city: &str) -> bool {
    let own = |w: &String| {
        !INSTITUTION.contains(&w.as_str())
            && !GENERIC.contains(&w.as_str())
            && !w.chars().all(|c| c.is_ascii_digit())
            && !matches!(w.as_str(), "north" | "south" | "east" | "west" | "central" | "inc" | "llc")
    };
    let first = words(name2).next();
    if first == words(name1).next() && first.as_ref().is_some_and(own) && words(name2).nth(1).is_some() {
        return true;
    }
    !name2.eq_ignore_ascii_case(city) && has_institution_word(name2) && words(name2).any(|w| own(&w))
}

/// What a name says when the survey's abbreviations, legal forms and little words are set aside.
pub(super) fn folded_name(name: &str) -> String {
    let long = |word: String| -> String {
        match word.as_str() {
            "ctr" | "centre" | "centers" | "ctrs" => "center".into(),
            "servs" | "serv" | "services" => "service".into(),
            "behav" | "bhvl" => "behavioral".into(),
            "hlth" => "health".into(),
            "trt" => "treatment".into(),
            "outpt" | "outp" => "outpatient".into(),
            "comm" | "commun" => "community".into(),
            "dept" => "department".into(),
            "hosp" => "hospital".into(),
            "assoc" => "associates".into(),
            "prog" | "programs" => "program".into(),
            "alc" => "alcohol".into(),
            "subst" => "substance".into(),
            "saint" => "st".into(),
            "mount" => "mt".into(),
            _ => word,
        }
    };
    let set_aside = ["the", "and", "of", "inc", "llc", "lp", "llp", "pllc", "corp", "corporation", "pc", "dba", "a"];
    let kept: Vec<String> =
        words(&name.replace('\'', "")).map(long).filter(|w| !set_aside.contains(&w.as_str())).collect();
    kept.join(" ")
}

/// Whether two folded names are most probably one name: equal, or one the other cut short, or one or two letters
/// apart in every dozen.
pub(super) fn similar(a: &str, b: &str) -> bool {
    if a.is_empty() || b.is_empty() {
        return false;
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    a == b || (short.len() >= 20 && long.starts_with(short)) || strsim::normalized_levenshtein(a, b) >= 0.86
}

/// A street as it is compared: `219 North Dothan Road` and `219 N. Dothan Rd` are the same.
pub(super) fn folded_street(street: &str) -> String {
    let short = |word: String| -> String {
        match word.as_str() {
            "street" | "str" | "saint" => "st".into(),
            "avenue" | "av" => "ave".into(),
            "boulevard" => "blvd".into(),
            "road" => "rd".into(),
            "drive" => "dr".into(),
            "lane" => "ln".into(),
            "court" => "ct".into(),
            "place" => "pl".into(),
            "highway" => "hwy".into(),
            "parkway" => "pkwy".into(),
            "circle" => "cir".into(),
            "square" => "sq".into(),
            "route" => "rt".into(),
            "north" => "n".into(),
            "south" => "s".into(),
            "east" => "e".into(),
            "west" => "w".into(),
            "northeast" => "ne".into(),
            "northwest" => "nw".into(),
            "southeast" => "se".into(),
            "southwest" => "sw".into(),
            _ => word,
        }
    };
    // Dots are dropped, not split at, so that `U.S.` and `US` agree.
    words(&street.replace(['.', '\''], "")).map(short).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name1: &str, name2: &str) -> (String, Option<String>) {
        name_and_organization(name1, name2, "Abbeville")
    }

    fn of(name: &str, organization: &str) -> (String, Option<String>) {
        (name.into(), (!organization.is_empty()).then(|| organization.into()))
    }

    #[test]
    fn a_site_with_a_name_of_its_own_is_the_name() {
        assert_eq!(
            named("Alder Creek Health Systems", "Henry County Clinic"),
            of("Henry County Clinic", "Alder Creek Health Systems")
        );
        assert_eq!(
            named("Alder Health", "Linda Lane Community Center"),
            of("Linda Lane Community Center", "Alder Health")
        );
        assert_eq!(
            named("CODAX Behavioral Healthcare", "CODAX East Bay"),
            of("CODAX East Bay", "CODAX Behavioral Healthcare")
        );
    }

    #[test]
    fn a_general_word_follows_the_organization() {
        for generic in [
            "Outpatient",
            "Outpatient Clinic 2",
            "Behavioral Health Services",
            "IOP",
            "Abbeville",
            "West",
            "Womens Residential",
        ] {
            assert_eq!(
                named("Alder Health", generic),
                of(&format!("Alder Health, {generic}"), "Alder Health"),
                "{generic}"
            );
        }
    }

    #[test]
    fn a_name_cut_in_two_is_joined() {
        assert_eq!(
            named("Solway Community Counseling and", "Recovery Centers"),
            of("Solway Community Counseling and Recovery Centers", "")
        );
        assert_eq!(
            named("Alder Research and Treatment", "(ART)/Bay Area"),
            of("Alder Research and Treatment (ART)/Bay Area", "")
        );
    }

    #[test]
    fn a_brand_stands_before_its_legal_entity() {
        assert_eq!(named("Alder Risk Group LLC", "DBA Gateway to Calm"), of("Gateway to Calm", "Alder Risk Group LLC"));
        assert_eq!(
            named("Elkwood Treatment Center", "ATX of Elkwood LLC"),
            of("Elkwood Treatment Center", "ATX of Elkwood LLC")
        );
        assert_eq!(named("Alder Health", ""), of("Alder Health", ""));
        assert_eq!(named("Alder Health", "ALDER HEALTH"), of("Alder Health", ""));
    }

    #[test]
    fn abbreviated_cut_and_misspelt_names_are_similar() {
        for (a, b) in [
            ("Alder Creek Behav Hlth Servs", "Alder Creek Behavioral Health Services Inc"),
            ("St Mary's Center", "Saint Marys Ctr"),
            ("Northern Valley Community Counseling As", "Northern Valley Community Counseling Association"),
            ("Harbour Light Recovery", "Harbor Light Recovery"),
        ] {
            assert!(similar(&folded_name(a), &folded_name(b)), "{a} / {b}");
        }
        assert!(!similar(&folded_name("Alder House"), &folded_name("Maple House")));
        assert!(!similar(&folded_name("Alder Adult Clinic"), &folded_name("Alder Child Clinic")));
        assert!(!similar("", ""));
    }

    #[test]
    fn streets_are_compared_without_their_spelling() {
        assert_eq!(folded_street("1242 U.S. Highway 431 South"), folded_street("1242 US Hwy 431 S"));
        assert_ne!(folded_street("12 Mill Road"), folded_street("12 Mill Street"));
    }
}
