//! A session over the storage, from the making of a project on, and what was acknowledged at each moment of it.

use crate::check::with_promises;
use crate::disk::{Moment, SimDisk};
use crate::work::Editor;
use onus::project::{Id, Project, Timestamp, Transaction};
use onus::storage::disk::{Disk, Sync};
use onus::storage::{Entry, Hash, Ledger, open, paths};
use std::path::Path;
use std::sync::Arc;

/// The project's folder is made with it.
pub(crate) const PROJECT: &str = "/disk/room/small.onus.ron";

/// What has been promised, and what has been begun.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Progress {
    /// Whether the project was made.
    pub(crate) made: bool,
    /// The state that was acknowledged last.
    pub(crate) kept: usize,
    /// The state that was handed over last.
    pub(crate) entered: usize,
    /// How many originals were acknowledged.
    pub(crate) originals: usize,
    /// How many files were written, with the one that is on its way.
    pub(crate) files: usize,
    /// Whether an older file was put in the place of the project's, by somebody else.
    pub(crate) checkout: bool,
    /// The state with which the history begins.
    pub(crate) begin: usize,
}

/// What a history tells of a transaction for ever: what, by whom, when.
pub(crate) type Told = (String, Id, Timestamp);

/// How many transactions stay whole when the history is made shorter: far fewer than there are.
pub(crate) const WHOLE: usize = 5;

/// All moments of a session, with what was promised at each.
#[derive(Default)]
pub(crate) struct Script {
    pub(crate) moments: Vec<(Moment, Progress)>,
    /// The states of the project, in order, and what made each; nothing did where it begins.
    pub(crate) states: Vec<Project>,
    pub(crate) told: Vec<Option<Told>>,
    pub(crate) originals: Vec<(Hash, Vec<u8>)>,
    /// The history that does not fit the older file.
    pub(crate) misfit: Vec<u8>,
    /// Goes on from any state.
    pub(crate) editor: Option<Editor>,
    /// The sync that the disk ignores.
    pub(crate) ignored: Option<Sync>,
    /// Whether a file may have a second name.
    pub(crate) links: bool,
    /// The bytes the project's file had, oldest first.
    pub(crate) files: Vec<Arc<[u8]>>,
    /// Which of them somebody else wrote over.
    pub(crate) lost: Option<usize>,
}

/// The file that holds a project.
pub(crate) fn file_of(project: &Project) -> Arc<[u8]> {
    let text = onus::storage::format::write(project).unwrap().into_text();
    text.into_bytes().into()
}

/// A session that is going on.
struct Session {
    disk: SimDisk,
    editor: Editor,
    /// `None` while the program is not running.
    ledger: Option<Ledger>,
    progress: Progress,
    /// From which moment on each progress holds.
    log: Vec<(usize, Progress)>,
    script: Script,
}

impl Script {
    /// Runs the whole session on a disk that ignores a sync, or none, and gives second names to files or does not.
    pub(crate) fn run(ignored: Option<Sync>, links: bool) -> Self {
        let disk = SimDisk::with_folder("/disk");
        disk.ignore(ignored);
        disk.allow_links(links);
        disk.record();
        let mut session = Session::begin(&disk);
        session.import();
        session.tag_and_save();
        session.reopen(false);
        session.edit_and_save();
        session.compact();
        session.edit_and_save();
        session.check_out();
        session.edit_and_save();
        let script = session.end();
        Self {
            ignored,
            links,
            ..script
        }
    }
}

impl Session {
    fn begin(disk: &SimDisk) -> Self {
        let editor = Editor::new();
        let opened = open::create_on(&disk.shared(), Path::new(PROJECT), editor.project.clone()).unwrap();
        let script = Script {
            states: vec![editor.project.clone()],
            told: vec![None],
            files: vec![file_of(&editor.project)],
            ..Script::default()
        };
        let progress = Progress {
            files: 1,
            ..Progress::default()
        };
        let mut session = Self {
            disk: disk.clone(),
            ledger: opened.into_ledger(),
            editor,
            progress,
            log: vec![(0, progress)],
            script,
        };
        session.note(|progress| progress.made = true);
        session
    }

    /// What holds from here on.
    fn note(&mut self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress);
        self.log.push((self.disk.moment(), self.progress));
    }

    fn enter(&mut self, (t, inverse): (Transaction, Transaction)) {
        self.script.states.push(self.editor.project.clone());
        self.script.told.push(Some((t.label.clone(), t.by, t.at)));
        let entered = self.script.states.len() - 1;
        self.note(|progress| progress.entered = entered);
        self.ledger().enter(Entry::edit(t, inverse)).unwrap();
    }

    fn flush(&mut self) {
        self.ledger().flush().unwrap();
        self.note(|progress| progress.kept = progress.entered);
    }

    fn save(&mut self) {
        let project = self.editor.project.clone();
        let bytes = file_of(&project);
        if self.script.files.last() != Some(&bytes) {
            self.script.files.push(bytes);
        }
        let files = self.script.files.len();
        self.note(|progress| progress.files = files);
        self.ledger().save(&project).unwrap();
        self.note(|progress| progress.kept = progress.entered);
    }

    fn import(&mut self) {
        for original in ["an original", "another original"] {
            let done = self.editor.import(original);
            self.enter(done);
            self.flush();
            let hash: Hash = onus::text::sha256(original.as_bytes()).parse().unwrap();
            self.ledger().keep_original(hash, original.as_bytes()).unwrap();
            self.script.originals.push((hash, original.into()));
            self.note(|progress| progress.originals += 1);
        }
    }

    /// Fifty tags, most of them kept one by one; a save, an undo, and edits that are saved and that are not.
    fn tag_and_save(&mut self) {
        for n in 0..50 {
            let done = self.editor.tag();
            self.enter(done);
            if n % 10 < 7 {
                self.flush();
            }
        }
        self.save();
        self.undo();
        self.edit_and_save();
        for _ in 0..2 {
            let done = self.editor.rename();
            self.enter(done);
            self.flush();
        }
    }

    fn undo(&mut self) {
        let (t, undo) = self.editor.tag();
        self.enter((t, undo.clone()));
        self.flush();
        let undone = self.editor.commit(undo);
        self.enter(undone);
        self.flush();
        self.save();
    }

    /// Two edits, a save, and an edit that is not saved.
    fn edit_and_save(&mut self) {
        for _ in 0..2 {
            let done = self.editor.tag();
            self.enter(done);
        }
        self.flush();
        self.save();
        let done = self.editor.rename();
        self.enter(done);
        self.flush();
    }

    /// Makes the history shorter once all of it is in the file: most transactions lose their contents.
    fn compact(&mut self) {
        self.save();
        let compacted = self.ledger().compact_keeping(WHOLE).unwrap();
        assert!(compacted.after < compacted.before, "{compacted:?}");
        let history = self.disk.read(&paths::history_path(Path::new(PROJECT)), u64::MAX);
        let history = String::from_utf8(history.unwrap()).unwrap();
        let (short, all) = (
            history.matches(",touched:[").count(),
            self.script.states.len() - 1,
        );
        assert_eq!(short, all - WHOLE);
    }

    /// Ends the program, and starts it again.
    fn reopen(&mut self, misfits: bool) {
        self.ledger = None;
        let opened = open::open_on(&self.disk.shared(), Path::new(PROJECT)).unwrap();
        let notices = &opened.ready().notices;
        assert_eq!(notices.len(), usize::from(misfits), "{notices:?}");
        assert!(*opened.project() == self.editor.project);
        self.ledger = opened.into_ledger();
    }

    fn ledger(&mut self) -> &mut Ledger {
        self.ledger.as_mut().unwrap()
    }

    /// Somebody puts back the file as it was at its making, as a version control does, and the program is started.
    fn check_out(&mut self) {
        self.ledger = None;
        let path = Path::new(PROJECT);
        self.script.misfit = self.disk.read(&paths::history_path(path), u64::MAX).unwrap();
        let old = self.script.files[0].clone();
        self.disk.put(PROJECT, &old);
        self.script.lost = Some(self.script.files.len() - 1);
        self.script.files.push(old);
        self.script.states.push(self.script.states[0].clone());
        self.script.told.push(None);
        let (state, files) = (self.script.states.len() - 1, self.script.files.len());
        self.editor = self.editor.with(self.script.states[0].clone());
        self.note(|progress| {
            (progress.kept, progress.entered, progress.begin) = (state, state, state);
            (progress.checkout, progress.files) = (true, files);
        });
        self.reopen(true);
        let done = self.editor.import("an original");
        self.enter(done);
        self.flush();
    }

    fn end(self) -> Script {
        let moments = with_promises(self.disk.moments(), &self.log);
        Script {
            moments,
            editor: Some(self.editor),
            ..self.script
        }
    }
}
