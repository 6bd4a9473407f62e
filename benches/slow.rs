//! What a slow disk does to the window: how long its frames take while edits are kept and the project is saved, on this disk
//! and on a simulated one that takes 200 ms for a sync: `cargo bench --bench slow`.
#![allow(clippy::unwrap_used)]
#![allow(dead_code)] // Not every bench does all that a desk can.

mod desk;
#[path = "../tests/support/disk/mod.rs"]
mod disk;
mod measure;

use desk::{Desk, row};
use measure::{SIZE, cores, honest};
use onus::project::{Annotation, Project};
use onus::session::{Answer, Caret, Command, Named};
use onus::storage::disk::{Disk, RealDisk};
use onus::storage::{SaveState, Store, open};
use onus::text::Span;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A frame, 99 of 100.
const FRAME: f64 = 4.0;
/// A screen of 60 frames a second.
const STEP: Duration = Duration::from_micros(16_667);
/// An analyst who tags without a pause.
const EDITS: usize = 60;
const BETWEEN: Duration = Duration::from_millis(100);

fn main() {
    let project = honest();
    println!(
        "{} annotations in {} MB, {} cores; median, 99th percentile, longest",
        SIZE.annotations,
        SIZE.bytes / 1_000_000,
        cores()
    );
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    tagged(
        "this disk",
        Arc::new(RealDisk),
        &folder.path().join("p.onus.ron"),
        &project,
    );
    let slow = disk::SimDisk::with_folder("/disk");
    let shared = slow.shared();
    drop(open::create_on(&shared, Path::new("/disk/p.onus.ron"), project.clone()).unwrap());
    slow.slow(Duration::from_millis(200));
    tagged("200 ms a sync", shared, Path::new("/disk/p.onus.ron"), &project);
}

/// Tags passages one after the other, saves twice meanwhile, and draws at the pace of a screen.
fn tagged(what: &str, disk: Arc<dyn Disk>, path: &Path, project: &Project) {
    if disk.length(path).unwrap().is_none() {
        drop(open::create_on(&disk, path, project.clone()).unwrap());
    }
    let store = Store::new(None, || {}).on(disk);
    let mut desk = Desk::on(store, 1920.0, 1080.0);
    desk.session.run(Command::Open(path.to_owned()));
    desk.session.wait();
    desk.run(Command::Named(Named::PasteSource));
    desk.session.run(Command::Answer(Answer::Handle("A1".into())));
    desk.run(Command::Named(Named::Escape));
    let tag = *project.tags.keys().next().unwrap();
    let source = *project.sources.keys().next().unwrap();
    desk.run(Command::OpenSource(source));
    desk.settle();
    let spans: Vec<Span> = project
        .annotations
        .values()
        .filter(|a| a.source == source)
        .flat_map(|a: &Arc<Annotation>| a.spans().first().copied())
        .step_by(project.annotations.len() / EDITS)
        .take(EDITS)
        .collect();
    let (mut frames, mut edits, mut kept) = (Vec::new(), Vec::new(), 0);
    for (n, span) in spans.iter().enumerate() {
        desk.run(Command::Select(Caret::over(*span)));
        edits.push(desk.run(Command::Tag(tag)));
        if n % 20 == 10 {
            desk.run(Command::Named(Named::Save));
        }
        let begin = Instant::now();
        while begin.elapsed() < BETWEEN {
            let frame = desk.frame(Vec::new());
            kept += usize::from(desk.session.store().status().unwrap().unkept == 0);
            frames.push(frame);
            std::thread::sleep(STEP.saturating_sub(frame));
        }
    }
    desk.run(Command::Named(Named::Save));
    let begin = Instant::now();
    let mut last = Vec::new();
    while desk.session.store().status().unwrap().state != SaveState::Saved {
        let frame = desk.frame(Vec::new());
        last.push(frame);
        std::thread::sleep(STEP.saturating_sub(frame));
    }
    let saved = begin.elapsed();
    println!(
        "\n{what}: all was saved {:.0} ms after it was asked for",
        saved.as_secs_f64() * 1e3
    );
    println!(
        "{kept} of {} frames while tagging had every edit on the disk",
        frames.len()
    );
    row("tag, to what is seen", edits, 50.0);
    row("frames while tagging, with three saves", frames, FRAME);
    if !last.is_empty() {
        row("frames until all is saved", last, FRAME);
    }
}
