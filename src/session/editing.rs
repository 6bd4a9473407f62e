//! Commands that change the project, each one transaction.

use super::ask::{Ask, Focus, Tone};
use super::caret::Caret;
use super::command::{Command, Named};
use super::session::Session;
use super::tagging::{self, Tagging};
use super::work::Work;
use crate::project::*;
use crate::text::{self, Span};
use std::collections::BTreeSet;

impl Session {
    /// Commands that change the project: they need an analyst with a handle, and a project that may be changed.
    pub(super) fn edit(&mut self, command: Command) {
        if self.work.as_ref().is_some_and(|w| w.read_only) {
            self.say(
                Tone::Caution,
                "Nothing was changed: this project is open for reading only.",
            );
            return;
        }
        if let Command::Tag(tag) = command
            && self.work.as_ref().is_some_and(|w| w.words().is_none())
        {
            // Nothing is selected: the tag is armed for the next drag, or let go of.
            if let Some(work) = &mut self.work {
                work.armed = if work.armed == Some(tag) { None } else { Some(tag) };
            }
            return;
        }
        if self.profile.handle.is_none() {
            self.ask_handle(command);
            return;
        }
        if let Err(says) = self.try_edit(command) {
            self.say(Tone::Alert, says);
        }
    }

    fn try_edit(&mut self, command: Command) -> Result<(), String> {
        if let Command::MergeForeign(sides) = command {
            return self.merge_foreign(&sides);
        }
        let Some(work) = &mut self.work else { return Ok(()) };
        let (origin, by) = (&mut self.origin, self.profile.id);
        let mut t = Transaction::new("", by, origin.now());
        let mut select = None;
        match command {
            Command::Tag(tag) | Command::TagWithNote(tag) => {
                let (Some(source), Some(span)) = (work.source, work.words()) else {
                    return Ok(());
                };
                select = make_passage(work, source, vec![span], tag, origin, &mut t);
                if matches!(command, Command::TagWithNote(_)) {
                    self.focus = Some(Focus::Note);
                }
            }
            Command::TagSpan(tag, span) => {
                let Some((source, text)) = work.source.zip(work.text().cloned()) else {
                    return Ok(());
                };
                let span = text::trim(text.value(), span);
                if !span.is_empty() {
                    select = make_passage(work, source, vec![span], tag, origin, &mut t);
                }
            }
            Command::Retag(id, tag) => {
                let Some(annotation) = work.project.annotations.get(&id).cloned() else {
                    return Ok(());
                };
                t.label = format!("Change tag to {}", tag_name(&work.project, tag));
                tagging::retag(&work.project, &work.defaults, &annotation, tag, origin, &mut t);
            }
            Command::LinkTo(target) => {
                let Some(linking) = work.linking.take() else {
                    return Ok(());
                };
                let link = linking.link(&work.project, target, origin.id(), &t.stamp());
                let Some(link) = link else {
                    work.linking = Some(linking);
                    return Err(
                        "No link was made: these two are not joined that way, or are already.".into(),
                    );
                };
                t.label = format!("Link: {}", link.kind);
                t.add(link);
            }
            Command::Change(label, edits) => {
                t.label = label;
                for edit in edits {
                    t.edit(&work.project, edit);
                }
            }
            Command::GradeAs(target, scale, value) => {
                t.label = format!("Grade {}", scale.words().to_lowercase());
                let created = t.stamp();
                let (id, marking) = (origin.id(), Marking::default());
                t.add(Grade {
                    id,
                    target,
                    scale,
                    value,
                    reason: None,
                    created,
                    modified: None,
                    note: None,
                    marking,
                });
            }
            Command::Delete(ids) => {
                let deletion = work.project.delete(ids).map_err(|e| e.to_string())?;
                t.label = deletion_label(&deletion);
                t.edits = deletion.edits;
            }
            Command::Read(source, state) => {
                t.label = format!("Reading: {state}");
                let mine = work
                    .project
                    .readings
                    .values()
                    .find(|r| r.source == source && r.analyst == by)
                    .cloned();
                match mine {
                    Some(reading) => t.change(Reading {
                        state,
                        ..(*reading).clone()
                    }),
                    None => {
                        let (id, created, marking) = (origin.id(), t.stamp(), Marking::default());
                        t.add(Reading {
                            id,
                            source,
                            analyst: by,
                            state,
                            created,
                            modified: None,
                            note: None,
                            marking,
                        });
                    }
                }
            }
            _ => return Ok(()),
        }
        if t.edits.is_empty() {
            return Ok(());
        }
        let deletion = t
            .edits
            .iter()
            .any(|e| matches!(e, Edit::Delete(Kind::Annotation, _)));
        let made = t.clone();
        self.commit(t)?;
        if let Some(work) = &mut self.work {
            remember_defaults(work, &made);
        }
        if let (Some(id), Some(work)) = (select, self.work.as_mut()) {
            work.selected = Some(id);
            work.armed = None;
            work.caret = Caret::at(work.caret.span().end);
        }
        if deletion {
            self.focus = Some(Focus::Page);
        }
        Ok(())
    }

    /// Takes in what somebody else changed in the file, as one transaction.
    fn merge_foreign(&mut self, sides: &[merge::Side]) -> Result<(), String> {
        let mut t = Transaction::new("", self.profile.id, self.origin.now());
        if !self.foreign_edits(sides, &mut t) {
            return Ok(());
        }
        if !t.edits.is_empty() {
            self.commit(t)?;
        }
        self.foreign_is_taken();
        Ok(())
    }

    /// Commits a transaction of this analyst, who joins the project with the first one.
    pub(super) fn commit(&mut self, mut t: Transaction) -> Result<(), String> {
        let Some(work) = &mut self.work else { return Ok(()) };
        if work.read_only {
            return Err("Nothing was changed: this project is open for reading only.".into());
        }
        t.introduce(&work.project, self.profile.analyst());
        work.commit(t).map_err(|refused| refused.to_string())?;
        // What was said of an earlier edit is old news.
        self.notices.retain(|n| n.tone != Tone::Done);
        Ok(())
    }

    pub(super) fn step(&mut self, forward: bool) {
        let stamp = Stamp {
            by: self.profile.id,
            at: self.origin.now(),
        };
        let Some(work) = &mut self.work else { return };
        match work.step(&stamp, forward) {
            Ok(Some(label)) => self.say(Tone::Done, format!("{label}.")),
            Ok(None) => {}
            Err(refused) => self.say(Tone::Alert, refused.to_string()),
        }
    }

    pub(super) fn add_span(&mut self) {
        let Some(work) = &self.work else { return };
        let (Some(span), Some(annotation)) = (work.words(), work.selected_annotation()) else {
            return;
        };
        if Some(annotation.source) == work.source {
            let changed = tagging::with_span(annotation, span);
            self.edit(Command::Change("Add a span".into(), vec![changed.into()]));
        }
    }

    /// Tags every place of the source with the same words, as the selected passage is or with the armed tag.
    pub(super) fn tag_all(&mut self) {
        let Some(work) = &self.work else { return };
        let (Some(span), Some(source), Some(text)) = (work.words(), work.source, work.text().cloned()) else {
            return;
        };
        let Some(tag) = work.armed.or(work.selected_annotation().map(|a| a.body.tag())) else {
            self.say(
                Tone::Caution,
                "Nothing was tagged: arm a tag first by pressing its key with nothing selected.",
            );
            return;
        };
        if self.profile.handle.is_none() {
            return self.ask_handle(Named::TagAll.into());
        }
        let Some(words) = span.slice(text.value()) else {
            return;
        };
        let taken: BTreeSet<Span> = work
            .project
            .annotations_in(source)
            .filter(|a| a.body.tag() == tag)
            .flat_map(|a| a.spans().to_vec())
            .collect();
        let places: Vec<Span> = text
            .value()
            .match_indices(words)
            .map(|(at, m)| Span::new(at, at + m.len()))
            .filter(|s| !taken.contains(s))
            .collect();
        let mut t = Transaction::new(
            format!("Tag {} places", places.len()),
            self.profile.id,
            self.origin.now(),
        );
        let Some(work) = &mut self.work else { return };
        let tagged = match places.len() {
            0 => "Nothing was tagged: all these places are already.".to_owned(),
            1 => "1 place was tagged.".to_owned(),
            n => format!("{n} places were tagged."),
        };
        for place in places {
            make_passage(work, source, vec![place], tag, &mut self.origin, &mut t);
        }
        if t.edits.is_empty() {
            return self.say(Tone::Done, tagged);
        }
        match self.commit(t) {
            Ok(()) => self.say(Tone::Done, tagged),
            Err(says) => self.say(Tone::Alert, says),
        }
    }

    /// Asks before anything goes along with a record.
    pub(super) fn ask_to_delete(&mut self, id: Option<Id>) {
        let Some(work) = &self.work else { return };
        let Some(id) = id.or(work.selected).or(work.source) else {
            return;
        };
        match work.project.delete([id]) {
            // One record that nothing hangs on goes at once: undo brings it back.
            Ok(deletion) if deletion.counts.values().sum::<usize>() == 1 && work.selected.is_some() => {
                self.edit(Command::Delete(vec![id]));
            }
            Ok(deletion) => {
                self.ask = Some(Ask::Delete {
                    ids: vec![id],
                    counts: deletion.counts,
                });
            }
            Err(says) => self.say(Tone::Caution, says.to_string()),
        }
    }
}

fn make_passage(
    work: &mut Work,
    source: SourceId,
    spans: Vec<Span>,
    tag: TagId,
    origin: &mut Origin,
    t: &mut Transaction,
) -> Option<Id> {
    if t.label.is_empty() {
        t.label = format!("Tag as {}", tag_name(&work.project, tag));
    }
    tagging::tag(
        &work.project,
        &work.defaults,
        Tagging { source, spans, tag },
        origin,
        t,
    )
}

fn tag_name(project: &Project, tag: TagId) -> String {
    project.tags.get(&tag).map_or_else(
        || {
            ["claim", "evidence", "individual"]
                .iter()
                .zip(builtin_tags())
                .find(|(_, id)| *id == tag)
                .map_or("a tag", |(n, _)| *n)
                .to_owned()
        },
        |t| t.name.clone(),
    )
}

fn deletion_label(deletion: &Deletion) -> String {
    let count: usize = deletion.counts.values().sum();
    if count == 1 {
        "Delete".into()
    } else {
        format!("Delete {count} records")
    }
}

/// The accused, the date and the kind of the last claim stick.
fn remember_defaults(work: &mut Work, t: &Transaction) {
    for record in t.edits.iter().filter_map(Edit::record) {
        match record {
            Record::Annotation(a) => {
                if let Some(claim) = a.claim() {
                    work.defaults.accused.clone_from(&claim.accused);
                    work.defaults.said.clone_from(&claim.said);
                }
            }
            Record::Proposition(p) => work.defaults.kind = p.kind.or(work.defaults.kind),
            _ => {}
        }
    }
}
