//! t
mod chain;
mod manifest;
mod nearest;
mod scan;
mod strings;
mod text;
mod unquoted;
mod yaml;
use crate::diagnostic::Place;
/// o
#[derive(Debug, Default)]
pub struct Options<'a> {
    /// p
    pub name_place: Option<Place>,
    /// f
    pub x: &'a [&'a str],
}
