//! Markdown: blocks over the untouched source, as CommonMark has them with the tables and footnotes of GitHub.
//!
//! The text is the file as it stands, marks and all; only its structure is read out of it. Each line that is not blank
//! belongs to one block: of the innermost kind that the parser finds there, or a paragraph where it finds none, as with
//! the definition of a link. Blocks are cut at blank lines, also in code and in long items of a list.

use super::title;
use crate::project::{Block, BlockKind};
use crate::text::{Span, lines};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::iter::Peekable;

/// The name and version of this reader, as captures have it. The version changes when the same bytes would be read
/// otherwise than before.
pub(super) const IMPORTER: (&str, &str) = ("markdown", "1");

/// The structure of a text in Markdown.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Structure {
    /// The blocks, in order and disjoint, each whole lines without the end of the last.
    pub(super) blocks: Vec<Block>,
    /// The words of the first heading, without marks, cut to a title.
    pub(super) heading: Option<String>,
}

/// Reads the structure of a text.
pub(super) fn structure(text: &str) -> Structure {
    let mut painter = Painter::new(text);
    let body = front_matter(text);
    painter.open(0, |_| Some(BlockKind::Code));
    painter.close(body);

    let mut heading: Option<String> = None;
    let mut in_heading = false;
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    for (event, range) in Parser::new_ext(&text[body..], options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                in_heading |= heading.is_none() && matches!(tag, Tag::Heading { .. });
                painter.open(body + range.start, |around| kind_of(&tag, around));
            }
            Event::End(tag) => {
                in_heading &= !matches!(tag, TagEnd::Heading(_));
                painter.close(body + range.end);
            }
            Event::Text(words) | Event::Code(words) if in_heading => {
                heading.get_or_insert_default().push_str(&words);
            }
            Event::SoftBreak | Event::HardBreak if in_heading => heading.get_or_insert_default().push(' '),
            _ => {}
        }
    }
    Structure {
        blocks: painter.finish(),
        heading: heading.as_deref().and_then(title::of_line),
    }
}

/// The kind of block that begins with a tag inside one of kind `around`; none where no block begins. A table's row of
/// dashes goes with its head, since only the rows after it begin one.
fn kind_of(tag: &Tag<'_>, around: BlockKind) -> Option<BlockKind> {
    match tag {
        Tag::Paragraph | Tag::HtmlBlock => Some(around),
        Tag::Heading { level, .. } => Some(BlockKind::Heading(*level as u8)),
        Tag::BlockQuote(_) => Some(BlockKind::Quote),
        Tag::CodeBlock(_) => Some(BlockKind::Code),
        Tag::Item => Some(BlockKind::ListItem),
        Tag::FootnoteDefinition(_) => Some(BlockKind::Footnote),
        Tag::Table(_) | Tag::TableRow => Some(BlockKind::TableRow),
        _ => None,
    }
}

/// Where the body begins, in bytes: after front matter in YAML, which begins with a line of three dashes and a key, and
/// ends with another such line.
fn front_matter(text: &str) -> usize {
    let mut rows = lines(text).filter_map(|line| Some((line, line.slice(text)?.trim_end())));
    let mut next = || rows.next();
    let begins =
        next().is_some_and(|(_, row)| row == "---") && next().is_some_and(|(_, row)| row.contains(':'));
    let end = if begins {
        rows.find(|(_, row)| *row == "---")
    } else {
        None
    };
    end.map_or(0, |(line, _)| text.len().min(line.end + 1))
}

/// Gives lines to blocks while the parser opens and closes what it finds. Each line is looked at once, however deep the
/// nesting, and goes to what is innermost when it is passed.
struct Painter<'a> {
    text: &'a str,
    lines: Peekable<Box<dyn Iterator<Item = Span> + 'a>>,
    /// What is open, outermost first.
    open: Vec<Frame>,
    /// How many blocks were opened.
    opened: usize,
    /// The number of what the line before was given to, unless it was blank.
    before: Option<usize>,
    blocks: Vec<Block>,
}

/// Something open: a container, a block or words in it. What makes no block of its own has the number of what is around
/// it.
#[derive(Clone, Copy)]
struct Frame {
    kind: BlockKind,
    number: usize,
    is_quoted: bool,
}

/// The text itself.
const WHOLE: Frame = Frame {
    kind: BlockKind::Paragraph,
    number: 0,
    is_quoted: false,
};

impl<'a> Painter<'a> {
    fn new(text: &'a str) -> Self {
        let lines: Box<dyn Iterator<Item = Span>> = Box::new(lines(text));
        Self {
            text,
            lines: lines.peekable(),
            open: Vec::new(),
            opened: 0,
            before: None,
            blocks: Vec::new(),
        }
    }

    fn top(&self) -> Frame {
        self.open.last().copied().unwrap_or(WHOLE)
    }

    /// Opens something that begins in the line of byte `at`, as a block if it has a kind, given that around it.
    fn open(&mut self, at: usize, kind: impl FnOnce(BlockKind) -> Option<BlockKind>) {
        self.paint(|line| line.end < at);
        let mut frame = self.top();
        if let Some(kind) = kind(frame.kind) {
            self.opened += 1;
            let is_quoted = frame.is_quoted || kind == BlockKind::Quote;
            frame = Frame {
                kind,
                number: self.opened,
                is_quoted,
            };
        }
        self.open.push(frame);
    }

    /// Closes what was opened last and ends before byte `at`.
    fn close(&mut self, at: usize) {
        self.paint(|line| line.start < at);
        self.open.pop();
    }

    /// Gives the next lines, as long as they are `meant`, to what is open.
    fn paint(&mut self, meant: impl Fn(&Span) -> bool) {
        let Frame {
            kind,
            number,
            is_quoted,
        } = self.top();
        while let Some(span) = self.lines.next_if(&meant) {
            let line = span.slice(self.text).unwrap_or_default();
            // A line of a quote with nothing but its marks is blank.
            if line.chars().all(|c| c.is_whitespace() || (is_quoted && c == '>')) {
                self.before = None;
                continue;
            }
            match self.blocks.last_mut() {
                Some(block) if self.before == Some(number) => block.span.end = span.end,
                _ => self.blocks.push(Block {
                    span,
                    kind,
                    page: None,
                }),
            }
            self.before = Some(number);
        }
    }

    /// The blocks, once all is closed.
    fn finish(mut self) -> Vec<Block> {
        self.paint(|_| true);
        self.blocks
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The blocks as lines `kind: text`, with `↵` for line ends inside.
    fn shown(text: &str) -> String {
        let blocks = structure(text).blocks.into_iter().map(|block| {
            let level = match block.kind {
                BlockKind::Heading(level) => level.to_string(),
                _ => String::new(),
            };
            let words = block.span.slice(text).unwrap_or("outside").replace('\n', "↵");
            format!("{}{level}: {words}\n", block.kind.name())
        });
        blocks.collect()
    }

    #[test]
    fn finds_the_blocks_of_each_kind() {
        for (text, blocks) in [
            ("", ""),
            ("\n \n", ""),
            ("one\ntwo\n\nthree\n", "paragraph: one↵two\nparagraph: three\n"),
            (
                "# One\nTwo\n===\n### 三 ###",
                "heading1: # One\nheading1: Two↵===\nheading3: ### 三 ###\n",
            ),
            (
                "- a\n  b\n- c\n\n  d\n  1. e\n  f\n",
                "list-item: - a↵  b\nlist-item: - c\nlist-item:   d\nlist-item:   1. e↵  f\n",
            ),
            (
                "> a\nlazy\n>\n> > b\n> - c\n> # d\n",
                "quote: > a↵lazy\nquote: > > b\nlist-item: > - c\nheading1: > # d\n",
            ),
            (
                "| a |\n|---|\n| 1 |\n| 2 |\n\nx",
                "table-row: | a |↵|---|\ntable-row: | 1 |\ntable-row: | 2 |\nparagraph: x\n",
            ),
            (
                "```rs\na\n\n> b\n>\n```\n\n    c\n",
                "code: ```rs↵a\ncode: > b↵>↵```\ncode:     c\n",
            ),
            (
                "a[^1]\n\n[^1]: b\n    c\n",
                "paragraph: a[^1]\nfootnote: [^1]: b↵    c\n",
            ),
            (
                "a\n<div>\nb\n</div>\n\n[x]: y\n***\nc",
                "paragraph: a\nparagraph: <div>↵b↵</div>\nparagraph: [x]: y↵***\nparagraph: c\n",
            ),
            (
                "---\ntitle: x\n\nof: y\n---\nz\n---\n",
                "code: ---↵title: x\ncode: of: y↵---\nheading2: z↵---\n",
            ),
            ("---\nno key\n", "paragraph: ---\nparagraph: no key\n"),
        ] {
            assert_eq!(shown(text), blocks, "{text}");
        }
    }

    #[test]
    fn the_first_heading_makes_the_title() {
        for (text, heading) in [
            ("no\n\n- heading", None),
            (
                "text\n\n## *Green* `Spot` [2018](x) ##\n# Other",
                Some("Green Spot 2018"),
            ),
            ("Two\nlines\n===", Some("Two lines")),
            ("#\n# Second", Some("Second")),
        ] {
            assert_eq!(structure(text).heading.as_deref(), heading, "{text}");
        }
    }

    #[test]
    fn hostile_nesting_takes_no_longer_than_its_length() {
        let stairs: String = (0..500).map(|depth| "> ".repeat(depth) + "a\n").collect();
        let list: String = (0..500).map(|depth| " ".repeat(2 * depth) + "- a\n").collect();
        for text in [
            "> ".repeat(100_000),
            "- ".repeat(100_000),
            "[".repeat(100_000),
            "**_".repeat(50_000),
            stairs,
            list,
        ] {
            let blocks = structure(&text).blocks;
            assert!(blocks.is_sorted_by(|a, b| a.span.end <= b.span.start));
        }
    }
}
