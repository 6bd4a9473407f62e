//! Exports in the shared schema.

use super::FILE;
use onus::exchange::json::{check, export, import, join};
use onus::project::{Marking, Project, Transaction};
use onus::protect::{Options, Outgoing};
use onus::storage::format::{read, write};
use std::sync::LazyLock;

/// A project made of an export is exported as what makes it again, and what joins a project leaves it sound.
pub(super) fn target(data: &[u8]) {
    static BESIDE: LazyLock<Project> = LazyLock::new(|| read(FILE.to_vec()).unwrap().project);
    let Ok(imported) = str::from_utf8(data)
        .map_err(drop)
        .and_then(|json| import(json).map_err(drop))
    else {
        return;
    };
    if let Ok(joined) = join(&BESIDE, imported.clone()) {
        let by = *BESIDE.analysts.keys().next().unwrap();
        let mut project = BESIDE.clone();
        let transaction = Transaction {
            edits: joined.edits,
            ..Transaction::new("Join", by, "2025-07-01T00:00:00Z".parse().unwrap())
        };
        if let Ok(inverse) = project.commit(transaction) {
            assert_eq!(project.validate(), []);
            assert_eq!(project, project.reindexed());
            project.commit(inverse).unwrap();
        }
        assert_eq!(project, *BESIDE);
    }
    let Ok(project) = imported.into_project() else {
        return;
    };
    assert_eq!(
        read(write(&project).unwrap().into_text().into_bytes())
            .unwrap()
            .project,
        project
    );
    let all = Options {
        marking: Some(Marking::from_tags(["tlp:red", "PAP:RED"]).unwrap()),
        ..Options::default()
    };
    let outgoing = Outgoing::new(&project, &all);
    let written = export(&outgoing);
    check(&written).unwrap();
    if outgoing.project().about().texts == project.about().texts {
        assert_eq!(
            import(&written).unwrap().into_project().unwrap(),
            *outgoing.project()
        );
    }
}
