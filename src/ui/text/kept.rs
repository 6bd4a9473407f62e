//! The layouts kept for the next frame, within a bound.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::shaper::{Shaped, break_lines};
use super::{Laid, Shaper, TextStyle};

/// So many bytes of text are kept laid out; a byte takes some 100 bytes of memory.
const MOST: usize = 256 * 1024;
/// So many widths of one text are kept: a page and a list may show the same words.
const WIDTHS: usize = 3;

/// Layouts by text and style.
#[derive(Default)]
pub(super) struct Kept {
    hasher: RandomState,
    texts: HashMap<u64, Vec<Entry>>,
    bytes: usize,
    clock: u64,
}

struct Entry {
    text: Box<str>,
    style: TextStyle,
    /// Ready to be broken at another width; none for an elided text.
    shaped: Option<Shaped>,
    laid: Vec<(Option<f32>, Arc<Laid>)>,
    used: u64,
}

impl Kept {
    /// The layout of a text, from before or new.
    pub(super) fn lay(&mut self, shaper: &mut Shaper, text: &str, style: &TextStyle) -> Arc<Laid> {
        self.clock += 1;
        let clock = self.clock;
        let entry = self.entry(text, style);
        entry.used = clock;
        if let Some((_, laid)) = entry.laid.iter().find(|(width, _)| *width == style.width) {
            return Arc::clone(laid);
        }
        let laid = if style.elided {
            shaper.lay(text, style)
        } else {
            let shaped = entry.shaped.get_or_insert_with(|| shaper.shape(text, style));
            break_lines(shaped, text, style)
        };
        entry.keep(style.width, Arc::new(laid))
    }

    /// Takes in a layout made elsewhere.
    pub(super) fn keep(&mut self, text: &str, style: &TextStyle, laid: Laid) -> Arc<Laid> {
        self.clock += 1;
        let clock = self.clock;
        let entry = self.entry(text, style);
        entry.used = clock;
        entry.keep(style.width, Arc::new(laid))
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.texts.clear();
        self.bytes = 0;
    }

    fn entry(&mut self, text: &str, style: &TextStyle) -> &mut Entry {
        let style = TextStyle {
            width: None,
            ..*style
        };
        let key = self
            .hasher
            .hash_one((text, style.size.to_bits(), style.role, style.weight, style.elided));
        let known = self.texts.get(&key).and_then(|bucket| {
            bucket
                .iter()
                .position(|entry| entry.style == style && *entry.text == *text)
        });
        if known.is_none() && self.bytes + text.len() > MOST {
            self.forget();
        }
        let bucket = self.texts.entry(key).or_default();
        let at = known.unwrap_or_else(|| {
            self.bytes += cost(text);
            bucket.push(Entry {
                text: text.into(),
                style,
                shaped: None,
                laid: Vec::new(),
                used: 0,
            });
            bucket.len() - 1
        });
        &mut bucket[at]
    }

    /// Drops the half that was asked for longest ago.
    fn forget(&mut self) {
        let mut uses: Vec<u64> = self.texts.values().flatten().map(|entry| entry.used).collect();
        uses.sort_unstable();
        let middle = uses.get(uses.len() / 2).copied().unwrap_or_default();
        for bucket in self.texts.values_mut() {
            bucket.retain(|entry| entry.used > middle);
        }
        self.texts.retain(|_, bucket| !bucket.is_empty());
        self.bytes = self.texts.values().flatten().map(|entry| cost(&entry.text)).sum();
    }
}

impl Entry {
    fn keep(&mut self, width: Option<f32>, laid: Arc<Laid>) -> Arc<Laid> {
        self.laid.retain(|(kept, _)| *kept != width);
        if self.laid.len() >= WIDTHS {
            self.laid.remove(0);
        }
        self.laid.push((width, Arc::clone(&laid)));
        laid
    }
}

/// Even an empty text takes some room.
fn cost(text: &str) -> usize {
    text.len() + 16
}
