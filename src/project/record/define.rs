//! The three macros that define records: closed lists, parts, and records. A record's one definition gives its struct,
//! its line in the project file, and its list of fields, so that inspector, diff, merge and export cannot forget one.

/// Defines a closed list of `model.md`: an enum whose values are written in `kebab-case` in every format.
macro_rules! closed_list {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal),+ $(,)? }) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $(#[$doc])*
        pub enum $name { $(#[doc = concat!("`", $text, "`")] $(#[$vdoc])* #[serde(rename = $text)] $variant),+ }

        impl $name {
            /// Every value, in the order of the model.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The value as it is written in every format.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::project::UnknownValue;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::ALL.iter().copied().find(|v| v.name() == text).ok_or_else(|| {
                    crate::project::UnknownValue::new(text, Self::ALL.iter().map(|v| v.name()))
                })
            }
        }
    };
}

/// Defines a struct with a list of its fields. Each field says how it is kept before its name:
/// `[req …]` must be there, `[opt …]` may be absent, `[def …]` has a default that the project file leaves out,
/// `[set]` an ordered set, `[list]` a list; `value` is compared whole, `text` is prose.
macro_rules! part {
    ($(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        part!(@munch [$(#[$doc])*] $name [] [] $($body)*);
    };
    (@munch $d:tt $n:ident [$($out:tt)*] [$($list:tt)*] $(#[$fd:meta])* [req $k:ident] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n [$($out)* $(#[$fd])* pub $f: $t,] [$($list)* (required $k $f $t)] $($rest)*);
    };
    (@munch $d:tt $n:ident [$($out:tt)*] [$($list:tt)*] $(#[$fd:meta])* [opt $k:ident] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n
            [$($out)* $(#[$fd])* #[serde(default, skip_serializing_if = "Option::is_none")] pub $f: Option<$t>,]
            [$($list)* (optional $k $f Option<$t>)] $($rest)*);
    };
    (@munch $d:tt $n:ident [$($out:tt)*] [$($list:tt)*] $(#[$fd:meta])* [def $k:ident] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n
            [$($out)* $(#[$fd])* #[serde(default, skip_serializing_if = "crate::project::record::is_default")] pub $f: $t,]
            [$($list)* (default $k $f $t)] $($rest)*);
    };
    (@munch $d:tt $n:ident [$($out:tt)*] [$($list:tt)*] $(#[$fd:meta])* [set] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n
            [$($out)* $(#[$fd])* #[serde(default, skip_serializing_if = "crate::project::record::is_default")]
             pub $f: std::collections::BTreeSet<$t>,]
            [$($list)* (default set $f std::collections::BTreeSet<$t>)] $($rest)*);
    };
    (@munch $d:tt $n:ident [$($out:tt)*] [$($list:tt)*] $(#[$fd:meta])* [list] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n
            [$($out)* $(#[$fd])* #[serde(default, skip_serializing_if = "crate::project::record::is_default")] pub $f: Vec<$t>,]
            [$($list)* (default list $f Vec<$t>)] $($rest)*);
    };
    // A field that is not in the list: the key of the record, which the tables hold.
    (@munch $d:tt $n:ident [$($out:tt)*] $l:tt $(#[$fd:meta])* [key] $f:ident : $t:ty, $($rest:tt)*) => {
        part!(@munch $d $n [$($out)* $(#[$fd])* #[serde(skip)] pub $f: $t,] $l $($rest)*);
    };
    (@munch [$($d:tt)*] $n:ident [$($out:tt)*] [$(($presence:ident $k:ident $f:ident $t:ty))*]) => {
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        $($d)*
        pub struct $n { $($out)* }

        impl crate::project::Fields for $n {
            const FIELDS: &'static [crate::project::Field<Self>] = &[$(
                crate::project::Field {
                    name: crate::project::field::plain_name(stringify!($f)),
                    kind: part!(@kind $k),
                    presence: part!(@presence $presence),
                    get: |r| crate::project::field::read(&r.$f),
                    set: |r, v| { r.$f = part!(@write $presence $f $t, v)?; Ok(()) },
                }
            ),*];
        }
    };
    (@write required $f:ident $t:ty, $v:ident) => { crate::project::field::write::<$t>(stringify!($f), $v) };
    (@write optional $f:ident $t:ty, $v:ident) => { crate::project::field::write_optional::<$t>(stringify!($f), $v) };
    (@write default $f:ident $t:ty, $v:ident) => { crate::project::field::write_default::<$t>(stringify!($f), $v) };
    (@kind value) => { crate::project::FieldKind::Value };
    (@kind text) => { crate::project::FieldKind::Text };
    (@kind set) => { crate::project::FieldKind::Set };
    (@kind list) => { crate::project::FieldKind::KeyedList };
    (@presence required) => { crate::project::FieldPresence::Required };
    (@presence optional) => { crate::project::FieldPresence::Optional };
    (@presence default) => { crate::project::FieldPresence::Defaulted };
}

/// Defines a record with the common fields: a part with a key before and `created`, `modified`, `note`, `marking` after.
macro_rules! record {
    ($(#[$doc:meta])* $name:ident { $($body:tt)* }) => {
        part! {
            $(#[$doc])* $name {
                /// The record's id, unique over all kinds; in the project file it is the key of the line.
                [key] id: crate::project::Id,
                $($body)*
                /// Who made the record, and when.
                [req value] created: crate::project::Stamp,
                /// Who changed it last, and when.
                [opt value] modified: crate::project::Stamp,
                /// A free note; never the empty string.
                [opt text] note: String,
                /// At most one TLP and one PAP tag.
                [def value] marking: crate::project::Marking,
            }
        }
    };
}

pub(crate) use {closed_list, part, record};
