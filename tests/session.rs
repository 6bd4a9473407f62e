//! The session without a window: what waits for a handle is done after it, and a project's first edit brings what the
//! project needs, once.
#![allow(clippy::unwrap_used)]

mod support;

use onus::project::*;
use onus::session::{Answer, Ask, Caret, Command, Named, Recovery, Session, new_entity};
use onus::storage::{Store, open};
use onus::text::Span;
use support::random;

fn session(folder: &std::path::Path, words: &str) -> Session {
    let origin = Origin::seeded(1, "2025-06-02T08:30:00Z".parse().unwrap());
    let mut session = Session::new(origin, Store::new(None, || ()));
    session.create_at(&folder.join("a"), "A");
    session.wait();
    session.run(Command::Named(Named::PasteSource));
    session.run(Command::Answer(Answer::Handle("A1".into())));
    session.paste(words);
    session.confirm_import();
    session
}

fn spans(session: &Session) -> Vec<Span> {
    let project = session.work().unwrap().project();
    project
        .annotations
        .values()
        .flat_map(|a| a.spans().to_vec())
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect()
}

#[test]
fn tag_all_tags_every_place_with_the_same_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), "ICEFCOM is a unit. They call ICEFCOM a front.");
    session.run(Command::Tag(evidence_tag()));
    session.run(Command::Select(Caret::over(Span::new(0, 7))));
    session.run(Named::TagAll.into());
    assert_eq!(spans(&session), [Span::new(0, 7), Span::new(29, 36)]);
    session.run(Named::Undo.into());
    assert_eq!(spans(&session), []);
}

#[test]
fn what_needs_a_handle_is_done_once_there_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let origin = Origin::seeded(1, "2025-06-02T08:30:00Z".parse().unwrap());
    let path = folder.path().join("a.onus.ron");
    let project = random::project(3, 110);
    let annotation = project
        .annotations
        .values()
        .find(|a| {
            let text = project.sources[&a.source].text.as_ref().unwrap().value();
            a.spans()
                .first()
                .is_some_and(|s| !onus::text::trim(text, *s).is_empty())
        })
        .unwrap()
        .clone();
    drop(open::create(&path, project).unwrap());
    let mut session = Session::new(origin, Store::new(None, || ()));
    session.run(Command::Open(path));
    session.wait();
    let before = session.work().unwrap().project().annotations.len();
    session.run(Command::OpenSource(annotation.source));
    session.run(Command::Tag(claim_tag()));
    session.run(Command::Select(Caret::over(annotation.spans()[0])));
    let count = |s: &Session| s.work().unwrap().project().annotations.len();
    session.run(Named::TagAll.into());
    assert_eq!(
        (session.ask.clone(), count(&session)),
        (Some(Ask::Handle), before)
    );
    session.run(Command::Answer(Answer::Handle("B2".into())));
    assert_eq!(session.ask, None);
    assert!(count(&session) > before, "{:?}", session.notices);
}

#[test]
fn the_first_edit_brings_analyst_and_built_in_tags_unless_they_come_with_it() {
    let full = random::project(5, 110);
    let empty = Project::new(About::new(full.about().id, "A".into()));
    let by = full.analysts.values().next().unwrap();
    let at = "2025-06-02T08:30:00Z".parse().unwrap();
    let introduced = |edits: Vec<Edit>, project: &Project| {
        let mut t = Transaction {
            edits,
            ..Transaction::new("first", by.id, at)
        };
        t.introduce(project, Some((**by).clone()));
        t.edits.iter().map(Edit::kind).collect::<Vec<_>>()
    };
    assert_eq!(
        introduced(vec![], &empty),
        [Kind::Analyst, Kind::Tag, Kind::Tag, Kind::Tag]
    );
    let tags: Vec<Edit> = full
        .tags
        .values()
        .cloned()
        .map(|t| Edit::Put(Record::Tag(t)))
        .collect();
    let count = tags.len();
    assert_eq!(
        introduced(tags, &empty)
            .iter()
            .filter(|k| **k == Kind::Tag)
            .count(),
        count
    );
    assert_eq!(introduced(vec![], &full), []);
}

#[test]
fn targets_of_a_link_are_found_by_their_words_passages_first() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(
        folder.path(),
        "ICEFCOM is a front. A picture shows it. Nothing is tagged here.",
    );
    for (tag, span) in [
        (claim_tag(), Span::new(0, 18)),
        (evidence_tag(), Span::new(20, 38)),
    ] {
        session.run(Command::Select(Caret::over(span)));
        session.run(Command::Tag(tag));
    }
    session.run(Named::Link.into());
    let words = |session: &mut Session, query: &str| {
        session.run(Command::LinkQuery(query.into()));
        let work = session.work().unwrap();
        let targets = work.linking.clone().unwrap().targets(work, 10);
        let kinds: Vec<Kind> = targets
            .iter()
            .filter_map(|id| work.project().kind_of(*id))
            .collect();
        kinds
    };
    assert_eq!(words(&mut session, ""), [Kind::Annotation, Kind::Proposition]);
    assert_eq!(
        words(&mut session, "icefcom is"),
        [Kind::Annotation, Kind::Proposition]
    );
    assert_eq!(
        words(&mut session, "picture"),
        [],
        "evidence is no target of evidence that supports"
    );
    assert_eq!(
        words(&mut session, "nothing"),
        [],
        "words that nobody tagged are no target"
    );
}

#[test]
fn a_long_text_is_searched_while_the_window_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let finding = |session: &Session| session.work().unwrap().finding.clone().unwrap();
    let find = |session: &mut Session, words: &str| session.run(Command::FindText(Some(words.into())));

    let mut short = session(folder.path(), "one two three");
    find(&mut short, "two");
    assert_eq!(*finding(&short).hits, [Span::new(4, 7)]);

    let folder = tempfile::tempdir().unwrap();
    let mut long = session(folder.path(), &"one two three. ".repeat(90_000));
    find(&mut long, "two");
    assert!(finding(&long).running);
    // Whoever types on gets the places of the last words only.
    find(&mut long, "three");
    long.wait();
    let found = finding(&long);
    assert!(!found.running);
    assert_eq!((found.hits.len(), found.hit()), (90_000, Some(Span::new(8, 13))));
    assert_eq!(long.work().unwrap().reveal.span, Span::new(8, 13));
    // What was let go of does not come back.
    find(&mut long, "one");
    long.run(Command::FindText(None));
    long.wait();
    assert_eq!(long.work().unwrap().finding, None);
}

#[test]
fn a_name_tagged_in_many_places_is_one_person() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(
        folder.path(),
        "Individual 1 met nobody. They name Individual 1 twice.",
    );
    session.run(Command::Tag(individual_tag()));
    session.run(Command::Select(Caret::over(Span::new(0, 12))));
    session.run(Named::TagAll.into());
    let project = session.work().unwrap().project();
    assert_eq!((project.annotations.len(), project.entities.len()), (2, 1));
    session.run(Command::Select(Caret::over(Span::new(0, 12))));
    session.run(Command::Tag(individual_tag()));
    assert_eq!(session.work().unwrap().project().entities.len(), 1);
}

#[test]
fn an_accused_who_is_gone_is_not_accused_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), "The unit is a front. The unit is a shield.");
    let claim = |session: &mut Session, span| {
        session.run(Command::Select(Caret::over(span)));
        session.run(Command::Tag(claim_tag()));
        let work = session.work().unwrap();
        (**work.selected_annotation().unwrap()).clone()
    };
    let mut first = claim(&mut session, Span::new(0, 19));
    let stamp = session.placeholder_stamp();
    let unit = new_entity(
        session.spare_ids()[0],
        "The unit".into(),
        EntityKind::Unit,
        &stamp,
    );
    if let Body::Claim(of) = &mut first.body {
        of.accused.insert(unit.id);
    }
    session.run(Command::Change(
        "Accuse".into(),
        vec![Edit::Put(unit.into()), Edit::Put(first.into())],
    ));
    let accused = |a: &Annotation| a.claim().unwrap().accused.len();
    let second = claim(&mut session, Span::new(21, 41));
    assert_eq!(accused(&second), 1, "the accused stick");
    for _ in 0..2 {
        session.run(Named::Undo.into());
    }
    assert_eq!(session.work().unwrap().project().entities.len(), 0);
    let third = claim(&mut session, Span::new(21, 41));
    assert_eq!(accused(&third), 0, "{:?}", session.notices);
}

#[test]
fn the_open_project_is_not_opened_over_itself_and_one_for_reading_is_not_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = session(folder.path(), "ICEFCOM is a front.");
    let path = folder.path().join("a.onus.ron");
    first.run(Command::Open(path.clone()));
    first.wait();
    assert!(!first.work().unwrap().read_only, "{:?}", first.notices);

    let origin = Origin::seeded(2, "2025-06-02T08:30:00Z".parse().unwrap());
    let mut second = Session::new(origin, Store::new(None, || ()));
    second.run(Command::Open(path));
    second.wait();
    // Whoever comes second is asked, and changes nothing by looking.
    let held = second.found().unwrap().held().unwrap();
    assert_eq!(held.holder.as_ref().unwrap().handle, "A1");
    second.run(Command::Recover(Recovery::Read));
    second.wait();
    assert!(second.work().unwrap().read_only);
    // That it is read only, and that edits are not in the file yet, is nothing to be told again.
    assert_eq!(second.notices.len(), 1, "{:?}", second.notices);
    assert!(!second.store().changed_while_reading());
    let before = second.work().unwrap().project().sources.len();
    second.paste("Another text.");
    second.confirm_import();
    assert_eq!(second.work().unwrap().project().sources.len(), before);
    assert!(
        second.notices.iter().any(|n| n.says.contains("reading only")),
        "{:?}",
        second.notices
    );

    // What the first does is noticed, and read once it is asked for.
    let source = first
        .work()
        .unwrap()
        .project()
        .sources
        .keys()
        .next()
        .copied()
        .unwrap();
    first.run(Command::OpenSource(source));
    first.run(Command::Select(Caret::over(Span::new(0, 7))));
    first.run(Command::Tag(claim_tag()));
    first.store().flush();
    while !second.store().changed_while_reading() {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert_eq!(second.work().unwrap().project().annotations.len(), 0);
    second.run(Named::OpenAgain.into());
    second.wait();
    assert!(second.work().unwrap().read_only);
    assert_eq!(second.work().unwrap().project().annotations.len(), 1);

    // Once the first is gone it is opened for writing.
    first.run(Named::CloseProject.into());
    first.wait();
    second.run(Named::OpenAgain.into());
    second.wait();
    assert!(!second.work().unwrap().read_only, "{:?}", second.notices);
    assert!(!second.applies(Named::OpenAgain));
}

#[test]
fn whoever_comes_second_works_on_a_copy() {
    let folder = tempfile::tempdir().unwrap();
    let first = session(folder.path(), "ICEFCOM is a front.");
    first.store().flush();
    let path = folder.path().join("a.onus.ron");
    let origin = Origin::seeded(2, "2025-06-02T08:30:00Z".parse().unwrap());
    let mut second = Session::new(origin, Store::new(None, || ()));
    second.run(Command::Open(path));
    second.wait();
    second.run(Command::Recover(Recovery::Copy));
    second.wait();
    let copy = folder.path().join("a copy.onus.ron");
    assert_eq!(
        second.store().path(),
        Some(copy.as_path()),
        "{:?}",
        second.notices
    );
    assert!(!second.work().unwrap().read_only);
    assert_eq!(second.work().unwrap().project(), first.work().unwrap().project());
    let base = onus::storage::paths::backup_path(&copy, 0);
    assert_eq!(
        &open::read(&base).unwrap().project,
        first.work().unwrap().project()
    );
}

#[test]
fn a_source_with_passages_is_not_deleted_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), "ICEFCOM is a front.");
    session.run(Command::Select(Caret::over(Span::new(0, 18))));
    session.run(Command::Tag(claim_tag()));
    let source = session.work().unwrap().source.unwrap();
    session.run(Command::AskToDelete(source));
    assert!(matches!(session.ask, Some(Ask::Delete { .. })));
    assert_eq!(session.work().unwrap().project().sources.len(), 1);
    session.run(Command::Answer(Answer::Yes));
    assert_eq!(session.work().unwrap().project().sources.len(), 0);
}

#[test]
fn a_project_goes_on_under_another_name_with_what_was_edited_meanwhile() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = session(folder.path(), "ICEFCOM is a front. A picture shows it.");
    session.run(Command::Select(Caret::over(Span::new(0, 18))));
    session.run(Command::Tag(claim_tag()));
    let other = folder.path().join("b.onus.ron");
    session.save_as(&other);
    // While the file is being written, work goes on.
    session.run(Command::Select(Caret::over(Span::new(20, 38))));
    session.run(Command::Tag(evidence_tag()));
    session.wait();
    assert_eq!(
        session.store().path(),
        Some(other.as_path()),
        "{:?}",
        session.notices
    );
    let now = session.work().unwrap().project().clone();
    assert_eq!(now.annotations.len(), 2);
    session.run(Named::Undo.into());
    session.run(Named::Redo.into());
    session.run(Named::CloseProject.into());
    drop(session);
    let opened = open::read(&other).unwrap();
    assert_eq!(opened.project.annotations.len(), 2);
    assert!(
        folder.path().join("b.onus.sources").exists(),
        "the originals went along"
    );
}

#[test]
fn git_is_spoken_of_once_for_each_working_tree() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    let mut session = session(folder.path(), "ICEFCOM is a unit.");
    session.wait();
    let offers = |session: &Session| {
        let offers = session.notices.iter().filter_map(|notice| notice.offer.clone());
        offers.map(|(_, command)| command).collect::<Vec<_>>()
    };
    assert_eq!(offers(&session), [Command::IgnoreInGit]);
    assert!(
        session
            .notices
            .iter()
            .any(|notice| notice.says.contains("everything ever typed"))
    );
    session.run(Command::IgnoreInGit);
    session.wait();
    assert_eq!(offers(&session), []);
    let ignored = std::fs::read_to_string(folder.path().join(".gitignore")).unwrap();
    assert!(ignored.contains("*.onus.history*\n"), "{ignored}");
    // Neither what is written nor what was refused is offered again.
    std::fs::remove_file(folder.path().join(".gitignore")).unwrap();
    session.create_at(&folder.path().join("b"), "B");
    session.wait();
    assert_eq!(offers(&session), []);
}
