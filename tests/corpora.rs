//! Replays the corpora of the fuzz targets, so that what was found once stays mended without a fuzzer.
#![allow(clippy::unwrap_used)]

#[path = "../fuzz/targets/mod.rs"]
mod targets;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use targets::TARGETS;

#[test]
fn every_target_holds_for_its_corpus() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus");
    for (name, target) in TARGETS {
        let mut files: Vec<_> = fs::read_dir(corpora.join(name))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .collect();
        files.sort();
        assert!(!files.is_empty(), "the corpus of {name} is empty");
        for file in files {
            // Shown only if the target panics.
            println!("{}", file.display());
            target(&fs::read(&file).unwrap());
        }
    }
}

#[test]
fn targets_programs_and_corpora_are_the_same() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let targets: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    let corpora: BTreeSet<String> = fs::read_dir(folder.join("corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    assert_eq!(targets, corpora);
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
    let programs: BTreeSet<String> = manifest
        .lines()
        .filter_map(|line| line.trim().strip_prefix("{ name = \"")?.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .collect();
    assert_eq!(targets, programs);
}
