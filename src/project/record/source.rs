//! Source: a document that somebody published, held with its text or only cited.

use super::text::Text;
use super::{closed_list, part, record};
use crate::project::{Edtf, EntityId, Id, Language, SourceId, Timestamp};
use std::sync::Arc;

closed_list! {
    /// What kind of document a source is.
    SourceKind {
        Post = "post", Report = "report", Article = "article", Indictment = "indictment", Notice = "notice",
        Statement = "statement", Advisory = "advisory", Message = "message", Other = "other",
    }
}

closed_list! {
    /// Who speaks in a source (after EuRepoC).
    Voice {
        Government = "government", Vendor = "vendor", Media = "media", Academic = "academic",
        CivilSociety = "civil-society", Victim = "victim", Accused = "accused", Anonymous = "anonymous",
    }
}

part! {
    /// How a held source came to be held: the original's bytes and what read them.
    Capture {
        /// When the original was fetched or received, if known.
        [opt value] at: Timestamp,
        /// IANA media type of the original, such as `text/plain`.
        [req value] media_type: String,
        /// WHATWG name in lower case, or `utf-32le`, `utf-32be`; for originals that are text.
        [opt value] encoding: String,
        /// SHA-256 of the original, 64 lower-case hex digits.
        [req value] sha256: String,
        /// Length of the original in bytes.
        [req value] bytes: u64,
        /// The name of the file it was read from, without its folder.
        [opt value] original_name: String,
        /// The reader that made the text.
        [req value] importer: String,
        /// The reader's version; a newer one may read the same bytes otherwise.
        [req value] importer_version: String,
        /// What could not be read as it stood, in sentences.
        [list] warnings: String,
    }
}

record! {
    /// A document: held where it has a `capture`, else cited.
    Source {
        /// The title, in the source's own language.
        [req value] title: String,
        /// What kind of document it is.
        [req value] kind: SourceKind,
        /// Who published it.
        [opt value] publisher: EntityId,
        /// Whose voice it is.
        [opt value] voice: Voice,
        /// When it was published.
        [opt value] published: Edtf,
        /// The language of the text, `und` if unknown.
        [req value] language: Language,
        /// Where it was published; never fetched.
        [opt value] url: String,
        /// How it came to be held.
        [opt value] capture: Capture,
        /// The text that annotations stand on.
        [opt value] text: Arc<Text>,
        /// The older capture of the same document.
        [opt value] version_of: SourceId,
        /// The mail or archive it lay in.
        [opt value] part_of: SourceId,
        /// The source it translates.
        [opt value] translation_of: SourceId,
        /// The id of the cited source that this one replaced; not a reference, never checked, never unset.
        [opt value] was: Id,
        /// The number under which it is exhibited, free text.
        [opt value] exhibit: String,
        /// The licence of the document, free text.
        [opt value] licence: String,
    }
}

impl Source {
    /// Whether the original is held; else the source is cited.
    pub fn is_held(&self) -> bool {
        self.capture.is_some()
    }
}
