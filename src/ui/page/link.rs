//! The bar while a link is drawn: the verb, how to change it, and a list of targets to pick by typing.

use crate::project::{Body, Id, LinkKind, Record, Tables};
use crate::session::{Command, Linking, Work, kinds_from, quote};
use crate::text::Folded;
use crate::ui::chip::Chip;
use crate::ui::text::TextStyle;
use crate::ui::theme::{Theme, metrics};
use crate::ui::view::View;
use crate::ui::{fonts, icon};
use eframe::egui::{self, Key, Rect, RichText, ScrollArea, Sense, TextEdit, Ui, WidgetInfo, pos2, vec2};

/// The list of targets.
#[derive(Default)]
pub(super) struct LinkBar {
    /// Which of them the keyboard is on.
    row: usize,
    /// What they were listed for.
    of: Option<(Linking, Tables)>,
    targets: Vec<Target>,
}

impl LinkBar {
    /// Goes through the records again only when something else is typed, or the project is another.
    fn follow(&mut self, work: &Work, linking: &Linking, query: &str) {
        let wanted = Linking {
            picking: Some(query.to_owned()),
            ..linking.clone()
        };
        let known = self.of.as_ref();
        if !known.is_some_and(|(of, tables)| *of == wanted && tables.is_still(work.project())) {
            self.targets = targets(work, linking, query);
            self.of = Some((wanted, Tables::clone(work.project())));
        }
    }
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
    let width = 520.0_f32.min(page.width() - 32.0);
    let open = linking.picking.is_some();
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

fn verbs_ui(ui: &mut Ui, view: &mut View<'_>, theme: &Theme, linking: &Linking, kinds: &[LinkKind]) {
    ui.horizontal_wrapped(|ui| {
        ui.label(fonts::icon(icon::LINK_SIMPLE, 16.0).color(theme.accent));
        for kind in kinds {
            let key = KEYS
                .iter()
                .find(|(_, k)| k == kind)
                .map_or("", |(key, _)| key.name());
            let on = linking.kind == *kind;
            let colour = if on { theme.accent } else { theme.text };
            let font = if on {
                fonts::semibold(13.0)
            } else {
                fonts::regular(13.0)
            };
            let label = format!("{key} {kind}");
            let response =
                ui.add(egui::Button::new(RichText::new(label).font(font).color(colour)).frame(false));
            response.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, on, kind.name()));
            if response.clicked() {
                view.ask(Command::LinkVerb(*kind));
            }
        }
        let reverse = if linking.reversed {
            "R reversed"
        } else {
            "R reverse"
        };
        if ui.add(egui::Button::new(reverse).frame(false)).clicked() {
            view.ask(Command::LinkReverse);
        }
        ui.label(
            RichText::new("Pick a target, or L lists them. Esc cancels.")
                .font(fonts::regular(12.0))
                .color(theme.muted),
        );
    });
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
    if field.changed() {
        bar.row = 0;
        view.ask(Command::LinkQuery(query.clone()));
    }
    bar.follow(work, linking, &query);
    let targets = &bar.targets;
    let pressed = |key| ui.input(|i| i.key_pressed(key));
    if pressed(Key::ArrowDown) {
        bar.row = (bar.row + 1).min(targets.len().saturating_sub(1));
    }
    if pressed(Key::ArrowUp) {
        bar.row = bar.row.saturating_sub(1);
    }
    if pressed(Key::Enter)
        && let Some(target) = targets.get(bar.row)
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
                    WidgetInfo::selected(egui::Role::ListItem, true, n == bar.row, &target.words)
                });
                if n == bar.row || response.hovered() {
                    ui.painter().rect_filled(
                        rect,
                        metrics::RADIUS,
                        if n == bar.row { theme.pick } else { theme.hover },
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

fn targets(work: &Work, linking: &Linking, query: &str) -> Vec<Target> {
    let query = crate::text::fold(query.trim());
    let fits = |record: &Record| linking.fits(work.project(), record.id());
    let records = work
        .project()
        .records()
        .filter(fits)
        .filter_map(|r| target(work, &r));
    records
        .filter(|t| query.is_empty() || Folded::new(&t.words).find(&query).is_some())
        .take(MOST)
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
        Record::Annotation(a) if !matches!(a.body, Body::Tag(_)) => {
            let source = project.sources.get(&a.source)?;
            Some(Target {
                id: a.id,
                words: quote(source, a.spans()),
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
