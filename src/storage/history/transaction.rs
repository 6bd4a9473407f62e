//! What stands in the line of a transaction, and back.

use super::line::LONGEST_RON;
use super::texts::Texts;
use crate::project::*;
use crate::storage::format::compact::{self, Layout, Unwritable};
use crate::storage::format::ron;
use crate::storage::history::{Entry, Step};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// `U` is what undoes it, or nothing where nobody asks for it.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TransactionLine<U> {
    label: String,
    by: Id,
    at: Timestamp,
    #[serde(default, skip_serializing_if = "Step::is_edit")]
    step: Step,
    /// Left out where the history was made shorter.
    #[serde(skip_serializing_if = "Option::is_none")]
    edits: Option<Vec<EditLine>>,
    /// The former states of the records it changed or deleted. One that is not here was new, and is deleted to undo it.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    undo: Option<Vec<U>>,
    /// What stands in the place of the two in a shorter history.
    #[serde(skip_serializing)]
    touched: Option<IgnoredAny>,
}

impl<U> TransactionLine<U> {
    /// What was done; the error is the end of a sentence.
    fn take_edits(&mut self) -> Result<Vec<EditLine>, String> {
        match (self.edits.take(), &self.touched) {
            (Some(edits), None) => Ok(edits),
            (None, Some(_)) => {
                Err("what was changed there was left out when the history was made shorter".into())
            }
            _ => Err("it does not say what was changed".into()),
        }
    }
}

const fn none<T>() -> Option<T> {
    None
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

            /// Kind and id of the record it changes.
            fn of_record(&self) -> Result<(Kind, Id), String> {
                Ok(match self {
                    Self::Project(about) => (Kind::Project, about.id),
                    $(Self::$kind(id, _) => (Kind::$kind, *id),)+
                    Self::SourceKeepingText(id, ..) => (Kind::Source, *id),
                    Self::Delete(table, id) => {
                        let kind = Kind::ALL.iter().find(|kind| kind.table() == table);
                        (*kind.ok_or("it names a table that is not known")?, *id)
                    }
                })
            }

            fn into_edit(self, texts: &mut Texts) -> Result<Edit, String> {
                Ok(match self {
                    Self::Project(about) => Edit::Put(Record::Project(about)),
                    $(Self::$kind(id, mut record) => {
                        Arc::make_mut(&mut record).id = id;
                        Edit::from(record)
                    })+
                    Self::SourceKeepingText(id, mut source, key) => {
                        let text = texts.get(&key).map_err(|error| error.to_string())?;
                        let text = text.ok_or("it names a text that is not there")?;
                        let changed = Arc::make_mut(&mut source);
                        changed.id = id;
                        changed.text = Some(text);
                        Edit::from(source)
                    }
                    Self::Delete(..) => {
                        let (kind, id) = self.of_record()?;
                        Edit::Delete(kind, id)
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

impl EditLine {
    /// A source that names its text instead of holding it.
    fn keeping(source: &Source, text: &Text) -> Result<Self, Unwritable> {
        let bare = Source {
            text: None,
            ..source.clone()
        };
        Ok(Self::SourceKeepingText(
            source.id,
            Arc::new(bare),
            Texts::key(text)?,
        ))
    }

    /// The text that stands in it in full.
    fn text(&self) -> Option<&Arc<Text>> {
        match self {
            Self::Source(_, source) => source.text.as_ref(),
            _ => None,
        }
    }
}

/// The text a source has after an edit.
fn text_of(edit: &Edit) -> Option<&Arc<Text>> {
    match edit {
        Edit::Put(Record::Source(source)) => source.text.as_ref(),
        _ => None,
    }
}

/// The line of an entry. Texts the history knows are left out, and new ones are known from here on.
pub(in crate::storage) fn transaction(
    number: u64,
    entry: &Entry,
    texts: &mut Texts,
) -> Result<String, Unwritable> {
    let done = &entry.done;
    let mut edits = Vec::with_capacity(done.edits.len());
    for edit in &done.edits {
        edits.push(match edit {
            Edit::Delete(kind, id) => EditLine::Delete(kind.table().to_owned(), *id),
            Edit::Put(Record::Source(source)) => match &source.text {
                Some(text) if !texts.learn(number, text)? => EditLine::keeping(source, text)?,
                _ => EditLine::Source(source.id, Arc::clone(source)),
            },
            Edit::Put(record) => EditLine::of(record),
        });
    }
    let undo = entry
        .undo
        .as_ref()
        .map(|undo| undoing(&done.edits, undo))
        .transpose()?;
    let line = TransactionLine {
        label: done.label.clone(),
        by: done.by,
        at: done.at,
        step: entry.step,
        edits: Some(edits),
        undo,
        touched: None,
    };
    let mut ron = String::new();
    compact::write(&mut ron, &line, Layout::OneLine)?;
    let length = ron.len() as u64;
    if length > LONGEST_RON {
        return Err(Unwritable::TooLong(length, LONGEST_RON));
    }
    Ok(ron)
}

/// The former states among the edits that undo others. A text that stays is named; one that goes is written in full, since
/// the next file will not have it.
fn undoing(done: &[Edit], undo: &[Edit]) -> Result<Vec<EditLine>, Unwritable> {
    let last = |edits: &[Edit]| -> BTreeMap<(Kind, Id), Edit> {
        edits
            .iter()
            .map(|edit| ((edit.kind(), edit.id()), edit.clone()))
            .collect()
    };
    let after = last(done);
    let mut lines = Vec::new();
    for (of, edit) in last(undo) {
        lines.push(match edit {
            Edit::Delete(..) => continue,
            Edit::Put(Record::Source(source)) => match &source.text {
                Some(text)
                    if after
                        .get(&of)
                        .and_then(text_of)
                        .is_some_and(|stays| stays == text) =>
                {
                    EditLine::keeping(&source, text)?
                }
                _ => EditLine::Source(source.id, source),
            },
            Edit::Put(record) => EditLine::of(&record),
        });
    }
    Ok(lines)
}

fn parse<U: DeserializeOwned>(text: &str) -> Result<TransactionLine<U>, String> {
    ron().from_str(text).map_err(|error| error.code.to_string())
}

/// Reads what was done from the RON of a transaction; its texts are known from here on. The error is the end of a
/// sentence.
pub(super) fn read_done(number: u64, text: &str, texts: &mut Texts) -> Result<(Transaction, Step), String> {
    let mut line: TransactionLine<IgnoredAny> = parse(text)?;
    let edits = line.take_edits()?;
    let mut done = Transaction::new(line.label, line.by, line.at);
    for edit in edits {
        let edit = edit.into_edit(texts)?;
        if let Some(text) = text_of(&edit) {
            texts.learn(number, text).map_err(|error| error.to_string())?;
        }
        done.edits.push(edit);
    }
    Ok((done, line.step))
}

/// Reads what undoes a transaction from its RON. The texts in it are known from here on, so that earlier ones can name
/// them. The error is the end of a sentence.
pub(super) fn read_undo(text: &str, texts: &mut Texts) -> Result<(Transaction, Step), String> {
    let mut line: TransactionLine<EditLine> = parse(text)?;
    let edits = line.take_edits()?;
    let undo = line.undo.ok_or("it does not say what undoes it")?;
    edits
        .iter()
        .chain(&undo)
        .filter_map(EditLine::text)
        .for_each(|text| texts.offer(text));
    let mut inverse = Transaction::new(line.label, line.by, line.at);
    let mut former = BTreeMap::new();
    for edit in undo {
        let edit = edit.into_edit(texts)?;
        former.insert((edit.kind(), edit.id()), edit);
    }
    for edit in edits {
        let of = edit.of_record()?;
        if of.0 != Kind::Project && !former.contains_key(&of) {
            inverse.edits.push(Edit::Delete(of.0, of.1));
        }
    }
    inverse.edits.extend(former.into_values());
    Ok((inverse, line.step))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

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
