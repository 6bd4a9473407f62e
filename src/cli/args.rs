//! Everything that can be said on the command line.

use crate::project::{Edtf, Language, SourceKind, Texts, Voice};
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Read, tag, link and grade the sources of public cyber-attribution.
///
/// Without a command Onus opens a window: with PROJECT the project, with FILEs a project made of those texts, with
/// --sample a copy of the sample project.
///
/// Exit codes: 0 done, 1 found a problem or could not do it, 2 wrong use, 3 cannot open a window.
#[derive(Debug, Parser)]
#[command(
    name = "onus",
    version,
    args_conflicts_with_subcommands = true,
    max_term_width = 100
)]
pub struct Cli {
    /// A project (name.onus.ron) to open, or texts to start one with. They have to be there; onus new makes a project.
    pub files: Vec<PathBuf>,
    /// Open a copy of the sample project.
    #[arg(long)]
    pub sample: bool,
    /// What to do instead of opening a window.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an empty project.
    New(New),
    /// Add texts to a project, or join an export in the shared schema to it.
    ///
    /// An export joins by its records; into a PROJECT that does not exist it makes one. Texts that the project holds
    /// already, read the same way, add nothing.
    Import(Box<Import>),
    /// Say what a project holds.
    Show(Look),
    /// Check a project, or an export in the shared schema: every rule, hash, reference and quote.
    Validate(Look),
    /// Check a project file, its history, its originals, its backups and what else lies beside it.
    ///
    /// Nothing of it is changed. With -o, what can be read of a damaged project becomes a sound copy.
    Fsck(Fsck),
    /// Put a project and its originals in one file (name.onusz), to hand it on.
    Pack(Pack),
    /// Make a project of a packed one, after all of it was checked.
    Unpack(Unpack),
    /// Write a project in the shared schema 1.0. It is checked before it appears under its name.
    Export(Export),
    /// Tell the difference between two versions of a project in sentences, edits in their histories included.
    ///
    /// Exit codes as those of diff: 0 nothing differs, 1 something does, 2 they could not be compared.
    Diff(Diff),
    /// Merge two versions of a project that grew out of one, field by field, edits in their histories included.
    ///
    /// What both changed differently stays as it is in OURS, and what one deleted and the other changed or names stays:
    /// each is listed, and the exit code is 1. OUT is a new file, or OURS itself, which gets the merge as one edit that
    /// can be undone. As git's own merge driver: onus merge %O %A %B -o %A
    Merge(Merge),
    /// Say who did what when in a project, and what is not in its file yet.
    History(History),
    /// Make the history of a project shorter.
    ///
    /// All of it has to be in the file. Of all but the newest thousand edits stays who did what when, and to which records;
    /// what they held, which undo no longer needs, goes.
    Compact(Look),
    /// Make a copy of a project with all that its file, its history and its backups can give.
    ///
    /// The originals are left as they are. Exit code 1 says that something could not be recovered.
    Recover(Recover),
    /// Print the JSON Schema of the shared schema 1.0.
    Schema,
    /// Make a project as hard as real ones get, to try Onus and to measure it.
    Generate(Generate),
    /// Draw the window to a PNG file, without a display.
    Picture(Picture),
}

/// Output for programs.
#[derive(Clone, Copy, Debug, Args)]
pub struct Json {
    /// Answer in JSON, for programs.
    #[arg(long)]
    pub json: bool,
}

/// Who makes the edits.
#[derive(Clone, Debug, Args)]
pub struct By {
    /// The analyst who makes the edits; else the profile of this machine, else a software analyst named onus.
    #[arg(long, value_name = "HANDLE")]
    pub handle: Option<String>,
}

/// `new`
#[derive(Debug, Args)]
pub struct New {
    /// The project file to make; `.onus.ron` is added where it is missing.
    pub project: PathBuf,
    /// Its title; else the file's name.
    #[arg(long)]
    pub title: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `import`
#[derive(Debug, Args)]
pub struct Import {
    /// The project.
    pub project: PathBuf,
    /// Texts (.txt, .md) or exports (.json).
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// The title of the source; else its first heading or line.
    #[arg(long)]
    pub title: Option<String>,
    /// The kind of document.
    #[arg(long)]
    pub kind: Option<SourceKind>,
    /// The name of its publisher, who is added where the project does not know it.
    #[arg(long)]
    pub publisher: Option<String>,
    /// Whose voice it is.
    #[arg(long)]
    pub voice: Option<Voice>,
    /// When it was published: 2024-09-22, 2025-03, 2025-05~ … (EDTF).
    #[arg(long, value_name = "DATE")]
    pub published: Option<Edtf>,
    /// Its language: en, zh-Hans, zh-Hant, ru … (BCP 47).
    #[arg(long)]
    pub language: Option<Language>,
    /// Where it was published; never fetched.
    #[arg(long)]
    pub url: Option<String>,
    /// Its encoding, such as gb18030 or windows-1251; else found out.
    #[arg(long)]
    pub encoding: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub by: By,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `history`
#[derive(Debug, Args)]
pub struct History {
    /// The project; or a history, be it one that was set aside (name.onus.history.1).
    pub project: PathBuf,
    /// Its history, where that is not beside it.
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `show`, `validate`, `compact`
#[derive(Debug, Args)]
pub struct Look {
    /// The project (or export).
    pub project: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `diff`
#[derive(Debug, Args)]
pub struct Diff {
    /// The project as it was.
    #[arg(value_name = "A")]
    pub before: PathBuf,
    /// The project as it is.
    #[arg(value_name = "B")]
    pub after: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `merge`
#[derive(Debug, Args)]
pub struct Merge {
    /// The version both grew out of; an empty file where there is none.
    pub base: PathBuf,
    /// The version whose side is kept.
    pub ours: PathBuf,
    /// The version that is merged into it.
    pub theirs: PathBuf,
    /// The project file to write: a new one, or OURS.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub by: By,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `fsck`
#[derive(Debug, Args)]
pub struct Fsck {
    /// The project.
    pub project: PathBuf,
    /// The project file to make of what can be read; never one that is there.
    #[arg(short, long, value_name = "COPY")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `pack`
#[derive(Debug, Args)]
pub struct Pack {
    /// The project.
    pub project: PathBuf,
    /// The file to make (name.onusz); never one that is there.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `recover`
#[derive(Debug, Args)]
pub struct Recover {
    /// The project.
    pub project: PathBuf,
    /// Its history, where that is not beside it: one that was set aside, name.onus.history.1.
    #[arg(long, value_name = "FILE")]
    pub history: Option<PathBuf>,
    /// The project file to make.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `unpack`
#[derive(Debug, Args)]
pub struct Unpack {
    /// The packed project (name.onusz).
    pub packed: PathBuf,
    /// The folder to unpack it in, or the project file to make; else beside the packed one.
    #[arg(short, long, value_name = "FOLDER_OR_PROJECT")]
    pub output: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// Formats to write.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum Format {
    /// The shared schema 1.0.
    Json,
}

/// `export`
#[derive(Debug, Args)]
pub struct Export {
    /// The project.
    pub project: PathBuf,
    /// The format.
    #[arg(long, value_enum, default_value = "json")]
    pub format: Format,
    /// The file to write; `-` is standard output.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// What it carries of the texts: full, quotes or none; else what the project says.
    #[arg(long)]
    pub texts: Option<Texts>,
    /// How it is marked, such as tlp:green or tlp:amber,PAP:AMBER; stricter records stay out. Else as the project.
    #[arg(long, value_name = "TAGS")]
    pub marking: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `generate`
#[derive(Debug, Args)]
pub struct Generate {
    /// The project file to make.
    pub project: PathBuf,
    /// Length of its one source in bytes.
    #[arg(long, default_value_t = 10_000_000)]
    pub bytes: usize,
    /// Number of annotations.
    #[arg(long, default_value_t = 100_000)]
    pub annotations: usize,
    /// Whence all randomness comes; the same seed gives the same project.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub json: Json,
}

/// `picture`
#[derive(Debug, Args)]
pub struct Picture {
    /// The project; none draws the start page.
    pub project: Option<PathBuf>,
    /// The PNG file to write.
    #[arg(short, long, value_name = "OUT")]
    pub output: PathBuf,
    /// The view: read or start.
    #[arg(long, default_value = "read")]
    pub view: String,
    /// light or dark.
    #[arg(long, default_value = "light")]
    pub theme: String,
    /// Width and height in points.
    #[arg(long, default_value = "1440x900")]
    pub size: String,
    /// The source in the page, by id or a part of its title.
    #[arg(long)]
    pub source: Option<String>,
    /// The record that is selected, by id.
    #[arg(long)]
    pub select: Option<crate::project::Id>,
    /// Use this machine's fonts too; else only the embedded ones, so that it is the same everywhere.
    #[arg(long)]
    pub system_fonts: bool,
}
