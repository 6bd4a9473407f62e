//! `fsck`: every check of a project and of what lies beside it, and a sound copy of what can be read.

use super::args::Fsck;
use super::say::{Failure, Outcome, answer, note, problem};
use crate::storage::disk::RealDisk;
use crate::storage::{Checked, Finding, check, keep_off, named_project, open, project_path};
use serde_json::{Value, json};
use std::path::Path;

pub(super) fn run(args: &Fsck) -> Outcome {
    let path = named_project(&args.project);
    if let Some(copy) = &args.output {
        keep_off(&RealDisk, &path, &project_path(copy)).map_err(Failure::Use)?;
    }
    let checked = check(&RealDisk, &path);
    let copied = args.output.as_ref().map(|copy| {
        let copy = project_path(copy);
        let project = checked
            .project
            .clone()
            .ok_or("No copy was made: nothing of the project can be read.")?;
        let made = open::create_copy(&copy, &path, project).map_err(|error| error.to_string())?;
        made.ready().notices.iter().for_each(|says| note(says));
        if let Some(mut ledger) = made.into_ledger()
            && let Err(error) = ledger.copy_originals(&path)
        {
            note(&format!(
                "Not all originals were copied. {error} Their texts are in the copy."
            ));
        }
        Ok::<_, String>(copy)
    });
    let copy = copied.as_ref().and_then(|copied| copied.as_ref().ok());
    let sound = checked.problems.is_empty();
    let value = json!({
        "project": path, "sound": sound, "problems": list(&checked.problems), "notes": list(&checked.notes), "copy": copy,
        "lacks": checked.lacks, "unknown": checked.unknown, "recoverable": checked.recoverable,
    });
    let mut people = lines(&checked);
    people.push(match checked.problems.len() {
        0 if checked.unknown.is_some() => {
            format!("{} is sound, as far as this version knows it.", path.display())
        }
        0 => format!("{} is sound.", path.display()),
        1 => format!("{} has 1 problem.", path.display()),
        n => format!("{} has {n} problems.", path.display()),
    });
    people.extend(copy.map(|copy| copied_says(copy, &checked)));
    answer(args.json.json, &value, &people.join("\n"))?;
    match copied {
        Some(Err(says)) => Err(problem(says)),
        Some(Ok(_)) if sound && checked.unknown.is_some() => Err(problem(
            "The copy is not the whole project; what it lacks is said above.",
        )),
        _ if sound => Ok(()),
        _ => Err(problem(
            "Not all of the project is sound. What was checked is as it was.",
        )),
    }
}

/// What the copy is, and what it lacks.
fn copied_says(copy: &Path, checked: &Checked) -> String {
    let copy = copy.display();
    match (&checked.lacks, &checked.unknown) {
        (None, None) => format!("A sound copy is {copy}."),
        (Some(lacks), _) if checked.recoverable > 0 => format!(
            "A sound copy of what could be read is {copy}. It is not all there was: {lacks}. “onus recover” can give more."
        ),
        (Some(lacks), _) => {
            format!("A sound copy of what could be read is {copy}. It is not all there was: {lacks}.")
        }
        (None, Some(unknown)) => {
            format!("A copy of what this version knows is {copy}. It lacks what it does not know: {unknown}.")
        }
    }
}

fn list(findings: &[Finding]) -> Vec<Value> {
    let value = |finding: &Finding| {
        json!({
            "file": finding.path, "line": finding.line, "character": finding.column, "says": finding.says,
        })
    };
    findings.iter().map(value).collect()
}

/// A line for each finding, problems first.
fn lines(checked: &Checked) -> Vec<String> {
    let all = checked.problems.iter().chain(&checked.notes);
    all.map(|finding| {
        let name = finding.path.file_name().unwrap_or_default().to_string_lossy();
        match (finding.line, finding.column) {
            (Some(line), Some(column)) => {
                format!("{name}, line {line}, character {column}: {}", finding.says)
            }
            (Some(line), None) => format!("{name}, line {line}: {}", finding.says),
            _ => format!("{name}: {}", finding.says),
        }
    })
    .collect()
}
