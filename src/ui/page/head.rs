//! The head over the text: the source's title, and in one line who published it, when, and how it is graded.

use super::Ground;
use crate::project::{Project, Scale, Source};
use crate::ui::text::TextStyle;
use crate::ui::theme::Theme;
use crate::ui::view::View;
use crate::ui::{fonts, grade};
use eframe::egui::{Align2, Ui, pos2, vec2};

const LINE: f32 = 20.0;
const AFTER: f32 = 22.0;

fn style(view: &View<'_>, source: &Source, width: f32) -> TextStyle {
    let zoom = view.session.settings.zoom as f32 / 100.0;
    TextStyle::title(source.language.as_str())
        .zoomed(zoom)
        .wide(width)
}

/// Its height, the space under it included.
pub(super) fn height(view: &mut View<'_>, source: &Source, width: f32) -> f32 {
    let style = style(view, source, width);
    view.texts.layout(&source.title, &style).height() + LINE + AFTER
}

pub(super) fn paint(ui: &Ui, view: &mut View<'_>, source: &Source, ground: &Ground, top: f32) {
    let theme = Theme::of(ui);
    let painter = ui.painter().with_clip_rect(ground.rect.intersect(ui.clip_rect()));
    let style = style(view, source, ground.width);
    let laid = view.texts.layout(&source.title, &style);
    let at = ground.corner + vec2(0.0, top);
    view.texts.paint(&painter, at, &laid, theme.text);
    let Some(work) = view.session.work() else { return };
    let says = facts(work.project(), source);
    let y = at.y + laid.height() + LINE / 2.0 + 2.0;
    let shown = painter.text(
        pos2(at.x, y),
        Align2::LEFT_CENTER,
        says,
        fonts::regular(12.0),
        theme.muted,
    );
    if let Some((value, words)) = reliability(work.project(), source) {
        let right = pos2(shown.right() + 30.0, y);
        grade::paint(&painter, theme, right, &[&value]);
        painter.text(
            right + vec2(8.0, 0.0),
            Align2::LEFT_CENTER,
            words,
            fonts::regular(12.0),
            theme.muted,
        );
    }
}

fn facts(project: &Project, source: &Source) -> String {
    let publisher = source
        .publisher
        .and_then(|id| project.entities.get(&id))
        .map(|e| e.name.clone());
    let kind = source.kind.name();
    let kind = kind[..1].to_uppercase() + &kind[1..];
    let parts = [
        publisher,
        source.published.map(|d| d.in_words()),
        Some(source.language.name_in_english()),
        Some(kind),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("  ·  ")
}

/// The newest grade of the source's reliability.
fn reliability(project: &Project, source: &Source) -> Option<(String, String)> {
    let newest = grade::newest(project, source.id, Scale::SourceReliability)?;
    let term = newest.scale.term(&newest.value)?;
    Some((newest.value.clone(), term.words.clone()))
}
