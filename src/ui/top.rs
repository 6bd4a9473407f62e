//! The bar at the top: the mark, the project and its menu, the views, the palette, the theme, the export.

use super::button::{self, Button, paint_icon, paint_key};
use super::theme::{self, Ring, Theme, metrics};
use super::view::View;
use super::{fonts, icon, keys, menu};
use crate::session::Named;
use eframe::egui::{
    Align, Align2, Layout, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    pos2, vec2,
};

/// The commands of the project's menu; nothing stands for a line between them.
const MENU: &[&[Named]] = &[
    &[
        Named::NewProject,
        Named::OpenProject,
        Named::OpenPath,
        Named::OpenSample,
    ],
    &[Named::AddSources, Named::PasteSource, Named::CiteSource],
    &[Named::Save, Named::SaveAs, Named::Export],
    &[Named::Undo, Named::Redo],
    &[
        Named::ToggleLeft,
        Named::ToggleRight,
        Named::ToggleTheme,
        Named::Help,
    ],
    &[Named::CloseProject, Named::Quit],
];

/// Draws the bar.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.spacing_mut().item_spacing.x = 4.0;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        ui.add_space(4.0);
        let (mark_at, _) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
        mark(ui.painter(), Theme::of(ui), mark_at.min, 1.0);
        ui.add_space(4.0);
        project_ui(ui, view);
        rule_ui(ui);
        tab_ui(ui, "Read");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Button::new("Export")
                .icon(icon::EXPORT)
                .enabled(view.session.applies(Named::Export))
                .ui(ui);
            if export.on_hover_text(tip(Named::Export)).clicked() {
                view.ask(Named::Export);
            }
            let sign = if Theme::of(ui).dark { icon::SUN } else { icon::MOON };
            view.icon_ui(ui, Named::ToggleTheme, sign);
            rule_ui(ui);
            palette_ui(ui, view);
        });
    });
}

/// The sign of Onus: a heavy beam and two lines that carry it. `scale` 1 is 16 points wide.
pub(crate) fn mark(painter: &Painter, theme: &Theme, at: Pos2, scale: f32) {
    let part = |x: f32, y: f32, w: f32, h: f32| {
        let min = pos2(at.x + x * scale, at.y + y * scale);
        Rect::from_min_size(min, vec2(w * scale, h * scale))
    };
    painter.rect_filled(part(0.0, 2.0, 16.0, 4.0), 1, theme.text);
    // The lines stay fine when the mark grows.
    let fine = 1.5_f32.min(2.0 / scale);
    painter.rect_filled(part(2.0, 9.0, 12.0, fine), 0, theme.text);
    painter.rect_filled(part(2.0, 14.0, 12.0, fine), 0, theme.text);
}

fn project_ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    let Some(work) = view.session.work() else { return };
    let title = work.project().about().title.clone();
    let room = (ui.available_width() - 420.0).clamp(80.0, 320.0);
    let galley = super::row::line(ui, &title, fonts::semibold(metrics::UI_SIZE), theme.text, room);
    let size = vec2(galley.size().x + 28.0, metrics::CONTROL);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Project menu: {title}")));
    if response.hovered() {
        ui.painter().rect_filled(rect, metrics::RADIUS, theme.hover);
    }
    let y = rect.center().y - galley.size().y / 2.0;
    ui.painter()
        .galley(pos2(rect.left() + 4.0, y), galley, theme.text);
    let caret = pos2(rect.right() - 12.0, rect.center().y);
    paint_icon(ui.painter(), caret, icon::CARET_DOWN, 12.0, theme.text);
    theme::ring(ui, &response, Ring::Inside);
    menu::under(&response, "Project menu", |ui| {
        for (n, group) in MENU.iter().enumerate() {
            if n > 0 {
                ui.add_space(4.0);
                ui.separator();
                ui.add_space(4.0);
            }
            menu::commands_ui(ui, view, group);
        }
    });
}

/// The view that is shown. The others come to stand beside it.
fn tab_ui(ui: &mut Ui, name: &str) {
    let theme = Theme::of(ui);
    let font = fonts::medium(metrics::UI_SIZE);
    let galley = ui.painter().layout_no_wrap(name.to_owned(), font, theme.text);
    let (rect, response) =
        ui.allocate_exact_size(vec2(galley.size().x + 20.0, metrics::CONTROL), Sense::hover());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, true, name));
    ui.painter().rect_filled(rect, metrics::RADIUS, theme.raised);
    let stroke = Stroke::new(1.0, theme.hair);
    ui.painter()
        .rect_stroke(rect, metrics::RADIUS, stroke, StrokeKind::Inside);
    let at = rect.center() - galley.size() / 2.0;
    ui.painter().galley(at, galley, theme.text);
}

fn palette_ui(ui: &mut Ui, view: &mut View<'_>) {
    let name = Named::Palette.entry().title;
    if !view.wide {
        view.icon_ui(ui, Named::Palette, icon::MAGNIFYING_GLASS);
        return;
    }
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(248.0, metrics::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name));
    let fill = if response.hovered() {
        theme.hover
    } else {
        theme.sunken
    };
    ui.painter().rect_filled(rect, metrics::RADIUS, fill);
    let y = rect.center().y;
    paint_icon(
        ui.painter(),
        pos2(rect.left() + 15.0, y),
        icon::MAGNIFYING_GLASS,
        metrics::SMALL_ICON,
        theme.muted,
    );
    let font = fonts::regular(metrics::SMALL_SIZE);
    ui.painter().text(
        pos2(rect.left() + 30.0, y),
        Align2::LEFT_CENTER,
        name,
        font,
        theme.muted,
    );
    if let Some(key) = keys::shown(Named::Palette) {
        let label = button::key_label(key);
        let width = button::key_width(ui, &label);
        paint_key(ui, pos2(rect.right() - 8.0 - width, y), &label, None);
    }
    theme::ring(ui, &response, Ring::Inside);
    if response.clicked() {
        view.ask(Named::Palette);
    }
}

/// A hairline between parts of a bar.
pub(crate) fn rule_ui(ui: &mut Ui) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(9.0, 20.0), Sense::hover());
    ui.painter().vline(
        rect.center().x,
        rect.y_range(),
        Stroke::new(1.0, Theme::of(ui).hair),
    );
    response
}

/// Title and key of a command, for a tooltip.
pub(crate) fn tip(named: Named) -> String {
    let entry = named.entry();
    match keys::shown(named) {
        Some(key) => format!(
            "{} ({})",
            entry.help.trim_end_matches('.'),
            button::key_label(key)
        ),
        None => entry.help.to_owned(),
    }
}
