//! What both benches need: the honest input, the memory of the process, and lines of figures.

use onus::cli::honest::{self, Size};
use onus::project::{Origin, Project};
use std::time::Duration;

/// The input that the budgets speak of.
pub(crate) const SIZE: Size = Size {
    bytes: 10_000_000,
    annotations: 100_000,
    seed: 1,
};

/// The honest project; the same every time.
pub(crate) fn honest() -> Project {
    let mut origin = Origin::seeded(SIZE.seed, "2025-06-02T08:30:00Z".parse().unwrap());
    honest::project(SIZE, &mut origin)
}

/// The processors that this process may use.
pub(crate) fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// The most memory this process has had, in megabytes; nothing where the system does not say.
pub(crate) fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    let kilobytes: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kilobytes / 1024)
}

/// Runs this bench again in a process of its own, with a variable set, and returns what it prints: what it took is not
/// to be mixed with what the bench itself takes.
pub(crate) fn alone(variable: &str, value: &std::path::Path) -> String {
    let itself = std::env::current_exe().unwrap();
    let output = std::process::Command::new(itself)
        .env(variable, value)
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// Milliseconds.
pub(crate) fn ms(took: Duration) -> f64 {
    took.as_secs_f64() * 1e3
}
