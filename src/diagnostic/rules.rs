//! Every rule of Waypost: its stable code, its usual severity, and why it is there.
//!
//! A code never changes its meaning. A site may set another severity for a code in `waypost.yaml`.

use super::Severity;

/// A rule. The constants of this module are the only ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Stable code: family, slash, name.
    pub code: &'static str,
    /// Severity unless the site says otherwise.
    pub severity: Severity,
    /// Why the rule exists, in one or two sentences for a person who wrote the file.
    pub why: &'static str,
}

macro_rules! rules {
    ($($name:ident = $severity:ident $code:literal, $why:literal;)*) => {
        $(#[doc = $why] pub const $name: Rule = Rule { code: $code, severity: Severity::$severity, why: $why };)*
        /// All rules, in the order of this file.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    // Reading files.
    FILE_UNREADABLE = Error "file/unreadable", "A file that cannot be read cannot be checked, so the site could silently lose a listing.";
    FILE_NOT_UTF8 = Error "file/not-utf8", "Text in another encoding shows wrong letters. Every editor can save as UTF-8.";
    FILE_EMPTY = Error "file/empty", "An empty file is most often a save that failed.";
    FILE_TOO_LARGE = Error "file/too-large", "A listing is a page of text. A very large file is a mistake or an attack.";
    FILE_NAME = Error "file/name", "The file name is the public address of the page, so it has to be plain: a-z, 0-9 and hyphens.";
    FILE_STRAY = Warning "file/stray", "A file that Waypost does not understand would be missing from the site without a word.";
    FILE_LINK_LOOP = Error "file/link-loop", "A symbolic link that leads back to its own folder has no end.";
    FILE_OUTSIDE = Error "file/outside", "A symbolic link that leaves the project could publish a file nobody meant to publish.";
    // YAML syntax.
    YAML_NO_FRONT_MATTER = Error "yaml/no-front-matter", "The facts of a listing or guide stand between two lines of three hyphens at the top of the file.";
    YAML_UNCLOSED = Error "yaml/unclosed-front-matter", "Without the second line of three hyphens nobody can tell where the facts end and the text begins.";
    YAML_SYNTAX = Error "yaml/syntax", "The facts could not be read at all, so nothing else in them could be checked.";
    YAML_TAB = Error "yaml/tab", "YAML does not allow tab characters for indentation, because their width differs from editor to editor.";
    YAML_DUPLICATE_KEY = Error "yaml/duplicate-key", "With the same key twice, one of the two values would be lost.";
    YAML_ALIAS = Error "yaml/alias", "Anchors and aliases (& and *) make a file hard to read and can be used to exhaust memory.";
    YAML_TOO_DEEP = Error "yaml/too-deep", "No field needs this many levels; deep nesting is a mistake or an attack.";
    YAML_CONTROL_CHARACTER = Error "yaml/control-character", "Control characters are invisible, come from copying, and break pages and data files.";
    // Shape.
    SHAPE_UNKNOWN_KEY = Error "shape/unknown-key", "A misspelt key would be dropped in silence, and the fact with it.";
    SHAPE_MISSING_KEY = Error "shape/missing-key", "Without this fact the page could not help the person who reads it.";
    SHAPE_WRONG_TYPE = Error "shape/wrong-type", "The value has another shape than this field needs.";
    SHAPE_EMPTY_VALUE = Error "shape/empty-value", "An empty value says neither yes nor no. Leave the key out when the fact is not known.";
    SHAPE_UNKNOWN_TERM = Error "shape/unknown-term", "Filters work because everybody uses the same terms; a term outside the list would be found by nobody.";
    SHAPE_DUPLICATE_TERM = Warning "shape/duplicate-term", "The same term twice in one list is usually a slip for another one.";
    SHAPE_TOO_LONG = Error "shape/too-long", "Long values break lists, search results and phone screens.";
    SHAPE_BAD_VALUE = Error "shape/bad-value", "The value cannot be what this field holds.";
    SHAPE_BARE_ZIP = Warning "shape/bare-zip", "Without quotes other YAML readers take a ZIP for a number, and 06401 becomes 6401 or 3329.";
    SHAPE_BARE_WORD = Error "shape/bare-yes-no", "Other YAML readers turn a bare yes, no, on or off into true or false.";
    // Identity and duplicates.
    IDENTITY_SLUG = Error "identity/slug", "The slug is the page's address for ever: a-z, 0-9 and single hyphens.";
    IDENTITY_DUPLICATE_SLUG = Error "identity/duplicate-slug", "Two listings cannot have one address.";
    IDENTITY_STATE_FOLDER = Error "identity/state-folder", "Listings are kept in the folder of their state, so that people find the file.";
    IDENTITY_DUPLICATE_PROGRAM = Error "identity/duplicate-program-id", "The id is the program's anchor on the page; two programs cannot share it.";
    IDENTITY_NEAR_DUPLICATE = Warning "identity/near-duplicate", "The same place twice splits its facts, and a person calls the same number twice.";
    IDENTITY_TRUNCATED_NAME = Warning "identity/truncated-name", "Survey files cut names at 38 characters; a cut name looks careless and is hard to find.";
    IDENTITY_NAME_CAPITALS = Warning "identity/name-capitals", "Capital letters only are hard to read and are read letter by letter by some screen readers.";
    IDENTITY_NAME_STUFFING = Warning "identity/name-stuffing", "A phone number, web address or slogan in the name is advertising, not a name.";
    // Phone.
    PHONE_INVALID = Error "phone/invalid", "A number that cannot be dialled is worse than none.";
    PHONE_CRISIS_LINE = Error "phone/crisis-line", "A crisis line is not a program's own phone; people in danger must not be sent round in circles.";
    PHONE_FICTIONAL = Error "phone/fictional", "Numbers from 555-0100 to 555-0199 are kept for fiction and reach nobody.";
    PHONE_EXTENSION = Warning "phone/extension", "An extension inside the number cannot be dialled from a link; it has its own field.";
    PHONE_SHARED = Warning "phone/shared", "One number on several unrelated organizations is often a call center that sells the call.";
    // Place.
    PLACE_ZIP_UNKNOWN = Warning "place/zip-unknown", "Distance is measured from the ZIP when there are no coordinates.";
    PLACE_ZIP_STATE = Error "place/zip-state", "ZIP and state disagree, so the listing would be shown in the wrong state.";
    PLACE_POINT_STATE = Error "place/point-state", "The coordinates lie outside the state, so the listing would be shown to the wrong people.";
    PLACE_POINT_ZIP = Warning "place/point-zip", "The coordinates are more than 25 miles from the ZIP; one of the two is wrong.";
    PLACE_POINT_HALF = Error "place/point-half", "A latitude without a longitude is not a point.";
    PLACE_PO_BOX = Error "place/po-box", "Nobody can visit a post office box.";
    PLACE_CONFIDENTIAL = Error "place/confidential", "A confidential address that is written down can be read by anyone.";
    PLACE_COUNTY = Warning "place/county", "The county does not match the coordinates, so the county page would be wrong.";
    // Level of care and hours.
    CARE_ASAM = Error "care/asam-level", "ASAM level 2.1 is intensive outpatient and 2.5 is partial hospitalization; the two facts contradict each other.";
    CARE_HOURS = Warning "care/hours", "An intensive outpatient program has 9 to 19 hours a week for adults and 6 to 19 for adolescents (ASAM level 2.1; Medicare asks for 9); 20 or more is partial hospitalization.";
    CARE_HOURS_SUM = Warning "care/hours-sum", "The hours a week and the sessions disagree; people plan work and child care around them.";
    CARE_DAYS = Warning "care/days", "Insurers commonly pay for intensive outpatient care on at least 3 days a week (billing code H0015).";
    CARE_ROUND_THE_CLOCK = Warning "care/round-the-clock", "People live at home during an intensive outpatient program; words about beds or round-the-clock care do not fit it.";
    CARE_NO_LEVEL = Warning "care/no-level", "People look for a level of care first; a program without one is found by name only.";
    CARE_NO_HOURS = Info "care/no-hours", "Hours and days are what callers ask for most.";
    // Logic.
    LOGIC_AGES = Error "logic/ages", "The ages contradict each other.";
    LOGIC_GENDERS = Error "logic/genders", "The program's groups and the genders it accepts contradict each other.";
    LOGIC_STATES_SERVED = Error "logic/states-served", "Care by video is only legal where the clinicians are licensed, so a virtual program has to say in which states.";
    LOGIC_SESSION_TIMES = Error "logic/session-times", "A session that ends before it begins cannot be attended.";
    LOGIC_SESSION_OVERLAP = Error "logic/session-overlap", "Two sessions of one program at the same time cannot both be attended; alternatives are separate programs.";
    LOGIC_TIMEZONE = Error "logic/timezone", "Without a known time zone, the hours of a session mean nothing to somebody elsewhere.";
    LOGIC_FREE = Warning "logic/free", "Free of charge and a way to pay contradict each other.";
    LOGIC_ACCEPTS_DECLINED = Error "logic/accepts-and-declines", "The same payment is both accepted and declined.";
    LOGIC_METHADONE = Warning "logic/methadone", "In the United States only an opioid treatment program may give out methadone for opioid use disorder.";
    LOGIC_LICENSED_STATES = Warning "logic/licensed-states", "Care by video into a state needs a license there.";
    LOGIC_RANGE = Error "logic/range", "The smaller number comes first.";
    LOGIC_NO_CONTACT = Error "logic/no-contact", "A person has to be able to reach the program: a phone number or a website is needed.";
    LOGIC_STATUS = Warning "logic/status", "A closed program that accepts people contradicts itself.";
    // Freshness and trust.
    FRESH_FUTURE = Error "fresh/future", "A confirmation in the future cannot have happened.";
    FRESH_AGING = Info "fresh/aging", "Facts about programs change fast; this listing is due for a call.";
    FRESH_STALE = Warning "fresh/stale", "About half of all listings change within two years. This one is shown with a caution.";
    FRESH_DEMOTED = Warning "fresh/demoted", "A listing that nobody has confirmed for this long is shown last in lists, with a caution.";
    FRESH_ACCEPTING = Warning "fresh/accepting", "Whether a program has room changes within weeks.";
    FRESH_EXPIRED = Warning "fresh/expired", "The license or accreditation has run out, or its date was not brought up to date.";
    FRESH_IMPORT_ONLY = Info "fresh/import-only", "Nobody at the program has confirmed what the survey said.";
    TRUST_NPI = Error "trust/npi", "The check digit of the National Provider Identifier does not fit, so a digit is wrong.";
    TRUST_HTTP = Warning "trust/http", "A page without https can be read and changed on the way.";
    TRUST_TRACKING = Warning "trust/tracking", "Tracking parameters tell an advertiser who followed the link.";
    // Guides and pages.
    GUIDE_SOURCES = Error "guide/sources", "Health information without a source cannot be trusted or checked.";
    GUIDE_TRANSLATION = Warning "guide/translation-old", "What was corrected in the text may still be wrong in its translation.";
    GUIDE_REVIEW_OVERDUE = Warning "guide/review-overdue", "Health information is reviewed once a year.";
    GUIDE_REVIEW_ORDER = Error "guide/review-order", "The next review cannot come before the last one.";
    MARKDOWN_HTML = Warning "markdown/html", "HTML is shown as plain text, because listings come from strangers.";
    MARKDOWN_LINK_SCHEME = Error "markdown/link-scheme", "Only web, mail, phone and text links are allowed; others can run programs.";
    MARKDOWN_IMAGE = Error "markdown/image", "Pictures from other sites tell those sites who reads the page.";
    MARKDOWN_HEADING_ONE = Warning "markdown/heading-one", "The title is the page's first heading; the text begins at the second level.";
    MARKDOWN_TOO_DEEP = Error "markdown/too-deep", "Text nested this deeply is a mistake or an attack.";
    MARKDOWN_BROKEN_REFERENCE = Warning "markdown/broken-reference", "A reference without its address is shown as brackets.";
    TEXT_TOO_LONG = Warning "text/too-long", "A listing is read by somebody in a hurry; the facts say the rest.";
    // Site.
    SITE_CONFIG = Error "site/config", "The site file sets what every page shows.";
    SITE_NO_CONTENT = Error "site/no-content", "Without listings or guides there is nothing to publish.";
    URL_COLLISION = Error "url/collision", "Two things cannot have one address; one of them would be lost.";
    LINK_BROKEN = Error "link/broken", "A link that leads nowhere leaves the reader with nothing.";
    LINK_ANCHOR = Error "link/anchor", "The page exists, but the part that the link names does not.";
    LINK_OUTSIDE = Error "link/outside", "The link leaves the site's own folder.";
    // Theme.
    THEME_MISSING = Error "theme/missing", "Without its theme no page can be made.";
    THEME_TEMPLATE = Error "theme/template", "A template that does not work would break pages.";
    THEME_STRING = Error "theme/string", "A missing text would leave a hole in the page.";
    THEME_ASSET = Error "theme/asset", "A page or stylesheet that asks for a file that is not there looks broken.";
    THEME_PARAM = Error "theme/param", "A setting that the theme does not know changes nothing.";
    THEME_CONTRAST = Error "theme/contrast", "Pale words on a pale page cannot be read by many people, least of all on an old phone in the sun.";
    THEME_CYCLE = Error "theme/cycle", "A theme cannot extend itself.";
    THEME_OVERRIDE_UNUSED = Warning "theme/override-unused", "A file that replaces nothing is most often misspelt, and what it should have changed stays as it was.";
    THEME_CHANGED = Info "theme/changed", "A copy of a theme's file stays as it is, and what a newer theme does better or safer is not in it.";
    THEME_CRISIS = Error "theme/crisis-block", "Every page has to show the crisis lines; a reader may need them on any page.";
    VOCABULARY_UNTRANSLATED = Warning "vocabulary/untranslated", "A reader of this language would find words of another one among the facts.";
    VOCABULARY_TERM = Error "vocabulary/term", "The terms are what filters, labels and search are made of.";
    // Proposals.
    OWNERSHIP_LISTING = Error "ownership/listing", "Whoever speaks for a place keeps its listing; a change by somebody else needs a word of the directory's editors.";
    OWNERSHIP_SITE = Error "ownership/site", "Settings, terms, themes and workflows change every page, so only the directory's editors change them.";
    // Output.
    OUTPUT_FOREIGN = Error "output/foreign-files", "Waypost never writes over or removes what it did not make.";
    OUTPUT_WRITE = Error "output/write", "The site could not be written completely.";
    OUTPUT_INSIDE = Error "output/place", "The output folder must not contain or lie inside the sources.";
    OUTPUT_PATH = Error "output/path", "A path that leaves the output folder, or that some systems cannot store, would end in the wrong place or nowhere.";
    OUTPUT_HOST_LIMIT = Warning "output/host-limit", "The host refuses sites with more files than this.";
    // Serve.
    SERVE_START = Error "serve/start", "The site could not be shown on this computer.";
    // Import.
    IMPORT_SHAPE = Error "import/shape", "The file is not what the format says it is.";
    IMPORT_ROW = Warning "import/row", "The row could not become a listing.";
}

/// The rule with this code.
pub fn by_code(code: &str) -> Option<&'static Rule> {
    ALL.iter().find(|rule| rule.code == code)
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use std::collections::BTreeSet;

    #[test]
    fn codes_are_unique_and_plain() {
        let codes: BTreeSet<_> = ALL.iter().map(|r| r.code).collect();
        assert_eq!(codes.len(), ALL.len());
        for code in codes {
            assert!(
                code.split('/').count() == 2 && code.bytes().all(|b| b.is_ascii_lowercase() || b"-/8".contains(&b)),
                "{code}"
            );
        }
    }

    #[test]
    fn every_rule_says_why() {
        for rule in ALL {
            assert!(rule.why.ends_with('.') || rule.why.ends_with(')'), "{}", rule.code);
        }
    }
}
