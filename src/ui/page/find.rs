//! Finding in the page: a field over its corner, the count, and the hits one after the other.

use crate::session::{Command, Focus, Named};
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, icon};
use eframe::egui::{self, Id, Key, Rect, RichText, TextEdit, Ui, pos2};

/// What is being typed.
#[derive(Debug, Default)]
pub(super) struct Find {
    open: bool,
    query: String,
}

pub(super) fn ui(find: &mut Find, ui: &Ui, view: &mut View<'_>, page: Rect) {
    let asked = view.focus == Some(Focus::Find);
    let Some(work) = view.session.work() else { return };
    if asked && !find.open {
        find.open = true;
        let words = work
            .words()
            .zip(work.text())
            .and_then(|(s, t)| t.quote(s))
            .filter(|w| w.len() < 80);
        find.query = words.map_or_else(String::new, str::to_owned);
        view.ask(Command::FindText(Some(find.query.clone())));
    } else if work.finding.is_none() && !asked {
        find.open = false;
    }
    if !find.open {
        return;
    }
    let theme = Theme::of(ui);
    let says = work.finding.as_ref().map_or_else(String::new, |f| f.says());
    egui::Area::new(Id::unique("find"))
        .fixed_pos(pos2(page.right() - 372.0, page.top() + 10.0))
        .order(egui::Order::Middle)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(theme.raised)
                .shadow(theme.shadow)
                .corner_radius(metrics::POPUP_RADIUS);
            frame.inner_margin(8).show(ui, |ui| {
                ui.horizontal(|ui| {
                    let field = TextEdit::singleline(&mut find.query)
                        .hint_text("Find in page")
                        .desired_width(180.0);
                    let response = ui.add(field);
                    response.widget_info(|| {
                        egui::WidgetInfo::labeled(egui::Role::TextInput, true, "Find in page")
                    });
                    if asked {
                        response.request_focus();
                    }
                    if response.changed() {
                        view.ask(Command::FindText(Some(find.query.clone())));
                    }
                    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
                        view.ask(if ui.input(|i| i.modifiers.shift) {
                            Named::FindPrevious
                        } else {
                            Named::FindNext
                        });
                        response.request_focus();
                    }
                    ui.add_sized(
                        [70.0, 18.0],
                        egui::Label::new(RichText::new(says).font(fonts::regular(12.0)).color(theme.muted)),
                    );
                    view.icon_ui(ui, Named::FindPrevious, icon::CARET_UP);
                    view.icon_ui(ui, Named::FindNext, icon::CARET_DOWN);
                });
            });
        });
}
