//! Values to compact RON, the form of every line Onus writes.
//!
//! The crate `ron` reads what is written here; it does not write it, since its strings are escaped by what the
//! compiler's version of Unicode calls printable: the same project would be other bytes after an upgrade, and every
//! combining mark of a Hebrew or Hindi source a number. Here the escapes are a fixed list.

use serde::ser::{self, Serialize};
use std::fmt::Write as _;

/// Whether the lines of a text get a line of the file each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::storage) enum Layout {
    /// All on one line.
    OneLine,
    /// The items of a field called `lines` on a line each, and so the only line ends in the output.
    LinesApart,
}

/// Why something cannot be written in a form that can be read again.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Unwritable {
    /// A value has no form in a project file. No record has one; it would be a mistake in the program.
    #[error("A value has no form in a project file: {0}.")]
    NoForm(String),
    /// It would have this many bytes, and no more than the second number of bytes are read.
    #[error("It would have {} MB, and only {} MB can be read again. Delete a long source, or split the project.", .0.div_ceil(1 << 20), .1 >> 20)]
    TooLong(u64, u64),
    /// A fault ended the thread that was writing.
    #[error("It was not written: a fault in Onus stopped it.")]
    Stopped,
}

impl ser::Error for Unwritable {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self::NoForm(message.to_string())
    }
}

/// Appends a value to `out`: structs as `(field:value,…)` without their names, an optional value as itself.
pub(in crate::storage) fn write(
    out: &mut String,
    value: &impl Serialize,
    layout: Layout,
) -> Result<(), Unwritable> {
    value.serialize(&mut Writer {
        out,
        layout,
        lines_next: false,
    })
}

struct Writer<'o> {
    out: &'o mut String,
    layout: Layout,
    /// The next list is the lines of a text.
    lines_next: bool,
}

/// A character that would end a string, break a line, or make an editor show something else than what stands there.
fn needs_escape(c: char) -> bool {
    matches!(c,
        '"' | '\\' | '\0'..='\x1f' | '\x7f'..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}'
        // Controls of direction: a line of the file would read in another order than it has.
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character that begins with this byte of UTF-8 may need an escape.
const SUSPECT: [bool; 256] = {
    let mut suspect = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        suspect[byte] = matches!(
            byte as u8,
            0..=0x1f | b'"' | b'\\' | 0x7f | 0xc2 | 0xd8 | 0xe2 | 0xef
        );
        byte += 1;
    }
    suspect
};

/// Appends what stands between the quotation marks of a string.
fn push_escaped(out: &mut String, text: &str) {
    let (mut written, mut at) = (0, 0);
    while let Some(suspect) = text.as_bytes()[at..]
        .iter()
        .position(|byte| SUSPECT[usize::from(*byte)])
    {
        at += suspect;
        let Some(c) = text[at..].chars().next() else { break };
        if needs_escape(c) {
            out.push_str(&text[written..at]);
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                _ => out.extend(c.escape_unicode()),
            }
            written = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.push_str(&text[written..]);
}

/// Takes a string in parts.
struct Escaped<'o>(&'o mut String);

impl std::fmt::Write for Escaped<'_> {
    fn write_str(&mut self, part: &str) -> std::fmt::Result {
        push_escaped(self.0, part);
        Ok(())
    }
}

fn push_name(out: &mut String, name: &str) {
    let plain = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !plain {
        out.push_str("r#");
    }
    out.push_str(name);
}

impl<'o> Writer<'o> {
    fn open<'w>(&'w mut self, open: char, close: char) -> Items<'w, 'o> {
        self.out.push(open);
        Items {
            writer: self,
            close,
            first: true,
            apart: false,
        }
    }

    fn display(&mut self, value: impl std::fmt::Display) -> Result<(), Unwritable> {
        write!(self.out, "{value}").map_err(ser::Error::custom)
    }
}

/// The items of a list, tuple, struct or map that is being written.
struct Items<'w, 'o> {
    writer: &'w mut Writer<'o>,
    close: char,
    first: bool,
    apart: bool,
}

impl Items<'_, '_> {
    fn item<T: Serialize + ?Sized>(&mut self, name: Option<&str>, value: &T) -> Result<(), Unwritable> {
        if !std::mem::take(&mut self.first) && !self.apart {
            self.writer.out.push(',');
        }
        if let Some(name) = name {
            push_name(self.writer.out, name);
            self.writer.out.push(':');
            self.writer.lines_next = self.writer.layout == Layout::LinesApart && name == "lines";
        }
        value.serialize(&mut *self.writer)?;
        if self.apart {
            self.writer.out.push_str(",\n");
        }
        Ok(())
    }

    fn close(self) -> Result<(), Unwritable> {
        self.writer.out.push(self.close);
        Ok(())
    }
}

macro_rules! displayed {
    ($($method:ident $type:ty),+) => { $(
        fn $method(self, value: $type) -> Result<(), Unwritable> { self.display(value) }
    )+ };
}

impl<'w, 'o> ser::Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Items<'w, 'o>;
    type SerializeTuple = Items<'w, 'o>;
    type SerializeTupleStruct = Items<'w, 'o>;
    type SerializeTupleVariant = Items<'w, 'o>;
    type SerializeMap = Items<'w, 'o>;
    type SerializeStruct = Items<'w, 'o>;
    type SerializeStructVariant = Items<'w, 'o>;

    displayed! {
        serialize_bool bool, serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32, serialize_u64 u64
    }

    fn serialize_f32(self, value: f32) -> Result<(), Unwritable> {
        self.serialize_f64(f64::from(value))
    }

    fn serialize_f64(self, value: f64) -> Result<(), Unwritable> {
        if !value.is_finite() {
            return Err(ser::Error::custom("a number without a finite value"));
        }
        // The debug form keeps `.0`, and is the shortest that reads back as the same number.
        self.display(format_args!("{value:?}"))
    }

    fn serialize_char(self, _: char) -> Result<(), Unwritable> {
        Err(ser::Error::custom("a single character"))
    }

    fn serialize_str(self, value: &str) -> Result<(), Unwritable> {
        self.out.push('"');
        push_escaped(self.out, value);
        self.out.push('"');
        Ok(())
    }

    fn collect_str<T: std::fmt::Display + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        self.out.push('"');
        write!(Escaped(self.out), "{value}").map_err(ser::Error::custom)?;
        self.out.push('"');
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(ser::Error::custom("bytes"))
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.out.push_str("None");
        Ok(())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.out.push_str("()");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Unwritable> {
        push_name(self.out, variant);
        Ok(())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        let mut items = self.open('(', ')');
        items.item(None, value)?;
        items.close()
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        push_name(self.out, variant);
        self.serialize_newtype_struct(name, value)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'w, 'o>, Unwritable> {
        let apart = std::mem::take(&mut self.lines_next);
        Ok(Items {
            apart,
            ..self.open('[', ']')
        })
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'w, 'o>, Unwritable> {
        Ok(self.open('(', ')'))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, Unwritable> {
        Ok(self.open('(', ')'))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, Unwritable> {
        push_name(self.out, variant);
        Ok(self.open('(', ')'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'w, 'o>, Unwritable> {
        Ok(self.open('{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'w, 'o>, Unwritable> {
        Ok(self.open('(', ')'))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Items<'w, 'o>, Unwritable> {
        push_name(self.out, variant);
        Ok(self.open('(', ')'))
    }
}

macro_rules! items {
    ($($trait:ident $method:ident),+) => { $(
        impl ser::$trait for Items<'_, '_> {
            type Ok = ();
            type Error = Unwritable;
            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
                self.item(None, value)
            }
            fn end(self) -> Result<(), Unwritable> { self.close() }
        }
    )+ };
}

items! {
    SerializeSeq serialize_element, SerializeTuple serialize_element, SerializeTupleStruct serialize_field,
    SerializeTupleVariant serialize_field
}

macro_rules! fields {
    ($($trait:ident),+) => { $(
        impl ser::$trait for Items<'_, '_> {
            type Ok = ();
            type Error = Unwritable;
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unwritable> {
                self.item(Some(name), value)
            }
            fn end(self) -> Result<(), Unwritable> { self.close() }
        }
    )+ };
}

fields! { SerializeStruct, SerializeStructVariant }

impl ser::SerializeMap for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritable;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritable> {
        self.item(None, key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        self.writer.out.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use ron::extensions::Extensions;
    use serde::{Deserialize, Serialize};

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    enum Shape {
        #[serde(rename = "plain")]
        Plain,
        #[serde(rename = "with-hyphen")]
        Hyphen,
        One(u32),
        Two(u32, String),
        Named {
            page: f64,
        },
    }

    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    struct Everything {
        #[serde(skip_serializing_if = "Option::is_none", default)]
        note: Option<String>,
        shapes: Vec<Shape>,
        pair: (usize, i64),
        flag: bool,
        lines: Vec<String>,
    }

    fn written(value: &impl Serialize, layout: Layout) -> String {
        let mut out = String::new();
        write(&mut out, value, layout).unwrap();
        out
    }

    fn everything(text: &str) -> Everything {
        Everything {
            note: Some(text.to_owned()),
            shapes: vec![
                Shape::Plain,
                Shape::Hyphen,
                Shape::One(3),
                Shape::Two(4, text.to_owned()),
                Shape::Named { page: 12.5 },
                Shape::Named { page: 3.0 },
            ],
            pair: (120, -164),
            flag: true,
            lines: text.split('\n').map(str::to_owned).collect(),
        }
    }

    #[test]
    fn every_shape_has_its_compact_form() {
        let value = everything("a\nb");
        assert_eq!(
            written(&value, Layout::OneLine),
            r#"(note:"a\nb",shapes:[plain,r#with-hyphen,One(3),Two(4,"a\nb"),Named(page:12.5),Named(page:3.0)],"#
                .to_owned()
                + r#"pair:(120,-164),flag:true,lines:["a","b"])"#
        );
        assert!(written(&value, Layout::LinesApart).ends_with("lines:[\"a\",\n\"b\",\n])"));
    }

    #[test]
    fn escapes_are_a_fixed_list() {
        for (text, escaped) in [
            ("“反共黑客”", "“反共黑客”"),
            (
                "e\u{301} \u{5e9}\u{5c1} \u{200d}",
                "e\u{301} \u{5e9}\u{5c1} \u{200d}",
            ),
            ("\"\\\r\n\t", "\\\"\\\\\\r\\n\\t"),
            (
                "\0\u{85}\u{2028}\u{202e}\u{feff}",
                "\\u{0}\\u{85}\\u{2028}\\u{202e}\\u{feff}",
            ),
        ] {
            assert_eq!(written(&text, Layout::OneLine), format!("\"{escaped}\""));
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_the_same(text in any::<String>(), apart in any::<bool>()) {
            let layout = if apart { Layout::LinesApart } else { Layout::OneLine };
            let value = everything(&text);
            let out = written(&value, layout);
            prop_assert_eq!(out.matches('\n').count(), if apart { value.lines.len() } else { 0 });
            let ron = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
            prop_assert_eq!(ron.from_str::<Everything>(&out).unwrap(), value);
        }
    }
}
