//! What has to be true of a disk after a loss of power.

use crate::disk::{Fate, Moment, SimDisk};
use crate::script::{PROJECT, Progress, Script, Told, WHOLE, file_of};
use onus::project::Project;
use onus::storage::disk::Disk;
use onus::storage::open::{self, Opened};
use onus::storage::{BACKUPS, Entry, chronicle_on, paths};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const TORN: &str = "The last edit in the history was cut off when Onus stopped, and is left out.";

/// What was promised when power was lost.
#[derive(Clone)]
pub(crate) struct Promise {
    pub(crate) progress: Progress,
    /// What the history may tell, oldest first, and how much of it was acknowledged.
    told: Vec<Told>,
    kept: usize,
    /// The states of the project after `first` transactions, one more, and so on up to the last one that was begun.
    states: Vec<Project>,
    first: usize,
    /// The bytes the project's file had, and those it was about to get, oldest first. One of them is lost.
    files: Vec<Arc<[u8]>>,
    lost: Option<usize>,
    /// What was promised before, and may be found still while nothing since was acknowledged.
    or: Option<Arc<Promise>>,
    /// Counts what was promised while going on.
    pub(crate) stage: usize,
    /// Whether noise may stand in the history.
    pub(crate) noise: bool,
}

impl Promise {
    /// Whether this state may be found.
    fn may_be(&self, state: &Project) -> bool {
        self.states[self.kept.saturating_sub(self.first)..].contains(state)
    }
}

impl Script {
    pub(crate) fn promise(&self, progress: Progress) -> Promise {
        let Progress {
            begin, kept, entered, ..
        } = progress;
        let first = begin.max(kept.saturating_sub(WHOLE));
        Promise {
            progress,
            told: self.told[begin + 1..=entered].iter().flatten().cloned().collect(),
            kept: kept - begin,
            states: self.states[first..=entered].to_vec(),
            first: first - begin,
            files: self.files[..progress.files].to_vec(),
            lost: self.lost.filter(|_| progress.checkout),
            or: None,
            stage: 0,
            noise: false,
        }
    }

    /// Opens what a loss of power left, and says what is wrong with it, if anything is. `None` where nothing is there,
    /// and nothing was promised.
    pub(crate) fn open(
        &self,
        disk: &SimDisk,
        promise: &Promise,
        fate: Fate,
    ) -> Result<Option<Opened>, String> {
        disk.ignore(self.ignored);
        disk.allow_links(self.links);
        let ways = std::iter::successors(Some(promise), |promise| promise.or.as_deref());
        let told = ways.clone().find_map(|way| self.told(disk, way));
        let told =
            told.ok_or_else(|| format!("{} are kept, and told are {:?}", promise.kept, tell(disk).ok()))?;
        let opened = match open::open_on(&disk.shared(), Path::new(PROJECT)) {
            Ok(opened) => opened,
            Err(_) if !promise.progress.made && !is_there(disk) => return Ok(None),
            Err(error) => return Err(format!("not opened: {error}")),
        };
        let ready = opened.ready();
        if let Some(says) = &ready.read_only {
            return Err(says.clone());
        }
        if !ways.into_iter().any(|way| way.may_be(opened.project())) {
            let instead = self.states.iter().position(|state| state == opened.project());
            let notices = &ready.notices;
            return Err(format!(
                "found {instead:?} and not {:?}: {notices:?}",
                promise.progress
            ));
        }
        for says in &ready.notices {
            // Where there should be the rest of a line there may be noise, and an end of a line in it: then the history
            // counts as damaged, and is kept.
            let noise = (promise.noise || matches!(fate, Fate::Chance(_)))
                && says.starts_with("The history is damaged.");
            let older =
                promise.progress.checkout && says.starts_with("The file is an older state than its history");
            if says != TORN && !noise && !older {
                return Err(format!("it says: {says}"));
            }
        }
        if let Some((way, told)) = told {
            undoes(&opened, way, told)?;
        }
        self.companions(disk, promise)?;
        Ok(Some(opened))
    }

    /// Whether the history tells who did what when, of all that was acknowledged and of nothing else; `None` where it does
    /// not. Says of how many, unless it is not the one that goes with the file, or begins anew.
    fn told<'p>(&self, disk: &SimDisk, promise: &'p Promise) -> Option<Option<(&'p Promise, usize)>> {
        let history = disk.read(&paths::history_path(Path::new(PROJECT)), u64::MAX);
        if promise.progress.checkout && history.is_ok_and(|bytes| bytes == self.misfit) {
            return Some(None);
        }
        // What is wrong with a file that cannot be read, opening it says.
        let Ok(told) = tell(disk) else { return Some(None) };
        if promise.told.starts_with(&told) && told.len() >= promise.kept {
            return Some(Some((promise, told.len())));
        }
        // After noise a new one begins with what was applied of it.
        let mut runs = promise.told.windows(told.len().max(1));
        let anew = promise.noise && (told.is_empty() || runs.any(|run| run == told));
        anew.then_some(None)
    }

    /// Whether file and history agree, even if all is lost that may be: nothing is to be replayed or said.
    fn agrees(&self, disk: &SimDisk, project: &Project) -> Result<(), String> {
        let left = disk.after(Fate::Lost);
        let opened = open::open_on(&left.shared(), Path::new(PROJECT)).map_err(|error| error.to_string())?;
        let ready = opened.ready();
        match opened.project() == project && ready.replayed == 0 && ready.notices.is_empty() {
            true => Ok(()),
            false => Err(format!(
                "saved, {} are replayed: {:?}",
                ready.replayed, ready.notices
            )),
        }
    }

    /// The originals that were kept, and the history that was set aside.
    fn companions(&self, disk: &SimDisk, promise: &Promise) -> Result<(), String> {
        let progress = promise.progress;
        let path = Path::new(PROJECT);
        for (hash, bytes) in &self.originals[..progress.originals] {
            let original = paths::sources_path(path).join(hash.to_string());
            if disk.read(&original, u64::MAX).ok().as_ref() != Some(bytes) {
                return Err(format!("the original {hash} is gone"));
            }
        }
        let mut aside = (1..5).map(|n| paths::aside_path(path, n));
        let is_misfit = |name: PathBuf| disk.read(&name, u64::MAX).is_ok_and(|bytes| bytes == self.misfit);
        if progress.checkout && !aside.any(is_misfit) {
            return Err("the history that was set aside is gone".into());
        }
        backups(disk, promise)
    }

    /// Goes on with what is found on a disk: opens it, makes an edit, keeps the originals again, and saves. Returns every
    /// moment of it with what was promised then.
    pub(crate) fn go_on(
        &self,
        disk: &SimDisk,
        promise: &Promise,
        fate: Fate,
    ) -> Result<Vec<(Moment, Promise)>, String> {
        disk.record();
        let noise = matches!(fate, Fate::Chance(_));
        let mut promise = Promise {
            noise,
            ..promise.clone()
        };
        let mut log = vec![(0, promise.clone())];
        let Some(opened) = self.open(disk, &promise, fate)? else {
            return Ok(Vec::new());
        };
        let mut editor = self.editor.as_ref().unwrap().with(opened.project().clone());
        let mut ledger = opened.into_ledger().ok_or("read only")?;
        let said = |error: &dyn std::fmt::Display| error.to_string();
        // Where the history began anew, it tells what it began with.
        promise.or = Some(Arc::new(promise.clone()));
        promise.told = tell(disk).map_err(|e| said(&e))?;
        (promise.first, promise.kept) = (promise.told.len(), promise.told.len());
        promise.states = vec![editor.project.clone()];
        let file = disk.read(Path::new(PROJECT), u64::MAX).map_err(|e| said(&e))?;
        let now = promise.files.iter().rposition(|bytes| **bytes == file[..]);
        promise.files.truncate(now.map_or(0, |now| now + 1));
        let (t, inverse) = editor.rename();
        promise.told.push((t.label.clone(), t.by, t.at));
        promise.states.push(editor.project.clone());
        promise.stage = 1;
        log.push((disk.moment(), promise.clone()));
        ledger.enter(Entry::edit(t, inverse)).map_err(|e| said(&e))?;
        ledger.flush().map_err(|e| said(&e))?;
        promise.kept += 1;
        promise.or = None;
        promise.stage = 2;
        log.push((disk.moment(), promise.clone()));
        for (n, (hash, bytes)) in self.originals.iter().enumerate() {
            ledger.keep_original(*hash, bytes).map_err(|e| said(&e))?;
            promise.progress.originals = promise.progress.originals.max(n + 1);
            log.push((disk.moment(), promise.clone()));
        }
        promise.files.push(file_of(&editor.project));
        log.push((disk.moment(), promise.clone()));
        ledger.save(&editor.project).map_err(|e| said(&e))?;
        drop(ledger);
        backups(disk, &promise)?;
        self.agrees(disk, &editor.project)?;
        Ok(with_promises(disk.moments(), &log))
    }
}

/// What the history tells, oldest first.
fn tell(disk: &SimDisk) -> Result<Vec<Told>, open::OpenError> {
    let chronicle = chronicle_on(disk, Path::new(PROJECT))?;
    let deeds = chronicle.entries.into_iter().map(|entry| entry.deed);
    Ok(deeds.map(|deed| (deed.label, deed.by, deed.at)).collect())
}

/// Whether what was found is what so many transactions have made, and the newest of them can be undone, one by one.
fn undoes(opened: &Opened, promise: &Promise, told: usize) -> Result<(), String> {
    let at = told - promise.first.min(told);
    if promise.states.get(at) != Some(opened.project()) {
        return Err(format!("{told} are told, and their state is not there"));
    }
    let ready = opened.ready();
    if ready.notices.iter().any(|says| says != TORN) {
        // Past noise in the history nothing is undone.
        return Ok(());
    }
    let (mut project, undo) = (opened.project().clone(), &ready.undo);
    for (n, before) in promise.states[..at].iter().rev().take(WHOLE).enumerate() {
        let inverse = undo
            .iter()
            .rev()
            .nth(n)
            .ok_or_else(|| format!("only {n} can be undone"))?;
        project
            .commit(inverse.clone())
            .map_err(|refused| refused.to_string())?;
        if project != *before {
            return Err(format!("undoing “{}” leads elsewhere", inverse.label));
        }
    }
    Ok(())
}

/// Whether each former version that is to be kept is there, and each backup is a whole one. While a file is about to be
/// replaced it counts among its backups; what somebody else wrote over Onus did not replace.
fn backups(disk: &SimDisk, promise: &Promise) -> Result<(), String> {
    let path = Path::new(PROJECT);
    let read = |path: &Path| disk.read(path, u64::MAX).map_err(|error| error.to_string());
    let (file, files) = (read(path)?, &promise.files);
    let now = files.iter().rposition(|bytes| **bytes == file[..]);
    let now = now.ok_or("the file is none that was written")?;
    let mut kept = Vec::new();
    for backup in paths::backups(disk, path).map_err(|error| error.to_string())? {
        let bytes = read(&backup)?;
        if !files.iter().any(|file| **file == bytes[..]) {
            return Err(format!("{} is no former version", backup.display()));
        }
        kept.push(bytes);
    }
    let is_kept = |n: &usize| kept.iter().any(|kept| *kept == files[*n][..]);
    let former = (0..now).rev().filter(|n| Some(*n) != promise.lost || is_kept(n));
    let gone = former.take(BACKUPS - 1).find(|n| !is_kept(n));
    gone.map_or(Ok(()), |n| Err(format!("the former version {n} is gone")))
}

/// Gives each moment what was promised then: `log` says from which moment on what holds.
pub(crate) fn with_promises<P: Clone>(moments: Vec<Moment>, log: &[(usize, P)]) -> Vec<(Moment, P)> {
    let promised = |n: usize| log[log.partition_point(|(from, _)| *from <= n) - 1].1.clone();
    let numbered = moments.into_iter().enumerate();
    numbered.map(|(n, moment)| (moment, promised(n))).collect()
}

fn is_there(disk: &SimDisk) -> bool {
    disk.length(Path::new(PROJECT))
        .is_ok_and(|length| length.is_some())
}
