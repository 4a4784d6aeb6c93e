//! Where things are: states, ZIP codes, places, distances and outlines, all without a network.
//!
//! [`Gazetteer::embedded`] answers every question. Its tables lie compressed in the binary; each is inflated and read
//! the first time somebody asks it something, so a command that needs no county outlines never pays for them.
//! `data/geo/SOURCES.toml` says where the data come from; [`CREDITS`] is what a site has to say about them.

mod county;
mod credits;
mod embedded;
mod gazetteer;
mod name;
mod outline;
mod point;
mod state;
mod topology;
mod zip;

pub use county::County;
pub use credits::{CREDITS, Credit};
pub use gazetteer::{Gazetteer, Place, ZipKind, ZipRow};
pub use name::fold;
pub use outline::{Outline, unrolled};
pub use point::{Point, PointError, bounds, miles};
pub use state::State;
pub use topology::{Area, Borders, Side, join};
pub use zip::{Zip, ZipError, is_military};
