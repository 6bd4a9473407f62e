//! A random, sound project: together its records hold every field, absent and set, and every value of every closed list.
//!
//! Long because it makes one of everything: split, the records could no longer be read beside the model's table.

use onus::project::*;
use onus::text::Span;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Makes values one after the other from a seed; each closed list is gone through in turn, so that each value is met.
pub struct Maker {
    rng: StdRng,
    /// How often each list was asked for a value, by where it lies.
    turns: BTreeMap<*const u8, usize>,
    first_turn: usize,
    by: Vec<Id>,
}

const EDTF: &[&str] = &[
    "2024-09-22",
    "2025-03",
    "2024-23",
    "2024-09/..",
    "../2025-05",
    "2025-05~",
    "2019?",
    "201X",
    "2024/2025-03",
    "1999%",
];
const WORDS: &[&str] = &[
    "the ministry",
    "国家安全部",
    "alleges",
    "资通电军",
    "匿名者64",
    "обвинила",
    "logs",
    "relay.example",
    "🙂",
    "e\u{301}",
    "\u{2067}x\u{2069}",
    "“quoted”",
    "а\\б",
    "\u{85}",
    "tab\there",
    "a/*b*/",
    "//",
    "r#\"",
    "並非",
    "中華民國",
    ".",
];

impl Maker {
    /// A maker of this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            rng: StdRng::seed_from_u64(seed),
            turns: BTreeMap::new(),
            first_turn: seed as usize % 97,
            by: Vec::new(),
        }
    }

    pub fn id(&mut self) -> Id {
        Id::from_random(self.rng.random())
    }

    pub fn one_of<T: Copy>(&mut self, all: &[T]) -> T {
        let turn = self.turns.entry(all.as_ptr().cast()).or_insert(self.first_turn);
        *turn += 1;
        all[*turn % all.len()]
    }

    pub fn any<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.random_range(0..all.len())]
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.rng.random_bool(0.6).then(|| make(self))
    }

    pub fn below(&mut self, n: usize) -> usize {
        self.rng.random_range(0..n)
    }

    pub fn words(&mut self, most: usize) -> String {
        let n = 1 + self.below(most);
        (0..n).map(|_| self.any(WORDS)).collect::<Vec<_>>().join(" ")
    }

    pub fn edtf(&mut self) -> Edtf {
        self.one_of(EDTF).parse().unwrap()
    }

    pub fn language(&mut self) -> Language {
        self.one_of(&["en", "zh-Hans", "zh-Hant", "ru", "und", "ja"])
            .parse()
            .unwrap()
    }

    pub fn time(&mut self) -> Timestamp {
        let (day, hour, second) = (1 + self.below(28), self.below(24), self.below(60));
        format!("2025-06-{day:02}T{hour:02}:30:{second:02}Z")
            .parse()
            .unwrap()
    }

    pub fn marking(&mut self) -> Marking {
        let tags = self.one_of(&[
            &[][..],
            &["tlp:clear"],
            &["tlp:amber+strict", "PAP:RED"],
            &["PAP:WHITE"],
        ]);
        Marking::from_tags(tags.iter().copied()).unwrap()
    }

    pub fn stamp(&mut self) -> Stamp {
        let by = self.by.clone();
        Stamp {
            by: self.any(&by),
            at: self.time(),
        }
    }

    fn span(&mut self, text: &str) -> Span {
        let bounds: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
        let start = self.below(bounds.len() - 1);
        let end = start + 1 + self.below((bounds.len() - 1 - start).min(12));
        Span {
            start: bounds[start],
            end: bounds[end],
        }
    }

    fn spans(&mut self, text: &str) -> Vec<Span> {
        let mut spans: Vec<Span> = (0..1 + self.below(3)).map(|_| self.span(text)).collect();
        spans.sort();
        let mut end = 0;
        spans.retain(|s| {
            let keep = s.start >= end;
            end = if keep { s.end } else { end };
            keep
        });
        spans
    }
}

/// Puts the common fields at the end of a record.
macro_rules! with_common {
    ($m:ident, $kind:ident { $($body:tt)* }) => {{
        let record = $kind {
            created: $m.stamp(),
            modified: $m.maybe(Maker::stamp),
            note: $m.maybe(|m| m.words(4)),
            marking: $m.marking(),
            $($body)*
        };
        record
    }};
}

/// A sound project of this seed, with `size` annotations (110 and more hold every field and value).
pub fn project(seed: u64, size: usize) -> Project {
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
    let own_tags: Vec<Id> = Colour::ALL
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
        .collect();

    let entities: Vec<Id> = (0..14).map(|_| m.id()).collect();
    let sources: Vec<Arc<Source>> = (0..12).map(|n| Arc::new(source(&mut m, n, &entities))).collect();
    let source_ids: Vec<Id> = sources.iter().map(|s| s.id).collect();
    for (n, id) in entities.iter().enumerate() {
        let entity = entity(
            &mut m,
            *id,
            EntityKind::ALL[n % EntityKind::ALL.len()],
            &entities,
            &source_ids,
        );
        records.push(entity.into());
    }
    for n in 0..10 {
        let mut source = (*sources[n]).clone();
        if n > 0 {
            source.version_of = m.maybe(|m| m.any(&source_ids[..n]));
            source.part_of = m.maybe(|m| m.any(&source_ids[..n]));
            source.translation_of = m.maybe(|m| m.any(&source_ids[..n]));
        }
        records.push(source.into());
    }
    records.extend(sources[10..].iter().cloned().map(Record::from));
    for kind in RelationKind::ALL {
        let id = m.id();
        records.push(
            with_common!(
                m,
                Relation {
                    id,
                    from: m.any(&entities),
                    to: m.any(&entities),
                    kind: *kind,
                    asserted_by: m.any(&entities),
                    source: m.maybe(|m| m.any(&source_ids)),
                    during: m.maybe(Maker::edtf),
                    confidence: m.maybe(|m| m.one_of(&["low", "moderate", "high"]).to_string()),
                }
            )
            .into(),
        );
    }
    let events: Vec<Id> = (0..8).map(|_| m.id()).collect();
    for (n, id) in events.iter().enumerate() {
        let participants = ParticipantRole::ALL.iter().take(n);
        let participants = participants
            .map(|role| Participant {
                entity: m.any(&entities),
                role: *role,
            })
            .collect();
        records.push(
            with_common!(
                m,
                Event {
                    id: *id,
                    name: m.words(3),
                    kind: EventKind::ALL[n % EventKind::ALL.len()],
                    occurred: m.maybe(Maker::edtf),
                    discovered: m.maybe(Maker::edtf),
                    disclosed: m.maybe(Maker::edtf),
                    place: m.maybe(|m| m.words(1)),
                    participants,
                }
            )
            .into(),
        );
    }
    let propositions: Vec<Id> = (0..size / 3 + 12).map(|_| m.id()).collect();
    for id in &propositions {
        records.push(
            with_common!(
                m,
                Proposition {
                    id: *id,
                    text: m.words(6),
                    kind: m.maybe(|m| m.one_of(PropositionKind::ALL)),
                    rung: m.maybe(|m| m.one_of(Rung::ALL)),
                    state_responsibility: m.maybe(|m| {
                        let all: Vec<&str> =
                            state_responsibility().iter().map(|s| s.value.as_ref()).collect();
                        m.one_of(&all).to_string()
                    }),
                    event: m.maybe(|m| m.any(&events)),
                    standing: m.one_of(Standing::ALL),
                }
            )
            .into(),
        );
    }
    let annotations: Vec<Arc<Annotation>> =
        annotations(&mut m, size, &sources[..10], &entities, &propositions, &own_tags);
    records.extend(annotations.iter().cloned().map(Record::from));
    let links = links(&mut m, &annotations, &propositions, &events, &source_ids);
    let link_ids: Vec<Id> = links.iter().map(|l| l.id).collect();
    records.extend(links.into_iter().map(Record::from));

    let annotation_ids: Vec<Id> = annotations.iter().map(|a| a.id).collect();
    let mut grade_ids = Vec::new();
    for scale in Scale::ALL {
        for value in scale.values() {
            let target = match scale {
                Scale::SourceReliability => m.any(&source_ids),
                Scale::InformationCredibility => m.any(&annotation_ids),
                Scale::Likelihood | Scale::Confidence => m.any(&propositions),
            };
            let id = m.id();
            grade_ids.push(id);
            records.push(
                with_common!(
                    m,
                    Grade {
                        id,
                        target,
                        scale: *scale,
                        value: value.value.to_string(),
                        reason: m.maybe(|m| m.words(4)),
                    }
                )
                .into(),
            );
        }
    }
    let mut reviewable = [
        annotation_ids.clone(),
        link_ids.clone(),
        propositions.clone(),
        grade_ids,
    ]
    .concat();
    for verdict in Verdict::ALL {
        let id = m.id();
        records.push(
            with_common!(
                m,
                Review {
                    id,
                    target: m.any(&reviewable),
                    verdict: *verdict,
                    reason: m.words(5),
                    code: m.maybe(|m| m.words(1)),
                    round: 1 + m.below(3) as u32,
                }
            )
            .into(),
        );
    }
    reviewable.extend([entities, source_ids.clone(), vec![about.id]].concat());
    let mut comments: Vec<Id> = Vec::new();
    for _ in 0..8 {
        let id = m.id();
        let replies_to = if comments.is_empty() {
            None
        } else {
            m.maybe(|m| m.any(&comments))
        };
        records.push(
            with_common!(
                m,
                Comment {
                    id,
                    target: m.any(&reviewable),
                    text: m.words(9),
                    replies_to,
                    resolved: m.one_of(&[true, false]),
                }
            )
            .into(),
        );
        comments.push(id);
    }
    for state in ReadingState::ALL {
        let id = m.id();
        let by = m.by.clone();
        records.push(
            with_common!(
                m,
                Reading {
                    id,
                    source: m.any(&source_ids),
                    analyst: m.any(&by),
                    state: *state
                }
            )
            .into(),
        );
    }
    // The codebook shows an example now that there is a passage to show.
    let mut project = Project::from_records(about, records);
    if let (Some(tag), Some(example)) = (own_tags.first(), annotation_ids.first()) {
        let mut tag = (*project.tags[tag]).clone();
        tag.example = Some(*example);
        project.apply(Edit::from(tag));
    }
    project
}

/// The nth source: most are held with a text, the last two are cited.
fn source(m: &mut Maker, n: usize, entities: &[Id]) -> Source {
    let held = n < 10;
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
    let newer = n == 9;
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

fn entity(m: &mut Maker, id: Id, kind: EntityKind, entities: &[Id], sources: &[Id]) -> Entity {
    let aliases = AliasKind::ALL
        .iter()
        .take(m.below(7))
        .map(|kind| Alias {
            text: m.words(1),
            language: m.maybe(Maker::language),
            kind: *kind,
            asserted_by: m.maybe(|m| m.any(entities)),
            first_seen: m.maybe(|m| m.any(sources)),
        })
        .collect();
    with_common!(
        m,
        Entity {
            id,
            name: m.words(2),
            kind,
            extent: m.one_of(&[Extent::Single, Extent::Counted(20), Extent::Described]),
            aliases,
            protection: m.one_of(Protection::ALL),
        }
    )
}

fn annotations(
    m: &mut Maker,
    size: usize,
    sources: &[Arc<Source>],
    entities: &[Id],
    propositions: &[Id],
    tags: &[Id],
) -> Vec<Arc<Annotation>> {
    let mut made: Vec<Arc<Annotation>> = Vec::new();
    for n in 0..size {
        let source = sources[m.below(sources.len())].clone();
        let text = source.text.as_ref().unwrap().value();
        let id = m.id();
        let earlier: Vec<Id> = made.iter().map(|a| a.id).collect();
        let earlier = |m: &mut Maker| {
            if earlier.is_empty() {
                None
            } else {
                m.maybe(|m| m.any(&earlier))
            }
        };
        let body = match n % 4 {
            0 => Body::Claim(Claim {
                proposition: m.any(propositions),
                claimants: ClaimantRole::ALL
                    .iter()
                    .take(m.below(5))
                    .map(|role| Claimant {
                        entity: m.any(entities),
                        role: *role,
                    })
                    .collect(),
                via: (0..m.below(3)).map(|_| m.any(entities)).collect(),
                accused: (0..m.below(3)).map(|_| m.any(entities)).collect(),
                speech: m.one_of(Speech::ALL),
                presence: m.one_of(Presence::ALL),
                negated: m.one_of(&[true, false]),
                cue: m.maybe(|m| m.span(text)),
                hedges: (0..m.below(3))
                    .map(|_| Hedge {
                        span: m.span(text),
                        term: m.words(1),
                    })
                    .collect(),
                wording: m.maybe(|m| Wording {
                    likelihood: m.maybe(|m| m.words(1)),
                    confidence: m.maybe(|m| m.words(1)),
                }),
                said: m.maybe(Maker::edtf),
                replies_to: earlier(m),
            }),
            1 => Body::Evidence(Evidence {
                class: m.maybe(|m| m.one_of(EvidenceClass::ALL)),
                rung: m.maybe(|m| m.one_of(Rung::ALL)),
                availability: m.maybe(|m| m.one_of(Availability::ALL)),
                indicators: (0..m.below(3))
                    .map(|_| Indicator {
                        r#type: "domain-name".into(),
                        value: m.words(1),
                    })
                    .collect(),
                observed: m.maybe(Maker::edtf),
                same_as: earlier(m),
            }),
            2 => Body::Individual(Individual {
                entity: m.any(entities),
                role: m.one_of(IndividualRole::ALL),
                discloses: (0..m.below(5)).map(|_| m.one_of(Disclosure::ALL)).collect(),
            }),
            _ => Body::Tag(m.one_of(tags)),
        };
        let anchor = if n % 11 == 10 {
            let rect = Rect {
                x: Length(7200),
                y: Length(10),
                width: Length(12345),
                height: Length(100),
            };
            Anchor::Region {
                page: 1 + n as u32 % 3,
                rects: vec![rect; 1 + n % 2],
            }
        } else {
            Anchor::Text { spans: m.spans(text) }
        };
        let by = m.by.clone();
        let translations = (0..m.below(2))
            .map(|_| Translation {
                text: m.words(6),
                language: m.language(),
                by: m.any(&by),
                machine: m.one_of(&[true, false]),
            })
            .collect();
        made.push(Arc::new(with_common!(
            m,
            Annotation {
                id,
                source: source.id,
                anchor,
                body,
                translations
            }
        )));
    }
    made
}

fn links(
    m: &mut Maker,
    annotations: &[Arc<Annotation>],
    propositions: &[Id],
    events: &[Id],
    sources: &[Id],
) -> Vec<Link> {
    let of = |is: fn(&Annotation) -> bool| -> Vec<Id> {
        annotations.iter().filter(|a| is(a)).map(|a| a.id).collect()
    };
    let claims = of(|a| a.claim().is_some());
    let evidence = of(|a| a.evidence().is_some());
    let mut links: Vec<Link> = Vec::new();
    for n in 0..24 {
        let kind = LinkKind::ALL[n % LinkKind::ALL.len()];
        let (from, to): (&[Id], &[Id]) = match kind {
            LinkKind::Supports | LinkKind::Contradicts | LinkKind::Undercuts if n % 2 == 0 => {
                (&evidence, &claims)
            }
            LinkKind::Supports | LinkKind::Contradicts | LinkKind::Undercuts => (&evidence, propositions),
            LinkKind::Coincides => (events, events),
            LinkKind::DerivesFrom if n > 8 => (&evidence, &evidence),
            LinkKind::Reports | LinkKind::Contrasts if n > 8 => (&claims, &claims),
            _ => (sources, sources),
        };
        if from.len() < 2 || to.len() < 2 {
            continue;
        }
        let to = m.any(to);
        let from: BTreeSet<Id> = (0..1 + m.below(3))
            .map(|_| m.any(from))
            .filter(|id| *id != to)
            .collect();
        if from.is_empty() {
            continue;
        }
        let attacks =
            matches!(kind, LinkKind::Contradicts | LinkKind::Undercuts).then(|| m.one_of(Attack::ALL));
        let id = m.id();
        links.push(with_common!(
            m,
            Link {
                id,
                kind,
                from,
                to,
                attacks,
                reason: m.maybe(|m| m.words(4))
            }
        ));
    }
    links
}
