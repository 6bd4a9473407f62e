//! The inspector: the panel that shows every field of the selected record and changes it from the keyboard. It owns what
//! is being typed and which list is open, and nothing else; what it asks for are commands.

mod annotation;
mod choice;
mod claim;
mod draft;
mod entity;
mod event;
mod evidence;
mod foot;
mod form;
mod grades;
mod head;
mod house;
mod individual;
mod judgement;
mod kept;
mod ladder;
mod links;
mod list;
mod name;
mod picker;
mod proposition;
mod reference;
mod relation;
mod remarks;
mod row;
mod scale;
mod source;
mod targets;
mod text;
mod uses;

use crate::project::{AnalystId, Id, Record, Stamp};
use crate::session::{Command, Work};
use crate::ui::text::TextEngine;
use crate::ui::theme::Theme;
use eframe::egui::{Frame, Key, Modifiers, ScrollArea, Ui};
use form::Form;

/// What the inspector remembers between frames: the text being typed, the list that is open, and who is to get the
/// keyboard.
#[derive(Default)]
pub struct Inspector {
    draft: Option<draft::Draft>,
    open: Option<picker::Open>,
    uses: uses::Uses,
    /// The record that was shown last, so that another one starts at its top.
    shown: Option<Id>,
    note: bool,
    grade: bool,
    held: Held,
    /// The control whose getting the keyboard has been followed.
    followed: Option<eframe::egui::Id>,
    reader: Option<AnalystId>,
}

/// What of the inspector had the keyboard when it was drawn last.
#[derive(Clone, Copy, Default, PartialEq)]
enum Held {
    /// Nothing that keeps keys.
    #[default]
    Nothing,
    /// A field or an open list: Esc is theirs.
    Field,
    /// A scale: its letters and numbers grade.
    Scale,
}

impl Inspector {
    /// Puts the cursor in the note when the inspector is drawn next.
    pub fn focus_note(&mut self) {
        self.note = true;
    }

    /// Gives the keyboard to the first scale of what is selected when the inspector is drawn next.
    pub fn focus_grade(&mut self) {
        self.grade = true;
    }

    /// Says whose reading of a source is shown; else it is that of who would make a record.
    pub fn read_as(&mut self, reader: AnalystId) {
        self.reader = Some(reader);
    }

    /// What is being typed, as the command that keeps it: before the project is saved or left.
    pub fn keep_typed(&mut self, work: &Work) -> Option<Command> {
        let draft = self.draft.take()?;
        let edit = (draft.late)(work.project(), &draft.text)?;
        Some(Command::Change(draft.label, vec![edit]))
    }

    /// Whether the inspector wants a key for itself, so that the window makes no command of it.
    pub fn keeps(&self, key: Key, modifiers: Modifiers) -> bool {
        match self.held {
            Held::Nothing => false,
            Held::Field => key == Key::Escape,
            Held::Scale => modifiers.is_none() && key != Key::Escape && !is_function(key),
        }
    }
}

/// Draws the inspector of the selected record, or of the source in the page where nothing is selected. New records take
/// their ids from `spare_ids`; `stamp` stands in them until the command fills in the truth.
pub fn inspector_ui(
    ui: &mut Ui,
    inspector: &mut Inspector,
    engine: &mut TextEngine,
    work: &Work,
    spare_ids: &[Id],
    stamp: &Stamp,
    commands: &mut Vec<Command>,
) {
    let shown = work
        .selected_record()
        .or_else(|| work.open_source().cloned().map(Record::from));
    if let Some(draft) = &mut inspector.draft {
        draft.seen = false;
    }
    let id = shown.as_ref().map(Record::id);
    let moved = inspector.shown != id;
    inspector.shown = id;
    inspector.held = Held::Nothing;
    let mut form = Form::new(inspector, engine, work, spare_ids, stamp, commands);
    Frame::new().fill(Theme::of(ui).chrome).show(ui, |ui| {
        let mut area = ScrollArea::vertical().auto_shrink(false).id_salt("inspector");
        if moved {
            area = area.vertical_scroll_offset(0.0);
        }
        area.show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            match &shown {
                Some(record) => record_ui(ui, &mut form, record),
                None => {
                    ui.add_space(8.0);
                    row::sentence_ui(ui, "There is no source yet. Add one to begin.");
                }
            }
            if !moved {
                follow_keyboard(ui, &mut form.inspector.followed);
            }
        });
    });
    form.finish();
}

/// Brings into view what has got the keyboard, by Tab or by a command.
fn follow_keyboard(ui: &Ui, followed: &mut Option<eframe::egui::Id>) {
    let focused = ui.memory(|m| m.focused());
    if focused == *followed {
        return;
    }
    let response = focused.and_then(|id| ui.ctx().read_response(id));
    if let Some(response) = response
        && ui.max_rect().x_range().contains(response.rect.center().x)
        && !ui.clip_rect().shrink(4.0).contains_rect(response.rect)
    {
        ui.scroll_to_rect(response.rect, Some(eframe::egui::Align::Center));
    }
    *followed = focused;
}

fn is_function(key: Key) -> bool {
    let number = key.name().strip_prefix('F');
    number.is_some_and(|n| n.parse::<u8>().is_ok())
}

fn record_ui(ui: &mut Ui, form: &mut Form<'_>, record: &Record) {
    match record {
        Record::Annotation(r) => annotation::ui(ui, form, r),
        Record::Source(r) => source::ui(ui, form, r),
        Record::Entity(r) => entity::ui(ui, form, r),
        Record::Relation(r) => relation::ui(ui, form, r),
        Record::Event(r) => event::ui(ui, form, r),
        Record::Proposition(r) => proposition::ui(ui, form, r),
        Record::Link(r) => judgement::link_ui(ui, form, r),
        Record::Grade(r) => judgement::grade_ui(ui, form, r),
        Record::Review(r) => judgement::review_ui(ui, form, r),
        Record::Comment(r) => judgement::comment_ui(ui, form, r),
        Record::Reading(r) => judgement::reading_ui(ui, form, r),
        Record::Tag(r) => house::tag_ui(ui, form, r),
        Record::Analyst(r) => house::analyst_ui(ui, form, r),
        Record::Project(r) => house::project_ui(ui, form, r),
    }
}
