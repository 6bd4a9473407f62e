//! Opens the window; where it cannot be opened, one sentence says what is missing.

use super::app::App;
use super::theme::metrics;
use crate::project::Origin;
use crate::session::{Command, Named, Session};
use crate::storage::Store;
use crate::storage::profile::Home;
use eframe::egui::{self, ViewportBuilder};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

/// Why no window was opened; a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NoWindow(String);

/// What wakes a window that another thread has something for. It may be handed out before there is a window.
#[derive(Clone, Default)]
pub struct Wake(Arc<Woken>);

#[derive(Default)]
struct Woken {
    window: OnceLock<egui::Context>,
    ends: AtomicBool,
}

/// So long a window may take to save and close once it is told to end. Every edit is in the history by then.
const MOST_TO_END: Duration = Duration::from_secs(20);

impl Wake {
    /// Has the next frame drawn, once there is a window.
    pub fn wake(&self) {
        if let Some(ctx) = self.0.window.get() {
            ctx.request_repaint();
        }
    }

    /// Has the window save and close; one that hangs is ended without that. For the signals that end a program.
    pub fn end(&self) {
        self.0.ends.store(true, Ordering::Relaxed);
        self.wake();
        std::thread::spawn(|| {
            std::thread::sleep(MOST_TO_END);
            std::process::exit(1);
        });
    }

    /// Whether the window is to save and close.
    pub(super) fn ends(&self) -> bool {
        self.0.ends.load(Ordering::Relaxed)
    }
}

/// Opens the window with these files, or with a copy of the sample, and runs it until it is closed. Says on standard
/// error, in one sentence, why it cannot be opened where it cannot; the exit code is then 3.
pub fn window(files: Vec<PathBuf>, sample: bool) -> ExitCode {
    let wake = Wake::default();
    let waker = wake.clone();
    let mut session = Session::new(Origin::system(), Store::new(Home::find(), move || waker.wake()));
    if sample {
        session.run(Named::OpenSample.into());
    } else if !files.is_empty() {
        session.run(Command::Files(files));
    } else {
        session.look_for_unfinished();
    }
    let ending = wake.clone();
    // Where signals cannot be caught they end Onus as any program; the history has every edit all the same.
    let _ = ctrlc::set_handler(move || ending.end());
    match run(session, &wake) {
        Ok(()) => ExitCode::SUCCESS,
        Err(no_window) => {
            eprintln!("onus: {no_window}");
            ExitCode::from(3)
        }
    }
}

/// Runs the window over a session until it is closed. `wake` is what the session's disk was given.
///
/// # Errors
/// `NoWindow` where there is no display, no library to reach it, or no OpenGL. The session is gone then; it had nothing
/// that was not on the disk.
pub fn run(session: Session, wake: &Wake) -> Result<(), NoWindow> {
    let (width, height) = session.settings.layout.window.unwrap_or((1440.0, 900.0));
    let [least_width, least_height] = metrics::WINDOW_MIN;
    let options = eframe::NativeOptions {
        viewport: ViewportBuilder::default()
            .with_app_id("onus")
            .with_inner_size([width.max(least_width), height.max(least_height)])
            .with_min_inner_size(metrics::WINDOW_MIN),
        // A picture drawn without a window shows the same pixels.
        dithering: false,
        ..Default::default()
    };
    let wake = wake.clone();
    // Where a library of X is missing, the window system panics instead of saying so; its own words are for nobody.
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let opened = Arc::new(OnceLock::new());
    let ran = {
        let opened = Arc::clone(&opened);
        let create: eframe::AppCreator<'_> = Box::new(move |cc| {
            // From here on a panic is one of Onus.
            session.faults.watch(session.store().home());
            let _ = opened.set(());
            let _ = wake.0.window.set(cc.egui_ctx.clone());
            Ok(Box::new(App::new(&cc.egui_ctx, session, wake)))
        });
        catch_unwind(AssertUnwindSafe(|| eframe::run_native("Onus", options, create)))
    };
    if opened.get().is_none() {
        std::panic::set_hook(hook);
    }
    match ran {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(NoWindow(sentence(&error))),
        Err(_) if opened.get().is_none() => Err(NoWindow(LIBRARIES.into())),
        Err(panic) => std::panic::resume_unwind(panic),
    }
}

const LIBRARIES: &str = "Onus cannot open a window: a library of the window system is missing. On Debian and Ubuntu: \
    apt-get install libx11-6 libx11-xcb1 libxcursor1 libxi6 libxkbcommon0 libxkbcommon-x11-0. \
    Everything but the window works without it; see onus --help.";

fn sentence(error: &eframe::Error) -> String {
    match error {
        eframe::Error::Glutin(_) | eframe::Error::NoGlutinConfigs(..) | eframe::Error::OpenGL(_) => {
            "Onus cannot open a window: there is no OpenGL. On Debian and Ubuntu: apt-get install libgl1 libegl1 \
             libgl1-mesa-dri. Everything but the window works without it; see onus --help."
                .into()
        }
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) if !has_display() => {
            "Onus cannot open a window: there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set). Everything \
             but the window works without one; see onus --help."
                .into()
        }
        eframe::Error::Winit(_) | eframe::Error::WinitEventLoop(_) => LIBRARIES.into(),
        other => format!("Onus cannot open a window: {other}."),
    }
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|v| !v.is_empty()))
}
