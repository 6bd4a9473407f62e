//! The foot of a record: its marking, its note, and who made and changed it.

use super::form::{Form, Sheet};
use super::kept::Kept;
use super::name::name_ui;
use super::row;
use crate::project::*;
use crate::ui::theme::{Theme, metrics};
use eframe::egui::Ui;

/// How the two last common fields of a record are set; the trait that reads them does not.
pub(super) struct Ends<R> {
    note: fn(&mut R, Option<String>),
    marking: fn(&mut R, Marking),
}

impl<R> Ends<R> {
    pub(super) const fn new(note: fn(&mut R, Option<String>), marking: fn(&mut R, Marking)) -> Self {
        Self { note, marking }
    }
}

/// The two last fields of a record, to be set.
macro_rules! ends {
    () => {
        $crate::ui::inspector::foot::Ends::new(|r, note| r.note = note, |r, marking| r.marking = marking)
    };
}
pub(super) use ends;

impl<R: Kept + Common> Sheet<'_, '_, R> {
    /// Draws the foot.
    pub(super) fn foot(&mut self, ends: &Ends<R>) {
        let record = self.record;
        let marking = record.marking();
        self.optional_choice("TLP", marking.tlp, |r, tlp| {
            (ends.marking)(r, Marking { tlp, ..marking });
        });
        self.optional_choice("PAP", marking.pap, |r, pap| {
            (ends.marking)(r, Marking { pap, ..marking });
        });
        row::hairline(self.ui);
        row::heading(self.ui, "Note", "", |_| {});
        let focus = std::mem::take(&mut self.form.inspector.note);
        let set = ends.note;
        self.wide_prose(
            "Note",
            record.note().unwrap_or_default(),
            "Write a note",
            focus,
            move |r, text| {
                set(r, (!text.is_empty()).then(|| text.to_owned()));
                Ok(())
            },
        );
        stamp_ui(self.ui, self.form, "Made", record.created());
        if let Some(stamp) = record.modified() {
            stamp_ui(self.ui, self.form, "Changed", stamp);
        }
        self.ui.add_space(16.0);
    }
}

/// Who did it, and when; the handle leads to the analyst.
fn stamp_ui(ui: &mut Ui, form: &mut Form<'_>, label: &str, stamp: &Stamp) {
    row::row(ui, label, |ui| {
        let room = ui.available_width() * 0.4;
        if form.project().analysts.contains_key(&stamp.by) {
            name_ui(ui, form, stamp.by, room);
        }
        let at = stamp.at.in_utc().strftime("%-d %b %Y %H:%M UTC").to_string();
        row::words(ui, &at, metrics::SMALL_SIZE, Theme::of(ui).muted);
    });
}
