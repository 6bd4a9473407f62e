//! The one list of the inspector: a button that opens a field to type in and what fits beneath it. Closed lists, names,
//! propositions and passages are all picked here, with the same keys.

use super::Held;
use super::form::Form;
use super::row;
use crate::project::Id;
use crate::ui::text::TextStyle;
use crate::ui::theme::{self, Ring, Theme, metrics};
use crate::ui::{fonts, icon};
use eframe::egui::{
    self, Align2, EventFilter, Key, Modifiers, Popup, PopupCloseBehavior, Rect, ScrollArea, Sense, TextEdit,
    Ui, WidgetInfo, accesskit::Role, pos2, vec2,
};

/// What was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picked {
    /// The value with this number in its closed list.
    Value(usize),
    /// A record.
    Record(Id),
    /// A new record of what was typed; the number is that of the offer.
    New(usize),
    /// Nothing: the field is to be unset.
    Nothing,
}

/// One line of an open list.
#[derive(Clone, Debug)]
pub(super) struct Offer {
    /// What is picked with it.
    pub(super) picked: Picked,
    /// The words of the line.
    pub(super) words: String,
    /// Muted words after them.
    pub(super) detail: String,
}

/// The list that is open.
#[derive(Debug)]
pub(super) struct Open {
    key: egui::Id,
    query: String,
    /// The query the offers were found for.
    found: Option<String>,
    offers: Vec<Offer>,
    cursor: usize,
    /// Whether the field has yet to be given the keyboard.
    fresh: bool,
    /// Whether Enter was pressed in the frame of the last letter, before its offers were found.
    entered: bool,
}

impl Open {
    /// What has been typed.
    pub(super) fn query(&self) -> &str {
        &self.query
    }
}

/// A picker being drawn: its identity, its accessible name, and what it shows while closed.
pub(super) struct Picker<'p> {
    pub(super) key: egui::Id,
    pub(super) label: &'p str,
    pub(super) shown: &'p str,
    /// Whether what is shown says that nothing is set.
    pub(super) empty: bool,
    /// How wide it is; a narrow one shows its sign alone.
    pub(super) width: f32,
}

/// At most so many lines are listed; typing narrows them.
pub(super) const MOST: usize = 60;

impl Picker<'_> {
    /// Draws the picker. `offers` is asked for the lines that fit what was typed, whenever that changes.
    pub(super) fn ui(
        &self,
        ui: &mut Ui,
        form: &mut Form<'_>,
        offers: impl FnOnce(&Form<'_>, &str) -> Vec<Offer>,
    ) -> Option<Picked> {
        let is_open = form
            .inspector
            .open
            .as_ref()
            .is_some_and(|open| open.key == self.key);
        let response = self.button_ui(ui, form);
        if !is_open {
            let down =
                response.has_focus() && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::ArrowDown));
            if form.editable() && (response.clicked() || down) {
                form.inspector.open = Some(Open {
                    key: self.key,
                    query: String::new(),
                    found: None,
                    offers: Vec::new(),
                    cursor: 0,
                    fresh: true,
                    entered: false,
                });
                ui.ctx().request_repaint();
            }
            return None;
        }
        form.inspector.held = Held::Field;
        let mut open = form.inspector.open.take()?;
        if open.found.as_deref() != Some(open.query.as_str()) {
            open.offers = offers(form, open.query.trim());
            open.found = Some(open.query.clone());
            open.cursor = 0;
        }
        let outcome = self.list_ui(ui, form, &response, &mut open);
        match outcome {
            Outcome::Open => form.inspector.open = Some(open),
            Outcome::Closed => {}
            Outcome::Escaped => response.request_focus(),
            Outcome::Picked(picked) => {
                response.request_focus();
                return Some(picked);
            }
        }
        None
    }

    fn button_ui(&self, ui: &mut Ui, form: &mut Form<'_>) -> egui::Response {
        let theme = Theme::of(ui);
        let (_, rect) = ui.allocate_space(vec2(self.width, 24.0));
        let enabled = form.editable();
        let response = ui.interact(
            rect,
            self.key,
            if enabled { Sense::click() } else { Sense::hover() },
        );
        response.widget_info(|| WidgetInfo::labeled(Role::ComboBox, enabled, self.label));
        let shown = self.shown.to_owned();
        ui.ctx()
            .accesskit_node_builder(self.key, |node| node.set_value(shown));
        // The arrow opens the list, so it must not move the keyboard elsewhere.
        let filter = EventFilter {
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|m| m.set_focus_lock_filter(self.key, filter));
        if response.hovered() && enabled {
            ui.painter().rect_filled(rect, metrics::RADIUS, theme.hover);
        }
        theme::ring(ui, &response, Ring::Inside);
        let ink = if self.empty { theme.muted } else { theme.text };
        if self.width > 40.0 {
            let style = TextStyle::label("und").wide(rect.width() - row::INSET - 22.0);
            let laid = form.engine.layout(self.shown, &style);
            let at = pos2(rect.left() + row::INSET, rect.center().y - laid.height() / 2.0);
            form.engine.paint(ui.painter(), at, &laid, ink);
        }
        if enabled {
            let sign = pos2(rect.right() - 11.0, rect.center().y);
            let font = fonts::icons(12.0);
            ui.painter()
                .text(sign, Align2::CENTER_CENTER, icon::CARET_DOWN, font, theme.muted);
        }
        response
    }

    fn list_ui(&self, ui: &Ui, form: &mut Form<'_>, button: &egui::Response, open: &mut Open) -> Outcome {
        let popup = Popup::from_response(button)
            .id(self.key.with("list"))
            .open(true)
            .close_behavior(PopupCloseBehavior::IgnoreClicks)
            .width(228.0);
        let shown = popup.show(|ui| {
            ui.set_width(228.0);
            let mut outcome = keys(ui, open);
            let field = TextEdit::singleline(&mut open.query)
                .id(self.key.with("query"))
                .hint_text("Type to find")
                .desired_width(f32::INFINITY);
            let field = ui.add(field);
            let what = self.label.strip_prefix("Add ").unwrap_or(self.label);
            let name = format!("Find {}", what.to_lowercase());
            ui.ctx()
                .accesskit_node_builder(field.id, |node| node.set_label(name));
            theme::ring(ui, &field, Ring::Inside);
            if std::mem::take(&mut open.fresh) {
                field.request_focus();
            }
            ScrollArea::vertical()
                .max_height(280.0)
                .min_scrolled_height(280.0)
                .show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    if open.offers.is_empty() {
                        ui.weak(if open.query.is_empty() {
                            "None yet. Type a name to make one."
                        } else {
                            "Nothing fits."
                        });
                    }
                    for (at, offer) in open.offers.iter().enumerate() {
                        if offer_ui(ui, form, offer, at == open.cursor).clicked() {
                            outcome = Outcome::Picked(offer.picked);
                        }
                    }
                });
            outcome
        });
        let Some(shown) = shown else {
            return Outcome::Closed;
        };
        let outside = ui.input(|i| i.pointer.any_pressed())
            && ui
                .input(|i| i.pointer.interact_pos())
                .is_some_and(|p| !shown.response.rect.contains(p) && !button.rect.contains(p));
        if shown.inner == Outcome::Open && outside {
            return Outcome::Closed;
        }
        shown.inner
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Outcome {
    Open,
    Closed,
    Escaped,
    Picked(Picked),
}

/// The keys of an open list, taken before the field sees them.
fn keys(ui: &mut Ui, open: &mut Open) -> Outcome {
    let last = open.offers.len().saturating_sub(1);
    ui.input_mut(|i| {
        if i.consume_key(Modifiers::NONE, Key::ArrowDown) {
            open.cursor = (open.cursor + 1).min(last);
        }
        if i.consume_key(Modifiers::NONE, Key::ArrowUp) {
            open.cursor = open.cursor.saturating_sub(1);
        }
        if i.consume_key(Modifiers::NONE, Key::Escape) {
            return Outcome::Escaped;
        }
        if i.consume_key(Modifiers::NONE, Key::Tab) {
            return Outcome::Escaped;
        }
        let typing = i.events.iter().any(|e| matches!(e, egui::Event::Text(_)));
        let entered = i.consume_key(Modifiers::NONE, Key::Enter) || std::mem::take(&mut open.entered);
        if entered && typing {
            open.entered = true;
        } else if entered {
            return open
                .offers
                .get(open.cursor)
                .map_or(Outcome::Open, |offer| Outcome::Picked(offer.picked));
        }
        Outcome::Open
    })
}

fn offer_ui(ui: &mut Ui, form: &mut Form<'_>, offer: &Offer, current: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), metrics::ROW), Sense::CLICK);
    let name = if offer.detail.is_empty() {
        offer.words.clone()
    } else {
        format!("{}, {}", offer.words, offer.detail)
    };
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, current, &name));
    if current {
        ui.painter().rect_filled(rect, metrics::RADIUS, theme.pick);
        response.scroll_to_me(None);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, metrics::RADIUS, theme.hover);
    }
    paint_two(
        ui,
        form,
        rect.shrink2(vec2(row::INSET, 0.0)),
        &offer.words,
        &offer.detail,
    );
    response
}

/// Words with muted ones after them, in one line.
fn paint_two(ui: &Ui, form: &mut Form<'_>, rect: Rect, words: &str, detail: &str) {
    let theme = Theme::of(ui);
    let small = TextStyle::small("und").wide(rect.width() * 0.45);
    let after = form.engine.layout(detail, &small);
    let room = rect.width()
        - if detail.is_empty() {
            0.0
        } else {
            after.size().x + 8.0
        };
    let before = form.engine.layout(words, &TextStyle::label("und").wide(room));
    let y = rect.center().y;
    form.engine.paint(
        ui.painter(),
        pos2(rect.left(), y - before.height() / 2.0),
        &before,
        theme.text,
    );
    if !detail.is_empty() {
        let at = pos2(rect.left() + before.size().x + 8.0, y - after.height() / 2.0);
        form.engine.paint(ui.painter(), at, &after, theme.muted);
    }
}
