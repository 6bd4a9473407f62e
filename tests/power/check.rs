//! What has to be true of a disk after a loss of power.

use crate::disk::{Fate, Moment, SimDisk};
use crate::script::{PROJECT, Progress, Script};
use onus::project::Project;
use onus::storage::disk::Disk;
use onus::storage::open::{self, Opened};
use onus::storage::{BACKUPS, paths};
use std::path::{Path, PathBuf};

const TORN: &str = "The last edit in the history was cut off when Onus stopped, and is left out.";

/// What was promised when power was lost.
#[derive(Clone)]
pub(crate) struct Promise {
    pub(crate) progress: Progress,
    /// The states that may be found: the one acknowledged last, and those begun since.
    pub(crate) states: Vec<Project>,
    /// Counts what was promised while going on.
    pub(crate) stage: usize,
    /// Whether noise may stand in the history.
    pub(crate) noise: bool,
}

impl Script {
    pub(crate) fn promise(&self, progress: Progress) -> Promise {
        Promise {
            progress,
            states: self.states[progress.kept..=progress.entered].to_vec(),
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
        let opened = match open::open_on(&disk.shared(), Path::new(PROJECT)) {
            Ok(opened) => opened,
            Err(_) if !promise.progress.made && !is_there(disk) => return Ok(None),
            Err(error) => return Err(format!("not opened: {error}")),
        };
        let ready = opened.ready();
        if let Some(says) = &ready.read_only {
            return Err(says.clone());
        }
        if !promise.states.contains(opened.project()) {
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
                && says.starts_with("The history could be applied up to line");
            let older =
                promise.progress.checkout && says.starts_with("The file is an older state than its history");
            if says != TORN && !noise && !older {
                return Err(format!("it says: {says}"));
            }
        }
        self.companions(disk, promise.progress)?;
        Ok(Some(opened))
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
    fn companions(&self, disk: &SimDisk, progress: Progress) -> Result<(), String> {
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
        self.backups(disk, progress)
    }

    /// Whether each former version that is to be kept is there, up to the file itself. What was not yet replaced may be
    /// there too, and another program's file has no place among them.
    fn backups(&self, disk: &SimDisk, progress: Progress) -> Result<(), String> {
        let path = Path::new(PROJECT);
        let file = disk.read(path, u64::MAX).ok();
        let written = &self.files[..progress.files];
        let Some(now) = written.iter().rposition(|bytes| file.as_ref() == Some(bytes)) else {
            return Ok(());
        };
        let kept: Vec<Vec<u8>> = (1..40)
            .filter_map(|n| disk.read(&paths::backup_path(path, n), u64::MAX).ok())
            .collect();
        // While a file is about to be replaced it counts among its backups.
        let since = now.saturating_sub(BACKUPS - 1);
        let mut former = written[since..now].iter();
        // The file that a check-out replaced was not replaced by Onus.
        let missing = former
            .position(|bytes| !kept.contains(bytes))
            .filter(|_| !progress.checkout);
        match (
            missing,
            kept.iter()
                .find(|bytes| !self.files.contains(bytes) && bytes.last() != Some(&b'\n')),
        ) {
            (Some(n), _) => Err(format!("the former version {} is gone", since + n)),
            (_, Some(_)) => Err("a backup is no whole file".into()),
            _ => Ok(()),
        }
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
        let (t, _) = editor.rename();
        promise.states.push(editor.project.clone());
        promise.stage = 1;
        log.push((disk.moment(), promise.clone()));
        let said = |error: &dyn std::fmt::Display| error.to_string();
        ledger.enter(&t).map_err(|e| said(&e))?;
        ledger.flush().map_err(|e| said(&e))?;
        promise.states = vec![editor.project.clone()];
        promise.stage = 2;
        log.push((disk.moment(), promise.clone()));
        for (n, (hash, bytes)) in self.originals.iter().enumerate() {
            ledger.keep_original(*hash, bytes).map_err(|e| said(&e))?;
            promise.progress.originals = promise.progress.originals.max(n + 1);
            log.push((disk.moment(), promise.clone()));
        }
        ledger.save(&editor.project).map_err(|e| said(&e))?;
        drop(ledger);
        self.agrees(disk, &editor.project)?;
        Ok(with_promises(disk.moments(), &log))
    }
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
