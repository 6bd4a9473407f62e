//! The bar while a link is drawn: the verb, how to change it, and a list of targets to pick by typing.

use crate::project::{Id, LinkKind, Record};
use crate::session::{Command, Linking, Named, Work, kinds_from, quote_begin};
use crate::ui::button::{key_width, paint_key};
use crate::ui::chip::{Chip, shown_name};
use crate::ui::text::TextStyle;
use crate::ui::theme::{self, Ring, Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, icon, top};
use eframe::egui::{
    self, Key, Rect, Response, RichText, ScrollArea, Sense, Stroke, TextEdit, Ui, WidgetInfo, pos2, vec2,
};

/// The list of targets, found once for what was typed, and which of them the keyboard is on.
#[derive(Default)]
pub(super) struct LinkBar {
    row: usize,
    found: Option<(Linking, Vec<Target>)>,
    /// Whether Enter was pressed in the frame of the last letter, before its targets were found.
    entered: bool,
}

const KEYS: &[(Key, LinkKind)] = &[
    (Key::S, LinkKind::Supports),
    (Key::X, LinkKind::Contradicts),
    (Key::U, LinkKind::Undercuts),
    (Key::D, LinkKind::DerivesFrom),
    (Key::P, LinkKind::Republishes),
    (Key::C, LinkKind::Contrasts),
    (Key::N, LinkKind::Coincides),
    (Key::M, LinkKind::Reports),
];

/// At most so many targets are listed; typing narrows them.
const MOST: usize = 100;

pub(super) fn ui(bar: &mut LinkBar, ui: &Ui, view: &mut View<'_>, page: Rect) {
    let Some(work) = view.session.work() else { return };
    let Some(linking) = work.linking.clone() else {
        *bar = LinkBar::default();
        return;
    };
    let kinds = kinds_from(work.project(), linking.from);
    if linking.picking.is_none() && view.session.ask.is_none() {
        take_keys(ui, view, &kinds);
    }
    let theme = Theme::of(ui);
    let open = linking.picking.is_some();
    let width = (if open { 640.0_f32 } else { 820.0 }).min(page.width() - 32.0);
    let top = if open {
        page.top() + 60.0
    } else {
        page.bottom() - 64.0
    };
    egui::Area::new(egui::Id::unique("link bar"))
        .fixed_pos(pos2(page.center().x - width / 2.0, top))
        .order(egui::Order::Middle)
        .show(ui.ctx(), |ui| {
            let frame = egui::Frame::new()
                .fill(theme.raised)
                .shadow(theme.shadow)
                .stroke(Stroke::new(1.0, theme.hair))
                .corner_radius(metrics::POPUP_RADIUS);
            frame.inner_margin(10).show(ui, |ui| {
                ui.set_width(width - 20.0);
                verbs_ui(ui, view, theme, &linking, &kinds);
                if open {
                    targets_ui(bar, ui, view, theme, &linking, page.height() - 200.0);
                }
            });
        });
}

fn take_keys(ui: &Ui, view: &mut View<'_>, kinds: &[LinkKind]) {
    for (key, kind) in KEYS {
        if kinds.contains(kind) && ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, *key)) {
            view.ask(Command::LinkVerb(*kind));
        }
    }
    if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, Key::R)) {
        view.ask(Command::LinkReverse);
    }
}

/// What the link says so far, the verbs it could have, and what else can be done.
fn verbs_ui(ui: &mut Ui, view: &mut View<'_>, theme: &Theme, linking: &Linking, kinds: &[LinkKind]) {
    let Some(work) = view.session.work() else { return };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
        ui.label(fonts::icon(icon::LINK_SIMPLE, metrics::ICON).color(theme.accent));
        let says = |words: String, colour| {
            RichText::new(words)
                .font(fonts::medium(metrics::UI_SIZE))
                .color(colour)
        };
        let (from, to) = (end_name(work, linking.from), "…".to_owned());
        let (first, last) = if linking.reversed { (to, from) } else { (from, to) };
        ui.label(says(first, theme.text));
        ui.label(says(words(linking.kind), theme.accent));
        ui.label(says(last, theme.text));
        top::rule_ui(ui);
        for kind in kinds {
            let key = KEYS.iter().find(|(_, k)| k == kind).map(|(key, _)| key.name());
            let on = linking.kind == *kind;
            let response = choice_ui(ui, key.unwrap_or_default(), &words(*kind), on);
            response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, on, kind.name()));
            if response.clicked() {
                view.ask(Command::LinkVerb(*kind));
            }
        }
        top::rule_ui(ui);
        for (key, says, command) in [
            ("R", "reverse", Command::LinkReverse),
            ("L", "list", Command::LinkPick(true)),
            ("Esc", "cancel", Named::Escape.into()),
        ] {
            let response = choice_ui(ui, key, says, false);
            response.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, says));
            if response.clicked() {
                view.ask(command);
            }
        }
    });
}

/// A verb as people read it.
fn words(kind: LinkKind) -> String {
    kind.name().replace('-', " ")
}

/// What a link starts at, in a word.
fn end_name(work: &Work, id: Id) -> String {
    let project = work.project();
    match project.record(id) {
        Some(Record::Annotation(a)) => project.tags.get(&a.body.tag()).map(|t| shown_name(t)),
        Some(record) => Some(format!("{:?}", record.kind())),
        None => None,
    }
    .unwrap_or_default()
}

/// A key with what it does; the one that is chosen stands in the colour of links.
fn choice_ui(ui: &mut Ui, key: &str, words: &str, on: bool) -> Response {
    let theme = Theme::of(ui);
    let ink = if on { theme.accent } else { theme.text };
    let font = if on {
        fonts::semibold(metrics::UI_SIZE)
    } else {
        fonts::regular(metrics::UI_SIZE)
    };
    let galley = ui.painter().layout_no_wrap(words.to_owned(), font, ink);
    let width = key_width(ui, key) + 6.0 + galley.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(width.ceil(), 24.0), Sense::click());
    if response.hovered() {
        let ground = rect.expand2(vec2(3.0, 0.0));
        ui.painter()
            .rect_filled(ground, metrics::CHIP_RADIUS, theme.hover);
    }
    let y = rect.center().y;
    let keyed = paint_key(ui, pos2(rect.left(), y), key, None);
    let at = pos2(rect.left() + keyed + 6.0, y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, ink);
    theme::ring(ui, &response, Ring::Outside);
    response
}

/// A record that the link can lead to.
struct Target {
    id: Id,
    words: String,
    language: String,
    chip: Option<Chip>,
}

fn targets_ui(
    bar: &mut LinkBar,
    ui: &mut Ui,
    view: &mut View<'_>,
    theme: &Theme,
    linking: &Linking,
    room: f32,
) {
    let Some(work) = view.session.work() else { return };
    let mut query = linking.picking.clone().unwrap_or_default();
    let field = ui.add(
        TextEdit::singleline(&mut query)
            .hint_text("Type words of the target")
            .desired_width(f32::INFINITY),
    );
    field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, "Words of the target"));
    if !field.has_focus() {
        field.request_focus();
    }
    let typed = field.changed();
    if typed {
        bar.row = 0;
        view.ask(Command::LinkQuery(query));
    }
    if bar.found.as_ref().is_none_or(|(of, _)| of != linking) {
        bar.found = Some((linking.clone(), targets(work, linking)));
    }
    let LinkBar {
        row,
        found: Some((_, targets)),
        entered,
    } = bar
    else {
        return;
    };
    let pressed = |key| ui.input(|i| i.key_pressed(key));
    if pressed(Key::ArrowDown) {
        *row = (*row + 1).min(targets.len().saturating_sub(1));
    }
    if pressed(Key::ArrowUp) {
        *row = row.saturating_sub(1);
    }
    *entered |= pressed(Key::Enter);
    if *entered
        && !typed
        && std::mem::take(entered)
        && let Some(target) = targets.get(*row)
    {
        view.ask(Command::LinkTo(target.id));
    }
    if targets.is_empty() {
        ui.label(RichText::new("Nothing here can be the target of this link.").color(theme.muted));
    }
    ScrollArea::vertical()
        .max_height(room.max(120.0))
        .min_scrolled_height(room.clamp(120.0, 360.0))
        .show(ui, |ui| {
            for (n, target) in targets.iter().enumerate() {
                let (rect, response) =
                    ui.allocate_exact_size(vec2(ui.available_width(), metrics::ROW), Sense::click());
                response.widget_info(|| {
                    WidgetInfo::selected(egui::Role::ListItem, true, n == *row, &target.words)
                });
                if n == *row || response.hovered() {
                    ui.painter().rect_filled(
                        rect,
                        metrics::RADIUS,
                        if n == *row { theme.pick } else { theme.hover },
                    );
                }
                if let Some(chip) = &target.chip {
                    chip.paint(
                        ui.painter(),
                        theme,
                        pos2(rect.left() + 6.0, rect.center().y - metrics::CHIP / 2.0),
                    );
                }
                let words = Rect::from_min_max(pos2(rect.left() + 32.0, rect.top()), rect.max);
                view.source_text(
                    ui,
                    words,
                    &target.words,
                    &TextStyle::listed(&target.language),
                    theme.text,
                );
                if response.clicked() {
                    view.ask(Command::LinkTo(target.id));
                }
            }
        });
}

fn targets(work: &Work, linking: &Linking) -> Vec<Target> {
    let found = linking.targets(work, MOST).into_iter();
    found
        .filter_map(|id| target(work, &work.project().record(id)?))
        .collect()
}

fn target(work: &Work, record: &Record) -> Option<Target> {
    let project = work.project();
    let plain = |words: &str| {
        Some(Target {
            id: record.id(),
            words: words.to_owned(),
            language: "en".into(),
            chip: None,
        })
    };
    match record {
        Record::Annotation(a) => {
            let source = project.sources.get(&a.source)?;
            Some(Target {
                id: a.id,
                words: quote_begin(source, a.spans()),
                language: source.language.as_str().to_owned(),
                chip: Some(Chip::in_project(project, a.body.tag())),
            })
        }
        Record::Proposition(p) => plain(&p.text),
        Record::Event(e) => plain(&e.name),
        Record::Source(s) => plain(&s.title),
        Record::Link(l) => plain(&format!("link: {}", l.kind)),
        _ => None,
    }
}
