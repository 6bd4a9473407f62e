//! `history`, `compact` and `recover`: what was done before, and what is left of it.

use super::args::{History, Look, Recover};
use super::say::{Outcome, answer, note, problem};
use crate::storage::open::{self, Beyond};
use crate::storage::{Chronicle, Chronicled, chronicle_of, named_project, project_path, recover};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

pub(super) fn history(args: &History) -> Outcome {
    let told = chronicle_of(&named_project(&args.project), args.history.as_deref()).map_err(problem)?;
    let entries: Vec<Value> = told
        .entries
        .iter()
        .map(|entry| entry_json(&told, entry))
        .collect();
    let unsaved = told
        .entries
        .iter()
        .filter(|entry| told.is_in_file(entry.number) == Some(false))
        .count();
    let value = json!({
        "edits": entries, "count": told.entries.len(), "not_in_file": told.in_file.map(|_| unsaved),
        "belongs_to_file": told.in_file.is_some(), "damaged_lines": told.damaged,
    });
    answer(args.json.json, &value, people(&told, unsaved).trim_end())?;
    match told.damaged.as_slice() {
        [] => Ok(()),
        [line] => Err(problem(format!("Line {line} of the history is damaged."))),
        [line, ..] => Err(problem(format!(
            "{} lines of the history are damaged, the first of them line {line}.",
            told.damaged.len()
        ))),
    }
}

fn entry_json(told: &Chronicle, entry: &Chronicled) -> Value {
    let deed = &entry.deed;
    json!({
        "number": entry.number, "label": deed.label, "step": deed.step, "by": deed.by, "handle": deed.handle,
        "at": deed.at, "changed": entry.put, "deleted": entry.deleted, "in_file": told.is_in_file(entry.number),
    })
}

fn people(told: &Chronicle, unsaved: usize) -> String {
    let mut out = String::new();
    for entry in &told.entries {
        let deed = &entry.deed;
        let handle = deed.handle.as_deref().unwrap_or("somebody unknown");
        let mark = if told.is_in_file(entry.number) == Some(false) {
            '*'
        } else {
            ' '
        };
        let counts = counts(&entry.put, "changed")
            .into_iter()
            .chain(counts(&entry.deleted, "deleted"));
        let counts: Vec<String> = counts.collect();
        let _ = writeln!(
            out,
            "{:>6}{mark} {}  {handle}: {} ({})",
            entry.number,
            deed.at,
            deed.step.says(&deed.label),
            counts.join("; ")
        );
    }
    let _ = match (told.entries.len(), told.in_file) {
        (0, _) => writeln!(out, "There are no edits in the history."),
        (n, None) => writeln!(
            out,
            "\n{n} edits. {}",
            told.file_says.as_deref().unwrap_or_default()
        ),
        (n, Some(_)) if unsaved == 0 => writeln!(out, "\n{n} edits, all in the file."),
        (n, Some(_)) => writeln!(out, "\n{n} edits, {unsaved} of them (*) not in the file."),
    };
    out
}

fn counts(of: &BTreeMap<String, usize>, how: &str) -> Option<String> {
    let counts: Vec<String> = of.iter().map(|(table, n)| format!("{n} {table}")).collect();
    (!counts.is_empty()).then(|| format!("{how} {}", counts.join(", ")))
}

pub(super) fn compact(args: &Look) -> Outcome {
    let found = open::look(&named_project(&args.project)).map_err(problem)?;
    if let Some(says) = found.read_only() {
        return Err(problem(format!("The history was left as it is. {says}")));
    }
    if *found.past() != Beyond::Nothing {
        let to_do = match found.past() {
            Beyond::Unsaved(_) => "Open the project and save it first.",
            _ => "Open the project, choose what becomes of it, and save first.",
        };
        return Err(problem(format!(
            "The history was left as it is. {} {to_do}",
            found.past()
        )));
    }
    let opened = found.with_edits().map_err(problem)?;
    let mut ledger = opened
        .into_ledger()
        .ok_or_else(|| problem("The history was left as it is: the project may only be read."))?;
    let done = ledger.compact().map_err(problem)?;
    let says = match done.before == done.after {
        true => format!(
            "The history has {} bytes, and cannot be made shorter.",
            done.before
        ),
        false => format!(
            "The history had {} bytes, and now has {}.",
            done.before, done.after
        ),
    };
    answer(
        args.json.json,
        &json!({"before": done.before, "after": done.after}),
        &says,
    )
}

pub(super) fn recover_copy(args: &Recover) -> Outcome {
    let from = named_project(&args.project);
    let recovered = recover(&from, args.history.as_deref()).map_err(problem)?;
    recovered.says.iter().for_each(|says| note(says));
    let path = project_path(&args.output);
    let count = recovered.applied.len();
    let last = recovered
        .applied
        .last()
        .map(|deed| format!("{}, {}", deed.says(), deed.at));
    let value = json!({
        "project": path, "applied": count, "last": last, "complete": recovered.whole, "more": recovered.more,
        "less": recovered.less, "says": recovered.says,
    });
    let is_whole = recovered.whole;
    let opened = open::copy_recovered(&path, recovered).map_err(problem)?;
    opened.ready().notices.iter().for_each(|says| note(says));
    let mut people = format!("Made {}.", path.display());
    if let Some(last) = &last {
        let _ = write!(people, " The last edit in it: {last}.");
    }
    answer(args.json.json, &value, &people)?;
    match is_whole {
        true => Ok(()),
        false => Err(problem(
            "Not everything could be recovered; what could not is said above.",
        )),
    }
}
