//! egui's own widgets made to obey the tokens.

use std::collections::BTreeMap;

use eframe::egui::epaint::{FontColorTransferFunction, TextOptions};
use eframe::egui::style::{ScrollFadeStyle, ScrollStyle, Selection, TextCursorStyle, WidgetVisuals, Widgets};
use eframe::egui::{
    self, Color32, CornerRadius, FontId, Margin, Rect, Response, Stroke, StrokeKind, Style, TextStyle, Ui,
    Visuals, vec2,
};

use super::{Theme, metrics};
use crate::ui::fonts;

/// Makes everything drawn in this context look like Onus, in both themes. Which theme is shown stays as it is.
pub fn apply(ctx: &egui::Context) {
    ctx.set_style_of(egui::Theme::Light, style(Theme::light()));
    ctx.set_style_of(egui::Theme::Dark, style(Theme::dark()));
    ctx.options_mut(|options| options.zoom_with_keyboard = false);
}

/// Where the ring of a focused control lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ring {
    /// Round a button, a little off.
    Outside,
    /// Along the bounds of a field or a row.
    Inside,
}

/// Draws the ring of focus round a control that has it. egui rings a field in the colour of selected words, so a
/// field needs this too.
pub fn ring(ui: &Ui, response: &Response, ring: Ring) {
    if response.has_focus() {
        ring_around(ui, response.rect, ring);
    }
}

/// The ring itself.
pub fn ring_around(ui: &Ui, around: Rect, ring: Ring) {
    let stroke = Stroke::new(metrics::RING, Theme::of(ui).accent);
    let (rect, radius, kind) = match ring {
        Ring::Inside => (around, metrics::RADIUS, StrokeKind::Inside),
        Ring::Outside => {
            let gap = metrics::RING_GAP;
            (
                around.expand(gap),
                metrics::RADIUS + gap as u8,
                StrokeKind::Outside,
            )
        }
    };
    ui.painter()
        .rect_stroke(rect, CornerRadius::same(radius), stroke, kind);
}

fn style(theme: &Theme) -> Style {
    let mut style = Style {
        visuals: visuals(theme),
        text_styles: text_styles(),
        ..Style::default()
    };
    style.animation_time = metrics::FADE_SECONDS;
    style.scroll_animation = egui::style::ScrollAnimation::duration(metrics::SCROLL_SECONDS);
    style.interaction.selectable_labels = false;
    style.interaction.tooltip_delay = 0.4;
    let spacing = &mut style.spacing;
    spacing.item_spacing = vec2(8.0, metrics::GRID);
    spacing.button_padding = vec2(10.0, 5.0);
    spacing.interact_size = vec2(metrics::CONTROL, metrics::CONTROL);
    spacing.menu_margin = Margin::same(8);
    spacing.window_margin = Margin::same(16);
    spacing.icon_spacing = 6.0;
    spacing.tooltip_width = 320.0;
    spacing.scroll = ScrollStyle {
        bar_width: 8.0,
        floating_width: 4.0,
        // A row under a fade would look as if it could not be chosen.
        fade: ScrollFadeStyle {
            strength: 0.0,
            ..ScrollFadeStyle::default()
        },
        ..ScrollStyle::floating()
    };
    style
}

fn text_styles() -> BTreeMap<TextStyle, FontId> {
    [
        (TextStyle::Body, fonts::regular(metrics::UI_SIZE)),
        (TextStyle::Button, fonts::medium(metrics::UI_SIZE)),
        (TextStyle::Small, fonts::regular(metrics::SMALL_SIZE)),
        (TextStyle::Heading, fonts::semibold(metrics::TITLE_SIZE)),
        (TextStyle::Monospace, FontId::monospace(metrics::CODE_SIZE)),
    ]
    .into()
}

fn visuals(theme: &Theme) -> Visuals {
    let base = if theme.dark {
        Visuals::dark()
    } else {
        Visuals::light()
    };
    // Light letters on dark look thin when blended in gamma space; egui's own remedy makes them look bold.
    let transfer = if theme.dark {
        FontColorTransferFunction::Gamma(0.85)
    } else {
        FontColorTransferFunction::Off
    };
    let text_options = TextOptions {
        color_transfer_function: transfer,
        ..base.text_options
    };
    Visuals {
        text_options,
        widgets: widgets(theme),
        // The stroke is the colour of selected words.
        selection: Selection {
            bg_fill: theme.sel,
            stroke: Stroke::new(1.0, theme.text),
        },
        weak_text_color: Some(theme.muted),
        hyperlink_color: theme.accent,
        faint_bg_color: theme.hover,
        extreme_bg_color: theme.sunken,
        text_edit_bg_color: Some(if theme.dark { theme.sunken } else { theme.raised }),
        code_bg_color: theme.sunken,
        warn_fg_color: theme.caution,
        error_fg_color: theme.alert,
        window_corner_radius: CornerRadius::same(metrics::SHEET_RADIUS),
        window_shadow: theme.shadow,
        window_fill: theme.raised,
        window_stroke: Stroke::new(1.0, theme.hair),
        window_highlight_topmost: false,
        menu_corner_radius: CornerRadius::same(metrics::POPUP_RADIUS),
        panel_fill: theme.chrome,
        popup_shadow: theme.shadow,
        // A blinking caret would wake the window twice a second.
        text_cursor: TextCursorStyle {
            stroke: Stroke::new(1.5, theme.text),
            blink: false,
            ..TextCursorStyle::default()
        },
        indent_has_left_vline: false,
        disabled_alpha: 0.6,
        ..base
    }
}

fn widgets(theme: &Theme) -> Widgets {
    let widget = |fill: Color32, bounds: Stroke, words: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: bounds,
        corner_radius: CornerRadius::same(metrics::RADIUS),
        fg_stroke: Stroke::new(1.0, words),
        expansion: 0.0,
    };
    let edge = Stroke::new(1.0, theme.edge);
    Widgets {
        noninteractive: widget(theme.raised, Stroke::new(1.0, theme.hair), theme.text),
        inactive: widget(theme.raised, edge, theme.text),
        hovered: widget(theme.hover, edge, theme.text),
        // egui knows one look for pressed and focused.
        active: widget(theme.sunken, Stroke::new(metrics::RING, theme.accent), theme.text),
        open: widget(theme.hover, edge, theme.text),
    }
}
