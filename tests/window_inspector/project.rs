//! A small project to inspect.

use onus::project::*;
use onus::text::Span;
use std::sync::Arc;

const TEXT: &str =
    "The ministry asserted that the persona is a front for the command. Screenshots show defaced pages.";

/// The ids of a small project.
pub(crate) struct Ids {
    pub(crate) source: Id,
    pub(crate) claim: Id,
    pub(crate) other: Id,
    pub(crate) evidence: Id,
    pub(crate) ministry: Id,
    pub(crate) old: Id,
    pub(crate) shared: Id,
}

pub(crate) fn project() -> (Project, Ids, Stamp, Origin) {
    let mut origin = Origin::seeded(1, "2025-06-14T09:00:00Z".parse().unwrap());
    let analyst = Analyst {
        id: origin.id(),
        handle: "ab".into(),
        kind: AnalystKind::Person,
    };
    let stamp = Stamp {
        by: analyst.id,
        at: origin.now(),
    };
    let mut t = Transaction::new("Begin", stamp.by, stamp.at);
    t.add(analyst);
    codebook(&stamp).into_iter().for_each(|tag| t.add(tag));
    let entity = |id, name: &str, kind| onus::session::new_entity(id, name.into(), kind, &stamp);
    let ministry = origin.id();
    t.add(entity(
        ministry,
        "Ministry of State Security",
        EntityKind::Organisation,
    ));
    let source = source(&mut origin, &stamp, ministry);
    let source_id = source.id;
    t.add(source);
    let (old, shared) = (origin.id(), origin.id());
    t.add(onus::session::new_proposition(
        old,
        "The persona is a front.".into(),
        &stamp,
    ));
    t.add(onus::session::new_proposition(
        shared,
        "The command runs the persona.".into(),
        &stamp,
    ));
    let mut passage = |span, body| {
        let annotation = Annotation {
            id: origin.id(),
            source: source_id,
            anchor: Anchor::Text { spans: vec![span] },
            body,
            translations: Vec::new(),
            created: stamp.clone(),
            modified: None,
            note: None,
            marking: Marking::default(),
        };
        let id = annotation.id;
        t.add(annotation);
        id
    };
    let claim = passage(Span::new(27, 65), Body::Claim(Claim::of(old)));
    let other = passage(Span::new(0, 65), Body::Claim(Claim::of(shared)));
    let evidence = passage(Span::new(67, 98), Body::Evidence(Evidence::default()));
    let link = Link {
        id: origin.id(),
        kind: LinkKind::Supports,
        from: [evidence].into(),
        to: claim,
        attacks: None,
        reason: None,
        created: stamp.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    };
    t.add(link);
    let mut project = Project::new(about(&mut origin));
    project.commit(t).unwrap();
    let ids = Ids {
        source: source_id,
        claim,
        other,
        evidence,
        ministry,
        old,
        shared,
    };
    (project, ids, stamp, origin)
}

fn about(origin: &mut Origin) -> About {
    About {
        id: origin.id(),
        title: "Inspector".into(),
        description: None,
        language: "en".parse().unwrap(),
        licence: None,
        texts: Texts::Full,
        marking: Marking::default(),
        questions: Vec::new(),
    }
}

fn source(origin: &mut Origin, stamp: &Stamp, publisher: Id) -> Source {
    let block = Block {
        span: Span::new(0, TEXT.len()),
        kind: BlockKind::Paragraph,
        page: None,
    };
    Source {
        id: origin.id(),
        title: "Naming names".into(),
        kind: SourceKind::Article,
        publisher: Some(publisher),
        voice: None,
        published: None,
        language: "en".parse().unwrap(),
        url: None,
        capture: Some(Capture {
            at: None,
            media_type: "text/plain".into(),
            encoding: Some("utf-8".into()),
            sha256: onus::text::sha256(TEXT.as_bytes()),
            bytes: TEXT.len() as u64,
            original_name: Some("names.txt".into()),
            importer: "plain".into(),
            importer_version: "1".into(),
            warnings: Vec::new(),
        }),
        text: Some(Arc::new(Text::new(TEXT, ReadBy::Extraction, vec![block], None))),
        version_of: None,
        part_of: None,
        translation_of: None,
        was: None,
        exhibit: None,
        licence: None,
        created: stamp.clone(),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}
