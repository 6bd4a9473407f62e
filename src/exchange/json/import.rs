//! Reading an export in the shared schema back into records.

use super::check::{CheckError, check};
use super::region;
use crate::project::*;
use crate::text::{Offsets, Span};
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::Arc;

/// What an export holds.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The record about its project.
    pub about: About,
    /// All other records, in the order of the schema.
    pub records: Vec<Record>,
}

impl Imported {
    /// The project the export was made of.
    ///
    /// # Errors
    /// The rules of the model that it would break.
    pub fn into_project(self) -> Result<Project, Vec<Problem>> {
        let project = Project::from_records(self.about, self.records);
        let problems = project.validate();
        if problems.is_empty() {
            Ok(project)
        } else {
            Err(problems)
        }
    }
}

/// Why an export was not read. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not a valid export.
    #[error("Not imported. {0}")]
    Check(#[from] CheckError),
    /// It does not carry the texts.
    #[error(
        "Not imported: this export carries {0} instead of the whole texts; only exports with “texts: full” can be imported."
    )]
    Texts(&'static str),
    /// A record is not what the schema's words allow.
    #[error("Not imported: {table}/{id}: {says}.")]
    Record {
        /// The table.
        table: &'static str,
        /// The record's id.
        id: String,
        /// What is wrong.
        says: String,
    },
    /// Two records have one id.
    #[error("Not imported: the id {0} is there twice.")]
    Twice(Id),
}

/// Reads an export: checks it first, then makes its records.
///
/// # Errors
/// `ImportError` says what is wrong with it.
pub fn import(json: &str) -> Result<Imported, ImportError> {
    let value = check(json)?;
    let Value::Object(mut export) = value else {
        return Err(ImportError::Texts("nothing"));
    };
    let mut about = take(&mut export, "project");
    match about.get("texts").and_then(Value::as_str) {
        Some("full") => {}
        Some("quotes") => return Err(ImportError::Texts("quotes")),
        _ => return Err(ImportError::Texts("positions")),
    }
    if let Some(about) = about.as_object_mut() {
        about.shift_remove("protection");
    }
    let about: About = serde_json::from_value(about).map_err(|e| wrong(Kind::Project, "", &e))?;
    let mut reader = Reader {
        texts: HashMap::new(),
        records: Vec::new(),
    };
    for kind in Kind::ALL.iter().skip(1) {
        let Value::Array(list) = take(&mut export, kind.table()) else {
            continue;
        };
        for entry in list {
            reader.read(*kind, entry)?;
        }
    }
    let mut seen = std::collections::HashSet::from([about.id]);
    if let Some(twice) = reader.records.iter().map(Record::id).find(|id| !seen.insert(*id)) {
        return Err(ImportError::Twice(twice));
    }
    Ok(Imported {
        about,
        records: reader.records,
    })
}

fn take(map: &mut Map<String, Value>, name: &str) -> Value {
    map.get_mut(name).map(Value::take).unwrap_or_default()
}

fn wrong(kind: Kind, id: &str, says: &dyn std::fmt::Display) -> ImportError {
    ImportError::Record {
        table: kind.table(),
        id: id.to_owned(),
        says: says.to_string(),
    }
}

/// Makes records; remembers the texts that annotations stand on.
struct Reader {
    texts: HashMap<Id, (Arc<Text>, Offsets)>,
    records: Vec<Record>,
}

impl Reader {
    fn read(&mut self, kind: Kind, entry: Value) -> Result<(), ImportError> {
        let Value::Object(mut entry) = entry else {
            return Err(wrong(kind, "", &"it is no object"));
        };
        let written = entry.shift_remove("id").unwrap_or_default();
        let shown = written.as_str().unwrap_or_default().to_owned();
        let id: Id = shown.parse().map_err(|e| wrong(kind, &shown, &e))?;
        let fail = |says: &dyn std::fmt::Display| wrong(kind, &shown, says);
        macro_rules! plain {
            ($($kind:ident)+) => {
                match kind {
                    $(Kind::$kind => {
                        let record: $kind = serde_json::from_value(Value::Object(entry)).map_err(|e| fail(&e))?;
                        $kind { id, ..record }.into()
                    })+
                    Kind::Project => return Err(fail(&"a project has one record about itself")),
                    Kind::Source => self.source(id, entry).map_err(|e| fail(&e))?.into(),
                    Kind::Entity => entity(id, entry).map_err(|e| fail(&e))?.into(),
                    Kind::Annotation => self.annotation(id, entry).map_err(|e| fail(&e))?.into(),
                }
            };
        }
        let record: Record = plain!(Analyst Tag Relation Event Proposition Link Grade Review Comment Reading);
        self.records.push(record);
        Ok(())
    }

    fn source(&mut self, id: Id, mut entry: Map<String, Value>) -> Result<Source, String> {
        let text = entry.shift_remove("text");
        let mut source: Source = from(Value::Object(entry))?;
        source.id = id;
        if let Some(text) = text {
            let (text, offsets) = read_text(&text)?;
            let text = Arc::new(text);
            source.text = Some(Arc::clone(&text));
            self.texts.insert(id, (text, offsets));
        }
        Ok(source)
    }

    fn annotation(&self, id: Id, mut entry: Map<String, Value>) -> Result<Annotation, String> {
        let target = take(&mut entry, "target");
        let tag = take(&mut entry, "tag");
        let targets = target.as_array().ok_or("it has no target")?;
        let source: Id = from(
            targets
                .first()
                .and_then(|t| t.get("source"))
                .cloned()
                .unwrap_or_default(),
        )?;
        if targets
            .iter()
            .any(|t| t.get("source") != targets[0].get("source"))
        {
            return Err("its targets lie in different sources".into());
        }
        let offsets = self.texts.get(&source).map(|(_, offsets)| offsets);
        let anchor = anchor(targets, offsets)?;
        let body = match tag.as_str() {
            Some("claim") => Body::Claim(claim(take(&mut entry, "claim"), offsets)?),
            Some("evidence") => Body::Evidence(from(take(&mut entry, "evidence"))?),
            Some("individual") => Body::Individual(from(take(&mut entry, "individual"))?),
            _ => Body::Tag(from(tag)?),
        };
        let common: Common = from(Value::Object(
            ["translations", "created", "modified", "note", "marking"]
                .iter()
                .filter_map(|name| Some(((*name).to_owned(), entry.shift_remove(*name)?)))
                .collect(),
        ))?;
        let Common {
            translations,
            created,
            modified,
            note,
            marking,
        } = common;
        Ok(Annotation {
            id,
            source,
            anchor,
            body,
            translations,
            created,
            modified,
            note,
            marking,
        })
    }
}

/// What an annotation has beside its passage and body.
#[derive(serde::Deserialize)]
struct Common {
    translations: Vec<Translation>,
    created: Stamp,
    modified: Option<Stamp>,
    note: Option<String>,
    #[serde(default)]
    marking: Marking,
}

fn from<T: serde::de::DeserializeOwned>(value: Value) -> Result<T, String> {
    serde_json::from_value(value).map_err(|e| e.to_string())
}

fn entity(id: Id, mut entry: Map<String, Value>) -> Result<Entity, String> {
    let extent = take(&mut entry, "extent");
    entry.shift_remove("extent");
    let mut entity: Entity = from(Value::Object(entry))?;
    let count = extent
        .get("count")
        .and_then(Value::as_u64)
        .and_then(|n| u32::try_from(n).ok());
    entity.extent = match (extent.get("kind").and_then(Value::as_str), count) {
        (Some("single"), _) => Extent::Single,
        (Some("counted"), Some(count)) => Extent::Counted(count),
        (Some("described"), _) => Extent::Described,
        _ => return Err("its extent is not one of single, counted, described".into()),
    };
    entity.id = id;
    Ok(entity)
}

fn at(value: &Value, offsets: Option<&Offsets>) -> Result<Span, String> {
    let offsets = offsets.ok_or("its source has no text")?;
    let byte = |name: &str| {
        let point = value
            .get(name)
            .and_then(Value::as_u64)
            .and_then(|n| usize::try_from(n).ok());
        point
            .and_then(|n| offsets.to_bytes(n))
            .ok_or_else(|| format!("its {name} lies outside the text"))
    };
    Ok(Span {
        start: byte("start")?,
        end: byte("end")?,
    })
}

fn anchor(targets: &[Value], offsets: Option<&Offsets>) -> Result<Anchor, String> {
    let mut spans = Vec::new();
    let mut regions = Vec::new();
    for target in targets {
        let selector = target.pointer("/selector/0").ok_or("a target has no selector")?;
        match selector.get("type").and_then(Value::as_str) {
            Some("FragmentSelector") => {
                let fragment = selector.get("value").and_then(Value::as_str).unwrap_or_default();
                regions.push(region::parse(fragment).ok_or_else(|| format!("“{fragment}” is no region"))?);
            }
            _ => spans.push(at(selector, offsets)?),
        }
    }
    match (spans.is_empty(), regions.first()) {
        (false, None) => Ok(Anchor::Text { spans }),
        (true, Some((page, _))) if regions.iter().all(|(other, _)| other == page) => Ok(Anchor::Region {
            page: *page,
            rects: regions.iter().map(|(_, rect)| *rect).collect(),
        }),
        _ => Err("its targets do not make one passage".into()),
    }
}

fn claim(mut value: Value, offsets: Option<&Offsets>) -> Result<Claim, String> {
    let map = value.as_object_mut().ok_or("it has no claim")?;
    let cue = map.shift_remove("cue").map(|cue| at(&cue, offsets)).transpose()?;
    let hedges = take(map, "hedges");
    map.shift_remove("hedges");
    let mut claim: Claim = from(value)?;
    claim.cue = cue;
    for hedge in hedges.as_array().into_iter().flatten() {
        let term = hedge
            .get("term")
            .and_then(Value::as_str)
            .ok_or("a hedge has no term")?
            .to_owned();
        claim.hedges.push(Hedge {
            span: at(hedge, offsets)?,
            term,
        });
    }
    Ok(claim)
}

fn read_text(value: &Value) -> Result<(Text, Offsets), String> {
    let words = value
        .get("value")
        .and_then(Value::as_str)
        .ok_or("its text is missing")?;
    let offsets = Offsets::new(words);
    let read_by = from(value.get("read_by").cloned().unwrap_or_default())?;
    let blocks = value
        .get("blocks")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|block| {
            let kind = match block.get("level") {
                Some(level) => from(json!({"heading": level}))?,
                None => from(block.get("kind").cloned().unwrap_or_default())?,
            };
            let page = block
                .get("page")
                .and_then(Value::as_u64)
                .and_then(|n| u32::try_from(n).ok());
            Ok(Block {
                span: at(block, Some(&offsets))?,
                kind,
                page,
            })
        });
    let blocks = blocks.collect::<Result<_, String>>()?;
    let pages = value.get("pages").and_then(Value::as_array).map(|pages| {
        pages
            .iter()
            .map(|page| {
                let number = |name: &str| {
                    page.get(name)
                        .and_then(Value::as_f64)
                        .ok_or(format!("a page has no {name}"))
                };
                let label = page
                    .get("label")
                    .and_then(Value::as_str)
                    .ok_or("a page has no label")?
                    .to_owned();
                Ok(Page {
                    label,
                    span: at(page, Some(&offsets))?,
                    width: number("width")?,
                    height: number("height")?,
                })
            })
            .collect::<Result<Vec<_>, String>>()
    });
    let mut text = Text::new(words, read_by, blocks, pages.transpose()?);
    let sha256 = value.get("sha256").and_then(Value::as_str).unwrap_or_default();
    if text.sha256 != sha256 {
        // Kept as it is written; validation names it.
        text.sha256 = sha256.to_owned();
    }
    Ok((text, offsets))
}
