//! A file or a place: typed, chosen from the folder typed so far, or picked in the system's dialog.

use super::{beside_ui, end_ui, says_ui};
use crate::session::Picking;
use crate::ui::button::{Button, paint_icon};
use crate::ui::deed::Deed;
use crate::ui::picker::Picker;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{field, fonts, icon, row};
use eframe::egui::{Id, ScrollArea, Ui, pos2};
use std::path::{MAIN_SEPARATOR, PathBuf};

/// What is typed, and what the folder holds.
#[derive(Default)]
pub(super) struct Path {
    typed: String,
    title: String,
    picker: Picker,
    /// The folder that `entries` are of, and what was typed after it.
    listed: Option<String>,
    entries: Vec<Entry>,
    nothing_picked: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    is_file: bool,
    name: String,
}

/// So many entries of a folder are listed.
const MOST: usize = 200;

impl Path {
    pub(super) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, picking: Picking, fresh: bool) {
        if fresh {
            self.begin(view, picking);
        }
        says_ui(ui, explain(picking));
        ui.add_space(8.0);
        if picking == Picking::NewProject {
            field::label_ui(ui, "Title");
            let suggested = self.suggested();
            let title = field::field_ui(ui, Id::unique("project title"), &mut self.title, "Title", "");
            // A path that nobody has touched follows the title.
            if title.changed() && self.typed == suggested {
                self.typed = self.suggested();
            }
            if fresh {
                title.request_focus();
            }
            ui.add_space(4.0);
        }
        field::label_ui(ui, "Path");
        let browse = Button::new("Browse…")
            .icon(icon::FOLDER_OPEN)
            .enabled(!self.picker.is_open());
        let (path, browsed) = beside_ui(ui, browse, |ui| {
            field::field_ui(ui, Id::unique("path"), &mut self.typed, "Path", "")
        });
        if browsed {
            self.picker.open(ui.ctx(), picking);
        }
        if fresh && picking != Picking::NewProject {
            path.request_focus();
        }
        if self.nothing_picked {
            says_ui(
                ui,
                "Nothing was picked. Where this machine has no file dialog, type the path.",
            );
        }
        self.folder_ui(ui);
        self.take_picked(view, picking);
        let ready = !self.typed.trim().is_empty() && !self.typed.ends_with(['/', MAIN_SEPARATOR]);
        if end_ui(ui, view, deed(picking), ready) {
            let path = self.path();
            self.finish(view, picking, path);
        }
    }

    /// A folder to begin in: that of the newest project, else the one Onus was started in.
    fn begin(&mut self, view: &View<'_>, picking: Picking) {
        let newest = view
            .session
            .store()
            .path()
            .or(view.session.recent().first().map(|r| r.path.as_path()));
        let folder = newest
            .and_then(|p| p.parent().map(PathBuf::from))
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_default();
        *self = Self {
            typed: format!("{}{MAIN_SEPARATOR}", folder.display()),
            ..Self::default()
        };
        if picking == Picking::NewProject {
            self.typed = self.suggested();
        }
        if picking == Picking::SaveAs
            && let Some(path) = view.session.save_as_suggestion()
        {
            self.typed = path.display().to_string();
        }
    }

    /// Where a new project of this title might lie, in the folder typed so far.
    fn suggested(&self) -> String {
        let name: Vec<String> = self
            .title
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect();
        let name = if name.is_empty() {
            "project".into()
        } else {
            name.join("-")
        };
        format!("{}{name}.onus.ron", split(&self.typed).0)
    }

    fn path(&self) -> PathBuf {
        let typed = self.typed.trim();
        match typed.strip_prefix("~/").zip(std::env::home_dir()) {
            Some((rest, home)) => home.join(rest),
            None => PathBuf::from(typed),
        }
    }

    fn take_picked(&mut self, view: &mut View<'_>, picking: Picking) {
        let Some(paths) = self.picker.answer() else { return };
        self.nothing_picked = paths.is_empty();
        match picking {
            Picking::Open | Picking::Sources if !paths.is_empty() => {
                view.ask(crate::session::Named::Escape);
                view.ask(crate::session::Command::Files(paths));
            }
            _ => {
                if let Some(path) = paths.into_iter().next() {
                    if picking == Picking::NewProject {
                        self.typed = path.display().to_string();
                    } else {
                        self.finish(view, picking, path);
                    }
                }
            }
        }
    }

    fn finish(&self, view: &mut View<'_>, picking: Picking, path: PathBuf) {
        match picking {
            Picking::NewProject => view.ask(Deed::Create(path, self.title.trim().to_owned())),
            _ => view.ask(Deed::Picked(picking, path)),
        }
    }

    /// What lies in the folder typed so far and goes on as typed.
    fn folder_ui(&mut self, ui: &mut Ui) {
        let theme = Theme::of(ui);
        if self.listed.as_ref() != Some(&self.typed) {
            self.entries = list(&self.typed);
            self.listed = Some(self.typed.clone());
        }
        if self.entries.is_empty() {
            return;
        }
        ui.add_space(8.0);
        let height = metrics::ROW * self.entries.len().min(7) as f32;
        let mut goes_on = None;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical()
                .id_salt("folder")
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink(false)
                .show_rows(ui, metrics::ROW, self.entries.len(), |ui, range| {
                    for entry in &self.entries[range] {
                        let (rect, response) = row::row_ui(ui, metrics::ROW, false, &entry.name);
                        let sign = if entry.is_file {
                            icon::FILE
                        } else {
                            icon::FOLDER_OPEN
                        };
                        let y = rect.center().y;
                        paint_icon(
                            ui.painter(),
                            pos2(rect.left() + 15.0, y),
                            sign,
                            metrics::SMALL_ICON,
                            theme.muted,
                        );
                        let font = fonts::regular(metrics::UI_SIZE);
                        let line = row::line(ui, &entry.name, font, theme.text, rect.width() - 40.0);
                        let height = line.size().y;
                        ui.painter()
                            .galley(pos2(rect.left() + 30.0, y - height / 2.0), line, theme.text);
                        if response.clicked() {
                            goes_on = Some(entry.clone());
                        }
                    }
                });
        });
        if let Some(entry) = goes_on {
            let (folder, _) = split(&self.typed);
            self.typed = format!("{folder}{}", entry.name);
            if !entry.is_file {
                self.typed.push(MAIN_SEPARATOR);
            }
        }
    }
}

/// The folder of what is typed, with its last separator, and the rest.
fn split(typed: &str) -> (&str, &str) {
    let at = typed.rfind(['/', MAIN_SEPARATOR]).map_or(0, |at| at + 1);
    typed.split_at(at)
}

/// Folders, then files, whose names go on as typed; hidden ones only when asked for by their dot.
fn list(typed: &str) -> Vec<Entry> {
    let (folder, begun) = split(typed);
    let home = std::env::home_dir().unwrap_or_default();
    let folder = match folder.strip_prefix("~/") {
        Some(rest) => home.join(rest),
        None => PathBuf::from(folder),
    };
    let begun = begun.to_lowercase();
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut entries: Vec<Entry> = entries
        .filter_map(Result::ok)
        .map(|entry| Entry {
            is_file: !entry.path().is_dir(),
            name: entry.file_name().to_string_lossy().into_owned(),
        })
        .filter(|e| {
            e.name.to_lowercase().starts_with(&begun) && (begun.starts_with('.') || !e.name.starts_with('.'))
        })
        .collect();
    entries.sort();
    entries.truncate(MOST);
    entries
}

fn explain(picking: Picking) -> &'static str {
    match picking {
        Picking::Open => "A project to open, or a text to start one with.",
        Picking::Sources => "A text to read in, or an export whose records join this project.",
        Picking::NewProject => {
            "A project is one file that you can read, share and put under version control."
        }
        Picking::SaveAs => "The project goes on under this name; the old file stays as it is.",
        Picking::Export => "The export is checked before it appears under this name.",
        Picking::Hold => "The text of the cited source; everything that refers to it follows.",
    }
}

fn deed(picking: Picking) -> &'static str {
    match picking {
        Picking::Open => "Open",
        Picking::Sources | Picking::Hold => "Read in",
        Picking::NewProject => "Begin project",
        Picking::SaveAs => "Save as",
        Picking::Export => "Export",
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_path_follows_the_title() {
        let check = |title: &str, path: &str| {
            let sheet = Path {
                typed: "/home/a/project.onus.ron".into(),
                title: title.into(),
                ..Path::default()
            };
            assert_eq!(sheet.suggested(), path, "{title:?}");
        };
        check("", "/home/a/project.onus.ron");
        check(
            "Vendor reports, 2018/2025",
            "/home/a/vendor-reports-2018-2025.onus.ron",
        );
        check("资通电军", "/home/a/资通电军.onus.ron");
    }

    #[test]
    fn a_folder_is_listed_as_far_as_it_is_typed() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["Beta.txt", "alpha.md", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("zeta")).unwrap();
        let check = |begun: &str, names: &[&str]| {
            let typed = format!("{}/{begun}", folder.path().display());
            let listed: Vec<String> = list(&typed).into_iter().map(|e| e.name).collect();
            assert_eq!(listed, names, "{begun:?}");
        };
        check("", &["zeta", "Beta.txt", "alpha.md"]);
        check("b", &["Beta.txt"]);
        check(".", &[".hidden"]);
        check("nothing", &[]);
    }
}
