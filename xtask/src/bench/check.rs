//! What a check costs over the real directory: of everything, of one changed listing, and of a keystroke in an editor.

use crate::directory::Directory;
use crate::process::measure;
use crate::{Result, release};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Keystrokes that are measured.
const STROKES: usize = 50;

/// What to measure.
#[derive(clap::Args)]
pub(crate) struct Options {
    /// How often everything is measured; the table shows the median.
    #[arg(long, value_name = "R", default_value_t = 5)]
    runs: usize,
    /// Measure this waypost instead of building the release binary.
    #[arg(long, value_name = "FILE")]
    binary: Option<PathBuf>,
}

/// Measures, and prints one line each. True if all bars are met.
pub(crate) fn run(options: &Options) -> Result<bool> {
    let waypost = release::waypost(options.binary.as_deref())?;
    let directory = Directory::open(&waypost, 1)?;
    let folder = tempfile::tempdir()?;
    let root = folder.path();
    fs::copy(directory.site.root().join("waypost.yaml"), root.join("waypost.yaml"))?;
    copied(&directory.site.content(), &root.join("content"))?;
    for arguments in
        [&["init", "--quiet", "--initial-branch=main"][..], &["add", "--all"], &["commit", "--quiet", "-m", "x"]]
    {
        git(root, arguments)?;
    }
    let listing = directory.site.listings()?.into_iter().next().ok_or("there are no listings")?;
    let listing = root.join("content").join(listing.strip_prefix(directory.site.content())?);
    let text = fs::read_to_string(&listing)?;
    fs::write(&listing, text.replacen("name: \"", "name: \"New ", 1))?;

    let (mut whole, mut changed) = (Vec::new(), Vec::new());
    for _ in 0..options.runs.max(1) {
        whole.push(checked(&waypost, root, &[])?);
        changed.push(checked(&waypost, root, &["--since", "main"])?);
    }
    let strokes = typed(&waypost, root, &listing, &text)?;
    let (whole, changed) = (median(whole), median(changed));
    let ratio = changed.as_secs_f64() / whole.as_secs_f64();
    let slowest = strokes.iter().max().copied().unwrap_or_default();
    let stroke = median(strokes);
    println!("check of everything          {:>8.0} ms", ms(whole));
    println!("check of one changed listing {:>8.0} ms   {ratio:.3} of it (bar 0.25)", ms(changed));
    println!(
        "finding after a keystroke    {:>8.1} ms   at most {:.1} ms of {STROKES} (bar 50)",
        ms(stroke),
        ms(slowest)
    );
    Ok(ratio <= 0.25 && ms(slowest) <= 50.0)
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

fn copied(from: &Path, to: &Path) -> Result<()> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry?;
        let target = to.join(entry.path().strip_prefix(from)?);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn git(root: &Path, arguments: &[&str]) -> Result<()> {
    let settings = ["-c", "user.name=bench", "-c", "user.email=bench@example.org", "-c", "commit.gpgSign=false"];
    let (code, usage) = measure(Command::new("git").args(settings).args(arguments).current_dir(root))?;
    if code == 0 { Ok(()) } else { Err(format!("git {}: {}", arguments.join(" "), usage.stderr).into()) }
}

fn checked(waypost: &Path, root: &Path, more: &[&str]) -> Result<Duration> {
    let (code, usage) =
        measure(Command::new(waypost).args(["check", "--format", "short"]).args(more).current_dir(root))?;
    if code > 1 {
        Err(format!("check stopped with exit status {code}:\n{}", usage.stderr).into())
    } else {
        Ok(usage.wall)
    }
}

/// How long the language server takes from a changed text to its findings, letter by letter.
fn typed(waypost: &Path, root: &Path, listing: &Path, text: &str) -> Result<Vec<Duration>> {
    let mut server =
        Command::new(waypost).arg("lsp").current_dir(root).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()?;
    let mut input = server.stdin.take().ok_or("no pipe to the language server")?;
    let mut output = BufReader::new(server.stdout.take().ok_or("no pipe from the language server")?);
    send(&mut input, &json!({ "id": 1, "method": "initialize", "params": { "capabilities": {} } }))?;
    receive(&mut output)?;
    send(&mut input, &json!({ "method": "initialized", "params": {} }))?;
    let uri = format!("file://{}", listing.display());
    let document = json!({ "uri": uri, "languageId": "markdown", "version": 0, "text": text });
    send(&mut input, &json!({ "method": "textDocument/didOpen", "params": { "textDocument": document } }))?;
    receive(&mut output)?;
    let mut times = Vec::new();
    for stroke in 0..STROKES {
        let text = text.replacen("name: \"", &format!("name: \"{}", "a".repeat(stroke + 1)), 1);
        let start = Instant::now();
        let params =
            json!({ "textDocument": { "uri": uri, "version": stroke + 1 }, "contentChanges": [{ "text": text }] });
        send(&mut input, &json!({ "method": "textDocument/didChange", "params": params }))?;
        let told = receive(&mut output)?;
        times.push(start.elapsed());
        if told["method"] != "textDocument/publishDiagnostics" {
            return Err(format!("the language server said {told}").into());
        }
    }
    send(&mut input, &json!({ "id": 2, "method": "shutdown" }))?;
    receive(&mut output)?;
    send(&mut input, &json!({ "method": "exit" }))?;
    drop(input);
    server.wait()?;
    Ok(times)
}

fn send(input: &mut impl Write, message: &Value) -> Result<()> {
    let mut message = message.clone();
    message["jsonrpc"] = "2.0".into();
    let text = message.to_string();
    write!(input, "Content-Length: {}\r\n\r\n{text}", text.len())?;
    Ok(input.flush()?)
}

fn receive(output: &mut impl BufRead) -> Result<Value> {
    let mut length = 0;
    loop {
        let mut line = String::new();
        if output.read_line(&mut line)? == 0 {
            return Err("the language server ended".into());
        }
        if line.trim().is_empty() {
            break;
        }
        if let Some(number) = line.strip_prefix("Content-Length:") {
            length = number.trim().parse()?;
        }
    }
    let mut bytes = vec![0; length];
    output.read_exact(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes)?)
}
