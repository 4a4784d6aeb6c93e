//! One child process and what it cost.

use crate::Result;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use wait4::Wait4;

/// How much of what a child says is kept.
const KEPT: u64 = 4 << 20;

/// What a process cost, and what it said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Usage {
    /// From the start of the process to its end.
    pub(crate) wall: Duration,
    /// On all processors together, in the program and in the system on its behalf.
    pub(crate) cpu: Duration,
    /// The most memory it held at one time, in bytes.
    ///
    /// Linux counts from the memory of the parent at the start of the child, so this program keeps itself small and
    /// reads files one at a time.
    pub(crate) peak: u64,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// Runs a command to its end. The exit status of one that was ended by a signal is -1.
pub(crate) fn measure(command: &mut Command) -> Result<(i32, Usage)> {
    let (mut stdout, mut stderr) = (tempfile::tempfile()?, tempfile::tempfile()?);
    command.stdin(Stdio::null()).stdout(stdout.try_clone()?).stderr(stderr.try_clone()?);
    let program = command.get_program().to_string_lossy().into_owned();
    let start = Instant::now();
    let child = command.spawn().map_err(|error| format!("{program} cannot be started: {error}"))?;
    let ended = child.wait4()?;
    let usage = Usage {
        wall: start.elapsed(),
        cpu: ended.rusage.utime + ended.rusage.stime,
        peak: ended.rusage.maxrss,
        stdout: said(&mut stdout)?,
        stderr: said(&mut stderr)?,
    };
    Ok((ended.status.code().unwrap_or(-1), usage))
}

/// The end of what was said.
fn said(file: &mut File) -> Result<String> {
    let length = file.metadata()?.len();
    file.seek(std::io::SeekFrom::Start(length.saturating_sub(KEPT)))?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// The most memory a running process has held, in bytes; 0 where the system does not tell.
pub(crate) fn peak_of(process: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}

/// The same for this program.
pub(crate) fn own_peak() -> u64 {
    peak_of("self")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_command_is_timed_and_its_words_and_status_are_kept() {
        let (code, usage) =
            measure(Command::new("sh").args(["-c", "echo out; echo err >&2; sleep 0.05; exit 3"])).unwrap();
        assert_eq!((code, usage.stdout.as_str(), usage.stderr.as_str()), (3, "out\n", "err\n"));
        assert!(usage.wall >= Duration::from_millis(50));
        assert!(usage.cpu < usage.wall, "sleeping costs no processor time");
        assert!(usage.peak > 100 * 1024);
    }
}
