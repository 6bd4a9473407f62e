//! The look as data: every colour of both themes, every size, and how egui's own widgets are made to obey them.

#[cfg(test)]
mod contrast;
mod hue;
pub mod metrics;
mod style;

use eframe::egui::{self, Color32, Shadow};

pub use hue::{Hue, Strength, TagColour};
pub use style::{Ring, apply, ring, ring_around};

/// The colours of one theme. A colour is named for its place, never for its tone.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Whether this is the dark theme.
    pub dark: bool,
    /// Behind pages of a PDF; the surface furthest back.
    pub desk: Color32,
    /// Bars and panels.
    pub chrome: Color32,
    /// The reading surface and the boards.
    pub page: Color32,
    /// Popups, sheets, the chosen segment of a switch.
    pub raised: Color32,
    /// Wells and filter fields.
    pub sunken: Color32,
    /// The row under the pointer.
    pub hover: Color32,
    /// The selected row, the armed tag.
    pub pick: Color32,
    /// Words.
    pub text: Color32,
    /// The second line of a row.
    pub text2: Color32,
    /// Labels, counts, empty values, disabled controls.
    pub muted: Color32,
    /// Focus, selection, the main button, links: the one colour that is no tag.
    pub accent: Color32,
    /// Words on `accent`.
    pub on_accent: Color32,
    /// The bounds of a control.
    pub edge: Color32,
    /// The dashes of a suggestion.
    pub ghost: Color32,
    /// Dividers; decoration only.
    pub hair: Color32,
    /// Behind selected text.
    pub sel: Color32,
    /// Agreement, a check that passed.
    pub ok: Color32,
    /// Flags.
    pub caution: Color32,
    /// Conflicts and errors.
    pub alert: Color32,
    /// The ground of a message that reports success.
    pub ok_bg: Color32,
    /// The ground of a message that flags something.
    pub caution_bg: Color32,
    /// The ground of a message that reports an error.
    pub alert_bg: Color32,
    /// Over everything behind a sheet, translucent.
    pub scrim: Color32,
    /// Under popups and sheets, and nowhere else.
    pub shadow: Shadow,
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

static LIGHT: Theme = Theme {
    dark: false,
    desk: rgb(0xE9E6DF),
    chrome: rgb(0xF5F3EE),
    page: rgb(0xFEFDFA),
    raised: rgb(0xFFFFFF),
    sunken: rgb(0xECE9E2),
    hover: rgb(0xEBE8E1),
    pick: rgb(0xE0E8F7),
    text: rgb(0x1F1D1A),
    text2: rgb(0x474540),
    muted: rgb(0x66635B),
    accent: rgb(0x285CC2),
    on_accent: rgb(0xFFFFFF),
    edge: rgb(0x847F75),
    ghost: rgb(0x66635B),
    hair: rgb(0xE0DCD3),
    sel: rgb(0xBBD0F5),
    ok: rgb(0x1B6C3A),
    caution: rgb(0x9B4805),
    alert: rgb(0xB3241F),
    ok_bg: rgb(0xE4F1E6),
    caution_bg: rgb(0xFAEBDD),
    alert_bg: rgb(0xFBE7E4),
    scrim: Color32::from_rgba_premultiplied(12, 12, 10, 0x66),
    shadow: Shadow {
        offset: [0, 8],
        blur: 28,
        spread: 0,
        color: Color32::from_black_alpha(0x2E),
    },
};

static DARK: Theme = Theme {
    dark: true,
    desk: rgb(0x131312),
    chrome: rgb(0x1A1A18),
    page: rgb(0x201F1D),
    raised: rgb(0x2A2927),
    sunken: rgb(0x151513),
    hover: rgb(0x272623),
    pick: rgb(0x25324C),
    text: rgb(0xE9E5DD),
    text2: rgb(0xC9C5BC),
    muted: rgb(0xA09B91),
    accent: rgb(0x87B1FD),
    on_accent: rgb(0x0F1A30),
    edge: rgb(0x837F76),
    ghost: rgb(0xA09B91),
    hair: rgb(0x32302C),
    sel: rgb(0x2F4677),
    ok: rgb(0x7FD497),
    caution: rgb(0xF3A768),
    alert: rgb(0xFD8C7E),
    ok_bg: rgb(0x1F3226),
    caution_bg: rgb(0x3A2A1B),
    alert_bg: rgb(0x412320),
    scrim: Color32::from_black_alpha(0xA0),
    shadow: Shadow {
        offset: [0, 10],
        blur: 32,
        spread: 0,
        color: Color32::from_black_alpha(0xA6),
    },
};

impl Theme {
    /// Dark words on paper.
    pub fn light() -> &'static Self {
        &LIGHT
    }

    /// Light words on a dark page.
    pub fn dark() -> &'static Self {
        &DARK
    }

    /// The theme of one of the two names.
    pub fn named(dark: bool) -> &'static Self {
        if dark { &DARK } else { &LIGHT }
    }

    /// The theme this part of the window is drawn in.
    pub fn of(ui: &egui::Ui) -> &'static Self {
        Self::named(ui.visuals().dark_mode)
    }

    /// The two colours of a tag in this theme.
    pub fn tag(&self, hue: Hue) -> TagColour {
        hue.colour(self.dark)
    }

    /// The wash of a tag as it lies under words: translucent, so that two washes blend.
    pub fn wash(&self, hue: Hue, strength: Strength) -> Color32 {
        veil(self.tag(hue).wash, strength.share(self.dark))
    }

    /// The ground of a tag's letter chip: its wash at rest over the page, opaque.
    pub fn chip(&self, hue: Hue) -> Color32 {
        over(self.wash(hue, Strength::Rest), self.page)
    }
}

/// A colour at a share of its strength (0 to 1), premultiplied as egui wants it.
pub fn veil(colour: Color32, share: f32) -> Color32 {
    let part = |c: u8| (f32::from(c) * share).round() as u8;
    Color32::from_rgba_premultiplied(part(colour.r()), part(colour.g()), part(colour.b()), part(255))
}

/// What a translucent colour looks like on an opaque ground, blended in gamma space as the painters do.
pub fn over(top: Color32, ground: Color32) -> Color32 {
    let rest = 1.0 - f32::from(top.a()) / 255.0;
    let mix = |t: u8, g: u8| (f32::from(t) + f32::from(g) * rest).round().min(255.0) as u8;
    Color32::from_rgb(
        mix(top.r(), ground.r()),
        mix(top.g(), ground.g()),
        mix(top.b(), ground.b()),
    )
}
