//! Menus: rows of commands with their keys, under a button.

use super::button::{key_label, key_width, paint_icon, paint_key};
use super::theme::{self, Ring, Theme, metrics};
use super::view::View;
use super::{fonts, keys};
use crate::session::Named;
use eframe::egui::{Align2, Color32, Popup, Response, Role, Sense, Ui, WidgetInfo, pos2, vec2};

/// A menu under a button.
pub(crate) fn under(button: &Response, name: &str, content: impl FnOnce(&mut Ui)) {
    Popup::menu(button)
        .accessible_name(name)
        .gap(4.0)
        .width(264.0)
        .show(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(264.0);
            content(ui);
        });
}

/// Rows of commands.
pub(crate) fn commands_ui(ui: &mut Ui, view: &mut View<'_>, commands: &[Named]) {
    for named in commands {
        command_ui(ui, view, *named);
    }
}

/// A command as a row.
pub(crate) fn command_ui(ui: &mut Ui, view: &mut View<'_>, named: Named) {
    let entry = named.entry();
    let enabled = view.session.applies(named);
    let response = item_ui(ui, None, entry.title, keys::shown(named), enabled);
    if response.on_hover_text(entry.help).clicked() {
        view.ask(named);
    }
}

/// A row of a menu.
pub(crate) fn item_ui(
    ui: &mut Ui,
    icon: Option<&str>,
    words: &str,
    key: Option<&str>,
    enabled: bool,
) -> Response {
    let theme = Theme::of(ui);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::ROW), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, enabled, words));
    let fill = if response.hovered() && enabled {
        theme.hover
    } else {
        Color32::TRANSPARENT
    };
    let ink = if enabled { theme.text } else { theme.muted };
    ui.painter().rect_filled(rect, metrics::RADIUS, fill);
    let mut x = rect.left() + 8.0;
    if let Some(icon) = icon {
        paint_icon(
            ui.painter(),
            pos2(x + 7.0, rect.center().y),
            icon,
            metrics::SMALL_ICON,
            theme.muted,
        );
        x += 22.0;
    }
    let font = fonts::regular(metrics::UI_SIZE);
    ui.painter()
        .text(pos2(x, rect.center().y), Align2::LEFT_CENTER, words, font, ink);
    if let Some(key) = key {
        let label = key_label(key);
        let left = rect.right() - 8.0 - key_width(ui, &label);
        paint_key(ui, pos2(left, rect.center().y), &label, None);
    }
    theme::ring(ui, &response, Ring::Inside);
    if response.clicked() {
        ui.close();
    }
    response
}
