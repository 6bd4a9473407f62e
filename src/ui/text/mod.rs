//! The text engine: every word that comes from a source is shaped, broken into lines and drawn here, in every script.
//!
//! parley shapes ([`Shaper`]), the outcome is plain data ([`Laid`]), glyphs are drawn once into one texture, and a
//! text becomes one mesh. A layout knows nothing of colour, place on the screen or pixels, so neither scrolling nor a
//! new theme lays anything out.

mod atlas;
mod engine;
mod kept;
mod laid;
mod raster;
mod shaper;
mod style;
#[cfg(test)]
mod tests;

pub use engine::TextEngine;
pub use laid::{Laid, LaidLine};
pub use shaper::Shaper;
pub use style::TextStyle;
