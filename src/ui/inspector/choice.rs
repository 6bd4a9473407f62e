//! Fields with a closed list of values.

use super::form::{Form, Sheet};
use super::kept::Kept;
use super::name::said;
use super::picker::{Offer, Picked, Picker};
use super::row;
use crate::project::*;
use eframe::egui;

/// A closed list.
pub(super) trait Listed: Copy + PartialEq + 'static {
    /// Every value, in the order of the model.
    fn all() -> &'static [Self];
    /// The value as people read it.
    fn words(self) -> String;
}

macro_rules! listed {
    ($($list:ident),+ $(,)?) => {
        $(impl Listed for $list {
            fn all() -> &'static [Self] { Self::ALL }
            fn words(self) -> String { said(self.name()) }
        })+
    };
}

listed! {
    ClaimantRole, Speech, Presence, EvidenceClass, Availability, IndividualRole, Disclosure, EntityKind, AliasKind,
    Protection, RelationKind, EventKind, ParticipantRole, PropositionKind, Rung, Standing, SourceKind, Voice, LinkKind,
    Attack, Verdict, ReadingState, AnalystKind, Colour, Texts,
}

impl Listed for Tlp {
    fn all() -> &'static [Self] {
        Self::ALL
    }
    fn words(self) -> String {
        self.tag().to_owned()
    }
}

impl Listed for Pap {
    fn all() -> &'static [Self] {
        Self::ALL
    }
    fn words(self) -> String {
        self.tag().to_owned()
    }
}

/// Yes and no, for a field that is one of the two.
impl Listed for bool {
    fn all() -> &'static [Self] {
        &[false, true]
    }
    fn words(self) -> String {
        if self { "yes" } else { "no" }.to_owned()
    }
}

/// The values that fit what was typed, by their beginning first.
fn offers<T: Listed>(query: &str, optional: bool) -> Vec<Offer> {
    let query = query.to_lowercase();
    let fits = |words: &str| words.to_lowercase().contains(&query);
    let values = T::all().iter().enumerate().map(|(at, value)| (at, value.words()));
    let mut found: Vec<(bool, usize, String)> = values
        .filter(|(_, words)| fits(words))
        .map(|(at, words)| (!words.to_lowercase().starts_with(&query), at, words))
        .collect();
    found.sort();
    let mut offers: Vec<Offer> = found
        .into_iter()
        .map(|(_, at, words)| Offer {
            picked: Picked::Value(at),
            words,
            detail: String::new(),
        })
        .collect();
    if optional && (query.is_empty() || fits("not set")) {
        offers.push(Offer {
            picked: Picked::Nothing,
            words: "Not set".into(),
            detail: String::new(),
        });
    }
    offers
}

/// A closed list alone, without a row: the value picked, or `None` within for *not set*.
pub(super) fn choice_ui<T: Listed>(
    ui: &mut egui::Ui,
    form: &mut Form<'_>,
    key: egui::Id,
    (label, width): (&str, f32),
    value: Option<T>,
    optional: bool,
) -> Option<Option<T>> {
    let shown = value.map_or_else(|| "Not set".to_owned(), T::words);
    let picker = Picker {
        key,
        label,
        shown: &shown,
        empty: value.is_none(),
        width,
    };
    match picker.ui(ui, form, |_, query| offers::<T>(query, optional))? {
        Picked::Value(at) => T::all().get(at).map(|v| Some(*v)),
        Picked::Nothing => Some(None),
        Picked::Record(_) | Picked::New(_) => None,
    }
}

impl<R: Kept> Sheet<'_, '_, R> {
    /// A value of a closed list that is always there.
    pub(super) fn choice<T: Listed>(&mut self, label: &str, value: T, set: impl FnOnce(&mut R, T)) {
        if let Some(Some(picked)) = self.pick(label, Some(value), false)
            && picked != value
        {
            self.put(label, |r| set(r, picked));
        }
    }

    /// A value of a closed list that may be absent.
    pub(super) fn optional_choice<T: Listed>(
        &mut self,
        label: &str,
        value: Option<T>,
        set: impl FnOnce(&mut R, Option<T>),
    ) {
        if let Some(picked) = self.pick(label, value, true)
            && picked != value
        {
            self.put(label, |r| set(r, picked));
        }
    }

    fn pick<T: Listed>(&mut self, label: &str, value: Option<T>, optional: bool) -> Option<Option<T>> {
        let key = self.key(label);
        let form = &mut *self.form;
        row::row(self.ui, label, |ui| {
            let width = ui.available_width();
            choice_ui(ui, form, key, (label, width), value, optional)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typing_narrows_a_list_and_what_begins_so_comes_first() {
        let words = |query: &str, optional| -> Vec<String> {
            offers::<Speech>(query, optional)
                .into_iter()
                .map(|o| o.words)
                .collect()
        };
        assert_eq!(words("", false).len(), Speech::ALL.len());
        assert_eq!(words("as", false), ["asserts", "assesses", "asks"]);
        assert_eq!(words("rep", false), ["reports"]);
        assert_eq!(words("not", true), ["Not set"]);
        assert!(words("xyz", true).is_empty());
    }
}
