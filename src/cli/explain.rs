//! `waypost explain`

use super::{Exit, print};
use crate::diagnostic::rules::{self, Example};
use crate::vocabulary::closest;
use clap::Args;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Code of a finding, such as place/zip-state; without one, all codes are listed
    code: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Exit {
    let Some(code) = &arguments.code else {
        let width = rules::ALL.iter().map(|r| r.code.len()).max().unwrap_or(0);
        let lines: Vec<String> =
            rules::ALL.iter().map(|r| format!("{:width$}  {:7}  {}\n", r.code, r.severity.word(), r.why)).collect();
        print::result(&lines.concat());
        return Exit::Clean;
    };
    let Some(rule) = rules::by_code(code) else {
        let near = closest(code, rules::ALL.iter().map(|r| r.code));
        let hint = near
            .map_or_else(|| "`waypost explain` lists all codes".to_owned(), |near| format!("did you mean `{near}`?"));
        print::failure(&format!("there is no finding `{code}`; {hint}"));
        return Exit::CouldNotRun;
    };
    let example = |example: Example| {
        example.shown(true).lines().map(|line| format!("    {line}").trim_end().to_owned() + "\n").collect::<String>()
    };
    print::result(&format!(
        "{} ({})\n\n{}\n\nWrong:\n\n{}\nRight:\n\n{}",
        rule.code,
        rule.severity.word(),
        rule.why,
        example(rule.wrong),
        example(rule.right)
    ));
    Exit::Clean
}
