//! `waypost schema`

use super::{Exit, Global, print};
use crate::diagnostic::render::Format;
use crate::shape::{Object, json_schema};
use crate::{article, cms, config, listing, yaml};
use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Which kind of file
    #[arg(value_enum, default_value_t = Kind::Listing)]
    kind: Kind,
    /// With `cms`: forms for numbers that may be ranges; every listing has to write them as { min: …, max: … }
    #[arg(long)]
    ranges: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Kind {
    Listing,
    Guide,
    Page,
    Site,
    /// The configuration of Decap CMS or Sveltia CMS, in YAML
    Cms,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let (shape, name): (&Object, &str) = match arguments.kind {
        Kind::Listing => (&listing::fields::LISTING, "listing"),
        Kind::Guide => (&article::GUIDE, "guide"),
        Kind::Page => (&article::PAGE, "page"),
        Kind::Site => (&config::SITE, "site"),
        Kind::Cms => return editor(arguments.ranges, global),
    };
    // A site's own terms belong to its schema.
    let vocabulary = crate::build::vocabulary_of(&global.project);
    let document =
        json_schema::document(shape, &format!("{name}.schema.json"), &format!("Waypost {name}"), &vocabulary);
    print::result(&format!("{document:#}\n"));
    Exit::Clean
}

/// The configuration of an editor in the browser for the site.
fn editor(ranges: bool, global: &Global) -> Exit {
    let (site, findings) = config::read(&global.project);
    let Some(site) = site else {
        print::findings(global, &findings, 1, Format::Human, false, false);
        return Exit::CouldNotRun;
    };
    let Some(repository) = &site.repository else {
        print::failure(
            "an editor in the browser saves to a repository; write its address into waypost.yaml, under `repository`",
        );
        return Exit::CouldNotRun;
    };
    let vocabulary = crate::build::vocabulary_of(&global.project);
    let forms = cms::Forms { vocabulary: &vocabulary, ranges };
    match yaml::typed::written(&cms::configuration(&site, repository, forms)) {
        Ok(text) => {
            print::result(&format!(
                "# Made by `waypost schema cms`; make it anew when shapes or terms change.\n{text}"
            ));
            Exit::Clean
        }
        Err(error) => {
            print::failure(&error);
            Exit::CouldNotRun
        }
    }
}
