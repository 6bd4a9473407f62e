//! What is picked: values of closed lists, records that are there and new ones, and words of a scale.

use crate::flow::Flow;
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key};
use egui_kittest::kittest::Queryable;
use onus::project::*;

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
