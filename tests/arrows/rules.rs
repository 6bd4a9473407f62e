//! Which paths are right: the arrows between rooms, and what few rooms alone may name. That only `protect` makes an
//! `Outgoing` needs no rule here: the compiler sees to it, as the fields are private.

use std::fmt;

use crate::paths::{self, Target};

/// A room may use what stands left of it; rooms in one brace do not know each other.
const ARROWS: &str = "text ← project ← find ← analysis ← {read, storage, review, protect} ← exchange ← session ← {cli, ui} ← main";

/// Rooms that may name the crates the window is drawn with.
const KNOW_THE_WINDOW: [&str; 2] = ["ui", "main"];

/// The one room that writes to the disk.
const WRITES: &str = "storage";

/// Functions that change the disk, each with the module or type they stand in, and types that exist to write.
const WRITING_FUNCTIONS: [(&str, &[&str]); 2] = [
    (
        "fs",
        &[
            "*",
            "copy",
            "create_dir",
            "create_dir_all",
            "hard_link",
            "remove_dir",
            "remove_dir_all",
            "remove_file",
            "rename",
            "set_permissions",
            "soft_link",
            "symlink",
            "write",
        ],
    ),
    ("File", &["create", "create_new", "options"]),
];
const WRITING_TYPES: [&str; 2] = ["OpenOptions", "DirBuilder"];

/// Something a file names and must not.
#[derive(Debug, PartialEq)]
pub(crate) struct Wrong {
    file: String,
    pub(crate) line: usize,
    pub(crate) says: String,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.says)
    }
}

/// Checks files as (path from the repository, source). `window` names the crates the window is drawn with.
pub(crate) fn check(files: &[(String, String)], window: &[String]) -> Vec<Wrong> {
    let mut wrong = Vec::new();
    let mut readings = Vec::new();
    for (file, source) in files {
        let module = module_of(file);
        match paths::read(source, &module) {
            Ok(reading) => readings.push((file, module, reading)),
            Err(error) => {
                let line = error.span().start().line;
                wrong.push(Wrong {
                    file: file.clone(),
                    line,
                    says: format!("cannot be read: {error}"),
                });
            }
        }
    }
    let test_modules: Vec<Vec<String>> = readings
        .iter()
        .flat_map(|(.., reading)| reading.test_modules.iter().cloned())
        .collect();
    for (file, module, reading) in &readings {
        let mut found = |line, says| {
            wrong.push(Wrong {
                file: (*file).clone(),
                line,
                says,
            });
        };
        let room = room_of(file);
        if room != "lib" && rank(room).is_none() {
            found(1, format!("`{room}` is not a room of the house"));
            continue;
        }
        for (line, says) in &reading.unseen {
            found(*line, (*says).to_owned());
        }
        let test_file = test_modules.iter().any(|test| module.starts_with(test));
        for named in &reading.named {
            let says = match &named.to {
                Target::Here(path) => arrow(room, path),
                Target::Outside(path) => outside(room, path, named.in_test || test_file, window),
            };
            if let Some(says) = says {
                found(named.line, says);
            }
        }
    }
    wrong
}

/// What is wrong with the arrow from a room to a path of this crate.
fn arrow(room: &str, path: &[String]) -> Option<String> {
    let written = path.join("::");
    // The binary is a crate of its own: there `crate::` is not the library, and nothing stands right of it.
    if room == "main" {
        return None;
    }
    match path.first().map(String::as_str) {
        None | Some("*") => Some(format!(
            "{room} takes in the root of the crate, which hides the rooms it uses"
        )),
        Some(to) if to.starts_with('$') => Some(format!(
            "{room} uses crate::{written}: a macro's variable hides the room"
        )),
        Some(to) if to == room => None,
        Some(to) => match (rank(room), rank(to)) {
            (_, None) => Some(format!("{room} uses crate::{written}, which is in no room")),
            (None, _) => Some(format!(
                "lib.rs lists the rooms and uses none, but names {written}"
            )),
            (Some(from), Some(reached)) if from > reached => None,
            _ => Some(format!("wrong arrow {room} → {to} (crate::{written})")),
        },
    }
}

/// What is wrong with a room that names something outside of this crate.
fn outside(room: &str, path: &[String], in_test: bool, window: &[String]) -> Option<String> {
    let written = path.join("::");
    let words: Vec<&str> = path.iter().map(String::as_str).collect();
    match words[..] {
        [first, ..] if room == "lib" && rank(first).is_some() => arrow(room, path),
        ["onus", second, ..] if room == "main" && rank(second).is_none() => {
            Some(format!("main uses {written}, which is in no room"))
        }
        // One word alone may as well be a variable; the crate it might be shows where it is used.
        [first, _, ..] if !KNOW_THE_WINDOW.contains(&room) && window.iter().any(|name| name == first) => {
            Some(format!(
                "{room} uses {written}, but only {} know the window",
                KNOW_THE_WINDOW.join(" and ")
            ))
        }
        ["std", "net", ..] => Some(format!(
            "{room} uses {written}, but Onus opens no socket (core::net has plain addresses)"
        )),
        _ if room != WRITES && !in_test && writes(&words) => Some(format!(
            "{room} uses {written}, but only {WRITES} writes to the disk"
        )),
        _ => None,
    }
}

fn writes(path: &[&str]) -> bool {
    let function = |owner, name| {
        WRITING_FUNCTIONS
            .iter()
            .any(|(of, names)| *of == owner && names.contains(&name))
    };
    path.iter().any(|word| WRITING_TYPES.contains(word))
        || matches!(path, [.., owner, name] if function(*owner, *name))
}

/// How far right a room stands, from 0; none if the house has no such room.
fn rank(room: &str) -> Option<usize> {
    ARROWS.split(" ← ").position(|place| {
        place
            .trim_matches(['{', '}'])
            .split(", ")
            .any(|name| name == room)
    })
}

/// `src/read/plain/mod.rs` is in the room `read`; `src/main.rs` and `src/lib.rs` are rooms of one file.
fn room_of(file: &str) -> &str {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let first = inside.split('/').next().unwrap_or(inside);
    first.strip_suffix(".rs").unwrap_or(first)
}

/// The module a file is, from the root of its crate.
fn module_of(file: &str) -> Vec<String> {
    let inside = file.strip_prefix("src/").unwrap_or(file);
    let path = inside.strip_suffix(".rs").unwrap_or(inside);
    let path = path.strip_suffix("/mod").unwrap_or(path);
    if path == "lib" || path == "main" {
        Vec::new()
    } else {
        path.split('/').map(str::to_owned).collect()
    }
}
