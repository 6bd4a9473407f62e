//! A random, sound project: together its records hold every field, absent and set, and every value of every closed list.

pub(crate) mod edits;
mod house;
mod judgements;
mod maker;
mod passages;
mod sources;
mod world;

pub(crate) use maker::Maker;

use judgements::Targets;
use onus::project::*;
use std::sync::Arc;

/// A sound project of this seed that alone holds every field and value, and no record marked stricter than itself.
pub(crate) fn whole(seed: u64) -> Project {
    let mut project = project(seed, 200);
    project.apply(Edit::from(About {
        description: Some("Everything".into()),
        licence: Some("CC-BY-4.0".into()),
        marking: Marking {
            tlp: Some(Tlp::Red),
            pap: Some(Pap::Red),
        },
        questions: vec!["Is everything here?".into()],
        ..(**project.about()).clone()
    }));
    project
}

/// A sound project of this seed, with `size` annotations.
pub(crate) fn project(seed: u64, size: usize) -> Project {
    let mut m = Maker::new(seed);
    let about = About {
        id: m.id(),
        title: m.words(3),
        description: m.maybe(|m| m.words(9)),
        language: m.language(),
        licence: m.maybe(|m| m.words(2)),
        texts: Texts::Full,
        marking: m.marking(),
        questions: (0..m.below(3)).map(|_| m.words(5)).collect(),
    };
    let mut records: Vec<Record> = Vec::new();
    house::analysts(&mut m, &mut records);
    let tags = house::own_tags(&mut m, &mut records);
    let entities: Vec<Id> = (0..14).map(|_| m.id()).collect();
    let sources: Vec<Arc<Source>> = (0..sources::ALL)
        .map(|n| Arc::new(sources::source(&mut m, n, &entities)))
        .collect();
    let source_ids: Vec<Id> = sources.iter().map(|s| s.id).collect();
    for (id, kind) in entities.iter().zip(EntityKind::ALL.iter().cycle()) {
        records.push(world::entity(&mut m, *id, *kind, &entities, &source_ids).into());
    }
    sources::relate(&mut m, &sources, &source_ids, &mut records);
    world::relations(&mut m, &entities, &source_ids, &mut records);
    let events = world::events(&mut m, &entities, &mut records);
    let propositions = world::propositions(&mut m, size / 3 + 12, &events, &mut records);
    let annotations = passages::annotations(
        &mut m,
        size,
        &sources[..sources::HELD],
        &entities,
        &propositions,
        &tags,
    );
    records.extend(annotations.iter().cloned().map(Record::from));

    let targets = Targets {
        sources: &source_ids,
        events: &events,
        propositions: &propositions,
        annotations: &annotations,
    };
    let links = judgements::links(&mut m, &targets);
    let grades = judgements::grades(&mut m, &targets, &mut records);
    let annotation_ids: Vec<Id> = annotations.iter().map(|a| a.id).collect();
    let link_ids = links.iter().map(|l| l.id).collect();
    let mut targets = [annotation_ids, link_ids, propositions, grades].concat();
    records.extend(links.into_iter().map(Record::from));
    judgements::reviews(&mut m, &targets, &mut records);
    targets.extend([entities, source_ids.clone(), vec![about.id]].concat());
    judgements::comments(&mut m, &targets, &mut records);
    judgements::readings(&mut m, &source_ids, &mut records);

    // The codebook shows an example now that there is a passage to show.
    let mut project = Project::from_records(about, records);
    if let (Some(tag), Some(example)) = (tags.first(), annotations.first()) {
        let mut tag = (*project.tags[tag]).clone();
        tag.example = Some(example.id);
        project.apply(Edit::from(tag));
    }
    project
}
