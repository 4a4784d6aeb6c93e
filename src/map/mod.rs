//! Maps, from outlines to path data of SVG.
//!
//! Every line is projected, simplified and rounded once, whichever areas it belongs to, and only then joined to
//! shapes: two neighbours have the very same border. All coordinates are whole units, so the same outlines give the same bytes.
//!
//! [`country()`] and [`state()`](fn@state) are pure functions of outlines; [`Atlas`] keeps what they make of the
//! embedded ones, drawn when somebody first asks for it. What is drawn on top and the words are the theme's.

mod albers;
mod country;
mod line;
mod middle;
mod names;
mod path;
mod state;

pub use albers::Albers;
pub use country::{CountryMap, HEIGHT, Part, Shape, WIDTH, country};
pub use line::Spot;
pub use names::{LETTERS, Letters, Named, Town, names};
pub use path::{Path, dots, rectangle};
pub use state::{PAGE, SMALL, Sheet, StateMap, state};

use crate::geo::{Gazetteer, State};
use std::sync::OnceLock;

/// Number of states.
const STATES: usize = 59;

/// The maps of the embedded outlines. Get it with [`Atlas::embedded`].
#[derive(Debug)]
pub struct Atlas {
    country: OnceLock<CountryMap>,
    pages: [OnceLock<Option<StateMap>>; STATES],
    small: [OnceLock<Option<StateMap>>; STATES],
}

impl Atlas {
    /// The maps inside the program.
    pub fn embedded() -> &'static Self {
        static EMBEDDED: Atlas = Atlas {
            country: OnceLock::new(),
            pages: [const { OnceLock::new() }; STATES],
            small: [const { OnceLock::new() }; STATES],
        };
        &EMBEDDED
    }

    /// The country.
    pub fn country(&self) -> &CountryMap {
        self.country.get_or_init(|| country(Gazetteer::embedded().state_borders()))
    }

    /// A state for its own page. `None` for one without an outline.
    pub fn page(&self, state: State) -> Option<&StateMap> {
        drawn(&self.pages, state, PAGE)
    }

    /// A state for pages of its places. `None` for one without an outline.
    pub fn small(&self, state: State) -> Option<&StateMap> {
        drawn(&self.small, state, SMALL)
    }
}

fn drawn(maps: &[OnceLock<Option<StateMap>>], of: State, sheet: Sheet) -> Option<&StateMap> {
    let map = maps.get(usize::from(of.number()))?;
    map.get_or_init(|| state(of, Gazetteer::embedded().county_borders(), sheet)).as_ref()
}
