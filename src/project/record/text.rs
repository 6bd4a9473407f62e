//! Text: what was read out of a source's original. Offsets are UTF-8 bytes over the lines joined by LF.

use super::{closed_list, part};
use crate::text::Span;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeStruct};
use std::sync::Arc;

closed_list! {
    /// How a text was read out of its original.
    ReadBy { Extraction = "extraction", Ocr = "ocr" }
}

/// What a block of text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BlockKind {
    /// A heading of a level from 1 (the highest) to 6.
    Heading(u8),
    /// A paragraph of running text.
    Paragraph,
    /// One item of a list.
    ListItem,
    /// One row of a table.
    TableRow,
    /// A quotation.
    Quote,
    /// A caption of a picture or table.
    Caption,
    /// A footnote or endnote.
    Footnote,
    /// A reader's comment in the document.
    Comment,
    /// Text that a tracked change inserted.
    Inserted,
    /// Text that a tracked change deleted.
    Deleted,
    /// Code or other preformatted text.
    Code,
    /// Page headers, numbers and other furniture.
    Furniture,
}

impl BlockKind {
    /// One value of each kind, headings at level 1.
    pub const ALL: &'static [Self] = &[
        Self::Heading(1),
        Self::Paragraph,
        Self::ListItem,
        Self::TableRow,
        Self::Quote,
        Self::Caption,
        Self::Footnote,
        Self::Comment,
        Self::Inserted,
        Self::Deleted,
        Self::Code,
        Self::Furniture,
    ];

    /// The kind as it is written in JSON, without a heading's level.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::TableRow => "table-row",
            Self::Quote => "quote",
            Self::Caption => "caption",
            Self::Footnote => "footnote",
            Self::Comment => "comment",
            Self::Inserted => "inserted",
            Self::Deleted => "deleted",
            Self::Code => "code",
            Self::Furniture => "furniture",
        }
    }
}

part! {
    /// A stretch of text of one kind; blocks are in order and disjoint.
    Block {
        /// Where it stands, in bytes.
        [req value] span: Span,
        /// What it is.
        [req value] kind: BlockKind,
        /// The page it begins on, counted from 1.
        [opt value] page: u32,
    }
}

part! {
    /// A page of a paged original.
    Page {
        /// The label printed on the page, or its number.
        [req value] label: String,
        /// The text that stands on it, in bytes.
        [req value] span: Span,
        /// Width as shown (cropped, rotated): points for PDF, pixels for pictures.
        [req value] width: f64,
        /// Height as shown, in the same unit.
        [req value] height: f64,
    }
}

/// The text of a source. Once anything is tagged in it, it never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct Text {
    value: Arc<str>,
    /// SHA-256 of the lines joined by LF, 64 lower-case hex digits.
    pub sha256: String,
    /// How the text was read.
    pub read_by: ReadBy,
    /// What its parts are, in order.
    pub blocks: Vec<Block>,
    /// The pages of a paged original; never empty where there.
    pub pages: Option<Vec<Page>>,
}

impl Text {
    /// The most lines, and the most blocks, that a text may have. Each takes some fifty bytes of memory and of a project
    /// file, so that a short file of line ends alone would fill both.
    pub const MOST_LINES: usize = 4_000_000;

    /// A text of these lines joined by LF, with its hash.
    pub fn new(
        value: impl Into<Arc<str>>,
        read_by: ReadBy,
        blocks: Vec<Block>,
        pages: Option<Vec<Page>>,
    ) -> Self {
        let value = value.into();
        let sha256 = crate::text::sha256(value.as_bytes());
        Self {
            value,
            sha256,
            read_by,
            blocks,
            pages,
        }
    }

    /// The whole text; lines are joined by LF, and a final LF is an empty last line.
    pub fn value(&self) -> &str {
        &self.value
    }

    /// The whole text, shared.
    pub fn shared(&self) -> Arc<str> {
        Arc::clone(&self.value)
    }

    /// Whether the hash is that of the lines.
    pub fn is_intact(&self) -> bool {
        crate::text::sha256(self.value.as_bytes()) == self.sha256
    }

    /// The words at a span; `None` where it does not lie on characters of this text.
    pub fn quote(&self, span: Span) -> Option<&str> {
        self.value.get(span.start..span.end)
    }
}

/// In files the text is a list of lines, so that it reads and diffs by line; they stand last, so that the writer can
/// give each its own line.
impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let lines: Vec<&str> = self.value.split('\n').collect();
        let fields = 4 + usize::from(self.pages.is_some());
        let mut out = serializer.serialize_struct("Text", fields)?;
        out.serialize_field("sha256", &self.sha256)?;
        out.serialize_field("read_by", &self.read_by)?;
        if self.blocks.is_empty() {
            out.skip_field("blocks")?;
        } else {
            out.serialize_field("blocks", &self.blocks)?;
        }
        if let Some(pages) = &self.pages {
            out.serialize_field("pages", pages)?;
        }
        out.serialize_field("lines", &lines)?;
        out.end()
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields, rename = "Text")]
        struct Shadow {
            sha256: String,
            read_by: ReadBy,
            #[serde(default)]
            blocks: Vec<Block>,
            #[serde(default)]
            pages: Option<Vec<Page>>,
            lines: Lines,
        }
        let Shadow {
            sha256,
            read_by,
            blocks,
            pages,
            lines,
        } = Shadow::deserialize(deserializer)?;
        Ok(Self {
            value: lines.0.into(),
            sha256,
            read_by,
            blocks,
            pages,
        })
    }
}

/// Lines joined as they are read, so that a long text is held once.
struct Lines(String);

impl<'de> Deserialize<'de> for Lines {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Join;
        impl<'de> de::Visitor<'de> for Join {
            type Value = Lines;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of lines")
            }
            fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Lines, A::Error> {
                let mut text = String::new();
                let mut first = true;
                while let Some(line) = seq.next_element::<std::borrow::Cow<'de, str>>()? {
                    if line.contains('\n') {
                        return Err(de::Error::custom("a line of text holds a line end"));
                    }
                    if !first {
                        text.push('\n');
                    }
                    first = false;
                    text.push_str(&line);
                }
                if first {
                    return Err(de::Error::custom("a text has at least one line"));
                }
                Ok(Lines(text))
            }
        }
        deserializer.deserialize_seq(Join)
    }
}
