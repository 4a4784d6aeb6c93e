//! The table for people and target/relevance.json for whoever compares two runs.

use super::engine::{Answer, Answers};
use super::judge::Grades;
use super::measure::{mean, ndcg, reciprocal_rank};
use super::query::Query;
use super::slips;
use crate::{Result, project};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::fs;

/// How much of the right spelling's measure a misspelt query has to reach to count as recovered.
const RECOVERED: f64 = 0.9;

/// What is measured of a query, as its judgement is by facts, by name or by guide.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Measure {
    Ndcg,
    Name,
    Guide,
}

/// One query and how it was answered.
pub(crate) struct Row {
    kind: String,
    query: String,
    measure: Measure,
    /// nDCG@10, or a reciprocal rank.
    value: f64,
    /// The same of the query without its mistake.
    right: Option<f64>,
    empty: bool,
    corrected: Option<String>,
    top: Vec<String>,
    why: String,
}

impl Row {
    pub(crate) fn new(kind: &str, query: &Query, answers: &Answers, grades: &Grades) -> Self {
        let nothing = Answer::default();
        let answer = answers.get(&query.text).unwrap_or(&nothing);
        let measure = if !query.guide.is_empty() {
            Measure::Guide
        } else if query.program.is_empty() {
            Measure::Ndcg
        } else {
            Measure::Name
        };
        let value = |answer: &Answer| match measure {
            Measure::Ndcg => ndcg(&answer.listings, grades).unwrap_or(0.0),
            Measure::Name => reciprocal_rank(&answer.listings, |slug| query.program.iter().any(|p| p == slug)),
            Measure::Guide => reciprocal_rank(&answer.guides, |slug| query.guide.iter().any(|g| g == slug)),
        };
        Self {
            kind: kind.to_owned(),
            query: query.text.clone(),
            measure,
            value: value(answer),
            right: query.right.as_ref().map(|right| value(answers.get(right).unwrap_or(&nothing))),
            empty: answer.listings.is_empty(),
            corrected: answer.corrected.clone(),
            top: answer.listings.iter().chain(&answer.guides).take(3).cloned().collect(),
            why: query.why.clone(),
        }
    }

    /// `None` when nothing can be said: the query is spelt well, or the right spelling finds nothing, either.
    fn recovered(&self) -> Option<bool> {
        self.right.filter(|right| *right > 0.0).map(|right| self.value >= RECOVERED * right)
    }
}

/// All queries as one engine answered them.
pub(crate) struct Outcome {
    pub(crate) engine: &'static str,
    pub(crate) rows: Vec<Row>,
}

impl Outcome {
    fn mean(&self, of: impl Fn(&Row) -> Option<f64>) -> Option<f64> {
        mean(self.rows.iter().filter_map(of))
    }

    fn measure(&self, measure: Measure) -> Option<f64> {
        self.mean(|row| (row.measure == measure).then_some(row.value))
    }

    fn kind(&self, kind: &str) -> Option<f64> {
        self.mean(|row| (row.kind == kind).then_some(row.value))
    }

    fn empty(&self, misspelt_only: bool) -> Option<f64> {
        let counted = |row: &Row| row.measure != Measure::Guide && (!misspelt_only || row.right.is_some());
        self.mean(|row| counted(row).then(|| f64::from(u8::from(row.empty))))
    }

    fn recovered(&self) -> Option<f64> {
        self.mean(|row| row.recovered().map(|recovered| f64::from(u8::from(recovered))))
    }

    /// The measures of the whole set, with the words for the table.
    fn summary(&self) -> [(&'static str, Option<f64>); 6] {
        [
            ("nDCG@10", self.measure(Measure::Ndcg)),
            ("MRR of names", self.measure(Measure::Name)),
            ("MRR of guides", self.measure(Measure::Guide)),
            ("zero results", self.empty(false)),
            ("zero results, misspelt", self.empty(true)),
            ("recovered", self.recovered()),
        ]
    }

    fn json(&self) -> Value {
        let summary = self.summary().map(|(name, value)| (name.to_owned(), json!(value)));
        let rows = self.rows.iter().map(|row| {
            json!({
                "kind": row.kind, "query": row.query, "value": row.value, "right": row.right,
                "recovered": row.recovered(), "empty": row.empty, "corrected": row.corrected, "top": row.top,
            })
        });
        json!({
            "engine": self.engine,
            "summary": Value::Object(summary.into_iter().collect()),
            "queries": rows.collect::<Vec<_>>(),
        })
    }
}

/// Prints everything and writes it below target/.
pub(crate) fn finish(outcomes: &[Outcome], slips: Option<&Value>, worst: usize) -> Result<()> {
    print!("{}", table(outcomes));
    print!("{}", slips.map(slips::table).unwrap_or_default());
    print!("{}", bars(outcomes, slips));
    if let Some(first) = outcomes.first() {
        print!("{}", worst_of(first, worst));
    }
    let path = project::target().join("relevance.json");
    let engines: Vec<Value> = outcomes.iter().map(Outcome::json).collect();
    let all = json!({ "date": jiff::Timestamp::now().to_string(), "engines": engines, "slips": slips });
    fs::write(&path, serde_json::to_string_pretty(&all)? + "\n")?;
    println!("\nAll queries: {}", path.display());
    Ok(())
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"))
}

fn table(outcomes: &[Outcome]) -> String {
    let mut out = String::new();
    let mut line = |name: &str, cells: Vec<String>| {
        let _ = write!(out, "{name:<26}");
        for cell in cells {
            let _ = write!(out, "{cell:>10}");
        }
        out.push('\n');
    };
    line("", outcomes.iter().map(|outcome| outcome.engine.to_owned()).collect());
    let summaries: Vec<_> = outcomes.iter().map(Outcome::summary).collect();
    for (i, (name, _)) in summaries.first().into_iter().flatten().enumerate() {
        line(name, summaries.iter().map(|summary| number(summary[i].1)).collect());
    }
    line("", Vec::new());
    let mut kinds: Vec<&str> = Vec::new();
    for row in outcomes.first().into_iter().flat_map(|outcome| &outcome.rows) {
        if kinds.last() != Some(&row.kind.as_str()) {
            kinds.push(&row.kind);
        }
    }
    for kind in kinds {
        line(kind, outcomes.iter().map(|outcome| number(outcome.kind(kind))).collect());
    }
    out
}

/// What is asked of Waypost, and whether it is so.
fn bars(outcomes: &[Outcome], slips: Option<&Value>) -> String {
    let Some(waypost) = outcomes.iter().find(|outcome| outcome.engine == "Waypost") else { return String::new() };
    let of = |engine: &str| outcomes.iter().find(|outcome| outcome.engine == engine);
    let least = |name: &str| of(name).and_then(|outcome| outcome.measure(Measure::Ndcg));
    let ndcg = waypost.measure(Measure::Ndcg);
    let bars = [
        ("nDCG@10 at least that of plain BM25", ndcg.zip(least("plain")).map(|(ours, theirs)| ours >= theirs)),
        ("nDCG@10 at least that of Pagefind", ndcg.zip(least("Pagefind")).map(|(ours, theirs)| ours >= theirs)),
        ("MRR of names at least 0.95", waypost.measure(Measure::Name).map(|mrr| mrr >= 0.95)),
        ("zero results of misspelt queries below 2 %", waypost.empty(true).map(|share| share < 0.02)),
        ("recovered at least 95 %", waypost.recovered().map(|share| share >= 0.95)),
        ("slips by chance right at least 95 %, of every kind", slips.map(|slips| slips::least_right(slips) >= 0.95)),
        ("no well-spelt name taken for a slip", slips.map(|slips| slips::wronged(slips) == 0)),
    ];
    let mut out = String::new();
    for (name, met) in bars {
        let verdict = met.map_or("not measured", |met| if met { "met" } else { "MISSED" });
        let _ = writeln!(out, "{}{name}: {verdict}", if out.is_empty() { "\n" } else { "" });
    }
    out
}

fn worst_of(outcome: &Outcome, count: usize) -> String {
    let mut rows: Vec<&Row> = outcome.rows.iter().filter(|row| row.value < 1.0).collect();
    rows.sort_by(|a, b| a.value.total_cmp(&b.value));
    let mut out = format!("\nThe worst of {}:\n", outcome.engine);
    for row in rows.into_iter().take(count) {
        let corrected = row.corrected.as_ref().map_or_else(String::new, |to| format!(" -> {to}"));
        let _ = writeln!(out, "{:.3}  {}{corrected}  [{}]", row.value, row.query, row.why);
        let _ = writeln!(out, "       {}", if row.top.is_empty() { "nothing".to_owned() } else { row.top.join(", ") });
    }
    out
}
