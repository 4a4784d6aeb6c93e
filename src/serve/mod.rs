//! The site on this computer while somebody works on it: watch, rebuild, show, reload.
//!
//! A loop over the caller's own build and nothing more; there is no second way to build. The last good site stays
//! when a build fails, with the findings over it.

mod http;
mod page;
mod state;
#[cfg(test)]
mod tests;
mod watch;

use std::net::{Ipv4Addr, TcpListener};
use std::path::PathBuf;
use std::sync::{Arc, mpsc};
use std::time::Duration;
use std::{fmt, io, thread};

use tokio::sync::{Notify, watch as latest};

use crate::diagnostic::{Diagnostic, rules};
use state::State;
pub use watch::Changed;

/// How long a stop waits for open connections, and then for a build in progress.
const PATIENCE: Duration = Duration::from_secs(1);
/// How many ports after a taken one are tried.
const PORTS_TRIED: u16 = 50;

/// What to serve and what to watch.
#[derive(Debug, Clone)]
pub struct Options {
    /// The port; 0 takes any that is free. When it is taken, the next free one is used.
    pub port: u16,
    /// The sub-path of the site, such as `/` or `/sub/`.
    pub base: String,
    /// Files and folders the site is made of. They need not exist yet.
    pub watch: Vec<PathBuf>,
}

/// One run of the caller's build.
#[derive(Debug)]
pub struct Rebuilt {
    /// The output folder. Only files in it are shown.
    pub root: PathBuf,
    /// Whether the folder now holds the site of the sources. If not, it holds the last good one, or none.
    pub ok: bool,
    /// Changes whenever the files of the site changed. Pages on screen are reloaded then.
    pub generation: u64,
    /// What was found, as plain text; laid over the pages when `ok` is false.
    pub findings_text: String,
    /// A whole page with the findings, for when there is no good site yet. Absent: one is made of the text.
    pub findings_html: Option<String>,
    /// What the build left for when the site is shown. The build is run again when it is done.
    pub later: Option<Later>,
}

/// Work on a thread of its own, while changes are built and the site is shown.
pub struct Later(Box<dyn FnOnce() + Send>);

impl Later {
    /// Work that `work` does.
    pub fn new(work: impl FnOnce() + Send + 'static) -> Self {
        Self(Box::new(work))
    }

    /// Begins the work. When it has ended, well or not, the build has to know.
    fn begin(self, again: &mpsc::Sender<watch::Message>) {
        let ended = again.clone();
        let work = move || {
            let _ = std::panic::catch_unwind(std::panic::AssertUnwindSafe(self.0));
            let _ = ended.send(watch::Message::Again);
        };
        if thread::Builder::new().name("later".into()).spawn(work).is_err() {
            let _ = again.send(watch::Message::Again);
        }
    }
}

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

/// The server as it started.
#[derive(Debug, Clone)]
pub struct Served {
    /// Address of the home page.
    pub url: String,
    /// The port in use.
    pub port: u16,
    /// The wished port, if it was taken.
    pub instead_of: Option<u16>,
    /// Ends the server.
    pub stop: Stop,
}

/// A handle that ends the server from another thread.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<Notify>);

impl Stop {
    /// Ends the server. It stops within a second or two.
    pub fn stop(&self) {
        self.0.notify_one();
    }
}

/// Serves the site until Ctrl-C or [`Stop::stop`]. Runs `rebuild` once, then calls `on_ready`, then runs `rebuild`
/// after every change of the watched paths and when its [`Later`] work is done, never twice at once. A `rebuild` that
/// panics is a failed build, where panics unwind; a release ends.
///
/// The server answers to this computer only. Fails if it cannot start.
pub fn serve(
    options: Options,
    on_ready: impl FnOnce(&Served) + Send + 'static,
    rebuild: impl FnMut(Changed) -> Rebuilt + Send + 'static,
) -> Result<(), Diagnostic> {
    let base = match options.base.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    };
    let listener = bind(options.port).map_err(|error| no_port(options.port, &error))?;
    let port = listener.local_addr().map_err(|error| not_started(&error))?.port();
    let served = Served {
        url: format!("http://127.0.0.1:{port}{base}"),
        port,
        instead_of: (options.port != 0 && options.port != port).then_some(options.port),
        stop: Stop::default(),
    };
    let (changes, changed) = mpsc::channel();
    let watcher = watch::Watcher::new(options.watch, changes.clone()).map_err(|error| not_watched(&error))?;
    let (states, state) = latest::channel(State::default());
    let (stopping, stopped) = latest::channel(false);
    let site = http::Site { state, stopped, base, port };

    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| not_started(&e))?;
    let stop = served.stop.clone();
    let (ended, end) = mpsc::channel::<()>();
    let again = changes.clone();
    thread::Builder::new()
        .name("rebuild".into())
        .spawn(move || {
            build_on(watcher, &changed, &again, &states, rebuild, || on_ready(&served));
            drop(ended);
        })
        .map_err(|error| not_started(&error))?;
    let result = runtime.block_on(answer(listener, site, stop, stopping)).map_err(|error| not_started(&error));
    runtime.shutdown_background();
    let _ = changes.send(watch::Message::Stop);
    // A build in progress may end; one that does not end in time is cut off, which no output minds.
    let _ = end.recv_timeout(PATIENCE);
    result
}

/// Builds at once, after every change, and when work that a build left is done, until the server ends.
fn build_on(
    mut watcher: watch::Watcher,
    changed: &mpsc::Receiver<watch::Message>,
    again: &mpsc::Sender<watch::Message>,
    states: &latest::Sender<State>,
    mut rebuild: impl FnMut(Changed) -> Rebuilt,
    on_ready: impl FnOnce(),
) {
    let mut on_ready = Some(on_ready);
    let mut next = Some(Changed::everything());
    while let Some(changed_now) = next {
        let rebuilt = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| rebuild(changed_now)));
        let mut later = None;
        states.send_modify(|state| match rebuilt {
            Ok(mut rebuilt) => {
                later = rebuilt.later.take();
                state.built(rebuilt);
            }
            Err(cause) => state.broke(&*cause),
        });
        if let Some(later) = later {
            later.begin(again);
        }
        if let Some(on_ready) = on_ready.take() {
            on_ready();
        }
        next = watcher.next(changed);
    }
}

/// Answers requests until the end is asked for.
async fn answer(listener: TcpListener, site: http::Site, stop: Stop, stopping: latest::Sender<bool>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let (asked, wait) = tokio::sync::oneshot::channel::<()>();
    let server = axum::serve(listener, http::service(site)).with_graceful_shutdown(async move {
        asked_to_stop(&stop).await;
        // Ends the streams of events, which would keep their connections open.
        let _ = stopping.send(true);
        let _ = asked.send(());
    });
    tokio::select! {
        result = async { server.await } => result,
        // Connections that browsers keep open are cut off.
        () = async { let _ = wait.await; tokio::time::sleep(PATIENCE).await } => Ok(()),
    }
}

async fn asked_to_stop(stop: &Stop) {
    tokio::select! {
        () = stop.0.notified() => {}
        () = ctrl_c() => {}
        () = terminated() => {}
    }
}

async fn ctrl_c() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

#[cfg(unix)]
async fn terminated() {
    match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(mut signal) => _ = signal.recv().await,
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}

/// The wished port, or the next one that is free.
fn bind(wished: u16) -> io::Result<TcpListener> {
    let bind = |port: u16| TcpListener::bind((Ipv4Addr::LOCALHOST, port));
    match bind(wished) {
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => {
            let next = (1..=PORTS_TRIED).filter_map(|more| wished.checked_add(more));
            next.map(bind).find(Result::is_ok).unwrap_or_else(|| bind(0))
        }
        result => result,
    }
}

fn no_port(port: u16, error: &io::Error) -> Diagnostic {
    let help = if error.kind() == io::ErrorKind::PermissionDenied {
        "Ports below 1024 belong to the system. Choose a higher one, such as `--port 4000`."
    } else {
        "Choose another port, such as `--port 4000`."
    };
    Diagnostic::new(&rules::SERVE_START, format!("port {port} cannot be used: {error}")).help(help)
}

fn not_started(error: &io::Error) -> Diagnostic {
    Diagnostic::new(&rules::SERVE_START, format!("the server cannot start: {error}")).help("Try again.")
}

fn not_watched(error: &notify_debouncer_full::notify::Error) -> Diagnostic {
    Diagnostic::new(&rules::SERVE_START, format!("changes cannot be watched for: {error}"))
        .help("If the system's limit is reached, raise `fs.inotify.max_user_watches`, or use `waypost build`.")
}
