//! From keys to commands: the strings of the table become shortcuts, and digits become tags.

use super::deed::Deed;
use crate::project::Tag;
use crate::session::{Command, Named, Session};
use eframe::egui::{self, Event, Key, KeyboardShortcut, Modifiers};
use std::sync::Arc;

/// The shortcut a string of the table names, such as `Ctrl+Shift+Z`; none for a string that names no key.
pub(crate) fn shortcut(keys: &str) -> Option<KeyboardShortcut> {
    let (modifiers, key) = keys.rsplit_once('+').unwrap_or(("", keys));
    let modifiers =
        modifiers
            .split('+')
            .filter(|m| !m.is_empty())
            .try_fold(Modifiers::NONE, |all, one| {
                Some(all.plus(match one {
                    "Ctrl" => Modifiers::COMMAND,
                    "Shift" => Modifiers::SHIFT,
                    "Alt" => Modifiers::ALT,
                    _ => return None,
                }))
            })?;
    Some(KeyboardShortcut::new(modifiers, Key::from_name(key)?))
}

/// The key shown for a command.
pub(crate) fn shown(named: Named) -> Option<&'static str> {
    named.entry().keys.first().copied()
}

/// Takes the keys that are commands out of the input. A field being typed in keeps the keys that edit text; while a
/// question is open only `Escape` is a command. `kept` are the keys that a part of the window wants for itself.
pub(crate) fn take(
    ctx: &egui::Context,
    session: &Session,
    tags: &[Arc<Tag>],
    kept: impl Fn(Key, Modifiers) -> bool,
) -> Vec<Deed> {
    let typing = ctx.text_edit_focused();
    let chosen = ctx
        .memory(|m| m.focused())
        .is_some_and(|id| id != super::window::page_id());
    let asked = session.ask.is_some();
    if egui::Popup::is_any_open(ctx) {
        return Vec::new();
    }
    let mut deeds = Vec::new();
    ctx.input_mut(|input| {
        let mut events = std::mem::take(&mut input.events);
        events.retain(|event| {
            let deed = match event {
                Event::Copy if !typing && !asked => Some(Named::Copy.into()),
                Event::Key {
                    key,
                    physical_key,
                    pressed: true,
                    modifiers,
                    ..
                } if asked || !kept(*key, *modifiers) => {
                    let free = Free {
                        typing,
                        chosen,
                        asked,
                    };
                    named(*key, *modifiers, free)
                        .filter(|n| session.applies(*n))
                        .map(Deed::from)
                        .or_else(|| tag(tags, physical_key.unwrap_or(*key), *modifiers, free))
                }
                _ => None,
            };
            let taken = deed.is_some();
            deeds.extend(deed);
            !taken
        });
        // A digit that tagged is not to be typed as well.
        input.events = events;
    });
    deeds
}

/// What else could be meant by a key.
#[derive(Clone, Copy, Debug, Default)]
struct Free {
    /// A text field has the keyboard.
    typing: bool,
    /// Some control has the keyboard, which Enter and Space press.
    chosen: bool,
    /// A question is open.
    asked: bool,
}

fn named(key: Key, modifiers: Modifiers, free: Free) -> Option<Named> {
    // On many keyboards + stands over another sign.
    let modifiers = if key == Key::Plus {
        Modifiers {
            shift: false,
            ..modifiers
        }
    } else {
        modifiers
    };
    let is = |keys: &&&str| {
        shortcut(keys).is_some_and(|s| s.logical_key == key && modifiers.matches_exact(s.modifiers))
    };
    let found = Named::ALL
        .iter()
        .copied()
        .find(|n| n.entry().keys.iter().any(|k| is(&k)))?;
    let edits = KeyboardShortcut::new(modifiers, key).conflicts_with_text_editing()
        || matches!(key, Key::A | Key::C | Key::V | Key::X | Key::Y | Key::Z) && !modifiers.alt;
    let function = key == Key::Escape
        || key
            .name()
            .strip_prefix('F')
            .is_some_and(|n| n.parse::<u8>().is_ok());
    match free {
        Free { asked: true, .. } => (found == Named::Escape).then_some(found),
        Free { typing: true, .. } => (function || !edits).then_some(found),
        Free { chosen: true, .. } if key == Key::Enter && modifiers.is_none() => None,
        _ => Some(found),
    }
}

/// A digit tags by its place on the keyboard: on a French one 4 and 6 are not digits without Shift.
fn tag(tags: &[Arc<Tag>], place: Key, modifiers: Modifiers, free: Free) -> Option<Deed> {
    if free.typing || free.asked || modifiers.command || modifiers.alt {
        return None;
    }
    let tag = tags.iter().find(|t| t.key == place.name())?;
    Some(Deed::Run(if modifiers.shift {
        Command::TagWithNote(tag.id)
    } else {
        Command::Tag(tag.id)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_of_the_table_is_a_key() {
        for command in Named::ALL {
            for keys in command.entry().keys {
                assert!(shortcut(keys).is_some(), "{keys}");
            }
        }
    }

    #[test]
    fn a_string_becomes_a_shortcut() {
        let check = |keys: &str, modifiers: Modifiers, key: Key| {
            assert_eq!(
                shortcut(keys),
                Some(KeyboardShortcut::new(modifiers, key)),
                "{keys}"
            );
        };
        check("J", Modifiers::NONE, Key::J);
        check("F3", Modifiers::NONE, Key::F3);
        check("Ctrl+Shift+Z", Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
        check("Ctrl+Plus", Modifiers::COMMAND, Key::Plus);
        check("Alt+Left", Modifiers::ALT, Key::ArrowLeft);
        assert_eq!(shortcut("Hyper+J"), None);
        assert_eq!(shortcut("Ctrl+"), None);
    }

    #[test]
    fn a_key_means_what_the_keyboard_is_for() {
        let ctrl = Modifiers::COMMAND | Modifiers::CTRL;
        let page = Free::default();
        let typing = Free {
            typing: true,
            chosen: true,
            asked: false,
        };
        let row = Free { chosen: true, ..page };
        let asked = Free { asked: true, ..page };
        let check = |key, modifiers, free, means: Option<Named>| {
            assert_eq!(
                named(key, modifiers, free),
                means,
                "{key:?} {modifiers:?} {free:?}"
            );
        };
        check(Key::J, Modifiers::NONE, page, Some(Named::NextPassage));
        check(Key::J, Modifiers::NONE, row, Some(Named::NextPassage));
        check(Key::J, Modifiers::NONE, typing, None);
        check(Key::J, Modifiers::NONE, asked, None);
        check(Key::Enter, Modifiers::NONE, page, Some(Named::Note));
        check(Key::Enter, Modifiers::NONE, row, None);
        check(Key::Z, ctrl, page, Some(Named::Undo));
        check(Key::Z, ctrl, typing, None);
        check(Key::Z, ctrl | Modifiers::SHIFT, page, Some(Named::Redo));
        check(Key::S, ctrl, typing, Some(Named::Save));
        check(Key::F3, Modifiers::NONE, typing, Some(Named::FindNext));
        check(Key::Escape, Modifiers::NONE, asked, Some(Named::Escape));
        check(Key::K, ctrl, asked, None);
    }
}
