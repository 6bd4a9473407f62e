//! The whole window without a display: what a person does goes in as events, and each frame is timed from there to the
//! triangles that a graphics card would get.

use super::measure::ms;
use eframe::egui::{
    self, Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, PointerButton, Pos2, RawInput, Rect,
    TouchPhase, Vec2, ViewportId, pos2, vec2,
};
use onus::project::Origin;
use onus::session::{Command, Session};
use onus::storage::Store;
use onus::ui::window::Window;
use std::time::{Duration, Instant};

/// A screen of 60 frames a second.
const STEP: f64 = 1.0 / 60.0;

/// A window over a session.
pub(crate) struct Desk {
    ctx: egui::Context,
    window: Window,
    /// What the window shows.
    pub(crate) session: Session,
    /// In points; a point is a pixel.
    pub(crate) size: Vec2,
    time: f64,
}

impl Desk {
    /// A window of this size on its start page.
    pub(crate) fn new(width: f32, height: f32) -> Self {
        Self::on(Store::new(None, || {}), width, height)
    }

    /// The same with projects as a store has them.
    pub(crate) fn on(store: Store, width: f32, height: f32) -> Self {
        let ctx = egui::Context::default();
        let window = Window::new(&ctx);
        let mut session = Session::new(Origin::system(), store);
        session.notices.clear();
        session.settings.dark = Some(false);
        let mut desk = Self {
            ctx,
            window,
            session,
            size: vec2(width, height),
            time: 0.0,
        };
        desk.settle();
        desk
    }

    /// One frame: the ui and its tessellation, with these events before it.
    pub(crate) fn frame(&mut self, events: Vec<Event>) -> Duration {
        let mut input = RawInput {
            screen_rect: Some(Rect::from_min_size(Pos2::ZERO, self.size)),
            time: Some(self.time),
            focused: true,
            events,
            ..RawInput::default()
        };
        input
            .viewports
            .entry(ViewportId::ROOT)
            .or_default()
            .native_pixels_per_point = Some(1.0);
        self.time += STEP;
        let begin = Instant::now();
        let mut output = self
            .ctx
            .run_ui(input, |ui| self.window.frame(ui, &mut self.session));
        let meshes = self.ctx.tessellate(output.shapes, output.pixels_per_point);
        let took = begin.elapsed();
        drop(meshes);
        output.textures_delta.clear();
        took
    }

    /// What a person sees of an event: the frame that takes it in and the one that shows what came of it.
    pub(crate) fn seen(&mut self, events: Vec<Event>) -> Duration {
        self.frame(events) + self.frame(Vec::new())
    }

    /// Runs a command and draws what came of it; the command counts.
    pub(crate) fn run(&mut self, command: Command) -> Duration {
        let begin = Instant::now();
        self.session.run(command);
        begin.elapsed() + self.frame(Vec::new())
    }

    /// Frames until nothing moves any more.
    pub(crate) fn settle(&mut self) {
        for _ in 0..30 {
            self.frame(Vec::new());
        }
    }

    /// A point amid the page.
    pub(crate) fn page(&self) -> Pos2 {
        pos2(self.size.x * 0.45, self.size.y * 0.5)
    }

    /// The byte of the text at a point: where a click there puts the caret.
    pub(crate) fn byte_at(&mut self, at: Pos2) -> usize {
        self.frame(button(at, true));
        self.frame(button(at, false));
        self.settle();
        self.session.work().unwrap().caret.head
    }

    /// The pointer comes to a point.
    pub(crate) fn point(&mut self, at: Pos2) -> Duration {
        self.frame(vec![Event::PointerMoved(at)])
    }
}

/// The wheel is turned; a positive distance goes down the page.
pub(crate) fn wheel(points: f32) -> Event {
    Event::MouseWheel {
        unit: MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: TouchPhase::Move,
        source: MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    }
}

/// A key goes down and up.
pub(crate) fn press(key: Key) -> Vec<Event> {
    let event = |pressed| Event::Key {
        key,
        physical_key: Some(key),
        pressed,
        repeat: false,
        modifiers: Modifiers::NONE,
    };
    vec![event(true), event(false)]
}

/// The button goes down at a point, or up.
pub(crate) fn button(at: Pos2, pressed: bool) -> Vec<Event> {
    vec![
        Event::PointerMoved(at),
        Event::PointerButton {
            pos: at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        },
    ]
}

/// Median, 99th percentile and longest of some frames, beside the budget for the 99th in milliseconds.
pub(crate) fn row(what: &str, mut frames: Vec<Duration>, budget: f64) {
    frames.sort();
    let at = |share: f64| ms(frames[((frames.len() - 1) as f64 * share).round() as usize]);
    let (half, most, longest) = (at(0.5), at(0.99), at(1.0));
    let kept = if most < budget { "" } else { "  missed" };
    println!(
        "{what:<46} {:>5} frames {half:>8.2} {most:>8.2} {longest:>8.2} ms   p99 < {budget} ms{kept}",
        frames.len()
    );
}
