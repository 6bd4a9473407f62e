//! `show` and `validate`: looking without changing.

use super::args::Look;
use super::say::{Outcome, answer, note, problem, whole};
use crate::exchange::json;
use crate::project::*;
use crate::storage::disk::{Disk, RealDisk, reason};
use crate::storage::named_project;
use crate::storage::open::{self, FILE_LIMIT, Ready};
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::Path;

pub(super) fn show(args: &Look) -> Outcome {
    let ready = open::read(&named_project(&args.project)).map_err(problem)?;
    let Ready {
        project,
        replayed,
        read_only,
        notices,
        left_out,
        ..
    } = &ready;
    let notices = &[&notices[..], &left_out.says()].concat();
    read_only.iter().for_each(|says| note(says));
    let counts: Map<String, Value> = counts(project)
        .into_iter()
        .map(|(k, n)| (k.table().to_owned(), json!(n)))
        .collect();
    let sources: Vec<Value> = project
        .sources
        .values()
        .map(|s| source_json(project, s))
        .collect();
    let value = json!({
        "title": project.about().title, "id": project.about().id, "marking": project.about().marking,
        "not_yet_saved": replayed, "counts": counts, "sources": sources, "notices": notices,
        "complete": !ready.incomplete,
    });
    answer(
        args.json.json,
        &value,
        people(project, *replayed, notices).trim_end(),
    )?;
    whole(&ready)
}

fn counts(project: &Project) -> Vec<(Kind, usize)> {
    Kind::ALL
        .iter()
        .skip(1)
        .map(|kind| (*kind, project.count(*kind)))
        .collect()
}

fn source_json(project: &Project, source: &Source) -> Value {
    json!({
        "id": source.id, "title": source.title, "kind": source.kind, "language": source.language,
        "published": source.published, "held": source.is_held(),
        "annotations": project.annotations_in(source.id).count(),
    })
}

fn people(project: &Project, replayed: usize, notices: &[String]) -> String {
    let about = project.about();
    let mut out = format!("{}\n", about.title);
    if let Some(description) = &about.description {
        let _ = writeln!(out, "{description}");
    }
    let _ = writeln!(out);
    for (kind, count) in counts(project).into_iter().filter(|(_, count)| *count > 0) {
        let _ = writeln!(out, "{count:>8} {}", kind.table());
    }
    let _ = writeln!(out);
    for source in project.sources.values() {
        let date = source
            .published
            .as_ref()
            .map_or_else(|| "undated".to_owned(), ToString::to_string);
        let held = if source.is_held() { "" } else { ", cited only" };
        let passages = project.annotations_in(source.id).count();
        let _ = writeln!(
            out,
            "{date:<12} {} ({}, {passages} passages{held})",
            source.title, source.language
        );
    }
    if replayed > 0 {
        let _ = writeln!(
            out,
            "\n{replayed} edits are in the history and not yet in the file."
        );
    }
    for says in notices {
        let _ = writeln!(out, "\n{says}");
    }
    out
}

/// A project or an export: told apart by their first character.
pub(super) fn validate(args: &Look) -> Outcome {
    let path = &named_project(&args.project);
    let bytes = RealDisk
        .read(path, FILE_LIMIT)
        .map_err(|e| problem(format!("{} was not read: {}.", path.display(), reason(&e))))?;
    let says = if bytes.iter().find(|b| !b.is_ascii_whitespace()) == Some(&b'{') {
        validate_export(path, &bytes)
    } else {
        validate_project(path)
    };
    match says {
        Ok(says) => answer(args.json.json, &json!({"valid": true, "says": says}), &says),
        Err(says) if args.json.json => {
            answer(true, &json!({"valid": false, "says": says}), "")?;
            Err(problem(says))
        }
        Err(says) => Err(problem(says)),
    }
}

fn validate_export(path: &Path, bytes: &[u8]) -> Result<String, String> {
    let text = std::str::from_utf8(bytes).map_err(|e| format!("{} is not UTF-8: {e}.", path.display()))?;
    let value = json::check(text).map_err(|e| format!("{} is not valid. {e}", path.display()))?;
    let full = value.pointer("/project/texts").and_then(Value::as_str) == Some("full");
    if full {
        let problems = json::import(text)
            .map_err(|e| e.to_string())?
            .into_project()
            .err()
            .unwrap_or_default();
        if !problems.is_empty() {
            return Err(list(path, &problems));
        }
    }
    Ok(format!(
        "{} is a valid export in the shared schema 1.0.",
        path.display()
    ))
}

fn validate_project(path: &Path) -> Result<String, String> {
    let ready = open::read(path).map_err(|e| e.to_string())?;
    ready.says().iter().for_each(|says| note(says));
    let problems = ready.project.validate();
    if ready.incomplete {
        Err(format!(
            "{} is not sound as a whole: not all of it was there to be read.",
            path.display()
        ))
    } else if problems.is_empty() {
        Ok(format!("{} is sound.", path.display()))
    } else {
        Err(list(path, &problems))
    }
}

fn list(path: &Path, problems: &[Problem]) -> String {
    let lines: Vec<String> = problems.iter().take(50).map(ToString::to_string).collect();
    format!(
        "{} has {} problems.\n{}",
        path.display(),
        problems.len(),
        lines.join("\n")
    )
}
