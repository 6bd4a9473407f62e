//! Documents to sources, by the rules of the model: the same bytes are the same source, a tagged text never changes, a
//! cited source becomes held.

use crate::project::*;
use crate::read::Document;
use std::sync::Arc;

/// What is said of a source beside what was read of it; nothing where nothing is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// The title; else the document's first heading or line.
    pub title: Option<String>,
    /// What kind of document it is.
    pub kind: Option<SourceKind>,
    /// Who published it.
    pub publisher: Option<EntityId>,
    /// Whose voice it is.
    pub voice: Option<Voice>,
    /// When it was published.
    pub published: Option<Edtf>,
    /// Its language; else what the document looks like.
    pub language: Option<Language>,
    /// Where it was published.
    pub url: Option<String>,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Added {
    /// It is a new source.
    New(SourceId),
    /// The project holds it already, read the same way.
    Same(SourceId),
    /// The project held it, read another way, with nothing tagged in it: its text was replaced.
    Replaced(SourceId),
    /// The project holds it, read another way and tagged: this is a newer capture beside it.
    Newer(SourceId),
}

impl Added {
    /// The source.
    pub fn id(self) -> SourceId {
        match self {
            Self::New(id) | Self::Same(id) | Self::Replaced(id) | Self::Newer(id) => id,
        }
    }
}

/// Adds the edits that bring a document into a project.
pub fn add_document(
    project: &Project,
    document: Document,
    original_name: Option<String>,
    details: Details,
    origin: &mut Origin,
    t: &mut Transaction,
) -> Added {
    let id = Id::of_original(&document.sha256);
    let same_bytes = |s: &&Arc<Source>| s.capture.as_ref().is_some_and(|c| c.sha256 == document.sha256);
    let captures: Vec<Arc<Source>> = project.sources.values().filter(same_bytes).cloned().collect();
    let fresh = source(id, document, original_name, details, t);
    let text = |s: &Source| s.text.as_ref().map(|text| text.sha256.clone());
    if let Some(same) = captures.iter().find(|s| text(s) == text(&fresh)) {
        return Added::Same(same.id);
    }
    let Some(held) = captures.iter().max_by_key(|s| (s.created.at, s.id)) else {
        t.add(fresh);
        return Added::New(id);
    };
    if project.annotations_in(held.id).next().is_none() {
        let Source { capture, text, .. } = fresh;
        t.change(Source {
            capture,
            text,
            ..(**held).clone()
        });
        return Added::Replaced(held.id);
    }
    let newer = Source {
        id: origin.id(),
        version_of: Some(held.id),
        ..fresh
    };
    let id = newer.id;
    t.add(newer);
    Added::Newer(id)
}

/// Adds the edits by which a cited source becomes a held one: a new record with `was`, all references moved, the cited one
/// gone. What was said of the cited source is kept. `None` where the document is in the project already, or the source is
/// not a cited one.
pub fn hold_document(
    project: &Project,
    cited: SourceId,
    document: Document,
    original_name: Option<String>,
    t: &mut Transaction,
) -> Option<SourceId> {
    let old = project.sources.get(&cited).filter(|s| !s.is_held())?;
    let id = Id::of_original(&document.sha256);
    if project.kind(id).is_some() {
        return None;
    }
    let Source {
        capture,
        text,
        language,
        ..
    } = source(id, document, original_name, Details::default(), t);
    let mut held = (**old).clone();
    // What its language is shows only now, unless somebody has said it.
    if held.language == Language::default() {
        held.language = language;
    }
    (held.id, held.capture, held.text, held.was) = (id, capture, text, Some(cited));
    t.change(held);
    for edit in project.replace(cited, id) {
        t.edit(project, edit);
    }
    t.edits.push(Edit::Delete(Kind::Source, cited));
    Some(id)
}

/// A source that is referred to and not held.
pub fn cited_source(id: SourceId, title: String, details: Details, created: Stamp) -> Source {
    let Details {
        title: _,
        kind,
        publisher,
        voice,
        published,
        language,
        url,
    } = details;
    Source {
        id,
        title,
        kind: kind.unwrap_or(SourceKind::Other),
        publisher,
        voice,
        published,
        language: language.unwrap_or_default(),
        url,
        capture: None,
        text: None,
        version_of: None,
        part_of: None,
        translation_of: None,
        was: None,
        exhibit: None,
        licence: None,
        created,
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

fn source(
    id: SourceId,
    document: Document,
    original_name: Option<String>,
    details: Details,
    t: &Transaction,
) -> Source {
    let Document {
        media_type,
        encoding,
        text,
        blocks,
        warnings,
        sha256,
        bytes,
        importer,
        importer_version,
        title,
        language,
    } = document;
    let title = details
        .title
        .clone()
        .or(title)
        .or_else(|| original_name.clone())
        .unwrap_or_else(|| "Untitled".into());
    let details = Details {
        language: details.language.clone().or(language),
        ..details
    };
    let capture = Capture {
        at: Some(t.at),
        media_type: media_type.into(),
        encoding: Some(encoding.name().to_owned()),
        sha256,
        bytes,
        original_name,
        importer: importer.into(),
        importer_version: importer_version.into(),
        warnings,
    };
    let text = Text::new(text, ReadBy::Extraction, blocks, None);
    Source {
        capture: Some(capture),
        text: Some(Arc::new(text)),
        ..cited_source(id, title, details, t.stamp())
    }
}
