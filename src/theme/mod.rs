//! t
mod nearest;
mod scan;
mod unquoted;
mod yaml;
