//! `pack` and `unpack`: a project and its originals in one file, and back.

use super::args::{Pack, Unpack};
use super::say::{Outcome, answer, note, problem};
use crate::storage::disk::{RealDisk, real_disk};
use crate::storage::named_project;
use serde_json::json;

pub(super) fn pack(args: &Pack) -> Outcome {
    let project = named_project(&args.project);
    let packed = crate::storage::pack(&RealDisk, &project, &args.output).map_err(problem)?;
    packed.says.iter().for_each(|says| note(says));
    for title in &packed.missing {
        note(&format!(
            "The original of “{title}” is not beside the project; its text is in it."
        ));
    }
    for title in &packed.changed {
        note(&format!(
            "The original of “{title}” was changed, and is left out; its text is in the project."
        ));
    }
    let mut says = format!(
        "Packed the project and {} into {}.",
        originals(packed.originals),
        args.output.display()
    );
    match packed.edits {
        0 => {}
        1 => says.push_str(" 1 edit that was only in the history is in it."),
        n => says.push_str(&format!(" {n} edits that were only in the history are in it.")),
    }
    let value = json!({
        "output": args.output, "originals": packed.originals, "edits": packed.edits, "missing": packed.missing,
        "changed": packed.changed,
    });
    answer(args.json.json, &value, &says)?;
    match packed.changed.is_empty() {
        true => Ok(()),
        false => Err(problem("Not all originals are what they were.")),
    }
}

pub(super) fn unpack(args: &Unpack) -> Outcome {
    let unpacked =
        crate::storage::unpack(&real_disk(), &args.packed, args.output.as_deref()).map_err(problem)?;
    unpacked.says.iter().for_each(|says| note(says));
    let says = format!(
        "Unpacked {} with {}.",
        unpacked.project.display(),
        originals(unpacked.originals)
    );
    let value = json!({"project": unpacked.project, "originals": unpacked.originals});
    answer(args.json.json, &value, &says)
}

fn originals(n: usize) -> String {
    match n {
        0 => "no originals".into(),
        1 => "1 original".into(),
        n => format!("{n} originals"),
    }
}
