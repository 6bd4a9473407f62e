//! The same work without a window. Parses all arguments; `main` takes the window and pictures from here to `ui`. Decides
//! nothing that the session could decide, never draws, and asks no questions: what it is not told it takes from defaults.

mod args;
mod export;
mod fsck;
pub mod honest;
mod import;
mod look;
mod make;
mod merge;
mod pack;
mod past;
mod say;

pub use args::{Cli, Command, Picture};
pub use say::{Failure, Outcome};

use crate::storage::{named_project, project_path};
use clap::Parser;
use std::path::PathBuf;
use std::process::ExitCode;

/// What `main` is to do with what was said.
#[derive(Debug)]
pub enum Todo {
    /// Open a window with these files.
    Window {
        /// A project, or texts.
        files: Vec<PathBuf>,
        /// Whether to open a copy of the sample.
        sample: bool,
    },
    /// Draw a picture.
    Picture(Picture),
    /// Nothing more.
    Done(ExitCode),
}

/// That a file to be opened is not there: a command that was mistyped is no name for a project.
fn not_there(files: &[PathBuf]) -> Option<String> {
    let gone = files.iter().find(|file| !named_project(file).exists())?;
    let (name, project) = (gone.display(), project_path(gone));
    Some(format!(
        "{name} is neither a command nor a file that is there. See onus --help; a new project is made with: onus new {}",
        project.display()
    ))
}

/// Parses the arguments and does what needs no window.
pub fn run(args: impl IntoIterator<Item = std::ffi::OsString>) -> Todo {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are printed on standard output and are no error; what cannot be printed is lost anyway.
            let _ = error.print();
            return Todo::Done(if error.use_stderr() {
                ExitCode::from(2)
            } else {
                ExitCode::SUCCESS
            });
        }
    };
    let outcome = match cli.command {
        None if let Some(says) = not_there(&cli.files) => Err(Failure::Use(says)),
        None => {
            return Todo::Window {
                files: cli.files.iter().map(|file| named_project(file)).collect(),
                sample: cli.sample,
            };
        }
        Some(Command::Picture(picture)) => return Todo::Picture(picture),
        Some(Command::New(args)) => make::new(args),
        Some(Command::Import(args)) => import::run(&args),
        Some(Command::Show(args)) => look::show(&args),
        Some(Command::Validate(args)) => look::validate(&args),
        Some(Command::Fsck(args)) => fsck::run(&args),
        Some(Command::Pack(args)) => pack::pack(&args),
        Some(Command::Unpack(args)) => pack::unpack(&args),
        Some(Command::Export(args)) => export::run(args),
        Some(Command::Diff(args)) => merge::tell(&args),
        Some(Command::Merge(args)) => merge::run(&args),
        Some(Command::Schema) => say::print(crate::exchange::json::SCHEMA),
        Some(Command::History(args)) => past::history(&args),
        Some(Command::Compact(args)) => past::compact(&args),
        Some(Command::Recover(args)) => past::recover_copy(&args),
        Some(Command::Generate(args)) => make::generate(args),
    };
    Todo::Done(say::exit(outcome))
}
