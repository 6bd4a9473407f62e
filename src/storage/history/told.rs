//! Who did what when, told from the lines of a history without reading what the records held; and the short form of a
//! line, which says no more than that.

use super::line::{Line, numbered};
use super::lines::{Found, each_line};
use crate::project::*;
use crate::storage::format::compact::{self, Layout, Unwritable};
use crate::storage::format::ron;
use crate::storage::history::Step;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Read};
use std::ops::ControlFlow;

/// A record that a transaction changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Touched {
    /// It was made, or changed.
    Put(String, Id),
    /// It was deleted.
    Delete(String, Id),
}

/// What a line tells, be it long or short.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ToldLine {
    pub(super) label: String,
    pub(super) by: Id,
    pub(super) at: Timestamp,
    #[serde(default)]
    pub(super) step: Step,
    edits: Option<Vec<TouchLine>>,
    #[serde(rename = "undo")]
    _undo: Option<IgnoredAny>,
    touched: Option<Vec<Touched>>,
    /// The analysts whose records it puts, by the handles they have there.
    #[serde(skip)]
    handles: Vec<(Id, String)>,
}

/// The short form.
#[derive(Serialize)]
struct ShortLine<'a> {
    label: &'a str,
    by: Id,
    at: Timestamp,
    #[serde(skip_serializing_if = "Step::is_edit")]
    step: Step,
    touched: &'a [Touched],
}

#[derive(Debug, Deserialize)]
struct JustId {
    id: Id,
}

#[derive(Debug, Deserialize)]
struct JustHandle {
    handle: String,
}

macro_rules! touch_line {
    ($($kind:ident $table:literal),+) => {
        /// An edit of which only kind and id are read, and what an analyst is called.
        #[derive(Debug, Deserialize)]
        enum TouchLine {
            #[serde(rename = "project")]
            Project(JustId),
            #[serde(rename = "analysts")]
            Analyst(Id, JustHandle),
            $(#[serde(rename = $table)] $kind(Id, IgnoredAny),)+
            #[serde(rename = "sources_keeping_text")]
            SourceKeepingText(Id, IgnoredAny, IgnoredAny),
            #[serde(rename = "delete")]
            Delete(String, Id),
        }

        impl From<TouchLine> for Touched {
            fn from(line: TouchLine) -> Self {
                let (kind, id) = match line {
                    TouchLine::Delete(table, id) => return Self::Delete(table, id),
                    TouchLine::Project(JustId { id }) => (Kind::Project, id),
                    TouchLine::SourceKeepingText(id, ..) => (Kind::Source, id),
                    TouchLine::Analyst(id, _) => (Kind::Analyst, id),
                    $(TouchLine::$kind(id, _) => (Kind::$kind, id),)+
                };
                Self::Put(kind.table().to_owned(), id)
            }
        }
    };
}

touch_line! {
    Tag "tags", Source "sources", Entity "entities", Relation "relations", Event "events",
    Proposition "propositions", Annotation "annotations", Link "links", Grade "grades", Review "reviews",
    Comment "comments", Reading "readings"
}

/// Reads what the RON of a line tells. The error is the end of a sentence.
pub(super) fn read_told(ron_text: &str) -> Result<(ToldLine, Vec<Touched>), String> {
    let mut line: ToldLine = ron().from_str(ron_text).map_err(|error| error.code.to_string())?;
    let touched = match (line.edits.take(), line.touched.take()) {
        (Some(edits), None) => {
            let handle = |edit: &TouchLine| match edit {
                TouchLine::Analyst(id, analyst) => Some((*id, analyst.handle.clone())),
                _ => None,
            };
            line.handles = edits.iter().filter_map(handle).collect();
            edits.into_iter().map(Touched::from).collect()
        }
        (None, Some(touched)) => touched,
        _ => return Err("it does not say what was changed".into()),
    };
    Ok((line, touched))
}

/// The short form of a transaction's line.
pub(super) fn short(number: u64, line: &ToldLine, touched: &[Touched]) -> Result<String, Unwritable> {
    let mut ron = String::new();
    let line = ShortLine {
        label: &line.label,
        by: line.by,
        at: line.at,
        step: line.step,
        touched,
    };
    compact::write(&mut ron, &line, Layout::OneLine)?;
    Ok(numbered(number, &ron))
}

/// One transaction, as a history tells it.
pub(in crate::storage) struct Told {
    pub(in crate::storage) number: u64,
    pub(in crate::storage) label: String,
    pub(in crate::storage) step: Step,
    pub(in crate::storage) by: Id,
    pub(in crate::storage) at: Timestamp,
    /// How many records of each table it made or changed, and how many it deleted.
    pub(in crate::storage) put: BTreeMap<String, usize>,
    pub(in crate::storage) deleted: BTreeMap<String, usize>,
}

impl Told {
    fn new(number: u64, line: ToldLine, touched: Vec<Touched>) -> Self {
        let (mut put, mut deleted) = (BTreeMap::new(), BTreeMap::new());
        for touched in touched {
            let (counts, table) = match touched {
                Touched::Put(table, _) => (&mut put, table),
                Touched::Delete(table, _) => (&mut deleted, table),
            };
            *counts.entry(table).or_default() += 1;
        }
        Self {
            number,
            label: line.label,
            step: line.step,
            by: line.by,
            at: line.at,
            put,
            deleted,
        }
    }
}

/// All that a history tells.
#[derive(Default)]
pub(in crate::storage) struct Tale {
    /// Every transaction, oldest first.
    pub(in crate::storage) told: Vec<Told>,
    /// The lines that cannot be read, counted from 1.
    pub(in crate::storage) damaged: Vec<usize>,
    /// The handles of the analysts whose records it holds, the last of each.
    pub(in crate::storage) handles: BTreeMap<Id, String>,
}

/// Reads a history as it is told to people.
pub(in crate::storage) fn tell(history: impl Read) -> io::Result<Tale> {
    let mut tale = Tale::default();
    each_line(history, |at, _, found| {
        match found {
            Found::Whole(Line::Transaction { number, ron }) => match read_told(ron) {
                Ok((mut line, touched)) => {
                    tale.handles.extend(std::mem::take(&mut line.handles));
                    tale.told.push(Told::new(number, line, touched));
                }
                Err(_) => tale.damaged.push(at),
            },
            Found::Damaged => tale.damaged.push(at),
            Found::Whole(_) | Found::Torn => {}
        }
        ControlFlow::Continue(())
    })?;
    Ok(tale)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_same_in_its_short_form() {
        let id = |n: u8| format!("00000000-0000-4000-8000-0000000000{n:02}");
        let long = format!(
            "(label:\"Tag\",by:\"{0}\",at:\"2025-07-01T00:00:00Z\",step:undo,edits:[project((id:\"{1}\",title:\"a\")),\
             links(\"{2}\",(kind:r#x)),sources_keeping_text(\"{3}\",(a:1),\"k\"),delete(\"grades\",\"{4}\")],\
             undo:[links(\"{2}\",(b:[2]))])",
            id(0),
            id(1),
            id(2),
            id(3),
            id(4)
        );
        let (line, touched) = read_told(&long).unwrap();
        let written = short(7, &line, &touched).unwrap();
        let ron = &written[written.find('(').unwrap()..];
        let expected = format!(
            "(label:\"Tag\",by:\"{0}\",at:\"2025-07-01T00:00:00Z\",step:undo,touched:[put(\"project\",\"{1}\"),\
             put(\"links\",\"{2}\"),put(\"sources\",\"{3}\"),delete(\"grades\",\"{4}\")])\n",
            id(0),
            id(1),
            id(2),
            id(3),
            id(4)
        );
        assert_eq!(ron, expected);
        let (again, same) = read_told(ron.trim_end()).unwrap();
        assert_eq!((same, again.label, again.step), (touched, line.label, line.step));
        for wrong in [
            expected.replace("touched", "edited"),
            format!("(label:\"\",by:\"{}\",at:\"2025-07-01T00:00:00Z\")", id(0)),
        ] {
            assert!(read_told(wrong.trim_end()).is_err(), "{wrong}");
        }
    }
}
