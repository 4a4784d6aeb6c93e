//! The conversation with an editor.

use super::cursor::{self, Cursor};
use super::position::{byte, position, range};
use super::words::{choices, meaning};
use crate::build::{self, Checked, Memory, Request};
use crate::diagnostic::fix::{Fix, Sure};
use crate::diagnostic::{Diagnostic, Severity, rules};
use crate::shape::Object;
use crate::source::{self, Kind};
use crate::{article, canonical, config, listing};
use lsp_server::{Connection, Message, Notification, Request as Call, Response};
use lsp_types as lsp;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Talks with an editor over stdin and stdout until it says goodbye. `root` is used if the editor names no folder.
///
/// # Errors
/// What is wrong with the conversation, in words.
pub fn serve(root: &Path) -> Result<(), String> {
    let (connection, threads) = Connection::stdio();
    talk(&connection, root)?;
    drop(connection);
    threads.join().map_err(|error| error.to_string())
}

fn talk(connection: &Connection, root: &Path) -> Result<(), String> {
    let abilities = json!({
        "textDocumentSync": { "openClose": true, "change": 1, "save": true },
        "completionProvider": { "triggerCharacters": [" ", "[", "{", ","] },
        "hoverProvider": true,
        "codeActionProvider": true,
        "documentFormattingProvider": true,
    });
    let asked = connection.initialize(abilities).map_err(|error| error.to_string())?;
    let root = folder(&asked).unwrap_or_else(|| root.to_owned());
    let mut server = Server::new(root);
    for message in &connection.receiver {
        let answers = match message {
            Message::Request(call) => {
                if connection.handle_shutdown(&call).map_err(|error| error.to_string())? {
                    return Ok(());
                }
                vec![Message::Response(server.answer(call))]
            }
            Message::Notification(told) => server.hear(&told).into_iter().map(Message::Notification).collect(),
            Message::Response(_) => Vec::new(),
        };
        for answer in answers {
            connection.sender.send(answer).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

/// The folder that the editor has open.
fn folder(asked: &Value) -> Option<PathBuf> {
    let uri = asked["workspaceFolders"][0]["uri"].as_str().or_else(|| asked["rootUri"].as_str())?;
    url::Url::parse(uri).ok()?.to_file_path().ok()
}

/// A file that is open.
struct Open {
    text: String,
    findings: Vec<Diagnostic>,
}

struct Server {
    request: Request,
    memory: Memory,
    checked: Checked,
    open: BTreeMap<String, Open>,
}

impl Server {
    fn new(root: PathBuf) -> Self {
        let root = project(&root).unwrap_or(root);
        let request = Request { root, ..Request::default() };
        let mut memory = Memory::of_a_program_that_stays();
        let checked = build::check(&request, &mut memory);
        Self { request, memory, checked, open: BTreeMap::new() }
    }

    /// The path of a document as findings show it.
    fn path(&self, uri: &str) -> Option<String> {
        let file = url::Url::parse(uri).ok()?.to_file_path().ok()?;
        let root = self.request.root.canonicalize().ok()?;
        let file = file.canonicalize().unwrap_or(file);
        Some(source::slashes(file.strip_prefix(root).ok()?))
    }

    fn hear(&mut self, told: &Notification) -> Vec<Notification> {
        let document = &told.params["textDocument"];
        let Some(uri) = document["uri"].as_str().map(str::to_owned) else { return Vec::new() };
        match &*told.method {
            "textDocument/didOpen" => self.changed(uri, document["text"].as_str()),
            "textDocument/didChange" => {
                let last = told.params["contentChanges"].as_array().and_then(|all| all.last()).cloned();
                self.changed(uri, last.as_ref().and_then(|change| change["text"].as_str()))
            }
            "textDocument/didSave" => {
                // What other files say of this one may have changed.
                self.checked = build::check(&self.request, &mut self.memory);
                let open: Vec<(String, String)> = self.open.iter().map(|(u, o)| (u.clone(), o.text.clone())).collect();
                open.into_iter().flat_map(|(uri, text)| self.changed(uri, Some(&text))).collect()
            }
            "textDocument/didClose" => {
                self.open.remove(&uri);
                vec![publish(&uri, &[])]
            }
            _ => Vec::new(),
        }
    }

    fn changed(&mut self, uri: String, text: Option<&str>) -> Vec<Notification> {
        let (Some(text), Some(path)) = (text, self.path(&uri)) else { return Vec::new() };
        let mut findings = build::check_text(&self.request, &self.checked, &path, text);
        // Rules over several files that are not looked at while somebody types.
        let whole = |f: &&Diagnostic| {
            f.code.starts_with("link/") && f.place.as_ref().is_some_and(|place| place.path == path && place.line > 0)
        };
        findings.extend(self.checked.findings.iter().filter(whole).filter(|f| stands(f, text)).cloned());
        let shown: Vec<Value> = findings.iter().map(|finding| self.shown(finding)).collect();
        let told = publish(&uri, &shown);
        self.open.insert(uri, Open { text: text.to_owned(), findings });
        vec![told]
    }

    fn shown(&self, finding: &Diagnostic) -> Value {
        let severity = match finding.severity {
            Severity::Error => lsp::DiagnosticSeverity::ERROR,
            Severity::Warning => lsp::DiagnosticSeverity::WARNING,
            Severity::Info => lsp::DiagnosticSeverity::INFORMATION,
        };
        let mut message = finding.message.clone();
        if let Some(help) = &finding.help {
            message = format!("{message}\n{help}");
        }
        if let Some(rule) = rules::by_code(&finding.code) {
            message = format!("{message}\n{}", rule.why);
        }
        let mut shown = json!({
            "range": finding.place.as_ref().map(range).unwrap_or_default(),
            "severity": severity,
            "code": finding.code,
            "source": "waypost",
            "message": message,
        });
        let related: Vec<Value> = finding
            .related
            .iter()
            .filter_map(|(place, label)| {
                let uri = url::Url::from_file_path(self.request.root.canonicalize().ok()?.join(&place.path)).ok()?;
                Some(json!({ "location": { "uri": uri.as_str(), "range": range(place) }, "message": label }))
            })
            .collect();
        if !related.is_empty() {
            shown["relatedInformation"] = related.into();
        }
        shown
    }

    fn answer(&mut self, call: Call) -> Response {
        let result = match &*call.method {
            "textDocument/completion" => self.completion(&call.params),
            "textDocument/hover" => self.hover(&call.params),
            "textDocument/codeAction" => self.actions(&call.params),
            "textDocument/formatting" => self.formatting(&call.params),
            _ => {
                let message = format!("{} is not known here", call.method);
                return Response::new_err(call.id, lsp_server::ErrorCode::MethodNotFound as i32, message);
            }
        };
        Response::new_ok(call.id, result.unwrap_or(Value::Null))
    }

    /// The open document of a request, its path and its shape.
    fn document(&self, params: &Value) -> Option<(&Open, String, &'static Object)> {
        let uri = params["textDocument"]["uri"].as_str()?;
        let path = self.path(uri)?;
        let shape = shape(&path)?;
        Some((self.open.get(uri)?, path, shape))
    }

    fn cursor(&self, params: &Value) -> Option<(&Open, Cursor, &'static Object)> {
        let (open, path, shape) = self.document(params)?;
        let position: lsp::Position = serde_json::from_value(params["position"].clone()).ok()?;
        let at = byte(&open.text, position);
        let cursor =
            if path == config::FILE_NAME { cursor::inside(&open.text, at) } else { cursor::cursor(&open.text, at) };
        Some((open, cursor?, shape))
    }

    fn completion(&self, params: &Value) -> Option<Value> {
        let (open, cursor, shape) = self.cursor(params)?;
        let place =
            lsp::Range { start: position(&open.text, cursor.word.start), end: position(&open.text, cursor.word.end) };
        let words = choices(shape, &cursor, &self.checked.vocabulary);
        let items = words.into_iter().map(|word| {
            let text = if word.key { format!("{}: ", word.text) } else { word.text.clone() };
            let kind = if word.key { lsp::CompletionItemKind::FIELD } else { lsp::CompletionItemKind::ENUM_MEMBER };
            json!({
                "label": word.text,
                "kind": kind,
                "detail": word.label,
                "documentation": { "kind": "markdown", "value": word.about },
                // The label is looked for as well, as people type what they call it.
                "filterText": format!("{} {}", word.text, word.label),
                "textEdit": { "range": place, "newText": text },
            })
        });
        Some(items.collect())
    }

    fn hover(&self, params: &Value) -> Option<Value> {
        let (open, cursor, shape) = self.cursor(params)?;
        let text = &open.text[cursor.word.clone()];
        let word = meaning(shape, &cursor, text, &self.checked.vocabulary)?;
        let value = if word.key || word.label.is_empty() {
            word.about
        } else {
            format!("**{}**\n\n{}", word.label, word.about)
        };
        Some(json!({ "contents": { "kind": "markdown", "value": value } }))
    }

    /// The changes that mend the findings in a range.
    fn actions(&self, params: &Value) -> Option<Value> {
        let (open, ..) = self.document(params)?;
        let uri = params["textDocument"]["uri"].as_str()?;
        let wanted: lsp::Range = serde_json::from_value(params["range"].clone()).ok()?;
        let touches = |finding: &&Diagnostic| {
            let own = finding.place.as_ref().map(range).unwrap_or_default();
            own.start <= wanted.end && wanted.start <= own.end
        };
        let actions = open.findings.iter().filter(touches).filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            Some(json!({
                "title": finding.help.as_deref().unwrap_or("mend this"),
                "kind": "quickfix",
                "isPreferred": fix.sure == Sure::Certain,
                "diagnostics": [self.shown(finding)],
                "edit": { "changes": { uri: edits(fix, &open.text) } },
            }))
        });
        Some(actions.collect())
    }

    fn formatting(&self, params: &Value) -> Option<Value> {
        let (open, path, shape) = self.document(params)?;
        let text = if path == config::FILE_NAME {
            canonical::settings(&path, &open.text, shape)
        } else {
            canonical::entry(&path, &open.text, shape)
        }?;
        let whole = lsp::Range { start: lsp::Position::default(), end: position(&open.text, open.text.len()) };
        Some(json!([{ "range": whole, "newText": text }]))
    }
}

/// True if the line that a finding of the last whole check shows is still there.
fn stands(finding: &Diagnostic, text: &str) -> bool {
    finding.place.as_ref().is_some_and(|place| {
        text.lines().nth(place.line.saturating_sub(1) as usize).is_some_and(|line| line == place.excerpt)
    })
}

/// The nearest folder from `root` upwards that holds a site file.
fn project(root: &Path) -> Option<PathBuf> {
    root.ancestors().find(|folder| folder.join(config::FILE_NAME).is_file()).map(Path::to_owned)
}

fn shape(path: &str) -> Option<&'static Object> {
    if path == config::FILE_NAME {
        return Some(&config::SITE);
    }
    match source::kind_at(path)? {
        Kind::Listing { .. } => Some(&listing::fields::LISTING),
        Kind::Guide { .. } => Some(&article::GUIDE),
        Kind::Page { .. } => Some(&article::PAGE),
        Kind::Vocabulary => None,
    }
}

fn edits(fix: &Fix, text: &str) -> Vec<Value> {
    let edit = |edit: &crate::diagnostic::fix::Edit| {
        json!({
            "range": { "start": position(text, edit.range.start), "end": position(text, edit.range.end) },
            "newText": edit.text,
        })
    };
    fix.edits.iter().map(edit).collect()
}

fn publish(uri: &str, findings: &[Value]) -> Notification {
    Notification {
        method: "textDocument/publishDiagnostics".to_owned(),
        params: json!({ "uri": uri, "diagnostics": findings }),
    }
}
