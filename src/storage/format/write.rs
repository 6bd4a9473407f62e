//! A project to the bytes of its file.

use super::{FILE_LIMIT, FORMAT, READER, SEAL, WORTHWHILE, record};
use crate::project::{Kind, Place, Project, Record};
use crate::storage::format::compact::{Layout, Unwritable};
use crate::storage::format::hash::{Hash, Hasher};
use crate::storage::format::parallel::stretches;
use std::fmt::Write as _;

/// The bytes of a project file, in the parts in which they were made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    parts: Vec<String>,
    hash: Hash,
}

impl Written {
    /// The bytes, part after part.
    pub fn parts(&self) -> impl Iterator<Item = &[u8]> {
        self.parts.iter().map(String::as_bytes)
    }

    /// The hash of the whole file.
    pub fn hash(&self) -> Hash {
        self.hash
    }

    /// The file as one text.
    pub fn into_text(self) -> String {
        self.parts.concat()
    }
}

/// Writes a project in its one form: the same project is the same bytes.
///
/// # Errors
/// If the file would be longer than one that is read, or if a record holds a value that has no form in RON; none of the
/// model's does.
pub fn write(project: &Project) -> Result<Written, Unwritable> {
    write_within(project, FILE_LIMIT)
}

fn write_within(project: &Project, limit: u64) -> Result<Written, Unwritable> {
    let pieces = pieces(project);
    let mut parts = stretches(&pieces, Piece::size, WORTHWHILE, write_pieces)
        .into_iter()
        .collect::<Result<Vec<_>, _>>()?;
    let mut hasher = Hasher::default();
    for part in &parts {
        hasher.update(part.as_bytes());
    }
    let seal = format!("{SEAL}{}\n", hasher.hash());
    hasher.update(seal.as_bytes());
    parts.push(seal);
    let length = parts.iter().map(|part| part.len() as u64).sum();
    if length > limit {
        return Err(Unwritable::TooLong(length, limit));
    }
    Ok(Written {
        parts,
        hash: hasher.hash(),
    })
}

/// What a file is made of, from top to bottom.
enum Piece {
    Head,
    Begin(Kind),
    Record(Record),
    End,
    Foot,
}

impl Piece {
    /// About how many bytes it takes.
    fn size(&self) -> usize {
        let Self::Record(record) = self else { return 0 };
        let text = match record {
            Record::Source(source) => source.text.as_ref(),
            _ => None,
        };
        400 + text.map_or(0, |text| text.value().len() + 80 * text.blocks.len())
    }
}

fn pieces(project: &Project) -> Vec<Piece> {
    let mut annotations: Vec<_> = project.annotations.values().collect();
    annotations.sort_by_cached_key(|a| (a.source, Place::of(a), a.id));
    let mut annotations = annotations.into_iter().cloned().map(Record::Annotation);

    let mut pieces = vec![
        Piece::Head,
        Piece::Record(Record::Project(project.about().clone())),
    ];
    let mut table = None;
    for record in project.records() {
        let kind = record.kind();
        if table.replace(kind) != Some(kind) {
            if pieces.len() > 2 {
                pieces.push(Piece::End);
            }
            pieces.push(Piece::Begin(kind));
        }
        // The tables hold annotations by id; in the file they stand as they are read.
        let record = if kind == Kind::Annotation {
            annotations.next().unwrap_or(record)
        } else {
            record
        };
        pieces.push(Piece::Record(record));
    }
    if table.is_some() {
        pieces.push(Piece::End);
    }
    pieces.push(Piece::Foot);
    pieces
}

fn write_pieces(pieces: &[Piece]) -> Result<String, Unwritable> {
    let mut out = String::with_capacity(pieces.iter().map(Piece::size).sum());
    for piece in pieces {
        match piece {
            Piece::Head => {
                let version = env!("CARGO_PKG_VERSION");
                let _ = writeln!(
                    out,
                    "Onus(format:{FORMAT},reader:{READER},generator:\"onus {version}\","
                );
            }
            Piece::Begin(kind) => {
                let _ = writeln!(out, "{}:{{", kind.table());
            }
            Piece::Record(record) => {
                let _ = match record {
                    Record::Project(_) => write!(out, "project:"),
                    _ => write!(out, "\"{}\":", record.id()),
                };
                record::write(&mut out, record, Layout::LinesApart)?;
                out.push_str(",\n");
            }
            Piece::End => out.push_str("},\n"),
            Piece::Foot => out.push_str(")\n"),
        }
    }
    Ok(out)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::format::read;

    #[test]
    fn a_file_that_could_not_be_read_again_is_not_written() {
        let text = include_bytes!("../../../tests/golden/everything.onus.ron").to_vec();
        let length = text.len() as u64;
        let project = read(text).unwrap().project;
        assert!(write_within(&project, length).is_ok());
        let refused = write_within(&project, length - 1).unwrap_err();
        assert_eq!(refused, Unwritable::TooLong(length, length - 1));
        assert_eq!(
            Unwritable::TooLong(FILE_LIMIT + 1, FILE_LIMIT).to_string(),
            "It would have 501 MB, and only 500 MB can be read again. Delete a long source, or split the project."
        );
    }
}
