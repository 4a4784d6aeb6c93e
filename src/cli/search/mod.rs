//! `waypost search`

mod queries;
mod record;
mod table;

use super::{Exit, Global, print};
use crate::build::{self, Memory, Request};
use crate::diagnostic::{Diagnostic, Severity, render::Format};
use crate::search::documents::Documents;
use crate::search::kept::{self, Kept, Key};
use crate::search::ranking::{self, Found, Wish};
use crate::search::understand::{Understood, ZipNote};
use crate::vocabulary::{Facet, TermId, Vocabulary, closest};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// What a person would type: therapies, payment, a place, words of a name
    text: Vec<String>,
    /// A ZIP, a town or a state; places are then not looked for in the text
    #[arg(long, value_name = "PLACE")]
    near: Option<String>,
    /// Nothing farther away than so many miles
    #[arg(long, value_name = "MILES", value_parser = miles)]
    within: Option<f64>,
    /// Only listings with a term, such as payment=medicaid; of one facet any will do
    #[arg(long, value_name = "FACET=TERM")]
    filter: Vec<String>,
    /// At most so many results
    #[arg(long, default_value_t = 10, value_name = "N")]
    limit: usize,
    /// Take every word as it is written
    #[arg(long)]
    exact: bool,
    /// Understand nothing: the best fit to any of the words, to compare with
    #[arg(long)]
    plain: bool,
    /// What was understood and found as one JSON object
    #[arg(long)]
    json: bool,
    /// Answer many searches: a file (- is stdin) with one JSON object a line, whose keys are called like these options;
    /// a JSON object a line comes back
    #[arg(long, value_name = "FILE", conflicts_with_all = ["text", "near", "within", "filter"])]
    queries: Option<PathBuf>,
}

/// A distance on the command line.
fn miles(text: &str) -> Result<f64, String> {
    let miles: Option<f64> = text.parse().ok().filter(|miles: &f64| miles.is_finite() && *miles >= 0.0);
    miles.ok_or_else(|| "write a number of miles, for example 25".to_owned())
}

/// One search, as somebody asks for it.
struct Question {
    text: String,
    near: String,
    within: Option<f64>,
    filters: Vec<(Facet, Vec<TermId>)>,
    limit: usize,
    exact: bool,
    plain: bool,
}

/// What comes back.
struct Answer {
    understood: Understood,
    found: Found,
    /// Why nothing was looked for.
    refusal: Option<String>,
}

pub(super) fn run(arguments: &Arguments, global: &Global) -> Exit {
    let vocabulary = build::vocabulary_of(&global.project);
    match answered(arguments, global, &vocabulary) {
        Ok(exit) => exit,
        Err(message) => {
            if !message.is_empty() {
                print::failure(&message);
            }
            Exit::CouldNotRun
        }
    }
}

fn answered(arguments: &Arguments, global: &Global, vocabulary: &Vocabulary) -> Result<Exit, String> {
    let filters = filters(&arguments.filter, vocabulary)?;
    // Without an index all has been said.
    let Some(kept) = index(global, vocabulary)? else { return Err(String::new()) };
    let end = if kept.errors > 0 { Exit::Findings } else { Exit::Clean };
    if let Some(path) = &arguments.queries {
        queries::answer(path, arguments, &kept, vocabulary)?;
        return Ok(end);
    }
    let question = Question {
        text: arguments.text.join(" "),
        near: arguments.near.clone().unwrap_or_default(),
        within: arguments.within,
        filters,
        limit: arguments.limit,
        exact: arguments.exact,
        plain: arguments.plain,
    };
    let answer = ask(&question, &kept, vocabulary)?;
    if arguments.json {
        print::result(&format!("{:#}\n", record::of(&answer, &kept, vocabulary)));
    } else if answer.refusal.is_none() {
        table::show(&answer, &kept, vocabulary, global);
    }
    answer.refusal.map_or(Ok(end), Err)
}

fn ask(question: &Question, kept: &Kept, vocabulary: &Vocabulary) -> Result<Answer, String> {
    let read = if question.plain { "" } else { &*question.text };
    let understood = kept.understand(read, &question.near, question.exact);
    let wish = Wish {
        text: &question.text,
        understood: &understood,
        filters: &question.filters,
        within: question.within,
        limit: question.limit,
        plain: question.plain,
    };
    let found = ranking::search(kept, vocabulary, &wish).map_err(|failure| failure.to_string())?;
    Ok(Answer { refusal: refusal(&understood, question), found, understood })
}

/// The index of the project: kept from an earlier run, or made anew and kept. None where the project cannot be read,
/// which is said here.
fn index(global: &Global, vocabulary: &Vocabulary) -> Result<Option<Kept>, String> {
    let request = Request { root: global.project.clone(), ..Request::default() };
    let say = |text: &str| {
        if global.verbose {
            print::progress(global, text);
        }
    };
    let key = Key::of(&request);
    let kept = if let Some(kept) = kept::load(&request.root, &key, vocabulary) {
        say("nothing has changed; the index is that of an earlier run");
        kept
    } else {
        let checked = build::check(&request, &mut Memory::default());
        let (Some(site), Some(catalog)) = (&checked.site, &checked.catalog) else {
            print::findings(global, &checked.findings, checked.files, Format::Human, false, false);
            return Ok(None);
        };
        let made = Kept::new(&Documents::gather(catalog, site), &checked.vocabulary, site);
        let mut kept = made.map_err(|failure| failure.to_string())?;
        kept.errors = checked.findings.iter().filter(|finding| is_in_content(finding)).count();
        match kept::save(&request.root, &key, &kept) {
            Ok(true) => say("the index was made anew"),
            Ok(false) => say("the index was made anew; it is not kept while files are being edited"),
            Err(failure) => say(&format!("the index was made anew and cannot be kept: {failure}")),
        }
        kept
    };
    if kept.errors > 0 {
        let errors = if kept.errors == 1 { "1 error".to_owned() } else { format!("{} errors", kept.errors) };
        print::progress(global, &format!("{errors}; listings that cannot be read are not found (see `waypost check`)"));
    }
    Ok(Some(kept))
}

/// Whether this keeps a listing out. What is wrong with a theme does not.
fn is_in_content(finding: &Diagnostic) -> bool {
    let path = finding.place.as_ref().map(|place| place.path.as_str()).unwrap_or_default();
    finding.severity == Severity::Error && path.starts_with("content/")
}

fn filters(written: &[String], vocabulary: &Vocabulary) -> Result<Vec<(Facet, Vec<TermId>)>, String> {
    let mut filters: Vec<(Facet, Vec<TermId>)> = Vec::new();
    for filter in written {
        let (key, slug) = filter
            .split_once('=')
            .ok_or_else(|| format!("`{filter}` is no filter; write facet=term, for example payment=medicaid"))?;
        let facet = Facet::from_key(key).ok_or_else(|| {
            let keys = || Facet::all().into_iter().map(Facet::key);
            let help = closest(key, keys()).map_or_else(
                || format!("there are {}", keys().collect::<Vec<_>>().join(", ")),
                |near| format!("did you mean {near}?"),
            );
            format!("there is no facet `{key}`; {help}")
        })?;
        let id = vocabulary.find(facet, slug).ok_or_else(|| match vocabulary.suggest(facet, slug) {
            Some(id) => format!("`{slug}` is not a term of {facet}; did you mean {}?", vocabulary.get(id).slug),
            None => format!("`{slug}` is not a term of {facet}; `waypost schema` has all terms"),
        })?;
        match filters.iter_mut().find(|(known, _)| *known == facet) {
            Some((_, ids)) => ids.push(id),
            None => filters.push((facet, vec![id])),
        }
    }
    Ok(filters)
}

/// Why nothing can be searched, if so.
fn refusal(understood: &Understood, question: &Question) -> Option<String> {
    let options: Vec<&str> = understood.options.iter().map(|place| place.label.as_str()).collect();
    let list = options.join("\n  ");
    match (understood.zip, understood.missing.as_deref()) {
        (Some(ZipNote::Military), Some(zip)) => {
            Some(format!("{zip} is military mail, which is nowhere on the map; write the town where you are"))
        }
        (Some(_), Some(zip)) => Some(format!("there is no ZIP {zip}; write a town, for example --near \"Boise, ID\"")),
        (None, Some(place)) if options.is_empty() => {
            Some(format!("there is no place `{place}`; write a ZIP, a town or \"town, ST\""))
        }
        (None, Some(place)) => Some(format!("there is no place `{place}`; there is\n  {list}")),
        _ if !options.is_empty() => Some(format!("which place is meant? write one of\n  {list}")),
        _ => {
            let somewhere = understood.place.as_ref().is_some_and(|place| place.point.is_some());
            let lost = question.within.is_some() && !somewhere;
            lost.then(|| "--within needs a place to measure from: a ZIP or a town".to_owned())
        }
    }
}
