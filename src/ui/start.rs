//! The start page: recent projects, the three moves, and a field to drop files on.

use super::button::{Button, paint_icon};
use super::list::{List, Rows};
use super::theme::{Theme, metrics};
use super::view::View;
use super::{field, fonts, icon, keys, menu, moves, row, sources, top};
use crate::project::Timestamp;
use crate::session::{Command, Named};
use crate::storage::profile::Recent;
use eframe::egui::{
    Align, Align2, Id, Key, Layout, Pos2, Rect, Response, RichText, Role, ScrollArea, Sense, Shape, Stroke,
    Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};
use jiff::civil::Date;
use std::path::Path;

/// What the start page keeps from frame to frame.
#[derive(Debug, Default)]
pub(crate) struct Start {
    /// What is typed in the filter of the recent projects.
    filter: String,
    list: List,
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
        let moves = MOVES.min(width * 0.45);
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
        if recent.is_empty() {
            ui.horizontal(|ui| {
                ui.add_space(12.0);
                ui.label(RichText::new("None yet. What you open here is listed here.").color(theme.muted));
            });
        }
        let wanted = self.filter.trim().to_lowercase();
        let shown: Vec<&Recent> = recent
            .iter()
            .filter(|r| {
                r.title.to_lowercase().contains(&wanted)
                    || r.path.to_string_lossy().to_lowercase().contains(&wanted)
            })
            .collect();
        if !recent.is_empty() && shown.is_empty() {
            let s = if recent.len() == 1 { " is" } else { "s are" };
            let filter = self.filter.trim();
            sources::quiet_ui(
                ui,
                &format!("Nothing matches {filter}. {} project{s} hidden.", recent.len()),
            );
            if sources::clear_ui(ui) {
                self.filter.clear();
            }
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        if !shown.is_empty() {
            let room = (ui.available_height() - 110.0).max(PROJECT_ROW);
            let height = room.min(PROJECT_ROW * shown.len() as f32);
            let size = vec2(ui.available_width(), height);
            ui.allocate_ui(size, |ui| self.list_ui(ui, view, &shown));
        }
        ui.add_space(20.0);
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 76.0), Sense::hover());
        drop_field(ui, theme, rect);
    }

    fn list_ui(&mut self, ui: &mut Ui, view: &mut View<'_>, shown: &[&Recent]) {
        ui.set_height(ui.max_rect().height());
        let rows = Rows {
            id: Id::unique("recent projects"),
            name: "Recent projects",
            height: PROJECT_ROW,
            count: shown.len(),
        };
        let area = ScrollArea::vertical().auto_shrink(false);
        let (chosen, list) = self.list.ui(ui, view, rows, area, |ui, view, n, at| {
            project_ui(ui, view, shown[n], n > 0, at)
        });
        if let Some(project) = chosen.and_then(|n| shown.get(n)) {
            view.ask(Command::Open(project.path.clone()));
        }
        let delete = list.has_focus() && ui.input(|i| i.key_pressed(Key::Delete));
        if let Some(project) = shown.get(self.list.at()).filter(|_| delete) {
            view.ask(Command::Forget(project.path.clone()));
        }
        // The newest project is one key away.
        let nobody = ui.memory(|m| m.focused().is_none());
        if nobody && view.session.ask.is_none() {
            list.request_focus();
        }
    }
}

fn head_ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(30.0, 48.0), Sense::hover());
        top::mark(ui.painter(), theme, rect.min + vec2(0.0, 6.0), 30.0 / 16.0);
        ui.add_space(6.0);
        let says = "Who claims what, about whom, on what evidence";
        let (words, response) = ui.allocate_exact_size(vec2(360.0, 48.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Onus. {says}")));
        let line = |y: f32, says: &str, font, ink| {
            let at = words.left_top() + vec2(0.0, y);
            ui.painter().text(at, Align2::LEFT_CENTER, says, font, ink);
        };
        line(15.0, "Onus", fonts::reading(26.0), theme.text);
        line(38.0, says, fonts::regular(metrics::UI_SIZE), theme.muted);
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

fn project_ui(ui: &mut Ui, view: &mut View<'_>, project: &Recent, ruled: bool, at: bool) -> Response {
    let theme = Theme::of(ui);
    let missing = view.session.missing(&project.path);
    let when = missing.map_or_else(|| day(project.opened), |m| m.words().to_owned());
    let name = format!("Open {}, {}, {when}", project.title, project.path.display());
    let (rect, response) = row::listed_ui(ui, PROJECT_ROW, false, at, &name);
    if ruled && !at {
        ui.painter()
            .hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.hair));
    }
    let (ink, sign) = match missing {
        None => (theme.text, icon::FILE_TEXT),
        Some(_) => (theme.muted, icon::HARD_DRIVES),
    };
    let middle = rect.center().y;
    let sign_at = pos2(rect.left() + 20.0, middle);
    paint_icon(ui.painter(), sign_at, sign, metrics::ICON, theme.muted);

    let mut end = rect.right() - 12.0;
    if response.hovered() || response.contains_pointer() || at {
        end -= forget_ui(ui, view, project, pos2(end, middle)) + 8.0;
    }
    let (upper, lower) = (middle - 8.0, middle + 8.0);
    let counts = rect.right() - 244.0;
    let text = |x: f32, y: f32, align: Align2, says: String| {
        let font = fonts::regular(metrics::SMALL_SIZE);
        ui.painter().text(pos2(x, y), align, says, font, theme.muted)
    };
    let when = text(end, middle, Align2::RIGHT_CENTER, when);
    let mut titles = when.left() - 16.0;
    if rect.width() > 480.0 {
        text(
            counts,
            upper,
            Align2::LEFT_CENTER,
            counted(project.sources, "source"),
        );
        text(
            counts,
            lower,
            Align2::LEFT_CENTER,
            counted(project.annotations, "passage"),
        );
        titles = titles.min(counts - 12.0);
    }
    let left = rect.left() + 44.0;
    let lines = [
        (upper, project.title.clone(), fonts::medium(metrics::UI_SIZE), ink),
        (
            lower,
            place(&project.path),
            fonts::regular(metrics::SMALL_SIZE),
            theme.muted,
        ),
    ];
    for (y, says, font, ink) in lines {
        let line = row::line(ui, &says, font, ink, titles - left);
        let corner = pos2(left, y - line.size().y / 2.0);
        ui.painter().galley(corner, line, ink);
    }
    response.context_menu(|ui| {
        ui.set_width(220.0);
        if menu::item_ui(ui, Some(icon::X), FORGET, Some("Delete"), true).clicked() {
            view.ask(Command::Forget(project.path.clone()));
        }
    });
    if response.clicked() {
        view.ask(Command::Open(project.path.clone()));
    }
    response.on_hover_text(project.path.display().to_string())
}

const FORGET: &str = "Remove from this list";

/// What takes a project off the list, with the middle of its right edge at a point. Returns its width.
fn forget_ui(ui: &Ui, view: &mut View<'_>, project: &Recent, right: Pos2) -> f32 {
    let theme = Theme::of(ui);
    let size = metrics::CONTROL - 4.0;
    let rect = Rect::from_center_size(right - vec2(size / 2.0, 0.0), Vec2::splat(size));
    let id = Id::unique(("take off the list", &project.path));
    let response = ui.interact(rect, id, Sense::CLICK);
    response.widget_info(|| {
        WidgetInfo::labeled(
            Role::Button,
            true,
            format!("Remove {} from this list", project.title),
        )
    });
    if response.hovered() {
        ui.painter().rect_filled(rect, metrics::RADIUS, theme.pick);
    }
    paint_icon(
        ui.painter(),
        rect.center(),
        icon::X,
        metrics::SMALL_ICON,
        theme.muted,
    );
    if response.on_hover_text(FORGET).clicked() {
        view.ask(Command::Forget(project.path.clone()));
    }
    size
}

/// Where a file lies, from the home folder on where it lies in it.
fn place(path: &Path) -> String {
    let home = std::env::home_dir().filter(|home| home.parent().is_some());
    let inside = home.and_then(|home| path.strip_prefix(home).ok());
    let Some(inside) = inside else {
        return path.display().to_string();
    };
    let names: Vec<_> = inside.iter().map(|name| name.to_string_lossy()).collect();
    names.join(" / ")
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
    format!("{} {what}{s}", grouped(n))
}

/// A number with a comma after every third digit from the right.
fn grouped(n: usize) -> String {
    let digits = n.to_string();
    let mut says = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            says.push(',');
        }
        says.push(digit);
    }
    says
}

/// A day as people say it: today, yesterday, a day of this week, a date.
fn day(at: Timestamp) -> String {
    let zone = jiff::tz::TimeZone::system();
    let Ok(then) = jiff::Timestamp::from_second(at.seconds()) else {
        return String::new();
    };
    let today = jiff::Timestamp::now().to_zoned_datetime(zone.clone()).date();
    said(today, then.to_zoned_datetime(zone).date())
}

fn said(today: Date, then: Date) -> String {
    match (today - then).get_days() {
        0 => "Today".into(),
        1 => "Yesterday".into(),
        2..=6 => then.strftime("%A").to_string(),
        _ if then.year() == today.year() => then.strftime("%-d %B").to_string(),
        _ => then.strftime("%-d %B %Y").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_day_is_said_as_people_say_it() {
        let check = |then: Date, says: &str| assert_eq!(said(date(2025, 6, 12), then), says);
        check(date(2025, 6, 12), "Today");
        check(date(2025, 6, 11), "Yesterday");
        check(date(2025, 6, 9), "Monday");
        check(date(2025, 6, 5), "5 June");
        check(date(2024, 6, 12), "12 June 2024");
        check(date(2025, 6, 13), "13 June");
    }

    #[test]
    fn numbers_are_grouped() {
        let check = |n: usize, says: &str| assert_eq!(grouped(n), says);
        check(0, "0");
        check(999, "999");
        check(2140, "2,140");
        check(1_000_000, "1,000,000");
    }
}
