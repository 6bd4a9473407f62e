//! The head of the inspector: what is selected, which of how many, the way to its neighbours, and the words it stands on.

use super::form::Form;
use super::name::tag_name;
use super::row;
use crate::project::*;
use crate::session::{Named, quote};
use crate::ui::text::TextStyle;
use crate::ui::theme::{Hue, Theme, metrics};
use crate::ui::{fonts, icon};
use eframe::egui::{
    Align, Align2, Layout, Rect, RichText, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2,
};
use std::sync::Arc;

/// Which of the passages of its tag the selected one is, counted once for each state of the project.
#[derive(Default)]
pub(super) struct Counted {
    of: Option<(Id, imbl::OrdMap<Id, Arc<Annotation>>)>,
    place: (usize, usize),
}

impl Counted {
    fn of(&mut self, project: &Project, annotation: &Annotation) -> (usize, usize) {
        let known = self.of.as_ref();
        if !known.is_some_and(|(id, table)| *id == annotation.id && table.ptr_eq(&project.annotations)) {
            let tag = annotation.body.tag();
            let alike = project
                .annotations_in(annotation.source)
                .filter(|a| a.body.tag() == tag);
            let (mut at, mut count) = (0, 0);
            for other in alike {
                count += 1;
                if other.id == annotation.id {
                    at = count;
                }
            }
            self.place = (at, count);
            self.of = Some((annotation.id, project.annotations.clone()));
        }
        self.place
    }
}

/// The hue of a tag.
pub(super) fn hue(project: &Project, tag: TagId) -> Hue {
    let built_in = builtin_tags().iter().position(|id| *id == tag);
    let own = || {
        project
            .tags
            .get(&tag)
            .map_or(Hue::Slate, |t| Hue::named(t.colour.name()))
    };
    built_in
        .and_then(|at| Hue::ALL.get(at).copied())
        .unwrap_or_else(own)
}

/// The head of a record that is no passage: what it is.
pub(super) fn title_ui(ui: &mut Ui, form: &mut Form<'_>, kind: &str) {
    bar_ui(ui, |ui| {
        ui.label(RichText::new(kind).font(fonts::semibold(metrics::UI_SIZE)));
        let editable = form.editable();
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let selected = form.work.selected.is_some();
            if selected && row::icon_button(ui, icon::TRASH, "Delete", editable).clicked() {
                form.commands.push(Named::Delete.into());
            }
        });
    });
}

/// The head of a passage, with its words.
pub(super) fn passage_ui(ui: &mut Ui, form: &mut Form<'_>, annotation: &Annotation) {
    let project = form.project();
    let tag = annotation.body.tag();
    let (at, count) = form.inspector.place.of(project, annotation);
    let theme = Theme::of(ui);
    bar_ui(ui, |ui| {
        chip_ui(ui, project, tag);
        ui.label(RichText::new(tag_name(project, tag)).font(fonts::semibold(metrics::UI_SIZE)));
        ui.label(RichText::new(format!("{at} of {count}")).color(theme.muted));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            let editable = form.editable();
            let mut button = |icon, name, enabled, command: Named| {
                if row::icon_button(ui, icon, name, enabled).clicked() {
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
    let hue = hue(project, tag);
    let ink = Theme::of(ui).tag(hue).ink;
    let bar = |left: f32, width: f32, top: f32, height: f32| {
        let bar = Rect::from_min_size(pos2(rect.left() + left, top), vec2(width, height));
        ui.painter().rect_filled(bar, 0.0, ink);
    };
    let (top, height) = (rect.top(), rect.height());
    match hue {
        Hue::Claim => bar(0.0, 2.0, top, height),
        Hue::Evidence => {
            bar(0.0, 1.0, top, height);
            bar(3.0, 1.0, top, height);
        }
        Hue::Individual => {
            let frame = Rect::from_min_size(rect.min, vec2(4.0, height));
            ui.painter()
                .rect_stroke(frame, 2.0, Stroke::new(1.0, ink), StrokeKind::Inside);
        }
        _ => {
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

/// The letter chip of a tag: wash, letter, and the pattern of its line.
pub(super) fn chip_ui(ui: &mut Ui, project: &Project, tag: TagId) {
    let theme = Theme::of(ui);
    let hue = hue(project, tag);
    let (rect, _) = ui.allocate_exact_size(vec2(metrics::CHIP, metrics::CHIP), Sense::hover());
    let letter = match project.tags.get(&tag) {
        Some(tag) => tag.letter.clone(),
        None => tag_name(project, tag).chars().take(1).collect(),
    };
    let ink = theme.tag(hue).ink;
    let painter = ui.painter();
    painter.rect_filled(rect, metrics::CHIP_RADIUS, theme.chip(hue));
    let boxed = hue == Hue::Individual;
    let middle = rect.center() - vec2(0.0, if boxed { 0.0 } else { 2.0 });
    painter.text(middle, Align2::CENTER_CENTER, letter, fonts::semibold(10.5), ink);
    let bar = |left: f32, top: f32, width: f32, height: f32| {
        let bar = Rect::from_min_size(rect.min + vec2(left, top), vec2(width, height));
        painter.rect_filled(bar, 0.0, ink);
    };
    match hue {
        Hue::Claim => bar(2.0, 15.0, 14.0, 2.0),
        Hue::Evidence => {
            bar(2.0, 14.0, 14.0, 1.0);
            bar(2.0, 16.0, 14.0, 1.0);
        }
        Hue::Individual => {
            painter.rect_stroke(
                rect,
                metrics::CHIP_RADIUS,
                Stroke::new(1.0, ink),
                StrokeKind::Inside,
            );
        }
        _ => (0..4).for_each(|n| bar(2.0 + 4.0 * n as f32, 15.0, 2.0, 2.0)),
    }
}
