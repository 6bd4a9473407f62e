//! Onus: a window, or one command and out.

use onus::cli::{self, Todo};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Todo::Done(code) => code,
        #[cfg(feature = "window")]
        Todo::Window { files, sample } => onus::ui::run::window(files, sample),
        #[cfg(not(feature = "window"))]
        Todo::Window { .. } => no_window(),
        Todo::Picture(_) => no_window(),
    }
}

fn no_window() -> ExitCode {
    eprintln!("onus: This build has no window. Build it with the feature “window”, or see onus --help.");
    ExitCode::from(3)
}
