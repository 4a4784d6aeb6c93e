//! Waypost turns a folder of Markdown files into a fast, private, static directory of treatment programs.
//!
//! *Read sources into checked entries, gather them in a catalogue, plan every URL as a value, render each route from
//! a closed context, and commit only what changed.* The modules stand in that order; each uses only those above it.
//!
//! | stage | module | what makes it incremental |
//! |---|---|---|
//! | read | [`source`], [`yaml`] | a file whose size and time are unchanged is not read again |
//! | check | [`shape`], [`config`], [`forge`], [`listing`], [`article`], [`markdown`] | a file is checked alone; its entry is kept with its findings |
//! | gather | [`catalog`] | index vectors over entries; milliseconds, always made anew |
//! | plan | [`plan`], [`links`] | values; always made anew |
//! | index | [`search`] | made again only when a fact that search knows changed; `serve` shows the pages meanwhile |
//! | render | [`theme`], [`map`], [`render`] | a route's fingerprint covers all it is made from; equal means not made again |
//! | commit | [`output`] | files with the same bytes are not touched; what is no longer planned is removed |
//!
//! Stages are plain functions. They return a value and [`Diagnostic`]s, never print and never exit; what the disk
//! says enters in [`source`] and [`theme`] and leaves in [`output`]. [`build`](mod@build) is the pipe; `check` and
//! `list` are the same pipe stopped earlier, and `serve` is a loop over it. [`scaffold`] makes the files to begin with, and [`cms`]
//! the settings of an editor in the browser.
//!
//! Around a proposal: [`changes`] asks Git what differs, [`proposal`] says it in words, [`ownership`] whose it is to change,
//! and [`mend`] makes the changes that a finding is certain of.

#![forbid(unsafe_code)]

pub mod article;
pub mod build;
pub mod canonical;
pub mod catalog;
pub mod changes;
pub mod cli;
pub mod cms;
pub mod config;
pub mod diagnostic;
#[cfg(feature = "import")]
pub mod exchange;
pub mod forge;
pub mod geo;
pub mod language;
pub mod links;
pub mod listing;
#[cfg(feature = "lsp")]
pub mod lsp;
pub mod map;
pub mod markdown;
pub mod mend;
pub mod output;
pub mod ownership;
pub mod plan;
pub mod proposal;
pub mod render;
pub mod scaffold;
pub mod search;
#[cfg(feature = "serve")]
pub mod serve;
pub mod shape;
pub mod source;
pub mod theme;
pub mod vocabulary;
pub mod yaml;

pub use catalog::Catalog;
pub use config::Site;
pub use diagnostic::Diagnostic;
pub use listing::Listing;
pub use plan::{Plan, Route};
pub use vocabulary::Vocabulary;
