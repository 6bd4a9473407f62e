//! The palette: every command and record by typing a part of its name.

use super::button::{key_label, key_width, paint_icon, paint_key};
use super::chip::Chip;
use super::text::TextStyle;
use super::theme::{Theme, metrics};
use super::view::View;
use super::{field, fonts, icon, keys, row, sources};
use crate::project::{Anchor, Id as RecordId};
use crate::session::{Command, Named, Session, quote_begin};
use eframe::egui::{Align2, Id, Key, Modifiers, Rect, ScrollArea, Ui, pos2};

/// So many findings are listed.
const MOST: usize = 50;

/// What is typed, what was found, and which finding is chosen.
#[derive(Debug, Default)]
pub(crate) struct Palette {
    query: String,
    /// What `found` was found for.
    asked: Option<String>,
    found: Vec<Found>,
    at: usize,
}

#[derive(Clone, Debug, PartialEq)]
enum Found {
    Command(Named),
    Record {
        id: RecordId,
        words: String,
        kind: &'static str,
        language: String,
    },
}

impl Palette {
    /// Draws field and list; `fresh` when the sheet has just come up.
    pub(crate) fn ui(&mut self, ui: &mut Ui, view: &mut View<'_>, fresh: bool) {
        if fresh {
            *self = Self::default();
        }
        let last = self.found.len().saturating_sub(1);
        ui.input_mut(|input| {
            if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
                self.at = (self.at + 1).min(last);
            }
            if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
                self.at = self.at.saturating_sub(1);
            }
        });
        let chosen = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let hint = Named::Palette.entry().title;
        let field = field::filter_ui(ui, Id::unique("palette"), &mut self.query, hint, None);
        field.request_focus();
        if self.asked.as_ref() != Some(&self.query) {
            self.found = find(view.session, &self.query);
            self.asked = Some(self.query.clone());
            self.at = 0;
        }
        ui.add_space(8.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        if self.found.is_empty() {
            sources::quiet_ui(ui, &format!("Nothing is called {}.", self.query));
        }
        let mut picked = chosen.then_some(self.at);
        ScrollArea::vertical()
            .max_height(metrics::ROW * 12.0)
            .auto_shrink([false, true])
            .show(ui, |ui| {
                for (n, found) in self.found.iter().enumerate() {
                    if found_ui(ui, view, found, n == self.at) {
                        picked = Some(n);
                    }
                }
            });
        if let Some(found) = picked.and_then(|n| self.found.get(n)) {
            // The palette closes first, for the command may open another sheet.
            view.ask(Named::Escape);
            match found {
                Found::Command(named) => view.ask(*named),
                Found::Record { id, .. } => view.ask(Command::Go(*id)),
            }
        }
    }
}

fn found_ui(ui: &mut Ui, view: &mut View<'_>, found: &Found, chosen: bool) -> bool {
    let theme = Theme::of(ui);
    let name = match found {
        Found::Command(named) => named.entry().title.to_owned(),
        Found::Record { words, kind, .. } => format!("{kind}: {words}"),
    };
    let (rect, response) = row::row_ui(ui, metrics::ROW, chosen, &name);
    if chosen && !ui.clip_rect().contains_rect(rect) {
        response.scroll_to_me(None);
    }
    let y = rect.center().y;
    let mut end = rect.right() - 12.0;
    match found {
        Found::Command(named) => {
            let entry = named.entry();
            if let Some(key) = keys::shown(*named) {
                let label = key_label(key);
                end -= key_width(ui, &label);
                paint_key(ui, pos2(end, y), &label, None);
                end -= 8.0;
            }
            let group = row::aside(ui, pos2(end, y), entry.group.title());
            let room = end - group - 8.0 - rect.left() - 34.0;
            paint_icon(
                ui.painter(),
                pos2(rect.left() + 19.0, y),
                icon::CARET_RIGHT,
                metrics::SMALL_ICON,
                theme.muted,
            );
            let line = row::line(
                ui,
                entry.title,
                fonts::regular(metrics::UI_SIZE),
                theme.text,
                room,
            );
            let height = line.size().y;
            ui.painter()
                .galley(pos2(rect.left() + 34.0, y - height / 2.0), line, theme.text);
        }
        Found::Record {
            id,
            words,
            kind,
            language,
        } => {
            end -= row::aside(ui, pos2(end, y), kind) + 8.0;
            let work = view.session.work();
            let chip = work.and_then(|w| {
                let annotation = w.project().annotations.get(id)?;
                Some(Chip::in_project(w.project(), annotation.body.tag()))
            });
            match chip {
                Some(chip) => chip.paint(ui.painter(), theme, pos2(rect.left() + 10.0, y - 9.0)),
                None => {
                    let at = pos2(rect.left() + 19.0, y);
                    let sign = if *kind == "Source" {
                        icon::FILE_TEXT
                    } else {
                        icon::TAG
                    };
                    ui.painter()
                        .text(at, Align2::CENTER_CENTER, sign, fonts::icons(14.0), theme.muted);
                }
            }
            let room = Rect::from_min_max(pos2(rect.left() + 34.0, rect.top()), pos2(end, rect.bottom()));
            view.source_text(ui, room, words, &TextStyle::label(language), theme.text);
        }
    }
    response.clicked()
}

/// What has every typed word in its name: commands that apply first, then sources, names, and passages.
fn find(session: &Session, query: &str) -> Vec<Found> {
    let wanted: Vec<String> = query
        .to_lowercase()
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    let fits = |name: &str| {
        let name = name.to_lowercase();
        wanted.iter().all(|w| name.contains(w))
    };
    let commands = Named::ALL.iter().copied().filter(|n| {
        !matches!(n, Named::Palette | Named::Escape) && session.applies(*n) && fits(n.entry().title)
    });
    let mut found: Vec<Found> = commands.map(Found::Command).collect();
    // What begins with what was typed comes before what merely holds it.
    let begins = |name: &str| !name.to_lowercase().starts_with(&query.trim().to_lowercase());
    found.sort_by_key(|f| matches!(f, Found::Command(n) if begins(n.entry().title)));
    let Some(work) = session.work() else { return found };
    let project = work.project();
    let record = |id, words: &str, kind, language: String| Found::Record {
        id,
        words: words.to_owned(),
        kind,
        language,
    };
    let sources = work.sources();
    found.extend(
        sources
            .iter()
            .filter(|s| fits(&s.title))
            .map(|s| record(s.id, &s.title, "Source", s.language.to_string())),
    );
    if wanted.is_empty() {
        return found;
    }
    let und = || "und".to_owned();
    let entities = project.entities.values().filter(|e| fits(&e.name));
    found.extend(
        entities
            .map(|e| record(e.id, &e.name, "Entity", und()))
            .take(MOST),
    );
    let events = project.events.values().filter(|e| fits(&e.name));
    found.extend(events.map(|e| record(e.id, &e.name, "Event", und())).take(MOST));
    let propositions = project.propositions.values().filter(|p| fits(&p.text));
    found.extend(
        propositions
            .map(|p| record(p.id, &p.text, "Proposition", und()))
            .take(MOST),
    );
    let passages = project.annotations.values().filter_map(|a| {
        let Anchor::Text { spans } = &a.anchor else {
            return None;
        };
        let source = project.sources.get(&a.source)?;
        let words = quote_begin(source, spans);
        fits(&words).then(|| record(a.id, &words, "Passage", source.language.to_string()))
    });
    found.extend(passages.take(MOST));
    found
}
