//! The session: what is open, what is asked, and what a command does. The window reads it, and hands it commands.

use super::ask::{Ask, Focus, Notice, Picking, Tone};
use super::caret::Caret;
use super::command::{Command, Named, When};
use super::damaged::Damaged;
use super::git::Git;
use super::importing::Importing;
use super::leaving::Leaving;
use super::linking::Linking;
use super::merging::Merging;
use super::projects::Jobs;
use super::recent::Lost;
use super::rescued::Copies;
use super::work::Work;
use crate::project::*;
use crate::storage::Store;
use crate::storage::home::report::{Fault, Faults};
use crate::storage::open::Found;
use crate::storage::profile::{Profile, Recent, Settings};
use crate::text::Span;

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
    /// A project with edits beyond its file, until somebody has chosen.
    pub(super) found: Option<Found>,
    /// A damaged project, until somebody has chosen.
    pub(super) damaged: Option<Damaged>,
    /// What was said of the open project that holds only as long as it is open for reading.
    pub(super) said_of_reading: Vec<String>,
    /// The names of what a newer version wrote that the open project lacks.
    pub(super) unknown: Option<String>,
    /// Copies that were kept in a second place.
    pub(super) copies: Copies,
    /// What the history of the project that is being opened holds beyond another state of its file, to be merged with it:
    /// that state, and the one with all edits.
    pub(super) later: Option<(Project, Project)>,
    /// The file of the copy that is being made.
    pub(super) copied: Option<String>,
    /// The project is being saved, and left then.
    pub(super) leaving: Option<Leaving>,
    /// What waits for the handle to be known by.
    pub(super) waiting: Option<Command>,
    spare: [Id; 4],
    pub(super) jobs: Jobs,
    pub(super) merging: Merging,
    pub(super) git: Git,
    /// Files that wait for the project that is made for them.
    pub(super) dropped: Vec<std::path::PathBuf>,
    pub(super) lost: Lost,
    /// When the newest edit was made that may not be in the project file.
    pub(super) edited: Option<Timestamp>,
    /// The size in points that the window is to take, since the project that was opened was left that way.
    pub resize: Option<(f32, f32)>,
    /// Faults in Onus itself, as whoever watches for them has met them.
    pub faults: Faults,
}

impl Session {
    /// A session without a project.
    pub fn new(mut origin: Origin, store: Store) -> Self {
        let found = store.personal(&mut origin);
        let notice = |says: String| Notice {
            tone: Tone::Caution,
            says,
            offer: None,
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
            found: None,
            damaged: None,
            said_of_reading: Vec::new(),
            unknown: None,
            copies: Copies::default(),
            later: None,
            copied: None,
            leaving: None,
            waiting: None,
            spare,
            jobs: Jobs::default(),
            merging: Merging::default(),
            git: Git::default(),
            dropped: Vec::new(),
            lost: Lost::default(),
            edited: None,
            resize: None,
            faults: Faults::default(),
        }
    }

    /// The open project.
    pub fn work(&self) -> Option<&Work> {
        self.work.as_ref()
    }

    /// Shows a project that lies on no disk: nothing done to it is kept. For pictures and tests.
    pub fn show(&mut self, project: Project) {
        self.work = Some(Work::new(project));
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
            When::Reading => work.read_only && self.store.path().is_some(),
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
            offer: None,
        });
    }

    /// Tells the faults that were met since the last time.
    pub(super) fn tell_faults(&mut self) {
        for Fault { place, report } in self.faults.take() {
            let report = report.map_or_else(String::new, |path| {
                format!(
                    " A report with none of your texts in it is in {}.",
                    path.display()
                )
            });
            self.say(
                Tone::Alert,
                format!("Something in Onus stopped working ({place}). The project and its history are whole.{report}"),
            );
        }
    }

    /// Runs a command, and hands what it changed to the disk.
    pub fn run(&mut self, command: Command) {
        if self.puts_off(&command) {
            return;
        }
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
            Command::Stop => self.stop(),
            Command::LookAtForeign => self.look_at_foreign(),
            Command::LookAtCopy(path) => self.look_at_copy(&path),
            Command::IgnoreInGit => self.ignore_in_git(),
            Command::Recover(choice) => self.recover(choice),
            Command::LeaveUnsaved(leaving) => self.leave_unsaved(leaving),
            Command::TryAgain(leaving) => self.begin_leaving(leaving),
            Command::AskToDelete(id) => self.ask_to_delete(Some(id)),
            Command::LeftWidth(width) => self.settings.layout.left_width = width,
            Command::RightWidth(width) => self.settings.layout.right_width = width,
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
        if let Command::FindText(query) = command {
            return self.find(query);
        }
        let Some(work) = &mut self.work else { return };
        match command {
            Command::OpenSource(source) => work.open(source),
            Command::Go(id) => work.go(id),
            Command::Deselect => work.selected = None,
            Command::Point(id) => work.point(id),
            Command::MoveTo(byte, extend) => {
                work.caret = work.caret.to(byte, extend);
                work.grown.clear();
                work.bring(Span::new(byte, byte));
            }
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
            Command::LinkVerb(kind) => change_link(work, |l| l.kind = kind),
            Command::LinkReverse => change_link(work, |l| l.reversed = !l.reversed),
            Command::LinkPick(open) => change_link(work, |l| l.picking = open.then(String::new)),
            Command::LinkQuery(query) => change_link(work, |l| l.picking = Some(query)),
            edit => self.edit(edit),
        }
    }

    /// Hands new transactions to the disk.
    pub(super) fn hand_over(&mut self) {
        if let Some(work) = &mut self.work {
            let fresh = work.take_outbox();
            if !fresh.is_empty()
                && let Some(handle) = &self.profile.handle
            {
                let last = fresh.last().map(|entry| entry.done.at);
                self.edited = last;
                if let Some(saving) = &mut self.jobs.saving_as {
                    saving.since.extend(fresh.iter().cloned());
                }
                self.store.keep(fresh, handle);
                self.store.follow(work.project.clone(), last.unwrap_or_default());
            }
        }
    }

    fn run_named(&mut self, named: Named) {
        match named {
            Named::NewProject => self.ask = Some(Ask::Path(Picking::NewProject)),
            Named::OpenProject | Named::OpenPath => self.ask = Some(Ask::Path(Picking::Open)),
            Named::OpenSample => self.open_sample(),
            Named::AddSources | Named::HoldSource | Named::PasteSource | Named::CiteSource
                if self.profile.handle.is_none() =>
            {
                self.ask_handle(named.into());
            }
            Named::AddSources => self.ask = Some(Ask::Path(Picking::Sources)),
            Named::HoldSource => self.ask = Some(Ask::Path(Picking::Hold)),
            Named::PasteSource => self.ask = Some(Ask::Paste),
            Named::CiteSource => self.ask = Some(Ask::Cite),
            Named::Export => self.ask = Some(Ask::Export),
            Named::SaveAs => self.ask = Some(Ask::Path(Picking::SaveAs)),
            Named::Save => {
                self.save();
                // What somebody else has written is not written over: it is merged first.
                if self.store.foreign().is_some() {
                    self.look_at_foreign();
                }
            }
            Named::OpenAgain => self.open_again(),
            Named::CloseProject => self.begin_leaving(Leaving::Close),
            Named::Quit => self.begin_leaving(Leaving::Quit),
            Named::Palette => self.ask = Some(Ask::Palette),
            Named::Help => self.ask = Some(Ask::Help),
            Named::ChangeTag => self.ask = Some(Ask::ChangeTag),
            Named::Find => self.focus = Some(Focus::Find),
            Named::FilterSources => self.turn_to(Focus::SourceFilter),
            Named::FilterPassages => self.turn_to(Focus::PassageFilter),
            Named::Note => self.turn_to(Focus::Note),
            Named::Grade => self.turn_to(Focus::Grade),
            Named::NextPane => self.focus = Some(Focus::NextPane),
            Named::PreviousPane => self.focus = Some(Focus::PreviousPane),
            Named::ZoomIn => self.settings.zoom = (self.settings.zoom + 10).min(*Settings::ZOOM.end()),
            Named::ZoomOut => {
                self.settings.zoom = self.settings.zoom.saturating_sub(10).max(*Settings::ZOOM.start());
            }
            Named::ZoomReset => self.settings.zoom = 100,
            Named::ToggleLeft => self.settings.layout.left_open ^= true,
            Named::ToggleRight => self.settings.layout.right_open ^= true,
            Named::ToggleTheme => self.settings.dark = Some(!self.settings.dark.unwrap_or(false)),
            Named::Escape => self.escape(),
            Named::Delete => self.ask_to_delete(None),
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
                .and_then(|id| Linking::start(&work.project, id));
        }
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
