//! The contrast the tokens promise, computed: words 4.5, parts 3.0 to one.
//!
//! Ratio and luminance are those of WCAG 2.2, <https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio>.

use eframe::egui::Color32;

use super::{Hue, Strength, Theme, over, veil};

const WORDS: f64 = 4.5;
const PARTS: f64 = 3.0;

fn luminance(colour: Color32) -> f64 {
    let linear = |c: u8| {
        let c = f64::from(c) / 255.0;
        if c <= 0.04045 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * linear(colour.r()) + 0.7152 * linear(colour.g()) + 0.0722 * linear(colour.b())
}

fn ratio(a: Color32, b: Color32) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn both(check: impl Fn(&Theme)) {
    check(Theme::light());
    check(Theme::dark());
}

fn surfaces(theme: &Theme) -> [Color32; 7] {
    [
        theme.desk,
        theme.chrome,
        theme.page,
        theme.raised,
        theme.sunken,
        theme.hover,
        theme.pick,
    ]
}

#[track_caller]
fn at_least(need: f64, ink: Color32, ground: Color32) {
    let found = ratio(ink, ground);
    assert!(
        found >= need,
        "{ink:?} on {ground:?} has {found:.2}, needs {need}"
    );
}

#[test]
fn the_scale_ends_at_21() {
    assert!((ratio(Color32::WHITE, Color32::BLACK) - 21.0).abs() < 1e-9);
}

#[test]
fn words_on_every_surface() {
    both(|t| {
        for ground in surfaces(t) {
            for ink in [t.text, t.text2, t.muted, t.accent, t.ok, t.caution, t.alert] {
                at_least(WORDS, ink, ground);
            }
        }
        at_least(WORDS, t.on_accent, t.accent);
        at_least(WORDS, t.text, t.sel);
        for (ink, ground) in [(t.ok, t.ok_bg), (t.caution, t.caution_bg), (t.alert, t.alert_bg)] {
            for ink in [ink, t.text, t.muted] {
                at_least(WORDS, ink, ground);
            }
        }
    });
}

#[test]
fn parts_on_every_surface() {
    both(|t| {
        for ground in surfaces(t) {
            for ink in [t.edge, t.accent, t.ghost] {
                at_least(PARTS, ink, ground);
            }
        }
    });
}

#[test]
fn tags_on_every_surface_and_on_their_wash() {
    both(|t| {
        for &hue in Hue::ALL {
            let ink = t.tag(hue).ink;
            for ground in surfaces(t) {
                at_least(WORDS, ink, ground);
            }
            at_least(WORDS, ink, t.chip(hue));
            for strength in [Strength::Rest, Strength::Hovered, Strength::Selected] {
                at_least(WORDS, t.text, over(t.wash(hue, strength), t.page));
            }
        }
    });
}

#[test]
fn words_on_two_washes() {
    let floors = |t: &Theme| {
        if t.dark {
            (5.9, 4.6, 7.6)
        } else {
            (11.8, 10.3, 11.2)
        }
    };
    both(|t| {
        let (resting, selected, marked) = floors(t);
        for &below in Hue::ALL {
            let one = |strength| over(t.wash(below, strength), t.page);
            at_least(marked - 0.06, t.text, over(veil(t.sel, 0.8), one(Strength::Rest)));
            for &above in Hue::ALL.iter().filter(|&&above| above != below) {
                let two = |strength| over(t.wash(above, strength), one(strength));
                at_least(resting - 0.06, t.text, two(Strength::Rest));
                at_least(selected - 0.06, t.text, two(Strength::Selected));
            }
        }
    });
}
