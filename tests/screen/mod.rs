//! A virtual screen for tests of the real window: an X server in memory, gone when the value is dropped.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A running X server.
pub(crate) struct Screen {
    server: Child,
    display: String,
}

impl Screen {
    /// Starts a server of the given size in pixels on the first free display. It does not start over when its last client
    /// leaves, which would cut off one that is just coming.
    pub(crate) fn start(width: u32, height: u32) -> Screen {
        let mut server = Command::new("Xvfb")
            .args([
                "-noreset",
                "-displayfd",
                "1",
                "-nolisten",
                "tcp",
                "-screen",
                "0",
                &format!("{width}x{height}x24"),
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Xvfb starts");
        let mut number = String::new();
        BufReader::new(server.stdout.take().expect("it was piped"))
            .read_line(&mut number)
            .expect("Xvfb says its display");
        let display = format!(":{}", number.trim());
        assert!(display.len() > 1, "Xvfb ended before it had a display");
        Screen { server, display }
    }

    /// Lets a command show itself here and nowhere else.
    pub(crate) fn shows<'c>(&self, command: &'c mut Command) -> &'c mut Command {
        command
            .env("DISPLAY", &self.display)
            .env_remove("WAYLAND_DISPLAY")
            .env_remove("WAYLAND_SOCKET")
    }

    /// Plays mouse and keys, and returns what xdotool prints.
    pub(crate) fn play(&self, words: &[&str]) -> String {
        let output = self
            .shows(Command::new("xdotool").args(words))
            .output()
            .expect("xdotool runs");
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Waits until a program shows a window, and returns its number as X counts them.
    pub(crate) fn wait_for_window(&self, program: &mut Child, limit: Duration) -> String {
        let start = Instant::now();
        loop {
            let windows = self.play(&["search", "--onlyvisible", "--name", "."]);
            if let Some(first) = windows.lines().next() {
                return first.to_owned();
            }
            let ended = program.try_wait().expect("the program can be asked");
            assert!(
                ended.is_none(),
                "the program ended before it showed a window: {ended:?}"
            );
            assert!(start.elapsed() < limit, "no window after {limit:?}");
            sleep(Duration::from_millis(100));
        }
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
