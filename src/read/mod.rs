//! stub
#![allow(missing_docs)]
use crate::project::*;
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoding;
impl Encoding {
    pub fn from_label(_l: &str) -> Option<Self> {
        Some(Self)
    }
    pub fn name(self) -> &'static str {
        "utf-8"
    }
    pub const ALL: &'static [Encoding] = &[Encoding];
}
pub const LIMIT: u64 = 256 << 20;
#[derive(Clone, Debug)]
pub struct Document {
    pub media_type: &'static str,
    pub encoding: Encoding,
    pub text: String,
    pub blocks: Vec<Block>,
    pub warnings: Vec<String>,
    pub sha256: String,
    pub bytes: u64,
    pub importer: &'static str,
    pub importer_version: &'static str,
    pub title: Option<String>,
    pub language: Option<Language>,
}
pub fn read(bytes: &[u8], _n: &str, _e: Option<Encoding>) -> Result<Document, String> {
    let text = String::from_utf8_lossy(bytes).replace("\r\n", "\n");
    let mut at = 0;
    let mut blocks = vec![];
    for l in text.split('\n') {
        if !l.is_empty() {
            blocks.push(Block {
                span: crate::text::Span::new(at, at + l.len()),
                kind: BlockKind::Paragraph,
                page: None,
            });
        }
        at += l.len() + 1;
    }
    Ok(Document {
        media_type: "text/plain",
        encoding: Encoding,
        blocks,
        warnings: vec![],
        sha256: crate::text::sha256(bytes),
        bytes: bytes.len() as u64,
        importer: "plain",
        importer_version: "1",
        title: text.lines().next().map(String::from),
        language: None,
        text,
    })
}
