//! The main job in the window without a display, once by the names of things and once by the keyboard alone. What comes
//! of it is what a person gets in the real window: the same records, but for their ids and times.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod desk;
mod support;

use desk::Hands;
use eframe::egui::accesskit::Role;
use onus::exchange::json;
use onus::project::claim_tag;
use onus::protect::{Options, Outgoing};
use onus::session::{Answer, Caret, Command, Named};
use onus::storage::open;
use onus::text::Span;
use std::path::{Path, PathBuf};
use support::plain::plain;

const POST: &str = "起底“资通电军”\n\n国家安全部称，“匿名64”不是普通的黑客组织。\n\n该组织由“资通电军”操纵。\n\n通报附有一张被篡改网页的截图。\n";
const CLAIM: &str = "国家安全部称，“匿名64”不是普通的黑客组织";

/// A folder with the post in GB18030, and where the project and its export will lie.
fn ground() -> (tempfile::TempDir, String, String, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let name = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (post, project, export) = (
        name("post.txt"),
        name("first-case.onus.ron"),
        name("first-case.json"),
    );
    std::fs::write(&post, encoding_rs::GB18030.encode(POST).0).unwrap();
    (folder, post, project, export.into())
}

/// The file holds what was meant, and the export what the file holds.
fn compare(project: &str, export: &Path) {
    let saved = open::read(Path::new(project)).unwrap();
    assert_eq!(saved.replayed, 0, "everything is in the file");
    let records = json::export(&Outgoing::new(&saved.project, &Options::default()));
    let exported = std::fs::read_to_string(export).unwrap();
    json::check(&exported).unwrap();
    assert_eq!(exported, records);
    let (begin, end) = ("2025-06-02T08:30:00Z", "2025-06-02T08:40:00Z");
    let seen = plain(&records, begin.parse().unwrap(), end.parse().unwrap());
    assert_eq!(
        seen,
        include_str!("golden/first-case.json"),
        "--- what was saved:\n{seen}"
    );
}

#[test]
fn by_the_names_of_things() {
    let (folder, post, project, export) = ground();
    let mut hands = Hands::start(folder.path(), 7);
    hands.click(Role::Button, "New project");
    hands.type_in("Title", "First case");
    write_over(&mut hands, "Path", &project);
    hands.click(Role::Button, "Begin project");
    hands.wait();

    hands.click(Role::Button, "Search or run a command");
    hands.type_in("Search or run a command", "open path");
    hands.key("Enter");
    write_over(&mut hands, "Path", &post);
    hands.click(Role::Button, "Open");
    hands.wait();
    hands.type_in("Handle", "A1");
    hands.click(Role::Button, "Sign with this handle");
    hands.wait();
    hands.click(Role::Button, "Add this source");
    hands.wait();

    // Words are found, and what is found is selected once one goes on from it.
    select_found(&mut hands, CLAIM);
    hands.click(Role::Button, "Tag as claim");
    hands.click(Role::ComboBox, "Add claimant");
    hands.type_in("Find claimant", "Ministry of State Security");
    hands.click(
        Role::ListBoxOption,
        "Make organisation “Ministry of State Security”",
    );
    hands.click(Role::ComboBox, "Add accused");
    hands.type_in("Find accused", "ICEFCOM");
    hands.click(Role::ListBoxOption, "Make unit “ICEFCOM”");
    select_found(&mut hands, "通报附有一张被篡改网页的截图");
    hands.click(Role::Button, "Tag as evidence");
    hands.click(Role::Button, "Link");
    hands.click(Role::Mark, &format!("Claim: {CLAIM}"));
    hands.type_in("Note", "Only a picture");
    hands.key("Ctrl+Enter");
    hands.key("Ctrl+S");
    hands.wait();
    hands.key("Ctrl+W");
    hands.wait();
    drop(hands);

    let mut hands = Hands::start(folder.path(), 8);
    hands.click_beginning(Role::ListBoxOption, &format!("Open First case, {project}"));
    hands.wait();
    hands.click(Role::Button, "Export");
    hands.click_last(Role::Button, "Export");
    hands.wait();
    compare(&project, &export);
}

/// Puts other words in a field.
fn write_over(hands: &mut Hands, field: &str, words: &str) {
    hands.type_in(field, "");
    hands.key("Ctrl+A");
    hands.write(words);
}

fn select_found(hands: &mut Hands, words: &str) {
    hands.key("Ctrl+F");
    hands.write(words);
    hands.key("Enter");
    hands.key("Escape");
}

#[test]
fn by_the_keyboard_alone() {
    let (folder, post, project, export) = ground();
    let mut hands = Hands::start(folder.path(), 7);
    hands.key("Ctrl+N");
    hands.write("First case");
    hands.key("Tab");
    hands.key("Ctrl+A");
    hands.write(&project);
    hands.key("Enter");
    hands.wait();

    hands.key("Ctrl+Alt+O");
    hands.key("Ctrl+A");
    hands.write(&post);
    hands.key("Enter");
    hands.wait();
    hands.write("A1");
    hands.key("Enter");
    hands.wait();
    hands.key("Enter");
    hands.wait();

    // The third line of the text, which is its second paragraph.
    hands.key("Ctrl+Home");
    hands.key("Ctrl+Down");
    hands.key("Shift+End");
    hands.key("1");
    hands.tab_to("Add claimant");
    hands.key("Down");
    hands.write("Ministry of State Security");
    hands.key("Enter");
    hands.tab_to("Add accused");
    hands.key("Down");
    hands.write("ICEFCOM");
    hands.key("Down");
    hands.key("Down");
    hands.key("Enter");
    hands.key("Escape");
    hands.key("Ctrl+End");
    hands.key("Up");
    hands.key("Home");
    hands.key("Shift+End");
    hands.key("2");
    hands.key("L");
    hands.key("L");
    hands.write("匿名64");
    hands.key("Enter");
    hands.key("Enter");
    hands.write("Only a picture");
    hands.key("Ctrl+Enter");
    hands.key("Ctrl+S");
    hands.wait();
    hands.key("Ctrl+W");
    hands.wait();
    drop(hands);

    let mut hands = Hands::start(folder.path(), 8);
    hands.tab_to("Open First case");
    hands.key("Enter");
    hands.wait();
    hands.key("Ctrl+E");
    hands.key("Enter");
    hands.wait();
    compare(&project, &export);
}

#[test]
fn what_is_being_typed_is_kept_when_the_project_is_saved_or_left() {
    for key in ["Ctrl+S", "Ctrl+W"] {
        let (folder, _, project, _) = ground();
        let mut hands = Hands::start(folder.path(), 7);
        hands.0.state_mut().session.create_at(Path::new(&project), "A");
        hands.wait();
        let session = &mut hands.0.state_mut().session;
        session.run(Named::PasteSource.into());
        session.run(Command::Answer(Answer::Handle("A1".into())));
        session.paste("They call it a front.");
        session.confirm_import();
        session.run(Command::Select(Caret::over(Span::new(0, 20))));
        session.run(Command::TagWithNote(claim_tag()));
        hands.0.run();
        hands.write("Not left yet");
        hands.key(key);
        hands.wait();
        drop(hands);
        let saved = open::read(Path::new(&project)).unwrap();
        let notes: Vec<_> = saved
            .project
            .annotations
            .values()
            .map(|a| a.note.clone())
            .collect();
        assert_eq!(notes, [Some("Not left yet".to_owned())], "{key}");
        assert_eq!(saved.replayed, 0, "{key}: it is in the file");
    }
}
