//! How long a frame of the whole window takes at 10 MB of text and 100,000 annotations, beside its budget:
//! `cargo bench --bench frames`. No display is needed; drawing and swapping are the graphics card's.
#![allow(clippy::unwrap_used)]

mod desk;
mod measure;

use desk::{Desk, button, press, row, wheel};
use eframe::egui::{Event, Key, pos2, vec2};
use measure::{SIZE, alone, cores, honest, memory, ms};
use onus::project::{Annotation, Id, Project};
use onus::session::{Answer, Caret, Command, Named};
use onus::storage::open;
use onus::text::Span;
use onus::ui::theme::metrics;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A frame, 99 of 100.
const FRAME: f64 = 4.0;
/// From the last input to what is seen of it.
const SEEN: f64 = 50.0;

fn main() {
    if let Some(path) = std::env::var_os("ONUS_BENCH_OPENS") {
        return opens(path.as_ref());
    }
    let project = honest();
    println!(
        "{} annotations in {} MB, {} cores; median, 99th percentile, longest",
        SIZE.annotations,
        SIZE.bytes / 1_000_000,
        cores()
    );
    for (width, height) in [(1920.0, 1080.0), (1440.0, 900.0)] {
        println!("\n{width} × {height}");
        let mut desk = Desk::new(width, height);
        desk.session.show(project.clone());
        row("first frame after the load", vec![desk.frame(Vec::new())], SEEN);
        desk.settle();
        reading(&mut desk, &project);
        crowd(&mut desk, &project);
        changing(&mut desk, &project);
        looking_for(&mut desk);
    }
    println!();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("honest.onus.ron");
    drop(open::create(&path, project).unwrap());
    println!("{}", alone("ONUS_BENCH_OPENS", &path));
}

/// Opens a project as a person does, reads in it, and says what it took.
fn opens(path: &Path) {
    let mut desk = Desk::new(1920.0, 1080.0);
    let begin = Instant::now();
    desk.session.run(Command::Open(path.to_owned()));
    desk.session.wait();
    desk.frame(Vec::new());
    println!(
        "open, to the end of the first frame: {:.0} ms of 400 ms",
        ms(begin.elapsed())
    );
    let project = desk.session.work().unwrap().project().clone();
    let places = places(&project);
    let at = desk.page();
    desk.point(at);
    for n in 0..1000 {
        desk.frame(vec![wheel(40.0)]);
        desk.run(Command::Go(places[n * 97 % places.len()].id));
    }
    println!(
        "most memory, with the window: {} MB of 300 MB",
        memory().unwrap_or(0)
    );
}

fn places(project: &Project) -> Vec<Arc<Annotation>> {
    let source = *project.sources.keys().next().unwrap();
    project.annotations_in(source).cloned().collect()
}

/// 2,000 frames: half of them scroll, half jump, by passages, keys and the scroll bar.
fn reading(desk: &mut Desk, project: &Project) {
    let mut rng = StdRng::seed_from_u64(SIZE.seed);
    let at = desk.page();
    desk.point(at);
    let begin = desk.byte_at(at);
    let scrolled = (0..1000).map(|_| desk.frame(vec![wheel(40.0)])).collect();
    row("scroll by 40 px a frame", scrolled, FRAME);
    desk.settle();
    assert!(desk.byte_at(at) > begin + 10_000, "the wheel did not scroll");

    let places = places(project);
    let gone: Vec<(Duration, bool)> = (0..400)
        .map(|_| {
            let place = &places[rng.random_range(0..places.len())];
            (desk.run(Command::Go(place.id)), crowded(desk, place))
        })
        .collect();
    row(
        "jump to any passage",
        gone.iter().map(|(took, _)| *took).collect(),
        FRAME,
    );
    let alone = gone.iter().filter(|(_, crowded)| !crowded);
    row(
        "  but those where 5,000 are",
        alone.map(|(took, _)| *took).collect(),
        FRAME,
    );
    // What is shown a second time is set already: what a jump takes beyond this is setting texts.
    let back = (0..20).map(|n| {
        let way = if n % 2 == 0 { Named::Back } else { Named::Forward };
        desk.run(Command::Named(way))
    });
    row("  back and forward between two", back.skip(2).collect(), FRAME);
    let stepped = (0..100).flat_map(|_| {
        let mut keys = press(Key::J);
        [desk.frame(std::mem::take(&mut keys)), desk.frame(keys)]
    });
    row("go to the next passage by key", stepped.collect(), FRAME);
    let bar = desk.size.x - metrics::INSPECTOR - 6.0;
    desk.frame(button(pos2(bar, 400.0), true));
    let dragged: Vec<Duration> = (0..400)
        .map(|_| desk.point(pos2(bar, rng.random_range(100.0..desk.size.y - 60.0))))
        .collect();
    desk.point(pos2(bar, 400.0));
    desk.frame(button(pos2(bar, 400.0), false));
    row("drag the scroll bar anywhere", dragged, FRAME);
    desk.settle();
    let length = SIZE.bytes as f32 * ((400.0 - 84.0) / (desk.size.y - 116.0));
    let share = desk.byte_at(at) as f32 / length;
    assert!((0.5..1.5).contains(&share), "the bar did not scroll: {share}");
    desk.run(Command::Deselect);
    let still = (0..200).map(|_| desk.frame(Vec::new())).collect();
    row("nothing changes", still, FRAME);
}

/// Whether a passage stands on the page with 5,000 others.
fn crowded(desk: &Desk, place: &Annotation) -> bool {
    let third = desk.session.work().unwrap().text().unwrap().value().len() / 3;
    let near = third.saturating_sub(20_000)..third + 32_000;
    place.hull().is_some_and(|hull| near.contains(&hull.start))
}

/// The page that 5,000 annotations stand on, and one where they lie twelve deep.
fn crowd(desk: &mut Desk, project: &Project) {
    let places = places(project);
    let middle = desk.session.work().unwrap().text().unwrap().value().len() / 3 + 6_000;
    let crowded = places.partition_point(|a| a.hull().is_some_and(|h| h.start < middle));
    desk.run(Command::Go(places[crowded].id));
    let at = desk.page();
    desk.point(at);
    desk.settle();
    let mut rng = StdRng::seed_from_u64(SIZE.seed);
    let hovered = (0..200)
        .map(|_| {
            let near = vec2(rng.random_range(-200.0..200.0), rng.random_range(-300.0..300.0));
            desk.point(at + near)
        })
        .collect();
    row("5,000 on the page, the pointer moves", hovered, FRAME);
    let scrolled = (0..200)
        .map(|n| desk.frame(vec![wheel(if n / 20 % 2 == 0 { 40.0 } else { -40.0 })]))
        .collect();
    row("5,000 on the page, scroll", scrolled, FRAME);
    desk.settle();

    let deep = twelve_deep(&places);
    let gone = deep
        .iter()
        .take(100)
        .map(|id| desk.run(Command::Go(*id)))
        .collect();
    row("twelve deep, jump", gone, FRAME);
    let still = (0..100).map(|_| desk.frame(vec![wheel(4.0)])).collect();
    row("twelve deep, scroll", still, FRAME);
    desk.settle();
}

/// Annotations at which eleven others lie as well.
fn twelve_deep(places: &[Arc<Annotation>]) -> Vec<Id> {
    let hull = |a: &Annotation| a.hull().unwrap();
    let deep = places.windows(12).step_by(97).filter(|stack| {
        let end = stack.iter().map(|a| hull(a).end).min();
        end.is_some_and(|end| hull(&stack[11]).start < end)
    });
    deep.map(|stack| stack[6].id).collect()
}

/// Tagging, another size of the window, and another size of the text.
fn changing(desk: &mut Desk, project: &Project) {
    let places = places(project);
    desk.session.run(Command::Go(places[places.len() / 2].id));
    desk.settle();
    let start = desk.session.work().unwrap().caret.head;
    let words = |n: usize| {
        let text = project.sources.values().next().unwrap().text.clone().unwrap();
        let ends = |at: usize| text.value().floor_char_boundary(at);
        Command::Select(Caret::over(Span::new(ends(start + n), ends(start + n + 40))))
    };
    // The first edit asks who makes it.
    desk.run(words(0));
    desk.seen(press(Key::Num2));
    desk.session.run(Command::Answer(Answer::Handle("A1".into())));
    let before = desk.session.work().unwrap().project().annotations.len();
    let mut tagged = Vec::new();
    for n in 1..=60 {
        desk.run(words(n * 8));
        tagged.push(desk.seen(press([Key::Num1, Key::Num2, Key::Num3][n % 3])));
    }
    let made = desk.session.work().unwrap().project().annotations.len() - before;
    assert_eq!(made, 60, "the keys did not tag: {:?}", desk.session.notices);
    row("tag, from the key to what is seen", tagged, SEEN);
    let undone = (0..60).map(|_| desk.run(Command::Named(Named::Undo))).collect();
    row("undo, to what is seen", undone, SEEN);

    let size = desk.size;
    let resized = (0..120)
        .map(|n| {
            desk.size = size - vec2(4.0 * n as f32, 2.0 * n as f32);
            desk.frame(Vec::new())
        })
        .collect();
    row("resize, a step a frame", resized, SEEN);
    desk.size = size;
    desk.settle();
    let zoomed = [[Named::ZoomIn; 15], [Named::ZoomOut; 15]].concat();
    let zoomed = zoomed.into_iter().map(|z| desk.run(Command::Named(z))).collect();
    desk.run(Command::Named(Named::ZoomReset));
    row("zoom, a step a frame", zoomed, SEEN);
}

/// Typing in the filter of the sources, and in the field that finds in the page.
fn looking_for(desk: &mut Desk) {
    let typed = |desk: &mut Desk, word: &str| -> Vec<Duration> {
        let letters = word.char_indices();
        letters
            .map(|(at, c)| desk.frame(vec![Event::Text(word[at..at + c.len_utf8()].to_owned())]))
            .collect()
    };
    desk.run(Command::Named(Named::FilterSources));
    row(
        "type in the filter of the sources",
        typed(desk, "honest input of"),
        FRAME,
    );
    desk.run(Command::Named(Named::Escape));
    desk.run(Command::Named(Named::Find));
    desk.settle();
    row(
        "type in the field that finds in the page",
        typed(desk, "infrastructure"),
        8.0,
    );
    let begin = Instant::now();
    while desk
        .session
        .work()
        .unwrap()
        .finding
        .as_ref()
        .is_some_and(|f| f.running)
    {
        desk.frame(Vec::new());
    }
    let hits = desk
        .session
        .work()
        .unwrap()
        .finding
        .as_ref()
        .map_or(0, |f| f.hits.len());
    assert!(hits > 10_000, "the letters did not go into the field");
    println!(
        "  and all {hits} places found after {:.1} ms",
        ms(begin.elapsed())
    );
    let stepped = (0..100)
        .map(|_| desk.run(Command::Named(Named::FindNext)))
        .collect();
    row("go to the next place found", stepped, FRAME);
    desk.run(Command::FindText(None));
}
