//! What is being typed. A visit to a field is one transaction, however many letters it took.

use crate::project::{Edit, Project};
use eframe::egui;

/// The text of the field that has the keyboard, or that was left with something it cannot take.
pub(super) struct Draft {
    /// The field.
    pub(super) field: egui::Id,
    /// What stands in it.
    pub(super) text: String,
    /// Whether the field was drawn in this frame. One that went out of sight is committed as if it had been left.
    pub(super) seen: bool,
    /// The label of the transaction.
    pub(super) label: String,
    /// The record as the text makes it; none where the text is not to be kept.
    pub(super) late: Late,
}

/// What a text makes of the record it belongs to, as the project is when it is asked.
pub(super) type Late = Box<dyn Fn(&Project, &str) -> Option<Edit>>;
