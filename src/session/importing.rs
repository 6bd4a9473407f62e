//! Texts on their way into the project: read on threads, shown with their encodings, added when confirmed.

use super::ask::{Ask, Tone};
use super::job::{Job, Stopped, Wake, WakeAtEnd};
use super::session::Session;
use super::sources::{Added, Details, add_document, hold_document};
use super::work::Work;
use crate::project::{SourceId, Transaction};
use crate::read::{self, Document, Encoding};
use crate::storage::disk::{Disk, RealDisk, reason};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// One text that waits to be added.
#[derive(Clone, Debug)]
pub struct Pending {
    /// The name of the file, without its folder; none for pasted text.
    pub name: Option<String>,
    /// The original.
    pub bytes: Arc<[u8]>,
    /// The encoding it is read by.
    pub encoding: Encoding,
    /// What was read.
    pub document: Document,
    /// What was said of it so far.
    pub details: Details,
}

/// What came of reading a file: a text, or a sentence that says why not.
type Outcome = Result<Pending, String>;

/// Texts on their way in.
#[derive(Debug, Default)]
pub struct Importing {
    /// Those that wait to be confirmed.
    pub pending: Vec<Pending>,
    /// The cited source whose text this is, if it is one's.
    pub holds: Option<SourceId>,
    /// How many files are still being read, and how many there were.
    pub reading: usize,
    pub(super) of: usize,
    pub(super) outcomes: Option<Receiver<Outcome>>,
    /// The text that is read by another encoding, by its place among the pending ones.
    pub(super) again: Option<(usize, Job<Outcome>)>,
}

/// A text of so many bytes is read again while the window waits; it takes some milliseconds.
const AT_ONCE: usize = 1 << 20;

impl Importing {
    /// Reads files on a thread; `wake` is called as each is done.
    pub(super) fn read_files(&mut self, paths: Vec<PathBuf>, wake: Wake) {
        let (done, outcomes) = channel();
        (self.reading, self.of) = (paths.len(), paths.len());
        self.outcomes = Some(outcomes);
        std::thread::spawn(move || {
            let woken = WakeAtEnd(wake);
            // The channel closes first, so that whoever is woken sees that nothing more comes.
            let done = done;
            for path in paths {
                if done.send(read_file(&path, None)).is_err() {
                    return;
                }
                (woken.0)();
            }
        });
    }

    /// Takes in what has been read meanwhile, and returns what could not be, in sentences.
    pub fn poll(&mut self) -> Vec<String> {
        let mut sentences = Vec::new();
        if let Some((n, outcome)) = &self.again
            && let Some(outcome) = outcome.poll()
        {
            let n = *n;
            self.again = None;
            let stopped = |Stopped| Err("The text was not read again: reading it stopped.".to_owned());
            sentences.extend(self.put(n, outcome.unwrap_or_else(stopped)));
        }
        let Some(outcomes) = &self.outcomes else {
            return sentences;
        };
        loop {
            match outcomes.try_recv() {
                Ok(Ok(pending)) => self.pending.push(pending),
                Ok(Err(says)) => sentences.push(says),
                Err(TryRecvError::Disconnected) if self.reading > 0 => {
                    sentences.push(format!(
                        "{} of {} texts were not read: reading them stopped.",
                        self.reading, self.of
                    ));
                    self.reading = 0;
                    break;
                }
                Err(_) => break,
            }
            self.reading = self.reading.saturating_sub(1);
        }
        if self.reading == 0 {
            self.outcomes = None;
        }
        sentences
    }

    /// Reads a pending text by another encoding, on a thread where it is long; `wake` is called when that is done. Returns
    /// why it could not be, in a sentence.
    pub(super) fn reread(&mut self, n: usize, encoding: Encoding, wake: Wake) -> Option<String> {
        self.again = None;
        let pending = self.pending.get(n)?;
        if pending.bytes.len() <= AT_ONCE {
            let again = pending.reread(encoding);
            return self.put(n, again);
        }
        let pending = pending.clone();
        // Another encoding may be chosen meanwhile; then nobody waits for this one.
        let again = Job::start(wake, move || pending.reread(encoding));
        self.again = Some((n, again));
        None
    }

    /// Puts a text that was read again in its place. What was said of it meanwhile is kept.
    fn put(&mut self, n: usize, again: Outcome) -> Option<String> {
        match (again, self.pending.get_mut(n)) {
            (Ok(again), Some(place)) => {
                let details = std::mem::take(&mut place.details);
                *place = Pending { details, ..again };
                None
            }
            (Err(says), _) => Some(says),
            (Ok(_), None) => None,
        }
    }

    /// Leaves a text out after all.
    pub fn leave_out(&mut self, n: usize) {
        // The others move up, so what is being read again would come to the wrong place.
        self.again = None;
        if n < self.pending.len() {
            self.pending.remove(n);
        }
    }

    /// Whether a text is being read by another encoding.
    pub fn is_rereading(&self) -> bool {
        self.again.is_some()
    }

    pub(super) fn stop_rereading(&mut self) {
        self.again = None;
    }

    /// Whether there is anything to confirm or to wait for.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.reading == 0
    }
}

impl Session {
    /// The text of the cited source in the page, from a file.
    pub fn hold_from(&mut self, path: PathBuf) {
        let cited = self
            .work
            .as_ref()
            .and_then(Work::open_source)
            .filter(|s| !s.is_held())
            .map(|s| s.id);
        self.importing = Importing {
            holds: cited,
            ..Importing::default()
        };
        self.add_files(vec![path]);
    }

    /// Makes a source of pasted text, once it was confirmed.
    pub fn paste(&mut self, text: &str) {
        let utf8 = Encoding::from_label("utf-8");
        match Pending::read(None, text.as_bytes().into(), utf8) {
            Ok(pending) => {
                self.importing.pending.push(pending);
                self.ask = Some(Ask::Import);
            }
            Err(says) => self.say(Tone::Alert, says),
        }
    }

    /// Adds the texts that were confirmed.
    pub fn confirm_import(&mut self) {
        self.ask = None;
        let Importing { pending, holds, .. } = std::mem::take(&mut self.importing);
        let (mut same, mut first) = (0, None);
        for one in pending {
            let Pending {
                name,
                bytes,
                document,
                details,
                ..
            } = one;
            let sha256 = document.sha256.clone();
            let mut t = Transaction::new("Add source", self.profile.id, self.origin.now());
            let Some(work) = &self.work else { return };
            let id = match holds {
                Some(cited) => hold_document(&work.project, cited, document, name, &mut t),
                None => {
                    match add_document(&work.project, document, name, details, &mut self.origin, &mut t) {
                        Added::Same(id) => {
                            same += 1;
                            Some(id)
                        }
                        added => Some(added.id()),
                    }
                }
            };
            if !t.edits.is_empty() {
                if let Err(says) = self.commit(t) {
                    self.say(Tone::Alert, says);
                    continue;
                }
                self.store.keep_original(&sha256, bytes);
            }
            first = first.or(id);
        }
        if same > 0 {
            self.say(
                Tone::Caution,
                format!("Nothing was added for {same} of the texts: the project holds them already."),
            );
        }
        if let (Some(id), Some(work)) = (first, &mut self.work) {
            work.open(id);
        }
        self.hand_over();
    }
}

impl Pending {
    /// Reads bytes, by an encoding or by what they look like.
    ///
    /// # Errors
    /// A sentence.
    pub fn read(name: Option<String>, bytes: Arc<[u8]>, encoding: Option<Encoding>) -> Outcome {
        let shown = name.clone().unwrap_or_else(|| "The pasted text".into());
        let document = read::read(&bytes, name.as_deref().unwrap_or_default(), encoding)
            .map_err(|error| format!("{shown} was not added. {error}"))?;
        Ok(Self {
            name,
            bytes,
            encoding: document.encoding,
            document,
            details: Details::default(),
        })
    }

    /// The same original read by another encoding.
    ///
    /// # Errors
    /// A sentence.
    pub fn reread(&self, encoding: Encoding) -> Outcome {
        let read = Self::read(self.name.clone(), Arc::clone(&self.bytes), Some(encoding))?;
        Ok(Self {
            details: self.details.clone(),
            ..read
        })
    }
}

/// Reads a file, refused by its size before it is read.
///
/// # Errors
/// A sentence that names the file.
pub fn read_file(path: &Path, encoding: Option<Encoding>) -> Outcome {
    let name = path.file_name().map(|n| n.to_string_lossy().into_owned());
    let bytes = RealDisk
        .read(path, read::LIMIT)
        .map_err(|error| format!("{} was not added: {}.", path.display(), reason(&error)))?;
    Pending::read(name, bytes.into(), encoding)
}
