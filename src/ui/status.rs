//! The bar at the bottom, and the sentences above it: where the edits are, what is selected, how large the text is.

use super::button::{self, Button};
use super::theme::{self, Theme, metrics};
use super::view::View;
use super::{fonts, icon, when};
use crate::project::SourceId;
use crate::session::{Command, Named, Notice, Session, Theirs, Tone, Work};
use crate::storage::SaveState;
use eframe::egui::{
    Align, Color32, Frame, Label, Layout, Margin, Response, RichText, Role, Sense, Ui, WidgetInfo, vec2,
};
use std::path::MAIN_SEPARATOR;

/// So many sentences are shown at once; older ones wait.
const MOST: usize = 3;

/// Room in points that the rest of the bar needs beside a reason why nothing can be saved.
const BESIDE_REASON: f32 = 420.0;

/// Whether a sentence waits to be read over the bar. What was merely done is said in the bar itself.
pub(crate) fn waits(notice: &Notice) -> bool {
    notice.tone != Tone::Done
}

/// The sentences that wait to be read, newest last.
pub(crate) fn notices_ui(ui: &mut Ui, view: &mut View<'_>) {
    let session = view.session;
    let waiting: Vec<_> = session
        .notices
        .iter()
        .enumerate()
        .filter(|(_, n)| waits(n))
        .collect();
    for (n, notice) in &waiting[waiting.len().saturating_sub(MOST)..] {
        notice_ui(ui, view, *n, notice);
    }
}

fn notice_ui(ui: &mut Ui, view: &mut View<'_>, n: usize, notice: &Notice) {
    let theme = Theme::of(ui);
    let (ground, ink, sign) = match notice.tone {
        Tone::Done => (theme.ok_bg, theme.ok, icon::CHECK_CIRCLE),
        Tone::Caution => (theme.caution_bg, theme.caution, icon::WARNING),
        Tone::Alert => (theme.alert_bg, theme.alert, icon::WARNING_CIRCLE),
    };
    Frame::new()
        .fill(ground)
        .inner_margin(Margin::symmetric(12, 4))
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(fonts::icon(sign, metrics::ICON).color(ink));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if Button::new("Dismiss").flat().ui(ui).clicked() {
                        view.ask(Command::Dismiss(n));
                    }
                    if let Some((title, command)) = &notice.offer
                        && Button::new(title).ui(ui).clicked()
                    {
                        view.ask(command.clone());
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        ui.add(Label::new(RichText::new(&notice.says).color(theme.text)).wrap());
                    });
                });
            });
        });
}

/// The status bar of an open project.
pub(crate) fn ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    let Some(work) = view.session.work() else { return };
    ui.spacing_mut().item_spacing.x = 16.0;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        let (sign, ink, says) = kept(view.session, work, theme);
        let status = view.session.store().status();
        let fails = matches!(&status, Some(s) if matches!(s.state, SaveState::Failed(_)));
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            if fails {
                // A long reason leaves room for what can be done about it.
                ui.set_max_width((ui.available_width() - BESIDE_REASON).max(160.0));
            }
            ui.label(fonts::icon_fill(sign, metrics::SMALL_ICON).color(ink));
            small(ui, &says, ink);
        });
        if fails && link_ui(ui, "Save elsewhere…", theme.accent).clicked() {
            view.ask(Named::SaveAs);
        }
        let doing = doing_ui(ui, view);
        let differs = match view.session.merging().theirs() {
            Theirs::File => "The file was changed by somebody else…",
            Theirs::Copy(_) => "A copy has other edits…",
            Theirs::History => "The history has other edits…",
        };
        if view.session.merging().offer().is_some() && link_ui(ui, differs, theme.caution).clicked() {
            view.ask(Command::LookAtForeign);
        }
        if view.session.store().changed_while_reading()
            && !doing
            && link_ui(ui, "Changed by somebody else: open again", theme.caution).clicked()
        {
            view.ask(Named::OpenAgain);
        }
        match view.session.notices.last() {
            _ if doing => {}
            Some(notice) if notice.tone == Tone::Done => small(ui, &notice.says, theme.text2),
            _ if view.wide && status.is_some_and(|s| is_at_rest(&s.state)) => {
                small(ui, "Every edit is kept at once", theme.muted);
            }
            _ => {}
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            small(ui, &format!("{} %", view.session.settings.zoom), theme.muted);
            if let Some(says) = place(work) {
                small(ui, &says, theme.muted);
            }
            if let Some(source) = work.source {
                small(ui, &tally(work, source), theme.muted);
            }
        });
    });
}

/// Whether every edit is on the disk at this moment.
fn is_at_rest(state: &SaveState) -> bool {
    matches!(state, SaveState::Saved | SaveState::Saving | SaveState::Kept)
}

/// The bar under the start page.
pub(crate) fn start_ui(ui: &mut Ui, view: &mut View<'_>) {
    let theme = Theme::of(ui);
    ui.spacing_mut().item_spacing.x = 16.0;
    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
        small(ui, concat!("Onus ", env!("CARGO_PKG_VERSION")), theme.muted);
        small(
            ui,
            "Works offline. Nothing leaves this computer unless you export it.",
            theme.muted,
        );
        doing_ui(ui, view);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let help = Named::Help;
            if link_ui(ui, help.entry().title, theme.muted).clicked() {
                view.ask(help);
            }
            if let Some(key) = help.entry().keys.first() {
                let label = button::key_label(key);
                let size = vec2(button::key_width(ui, &label), metrics::SMALL_LINE);
                ui.spacing_mut().item_spacing.x = 6.0;
                let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
                button::paint_key(ui, rect.left_center(), &label, None);
            }
        });
    });
}

/// What is being done on threads, how far it is, and that it can be given up. Returns whether there is anything.
fn doing_ui(ui: &mut Ui, view: &mut View<'_>) -> bool {
    let Some(doing) = view.session.doing() else {
        return false;
    };
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        ui.spacing_mut().item_spacing.x = 8.0;
        small(ui, &doing.says, theme.text2);
        if let Some(share) = doing.share {
            let (bar, response) = ui.allocate_exact_size(vec2(96.0, 4.0), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::ProgressIndicator, true, &doing.says));
            ui.painter().rect_filled(bar, 2, theme.hair);
            let done = bar.with_max_x(bar.left() + bar.width() * share.clamp(0.0, 1.0));
            ui.painter().rect_filled(done, 2, theme.accent);
        }
        if link_ui(ui, "Stop", theme.accent).clicked() {
            view.ask(Command::Stop);
        }
    });
    true
}

/// A small word that can be pressed.
fn link_ui(ui: &mut Ui, words: &str, ink: Color32) -> Response {
    let rich = RichText::new(words)
        .font(fonts::regular(metrics::SMALL_SIZE))
        .color(ink);
    let link = ui.add(Label::new(rich).selectable(false).sense(Sense::click()));
    link.widget_info(|| WidgetInfo::labeled(Role::Button, true, words));
    theme::ring(ui, &link, theme::Ring::Inside);
    link
}

fn small(ui: &mut Ui, says: &str, ink: Color32) {
    let words = RichText::new(says)
        .font(fonts::regular(metrics::SMALL_SIZE))
        .color(ink);
    ui.add(Label::new(words).truncate());
}

/// Where the edits are, in a word or a sentence.
fn kept(session: &Session, work: &Work, theme: &Theme) -> (&'static str, Color32, String) {
    if work.read_only {
        return (icon::LOCK_SIMPLE, theme.muted, "Open for reading only".into());
    }
    let Some(status) = session.store().status() else {
        return (icon::CIRCLE, theme.muted, "Not on a disk".into());
    };
    match status.state {
        SaveState::Saved => {
            let says = status
                .saved_at
                .map_or("Saved".into(), |at| format!("Saved {}", when::clock(at)));
            (icon::CHECK_CIRCLE, theme.muted, says)
        }
        SaveState::Saving => (icon::CIRCLE, theme.muted, "Saving…".into()),
        SaveState::Keeping => (icon::CIRCLE, theme.muted, "Keeping…".into()),
        SaveState::Kept => (icon::CIRCLE_HALF, theme.muted, "Kept, not yet in the file".into()),
        SaveState::Failed(says) => {
            // Whoever has the project open knows in which folder it lies; the reason has to fit.
            let folder = session.store().path().and_then(|path| path.parent());
            let says = match folder {
                Some(folder) => says.replace(&format!("{}{MAIN_SEPARATOR}", folder.display()), ""),
                None => says,
            };
            let since = status.failing_since.map(when::clock);
            let since = since.map_or_else(String::new, |since| format!(" since {since}"));
            (
                icon::WARNING_CIRCLE,
                theme.alert,
                format!("Cannot save{since}: {says}"),
            )
        }
    }
}

/// What is selected, or what a link waits for.
fn place(work: &Work) -> Option<String> {
    if work.linking.is_some() {
        return Some("Linking: pick a passage, or press L again to list them".into());
    }
    if let Some(words) = work.words() {
        let count = work.text()?.quote(words)?.chars().count();
        let s = if count == 1 { "" } else { "s" };
        return Some(format!("Selected: {count} character{s}"));
    }
    let (at, all) = work.order().place(work.selected_annotation()?)?;
    Some(format!("Passage {at} of {all}"))
}

/// How much of what is tagged in a source.
fn tally(work: &Work, source: SourceId) -> String {
    let [claim, evidence, individual] = crate::project::builtin_tags();
    let mut counts = [0; 4];
    for (tag, n) in work.project().index().tagged(source) {
        let at = [claim, evidence, individual]
            .iter()
            .position(|t| *t == tag)
            .unwrap_or(3);
        counts[at] += n;
    }
    let s = |n: usize| if n == 1 { "" } else { "s" };
    let [claims, evidence, individuals, others] = counts;
    let mut says = format!(
        "{claims} claim{}, {evidence} evidence, {individuals} individual{}",
        s(claims),
        s(individuals)
    );
    if others > 0 {
        says += &format!(", {others} other{}", s(others));
    }
    says
}
