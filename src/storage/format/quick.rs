//! Reads the one form that `compact` writes, some four times as quickly as `ron` reads all of RON. It is strict: whatever
//! is not in that form is an error without a reason, and then `ron` reads the record again, or says what is wrong.

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    self, Deserialize, DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess,
    Visitor,
};
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

/// The text is not in the form that `compact` writes, or not of this type.
#[derive(Debug)]
pub(super) struct OtherForm;

impl fmt::Display for OtherForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it is not in the form that Onus writes")
    }
}

impl std::error::Error for OtherForm {}

impl de::Error for OtherForm {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads a value that is the whole of a text.
pub(super) fn parse<'de, T: Deserialize<'de>>(text: &'de str) -> Result<T, OtherForm> {
    let mut reader = Reader { text, at: 0 };
    let value = T::deserialize(&mut reader)?;
    if reader.at == text.len() {
        Ok(value)
    } else {
        Err(OtherForm)
    }
}

/// A text, and how many bytes of it are read. It only ever stops before or after an ASCII character.
struct Reader<'de> {
    text: &'de str,
    at: usize,
}

impl<'de> Reader<'de> {
    fn rest(&self) -> &'de [u8] {
        &self.text.as_bytes()[self.at..]
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.rest().first() == Some(&byte);
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8) -> Result<(), OtherForm> {
        if self.eat(byte) { Ok(()) } else { Err(OtherForm) }
    }

    /// Takes the bytes for which something holds.
    fn take_while(&mut self, holds: impl Fn(u8) -> bool) -> Result<&'de str, OtherForm> {
        let rest = self.rest();
        let length = rest.iter().position(|byte| !holds(*byte)).unwrap_or(rest.len());
        let taken = self
            .text
            .get(self.at..self.at + length)
            .filter(|taken| !taken.is_empty());
        self.at += length;
        taken.ok_or(OtherForm)
    }

    /// A name of a field or value, raw or not.
    fn name(&mut self) -> Result<BorrowedStrDeserializer<'de, OtherForm>, OtherForm> {
        let name = if self.rest().starts_with(b"r#") {
            self.at += 2;
            self.take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))?
        } else {
            self.take_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_')?
        };
        Ok(BorrowedStrDeserializer::new(name))
    }

    fn string(&mut self) -> Result<Cow<'de, str>, OtherForm> {
        self.expect(b'"')?;
        let mut unescaped: Option<String> = None;
        loop {
            let length = memchr::memchr2(b'"', b'\\', self.rest()).ok_or(OtherForm)?;
            let part = self.text.get(self.at..self.at + length).ok_or(OtherForm)?;
            self.at += length;
            if self.eat(b'"') {
                return Ok(match unescaped {
                    None => Cow::Borrowed(part),
                    Some(text) => Cow::Owned(text + part),
                });
            }
            let text = unescaped.get_or_insert_default();
            text.push_str(part);
            text.push(self.escape()?);
        }
    }

    fn escape(&mut self) -> Result<char, OtherForm> {
        self.expect(b'\\')?;
        let escape = *self.rest().first().ok_or(OtherForm)?;
        if escape >= 0x80 {
            return Err(OtherForm);
        }
        self.at += 1;
        Ok(match escape {
            b'"' | b'\\' => char::from(escape),
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.expect(b'{')?;
                let digits = self.take_while(|byte| byte.is_ascii_hexdigit())?;
                self.expect(b'}')?;
                let number = u32::from_str_radix(digits, 16).map_err(|_| OtherForm)?;
                char::from_u32(number).ok_or(OtherForm)?
            }
            _ => return Err(OtherForm),
        })
    }

    fn number<N: FromStr>(&mut self) -> Result<N, OtherForm> {
        let digits = self.take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'e'))?;
        digits.parse().map_err(|_| OtherForm)
    }

    /// Reads what stands between a parenthesis or bracket and the one that closes it.
    fn items<T>(
        &mut self,
        open: u8,
        close: u8,
        read: impl FnOnce(&mut Items<'_, 'de>) -> Result<T, OtherForm>,
    ) -> Result<T, OtherForm> {
        self.expect(open)?;
        let mut items = Items {
            reader: self,
            close,
            state: State::First,
        };
        let value = read(&mut items)?;
        // Who knows how many there are does not ask for one more.
        if items.next()? { Err(OtherForm) } else { Ok(value) }
    }
}

#[derive(PartialEq)]
enum State {
    First,
    Within,
    Closed,
}

/// The items of a list, tuple or struct that is being read.
struct Items<'r, 'de> {
    reader: &'r mut Reader<'de>,
    close: u8,
    state: State,
}

impl Items<'_, '_> {
    /// Goes to the next item; whether there is one.
    fn next(&mut self) -> Result<bool, OtherForm> {
        match self.state {
            State::Closed => return Ok(false),
            State::First => self.state = State::Within,
            State::Within => {
                if self.reader.eat(b',') {
                    // The lines of a text stand on a line each.
                    self.reader.eat(b'\n');
                } else if self.reader.rest().first() != Some(&self.close) {
                    return Err(OtherForm);
                }
            }
        }
        if self.reader.eat(self.close) {
            self.state = State::Closed;
        }
        Ok(self.state != State::Closed)
    }
}

macro_rules! unsupported {
    ($($method:ident),+) => { $(
        fn $method<V: Visitor<'de>>(self, _: V) -> Result<V::Value, OtherForm> { Err(OtherForm) }
    )+ };
}

macro_rules! numbers {
    ($($method:ident $visit:ident),+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> { visitor.$visit(self.number()?) }
    )+ };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = OtherForm;

    unsupported! {
        deserialize_any, deserialize_char, deserialize_bytes, deserialize_byte_buf, deserialize_unit,
        deserialize_map, deserialize_identifier, deserialize_ignored_any
    }

    numbers! {
        deserialize_i8 visit_i8, deserialize_i16 visit_i16, deserialize_i32 visit_i32, deserialize_i64 visit_i64,
        deserialize_u8 visit_u8, deserialize_u16 visit_u16, deserialize_u32 visit_u32, deserialize_u64 visit_u64,
        deserialize_f32 visit_f32, deserialize_f64 visit_f64
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> {
        match self.take_while(|byte| byte.is_ascii_alphanumeric())? {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(OtherForm),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> {
        // What is not set is left out.
        visitor.visit_some(self)
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, OtherForm> {
        Err(OtherForm)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, OtherForm> {
        self.expect(b'(')?;
        let value = visitor.visit_newtype_struct(&mut *self)?;
        self.expect(b')').map(|()| value)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, OtherForm> {
        self.items(b'[', b']', |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, OtherForm> {
        self.items(b'(', b')', |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, OtherForm> {
        self.items(b'(', b')', |items| visitor.visit_seq(items))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OtherForm> {
        self.items(b'(', b')', |items| visitor.visit_map(items))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OtherForm> {
        visitor.visit_enum(self)
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, 'de> {
    type Error = OtherForm;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, OtherForm> {
        if self.next()? {
            seed.deserialize(&mut *self.reader).map(Some)
        } else {
            Ok(None)
        }
    }
}

impl<'de> MapAccess<'de> for &mut Items<'_, 'de> {
    type Error = OtherForm;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, OtherForm> {
        if !self.next()? {
            return Ok(None);
        }
        let key = seed.deserialize(self.reader.name()?)?;
        self.reader.expect(b':').map(|()| Some(key))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, OtherForm> {
        seed.deserialize(&mut *self.reader)
    }
}

impl<'de> EnumAccess<'de> for &mut Reader<'de> {
    type Error = OtherForm;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self), OtherForm> {
        Ok((seed.deserialize(self.name()?)?, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Reader<'de> {
    type Error = OtherForm;

    fn unit_variant(self) -> Result<(), OtherForm> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, OtherForm> {
        self.expect(b'(')?;
        let value = seed.deserialize(&mut *self)?;
        self.expect(b')').map(|()| value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, OtherForm> {
        self.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, OtherForm> {
        self.deserialize_struct("", fields, visitor)
    }
}
