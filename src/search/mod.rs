//! Words and places to listings.
//!
//! The catalogue becomes numbered [`documents`], neighbours on the map beside each other in [`cells`]. tantivy analyses
//! and indexes them in one [segment](index) ([`analysis`] says what a word is), and [`export`](shards::export) writes what
//! it made, with points, terms and cards, as the small files of `docs/search-format.md`. The [`client`] is the browser's
//! reader of these files. All of it is a pure function of the catalogue: the same directory gives the same bytes. What a
//! [`Memory`] keeps, and [`Work`] for later, save time and change nothing of that.
//!
//! What somebody types is read by [`understand`](mod@understand), in the browser in the same way. `waypost search` asks
//! tantivy itself ([`ranking`]), with an index that is [`kept`] between runs; the reader has to find the same.

pub mod analysis;
pub mod cells;
pub mod client;
pub mod documents;
pub mod index;
pub mod kept;
mod memory;
pub mod ranking;
pub mod shards;
pub mod understand;

pub use index::Failure;
pub use memory::{Memory, Work, export};
pub use shards::Export;
