//! Between the bytes used inside and the code points of every export.

/// Bytes between two counted marks.
const STEP: usize = 1024;

/// Bytes whose starts of characters fit one word of the table.
const WORD: usize = 64;

/// Converts positions of one text between UTF-8 bytes and Unicode code points.
///
/// It keeps a bit for each byte, set where a character begins, and a count at every KiB. So it does not hold on to the
/// text, takes an eighth of its size, and a conversion costs the same wherever it is.
#[derive(Clone, Debug)]
pub struct Offsets {
    starts: Vec<u64>,
    /// How many characters begin before byte `STEP * i`.
    marks: Vec<usize>,
    bytes: usize,
    chars: usize,
}

impl Offsets {
    /// Counts the whole of `text`.
    pub fn new(text: &str) -> Self {
        let starts: Vec<u64> = text.as_bytes().chunks(WORD).map(starts).collect();
        let mut chars = 0;
        let marks = starts
            .chunks(STEP / WORD)
            .map(|step| {
                let before = chars;
                chars += step.iter().map(ones).sum::<usize>();
                before
            })
            .collect();
        Self {
            starts,
            marks,
            bytes: text.len(),
            chars,
        }
    }

    /// Length of the text in code points.
    pub fn chars(&self) -> usize {
        self.chars
    }

    /// The code points before byte `byte`; none where that is past the end or inside a character.
    pub fn to_chars(&self, byte: usize) -> Option<usize> {
        if byte >= self.bytes {
            return (byte == self.bytes).then_some(self.chars);
        }
        let (step, word) = (byte / STEP, byte / WORD);
        let bit = 1 << (byte % WORD);
        let before: usize = self.starts[step * (STEP / WORD)..word].iter().map(ones).sum();
        let is_start = self.starts[word] & bit != 0;
        is_start.then(|| self.marks[step] + before + ones(&(self.starts[word] & (bit - 1))))
    }

    /// The byte at which the code point number `char`, counted from 0, begins; for the number of code points the
    /// length of the text, and past that none.
    pub fn to_bytes(&self, char: usize) -> Option<usize> {
        if char >= self.chars {
            return (char == self.chars).then_some(self.bytes);
        }
        let step = self.marks.partition_point(|mark| *mark <= char) - 1;
        let mut further = char - self.marks[step];
        let mut word = step * (STEP / WORD);
        while further >= ones(&self.starts[word]) {
            further -= ones(&self.starts[word]);
            word += 1;
        }
        let bits = (0..further).fold(self.starts[word], |bits, _| bits & (bits - 1));
        Some(word * WORD + bits.trailing_zeros() as usize)
    }
}

/// A bit for each of at most 64 bytes, set where it begins a character: continuations are `10xxxxxx` (RFC 3629).
fn starts(bytes: &[u8]) -> u64 {
    bytes
        .iter()
        .rev()
        .fold(0, |bits, byte| bits << 1 | u64::from(byte & 0xC0 != 0x80))
}

fn ones(bits: &u64) -> usize {
    bits.count_ones() as usize
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn counts_characters_of_one_to_four_bytes() {
        let offsets = Offsets::new("aé国😀");
        assert_eq!(offsets.chars(), 4);
        for (byte, char) in [(0, 0), (1, 1), (3, 2), (6, 3), (10, 4)] {
            assert_eq!(offsets.to_chars(byte), Some(char));
            assert_eq!(offsets.to_bytes(char), Some(byte));
        }
        for inside in [2, 4, 5, 7, 8, 9, 11] {
            assert_eq!(offsets.to_chars(inside), None, "{inside}");
        }
        assert_eq!(offsets.to_bytes(5), None);
    }

    #[test]
    fn an_empty_text_has_one_position() {
        let offsets = Offsets::new("");
        assert_eq!((offsets.to_chars(0), offsets.to_bytes(0)), (Some(0), Some(0)));
        assert_eq!((offsets.to_chars(1), offsets.to_bytes(1)), (None, None));
    }

    proptest! {
        #[test]
        fn agrees_with_counting(
            pieces in prop::collection::vec((prop::collection::vec(any::<char>(), 0..40), 0..60usize), 0..8),
        ) {
            let text: String = pieces.iter().flat_map(|(piece, times)| piece.repeat(*times)).collect();
            let offsets = Offsets::new(&text);
            prop_assert_eq!(offsets.chars(), text.chars().count());
            for (char, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(offsets.to_chars(byte), Some(char));
                prop_assert_eq!(offsets.to_bytes(char), Some(byte));
            }
            for byte in 0..text.len() {
                prop_assert_eq!(offsets.to_chars(byte).is_some(), text.is_char_boundary(byte));
            }
            prop_assert_eq!(offsets.to_bytes(offsets.chars()), Some(text.len()));
        }
    }
}
