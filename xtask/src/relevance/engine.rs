//! Who answers: each engine as one process that reads questions and writes answers, a line of JSON each.

use crate::directory::Directory;
use crate::node::Package;
use crate::{Result, project};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// What an engine found.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Answer {
    /// Slugs of listings, from the top of what a person sees.
    pub(crate) listings: Vec<String>,
    /// Slugs of guides.
    #[serde(default)]
    pub(crate) guides: Vec<String>,
    /// What was read instead of what was typed.
    #[serde(default)]
    pub(crate) corrected: Option<String>,
}

/// Answers by query.
pub(crate) type Answers = BTreeMap<String, Answer>;

/// Waypost as people meet it: the browser's reader on the index of the built site.
pub(crate) fn waypost(directory: &Directory, queries: &[String]) -> Result<Answers> {
    let mut command = Command::new("node");
    command.arg(project::root().join("tests/search/answer.mjs")).arg(directory.out());
    ask::<Answer>(command, queries)
}

/// Waypost on the command line; `plain` is BM25 over all words without understanding any of them.
pub(crate) fn command_line(directory: &Directory, waypost: &Path, queries: &[String], plain: bool) -> Result<Answers> {
    let mut command = directory.site.command(waypost, "search");
    command.args(["--queries", "-"]);
    if plain {
        command.arg("--plain");
    }
    ask::<Record>(command, queries)
}

/// What `waypost search` says of one query.
#[derive(Deserialize)]
struct Record {
    understood: Understood,
    named: Vec<Program>,
    hits: Vec<Program>,
    guides: Vec<Guide>,
}

#[derive(Deserialize)]
struct Understood {
    corrected: Option<Corrected>,
}

#[derive(Deserialize)]
struct Corrected {
    to: String,
}

#[derive(Deserialize)]
struct Program {
    slug: String,
}

#[derive(Deserialize)]
struct Guide {
    path: String,
}

impl From<Record> for Answer {
    fn from(record: Record) -> Self {
        let mut listings: Vec<String> = Vec::new();
        for program in record.named.into_iter().chain(record.hits) {
            if !listings.contains(&program.slug) {
                listings.push(program.slug);
            }
        }
        let slug = |path: &str| path.trim_matches('/').rsplit('/').next().unwrap_or_default().to_owned();
        Self {
            listings,
            guides: record.guides.iter().map(|guide| slug(&guide.path)).collect(),
            corrected: record.understood.corrected.map(|corrected| corrected.to),
        }
    }
}

/// Pagefind over the pages of the same site.
pub(crate) fn pagefind(directory: &Directory, queries: &[String]) -> Result<Answers> {
    let package = Package::install("xtask/search")?;
    let bundle = package.pagefind(directory)?;
    let mut command = package.script("pagefind.mjs");
    command.arg(bundle);
    ask::<Answer>(command, queries)
}

/// Gives a process all questions and reads as many answers.
fn ask<T: DeserializeOwned + Into<Answer>>(mut command: Command, queries: &[String]) -> Result<Answers> {
    let (mut questions, mut answers) = (tempfile::tempfile()?, tempfile::tempfile()?);
    for query in queries {
        writeln!(questions, "{}", json!({ "text": query, "limit": 10 }))?;
    }
    questions.rewind()?;
    let name = command.get_program().to_string_lossy().into_owned();
    let status = command
        .stdin(Stdio::from(questions))
        .stdout(Stdio::from(answers.try_clone()?))
        .status()
        .map_err(|error| format!("{name} cannot be started: {error}"))?;
    if !status.success() {
        return Err(format!("{name} stopped with {status}").into());
    }
    answers.rewind()?;
    read::<T>(&answers, queries)
}

fn read<T: DeserializeOwned + Into<Answer>>(answers: &File, queries: &[String]) -> Result<Answers> {
    let lines = serde_json::Deserializer::from_reader(std::io::BufReader::new(answers)).into_iter::<T>();
    let answers: Vec<Answer> = lines.map(|line| line.map(Into::into)).collect::<std::result::Result<_, _>>()?;
    if answers.len() != queries.len() {
        return Err(format!("{} answers to {} questions", answers.len(), queries.len()).into());
    }
    Ok(queries.iter().cloned().zip(answers).collect())
}
