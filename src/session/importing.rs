//! Texts on their way into the project: read on threads, shown with their encodings, added when confirmed.

use super::sources::Details;
use crate::project::SourceId;
use crate::read::{self, Document, Encoding};
use crate::storage::disk::{Disk, RealDisk};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};

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
    /// How many files are still being read.
    pub reading: usize,
    pub(super) outcomes: Option<Receiver<Outcome>>,
}

impl Importing {
    /// Reads files on a thread; `wake` is called as each is done.
    pub fn read_files(&mut self, paths: Vec<PathBuf>, wake: impl Fn() + Send + 'static) {
        let (done, outcomes) = channel();
        self.reading = paths.len();
        self.outcomes = Some(outcomes);
        std::thread::spawn(move || {
            for path in paths {
                if done.send(read_file(&path, None)).is_err() {
                    return;
                }
                wake();
            }
        });
    }

    /// Takes in what has been read meanwhile, and returns what could not be, in sentences.
    pub fn poll(&mut self) -> Vec<String> {
        let mut sentences = Vec::new();
        let Some(outcomes) = &self.outcomes else {
            return sentences;
        };
        for outcome in outcomes.try_iter() {
            self.reading = self.reading.saturating_sub(1);
            match outcome {
                Ok(pending) => self.pending.push(pending),
                Err(says) => sentences.push(says),
            }
        }
        if self.reading == 0 {
            self.outcomes = None;
        }
        sentences
    }

    /// Whether there is anything to confirm or to wait for.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty() && self.reading == 0
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
        .map_err(|error| format!("{} was not added: {error}.", path.display()))?;
    Pending::read(name, bytes.into(), encoding)
}
