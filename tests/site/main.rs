//! What Waypost does, seen from outside: tiny projects are made, checked and built, and findings and files compared.
//!
//! [`project`] makes the projects, [`html`] reads pages, [`crawl`] follows links, [`demonstration`] holds the one build of the repository's own
//! site that many tests look at, [`node`] runs scripts. The other modules hold the tests, one file a subject.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// All paths here are those that the program wrote, and no text is long.
#![allow(clippy::case_sensitive_file_extension_comparisons, clippy::format_push_string, clippy::format_collect)]

mod addresses;
mod bad_input;
mod command;
mod crawl;
mod demonstration;
mod editor;
mod examples;
mod finding;
mod formatting;
mod html;
mod incremental;
mod languages;
mod links;
mod maps;
mod node;
mod pages;
mod project;
mod proposals;
mod random;
mod reader;
mod rules;
mod saved;
mod search;
mod secrets;
mod seeded;
mod staying;
mod submit;
mod themes;
