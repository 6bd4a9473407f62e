//! `fsck`: every check of a project and of what lies beside it, and a sound copy of what can be read.

use super::args::Fsck;
use super::say::{Failure, Outcome, answer, note, problem};
use crate::storage::disk::RealDisk;
use crate::storage::{Checked, Finding, check, keep_off, named_project, open, project_path};
use serde_json::{Value, json};

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
    });
    let mut people = lines(&checked);
    people.push(match checked.problems.len() {
        0 => format!("{} is sound.", path.display()),
        1 => format!("{} has 1 problem.", path.display()),
        n => format!("{} has {n} problems.", path.display()),
    });
    people.extend(copy.map(|copy| format!("A sound copy of what could be read is {}.", copy.display())));
    answer(args.json.json, &value, &people.join("\n"))?;
    match copied {
        Some(Err(says)) => Err(problem(says)),
        _ if sound => Ok(()),
        _ => Err(problem(
            "Not all of the project is sound. What was checked is as it was.",
        )),
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
