//! What is tagged in the source of the page, in the order of the text.

use super::chip::{Chip, shown_name};
use super::sources::{head_line_ui, quiet_ui};
use super::text::TextStyle;
use super::theme::{Theme, metrics};
use super::view::View;
use super::{button, icon, row};
use crate::project::{Annotation, Id, Kind, Project};
use crate::session::{Command, quote};
use eframe::egui::{Rect, ScrollArea, Ui, pos2};

/// What the list of passages keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Passages {
    /// The record that was selected in the last frame, so that a new one is brought into view once.
    selected: Option<Id>,
}

impl Passages {
    /// Draws head and list.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let Some(work) = view.session.work() else { return };
        let Some(source) = work.open_source() else { return };
        let ids = work.order().all();
        head_line_ui(ui, "In this source", Some(ids.len()), |_| {});
        if ids.is_empty() {
            let says = if source.text.is_some() {
                "Select a sentence, then press 1, 2 or 3."
            } else {
                "This source is cited. Its text is not held here."
            };
            quiet_ui(ui, says);
            return;
        }
        let language = source.language.to_string();
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut list = ScrollArea::vertical().id_salt("passages").auto_shrink(false);
        if self.selected != work.selected {
            self.selected = work.selected;
            let place = work.selected_annotation().and_then(|a| work.order().place(a));
            if let Some(offset) = place.and_then(|(n, _)| offset(ui, n - 1)) {
                list = list.vertical_scroll_offset(offset);
            }
        }
        let shown = list.show_rows(ui, metrics::OUTLINE_ROW, ids.len(), |ui, range| {
            for id in &ids[range] {
                passage_ui(ui, view, *id, &language);
            }
        });
        let seen = (shown.state.clamped_offset().y, shown.inner_rect.height());
        ui.data_mut(|data| data.insert_temp(seen_id(), seen));
    }
}

/// Where to scroll so that a row is seen; `None` where it is seen already.
fn offset(ui: &Ui, n: usize) -> Option<f32> {
    let (at, height) = ui
        .data(|data| data.get_temp::<(f32, f32)>(seen_id()))
        .unwrap_or_default();
    let top = n as f32 * metrics::OUTLINE_ROW;
    let seen = at <= top && top + metrics::OUTLINE_ROW <= at + height;
    (!seen).then(|| (top - height / 2.0).max(0.0))
}

fn seen_id() -> eframe::egui::Id {
    eframe::egui::Id::unique("what is seen of the passages")
}

fn passage_ui(ui: &mut Ui, view: &mut View<'_>, id: Id, language: &str) {
    let theme = Theme::of(ui);
    let Some(work) = view.session.work() else { return };
    let project = work.project();
    let Some(annotation) = project.annotations.get(&id) else {
        return;
    };
    let Some(source) = project.sources.get(&annotation.source) else {
        return;
    };
    let chip = Chip::in_project(project, annotation.body.tag());
    let words = words(source, annotation);
    let tag = project
        .tags
        .get(&annotation.body.tag())
        .map_or("Passage".to_owned(), |t| shown_name(t));
    let selected = work.selected == Some(id);
    let (rect, response) = row::row_ui(ui, metrics::OUTLINE_ROW, selected, &format!("{tag}: {words}"));
    chip.paint(
        ui.painter(),
        theme,
        pos2(rect.left() + 14.0, rect.center().y - 9.0),
    );
    let mut end = rect.right() - 12.0;
    for aside in asides(project, annotation) {
        let at = pos2(end, rect.center().y);
        end -= match aside {
            Aside::Sign(sign) => {
                let middle = pos2(at.x - 7.0, at.y);
                button::paint_icon(ui.painter(), middle, sign, metrics::SMALL_ICON, theme.muted);
                14.0
            }
            Aside::Words(words) => row::aside(ui, at, &words),
        } + 8.0;
    }
    let room = Rect::from_min_max(pos2(rect.left() + 40.0, rect.top()), pos2(end, rect.bottom()));
    view.source_text(ui, room, &words, &TextStyle::listed(language), theme.text);
    if response.clicked() {
        view.ask(Command::Go(id));
    }
}

/// The words of a passage, or where it lies in a picture.
fn words(source: &crate::project::Source, annotation: &Annotation) -> String {
    match &annotation.anchor {
        crate::project::Anchor::Region { page, .. } => format!("Region on page {page}"),
        crate::project::Anchor::Text { spans } => quote(source, spans),
    }
}

enum Aside {
    Sign(&'static str),
    Words(String),
}

/// What else is to know of a passage, from the right: a note, links, spans, further mentions.
fn asides(project: &Project, annotation: &Annotation) -> Vec<Aside> {
    let mut asides = Vec::new();
    if annotation.note.is_some() {
        asides.push(Aside::Sign(icon::NOTE_PENCIL));
    }
    if project
        .index()
        .referring(annotation.id, Kind::Link)
        .next()
        .is_some()
    {
        asides.push(Aside::Sign(icon::LINK_SIMPLE));
    }
    let spans = annotation.spans().len();
    if spans > 1 {
        asides.push(Aside::Words(format!("{spans} spans")));
    } else if let Some(mention) = annotation.individual() {
        let mentions = project.index().mentions(mention.entity);
        if mentions > 1 {
            asides.push(Aside::Words(format!("{mentions} mentions")));
        }
    }
    asides
}
