//! What records are called in sentences: by names and quotes, never by ids, and no longer than can be read in passing.

use super::record::*;
use super::{Id, Project};
use crate::text::Span;

/// Code points of a name or quote in a sentence.
const MOST: usize = 60;

/// The beginning of a text in one line, for a sentence.
pub fn shortened(text: &str) -> String {
    let shown = |c: char| if c.is_control() { ' ' } else { c };
    let mut letters = text.trim().chars();
    let mut words: String = letters.by_ref().take(MOST).map(shown).collect();
    if letters.next().is_some() {
        words.truncate(words.trim_end().len());
        words.push('…');
    }
    words
}

/// A text in quotation marks, shortened.
pub fn quoted(text: &str) -> String {
    // Quotation marks within others are the single ones.
    let inner = shortened(text).replace('“', "‘").replace('”', "’");
    format!("“{inner}”")
}

/// A sentence's first letter, as a capital.
pub fn capitalised(sentence: &str) -> String {
    let mut letters = sentence.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string());
    first.unwrap_or_default() + letters.as_str()
}

impl Project {
    /// What a record is called within a sentence: `claim “The unit ran …” in “Notice of …”`.
    pub fn called(&self, id: Id) -> String {
        self.record(id)
            .map_or_else(|| "a record that is gone".into(), |record| self.call(&record))
    }

    /// What a record, which need not be one of this project, is called within a sentence of it.
    pub fn call(&self, record: &Record) -> String {
        let name = |words: &str| quoted(words);
        match record {
            Record::Project(r) => format!("the project {}", name(&r.title)),
            Record::Analyst(r) => format!("the analyst {}", name(&r.handle)),
            Record::Tag(r) => format!("the tag {}", name(&r.name)),
            Record::Source(r) => format!("the source {}", name(&r.title)),
            Record::Entity(r) => format!("the {} {}", r.kind, name(&r.name)),
            Record::Event(r) => format!("the event {}", name(&r.name)),
            Record::Proposition(r) => format!("the proposition {}", name(&r.text)),
            Record::Relation(r) => format!(
                "the relation {} {} {}",
                self.name(r.from),
                spaced(r.kind.name()),
                self.name(r.to)
            ),
            Record::Annotation(r) => self.call_passage(r),
            Record::Link(r) => format!(
                "the link “{}” to {}",
                spaced(r.kind.name()),
                self.called_briefly(r.to)
            ),
            Record::Grade(r) => format!(
                "the grade {} on {}",
                name(&r.value),
                self.called_briefly(r.target)
            ),
            Record::Review(r) => format!("the review “{}” of {}", r.verdict, self.called_briefly(r.target)),
            Record::Comment(r) => format!(
                "the comment {} on {}",
                name(&r.text),
                self.called_briefly(r.target)
            ),
            Record::Reading(r) => {
                format!(
                    "the reading of {} by {}",
                    self.name(r.source),
                    self.name(r.analyst)
                )
            }
        }
    }

    /// As `called`, but a comment on a grade on a claim is not told down to its source.
    fn called_briefly(&self, id: Id) -> String {
        match self.record(id) {
            Some(Record::Link(r)) => format!("the link “{}”", spaced(r.kind.name())),
            Some(Record::Grade(r)) => format!("the grade {}", quoted(&r.value)),
            Some(Record::Review(r)) => format!("the review “{}”", r.verdict),
            Some(Record::Comment(r)) => format!("the comment {}", quoted(&r.text)),
            _ => self.called(id),
        }
    }

    fn call_passage(&self, annotation: &Annotation) -> String {
        let what = match &annotation.body {
            Body::Claim(_) => "claim".to_owned(),
            Body::Evidence(_) => "evidence".to_owned(),
            Body::Individual(mention) => format!("mention of {}", self.name(mention.entity)),
            Body::Tag(tag) => {
                let tag = self.tags.get(tag).map_or("a tag", |t| t.name.as_str());
                format!("passage tagged {}", quoted(tag))
            }
        };
        let words = self.words(annotation.source, annotation.spans());
        format!("{what} {words} in {}", self.name(annotation.source))
    }

    /// The words at spans of a source's text in quotation marks, shortened; what else it is where there are none.
    pub(super) fn words(&self, source: Id, spans: &[Span]) -> String {
        if spans.is_empty() {
            return "on a part of a page".into();
        }
        let text = self.sources.get(&source).and_then(|s| s.text.as_ref());
        let mut words = String::new();
        for span in spans {
            let quote = text.and_then(|t| t.quote(*span)).unwrap_or("…");
            words.push_str(if words.is_empty() { "" } else { " … " });
            // A passage may be as long as its text.
            words.extend(quote.chars().take(MOST + 1));
        }
        quoted(&words)
    }

    /// The name alone of what a field refers to, in quotation marks where it has one.
    pub fn name(&self, id: Id) -> String {
        match self.record(id) {
            Some(Record::Analyst(r)) => quoted(&r.handle),
            Some(Record::Tag(r)) => quoted(&r.name),
            Some(Record::Source(r)) => quoted(&r.title),
            Some(Record::Entity(r)) => quoted(&r.name),
            Some(Record::Event(r)) => quoted(&r.name),
            Some(Record::Proposition(r)) => quoted(&r.text),
            Some(Record::Project(r)) => quoted(&r.title),
            Some(record) => self.call(&record),
            None => "a record that is gone".into(),
        }
    }
}

/// A value of a closed list, or a field's name, as people read it.
pub(super) fn spaced(name: &str) -> String {
    name.replace(['-', '_'], " ")
}

/// A count with its kind: `3 grades`.
pub fn counted(kind: Kind, n: usize) -> String {
    let words = format!("{kind:?}").to_lowercase();
    match (words.as_str(), n) {
        (_, 1) => format!("1 {words}"),
        ("entity", _) => format!("{n} entities"),
        _ => format!("{n} {words}s"),
    }
}
