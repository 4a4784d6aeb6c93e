//! What templates may see: the one place where template contexts are defined. Every field is always there; a fact
//! that is not reported is null or an empty list. `docs/themes.md` is made from these comments, in the order of the modules.

mod form;
mod guide;
mod list;
mod map;
mod program;
mod site;

pub use form::*;
pub use guide::*;
pub use list::*;
pub use map::*;
pub use program::*;
pub use site::*;

/// The names that templates may use, page by page.
pub const KEYS: &[&str] = &[
    "base",
    "site",
    "page",
    "crisis",
    "local_lines",
    "shared",
    "search",
    "saved",
    "submit",
    "counts",
    "states",
    "telehealth_states",
    "guides",
    "recent",
    "state",
    "place",
    "count",
    "cities",
    "counties",
    "nearby_cities",
    "cards",
    "pagination",
    "summary",
    "country_map",
    "state_map",
    "locator",
    "telehealth",
    "program",
    "nearby",
    "report_url",
    "confirm_url",
    "edit_url",
    "call_guide",
    "guide",
    "next",
    "groups",
    "entries",
    "filters",
    "form",
    "content",
    "target",
    "target_url",
];
