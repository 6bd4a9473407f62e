#![allow(clippy::unwrap_used)]

use eframe::egui::{Color32, Context, Pos2, pos2, vec2};
use encoding_rs::{BIG5, Encoding, GBK};

use super::*;
use crate::text::Span;
use crate::ui::fonts::{Faces, Role};
use crate::ui::painter;

fn engine() -> TextEngine {
    TextEngine::new(Faces::embedded())
}

/// Every character of a double-byte character set within a range of lead and trail bytes.
fn characters(
    encoding: &'static Encoding,
    leads: std::ops::RangeInclusive<u8>,
    trails: &[(u8, u8)],
) -> Vec<char> {
    let mut found = Vec::new();
    for lead in leads {
        for trail in trails.iter().flat_map(|&(first, last)| first..=last) {
            let bytes = [lead, trail];
            let (text, _, malformed) = encoding.decode(&bytes);
            if !malformed {
                found.extend(text.chars());
            }
        }
    }
    found
}

fn is_han(c: &char) -> bool {
    matches!(*c, '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}')
}

#[test]
fn no_han_of_gb2312_and_big5_shows_as_a_box() {
    // GB 2312 level 1 and 2 in the rows of GBK; Big5 level 1 and 2.
    let simplified = characters(GBK, 0xB0..=0xF7, &[(0xA1, 0xFE)]);
    let mut traditional = characters(BIG5, 0xA4..=0xC6, &[(0x40, 0x7E), (0xA1, 0xFE)]);
    traditional.extend(characters(BIG5, 0xC9..=0xF9, &[(0x40, 0x7E), (0xA1, 0xFE)]));
    let mut shaper = Shaper::new(Faces::embedded());
    let mut check = |language: &str, role: Role, characters: &[char], at_least: usize| {
        let han: String = characters.iter().filter(|c| is_han(c)).collect();
        assert!(han.chars().count() >= at_least, "{}", han.chars().count());
        let style = TextStyle {
            role,
            ..TextStyle::reading(language).wide(2000.0)
        };
        let laid = shaper.lay(&han, &style);
        assert_eq!(laid.glyphs.len(), han.chars().count());
        assert_eq!(laid.missing(), 0, "{language}");
    };
    for role in [Role::Reading, Role::Ui, Role::Code] {
        check("zh-Hans", role, &simplified, 6763);
        check("zh-Hant", role, &traditional, 13_053);
    }
}

#[test]
fn the_signs_of_chinese_and_of_the_west_are_there() {
    let mut shaper = Shaper::new(Faces::embedded());
    for role in [Role::Reading, Role::Ui] {
        let style = TextStyle {
            role,
            ..TextStyle::reading("zh")
        };
        for text in [
            "“‘’”，。、；：？！（）《》【】…—·",
            "„“«»–—…§¶†‡€№",
            "Тайбэй, Ελλάδα, Việt Nam, ąęłñß",
        ] {
            assert_eq!(shaper.lay(text, &style).missing(), 0, "{text}");
        }
    }
}

/// What is drawn of a text: its picture, and how many pixels are inked.
fn drawn(text: &str, style: &TextStyle) -> (painter::Picture, usize) {
    let (ctx, mut engine) = (Context::default(), engine());
    let laid = engine.layout(text, style);
    let picture = painter::draw(&ctx, vec2(80.0, 60.0), 1.0, Color32::WHITE, |ui| {
        engine.paint(ui.painter(), pos2(8.0, 8.0), &laid, Color32::BLACK);
    });
    let inked = picture.pixels.iter().filter(|pixel| pixel.r() < 128).count();
    (picture, inked)
}

#[test]
fn a_character_without_a_font_shows_as_a_box_never_as_nothing() {
    // Cuneiform, Linear B, a private character, one of a plane without characters, Lepcha.
    for text in ["\u{12000}", "\u{10000}", "\u{E000}", "\u{5FFFD}", "\u{1C00}"] {
        for role in [Role::Reading, Role::Ui, Role::Code] {
            let style = TextStyle {
                role,
                ..TextStyle::reading("und")
            };
            let laid = engine().layout(text, &style);
            assert_eq!(laid.missing(), 1, "{text:?}");
            assert!(laid.size().x > 3.0, "{text:?} takes no room");
            assert!(drawn(text, &style).1 > 8, "{text:?} is not drawn as {role:?}");
        }
    }
    assert_eq!(drawn(" ", &TextStyle::reading("en")).1, 0);
}

#[test]
fn other_scripts_have_a_last_resort() {
    let mut shaper = Shaper::new(Faces::embedded());
    for text in ["مرحبا بالعالم", "שלום עולם", "สวัสดีชาวโลก", "नमस्ते दुनिया"]
    {
        assert_eq!(
            shaper.lay(text, &TextStyle::reading("und")).missing(),
            0,
            "{text}"
        );
    }
}

#[test]
fn lines_are_as_high_and_as_wide_as_asked() {
    let text = "In a WeChat post the ministry asserted that the persona is a front. ".repeat(8);
    let style = TextStyle::reading("en").wide(300.0);
    let laid = engine().layout(&text, &style);
    assert_eq!(laid.height(), 29.0 * laid.lines().len() as f32);
    assert!(laid.size().x <= 300.0 && laid.size().x > 200.0);
    let baselines: Vec<f32> = laid
        .lines()
        .windows(2)
        .map(|two| two[1].baseline - two[0].baseline)
        .collect();
    assert!(
        baselines.iter().all(|step| (step - 29.0).abs() < 0.001),
        "{baselines:?}"
    );
}

#[test]
fn han_among_latin_does_not_move_the_baseline() {
    let mut engine = engine();
    let mut baseline = |text: &str| engine.layout(text, &TextStyle::reading("zh")).lines()[0].baseline;
    assert_eq!(baseline("Anonymous 64"), baseline("国家安全部称 Anonymous 64"));
}

#[test]
fn a_word_too_long_for_the_line_is_broken() {
    let laid = engine().layout(&"x".repeat(500), &TextStyle::reading("en").wide(200.0));
    assert!(laid.size().x <= 200.0 && laid.lines().len() > 5);
}

#[test]
fn every_boundary_is_hit_where_its_caret_stands() {
    let mut engine = engine();
    let mut check = |text: &str, language: &str| {
        let laid = engine.layout(text, &TextStyle::reading(language).wide(180.0));
        for (byte, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let caret = laid.caret(byte);
            let hit = laid.hit(caret.center());
            assert_eq!(laid.caret(hit), caret, "{text} at {byte} is hit as {hit}");
        }
    };
    check("The first came on 22 September 2024, in a post.", "en");
    check("国家安全部在微信公众号发文称，自称“匿名者64”的黑客组织", "zh");
    check("КНР обвинила тайваньское подразделение", "ru");
    check("تتهم الصين وحدة إلكترونية تايوانية", "ar");
    check("", "en");
    check("office affine", "en");
}

#[test]
fn a_span_is_covered_by_rectangles_in_its_lines() {
    let text = "aaaa bbbb cccc";
    let laid = engine().layout(text, &TextStyle::reading("en").wide(90.0));
    let lines: Vec<&str> = laid
        .lines()
        .iter()
        .map(|line| line.span.slice(text).unwrap())
        .collect();
    assert_eq!(lines, ["aaaa bbbb ", "cccc"]);
    let check = |start: usize, end: usize, rects: usize| {
        let found = laid.rects(Span::new(start, end));
        assert_eq!(found.len(), rects, "{start}..{end}: {found:?}");
        found
    };
    check(0, 4, 1);
    check(2, 2, 0);
    check(9, 10, 0);
    let both = check(5, 12, 2);
    assert_eq!((both[0].top(), both[1].top()), (0.0, 29.0));
    assert_eq!(both[0].right(), laid.lines()[0].right);
    assert_eq!(both[1].left(), 0.0);
    check(14, 14, 0);
}

#[test]
fn a_span_of_two_directions_may_take_two_rectangles_a_line() {
    let text = "abc שלום def";
    let laid = engine().layout(text, &TextStyle::reading("en"));
    // From b up to the second Hebrew letter, which stands at the far end of its word.
    assert_eq!(laid.rects(Span::new(1, 6)).len(), 2);
    assert!(!laid.is_rtl());
    assert!(engine().layout("שלום", &TextStyle::reading("he")).is_rtl());
}

#[test]
fn a_label_too_wide_ends_in_an_ellipsis() {
    let mut engine = engine();
    let mut check = |text: &str, width: f32, cut: bool| {
        let laid = engine.layout(text, &TextStyle::listed("en").wide(width));
        assert_eq!(laid.lines().len(), 1);
        assert_eq!(laid.cut().is_some(), cut, "{text}");
        assert!(laid.size().x <= width, "{} > {width}", laid.size().x);
    };
    check("short", 200.0, false);
    check(
        "no log, sample or account record that ties the persona to the command",
        200.0,
        true,
    );
    check("two\nlines", 200.0, false);
    check(&"国".repeat(100_000), 200.0, true);
    check("", 200.0, false);
    check("مرحبا بالعالم مرحبا بالعالم مرحبا بالعالم مرحبا", 120.0, true);
    check("anything", 2000.0, false);
}

#[test]
fn a_layout_is_kept_and_a_new_width_is_another() {
    let mut engine = engine();
    let style = TextStyle::reading("en").wide(200.0);
    let first = engine.layout("the persona is a front for a command", &style);
    assert!(std::sync::Arc::ptr_eq(
        &first,
        &engine.layout("the persona is a front for a command", &style)
    ));
    let narrow = engine.layout("the persona is a front for a command", &style.wide(100.0));
    assert!(narrow.lines().len() > first.lines().len());
    assert!(std::sync::Arc::ptr_eq(
        &first,
        &engine.layout("the persona is a front for a command", &style)
    ));
    assert_eq!(
        narrow.lines(),
        Shaper::new(Faces::embedded())
            .lay("the persona is a front for a command", &style.wide(100.0))
            .lines()
    );
}

#[test]
fn texts_beyond_the_bound_are_forgotten() {
    let mut engine = engine();
    let style = TextStyle::label("en").wide(100.0);
    let first = engine.layout("first", &style);
    for number in 0..40 {
        engine.layout(&format!("{number} {}", "x".repeat(10_000)), &style);
    }
    assert!(!std::sync::Arc::ptr_eq(&first, &engine.layout("first", &style)));
}

#[test]
fn a_shaper_works_on_another_thread() {
    let mut engine = engine();
    let style = TextStyle::reading("zh").wide(300.0);
    let mut shaper = engine.shaper();
    let laid = std::thread::spawn(move || shaper.lay("国家安全部", &style))
        .join()
        .unwrap();
    let kept = engine.keep("国家安全部", &style, laid);
    assert!(std::sync::Arc::ptr_eq(
        &kept,
        &engine.layout("国家安全部", &style)
    ));
}

#[test]
fn a_layout_lies_on_whole_pixels_and_takes_any_colour() {
    let picture = |at: Pos2, colour: Color32| {
        let (ctx, mut engine) = (Context::default(), engine());
        let laid = engine.layout("Onus", &TextStyle::title("en"));
        painter::draw(&ctx, vec2(100.0, 50.0), 1.0, Color32::WHITE, |ui| {
            engine.paint(ui.painter(), at, &laid, colour);
        })
    };
    let black = picture(pos2(10.0, 5.0), Color32::BLACK);
    assert_eq!(black, picture(pos2(10.3, 4.8), Color32::BLACK));
    assert_ne!(black, picture(pos2(10.6, 5.0), Color32::BLACK));
    let red = picture(pos2(10.0, 5.0), Color32::RED);
    assert!(red.pixels.contains(&Color32::RED) && !red.pixels.contains(&Color32::BLACK));
}
