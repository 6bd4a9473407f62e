//! The panel at the left folded to a rail, in windows too narrow for three columns.

use super::panes::Pane;
use super::view::View;
use super::{button, icon};
use crate::session::Named;
use eframe::egui::{Align, Layout, Ui};

/// What of the left panel lies open over the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Open {
    /// Nothing.
    #[default]
    Nothing,
    /// The sources.
    Sources,
    /// The passages of the source.
    Passages,
}

/// Draws the rail; what is chosen in it opens or closes.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>, open: &mut Open) {
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        ui.add_space(6.0);
        ui.spacing_mut().item_spacing.y = 4.0;
        let fold = view.icon_ui(ui, Named::ToggleLeft, icon::SIDEBAR_SIMPLE);
        if view.pane == Some(Pane::Rail) {
            fold.request_focus();
        }
        let mut toggle = |ui: &mut Ui, sign: &str, name: &str, what: Open| {
            let on = *open == what;
            if button::icon_ui(ui, sign, name, true, on).clicked() {
                *open = if on { Open::Nothing } else { what };
            }
        };
        toggle(ui, icon::FILES, "Sources", Open::Sources);
        toggle(ui, icon::LIST_BULLETS, "In this source", Open::Passages);
        view.icon_ui(ui, Named::Palette, icon::MAGNIFYING_GLASS);
    });
}
