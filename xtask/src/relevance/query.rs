//! The judged queries, as they stand in tests/relevance/queries.yaml.

use crate::Result;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// One query and what a good answer has.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Query {
    #[serde(rename = "query")]
    pub(crate) text: String,
    /// A ZIP, or "City, ST".
    pub(crate) near: Option<String>,
    /// Distances up to which a listing has grade 3, 2 and 1.
    #[serde(default = "usual_miles")]
    pub(crate) miles: [f64; 3],
    /// Code of the state that is meant.
    pub(crate) state: Option<String>,
    /// Needs: `facet=term`, alternatives with `|` between them.
    #[serde(default)]
    pub(crate) has: Vec<String>,
    /// Terms that are asked for and that no listing of the directory reports.
    #[serde(default)]
    pub(crate) unreported: Vec<String>,
    /// Slugs of the listings meant by a name.
    #[serde(default)]
    pub(crate) program: Vec<String>,
    /// Words in the name of listings of the same family.
    pub(crate) like: Option<String>,
    /// Slugs of the guides that answer.
    #[serde(default)]
    pub(crate) guide: Vec<String>,
    /// The query without its mistake.
    pub(crate) right: Option<String>,
    /// What the query tries.
    pub(crate) why: String,
}

fn usual_miles() -> [f64; 3] {
    [10.0, 25.0, 50.0]
}

impl Query {
    /// The needs, each as its alternatives.
    pub(crate) fn needs(&self) -> Vec<BTreeSet<&str>> {
        self.has.iter().map(|need| need.split('|').collect()).collect()
    }
}

/// Queries of one kind.
pub(crate) struct Kind {
    pub(crate) name: String,
    pub(crate) queries: Vec<Query>,
}

/// All kinds, in the order of the file.
pub(crate) fn read(path: &Path) -> Result<Vec<Kind>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let kinds: Map<String, Value> = serde_yaml::from_str(&text)?;
    let mut read = Vec::new();
    for (name, queries) in kinds {
        let queries: Vec<Query> =
            serde_json::from_value(queries).map_err(|error| format!("{}: {name}: {error}", path.display()))?;
        read.push(Kind { name, queries });
    }
    Ok(read)
}
