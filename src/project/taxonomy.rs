//! The taxonomies embedded from `assets/taxonomies`, as MISP publishes them: scales to grade with, markings,
//! and the spectrum of state responsibility.

use serde::Deserialize;

/// One value of a taxonomy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// The value as records and exports hold it, verbatim from the taxonomy.
    pub value: String,
    /// What people see: a few words, sentence case, no full stop.
    pub words: String,
    /// The taxonomy's own explanation, if it has one.
    pub description: Option<String>,
    /// The taxonomy's number, 0 to 100. Absent where it has none, and where the value must enter no mean
    /// although it has one: what cannot be judged is not "half", and a deceiver is not merely unreliable.
    pub numeric: Option<u8>,
    /// The probabilities the value stands for, in per cent, both ends included. Likelihoods only.
    pub percent: Option<(u8, u8)>,
}

impl Term {
    /// Whether the value may be averaged with others of its scale.
    pub fn enters_mean(&self) -> bool {
        self.numeric.is_some()
    }
}

#[derive(Deserialize)]
struct Taxonomy {
    predicates: Vec<Entry>,
    #[serde(default)]
    values: Vec<Values>,
}

#[derive(Deserialize)]
struct Values {
    predicate: String,
    entry: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    value: String,
    expanded: String,
    description: Option<String>,
    numerical_value: Option<u8>,
}

/// The values of `predicate` in an embedded taxonomy, or its predicates where none is named; in the
/// taxonomy's order.
///
/// A text that is no taxonomy gives no values. That cannot happen to what is embedded: tests read all of it.
pub(super) fn terms(taxonomy: &str, predicate: Option<&str>) -> Vec<Term> {
    let Ok(taxonomy) = serde_json::from_str::<Taxonomy>(taxonomy) else {
        return Vec::new();
    };
    let entries = match predicate {
        None => taxonomy.predicates,
        Some(name) => taxonomy
            .values
            .into_iter()
            .filter(|v| v.predicate == name)
            .flat_map(|v| v.entry)
            .collect(),
    };
    entries.into_iter().map(Term::from).collect()
}

impl From<Entry> for Term {
    fn from(entry: Entry) -> Self {
        Self {
            words: entry.expanded,
            value: entry.value,
            description: entry.description,
            numeric: entry.numerical_value,
            percent: None,
        }
    }
}
