//! A project that is open for reading only: whether whoever writes it has changed it since.

use crate::storage::disk::paths::history_path;
use crate::storage::disk::{Disk, FileStamp};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::Duration;

/// How often it is looked.
const LOOK: Duration = Duration::from_secs(2);

/// How a project's file and history were found. What cannot be looked at is as if it were not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) struct Seen([Option<FileStamp>; 2]);

impl Seen {
    pub(in crate::storage) fn of(disk: &dyn Disk, project: &Path) -> Self {
        let stamp = |path: &Path| disk.stamp(path).ok().flatten();
        Self([stamp(project), stamp(&history_path(project))])
    }
}

/// A thread that looks until it has seen a change. It ends soon after this is dropped; nobody waits for it, since a drive
/// may not answer.
pub(in crate::storage) struct Watch {
    changed: Arc<AtomicBool>,
    _stop: Sender<()>,
}

impl Watch {
    pub(in crate::storage) fn start(
        disk: Arc<dyn Disk>,
        project: PathBuf,
        seen: Seen,
        wake: impl Fn() + Send + 'static,
    ) -> Self {
        let changed = Arc::new(AtomicBool::new(false));
        let (stop, stopped) = channel::<()>();
        let found = Arc::clone(&changed);
        let look = move || {
            while stopped.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
                if Seen::of(disk.as_ref(), &project) != seen {
                    found.store(true, Ordering::Relaxed);
                    return wake();
                }
            }
        };
        // Without a thread nothing is noticed, and nothing is lost by it.
        let _ = thread::Builder::new().name("watch".into()).spawn(look);
        Self { changed, _stop: stop }
    }

    pub(in crate::storage) fn changed(&self) -> bool {
        self.changed.load(Ordering::Relaxed)
    }
}
