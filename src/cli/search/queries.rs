//! Many searches in one run: a line of JSON each, in and out.

use super::{Arguments, Question, ask, filters, print, record};
use crate::search::kept::Kept;
use crate::vocabulary::Vocabulary;
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;

/// A line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[serde(default)]
    text: String,
    #[serde(default)]
    near: String,
    within: Option<f64>,
    #[serde(default)]
    filter: Vec<String>,
    limit: Option<usize>,
    exact: Option<bool>,
    plain: Option<bool>,
}

/// Answers line after line. What a line leaves out is as in the arguments.
pub(super) fn answer(path: &Path, arguments: &Arguments, kept: &Kept, vocabulary: &Vocabulary) -> Result<(), String> {
    let file: Box<dyn Read> = if path == Path::new("-") {
        Box::new(std::io::stdin())
    } else {
        Box::new(File::open(path).map_err(|error| format!("{}: {error}", path.display()))?)
    };
    for (number, line) in (1..).zip(BufReader::new(file).lines()) {
        let at = |error: String| format!("{}:{number}: {error}", path.display());
        let line = line.map_err(|error| at(error.to_string()))?;
        let line: Line = serde_json::from_str(&line).map_err(|error| at(error.to_string()))?;
        let question = Question {
            text: line.text,
            near: line.near,
            within: line.within,
            filters: filters(&line.filter, vocabulary).map_err(at)?,
            limit: line.limit.unwrap_or(arguments.limit),
            exact: line.exact.unwrap_or(arguments.exact),
            plain: line.plain.unwrap_or(arguments.plain),
        };
        let answer = ask(&question, kept, vocabulary).map_err(at)?;
        print::result(&format!("{}\n", record::of(&answer, kept, vocabulary)));
    }
    Ok(())
}
