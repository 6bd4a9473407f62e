//! Without a window: five idle minutes write the file, by a clock that is given.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use onus::project::{Origin, Timestamp, claim_tag};
use onus::session::{Answer, Caret, Command, Named, Recovery, Session};
use onus::storage::{SaveState, Store, open};
use onus::text::Span;
use std::path::Path;
use std::time::Duration;

fn at(time: &str) -> Timestamp {
    format!("2025-06-02T{time}Z").parse().unwrap()
}

fn session(folder: &Path) -> Session {
    let mut session = Session::new(Origin::seeded(1, at("08:30:00")), Store::new(None, || ()));
    session.create_at(&folder.join("a"), "A");
    session.wait();
    session.run(Named::PasteSource.into());
    session.run(Command::Answer(Answer::Handle("A1".into())));
    session.paste("They call it a front.");
    session.confirm_import();
    session.run(Named::Save.into());
    session.wait();
    session
}

fn passages(folder: &Path) -> usize {
    // Only the file counts: the history has every edit at once.
    let file = std::fs::read(folder.join("a.onus.ron")).unwrap();
    open::read_bytes(file, b"").unwrap().project.annotations.len()
}

#[test]
fn five_idle_minutes_write_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path());
    assert_eq!(session.idle_at(at("09:00:00")), None, "all is in the file");

    let tag = |session: &mut Session, n: usize| {
        session.run(Command::Select(Caret::over(Span::new(n, n + 4))));
        session.run(Command::Tag(claim_tag()));
        session.store().flush();
        session
            .work()
            .unwrap()
            .project()
            .annotations
            .values()
            .map(|a| a.created.at)
            .max()
            .unwrap()
    };
    let edited = tag(&mut session, 0);
    let after = |edited: Timestamp, seconds| edited.later_by(seconds);
    let wait = |seconds| Some(Duration::from_secs(seconds));
    assert_eq!(session.idle_at(after(edited, 0)), wait(300));
    assert_eq!(session.idle_at(after(edited, 299)), wait(1));
    assert_eq!(passages(folder.path()), 0);
    // Another edit puts it off.
    let edited = tag(&mut session, 5);
    assert_eq!(session.idle_at(after(edited, 100)), wait(200));
    assert_eq!(session.idle_at(after(edited, 300)), wait(300));
    session.wait();
    assert_eq!(session.store().status().unwrap().state, SaveState::Saved);
    assert_eq!(passages(folder.path()), 2);
    assert_eq!(session.idle_at(after(edited, 301)), None);
}

/// A copy of a project whose edit is in its history only, the session that made the edit, and one that opened the copy: of
/// the same analyst, whose profile is drawn from 1, or of another.
fn opened_with_edits(seed: u64) -> (tempfile::TempDir, Session, Session) {
    let folder = tempfile::tempdir().unwrap();
    let mut before = session(folder.path());
    before.run(Command::Select(Caret::over(Span::new(0, 4))));
    before.run(Command::Tag(claim_tag()));
    before.wait();
    let copy = folder.path().join("copy");
    std::fs::create_dir(&copy).unwrap();
    for name in ["a.onus.ron", "a.onus.history"] {
        std::fs::copy(folder.path().join(name), copy.join(name)).unwrap();
    }
    let mut session = Session::new(Origin::seeded(seed, at("10:00:00")), Store::new(None, || ()));
    session.run(Command::Open(copy.join("a.onus.ron")));
    session.wait();
    session.run(Command::Recover(Recovery::WithEdits));
    session.wait();
    (folder, before, session)
}

#[test]
fn edits_that_came_with_the_history_wait_from_the_start_on() {
    let (folder, _before, mut session) = opened_with_edits(2);
    assert_eq!(session.work().unwrap().project().annotations.len(), 1);
    assert_eq!(session.idle_at(at("12:00:00")), Some(Duration::from_secs(300)));
    assert_eq!(session.idle_at(at("12:05:00")), Some(Duration::from_secs(300)));
    session.wait();
    assert_eq!(session.idle_at(at("12:05:01")), None);
    assert_eq!(passages(&folder.path().join("copy")), 1);
}

#[test]
fn ones_own_edits_that_came_with_the_history_can_be_undone() {
    let undo = |session: &Session| {
        session
            .work()
            .unwrap()
            .undo_stack()
            .undo_label()
            .map(str::to_owned)
    };
    let (_folder, before, another) = opened_with_edits(2);
    assert_eq!(
        (undo(&another), undo(&before)),
        (None, Some("Tag as claim".into()))
    );
    let (_folder, before, mut session) = opened_with_edits(1);
    assert_eq!(undo(&session), undo(&before));
    session.run(Named::Undo.into());
    session.run(Command::Answer(Answer::Handle("A1".into())));
    assert_eq!(session.work().unwrap().project().annotations.len(), 0);
    session.run(Named::Redo.into());
    assert_eq!(session.work().unwrap().project().annotations.len(), 1);
}
