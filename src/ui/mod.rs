//! Everything that knows egui: theme, fonts, page, panels, painter.
