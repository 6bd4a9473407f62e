//! Buttons: with words, with an icon alone, and the little key beside them.

use super::fonts;
use super::theme::{self, Ring, Theme, metrics};
use eframe::egui::{
    Align2, Color32, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo,
    pos2, vec2,
};

/// How much a button stands out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Weight {
    /// The one thing a sheet is there for.
    Main,
    /// With bounds.
    #[default]
    Plain,
    /// Words alone.
    Flat,
    /// Words in the colour of links.
    Link,
}

/// A button with words.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Button<'a> {
    words: &'a str,
    icon: Option<&'a str>,
    key: Option<&'a str>,
    weight: Weight,
    disabled: bool,
}

const GAP: f32 = 6.0;

impl<'a> Button<'a> {
    /// A button that says what it does; the words are its accessible name.
    pub(crate) fn new(words: &'a str) -> Self {
        Self {
            words,
            icon: None,
            key: None,
            weight: Weight::Plain,
            disabled: false,
        }
    }

    /// With an icon before the words.
    pub(crate) fn icon(self, icon: &'a str) -> Self {
        Self {
            icon: Some(icon),
            ..self
        }
    }

    /// With the key that does the same, as in the table of commands.
    pub(crate) fn key(self, key: &'a str) -> Self {
        Self {
            key: Some(key),
            ..self
        }
    }

    /// As the main button.
    pub(crate) fn main(self) -> Self {
        Self {
            weight: Weight::Main,
            ..self
        }
    }

    /// Without bounds.
    pub(crate) fn flat(self) -> Self {
        Self {
            weight: Weight::Flat,
            ..self
        }
    }

    /// As a link.
    pub(crate) fn link(self) -> Self {
        Self {
            weight: Weight::Link,
            ..self
        }
    }

    /// Only where it applies.
    pub(crate) fn enabled(self, enabled: bool) -> Self {
        Self {
            disabled: !enabled,
            ..self
        }
    }

    fn galley(&self, ui: &Ui) -> std::sync::Arc<eframe::egui::Galley> {
        let font = match self.weight {
            Weight::Flat => fonts::regular(metrics::UI_SIZE),
            _ => fonts::medium(metrics::UI_SIZE),
        };
        ui.painter()
            .layout_no_wrap(self.words.to_owned(), font, Color32::PLACEHOLDER)
    }

    /// Between the bounds and what is inside, in points.
    fn padding(&self) -> f32 {
        match self.weight {
            Weight::Flat => 6.0,
            Weight::Link => 2.0,
            _ => 10.0,
        }
    }

    /// How wide it will be, in points.
    pub(crate) fn width(&self, ui: &Ui) -> f32 {
        let key = self.key.map_or(0.0, |k| key_width(ui, &key_label(k)) + GAP);
        let icon = self.icon.map_or(0.0, |_| metrics::SMALL_ICON + GAP);
        (self.padding() * 2.0 + icon + self.galley(ui).size().x + key).ceil()
    }

    /// Draws the button.
    pub(crate) fn ui(self, ui: &mut Ui) -> Response {
        let theme = Theme::of(ui);
        let enabled = !self.disabled && ui.is_enabled();
        let galley = self.galley(ui);
        let key = self.key.map(key_label);
        let (padding, width) = (self.padding(), self.width(ui));
        let sense = if enabled { Sense::click() } else { Sense::hover() };
        let (rect, response) = ui.allocate_exact_size(vec2(width, metrics::CONTROL), sense);
        let words = self.words;
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, words));
        let pressed = response.is_pointer_button_down_on();
        let hovered = response.hovered() && enabled;
        let (fill, bounds, ink) = match self.weight {
            Weight::Main if enabled => (theme.accent, None, theme.on_accent),
            Weight::Main | Weight::Plain if !enabled => (Color32::TRANSPARENT, Some(theme.hair), theme.muted),
            Weight::Main | Weight::Plain => {
                let fill = match (pressed, hovered) {
                    (true, _) => theme.sunken,
                    (_, true) => theme.hover,
                    _ => Color32::TRANSPARENT,
                };
                (fill, Some(theme.edge), theme.text)
            }
            Weight::Flat | Weight::Link => {
                let fill = if hovered {
                    theme.hover
                } else {
                    Color32::TRANSPARENT
                };
                let ink = match self.weight {
                    _ if !enabled => theme.muted,
                    Weight::Link => theme.accent,
                    _ => theme.text2,
                };
                (fill, None, ink)
            }
        };
        let painter = ui.painter();
        painter.rect_filled(rect, metrics::RADIUS, fill);
        if let Some(bounds) = bounds {
            let stroke = Stroke::new(1.0, bounds);
            painter.rect_stroke(rect, metrics::RADIUS, stroke, StrokeKind::Inside);
        }
        let mut x = rect.left() + padding;
        if let Some(icon) = self.icon {
            paint_icon(
                painter,
                pos2(x + metrics::SMALL_ICON / 2.0, rect.center().y),
                icon,
                metrics::SMALL_ICON,
                ink,
            );
            x += metrics::SMALL_ICON + GAP;
        }
        let size = galley.size();
        painter.galley(pos2(x, rect.center().y - size.y / 2.0), galley, ink);
        x += size.x + GAP;
        if let Some(key) = key {
            let main = self.weight == Weight::Main && enabled;
            paint_key(ui, pos2(x, rect.center().y), &key, main.then_some(ink));
        }
        theme::ring(ui, &response, Ring::Outside);
        response
    }
}

/// An icon alone, 28 points square; `name` is its tooltip and its accessible name.
pub(crate) fn icon_ui(ui: &mut Ui, icon: &str, name: &str, enabled: bool, on: bool) -> Response {
    let theme = Theme::of(ui);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(metrics::CONTROL), sense);
    response.widget_info(|| WidgetInfo::selected(Role::Button, enabled, on, name));
    let (fill, ink) = match (on, response.hovered() && enabled) {
        (true, _) => (theme.pick, theme.accent),
        (_, true) => (theme.hover, theme.text),
        _ if enabled => (Color32::TRANSPARENT, theme.text2),
        _ => (Color32::TRANSPARENT, theme.muted.gamma_multiply(0.6)),
    };
    ui.painter().rect_filled(rect, metrics::RADIUS, fill);
    paint_icon(ui.painter(), rect.center(), icon, metrics::ICON, ink);
    theme::ring(ui, &response, Ring::Inside);
    response.on_hover_text(name)
}

/// Draws an icon with its middle at a point.
pub(crate) fn paint_icon(painter: &Painter, middle: Pos2, icon: &str, size: f32, ink: Color32) {
    painter.text(middle, Align2::CENTER_CENTER, icon, fonts::icons(size), ink);
}

/// A key as people read it: `Ctrl K` for `Ctrl+K`.
pub(crate) fn key_label(key: &str) -> String {
    key.replace('+', " ").replace("Escape", "Esc")
}

/// The width [`paint_key`] takes.
pub(crate) fn key_width(ui: &Ui, label: &str) -> f32 {
    let font = fonts::medium(metrics::TINY_SIZE);
    let galley = ui
        .painter()
        .layout_no_wrap(label.to_owned(), font, Color32::PLACEHOLDER);
    (galley.size().x + 8.0).max(16.0).ceil()
}

/// Draws the badge of a key with the middle of its left edge at a point, and returns its width. `ink` is for a badge on
/// the main button.
pub(crate) fn paint_key(ui: &Ui, left: Pos2, label: &str, ink: Option<Color32>) -> f32 {
    let theme = Theme::of(ui);
    let width = key_width(ui, label);
    let rect = Rect::from_min_size(left - vec2(0.0, 8.0), vec2(width, 16.0));
    let painter = ui.painter();
    if ink.is_none() {
        painter.rect_filled(rect, metrics::CHIP_RADIUS, theme.raised);
    }
    let stroke = Stroke::new(1.0, ink.unwrap_or(theme.hair));
    painter.rect_stroke(rect, metrics::CHIP_RADIUS, stroke, StrokeKind::Inside);
    let font = fonts::medium(metrics::TINY_SIZE);
    painter.text(
        rect.center(),
        Align2::CENTER_CENTER,
        label,
        font,
        ink.unwrap_or(theme.muted),
    );
    width
}
