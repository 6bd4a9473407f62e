//! Files of a newer Onus: what this version does not know is passed over, counted and named.

use super::record::{Take, parse_with};
use crate::project::{Id, Kind, Record};
use serde::de::{
    self, Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny,
    IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::collections::BTreeMap;
use std::fmt;

/// What a file holds that this version does not know, and how often.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unknown(BTreeMap<String, usize>);

impl Unknown {
    pub(super) fn count(&mut self, name: &str) {
        *self.0.entry(name.to_owned()).or_insert(0) += 1;
    }

    pub(super) fn merge(&mut self, other: Self) {
        for (name, count) in other.0 {
            *self.0.entry(name).or_insert(0) += count;
        }
    }

    /// Whether everything is known.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The names of what is not known, in order, with how often it was met.
    pub fn counts(&self) -> impl Iterator<Item = (&str, usize)> {
        self.0.iter().map(|(name, count)| (name.as_str(), *count))
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (name, count)) in self.counts().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{name} ×{count}")?;
        }
        Ok(())
    }
}

/// Reads a record past the fields that are not known. One that cannot be read so is left out, and counted too.
pub(super) fn parse_known(kind: Kind, id: Id, body: &str, unknown: &mut Unknown) -> Option<Record> {
    let mut past = Past {
        table: kind.table(),
        unknown: Unknown::default(),
    };
    match parse_with(kind, id, body, &mut past) {
        Ok(record) => {
            unknown.merge(past.unknown);
            Some(record)
        }
        Err(_) => {
            unknown.count(&format!("{} left out", kind.table()));
            None
        }
    }
}

struct Past {
    table: &'static str,
    unknown: Unknown,
}

impl Take for Past {
    fn take<'de, R: DeserializeOwned, D: Deserializer<'de>>(&mut self, from: D) -> Result<R, D::Error> {
        R::deserialize(Over::new(from, self))
    }
}

/// Stands over a deserializer, visitor, seed or access, and over all that comes out of it, so that each struct is
/// visited without the fields it does not list.
struct Over<'p, T> {
    inner: T,
    past: &'p mut Past,
    /// The fields of the struct that is being visited, if it is one.
    fields: Option<&'static [&'static str]>,
}

impl<'p, T> Over<'p, T> {
    fn new(inner: T, past: &'p mut Past) -> Self {
        Self {
            inner,
            past,
            fields: None,
        }
    }

    fn of_struct(inner: T, past: &'p mut Past, fields: &'static [&'static str]) -> Self {
        Self {
            inner,
            past,
            fields: Some(fields),
        }
    }
}

macro_rules! deserialize_plain {
    ($($method:ident),+) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method(visitor)
        }
    )+ };
}

macro_rules! deserialize_nested {
    ($($method:ident($($arg:ident: $type:ty),*)),+) => { $(
        fn $method<V: Visitor<'de>>(self, $($arg: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.inner.$method($($arg,)* Over::new(visitor, self.past))
        }
    )+ };
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Over<'_, D> {
    type Error = D::Error;

    deserialize_plain! {
        deserialize_bool, deserialize_i8, deserialize_i16, deserialize_i32, deserialize_i64, deserialize_u8,
        deserialize_u16, deserialize_u32, deserialize_u64, deserialize_f32, deserialize_f64, deserialize_char,
        deserialize_str, deserialize_string, deserialize_bytes, deserialize_byte_buf, deserialize_unit,
        deserialize_identifier, deserialize_ignored_any
    }

    deserialize_nested! {
        deserialize_any(), deserialize_option(), deserialize_seq(), deserialize_map(),
        deserialize_unit_struct(name: &'static str), deserialize_newtype_struct(name: &'static str),
        deserialize_tuple(len: usize), deserialize_tuple_struct(name: &'static str, len: usize),
        deserialize_enum(name: &'static str, variants: &'static [&'static str])
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        let visitor = Over::of_struct(visitor, self.past, fields);
        self.inner.deserialize_struct(name, fields, visitor)
    }
}

macro_rules! visit_plain {
    ($($method:ident($type:ty)),+) => { $(
        fn $method<E: de::Error>(self, value: $type) -> Result<V::Value, E> { self.inner.$method(value) }
    )+ };
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Over<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.expecting(f)
    }

    visit_plain! {
        visit_bool(bool), visit_i64(i64), visit_u64(u64), visit_f64(f64), visit_char(char), visit_str(&str),
        visit_borrowed_str(&'de str), visit_string(String)
    }

    fn visit_none<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_none()
    }

    fn visit_unit<E: de::Error>(self) -> Result<V::Value, E> {
        self.inner.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.inner.visit_some(Over::new(from, self.past))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<V::Value, D::Error> {
        self.inner.visit_newtype_struct(Over::new(from, self.past))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<V::Value, A::Error> {
        self.inner.visit_seq(Over::new(items, self.past))
    }

    fn visit_map<A: MapAccess<'de>>(self, entries: A) -> Result<V::Value, A::Error> {
        self.inner.visit_map(Over {
            inner: entries,
            past: self.past,
            fields: self.fields,
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, variant: A) -> Result<V::Value, A::Error> {
        self.inner.visit_enum(Over::new(variant, self.past))
    }
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Over<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, from: D) -> Result<S::Value, D::Error> {
        self.inner.deserialize(Over::new(from, self.past))
    }
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Over<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        self.inner.next_element_seed(Over::new(seed, self.past))
    }
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Over<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        let Some(fields) = self.fields else {
            return self.inner.next_key_seed(seed);
        };
        while let Some(Name(name)) = self.inner.next_key()? {
            if fields.contains(&name.as_str()) {
                return seed.deserialize(name.into_deserializer()).map(Some);
            }
            self.inner.next_value::<IgnoredAny>()?;
            self.past.unknown.count(&format!("{}.{name}", self.past.table));
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.next_value_seed(Over::new(seed, self.past))
    }
}

impl<'de, 'p, A: EnumAccess<'de>> EnumAccess<'de> for Over<'p, A> {
    type Error = A::Error;
    type Variant = Over<'p, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Self::Variant), A::Error> {
        let (value, variant) = self.inner.variant_seed(seed)?;
        Ok((value, Over::new(variant, self.past)))
    }
}

impl<'de, A: VariantAccess<'de>> VariantAccess<'de> for Over<'_, A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        self.inner.unit_variant()
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, A::Error> {
        self.inner.newtype_variant_seed(Over::new(seed, self.past))
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.inner.tuple_variant(len, Over::new(visitor, self.past))
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, A::Error> {
        self.inner
            .struct_variant(fields, Over::of_struct(visitor, self.past, fields))
    }
}

/// The name of a field, whatever it is.
struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = Name;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the name of a field")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<Name, E> {
                Ok(Name(name.to_owned()))
            }
        }
        from.deserialize_identifier(Text)
    }
}
