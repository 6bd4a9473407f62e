//! The start page: recent projects, the three moves, and a field to drop files on.

use super::button::{Button, paint_icon};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{field, fonts, icon, keys, moves, row, sources, top};
use crate::project::Timestamp;
use crate::session::{Command, Named};
use crate::storage::profile::Recent;
use eframe::egui::{
    Align, Align2, Id, Layout, Rect, RichText, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2,
};

/// What is typed in the filter of the recent projects.
#[derive(Debug, Default)]
pub(crate) struct Start {
    filter: String,
}

const WIDTH: f32 = 1120.0;
const MOVES: f32 = 456.0;
const PROJECT_ROW: f32 = 52.0;

impl Start {
    /// Draws the page.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let room = ui.max_rect();
        let width = WIDTH.min(room.width() - 64.0);
        let top = room.top() + if room.height() > 760.0 { 76.0 } else { 32.0 };
        let page = Rect::from_min_max(
            pos2(room.center().x - width / 2.0, top),
            pos2(room.center().x + width / 2.0, room.bottom()),
        );
        let mut ui = ui.new_child(UiBuilder::new().max_rect(page));
        let ui = &mut ui;
        head_ui(ui, view);
        ui.add_space(28.0);
        let moves = MOVES.min(width * 0.42);
        let gap = if width > 1000.0 { 56.0 } else { 32.0 };
        let rest = ui.available_rect_before_wrap();
        let split = rest.right() - moves;
        let left = Rect::from_min_max(rest.min, pos2(split - gap, rest.bottom()));
        let right = Rect::from_min_max(pos2(split, rest.top()), rest.max);
        self.recent_ui(&mut ui.new_child(UiBuilder::new().max_rect(left)), view);
        moves::ui(&mut ui.new_child(UiBuilder::new().max_rect(right)), view);
    }

    fn recent_ui(&mut self, ui: &mut Ui, view: &mut View<'_>) {
        let theme = Theme::of(ui);
        let recent = view.session.recent();
        ui.horizontal(|ui| {
            ui.set_height(32.0);
            ui.add_space(12.0);
            ui.label(RichText::new("Recent projects").font(fonts::semibold(metrics::UI_SIZE)));
            if !recent.is_empty() {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    ui.set_max_width(180.0);
                    field::filter_ui(
                        ui,
                        Id::unique("filter of recent projects"),
                        &mut self.filter,
                        "Filter",
                        None,
                    );
                });
            }
        });
        ui.add_space(4.0);
        if view.session.is_opening() {
            sources::quiet_ui(ui, "Opening…");
        }
        if recent.is_empty() {
            sources::quiet_ui(ui, "None yet. What you open here is listed here.");
        }
        let wanted = self.filter.to_lowercase();
        let shown: Vec<&Recent> = recent
            .iter()
            .filter(|r| {
                r.title.to_lowercase().contains(&wanted)
                    || r.path.to_string_lossy().to_lowercase().contains(&wanted)
            })
            .collect();
        ui.spacing_mut().item_spacing.y = 0.0;
        let height = (ui.available_height() - 110.0).max(PROJECT_ROW);
        ScrollArea::vertical()
            .id_salt("recent")
            .max_height(height)
            .auto_shrink([false, true])
            .show_rows(ui, PROJECT_ROW, shown.len(), |ui, range| {
                for (n, project) in shown.iter().enumerate().take(range.end).skip(range.start) {
                    project_ui(ui, view, project, n > 0);
                }
            });
        ui.add_space(20.0);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 76.0), Sense::hover());
        drop_field(ui, theme, rect);
    }
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 48.0), Sense::hover());
        top::mark(ui.painter(), theme, rect.min + vec2(0.0, 6.0), 30.0 / 16.0);
        ui.add_space(6.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            ui.label(RichText::new("Onus").font(fonts::reading(26.0)));
            ui.label(RichText::new("Who claims what, about whom, on what evidence").color(theme.muted));
        });
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 14.0;
            let new = Button::new("New project").icon(icon::PLUS).main();
            let new = keys::shown(Named::NewProject).map_or(new, |key| new.key(key));
            if new.ui(ui).clicked() {
                view.ask(Named::NewProject);
            }
            let open = Button::new("Open…").icon(icon::FOLDER_OPEN);
            let open = keys::shown(Named::OpenProject).map_or(open, |key| open.key(key));
            if open.ui(ui).clicked() {
                view.ask(Named::OpenProject);
            }
        });
    });
}

fn project_ui(ui: &mut Ui, view: &mut View<'_>, project: &Recent, ruled: bool) {
    let theme = Theme::of(ui);
    let there = project.path.exists();
    let path = project.path.display().to_string();
    let opened = day(project.opened);
    let name = format!("Open {}, {path}", project.title);
    let (rect, response) = row::row_ui(ui, PROJECT_ROW, false, &name);
    if ruled {
        ui.painter()
            .hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.hair));
    }
    let ink = if there { theme.text } else { theme.muted };
    let sign = if there { icon::FILE_TEXT } else { icon::HARD_DRIVES };
    let (upper, lower) = (rect.center().y - 9.0, rect.center().y + 9.0);
    paint_icon(
        ui.painter(),
        pos2(rect.left() + 20.0, rect.center().y),
        sign,
        metrics::ICON,
        theme.muted,
    );
    let wide = rect.width() > 480.0;
    let (counts, when) = if wide {
        (rect.right() - 244.0, rect.right() - 12.0)
    } else {
        (rect.right(), rect.right() - 12.0)
    };
    let titles = if wide { counts - 12.0 } else { rect.right() - 100.0 } - rect.left() - 44.0;
    let at = |x: f32, y: f32, height: f32| pos2(x, y - height / 2.0);
    let title = row::line(ui, &project.title, fonts::medium(metrics::UI_SIZE), ink, titles);
    let place = row::line(
        ui,
        &path,
        fonts::regular(metrics::SMALL_SIZE),
        theme.muted,
        titles,
    );
    let x = rect.left() + 44.0;
    ui.painter().galley(at(x, upper, title.size().y), title, ink);
    ui.painter()
        .galley(at(x, lower, place.size().y), place, theme.muted);
    let small = fonts::regular(metrics::SMALL_SIZE);
    if wide {
        let sources = counted(project.sources, "source");
        let passages = counted(project.annotations, "passage");
        ui.painter().text(
            pos2(counts, upper),
            Align2::LEFT_CENTER,
            sources,
            small.clone(),
            theme.muted,
        );
        ui.painter().text(
            pos2(counts, lower),
            Align2::LEFT_CENTER,
            passages,
            small.clone(),
            theme.muted,
        );
    }
    let (says, y) = if there {
        (opened, rect.center().y)
    } else {
        ("Not found".to_owned(), rect.center().y)
    };
    ui.painter()
        .text(pos2(when, y), Align2::RIGHT_CENTER, says, small, theme.muted);
    response.context_menu(|ui| {
        ui.set_width(220.0);
        if super::menu::item_ui(ui, None, "Forget this project", None, true).clicked() {
            view.ask(Command::Forget(project.path.clone()));
        }
    });
    if response.clicked() {
        view.ask(Command::Open(project.path.clone()));
    }
}

fn drop_field(ui: &Ui, theme: &Theme, rect: Rect) {
    let over = ui.input(|i| !i.raw.hovered_files.is_empty());
    let ink = if over { theme.accent } else { theme.edge };
    let r = rect.shrink(1.0);
    let path = [
        r.left_top(),
        r.right_top(),
        r.right_bottom(),
        r.left_bottom(),
        r.left_top(),
    ];
    ui.painter()
        .extend(Shape::dashed_line(&path, Stroke::new(1.5, ink), 4.0, 3.0));
    let says = "Drop texts here to start a project with them";
    let galley = row::line(
        ui,
        says,
        fonts::regular(metrics::UI_SIZE),
        theme.text2,
        rect.width() - 48.0,
    );
    let left = rect.center().x - galley.size().x / 2.0 + 12.0;
    paint_icon(
        ui.painter(),
        pos2(left - 18.0, rect.center().y),
        icon::DOWNLOAD_SIMPLE,
        metrics::ICON,
        theme.text2,
    );
    ui.painter().galley(
        pos2(left, rect.center().y - galley.size().y / 2.0),
        galley,
        theme.text2,
    );
}

fn counted(n: usize, what: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {what}{s}")
}

/// A day as people say it: today, yesterday, a date.
fn day(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::system();
    let Ok(then) = jiff::Timestamp::from_second(at.seconds()) else {
        return String::new();
    };
    let today = jiff::Timestamp::now().to_zoned_datetime(zone.clone()).date();
    let then = then.to_zoned_datetime(zone).date();
    match (today - then).get_days() {
        0 => "Today".into(),
        1 => "Yesterday".into(),
        _ if then.year() == today.year() => then.strftime("%-d %B").to_string(),
        _ => then.strftime("%-d %B %Y").to_string(),
    }
}
