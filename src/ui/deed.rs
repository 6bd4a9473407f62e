//! What a part of the window asks for: a command of the session, or the outcome of a sheet.

use crate::protect::Options;
use crate::read::Encoding;
use crate::session::{Command, Details, Named, Picking, Session};
use std::path::PathBuf;

/// One thing to do after drawing.
#[derive(Clone, Debug)]
pub(crate) enum Deed {
    /// A command.
    Run(Command),
    /// A path, for what it was asked for.
    Picked(Picking, PathBuf),
    /// A new project at a place, under a title.
    Create(PathBuf, String),
    /// A source of pasted words.
    Paste(String),
    /// A source that is cited, by its title.
    Cite(String, Box<Details>),
    /// What is said of a text about to be read in.
    Detail(usize, Box<Details>),
    /// A text about to be read in by another encoding.
    Reread(usize, Encoding),
    /// A text that is not to be read in after all.
    LeaveOut(usize),
    /// The texts are read in.
    Import,
    /// An export to a place.
    Export(PathBuf, Options),
}

impl From<Command> for Deed {
    fn from(command: Command) -> Self {
        Self::Run(command)
    }
}

impl From<Named> for Deed {
    fn from(named: Named) -> Self {
        Self::Run(named.into())
    }
}

impl Deed {
    /// Whether it saves the project or leaves it.
    pub(crate) fn puts_away(&self) -> bool {
        use Named::{CloseProject, NewProject, Quit, Save, SaveAs};
        let named = |n: &Named| matches!(n, Save | SaveAs | CloseProject | NewProject | Quit);
        match self {
            Self::Run(Command::Named(n)) => named(n),
            Self::Run(Command::Open(_)) => true,
            _ => false,
        }
    }

    /// Does it.
    pub(crate) fn carry_out(self, session: &mut Session) {
        match self {
            Self::Run(command) => session.run(command),
            Self::Picked(picking, path) => session.picked(picking, path),
            Self::Create(path, title) => {
                session.ask = None;
                session.create_at(&path, &title);
            }
            Self::Paste(words) => session.paste(&words),
            Self::Cite(title, details) => session.cite(title, *details),
            Self::Detail(n, details) => {
                if let Some(pending) = session.importing.pending.get_mut(n) {
                    pending.details = *details;
                }
            }
            Self::Reread(n, encoding) => session.reread(n, encoding),
            Self::LeaveOut(n) => session.importing.leave_out(n),
            Self::Import => session.confirm_import(),
            Self::Export(path, options) => {
                if let Some(outgoing) = session.outgoing(&options) {
                    session.export_to(path, outgoing);
                }
            }
        }
    }
}
