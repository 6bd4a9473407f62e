//! What belongs to the project itself: its analysts, its codebook, and the record about it.

use super::{closed_list, part, record};
use crate::project::{AnnotationId, Id, Language, Marking};

closed_list! {
    /// What an analyst is.
    AnalystKind { Person = "person", Software = "software" }
}

part! {
    /// Who works on the project; never the login name.
    Analyst {
        /// The analyst's id, from the profile on the machine.
        [key] id: Id,
        /// The name the analyst chose to be known by.
        [req value] handle: String,
        /// A person or a program.
        [req value] kind: AnalystKind,
    }
}

closed_list! {
    /// The colours of tags, by the names of the palette.
    Colour {
        Claim = "claim", Evidence = "evidence", Individual = "individual", Rust = "rust", Rose = "rose",
        Olive = "olive", Fern = "fern", Sky = "sky", Iris = "iris", Umber = "umber", Slate = "slate",
    }
}

record! {
    /// A tag of the codebook. Letter and key are unique in a project.
    Tag {
        /// Its name.
        [req value] name: String,
        /// The letter on its chip.
        [req value] letter: String,
        /// The key that tags with it; may be empty.
        [def value] key: String,
        /// Its colour.
        [req value] colour: Colour,
        /// What it means (after REFI-QDA).
        [def text] definition: String,
        /// When to use it.
        [def text] include: String,
        /// When not to use it.
        [def text] exclude: String,
        /// A passage that shows it.
        [opt value] example: AnnotationId,
        /// Counts from 1 and grows with each change of meaning.
        [req value] version: u32,
    }
}

closed_list! {
    /// What of the sources' texts an export carries.
    #[derive(Default)]
    Texts {
        #[default]
        Full = "full", Quotes = "quotes", None = "none" }
}

part! {
    /// The record about the project.
    About {
        /// The project's id.
        [req value] id: Id,
        /// Its title.
        [req value] title: String,
        /// What it is about.
        [opt text] description: String,
        /// The language it is written in.
        [req value] language: Language,
        /// The licence of the analysts' work, free text.
        [opt value] licence: String,
        /// What exports carry of the texts. Always written; a file without it means the whole texts.
        #[serde(default)]
        [req value] texts: Texts,
        /// How the whole is marked.
        [def value] marking: Marking,
        /// What it wants to know.
        [list] questions: String,
    }
}

impl About {
    /// The record about a project of which only the title is known; written in English until somebody says otherwise.
    pub fn new(id: Id, title: String) -> Self {
        Self {
            id,
            title,
            description: None,
            language: "en".parse().unwrap_or_default(),
            licence: None,
            texts: Texts::default(),
            marking: Marking::default(),
            questions: Vec::new(),
        }
    }
}
