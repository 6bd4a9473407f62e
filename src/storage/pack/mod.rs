//! Packing: a project file and the originals of its sources in one file, `name.onusz`, a zip archive (APPNOTE 6.3). The
//! same project and originals are the same bytes. Nothing is locked: file, history and originals are each read once, and
//! what was read is what is checked and packed, so that a save meanwhile is in it whole or not at all.

pub(super) mod unpack;

use super::Unwritable;
use crate::project::Project;
use crate::storage::disk::paths::{keep_off, sources_path};
use crate::storage::disk::replace::replace_like;
use crate::storage::disk::{Disk, DiskError, Named};
use crate::storage::format;
use crate::storage::format::hash::{Hash, Hasher};
use crate::storage::open::{self, OpenError};
use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// The most bytes a packed project may have: it is read into memory whole.
pub const PACKED_LIMIT: u64 = 1 << 30;

/// The most bytes one original may have.
pub(super) const ORIGINAL_LIMIT: u64 = 500 << 20;

/// The most files a packed project may hold.
pub(super) const MOST_FILES: usize = 10_000;

/// Why a project was not packed or unpacked. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum PackError {
    /// The project could not be opened or made.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The disk refused.
    #[error(transparent)]
    Disk(#[from] DiskError),
    /// A record has no form in a file.
    #[error(transparent)]
    Unwritable(#[from] Unwritable),
    /// It cannot be packed as it is; the sentences say why, and what to do.
    #[error("Not packed. {0}")]
    NotPacked(String),
    /// The file is not one that Onus packed, or was damaged, or was made to harm; the sentence says what is wrong with it.
    #[error("Not unpacked, and nothing was written. {0}")]
    NotUnpacked(String),
}

/// What was packed.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Packed {
    /// How many originals.
    pub originals: usize,
    /// How many edits that are not in the project file yet.
    pub edits: usize,
    /// Titles of sources whose original is not there.
    pub missing: Vec<String>,
    /// Titles of sources whose original was changed, and is left out.
    pub changed: Vec<String>,
    /// What else there is to say, in sentences.
    pub says: Vec<String>,
}

/// Packs a project, with the edits that are only in its history yet, and the originals of its sources. A file that is
/// there already is never replaced; the new one may be read by those who may read the project.
///
/// # Errors
/// `PackError`.
pub fn pack(disk: &dyn Disk, project: &Path, out: &Path) -> Result<Packed, PackError> {
    keep_off(disk, project, out).map_err(PackError::NotPacked)?;
    if disk.length(out).named(out, "read")?.is_some() {
        let says = format!("{} is there already. Choose another name.", out.display());
        return Err(PackError::NotPacked(says));
    }
    let path = disk.resolve(project).named(project, "read")?;
    let bytes = open::bytes(disk, &path)?;
    let ready = open::read_from(disk, &path, bytes.clone())?;
    if !ready.left_out.is_empty() {
        let says = format!(
            "{} is damaged. Make a sound copy of it first: onus fsck {0} -o COPY",
            project.display()
        );
        return Err(PackError::NotPacked(says));
    }
    let mut packed = Packed {
        edits: ready.replayed,
        says: ready.notices,
        ..Packed::default()
    };
    let file = match ready.replayed {
        // The very bytes that were checked, as they are: they may be a newer version's.
        0 => bytes,
        _ => format::write(&ready.project)?.into_text().into_bytes(),
    };
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if !is_project_name(&name) {
        let says = format!(
            "The name of {} is not one a packed project can have. Save it as name.onus.ron first.",
            path.display()
        );
        return Err(PackError::NotPacked(says));
    }
    let originals = originals(disk, &path, &ready.project, &mut packed)?;
    let bytes =
        archive(&name, &file, &originals).map_err(|error| PackError::NotPacked(format!("{error}.")))?;
    if bytes.len() as u64 > PACKED_LIMIT || originals.len() >= MOST_FILES {
        let says = "It would be too large to be unpacked again. Copy the project's files instead.";
        return Err(PackError::NotPacked(says.to_owned()));
    }
    replace_like(disk, out, Some(&path), [&bytes[..]])?;
    Ok(packed)
}

/// Whether a file may have this name in a packed project: it could be any file's elsewhere.
pub(super) fn is_project_name(name: &str) -> bool {
    let plain =
        |c: char| !c.is_control() && !matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|');
    name.strip_suffix(".onus.ron")
        .is_some_and(|stem| !stem.is_empty() && !stem.starts_with('.'))
        && name.len() <= 200
        && name.chars().all(plain)
}

/// The originals that are there and are what they should be.
fn originals(
    disk: &dyn Disk,
    path: &Path,
    project: &Project,
    packed: &mut Packed,
) -> Result<BTreeMap<Hash, Vec<u8>>, PackError> {
    let folder = sources_path(path);
    let mut originals = BTreeMap::new();
    for source in project.sources.values() {
        let Some(sha256) = source
            .capture
            .as_ref()
            .and_then(|capture| capture.sha256.parse::<Hash>().ok())
        else {
            continue;
        };
        let at = folder.join(sha256.to_string());
        if disk.length(&at).unwrap_or_default().is_none() {
            packed.missing.push(source.title.clone());
            continue;
        }
        let bytes = disk.read(&at, ORIGINAL_LIMIT).named(&at, "read")?;
        if Hash::of(&bytes) == sha256 {
            originals.insert(sha256, bytes);
        } else {
            packed.changed.push(source.title.clone());
        }
    }
    packed.originals = originals.len();
    Ok(originals)
}

/// The archive. Its times are all the first that a zip archive can have, since the clock would make each one different.
fn archive(name: &str, file: &[u8], originals: &BTreeMap<Hash, Vec<u8>>) -> io::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file(name, options)?;
    zip.write_all(file)?;
    let folder = folder_name(name);
    for (sha256, bytes) in originals {
        zip.start_file(format!("{folder}/{sha256}"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The folder of the originals of a project of this name.
pub(super) fn folder_name(project: &str) -> String {
    let folder = sources_path(Path::new(project));
    folder.to_string_lossy().into_owned()
}

/// The hash of a file of any length; `None` where there is none.
pub(super) fn hash_of(disk: &dyn Disk, path: &Path) -> io::Result<Option<Hash>> {
    if disk.length(path)?.is_none() {
        return Ok(None);
    }
    let mut file = disk.open(path)?;
    let (mut hasher, mut part) = (Hasher::default(), vec![0; 1 << 16]);
    loop {
        match file.read(&mut part)? {
            0 => return Ok(Some(hasher.hash())),
            length => hasher.update(&part[..length]),
        }
    }
}
