//! The colours a tag can have, by the names the project file uses.

use std::fmt;
use std::str::FromStr;

use eframe::egui::Color32;

use super::rgb;

/// The name of a tag's colour. The first three belong to the built-in tags, the rest to a project's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Hue {
    /// Of the built-in tag *Claim*.
    Claim,
    /// Of the built-in tag *Evidence*.
    Evidence,
    /// Of the built-in tag *Individual*.
    Individual,
    /// Red-brown.
    Rust,
    /// Pink.
    Rose,
    /// Yellow-green.
    Olive,
    /// Green.
    Fern,
    /// Light blue.
    Sky,
    /// Violet.
    Iris,
    /// Brown.
    Umber,
    /// Grey-blue.
    Slate,
}

/// The two colours of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TagColour {
    /// The letter and the line.
    pub ink: Color32,
    /// The ground behind words, opaque; it is painted at a [`Strength`].
    pub wash: Color32,
}

/// How strongly a wash lies under the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strength {
    /// Nothing points at the passage.
    Rest,
    /// The pointer is on it.
    Hovered,
    /// It is selected.
    Selected,
}

impl Strength {
    /// The share of the wash, 0 to 1.
    pub fn share(self, dark: bool) -> f32 {
        match (self, dark) {
            (Self::Rest, false) => 0.34,
            (Self::Hovered, false) => 0.46,
            (Self::Selected, false) => 0.54,
            (Self::Rest, true) => 0.26,
            (Self::Hovered, true) => 0.31,
            (Self::Selected, true) => 0.36,
        }
    }
}

impl Hue {
    /// Every hue, the built-in tags' first.
    pub const ALL: &[Self] = &[
        Self::Claim,
        Self::Evidence,
        Self::Individual,
        Self::Rust,
        Self::Rose,
        Self::Olive,
        Self::Fern,
        Self::Sky,
        Self::Iris,
        Self::Umber,
        Self::Slate,
    ];

    /// The name in the project file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Claim => "claim",
            Self::Evidence => "evidence",
            Self::Individual => "individual",
            Self::Rust => "rust",
            Self::Rose => "rose",
            Self::Olive => "olive",
            Self::Fern => "fern",
            Self::Sky => "sky",
            Self::Iris => "iris",
            Self::Umber => "umber",
            Self::Slate => "slate",
        }
    }

    /// The hue of a name, or [`Hue::Slate`] for a name this version does not know.
    pub fn named(name: &str) -> Self {
        name.parse().unwrap_or(Self::Slate)
    }

    pub(super) fn colour(self, dark: bool) -> TagColour {
        let (light_ink, light_wash, dark_ink, dark_wash) = match self {
            Self::Claim => (0x795702, 0xF2BA47, 0xEDC069, 0xBA8910),
            Self::Evidence => (0x075C54, 0x63DBCD, 0x7FDBCF, 0x2DA79B),
            Self::Individual => (0x883995, 0xEEA5FA, 0xE8A6F3, 0xBF6DCC),
            Self::Rust => (0x954205, 0xFFAE85, 0xFEB38D, 0xD97237),
            Self::Rose => (0xA02D47, 0xFEA9B3, 0xFEAEB7, 0xE16378),
            Self::Olive => (0x596504, 0xBDCF71, 0xC1D086, 0x8C9C43),
            Self::Fern => (0x206F33, 0x85DC93, 0x96DBA0, 0x56A765),
            Self::Sky => (0x00668B, 0x75D1FF, 0x82D3FD, 0x369ECC),
            Self::Iris => (0x584CAD, 0xBDBCFE, 0xC1C0FF, 0x8A82E9),
            Self::Umber => (0x72583F, 0xDEBD9F, 0xDCC2A9, 0xA98C71),
            Self::Slate => (0x525F6F, 0xB6C6DA, 0xBCC9D9, 0x8694A6),
        };
        let (ink, wash) = if dark {
            (dark_ink, dark_wash)
        } else {
            (light_ink, light_wash)
        };
        TagColour {
            ink: rgb(ink),
            wash: rgb(wash),
        }
    }
}

impl fmt::Display for Hue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// No tag colour has this name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no tag colour; the names are claim, evidence, individual, rust … slate")]
pub struct UnknownHue(String);

impl FromStr for Hue {
    type Err = UnknownHue;

    fn from_str(name: &str) -> Result<Self, UnknownHue> {
        Self::ALL
            .iter()
            .copied()
            .find(|hue| hue.name() == name)
            .ok_or_else(|| UnknownHue(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_back() {
        for &hue in Hue::ALL {
            assert_eq!(hue.to_string().parse(), Ok(hue));
        }
        assert_eq!(Hue::named("mauve"), Hue::Slate);
    }
}
