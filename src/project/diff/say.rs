//! A difference in sentences.

use super::value::{joined, shown, words};
use super::{Change, FieldChange};
use crate::project::naming::{capitalised, counted, spaced};
use crate::project::record::*;
use crate::project::slot::Slot;
use crate::project::{FieldKind, Project};
use serde_json::Value;
use std::collections::BTreeMap;

impl Change {
    /// What happened to the record, a sentence for each field. What a record is called is asked of the project in which
    /// it is still there.
    pub fn sentences(&self, before: &Project, after: &Project) -> Vec<String> {
        match (&self.before, &self.after) {
            (None, Some(record)) => vec![capitalised(&format!("{} was added.", after.call(record)))],
            (Some(record), None) => vec![capitalised(&format!("{} was deleted.", before.call(record)))],
            (Some(old), Some(new)) => {
                let name = capitalised(&before.call(old));
                let mut fields = self.fields();
                if fields.iter().any(|f| f.slot.name != "modified") {
                    // It always goes along.
                    fields.retain(|f| f.slot.name != "modified");
                }
                let say = |field: &FieldChange| field.sentence((before, old), (after, new));
                fields.iter().map(|f| format!("{name}: {}.", say(f))).collect()
            }
            (None, None) => Vec::new(),
        }
    }
}

impl FieldChange {
    fn sentence(&self, old: (&Project, &Record), new: (&Project, &Record)) -> String {
        let field = field_words(&self.slot);
        if matches!(self.slot.kind, FieldKind::Set | FieldKind::KeyedList) {
            return self.list_sentence(&field, old, new);
        }
        let was = || shown(old.0, old.1, &self.slot, self.before.as_ref());
        let is = || shown(new.0, new.1, &self.slot, self.after.as_ref());
        match (&self.before, &self.after) {
            _ if matches!(self.slot.name, "text" | "capture") && matches!(old.1, Record::Source(_)) => {
                let did = match (&self.before, &self.after) {
                    (None, _) => "added",
                    (_, None) => "removed",
                    _ => "replaced",
                };
                format!("the {field} was {did}")
            }
            (None, _) => format!("the {field} was set to {}", is()),
            (_, None) => format!("the {field} {} was removed", was()),
            _ => format!("the {field} was changed from {} to {}", was(), is()),
        }
    }

    fn list_sentence(&self, field: &str, old: (&Project, &Record), new: (&Project, &Record)) -> String {
        let (before, after) = (entries(self.before.as_ref()), entries(self.after.as_ref()));
        let said = |(project, record): (&Project, &Record), list: &[Value], without: &[Value]| {
            let source = match record {
                Record::Annotation(a) => Some(a.source),
                _ => None,
            };
            let apart = list.iter().filter(|v| !without.contains(v));
            joined(apart.map(|v| words(project, source, v)), "; ")
        };
        let (added, gone) = (said(new, after, before), said(old, before, after));
        match (added.is_empty(), gone.is_empty()) {
            (true, true) => format!("the {field} were put in another order"),
            (false, true) => format!("{added} was added to the {field}"),
            (true, false) => format!("{gone} was removed from the {field}"),
            (false, false) => format!("in the {field}, {gone} gave way to {added}"),
        }
    }
}

fn entries(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// What a field is called in a sentence.
pub(crate) fn field_words(slot: &Slot) -> String {
    match slot.name {
        "anchor" => "passage".into(),
        "body" => "tag".into(),
        "discloses" => "list of what it discloses".into(),
        "from" if slot.kind == FieldKind::Set => "starts".into(),
        "from" => "beginning".into(),
        "to" => "end".into(),
        "via" => "reporters".into(),
        "modified" => "mark of the last change".into(),
        "created" => "mark of who made it".into(),
        "was" => "cited source it replaced".into(),
        name => spaced(name),
    }
}

/// How many records of each kind were added, changed and deleted, in a sentence a kind.
pub fn summary(changes: &[Change]) -> Vec<String> {
    let mut kinds: BTreeMap<Kind, [usize; 3]> = BTreeMap::new();
    for change in changes {
        let what = match (&change.before, &change.after) {
            (None, _) => 0,
            (_, None) => 2,
            _ => 1,
        };
        if let Some(count) = kinds.entry(change.kind).or_default().get_mut(what) {
            *count += 1;
        }
    }
    kinds
        .into_iter()
        .map(|(kind, counts)| of_kind(kind, counts))
        .collect()
}

fn of_kind(kind: Kind, counts: [usize; 3]) -> String {
    if kind == Kind::Project {
        return "The description of the project was changed.".into();
    }
    let parts = counts.into_iter().zip(["added", "changed", "deleted"]);
    let mut said: Vec<String> = Vec::new();
    for (n, what) in parts.filter(|(n, _)| *n > 0) {
        said.push(match said.is_empty() {
            true => format!("{} {what}", counted(kind, n)),
            false => format!("{n} {what}"),
        });
    }
    format!("{}.", said.join(", "))
}
