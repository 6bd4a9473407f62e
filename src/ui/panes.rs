//! The areas of the window that F6 goes round.

use super::window::page_id;
use eframe::egui::{Context, Rect};

/// An area with something in it for the keyboard, in the order of the round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Pane {
    /// The left panel folded to icons.
    Rail,
    /// The list of sources.
    Sources,
    /// The list of passages.
    Passages,
    /// The text.
    Page,
    /// The fields of what is selected.
    Inspector,
    /// The bar of tags.
    Tags,
}

/// The areas that were in sight when the window was drawn last, and where.
#[derive(Debug, Default)]
pub(crate) struct Panes(Vec<(Pane, Rect)>);

impl Panes {
    /// Takes in an area in sight. One that lies over another comes after it.
    pub(crate) fn see(&mut self, pane: Pane, rect: Rect) {
        self.0.push((pane, rect));
    }

    /// Forgets what is in sight, since the window is drawn anew.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    /// The area after or before the one that has the keyboard.
    pub(crate) fn beside(&self, ctx: &Context, forward: bool) -> Option<Pane> {
        let focused = ctx.memory(|m| m.focused());
        let here = focused.and_then(|id| {
            if id == page_id() {
                return Some(Pane::Page);
            }
            let middle = ctx.read_response(id)?.rect.center();
            let over = self.0.iter().rev().find(|(_, rect)| rect.contains(middle))?;
            Some(over.0)
        });
        self.round(here, forward)
    }

    fn round(&self, here: Option<Pane>, forward: bool) -> Option<Pane> {
        let mut panes: Vec<Pane> = self.0.iter().map(|(pane, _)| *pane).collect();
        panes.sort_unstable();
        if forward {
            let next = panes.iter().find(|pane| Some(**pane) > here);
            next.or(panes.first()).copied()
        } else {
            let before = panes
                .iter()
                .rev()
                .find(|pane| here.is_some_and(|here| **pane < here));
            before.or(panes.last()).copied()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_round_goes_through_what_is_in_sight() {
        let panes = |seen: &[Pane]| Panes(seen.iter().map(|pane| (*pane, Rect::NOTHING)).collect());
        let check = |seen: &[Pane], here: Option<Pane>, forward: bool, to: Option<Pane>| {
            assert_eq!(panes(seen).round(here, forward), to, "{here:?} in {seen:?}");
        };
        let all = [
            Pane::Tags,
            Pane::Sources,
            Pane::Passages,
            Pane::Inspector,
            Pane::Page,
        ];
        check(&all, None, true, Some(Pane::Sources));
        check(&all, None, false, Some(Pane::Tags));
        check(&all, Some(Pane::Passages), true, Some(Pane::Page));
        check(&all, Some(Pane::Tags), true, Some(Pane::Sources));
        check(&all, Some(Pane::Sources), false, Some(Pane::Tags));
        // What was closed meanwhile is left for what comes after it.
        check(
            &[Pane::Page, Pane::Tags],
            Some(Pane::Inspector),
            true,
            Some(Pane::Tags),
        );
        check(&[], Some(Pane::Page), true, None);
    }
}
