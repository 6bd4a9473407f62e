//! How long an edit takes until it is acknowledged, on this disk and on a simulated one that takes 200 ms for a sync:
//! `cargo bench --bench storage --no-default-features`.
#![allow(clippy::unwrap_used)]

#[path = "../tests/support/disk/mod.rs"]
mod disk;

use onus::project::*;
use onus::storage::disk::{Disk, RealDisk};
use onus::storage::open;
use onus::storage::save::worker::Worker;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A project with nothing but a title.
fn project(origin: &mut Origin) -> Project {
    Project::new(About::new(origin.id(), "A small one".into()))
}

/// Makes `count` edits, each once the one before is acknowledged; the times they took, in order of length.
fn acknowledged(disk: &Arc<dyn Disk>, path: &Path, count: usize) -> Vec<Duration> {
    let mut origin = Origin::seeded(1, "2025-06-02T08:30:00Z".parse().unwrap());
    let mut project = project(&mut origin);
    let opened = open::create_on(disk, path, project.clone()).unwrap();
    let worker = Worker::start(opened.into_ledger().unwrap(), None, || ());
    let analyst = Analyst {
        id: origin.id(),
        handle: "A1".into(),
        kind: AnalystKind::Person,
    };
    let mut times: Vec<Duration> = (0..count)
        .map(|n| {
            let mut t = Transaction::new("Rename", analyst.id, origin.now());
            t.change(About {
                title: format!("Title {n}"),
                ..(**project.about()).clone()
            });
            t.introduce(&project, Some(analyst.clone()));
            project.commit(t.clone()).unwrap();
            let begin = Instant::now();
            worker.keep(vec![t]);
            worker.flush();
            begin.elapsed()
        })
        .collect();
    times.sort();
    times
}

fn line(what: &str, times: &[Duration]) {
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!("{what:<44} median {:>8.2} ms   p99 {:>8.2} ms", at(0.5), at(0.99));
}

fn main() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("p.onus.ron");
    let real: Arc<dyn Disk> = Arc::new(RealDisk);
    line(
        "an edit to acknowledged, this disk",
        &acknowledged(&real, &path, 500),
    );

    let slow = disk::SimDisk::with_folder("/disk");
    slow.slow(Duration::from_millis(200));
    let path = Path::new("/disk/p.onus.ron");
    line(
        "an edit to acknowledged, 200 ms a sync",
        &acknowledged(&slow.shared(), path, 40),
    );
}
