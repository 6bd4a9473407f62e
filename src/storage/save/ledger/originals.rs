//! The originals of sources, beside the project by their hash.

use super::Ledger;
use crate::storage::disk::paths::sources_path;
use crate::storage::disk::replace::{make_folder_like, replace_like};
use crate::storage::disk::{Disk, DiskError, Named, Sync};
use crate::storage::format::hash::Hash;
use std::io;
use std::path::Path;
use std::sync::Arc;

impl Ledger {
    /// Keeps the original of a source under its SHA-256. One that is there already stays.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn keep_original(&mut self, sha256: Hash, bytes: &[u8]) -> Result<(), DiskError> {
        let folder = sources_path(&self.path);
        let path = folder.join(sha256.to_string());
        make_folder_like(self.disk.as_ref(), &folder, &self.path)?;
        if self.disk.length(&path).named(&path, "read")? == Some(bytes.len() as u64) {
            let found = self.disk.sync_folder(&folder, Sync::OriginalFound);
            return found.named(&path, "kept");
        }
        replace_like(self.disk.as_ref(), &path, Some(&self.path), [bytes])
    }

    /// Copies another project's originals beside this one, which goes on from a copy of it.
    ///
    /// # Errors
    /// If the disk refuses; those before are there.
    pub fn copy_originals(&mut self, from: &Path) -> Result<(), DiskError> {
        let disk = Arc::clone(&self.disk);
        each_original(disk.as_ref(), from, |sha256, bytes| {
            self.keep_original(sha256, &bytes)
        })
    }
}

/// Reads the originals beside a project, one after the other, until `take` ends it.
pub(in crate::storage) fn each_original<E: From<DiskError>>(
    disk: &dyn Disk,
    project: &Path,
    mut take: impl FnMut(Hash, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    let folder = sources_path(project);
    let names = match disk.names(&folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        names => names.named(&folder, "read")?,
    };
    // Whatever else lies there is not ours.
    let mut hashes = names.iter().filter_map(|name| name.parse::<Hash>().ok());
    hashes.try_for_each(|sha256| {
        let path = folder.join(sha256.to_string());
        take(sha256, disk.read(&path, u64::MAX).named(&path, "read")?)
    })
}
