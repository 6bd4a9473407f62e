//! The session: what is open, what is asked, and what a command does. The window reads it, and hands it commands.

use super::ask::{Ask, Focus, Notice, Picking, Tone};
use super::command::{Answer, Command, Named, When};
use super::finding::Finding;
use super::linking::Linking;
use super::projects::Jobs;
use super::tagging::{self, Tagging};
use super::work::Work;
use super::{Caret, importing::Importing};
use crate::project::*;
use crate::storage::Store;
use crate::storage::profile::{Profile, Recent, Settings};
use crate::text::{self, Span};
use std::sync::atomic::AtomicBool;

/// All that the window shows.
pub struct Session {
    pub(super) origin: Origin,
    pub(super) store: Store,
    pub(super) profile: Profile,
    /// How the window is left and found again.
    pub settings: Settings,
    pub(super) recent: Vec<Recent>,
    pub(super) work: Option<Work>,
    /// The question that is open.
    pub ask: Option<Ask>,
    /// Sentences to show, oldest first.
    pub notices: Vec<Notice>,
    /// The part of the window that is to get the keyboard.
    pub focus: Option<Focus>,
    /// The texts about to be read in.
    pub importing: Importing,
    /// Whether the window is to close.
    pub quit: bool,
    /// What waits for the handle to be known by.
    waiting: Option<Command>,
    spare: [Id; 4],
    pub(super) jobs: Jobs,
    /// Files that wait for the project that is made for them.
    pub(super) dropped: Vec<std::path::PathBuf>,
}

impl Session {
    /// A session without a project.
    pub fn new(mut origin: Origin, mut store: Store) -> Self {
        let found = store.personal(&mut origin);
        let notice = |says: String| Notice {
            tone: Tone::Caution,
            says,
        };
        let spare = std::array::from_fn(|_| origin.id());
        Self {
            origin,
            store,
            profile: found.profile,
            settings: found.settings,
            recent: found.recent,
            work: None,
            ask: None,
            notices: found.says.into_iter().map(notice).collect(),
            focus: None,
            importing: Importing::default(),
            quit: false,
            waiting: None,
            spare,
            jobs: Jobs::default(),
            dropped: Vec::new(),
        }
    }

    /// The open project.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_ref()
    }

    /// The analyst's profile.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The projects that were open here, newest first.
    pub fn recent(&self) -> &[Recent] {
        &self.recent
    }

    /// Where the edits are, and where the project lies.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Ids for records that a widget makes; new ones are drawn after every command.
    pub fn spare_ids(&self) -> &[Id] {
        &self.spare
    }

    /// Who would make a record now, for a widget that has to write something; the command fills in the truth.
    pub fn placeholder_stamp(&self) -> Stamp {
        Stamp {
            by: self.profile.id,
            at: Timestamp::default(),
        }
    }

    /// Whether a command applies now.
    pub fn applies(&self, command: Named) -> bool {
        let Some(work) = &self.work else {
            return command.entry().when == When::Always;
        };
        let editable = !work.read_only;
        match command.entry().when {
            When::Always | When::Project => true,
            When::Editable => editable,
            When::Source => work.source.is_some(),
            When::Text => work.text().is_some(),
            When::Words => work.words().is_some(),
            When::WordsEditable => editable && work.words().is_some(),
            When::Record => work.selected.is_some(),
            When::RecordEditable => editable && (work.selected.is_some() || work.source.is_some()),
            When::PassageEditable => editable && work.selected_annotation().is_some(),
            When::SpanEditable => editable && work.words().is_some() && work.selected_annotation().is_some(),
            When::Undo => editable && work.undo_stack().undo_label().is_some(),
            When::Redo => editable && work.undo_stack().redo_label().is_some(),
            When::Back => work.places.can_go_back(),
            When::Forward => work.places.can_go_forward(),
            When::Finding => work.finding.is_some(),
        }
    }

    /// Shows a sentence.
    pub fn say(&mut self, tone: Tone, says: impl Into<String>) {
        self.notices.push(Notice {
            tone,
            says: says.into(),
        });
    }

    /// Runs a command, and hands what it changed to the disk.
    pub fn run(&mut self, command: Command) {
        match command {
            Command::Named(named) => {
                if self.applies(named) {
                    self.run_named(named);
                }
            }
            Command::Answer(answer) => self.answer(answer),
            Command::Open(path) => self.open_path(&path),
            Command::Files(paths) => self.take_files(paths),
            Command::Forget(path) => {
                self.recent.retain(|r| r.path != path);
                self.keep_recent();
            }
            Command::Dismiss(n) => {
                if n < self.notices.len() {
                    self.notices.remove(n);
                }
            }
            other => self.run_in_work(other),
        }
        self.hand_over();
        self.spare = std::array::from_fn(|_| self.origin.id());
    }

    fn run_in_work(&mut self, command: Command) {
        let Some(work) = &mut self.work else { return };
        match command {
            Command::OpenSource(source) => work.open(source),
            Command::Go(id) => work.go(id),
            Command::Deselect => work.selected = None,
            Command::Select(caret) => {
                work.caret = caret;
                work.grown.clear();
            }
            Command::Move(step, direction, extend) => {
                if let Some(text) = work.text().cloned() {
                    work.caret = work.caret.moved(text.value(), step, direction, extend);
                    work.grown.clear();
                    work.bring(Span::new(work.caret.head, work.caret.head));
                }
            }
            Command::FindText(query) => find(work, query),
            Command::LinkVerb(kind) => change_link(work, |l| l.kind = kind),
            Command::LinkReverse => change_link(work, |l| l.reversed = !l.reversed),
            Command::LinkPick(open) => change_link(work, |l| l.picking = open.then(String::new)),
            Command::LinkQuery(query) => change_link(work, |l| l.picking = Some(query)),
            Command::LinkFrom(id) => work.linking = Linking::start(&work.project, id),
            edit => self.edit(edit),
        }
    }

    /// Commands that change the project: they need an analyst with a handle, and a project that may be changed.
    fn edit(&mut self, command: Command) {
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
            self.waiting = Some(command);
            self.ask = Some(Ask::Handle);
            return;
        }
        if let Err(says) = self.try_edit(command) {
            self.say(Tone::Alert, says);
        }
    }

    fn try_edit(&mut self, command: Command) -> Result<(), String> {
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
        self.commit(t)?;
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

    /// Commits a transaction of this analyst, who joins the project with the first one.
    pub(super) fn commit(&mut self, mut t: Transaction) -> Result<(), String> {
        let Some(work) = &mut self.work else { return Ok(()) };
        if let Some(analyst) = self
            .profile
            .analyst()
            .filter(|a| !work.project.analysts.contains_key(&a.id))
        {
            t.edits.insert(0, analyst.into());
        }
        if work.project.tags.is_empty() {
            let tags = codebook(&t.stamp()).map(|tag| Edit::from(Record::from(tag)));
            t.edits.splice(0..0, tags);
            // The analyst comes before what names them, for whoever reads the history.
            if let Some(n) = t.edits.iter().position(|e| e.kind() == Kind::Analyst) {
                t.edits[..=n].rotate_right(1);
            }
        }
        remember_defaults(work, &t);
        work.commit(t).map_err(|refused| refused.to_string())
    }

    /// Hands new transactions to the disk.
    pub(super) fn hand_over(&mut self) {
        if let Some(work) = &mut self.work {
            let fresh = work.take_outbox();
            if !fresh.is_empty()
                && let Some(handle) = &self.profile.handle
            {
                self.store.keep(fresh, handle);
            }
        }
    }

    fn run_named(&mut self, named: Named) {
        match named {
            Named::NewProject => self.ask = Some(Ask::Path(Picking::NewProject)),
            Named::OpenProject | Named::OpenPath => self.ask = Some(Ask::Path(Picking::Open)),
            Named::OpenSample => self.open_sample(),
            Named::AddSources => self.ask = Some(Ask::Path(Picking::Sources)),
            Named::HoldSource => self.ask = Some(Ask::Path(Picking::Hold)),
            Named::PasteSource => self.ask = Some(Ask::Paste),
            Named::CiteSource => self.ask = Some(Ask::Cite),
            Named::Export => self.ask = Some(Ask::Export),
            Named::SaveAs => self.ask = Some(Ask::Path(Picking::SaveAs)),
            Named::Save => self.save(),
            Named::CloseProject => self.close_project(),
            Named::Quit => {
                self.close_project();
                self.quit = true;
            }
            Named::Palette => self.ask = Some(Ask::Palette),
            Named::Help => self.ask = Some(Ask::Help),
            Named::ChangeTag => self.ask = Some(Ask::ChangeTag),
            Named::Find => self.focus = Some(Focus::Find),
            Named::FilterSources => self.focus = Some(Focus::SourceFilter),
            Named::Note => self.focus = Some(Focus::Note),
            Named::Grade => self.focus = Some(Focus::Grade),
            Named::NextPane => self.focus = Some(Focus::NextPane),
            Named::PreviousPane => self.focus = Some(Focus::PreviousPane),
            Named::ZoomIn => self.settings.zoom = (self.settings.zoom + 10).min(300),
            Named::ZoomOut => self.settings.zoom = self.settings.zoom.saturating_sub(10).max(50),
            Named::ZoomReset => self.settings.zoom = 100,
            Named::ToggleLeft => self.settings.left_open = !self.settings.left_open,
            Named::ToggleRight => self.settings.right_open = !self.settings.right_open,
            Named::ToggleTheme => self.settings.dark = Some(!self.settings.dark.unwrap_or(false)),
            Named::Escape => self.escape(),
            Named::Delete => self.ask_to_delete(),
            Named::Undo | Named::Redo => self.step(named == Named::Redo),
            // The window copies, since only it knows the clipboard.
            Named::Copy => {}
            _ => self.run_in_text(named),
        }
        if matches!(
            named,
            Named::Undo | Named::Redo | Named::NextPassage | Named::PreviousPassage
        ) {
            self.focus = Some(Focus::Page);
        }
    }

    fn run_in_text(&mut self, named: Named) {
        let Some(work) = &mut self.work else { return };
        match named {
            Named::NextPassage => work.step_passage(true),
            Named::PreviousPassage => work.step_passage(false),
            Named::CyclePassage => work.cycle_passage(),
            Named::NextSource | Named::PreviousSource => work.step_source(named == Named::NextSource),
            Named::Back => work.go_back(false),
            Named::Forward => work.go_back(true),
            Named::FindNext | Named::FindPrevious => step_hit(work, named == Named::FindNext),
            Named::GrowSelection => work.grow(),
            Named::ShrinkSelection => work.shrink(),
            Named::SelectAll => {
                let all = work.text().map_or(0, |t| t.value().len());
                work.caret = Caret { anchor: 0, head: all };
            }
            Named::Link => start_link(work),
            Named::AddSpan => self.add_span(),
            Named::TagAll => self.tag_all(),
            _ => {}
        }
    }

    fn step(&mut self, forward: bool) {
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

    fn add_span(&mut self) {
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
    fn tag_all(&mut self) {
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
        let Some(words) = span.slice(text.value()) else {
            return;
        };
        let taken: Vec<Span> = work
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
        for place in places {
            make_passage(work, source, vec![place], tag, &mut self.origin, &mut t);
        }
        if self.profile.handle.is_none() {
            self.ask = Some(Ask::Handle);
        } else if let Err(says) = self.commit(t) {
            self.say(Tone::Alert, says);
        }
    }

    fn ask_to_delete(&mut self) {
        let Some(work) = &self.work else { return };
        let Some(id) = work.selected.or(work.source) else {
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
                })
            }
            Err(says) => self.say(Tone::Caution, says.to_string()),
        }
    }

    /// Closes what is open, lets go of what is armed or selected, one step at a time.
    fn escape(&mut self) {
        if self.ask.take().is_some() {
            self.waiting = None;
            self.importing = Importing::default();
            return;
        }
        self.focus = Some(Focus::Page);
        let Some(work) = &mut self.work else { return };
        if let Some(linking) = &mut work.linking {
            if linking.picking.take().is_none() {
                work.linking = None;
            }
        } else if work.armed.take().is_some() || work.finding.take().is_some() {
        } else if !work.caret.span().is_empty() {
            work.caret = Caret::at(work.caret.head);
        } else if work.selected.take().is_none() && !self.notices.is_empty() {
            self.notices.clear();
        }
    }

    fn answer(&mut self, answer: Answer) {
        let ask = self.ask.take();
        match (ask, answer) {
            (Some(Ask::Handle), Answer::Handle(handle)) if !handle.trim().is_empty() => {
                self.profile.handle = Some(handle.trim().to_owned());
                if let Err(says) = self.store.keep_profile(&self.profile) {
                    self.say(Tone::Caution, says);
                }
                if let Some(command) = self.waiting.take() {
                    self.edit(command);
                }
            }
            (Some(Ask::Delete { ids, .. }), Answer::Yes) => self.edit(Command::Delete(ids)),
            (_, Answer::No) => self.waiting = None,
            (ask, _) => self.ask = ask,
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

fn change_link(work: &mut Work, change: impl FnOnce(&mut Linking)) {
    if let Some(linking) = &mut work.linking {
        change(linking);
    }
}

/// `L` starts a link at what is selected, and a second time lists the targets.
fn start_link(work: &mut Work) {
    match &mut work.linking {
        Some(linking) => linking.picking = Some(String::new()),
        None => {
            work.linking = work
                .selected
                .or(work.source)
                .and_then(|id| Linking::start(&work.project, id))
        }
    }
}

/// At most so many hits are marked; more could not be looked through.
const MOST_HITS: usize = 100_000;

fn find(work: &mut Work, query: Option<String>) {
    work.finding = query.map(|query| Finding {
        query,
        ..Finding::default()
    });
    let (Some(text), caret) = (work.text().cloned(), work.caret.span().start) else {
        return;
    };
    let Some(finding) = &mut work.finding else { return };
    let never = AtomicBool::new(false);
    let hits = text::Finder::new(&finding.query, false).map(|f| f.find(text.value(), MOST_HITS, &never).0);
    finding.found(hits.unwrap_or_default(), caret);
    if let Some(hit) = finding.hit() {
        work.bring(hit);
    }
}

fn step_hit(work: &mut Work, forward: bool) {
    let Some(finding) = &mut work.finding else { return };
    finding.step(forward);
    if let Some(hit) = finding.hit() {
        work.caret = Caret::over(hit);
        work.bring(hit);
    }
}
