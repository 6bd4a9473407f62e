//! What is typed: kept by Enter, by the way to another record, and dropped by Escape.

use crate::flow::Flow;
use eframe::egui::accesskit::Role;
use eframe::egui::{self, Key};
use egui_kittest::kittest::Queryable;
use onus::project::*;

#[test]
fn a_note_is_one_transaction_and_escape_keeps_it() {
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
    flow.type_text(" So far.");
    assert!(
        flow.harness
            .state()
            .inspector
            .keeps(Key::Escape, egui::Modifiers::NONE)
    );
    flow.key(Key::Escape);
    assert_eq!(
        flow.annotation(flow.ids.claim).note.as_deref(),
        Some("Compare paragraph 4. So far.")
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
