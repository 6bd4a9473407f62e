//! The window as a picture, drawn by our own painter: without a display, a graphics card or a package.

use super::fonts::Faces;
use super::painter;
use super::theme::Theme;
use super::window::Window;
use crate::project::{Id, Origin, Project, SourceId};
use crate::session::{Command, Session};
use crate::storage::disk::{self, RealDisk};
use crate::storage::{Store, keep_off, open};
use eframe::egui;
use std::path::Path;

/// What is to be drawn.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Whether the theme is dark.
    pub dark: bool,
    /// Width and height in points; a point is a pixel.
    pub size: (f32, f32),
    /// The source in the page, by its id or a part of its title.
    pub source: Option<String>,
    /// The record that is selected.
    pub select: Option<Id>,
    /// Whether this machine's fonts are used beside the embedded ones.
    pub system_fonts: bool,
}

/// Draws a project, or the start page where there is none, and writes the picture as a PNG.
///
/// # Errors
/// A sentence: the project cannot be read, there is no such source or record, or the picture cannot be written.
pub fn write(project: Option<&Path>, wanted: &Wanted, to: &Path) -> Result<(), String> {
    project.map_or(Ok(()), |project| keep_off(&RealDisk, project, to))?;
    let project = project
        .map(|path| open::read(path).map_err(|e| e.to_string()))
        .transpose()?
        .map(|ready| ready.project);
    let picture = draw(project, wanted)?;
    let mut png = Vec::new();
    picture
        .write_png(&mut png)
        .map_err(|e| format!("{} was not written: {e}.", to.display()))?;
    disk::replace(&RealDisk, to, [png.as_slice()]).map_err(|e| e.to_string())
}

/// Draws a project, or the start page where there is none.
///
/// # Errors
/// A sentence: there is no such source or record.
pub fn draw(project: Option<Project>, wanted: &Wanted) -> Result<painter::Picture, String> {
    let mut session = Session::new(Origin::system(), Store::new(None, || {}));
    session.notices.clear();
    session.settings.dark = Some(wanted.dark);
    if let Some(project) = project {
        session.show(project);
    }
    if let Some(source) = &wanted.source {
        let id = find(&session, source).ok_or(format!("There is no source “{source}” here."))?;
        session.run(Command::OpenSource(id));
    }
    if let Some(id) = wanted.select {
        session.run(Command::Go(id));
        if session.work().is_none_or(|w| w.project().kind(id).is_none()) {
            return Err(format!("There is no record {id} here."));
        }
    }
    let ctx = egui::Context::default();
    let mut window = Window::new(&ctx);
    if wanted.system_fonts {
        window.use_faces(&ctx, Faces::with_system());
    }
    let (width, height) = wanted.size;
    let ground = Theme::named(wanted.dark).chrome;
    Ok(painter::draw(
        &ctx,
        egui::vec2(width, height),
        1.0,
        ground,
        |ui| {
            window.frame(ui, &mut session);
        },
    ))
}

fn find(session: &Session, wanted: &str) -> Option<SourceId> {
    let sources = session.work()?.sources();
    let lower = wanted.to_lowercase();
    let by_id = sources.iter().find(|s| s.id.to_string() == wanted);
    let by_title = || sources.iter().find(|s| s.title.to_lowercase().contains(&lower));
    by_id.or_else(by_title).map(|s| s.id)
}
