//! Scales as typography: a band of seven cells, three segments, a row of letters. What cannot be
//! judged is hollow.

use super::Held;
use super::form::Form;
use crate::project::Scale;
use crate::ui::theme::{self, Ring, Theme, metrics};
use crate::ui::{fonts, grade};
use eframe::egui::{
    self, Align2, EventFilter, Key, Modifiers, Rect, Sense, Stroke, StrokeKind, Ui, WidgetInfo,
    accesskit::Role, pos2, vec2,
};

/// A scale to grade with. Arrow keys move along it, Enter or a value's own letter grades. Returns the value graded with.
pub(super) fn scale_ui(
    ui: &mut Ui,
    key: egui::Id,
    scale: Scale,
    value: Option<&str>,
    form: &mut Form<'_>,
) -> Option<&'static str> {
    let editable = form.editable();
    let terms = scale.values();
    let band = scale == Scale::Likelihood;
    let (width, height) = match scale {
        Scale::Likelihood => (ui.available_width().min(214.0), 20.0),
        Scale::Confidence => (172.0, metrics::SEGMENTS),
        _ => (20.0 * terms.len() as f32, 22.0),
    };
    let (_, area) = ui.allocate_space(vec2(width, height));
    let group = ui.interact(
        area,
        key,
        if editable {
            Sense::focusable_noninteractive()
        } else {
            Sense::hover()
        },
    );
    let current = terms.iter().position(|t| Some(t.value.as_str()) == value);
    group.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, editable, scale.words()));
    let filter = EventFilter {
        horizontal_arrows: true,
        ..EventFilter::default()
    };
    ui.memory_mut(|m| m.set_focus_lock_filter(key, filter));
    let cursor_key = key.with("cursor");
    let mut cursor = ui
        .data(|d| d.get_temp::<usize>(cursor_key))
        .or(current)
        .unwrap_or(0);
    let mut picked = None;
    if group.has_focus() {
        form.inspector.held = Held::Scale;
        picked = keys(ui, scale, &mut cursor);
        ui.data_mut(|d| d.insert_temp(cursor_key, cursor));
    } else {
        ui.data_mut(|d| d.remove::<usize>(cursor_key));
    }
    if scale == Scale::Confidence {
        ui.painter().rect_filled(area, 5.0, Theme::of(ui).sunken);
    }
    let gap = if band { 2.0 } else { 0.0 };
    let mut left = area.left();
    for (at, term) in terms.iter().enumerate() {
        let share = match (scale, at) {
            (Scale::Confidence, 0) => 46.0,
            (Scale::Confidence, 1) => 76.0,
            (Scale::Confidence, _) => 50.0,
            _ => (width + gap) / terms.len() as f32 - gap,
        };
        let cell = Rect::from_min_size(pos2(left, area.top()), vec2(share, height));
        left += share + gap;
        let sense = if editable { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(cell, key.with(at), sense);
        let name = format!("{}: {}", scale.words(), term.words);
        response
            .widget_info(|| WidgetInfo::selected(Role::RadioButton, editable, current == Some(at), &name));
        if response.clicked() {
            picked = Some(at);
        }
        cell_ui(ui, scale, cell, &term.value, &term.words, current == Some(at));
        if group.has_focus() && cursor == at {
            let stroke = Stroke::new(metrics::RING, Theme::of(ui).accent);
            ui.painter()
                .rect_stroke(cell, metrics::CHIP_RADIUS, stroke, StrokeKind::Outside);
        }
        let more = term.description.as_deref().unwrap_or_default();
        response.on_hover_text(if more.is_empty() {
            name
        } else {
            format!("{name}. {more}")
        });
    }
    theme::ring(ui, &group, Ring::Outside);
    picked.and_then(|at| terms.get(at)).map(|t| t.value.as_str())
}

/// The keys of a scale: arrows move, Enter and Space take, a letter or number takes at once.
fn keys(ui: &Ui, scale: Scale, cursor: &mut usize) -> Option<usize> {
    let terms = scale.values();
    let typed = ui.input(|i| {
        i.events.iter().find_map(|e| {
            if let egui::Event::Text(t) = e {
                t.chars().next()
            } else {
                None
            }
        })
    });
    ui.input_mut(|i| {
        if i.consume_key(Modifiers::NONE, Key::ArrowRight) {
            *cursor = (*cursor + 1).min(terms.len().saturating_sub(1));
        }
        if i.consume_key(Modifiers::NONE, Key::ArrowLeft) {
            *cursor = cursor.saturating_sub(1);
        }
        let taken = i.consume_key(Modifiers::NONE, Key::Enter) || i.consume_key(Modifiers::NONE, Key::Space);
        let letter = typed.and_then(|c| of_letter(scale, c));
        letter.or_else(|| taken.then_some(*cursor))
    })
}

/// The value a letter stands for: its own name, the first letter of its word, or its number from 1.
fn of_letter(scale: Scale, letter: char) -> Option<usize> {
    let letter = letter.to_ascii_lowercase();
    let number = letter.to_digit(10).and_then(|n| (n as usize).checked_sub(1));
    match scale {
        Scale::SourceReliability | Scale::InformationCredibility => {
            scale.values().iter().position(|t| t.value.chars().eq([letter]))
        }
        Scale::Confidence if number.is_none() => {
            scale.values().iter().position(|t| t.value.starts_with(letter))
        }
        Scale::Likelihood | Scale::Confidence => number.filter(|n| *n < scale.values().len()),
    }
}

fn cell_ui(ui: &Ui, scale: Scale, cell: Rect, value: &str, words: &str, chosen: bool) {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let edge = Stroke::new(1.0, theme.edge);
    match scale {
        Scale::Likelihood => {
            let bar = Rect::from_center_size(cell.center(), vec2(cell.width(), 8.0));
            if chosen {
                painter.rect_filled(bar, 0.0, theme.text);
            } else {
                painter.rect(bar, 0.0, theme.sunken, edge, StrokeKind::Inside);
            }
        }
        Scale::Confidence => {
            let ink = if chosen { theme.text } else { theme.text2 };
            let font = if chosen {
                fonts::medium(metrics::SMALL_SIZE)
            } else {
                fonts::regular(metrics::SMALL_SIZE)
            };
            if chosen {
                painter.rect(cell.shrink(2.0), 4.0, theme.raised, edge, StrokeKind::Outside);
            }
            painter.text(cell.center(), Align2::CENTER_CENTER, words, font, ink);
        }
        Scale::SourceReliability | Scale::InformationCredibility => {
            if chosen {
                grade::paint(painter, theme, cell.center() + vec2(8.0, 0.0), &[value]);
            } else {
                let font = fonts::regular(metrics::TINY_SIZE);
                painter.text(
                    cell.center(),
                    Align2::CENTER_CENTER,
                    value.to_uppercase(),
                    font,
                    theme.muted,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_or_number_grades() {
        let check = |scale: Scale, letter: char, value: Option<&str>| {
            let found = of_letter(scale, letter).and_then(|at| scale.values().get(at));
            assert_eq!(found.map(|t| t.value.as_str()), value, "{scale} {letter}");
        };
        check(Scale::SourceReliability, 'B', Some("b"));
        check(Scale::SourceReliability, '1', None);
        check(Scale::InformationCredibility, '6', Some("6"));
        check(Scale::Likelihood, '3', Some("unlikely"));
        check(Scale::Likelihood, '8', None);
        check(Scale::Confidence, 'm', Some("moderate"));
        check(Scale::Confidence, '3', Some("high"));
        check(Scale::Confidence, '0', None);
    }
}
