//! Listings from and to other people's files: survey directories come in, open data goes out.

#[cfg(feature = "import")]
pub mod import;
