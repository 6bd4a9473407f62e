//! The tag a passage is to get instead.

use crate::session::{Command, Named};
use crate::ui::chip::{Chip, shown_name};
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, row, tagbar};
use eframe::egui::{Key, Modifiers, Ui, pos2};

pub(super) fn ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    let Some(annotation) = view.session.work().and_then(|w| w.selected_annotation()) else {
        return;
    };
    let (id, now) = (annotation.id, annotation.body.tag());
    ui.spacing_mut().item_spacing.y = 0.0;
    for tag in tagbar::tags(view.session) {
        let (rect, response) = row::row_ui(ui, metrics::ROW, tag.id == now, &shown_name(&tag));
        let y = rect.center().y;
        Chip::of(&tag).paint(ui.painter(), theme, pos2(rect.left() + 10.0, y - 9.0));
        let line = row::line(
            ui,
            &shown_name(&tag),
            fonts::regular(metrics::UI_SIZE),
            theme.text,
            rect.width() - 80.0,
        );
        let height = line.size().y;
        ui.painter()
            .galley(pos2(rect.left() + 36.0, y - height / 2.0), line, theme.text);
        row::aside(ui, pos2(rect.right() - 12.0, y), &tag.key);
        let key = Key::from_name(&tag.key).filter(|_| !tag.key.is_empty());
        let pressed = key.is_some_and(|key| ui.input_mut(|i| i.consume_key(Modifiers::NONE, key)));
        if response.clicked() || pressed {
            view.ask(Named::Escape);
            view.ask(Command::Retag(id, tag.id));
        }
    }
}
