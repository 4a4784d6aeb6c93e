//! The scripts of `tests/search`, in node.

use serde_json::Value;
use std::path::PathBuf;
use std::process::Command;

pub(crate) fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Runs a script that compares, and returns the counts in the last line that it prints. Where node is missing nothing is
/// run and a line says so, but not on a server that tests for everyone (`CI=true`).
pub(crate) fn compare(script: &str, wish: &Value, day: jiff::civil::Date) -> Option<Value> {
    let mut command = Command::new("node");
    command.arg(repository().join("tests/search").join(script)).arg(wish.to_string());
    let midnight = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp();
    let output = match command.env("SOURCE_DATE_EPOCH", midnight.as_second().to_string()).output() {
        Ok(output) => output,
        Err(error) => {
            assert!(std::env::var("CI").as_deref() != Ok("true"), "node cannot be started: {error}");
            #[allow(clippy::print_stdout, reason = "a skipped test says so")]
            {
                println!("skipped: node cannot be started: {error}");
            }
            return None;
        }
    };
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{script} on {day}:\n{said}{errors}");
    Some(serde_json::from_str(said.lines().last().unwrap()).unwrap())
}
