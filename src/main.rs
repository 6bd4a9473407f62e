//! Onus: a window, or one command and out.

use onus::cli::{self, Todo};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(std::env::args_os()) {
        Todo::Done(code) => code,
        Todo::Window { .. } | Todo::Picture(_) => {
            eprintln!(
                "onus: This build has no window. Build it with the feature “window”, or see onus --help."
            );
            ExitCode::from(3)
        }
    }
}
