//! What belongs to the machine and not to a project: the analyst's profile, settings, recent projects. RON files in the
//! platform's configuration folder; `ONUS_HOME` replaces it. Unreadable ones never stop the start.

use crate::project::{Analyst, AnalystKind, Id, Origin, Timestamp};
use crate::storage::disk::replace::{make_folder, replace};
use crate::storage::disk::{Disk, DiskError, Named, beside, reason};
use crate::storage::save::backup::BACKUPS;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::ops::RangeInclusive;
use std::path::PathBuf;

/// The analyst at this machine: a random id, and a handle once asked for; never the login name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// The analyst's id.
    pub id: Id,
    /// The name the analyst chose to be known by.
    pub handle: Option<String>,
}

impl Profile {
    /// A profile nobody has given a handle yet.
    pub fn new(origin: &mut Origin) -> Self {
        Self {
            id: origin.id(),
            handle: None,
        }
    }

    /// The analyst as a record; `None` before the handle was asked for.
    pub fn analyst(&self) -> Option<Analyst> {
        Some(Analyst {
            id: self.id,
            handle: self.handle.clone()?,
            kind: AnalystKind::Person,
        })
    }
}

/// How the window is left and found again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Whether the theme is dark; `None` follows the system where it says.
    pub dark: Option<bool>,
    /// Size of the page's text in percent.
    pub zoom: u32,
    /// How the window stands; a project that was open here before brings its own.
    pub layout: Layout,
    /// The git working trees, each by its ignore file, whose owners were told what a history holds; newest last.
    pub told_of_git: Vec<String>,
    /// How many former versions of a project file are kept beside it; 0 for none.
    pub backups: usize,
}

/// So many git working trees are remembered.
const MOST_TREES: usize = 100;

impl Settings {
    /// Remembers that somebody was told of the history in a git working tree.
    pub fn remember_git(&mut self, tree: String) {
        self.told_of_git.push(tree);
        let older = self.told_of_git.len().saturating_sub(MOST_TREES);
        self.told_of_git.drain(..older);
    }

    /// What sizes the page's text may have, in percent.
    pub const ZOOM: RangeInclusive<u32> = 50..=300;

    /// The same, without what the window does not allow: anybody may have written in the file.
    fn sound(self) -> Self {
        Self {
            zoom: self.zoom.clamp(*Self::ZOOM.start(), *Self::ZOOM.end()),
            layout: self.layout.sound(),
            ..self
        }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dark: None,
            zoom: 100,
            layout: Layout::default(),
            told_of_git: Vec::new(),
            backups: BACKUPS,
        }
    }
}

/// The size of the window and of its panels, and which of them are shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Layout {
    /// Width and height of the window in points.
    pub window: Option<(f32, f32)>,
    /// Width of the panel of sources in points; `None` until somebody has changed it.
    pub left_width: Option<f32>,
    /// Width of the inspector in points; `None` until somebody has changed it.
    pub right_width: Option<f32>,
    /// Whether the panel of sources is shown.
    pub left_open: bool,
    /// Whether the inspector is shown.
    pub right_open: bool,
}

/// No screen has more points, across or down.
const MOST_POINTS: f32 = 20_000.0;

impl Layout {
    /// The same, without sizes that are none.
    fn sound(self) -> Self {
        let is_size = |points: &f32| (1.0..=MOST_POINTS).contains(points);
        Self {
            window: self
                .window
                .filter(|(width, height)| is_size(width) && is_size(height)),
            left_width: self.left_width.filter(is_size),
            right_width: self.right_width.filter(is_size),
            ..self
        }
    }
}

impl Default for Layout {
    fn default() -> Self {
        Self {
            window: None,
            left_width: None,
            right_width: None,
            left_open: true,
            right_open: true,
        }
    }
}

/// Where in a project its reader was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bookmark {
    /// The source in the page.
    pub source: Id,
    /// The byte of its text that the caret stood before.
    pub caret: usize,
    /// The byte of its text that was read: a third down the page.
    pub read: usize,
    /// The record in the inspector.
    pub selected: Option<Id>,
}

/// A project that was open here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recent {
    /// Where its file lies.
    pub path: PathBuf,
    /// Its title when it was open last.
    pub title: String,
    /// How many sources it had.
    pub sources: usize,
    /// How many annotations it had.
    pub annotations: usize,
    /// When it was open last.
    pub opened: Timestamp,
    /// Where its reader was.
    pub place: Option<Bookmark>,
    /// How the window stood.
    #[serde(default)]
    pub layout: Layout,
}

/// The folders on this machine that belong to the analyst.
#[derive(Clone, Debug)]
pub struct Home {
    /// For profile, settings and recent projects.
    folder: PathBuf,
    /// For projects that have no place of their own yet.
    projects: PathBuf,
}

/// How many recent projects are remembered.
const MOST_RECENT: usize = 20;
/// None of these files is ever longer.
const LIMIT: u64 = 1 << 20;

impl Home {
    /// `ONUS_HOME` where it is set, else the platform's folders for configuration and data; `None` where there is neither.
    pub fn find() -> Option<Self> {
        if let Some(folder) = std::env::var_os("ONUS_HOME").filter(|folder| !folder.is_empty()) {
            return Some(Self::at(folder));
        }
        let platform = directories::ProjectDirs::from("", "", "onus")?;
        Some(Self {
            folder: platform.config_dir().to_owned(),
            projects: platform.data_dir().join("projects"),
        })
    }

    /// Everything in this folder.
    pub fn at(folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        Self {
            projects: folder.join("projects"),
            folder,
        }
    }

    /// Where a project goes that has no place of its own yet.
    pub fn projects(&self) -> PathBuf {
        self.projects.clone()
    }

    /// Where copies of projects go whose own folders take nothing.
    pub fn rescued(&self) -> PathBuf {
        self.projects.with_file_name("rescued")
    }

    /// Where reports of faults go.
    pub(in crate::storage) fn reports(&self) -> PathBuf {
        self.folder.join("reports")
    }

    /// The profile; a new one, not kept yet, where there is none. The second value is a sentence where the file was
    /// there and could not be read.
    pub fn profile(&self, disk: &dyn Disk, origin: &mut Origin) -> (Profile, Option<String>) {
        match self.load(disk, "profile.ron") {
            Ok(Some(profile)) => (profile, None),
            Ok(None) => (Profile::new(origin), None),
            Err(says) => (Profile::new(origin), Some(says)),
        }
    }

    /// The settings, or the defaults.
    pub fn settings(&self, disk: &dyn Disk) -> (Settings, Option<String>) {
        self.load(disk, "settings.ron").map_or_else(
            |says| (Settings::default(), Some(says)),
            |s: Option<Settings>| (s.unwrap_or_default().sound(), None),
        )
    }

    /// How many former versions of a project file are kept; a settings file that cannot be read changes nothing.
    pub(in crate::storage) fn backups(&self, disk: &dyn Disk) -> usize {
        let read = disk.read(&self.folder.join("settings.ron"), LIMIT).ok();
        let settings: Option<Settings> = read.and_then(|bytes| ron::de::from_bytes(&bytes).ok());
        settings.unwrap_or_default().backups
    }

    /// The recent projects, newest first.
    pub fn recent(&self, disk: &dyn Disk) -> Vec<Recent> {
        let recent: Vec<Recent> = self.load(disk, "recent.ron").ok().flatten().unwrap_or_default();
        let sound = |recent: Recent| Recent {
            layout: recent.layout.sound(),
            ..recent
        };
        recent.into_iter().take(MOST_RECENT).map(sound).collect()
    }

    /// Keeps the profile.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn keep_profile(&self, disk: &dyn Disk, profile: &Profile) -> Result<(), DiskError> {
        self.keep(disk, "profile.ron", profile)
    }

    /// Keeps the settings.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn keep_settings(&self, disk: &dyn Disk, settings: &Settings) -> Result<(), DiskError> {
        self.keep(disk, "settings.ron", settings)
    }

    /// Keeps the recent projects.
    ///
    /// # Errors
    /// Whatever writing fails with.
    pub fn keep_recent(&self, disk: &dyn Disk, recent: &[Recent]) -> Result<(), DiskError> {
        self.keep(
            disk,
            "recent.ron",
            &recent.iter().take(MOST_RECENT).collect::<Vec<_>>(),
        )
    }

    /// Reads a file; one that is damaged is kept under another name, since the next time a new one is written.
    fn load<T: DeserializeOwned>(&self, disk: &dyn Disk, name: &str) -> Result<Option<T>, String> {
        let path = self.folder.join(name);
        let bytes = match disk.read(&path, LIMIT) {
            Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(e) => {
                return Err(format!(
                    "{name} could not be read ({}); its defaults are used.",
                    reason(&e)
                ));
            }
            Ok(bytes) => bytes,
        };
        ron::de::from_bytes(&bytes).map(Some).map_err(|error| {
            // If it cannot be renamed either, all that is lost is a file that could not be read.
            let _ = disk.rename(&path, &beside(&path, ".damaged"));
            format!(
                "{name} could not be read ({error}); it is kept as {name}.damaged, and its defaults are used."
            )
        })
    }

    fn keep<T: Serialize>(&self, disk: &dyn Disk, name: &str, value: &T) -> Result<(), DiskError> {
        let pretty = ron::ser::PrettyConfig::default();
        let path = self.folder.join(name);
        let text = ron::ser::to_string_pretty(value, pretty)
            .map_err(std::io::Error::other)
            .named(&path, "written")?;
        make_folder(disk, &self.folder)?;
        replace(disk, &path, [text.as_bytes()])
    }
}

/// Puts a project first among the recent ones.
pub fn remember(recent: &mut Vec<Recent>, project: Recent) {
    recent.retain(|r| r.path != project.path);
    recent.insert(0, project);
    recent.truncate(MOST_RECENT);
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::storage::disk::RealDisk;

    #[test]
    fn what_the_window_does_not_allow_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let layout = |window, left_width, right_width| Layout {
            window,
            left_width,
            right_width,
            ..Layout::default()
        };
        for (file, zoom, read) in [
            ("(zoom:4294967295)", 300, Layout::default()),
            ("(zoom:0)", 50, Layout::default()),
            (
                "(zoom:100,layout:(window:Some((NaN,10.0)),left_width:Some(inf),right_width:Some(-1.0)))",
                100,
                Layout::default(),
            ),
            (
                "(layout:(window:Some((800.0,600.0)),left_width:Some(1e30),right_width:Some(240.0)))",
                100,
                layout(Some((800.0, 600.0)), None, Some(240.0)),
            ),
        ] {
            std::fs::write(folder.path().join("settings.ron"), file).unwrap();
            let (settings, says) = home.settings(&RealDisk);
            assert_eq!(
                (settings.zoom, settings.layout, says),
                (zoom, read, None),
                "{file}"
            );
        }
    }

    #[test]
    fn what_is_kept_is_found_again_and_damage_gives_defaults() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("onus"));
        let disk = RealDisk;
        let mut origin = Origin::seeded(1, "2025-06-02T08:30:00Z".parse().unwrap());
        let (profile, _) = home.profile(&disk, &mut origin);
        let profile = Profile {
            handle: Some("A1".into()),
            ..profile
        };
        home.keep_profile(&disk, &profile).unwrap();
        assert_eq!(home.profile(&disk, &mut origin), (profile, None));
        let settings = Settings {
            zoom: 125,
            ..Settings::default()
        };
        home.keep_settings(&disk, &settings).unwrap();
        assert_eq!(home.settings(&disk).0, settings);
        std::fs::write(folder.path().join("onus/settings.ron"), b"(zoom:").unwrap();
        let (settings, says) = home.settings(&disk);
        assert_eq!(settings, Settings::default());
        assert!(says.unwrap().starts_with("settings.ron could not be read"));
        let kept = std::fs::read(folder.path().join("onus/settings.ron.damaged")).unwrap();
        assert_eq!(kept, b"(zoom:");
        assert_eq!(home.settings(&disk), (settings, None));
    }
}
