//! `new` and `generate`: projects from nothing.

use super::args::{Generate, New};
use super::honest::{self, Size};
use super::say::{Failure, Outcome, answer, note, problem};
use crate::project::*;
use crate::storage::{Store, open, project_name, project_path};
use serde_json::json;

pub(super) fn new(args: New) -> Outcome {
    let path = project_path(&args.project);
    if args.project.is_dir() || args.project.file_name().is_none() {
        let says = format!("{} is a folder: name the project too.", args.project.display());
        return Err(Failure::Use(says));
    }
    let mut origin = Origin::system();
    let title = args.title.unwrap_or_else(|| project_name(&path));
    let about = About::new(origin.id(), title);
    open::create(&path, Project::new(about)).map_err(problem)?;
    answer(
        args.json.json,
        &json!({"project": path}),
        &format!("Made {}.", path.display()),
    )
}

pub(super) fn generate(args: Generate) -> Outcome {
    let Generate {
        project,
        bytes,
        annotations,
        seed,
        json,
    } = args;
    if bytes < 100 {
        return Err(Failure::Use(
            "A source to annotate has at least 100 bytes: give --bytes 100 or more.".into(),
        ));
    }
    let path = project_path(&project);
    note(&format!("Making {bytes} bytes and {annotations} annotations…"));
    // Generated projects are the same every time, so their clock stands still at a date of their own.
    let start = Timestamp::from_seconds(1_748_736_000).map_err(problem)?;
    let made = honest::project(
        Size {
            bytes,
            annotations,
            seed,
        },
        &mut Origin::seeded(seed, start),
    );
    let original = made
        .sources
        .values()
        .find_map(|s| Some((s.capture.clone()?.sha256, s.text.clone()?)));
    let opened = open::create(&path, made).map_err(problem)?;
    let mut store = Store::new(None, || ());
    store.adopt(opened);
    if let Some((sha256, text)) = original {
        store.keep_original(&sha256, text.value().as_bytes().into());
    }
    store.flush();
    store.take_sayings().iter().for_each(|says| note(says));
    store.close();
    answer(
        json.json,
        &json!({"project": path}),
        &format!("Made {}.", path.display()),
    )
}
