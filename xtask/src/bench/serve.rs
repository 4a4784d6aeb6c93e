//! The time from saving a file to seeing the page, while the site is being served.

use super::report::Measures;
use crate::Result;
use crate::process::{Usage, peak_of};
use crate::site::Site;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How often the page is asked for.
const POLL: Duration = Duration::from_millis(5);
/// How long a server may take to come up, and an edit to arrive.
const PATIENCE: Duration = Duration::from_mins(5);

/// Starts the server and edits the same listing `runs` times.
pub(crate) fn edits(waypost: &Path, site: &Site, runs: usize, measures: &mut Measures) -> Result<()> {
    let port = free_port()?;
    let mut command = site.command(waypost, "serve");
    command.arg("--port").arg(port.to_string()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut server = Server(command.spawn()?);
    await_page(&mut server, port, "/", |_| true)?;
    for run in 0..runs {
        let edit = site.edit_phone(run)?;
        let start = Instant::now();
        await_page(&mut server, port, &format!("/programs/{}/", edit.slug), |page| {
            digits(page).contains(&edit.digits)
        })?;
        let wall = start.elapsed();
        measures.add(
            "one edit while serving",
            Usage { wall, peak: peak_of(&server.0.id().to_string()), ..Usage::default() },
        );
        // A person reads the page before the next edit.
        sleep(Duration::from_secs(1));
    }
    Ok(())
}

/// A server that ends with this value.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

/// A port that nobody listens on now.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port())
}

/// Asks for a page until it is as wished.
fn await_page(server: &mut Server, port: u16, path: &str, is_there: impl Fn(&str) -> bool) -> Result<()> {
    let start = Instant::now();
    while start.elapsed() < PATIENCE {
        if get(port, path).is_ok_and(|page| page.starts_with("HTTP/1.1 200") && is_there(&page)) {
            return Ok(());
        }
        if let Some(status) = server.0.try_wait()? {
            return Err(format!("serve stopped with {status}").into());
        }
        sleep(POLL);
    }
    Err(format!("{path} was not served as edited within {} s", PATIENCE.as_secs()).into())
}

/// The answer to one plain request, head and body.
fn get(port: u16, path: &str) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n")?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
