//! Fields that are typed: plain words, prose, and values that have a form of their own, such as dates and languages.

use super::Held;
use super::draft::{Draft, Late};
use super::form::{Form, Sheet};
use super::kept::Kept;
use super::row;
use crate::project::{Edit, Project, Record};
use crate::ui::theme::{self, Ring, Theme, metrics};
use eframe::egui::{self, CornerRadius, FontId, Key, Margin, Stroke, StrokeKind, TextEdit, Ui};
use std::fmt::Display;
use std::str::FromStr;

/// What a typed text does to a record, or why it cannot.
pub(super) trait Take<R>: Fn(&mut R, &str) -> Result<(), String> + Copy + 'static {}
impl<R, F: Fn(&mut R, &str) -> Result<(), String> + Copy + 'static> Take<R> for F {}

impl<R: Kept> Sheet<'_, '_, R> {
    /// Words that must be there; an emptied field takes its old words back.
    pub(super) fn text(&mut self, label: &str, value: &str, set: impl Fn(&mut R, String) + Copy + 'static) {
        self.line(label, value, false, move |r, text| {
            if text.is_empty() {
                return Err("This cannot be empty.".to_owned());
            }
            set(r, text.to_owned());
            Ok(())
        });
    }

    /// Words that may be absent.
    pub(super) fn optional_text(
        &mut self,
        label: &str,
        value: Option<&str>,
        set: impl Fn(&mut R, Option<String>) + Copy + 'static,
    ) {
        self.line(label, value.unwrap_or_default(), false, move |r, text| {
            set(r, (!text.is_empty()).then(|| text.to_owned()));
            Ok(())
        });
    }

    /// Prose of several lines. Enter begins a new one; Ctrl+Enter, or leaving the field, keeps it.
    pub(super) fn prose(&mut self, label: &str, value: &str, set: impl Fn(&mut R, String) + Copy + 'static) {
        self.line(label, value, true, move |r, text| {
            set(r, text.to_owned());
            Ok(())
        });
    }

    /// A value with a form of its own, which may be absent: a date, a time.
    pub(super) fn optional_parsed<T: FromStr<Err: Display> + Display>(
        &mut self,
        label: &str,
        value: Option<T>,
        set: impl Fn(&mut R, Option<T>) + Copy + 'static,
    ) {
        let shown = value.map_or_else(String::new, |v| v.to_string());
        self.line(label, &shown, false, move |r, text| {
            let value = if text.is_empty() {
                None
            } else {
                Some(text.parse::<T>().map_err(|e| e.to_string())?)
            };
            set(r, value);
            Ok(())
        });
    }

    /// A value with a form of its own that must be there: a language, a number.
    pub(super) fn parsed<T: FromStr<Err: Display>>(
        &mut self,
        label: &str,
        shown: &str,
        set: impl Fn(&mut R, T) + Copy + 'static,
    ) {
        self.line(label, shown, false, move |r, text| {
            set(r, text.parse::<T>().map_err(|e| e.to_string())?);
            Ok(())
        });
    }

    /// Why, in one line; the name says of what, where several reasons stand in one panel.
    pub(super) fn reason(
        &mut self,
        name: &str,
        value: Option<&str>,
        set: impl Fn(&mut R, Option<String>) + Copy + 'static,
    ) {
        self.named_line(
            ("Reason", name),
            value.unwrap_or_default(),
            false,
            move |r, text| {
                set(r, (!text.is_empty()).then(|| text.to_owned()));
                Ok(())
            },
        );
    }

    /// A row with a field for one line, or for several.
    fn line(&mut self, label: &str, value: &str, tall: bool, take: impl Take<R>) {
        self.named_line((label, label), value, tall, take);
    }

    /// A row with a field whose accessible name is not its label.
    fn named_line(&mut self, (shown, label): (&str, &str), value: &str, tall: bool, take: impl Take<R>) {
        let (form, record) = (&mut *self.form, self.record);
        let key = egui::Id::unique((record.id(), label, "field"));
        let mut typed = Typed {
            key,
            label,
            value,
            tall,
            hint: "Not set",
        };
        row::row(self.ui, shown, |ui| typed.ui(ui, form, record, take));
    }

    /// A field over the width of the panel, without a label beside it.
    pub(super) fn wide_prose(
        &mut self,
        label: &str,
        value: &str,
        hint: &str,
        focus: bool,
        take: impl Take<R>,
    ) {
        let (form, record) = (&mut *self.form, self.record);
        let key = egui::Id::unique((record.id(), label, "field"));
        if focus {
            self.ui.memory_mut(|m| m.request_focus(key));
        }
        let mut typed = Typed {
            key,
            label,
            value,
            tall: true,
            hint,
        };
        row::block(self.ui, |ui| {
            row::outdented(ui, |ui| typed.ui(ui, form, record, take));
        });
    }
}

/// A field being drawn.
pub(super) struct Typed<'t> {
    /// Its id.
    pub(super) key: egui::Id,
    /// Its accessible name.
    pub(super) label: &'t str,
    /// What the record holds.
    pub(super) value: &'t str,
    /// Whether it has several lines.
    pub(super) tall: bool,
    /// What stands in it while it is empty.
    pub(super) hint: &'t str,
}

impl Typed<'_> {
    /// Draws the field and asks for the change when it is left or Enter is pressed; Esc drops what was typed in a field of
    /// one line.
    pub(super) fn ui<R: Kept>(&mut self, ui: &mut Ui, form: &mut Form<'_>, record: &R, take: impl Take<R>) {
        let drafted = form.inspector.draft.as_ref().filter(|d| d.field == self.key);
        let mut text = drafted.map_or_else(|| self.value.to_owned(), |d| d.text.clone());
        let wrong = drafted.and_then(|_| take(&mut record.clone(), text.trim()).err());
        let wrong = wrong.filter(|_| text != self.value);
        let enabled = form.editable();
        let response = ui
            .vertical(|ui| {
                let response = field_ui(ui, self, &mut text, enabled, wrong.is_some());
                if let Some(why) = &wrong {
                    let words = egui::RichText::new(why).size(metrics::SMALL_SIZE);
                    ui.label(words.color(Theme::of(ui).alert));
                }
                response
            })
            .inner;
        if response.has_focus() {
            form.inspector.held = Held::Field;
            form.inspector.draft = Some(self.draft(record, take, text));
            if self.tall && ui.input(|i| i.key_pressed(Key::Enter) && i.modifiers.command) {
                response.surrender_focus();
            }
        } else if form.inspector.draft.as_ref().is_some_and(|d| d.field == self.key) {
            // Prose is never lost to a key; undo takes it back.
            let escaped = !self.tall && response.lost_focus() && ui.input(|i| i.key_pressed(Key::Escape));
            self.leave(form, record, take, text.trim(), escaped);
        }
    }

    /// What is being typed, and what it would make of the record as that is when it is asked.
    fn draft<R: Kept>(&self, record: &R, take: impl Take<R>, text: String) -> Draft {
        let id = record.id();
        let late: Late = Box::new(move |project: &Project, text: &str| {
            let mut changed = R::of(&project.record(id)?)?.clone();
            take(&mut changed, text.trim()).ok()?;
            let changed: Record = changed.into();
            (Some(&changed) != project.record(id).as_ref()).then_some(Edit::Put(changed))
        });
        Draft {
            field: self.key,
            text,
            seen: true,
            label: format!("Change {}", self.label.to_lowercase()),
            late,
        }
    }

    /// The field was left: what was typed is kept, or dropped after Esc. What cannot be taken stays to be mended, with
    /// the reason beneath it.
    fn leave<R: Kept>(&self, form: &mut Form<'_>, record: &R, take: impl Take<R>, text: &str, escaped: bool) {
        let taken = take(&mut record.clone(), text).is_ok();
        if !taken && !escaped && text != self.value {
            if let Some(draft) = &mut form.inspector.draft {
                draft.seen = true;
            }
            return;
        }
        form.inspector.draft = None;
        if taken && !escaped && text != self.value {
            form.set(self.label, Vec::new(), record, |r| {
                // It was tried just now on a copy.
                let _ = take(r, text);
            });
        }
    }
}

/// The field itself: bounds appear under the pointer and with the keyboard, so that the panel reads like a page.
fn field_ui(ui: &mut Ui, typed: &Typed<'_>, text: &mut String, enabled: bool, wrong: bool) -> egui::Response {
    let theme = Theme::of(ui);
    let font = FontId::proportional(metrics::UI_SIZE);
    let edit = if typed.tall {
        TextEdit::multiline(text)
            .desired_rows(2)
            .return_key(egui::KeyboardShortcut::new(egui::Modifiers::NONE, Key::Enter))
    } else {
        TextEdit::singleline(text)
    };
    let edit = edit
        .id(typed.key)
        .font(font)
        .hint_text(typed.hint.to_owned())
        .frame(egui::Frame::NONE.inner_margin(Margin::symmetric(row::INSET as i8, 5)))
        .desired_width(ui.available_width());
    let response = ui.add_enabled(enabled, edit);
    let bounds = CornerRadius::same(metrics::RADIUS);
    if wrong {
        let stroke = Stroke::new(1.0, theme.alert);
        ui.painter()
            .rect_stroke(response.rect, bounds, stroke, StrokeKind::Inside);
    } else if response.hovered() && enabled {
        let stroke = Stroke::new(1.0, theme.edge);
        ui.painter()
            .rect_stroke(response.rect, bounds, stroke, StrokeKind::Inside);
    }
    theme::ring(ui, &response, Ring::Inside);
    let name = typed.label.to_owned();
    ui.ctx()
        .accesskit_node_builder(response.id, |node| node.set_label(name));
    response
}
