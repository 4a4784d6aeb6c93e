//! `waypost schema`

use super::{Exit, Global, print};
use crate::shape::{Object, json_schema};
use crate::{article, config, listing};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which kind of file
    #[arg(value_enum, default_value_t = Kind::Listing)]
    kind: Kind,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Listing,
    Guide,
    Page,
    Site,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let (shape, name): (&Object, &str) = match arguments.kind {
        Kind::Listing => (&listing::fields::LISTING, "listing"),
        Kind::Guide => (&article::GUIDE, "guide"),
        Kind::Page => (&article::PAGE, "page"),
        Kind::Site => (&config::SITE, "site"),
    };
    // A site's own terms belong to its schema.
    let vocabulary = crate::build::vocabulary_of(&global.project);
    let document =
        json_schema::document(shape, &format!("{name}.schema.json"), &format!("Waypost {name}"), &vocabulary);
    print::result(&format!("{document:#}\n"));
    Exit::Clean
}
