//! What the server shows: the last good site and the last build.

use std::any::Any;
use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use super::Rebuilt;

/// The last build, as the pages and the browser see it.
#[derive(Debug, Clone)]
pub(super) struct State {
    /// Tells this run of the server from others, so that pages of an earlier run are reloaded.
    run: u128,
    generation: u64,
    /// Whether the first build has ended.
    pub(super) begun: bool,
    /// Whether the last build was good.
    pub(super) ok: bool,
    /// The folder of the last good site.
    pub(super) root: Option<PathBuf>,
    pub(super) findings: String,
    pub(super) findings_html: Option<String>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            run: SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis()),
            generation: 0,
            begun: false,
            ok: false,
            root: None,
            findings: String::new(),
            findings_html: None,
        }
    }
}

impl State {
    /// Takes over a build that ended.
    pub(super) fn built(&mut self, rebuilt: Rebuilt) {
        self.begun = true;
        self.ok = rebuilt.ok;
        self.generation = rebuilt.generation;
        if rebuilt.ok {
            self.root = Some(rebuilt.root);
        }
        self.findings = rebuilt.findings_text;
        self.findings_html = rebuilt.findings_html;
    }

    /// Takes over a build that panicked.
    pub(super) fn broke(&mut self, cause: &(dyn Any + Send)) {
        let words =
            cause.downcast_ref::<&str>().copied().or_else(|| cause.downcast_ref::<String>().map(String::as_str));
        self.begun = true;
        self.ok = false;
        self.findings =
            format!("The build broke off, which is a fault in Waypost: {}", words.unwrap_or("no cause given"));
        self.findings_html = None;
    }

    /// Equal for two pages only if they show the same files. The page of findings has one of its own, and is reloaded
    /// with every build.
    pub(super) fn mark(&self) -> String {
        match self.root {
            Some(_) => format!("{}-{}", self.run, self.generation),
            None => format!("{}-none-{}", self.run, blake3::hash(self.findings.as_bytes()).to_hex()),
        }
    }

    /// What the browser is told.
    pub(super) fn event(&self) -> String {
        let event = serde_json::json!({
            "mark": self.mark(),
            "ok": self.ok,
            "site": self.root.is_some(),
            "findings": self.findings,
        });
        format!("data: {event}\n\n")
    }
}
