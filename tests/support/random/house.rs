//! The project's own house: its analysts and its codebook.

use super::maker::{Maker, with_common};
use onus::project::*;

/// Analysts of every kind, who make all that comes after, and the built-in tags.
pub(super) fn analysts(m: &mut Maker, records: &mut Vec<Record>) {
    for kind in [AnalystKind::Person, AnalystKind::Software] {
        let id = m.id();
        records.push(
            Analyst {
                id,
                handle: m.words(1),
                kind,
            }
            .into(),
        );
        m.by.push(id);
    }
    let stamp = m.stamp();
    records.extend(codebook(&stamp).map(Record::from));
}

/// A tag of each colour.
pub(super) fn own_tags(m: &mut Maker, records: &mut Vec<Record>) -> Vec<Id> {
    Colour::ALL
        .iter()
        .enumerate()
        .map(|(n, colour)| {
            let id = m.id();
            let key = if n % 3 == 2 {
                String::new()
            } else {
                (n + 4).to_string()
            };
            let tag = with_common!(
                m,
                Tag {
                    id,
                    name: m.words(1),
                    letter: char::from(b'J' + n as u8).to_string(),
                    key,
                    colour: *colour,
                    definition: m.words(5),
                    include: m.maybe(|m| m.words(5)).unwrap_or_default(),
                    exclude: String::new(),
                    example: None,
                    version: 1 + n as u32,
                }
            );
            records.push(tag.into());
            id
        })
        .collect()
}
