//! The inspector by the names a screen reader gives its controls: what is clicked and typed, and the records afterwards,
//! field by field.
//!
//! Long because one flow for each kind of record stands beside the others and shares the small window they run in.
#![cfg(feature = "window")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use onus::project::*;
use onus::session::{Command, Named, Work};
use onus::text::Span;
use onus::ui::fonts::{self, Faces};
use onus::ui::inspector::{Inspector, inspector_ui};
use onus::ui::text::TextEngine;
use onus::ui::theme;
use std::sync::Arc;

const TEXT: &str =
    "The ministry asserted that the persona is a front for the command. Screenshots show defaced pages.";

/// A window that holds nothing but the inspector, and does what it asks for.
struct Desk {
    inspector: Inspector,
    engine: TextEngine,
    work: Work,
    origin: Origin,
    stamp: Stamp,
    /// What was asked for that the window itself would do.
    asked: Vec<Command>,
}

impl Desk {
    fn ui(&mut self, ui: &mut egui::Ui) {
        let spare: Vec<Id> = (0..4).map(|_| self.origin.id()).collect();
        let mut commands = Vec::new();
        inspector_ui(
            ui,
            &mut self.inspector,
            &mut self.engine,
            &self.work,
            &spare,
            &self.stamp,
            &mut commands,
        );
        commands.into_iter().for_each(|c| self.run(c));
    }

    fn run(&mut self, command: Command) {
        match command {
            Command::Go(id) => self.work.go(id),
            Command::Change(label, edits) => self.commit(&label, edits),
            Command::GradeAs(target, scale, value) => {
                let grade = Grade {
                    id: self.origin.id(),
                    target,
                    scale,
                    value,
                    reason: None,
                    created: self.stamp.clone(),
                    modified: None,
                    note: None,
                    marking: Marking::default(),
                };
                self.commit("Grade", vec![Edit::Put(grade.into())]);
            }
            other => self.asked.push(other),
        }
    }

    fn commit(&mut self, label: &str, edits: Vec<Edit>) {
        let mut t = Transaction::new(label, self.stamp.by, self.origin.now());
        for edit in edits {
            t.edit(self.work.project(), edit);
        }
        self.work
            .commit(t)
            .expect("the inspector asks for what is allowed");
    }
}

/// The ids of a small project.
struct Ids {
    source: Id,
    claim: Id,
    other: Id,
    evidence: Id,
    ministry: Id,
    old: Id,
    shared: Id,
}

fn project() -> (Project, Ids, Stamp, Origin) {
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

struct Flow {
    harness: Harness<'static, Desk>,
    ids: Ids,
}

impl Flow {
    /// The inspector with one record selected.
    fn at(select: impl FnOnce(&Ids) -> Id) -> Self {
        let (project, ids, stamp, origin) = project();
        let mut work = Work::new(project);
        work.source = Some(ids.source);
        work.go(select(&ids));
        let desk = Desk {
            inspector: Inspector::default(),
            engine: TextEngine::new(Faces::embedded()),
            work,
            origin,
            stamp,
            asked: Vec::new(),
        };
        let mut harness = Harness::builder()
            .with_size(egui::vec2(344.0, 1600.0))
            .with_context_setup(|ctx| {
                fonts::install(ctx, &mut Faces::embedded(), "en");
                theme::apply(ctx);
            })
            .build_ui_state(|ui, desk: &mut Desk| desk.ui(ui), desk);
        harness.run();
        Self { harness, ids }
    }

    fn click(&mut self, name: &str) {
        self.harness.get_by_label(name).click();
        self.harness.run();
    }

    /// Opens a list by its name, types, and takes what is first with Enter.
    fn pick(&mut self, name: &str, typed: &str) {
        self.harness.get_by_role_and_label(Role::ComboBox, name).focus();
        self.harness.run();
        self.key(Key::ArrowDown);
        self.type_text(typed);
        self.key(Key::Enter);
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.into()));
        self.harness.run();
    }

    /// Puts the keyboard into a field and types at its end.
    fn write(&mut self, name: &str, text: &str) {
        self.harness.get_by_label(name).focus();
        self.harness.run();
        self.harness.key_press_modifiers(egui::Modifiers::COMMAND, Key::A);
        self.type_text(text);
    }

    fn key(&mut self, key: Key) {
        self.harness.key_press(key);
        self.harness.run();
    }

    fn work(&self) -> &Work {
        &self.harness.state().work
    }

    fn project(&self) -> &Project {
        self.work().project()
    }

    fn annotation(&self, id: Id) -> Annotation {
        self.project().annotations[&id].as_ref().clone()
    }

    fn claim(&self) -> Claim {
        self.annotation(self.ids.claim).claim().unwrap().clone()
    }

    fn labels(&self) -> usize {
        self.harness
            .state()
            .work
            .undo_stack()
            .undo_label()
            .map_or(0, |_| 1)
    }
}

#[test]
fn a_closed_list_is_picked_by_typing() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.claim();
    flow.pick("Speech", "den");
    assert_eq!(
        flow.claim(),
        Claim {
            speech: Speech::Denies,
            ..before.clone()
        }
    );
    assert_eq!(flow.work().undo_stack().undo_label(), Some("Change speech"));
    flow.pick("Negated", "y");
    assert_eq!(
        flow.claim(),
        Claim {
            speech: Speech::Denies,
            negated: true,
            ..before
        }
    );
}

#[test]
fn escape_leaves_a_list_and_the_record_alone() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.claim();
    flow.click("Speech");
    flow.type_text("den");
    flow.key(Key::Escape);
    assert_eq!(flow.claim(), before);
    assert_eq!(flow.labels(), 0);
}

#[test]
fn a_claimant_is_made_by_typing_a_new_name() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.claim();
    flow.pick("Add claimant", "Antiy");
    let antiy = flow
        .project()
        .entities
        .values()
        .find(|e| e.name == "Antiy")
        .unwrap()
        .clone();
    assert_eq!(
        (antiy.kind, antiy.protection),
        (EntityKind::Organisation, Protection::Never)
    );
    assert!(antiy.id.is_v4());
    let author = |entity| Claimant {
        entity,
        role: ClaimantRole::Author,
    };
    assert_eq!(
        flow.claim(),
        Claim {
            claimants: vec![author(antiy.id)],
            ..before.clone()
        }
    );

    flow.pick("Add claimant", "ministry of");
    flow.pick("Role of Antiy", "quo");
    let quoted = Claimant {
        entity: antiy.id,
        role: ClaimantRole::Quoted,
    };
    let claimants = vec![quoted, author(flow.ids.ministry)];
    assert_eq!(
        flow.claim(),
        Claim {
            claimants,
            ..before.clone()
        }
    );

    flow.click("Remove Antiy");
    assert_eq!(
        flow.claim(),
        Claim {
            claimants: vec![author(flow.ids.ministry)],
            ..before
        }
    );
}

#[test]
fn a_proposition_is_picked_and_the_one_nobody_needs_goes() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.claim();
    flow.pick("Proposition", "the command runs");
    assert_eq!(
        flow.claim(),
        Claim {
            proposition: flow.ids.shared,
            ..before
        }
    );
    assert!(!flow.project().propositions.contains_key(&flow.ids.old));
    assert!(flow.harness.query_by_label("Claimed in 2 passages").is_some());

    // The other claim still speaks of it, so it stays when this one leaves again.
    flow.pick("Proposition", "Something new");
    assert!(flow.project().propositions.contains_key(&flow.ids.shared));
    assert_eq!(
        flow.annotation(flow.ids.other).claim().unwrap().proposition,
        flow.ids.shared
    );
    let new = flow.claim().proposition;
    assert_eq!(flow.project().propositions[&new].text, "Something new");
}

#[test]
fn the_keyboard_grades_with_the_words_of_the_scale() {
    let mut flow = Flow::at(|ids| ids.claim);
    flow.harness.state_mut().inspector.focus_grade();
    flow.harness.run();
    assert!(
        flow.harness
            .get_by_role_and_label(Role::RadioGroup, "Likelihood")
            .is_focused()
    );
    let keeps = |flow: &Flow, key| flow.harness.state().inspector.keeps(key, egui::Modifiers::NONE);
    assert!(
        keeps(&flow, Key::Num3) && !keeps(&flow, Key::Escape),
        "a number grades and does not tag"
    );
    flow.type_text("3");
    flow.click("Confidence: Low");
    let proposition = flow.claim().proposition;
    let mut grades: Vec<_> = flow
        .project()
        .grades
        .values()
        .map(|g| (g.target, g.scale, g.value.clone()))
        .collect();
    grades.sort();
    assert_eq!(
        grades,
        [
            (proposition, Scale::Likelihood, "unlikely".to_owned()),
            (proposition, Scale::Confidence, "low".to_owned())
        ]
    );
    assert!(flow.harness.query_by_label("20–45 %").is_some());
}

#[test]
fn a_note_is_one_transaction_and_escape_drops_what_was_typed() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.annotation(flow.ids.claim);
    flow.harness.state_mut().inspector.focus_note();
    flow.harness.run();
    assert!(
        flow.harness
            .get_by_role_and_label(Role::MultilineTextInput, "Note")
            .is_focused()
    );
    flow.type_text("Compare ");
    flow.type_text("paragraph 4.");
    assert_eq!(
        flow.annotation(flow.ids.claim),
        before,
        "nothing is kept while typing"
    );
    flow.harness
        .key_press_modifiers(egui::Modifiers::COMMAND, Key::Enter);
    flow.harness.run();
    let after = flow.annotation(flow.ids.claim);
    assert_eq!(after.note.as_deref(), Some("Compare paragraph 4."));
    assert_eq!(
        Annotation {
            note: None,
            modified: None,
            ..after
        },
        before
    );

    flow.harness.state_mut().inspector.focus_note();
    flow.harness.run();
    flow.type_text("Not this");
    assert!(
        flow.harness
            .state()
            .inspector
            .keeps(Key::Escape, egui::Modifiers::NONE)
    );
    flow.key(Key::Escape);
    assert_eq!(
        flow.annotation(flow.ids.claim).note.as_deref(),
        Some("Compare paragraph 4.")
    );
}

#[test]
fn what_was_typed_is_kept_when_another_record_is_shown() {
    let mut flow = Flow::at(|ids| ids.claim);
    flow.write("As likely", "may be");
    let (claim, evidence) = (flow.ids.claim, flow.ids.evidence);
    flow.harness.state_mut().work.go(evidence);
    flow.harness.run();
    let wording = Wording {
        likelihood: Some("may be".into()),
        confidence: None,
    };
    assert_eq!(flow.annotation(claim).claim().unwrap().wording, Some(wording));
    assert_eq!(flow.work().selected, Some(evidence));
}

#[test]
fn a_date_says_what_is_wrong_and_stays_to_be_mended() {
    let mut flow = Flow::at(|ids| ids.claim);
    flow.write("Said", "2025-02-31");
    flow.key(Key::Enter);
    let says = "There is no day 31: February 2025 has 28 days.";
    assert!(flow.harness.query_by_label(says).is_some());
    assert_eq!(flow.claim().said, None);
    flow.write("Said", "2025-02");
    flow.key(Key::Enter);
    assert_eq!(flow.claim().said, Some("2025-02".parse().unwrap()));
    assert!(flow.harness.query_by_label(says).is_none());
}

#[test]
fn names_and_links_lead_to_their_records() {
    let mut flow = Flow::at(|ids| ids.claim);
    flow.click("Screenshots show defaced pages.");
    assert_eq!(flow.work().selected, Some(flow.ids.evidence));
    flow.harness
        .get_by_role_and_label(Role::Link, "Naming names")
        .click();
    flow.harness.run();
    assert_eq!(
        (flow.work().selected, flow.work().source),
        (None, Some(flow.ids.source))
    );
    flow.click("Ministry of State Security");
    assert_eq!(flow.work().selected, Some(flow.ids.ministry));
    flow.harness.state_mut().work.go_back(false);
    flow.harness.run();
    assert!(
        flow.harness.query_by_label("Publisher").is_some(),
        "the source's card is back"
    );
}

#[test]
fn evidence_is_described() {
    let mut flow = Flow::at(|ids| ids.evidence);
    flow.pick("Class", "opsec");
    flow.pick("Availability", "desc");
    flow.click("Rung: persona");
    flow.write("Observed", "2024-09/..");
    flow.key(Key::Enter);
    let evidence = flow.annotation(flow.ids.evidence).evidence().unwrap().clone();
    assert_eq!(
        evidence,
        Evidence {
            class: Some(EvidenceClass::OpsecSlip),
            rung: Some(Rung::Persona),
            availability: Some(Availability::Described),
            indicators: Vec::new(),
            observed: Some("2024-09/..".parse().unwrap()),
            same_as: None,
        }
    );
}

#[test]
fn a_relation_is_made_in_place_and_shown() {
    let mut flow = Flow::at(|ids| ids.ministry);
    flow.pick("Add relation", "ICEFCOM");
    let relation = flow.project().relations.values().next().unwrap().clone();
    let to = flow.project().entities[&relation.to].clone();
    assert_eq!((relation.from, to.name.as_str()), (flow.ids.ministry, "ICEFCOM"));
    assert_eq!(flow.work().selected, Some(relation.id));
    flow.pick("Kind", "front");
    flow.pick("Confidence", "mod");
    let after = flow.project().relations[&relation.id].as_ref().clone();
    assert_eq!(
        Relation {
            modified: None,
            ..after
        },
        Relation {
            kind: RelationKind::FrontFor,
            confidence: Some("moderate".into()),
            ..relation.as_ref().clone()
        }
    );
}

#[test]
fn the_head_steps_through_the_passages() {
    let mut flow = Flow::at(|ids| ids.claim);
    assert!(flow.harness.query_by_label("2 of 2").is_some());
    flow.click("Next passage");
    assert_eq!(flow.harness.state().asked, [Command::Named(Named::NextPassage)]);
}

#[test]
fn what_is_read_only_stays_as_it_is() {
    let mut flow = Flow::at(|ids| ids.claim);
    let before = flow.claim();
    flow.harness.state_mut().work.read_only = true;
    flow.harness.run();
    flow.click("Speech");
    flow.type_text("den");
    flow.key(Key::Enter);
    flow.click("Rung: unit");
    assert_eq!(flow.claim(), before);
    assert_eq!(flow.labels(), 0);
}
