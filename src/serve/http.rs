//! Answers to requests.

use std::convert::Infallible;
use std::fs;
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::request::Parts;
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use futures_core::Stream;
use tokio::sync::watch::Receiver;

use super::page::{self, SCRIPT_PATH};
use super::state::State;

const EVENTS_PATH: &str = "/__waypost/events";
const SCRIPT: &str = include_str!("reload.js");
const HTML: &str = "text/html; charset=utf-8";

/// What is served, and where.
#[derive(Debug, Clone)]
pub(super) struct Site {
    pub(super) state: Receiver<State>,
    /// Becomes true when the server is to end.
    pub(super) stopped: Receiver<bool>,
    /// Begins and ends with a slash.
    pub(super) base: String,
    pub(super) port: u16,
}

/// All requests go to [`Site::answer`].
pub(super) fn service(site: Site) -> Router {
    let site = Arc::new(site);
    Router::new().fallback(move |request: Request| {
        let site = Arc::clone(&site);
        let (head, _) = request.into_parts();
        async move { site.answer(&head).await }
    })
}

impl Site {
    async fn answer(&self, request: &Parts) -> Response {
        let mut response = self.choose(request).await;
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        response
    }

    async fn choose(&self, request: &Parts) -> Response {
        if !self.is_addressed(&request.uri, &request.headers) {
            // A page of another site could otherwise read this one by giving its own name the address 127.0.0.1.
            return plain(StatusCode::FORBIDDEN, "Only requests for localhost are answered.\n");
        }
        if ![Method::GET, Method::HEAD].contains(&request.method) {
            let refused = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD are answered.\n");
            return ([(ALLOW, "GET, HEAD")], refused).into_response();
        }
        let path = request.uri.path();
        match path {
            SCRIPT_PATH => return typed(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT.into()),
            EVENTS_PATH if request.method == Method::HEAD => {
                return typed(StatusCode::OK, "text/event-stream", Body::empty());
            }
            EVENTS_PATH => return typed(StatusCode::OK, "text/event-stream", self.events()),
            _ => {}
        }
        let mut state = self.state.clone();
        // Fails only when nothing builds any more; then the last state is all there is.
        let _ = state.wait_for(|state| state.begun).await;
        let state = state.borrow().clone();
        let Some(root) = &state.root else {
            let html = state.findings_html.clone().unwrap_or_else(|| page::of_findings(&state.findings));
            return html_of(StatusCode::INTERNAL_SERVER_ERROR, html.into_bytes(), &state);
        };
        self.file(&request.uri, root, &state)
    }

    fn file(&self, uri: &Uri, root: &Path, state: &State) -> Response {
        let path = uri.path();
        let Some(inner) = path.strip_prefix(&self.base) else {
            // The base is longer than "/" here, so neither leads back to itself.
            let above = path == "/" || format!("{path}/") == self.base;
            return if above { moved(&self.base) } else { missing(root, state) };
        };
        match find(root, inner) {
            Some(Found::File(file)) => match fs::read(&file) {
                Ok(bytes) if content_type(&file) == HTML => html_of(StatusCode::OK, bytes, state),
                Ok(bytes) => typed(StatusCode::OK, content_type(&file), bytes.into()),
                Err(_) => missing(root, state),
            },
            Some(Found::Folder) => match uri.query() {
                Some(query) => moved(&format!("{path}/?{query}")),
                None => moved(&format!("{path}/")),
            },
            None => missing(root, state),
        }
    }

    /// Whether the request names this computer and this port.
    fn is_addressed(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let mut hosts = headers.get_all(HOST).iter();
        let (Some(host), None) = (hosts.next(), hosts.next()) else { return false };
        let host = host.to_str().ok().and_then(|host| host.parse::<Authority>().ok());
        host.is_some_and(|host| self.is_own(&host)) && uri.authority().is_none_or(|authority| self.is_own(authority))
    }

    fn is_own(&self, authority: &Authority) -> bool {
        let own = ["localhost", "127.0.0.1", "[::1]"].iter().any(|own| authority.host().eq_ignore_ascii_case(own));
        // A browser leaves 80 out.
        own && !authority.as_str().contains('@') && authority.port_u16().unwrap_or(80) == self.port
    }

    fn events(&self) -> Body {
        let (mut state, mut stopped) = (self.state.clone(), self.stopped.clone());
        state.mark_changed();
        Body::from_stream(Events(Box::pin(
            async move { next(&mut state, &mut stopped).await.map(|e| (e, state, stopped)) },
        )))
    }
}

type Step = Option<(String, Receiver<State>, Receiver<bool>)>;

/// One event at once and one after every build, until the server ends.
struct Events(Pin<Box<dyn Future<Output = Step> + Send>>);

impl Stream for Events {
    type Item = Result<String, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.as_mut().poll(context).map(|step| {
            let (event, mut state, mut stopped) = step?;
            self.0 = Box::pin(async move { next(&mut state, &mut stopped).await.map(|e| (e, state, stopped)) });
            Some(Ok(event))
        })
    }
}

async fn next(state: &mut Receiver<State>, stopped: &mut Receiver<bool>) -> Option<String> {
    loop {
        tokio::select! {
            changed = state.changed() => changed.ok()?,
            _ = stopped.wait_for(|stopped| *stopped) => return None,
        }
        let state = state.borrow_and_update();
        if state.begun {
            return Some(format!("retry: 500\n{}", state.event()));
        }
    }
}

enum Found {
    File(PathBuf),
    /// A folder that was asked for without the slash.
    Folder,
}

/// The file for `inner`, a percent-encoded path below the base. Nothing outside `root` is ever found, whatever the path
/// says and wherever links lead.
fn find(root: &Path, inner: &str) -> Option<Found> {
    let inner = decode(inner)?;
    let (folder, wanted) = match inner.strip_suffix('/') {
        _ if inner.is_empty() => (true, ""),
        Some(folder) => (true, folder),
        None => (false, &*inner),
    };
    if !wanted.is_empty() && !wanted.split('/').all(is_plain) {
        return None;
    }
    let root = fs::canonicalize(root).ok()?;
    let place = fs::canonicalize(root.join(wanted)).ok().filter(|place| place.starts_with(&root))?;
    match (place.is_dir(), folder) {
        (true, true) => {
            let index = fs::canonicalize(place.join("index.html")).ok().filter(|index| index.starts_with(&root))?;
            index.is_file().then_some(Found::File(index))
        }
        (true, false) => place.join("index.html").is_file().then_some(Found::Folder),
        (false, false) => place.is_file().then_some(Found::File(place)),
        (false, true) => None,
    }
}

fn is_plain(component: &str) -> bool {
    !matches!(component, "" | "." | "..")
        && !component.contains(|c: char| c.is_control() || matches!(c, '\\' | ':'))
        && !component.to_ascii_lowercase().starts_with(".waypost-")
}

fn decode(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first == b'%' {
            let (digits, after) = after.split_at_checked(2)?;
            let digit = |i: usize| char::from(digits[i]).to_digit(16).and_then(|d| u8::try_from(d).ok());
            bytes.push(digit(0)? << 4 | digit(1)?);
            rest = after;
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).ok()
}

/// The media type for the file's extension.
fn content_type(file: &Path) -> &'static str {
    let extension = file.extension().map(|extension| extension.to_string_lossy().to_ascii_lowercase());
    match extension.as_deref().unwrap_or_default() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json; charset=utf-8",
        "geojson" => "application/geo+json; charset=utf-8",
        "webmanifest" => "application/manifest+json; charset=utf-8",
        "xml" => "application/xml; charset=utf-8",
        "svg" => "image/svg+xml; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ico" => "image/x-icon",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "woff2" => "font/woff2",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn typed(status: StatusCode, content_type: &'static str, body: Body) -> Response {
    (status, [(CONTENT_TYPE, content_type)], body).into_response()
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    typed(status, "text/plain; charset=utf-8", text.into())
}

fn html_of(status: StatusCode, html: Vec<u8>, state: &State) -> Response {
    typed(status, HTML, page::with_script(html, &state.mark()).into())
}

fn missing(root: &Path, state: &State) -> Response {
    match find(root, "404.html") {
        Some(Found::File(file)) => html_of(StatusCode::NOT_FOUND, fs::read(file).unwrap_or_default(), state),
        _ => html_of(
            StatusCode::NOT_FOUND,
            b"<!doctype html><title>Not found</title><p>There is no such page.".to_vec(),
            state,
        ),
    }
}

/// To `path`, which is as the browser sent it and begins with one slash.
fn moved(path: &str) -> Response {
    match HeaderValue::from_str(path) {
        Ok(path) => (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, path)]).into_response(),
        Err(_) => plain(StatusCode::BAD_REQUEST, "The path cannot be read.\n"),
    }
}
