#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::sync::mpsc::{self, Receiver, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use super::*;

const LONG: Duration = Duration::from_secs(20);

/// A server over a folder of its own, with a build that says what it is told to say.
struct Running {
    folder: tempfile::TempDir,
    served: Served,
    /// What each build was called with.
    calls: Receiver<Changed>,
    /// What the next builds answer; `None` panics.
    answers: Sender<Option<Rebuilt>>,
    server: Option<JoinHandle<Result<(), Diagnostic>>>,
}

impl Running {
    fn new(base: &str) -> Self {
        Self::with(base, 0, |root| Some(good(root, 1)))
    }

    fn with(base: &str, port: u16, first: impl Fn(&Path) -> Option<Rebuilt>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("public");
        for (path, text) in [
            ("index.html", "<html><body>home</body></html>"),
            ("programs/alder/index.html", "<body>alder</body>"),
            ("404.html", "<body>nothing here</body>"),
            ("a b/é.txt", "é"),
            ("empty/readme.txt", "no index"),
            ("data/list.geojson", "{}"),
            ("site.webmanifest", "{}"),
            (".waypost-manifest.json", "{}"),
            (".well-known/security.txt", "Contact"),
        ] {
            put(&root, path, text);
        }
        for name in
            ["site.css", "site.js", "a.json", "a.xml", "a.svg", "a.txt", "a.csv", "a.ico", "a.png", "a.bin", "a.woff2"]
        {
            put(&root, name, "x");
        }
        put(folder.path(), "secret.txt", "secret");
        fs::create_dir(folder.path().join("content")).unwrap();
        let watch =
            ["content", "content/guides/own", "themes/own", "waypost.yaml"].map(|path| folder.path().join(path)).into();
        let (answers, answer) = mpsc::channel();
        answers.send(first(&root)).unwrap();
        let (called, calls) = mpsc::channel();
        let (ready, served) = mpsc::channel();
        let options = Options { port, base: base.into(), watch };
        let mut number = 1;
        let server = thread::spawn(move || {
            serve(
                options,
                move |served| ready.send(served.clone()).unwrap(),
                move |changed| {
                    called.send(changed).unwrap();
                    number += 1;
                    match answer.try_recv() {
                        Ok(Some(rebuilt)) => rebuilt,
                        Ok(None) => panic!("the build of this test breaks off"),
                        Err(_) => good(&root, number),
                    }
                },
            )
        });
        let served = served.recv_timeout(LONG).unwrap();
        assert_eq!(calls.recv_timeout(LONG).unwrap(), Changed::everything());
        Self { folder, served, calls, answers, server: Some(server) }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn get(&self, path: &str) -> Answer {
        self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{}\r\n", self.served.port))
    }

    fn ask(&self, head: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.served.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes()).unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).unwrap();
        Answer::of(&text)
    }

    fn events(&self) -> impl Iterator<Item = serde_json::Value> + use<> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.served.port)).unwrap();
        stream.set_read_timeout(Some(LONG)).unwrap();
        let host = format!("127.0.0.1:{}", self.served.port);
        stream.write_all(format!("GET /__waypost/events HTTP/1.1\r\nHost: {host}\r\n\r\n").as_bytes()).unwrap();
        let lines = BufReader::new(stream).lines().map_while(Result::ok);
        lines.filter_map(|line| Some(serde_json::from_str(line.strip_prefix("data: ")?).unwrap()))
    }

    fn next_call(&self) -> Changed {
        self.calls.recv_timeout(LONG).unwrap()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.served.stop.stop();
        let start = Instant::now();
        let ended = self.server.take().unwrap().join();
        if !thread::panicking() {
            ended.unwrap().unwrap();
            assert!(start.elapsed() < Duration::from_secs(10), "the server ends when it is asked to");
            assert!(TcpStream::connect(("127.0.0.1", self.served.port)).is_err());
        }
    }
}

struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: String,
}

impl Answer {
    fn of(text: &str) -> Self {
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer: {text:?}"));
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let headers = lines.map(|line| line.split_once(": ").unwrap()).map(|(n, v)| (n.to_lowercase(), v.to_owned()));
        Self { status, headers: headers.collect(), body: body.to_owned() }
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn put(root: &Path, path: &str, text: &str) {
    let place = root.join(path);
    fs::create_dir_all(place.parent().unwrap()).unwrap();
    fs::write(place, text).unwrap();
}

fn good(root: &Path, generation: u64) -> Rebuilt {
    Rebuilt { root: root.into(), ok: true, generation, findings_text: String::new(), findings_html: None, later: None }
}

fn bad(root: &Path, generation: u64, findings: &str) -> Rebuilt {
    Rebuilt { ok: false, findings_text: findings.into(), ..good(root, generation) }
}

#[test]
fn files_have_their_media_type() {
    let server = Running::new("/");
    for (path, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/site.css", "text/css; charset=utf-8"),
        ("/site.js", "text/javascript; charset=utf-8"),
        ("/a.json", "application/json; charset=utf-8"),
        ("/data/list.geojson", "application/geo+json; charset=utf-8"),
        ("/site.webmanifest", "application/manifest+json; charset=utf-8"),
        ("/a.xml", "application/xml; charset=utf-8"),
        ("/a.svg", "image/svg+xml; charset=utf-8"),
        ("/a.txt", "text/plain; charset=utf-8"),
        ("/a.csv", "text/csv; charset=utf-8"),
        ("/a.ico", "image/x-icon"),
        ("/a.png", "image/png"),
        ("/a.bin", "application/octet-stream"),
        ("/a.woff2", "font/woff2"),
        ("/.well-known/security.txt", "text/plain; charset=utf-8"),
        ("/a%20b/%C3%A9.txt?x=1", "text/plain; charset=utf-8"),
    ] {
        let answer = server.get(path);
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{path}");
        assert_eq!(answer.header("cache-control"), "no-store");
    }
    assert_eq!(server.get("/a%20b/%c3%a9.txt").body, "é");
}

#[test]
fn folders_show_their_index_and_get_their_slash() {
    let server = Running::new("/");
    assert!(server.get("/programs/alder/").body.contains("alder"));
    let moved = server.get("/programs/alder?a=b");
    assert_eq!((moved.status, moved.header("location")), (307, "/programs/alder/?a=b"));
    for path in ["/empty", "/empty/", "/programs/", "/a.txt/", "/site.css/x"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn a_missing_page_is_the_sites_own() {
    let server = Running::new("/");
    let answer = server.get("/nowhere/");
    assert_eq!(answer.status, 404);
    assert!(answer.body.contains("nothing here") && answer.body.contains("reload.js"));
    fs::remove_file(server.path("public/404.html")).unwrap();
    let answer = server.get("/nowhere/");
    assert!(answer.status == 404 && answer.body.contains("no such page"));
}

#[test]
fn a_site_under_a_sub_path_is_served_there() {
    let server = Running::new("sub/path");
    assert!(server.served.url.ends_with("/sub/path/"));
    assert!(server.get("/sub/path/").body.contains("home"));
    assert!(server.get("/sub/path/programs/alder/").body.contains("alder"));
    assert_eq!(server.get("/sub/path/programs/alder").header("location"), "/sub/path/programs/alder/");
    for path in ["/", "/sub/path"] {
        let moved = server.get(path);
        assert_eq!((moved.status, moved.header("location")), (307, "/sub/path/"), "{path}");
    }
    for path in ["/index.html", "/sub/", "/sub/pathindex.html", "/programs/alder/"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
}

#[test]
fn nothing_outside_the_folder_is_shown() {
    let server = Running::new("/");
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(server.path("secret.txt"), server.path("public/link.txt")).unwrap();
        symlink(server.folder.path(), server.path("public/up")).unwrap();
        symlink(server.path("secret.txt"), server.path("public/empty/index.html")).unwrap();
        symlink(server.path("public/a.txt"), server.path("public/inside.txt")).unwrap();
        assert_eq!(server.get("/inside.txt").status, 200);
    }
    for path in [
        "/../secret.txt",
        "/programs/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/programs/%2e%2e/a.txt",
        "//secret.txt",
        "/%2fetc/passwd",
        "//etc/passwd",
        "/a.txt%00.html",
        "/%",
        "/%4",
        "/%zz",
        "/%ff",
        "/./a.txt",
        "/link.txt",
        "/up/secret.txt",
        "/empty/",
        "/.waypost-manifest.json",
        "/.WAYPOST-manifest.json",
        "/a.txt:x",
        "//evil.example/",
        "//programs/alder",
    ] {
        let answer = server.get(path);
        assert!([400, 404].contains(&answer.status), "{path}: {}", answer.status);
        assert!(!answer.body.contains("secret"), "{path}");
    }
}

#[test]
fn only_this_computer_is_answered() {
    let server = Running::new("/");
    let port = server.served.port;
    for host in
        [format!("localhost:{port}"), format!("LocalHost:{port}"), format!("127.0.0.1:{port}"), format!("[::1]:{port}")]
    {
        assert_eq!(server.ask(&format!("GET / HTTP/1.1\r\nHost: {host}\r\n")).status, 200, "{host}");
    }
    let other = port ^ 1;
    for head in [
        format!("GET / HTTP/1.1\r\nHost: evil.example:{port}\r\n"),
        format!("GET /__waypost/events HTTP/1.1\r\nHost: evil.example:{port}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost.evil.example:{port}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{other}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: x@localhost:{port}\r\n"),
        format!("GET / HTTP/1.1\r\nHost: localhost:{port}\r\nHost: evil.example\r\n"),
        format!("GET http://evil.example:{port}/ HTTP/1.1\r\nHost: localhost:{port}\r\n"),
        "GET / HTTP/1.1\r\nHost: localhost\r\n".into(),
        "GET / HTTP/1.1\r\nHost:\r\n".into(),
        "GET / HTTP/1.0\r\n".into(),
    ] {
        let answer = server.ask(&head);
        assert!([400, 403].contains(&answer.status) && !answer.body.contains("home"), "{head}: {}", answer.status);
    }
}

#[test]
fn only_reading_is_allowed() {
    let server = Running::new("/");
    let host = format!("Host: localhost:{}\r\n", server.served.port);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE"] {
        let answer = server.ask(&format!("{method} / HTTP/1.1\r\n{host}Content-Length: 0\r\n"));
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let (head, get) = (server.ask(&format!("HEAD / HTTP/1.1\r\n{host}")), server.get("/"));
    assert_eq!((head.status, &*head.body), (200, ""));
    assert_eq!(head.header("content-length"), get.body.len().to_string());
    assert_eq!(server.ask(&format!("HEAD /__waypost/events HTTP/1.1\r\n{host}")).status, 200);
}

#[test]
fn pages_carry_the_script_and_other_files_do_not() {
    let server = Running::new("/");
    let page = server.get("/").body;
    let mark = server.events().next().unwrap()["mark"].as_str().unwrap().to_owned();
    let script = format!("<script src=\"/__waypost/reload.js\" data-mark=\"{mark}\"></script>");
    assert_eq!(page, format!("<html><body>home{script}</body></html>"));
    assert_eq!(server.get("/a.txt").body, "x");
    let script = server.get("/__waypost/reload.js");
    assert_eq!(script.header("content-type"), "text/javascript; charset=utf-8");
    assert!(script.body.contains("EventSource"));
}

#[test]
fn a_change_is_built_and_told_and_a_failed_build_keeps_the_site() {
    let server = Running::new("/");
    let root = server.path("public");
    let mut events = server.events();
    let first = events.next().unwrap();
    assert_eq!((first["ok"].as_bool(), first["site"].as_bool()), (Some(true), Some(true)));

    put(&root, "index.html", "<body>newer</body>");
    let file = server.path("content/providers/al/a.md");
    put(&server.path("content"), "providers/al/a.md", "new");
    assert!(server.next_call().paths.iter().any(|path| file.starts_with(path)));
    let second = events.next().unwrap();
    assert_ne!(second["mark"], first["mark"], "pages on screen are reloaded");
    assert!(server.get("/").body.contains("newer"));

    // The folder may have been reported in two steps.
    thread::sleep(Duration::from_millis(300));
    while server.calls.try_recv().is_ok() {}
    let mut last = second;
    let generation = last["mark"].as_str().unwrap().rsplit('-').next().unwrap().parse().unwrap();
    server.answers.send(Some(bad(&root, generation, "a.md:3:1: <b>wrong</b>"))).unwrap();
    fs::write(&file, "wrong").unwrap();
    assert_eq!(server.next_call(), Changed { paths: vec![file.clone()], all: false });
    while last["ok"].as_bool().unwrap() {
        last = events.next().unwrap();
    }
    assert_eq!(last["findings"], "a.md:3:1: <b>wrong</b>");
    assert!(server.get("/").body.contains("newer"));

    server.answers.send(None).unwrap();
    fs::write(&file, "worse").unwrap();
    let broken = events.find(|event| event["findings"] != last["findings"]).unwrap();
    assert!(broken["findings"].as_str().unwrap().contains("the build of this test breaks off"));
    assert_eq!(server.get("/").status, 200);

    fs::write(&file, "right").unwrap();
    assert!(events.any(|event| event["ok"] == true));
}

#[test]
fn without_a_good_site_the_findings_are_the_page() {
    let server = Running::with("/", 0, |root| Some(bad(root, 0, "a.md: <b>wrong</b>")));
    let page = server.get("/programs/alder/");
    assert_eq!(page.status, 500);
    assert!(page.body.contains("a.md: &lt;b&gt;wrong&lt;/b&gt;") && page.body.contains("reload.js"));
    let mut events = server.events();
    let first = events.next().unwrap();
    assert_eq!((first["ok"].as_bool(), first["site"].as_bool()), (Some(false), Some(false)));
    let html = Rebuilt { findings_html: Some("<body>all of it</body>".into()), ..bad(&server.path("public"), 0, "b") };
    server.answers.send(Some(html)).unwrap();
    put(&server.path("content"), "a.md", "1");
    assert_ne!(events.next().unwrap()["mark"], first["mark"]);
    assert!(server.get("/").body.starts_with("<body>all of it<script"));
    put(&server.path("content"), "a.md", "2");
    assert!(events.any(|event| event["ok"] == true));
    assert!(server.get("/").body.contains("home"));
}

#[test]
fn what_a_build_leaves_is_done_while_changes_are_built_and_then_built_again() {
    let server = Running::new("/");
    let (allow, allowed) = mpsc::channel::<()>();
    let later = Later::new(move || allowed.recv_timeout(LONG).unwrap());
    server.answers.send(Some(Rebuilt { later: Some(later), ..good(&server.path("public"), 2) })).unwrap();
    put(&server.path("content"), "a.md", "1");
    server.next_call();
    put(&server.path("content"), "b.md", "1");
    assert!(server.next_call().paths.iter().any(|path| path.ends_with("b.md")), "the work is not waited for");
    allow.send(()).unwrap();
    let start = Instant::now();
    while server.next_call() != Changed::default() {
        assert!(start.elapsed() < LONG);
    }
}

#[test]
fn work_that_breaks_off_is_told_to_the_build() {
    let server = Running::new("/");
    let later = Later::new(|| panic!("the work of this test breaks off"));
    server.answers.send(Some(Rebuilt { later: Some(later), ..good(&server.path("public"), 2) })).unwrap();
    put(&server.path("content"), "a.md", "1");
    while server.next_call() != Changed::default() {}
}

#[test]
fn a_first_build_that_breaks_off_is_shown() {
    let server = Running::with("/", 0, |_| None);
    assert!(server.get("/").body.contains("breaks off"));
}

#[test]
fn paths_may_come_and_go_and_be_replaced() {
    let server = Running::new("/");
    let until = |path: &str| {
        let path = server.path(path);
        let start = Instant::now();
        while !server.next_call().paths.iter().any(|changed| path.starts_with(changed)) {
            assert!(start.elapsed() < LONG);
        }
        thread::sleep(Duration::from_millis(300));
        while server.calls.try_recv().is_ok() {}
    };
    put(server.folder.path(), "waypost.yaml", "1");
    until("waypost.yaml");
    put(server.folder.path(), "themes/own/theme.yaml", "1");
    until("themes/own/theme.yaml");
    put(server.folder.path(), "themes/own/theme.yaml", "2");
    until("themes/own/theme.yaml");
    // As editors save: another file in place of the old one.
    for text in ["2", "3"] {
        put(server.folder.path(), "new.tmp", text);
        fs::rename(server.path("new.tmp"), server.path("waypost.yaml")).unwrap();
        until("waypost.yaml");
    }
    for text in ["1", "2"] {
        fs::remove_dir_all(server.path("content")).unwrap();
        until("content");
        put(server.folder.path(), "content/guides/a.md", text);
        until("content/guides/a.md");
        put(server.folder.path(), "content/guides/a.md", "again");
        until("content/guides/a.md");
        put(server.folder.path(), "content/guides/more/b.md", text);
        until("content/guides/more/b.md");
        put(server.folder.path(), "content/guides/more/b.md", "again");
        until("content/guides/more/b.md");
    }
    // None of these is a source.
    put(server.folder.path(), "public/index.html", "<body>built</body>");
    put(server.folder.path(), "README.md", "x");
    put(server.folder.path(), "content/.a.md.swp", "x");
    put(server.folder.path(), "content/a.md~", "x");
    let _ = fs::read(server.path("content/guides/a.md"));
    assert!(server.calls.recv_timeout(Duration::from_millis(400)).is_err());
}

#[test]
fn a_taken_port_gives_the_next_one() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let server = Running::with("/", port, |root| Some(good(root, 1)));
    assert_eq!(server.served.instead_of, Some(port));
    assert_ne!(server.served.port, port);
    assert_eq!(server.get("/").status, 200);
    assert_eq!(Running::new("/").served.instead_of, None);
}

#[test]
fn a_port_that_may_not_be_used_names_another() {
    let refused = super::no_port(80, &std::io::ErrorKind::PermissionDenied.into());
    assert_eq!(refused.code, "serve/start");
    assert!(refused.help.unwrap().contains("--port 4000"));
}

#[test]
fn an_open_stream_of_events_does_not_hold_up_the_end() {
    let server = Running::new("/");
    let mut events = server.events();
    events.next().unwrap();
    let start = Instant::now();
    drop(server);
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(events.next(), None);
}
