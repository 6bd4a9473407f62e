//! The main job in the real window, by mouse and keys alone and as a person does it: begin a project, open a Chinese
//! text, drag over a sentence and tag it, fill in who claims it of whom, tag another, link, write a note, save, quit,
//! start again, export. What lies on the disk then is compared with what was meant, field by field.
#![cfg(all(target_os = "linux", feature = "window"))]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "screen/desk.rs"]
mod desk;
mod screen;
mod support;
mod tools;

use desk::{Desk, edits, until};
use onus::exchange::json;
use onus::project::Origin;
use onus::protect::{Options, Outgoing};
use onus::storage::open;
use std::path::PathBuf;
use support::plain::plain;

/// A post in the words of a security service, in GB18030 as many pages of its years were.
const POST: &str = "起底“资通电军”\n\n国家安全部称，“匿名64”不是普通的黑客组织。\n\n该组织由“资通电军”操纵。\n\n通报附有一张被篡改网页的截图。\n";

/// Heights of the lines of the post on the page, in pixels, and sides left and right of all of them.
const SENTENCE: i32 = 248;
const PICTURE: i32 = 338;
const LEFT: i32 = 370;
const RIGHT: i32 = 1000;
/// In the field of the claimant, as long as there is none.
const CLAIMANT: (i32, i32) = (1240, 163);
/// On the first project of the start page.
const RECENT: (i32, i32) = (300, 226);

#[test]
fn a_person_does_the_main_job_by_mouse_and_keys() {
    if !tools::present(&["Xvfb", "xdotool"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let post = folder.path().join("post.txt");
    std::fs::write(&post, encoding_rs::GB18030.encode(POST).0).unwrap();
    let project = folder.path().join("first-case.onus.ron");
    let begin = Origin::system().now();

    let desk = Desk::start(folder.path());
    desk.keys(&["ctrl+n"]);
    desk.write("First case");
    desk.keys(&["Return"]);
    until("the project", || project.exists());
    desk.look();

    desk.keys(&["ctrl+alt+o", "ctrl+a"]);
    desk.write(post.to_str().unwrap());
    desk.keys(&["Return"]);
    desk.write("A1");
    desk.keys(&["Return", "Return"]);
    until("the source", || edits(&project).len() == 1);
    desk.look();

    desk.drag(SENTENCE, LEFT..=RIGHT);
    desk.keys(&["1"]);
    desk.click(CLAIMANT);
    desk.write("Ministry of State Security");
    desk.keys(&["Return"]);
    // On to the accused, past who reports it; a list opens with the arrow, and the third offer is a unit.
    desk.keys(&["Tab", "Tab", "Down"]);
    desk.write("ICEFCOM");
    desk.keys(&["Down", "Down", "Return"]);
    desk.drag(PICTURE, LEFT..=RIGHT);
    desk.keys(&["2", "l"]);
    desk.click((500, SENTENCE));
    desk.keys(&["Return"]);
    desk.write("Only a picture");
    desk.keys(&["Tab"]);
    let meant = [
        "Add source",
        "Tag as claim",
        "Change claimant",
        "Change accused",
        "Tag as evidence",
        "Link: supports",
        "Change note",
    ];
    desk.look();
    assert_eq!(edits(&project), meant);
    let before = std::fs::read(&project).unwrap();
    desk.keys(&["ctrl+s"]);
    until("the file", || std::fs::read(&project).unwrap() != before);
    desk.quit();
    let saved = open::read(&project).unwrap();
    assert_eq!(saved.replayed, 0, "everything is in the file");

    let desk = Desk::start(folder.path());
    desk.click(RECENT);
    desk.keys(&["ctrl+e", "Return"]);
    let export: PathBuf = folder.path().join("first-case.json");
    until("the export", || export.exists());
    desk.quit();

    let exported = std::fs::read_to_string(&export).unwrap();
    json::check(&exported).unwrap();
    let records = json::export(&Outgoing::new(&saved.project, &Options::default()));
    assert_eq!(exported, records, "the export is what was saved");
    let seen = plain(&records, begin, Origin::system().now());
    let meant = include_str!("golden/first-case.json");
    assert_eq!(seen, meant, "--- what was saved:\n{seen}");
}
