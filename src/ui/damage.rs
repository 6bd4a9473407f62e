//! The start page when a project file is damaged: how much of it is left out, what its history and its backups hold, and
//! what may be opened.

use super::button::Button;
use super::choosing::{ATTENTION, choices_ui, head_ui, let_go_ui, page, says, small};
use super::list::{List, Rows};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{fonts, row, when};
use crate::project::naming::capitalised;
use crate::session::{Damaged, Lacking, Recovery};
use crate::storage::{Recovered, RecoveredFrom};
use eframe::egui::{Id, Rect, Response, ScrollArea, Stroke, Ui, pos2, vec2};

const ROW: f32 = 28.0;

/// How much of a row's width is for what a record is called.
const NAMES: f32 = 0.58;

/// Room in points for the number of a line.
const LINES: f32 = 64.0;

/// What the page keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct DamagePage {
    /// Whether what is left out is listed.
    open: bool,
    list: List,
    /// What was shown last.
    shown: String,
}

impl DamagePage {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, damaged: &Damaged) {
        let ui = &mut page(ui);
        head_ui(
            ui,
            ATTENTION,
            "This file is damaged",
            &title(damaged),
            damaged.path(),
        );
        let_go_ui(
            ui,
            &mut self.shown,
            format!("{} {}", damaged.path().display(), damaged.is_looking()),
        );
        says(ui, &left_out(damaged));
        if damaged.is_looking() {
            says(ui, "Looking for what its history and its backups hold…");
        } else {
            says(ui, &can_give(damaged));
        }
        ui.add_space(12.0);
        choices_ui(ui, view, choices(damaged), !damaged.is_looking());
        ui.add_space(10.0);
        let named = match damaged.recovered() {
            Some(_) => " A recovered copy gets a name of its own beside it.",
            None => "",
        };
        small(
            ui,
            &format!("The damaged file stays as it is; nothing is ever saved over it.{named}"),
        );
        if !damaged.lacking().is_empty() {
            ui.add_space(14.0);
            self.lacking_ui(ui, view, damaged.lacking());
        }
    }

    fn lacking_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, lacking: &[Lacking]) {
        let words = if self.open {
            "Hide what is left out"
        } else {
            "Show what is left out"
        };
        if Button::new(words).link().ui(ui).clicked() {
            self.open = !self.open;
            self.list.go_to(0);
        }
        if !self.open {
            return;
        }
        let height = (ROW * lacking.len() as f32)
            .min(ui.available_height() - 8.0)
            .max(ROW * 3.0);
        ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
            ui.set_height(height);
            let rows = Rows {
                id: Id::unique("records left out"),
                name: "What is left out, in the order of the file",
                height: ROW,
                count: lacking.len(),
            };
            let area = ScrollArea::vertical().auto_shrink(false);
            self.list
                .ui(ui, view, rows, area, |ui, _, n, at| row_ui(ui, &lacking[n], at));
        });
    }
}

/// A record by its name with the reason and the line; a place that is in no record by its line alone.
fn row_ui(ui: &mut Ui, lacking: &Lacking, at: bool) -> Response {
    let theme = Theme::of(ui);
    let line = lacking.line.map(|line| format!("line {line}"));
    let name = match (&lacking.name, &line) {
        (Some(name), _) => capitalised(name),
        (None, Some(line)) => capitalised(line),
        (None, None) => "Something".to_owned(),
    };
    let told = line
        .as_ref()
        .map_or_else(String::new, |line| format!(" ({line})"));
    let label = format!("{name}: {}{told}", lacking.why);
    let (rect, response) = row::listed_ui(ui, ROW, false, at, &label);
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.hair));
    let inner = rect.shrink2(vec2(8.0, 0.0));
    let split = inner.left() + (inner.width() - LINES) * NAMES;
    let cell = |ui: &Ui, words: &str, font, ink, cell: Rect| {
        let line = row::line(ui, words, font, ink, cell.width());
        let corner = pos2(cell.left(), cell.center().y - line.size().y / 2.0);
        ui.painter().galley(corner, line, ink);
    };
    let names = inner.with_max_x(split - 16.0);
    cell(ui, &name, fonts::regular(metrics::UI_SIZE), theme.text, names);
    let reasons = inner.with_min_x(split).with_max_x(inner.right() - LINES - 8.0);
    let font = fonts::regular(metrics::SMALL_SIZE);
    cell(ui, &capitalised(&lacking.why), font, theme.text2, reasons);
    if let Some(line) = line.filter(|_| lacking.name.is_some()) {
        row::aside(ui, pos2(inner.right(), inner.center().y), &line);
    }
    response.on_hover_text(label)
}

fn title(damaged: &Damaged) -> String {
    let recovered = damaged.recovered().map(|recovered| &recovered.project);
    let project = recovered.or(damaged.left());
    project.map_or_else(
        || {
            damaged
                .path()
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned()
        },
        |project| project.about().title.clone(),
    )
}

/// `1 record`, `2 records`.
fn records(n: usize) -> String {
    match n {
        1 => "1 record".into(),
        n => format!("{n} records"),
    }
}

/// How much of the file cannot be read.
fn left_out(damaged: &Damaged) -> String {
    match (damaged.why(), damaged.recovered(), damaged.left_out()) {
        (Some(why), ..) => format!("Nothing of it can be read. {why}"),
        (None, Some(recovered), _) => format!(
            "{} in it cannot be read, or not as {} last.",
            records(recovered.more),
            if recovered.more == 1 {
                "it was"
            } else {
                "they were"
            }
        ),
        (None, None, Some(left_out)) => format!("{}.", capitalised(&left_out.counts())),
        (None, None, None) => String::new(),
    }
}

/// What the history and the backups hold, in sentences.
fn can_give(damaged: &Damaged) -> String {
    let Some(recovered) = damaged.recovered() else {
        return "No backup and no history beside it holds more.".into();
    };
    let last = recovered
        .applied
        .last()
        .map(|deed| format!(" up to {}, {}", deed.says(), when::said(deed.at)));
    let last = last.unwrap_or_default();
    let holds = match (recovered.from, recovered.with_history) {
        (RecoveredFrom::Part, _) => format!("The history holds some of them{last}, each as it was last."),
        (_, true) if recovered.whole => format!("A backup and the history hold all of it{last}."),
        (_, true) => format!(
            "A backup and the history hold it{last}. What came after that is damaged in the history too."
        ),
        (_, false) => {
            "A backup holds a former state of it. What was done after that is in no history.".into()
        }
    };
    holds + &lacks(recovered)
}

fn lacks(recovered: &Recovered) -> String {
    match recovered.less {
        0 => String::new(),
        n => format!(" A copy of that lacks {} that can be read here.", records(n)),
    }
}

/// What there is to choose, the likeliest first.
fn choices(damaged: &Damaged) -> Vec<(Recovery, &'static str)> {
    let recovered = damaged.recovered().is_some();
    let recover = recovered.then_some((Recovery::Recovered, "Open a recovered copy"));
    let left = damaged.left().is_some();
    let read = left.then_some((Recovery::Read, "Open what is left, for reading"));
    let not_now = Some((Recovery::NotNow, "Not now"));
    [recover, read, not_now].into_iter().flatten().collect()
}
