//! The arrow test: every path in the code runs from right to left in the plan of the house.
#![allow(clippy::unwrap_used)]

mod fixtures;
mod paths;
mod rules;
mod tokens;

use std::fs;
use std::path::Path;

#[test]
fn every_path_follows_the_arrows() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    collect(root, &root.join("src"), &mut files);
    assert!(
        files.len() > 10,
        "the sources are not where this test looks: {} files",
        files.len()
    );
    let wrong = rules::check(&files, &window_crates());
    let lines: Vec<String> = wrong.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "\n{}\n", lines.join("\n"));
}

/// All sources under a folder, in order, named from the root with `/`.
fn collect(root: &Path, folder: &Path, files: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(root, &path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .replace('\\', "/");
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
}

/// The crates of the feature `window`, as code spells them, and those of the tests that draw.
fn window_crates() -> Vec<String> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let metadata = cargo_metadata::MetadataCommand::new()
        .manifest_path(manifest)
        .no_deps()
        .exec()
        .unwrap();
    let window = &metadata.packages[0].features["window"];
    let mut crates: Vec<String> = window
        .iter()
        .filter_map(|name| name.strip_prefix("dep:"))
        .map(|name| name.replace('-', "_"))
        .collect();
    crates.extend(["egui".to_owned(), "egui_kittest".to_owned()]);
    assert!(
        crates.len() > 4,
        "the feature `window` names no crates: {crates:?}"
    );
    crates
}
