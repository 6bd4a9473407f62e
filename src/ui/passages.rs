//! What is tagged in the source of the page, in the order of the text.

use super::chip::{Chip, shown_name};
use super::list::{List, Rows};
use super::panes::Pane;
use super::sift::{Sift, Sort};
use super::sources::{Asked, clear_ui, filter_line_ui, head_line_ui, quiet_ui};
use super::text::TextStyle;
use super::theme::{Theme, metrics};
use super::view::View;
use super::{button, icon, menu, row, top};
use crate::project::{Annotation, Id, Kind, Project};
use crate::session::{Command, Focus, Named, quote_begin};
use eframe::egui::{self, Rect, Response, ScrollArea, Ui, pos2};

/// What the list of passages keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Passages {
    sift: Sift,
    /// Whether the filter is shown.
    filtering: bool,
    list: List,
    /// How many rows were shown in the last frame.
    rows: usize,
    /// The record that was selected in the last frame, so that a new one is brought into view once.
    selected: Option<Id>,
}

fn filter_id() -> egui::Id {
    egui::Id::unique("filter of the passages")
}

fn list_id() -> egui::Id {
    egui::Id::unique("passages")
}

impl Passages {
    /// Whether there is a list for the keyboard.
    pub(crate) fn takes_keys(&self) -> bool {
        self.rows > 0 || self.filtering
    }

    /// Draws head, filter and list. Returns whether a passage was chosen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) -> bool {
        self.rows = 0;
        let Some(work) = view.session.work() else {
            return false;
        };
        let Some(source) = work.open_source() else {
            return false;
        };
        let ids = work.order().all();
        let all = ids.len();
        self.head_ui(ui, view, all);
        if all == 0 {
            self.filtering = false;
            let says = if source.text.is_some() {
                "Select a sentence, then press 1, 2 or 3."
            } else {
                "This source is cited. Its text is not held here."
            };
            quiet_ui(ui, says);
            return false;
        }
        let asked = if self.filtering {
            self.filter_ui(ui, view)
        } else {
            Asked::Nothing
        };
        let ids = self.sift.of(work.project(), source, ids);
        self.rows = ids.len();
        if ids.is_empty() {
            let filter = self.sift.filter.trim();
            let s = if all == 1 { " is" } else { "s are" };
            quiet_ui(ui, &format!("Nothing matches {filter}. {all} passage{s} hidden."));
            if clear_ui(ui) {
                self.sift.filter.clear();
            }
            return false;
        }
        if self.selected != work.selected {
            self.selected = work.selected;
            let place = work.selected.and_then(|id| ids.iter().position(|i| *i == id));
            place.into_iter().for_each(|n| self.list.go_to(n));
        }
        let language = source.language.to_string();
        let rows = Rows {
            id: list_id(),
            name: "Passages",
            height: metrics::OUTLINE_ROW,
            count: ids.len(),
        };
        let area = ScrollArea::vertical().auto_shrink(false);
        let mut clicked = false;
        let (chosen, list) = self.list.ui(ui, view, rows, area, |ui, view, n, at| {
            let response = passage_ui(ui, view, ids[n], at, &language);
            clicked |= response.clicked();
            response
        });
        let chosen = chosen.or((asked == Asked::First).then_some(0));
        if let Some(id) = chosen.and_then(|n| ids.get(n)) {
            view.ask(Command::Go(*id));
        }
        if view.pane == Some(Pane::Passages) || asked == Asked::List {
            list.request_focus();
        }
        clicked || chosen.is_some()
    }

    fn head_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, all: usize) {
        if view.focus == Some(Focus::PassageFilter) {
            self.filtering = true;
        }
        head_line_ui(ui, "In this source", Some(all), |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let sort = button::icon_ui(ui, icon::SORT_ASCENDING, "Order of the passages", all > 0, false);
            menu::under(&sort, "Order of the passages", |ui| {
                for sort in Sort::ALL {
                    let sign = if self.sift.sort == sort { icon::CHECK } else { "" };
                    if menu::item_ui(ui, Some(sign), sort.words(), None, true).clicked() {
                        self.sift.sort = sort;
                    }
                }
            });
            let named = Named::FilterPassages;
            let (title, on) = (named.entry().title, self.filtering);
            let funnel = button::icon_ui(ui, icon::FUNNEL, title, all > 0, on);
            if funnel.on_hover_text(top::tip(named)).clicked() {
                if on {
                    self.filtering = false;
                    self.sift.filter.clear();
                } else {
                    view.ask(named);
                }
            }
        });
    }

    fn filter_ui(&mut self, ui: &mut Ui, view: &View<'_>) -> Asked {
        let field = filter_line_ui(ui, filter_id(), &mut self.sift.filter, "Filter passages", None);
        if view.focus == Some(Focus::PassageFilter) {
            field.request_focus();
        }
        Asked::of(ui, &field)
    }
}

fn passage_ui(ui: &mut Ui, view: &mut View<'_>, id: Id, at: bool, language: &str) -> Response {
    let theme = Theme::of(ui);
    let found = view.session.work().and_then(|work| {
        let annotation = work.project().annotations.get(&id)?;
        Some((work, annotation, work.project().sources.get(&annotation.source)?))
    });
    let Some((work, annotation, source)) = found else {
        return row::listed_ui(ui, metrics::OUTLINE_ROW, false, at, "").1;
    };
    let project = work.project();
    let chip = Chip::in_project(project, annotation.body.tag());
    let words = words(source, annotation);
    let tag = project
        .tags
        .get(&annotation.body.tag())
        .map_or("Passage".to_owned(), |t| shown_name(t));
    let selected = work.selected == Some(id);
    let (rect, response) = row::listed_ui(ui, metrics::OUTLINE_ROW, selected, at, &format!("{tag}: {words}"));
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
    response
}

/// The words of a passage, or where it lies in a picture.
fn words(source: &crate::project::Source, annotation: &Annotation) -> String {
    match &annotation.anchor {
        crate::project::Anchor::Region { page, .. } => format!("Region on page {page}"),
        crate::project::Anchor::Text { spans } => quote_begin(source, spans),
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
