//! The scales records are graded with, and the spectrum of state responsibility.

use super::taxonomy::{Term, terms};
use super::written::{excerpt, written_as_text};
use std::{fmt, str::FromStr, sync::LazyLock};

const ADMIRALTY: &str = include_str!("../../assets/taxonomies/admiralty-scale.json");
const ESTIMATIVE: &str = include_str!("../../assets/taxonomies/estimative-language.json");
const RESPONSIBILITY: &str = include_str!("../../assets/taxonomies/state-responsibility.json");

/// A scale to grade with. Its values are those of the MISP taxonomies `admiralty-scale` (the NATO system of
/// FM 2-22.3) and `estimative-language` (ICD 203 and JP 2-0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// `source-reliability`: `a` to `g`, on a source.
    SourceReliability,
    /// `information-credibility`: `1` to `6`, on an annotation.
    InformationCredibility,
    /// `likelihood`: `almost-no-chance` to `almost-certain`, on a proposition.
    Likelihood,
    /// `confidence`: `low`, `moderate`, `high`, on a proposition.
    Confidence,
}

/// A text that names no scale.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{}” is not a scale: use source-reliability, information-credibility, likelihood or confidence.",
    excerpt(.0)
)]
pub struct NotAScale(String);

impl Scale {
    /// Every scale, in the order of the model.
    pub const ALL: &'static [Self] = &[
        Self::SourceReliability,
        Self::InformationCredibility,
        Self::Likelihood,
        Self::Confidence,
    ];

    /// The scale as it is written in every format.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SourceReliability => "source-reliability",
            Self::InformationCredibility => "information-credibility",
            Self::Likelihood => "likelihood",
            Self::Confidence => "confidence",
        }
    }

    /// The scale as people see it.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SourceReliability => "Source reliability",
            Self::InformationCredibility => "Information credibility",
            Self::Likelihood => "Likelihood",
            Self::Confidence => "Confidence",
        }
    }

    /// The values of the scale, in its own order.
    pub fn values(self) -> &'static [Term] {
        static RELIABILITY: LazyLock<Vec<Term>> =
            LazyLock::new(|| in_our_words(terms(ADMIRALTY, Some("source-reliability"))));
        static CREDIBILITY: LazyLock<Vec<Term>> =
            LazyLock::new(|| in_our_words(terms(ADMIRALTY, Some("information-credibility"))));
        static LIKELIHOOD: LazyLock<Vec<Term>> =
            LazyLock::new(|| in_our_words(terms(ESTIMATIVE, Some("likelihood-probability"))));
        static CONFIDENCE: LazyLock<Vec<Term>> =
            LazyLock::new(|| in_our_words(terms(ESTIMATIVE, Some("confidence-in-analytic-judgment"))));
        match self {
            Self::SourceReliability => &RELIABILITY,
            Self::InformationCredibility => &CREDIBILITY,
            Self::Likelihood => &LIKELIHOOD,
            Self::Confidence => &CONFIDENCE,
        }
    }

    /// The term a value of this scale stands for; none if the scale does not have the value.
    pub fn term(self, value: &str) -> Option<&'static Term> {
        self.values().iter().find(|term| term.value == value)
    }

    /// Whether the scale has this value.
    pub fn has(self, value: &str) -> bool {
        self.term(value).is_some()
    }
}

/// The spectrum of state responsibility (Healey 2012), from the most passive to the most active. The values
/// are verbatim from the taxonomy; two of them end in a full stop.
pub fn state_responsibility() -> &'static [Term] {
    static SPECTRUM: LazyLock<Vec<Term>> = LazyLock::new(|| {
        let mut spectrum = terms(RESPONSIBILITY, None);
        for term in &mut spectrum {
            term.words = term.words.trim_end_matches('.').to_owned();
        }
        spectrum
    });
    &SPECTRUM
}

/// Values that enter no mean: reliability or truth cannot be judged, and deliberately deceptive.
const OUT_OF_MEANS: [&str; 3] = ["f", "6", "g"];

/// Words for what the taxonomy misspells, and for what it says with its synonyms and figures in one string.
const OUR_WORDS: [(&str, &str); 8] = [
    ("g", "Deliberately deceptive"),
    ("almost-no-chance", "Almost no chance"),
    ("very-unlikely", "Very unlikely"),
    ("unlikely", "Unlikely"),
    ("roughly-even-chance", "Roughly even chance"),
    ("likely", "Likely"),
    ("very-likely", "Very likely"),
    ("almost-certain", "Almost certain"),
];

/// The probabilities ICD 203 gives the likelihoods, in per cent.
const PERCENT: [(&str, (u8, u8)); 7] = [
    ("almost-no-chance", (1, 5)),
    ("very-unlikely", (5, 20)),
    ("unlikely", (20, 45)),
    ("roughly-even-chance", (45, 55)),
    ("likely", (55, 80)),
    ("very-likely", (80, 95)),
    ("almost-certain", (95, 99)),
];

/// Slips of the pen in the taxonomy's explanations.
const CORRECTIONS: [(&str, &str); 3] = [
    ("co mpetency", "competency"),
    (" ;", ";"),
    ("; Consistent", "; consistent"),
];

fn in_our_words(mut terms: Vec<Term>) -> Vec<Term> {
    for term in &mut terms {
        let found = |value: &str| value == term.value;
        if let Some((_, words)) = OUR_WORDS.iter().find(|(value, _)| found(value)) {
            term.words = (*words).to_owned();
        }
        term.percent = PERCENT
            .iter()
            .find(|(value, _)| found(value))
            .map(|(_, percent)| *percent);
        if OUT_OF_MEANS.contains(&term.value.as_str()) {
            term.numeric = None;
        }
        for (slip, right) in CORRECTIONS {
            term.description = term.description.take().map(|text| text.replace(slip, right));
        }
    }
    terms
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scale {
    type Err = NotAScale;

    fn from_str(text: &str) -> Result<Self, NotAScale> {
        Self::ALL
            .iter()
            .copied()
            .find(|scale| scale.name() == text)
            .ok_or_else(|| NotAScale(text.to_owned()))
    }
}

written_as_text!(Scale, "a scale");

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    /// A scale as one line: value, words, number.
    fn lines(terms: &[Term]) -> Vec<String> {
        let number = |term: &Term| term.numeric.map_or("-".to_owned(), |n| n.to_string());
        terms
            .iter()
            .map(|term| format!("{} | {} | {}", term.value, term.words, number(term)))
            .collect()
    }

    #[test]
    fn the_scales_have_these_values() {
        for (scale, expected) in [
            (
                Scale::SourceReliability,
                &[
                    "a | Completely reliable | 100",
                    "b | Usually reliable | 75",
                    "c | Fairly reliable | 50",
                    "d | Not usually reliable | 25",
                    "e | Unreliable | 0",
                    "f | Reliability cannot be judged | -",
                    "g | Deliberately deceptive | -",
                ] as &[&str],
            ),
            (
                Scale::InformationCredibility,
                &[
                    "1 | Confirmed by other sources | 100",
                    "2 | Probably true | 75",
                    "3 | Possibly true | 50",
                    "4 | Doubtful | 25",
                    "5 | Improbable | 0",
                    "6 | Truth cannot be judged | -",
                ],
            ),
            (
                Scale::Likelihood,
                &[
                    "almost-no-chance | Almost no chance | 0",
                    "very-unlikely | Very unlikely | 5",
                    "unlikely | Unlikely | 20",
                    "roughly-even-chance | Roughly even chance | 45",
                    "likely | Likely | 55",
                    "very-likely | Very likely | 80",
                    "almost-certain | Almost certain | 95",
                ],
            ),
            (
                Scale::Confidence,
                &["low | Low | 0", "moderate | Moderate | 55", "high | High | 95"],
            ),
        ] {
            assert_eq!(lines(scale.values()), expected, "{scale}");
        }
    }

    #[test]
    fn likelihoods_join_without_gap() {
        let ranges: Vec<_> = Scale::Likelihood
            .values()
            .iter()
            .map(|term| term.percent.unwrap())
            .collect();
        assert!(ranges.windows(2).all(|pair| pair[0].1 == pair[1].0), "{ranges:?}");
        assert_eq!(
            Scale::Likelihood.term("roughly-even-chance").unwrap().percent,
            Some((45, 55))
        );
        assert!(
            Scale::Confidence
                .values()
                .iter()
                .all(|term| term.percent.is_none())
        );
    }

    #[test]
    fn two_degrees_of_responsibility_end_in_a_full_stop() {
        let stopped: Vec<_> = state_responsibility()
            .iter()
            .filter(|term| term.value.ends_with('.'))
            .collect();
        assert_eq!(
            stopped.iter().map(|term| term.value.as_str()).collect::<Vec<_>>(),
            ["state-prohibited.", "state-prohibited-but-inadequate."]
        );
        assert_eq!(state_responsibility().len(), 10);
        assert!(
            state_responsibility()
                .iter()
                .all(|term| term.words.starts_with("State-"))
        );
        assert!(
            !state_responsibility()
                .iter()
                .any(|term| term.words.ends_with('.'))
        );
    }

    /// A newer taxonomy may mend a slip; then our correction goes.
    #[test]
    fn every_correction_is_still_needed() {
        for (slip, _) in CORRECTIONS {
            assert!(ADMIRALTY.contains(slip) || ESTIMATIVE.contains(slip), "{slip}");
        }
        for scale in Scale::ALL {
            for term in scale.values() {
                let text = term.description.as_deref().unwrap_or_default();
                assert!(CORRECTIONS.iter().all(|(slip, _)| !text.contains(slip)), "{text}");
            }
        }
        let raw = [
            terms(ADMIRALTY, Some("source-reliability")),
            terms(ESTIMATIVE, Some("likelihood-probability")),
        ];
        for (value, words) in OUR_WORDS {
            let term = raw.iter().flatten().find(|term| term.value == value).unwrap();
            assert_ne!(term.words, words);
        }
    }

    #[test]
    fn a_scale_knows_its_own_values_only() {
        assert!(Scale::SourceReliability.has("f") && !Scale::SourceReliability.has("F"));
        assert!(!Scale::SourceReliability.has("6") && Scale::InformationCredibility.has("6"));
        assert!(!Scale::Likelihood.has("high") && Scale::Confidence.has("high"));
        for scale in Scale::ALL {
            assert_eq!(scale.name().parse::<Scale>().unwrap(), *scale);
        }
        assert_eq!(
            "Likelihood".parse::<Scale>().unwrap_err().to_string(),
            "“Likelihood” is not a scale: use source-reliability, information-credibility, likelihood or confidence."
        );
    }
}
