//! Sources, held and cited, with their texts.

use super::maker::{Maker, with_common};
use onus::project::*;
use onus::text::Span;
use std::sync::Arc;

/// How many sources there are, and how many of them are held.
pub(super) const ALL: usize = 24;
pub(super) const HELD: usize = 20;

/// The nth source: most are held with a text, the last few are cited.
pub(super) fn source(m: &mut Maker, n: usize, entities: &[Id]) -> Source {
    let held = n < HELD;
    let value: String = (0..2 + m.below(5))
        .map(|_| m.words(14))
        .collect::<Vec<_>>()
        .join("\n");
    let (mut blocks, mut at) = (Vec::new(), 0);
    for (i, line) in value.split('\n').enumerate() {
        let kind = match BlockKind::ALL[(n * 5 + i) % BlockKind::ALL.len()] {
            BlockKind::Heading(_) => BlockKind::Heading(1 + (i % 6) as u8),
            other => other,
        };
        if !line.is_empty() {
            blocks.push(Block {
                span: Span {
                    start: at,
                    end: at + line.len(),
                },
                kind,
                page: m.maybe(|m| 1 + m.below(3) as u32),
            });
        }
        at += line.len() + 1;
    }
    let bytes = value.len() as u64;
    let sha256 = onus::text::sha256(format!("{n}{value}").as_bytes());
    let page = Page {
        label: "i".into(),
        span: Span {
            start: 0,
            end: value.len(),
        },
        width: 595.5,
        height: 842.0,
    };
    let pages = m.maybe(|_| vec![page]);
    let read_by = m.one_of(ReadBy::ALL);
    let newer = n == HELD - 1;
    let id = if held && !newer {
        Id::of_original(&sha256)
    } else {
        m.id()
    };
    with_common!(
        m,
        Source {
            id,
            title: m.words(4),
            kind: m.one_of(SourceKind::ALL),
            publisher: m.maybe(|m| m.any(entities)),
            voice: m.maybe(|m| m.one_of(Voice::ALL)),
            published: m.maybe(Maker::edtf),
            language: m.language(),
            url: m.maybe(|_| "https://ministry.example/post".to_string()),
            capture: held.then(|| Capture {
                at: m.maybe(Maker::time),
                media_type: "text/plain".into(),
                encoding: m.maybe(|m| m.one_of(&["utf-8", "gb18030", "utf-32le"]).to_string()),
                sha256,
                bytes,
                original_name: m.maybe(|m| m.words(1)),
                importer: "plain".into(),
                importer_version: "1".into(),
                warnings: (0..m.below(2)).map(|_| m.words(4)).collect(),
            }),
            text: held.then(|| Arc::new(Text::new(value, read_by, blocks, pages))),
            version_of: None,
            part_of: None,
            translation_of: None,
            was: m.maybe(Maker::id),
            exhibit: m.maybe(|m| m.words(1)),
            licence: m.maybe(|m| m.words(1)),
        }
    )
}

/// Lets the held sources be versions, parts and translations of earlier ones.
pub(super) fn relate(m: &mut Maker, sources: &[Arc<Source>], ids: &[Id], records: &mut Vec<Record>) {
    for n in 0..HELD {
        let mut source = (*sources[n]).clone();
        if n > 0 {
            source.version_of = m.maybe(|m| m.any(&ids[..n]));
            source.part_of = m.maybe(|m| m.any(&ids[..n]));
            source.translation_of = m.maybe(|m| m.any(&ids[..n]));
        }
        records.push(source.into());
    }
    records.extend(sources[HELD..].iter().cloned().map(Record::from));
}
