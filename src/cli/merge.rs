//! `diff` and `merge`: what two versions of a project have that the other has not, and one project of both.

use super::args::{Diff, Merge as Args};
use super::import::Desk;
use super::say::{Failure, Outcome, answer, note, problem};
use crate::project::diff::{Change, diff, summary};
use crate::project::merge::{Conflict, Merge, Side};
use crate::project::*;
use crate::storage::disk::{Disk, RealDisk, reason, replace};
use crate::storage::open::{self, Ready};
use crate::storage::{Store, format, named_project, project_path};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Tells the difference; `diff` is the example for its exit codes.
pub(super) fn tell(args: &Diff) -> Outcome {
    let read = |path| {
        read(path).map_err(|failure| match failure {
            Failure::Problem(says) | Failure::Use(says) => Failure::Use(says),
        })
    };
    let (before, after) = (read(&args.before)?, read(&args.after)?);
    let (before, after) = (before.project, after.project);
    let changes = diff(&before, &after);
    let sentences = |change: &Change| change.sentences(&before, &after);
    let list: Vec<Value> = changes
        .iter()
        .map(|change| json!({"kind": change.kind.table(), "id": change.id, "says": sentences(change)}))
        .collect();
    let says = match changes.is_empty() {
        true => vec!["Nothing differs.".to_owned()],
        false => changes.iter().flat_map(sentences).collect(),
    };
    let value = json!({"same": changes.is_empty(), "summary": summary(&changes), "changes": list});
    answer(args.json.json, &value, &says.join("\n"))?;
    match changes.len() {
        0 => Ok(()),
        1 => Err(problem("1 record differs.")),
        n => Err(problem(format!("{n} records differ."))),
    }
}

/// Merges, and writes what comes of it; a conflict keeps ours where both sides are sound.
pub(super) fn run(args: &Args) -> Outcome {
    let out = Out::of(args)?;
    let (ours, theirs) = (whole(&args.ours)?, whole(&args.theirs)?);
    let base = base(&args.base, &ours)?;
    let merge = Merge::new(base, ours, theirs).map_err(problem)?;
    let conflicts = merge.conflicts();
    let path = out.write(&merge, args)?;
    let (taken, open) = (merge.outcome().edits.len(), conflicts.len());
    let value = json!({
        "output": path, "records_taken": taken,
        "conflicts": conflicts.iter().map(|c| conflict_json(&merge, c)).collect::<Vec<_>>(),
    });
    let says = format!("Wrote {}: {} taken over.", path.display(), records(taken));
    if !args.json.json {
        conflicts.iter().for_each(|c| note(&told(&merge, c)));
    }
    answer(args.json.json, &value, &says)?;
    match open {
        0 => Ok(()),
        1 => Err(problem("1 conflict is to be looked at.")),
        n => Err(problem(format!("{n} conflicts are to be looked at."))),
    }
}

fn records(n: usize) -> String {
    if n == 1 {
        "1 record".into()
    } else {
        format!("{n} records")
    }
}

/// A conflict with what each side has, and what was written.
fn told(merge: &Merge, conflict: &Conflict) -> String {
    let value = |side| conflict.value(merge, side);
    let written = conflict.taken.of("ours", "theirs");
    let says = conflict.sentence(merge);
    format!(
        "{says} Ours: {}. Theirs: {}. Written: {written}.",
        value(Side::Ours),
        value(Side::Theirs)
    )
}

fn conflict_json(merge: &Merge, conflict: &Conflict) -> Value {
    json!({
        "kind": conflict.kind.table(), "id": conflict.id, "field": conflict.field().map(|f| f.to_string()),
        "says": conflict.sentence(merge), "ours": conflict.value(merge, Side::Ours),
        "theirs": conflict.value(merge, Side::Theirs), "written": conflict.taken.of("ours", "theirs"),
    })
}

fn read(path: &Path) -> Result<Ready, Failure> {
    let ready = open::read(&named_project(path)).map_err(problem)?;
    ready.says().iter().for_each(|says| note(says));
    Ok(ready)
}

/// A project of which everything was there to be read; what was not read would count as deleted.
fn whole(path: &Path) -> Result<Project, Failure> {
    let ready = read(path)?;
    match ready.incomplete {
        false => Ok(ready.project),
        true => Err(problem(format!(
            "Nothing was merged: not all of {} was there to be read, and what lacks would count as deleted. Open it in the \
             window, which merges what its history holds, or merge a copy of it made by onus recover.",
            path.display()
        ))),
    }
}

/// The project both grew out of. Git gives an empty file where both sides added it; then all they have is new.
fn base(path: &Path, ours: &Project) -> Result<Project, Failure> {
    let named = named_project(path);
    let length = RealDisk
        .length(&named)
        .map_err(|e| problem(format!("{} was not read: {}.", path.display(), reason(&e))))?;
    match length {
        Some(0) => Ok(Project::new(About::new(ours.about().id, String::new()))),
        _ => whole(path),
    }
}

/// Where the merged project goes.
enum Out {
    /// To a file that is not there yet.
    New(PathBuf),
    /// Into the project of ours, as one transaction of its history.
    Ours(PathBuf),
    /// In place of ours, which is no project file by its name and has no companions: git's own file.
    Bare(PathBuf),
}

impl Out {
    fn of(args: &Args) -> Result<Self, Failure> {
        let ours = named_project(&args.ours);
        let resolved = |path: &Path| RealDisk.resolve(path).ok();
        let there = [args.output.clone(), project_path(&args.output)];
        let Some(there) = there.into_iter().find(|path| path.exists()) else {
            return Ok(Self::New(project_path(&args.output)));
        };
        if resolved(&there).is_none() || resolved(&there) != resolved(&ours) {
            return Err(problem(format!(
                "{} is there already, and was left as it is. Name a new file, or OURS itself.",
                there.display()
            )));
        }
        let is_project = there.to_string_lossy().ends_with(".onus.ron");
        Ok(if is_project {
            Self::Ours(there)
        } else {
            Self::Bare(there)
        })
    }

    fn write(self, merge: &Merge, args: &Args) -> Result<PathBuf, Failure> {
        let theirs = named_project(&args.theirs);
        match self {
            Self::New(path) => {
                let (ours, project) = (named_project(&args.ours), merge.outcome().project.clone());
                let opened = open::create_copy(&path, &ours, project).map_err(problem)?;
                let mut store = Store::new(None, || ());
                store.adopt(opened);
                [ours, theirs]
                    .iter()
                    .filter(|from| has_originals(from))
                    .for_each(|from| store.copy_originals(from));
                store.flush();
                store.take_sayings().iter().for_each(|says| note(says));
                store.close();
                Ok(path)
            }
            Self::Ours(path) => {
                let mut desk = Desk::open(&path, args.by.handle.as_deref())?;
                desk.merge(merge.ours(), &merge.outcome().edits)?;
                if has_originals(&theirs) {
                    desk.copy_originals(&theirs);
                }
                desk.close()?;
                Ok(path)
            }
            Self::Bare(path) => {
                let written = format::write(&merge.outcome().project).map_err(problem)?;
                replace(&RealDisk, &path, written.parts()).map_err(problem)?;
                Ok(path)
            }
        }
    }
}

fn has_originals(project: &Path) -> bool {
    crate::storage::paths::sources_path(project).is_dir()
}
