//! Onus in a real window, played by mouse and keys as a person does.
#![allow(dead_code)] // Not every test file plays everything.

use crate::screen::Screen;
use std::ops::RangeInclusive;
use std::path::Path;
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Onus with a window on a screen of its own.
pub(crate) struct Desk {
    pub(crate) screen: Screen,
    pub(crate) onus: Child,
}

impl Desk {
    /// Starts it in a folder, where it keeps its settings too.
    pub(crate) fn start(folder: &Path) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_onus"));
        command
            .current_dir(folder)
            .env("ONUS_HOME", folder.join("settings"));
        Self::with(command)
    }

    /// Starts it by a command.
    pub(crate) fn with(mut command: Command) -> Self {
        let screen = Screen::start(1440, 900);
        let mut onus = screen.shows(&mut command).spawn().unwrap();
        let window = screen.wait_for_window(&mut onus, Duration::from_secs(120));
        // There is no window manager that would give it the keyboard.
        screen.play(&["windowmove", &window, "0", "0"]);
        screen.play(&["windowsize", &window, "1440", "900"]);
        screen.play(&["windowfocus", "--sync", &window]);
        let desk = Self { screen, onus };
        desk.look();
        desk
    }

    /// Waits, as a person does, until what came of it is to be seen.
    pub(crate) fn look(&self) {
        self.screen.settle();
    }

    pub(crate) fn keys(&self, keys: &[&str]) {
        for key in keys {
            self.screen.play(&["key", key]);
            self.look();
        }
    }

    pub(crate) fn write(&self, words: &str) {
        self.screen.play(&["type", "--delay", "30", words]);
        self.look();
    }

    pub(crate) fn click(&self, (x, y): (i32, i32)) {
        self.screen.play(&["mousemove", &x.to_string(), &y.to_string()]);
        self.screen.play(&["click", "1"]);
        self.look();
    }

    /// Drags over a line of the page, from beyond its beginning to beyond its end.
    pub(crate) fn drag(&self, y: i32, sides: RangeInclusive<i32>) {
        let y = y.to_string();
        self.screen.play(&["mousemove", &sides.start().to_string(), &y]);
        self.screen.play(&["mousedown", "1"]);
        for x in sides.step_by(70) {
            self.screen.play(&["mousemove", &x.to_string(), &y]);
        }
        self.screen.play(&["mouseup", "1"]);
        self.look();
    }

    /// Quits by the key and waits for the end, which has to be a good one.
    pub(crate) fn quit(mut self) {
        self.screen.play(&["key", "ctrl+q"]);
        let onus = &mut self.onus;
        let mut ended = None;
        until("Onus to end", || {
            ended = onus.try_wait().unwrap();
            ended.is_some()
        });
        assert!(ended.is_some_and(|status| status.success()), "{ended:?}");
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.onus.kill();
        let _ = self.onus.wait();
    }
}

/// Waits until something is so.
pub(crate) fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !is_so() {
        assert!(
            begin.elapsed() < Duration::from_secs(60),
            "waited too long for {what}"
        );
        sleep(Duration::from_millis(50));
    }
}

/// What the history lists, by label.
pub(crate) fn edits(project: &Path) -> Vec<String> {
    let history = std::fs::read_to_string(project.with_extension("history")).unwrap_or_default();
    let labels = history.split("(label:\"").skip(1);
    labels
        .filter_map(|rest| rest.split_once('"'))
        .map(|(label, _)| label.to_owned())
        .collect()
}
