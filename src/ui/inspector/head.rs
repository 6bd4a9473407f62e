//! The head of the inspector: what is selected, which of how many, the way to its neighbours, and the words it stands on.

use super::form::Form;
use super::name::tag_name;
use super::row;
use crate::project::*;
use crate::session::{Named, quote};
use crate::ui::button::icon_ui;
use crate::ui::chip::{Chip, Line};
use crate::ui::text::TextStyle;
use crate::ui::theme::{Theme, metrics};
use crate::ui::{fonts, icon};
use eframe::egui::{Align, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

/// The head of a record that is no passage: what it is.
pub(super) fn title_ui(ui: &mut Ui, form: &mut Form<'_>, kind: &str) {
    bar_ui(ui, |ui| {
        ui.label(RichText::new(kind).font(fonts::semibold(metrics::UI_SIZE)));
        let editable = form.editable();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let selected = form.work.selected.is_some();
            if selected && icon_ui(ui, icon::TRASH, "Delete", editable, false).clicked() {
                form.commands.push(Named::Delete.into());
            }
        });
    });
}

/// The head of a passage, with its words.
pub(super) fn passage_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation) {
    let project = form.project();
    let tag = annotation.body.tag();
    let place = form.work.order().place_of_tag(annotation);
    let theme = Theme::of(ui);
    bar_ui(ui, |ui| {
        Chip::in_project(project, tag).ui(ui);
        ui.label(RichText::new(tag_name(project, tag)).font(fonts::semibold(metrics::UI_SIZE)));
        if let Some((at, count)) = place {
            ui.label(RichText::new(format!("{at} of {count}")).color(theme.muted));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let editable = form.editable();
            let mut button = |icon, name, enabled, command: Named| {
                if icon_ui(ui, icon, name, enabled, false).clicked() {
                    form.commands.push(command.into());
                }
            };
            button(icon::TRASH, "Delete", editable, Named::Delete);
            button(icon::TAG, "Change tag", editable, Named::ChangeTag);
            button(icon::CARET_DOWN, "Next passage", true, Named::NextPassage);
            button(icon::CARET_UP, "Previous passage", true, Named::PreviousPassage);
        });
    });
    if let Some(source) = project.sources.get(&annotation.source) {
        quote_ui(ui, form, source, annotation);
    }
}

fn bar_ui(ui: &mut Ui, content: impl FnOnce(&mut Ui)) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::HEAD), Sense::hover());
    let inner = Rect::from_min_max(
        pos2(rect.left() + metrics::PADDING, rect.top()),
        pos2(rect.right() - 8.0, rect.bottom()),
    );
    let builder = UiBuilder::new()
        .max_rect(inner)
        .layout(Layout::left_to_right(Align::Center));
    let mut inside = ui.new_child(builder);
    inside.spacing_mut().item_spacing.x = 6.0;
    content(&mut inside);
}

/// The words of the passage in the reading face, beside the line of its tag, and how they lie in the text.
fn quote_ui(ui: &mut Ui, form: &mut Form<'_>, source: &Source, annotation: &Annotation) {
    let theme = Theme::of(ui);
    let words = match &annotation.anchor {
        Anchor::Text { spans } => quote(source, spans),
        Anchor::Region { page, .. } => format!("A part of page {page}"),
    };
    let language = source.language.to_string();
    row::block(ui, |ui| {
        let style = TextStyle::quote(&language).wide(ui.available_width() - 12.0);
        let laid = form.engine.layout(&words, &style);
        let shown = laid.height().min(22.0 * 12.0);
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), shown), Sense::hover());
        response.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(eframe::egui::accesskit::Role::Blockquote, true, &words)
        });
        line_ui(ui, rect, form.project(), annotation.body.tag());
        let painter = ui.painter().with_clip_rect(rect.intersect(ui.clip_rect()));
        let at = pos2(rect.left() + 12.0, rect.top());
        form.engine.paint(&painter, at, &laid, theme.text);
        if let Some(says) = spans_in_words(source, annotation.spans()) {
            ui.add_space(8.0);
            ui.label(RichText::new(says).size(metrics::SMALL_SIZE).color(theme.muted));
        }
        ui.add_space(6.0);
    });
}

/// The pattern of the tag, upright: one line, two lines, a box, dots.
fn line_ui(ui: &Ui, rect: Rect, project: &Project, tag: TagId) {
    let chip = Chip::in_project(project, tag);
    let ink = Theme::of(ui).tag(chip.hue).ink;
    let bar = |left: f32, width: f32, top: f32, height: f32| {
        let bar = Rect::from_min_size(pos2(rect.left() + left, top), vec2(width, height));
        ui.painter().rect_filled(bar, 0.0, ink);
    };
    let (top, height) = (rect.top(), rect.height());
    match chip.line {
        Line::One => bar(0.0, 2.0, top, height),
        Line::Two => {
            bar(0.0, 1.0, top, height);
            bar(3.0, 1.0, top, height);
        }
        Line::Frame => {
            let frame = Rect::from_min_size(rect.min, vec2(4.0, height));
            ui.painter()
                .rect_stroke(frame, 2.0, Stroke::new(1.0, ink), StrokeKind::Inside);
        }
        Line::Dots => {
            let dots = (height / 5.0) as usize;
            (0..dots).for_each(|n| bar(0.0, 2.0, top + 5.0 * n as f32, 2.0));
        }
    }
}

/// How many spans, and how much they skip; nothing for one span.
fn spans_in_words(source: &Source, spans: &[crate::text::Span]) -> Option<String> {
    let text = source.text.as_ref()?;
    let skipped: usize = spans
        .windows(2)
        .filter_map(|pair| text.value().get(pair.first()?.end..pair.last()?.start))
        .map(|gap| gap.chars().count())
        .sum();
    (spans.len() > 1).then(|| format!("{} spans, skipping {skipped} characters", spans.len()))
}
