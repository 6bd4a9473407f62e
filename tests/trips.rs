//! What goes out comes back: random projects that hold every field and every value, and generated ones, through the
//! project file, the history and the shared schema, and there and back by undo.
#![allow(clippy::unwrap_used)]

mod support;

use onus::cli::honest::{self, Size};
use onus::exchange::json;
use onus::project::*;
use onus::protect::{Options, Outgoing};
use onus::storage::{format, open};
use proptest::prelude::*;
use support::random::{self, Maker};

fn is_saved_and_loaded(project: &Project) {
    for texts in Texts::ALL {
        let mut project = project.clone();
        project.apply(Edit::from(About {
            texts: *texts,
            ..(**project.about()).clone()
        }));
        let text = format::write(&project).unwrap().into_text();
        let loaded = format::read(text.into_bytes()).unwrap();
        assert!(!loaded.changed_outside && loaded.newer.is_none());
        assert!(loaded.project == project, "{texts}");
    }
}

/// Nothing is marked stricter than the project, so nothing is left out.
fn is_exported_and_imported(project: &Project) {
    let written = json::export(&Outgoing::new(project, &Options::default()));
    let again = json::import(&written).unwrap().into_project().unwrap();
    assert!(again == *project);
    assert!(json::export(&Outgoing::new(&again, &Options::default())) == written);
}

/// The project is made of nothing by one transaction and goes on by random ones; each is kept in the history, which after
/// the last is replayed, and undone to nothing again.
fn is_replayed_and_undone(whole: &Project, times: usize, m: &mut Maker) {
    let by = *whole.analysts.keys().next().unwrap();
    let mut project = Project::new((**whole.about()).clone());
    let mut states = vec![project.clone()];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.onus.ron");
    let opened = open::create(&path, project.clone()).unwrap();
    let mut ledger = opened.into_ledger().unwrap();
    for n in 0..=times {
        let edits = match n {
            0 => whole.records().map(Edit::Put).collect(),
            _ => random::edits::any_edits(m, &project),
        };
        let transaction = Transaction {
            edits,
            ..Transaction::new("edit", by, "2025-07-01T00:00:00Z".parse().unwrap())
        };
        if project.commit(transaction.clone()).is_ok() {
            ledger.enter(&transaction).unwrap();
            states.push(project.clone());
        }
    }
    assert!(states[1] == *whole);
    ledger.flush().unwrap();
    drop(ledger);
    let ready = open::open(&path).unwrap().ready().clone();
    assert_eq!(ready.replayed, states.len() - 1);
    assert!(ready.project == project);
    for (inverse, state) in ready.undo.into_iter().zip(&states).rev() {
        project.commit(inverse).unwrap();
        assert!(project == *state);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn everything_comes_back(seed: u64) {
        let project = random::whole(seed);
        prop_assert_eq!(project.validate(), []);
        is_saved_and_loaded(&project);
        is_exported_and_imported(&project);
        is_replayed_and_undone(&project, 60, &mut Maker::new(seed));
    }

    #[test]
    fn what_is_generated_comes_back(seed: u64, bytes in 100usize..40_000, annotations in 0usize..200) {
        let start = "2025-06-02T08:30:00Z".parse().unwrap();
        let project = honest::project(Size { bytes, annotations, seed }, &mut Origin::seeded(seed, start));
        prop_assert_eq!(project.validate(), []);
        is_saved_and_loaded(&project);
        is_exported_and_imported(&project);
        is_replayed_and_undone(&project, 20, &mut Maker::new(seed));
    }
}
