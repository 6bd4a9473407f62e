//! One line of a history, and back.

use super::texts::Texts;
use crate::project::*;
use crate::storage::compact::{self, Layout, Unwritable};
use crate::storage::format::ron;
use crate::storage::hash::Hash;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A longer line, in bytes, is not one of ours: it would hold more than two whole project files may.
pub(super) const LONGEST_LINE: u64 = 1 << 30;

/// What may stand in a line after its number, length and checksum.
const LONGEST_RON: u64 = LONGEST_LINE - 100;

const HEAD: &str = "onus history 1 of ";

/// A note in the history that the file is about to become, or has become, a certain one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Mark {
    /// Before the file gets its name.
    Saving,
    /// After it.
    Saved,
}

impl Mark {
    const fn words(self) -> &'static str {
        match self {
            Self::Saving => "saving as ",
            Self::Saved => "saved as ",
        }
    }
}

/// A line as it is read, the RON of a transaction unread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line<'a> {
    Head(Hash),
    Transaction { number: u64, ron: &'a str },
    Mark { mark: Mark, hash: Hash, up_to: u64 },
}

/// The first line of a history that begins with a file.
pub(in crate::storage) fn head(file: Hash) -> String {
    format!("{HEAD}{file}\n")
}

/// The line of a mark.
pub(in crate::storage) fn mark(mark: Mark, file: Hash, up_to: u64) -> String {
    format!("{}{file} up to {up_to}\n", mark.words())
}

/// The line of a transaction whose RON is known.
pub(in crate::storage) fn numbered(number: u64, ron: &str) -> String {
    format!("{number} {} {} {ron}\n", ron.len(), checksum(ron))
}

fn checksum(ron: &str) -> String {
    let mut digits = Hash::of(ron.as_bytes()).to_string();
    digits.truncate(16);
    digits
}

/// Reads a line without its end; `None` where it is damaged.
pub(super) fn read(line: &str) -> Option<Line<'_>> {
    if let Some(hash) = line.strip_prefix(HEAD) {
        return Some(Line::Head(hash.parse().ok()?));
    }
    for mark in [Mark::Saving, Mark::Saved] {
        if let Some(rest) = line.strip_prefix(mark.words()) {
            let (hash, up_to) = rest.split_once(" up to ")?;
            return Some(Line::Mark {
                mark,
                hash: hash.parse().ok()?,
                up_to: up_to.parse().ok()?,
            });
        }
    }
    let mut words = line.splitn(4, ' ');
    let number = words.next()?.parse().ok()?;
    let length: usize = words.next()?.parse().ok()?;
    let (sum, ron) = (words.next()?, words.next()?);
    (ron.len() == length && sum == checksum(ron)).then_some(Line::Transaction { number, ron })
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TransactionLine {
    label: String,
    by: Id,
    at: Timestamp,
    edits: Vec<EditLine>,
}

macro_rules! edit_line {
    ($($kind:ident $table:literal),+) => {
        /// An edit, named by the table it changes.
        #[derive(Serialize, Deserialize)]
        enum EditLine {
            #[serde(rename = "project")]
            Project(Arc<About>),
            $(#[serde(rename = $table)] $kind(Id, Arc<$kind>),)+
            /// A source without its text, and the key of the text among those the history knows.
            #[serde(rename = "sources_keeping_text")]
            SourceKeepingText(Id, Arc<Source>, String),
            #[serde(rename = "delete")]
            Delete(String, Id),
        }

        impl EditLine {
            fn of(record: &Record) -> Self {
                match record {
                    Record::Project(about) => Self::Project(Arc::clone(about)),
                    $(Record::$kind(record) => Self::$kind(record.id, Arc::clone(record))),+
                }
            }

            fn into_edit(self, texts: &Texts) -> Result<Edit, String> {
                Ok(match self {
                    Self::Project(about) => Edit::Put(Record::Project(about)),
                    $(Self::$kind(id, mut record) => {
                        Arc::make_mut(&mut record).id = id;
                        Edit::from(record)
                    })+
                    Self::SourceKeepingText(id, mut source, key) => {
                        let text = texts.get(&key).ok_or("it names a text that is not there")?;
                        let changed = Arc::make_mut(&mut source);
                        changed.id = id;
                        changed.text = Some(text);
                        Edit::from(source)
                    }
                    Self::Delete(table, id) => {
                        let kind = Kind::ALL.iter().find(|kind| kind.table() == table);
                        Edit::Delete(*kind.ok_or("it names a table that is not known")?, id)
                    }
                })
            }
        }
    };
}

edit_line! {
    Analyst "analysts", Tag "tags", Source "sources", Entity "entities", Relation "relations", Event "events",
    Proposition "propositions", Annotation "annotations", Link "links", Grade "grades", Review "reviews",
    Comment "comments", Reading "readings"
}

/// The line of a transaction. Texts the history knows are left out, and new ones are known from here on.
pub(in crate::storage) fn transaction(
    number: u64,
    transaction: &Transaction,
    texts: &mut Texts,
) -> Result<String, Unwritable> {
    let mut edits = Vec::with_capacity(transaction.edits.len());
    for edit in &transaction.edits {
        edits.push(match edit {
            Edit::Delete(kind, id) => EditLine::Delete(kind.table().to_owned(), *id),
            Edit::Put(Record::Source(source)) => match &source.text {
                Some(text) if !texts.learn(number, text)? => {
                    let key = Texts::key(text)?;
                    let bare = Source {
                        text: None,
                        ..source.as_ref().clone()
                    };
                    EditLine::SourceKeepingText(source.id, Arc::new(bare), key)
                }
                _ => EditLine::Source(source.id, Arc::clone(source)),
            },
            Edit::Put(record) => EditLine::of(record),
        });
    }
    let line = TransactionLine {
        label: transaction.label.clone(),
        by: transaction.by,
        at: transaction.at,
        edits,
    };
    let mut ron = String::new();
    compact::write(&mut ron, &line, Layout::OneLine)?;
    let length = ron.len() as u64;
    if length > LONGEST_RON {
        return Err(Unwritable::TooLong(length, LONGEST_RON));
    }
    Ok(numbered(number, &ron))
}

/// Reads the RON of a transaction; its texts are known from here on. The error is the end of a sentence.
pub(super) fn read_transaction(number: u64, text: &str, texts: &mut Texts) -> Result<Transaction, String> {
    let line: TransactionLine = ron().from_str(text).map_err(|error| error.code.to_string())?;
    texts.look_at_base().map_err(|error| error.to_string())?;
    let mut transaction = Transaction::new(line.label, line.by, line.at);
    for edit in line.edits {
        let edit = edit.into_edit(texts)?;
        if let Edit::Put(Record::Source(source)) = &edit
            && let Some(text) = &source.text
        {
            texts.learn(number, text).map_err(|error| error.to_string())?;
        }
        transaction.edits.push(edit);
    }
    Ok(transaction)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_read_as_they_were_written() {
        let hash = Hash::of(b"a file");
        let ron = "(label:\"a b\")";
        for (written, line) in [
            (head(hash), Line::Head(hash)),
            (numbered(12, ron), Line::Transaction { number: 12, ron }),
            (
                mark(Mark::Saving, hash, 3),
                Line::Mark {
                    mark: Mark::Saving,
                    hash,
                    up_to: 3,
                },
            ),
            (
                mark(Mark::Saved, hash, 0),
                Line::Mark {
                    mark: Mark::Saved,
                    hash,
                    up_to: 0,
                },
            ),
        ] {
            let whole = written.strip_suffix('\n').unwrap();
            assert_eq!(read(whole), Some(line), "{whole}");
            for end in 0..whole.len() {
                let torn = read(&whole[..end]);
                // A number with fewer digits cannot be told from a whole one; the line end it lacks tells.
                let shorter = matches!(torn, Some(Line::Mark { .. }));
                assert!(torn.is_none() || shorter, "{}", &whole[..end]);
            }
        }
        assert_eq!(read(&numbered(1, ron).replace("a b", "a c")), None);
    }

    #[test]
    fn every_table_has_an_edit_of_its_name() {
        for kind in Kind::ALL {
            let written = format!("[{}(0)]", kind.table());
            let error = ron().from_str::<Vec<EditLine>>(&written).err().unwrap();
            let unknown = matches!(error.code, ::ron::Error::NoSuchEnumVariant { .. });
            assert!(!unknown, "{}", kind.table());
        }
    }
}
