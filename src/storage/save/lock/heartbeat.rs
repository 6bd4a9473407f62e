//! A lock on a drive without file locks. Its file says which run of Onus holds it, and grows by a dot every few seconds; a
//! run that died leaves one that stands still. How long it has, is told by the drive's own clock, since those of two
//! machines differ.
//!
//! ```text
//! (run:"8c1e5d0a7b3f9264")
//! .......
//! (run:"8c1e5d0a7b3f9264",handle:"A1",since:"2025-07-01T09:41:00Z")
//! ..
//! ```
//!
//! Nothing is written before it was looked whether the file still names this run. Between looking and writing somebody can
//! take the lock over, but only where this run has stood still for long and goes on in that very moment: more cannot be
//! had without locks.

use super::{Held, Holder, MOST, NotLocked, taken_over};
use crate::project::Timestamp;
use crate::storage::disk::Disk;
use crate::storage::disk::paths::lock_path;
use crate::storage::disk::replace::{drive_clock, write_like};
use crate::storage::format::compact::{self, Layout};
use crate::storage::format::ron;
use serde::{Deserialize, Serialize};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How often a sign of life is given.
const BEAT: Duration = Duration::from_secs(5);

/// After how long without one its holder may be gone: a slow drive may swallow a few.
const SILENT: Duration = Duration::from_secs(30);

/// So many bytes of dots, and they begin anew.
const MOST_DOTS: u64 = 2048;

#[derive(Serialize, Deserialize)]
struct Line {
    run: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    handle: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    since: Option<Timestamp>,
}

/// A lock that is held by giving signs of life.
pub(super) struct Heartbeat {
    hold: Arc<Hold>,
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Hold {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    run: String,
    lost: AtomicBool,
    /// The length of the file in bytes, and how much of it are not dots at its end.
    length: Mutex<(u64, u64)>,
}

impl Heartbeat {
    /// Takes a lock that is free, or also one whose holder has given no sign of life for long.
    pub(super) fn take(disk: &Arc<dyn Disk>, project: &Path, silent_too: bool) -> Result<Self, NotLocked> {
        let path = lock_path(project);
        let found = read(disk.as_ref(), &path)?;
        if let Some(line) = found {
            let holder = line.handle.zip(line.since);
            let held = Held {
                holder: holder.map(|(handle, since)| Holder { handle, since }),
                silent: silent_for(disk.as_ref(), &path),
            };
            if !silent_too || held.silent.is_none() {
                return Err(NotLocked::Held(held));
            }
        }
        // The name is not to be guessed and gone before anybody compares bytes, so it need not come from an `Origin`.
        let run = format!("{:016x}", RandomState::new().hash_one(0));
        let line = written(&run, None)?;
        write_like(disk.as_ref(), &path, Some(project), [line.as_bytes()])
            .and_then(|fresh| fresh.put_in_place(disk.as_ref(), &path))
            .map_err(|error| error.source)?;
        let length = line.len() as u64;
        let hold = Arc::new(Hold {
            disk: Arc::clone(disk),
            path,
            run,
            lost: AtomicBool::new(false),
            length: Mutex::new((length, length)),
        });
        // Of two that take it in the same moment, the later one has it.
        match hold.check() {
            Ok(()) => Ok(Self::beat(hold, BEAT)),
            Err(_) => Err(NotLocked::Held(Held::default())),
        }
    }

    fn beat(hold: Arc<Hold>, every: Duration) -> Self {
        let (stop, stopped) = channel::<()>();
        let beating = Arc::clone(&hold);
        let beat = move || {
            while stopped.recv_timeout(every) == Err(RecvTimeoutError::Timeout) {
                // One that did not come through may do so the next time.
                let _ = beating.beat();
            }
        };
        // Without a thread it stands still, and can be taken over; before writing it is looked at in any case.
        let thread = thread::Builder::new().name("lock".into()).spawn(beat).ok();
        Self {
            hold,
            stop: Some(stop),
            thread,
        }
    }

    pub(super) fn sign(&self, holder: &Holder) -> io::Result<()> {
        self.hold.check()?;
        let line = written(&self.hold.run, Some(holder))?;
        self.hold.grow(&format!("\n{line}"), true)
    }

    pub(super) fn check(&self) -> io::Result<()> {
        self.hold.check()
    }

    pub(super) fn is_lost(&self) -> bool {
        self.hold.lost.load(Ordering::Relaxed)
    }
}

impl Drop for Heartbeat {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the thread has been printed; there is nothing to add here.
            let _ = thread.join();
        }
        // What is not wiped stands still, and can be taken over.
        let _ = self.hold.let_go();
    }
}

impl Hold {
    /// Whether the lock still names this run. Where it does not, this run has lost it for good: whoever has it may be
    /// writing, and may have written and gone.
    fn check(&self) -> io::Result<()> {
        if !self.lost.load(Ordering::Relaxed) {
            if read(self.disk.as_ref(), &self.path)?.is_some_and(|line| line.run == self.run) {
                return Ok(());
            }
            self.lost.store(true, Ordering::Relaxed);
        }
        Err(taken_over())
    }

    fn beat(&self) -> io::Result<()> {
        self.check()?;
        self.grow(".", false)
    }

    /// Writes at the end, or over the dots there where they have become too many. The file is opened each time: some
    /// network drives show others what was written only once it is closed.
    fn grow(&self, more: &str, is_line: bool) -> io::Result<()> {
        let mut length = self.length.lock().unwrap_or_else(PoisonError::into_inner);
        let (all, lines) = *length;
        let mut file = self.disk.append(&self.path)?;
        let start = if all - lines > MOST_DOTS { lines } else { all };
        if start != all {
            file.truncate(start)?;
        }
        file.write_all(more.as_bytes())?;
        let all = start + more.len() as u64;
        *length = (all, if is_line { all } else { lines });
        Ok(())
    }

    fn let_go(&self) -> io::Result<()> {
        self.check()?;
        self.disk.append(&self.path)?.truncate(0)
    }
}

fn written(run: &str, holder: Option<&Holder>) -> io::Result<String> {
    let line = Line {
        run: run.to_owned(),
        handle: holder.map(|holder| holder.handle.clone()),
        since: holder.map(|holder| holder.since),
    };
    let mut out = String::new();
    compact::write(&mut out, &line, Layout::OneLine).map_err(io::Error::other)?;
    out.push('\n');
    Ok(out)
}

/// What the lock file says; `None` where it is free. What cannot be understood is somebody's.
fn read(disk: &dyn Disk, path: &Path) -> io::Result<Option<Line>> {
    let bytes = match disk.read(path, MOST) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes?,
    };
    if bytes.is_empty() {
        return Ok(None);
    }
    let lines = bytes.split(|byte| *byte == b'\n').rev();
    let nobody = || Line {
        run: String::new(),
        handle: None,
        since: None,
    };
    Ok(Some(
        lines
            .filter_map(|line| ron().from_bytes(line).ok())
            .next()
            .unwrap_or_else(nobody),
    ))
}

/// How long nothing was written in a lock file, by the clock of its drive, if that is long.
fn silent_for(disk: &dyn Disk, path: &Path) -> Option<Duration> {
    let last = disk.stamp(path).ok()??.modified?;
    let silent = drive_clock(disk, path).ok()??.duration_since(last).ok()?;
    (silent >= SILENT).then_some(silent)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;

    #[test]
    fn dots_begin_anew_and_the_lines_before_them_stay() {
        let folder = tempfile::tempdir().unwrap();
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let project = folder.path().join("a.onus.ron");
        let path = lock_path(&project);
        let beat = Heartbeat::take(&disk, &project, false).unwrap();
        let holder = Holder {
            handle: "A1".into(),
            since: Timestamp::default(),
        };
        beat.sign(&holder).unwrap();
        let lines = std::fs::read(&path).unwrap();
        let mut most = 0;
        for _ in 0..MOST_DOTS + 100 {
            beat.hold.beat().unwrap();
            let bytes = std::fs::read(&path).unwrap();
            assert!(bytes.starts_with(&lines) && bytes.ends_with(b"."));
            most = most.max(bytes.len() as u64);
        }
        assert!(most < MOST);
        assert_eq!(std::fs::read(&path).unwrap().len(), lines.len() + 99);
        drop(beat);
        assert_eq!(std::fs::read(&path).unwrap(), b"");
    }

    #[test]
    fn it_beats_by_itself() {
        let folder = tempfile::tempdir().unwrap();
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let project = folder.path().join("a.onus.ron");
        let path = lock_path(&project);
        let Heartbeat { hold, .. } = &Heartbeat::take(&disk, &project, false).unwrap();
        let length = || std::fs::metadata(&path).unwrap().len();
        let before = length();
        let _beating = Heartbeat::beat(Arc::clone(hold), Duration::from_millis(1));
        while length() < before + 3 {
            thread::sleep(Duration::from_millis(1));
        }
    }
}
