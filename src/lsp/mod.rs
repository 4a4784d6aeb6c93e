//! A language server: findings while somebody types, terms to choose from with their meanings, and the changes that mend
//! a finding. For front matter in Markdown, which servers for YAML do not read.

mod cursor;
mod position;
mod server;
mod words;

pub use server::serve;
