//! What stands in the page where there is no text.

use super::theme::Theme;
use super::view::View;
use eframe::egui::{Direction, Layout, RichText, Ui};

/// The place of the page until a source is open in it.
pub(crate) fn page_ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    let Some(work) = view.session.work() else { return };
    let says = match work.open_source() {
        None => "Add a source: a text that somebody published.",
        Some(source) if source.text.is_none() => "This source is cited. Its text is not held here.",
        Some(_) => return,
    };
    ui.with_layout(Layout::centered_and_justified(Direction::TopDown), |ui| {
        ui.label(RichText::new(says).color(theme.muted));
    });
}
