//! What was measured beside what is asked for: tables for people, target/bench/search.json for whoever compares two runs.

use super::records::{Record, Spread, spread};
use super::size::{Change, Size};
use crate::bench::bar::Bar;
use crate::{Result, project};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;

const KB: f64 = 1000.0;
const MB: f64 = 1e6;

/// Everything that was measured.
#[derive(Default)]
pub(super) struct Report {
    pub(super) sizes: Vec<Size>,
    pub(super) changes: Vec<Change>,
    pub(super) same_with_threads: Option<bool>,
    pub(super) nearby: Option<Value>,
    /// Searches by how many times the directory they were asked of.
    pub(super) searches: Vec<(usize, Vec<Record>)>,
}

/// Which records a number is made of.
#[derive(Clone, Copy)]
struct Of<'a> {
    times: usize,
    engine: &'a str,
    profile: &'a str,
    /// Any when empty.
    kind: &'a str,
    visit: &'a str,
}

impl Report {
    /// Prints the tables and writes the JSON.
    pub(super) fn finish(&self) -> Result<()> {
        print!("{}{}{}", self.index_table(), self.search_tables(), self.longest_chain());
        print!("{}{}", self.faults(), self.bar_table());
        let dir = project::target().join("bench");
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("search.json"), serde_json::to_string_pretty(&self.json())? + "\n")?;
        println!("\nAll searches: {}", dir.join("search.json").display());
        Ok(())
    }

    fn records(&self, of: Of<'_>) -> impl Iterator<Item = &Record> {
        let all = self.searches.iter().filter(move |(times, _)| *times == of.times).flat_map(|(_, records)| records);
        all.filter(move |record| {
            record.engine == of.engine
                && record.profile == of.profile
                && (of.kind.is_empty() || record.kind == of.kind)
                && record.visit == of.visit
                && record.failed.is_none()
        })
    }

    fn spread(&self, of: Of<'_>, value: impl Fn(&Record) -> Option<f64>) -> Option<Spread> {
        spread(self.records(of).filter_map(value))
    }

    fn index_table(&self) -> String {
        let mut out = format!(
            "\n{:<10}{:>10}{:>10}{:>9}{:>12}{:>11}{:>11}{:>12}\n",
            "index", "listings", "MB", "files", "largest KB", "make CPU s", "wall s", "peak MB"
        );
        for size in &self.sizes {
            let number = |pointer: &str, unit: f64| shown(size.number(pointer).map(|value| value / unit), 1);
            let _ = writeln!(
                out,
                "{:<10}{:>10}{:>10}{:>9}{:>12}{:>11}{:>11}{:>12}",
                format!("{} x", size.times),
                shown(size.number("/listings"), 0),
                number("/bytes", MB),
                shown(size.number("/files"), 0),
                number("/largest", KB),
                number("/index/cpu", 1.0),
                number("/index/wall", 1.0),
                format!("{} ({})", number("/index/peak", MB), number("/read/peak", MB)),
            );
        }
        out.push_str("Peak: of the whole process, and in parentheses before the index is begun.\n");
        for change in &self.changes {
            let kinds: Vec<&str> = change.added.iter().filter_map(|path| kind(path)).collect();
            let _ = writeln!(
                out,
                "after an edit of {}: {} files are others ({})",
                change.name,
                change.files,
                kinds.join(" ")
            );
        }
        if let Some(nearby) = &self.nearby {
            let _ = writeln!(out, "brute force agrees: {nearby}");
        }
        out
    }

    fn search_tables(&self) -> String {
        let mut out = String::new();
        for (times, records) in &self.searches {
            let mut seen: Vec<(&str, &str, &str)> = Vec::new();
            for record in records.iter().filter(|record| record.bytes.is_some()) {
                let group = (record.profile.as_str(), record.engine.as_str(), record.visit.as_str());
                if !seen.contains(&group) {
                    seen.push(group);
                }
            }
            for (profile, engine, visit) in seen {
                let _ = writeln!(out, "\n{engine}, {times} x, {profile}, {visit}: p50 / p90");
                let _ = writeln!(
                    out,
                    "{:<20}{:>5}{:>15}{:>15}{:>15}{:>12}{:>12}{:>10}{:>15}",
                    "", "", "all KB", "index KB", "code KB", "html+css", "requests", "rounds", "first ms"
                );
                let mut kinds: Vec<&str> = Vec::new();
                for record in records.iter().filter(|record| record.engine == engine && record.visit == visit) {
                    if !kinds.contains(&record.kind.as_str()) {
                        kinds.push(&record.kind);
                    }
                }
                kinds.push("");
                for kind in kinds {
                    let of = Of { times: *times, engine, profile, kind, visit };
                    let Some(all) = self.spread(of, |record| record.all().map(|bytes| bytes / KB)) else { continue };
                    let index = self.spread(of, |record| record.bytes.map(|bytes| bytes.index / KB));
                    let code = self.spread(of, |record| record.bytes.map(|bytes| bytes.code / KB));
                    let page = self.spread(of, |record| record.bytes.map(|bytes| (bytes.html + bytes.css) / KB));
                    let _ = writeln!(
                        out,
                        "{:<20}{:>5}{:>15}{:>15}{:>15}{:>12}{:>12}{:>10}{:>15}",
                        if kind.is_empty() { "all" } else { kind },
                        all.count,
                        both(Some(all), 1),
                        both(index, 1),
                        both(code, 1),
                        shown(page.map(|page| page.p50), 1),
                        both(self.spread(of, |record| record.requests), 0),
                        both(self.spread(of, |record| record.rounds), 0),
                        both(self.spread(of, |record| record.first), 0),
                    );
                }
            }
            for profile in ["plain", "slow"] {
                let of = Of { times: *times, engine: "Waypost", profile, kind: "", visit: "" };
                let (cpu, wall) = (self.spread(of, |record| record.cpu), self.spread(of, |record| record.wall));
                if let (Some(cpu), Some(wall)) = (cpu, wall) {
                    let _ = writeln!(
                        out,
                        "\nWaypost, {times} x, {profile}: a query with counts takes {} ms of the processor, at most {:.1}; {} ms pass",
                        both(Some(cpu), 1),
                        cpu.most,
                        both(Some(wall), 1)
                    );
                }
            }
        }
        out
    }

    /// The longest chain of requests of a first visit, which says what waits for what.
    fn longest_chain(&self) -> String {
        let records = self.searches.iter().flat_map(|(_, records)| records);
        let cold = records.filter(|record| record.engine == "Waypost" && record.visit == "cold");
        let slow = cold.filter(|record| record.profile == "slow");
        slow.max_by_key(|record| record.chain.len()).map_or_else(String::new, |record| {
            format!("\nThe longest chain, of {}:\n{}\n", record.search, record.chain.join(" > "))
        })
    }

    /// What could not be measured or should not have happened.
    fn faults(&self) -> String {
        let mut out = String::new();
        for (times, records) in &self.searches {
            for record in records {
                let about =
                    format!("{times} x {} {} {} {}", record.engine, record.profile, record.visit, record.search);
                if let Some(failed) = &record.failed {
                    let _ = writeln!(out, "not measured: {about}: {failed}");
                }
                for problem in record.problems.iter().chain(&record.missing) {
                    let _ = writeln!(out, "problem: {about}: {problem}");
                }
                if record.engine == "Waypost" && record.results == Some(0.0) {
                    let _ = writeln!(out, "no results: {about}");
                }
            }
        }
        if out.is_empty() { out } else { format!("\n{out}") }
    }

    fn bars(&self) -> Vec<Bar> {
        let mut bars = Vec::new();
        let mut bar = |name: String, value: Option<f64>, limit: f64, aim: Option<f64>| {
            bars.push(Bar { name, value, limit, aim });
        };
        let one = self.sizes.iter().find(|size| size.times == 1);
        let number = |pointer: &str, unit: f64| one.and_then(|size| size.number(pointer)).map(|value| value / unit);
        bar("index, MB".to_owned(), number("/bytes", MB), 8.0, None);
        bar("index, files".to_owned(), number("/files", 1.0), 1500.0, None);
        bar("index, CPU s to make".to_owned(), number("/index/cpu", 1.0), 6.0, None);
        bar("index, peak MB of the process that makes it".to_owned(), number("/index/peak", MB), 500.0, Some(300.0));
        let most = self.changes.iter().map(|change| change.files as f64).reduce(f64::max);
        bar("files changed by an edit, at most".to_owned(), most, 8.0, None);
        let differing = self.same_with_threads.map(|same| if same { 0.0 } else { 1.0 });
        bar("indexes that differ between 1 and 2 threads".to_owned(), differing, 0.0, None);

        for (times, records) in &self.searches {
            let times = *times;
            let profile = if records.iter().any(|record| record.profile == "slow") { "slow" } else { "plain" };
            let of = |kind, visit| Of { times, engine: "Waypost", profile, kind, visit };
            let at = |name: &str| format!("{name}, {times} x");
            let cost = |record: &Record| record.cost().map(|bytes| bytes / KB);
            let rounds = |record: &Record| record.rounds.map(|rounds| rounds - 1.0);
            let (near, text) = (of("near and filters", "cold"), of("free text", "cold"));
            if times == 1 {
                let code = self.spread(near, |record| record.bytes.map(|bytes| bytes.code / KB));
                bar(at("code of the page, KB"), code.map(|code| code.most), 15.0, Some(10.0));
            }
            let limit = if times == 1 { 50.0 } else { 60.0 };
            bar(at("near and filters, cold, p90 KB of code and index"), p90(self.spread(near, cost)), limit, None);
            if times == 1 {
                let warm = of("near and filters", "warm");
                bar(at("near and filters, warm, p90 KB"), p90(self.spread(warm, cost)), 35.0, None);
                bar(
                    at("nearby afterwards, p90 KB"),
                    p90(self.spread(of("nearby afterwards", "nearby"), cost)),
                    15.0,
                    None,
                );
                bar(
                    at("free text, cold, p50 KB of code and index"),
                    self.spread(text, cost).map(|s| s.p50),
                    85.0,
                    None,
                );
            }
            let limit = if times == 1 { 130.0 } else { 120.0 };
            bar(at("free text, cold, p90 KB of code and index"), p90(self.spread(text, cost)), limit, None);
            if times == 1 {
                bar(at("free text, cold, p90 requests"), p90(self.spread(text, |record| record.requests)), 18.0, None);
                let first = self.spread(text, |record| record.first);
                bar(at("free text, cold, p50 ms to first results"), first.map(|s| s.p50), 1200.0, None);
            }
            bar(
                at("rounds after the page, cold, p90 of all searches"),
                p90(self.spread(of("", "cold"), rounds)),
                4.0,
                None,
            );
            let cpu = self.spread(Of { profile: "plain", ..of("", "") }, |record| record.cpu);
            bar(at("CPU of a query, p90 ms"), p90(cpu), 15.0, None);
            let wall = self.spread(Of { profile: "slow", ..of("", "") }, |record| record.wall);
            bar(at("a query on a processor six times slower, p90 ms"), p90(wall), 60.0, None);
            let problems = records.iter().map(|record| record.problems.len() + record.missing.len()).sum::<usize>();
            bar(at("requests to other hosts, missing files, script errors"), Some(problems as f64), 0.0, None);
        }
        bars
    }

    fn bar_table(&self) -> String {
        let mut out = format!("\n{:<58}{:>10}{:>9}{:>8}\n", "bar", "measured", "limit", "aim");
        for bar in self.bars() {
            let _ = writeln!(
                out,
                "{:<58}{:>10}{:>9}{:>8}  {}",
                bar.name,
                shown(bar.value, 1),
                shown(Some(bar.limit), 0),
                shown(bar.aim, 0),
                bar.verdict()
            );
        }
        out
    }

    fn json(&self) -> Value {
        let searches = self.searches.iter().map(|(times, records)| {
            let rows = records.iter().map(|record| {
                json!({
                    "engine": record.engine, "profile": record.profile, "visit": record.visit, "kind": record.kind,
                    "search": record.search, "first_ms": record.first, "results": record.results,
                    "bytes": record.bytes.map(|bytes| json!({
                        "html": bytes.html, "css": bytes.css, "code": bytes.code, "index": bytes.index, "other": bytes.other,
                    })),
                    "requests": record.requests, "rounds": record.rounds, "chain": record.chain, "cpu_ms": record.cpu, "wall_ms": record.wall, "failed": record.failed,
                    "problems": record.problems, "missing": record.missing, "about": record.about,
                })
            });
            json!({ "times": times, "searches": rows.collect::<Vec<_>>() })
        });
        json!({
            "date": jiff::Timestamp::now().to_string(),
            "indexes": self.sizes.iter().map(|size| json!({ "times": size.times, "index": size.said })).collect::<Vec<_>>(),
            "changes": self.changes.iter()
                .map(|change| json!({ "edit": change.name, "files": change.files, "added": change.added }))
                .collect::<Vec<_>>(),
            "same_with_threads": self.same_with_threads,
            "nearby": self.nearby,
            "searches": searches.collect::<Vec<_>>(),
            "bars": self.bars().iter().map(|bar| json!({
                "name": bar.name, "measured": bar.value, "limit": bar.limit, "aim": bar.aim, "verdict": bar.verdict(),
            })).collect::<Vec<_>>(),
        })
    }
}

fn p90(spread: Option<Spread>) -> Option<f64> {
    spread.map(|spread| spread.p90)
}

/// The letters and number of a file: `search/index/g17-3fa9c1.bin` is `g17`.
fn kind(path: &str) -> Option<&str> {
    path.rsplit('/').next()?.split('-').next()
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

fn both(spread: Option<Spread>, digits: usize) -> String {
    spread.map_or_else(|| "-".to_owned(), |spread| format!("{:.digits$} / {:.digits$}", spread.p50, spread.p90))
}
