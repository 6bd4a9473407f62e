//! The encodings a text may be in.

use std::{fmt, str::FromStr};

/// An encoding that texts are read in.
///
/// What each byte means is the WHATWG Encoding Standard's, as browsers have it; UTF-32, which it lacks, is that of the
/// Unicode Standard, chapter 3.10.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Encoding {
    /// UTF-8.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// UTF-32, low byte first.
    Utf32Le,
    /// UTF-32, high byte first.
    Utf32Be,
    /// GB 18030, which reads all of GBK and GB 2312.
    Gb18030,
    /// Big5 with the Hong Kong characters.
    Big5,
    /// Shift_JIS as Windows has it.
    ShiftJis,
    /// EUC-JP.
    EucJp,
    /// EUC-KR as Windows has it.
    EucKr,
    /// Windows code page 1250.
    Windows1250,
    /// Windows code page 1251.
    Windows1251,
    /// Windows code page 1252, which reads all of ISO-8859-1.
    Windows1252,
    /// Windows code page 1253.
    Windows1253,
    /// Windows code page 1254.
    Windows1254,
    /// Windows code page 1255.
    Windows1255,
    /// Windows code page 1256.
    Windows1256,
    /// Windows code page 1257.
    Windows1257,
    /// Windows code page 1258.
    Windows1258,
    /// KOI8-R.
    Koi8R,
    /// ISO-8859-5.
    Iso8859x5,
    /// IBM code page 866, that of DOS.
    Ibm866,
}

/// A label that names no encoding texts are read in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "“{label}” is not an encoding that texts are read in: use one of {}.",
    names()
)]
pub struct UnknownEncoding {
    /// The label, cut to 40 code points and without control characters.
    label: String,
}

impl Encoding {
    /// Every encoding, in the order of a list to choose from.
    pub const ALL: &'static [Self] = &[
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Utf32Le,
        Self::Utf32Be,
        Self::Gb18030,
        Self::Big5,
        Self::ShiftJis,
        Self::EucJp,
        Self::EucKr,
        Self::Windows1250,
        Self::Windows1251,
        Self::Windows1252,
        Self::Windows1253,
        Self::Windows1254,
        Self::Windows1255,
        Self::Windows1256,
        Self::Windows1257,
        Self::Windows1258,
        Self::Koi8R,
        Self::Iso8859x5,
        Self::Ibm866,
    ];

    /// The name as records have it: that of the WHATWG in lower case, or `utf-32le`, `utf-32be`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Utf32Le => "utf-32le",
            Self::Utf32Be => "utf-32be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::ShiftJis => "shift_jis",
            Self::EucJp => "euc-jp",
            Self::EucKr => "euc-kr",
            Self::Windows1250 => "windows-1250",
            Self::Windows1251 => "windows-1251",
            Self::Windows1252 => "windows-1252",
            Self::Windows1253 => "windows-1253",
            Self::Windows1254 => "windows-1254",
            Self::Windows1255 => "windows-1255",
            Self::Windows1256 => "windows-1256",
            Self::Windows1257 => "windows-1257",
            Self::Windows1258 => "windows-1258",
            Self::Koi8R => "koi8-r",
            Self::Iso8859x5 => "iso-8859-5",
            Self::Ibm866 => "ibm866",
        }
    }

    /// The encoding for people: what is written in it, and its usual name.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Utf8 => "Unicode (UTF-8)",
            Self::Utf16Le => "Unicode (UTF-16LE)",
            Self::Utf16Be => "Unicode (UTF-16BE)",
            Self::Utf32Le => "Unicode (UTF-32LE)",
            Self::Utf32Be => "Unicode (UTF-32BE)",
            Self::Gb18030 => "Chinese, simplified (GB18030)",
            Self::Big5 => "Chinese, traditional (Big5)",
            Self::ShiftJis => "Japanese (Shift_JIS)",
            Self::EucJp => "Japanese (EUC-JP)",
            Self::EucKr => "Korean (EUC-KR)",
            Self::Windows1250 => "Central European (Windows-1250)",
            Self::Windows1251 => "Cyrillic (Windows-1251)",
            Self::Windows1252 => "Western (Windows-1252)",
            Self::Windows1253 => "Greek (Windows-1253)",
            Self::Windows1254 => "Turkish (Windows-1254)",
            Self::Windows1255 => "Hebrew (Windows-1255)",
            Self::Windows1256 => "Arabic (Windows-1256)",
            Self::Windows1257 => "Baltic (Windows-1257)",
            Self::Windows1258 => "Vietnamese (Windows-1258)",
            Self::Koi8R => "Cyrillic (KOI8-R)",
            Self::Iso8859x5 => "Cyrillic (ISO-8859-5)",
            Self::Ibm866 => "Cyrillic (IBM866)",
        }
    }

    /// The encoding a label stands for, or none: any label of the WHATWG in any case, with GBK and GB 2312 read as
    /// GB18030, and those of UTF-32. As there, a label without an order means the low byte first.
    pub fn from_label(label: &str) -> Option<Self> {
        let label = label.trim().to_ascii_lowercase();
        match label.as_str() {
            "utf-32" | "utf-32le" => Some(Self::Utf32Le),
            "utf-32be" => Some(Self::Utf32Be),
            _ => Self::of_whatwg(encoding_rs::Encoding::for_label(label.as_bytes())?),
        }
    }

    /// Ours for one of the WHATWG's, where there is one.
    pub(super) fn of_whatwg(theirs: &'static encoding_rs::Encoding) -> Option<Self> {
        // The standard gives both one decoder, so that the difference is none to a reader.
        if theirs == encoding_rs::GBK {
            return Some(Self::Gb18030);
        }
        Self::ALL
            .iter()
            .copied()
            .find(|ours| ours.name().eq_ignore_ascii_case(theirs.name()))
    }

    /// Whether each byte is a character.
    pub(super) fn is_of_single_bytes(self) -> bool {
        self.whatwg().is_some_and(encoding_rs::Encoding::is_single_byte)
    }

    /// The WHATWG's decoder; none for UTF-32.
    pub(super) fn whatwg(self) -> Option<&'static encoding_rs::Encoding> {
        encoding_rs::Encoding::for_label(self.name().as_bytes())
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Encoding {
    type Err = UnknownEncoding;

    fn from_str(label: &str) -> Result<Self, UnknownEncoding> {
        Self::from_label(label).ok_or_else(|| UnknownEncoding {
            label: label.chars().filter(|c| !c.is_control()).take(40).collect(),
        })
    }
}

/// The names of all encodings, for an error.
fn names() -> String {
    let names: Vec<&str> = Encoding::ALL.iter().map(|encoding| encoding.name()).collect();
    names.join(", ")
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_has_a_name_of_its_own_that_finds_it() {
        let mut names = BTreeSet::new();
        let mut titles = BTreeSet::new();
        for &encoding in Encoding::ALL {
            assert_eq!(Encoding::from_label(encoding.name()), Some(encoding));
            assert!(names.insert(encoding.name()) && titles.insert(encoding.title()));
        }
    }

    #[test]
    fn only_utf_32_is_not_of_the_whatwg() {
        for &encoding in Encoding::ALL {
            let theirs = encoding.whatwg().map(|theirs| theirs.name().to_lowercase());
            let ours = (!encoding.name().starts_with("utf-32")).then(|| encoding.name().to_owned());
            assert_eq!(theirs, ours);
        }
    }

    #[test]
    fn reads_the_labels_people_use() {
        for (label, name) in [
            (" UTF8 ", Some("utf-8")),
            ("utf-16", Some("utf-16le")),
            ("UTF-32BE", Some("utf-32be")),
            ("GB2312", Some("gb18030")),
            ("gbk", Some("gb18030")),
            ("sjis", Some("shift_jis")),
            ("latin1", Some("windows-1252")),
            ("cp1251", Some("windows-1251")),
            ("iso8859-5", Some("iso-8859-5")),
            ("cp866", Some("ibm866")),
            ("koi8-u", None),
            ("utf-7", None),
            ("", None),
        ] {
            assert_eq!(Encoding::from_label(label).map(Encoding::name), name, "{label}");
        }
    }

    #[test]
    fn an_unknown_label_says_what_can_be_used() {
        let said = "utf-7\u{1b}".parse::<Encoding>().unwrap_err().to_string();
        assert!(said.starts_with("“utf-7” is not an encoding that texts are read in: use one of utf-8, "));
        assert!(said.ends_with("ibm866."), "{said}");
    }
}
