//! Facts about the tree that decay unless something looks: sizes of files, what rooms say of themselves, things left
//! undone, and traces of the machine a file was written on.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::Command;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn files_are_small_or_say_why_not() {
    let mut lengths = Vec::new();
    let mut long = Vec::new();
    for (name, text) in sources() {
        let length = text.lines().count();
        let mut top = text.lines().take_while(|line| line.starts_with("//!"));
        if length > 600 && !top.any(|line| line.contains("Long because")) {
            long.push(format!(
                "{name} has {length} lines and no `//! Long because …` at its top"
            ));
        }
        lengths.push(length);
    }
    assert!(long.is_empty(), "\n{}\n", long.join("\n"));
    lengths.sort_unstable();
    let median = lengths[lengths.len() / 2];
    assert!(median < 200, "half of the files have {median} lines or more");
}

#[test]
fn every_room_says_what_it_owns_and_never_does() {
    let mut rooms = 0;
    for (name, text) in sources() {
        let ["src", _, "mod.rs"] = name.split('/').collect::<Vec<_>>()[..] else {
            continue;
        };
        rooms += 1;
        let page: Vec<&str> = text.lines().map_while(|line| line.strip_prefix("//!")).collect();
        let page = page.join(" ").to_lowercase();
        let says_no = ["never", "nothing", "no "].iter().any(|word| page.contains(word));
        assert!(
            page.len() > 80 && says_no,
            "{name} does not begin with what the room owns and what it never does:{page}"
        );
    }
    assert!(rooms > 5, "only {rooms} rooms were seen");
}

#[test]
fn the_map_names_every_room() {
    let map = fs::read_to_string(Path::new(ROOT).join("src/lib.rs")).unwrap();
    let rooms: Vec<&str> = map
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert!(rooms.len() > 5, "only {rooms:?} were seen");
    for room in rooms {
        let named = [format!("//! - [`{room}`]: "), format!("//! - `{room}`: ")];
        let found = map
            .lines()
            .any(|line| named.iter().any(|start| line.starts_with(start)));
        assert!(found, "the map in src/lib.rs does not say what `{room}` is");
    }
}

#[test]
fn nothing_is_left_undone_or_switched_off() {
    // Put together here, so that this file does not find itself.
    let holes = [
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
        concat!("dbg", "!("),
        concat!("#[", "ignore"),
        concat!("#[allow(", "dead_code"),
        concat!("FIX", "ME"),
        concat!("TO", "DO"),
    ];
    let found = lines_with(&sources(), &holes);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn no_module_is_named_after_nothing() {
    let empty = ["utils", "util", "helpers", "helper", "misc", "common", "manager"];
    for (name, _) in sources() {
        for part in name.trim_end_matches(".rs").split('/') {
            assert!(
                !empty.contains(&part),
                "{name}: `{part}` does not say what is in it"
            );
        }
    }
}

#[test]
fn no_file_tells_where_it_was_written() {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("C:\\", "Users\\"),
    ];
    let found = lines_with(&texts(), &places);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
    let lock = fs::read_to_string(Path::new(ROOT).join("Cargo.lock")).unwrap();
    let sources = lock.lines().filter(|line| line.starts_with("source = "));
    let elsewhere: Vec<&str> = sources
        .filter(|line| !line.contains("github.com/rust-lang/crates.io-index"))
        .collect();
    assert!(
        elsewhere.is_empty(),
        "Cargo.lock takes crates from elsewhere than crates.io: {elsewhere:?}"
    );
}

/// Every line that holds one of the words, as `file:line: text`.
fn lines_with(files: &[(String, String)], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in files {
        for (number, line) in text.lines().enumerate() {
            if words.iter().any(|word| line.contains(word)) {
                found.push(format!("{name}:{}: {}", number + 1, line.trim()));
            }
        }
    }
    found
}

/// All Rust files of the repository.
fn sources() -> Vec<(String, String)> {
    let sources: Vec<_> = texts()
        .into_iter()
        .filter(|(name, _)| name.ends_with(".rs"))
        .collect();
    assert!(sources.len() > 10, "only {} sources were seen", sources.len());
    sources
}

/// All text files of the repository, by name from its root. Where git does not know the folder, as in an unpacked
/// archive, every file in it but what was built.
fn texts() -> Vec<(String, String)> {
    let listed = Command::new("git").args(["-C", ROOT, "ls-files", "-z"]).output();
    let mut names: Vec<String> = match listed {
        Ok(output) if output.status.success() => String::from_utf8(output.stdout)
            .unwrap()
            .split_terminator('\0')
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    };
    if names.is_empty() {
        walk("", &mut names);
    }
    names.sort();
    let read = |name: String| {
        fs::read_to_string(Path::new(ROOT).join(&name))
            .ok()
            .map(|text| (name, text))
    };
    names.into_iter().filter_map(read).collect()
}

fn walk(folder: &str, names: &mut Vec<String>) {
    for entry in fs::read_dir(Path::new(ROOT).join(folder)).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            if name != "target" && name != ".git" {
                walk(&format!("{name}/"), names);
            }
        } else {
            names.push(name);
        }
    }
}
