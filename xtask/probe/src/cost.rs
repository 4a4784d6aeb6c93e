//! What this process has used so far.

use std::fs;
use std::time::Instant;

/// Ticks a second in which Linux counts processor time.
const TICKS: f64 = 100.0;

/// Time and memory up to a moment.
#[derive(Clone, Copy)]
pub(crate) struct Cost {
    at: Instant,
    /// Seconds on all processors together.
    cpu: f64,
    /// The most memory held so far, in bytes.
    pub(crate) peak: u64,
}

impl Cost {
    pub(crate) fn now() -> Self {
        Self { at: Instant::now(), cpu: cpu(), peak: peak() }
    }

    /// Seconds that passed since then.
    pub(crate) fn wall_since(&self, then: &Self) -> f64 {
        (self.at - then.at).as_secs_f64()
    }

    /// Seconds of processors since then.
    pub(crate) fn cpu_since(&self, then: &Self) -> f64 {
        self.cpu - then.cpu
    }
}

/// 0 where the system does not tell.
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in parentheses, may have blanks; user and system time are the 12th and 13th after it.
    let after = stat.rsplit(')').next().unwrap_or_default();
    after.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>() / TICKS
}

fn peak() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()).and_then(|number| number.parse::<u64>().ok());
    kilobytes.unwrap_or(0) * 1024
}
