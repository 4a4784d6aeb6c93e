//! `waypost new`

use super::{Exit, Global, print};
use crate::build::{self, Request};
use crate::config;
use crate::scaffold::entry::{self, Draft, Known};
use clap::{Args, Subcommand};
use std::io::{BufRead as _, IsTerminal as _};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// A new listing, with every field explained; asks for what is not given when run on a terminal
    Listing(Listing),
    /// A new guide
    Guide {
        /// Its title
        title: String,
    },
}

#[derive(Debug, Args)]
struct Listing {
    /// The name people know the place by
    name: Option<String>,
    /// ZIP of the place people come to; city and state follow from it
    #[arg(long)]
    zip: Option<String>,
    /// The program's own number
    #[arg(long)]
    phone: Option<String>,
    /// The program's own page
    #[arg(long, value_name = "URL")]
    website: Option<String>,
    /// House number and street; leave it out when the address is confidential
    #[arg(long)]
    street: Option<String>,
    /// City, where the ZIP has several
    #[arg(long)]
    city: Option<String>,
    /// Who runs it
    #[arg(long)]
    organization: Option<String>,
    /// Level of care [default: iop]
    #[arg(long, value_name = "TERM")]
    level: Option<String>,
}

pub(super) fn run(arguments: Arguments, global: &Global) -> Exit {
    if !global.project.join(config::FILE_NAME).exists() {
        print::failure("there is no waypost.yaml here; change to the folder that holds it, or name it with --project");
        return Exit::CouldNotRun;
    }
    // The day that the check goes by: a site with a date of its own knows no later one.
    let today = build::today(&Request::default(), config::read(&global.project).0.as_ref());
    let draft = match arguments.what {
        What::Listing(listing) => entry::listing(&known(listing, global), today),
        What::Guide { title } => entry::guide(&title, today),
    };
    match draft {
        Ok(draft) => write(&draft, global),
        Err(wrong) => {
            for one in wrong {
                print::failure(&one);
            }
            Exit::CouldNotRun
        }
    }
}

fn write(draft: &Draft, global: &Global) -> Exit {
    let file = global.project.join(&draft.path);
    if file.symlink_metadata().is_ok() {
        print::failure(&format!("{} is there already; open it, or choose another name", draft.path));
        return Exit::CouldNotRun;
    }
    match crate::source::replace(&file, &draft.text) {
        Ok(()) => {
            print::result(&format!("{}\n", draft.path));
            print::progress(global, &format!("next: write down what you know, then `waypost check {}`", draft.path));
            Exit::Clean
        }
        Err(error) => {
            print::failure(&format!("{} cannot be made: {}", draft.path, crate::source::plain_io(&error)));
            Exit::CouldNotRun
        }
    }
}

/// What is given, and the answers to what is not if somebody is there to give them.
fn known(given: Listing, global: &Global) -> Known {
    let asks = std::io::stdin().is_terminal() && !global.quiet && given.zip.is_none();
    let ask = |given: Option<String>, question: &str| given.or_else(|| if asks { answer(question) } else { None });
    Known {
        name: ask(given.name, "Name of the place").unwrap_or_default(),
        zip: ask(given.zip, "ZIP of the place people come to").unwrap_or_default(),
        city: given.city,
        street: ask(given.street, "House number and street (empty if the address is confidential)"),
        phone: ask(given.phone, "The program's own phone number"),
        website: ask(given.website, "Its web page, with https://"),
        organization: ask(given.organization, "Who runs it (empty if the name says so)"),
        level: given.level,
    }
}

/// A line that somebody types; `None` for an empty one.
fn answer(question: &str) -> Option<String> {
    print::question(question);
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).ok()?;
    Some(line.trim().to_owned()).filter(|line| !line.is_empty())
}
