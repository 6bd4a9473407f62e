//! The whole window without a display, with a session of its own, for flows by accessible name and by keyboard.
#![allow(dead_code)] // Not every test file does everything.

use eframe::egui::accesskit::Role;
use eframe::egui::{Event, Key, Modifiers, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use onus::project::Origin;
use onus::session::Session;
use onus::storage::Store;
use onus::storage::profile::Home;
use onus::ui::window::Window;
use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

/// A session with the window over it, and the home it lies in where the desk is to keep that.
pub(crate) struct Desk<H = ()> {
    pub(crate) session: Session,
    pub(crate) window: Rc<RefCell<Option<Window>>>,
    pub(crate) home: H,
}

/// A session as Onus starts it for whoever works with this home.
pub(crate) fn session(home: &Path, seed: u64) -> Session {
    let origin = Origin::seeded(seed, "2025-06-02T08:30:00Z".parse().expect("it is a time"));
    Session::new(origin, Store::new(Some(Home::at(home.join("settings"))), || {}))
}

/// The window over a session, in points.
pub(crate) fn harness<H: 'static>(
    session: Session,
    home: H,
    width: f32,
    height: f32,
) -> Harness<'static, Desk<H>> {
    let window = Rc::new(RefCell::new(None));
    let made = Rc::clone(&window);
    let mut harness = Harness::builder()
        // The harness draws eight points in from each side.
        .with_size(vec2(width + 16.0, height + 16.0))
        .with_max_steps(32)
        .allow_missing_glyphs()
        .with_context_setup(move |ctx| *made.borrow_mut() = Some(Window::new(ctx)))
        .build_ui_state(
            |ui, desk: &mut Desk<H>| {
                let window = Rc::clone(&desk.window);
                let mut window = window.borrow_mut();
                window
                    .as_mut()
                    .expect("it is made first")
                    .frame(ui, &mut desk.session);
            },
            Desk {
                session,
                window,
                home,
            },
        );
    harness.run();
    harness
}

/// A desk under the hands of a test.
pub(crate) struct Hands(pub(crate) Harness<'static, Desk>);

impl Hands {
    /// Onus as it starts, with its settings in `home`.
    pub(crate) fn start(home: &Path, seed: u64) -> Self {
        Self(harness(session(home, seed), (), 1440.0, 900.0))
    }

    /// Waits until what other threads do is done and drawn.
    pub(crate) fn wait(&mut self) {
        self.0.state_mut().session.wait();
        self.0.run();
    }

    /// Presses a key of the table's form, such as `Ctrl+Shift+Z`.
    pub(crate) fn key(&mut self, keys: &str) {
        let mut modifiers = Modifiers::NONE;
        let mut key = None;
        for part in keys.split('+') {
            match part {
                "Ctrl" => modifiers |= Modifiers::COMMAND | Modifiers::CTRL,
                "Shift" => modifiers |= Modifiers::SHIFT,
                "Alt" => modifiers |= Modifiers::ALT,
                name => key = Key::from_name(name),
            }
        }
        let key = key.unwrap_or_else(|| panic!("{keys} names no key"));
        self.0.key_press_modifiers(modifiers, key);
        self.0.run();
    }

    /// Types into whatever has the keyboard.
    pub(crate) fn write(&mut self, words: &str) {
        self.0.event(Event::Text(words.into()));
        self.0.run();
    }

    /// Presses Tab until the control whose name begins so has the keyboard, as somebody does who has no mouse.
    pub(crate) fn tab_to(&mut self, name: &str) {
        for _ in 0..80 {
            self.key("Tab");
            if self.focused().is_some_and(|focused| focused.starts_with(name)) {
                return;
            }
        }
        let names: Vec<String> = self
            .0
            .root()
            .children_recursive()
            .filter_map(|n| n.accesskit_node().label())
            .collect();
        panic!("Tab does not lead to {name}, of {names:#?}");
    }

    /// The name of what has the keyboard; in a list that of the row.
    pub(crate) fn focused(&self) -> Option<String> {
        let mut nodes = self.0.root().children_recursive();
        let node = nodes.find(|n| n.accesskit_node().is_focused())?;
        node.accesskit_node().label()
    }

    /// Clicks what has this role and this name.
    pub(crate) fn click(&mut self, role: Role, name: &str) {
        self.0.get_by_role_and_label(role, name).click();
        self.0.run();
    }

    /// Clicks what has this role and a name that begins so; the time at its end tells nothing.
    pub(crate) fn click_beginning(&mut self, role: Role, name: &str) {
        let named = |n: &AccessKitNode<'_>| {
            n.role() == role && n.label().is_some_and(|label| label.starts_with(name))
        };
        self.0.get_by(named).click();
        self.0.run();
    }

    /// Clicks the one of this role and name that is drawn last: in a sheet, what lies behind it may bear the same name.
    pub(crate) fn click_last(&mut self, role: Role, name: &str) {
        let last = self.0.get_all_by_role_and_label(role, name).last();
        last.unwrap_or_else(|| panic!("there is no {name}")).click();
        self.0.run();
    }

    /// Types into the field of this name.
    pub(crate) fn type_in(&mut self, name: &str, words: &str) {
        let field = |n: &AccessKitNode<'_>| {
            matches!(n.role(), Role::TextInput | Role::MultilineTextInput)
                && n.label().as_deref() == Some(name)
        };
        self.0.get_by(field).focus();
        self.0.run();
        self.0.get_by(field).type_text(words);
        self.0.run();
    }
}
