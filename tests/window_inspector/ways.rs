//! Where the inspector leads, and what it leaves alone.

use crate::flow::Flow;
use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable;
use onus::session::{Command, Named};

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
