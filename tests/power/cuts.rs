//! Power is cut at every change of a session, and again at every change of the opening anew and the going on.

use crate::check::Promise;
use crate::disk::{Fate, Moment};
use crate::script::{Progress, Script};
use onus::storage::disk::Sync;
use std::collections::HashSet;

/// How many outcomes of the unsynced writes each cut has.
const OUTCOMES: u64 = 24;

/// What was looked at before, and is not again.
type Seen = HashSet<(u64, Progress, usize)>;

/// Which cuts are followed by a second one.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Twice {
    /// One outcome of each: that the program died and the machine went on, so that least is durable.
    Killed,
    /// All outcomes of every fifth one.
    Fifth,
    /// None.
    Never,
}

impl Twice {
    /// Tags that are kept one by one are the same thing again and again.
    fn is_for(self, script: &Script, n: usize, fate: Fate) -> bool {
        let next = |n: usize| &script.moments[n].0.next;
        let is_new = n < 2 || next(n) != next(n - 2);
        match self {
            Self::Killed => fate == Fate::Killed && is_new,
            Self::Fifth => is_new && n.is_multiple_of(5),
            Self::Never => false,
        }
    }
}

/// What is wrong after a cut at one of these moments, if anything is. Says how many disks were looked at.
fn cut(script: &Script, moments: impl Iterator<Item = usize>, twice: Twice) -> Result<usize, String> {
    let (mut seen, mut again) = (Seen::new(), 0);
    for n in moments {
        let (moment, progress) = &script.moments[n];
        let promise = script.promise(*progress);
        for fate in Fate::all(OUTCOMES, n as u64 * OUTCOMES).chain([Fate::Killed]) {
            let wrong = |says: String| format!("cut {n}, before “{}”, {fate:?}: {says}", moment.next);
            let disk = moment.after(fate);
            if !seen.insert((disk.fingerprint(), *progress, 0)) {
                continue;
            }
            let went_on = script.go_on(&disk, &promise, fate).map_err(wrong)?;
            if twice.is_for(script, n, fate) {
                again += cut_again(script, &went_on).map_err(wrong)?;
            }
        }
    }
    Ok(seen.len() + again)
}

/// Power is cut at every change of the going on, too.
fn cut_again(script: &Script, went_on: &[(Moment, Promise)]) -> Result<usize, String> {
    let mut seen = Seen::new();
    for (n, (moment, promise)) in went_on.iter().enumerate() {
        for fate in Fate::all(OUTCOMES, n as u64) {
            let disk = moment.after(fate);
            if seen.insert((disk.fingerprint(), promise.progress, promise.stage)) {
                script
                    .open(&disk, promise, fate)
                    .map_err(|says| format!("and again {n}, before “{}”, {fate:?}: {says}", moment.next))?;
            }
        }
    }
    Ok(seen.len())
}

#[test]
fn whatever_a_cut_leaves_all_that_was_kept_is_there_once() {
    let script = Script::run(None, true);
    let found = cut(&script, 0..script.moments.len(), Twice::Killed);
    // Far fewer would say that the cuts do not cut.
    assert!(found.as_ref().is_ok_and(|disks| *disks > 2000), "{found:?}");
}

#[test]
fn no_cut_loses_anything_where_files_have_one_name_only() {
    let script = Script::run(None, false);
    let found = cut(&script, 0..script.moments.len(), Twice::Never);
    assert!(found.as_ref().is_ok_and(|disks| *disks > 700), "{found:?}");
}

#[test]
fn a_cut_in_the_going_on_after_a_cut_loses_nothing_either() {
    let script = Script::run(None, true);
    let found = cut(&script, 0..script.moments.len(), Twice::Fifth);
    assert!(found.as_ref().is_ok_and(|disks| *disks > 4000), "{found:?}");
}

/// Every sync there is. A new one does not compile until it stands here, and then has to show what it is for.
fn every_sync() -> Vec<Sync> {
    let next = |sync| match sync {
        Sync::FolderNamed => Some(Sync::FolderFound),
        Sync::FolderFound => Some(Sync::HistoryGrown),
        Sync::HistoryGrown => Some(Sync::FreshWritten),
        Sync::FreshWritten => Some(Sync::FreshNamed),
        Sync::FreshNamed => Some(Sync::BackupNamed),
        Sync::BackupNamed => Some(Sync::CopyWritten),
        Sync::CopyWritten => Some(Sync::OriginalFound),
        Sync::OriginalFound => None,
    };
    std::iter::successors(Some(Sync::FolderNamed), |sync| next(*sync)).collect()
}

#[test]
fn each_sync_is_needed() {
    for sync in every_sync() {
        let script = Script::run(Some(sync), sync != Sync::CopyWritten);
        let count = script.moments.len();
        // From both ends, since that is where it is found soon.
        let moments = (0..count).flat_map(|n| [n, count - 1 - n]);
        let found = cut(&script, moments, Twice::Killed);
        assert!(found.is_err(), "nothing is wrong without {sync:?}");
    }
}
