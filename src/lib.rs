//! Waypost turns a folder of Markdown files into a fast, private, static directory of treatment programs.

pub mod diagnostic;
pub mod exchange;
pub mod geo;
pub mod vocabulary;
