//! Writing the shared schema. The same `Outgoing` gives the same bytes.

use super::{region, value};
use crate::project::*;
use crate::protect::Outgoing;
use crate::text::{Offsets, Quote, Span};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::{Map, Value, json};
use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Arc;

/// The whole export as text.
pub fn export(outgoing: &Outgoing) -> String {
    let mut bytes = Vec::new();
    // Writing to memory does not fail, and JSON is text.
    let _ = write(outgoing, &mut bytes, |_, _| ());
    String::from_utf8(bytes).unwrap_or_default()
}

/// Writes the export: one-space indent, non-ASCII unescaped, no final newline. `progress` is told how many of how many
/// annotations are written.
///
/// # Errors
/// Whatever writing to `out` fails with.
pub fn write(outgoing: &Outgoing, out: impl Write, progress: impl FnMut(usize, usize)) -> io::Result<()> {
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b" ");
    let mut serializer = serde_json::Serializer::with_formatter(out, formatter);
    Export {
        outgoing,
        progress: RefCell::new(progress),
    }
    .serialize(&mut serializer)
    .map_err(io::Error::from)
}

struct Export<'a, P> {
    outgoing: &'a Outgoing,
    progress: RefCell<P>,
}

impl<P: FnMut(usize, usize)> Serialize for Export<'_, P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let project = self.outgoing.project();
        let texts = project.about().texts;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("format", "onus")?;
        map.serialize_entry("version", "1.0")?;
        map.serialize_entry(
            "generator",
            &json!({"name": "onus", "version": env!("CARGO_PKG_VERSION")}),
        )?;
        map.serialize_entry("project", &about(self.outgoing))?;
        map.serialize_entry(
            "analysts",
            &List(|| {
                project
                    .analysts
                    .values()
                    .map(|r| value::record(r.id, &**r, value::plain))
            }),
        )?;
        map.serialize_entry(
            "tags",
            &List(|| {
                tags(project)
                    .into_iter()
                    .map(|r| value::record(r.id, &*r, value::plain))
            }),
        )?;
        map.serialize_entry(
            "sources",
            &List(|| project.sources.values().map(|r| value::source(r, texts))),
        )?;
        map.serialize_entry(
            "entities",
            &List(|| project.entities.values().map(|r| value::entity(r))),
        )?;
        macro_rules! tables {
            ($($table:ident)+) => {$(
                map.serialize_entry(stringify!($table), &List(|| {
                    project.$table.values().map(|r| value::record(r.id, &**r, value::plain))
                }))?;
            )+};
        }
        tables!(relations events propositions);
        map.serialize_entry(
            "annotations",
            &List(|| annotations(project, texts, &self.progress)),
        )?;
        tables!(links grades reviews comments readings);
        map.end()
    }
}

/// A list whose entries are made one by one, so that a large export is never held as a tree.
struct List<F>(F);

impl<F: Fn() -> I, I: Iterator<Item = Value>> Serialize for List<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for value in (self.0)() {
            seq.serialize_element(&value)?;
        }
        seq.end()
    }
}

fn about(outgoing: &Outgoing) -> Value {
    let mut map = Map::new();
    for (name, value) in value::part(&**outgoing.project().about()) {
        let empty_marking = name == "marking" && value.as_array().is_some_and(Vec::is_empty);
        let texts = name == "texts";
        if !empty_marking {
            map.insert(name, value);
        }
        if texts {
            map.insert("protection".into(), json!({"policy": outgoing.policy().name()}));
        }
    }
    Value::Object(map)
}

/// Tags by key, then id.
fn tags(project: &Project) -> Vec<Arc<Tag>> {
    let mut tags: Vec<Arc<Tag>> = project.tags.values().cloned().collect();
    tags.sort_by(|a, b| (&a.key, a.id).cmp(&(&b.key, b.id)));
    tags
}

/// Annotations by source id, first start, last end, id; regions after text.
fn annotations<'a, P: FnMut(usize, usize)>(
    project: &'a Project,
    texts: Texts,
    progress: &'a RefCell<P>,
) -> impl Iterator<Item = Value> + 'a {
    let all = project.annotations.len();
    let mut done = 0;
    project
        .sources
        .values()
        .flat_map(move |source| {
            let offsets = source.text.as_ref().map(|t| Offsets::new(t.value()));
            project
                .annotations_in(source.id)
                .map(move |a| annotation(a, source, offsets.as_ref(), texts))
        })
        .inspect(move |_| {
            done += 1;
            if done % 1024 == 0 || done == all {
                (progress.borrow_mut())(done, all);
            }
        })
}

fn annotation(annotation: &Annotation, source: &Source, offsets: Option<&Offsets>, texts: Texts) -> Value {
    let text = source.text.as_ref().map_or("", |t| t.value());
    let mut map = Map::new();
    map.insert("id".into(), json!(annotation.id));
    map.insert("tag".into(), tag(&annotation.body));
    map.insert("target".into(), target(annotation, source, text, offsets, texts));
    let words = Words { text, offsets, texts };
    match &annotation.body {
        Body::Claim(claim) => {
            map.insert("claim".into(), words.claim(claim));
        }
        Body::Evidence(evidence) => {
            map.insert("evidence".into(), Value::Object(value::part(evidence)));
        }
        Body::Individual(individual) => {
            map.insert("individual".into(), Value::Object(value::part(individual)));
        }
        Body::Tag(_) => {}
    }
    let common = value::record(annotation.id, annotation, |field| match field {
        "source" | "anchor" | "body" => Some(None),
        "translations" => Some(Some(
            annotation
                .translations
                .iter()
                .map(|t| Value::Object(value::part(t)))
                .collect(),
        )),
        _ => None,
    });
    if let Value::Object(common) = common {
        map.extend(common.into_iter().filter(|(name, _)| name != "id"));
    }
    Value::Object(map)
}

fn tag(body: &Body) -> Value {
    match body {
        Body::Claim(_) => json!("claim"),
        Body::Evidence(_) => json!("evidence"),
        Body::Individual(_) => json!("individual"),
        Body::Tag(id) => json!(id),
    }
}

fn target(a: &Annotation, source: &Source, text: &str, offsets: Option<&Offsets>, texts: Texts) -> Value {
    let selectors: Vec<Value> = match (&a.anchor, offsets) {
        (Anchor::Text { spans }, Some(offsets)) => spans
            .iter()
            .map(|s| text_selectors(*s, text, offsets, texts))
            .collect(),
        (Anchor::Text { .. }, None) => Vec::new(),
        (Anchor::Region { page, rects }, _) => rects
            .iter()
            .map(|rect| json!([region::selector(source, *page, rect)]))
            .collect(),
    };
    selectors
        .into_iter()
        .map(|selector| json!({"source": source.id, "selector": selector}))
        .collect()
}

fn text_selectors(span: Span, text: &str, offsets: &Offsets, texts: Texts) -> Value {
    let mut position = Map::from_iter([("type".to_owned(), json!("TextPositionSelector"))]);
    position.append(&mut value::span(offsets, span));
    let mut selectors = vec![Value::Object(position)];
    if texts != Texts::None
        && let Some(Quote {
            exact,
            prefix,
            suffix,
        }) = Quote::of(text, span)
    {
        selectors
            .push(json!({"type": "TextQuoteSelector", "exact": exact, "prefix": prefix, "suffix": suffix}));
    }
    Value::Array(selectors)
}

/// The words of a text that a claim points at.
struct Words<'a> {
    text: &'a str,
    offsets: Option<&'a Offsets>,
    texts: Texts,
}

impl Words<'_> {
    fn claim(&self, claim: &Claim) -> Value {
        let mut map = value::part(claim);
        if let Some(cue) = claim.cue {
            map.insert("cue".into(), Value::Object(self.at(cue)));
        }
        let hedges = claim.hedges.iter().map(|hedge| {
            let mut map = self.at(hedge.span);
            if self.texts != Texts::None {
                map.insert("term".into(), json!(hedge.term));
            }
            Value::Object(map)
        });
        map.insert("hedges".into(), hedges.collect());
        if let Some(wording) = &claim.wording {
            map.insert("wording".into(), Value::Object(value::part(wording)));
        }
        Value::Object(map)
    }

    fn at(&self, span: Span) -> Map<String, Value> {
        let mut map = self.offsets.map(|o| value::span(o, span)).unwrap_or_default();
        if self.texts != Texts::None
            && let Some(exact) = span.slice(self.text)
        {
            map.insert("exact".into(), json!(exact));
        }
        map
    }
}
