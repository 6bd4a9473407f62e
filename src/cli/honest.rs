//! The honest input: a project as hard as real ones get, for benches and for trying Onus out. Lines of 1 to 20,000
//! characters and three of 1 MB, 40 % Han, overlaps twelve deep, one annotation in twenty discontinuous, 5,000 on one
//! page; scaled down below 10 MB. The same numbers and seed give the same project.

use crate::project::*;
use crate::session::{new_entity, new_proposition};
use crate::text::Span;
use rand::rngs::StdRng;
use rand::{RngExt, SeedableRng};
use std::sync::Arc;

/// How much is made.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Length of the one source's text in bytes of UTF-8, give or take a line.
    pub bytes: usize,
    /// Number of annotations.
    pub annotations: usize,
    /// Whence all randomness comes.
    pub seed: u64,
}

/// At this length the input is as long as the budgets speak of.
const FULL: usize = 10_000_000;
const LATIN: &[&str] = &[
    "the",
    "group",
    "report",
    "infrastructure",
    "of",
    "a",
    "campaign",
    "and",
    "domain",
    "was",
    "seen",
    "in",
    "logs",
    "which",
    "analysts",
    "attribute",
    "to",
    "unit",
    "evidence",
    "claims",
    "server",
    "phishing",
    "mail",
    "that",
];
const CYRILLIC: &[&str] = &[
    "группа",
    "отчёт",
    "сервер",
    "и",
    "в",
    "домен",
    "кампания",
    "сообщает",
    "ведомство",
];
const HAN: &[&str] = &[
    "该组织",
    "攻击",
    "活动",
    "服务器",
    "钓鱼邮件",
    "我们",
    "认为",
    "与",
    "来自",
    "报告",
    "称",
    "网站",
    "的",
    "基础设施",
    "证据",
    "部队",
    "国家",
    "安全",
    "机关",
    "公布",
    "指标",
    "日志",
    "其",
    "在",
    "被",
    "目标",
    "高校",
    "科研",
];

/// A project of this size. Its original is the text itself, as UTF-8.
pub fn project(size: Size, origin: &mut Origin) -> Project {
    let mut rng = StdRng::seed_from_u64(size.seed);
    let text = text(size.bytes, &mut rng);
    let analyst = Analyst {
        id: origin.id(),
        handle: "onus".into(),
        kind: AnalystKind::Software,
    };
    let stamp = Stamp {
        by: analyst.id,
        at: origin.now(),
    };
    let title = format!(
        "Honest input of {} bytes and {} annotations",
        size.bytes, size.annotations
    );
    let about = About::new(origin.id(), title);
    let source = source(text, &stamp);
    let accused = new_entity(origin.id(), "The unit".into(), EntityKind::Unit, &stamp);
    let publisher = new_entity(
        origin.id(),
        "The ministry".into(),
        EntityKind::Organisation,
        &stamp,
    );
    let person = new_entity(origin.id(), "Individual 1".into(), EntityKind::Person, &stamp);
    let people = People {
        accused: accused.id,
        publisher: publisher.id,
        person: person.id,
    };
    let mut records: Vec<Record> = vec![analyst.into()];
    records.extend(codebook(&stamp).map(Record::from));
    let value = source.text.as_ref().map_or_else(|| Arc::from(""), |t| t.shared());
    let source_id = source.id;
    records.extend([
        Record::from(source),
        accused.into(),
        publisher.into(),
        person.into(),
    ]);
    for (n, spans) in spans(&value, size, &mut rng).into_iter().enumerate() {
        passage(n, source_id, spans, &people, &stamp, origin, &mut records);
    }
    Project::from_records(about, records)
}

struct People {
    accused: EntityId,
    publisher: EntityId,
    person: EntityId,
}

fn source(text: String, stamp: &Stamp) -> Source {
    let sha256 = crate::text::sha256(text.as_bytes());
    let bytes = text.len() as u64;
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in text.split('\n') {
        if !line.is_empty() {
            blocks.push(Block {
                span: Span {
                    start: at,
                    end: at + line.len(),
                },
                kind: BlockKind::Paragraph,
                page: None,
            });
        }
        at += line.len() + 1;
    }
    Source {
        id: Id::of_original(&sha256),
        title: "Honest input".into(),
        kind: SourceKind::Other,
        publisher: None,
        voice: None,
        published: None,
        language: "zh-Hans".parse().unwrap_or_default(),
        url: None,
        capture: Some(Capture {
            at: None,
            media_type: "text/plain".into(),
            encoding: Some("utf-8".into()),
            sha256,
            bytes,
            original_name: None,
            importer: "plain".into(),
            importer_version: "1".into(),
            warnings: Vec::new(),
        }),
        text: Some(Arc::new(Text::new(text, ReadBy::Extraction, blocks, None))),
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

/// Lines of every length up to the longest, and three of a tenth of the whole.
fn text(bytes: usize, rng: &mut StdRng) -> String {
    let scale = (bytes as f64 / FULL as f64).min(1.0);
    let long = (1_000_000.0 * scale) as usize;
    let longest = ((20_000.0 * scale) as usize).clamp(200, 20_000);
    let mut text = String::with_capacity(bytes + longest);
    let mut long_at = vec![bytes * 3 / 4, bytes / 2, bytes / 4];
    while text.len() < bytes {
        if long_at.last().is_some_and(|at| text.len() >= *at) {
            long_at.pop();
            line(long, rng, &mut text);
        }
        // Most lines are short, as in real texts; the square makes long ones rare.
        let share: f64 = rng.random();
        line(
            1 + (share.powi(6) * longest as f64) as usize + rng.random_range(0..200),
            rng,
            &mut text,
        );
    }
    text.pop();
    text
}

/// One line of about so many characters, in one script, with its line end.
fn line(characters: usize, rng: &mut StdRng, text: &mut String) {
    // Han has three bytes a character, so that a share of the lines makes a larger share of the bytes.
    let script: f64 = rng.random();
    let (words, blank) = if script < 0.40 {
        (HAN, "")
    } else if script < 0.5 {
        (CYRILLIC, " ")
    } else {
        (LATIN, " ")
    };
    let mut left = characters;
    let mut since_stop = 0;
    while left > 0 {
        let word = words[rng.random_range(0..words.len())];
        let count = word.chars().count();
        if count >= left {
            text.extend(word.chars().take(left));
            break;
        }
        text.push_str(word);
        since_stop += 1;
        left -= count;
        let stop = if since_stop > 12 {
            Some(if blank.is_empty() { "。" } else { ". " })
        } else {
            None
        };
        if let Some(stop) = stop {
            text.push_str(stop);
            since_stop = 0;
        } else {
            text.push_str(blank);
        }
        left = left.saturating_sub(1);
    }
    text.push('\n');
}

/// Where the annotations stand: 5,000 (or a twentieth) crowded on one page, the rest spread, every eighth a stack of
/// twelve that overlap, every twentieth in two spans.
fn spans(text: &str, size: Size, rng: &mut StdRng) -> Vec<Vec<Span>> {
    let crowd = 5_000.min(size.annotations / 20);
    let crowd_at = text.len() / 3;
    let mut all = Vec::with_capacity(size.annotations);
    let mut stack = 0;
    let mut place = 0;
    while all.len() < size.annotations {
        if stack == 0 {
            let crowded = all.len() < crowd;
            let room = if crowded {
                12_000.min(text.len())
            } else {
                text.len()
            };
            let from = if crowded { crowd_at } else { 0 };
            place = from + rng.random_range(0..room.max(1));
            stack = if rng.random_ratio(1, 8) { 12 } else { 1 };
        }
        stack -= 1;
        let length = 10 + rng.random_range(0..60) + stack * 8;
        let start = place.saturating_sub(stack * 4);
        let Some(first) = fitted(text, start, length) else {
            stack = 0;
            continue;
        };
        let second = if rng.random_ratio(1, 20) {
            fitted(text, first.end + 20, 30)
        } else {
            None
        };
        all.push(std::iter::once(first).chain(second).collect());
    }
    all
}

/// The span nearest to these numbers that lies on characters.
fn fitted(text: &str, start: usize, length: usize) -> Option<Span> {
    let start = text.ceil_char_boundary(start.min(text.len()));
    let end = text.ceil_char_boundary((start + length).min(text.len()));
    (start < end).then_some(Span { start, end })
}

fn passage(
    n: usize,
    source: SourceId,
    spans: Vec<Span>,
    people: &People,
    stamp: &Stamp,
    origin: &mut Origin,
    records: &mut Vec<Record>,
) {
    let body = match n % 3 {
        0 => {
            let proposition = new_proposition(origin.id(), format!("Proposition {n}"), stamp);
            let id = proposition.id;
            records.push(proposition.into());
            let author = Claimant {
                entity: people.publisher,
                role: ClaimantRole::Author,
            };
            Body::Claim(Claim {
                claimants: vec![author],
                accused: [people.accused].into(),
                ..Claim::of(id)
            })
        }
        1 => Body::Evidence(Evidence {
            class: Some(EvidenceClass::Infrastructure),
            ..Evidence::default()
        }),
        _ => Body::Individual(Individual {
            entity: people.person,
            role: IndividualRole::Other,
            discloses: Default::default(),
        }),
    };
    records.push(
        Annotation {
            id: origin.id(),
            source,
            anchor: Anchor::Text { spans },
            body,
            translations: Vec::new(),
            created: stamp.clone(),
            modified: None,
            note: None,
            marking: Marking::default(),
        }
        .into(),
    );
}
