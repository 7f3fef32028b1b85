//! How values of the client become plain ones and back, field by field.

use std::fmt::Display;
use std::str::FromStr;

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_bytes::ByteBuf;
use zeroize::Zeroizing;

/// A plain value for one of the client's.
pub(crate) trait Plain<C> {
    fn plain(core: C) -> Self;
    fn core(self) -> C;
}

macro_rules! as_they_are {
    ($($ty:ty),*) => {$(
        impl Plain<$ty> for $ty {
            fn plain(core: $ty) -> Self {
                core
            }

            fn core(self) -> $ty {
                self
            }
        }
    )*};
}

as_they_are!(bool, u8, u16, u32, u64, i32, i64, String, Zeroizing<String>);

impl<C, T: Plain<C>> Plain<Option<C>> for Option<T> {
    fn plain(core: Option<C>) -> Self {
        core.map(T::plain)
    }

    fn core(self) -> Option<C> {
        self.map(T::core)
    }
}

impl<C, T: Plain<C>> Plain<Vec<C>> for Vec<T> {
    fn plain(core: Vec<C>) -> Self {
        core.into_iter().map(T::plain).collect()
    }

    fn core(self) -> Vec<C> {
        self.into_iter().map(T::core).collect()
    }
}

impl Plain<Vec<u8>> for ByteBuf {
    fn plain(core: Vec<u8>) -> Self {
        Self::from(core)
    }

    fn core(self) -> Vec<u8> {
        self.into_vec()
    }
}

/// The line of a list, which has some thousand.
impl Plain<usize> for u32 {
    fn plain(core: usize) -> Self {
        Self::try_from(core).unwrap_or(Self::MAX)
    }

    fn core(self) -> usize {
        self as usize
    }
}

/// An id, or another value that is carried as text.
pub(crate) struct Id<T>(pub(crate) T);

impl<T> Plain<T> for Id<T> {
    fn plain(core: T) -> Self {
        Self(core)
    }

    fn core(self) -> T {
        self.0
    }
}

impl<T: Display> Serialize for Id<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de, T: FromStr<Err: Display>> Deserialize<'de> for Id<T> {
    fn deserialize<D: Deserializer<'de>>(value: D) -> Result<Self, D::Error> {
        String::deserialize(value)?.parse().map(Self).map_err(D::Error::custom)
    }
}

/// A plain struct with the same fields as one of the client's.
macro_rules! flat {
    ($(#[$doc:meta])* $name:ident = $core:path { $($field:ident: $ty:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        #[allow(clippy::struct_field_names, reason = "they are named as in the core")]
        pub(crate) struct $name { $(pub(crate) $field: $ty),* }

        impl $crate::rows::Plain<$core> for $name {
            fn plain(core: $core) -> Self {
                Self { $($field: $crate::rows::Plain::plain(core.$field)),* }
            }

            fn core(self) -> $core {
                $core { $($field: $crate::rows::Plain::core(self.$field)),* }
            }
        }
    };
}
pub(crate) use flat;

/// A plain enum with the same cases as one of the client's. In JavaScript they are words.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident = $core:ident { $($case:ident),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub(crate) enum $name { $($case),* }

        impl $crate::rows::Plain<$core> for $name {
            fn plain(core: $core) -> Self {
                match core { $($core::$case => Self::$case),* }
            }

            fn core(self) -> $core {
                match self { $(Self::$case => $core::$case),* }
            }
        }
    };
}
pub(crate) use words;
