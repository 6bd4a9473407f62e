//! Where clusters, words and sentences end in a bounded piece of text, by Unicode (UAX #29) and a dictionary.
//!
//! Only here is the segmenter asked. It reads the whole of what it is given, so it is given a [piece](super::pieces),
//! never a text.

use std::sync::LazyLock;

use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{
    GraphemeClusterSegmenter, GraphemeClusterSegmenterBorrowed, SentenceSegmenter, SentenceSegmenterBorrowed,
    WordSegmenter, WordSegmenterBorrowed,
};

use super::Span;
use super::abbreviations::never_ends_a_sentence;
use super::marks::is_opening;

static CLUSTERS: GraphemeClusterSegmenterBorrowed<'static> = GraphemeClusterSegmenter::new();
static SENTENCES: LazyLock<SentenceSegmenterBorrowed<'static>> =
    LazyLock::new(|| SentenceSegmenter::new(SentenceBreakInvariantOptions::default()));
// The dictionary knows Chinese and Japanese, which the neural model does not, and is quicker for the rest.
static WORDS: LazyLock<WordSegmenterBorrowed<'static>> =
    LazyLock::new(|| WordSegmenter::new_dictionary(WordBreakInvariantOptions::default()));

/// A stretch between two word boundaries: a word, a run of blanks, or a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub(super) span: Span,
    /// Whether it holds letters, ideographs or digits.
    pub(super) is_word: bool,
}

impl Stretch {
    pub(super) fn shifted(self, by: usize) -> Self {
        Self {
            span: self.span.shifted(by),
            ..self
        }
    }
}

/// The ends of the grapheme clusters of `piece`, in bytes, beginning with 0.
pub(super) fn cluster_breaks(piece: &str) -> impl Iterator<Item = usize> {
    CLUSTERS.segment_str(piece)
}

/// The words of `piece` and what stands between them, in order and without gaps.
pub(super) fn stretches(piece: &str) -> impl Iterator<Item = Stretch> {
    let mut start = 0;
    let mut has_word = false;
    let mut clusters = cluster_breaks(piece).peekable();
    WORDS
        .segment_str(piece)
        .iter_with_word_type()
        .filter_map(move |(end, kind)| {
            has_word |= kind.is_word_like();
            while clusters.next_if(|cluster| *cluster < end).is_some() {}
            // A mark that combines with an ideograph comes out as a stretch of its own; a caret must not stop before it.
            if end == start || clusters.peek() != Some(&end) {
                return None;
            }
            let stretch = Stretch {
                span: Span::new(start, end),
                is_word: has_word,
            };
            (start, has_word) = (end, false);
            Some(stretch)
        })
}

/// The ends of the sentences of `piece`, in bytes; blanks belong to the sentence before them.
///
/// Two things differ from UAX #29. An opening mark right behind a full stop, as Chinese has it, begins the next
/// sentence. And a title or initials before a dot (`Mr. Li`, `U.S. Cyber Command`) do not end one.
pub(super) fn sentence_breaks(piece: &str) -> impl Iterator<Item = usize> {
    SENTENCES.segment_str(piece).skip(1).filter_map(move |end| {
        if end == piece.len() {
            return Some(end);
        }
        let sentence = &piece[..end];
        (!never_ends_a_sentence(sentence)).then(|| sentence.trim_end_matches(is_opening).len())
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn joined(piece: &str, breaks: impl Iterator<Item = usize>) -> String {
        let mut start = 0;
        let parts: Vec<_> = breaks
            .map(|end| &piece[std::mem::replace(&mut start, end)..end])
            .collect();
        parts.join("|")
    }

    #[test]
    fn finds_words() {
        for expected in [
            "国家安全|机关|已对|其|立案|侦查",
            "台灣|資|通電|軍|指揮|部|（|ICEFCOM|）|策劃|、|組織|、|實施",
            "2024|年|9|月|22|日|，|“|匿名|64|”|组织",
            "Mark’d| |ye| |his| |words|?",
            "evil.example.com|  |1.2.3.4| |a|@|b.co",
            "こんにちは|世界",
            "가나다| |라마",
            "ทุก|สอง|สัปดาห์",
            "国家\u{301}|安全",
        ] {
            let piece = expected.replace('|', "");
            assert_eq!(
                joined(&piece, stretches(&piece).map(|stretch| stretch.span.end)),
                expected
            );
        }
    }

    #[test]
    fn tells_words_from_what_stands_between() {
        let kinds: Vec<_> = stretches("64组织 (安全)。")
            .map(|stretch| stretch.is_word)
            .collect();
        assert_eq!(kinds, [true, true, false, false, true, false, false]);
    }

    #[test]
    fn finds_sentences() {
        for expected in [
            "国家安全部披露。|“匿名64”组织！|真的吗？！|是。",
            "他说：“你好。”|他又说。|（附件）完",
            "“安全。”，他说。",
            "He said. |“Hello.” |Then 3.5 more. |(The end.) |Next",
            "The U.S. Department of J. Smith and Mr. Li, e.g. him. |On Sept. 22 No. 5 went. |Good",
            "„Ja.“ |Dann nicht.",
        ] {
            let piece = expected.replace('|', "");
            assert_eq!(joined(&piece, sentence_breaks(&piece)), expected);
        }
    }

    proptest! {
        #[test]
        fn breaks_are_in_order_and_between_clusters(piece in "[a-c国安全。“”.! \u{301}\u{200D}👩🇨🇳ก-ฮ]{0,60}") {
            let clusters: Vec<_> = cluster_breaks(&piece).collect();
            let words: Vec<_> = stretches(&piece).map(|stretch| stretch.span.end).collect();
            prop_assert!(words.is_sorted_by(|a, b| a < b));
            prop_assert!(words.iter().all(|end| clusters.contains(end)), "{:?}", words);
            let sentences: Vec<_> = sentence_breaks(&piece).collect();
            prop_assert!(sentences.is_sorted_by(|a, b| a < b), "{:?}", sentences);
            let end = (!piece.is_empty()).then_some(piece.len());
            prop_assert_eq!((words.last().copied(), sentences.last().copied()), (end, end));
        }
    }
}
