//! The bar over the page: back and forward, the tags with their keys, find, and the size of the text.

use super::chip::{Chip, shown_name};
use super::panes::Pane;
use super::theme::{self, Ring, Theme, metrics};
use super::view::View;
use super::{button, fonts, icon, menu, top};
use crate::project::{Tag, builtin_tags, codebook};
use crate::session::{Command, Named, Session};
use eframe::egui::{
    Align, Align2, Color32, Layout, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    vec2,
};
use std::sync::Arc;

/// The tags of the open project: the built-in ones, then its own; those with a key by their key.
pub(crate) fn tags(session: &Session) -> Vec<Arc<Tag>> {
    let Some(work) = session.work() else {
        return Vec::new();
    };
    let mut tags: Vec<Arc<Tag>> = work.project().tags.values().cloned().collect();
    // A new project has no tags until its first edit makes the built-in ones.
    for tag in codebook(&session.placeholder_stamp()) {
        if !work.project().tags.contains_key(&tag.id) {
            tags.push(Arc::new(tag));
        }
    }
    tags.sort_by_key(|t| {
        (
            !builtin_tags().contains(&t.id),
            t.key.is_empty(),
            t.key.clone(),
            t.id,
        )
    });
    tags
}

/// Draws the bar.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>, tags: &[Arc<Tag>]) {
    ui.spacing_mut().item_spacing.x = 2.0;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        view.icon_ui(ui, Named::Back, icon::ARROW_LEFT);
        view.icon_ui(ui, Named::Forward, icon::ARROW_RIGHT);
        top::rule_ui(ui);
        let built_in = builtin_tags();
        // What stands at the right of the bar keeps its room.
        let limit = ui.max_rect().right() - 72.0;
        let whole: f32 = tags.iter().map(|tag| width(ui, tag, false) + 2.0).sum();
        let letters = !view.wide || ui.cursor().left() + whole + 12.0 > limit;
        let mut own_begun = false;
        let mut first = None;
        for tag in tags {
            let own = !built_in.contains(&tag.id);
            if own && !own_begun {
                top::rule_ui(ui);
                own_begun = true;
            }
            let letters_only = own && letters;
            if ui.cursor().left() + width(ui, tag, letters_only) > limit {
                break;
            }
            let tag = tag_ui(ui, view, tag, letters_only);
            first.get_or_insert(tag);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            size_ui(ui, view);
            let find = view.icon_ui(ui, Named::Find, icon::MAGNIFYING_GLASS);
            // Where nothing may be tagged, the tags are no stop for the keyboard.
            let first = first.filter(|tag| tag.sense.is_focusable()).unwrap_or(find);
            if view.pane == Some(Pane::Tags) {
                first.request_focus();
            }
        });
    });
}

fn tag_ui(ui: &mut Ui, view: &mut View<'_>, tag: &Tag, letters_only: bool) -> Response {
    let theme = Theme::of(ui);
    let armed = view.session.work().is_some_and(|w| w.armed == Some(tag.id));
    let key_width = key_width(tag);
    let font = if armed {
        fonts::medium(metrics::UI_SIZE)
    } else {
        fonts::regular(metrics::UI_SIZE)
    };
    let galley = ui.painter().layout_no_wrap(shown_name(tag), font, theme.text);
    let width = width(ui, tag, letters_only);
    let editable = view.session.applies(Named::AddSources);
    let sense = if editable { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, metrics::CONTROL), sense);
    let name = format!("Tag as {}", tag.name.to_lowercase());
    response.widget_info(|| WidgetInfo::selected(Role::Button, editable, armed, &name));
    let fill = match (armed, response.hovered()) {
        (true, _) => theme.pick,
        (_, true) => theme.hover,
        _ => Color32::TRANSPARENT,
    };
    let painter = ui.painter();
    painter.rect_filled(rect, metrics::RADIUS, fill);
    if armed {
        let stroke = Stroke::new(1.0, theme.accent);
        painter.rect_stroke(rect, metrics::RADIUS, stroke, StrokeKind::Inside);
    }
    let y = rect.center().y;
    if !tag.key.is_empty() {
        let at = pos2(rect.left() + 10.0, y);
        painter.text(
            at,
            Align2::CENTER_CENTER,
            &tag.key,
            fonts::regular(metrics::TINY_SIZE),
            theme.muted,
        );
    }
    let chip = Rect::from_min_size(pos2(rect.left() + 6.0 + key_width, y - 9.0), vec2(18.0, 18.0));
    Chip::of(tag).paint(painter, theme, chip.min);
    if !letters_only {
        let at = pos2(chip.right() + 6.0, y - galley.size().y / 2.0);
        painter.galley(at, galley, theme.text);
    }
    theme::ring(ui, &response, Ring::Inside);
    if response.clicked() {
        view.ask(Command::Tag(tag.id));
    }
    response.on_hover_text(tooltip(tag, armed))
}

fn key_width(tag: &Tag) -> f32 {
    if tag.key.is_empty() { 0.0 } else { 15.0 }
}

/// How wide a tag is in the bar, by its name as it stands there armed, so that nothing moves when it is.
fn width(ui: &Ui, tag: &Tag, letters_only: bool) -> f32 {
    let around = 6.0 + key_width(tag) + metrics::CHIP;
    if letters_only {
        return around + 6.0;
    }
    let font = fonts::medium(metrics::UI_SIZE);
    let ink = Theme::of(ui).text;
    let name = ui.painter().layout_no_wrap(shown_name(tag), font, ink);
    around + 6.0 + name.size().x + 10.0
}

fn tooltip(tag: &Tag, armed: bool) -> String {
    let does = if armed {
        "Armed: drag over words to tag them, or press Esc.".to_owned()
    } else {
        format!(
            "Tags the selected words as {}, or the next you drag over.",
            tag.name.to_lowercase()
        )
    };
    if tag.definition.is_empty() {
        does
    } else {
        format!("{}\n{does}", tag.definition)
    }
}

fn size_ui(ui: &mut Ui, view: &mut View<'_>) {
    let button = button::icon_ui(ui, icon::TEXT_AA, "Text size", true, false);
    menu::under(&button, "Text size", |ui| {
        menu::commands_ui(ui, view, &[Named::ZoomIn, Named::ZoomOut, Named::ZoomReset]);
    });
}
