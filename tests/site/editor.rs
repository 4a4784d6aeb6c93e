//! The language server, talked to as an editor does: over its pipes, with the library of the protocol.

use crate::project::{LISTING, LISTING_PATH, Project, listing, replaced};
use lsp_server::{Message, Notification, Request, RequestId, Response};
use serde_json::{Value, json};
use std::io::BufReader;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

struct Editor {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    calls: i32,
    root: String,
}

impl Editor {
    /// Starts the server for `project` and shakes hands.
    fn new(project: &Project) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_waypost"))
            .arg("lsp")
            .current_dir(project.root())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (input, output) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        let root = url::Url::from_file_path(project.root().canonicalize().unwrap()).unwrap().to_string();
        let mut editor = Self { child, input, output, calls: 0, root };
        let told = editor.call("initialize", json!({ "capabilities": {}, "rootUri": editor.root }));
        assert_eq!(told["capabilities"]["hoverProvider"], true);
        editor.tell("initialized", json!({}));
        editor
    }

    fn send(&mut self, message: &Message) {
        message.write(&mut self.input).unwrap();
    }

    fn tell(&mut self, method: &str, params: Value) {
        self.send(&Message::Notification(Notification::new(method.to_owned(), params)));
    }

    /// The answer to a call; notifications before it are passed over.
    fn call(&mut self, method: &str, params: Value) -> Value {
        self.calls += 1;
        self.send(&Message::Request(Request::new(RequestId::from(self.calls), method.to_owned(), params)));
        loop {
            if let Message::Response(Response { response_result, .. }) =
                Message::read(&mut self.output).unwrap().unwrap()
            {
                return response_result.unwrap_or_default();
            }
        }
    }

    /// The findings that come next.
    fn findings(&mut self) -> Vec<Value> {
        match Message::read(&mut self.output).unwrap().unwrap() {
            Message::Notification(told) => {
                assert_eq!(told.method, "textDocument/publishDiagnostics");
                told.params["diagnostics"].as_array().unwrap().clone()
            }
            other => panic!("{other:?}"),
        }
    }

    fn uri(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    fn open(&mut self, path: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didOpen",
            json!({ "textDocument": { "uri": uri, "languageId": "markdown", "version": 1, "text": text } }),
        );
        self.findings()
    }

    fn change(&mut self, path: &str, text: &str) -> Vec<Value> {
        let uri = self.uri(path);
        self.tell(
            "textDocument/didChange",
            json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": [{ "text": text }] }),
        );
        self.findings()
    }

    /// Calls with a position: that of the bar in `text`, which is opened without it.
    fn at(&mut self, method: &str, path: &str, text: &str) -> Value {
        let at = text.find('|').unwrap();
        self.open(path, &text.replacen('|', "", 1));
        let line = text[..at].matches('\n').count();
        let character = at - text[..at].rfind('\n').map_or(0, |i| i + 1);
        let uri = self.uri(path);
        self.call(
            method,
            json!({ "textDocument": { "uri": uri }, "position": { "line": line, "character": character } }),
        )
    }

    fn end(mut self) {
        self.call("shutdown", Value::Null);
        self.tell("exit", Value::Null);
        drop(self.input);
        assert!(self.child.wait().unwrap().success());
    }
}

fn codes(findings: &[Value]) -> Vec<&str> {
    findings.iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

#[test]
fn findings_come_and_go_while_somebody_types() {
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    assert!(editor.open(LISTING_PATH, LISTING).is_empty());
    let found = editor.change(LISTING_PATH, &replaced(LISTING, &[("level_of_care: iop", "level_of_care: ipo")]));
    assert_eq!(codes(&found), ["shape/unknown-term"]);
    assert_eq!(
        found[0]["range"],
        json!({ "start": { "line": 11, "character": 19 }, "end": { "line": 11, "character": 22 } })
    );
    assert_eq!(found[0]["severity"], 1);
    assert!(found[0]["message"].as_str().unwrap().contains("is not a term of `level_of_care`"));
    let half = editor.change(LISTING_PATH, "---\nname: \"Al");
    assert_eq!(codes(&half), ["yaml/unclosed-front-matter"]);
    assert!(editor.change(LISTING_PATH, LISTING).is_empty());
    editor.end();
}

#[test]
fn a_listing_that_is_there_already_is_named_before_it_is_saved() {
    let other = "content/providers/al/other-name.md";
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    let found = editor.open(other, LISTING);
    assert_eq!(codes(&found), ["identity/near-duplicate"]);
    let related = &found[0]["relatedInformation"][0];
    assert!(related["location"]["uri"].as_str().unwrap().ends_with(LISTING_PATH), "{related}");
    assert!(
        editor
            .change(other, &listing("Other", "Cincinnati", "OH", "45202"))
            .iter()
            .all(|f| f["code"] != "identity/near-duplicate")
    );
    editor.end();
}

#[test]
fn terms_and_keys_are_offered_with_their_labels() {
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    let offered = editor.at(
        "textDocument/completion",
        LISTING_PATH,
        &replaced(LISTING, &[("level_of_care: iop", "level_of_care: i|")]),
    );
    let iop = offered.as_array().unwrap().iter().find(|one| one["label"] == "iop").unwrap();
    assert_eq!(iop["textEdit"]["newText"], "iop");
    assert_eq!(iop["textEdit"]["range"]["start"]["character"], 19);
    assert!(iop["detail"].as_str().unwrap().to_lowercase().contains("intensive outpatient"), "{iop}");
    let offered = editor.at(
        "textDocument/completion",
        LISTING_PATH,
        &replaced(LISTING, &[("    hours_per_week: 9\n", "    ho|\n")]),
    );
    let hours = offered.as_array().unwrap().iter().find(|one| one["label"] == "hours_per_week").unwrap();
    assert_eq!(hours["textEdit"]["newText"], "hours_per_week: ");
    editor.end();
}

#[test]
fn hovering_says_what_a_term_and_a_key_mean() {
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    let told = editor.at(
        "textDocument/hover",
        LISTING_PATH,
        &replaced(LISTING, &[("level_of_care: iop", "level_of_care: i|op")]),
    );
    assert!(told["contents"]["value"].as_str().unwrap().starts_with("**"), "{told}");
    let told =
        editor.at("textDocument/hover", LISTING_PATH, &replaced(LISTING, &[("hours_per_week", "hours_|per_week")]));
    assert!(told["contents"]["value"].as_str().unwrap().contains("Hours of treatment a week."), "{told}");
    assert_eq!(
        editor.at("textDocument/hover", LISTING_PATH, &replaced(LISTING, &[("A quiet", "A |quiet")])),
        Value::Null
    );
    editor.end();
}

#[test]
fn a_finding_with_a_certain_remedy_offers_it() {
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    editor.open(LISTING_PATH, &replaced(LISTING, &[("\"35007\"", "35007")]));
    let uri = editor.uri(LISTING_PATH);
    let place = json!({ "line": 6, "character": 8 });
    let offered = editor.call(
        "textDocument/codeAction",
        json!({ "textDocument": { "uri": uri }, "range": { "start": place, "end": place }, "context": { "diagnostics": [] } }),
    );
    assert_eq!(offered[0]["title"], "write \"35007\"");
    let edit = &offered[0]["edit"]["changes"][&uri][0];
    assert_eq!(edit["newText"], "\"35007\"");
    assert_eq!(edit["range"], json!({ "start": { "line": 6, "character": 7 }, "end": { "line": 6, "character": 12 } }));
    editor.end();
}

#[test]
fn formatting_gives_the_form_of_fmt() {
    let project = Project::sample();
    let mut editor = Editor::new(&project);
    editor.open(LISTING_PATH, &replaced(LISTING, &[("\"35007\"", "35007")]));
    let uri = editor.uri(LISTING_PATH);
    let changed = editor.call(
        "textDocument/formatting",
        json!({ "textDocument": { "uri": uri }, "options": { "tabSize": 2, "insertSpaces": true } }),
    );
    assert_eq!(changed[0]["newText"], LISTING);
    editor.end();
}

#[test]
fn files_that_are_no_content_and_unknown_calls_are_passed_over() {
    let project = Project::sample().with("README.md", "# Hello\n");
    let mut editor = Editor::new(&project);
    assert!(editor.open("README.md", "# Hello\n").is_empty());
    let site = project.read("waypost.yaml");
    let found = editor.open("waypost.yaml", &replaced(&site, &[("title:", "titel:")]));
    assert!(codes(&found).contains(&"shape/unknown-key"), "{found:?}");
    assert_eq!(editor.call("textDocument/rename", json!({})), Value::Null);
    editor.end();
}
