//! The cells of a grade. Grades are typography, not traffic lights: F and 6 are hollow and dashed.

use super::fonts;
use super::theme::{Theme, metrics};
use crate::project::{Grade, Id, Kind, Project, Scale};
use eframe::egui::{Align2, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::sync::Arc;

const CELL: f32 = 16.0;

/// The newest grade of a record on a scale: later made, then greater id.
pub(crate) fn newest(project: &Project, target: Id, scale: Scale) -> Option<Arc<Grade>> {
    project
        .index()
        .referring(target, Kind::Grade)
        .filter_map(|(id, _)| project.grades.get(&id))
        .filter(|grade| grade.scale == scale && grade.target == target)
        .max_by_key(|grade| (grade.created.at, grade.id))
        .cloned()
}

/// Draws the cells of a grade with their right edge at a point, middle in height, and returns how wide they are.
/// Values are those of a scale: one letter or figure each.
pub(crate) fn paint(painter: &Painter, theme: &Theme, right: Pos2, values: &[&str]) -> f32 {
    let width = CELL * values.len() as f32;
    let rect = Rect::from_min_size(pos2(right.x - width, right.y - 9.0), vec2(width, metrics::CHIP));
    let hollow = values.iter().any(|v| is_hollow(v));
    let stroke = Stroke::new(1.0, theme.edge);
    if hollow {
        let r = rect.shrink(0.5);
        let path = [
            r.left_top(),
            r.right_top(),
            r.right_bottom(),
            r.left_bottom(),
            r.left_top(),
        ];
        painter.extend(Shape::dashed_line(&path, stroke, 3.0, 2.0));
    } else {
        painter.rect_stroke(rect, metrics::CHIP_RADIUS, stroke, StrokeKind::Inside);
    }
    for (n, value) in values.iter().enumerate() {
        let left = rect.left() + CELL * n as f32;
        if n > 0 {
            painter.vline(left, rect.y_range(), stroke);
        }
        let (font, ink) = if is_hollow(value) {
            (fonts::regular(metrics::TINY_SIZE), theme.muted)
        } else {
            (fonts::semibold(metrics::TINY_SIZE), theme.text)
        };
        let middle = pos2(left + CELL / 2.0, rect.center().y);
        painter.text(middle, Align2::CENTER_CENTER, value.to_uppercase(), font, ink);
    }
    width
}

/// What cannot be judged.
fn is_hollow(value: &str) -> bool {
    matches!(value, "f" | "6")
}
