//! A virtual screen for tests of the real window: an X server in memory, gone when the value is dropped.
#![allow(dead_code)] // Not every test file plays everything.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// A running X server, with the file it keeps its picture in.
pub(crate) struct Screen {
    server: Child,
    display: String,
    folder: tempfile::TempDir,
}

impl Screen {
    /// Starts a server of the given size in pixels on the first free display. It does not start over when its last client
    /// leaves, which would cut off one that is just coming.
    pub(crate) fn start(width: u32, height: u32) -> Screen {
        let folder = tempfile::tempdir().expect("there is a folder for what is temporary");
        let mut server = Command::new("Xvfb")
            .arg("-fbdir")
            .arg(folder.path())
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
        Screen {
            server,
            display,
            folder,
        }
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

    /// What the screen shows, in the format of xwd.
    fn picture(&self) -> Vec<u8> {
        std::fs::read(self.folder.path().join("Xvfb_screen0")).expect("the server keeps its picture")
    }

    /// The pixels of the screen in red, green and blue, row by row: 32 bits each in the file of a screen 24 bits deep,
    /// blue first, after a header that says its own length and that of the table of colours behind it (`XWDFile.h`).
    pub(crate) fn pixels(&self) -> Vec<[u8; 3]> {
        let picture = self.picture();
        let word = |n: usize| {
            let bytes = picture[4 * n..4 * n + 4].try_into();
            u32::from_be_bytes(bytes.expect("they are four")) as usize
        };
        let (header, width, height, line, colours) = (word(0), word(4), word(5), word(12), word(19));
        let pixels = &picture[header + colours * 12..];
        let rows = pixels.chunks(line).take(height);
        rows.flat_map(|row| row.chunks(4).take(width))
            .map(|p| [p[2], p[1], p[0]])
            .collect()
    }

    /// Waits until what was asked for is there to be seen: until nothing has changed for a while, a cursor that blinks
    /// left aside, or a long time has passed.
    pub(crate) fn settle(&self) {
        const STILL: Duration = Duration::from_millis(350);
        sleep(STILL);
        let begin = Instant::now();
        let (mut last, mut since) = (self.picture(), begin);
        while since.elapsed() < STILL && begin.elapsed() < Duration::from_secs(20) {
            sleep(Duration::from_millis(50));
            let now = self.picture();
            if now != last {
                (last, since) = (now, Instant::now());
            }
        }
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
