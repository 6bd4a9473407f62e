//! Putting files in each other's place, so that after a loss of power either the old one is there or the new one, whole.

use crate::storage::disk::{Disk, DiskError, DiskFile, Named, Sync, beside, folder_of, or_here};
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Puts bytes under a name so that after a loss of power either the old file is there or the new one: written beside it,
/// synced, renamed, and the folder synced. A symbolic link stays one, and permissions are kept.
///
/// # Errors
/// If the disk refuses; the old file is then as it was.
pub fn replace<'p>(
    disk: &dyn Disk,
    path: &Path,
    parts: impl IntoIterator<Item = &'p [u8]>,
) -> Result<(), DiskError> {
    replace_like(disk, path, None, parts)
}

/// Puts bytes under a name as `replace` does. Where nothing has that name, it is permitted to those who are permitted the
/// file `like` it, if there is one: what belongs to a project says as much as the project.
///
/// # Errors
/// If the disk refuses; the old file is then as it was.
pub(in crate::storage) fn replace_like<'p>(
    disk: &dyn Disk,
    path: &Path,
    like: Option<&Path>,
    parts: impl IntoIterator<Item = &'p [u8]>,
) -> Result<(), DiskError> {
    let target = disk.resolve(path).unwrap_or_else(|_| path.to_owned());
    let stamp = disk.stamp(&target).named(&target, "written")?;
    if stamp.is_some_and(|stamp| !stamp.plain) {
        return pour(disk, &target, parts).named(&target, "written");
    }
    let fresh = write_like(disk, &target, like, parts)?;
    fresh.put_in_place(disk, &target).map(drop)
}

/// Writes to a device or pipe, which is not to be replaced, whoever is permitted to.
fn pour<'p>(disk: &dyn Disk, target: &Path, parts: impl IntoIterator<Item = &'p [u8]>) -> io::Result<()> {
    let mut out = disk.create(target)?;
    parts.into_iter().try_for_each(|part| out.write_all(part))
}

/// What is to replace a file, written and durable beside it.
pub(in crate::storage) struct Fresh {
    path: PathBuf,
    file: Box<dyn DiskFile>,
}

impl Fresh {
    /// Gives it the name of the file it is to replace, and returns it, open at its end.
    pub(in crate::storage) fn put_in_place(
        self,
        disk: &dyn Disk,
        target: &Path,
    ) -> Result<Box<dyn DiskFile>, DiskError> {
        if let Err(error) = rename_patiently(disk, &self.path, target) {
            self.discard(disk);
            return Err(error).named(target, "written");
        }
        disk.sync_folder(folder_of(target), Sync::FreshNamed)
            .named(target, "written")
            .map(|()| self.file)
    }

    /// Removes it, since it will not be needed.
    pub(in crate::storage) fn discard(self, disk: &dyn Disk) {
        // Some systems remove no file that is open. If it stays, the next one to open the project removes it.
        drop(self.file);
        let _ = disk.remove(&self.path);
    }
}

/// How often, and how long between, a name is asked for that another program holds: a virus scanner or a sync client
/// looks at a file for moments.
const PATIENCE: [Duration; 5] = [
    Duration::from_millis(20),
    Duration::from_millis(50),
    Duration::from_millis(100),
    Duration::from_millis(200),
    Duration::from_millis(400),
];

/// Renames over a file that another program may hold open at the moment.
fn rename_patiently(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    let mut patience = PATIENCE.iter();
    loop {
        match (disk.rename(from, to), patience.next()) {
            (Err(error), Some(wait)) if is_held(&error) => std::thread::sleep(*wait),
            (renamed, _) => return renamed,
        }
    }
}

/// Whether an error says that another program holds the file. Windows says so in three ways, one of them that access is
/// denied.
fn is_held(error: &io::Error) -> bool {
    error.kind() == io::ErrorKind::ResourceBusy
        || cfg!(windows) && matches!(error.raw_os_error(), Some(5 | 32 | 33))
}

/// Writes the bytes that are to replace a file beside it.
pub(in crate::storage) fn write_beside<'p>(
    disk: &dyn Disk,
    target: &Path,
    parts: impl IntoIterator<Item = &'p [u8]>,
) -> Result<Fresh, DiskError> {
    write_like(disk, target, None, parts)
}

/// Writes the bytes that are to replace a file beside it. Where there is no such file, they are permitted to those who are
/// permitted the file `like` it, if there is one.
pub(in crate::storage) fn write_like<'p>(
    disk: &dyn Disk,
    target: &Path,
    like: Option<&Path>,
    parts: impl IntoIterator<Item = &'p [u8]>,
) -> Result<Fresh, DiskError> {
    let is_there = |path: &Path| Ok(disk.length(path).named(target, "written")?.is_some());
    let replaces = is_there(target)?;
    let like = match like {
        Some(like) if !replaces && is_there(like)? => Some(like),
        _ => None,
    };
    let private = replaces || like.is_some();
    let (path, file) = create_beside(disk, target, private).named(target, "written")?;
    let mut fresh = Fresh { path, file };
    let write = || {
        if replaces {
            disk.copy_permissions(target, &fresh.path)?;
        } else if let Some(like) = like {
            disk.permit_as(like, &fresh.path)?;
        }
        for part in parts {
            fresh.file.write_all(part)?;
        }
        fresh.file.sync(Sync::FreshWritten)
    };
    match write().named(target, "written") {
        Ok(()) => Ok(fresh),
        Err(error) => {
            fresh.discard(disk);
            Err(error)
        }
    }
}

/// Whether a name is one that was given to what was to replace a file of this name.
fn is_fresh(name: &str, file: &str) -> bool {
    let chance = || name.strip_prefix(file)?.strip_prefix('.')?.strip_suffix(".new");
    chance().is_some_and(|chance| {
        chance.len() == 16
            && chance
                .bytes()
                .all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// Removes what was to replace these files when the program was stopped. Nobody else may be writing them.
pub(in crate::storage) fn remove_left_over(disk: &dyn Disk, files: [&Path; 3]) {
    for file in files {
        let (folder, name) = (folder_of(file), file.file_name().unwrap_or_default());
        let names = disk.names(folder).unwrap_or_default();
        for left in names
            .iter()
            .filter(|left| is_fresh(left, &name.to_string_lossy()))
        {
            // It is in nobody's way.
            let _ = disk.remove(&folder.join(left));
        }
    }
}

/// A new file beside another. Its name is not to be foreseen, and nothing that lies there is written over or followed: it
/// may be somebody's file, or a link that somebody put there. The name is gone before anybody compares bytes, so its
/// chance need not come from an `Origin`. One that gets the permissions of another is private until then.
fn create_beside(disk: &dyn Disk, target: &Path, private: bool) -> io::Result<(PathBuf, Box<dyn DiskFile>)> {
    let mut tries = 0..100;
    loop {
        let chance = RandomState::new().hash_one(tries.next());
        let fresh = beside(target, &format!(".{chance:016x}.new"));
        let made = if private {
            disk.create_private(&fresh)
        } else {
            disk.create_new(&fresh)
        };
        match made {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && !tries.is_empty() => {}
            made => return made.map(|file| (fresh, file)),
        }
    }
}

/// The time by the clock of the drive that a file lies on, as it stamps a file that is made beside it now; `None` where it
/// stamps none. What was made is removed.
pub(in crate::storage) fn drive_clock(disk: &dyn Disk, path: &Path) -> io::Result<Option<SystemTime>> {
    let (probe, file) = create_beside(disk, path, false)?;
    drop(file);
    let stamp = disk.stamp(&probe);
    // If it stays, whoever opens the project next removes it.
    let _ = disk.remove(&probe);
    Ok(stamp?.and_then(|stamp| stamp.modified))
}

/// Gives a file a second name; where the file system has no such names, copies it. The folder is not waited for.
///
/// # Errors
/// If the disk refuses; nothing has the new name then, or what had it before.
pub(in crate::storage) fn keep_as(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    match disk.link(from, to) {
        // What systems say that cannot do it, or may not do it with this file, has many names.
        Err(error)
            if !matches!(
                error.kind(),
                io::ErrorKind::AlreadyExists | io::ErrorKind::NotFound
            ) =>
        {
            copy(disk, from, to)
        }
        linked => linked,
    }
}

/// Copies a file to a name in its folder that nothing has. As what is to replace it, the copy gets its name once it is
/// whole.
fn copy(disk: &dyn Disk, from: &Path, to: &Path) -> io::Result<()> {
    let (path, mut file) = create_beside(disk, from, true)?;
    let copied = disk.copy_permissions(from, &path).and_then(|()| {
        io::copy(&mut disk.open(from)?, &mut file)?;
        file.sync(Sync::CopyWritten)?;
        disk.rename(&path, to)
    });
    if copied.is_err() {
        Fresh { path, file }.discard(disk);
    }
    copied
}

/// Makes a folder, and those it lies in, so that a loss of power does not take them away again.
///
/// # Errors
/// If the disk refuses.
pub(in crate::storage) fn make_folder(disk: &dyn Disk, folder: &Path) -> Result<(), DiskError> {
    // The last one may be there by somebody who died before its name was sure, so that it is waited for in any case.
    let above: Vec<&Path> = folder.ancestors().skip(1).collect();
    let there = above.iter().take_while(|above| disk.resolve(above).is_err());
    let new = 1 + there.count();
    let make = || {
        disk.create_folder(folder)?;
        let mut named = above.iter().take(new);
        named.try_for_each(|above| disk.sync_folder(or_here(above), Sync::FolderNamed))
    };
    make().named(folder, "made")
}

/// Makes a folder of what belongs to a project file. A new one is permitted to those who are permitted that file.
///
/// # Errors
/// If the disk refuses.
pub(in crate::storage) fn make_folder_like(
    disk: &dyn Disk,
    folder: &Path,
    like: &Path,
) -> Result<(), DiskError> {
    let is_new = disk.resolve(folder).is_err();
    make_folder(disk, folder)?;
    let permit = || match is_new && disk.length(like)?.is_some() {
        true => disk.permit_as(like, folder),
        false => Ok(()),
    };
    permit().named(folder, "made")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;
    use std::fs;

    #[test]
    fn replacing_keeps_links_and_permissions() {
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("a"), folder.path().join("link"));
        replace(&RealDisk, &file, [&b"one"[..]]).unwrap();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
            std::os::unix::fs::symlink(&file, &link).unwrap();
            replace(&RealDisk, &link, [&b"tw"[..], b"o"]).unwrap();
            assert!(link.is_symlink());
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
            assert_eq!(fs::read(&file).unwrap(), b"two");
        }
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    /// Each line: the permissions of the file like it, and those of a new file and a new folder.
    #[cfg(unix)]
    #[test]
    fn what_is_new_is_permitted_as_what_it_belongs_to() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
        for (like, file, inner) in [
            (0o600, 0o600, 0o700),
            (0o640, 0o640, 0o750),
            (0o644, 0o644, 0o755),
            (0o664, 0o664, 0o775),
            (0o444, 0o644, 0o755),
            (0o400, 0o600, 0o700),
        ] {
            fs::write(at("like"), "").unwrap();
            fs::set_permissions(at("like"), fs::Permissions::from_mode(like)).unwrap();
            replace_like(&RealDisk, &at("new"), Some(&at("like")), [&b"one"[..]]).unwrap();
            make_folder_like(&RealDisk, &at("inner"), &at("like")).unwrap();
            assert_eq!((mode(&at("new")), mode(&at("inner"))), (file, inner), "{like:o}");
            // What is there keeps its own.
            fs::set_permissions(at("new"), fs::Permissions::from_mode(0o620)).unwrap();
            fs::set_permissions(at("inner"), fs::Permissions::from_mode(0o2711)).unwrap();
            replace_like(&RealDisk, &at("new"), Some(&at("like")), [&b"two"[..]]).unwrap();
            make_folder_like(&RealDisk, &at("inner"), &at("like")).unwrap();
            assert_eq!((mode(&at("new")), mode(&at("inner"))), (0o620, 0o2711));
            fs::remove_file(at("new")).unwrap();
            fs::remove_dir(at("inner")).unwrap();
            fs::remove_file(at("like")).unwrap();
        }
        // Until then nobody else may read it.
        drop(RealDisk.create_private(&at("private")).unwrap());
        assert_eq!(mode(&at("private")), 0o600);
    }

    #[test]
    fn nothing_that_lies_beside_a_file_is_written_over_or_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("a"), folder.path().join("other"));
        let planted = folder.path().join("a.new");
        fs::write(&other, b"somebody's").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink(&other, &planted).unwrap();
        #[cfg(not(unix))]
        fs::write(&planted, b"somebody's").unwrap();
        replace(&RealDisk, &file, [&b"one"[..]]).unwrap();
        assert_eq!(fs::read(&planted).unwrap(), b"somebody's");
        assert_eq!(fs::read(&file).unwrap(), b"one");
        let taken = RealDisk.create_new(&planted).err().unwrap();
        assert_eq!(taken.kind(), io::ErrorKind::AlreadyExists);
    }

    #[test]
    fn only_what_was_to_replace_a_file_is_left_over() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let kept = [
            "a",
            "b",
            "a.new",
            "a.0123456789abcde.new",
            "a.0123456789abcdef0.new",
            "a.0123456789ABCDEF.new",
            "b.a.0123456789abcdef.new",
            "a.0123456789abcdef.new.txt",
            "d.0123456789abcdef.new",
        ];
        let gone = [
            "a.0123456789abcdef.new",
            "b.00000000000000ff.new",
            "c.0123456789abcdef.new",
        ];
        kept.iter()
            .chain(&gone)
            .for_each(|name| fs::write(at(name), "x").unwrap());
        remove_left_over(&RealDisk, [&at("a"), &at("b"), &at("c")]);
        assert!(kept.iter().all(|name| at(name).exists()));
        assert!(gone.iter().all(|name| !at(name).exists()));
    }

    #[test]
    fn an_error_is_a_sentence() {
        let error = replace(&RealDisk, Path::new("/no-such-folder/a"), [&b"x"[..]]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "/no-such-folder/a could not be written: it is not there."
        );
    }
}
