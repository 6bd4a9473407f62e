//! The help page: every command with its keys, from the one table.

use super::button::{key_label, key_width, paint_key};
use super::theme::{Theme, metrics};
use super::{fonts, row};
use crate::session::{Group, Named, PAGE_KEYS};
use eframe::egui::{Label, RichText, ScrollArea, Sense, Ui, pos2, vec2};

/// Draws the page in a sheet.
pub(crate) fn ui(ui: &mut Ui) {
    let height = ui.ctx().content_rect().height() - 160.0;
    ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, true])
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for group in [Group::Edit, Group::Go, Group::View, Group::Project] {
                title_ui(ui, group.title());
                for named in Named::ALL.iter().filter(|n| n.entry().group == group) {
                    let entry = named.entry();
                    line_ui(ui, entry.title, entry.help, entry.keys);
                }
            }
            title_ui(ui, "On the page");
            for (keys, does) in PAGE_KEYS {
                line_ui(ui, does, "", &[keys]);
            }
        });
}

fn title_ui(ui: &mut Ui, title: &str) {
    ui.add_space(12.0);
    ui.add(Label::new(
        RichText::new(title).font(fonts::semibold(metrics::UI_SIZE)),
    ));
    ui.add_space(4.0);
}

fn line_ui(ui: &mut Ui, title: &str, help: &str, keys: &[&str]) {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::ROW), Sense::hover());
    response.widget_info(|| {
        let says = format!("{title}: {}. {help}", keys.join(" or "));
        eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Label, true, says)
    });
    let y = rect.center().y;
    let mut end = rect.right() - 12.0;
    for key in keys.iter().rev() {
        let label = key_label(key);
        end -= key_width(ui, &label);
        paint_key(ui, pos2(end, y), &label, None);
        end -= 6.0;
    }
    let title = row::line(ui, title, fonts::regular(metrics::UI_SIZE), theme.text, 240.0);
    let height = title.size().y;
    let after = rect.left() + if help.is_empty() { 0.0 } else { 232.0 };
    ui.painter()
        .galley(pos2(rect.left(), y - height / 2.0), title, theme.text);
    if !help.is_empty() {
        let help = row::line(
            ui,
            help,
            fonts::regular(metrics::SMALL_SIZE),
            theme.muted,
            end - after - 8.0,
        );
        let height = help.size().y;
        ui.painter()
            .galley(pos2(after, y - height / 2.0), help, theme.muted);
    }
}
