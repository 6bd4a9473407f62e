//! `export`: out through the gate.

use super::args::{Export, Format};
use super::say::{Failure, Outcome, Progress, answer, note, problem, whole};
use crate::exchange::json;
use crate::project::*;
use crate::protect::{Options, Outgoing, says_less};
use crate::storage::disk::RealDisk;
use crate::storage::{Store, keep_off, named_project, open};
use serde_json::{Map, Value, json};
use std::path::Path;

pub(super) fn run(args: Export) -> Outcome {
    let Export {
        project,
        format: Format::Json,
        output,
        texts,
        marking,
        json,
    } = args;
    let marking = marking
        .map(|tags| Marking::from_tags(tags.split(',').map(str::trim).filter(|t| !t.is_empty())))
        .transpose()
        .map_err(|e| Failure::Use(e.to_string()))?;
    if marking.is_some_and(Marking::is_empty) {
        return Err(Failure::Use(
            "An empty marking would leave nothing out: name one, such as tlp:green, or leave --marking away."
                .into(),
        ));
    }
    let project = named_project(&project);
    keep_off(&RealDisk, &project, &output).map_err(Failure::Use)?;
    let ready = open::read(&project).map_err(problem)?;
    ready.says().iter().for_each(|says| note(says));
    let outgoing = Outgoing::new(
        &ready.project,
        &Options {
            marking,
            texts,
            ..Options::default()
        },
    );
    let report = outgoing.report();
    let about = ready.project.about();
    says_less(outgoing.project().about().marking, about.marking)
        .iter()
        .for_each(|says| note(says));
    let left_out: usize = report.left_out.values().sum();
    if !report.shown.is_empty() {
        note(&format!(
            "This export shows {} protected people.",
            report.shown.len()
        ));
    }
    if left_out > 0 {
        note(&format!(
            "{left_out} records are marked stricter, or need or rest on one that is, and stay out."
        ));
    }
    let mut bytes = Vec::new();
    let mut progress = Progress::new("Exporting");
    json::write(&outgoing, &mut bytes, |done, all| progress.at(done, all)).map_err(problem)?;
    drop(progress);
    let text = String::from_utf8(bytes).map_err(problem)?;
    json::check_export(&text, &outgoing)
        .map_err(|e| problem(format!("Not exported, nothing was written. {e}")))?;
    if output == Path::new("-") {
        print_exactly(&text)?;
        return whole(&ready);
    }
    let written = Store::new(None, || ()).write(output.clone(), text.into_bytes());
    let written = written.recv().map_err(problem)?;
    written.map_err(problem)?;
    let by_kind: Map<String, Value> = report
        .left_out
        .iter()
        .map(|(k, n)| (k.table().to_owned(), json!(n)))
        .collect();
    let value = json!({
        "output": output, "complete": !ready.incomplete, "protected_people_shown": report.shown.len(), "left_out": by_kind, "trimmed": report.trimmed,
    });
    answer(json.json, &value, &format!("Exported to {}.", output.display()))?;
    whole(&ready)
}

/// The export's bytes and not one more.
fn print_exactly(text: &str) -> Outcome {
    use std::io::Write;
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => Err(problem(format!("Not printed: {e}."))),
        _ => Ok(()),
    }
}
