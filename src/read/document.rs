//! A file as the document it holds.

use super::{Encoding, decode, detect, language, markdown, plain, sniff, title};
use crate::project::{Block, Language, Text};
use crate::text::sha256;

/// How long a file may be that is read, in bytes: 256 MiB.
pub const LIMIT: u64 = 256 << 20;

/// How many control characters a text may have, whatever encoding it is read in.
const MOST_CONTROLS: usize = 4_000_000;

/// What was read out of a file: all that a held source needs, and what can be proposed for the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// IANA media type of the file.
    pub media_type: &'static str,
    /// The encoding it was read in.
    pub encoding: Encoding,
    /// The canonical text, lines joined by LF.
    pub text: String,
    /// The parts of the text, in order and disjoint, each whole lines.
    pub blocks: Vec<Block>,
    /// What could not be read as it stood, in sentences.
    pub warnings: Vec<String>,
    /// SHA-256 of the file, 64 lower-case hex digits.
    pub sha256: String,
    /// Length of the file in bytes.
    pub bytes: u64,
    /// The reader that made the text: `plain` or `markdown`.
    pub importer: &'static str,
    /// The reader's version.
    pub importer_version: &'static str,
    /// What the source might be called: its first heading, else its first line that is not blank, cut to 80 code points.
    pub title: Option<String>,
    /// What language it might be in; none if that cannot be seen.
    pub language: Option<Language>,
}

/// Why a file is not read. Nothing was changed by trying.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The file is longer than [`LIMIT`].
    #[error("It has {} MB, and files over {} MB are not read. Split it, and add the parts.", .0.div_ceil(1 << 20), LIMIT >> 20)]
    TooLong(u64),
    /// The file has more lines than [`Text::MOST_LINES`].
    #[error("It has {0} lines, and files of more than {max} are not read. Split it, and add the parts.", max = Text::MOST_LINES)]
    TooManyLines(usize),
    /// The file is no text.
    #[error(
        "It looks like {0}, and this version reads plain text and Markdown. Save it as text, and add that."
    )]
    NotText(&'static str),
}

/// Refuses a file by its length in bytes, before it is read.
///
/// # Errors
/// [`ReadError::TooLong`] above [`LIMIT`].
pub fn refuse_by_size(bytes: u64) -> Result<(), ReadError> {
    if bytes > LIMIT {
        Err(ReadError::TooLong(bytes))
    } else {
        Ok(())
    }
}

/// Reads a file of this name, by the encoding given or else the one it is found to be in. The name tells Markdown
/// (`.md`, `.markdown`) from plain text; it may be empty.
///
/// # Errors
/// [`ReadError::TooLong`]; [`ReadError::TooManyLines`]; [`ReadError::NotText`] for what begins like a known format that is no text, and, if no encoding
/// is given, for what is mostly controls.
pub fn read(bytes: &[u8], name: &str, encoding: Option<Encoding>) -> Result<Document, ReadError> {
    let length = bytes.len() as u64;
    refuse_by_size(length)?;
    if let Some(what) = sniff::of_signature(bytes) {
        return Err(ReadError::NotText(what));
    }
    let read_in = encoding.unwrap_or_else(|| detect(bytes));
    let decoded = decode(bytes, read_in);
    if encoding.is_none() && sniff::is_binary(&decoded.value, read_in) {
        return Err(ReadError::NotText("binary data"));
    }
    let text = decoded.value;
    let lines = 1 + memchr::memchr_iter(b'\n', text.as_bytes()).count();
    if lines > Text::MOST_LINES {
        return Err(ReadError::TooManyLines(lines));
    }
    // Each takes six bytes of a project file, which would be too long to be read again. Few texts are worth counting.
    if text.len() > MOST_CONTROLS
        && text
            .chars()
            .filter(|c| c.is_control() && !matches!(c, '\n' | '\t'))
            .nth(MOST_CONTROLS)
            .is_some()
    {
        return Err(ReadError::NotText("binary data"));
    }
    let is_markdown = [".md", ".markdown"]
        .iter()
        .any(|end| name.to_ascii_lowercase().ends_with(end));
    let (media_type, (importer, importer_version), blocks, heading) = if is_markdown {
        let markdown::Structure { blocks, heading } = markdown::structure(&text);
        ("text/markdown", markdown::IMPORTER, blocks, heading)
    } else {
        ("text/plain", plain::IMPORTER, plain::blocks(&text), None)
    };
    Ok(Document {
        media_type,
        encoding: read_in,
        title: heading.or_else(|| title::of_first_line(&text)),
        language: Some(language::guess(&text)).filter(|language| !language.is_unknown()),
        text,
        blocks,
        warnings: decoded.warnings,
        sha256: sha256(bytes),
        bytes: length,
        importer,
        importer_version,
    })
}
