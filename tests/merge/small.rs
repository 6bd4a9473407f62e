//! A small project in which everything has a name, and ways to change it in a line.

use onus::project::*;
use onus::text::Span;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) const TEXT: &str = "The unit ran the relay.\nA ministry denies it.\nLogs show the relay.";

/// An id that is the same in every test: `id(3)` ends in a three.
pub(crate) fn id(n: u8) -> Id {
    format!("00000000-0000-4000-8000-0000000000{n:02x}")
        .parse()
        .unwrap()
}

pub(crate) fn stamp(second: u8) -> Stamp {
    Stamp {
        by: id(1),
        at: format!("2025-06-01T10:00:{second:02}Z").parse().unwrap(),
    }
}

pub(crate) fn source_id() -> Id {
    Id::of_original(&onus::text::sha256(TEXT.as_bytes()))
}

pub(crate) fn entity(n: u8, name: &str) -> Entity {
    Entity {
        id: id(n),
        name: name.into(),
        kind: EntityKind::Organisation,
        extent: Extent::Single,
        aliases: Vec::new(),
        protection: Protection::Never,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn cited(n: u8, title: &str) -> Source {
    Source {
        id: id(n),
        title: title.into(),
        kind: SourceKind::Post,
        publisher: None,
        voice: None,
        published: None,
        language: "en".parse().unwrap(),
        url: None,
        capture: None,
        text: None,
        version_of: None,
        part_of: None,
        translation_of: None,
        was: None,
        exhibit: None,
        licence: None,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn held(text: &str) -> Source {
    let sha256 = onus::text::sha256(TEXT.as_bytes());
    Source {
        id: Id::of_original(&sha256),
        capture: Some(Capture {
            at: None,
            media_type: "text/plain".into(),
            encoding: None,
            sha256,
            bytes: TEXT.len() as u64,
            original_name: None,
            importer: "plain".into(),
            importer_version: "1".into(),
            warnings: Vec::new(),
        }),
        text: Some(Arc::new(Text::new(text, ReadBy::Extraction, Vec::new(), None))),
        ..cited(0, "Notice of a relay")
    }
}

pub(crate) fn proposition(n: u8, text: &str) -> Proposition {
    Proposition {
        id: id(n),
        text: text.into(),
        kind: None,
        rung: None,
        state_responsibility: None,
        event: None,
        standing: Standing::AsCited,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn annotation(n: u8, span: (usize, usize), body: Body) -> Annotation {
    Annotation {
        id: id(n),
        source: source_id(),
        anchor: Anchor::Text {
            spans: vec![Span::new(span.0, span.1)],
        },
        body,
        translations: Vec::new(),
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn claim(n: u8, proposition: u8) -> Annotation {
    let body = Body::Claim(Claim {
        claimants: vec![Claimant {
            entity: id(2),
            role: ClaimantRole::Author,
        }],
        ..Claim::of(id(proposition))
    });
    annotation(n, (0, 23), body)
}

pub(crate) fn evidence(n: u8) -> Annotation {
    annotation(n, (46, 66), Body::Evidence(Evidence::default()))
}

pub(crate) fn grade(n: u8, target: u8, value: &str) -> Grade {
    Grade {
        id: id(n),
        target: id(target),
        scale: Scale::InformationCredibility,
        value: value.into(),
        reason: None,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn comment(n: u8, target: Id, text: &str) -> Comment {
    Comment {
        id: id(n),
        target,
        text: text.into(),
        replies_to: None,
        resolved: false,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn link(n: u8, kind: LinkKind, from: &[u8], to: u8) -> Link {
    Link {
        id: id(n),
        kind,
        from: from.iter().map(|n| id(*n)).collect::<BTreeSet<_>>(),
        to: id(to),
        attacks: None,
        reason: None,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

pub(crate) fn tag(n: u8, letter: &str, key: &str) -> Tag {
    Tag {
        id: id(n),
        name: format!("tag {n}"),
        letter: letter.into(),
        key: key.into(),
        colour: Colour::Rust,
        definition: String::new(),
        include: String::new(),
        exclude: String::new(),
        example: None,
        version: 1,
        created: stamp(0),
        modified: None,
        note: None,
        marking: Marking::default(),
    }
}

/// Analyst 1; entities 2, 3 and 4; propositions 5 and 6; claims 7 (of 5) and 8 (of 6), evidence 9 in the one held
/// source; cited source 10, which 11 republishes; grade 12 on 7; tags 13 and 14; link 15 from 9 to 7.
pub(crate) fn project() -> Project {
    let mut records: Vec<Record> = codebook(&stamp(0)).map(Record::from).into();
    records.extend([
        Analyst {
            id: id(1),
            handle: "A1".into(),
            kind: AnalystKind::Person,
        }
        .into(),
        entity(2, "Ministry").into(),
        entity(3, "Unit 1").into(),
        entity(4, "Unit 2").into(),
        proposition(5, "The unit ran the relay.").into(),
        proposition(6, "The ministry denies it.").into(),
        held(TEXT).into(),
        claim(7, 5).into(),
        claim(8, 6).into(),
        evidence(9).into(),
        cited(10, "The first post").into(),
        cited(11, "The second post").into(),
        grade(12, 7, "2").into(),
        tag(13, "X", "4").into(),
        tag(14, "Y", "").into(),
    ]);
    records.push(link(15, LinkKind::Supports, &[9], 7).into());
    records.push(link(16, LinkKind::Republishes, &[11], 10).into());
    let project = Project::from_records(About::new(id(0), "A relay".into()), records);
    assert_eq!(project.validate(), vec![]);
    project
}

/// The project after edits of one analyst.
pub(crate) fn after(project: &Project, edits: impl IntoIterator<Item = Edit>) -> Project {
    let mut after = project.clone();
    for edit in edits {
        after.apply(edit);
    }
    assert_eq!(after.validate(), vec![], "a test's project is sound");
    after
}

/// An edit that changes one record of the project.
pub(crate) fn with<R: Clone + Into<Record>>(record: &Arc<R>, change: impl FnOnce(&mut R)) -> Edit {
    let mut changed = R::clone(record);
    change(&mut changed);
    Edit::from(changed)
}

/// An edit that changes the claim of an annotation.
pub(crate) fn with_claim(project: &Project, n: u8, change: impl FnOnce(&mut Claim)) -> Edit {
    with(&project.annotations[&id(n)], |a| {
        if let Body::Claim(claim) = &mut a.body {
            change(claim);
        }
    })
}

/// The edits of deleting records as a person does.
pub(crate) fn without(project: &Project, ids: &[u8]) -> Vec<Edit> {
    project.delete(ids.iter().map(|n| id(*n))).unwrap().edits
}
