//! All tests, whatever runs them, and one sum at the end.

use crate::{Result, project};
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

/// How many tests passed and how many did not.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tally {
    passed: u64,
    failed: u64,
}

/// Runs every suite, also after one has failed. True when no test failed.
pub(crate) fn run() -> Result<bool> {
    let shared = project::shared().join("data");
    if !shared.is_dir() {
        if std::env::var_os("CI").is_some_and(|value| value == "true") {
            return Err("the folder ../shared/data is missing: tests against real directories cannot run".into());
        }
        println!("note: the folder ../shared/data is missing. Tests that read real directories are skipped.");
    }

    let mut sum = Tally::default();
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut rust = Command::new(cargo);
    rust.args(["test", "--workspace", "--no-fail-fast"]).current_dir(project::root());
    add(&mut sum, suite("cargo test", rust, cargo_line)?);

    for (name, folder) in [("client tests", "tests/client"), ("browser tests", "tests/browser")] {
        let folder = project::root().join(folder);
        if folder.is_dir() {
            add(&mut sum, script_suite(name, &folder)?);
        }
    }

    println!("{} passed, {} failed", sum.passed, sum.failed);
    Ok(sum.failed == 0)
}

/// Tests in JavaScript, of the reader of the index and in a real browser: the suite's own script `run` when it has one,
/// else its npm package.
fn script_suite(name: &str, dir: &Path) -> Result<Tally> {
    if dir.join("run").is_file() {
        return suite(name, Command::new(dir.join("run")), summary_line);
    }
    let install = if dir.join("package-lock.json").is_file() { "ci" } else { "install" };
    let installed = Command::new("npm")
        .args([install, "--no-audit", "--no-fund"])
        .current_dir(dir)
        .status()
        .map_err(|error| format!("npm cannot be started, and the {name} need it: {error}"))?;
    if !installed.success() {
        eprintln!("error: what the {name} need could not be installed");
        return Ok(Tally { passed: 0, failed: 1 });
    }
    let mut test = Command::new("npm");
    test.args(["test", "--silent"]).current_dir(dir);
    suite(name, test, summary_line)
}

/// Runs one suite, shows what it says, and counts. A suite that stops without naming a failed test is one failure:
/// a test that did not compile has not passed.
fn suite(name: &str, mut command: Command, count: fn(&str) -> Tally) -> Result<Tally> {
    let mut child =
        command.stdout(Stdio::piped()).spawn().map_err(|error| format!("{name} cannot be started: {error}"))?;
    let mut tally = Tally::default();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line)? > 0 {
            let text = String::from_utf8_lossy(&line);
            print!("{text}");
            add(&mut tally, count(&text));
            line.clear();
        }
    }
    let status = child.wait()?;
    if !status.success() && tally.failed == 0 {
        eprintln!("error: {name} stopped with {status}");
        tally.failed = 1;
    }
    Ok(tally)
}

fn add(sum: &mut Tally, more: Tally) {
    sum.passed += more.passed;
    sum.failed += more.failed;
}

/// "test result: ok. 12 passed; 0 failed; 1 ignored; …", once for every test binary and for the doc tests.
fn cargo_line(line: &str) -> Tally {
    line.trim().strip_prefix("test result: ").map(summary_line).unwrap_or_default()
}

/// "12 passed, 1 failed" in the ways in which runners say it: one line with both, or a line for each.
fn summary_line(line: &str) -> Tally {
    Tally { passed: number_before(line, "passed"), failed: number_before(line, "failed") }
}

/// The number in front of a word; 0 when the line has none. A sentence that only mentions the word has none, either.
fn number_before(line: &str, word: &str) -> u64 {
    let words: Vec<&str> = line.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word).and_then(|pair| pair[0].parse().ok()).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargo_is_counted_by_its_result_lines_only() {
        let line =
            "test result: FAILED. 12 passed; 3 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.01s\n";
        assert_eq!(cargo_line(line), Tally { passed: 12, failed: 3 });
        assert_eq!(cargo_line("test the_sum_says_2_passed_lines ... ok"), Tally::default());
        assert_eq!(cargo_line("a test printed: 5 passed, 5 failed"), Tally::default());
    }

    #[test]
    fn other_runners_are_counted_whether_they_use_one_line_or_two() {
        assert_eq!(summary_line("  3 failed"), Tally { passed: 0, failed: 3 });
        assert_eq!(summary_line("  21 passed (3.4s)"), Tally { passed: 21, failed: 0 });
        assert_eq!(summary_line("== 1 failed, 21 passed in 3s =="), Tally { passed: 21, failed: 1 });
        assert_eq!(summary_line("the check has passed"), Tally::default());
    }
}
