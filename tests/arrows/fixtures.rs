//! Shows that the arrow test bites: every wrong arrow in every form it can be written in is found, at its line, and every
//! right one passes.

use crate::rules::{Wrong, check};

/// Every room and the rooms it may use, written out apart from the rule that is tested.
const MAY_USE: [(&str, &str); 12] = [
    ("text", ""),
    ("project", "text"),
    ("find", "text project"),
    ("analysis", "text project find"),
    ("read", "text project find analysis"),
    ("storage", "text project find analysis"),
    ("review", "text project find analysis"),
    ("protect", "text project find analysis"),
    (
        "exchange",
        "text project find analysis read storage review protect",
    ),
    (
        "session",
        "text project find analysis read storage review protect exchange",
    ),
    (
        "cli",
        "text project find analysis read storage review protect exchange session",
    ),
    (
        "ui",
        "text project find analysis read storage review protect exchange session",
    ),
];

/// The forms: the file within its room, and the source with `ROOM` for the room it uses, once.
#[rustfmt::skip]
const FORMS: &[(&str, &str)] = &[
    ("mod.rs", "//! A room.\nuse crate::ROOM::Thing;"),
    ("mod.rs", "pub(crate) use crate::ROOM::Thing as Other;"),
    ("mod.rs", "use crate::ROOM;"),
    ("mod.rs", "use crate::ROOM::*;"),
    ("mod.rs", "use {\n    std::fmt,\n    crate::{\n        ROOM::{self, part::Thing},\n    },\n};"),
    ("mod.rs", "use super::ROOM::Thing;"),
    ("part.rs", "use super::super::ROOM::Thing;"),
    ("part.rs", "use self::super::super::ROOM::Thing;"),
    ("part/mod.rs", "use super::super::{\n    ROOM::Thing,\n};"),
    ("part/piece.rs", "use super::super::super::ROOM::Thing;"),
    ("mod.rs", "mod inner {\n    use super::super::ROOM::Thing;\n}"),
    ("part.rs", "fn f() {\n    crate::ROOM::thing();\n}"),
    ("part.rs", "fn f() {\n    super::super::ROOM::thing();\n}"),
    ("part.rs", "fn f() {\n    let thing = crate::ROOM::Thing { size: 1 };\n}"),
    ("part.rs", "fn f() {\n    use crate::ROOM::thing;\n}"),
    ("part.rs", "fn f() {\n    let all = Vec::<crate::ROOM::Thing>::new();\n}"),
    ("part.rs", "struct S {\n    things: Vec<Option<crate::ROOM::Thing>>,\n}"),
    ("part.rs", "fn f<T>(t: T)\nwhere\n    T: crate::ROOM::Thing,\n{\n}"),
    ("part.rs", "fn f(x: &dyn crate::ROOM::Thing) -> impl Sized {}"),
    ("part.rs", "impl crate::ROOM::Thing for S {}"),
    ("part.rs", "fn f() {\n    <S as crate::ROOM::Thing>::go();\n}"),
    ("part.rs", "fn f(x: u8) {\n    match x {\n        crate::ROOM::LIMIT => {}\n        _ => {}\n    }\n}"),
    ("part.rs", "fn f(x: T) {\n    let crate::ROOM::Thing { size } = x;\n}"),
    ("part.rs", "#[crate::ROOM::shiny]\nstruct S;"),
    ("part.rs", "#[derive(Debug, crate::ROOM::Thing)]\nstruct S;"),
    ("part.rs", "struct S {\n    #[serde(with = \"crate::ROOM::thing\")]\n    size: u8,\n}"),
    ("part.rs", "fn f() {\n    crate::ROOM::thing!();\n}"),
    ("part.rs", "fn f() {\n    assert_eq!(1, 1 + crate::ROOM::thing(), \"{}\", 2);\n}"),
    ("part.rs", "fn f() {\n    assert!(x == [super::super::ROOM::thing()]);\n}"),
    ("mod.rs", "fn f() {\n    vec![self::super::ROOM::thing()];\n}"),
    ("part.rs", "macro_rules! m {\n    ($x:expr) => {\n        $crate::ROOM::thing($x)\n    };\n}"),
    ("part.rs", "macro_rules! m {\n    () => {\n        use crate::{ROOM::{self, part::Thing}};\n    };\n}"),
    ("part.rs", "macro_rules! m {\n    () => {\n        use crate::ROOM::*;\n    };\n}"),
    ("part.rs", "macro_rules! m {\n    () => {\n        #[serde(with = \"crate::ROOM::thing\")]\n        struct S;\n    };\n}"),
    ("part.rs", "#[cfg(test)]\nmod tests {\n    use crate::ROOM::Thing;\n}"),
];

#[test]
fn a_wrong_arrow_is_found_in_every_form_and_a_right_one_passes() {
    for (from, may_use) in MAY_USE {
        for (to, _) in MAY_USE {
            if from == to {
                continue;
            }
            let right = may_use.split(' ').any(|room| room == to);
            for (name, form) in FORMS {
                let file = format!("src/{from}/{name}");
                let source = form.replace("ROOM", to);
                let found = check_one(&file, &source);
                if right {
                    assert!(
                        found.is_empty(),
                        "{file} names {to} rightly:\n{source}\n{found:?}"
                    );
                    continue;
                }
                let line = 1 + form[..form.find("ROOM").unwrap()].matches('\n').count();
                assert!(
                    !found.is_empty(),
                    "{file} names {to} wrongly, and it was not found:\n{source}"
                );
                for wrong in found {
                    assert_eq!(wrong.line, line, "{source}");
                    assert!(
                        wrong
                            .to_string()
                            .starts_with(&format!("{file}:{line}: wrong arrow {from} → {to} ")),
                        "{wrong}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_room_may_name_itself_in_every_form() {
    for (room, _) in MAY_USE {
        for (name, form) in FORMS {
            let found = check_one(&format!("src/{room}/{name}"), &form.replace("ROOM", room));
            assert!(found.is_empty(), "{room}:\n{form}\n{found:?}");
        }
    }
}

/// Each line: file, source, and what is said of it; nothing if it is right.
#[rustfmt::skip]
const OTHER_RULES: &[(&str, &str, &str)] = &[
    // The root of the crate and unknown rooms.
    ("src/attic/mod.rs", "//! Odds and ends.", "`attic` is not a room"),
    ("src/attic.rs", "//! Odds and ends.", "`attic` is not a room"),
    ("src/read/mod.rs", "use crate::attic::Box;", "in no room"),
    ("src/read/mod.rs", "use crate::*;", "hides the rooms"),
    ("src/read/mod.rs", "use super::*;", "hides the rooms"),
    ("src/read/plain.rs", "use super::*;", ""),
    ("src/read/mod.rs", "use crate as root;", "hides the rooms"),
    ("src/read/mod.rs", "use crate::{self as root};", "hides the rooms"),
    ("src/read/mod.rs", "use super as root;", "hides the rooms"),
    ("src/read/mod.rs", "extern crate self as onus;", "hides the rooms"),
    ("src/read/mod.rs", "macro_rules! m { () => { use crate as root; } }", "hides the rooms"),
    ("src/read/mod.rs", "macro_rules! m { ($r:ident) => { crate::$r::thing() } }", "hides the room"),
    ("src/read/mod.rs", "macro_rules! m { ($($r:ident),*) => { use crate::{$($r),*}; } }", "hides the room"),
    ("src/read/mod.rs", "macro_rules! m { () => { pub(crate) fn f(self) -> u8 { self as u8 } } }", ""),
    ("src/read/mod.rs", "#[path = \"../ui/page.rs\"]\nmod page;", "another place"),
    ("src/read/mod.rs", "include!(\"../ui/page.rs\");", "another place"),
    ("src/read/mod.rs", "fn f() { include_str!(\"plain.txt\"); }", ""),
    ("src/read/mod.rs", "/// See [`crate::ui::page`].\npub(crate) fn f() {}", ""),
    ("src/read/mod.rs", "pub(in crate::ui) struct S;", ""),
    ("src/read/mod.rs", "fn f( {", "cannot be read"),
    // lib.rs lists the rooms, main.rs uses them all.
    ("src/lib.rs", "pub mod text;\npub mod ui;", ""),
    ("src/lib.rs", "pub use text::Span;", "lists the rooms"),
    ("src/lib.rs", "pub use crate::text::Span;", "lists the rooms"),
    ("src/main.rs", "use onus::{cli, ui};\nfn main() { cli::run(ui::start()) }", ""),
    ("src/main.rs", "fn main() { onus::attic::open() }", "in no room"),
    ("src/main.rs", "use onus::*;", "in no room"),
    // The window.
    ("src/session/mod.rs", "use eframe::egui;", "know the window"),
    ("src/session/mod.rs", "fn f(ui: &mut egui::Ui) {}", "know the window"),
    ("src/session/mod.rs", "fn f() { println!(\"{}\", winit::VERSION) }", "know the window"),
    ("src/session/mod.rs", "use eframe as e;\nfn f() { e::run_native() }", "know the window"),
    ("src/session/mod.rs", "#[cfg(test)]\nmod tests { use egui_kittest::Harness; }", "know the window"),
    ("src/session/mod.rs", "mod winit;\nfn f() { winit::thing() }", ""),
    ("src/session/mod.rs", "fn f(winit: u8) { g(winit) }", ""),
    ("src/ui/mod.rs", "use eframe::egui;\nfn f(ui: &mut egui::Ui) {}", ""),
    ("src/main.rs", "fn main() { eframe::run_native() }", ""),
    // The disk.
    ("src/cli/mod.rs", "fn f() { std::fs::write(\"a\", \"b\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs::write;", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs::*;", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs;\nfn f() { fs::rename(\"a\", \"b\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs as disk;\nfn f() { disk::remove_file(\"a\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std as s;\nfn f() { s::fs::create_dir_all(\"a\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs::File as F;\nfn f() { F::create(\"a\"); }", "writes to the disk"),
    ("src/cli/part.rs", "use super::*;\nfn f() { File::create_new(\"a\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "fn f() { assert!(std::fs::copy(\"a\", \"b\").is_ok()); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs;\nfn f() { assert!(fs::hard_link(\"a\", \"b\").is_ok()); }", "writes to the disk"),
    ("src/cli/mod.rs", "fn f() { std::fs::OpenOptions::new(); }", "writes to the disk"),
    ("src/cli/mod.rs", "fn f() { std::os::unix::fs::symlink(\"a\", \"b\"); }", "writes to the disk"),
    ("src/main.rs", "fn main() { std::fs::write(\"a\", \"b\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "#[cfg(not(test))]\nfn f() { std::fs::write(\"a\", \"b\"); }", "writes to the disk"),
    ("src/cli/mod.rs", "use std::fs::{self, File};\nfn f() { fs::read(\"a\"); File::open(\"a\"); }", ""),
    ("src/cli/mod.rs", "#[cfg(test)]\nmod tests { fn f() { std::fs::write(\"a\", \"b\"); } }", ""),
    ("src/cli/mod.rs", "#[cfg(all(test, unix))]\nfn f() { std::fs::write(\"a\", \"b\"); }", ""),
    ("src/storage/disk.rs", "fn f() { std::fs::write(\"a\", \"b\"); }", ""),
    // The net.
    ("src/storage/mod.rs", "use std::net::TcpStream;", "opens no socket"),
    ("src/main.rs", "use std::{fmt, net};", "opens no socket"),
    ("src/ui/mod.rs", "fn f() { drop(std::net::UdpSocket::bind(a)); }", "opens no socket"),
    ("src/text/mod.rs", "#[cfg(test)]\nmod tests { use std::net::TcpListener; }", "opens no socket"),
    ("src/text/mod.rs", "use core::net::Ipv4Addr;", ""),
];

#[test]
fn the_other_rules_bite_and_leave_the_rest_alone() {
    for (file, source, says) in OTHER_RULES {
        let found = check_one(file, source);
        assert_eq!(found.is_empty(), says.is_empty(), "{file}:\n{source}\n{found:?}");
        for wrong in found {
            assert!(wrong.says.contains(says), "{file}:\n{source}\n{wrong}");
        }
    }
}

#[test]
fn a_file_of_tests_may_write_to_the_disk() {
    let files = [
        ("src/cli/mod.rs".to_owned(), "#[cfg(test)]\nmod tests;".to_owned()),
        (
            "src/cli/tests.rs".to_owned(),
            "fn f() { std::fs::write(\"a\", \"b\"); }".to_owned(),
        ),
        (
            "src/cli/tests/deep.rs".to_owned(),
            "fn f() { std::fs::write(\"a\", \"b\"); }".to_owned(),
        ),
    ];
    assert_eq!(check(&files, &[]), []);
    assert_eq!(
        check(&files[1..2], &[]).len(),
        1,
        "without the word of its parent it is no file of tests"
    );
}

fn check_one(file: &str, source: &str) -> Vec<Wrong> {
    let window = ["eframe", "egui", "egui_kittest", "winit"].map(str::to_owned);
    check(&[(file.to_owned(), source.to_owned())], &window)
}
