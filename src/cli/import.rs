//! `import`: texts become sources, exports join.

use super::args::Import;
use super::say::{Answers, Failure, Outcome, Progress, answer, note, problem};
use crate::exchange::json::{self, Joined};
use crate::project::*;
use crate::read::Encoding;
use crate::session::{Added, Details, add_document, new_entity, read_file};
use crate::storage::disk::{Disk, RealDisk, reason};
use crate::storage::open::{self, FILE_LIMIT};
use crate::storage::profile::Home;
use crate::storage::{Entry, SaveState, Store, project_path};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;

pub(super) fn run(args: &Import) -> Outcome {
    let path = project_path(&args.project);
    let encoding = match &args.encoding {
        Some(label) => Some(Encoding::from_label(label).ok_or_else(|| {
            Failure::Use(format!(
                "“{label}” is not an encoding Onus reads; gb18030, big5 and windows-1251 are some."
            ))
        })?),
        None => None,
    };
    let (exports, texts): (Vec<_>, Vec<_>) = args
        .files
        .iter()
        .partition(|f| f.extension().is_some_and(|e| e == "json"));
    let mut exports = exports.into_iter();
    if !path.exists() {
        match exports.next().filter(|_| texts.is_empty()) {
            Some(export) => make_from(export, &path)?,
            None => {
                return Err(problem(format!(
                    "There is no project {}. Make it with: onus new",
                    path.display()
                )));
            }
        }
        if exports.len() == 0 {
            return answer(
                args.json.json,
                &json!({"project": path}),
                &format!("Made {}.", path.display()),
            );
        }
    }
    let mut desk = Desk::open(&path, args.by.handle.as_deref())?;
    // What is said to be added is on the disk, whatever becomes of the rest.
    let mut answers = Answers::new(args.json.json);
    let mut differ = false;
    let (count, mut progress) = (args.files.len(), Progress::new("Importing"));
    let all = || {
        for file in texts {
            progress.at(answers.said(), count);
            let added = desk.add_text(file, encoding, args)?;
            desk.kept()?;
            answers.say(&added)?;
        }
        for export in exports {
            progress.at(answers.said(), count);
            let joined = desk.join(export)?;
            desk.kept()?;
            differ |= !joined.different.is_empty();
            answers.say(&joined_json(export, &joined))?;
        }
        Ok(())
    };
    // What came before a file that fails stays in the project, so it is saved and said all the same.
    let ended: Outcome = all();
    drop(progress);
    let closed = desk.close();
    answers.end()?;
    ended.and(closed)?;
    if differ {
        Err(problem(
            "Some records differ from those of the same id in the project, which stay.",
        ))
    } else {
        Ok(())
    }
}

/// An export makes the project it came from, with its analysts and tags, and adds nobody.
fn make_from(export: &Path, path: &Path) -> Outcome {
    let project = read_export(export)?.into_project().map_err(|problems| {
        problem(format!(
            "{} was not imported: {}",
            export.display(),
            problems.first().map_or(String::new(), ToString::to_string)
        ))
    })?;
    open::create(path, project).map(drop).map_err(problem)
}

fn read_export(path: &Path) -> Result<json::Imported, Failure> {
    let read = RealDisk
        .read(path, FILE_LIMIT)
        .map_err(|e| problem(format!("{} was not read: {}.", path.display(), reason(&e))))?;
    let text = String::from_utf8(read).map_err(|_| problem(format!("{} is not UTF-8.", path.display())))?;
    json::import(&text).map_err(|e| problem(format!("{}: {e}", path.display())))
}

fn joined_json(export: &Path, joined: &Joined) -> Value {
    let added: usize = joined.added.values().sum();
    let different: Vec<String> = joined
        .different
        .iter()
        .map(|(kind, id)| format!("{}/{id}", kind.table()))
        .collect();
    let mut says = format!(
        "{}: {added} records joined, {} were there already.",
        export.display(),
        joined.same
    );
    for record in &different {
        says.push_str(&format!("\n  differs, ours stays: {record}"));
    }
    for tag in &joined.relettered {
        says.push_str(&format!(
            "\n  the tag {tag} got a free letter and no key, since its own were taken"
        ));
    }
    json!({"file": export, "says": says, "added": added, "same": joined.same, "different": different})
}

/// An open project and who edits it.
pub(super) struct Desk {
    store: Store,
    project: Project,
    origin: Origin,
    analyst: Analyst,
}

impl Desk {
    pub(super) fn open(path: &Path, handle: Option<&str>) -> Result<Self, Failure> {
        let mut store = Store::new(Home::find(), || ());
        let opened = open::open(path).map_err(problem)?;
        let ready = store.adopt(opened);
        if let Some(says) = ready.read_only {
            return Err(problem(format!("Nothing was changed. {says}")));
        }
        ready.notices.iter().for_each(|says| note(says));
        let mut origin = Origin::system();
        let analyst = analyst(&ready.project, handle, &store, &mut origin);
        Ok(Self {
            store,
            project: ready.project,
            origin,
            analyst,
        })
    }

    /// Takes the edits of a merge in, as one transaction.
    pub(super) fn merge(&mut self, ours: &Project, edits: &[Edit]) -> Outcome {
        if !diff::diff(ours, &self.project).is_empty() {
            return Err(problem(
                "Nothing was merged: the project was changed meanwhile. Try again.",
            ));
        }
        let mut t = Transaction::new("Merge another version", self.analyst.id, self.origin.now());
        t.edits = edits.to_vec();
        self.commit(t)
    }

    /// Copies another project's originals beside this one.
    pub(super) fn copy_originals(&self, from: &Path) {
        self.store.copy_originals(from);
    }

    fn commit(&mut self, mut t: Transaction) -> Outcome {
        if t.edits.is_empty() {
            return Ok(());
        }
        t.introduce(&self.project, Some(self.analyst.clone()));
        let inverse = self.project.commit(t.clone()).map_err(problem)?;
        self.store
            .keep(vec![Entry::edit(t, inverse)], &self.analyst.handle);
        Ok(())
    }

    fn add_text(&mut self, file: &Path, encoding: Option<Encoding>, args: &Import) -> Result<Value, Failure> {
        let pending = read_file(file, encoding).map_err(Failure::Problem)?;
        let mut t = Transaction::new("Add source", self.analyst.id, self.origin.now());
        let publisher = args
            .publisher
            .as_deref()
            .map(|name| publisher(&self.project, name, &mut self.origin, &mut t));
        let details = Details {
            title: args.title.clone(),
            kind: args.kind,
            publisher,
            voice: args.voice,
            published: args.published,
            language: args.language.clone(),
            url: args.url.clone(),
        };
        let (sha256, read_as) = (pending.document.sha256.clone(), pending.encoding.name());
        let warnings = pending.document.warnings.clone();
        let added = add_document(
            &self.project,
            pending.document,
            pending.name,
            details.clone(),
            &mut self.origin,
            &mut t,
        );
        if let Added::Replaced(id) = added {
            say_of(id, details, &mut t);
        }
        let shown = file.display();
        let (outcome, says) = match added {
            Added::New(_) => ("new", format!("{shown}: added, read as {read_as}.")),
            Added::Same(_) => (
                "same",
                format!("{shown}: nothing was added; the project holds it already, read the same way."),
            ),
            Added::Replaced(_) => (
                "replaced",
                format!("{shown}: its text was replaced, read as {read_as}."),
            ),
            Added::Newer(_) => (
                "newer",
                format!("{shown}: added beside the older capture, which is tagged, read as {read_as}."),
            ),
        };
        if !matches!(added, Added::Same(_)) {
            self.commit(t)?;
            self.store.keep_original(&sha256, pending.bytes);
        }
        warnings.iter().for_each(|w| note(&format!("{shown}: {w}")));
        Ok(
            json!({"file": file, "source": added.id(), "outcome": outcome, "encoding": read_as, "says": says, "warnings": warnings}),
        )
    }

    fn join(&mut self, export: &Path) -> Result<Joined, Failure> {
        let joined = json::join(&self.project, read_export(export)?).map_err(problem)?;
        let mut t = Transaction::new("Import an export", self.analyst.id, self.origin.now());
        t.edits.clone_from(&joined.edits);
        self.commit(t)?;
        Ok(joined)
    }

    /// Waits until all edits so far will survive whatever comes.
    fn kept(&self) -> Outcome {
        self.store.flush();
        match self.store.status().map(|status| status.state) {
            Some(SaveState::Failed(says)) => Err(problem(last_words(&says))),
            _ => Ok(()),
        }
    }

    /// Saves, and lets go of the project. Only what is in its file by then counts as saved.
    pub(super) fn close(mut self) -> Outcome {
        self.store.save(self.project.clone(), self.origin.now());
        self.store.flush();
        let status = self.store.status().unwrap_or_default();
        let path = self.store.path().map(Path::to_owned).unwrap_or_default();
        self.store.take_sayings().iter().for_each(|says| note(says));
        self.store.close();
        match status.state {
            SaveState::Saved => Ok(()),
            SaveState::Failed(says) => Err(problem(last_words(&says))),
            _ => Err(problem(not_saved(&path, status.unkept))),
        }
    }
}

/// What is said where the disk refused nothing, and the file is still not what was to be saved.
fn not_saved(path: &Path, unkept: u64) -> String {
    let path = path.display();
    let safe = match unkept {
        0 => "Everything that was done here is kept in the history beside it.".to_owned(),
        1 => "1 edit is not kept.".to_owned(),
        n => format!("{n} edits are not kept."),
    };
    format!(
        "{path} was not saved: somebody else has changed it meanwhile, and it is left as it is. {safe} Make a copy with it \
         (onus recover {path} -o COPY), then merge the two (onus merge)."
    )
}

/// What is said of a disk that refused. Whoever works in a window is promised another try; here the command ends.
fn last_words(says: &str) -> String {
    says.replace(" It is tried again; save elsewhere.", "")
        .replace(" It is tried again.", "")
}

/// By handle where one is given, else the profile, else a software analyst named onus; one of that handle and kind in the
/// project is used again.
fn analyst(project: &Project, handle: Option<&str>, store: &Store, origin: &mut Origin) -> Analyst {
    let profile = store
        .home()
        .and_then(|home| home.profile(&RealDisk, origin).0.analyst());
    let wanted = match (handle, profile) {
        (Some(handle), Some(profile)) if profile.handle == handle => profile,
        (Some(handle), _) => Analyst {
            id: origin.id(),
            handle: handle.to_owned(),
            kind: AnalystKind::Person,
        },
        (None, Some(profile)) => profile,
        (None, None) => Analyst {
            id: origin.id(),
            handle: "onus".into(),
            kind: AnalystKind::Software,
        },
    };
    let known = project
        .analysts
        .values()
        .find(|a| a.handle == wanted.handle && a.kind == wanted.kind);
    known.map_or(wanted, |known| (**known).clone())
}

/// Says of a source that gets another text what is asked for; the rest stays as it was.
fn say_of(id: SourceId, said: Details, t: &mut Transaction) {
    let source = t.edits.iter_mut().find_map(|edit| match edit {
        Edit::Put(Record::Source(source)) if source.id == id => Some(Arc::make_mut(source)),
        _ => None,
    });
    let Some(source) = source else { return };
    source.title = said.title.unwrap_or_else(|| std::mem::take(&mut source.title));
    source.kind = said.kind.unwrap_or(source.kind);
    source.language = said.language.unwrap_or_else(|| source.language.clone());
    source.publisher = said.publisher.or(source.publisher);
    source.voice = said.voice.or(source.voice);
    source.published = said.published.or(source.published.take());
    source.url = said.url.or(source.url.take());
}

/// The entity of this name, made where the project does not know it.
fn publisher(project: &Project, name: &str, origin: &mut Origin, t: &mut Transaction) -> EntityId {
    let known = project
        .entities
        .values()
        .find(|e| e.name == name || e.aliases.iter().any(|a| a.text == name));
    known.map_or_else(
        || {
            let made = new_entity(origin.id(), name.to_owned(), EntityKind::Organisation, &t.stamp());
            let id = made.id;
            t.add(made);
            id
        },
        |known| known.id,
    )
}
