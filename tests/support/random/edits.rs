//! Edits in a project.

use super::Maker;
use onus::project::*;
use onus::text::Span;
use std::sync::Arc;

/// A random thing that people do, as edits; some are unsound on purpose.
pub(crate) fn any_edits(m: &mut Maker, project: &Project) -> Vec<Edit> {
    let records: Vec<Record> = project.all().collect();
    let any = |m: &mut Maker| records[m.below(records.len())].clone();
    match m.below(8) {
        // Delete something with all that goes along.
        0 | 1 => project.delete([any(m).id()]).map(|d| d.edits).unwrap_or_default(),
        // Delete without looking.
        2 => {
            let record = any(m);
            vec![Edit::Delete(record.kind(), record.id())]
        }
        // Copy an annotation.
        3 => {
            let Record::Annotation(a) = any(m) else {
                return Vec::new();
            };
            vec![Edit::from(Annotation {
                id: m.id(),
                ..(*a).clone()
            })]
        }
        // Move an annotation to another place, sound or not.
        4 => {
            let Record::Annotation(a) = any(m) else {
                return Vec::new();
            };
            let start = m.below(60);
            let spans = vec![Span {
                start,
                end: start + 1 + m.below(20),
            }];
            vec![Edit::from(Annotation {
                anchor: Anchor::Text { spans },
                ..(*a).clone()
            })]
        }
        // Give a field of any record the value it has in another of its kind.
        5 | 6 => {
            let record = any(m);
            vec![Edit::Put(with_field_of_another(m, project, &record))]
        }
        // Put one entity in another's place, then delete it.
        _ => {
            let (Record::Entity(a), Record::Entity(b)) = (any(m), any(m)) else {
                return Vec::new();
            };
            let mut edits = project.replace(a.id, b.id);
            edits.extend(if a.id == b.id {
                None
            } else {
                Some(Edit::Delete(Kind::Entity, a.id))
            });
            edits
        }
    }
}

fn with_field_of_another(m: &mut Maker, project: &Project, record: &Record) -> Record {
    macro_rules! of_its_kind {
        ($($kind:ident $table:ident),+) => {
            match record {
                Record::Project(about) => About { title: m.words(3), ..(**about).clone() }.into(),
                $(Record::$kind(record) => {
                    let others: Vec<_> = project.$table.values().collect();
                    let other = others[m.below(others.len())];
                    field_of(m, record, other).into()
                })+
            }
        };
    }
    of_its_kind! {
        Analyst analysts, Tag tags, Source sources, Entity entities, Relation relations, Event events,
        Proposition propositions, Annotation annotations, Link links, Grade grades, Review reviews, Comment comments,
        Reading readings
    }
}

/// A record with one field as it is in another.
fn field_of<R: Fields + Clone>(m: &mut Maker, record: &Arc<R>, other: &Arc<R>) -> R {
    let field = &R::FIELDS[m.below(R::FIELDS.len())];
    let mut changed = (**record).clone();
    (field.set)(&mut changed, (field.get)(other)).unwrap();
    changed
}
