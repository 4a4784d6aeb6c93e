//! Who may change what.

use super::{Example, Rule, Severity};

rules! {
    OWNERSHIP_LISTING = Error "ownership/listing", "Whoever speaks for a place keeps its listing; a change by somebody else needs a word of the directory's editors.",
        Example::Words("A pull request by `bo` that changes a listing with `maintainers: [ana]`."),
        Example::Words("The same by `ana`, or with the word of an editor: `waypost check --since main --pr-author bo --allowed`.");
    OWNERSHIP_SITE = Error "ownership/site", "Settings, terms, themes and workflows change every page, so only the directory's editors change them.",
        Example::Words("A pull request by `bo` that changes `waypost.yaml`, which says `editors: [ana]`."),
        Example::Words("The same by `ana`, or with `editors: [ana, bo]` before it.");
}
