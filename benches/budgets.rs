//! What a person waits for, at 10 MB of text and 100,000 annotations, beside its budget: `cargo bench --bench budgets
//! --no-default-features`. The figures of the window have a bench of their own.
#![allow(clippy::unwrap_used)]

mod measure;

use measure::{alone, cores, honest, memory, ms};
use onus::exchange::json;
use onus::project::*;
use onus::protect::{Options, Outgoing};
use onus::storage::format;
use onus::storage::open;
use onus::text::Finder;
use std::sync::atomic::AtomicBool;
use std::time::{Duration, Instant};

/// The median of five runs.
fn time<T>(mut work: impl FnMut() -> T) -> Duration {
    let mut runs: Vec<Duration> = (0..5)
        .map(|_| {
            let begin = Instant::now();
            let made = work();
            let took = begin.elapsed();
            drop(made);
            took
        })
        .collect();
    runs.sort();
    runs[runs.len() / 2]
}

fn line(what: &str, took: Duration, budget: &str) {
    println!("{what:<52} {:>9.1} ms   {budget}", ms(took));
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("honest.onus.ron");
    // In the process itself only what a person's Onus would do is to be measured; the project is made in another one.
    if let Some(path) = std::env::var_os("ONUS_BENCH_OPENS") {
        let opened = open::open(path.as_ref()).unwrap();
        println!("{}", memory().unwrap_or(0));
        drop(opened);
        return;
    }
    let project = honest();
    let records = project.all().count();
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();
    let length = std::fs::metadata(&path).unwrap().len();
    println!(
        "{records} records in {} MB, {} cores\n",
        length / 1_000_000,
        cores()
    );

    line(
        "open the project",
        time(|| open::read(&path).unwrap()),
        "of 400 ms to the first frame",
    );
    let bytes = std::fs::read(&path).unwrap();
    line(
        "  of this, read and check it",
        time(|| format::read(bytes.clone()).unwrap()),
        "",
    );
    line(
        "  of this, build tables and index",
        time(|| project.reindexed()),
        "",
    );
    line(
        "  of this, check it, on one thread",
        time(|| project.validate()),
        "",
    );
    line(
        "make the bytes of the project",
        time(|| format::write(&project).unwrap()),
        "",
    );

    let by = *project.analysts.keys().next().unwrap();
    let mut now = project;
    let mut change = 0;
    let mut edit = |now: &mut Project| {
        change += 1;
        let annotation = now.annotations.values().next().unwrap();
        let mut t = Transaction::new("Write a note", by, "2025-06-02T08:30:00Z".parse().unwrap());
        t.change(Annotation {
            note: Some(format!("note {change}")),
            ..(**annotation).clone()
        });
        now.commit(t.clone()).unwrap();
        t
    };
    let kept = time(|| {
        ledger.enter(edit(&mut now)).unwrap();
        ledger.flush().unwrap();
    });
    line("make an edit and have it on the disk", kept, "one group commit");
    let saved = time(|| {
        ledger.enter(edit(&mut now)).unwrap();
        ledger.save(&now).unwrap();
    });
    line("save", saved, "300 ms");
    drop(ledger);

    let text = now
        .sources
        .values()
        .find_map(|source| source.text.clone())
        .unwrap();
    let finder = Finder::new("infrastructure", false).unwrap();
    let found = time(|| finder.find(text.value(), usize::MAX, &AtomicBool::new(false)));
    line("find every occurrence of a word", found, "50 ms");

    let outgoing = Outgoing::new(&now, &Options::default());
    line(
        "export to the shared schema",
        time(|| json::export(&outgoing)),
        "",
    );

    println!(
        "{:<52} {:>9} MB   of 300 MB with the window",
        "most memory while opening",
        alone("ONUS_BENCH_OPENS", &path)
    );
}
