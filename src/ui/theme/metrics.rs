//! Sizes, in points. Everything stands on a grid of four.

/// The step of the grid.
pub const GRID: f32 = 4.0;
/// The distance between a panel's edge and what it holds.
pub const PADDING: f32 = 16.0;

/// The bar at the top of the window.
pub const TOP_BAR: f32 = 44.0;
/// The bar of tags over the page.
pub const TAG_BAR: f32 = 40.0;
/// The bar at the bottom of the window.
pub const STATUS_BAR: f32 = 26.0;
/// The line that heads a list.
pub const HEAD: f32 = 36.0;

/// A row of a list.
pub const ROW: f32 = 28.0;
/// A row of the list of passages.
pub const OUTLINE_ROW: f32 = 26.0;
/// A row of a board.
pub const BOARD_ROW: f32 = 48.0;
/// A row of two lines.
pub const TALL_ROW: f32 = 44.0;
/// A field or button.
pub const CONTROL: f32 = 28.0;
/// The switch of a few segments.
pub const SEGMENTS: f32 = 24.0;
/// The square chip of a tag's letter.
pub const CHIP: f32 = 18.0;

/// The panel at the left.
pub const LEFT_PANEL: f32 = 264.0;
/// The inspector at the right.
pub const INSPECTOR: f32 = 328.0;
/// The inspector in a window narrower than [`WIDE`].
pub const NARROW_INSPECTOR: f32 = 300.0;
/// The left panel folded to icons.
pub const RAIL: f32 = 44.0;
/// The page is never narrower than this; panels yield first.
pub const PAGE_MIN: f32 = 480.0;
/// From this width on all three columns stand.
pub const WIDE: f32 = 1280.0;
/// The smallest window.
pub const WINDOW_MIN: [f32; 2] = [1024.0, 700.0];

/// Corners of chips.
pub const CHIP_RADIUS: u8 = 3;
/// Corners of controls.
pub const RADIUS: u8 = 6;
/// Corners of popups.
pub const POPUP_RADIUS: u8 = 8;
/// Corners of sheets.
pub const SHEET_RADIUS: u8 = 12;

/// The ring round what has the focus.
pub const RING: f32 = 2.0;
/// The gap between a control and its ring.
pub const RING_GAP: f32 = 2.0;

/// Onus's own words.
pub const UI_SIZE: f32 = 13.0;
/// The line of [`UI_SIZE`].
pub const UI_LINE: f32 = 18.0;
/// Second lines.
pub const SMALL_SIZE: f32 = 12.0;
/// The line of [`SMALL_SIZE`] and [`TINY_SIZE`].
pub const SMALL_LINE: f32 = 16.0;
/// The smallest words.
pub const TINY_SIZE: f32 = 11.0;
/// Titles of panels and sheets.
pub const TITLE_SIZE: f32 = 15.0;
/// The line of [`TITLE_SIZE`].
pub const TITLE_LINE: f32 = 20.0;
/// Code.
pub const CODE_SIZE: f32 = 11.5;
/// The line of [`CODE_SIZE`].
pub const CODE_LINE: f32 = 18.0;
/// An icon in a bar.
pub const ICON: f32 = 16.0;
/// An icon in a row.
pub const SMALL_ICON: f32 = 14.0;

/// How long a scroll to a target takes, in seconds.
pub const SCROLL_SECONDS: f32 = 0.12;
/// How long a popup fades, in seconds.
pub const FADE_SECONDS: f32 = 0.08;
