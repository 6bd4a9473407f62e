//! The three moves, on the start page: the whole work in three pictures.

use super::button::Button;
use super::fonts;
use super::text::TextStyle;
use super::theme::{Hue, Strength, Theme, metrics};
use super::view::View;
use crate::session::Named;
use crate::text::Span;
use eframe::egui::{
    Align, Align2, Color32, Layout, Pos2, Rect, RichText, Sense, Shape, Stroke, StrokeKind, Ui,
    epaint::CubicBezierShape, pos2, vec2,
};

const CLAIM: &str = "the group is a military front";
const EVIDENCE: &str = "screenshots of defaced pages";
/// From the edge of a little page to its words.
const INSET: f32 = 14.0;

/// Draws the moves.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>) {
    ui.spacing_mut().item_spacing.y = 0.0;
    ui.horizontal(|ui| {
        ui.set_height(32.0);
        ui.label(RichText::new("New here? Three moves").font(fonts::semibold(metrics::UI_SIZE)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let sample = Button::new(Named::OpenSample.entry().title).link();
            if sample.ui(ui).clicked() {
                view.ask(Named::OpenSample);
            }
        });
    });
    step_ui(
        ui,
        "1",
        "Select what somebody asserts. Press 1.",
        44.0,
        |ui, page| {
            let at = pos2(page.left() + INSET, page.center().y);
            words(
                ui,
                view,
                at,
                &format!("The ministry says {CLAIM}."),
                CLAIM,
                Hue::Claim,
            );
        },
    );
    rule_ui(ui);
    step_ui(
        ui,
        "2",
        "Select what is offered for it. Press 2.",
        44.0,
        |ui, page| {
            let at = pos2(page.left() + INSET, page.center().y);
            words(
                ui,
                view,
                at,
                &format!("The post shows {EVIDENCE} only."),
                EVIDENCE,
                Hue::Evidence,
            );
        },
    );
    rule_ui(ui);
    step_ui(
        ui,
        "3",
        "Press L on the evidence, then pick the claim.",
        84.0,
        |ui, page| link(ui, view, page),
    );
}

/// The evidence, linked to the claim.
fn link(ui: &Ui, view: &mut View<'_>, page: Rect) {
    let theme = Theme::of(ui);
    let claim = view.texts.layout(CLAIM, &TextStyle::quote("en")).size().x;
    let left = (page.right() - INSET - claim).max(page.left() + INSET);
    words(ui, view, pos2(left, page.top() + 24.0), CLAIM, CLAIM, Hue::Claim);
    let at = pos2(page.left() + INSET, page.top() + 60.0);
    // The port stands at the edge of the words, not over them.
    let from = pos2(words(ui, view, at, EVIDENCE, EVIDENCE, Hue::Evidence) + 4.0, at.y);
    let x = (from.x + 60.0).max(left + 80.0).min(page.right() - 24.0);
    let to = pos2(x, page.top() + 44.0);
    let points = [from, pos2(from.x + 40.0, at.y), pos2(to.x, at.y), to];
    let stroke = Stroke::new(2.0, theme.accent);
    let curve = CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, stroke);
    ui.painter().add(curve);
    let tip = vec![to + vec2(-5.0, 2.0), to + vec2(0.0, -6.0), to + vec2(5.0, 2.0)];
    ui.painter()
        .add(Shape::convex_polygon(tip, theme.accent, Stroke::NONE));
    ui.painter().circle(from, 4.0, theme.page, stroke);
}

fn rule_ui(ui: &mut Ui) {
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    let stroke = Stroke::new(1.0, Theme::of(ui).hair);
    ui.painter().hline(rect.x_range(), rect.center().y, stroke);
}

fn step_ui(ui: &mut Ui, number: &str, says: &str, height: f32, paint: impl FnOnce(&Ui, Rect)) {
    let theme = Theme::of(ui);
    ui.add_space(14.0);
    ui.horizontal_top(|ui| {
        let (at, _) = ui.allocate_exact_size(vec2(28.0, 22.0), Sense::hover());
        let middle = pos2(at.left() + 11.0, at.top() + 9.0);
        ui.painter()
            .circle_stroke(middle, 10.0, Stroke::new(1.5, theme.edge));
        let font = fonts::semibold(metrics::UI_SIZE);
        ui.painter()
            .text(middle, Align2::CENTER_CENTER, number, font, theme.text);
        ui.add_space(4.0);
        ui.vertical(|ui| {
            ui.label(RichText::new(says).font(fonts::medium(metrics::UI_SIZE)));
            ui.add_space(8.0);
            let size = vec2(ui.available_width() - 1.0, height);
            let (page, _) = ui.allocate_exact_size(size, Sense::hover());
            ui.painter().rect_filled(page, metrics::RADIUS, theme.page);
            let stroke = Stroke::new(1.0, theme.hair);
            ui.painter()
                .rect_stroke(page, metrics::RADIUS, stroke, StrokeKind::Inside);
            paint(ui, page);
        });
    });
    ui.add_space(14.0);
}

/// Words as they stand on a page, `marked` under a tag's wash and over its line; returns where they end.
fn words(ui: &Ui, view: &mut View<'_>, left: Pos2, says: &str, marked: &str, hue: Hue) -> f32 {
    let theme = Theme::of(ui);
    let laid = view.texts.layout(says, &TextStyle::quote("en"));
    let at = pos2(left.x, left.y - laid.height() / 2.0);
    let start = says.find(marked).unwrap_or(0);
    for rect in laid.rects(Span::new(start, start + marked.len())) {
        let rect = rect.translate(at.to_vec2());
        ui.painter().rect_filled(rect, 0, theme.wash(hue, Strength::Rest));
        let ink = Stroke::new(if hue == Hue::Claim { 2.0 } else { 1.0 }, theme.tag(hue).ink);
        ui.painter().hline(rect.x_range(), rect.bottom() + 1.0, ink);
        if hue == Hue::Evidence {
            ui.painter().hline(rect.x_range(), rect.bottom() + 3.0, ink);
        }
    }
    view.texts.paint(ui.painter(), at, &laid, theme.text);
    at.x + laid.size().x
}
