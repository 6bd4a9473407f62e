//! An entity: its name and other names, what it is and how many, its relations, and where it is used.

use super::choice::choice_ui;
use super::foot::ends;
use super::form::{Form, Sheet};
use super::list::{remove_at, remove_button};
use super::picker::{Offer, Picked, Picker};
use super::reference::Choose;
use super::remarks::with_remarks;
use super::targets::Target;
use super::{head, row, uses};
use crate::project::*;
use crate::session::Command;
use eframe::egui::Ui;

/// Draws an entity.
pub(super) fn ui(ui: &mut Ui, form: &mut Form<'_>, entity: &Entity) {
    head::title_ui(ui, form, "Entity");
    let mut sheet = Sheet::new(ui, form, entity);
    sheet.text("Name", &entity.name, |r, v| r.name = v);
    sheet.choice("Kind", entity.kind, |r, kind| {
        // Who was protected as its kind is, stays protected as the new kind is.
        if r.protection == Protection::default_of(r.kind) {
            r.protection = Protection::default_of(kind);
        }
        r.kind = kind;
    });
    extent_ui(&mut sheet);
    sheet.choice("Protection", entity.protection, |r, v| r.protection = v);
    row::hairline(ui);
    aliases_ui(ui, form, entity);
    row::hairline(ui);
    new_relation_ui(ui, form, entity.id);
    uses::uses_ui(ui, form, entity.id, "Used in");
    with_remarks(ui, form, entity, &ends!());
}

/// One, a stated number, or some that are described.
fn extent_ui(sheet: &mut Sheet<'_, '_, Entity>) {
    let extent = sheet.record.extent;
    let shown = match extent {
        Extent::Single => "single".to_owned(),
        Extent::Counted(count) => format!("counted: {count}"),
        Extent::Described => "described".to_owned(),
    };
    let key = sheet.key("Extent");
    let form = &mut *sheet.form;
    let picked = row::row(sheet.ui, "Extent", |ui| {
        let picker = Picker {
            key,
            label: "Extent",
            shown: &shown,
            empty: false,
            width: ui.available_width(),
        };
        picker.ui(ui, form, |_, query| {
            let all = ["single", "counted", "described"].into_iter().enumerate();
            all.filter(|(_, words)| words.contains(query))
                .map(|(at, words)| Offer {
                    picked: Picked::Value(at),
                    words: words.into(),
                    detail: String::new(),
                })
                .collect()
        })
    });
    match picked {
        Some(Picked::Value(0)) => sheet.put("Extent", |r| r.extent = Extent::Single),
        Some(Picked::Value(1)) if !matches!(extent, Extent::Counted(_)) => {
            sheet.put("Extent", |r| r.extent = Extent::Counted(2));
        }
        Some(Picked::Value(2)) => sheet.put("Extent", |r| r.extent = Extent::Described),
        _ => {}
    }
    if let Extent::Counted(count) = extent {
        sheet.parsed("Count", &count.to_string(), |r, v: u32| {
            r.extent = Extent::Counted(v);
        });
    }
}

fn aliases_ui(ui: &mut Ui, form: &mut Form<'_>, entity: &Entity) {
    let editable = form.editable();
    let count = entity.aliases.len();
    let shown = if count == 0 {
        String::new()
    } else {
        count.to_string()
    };
    let mut add = false;
    row::heading(ui, "Other names", &shown, |ui| {
        add = row::small_button(ui, "Add name", editable).clicked();
    });
    for at in 0..count {
        alias_ui(&mut Sheet::new(ui, form, entity), at);
    }
    if add {
        let text = entity.name.clone();
        let new = Alias {
            text,
            language: None,
            kind: AliasKind::Own,
            asserted_by: None,
            first_seen: None,
        };
        Sheet::new(ui, form, entity).put("Other names", |r| r.aliases.push(new));
    }
}

fn alias_ui(sheet: &mut Sheet<'_, '_, Entity>, at: usize) {
    let Some(alias) = sheet.record.aliases.get(at) else {
        return;
    };
    let number = at + 1;
    let label = |what: &str| format!("{what} {number}");
    sheet.text(&label("Alias"), &alias.text, move |r, v| {
        on(r, at, |a| a.text = v);
    });
    sheet.optional_parsed(&label("Language"), alias.language.clone(), move |r, v| {
        on(r, at, |a| a.language = v);
    });
    let (key, name, editable) = (sheet.key(&label("Kind")), label("Kind"), sheet.form.editable());
    let form = &mut *sheet.form;
    let (picked, removed) = row::row(sheet.ui, &name, |ui| {
        let width = ui.available_width() - 30.0;
        let picked = choice_ui(ui, form, key, (&name, width), Some(alias.kind), false);
        (picked, remove_button(ui, &label("alias"), editable))
    });
    if removed {
        sheet.put("Other names", |r| remove_at(&mut r.aliases, at));
        return;
    }
    if let Some(Some(kind)) = picked {
        sheet.put("Other names", |r| on(r, at, |a| a.kind = kind));
    }
    sheet.optional_reference(&label("Said by"), Target::Entity, alias.asserted_by, |r, v| {
        on(r, at, |a| a.asserted_by = v);
    });
    sheet.optional_reference(&label("First in"), Target::Source, alias.first_seen, |r, v| {
        on(r, at, |a| a.first_seen = v);
    });
}

fn on(entity: &mut Entity, at: usize, change: impl FnOnce(&mut Alias)) {
    if let Some(alias) = entity.aliases.get_mut(at) {
        change(alias);
    }
}

/// Another entity picked here makes a relation to it and shows that, so that its kind and who says so can be set.
/// Until then the source in the page is taken to say so.
fn new_relation_ui(ui: &mut Ui, form: &mut Form<'_>, from: Id) {
    let key = eframe::egui::Id::unique((from, "relation"));
    let chosen = row::row(ui, "Relation", |ui| {
        let choose = Choose {
            key,
            label: "Add relation",
            target: Target::Entity,
            optional: false,
        };
        let width = ui.available_width();
        choose.ui(ui, form, "Add…", width)
    });
    let Some((Some(to), mut edits)) = chosen.filter(|(to, _)| *to != Some(from)) else {
        return;
    };
    let Some(id) = form.spare_id() else { return };
    let source = form.work.open_source();
    edits.push(Edit::Put(
        Relation {
            id,
            from,
            to,
            kind: RelationKind::Other,
            asserted_by: source.and_then(|s| s.publisher).unwrap_or(from),
            source: source.map(|s| s.id),
            during: None,
            confidence: None,
            created: form.stamp.clone(),
            modified: None,
            note: None,
            marking: Marking::default(),
        }
        .into(),
    ));
    form.change("Add a relation", edits);
    form.commands.push(Command::Go(id));
}
