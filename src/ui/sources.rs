//! The list of sources: how far each is read, its grade, and how many passages it has.

use super::list::{List, Rows};
use super::panes::Pane;
use super::text::TextStyle;
use super::theme::{Theme, metrics};
use super::view::View;
use super::{button, field, fonts, grade, icon, keys, menu, row};
use crate::project::{AnalystId, Kind, Project, ReadingState, Scale, Source, SourceId};
use crate::session::{Command, Focus, Named, Work};
use eframe::egui::{
    Align, Id, Key, Layout, Rect, Response, RichText, ScrollArea, Sense, Ui, UiBuilder, pos2, vec2,
};
use imbl::OrdMap;
use std::sync::Arc;

/// What stands over the list, in points.
pub(crate) const OVER_LIST: f32 = metrics::HEAD + metrics::CONTROL + 6.0;

/// What the list of sources keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Sources {
    /// What is typed in the filter.
    filter: String,
    /// The sources and the filter that the list was made of.
    of: Option<(OrdMap<SourceId, Arc<Source>>, String)>,
    shown: Vec<Arc<Source>>,
    list: List,
    /// The source that was open in the last frame, so that another one is brought into view once.
    open: Option<SourceId>,
}

fn filter_id() -> Id {
    Id::unique("filter of the sources")
}

fn list_id() -> Id {
    Id::unique("sources")
}

impl Sources {
    /// Draws head, filter and list. Returns whether a source was chosen.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) -> bool {
        let Some(work) = view.session.work() else {
            return false;
        };
        let all = work.project().sources.len();
        head_ui(ui, view, all);
        if all == 0 {
            empty_ui(ui, view);
            return false;
        }
        let key = keys::shown(Named::FilterSources);
        let field = filter_line_ui(ui, filter_id(), &mut self.filter, "Filter sources", key);
        if view.focus == Some(Focus::SourceFilter) {
            field.request_focus();
        }
        let asked = Asked::of(ui, &field);
        self.follow(work);
        if self.shown.is_empty() {
            let s = if all == 1 { " is" } else { "s are" };
            let filter = self.filter.trim();
            quiet_ui(ui, &format!("Nothing matches {filter}. {all} source{s} hidden."));
            if clear_ui(ui) {
                self.filter.clear();
            }
            if view.pane == Some(Pane::Sources) {
                field.request_focus();
            }
            return false;
        }
        let shown = &self.shown;
        if self.open != work.source {
            self.open = work.source;
            let place = shown.iter().position(|s| Some(s.id) == work.source);
            place.into_iter().for_each(|n| self.list.go_to(n));
        }
        let rows = Rows {
            id: list_id(),
            name: "Sources",
            height: metrics::ROW,
            count: shown.len(),
        };
        let area = ScrollArea::vertical().auto_shrink(false);
        let reader = view.session.reader();
        let mut clicked = false;
        let (chosen, list) = self.list.ui(ui, view, rows, area, |ui, view, n, at| {
            let response = source_ui(ui, view, &shown[n], reader, at);
            clicked |= response.clicked();
            response
        });
        let chosen = chosen.or((asked == Asked::First).then_some(0));
        if let Some(source) = chosen.and_then(|n| shown.get(n)) {
            view.ask(Command::OpenSource(source.id));
        }
        if view.pane == Some(Pane::Sources) || asked == Asked::List {
            list.request_focus();
        }
        clicked || chosen.is_some()
    }

    /// Keeps the list while neither sources nor filter change.
    fn follow(&mut self, work: &Work) {
        let sources = &work.project().sources;
        let known = self.of.as_ref();
        if known.is_some_and(|(of, filter)| of.ptr_eq(sources) && *filter == self.filter) {
            return;
        }
        let wanted = self.filter.trim().to_lowercase();
        self.shown = work.sources();
        self.shown.retain(|s| s.title.to_lowercase().contains(&wanted));
        self.of = Some((sources.clone(), self.filter.clone()));
    }
}

/// What a key in the filter over a list asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Asked {
    /// Nothing.
    Nothing,
    /// The first of what is left: Enter was pressed.
    First,
    /// The list is to have the keyboard: the arrow to it was pressed.
    List,
}

impl Asked {
    /// Reads the keys of a filter's field.
    pub(crate) fn of(ui: &Ui, field: &Response) -> Self {
        let pressed = |key| ui.input(|i| i.key_pressed(key));
        if field.has_focus() && pressed(Key::ArrowDown) {
            Self::List
        } else if field.lost_focus() && pressed(Key::Enter) {
            Self::First
        } else {
            Self::Nothing
        }
    }
}

/// The filter over a list.
pub(crate) fn filter_line_ui(
    ui: &mut Ui,
    id: Id,
    text: &mut String,
    hint: &str,
    key: Option<&str>,
) -> Response {
    let size = vec2(ui.available_width(), metrics::CONTROL);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let inner = rect.shrink2(vec2(12.0, 0.0));
    let field = field::filter_ui(
        &mut ui.new_child(UiBuilder::new().max_rect(inner)),
        id,
        text,
        hint,
        key,
    );
    ui.add_space(6.0);
    field
}

/// What makes an empty list full again. Returns whether it was pressed.
pub(crate) fn clear_ui(ui: &mut Ui) -> bool {
    ui.horizontal(|ui| {
        ui.add_space(metrics::PADDING - 2.0);
        button::Button::new("Clear the filter").link().ui(ui).clicked()
    })
    .inner
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>, count: usize) {
    head_line_ui(ui, "Sources", Some(count), |ui| {
        let add = button::icon_ui(
            ui,
            icon::PLUS,
            "Add a source",
            view.session.applies(Named::AddSources),
            false,
        );
        menu::under(&add, "Add a source", |ui| {
            menu::commands_ui(
                ui,
                view,
                &[Named::AddSources, Named::PasteSource, Named::CiteSource],
            );
        });
    });
}

/// The line that heads a list: its title, a count, and icons at the right.
pub(crate) fn head_line_ui(ui: &mut Ui, title: &str, count: Option<usize>, icons: impl FnOnce(&mut Ui)) {
    let theme = Theme::of(ui);
    // What follows says itself how far it stands off.
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.allocate_ui_with_layout(
        vec2(ui.available_width(), metrics::HEAD),
        Layout::left_to_right(Align::Center),
        |ui| {
            ui.set_min_height(metrics::HEAD);
            ui.add_space(metrics::PADDING);
            ui.label(RichText::new(title).font(fonts::semibold(metrics::UI_SIZE)));
            if let Some(count) = count {
                ui.label(RichText::new(count.to_string()).color(theme.muted));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.add_space(8.0);
                icons(ui);
            });
        },
    );
}

/// A quiet sentence where a list would be.
pub(crate) fn quiet_ui(ui: &mut Ui, says: &str) {
    let theme = Theme::of(ui);
    eframe::egui::Frame::new().inner_margin(16).show(ui, |ui| {
        ui.label(RichText::new(says).color(theme.muted));
    });
}

fn empty_ui(ui: &mut Ui, view: &mut View<'_>) {
    quiet_ui(ui, "No sources yet. A source is a text that somebody published.");
    ui.horizontal(|ui| {
        ui.add_space(metrics::PADDING);
        let add = button::Button::new("Add sources…")
            .icon(icon::FILE_PLUS)
            .enabled(view.session.applies(Named::AddSources))
            .ui(ui);
        if view.pane == Some(Pane::Sources) {
            add.request_focus();
        }
        if add.clicked() {
            view.ask(Named::AddSources);
        }
    });
}

fn source_ui(ui: &mut Ui, view: &mut View<'_>, source: &Source, reader: AnalystId, at: bool) -> Response {
    let theme = Theme::of(ui);
    let Some(work) = view.session.work() else {
        return row::listed_ui(ui, metrics::ROW, false, at, &source.title).1;
    };
    let project = work.project();
    let state = reading_state(project, reader, source.id);
    let reliability = grade::newest(project, source.id, Scale::SourceReliability);
    let count: usize = project.index().tagged(source.id).map(|(_, n)| n).sum();
    let open = work.source == Some(source.id);
    let name = describe(
        source,
        state,
        reliability.as_ref().map(|g| g.value.as_str()),
        count,
    );
    let (rect, response) = row::listed_ui(ui, metrics::ROW, open, at, &name);
    let y = rect.center().y;
    let (sign, filled) = match state {
        ReadingState::Unread => (icon::CIRCLE, false),
        ReadingState::InWork => (icon::CIRCLE_HALF, true),
        ReadingState::Done => (icon::CHECK_CIRCLE, true),
        ReadingState::SecondLook => (icon::EYE, true),
    };
    let font = if filled {
        fonts::icons_fill(metrics::SMALL_ICON)
    } else {
        fonts::icons(metrics::SMALL_ICON)
    };
    ui.painter().text(
        pos2(rect.left() + 21.0, y),
        eframe::egui::Align2::CENTER_CENTER,
        sign,
        font,
        theme.muted,
    );
    let right = rect.right() - 12.0;
    let aside = if source.is_held() {
        if count > 0 {
            count.to_string()
        } else {
            String::new()
        }
    } else {
        "cited".into()
    };
    let aside_width = row::aside(ui, pos2(right, y), &aside).max(18.0);
    let mut end = right - aside_width - 8.0;
    if let Some(reliability) = &reliability {
        end -= grade::paint(ui.painter(), theme, pos2(end, y), &[&reliability.value]) + 8.0;
    }
    let title = Rect::from_min_max(pos2(rect.left() + 36.0, rect.top()), pos2(end, rect.bottom()));
    let style = TextStyle::label(&source.language.to_string());
    let ink = if source.is_held() { theme.text } else { theme.text2 };
    view.source_text(ui, title, &source.title, &style, ink);
    menu_ui(view, &response, source);
    if response.clicked() {
        view.ask(Command::OpenSource(source.id));
    }
    response.on_hover_text(name)
}

fn menu_ui(view: &mut View<'_>, response: &Response, source: &Source) {
    let editable = view.session.applies(Named::AddSources);
    response.context_menu(|ui| {
        ui.set_width(232.0);
        for state in ReadingState::ALL {
            if menu::item_ui(ui, None, state_words(*state), None, editable).clicked() {
                view.ask(Command::Read(source.id, *state));
            }
        }
        if !source.is_held() {
            ui.separator();
            if menu::item_ui(ui, None, Named::HoldSource.entry().title, None, editable).clicked() {
                view.ask(Command::OpenSource(source.id));
                view.ask(Named::HoldSource);
            }
        }
        ui.separator();
        if menu::item_ui(ui, Some(icon::TRASH), "Delete source…", None, editable).clicked() {
            view.ask(Command::AskToDelete(source.id));
        }
    });
}

/// How far an analyst is with a source.
pub(crate) fn reading_state(project: &Project, analyst: AnalystId, source: SourceId) -> ReadingState {
    let readings = project.index().referring(source, Kind::Reading);
    let mut readings = readings.filter_map(|(id, _)| project.readings.get(&id));
    let mine = readings.find(|r| r.analyst == analyst && r.source == source);
    mine.map_or(ReadingState::Unread, |r| r.state)
}

/// A reading state as people say it.
pub(crate) fn state_words(state: ReadingState) -> &'static str {
    match state {
        ReadingState::Unread => "Unread",
        ReadingState::InWork => "In work",
        ReadingState::Done => "Done",
        ReadingState::SecondLook => "Needs a second look",
    }
}

fn describe(source: &Source, state: ReadingState, reliability: Option<&str>, count: usize) -> String {
    let mut says = format!("{}, {}", source.title, state_words(state).to_lowercase());
    if let Some(term) = reliability.and_then(|value| Scale::SourceReliability.term(value)) {
        says += &format!(", {} {}", term.value.to_uppercase(), term.words.to_lowercase());
    }
    if source.is_held() {
        says += &match count {
            1 => ", 1 passage".into(),
            n => format!(", {n} passages"),
        };
    } else {
        says += ", cited";
    }
    says
}
