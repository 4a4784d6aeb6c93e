//! What was measured, as a table for people and as JSON for whoever compares two runs.

use super::bar::Bar;
use crate::process::Usage;
use crate::tree::Weight;
use crate::{Result, project};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// What is measured, in the order of the table.
const NAMES: [&str; 9] = [
    "import",
    "check",
    "cold build without search",
    "cold build",
    "no-change build",
    "one-edit build",
    "one edit while serving",
    "many times the listings",
    "hugo cold build",
];

/// All runs of everything.
#[derive(Default)]
pub(crate) struct Measures {
    usages: BTreeMap<&'static str, Vec<Usage>>,
    written: BTreeMap<&'static str, Vec<Option<u64>>>,
}

impl Measures {
    pub(crate) fn add(&mut self, name: &'static str, usage: Usage) {
        self.usages.entry(name).or_default().push(usage);
    }

    /// How many files a build said it wrote; `None` when its report does not say.
    pub(crate) fn add_written(&mut self, name: &'static str, written: Option<u64>) {
        self.written.entry(name).or_default().push(written);
    }

    /// The least any measured process held, in bytes.
    pub(crate) fn smallest_peak(&self) -> u64 {
        let peaks = NAMES.iter().filter_map(|name| self.median(name, |usage| usage.peak));
        peaks.filter(|peak| *peak > 0).min().unwrap_or(u64::MAX)
    }

    fn median<T: Copy + Ord>(&self, name: &str, of: impl Fn(&Usage) -> T) -> Option<T> {
        let mut values: Vec<T> = self.usages.get(name)?.iter().map(of).collect();
        values.sort_unstable();
        values.get(values.len() / 2).copied()
    }

    fn wall(&self, name: &str) -> Option<f64> {
        self.median(name, |usage| usage.wall).map(|wall| wall.as_secs_f64())
    }

    fn peak(&self, name: &str) -> Option<f64> {
        self.median(name, |usage| usage.peak).filter(|peak| *peak > 0).map(|peak| peak as f64)
    }
}

/// Facts about the whole run.
pub(crate) struct Report {
    pub(crate) runs: usize,
    pub(crate) in_memory: bool,
    pub(crate) listings: usize,
    pub(crate) version: String,
    pub(crate) hugo_version: &'static str,
    pub(crate) waypost_output: Option<Weight>,
    pub(crate) hugo_output: Option<Weight>,
    pub(crate) same_bytes_with_threads: Option<bool>,
    pub(crate) times: Option<usize>,
}

impl Report {
    pub(crate) fn new(runs: usize, in_memory: bool) -> Self {
        Self {
            runs,
            in_memory,
            listings: 0,
            version: String::new(),
            hugo_version: "",
            waypost_output: None,
            hugo_output: None,
            same_bytes_with_threads: None,
            times: None,
        }
    }

    /// Prints the tables and writes target/bench/build.json.
    pub(crate) fn finish(&self, measures: &Measures) -> Result<()> {
        print!("{}", self.table(measures));
        let dir = project::target().join("bench");
        fs::create_dir_all(&dir)?;
        fs::write(dir.join("build.json"), serde_json::to_string_pretty(&self.json(measures))? + "\n")?;
        println!("\nAll runs: {}", dir.join("build.json").display());
        Ok(())
    }

    fn bars(&self, measures: &Measures) -> Vec<Bar> {
        let ratio = |value: Option<f64>, to: Option<f64>| Some(value? / to?);
        let cold = measures.wall("cold build");
        let written = measures.written.get("no-change build").and_then(|counts| {
            let counts: Option<Vec<u64>> = counts.iter().copied().collect();
            counts?.into_iter().max()
        });
        let per_times = self.times.unwrap_or(10) as f64;
        let bar = |name: &str, value, limit, aim| Bar { name: name.to_owned(), value, limit, aim };
        vec![
            bar(
                "cold build without search / Hugo's",
                ratio(measures.wall("cold build without search"), measures.wall("hugo cold build")),
                0.25,
                Some(0.10),
            ),
            bar(
                "peak memory of the cold build / Hugo's",
                ratio(measures.peak("cold build"), measures.peak("hugo cold build")),
                0.40,
                Some(0.20),
            ),
            bar("no-change build / cold build", ratio(measures.wall("no-change build"), cold), 0.50, Some(0.25)),
            bar("files written by a no-change build", written.map(|count| count as f64), 0.0, None),
            bar("check / cold build", ratio(measures.wall("check"), cold), 0.40, None),
            bar(
                "one edit while serving / cold build",
                ratio(measures.wall("one edit while serving"), cold),
                0.10,
                None,
            ),
            bar(
                "K times the listings / cold build / K",
                ratio(measures.wall("many times the listings"), cold).map(|value| value / per_times),
                1.10,
                None,
            ),
            bar(
                "files that differ between 1 and 2 threads (0: none)",
                self.same_bytes_with_threads.map(|same| if same { 0.0 } else { 1.0 }),
                0.0,
                None,
            ),
        ]
    }

    fn table(&self, measures: &Measures) -> String {
        let mut lines = vec![
            String::new(),
            format!(
                "{} listings, median of {} runs, {} processors, output {}",
                self.listings,
                self.runs,
                processors(),
                if self.in_memory { "in memory" } else { "on disk" }
            ),
            format!("{} and Hugo {}", or_dash(&self.version), or_dash(self.hugo_version)),
            String::new(),
            format!(
                "{:<26}{:>10}{:>10}{:>10}{:>9}{:>9}{:>9}",
                "", "wall s", "CPU s", "peak MB", "x cold", "x Hugo", "written"
            ),
        ];
        let (cold, hugo) = (measures.wall("cold build"), measures.wall("hugo cold build"));
        for name in NAMES {
            let Some(wall) = measures.wall(name) else { continue };
            let cpu = measures.median(name, |usage| usage.cpu).filter(|cpu| *cpu > Duration::ZERO);
            let written = measures.written.get(name).and_then(|counts| counts.last().copied().flatten());
            lines.push(
                format!(
                    "{:<26}{:>10}{:>10}{:>10}{:>9}{:>9}{:>9}",
                    name,
                    format!("{wall:.3}"),
                    shown(cpu.map(|cpu| cpu.as_secs_f64()), 3),
                    shown(measures.peak(name).map(|peak| peak / 1e6), 0),
                    shown(cold.map(|cold| wall / cold), 2),
                    shown(hugo.map(|hugo| wall / hugo), 2),
                    shown(written.map(|count| count as f64), 0),
                )
                .trim_end()
                .to_owned(),
            );
        }
        lines.push(String::new());
        for (name, weight) in [("waypost", self.waypost_output), ("Hugo", self.hugo_output)] {
            if let Some(weight) = weight {
                lines.push(format!(
                    "{name} wrote {} files, {} of them HTML, {:.1} MB",
                    weight.files,
                    weight.html,
                    weight.bytes as f64 / 1e6
                ));
            }
        }
        if self.hugo_output.is_some() {
            lines.push(
                "Hugo does less here: no search, no distances, no summaries of lists, no open data, no checking of facts."
                    .to_owned(),
            );
        }
        lines.push(String::new());
        lines.push(format!("{:<54}{:>10}{:>8}{:>8}  ", "bar", "measured", "limit", "aim").trim_end().to_owned());
        for bar in self.bars(measures) {
            lines.push(format!(
                "{:<54}{:>10}{:>8}{:>8}  {}",
                bar.name,
                shown(bar.value, 3),
                shown(Some(bar.limit), 2),
                shown(bar.aim, 2),
                bar.verdict()
            ));
        }
        lines.push(String::new());
        lines.join("\n")
    }

    fn json(&self, measures: &Measures) -> Value {
        let mut all = Map::new();
        for name in NAMES {
            if let Some(usages) = measures.usages.get(name) {
                all.insert(
                    name.replace(' ', "_"),
                    json!({
                        "wall_s": usages.iter().map(|usage| usage.wall.as_secs_f64()).collect::<Vec<_>>(),
                        "cpu_s": usages.iter().map(|usage| usage.cpu.as_secs_f64()).collect::<Vec<_>>(),
                        "peak_bytes": usages.iter().map(|usage| usage.peak).collect::<Vec<_>>(),
                        "written": measures.written.get(name),
                    }),
                );
            }
        }
        let weight = |weight: Option<Weight>| {
            weight.map(|weight| json!({ "files": weight.files, "html": weight.html, "bytes": weight.bytes }))
        };
        json!({
            "date": jiff::Timestamp::now().to_string(),
            "processors": processors(),
            "in_memory": self.in_memory,
            "waypost": self.version,
            "hugo": self.hugo_version,
            "listings": self.listings,
            "runs": self.runs,
            "times": self.times,
            "measures": all,
            "output": { "waypost": weight(self.waypost_output), "hugo": weight(self.hugo_output) },
            "bars": self.bars(measures).iter().map(|bar| json!({
                "name": bar.name, "measured": bar.value, "limit": bar.limit, "aim": bar.aim, "verdict": bar.verdict(),
            })).collect::<Vec<_>>(),
        })
    }
}

fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

fn shown(value: Option<f64>, digits: usize) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.digits$}"))
}

fn or_dash(text: &str) -> &str {
    if text.is_empty() { "-" } else { text }
}

/// How many files a build wrote, from its JSON report: `written` is a number, a list, or an object with `count`.
pub(crate) fn written(report: &str) -> Option<u64> {
    let value: Value = serde_json::from_str(report.trim()).ok()?;
    find(&value, "written").and_then(|written| match written {
        Value::Number(number) => number.as_u64(),
        Value::Array(paths) => Some(paths.len() as u64),
        Value::Object(object) => object.get("count")?.as_u64(),
        _ => None,
    })
}

/// The value of a key, at any depth; the outermost first.
fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    let object = value.as_object()?;
    object.get(key).or_else(|| object.values().find_map(|inner| find(inner, key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn took(seconds: u64, peak: u64) -> Usage {
        Usage { wall: Duration::from_secs(seconds), peak, ..Usage::default() }
    }

    #[test]
    fn the_number_of_written_files_is_read_in_every_form() {
        assert_eq!(written(r#"{"written": 3}"#), Some(3));
        assert_eq!(written(r#"{"output": {"written": {"count": 7, "first": []}}}"#), Some(7));
        assert_eq!(written(r#"{"written": ["a", "b"]}"#), Some(2));
        assert_eq!(written("Built 3 pages."), None);
    }

    #[test]
    fn bars_are_judged_by_the_medians() {
        let mut measures = Measures::default();
        for seconds in [9, 1, 2] {
            measures.add("cold build", took(seconds, 100));
            measures.add("cold build without search", took(seconds, 100));
            measures.add("hugo cold build", took(10, 200));
        }
        let mut report = Report::new(3, true);
        report.times = None;
        let verdicts: Vec<_> = report.bars(&measures).iter().map(Bar::verdict).collect();
        assert_eq!(verdicts[..3], ["met, short of the aim", "MISSED", "not measured"]);
    }

    #[test]
    fn a_no_change_build_that_wrote_a_file_once_is_a_missed_bar() {
        let mut measures = Measures::default();
        measures.add_written("no-change build", Some(0));
        measures.add_written("no-change build", Some(1));
        let report = Report::new(2, true);
        assert_eq!(report.bars(&measures)[3].verdict(), "MISSED");
    }
}
