//! What maps are drawn from.

use serde::Serialize;

/// `country_map`: the states, to be drawn. Places on a map are in its own units, from the upper left corner.
#[derive(Debug, Serialize)]
pub struct CountryMap<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the lines around the insets: Alaska, Hawaii and Puerto Rico.
    pub insets: &'a str,
    /// The states that have a place on the map, in the order in which they are to be drawn. The small territories have none.
    pub states: Vec<MapState<'a>>,
}

/// A state on the map of the country.
#[derive(Debug, Serialize)]
pub struct MapState<'a> {
    /// Name.
    pub label: &'static str,
    /// Two letters.
    pub code: &'static str,
    /// Path of its page, to be written behind `base`; none when nobody in it can be visited.
    pub path: Option<String>,
    /// Number of listings.
    pub count: usize,
    /// Path data of its shape.
    pub shape: &'a str,
    /// Where its label is.
    pub x: i32,
    /// Where its label is.
    pub y: i32,
    /// The label begins there, beside the state; else its middle is there.
    pub beside: bool,
    /// Path data of the line from a label beside the state to the state.
    pub leader: Option<&'a str>,
}

/// `state_map`: a state with the cities that have listings, to be drawn.
#[derive(Debug, Serialize)]
pub struct StateMap<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the state.
    pub land: &'a str,
    /// Path data of the borders between its counties.
    pub counties: &'a str,
    /// Dots of cities without a name on the map, the smallest first.
    pub dots: Vec<MapDots>,
    /// Cities with a name on the map, those with most listings first.
    pub cities: Vec<MapCity<'a>>,
}

/// The dots of all cities of a kind.
#[derive(Debug, Serialize)]
pub struct MapDots {
    /// `small`: 1 or 2 listings, `medium`: 3 to 9, or `large`: 10 or more.
    pub size: &'static str,
    /// Path data; a dot is a line without length, which needs a stroke with round ends.
    pub shape: String,
}

/// A city with a name on the map.
#[derive(Debug, Serialize)]
pub struct MapCity<'a> {
    /// Name.
    pub label: &'a str,
    /// Path of its page, to be written behind `base`.
    pub path: String,
    /// Number of listings.
    pub count: usize,
    /// As for dots.
    pub size: &'static str,
    /// Where its dot is.
    pub x: i32,
    /// Where its dot is.
    pub y: i32,
    /// Where its name begins, or ends if it stands left of the dot.
    pub text_x: i32,
    /// The base line of its name.
    pub text_y: i32,
    /// The name stands left of the dot.
    pub left: bool,
    /// Path data of what belongs to dot and name, as large as a finger needs.
    pub target: String,
}

/// `locator`: where a place lies in its state, to be drawn small. Never where a building is: programs have their city.
#[derive(Debug, Serialize)]
pub struct Locator<'a> {
    /// Units across.
    pub width: i32,
    /// Units down.
    pub height: i32,
    /// Path data of the state.
    pub land: &'a str,
    /// Path data of the county, for a county.
    pub area: Option<&'a str>,
    /// Where the city is; null for a county.
    pub x: Option<i32>,
    /// Where the city is.
    pub y: Option<i32>,
    /// Name of the city or county.
    pub place: &'a str,
    /// Name of the state.
    pub state: &'static str,
}
