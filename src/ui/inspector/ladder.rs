//! The ladder of attribution: six rungs; a ring where the claim stands, filled where its best evidence reaches, dashes
//! between the two.

use crate::project::*;
use crate::ui::fonts;
use crate::ui::theme::{Hue, Theme, metrics};
use eframe::egui::{Align2, Color32, Rect, Sense, Stroke, Ui, WidgetInfo, accesskit::Role, pos2, vec2};

const RUNGS: [(Rung, &str); 6] = [
    (Rung::Infrastructure, "infra"),
    (Rung::Cluster, "cluster"),
    (Rung::Persona, "persona"),
    (Rung::Group, "group"),
    (Rung::Unit, "unit"),
    (Rung::State, "state"),
];

/// The highest rung that evidence for a record reaches: what supports it, directly or by one of its claims.
pub(super) fn best_evidence(project: &Project, proposition: PropositionId) -> Option<Rung> {
    let claims = project
        .index()
        .referring(proposition, Kind::Annotation)
        .map(|(id, _)| id);
    let targets = claims.chain([proposition]);
    let links = targets.flat_map(|to| {
        let links = project.index().referring(to, Kind::Link);
        links.map(move |(from, _)| (to, from))
    });
    let supports = links.filter_map(|(to, from)| project.links.get(&from).filter(|l| l.to == to));
    let evidence = supports
        .filter(|l| l.kind == LinkKind::Supports)
        .flat_map(|l| l.from.iter())
        .filter_map(|id| project.annotations.get(id)?.evidence()?.rung);
    evidence.filter(|rung| *rung <= Rung::State).max()
}

/// Draws the ladder. Returns the rung that was clicked.
pub(super) fn ladder_ui(
    ui: &mut Ui,
    claimed: Option<Rung>,
    reached: Option<Rung>,
    editable: bool,
) -> Option<Rung> {
    let theme = Theme::of(ui);
    let mut picked = None;
    let width = ui.available_width();
    let (area, _) = ui.allocate_exact_size(vec2(width, 46.0), Sense::hover());
    let area = area.shrink2(vec2(4.0 + metrics::PADDING - 4.0, 4.0));
    let step = area.width() / RUNGS.len() as f32;
    let x = |at: usize| area.left() + step * (at as f32 + 0.5);
    let y = area.top() + 9.0;
    let place = |rung: Option<Rung>| RUNGS.iter().position(|(r, _)| Some(*r) == rung);
    let (claimed, reached) = (place(claimed), place(reached));
    let painter = ui.painter().clone();
    painter.hline(x(0)..=x(RUNGS.len() - 1), y, Stroke::new(2.0, theme.hair));
    if let Some((low, high)) = reached.zip(claimed).filter(|(low, high)| low < high) {
        let dashes = eframe::egui::Shape::dashed_line(
            &[pos2(x(low), y), pos2(x(high), y)],
            Stroke::new(2.0, theme.caution),
            4.0,
            3.0,
        );
        painter.extend(dashes);
    }
    for (at, (rung, word)) in RUNGS.into_iter().enumerate() {
        let cell = Rect::from_min_max(
            pos2(x(at) - step / 2.0, area.top()),
            pos2(x(at) + step / 2.0, area.bottom()),
        );
        let sense = if editable { Sense::CLICK } else { Sense::hover() };
        let response = ui.interact(cell, ui.scope_id().with(("rung", at)), sense);
        let chosen = claimed == Some(at);
        response.widget_info(|| {
            WidgetInfo::selected(
                Role::RadioButton,
                editable,
                chosen,
                format!("Rung: {}", rung.name()),
            )
        });
        if response.clicked() {
            picked = Some(rung);
        }
        let (ink, font) = sign(&painter, theme, pos2(x(at), y), chosen, reached == Some(at));
        painter.text(
            pos2(x(at), area.top() + 27.0),
            Align2::CENTER_CENTER,
            word,
            font,
            ink,
        );
    }
    picked
}

/// One rung's sign; the colour and face of its word.
fn sign(
    painter: &eframe::egui::Painter,
    theme: &Theme,
    at: eframe::egui::Pos2,
    claimed: bool,
    reached: bool,
) -> (Color32, eframe::egui::FontId) {
    let (claim, evidence) = (theme.tag(Hue::Claim).ink, theme.tag(Hue::Evidence).ink);
    match (claimed, reached) {
        (true, true) => {
            painter.circle_filled(at, 6.0, evidence);
            painter.circle_stroke(at, 8.0, Stroke::new(2.0, claim));
        }
        (true, false) => {
            painter.circle(at, 5.0, theme.chrome, Stroke::new(2.5, claim));
        }
        (false, true) => {
            painter.circle_filled(at, 4.0, evidence);
        }
        (false, false) => {
            painter.circle(at, 3.2, theme.chrome, Stroke::new(1.5, theme.edge));
        }
    }
    match (claimed, reached) {
        (true, _) => (claim, fonts::semibold(metrics::TINY_SIZE)),
        (false, true) => (evidence, fonts::semibold(metrics::TINY_SIZE)),
        (false, false) => (theme.muted, fonts::regular(metrics::TINY_SIZE)),
    }
}
