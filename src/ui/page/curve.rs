//! A link being drawn: the curve from the passage it starts at to the pointer or the target under it, with its verb.
//! And the port at a passage's end that a link can be dragged from.

use super::marks::Placed;
use super::{Ground, Page, under};
use crate::project::{Id, Project};
use crate::session::{Command, Linking, Named, Work};
use crate::ui::fonts;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::window::page_id;
use eframe::egui::epaint::CubicBezierShape;
use eframe::egui::{
    Align2, Color32, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

/// The radius of a port, and how far around it can be grasped.
const PORT: f32 = 4.0;
const GRASP: f32 = 9.0;

/// Draws the link in the making.
pub(super) fn paint(
    painter: &Painter,
    theme: &Theme,
    work: &Work,
    ground: &Ground,
    blocks: &[Placed],
    pointer: Option<Pos2>,
) {
    let Some(linking) = &work.linking else { return };
    let offset = ground.corner.to_vec2();
    let target = pointer
        .and_then(|p| under(work, blocks, p - offset))
        .map(|id| rects_of(blocks, ground, id))
        .unwrap_or_default();
    for rect in &target {
        let stroke = Stroke::new(2.0, theme.accent);
        painter.rect_stroke(rect.expand(2.0), 4, stroke, StrokeKind::Outside);
    }
    let Some(port) = port_of(blocks, ground, linking.from) else {
        return;
    };
    let end = match target.first() {
        Some(first) => Some(first.left_center() - vec2(5.0, 0.0)),
        None => pointer,
    };
    if let Some(end) = end {
        curve(painter, port, end, theme.accent);
    }
    port_at(painter, theme, port);
    pill(painter, theme, port + vec2(PORT + 4.0, 0.0), linking.kind.name());
}

/// Draws the port of the passage that is selected or pointed at, and starts a link where one is dragged from it.
/// Returns where a press is the port's and not the text's.
pub(super) fn port_ui(
    page: &mut Page,
    ui: &Ui,
    view: &mut View<'_>,
    ground: &Ground,
    blocks: &[Placed],
    hovered: Option<Id>,
) {
    page.port = None;
    let Some(work) = view.session.work() else { return };
    if work.read_only || work.linking.is_some() && !page.pulling {
        return;
    }
    let from = match &work.linking {
        Some(linking) => Some(linking.from),
        None => hovered.or(work.selected),
    };
    let Some(id) = from.filter(|id| starts(work.project(), *id)) else {
        page.pulling = false;
        return;
    };
    let Some(port) = port_of(blocks, ground, id).filter(|p| ground.rect.contains(*p)) else {
        return;
    };
    let rect = Rect::from_center_size(port, vec2(GRASP, GRASP) * 2.0);
    page.port = Some(rect);
    let response = ui.interact(rect, page_id().with("port"), Sense::drag());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Draw a link from this passage"));
    if work.linking.is_none() {
        port_at(ui.painter(), Theme::of(ui), port);
    }
    if response.drag_started() {
        page.pulling = true;
        view.ask(Command::Point(id));
        view.ask(Named::Link);
    }
    if response.drag_stopped() && std::mem::take(&mut page.pulling) {
        let over = ui
            .input(|i| i.pointer.latest_pos())
            .and_then(|p| under(work, blocks, p - ground.corner.to_vec2()));
        // Let go of over nothing, the link stays open: its target can still be clicked or picked from the list.
        if let Some(target) = over {
            view.ask(Command::LinkTo(target));
        }
    }
    if view.session.ask.is_none() {
        response.on_hover_text("Drag to a passage to link them");
    }
}

fn starts(project: &Project, id: Id) -> bool {
    Linking::start(project, id).is_some()
}

/// Where a passage stands on the screen, line by line, as far as it is in view.
fn rects_of(blocks: &[Placed], ground: &Ground, id: Id) -> Vec<Rect> {
    let parts = blocks.iter().flat_map(|placed| {
        let passage = placed.block.passages.iter().find(|p| p.annotation.id == id);
        let rects = passage.into_iter().flat_map(|p| &p.rects);
        rects.map(|r| r.translate(ground.corner.to_vec2() + vec2(0.0, placed.top)))
    });
    parts.collect()
}

/// At the end of a passage's last line in view.
fn port_of(blocks: &[Placed], ground: &Ground, id: Id) -> Option<Pos2> {
    let last = rects_of(blocks, ground, id).pop()?;
    Some(pos2(last.right() + PORT, last.center().y))
}

fn port_at(painter: &Painter, theme: &Theme, at: Pos2) {
    painter.circle(at, PORT, theme.page, Stroke::new(1.5, theme.accent));
}

/// The verb on a ground of the accent, with the middle of its left edge at a point.
fn pill(painter: &Painter, theme: &Theme, left: Pos2, verb: &str) {
    let font = fonts::semibold(metrics::SMALL_SIZE);
    let galley = painter.layout_no_wrap(verb.replace('-', " "), font, Color32::PLACEHOLDER);
    let rect = Rect::from_min_size(left - vec2(0.0, 10.0), vec2(galley.size().x + 16.0, 20.0));
    painter.rect_filled(rect, 10, theme.accent);
    let at = Align2::CENTER_CENTER
        .align_size_within_rect(galley.size(), rect)
        .min;
    painter.galley(at, galley, theme.on_accent);
}

/// A curve that leaves to the right and arrives from the left, with an arrow at its end.
fn curve(painter: &Painter, from: Pos2, to: Pos2, colour: Color32) {
    let reach = (to.x - from.x).abs().mul_add(0.4, 24.0).min(120.0);
    let points = [from, from + vec2(reach, 0.0), to - vec2(reach, 0.0), to];
    let stroke = Stroke::new(2.0, colour);
    painter.add(CubicBezierShape::from_points_stroke(
        points,
        false,
        Color32::TRANSPARENT,
        stroke,
    ));
    let arrow = vec![to, to - vec2(8.0, 5.0), to - vec2(8.0, -5.0)];
    painter.add(Shape::convex_polygon(arrow, colour, Stroke::NONE));
}
