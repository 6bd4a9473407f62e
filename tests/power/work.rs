//! A small project, and the edits that are made in it.

use onus::project::*;
use std::sync::Arc;

const TEXT: &str = "A ministry alleges much.\nA vendor reports less.\n“反共黑客” denies it all.";

/// Someone who edits a project.
pub(crate) struct Editor {
    origin: Origin,
    pub(crate) project: Project,
    by: Id,
    made: usize,
}

impl Editor {
    /// With a new project that has nothing but a title.
    pub(crate) fn new() -> Self {
        let mut origin = Origin::seeded(7, "2025-06-02T08:30:00Z".parse().unwrap());
        let about = About::new(origin.id(), "A small one".into());
        Self {
            by: origin.id(),
            project: Project::new(about),
            origin,
            made: 0,
        }
    }

    /// The same, going on with a project that was opened.
    pub(crate) fn with(&self, project: Project) -> Self {
        Self {
            project,
            // Another seed, so that no id is made twice.
            origin: Origin::seeded(8 + self.made as u64, "2025-06-02T09:30:00Z".parse().unwrap()),
            ..*self
        }
    }

    fn begin(&mut self, label: &str) -> Transaction {
        self.made += 1;
        Transaction::new(format!("{label} {}", self.made), self.by, self.origin.now())
    }

    /// Commits a transaction; returns it and what undoes it.
    pub(crate) fn commit(&mut self, mut t: Transaction) -> (Transaction, Transaction) {
        let analyst = Analyst {
            id: self.by,
            handle: "A1".into(),
            kind: AnalystKind::Person,
        };
        t.introduce(&self.project, Some(analyst));
        let undo = self.project.commit(t.clone()).unwrap();
        (t, undo)
    }

    /// Adds a source with this original.
    pub(crate) fn import(&mut self, original: &str) -> (Transaction, Transaction) {
        let mut t = self.begin("Add source");
        let sha256 = onus::text::sha256(original.as_bytes());
        t.add(Source {
            id: Id::of_original(&sha256),
            title: "A source".into(),
            kind: SourceKind::Report,
            publisher: None,
            voice: None,
            published: None,
            language: "en".parse().unwrap(),
            url: None,
            capture: Some(Capture {
                at: None,
                media_type: "text/plain".into(),
                encoding: Some("utf-8".into()),
                sha256,
                bytes: original.len() as u64,
                original_name: None,
                importer: "onus".into(),
                importer_version: "0".into(),
                warnings: Vec::new(),
            }),
            text: Some(Arc::new(Text::new(TEXT, ReadBy::Extraction, vec![], None))),
            version_of: None,
            part_of: None,
            translation_of: None,
            was: None,
            exhibit: None,
            licence: None,
            created: t.stamp(),
            modified: None,
            note: None,
            marking: Marking::default(),
        });
        self.commit(t)
    }

    /// Tags a word of the first source.
    pub(crate) fn tag(&mut self) -> (Transaction, Transaction) {
        let mut t = self.begin("Tag");
        let source = *self.project.sources.keys().next().unwrap();
        let start = self.made % 20;
        t.add(Annotation {
            id: self.origin.id(),
            source,
            anchor: Anchor::Text {
                spans: vec![onus::text::Span::between(start, start + 3)],
            },
            body: Body::Evidence(Evidence::default()),
            translations: Vec::new(),
            created: t.stamp(),
            modified: None,
            note: None,
            marking: Marking::default(),
        });
        self.commit(t)
    }

    /// Gives the project another title.
    pub(crate) fn rename(&mut self) -> (Transaction, Transaction) {
        let mut t = self.begin("Rename");
        t.change(About {
            title: format!("Title {}", self.made),
            ..(**self.project.about()).clone()
        });
        self.commit(t)
    }
}
