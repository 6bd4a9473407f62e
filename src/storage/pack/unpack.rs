//! Unpacking: a packed project may come from anybody, so that nothing it says is believed, and nothing of it is written
//! before all of it was checked. Then the new name is looked at, its folder made and its lock taken, and it is looked at
//! again. Where the disk refuses after that, what was put there is taken away; an empty lock and a new folder may stay.

use crate::storage::disk::paths::{history_path, project_path, sources_path};
use crate::storage::disk::replace::{make_folder, make_folder_like, replace_like};
use crate::storage::disk::{Disk, Named, folder_of, reason};
use crate::storage::format::hash::{Hash, Hasher};
use crate::storage::format::{self, FILE_LIMIT};
use crate::storage::pack::{
    MOST_FILES, ORIGINAL_LIMIT, PACKED_LIMIT, PackError, folder_name, is_project_name,
};
use crate::storage::save::lock::{Lock, NotLocked};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// A packed project may become this many times as long, and some.
const MOST_TIMES: u64 = 100;
const SOME: u64 = 100 << 20;

/// A packed project that was checked whole.
pub struct Archive {
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// The name of the project file.
    name: String,
    /// The project file.
    file: Vec<u8>,
    /// Each original, and where it stands.
    originals: BTreeMap<Hash, usize>,
    says: Vec<String>,
}

/// What was unpacked.
#[derive(Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The project file that was made.
    pub project: PathBuf,
    /// How many originals lie beside it.
    pub originals: usize,
    /// What else there is to say, in sentences.
    pub says: Vec<String>,
}

fn refused(says: impl Into<String>) -> PackError {
    PackError::NotUnpacked(says.into())
}

impl Archive {
    /// Reads and checks a packed project: every name, every length, the hash of every original, and the project.
    ///
    /// # Errors
    /// `NotUnpacked` says what is wrong with it.
    pub fn read(bytes: Vec<u8>) -> Result<Self, PackError> {
        // Each file has such a mark, so that no list of them can fill the memory.
        let files = memchr::memmem::find_iter(&bytes, b"PK\x01\x02")
            .take(2 * MOST_FILES)
            .count();
        if files > MOST_FILES + 16 {
            return Err(refused(format!("It holds more than {MOST_FILES} files.")));
        }
        let length = bytes.len() as u64;
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            refused(format!(
                "It is not a packed project, or it is damaged: {}.",
                why(&error)
            ))
        })?;
        let is_odd = zip.has_duplicate_names()
            || zip
                .has_overlapping_files()
                .map_err(|error| refused(format!("It is damaged: {}.", why(&error))))?;
        if is_odd {
            return Err(refused("Files in it lie over each other, or two have one name."));
        }
        let (name, project, originals) = entries(&mut zip)?;
        let mut room = SOME + MOST_TIMES * length;
        for (sha256, at) in &originals {
            let mut hasher = Hasher::default();
            each_part(&mut zip, *at, ORIGINAL_LIMIT, &mut room, |part| {
                hasher.update(part);
            })?;
            if hasher.hash() != *sha256 {
                return Err(refused(format!("The original {sha256} in it is damaged.")));
            }
        }
        let mut file = Vec::new();
        each_part(&mut zip, project, FILE_LIMIT, &mut room, |part| {
            file.extend_from_slice(part);
        })?;
        let loaded =
            format::read(file.clone()).map_err(|error| refused(format!("The project in it: {error}")))?;
        let mut says = Vec::new();
        if loaded.changed_outside {
            says.push("The project file was changed outside Onus. Every check has passed.".to_owned());
        }
        let sources = loaded.project.sources.values();
        let named: BTreeSet<&str> = sources
            .filter_map(|s| Some(s.capture.as_ref()?.sha256.as_str()))
            .collect();
        if let Some(other) = originals
            .keys()
            .find(|hash| !named.contains(hash.to_string().as_str()))
            && loaded.newer.is_none()
        {
            return Err(refused(format!(
                "The file {other} in it is the original of no source."
            )));
        }
        Ok(Self {
            zip,
            name,
            file,
            originals,
            says,
        })
    }

    /// How many originals it holds.
    pub fn originals(&self) -> usize {
        self.originals.len()
    }

    /// Puts the originals and the project in place, the project last. What was put there is taken away again where the
    /// disk refuses.
    fn put(mut self, disk: &Arc<dyn Disk>, packed: &Path, path: &Path) -> Result<Unpacked, PackError> {
        let _lock = free(disk, path)?;
        let folder = sources_path(path);
        let mut put = Vec::new();
        let done = self
            .put_originals(disk.as_ref(), packed, &folder, &mut put)
            .and_then(|()| {
                let file = [&self.file[..]];
                Ok(replace_like(disk.as_ref(), path, Some(packed), file)?)
            });
        if let Err(error) = done {
            for original in put {
                // What cannot be taken away is an original, and harms nobody.
                let _ = disk.remove(&original);
            }
            return Err(error);
        }
        Ok(Unpacked {
            project: path.to_owned(),
            originals: self.originals.len(),
            says: self.says,
        })
    }

    fn put_originals(
        &mut self,
        disk: &dyn Disk,
        packed: &Path,
        folder: &Path,
        put: &mut Vec<PathBuf>,
    ) -> Result<(), PackError> {
        if self.originals.is_empty() {
            return Ok(());
        }
        make_folder_like(disk, folder, packed)?;
        let mut room = u64::MAX;
        for (sha256, at) in &self.originals {
            let mut bytes = Vec::new();
            each_part(&mut self.zip, *at, ORIGINAL_LIMIT, &mut room, |part| {
                bytes.extend_from_slice(part);
            })?;
            let path = folder.join(sha256.to_string());
            replace_like(disk, &path, Some(packed), [&bytes[..]])?;
            put.push(path);
        }
        Ok(())
    }
}

/// The files in an archive, by name: there is one project, and there are originals of it, and nothing else.
fn entries(
    zip: &mut ZipArchive<Cursor<Vec<u8>>>,
) -> Result<(String, usize, BTreeMap<Hash, usize>), PackError> {
    let mut project = None;
    let mut others = Vec::new();
    for at in 0..zip.len() {
        let file = zip
            .by_index_raw(at)
            .map_err(|error| refused(format!("It is damaged: {}.", why(&error))))?;
        let name = std::str::from_utf8(file.name_raw())
            .unwrap_or_default()
            .to_owned();
        let plain = file.is_file()
            && !file.is_symlink()
            && !file.encrypted()
            && matches!(
                file.compression(),
                CompressionMethod::Stored | CompressionMethod::Deflated
            );
        if !plain {
            return Err(refused(format!("“{}” in it is not a plain file.", shown(&name))));
        }
        if is_project_name(&name) && project.is_none() {
            project = Some((name, at));
        } else {
            others.push((name, at));
        }
    }
    let (name, at) = project.ok_or_else(|| refused("There is no project in it."))?;
    let folder = format!("{}/", folder_name(&name));
    let mut originals = BTreeMap::new();
    for (other, at) in others {
        let sha256 = other
            .strip_prefix(&folder)
            .and_then(|hash| hash.parse::<Hash>().ok());
        let sha256 = sha256.ok_or_else(|| refused(format!("“{}” does not belong in it.", shown(&other))))?;
        originals.insert(sha256, at);
    }
    Ok((name, at, originals))
}

/// A name as it may be shown: it comes from anybody.
fn shown(name: &str) -> String {
    let shown = name.chars().take(60);
    shown.map(|c| if c.is_control() { '?' } else { c }).collect()
}

/// Takes a file out of an archive part by part, as long as there is room for it.
fn each_part(
    zip: &mut ZipArchive<Cursor<Vec<u8>>>,
    at: usize,
    limit: u64,
    room: &mut u64,
    mut take: impl FnMut(&[u8]),
) -> Result<(), PackError> {
    let damaged = |says: &str| refused(format!("It is damaged: {says}."));
    let mut file = zip.by_index(at).map_err(|error| damaged(&why(&error)))?;
    let (mut part, mut length) = (vec![0; 1 << 16], 0);
    loop {
        // What is unpacked is not what was packed, by its checksum or its form.
        let read = file
            .read(&mut part)
            .map_err(|_| damaged("a part of it is not what its checksum says"))? as u64;
        length += read;
        if read == 0 {
            return Ok(());
        }
        if length > limit || read > *room {
            return Err(refused("It would become too large."));
        }
        *room -= read;
        take(&part[..read as usize]);
    }
}

/// What is wrong with an archive, as the end of a sentence.
fn why(error: &ZipError) -> String {
    match error {
        ZipError::InvalidArchive(_) => {
            "its list of parts is not where it should be, as in a file that was cut off".into()
        }
        ZipError::UnsupportedArchive(_) => "it was packed in a way that Onus does not read".into(),
        ZipError::Io(error) => reason(error),
        _ => "a part that it lists is not in it".into(),
    }
}

/// Makes sure that a name is free, with all that belongs to it, and keeps it so.
fn free(disk: &Arc<dyn Disk>, path: &Path) -> Result<Lock, PackError> {
    // Looked at before anything is made, and once more when nobody else can make it.
    is_free(disk.as_ref(), path)?;
    make_folder(disk.as_ref(), folder_of(path))?;
    let lock = match Lock::take(disk, path) {
        Ok(lock) => lock,
        Err(NotLocked::Held(_)) => {
            return Err(refused(
                "Somebody has a project of this name open. Choose another name with -o.",
            ));
        }
        Err(NotLocked::Io(error)) => return Err(error).named(path, "written").map_err(PackError::Disk),
    };
    is_free(disk.as_ref(), path)?;
    Ok(lock)
}

/// Makes sure that nothing of a project of this name is there.
fn is_free(disk: &dyn Disk, path: &Path) -> Result<(), PackError> {
    let taken = |path: &Path| {
        refused(format!(
            "{} is there already. Choose another name with -o.",
            path.display()
        ))
    };
    for path in [path, &history_path(path)] {
        if disk.length(path).named(path, "read")?.is_some() {
            return Err(taken(path));
        }
    }
    let sources = sources_path(path);
    match disk.names(&sources) {
        Ok(names) if names.is_empty() => Ok(()),
        Ok(_) => Err(taken(&sources)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        names => Ok(names.named(&sources, "read").map(drop)?),
    }
}

/// Unpacks a packed project beside it, into a folder, or under another name. Nothing that is there is written over.
///
/// # Errors
/// `PackError`; nothing was written then.
pub fn unpack(disk: &Arc<dyn Disk>, packed: &Path, to: Option<&Path>) -> Result<Unpacked, PackError> {
    let bytes = disk.read(packed, PACKED_LIMIT).map_err(|error| {
        refused(format!(
            "{} cannot be read: {}.",
            packed.display(),
            reason(&error)
        ))
    })?;
    let archive = Archive::read(bytes)?;
    let path = match to {
        None => folder_of(packed).join(&archive.name),
        Some(folder) if folder.is_dir() => folder.join(&archive.name),
        Some(path) => project_path(path),
    };
    archive.put(disk, packed, &path)
}
