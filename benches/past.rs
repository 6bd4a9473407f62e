//! What the history of a long project costs, at 10 MB of text and 100,000 annotations: `cargo bench --bench past
//! --no-default-features`.
#![allow(clippy::unwrap_used)]

mod measure;

use measure::{alone, cores, honest, memory, ms};
use onus::project::*;
use onus::storage::{Entry, Ledger, chronicle, open, paths};
use std::path::Path;
use std::time::Instant;

/// Transactions in the whole history, and of them those that are not in the file when Onus stops.
const ALL: usize = 100_000;
const UNSAVED: usize = 10_000;

/// Transactions that wait for one sync.
const BATCH: usize = 100;

fn timed<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begin = Instant::now();
    let made = work();
    println!("{what:<60} {:>9.1} ms", ms(begin.elapsed()));
    made
}

fn size(path: &Path) -> f64 {
    std::fs::metadata(path).unwrap().len() as f64 / 1e6
}

/// Writes notes, one transaction each, as an analyst does who goes through all annotations.
fn work_through(
    ledger: &mut Ledger,
    project: &mut Project,
    ids: &[Id],
    transactions: std::ops::Range<usize>,
) {
    let by = *project.analysts.keys().next().unwrap();
    for n in transactions {
        let annotation = project.annotations[&ids[n % ids.len()]].clone();
        let mut t = Transaction::new("Write a note", by, "2025-06-02T08:30:00Z".parse().unwrap());
        t.change(Annotation {
            note: Some(format!("seen for the {n}th time")),
            ..(*annotation).clone()
        });
        let inverse = project.commit(t.clone()).unwrap();
        ledger.enter(Entry::edit(t, inverse)).unwrap();
        if n % BATCH == 0 {
            ledger.flush().unwrap();
        }
    }
    ledger.flush().unwrap();
}

fn main() {
    // In the process itself only what a person's Onus would do is to be measured.
    if let Some(path) = std::env::var_os("ONUS_BENCH_OPENS") {
        let ready = open::read(path.as_ref()).unwrap();
        println!("{}", memory().unwrap_or(0));
        drop(ready);
        return;
    }
    println!("{} cores\n", cores());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("honest.onus.ron");
    let history = paths::history_path(&path);
    let mut project = honest();
    let ids: Vec<Id> = project.annotations.keys().copied().collect();
    let mut ledger = open::create(&path, project.clone())
        .unwrap()
        .into_ledger()
        .unwrap();

    timed("make and keep 90,000 transactions, 100 to a sync", || {
        work_through(&mut ledger, &mut project, &ids, 0..ALL - UNSAVED);
    });
    timed("save", || ledger.save(&project)).unwrap();
    timed("make and keep 10,000 more", || {
        work_through(&mut ledger, &mut project, &ids, ALL - UNSAVED..ALL);
    });
    drop(ledger);
    println!("{:<60} {:>9.1} MB", "the history", size(&history));
    println!("{:<60} {:>9.1} MB\n", "  beside a file of", size(&path));

    let ready = timed(
        "open it with 10,000 transactions that are not in the file",
        || open::read(&path).unwrap(),
    );
    assert_eq!((ready.replayed, &ready.project), (UNSAVED, &project));
    println!("{:<60} {:>9}", "  of these can be undone", ready.undo.len());
    let most = alone("ONUS_BENCH_OPENS", &path);
    println!("{:<60} {most:>9} MB", "  most memory while opening");
    let told = timed("list who did what when", || chronicle(&path).unwrap());
    assert_eq!(told.entries.len(), ALL);

    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    ledger.save(&project).unwrap();
    drop(ledger);
    let ready = timed("open it with all in the file", || open::read(&path).unwrap());
    println!("{:<60} {:>9}", "  of these can be undone", ready.undo.len());
    let mut ledger = open::open(&path).unwrap().into_ledger().unwrap();
    timed("make the history shorter", || ledger.compact().unwrap());
    drop(ledger);
    println!("{:<60} {:>9.1} MB", "  it then has", size(&history));
    let shorter = timed("open it then", || open::read(&path).unwrap());
    assert_eq!(shorter.undo, ready.undo);
    assert_eq!(chronicle(&path).unwrap().entries.len(), ALL);
}
