//! From a text and a style to a layout, by parley.

use std::collections::BTreeMap;

use eframe::egui::vec2;
use parley::fontique::{FontStyle, FontWeight};
use parley::style::{FontFamily, FontFamilyName, LineHeight, OverflowWrap, StyleProperty};
use parley::{Alignment, AlignmentOptions, Layout, LayoutContext};

use super::TextStyle;
use super::laid::{Cluster, Face, Glyph, Laid, LaidLine};
use crate::text::Span;
use crate::ui::fonts::{Faces, Role};

const ELLIPSIS: char = '…';

/// Lays out texts. It needs no window and may work on a thread of its own, to have a text ready ahead of time.
pub struct Shaper {
    faces: Faces,
    context: LayoutContext<()>,
    families: BTreeMap<(Role, String), Vec<FontFamilyName<'static>>>,
}

/// A shaped text without its lines: what stays when only the width changes.
pub(super) type Shaped = Layout<()>;

impl Shaper {
    /// A shaper that chooses among these faces.
    pub fn new(faces: Faces) -> Self {
        Self {
            faces,
            context: LayoutContext::new(),
            families: BTreeMap::new(),
        }
    }

    /// The faces it chooses among.
    pub fn faces(&self) -> &Faces {
        &self.faces
    }

    /// Lays out a text.
    pub fn lay(&mut self, text: &str, style: &TextStyle) -> Laid {
        if style.elided {
            return self.lay_elided(text, style);
        }
        let mut shaped = self.shape(text, style);
        break_lines(&mut shaped, text, style)
    }

    /// One line of a text, its line breaks as blanks, cut so that it and an ellipsis fit the width.
    fn lay_elided(&mut self, text: &str, style: &TextStyle) -> Laid {
        let one_line = TextStyle {
            width: None,
            elided: false,
            ..*style
        };
        let width = style.width.unwrap_or(f32::INFINITY);
        let end = |narrow: f32| {
            let most = ((width / style.size * narrow) as usize).saturating_add(8);
            text.char_indices().nth(most).map_or(text.len(), |(at, _)| at)
        };
        let flattened = |end: usize| text[..end].replace(['\n', '\r', '\t'], " ");
        // Letters a third as wide as they are high nearly always fill the width; none worth reading is narrower than an
        // eighth, and whatever lies further is cut anyway.
        let (mut end, whole) = (end(3.0), end(8.0));
        let mut flat = flattened(end);
        let mut laid = self.lay(&flat, &one_line);
        if laid.size.x <= width && end < whole {
            (end, flat) = (whole, flattened(whole));
            laid = self.lay(&flat, &one_line);
        }
        if end == text.len() && laid.size.x <= width {
            return laid;
        }
        let room = width - self.lay(&ELLIPSIS.to_string(), &one_line).size.x;
        let mut clusters = laid.clusters.clone();
        clusters.sort_by_key(|cluster| cluster.start);
        let mut used = 0.0;
        clusters.retain(|cluster| {
            used += cluster.right - cluster.left;
            used <= room
        });
        loop {
            let kept = clusters.pop().map_or(0, |last| last.end as usize);
            let mut shown = flat.get(..kept).unwrap_or_default().trim_end().to_owned();
            let cut = shown.len();
            shown.push(ELLIPSIS);
            laid = self.lay(&shown, &one_line);
            laid.cut = Some(cut);
            // At a new end Arabic letters take another shape, which may be wider.
            if laid.size.x <= width || kept == 0 {
                return laid;
            }
        }
    }

    pub(super) fn shape(&mut self, text: &str, style: &TextStyle) -> Shaped {
        let language = style.language.as_str();
        let families = self
            .families
            .entry((style.role, language.to_owned()))
            .or_insert_with(|| {
                let names = self.faces.families(style.role, language);
                names
                    .into_iter()
                    .map(|name| FontFamilyName::Named(name.into()))
                    .collect()
            });
        let mut builder = self
            .context
            .ranged_builder(&mut self.faces.context, text, 1.0, false);
        builder.push_default(FontFamily::List(families.as_slice().into()));
        builder.push_default(StyleProperty::FontSize(style.size));
        builder.push_default(LineHeight::Absolute(style.line_height));
        builder.push_default(FontWeight::new(f32::from(style.weight)));
        builder.push_default(if style.italic {
            FontStyle::Italic
        } else {
            FontStyle::Normal
        });
        builder.push_default(StyleProperty::Locale(Some(style.language)));
        builder.push_default(StyleProperty::LetterSpacing(style.spacing));
        builder.push_default(OverflowWrap::Anywhere);
        builder.build(text)
    }
}

/// Breaks a shaped text into lines and takes down what stands where.
pub(super) fn break_lines(shaped: &mut Shaped, text: &str, style: &TextStyle) -> Laid {
    shaped.break_all_lines(style.width);
    shaped.align(Alignment::Start, AlignmentOptions::default());
    if shaped.is_empty() {
        return Laid::empty(style.line_height);
    }
    let mut laid = Laid {
        rtl: shaped.is_rtl(),
        size: vec2(0.0, shaped.height()),
        ..Laid::default()
    };
    for line in shaped.lines() {
        let metrics = line.metrics();
        let (first_cluster, first_glyph) = (laid.clusters.len(), laid.glyphs.len());
        let mut x = metrics.offset;
        for run in line.runs() {
            let face = face_of(&mut laid.faces, &run);
            for cluster in run.visual_clusters() {
                let bytes = cluster.text_range();
                let mut pen = x;
                for glyph in cluster.glyphs() {
                    let (x, y) = (pen + glyph.x, metrics.baseline + glyph.y);
                    laid.glyphs.push(Glyph {
                        face,
                        id: glyph.id,
                        byte: bytes.start as u32,
                        x,
                        y,
                    });
                    pen += glyph.advance;
                }
                let right = x + cluster.advance();
                laid.clusters.push(Cluster {
                    start: bytes.start as u32,
                    end: bytes.end as u32,
                    left: x,
                    right,
                    rtl: cluster.is_rtl(),
                    hanging: false,
                });
                x = right;
            }
        }
        let bytes = line.text_range();
        let span = Span::new(bytes.start, bytes.end);
        let written = span.start + span.slice(text).unwrap_or_default().trim_end().len();
        let clusters = &mut laid.clusters[first_cluster..];
        for cluster in &mut *clusters {
            cluster.hanging = cluster.start as usize >= written;
        }
        let inked = clusters.iter().filter(|cluster| !cluster.hanging);
        let left = inked
            .clone()
            .map(|c| c.left)
            .reduce(f32::min)
            .unwrap_or(metrics.offset);
        let right = inked.map(|c| c.right).reduce(f32::max).unwrap_or(left);
        laid.size.x = laid.size.x.max(right);
        laid.lines.push(LaidLine {
            span,
            top: metrics.block_min_coord,
            bottom: metrics.block_max_coord,
            baseline: metrics.baseline,
            left,
            right,
            clusters: first_cluster..laid.clusters.len(),
            glyphs: first_glyph..laid.glyphs.len(),
        });
    }
    laid
}

/// The place of a run's face in the list, where it is put if it is not there yet.
fn face_of(faces: &mut Vec<Face>, run: &parley::Run<'_, ()>) -> u16 {
    let synthesis = run.synthesis();
    let face = Face {
        font: run.font().clone(),
        size: run.font_size(),
        coords: run
            .normalized_coords()
            .iter()
            .map(|coord| coord.to_bits())
            .collect(),
        embolden: synthesis.embolden(),
        skew: synthesis.skew(),
    };
    let at = faces.iter().position(|known| *known == face).unwrap_or_else(|| {
        faces.push(face);
        faces.len() - 1
    });
    at as u16
}
