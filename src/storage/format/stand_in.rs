//! What stands in for a few records that others need and that cannot be read: the one about the project, analysts, and
//! the built-in tags.

use super::ron;
use crate::project::reference::{authors, each_reference};
use crate::project::*;
use crate::storage::format::hash::Hash;
use std::collections::BTreeSet;

/// More analysts are counted and not named.
const MOST_NAMED: usize = 10;

/// What stands in for what.
pub(super) struct StandIns {
    hash: Hash,
    says: Vec<String>,
    analysts: Vec<Id>,
}

impl StandIns {
    /// Nothing yet. `hash` is that of the file, which is where an id comes from that is not known any more: the same file
    /// is so the same project each time.
    pub(super) fn new(hash: Hash) -> Self {
        Self {
            hash,
            says: Vec::new(),
            analysts: Vec::new(),
        }
    }

    /// Puts into a project what stands in for what it lacks.
    pub(super) fn put(&mut self, project: &mut Project) {
        self.put_about(project);
        self.put_tags(project);
        self.put_analysts(project);
    }

    /// The record about the project stays, without what is not allowed.
    fn put_about(&mut self, project: &mut Project) {
        let about = project.about();
        let taken = project.kind_of(about.id).is_some();
        let without_empty = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
        let allowed = About {
            id: if about.id.is_v4() && !taken {
                about.id
            } else {
                id_of(self.hash)
            },
            description: without_empty(&about.description),
            licence: without_empty(&about.licence),
            ..About::clone(about)
        };
        if allowed != **about {
            self.says
                .push("The record about the project broke a rule, and stays without what did.".to_owned());
            project.apply(Edit::from(allowed));
        }
    }

    /// The built-in tags that are gone, as a new project has them.
    fn put_tags(&mut self, project: &mut Project) {
        let Some(created) = project.tags.values().next().map(|tag| tag.created.clone()) else {
            return;
        };
        for mut tag in codebook(&created) {
            if project.kind_of(tag.id).is_some() {
                continue;
            }
            let taken = |letter: &str| project.tags.values().any(|tag| tag.letter == letter);
            if taken(&tag.letter) {
                let free = ('A'..='Z').map(String::from).find(|letter| !taken(letter));
                tag.letter = free.unwrap_or_else(|| tag.name.clone());
            }
            if project.tags.values().any(|other| other.key == tag.key) {
                tag.key.clear();
            }
            self.says.push(format!(
                "The tag “{}” cannot be read, and stands there as in a new project.",
                tag.name
            ));
            project.apply(Edit::from(tag));
        }
    }

    /// Analysts that records name and that are gone.
    fn put_analysts(&mut self, project: &mut Project) {
        let missing: BTreeSet<Id> = project
            .records()
            .flat_map(|record| analysts(&record))
            .filter(|id| id.is_v4() && project.kind(*id).is_none())
            .collect();
        for id in missing {
            self.analysts.push(id);
            let handle = format!("unknown {}", self.analysts.len());
            let kind = AnalystKind::Person;
            project.apply(Edit::from(Analyst { id, handle, kind }));
        }
    }

    /// Says what stands in for what. Analysts whom no record names after all go again.
    pub(super) fn says(mut self, project: &mut Project) -> Vec<String> {
        let named: BTreeSet<Id> = project.records().flat_map(|record| analysts(&record)).collect();
        let mut stay = 0;
        for id in self.analysts {
            let Some(analyst) = project.analysts.get(&id).cloned() else {
                continue;
            };
            if !named.contains(&id) {
                project.apply(Edit::Delete(Kind::Analyst, id));
                continue;
            }
            stay += 1;
            if stay <= MOST_NAMED {
                self.says.push(format!(
                    "The analyst {id} cannot be read, and is named “{}” in their records.",
                    analyst.handle
                ));
            }
        }
        if stay > MOST_NAMED {
            self.says
                .push(format!("So are {} more analysts.", stay - MOST_NAMED));
        }
        self.says
    }
}

/// The analysts a record names.
fn analysts(record: &Record) -> Vec<Id> {
    let mut ids: Vec<Id> = authors(record).collect();
    each_reference(record, |rule, id| {
        if rule.to == [Kind::Analyst] {
            ids.push(id);
        }
    });
    ids
}

/// An id that is made of a file's hash.
fn id_of(hash: Hash) -> Id {
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.bytes()[..16]);
    Id::from_random(bytes)
}

/// A record about the project, of what is left of its line. How the project was marked cannot be known, so that nothing
/// of it may go out before somebody says so.
pub(super) fn about_in_stead(line: &str, hash: Hash, stand_ins: &mut StandIns) -> About {
    let id = string(line, "id:")
        .and_then(|id| id.parse().ok())
        .filter(|id: &Id| id.is_v4());
    let title = string(line, "title:").filter(|title| !title.trim().is_empty());
    let title = title.unwrap_or_else(|| "Project without a title".to_owned());
    stand_ins.says.push(format!(
        "The record about the project cannot be read. It is titled “{title}” and marked tlp:red and PAP:RED, and lets no \
         texts out."
    ));
    About {
        texts: Texts::None,
        marking: Marking::from_tags(["tlp:red", "PAP:RED"]).unwrap_or_default(),
        ..About::new(id.unwrap_or_else(|| id_of(hash)), title)
    }
}

/// The string after a name, where it is whole.
fn string(line: &str, name: &str) -> Option<String> {
    let rest = &line[line.find(&format!("{name}\""))? + name.len()..];
    let mut escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let is_end = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        is_end
    })?;
    ron()
        .from_str(&rest[..end + 2])
        .ok()
        .filter(|text: &String| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_string_is_taken_from_a_damaged_line() {
        for (line, found) in [
            ("(id:\"a\",title:\"b", Some("a")),
            ("(x,id:\"a \\\"b\\\" \\\\\",", Some("a \"b\" \\")),
            ("(id:\"a", None),
            ("(id:a", None),
            ("(id:\"\\q\")", None),
            ("", None),
        ] {
            assert_eq!(string(line, "id:").as_deref(), found, "{line}");
        }
    }
}
