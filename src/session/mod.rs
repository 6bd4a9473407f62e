//! What the user is doing: commands, selection, undo, jobs on threads. Knows no egui.
