//! What the page asks, from JavaScript's values. An enum is an object that names its case in `type` beside its fields, or the
//! bare word; a struct takes the fields that it knows. Nothing is put aside before it is known what it is: with as many
//! requests as there are, what serde makes of `tag = "type"` was 0.8 MB of the module.

use std::fmt::{Display, Formatter};

use js_sys::{Array, Reflect, Uint8Array};
use serde::de::value::U64Deserializer;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Failure;

/// Where an enum's case stands.
const CASE: &str = "type";

/// The largest number that JavaScript counts to without leaving one out.
const MAX_WHOLE: f64 = 9_007_199_254_740_991.0;

/// A value as what it is asked to be.
///
/// # Errors
/// `argument` when it is something else.
pub(crate) fn from_js<T: DeserializeOwned>(value: JsValue) -> Result<T, Failure> {
    T::deserialize(Value(value)).map_err(Failure::argument)
}

/// How a value is not what was asked for: never what it is.
#[derive(Debug)]
struct Unfit(String);

impl Display for Unfit {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Unfit {}

impl Error for Unfit {
    fn custom<T: Display>(text: T) -> Self {
        Self(text.to_string())
    }

    // What was expected is a sentence for each struct and case, which nobody reads: the façade's types say it. What was
    // found may be content.
    fn invalid_type(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        wanted("another type")
    }

    fn invalid_value(_: Unexpected<'_>, _: &dyn Expected) -> Self {
        wanted("another value")
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        wanted("another length")
    }
}

fn wanted(what: &str) -> Unfit {
    Unfit(format!("{what} was expected"))
}

struct Value(JsValue);

impl Value {
    fn field(&self, name: &str) -> Result<JsValue, Unfit> {
        Reflect::get(&self.0, &JsValue::from_str(name)).map_err(|_| wanted("an object"))
    }

    fn number(&self) -> Result<f64, Unfit> {
        self.0.as_f64().ok_or_else(|| wanted("a number"))
    }

    fn whole(&self) -> Result<i64, Unfit> {
        let number = self.number()?;
        let whole = number.fract() == 0.0 && number.abs() <= MAX_WHOLE;
        if whole { Ok(number as i64) } else { Err(wanted("a whole number")) }
    }

    fn text(&self) -> Result<String, Unfit> {
        self.0.as_string().ok_or_else(|| wanted("a text"))
    }

    fn bytes(&self) -> Result<Vec<u8>, Unfit> {
        Ok(self.0.dyn_ref::<Uint8Array>().ok_or_else(|| wanted("a Uint8Array"))?.to_vec())
    }

    fn items(self) -> Result<Items, Unfit> {
        let array = self.0.dyn_into::<Array>().map_err(|_| wanted("an array"))?;
        Ok(Items { at: 0, array })
    }

    /// Which of these cases it is, by its place among them.
    fn case(&self, cases: &'static [&'static str]) -> Result<u64, Unfit> {
        let name = match self.0.as_string() {
            Some(name) => name,
            None => Value(self.field(CASE)?).text()?,
        };
        let at = cases.iter().position(|case| *case == name);
        at.map(|at| at as u64).ok_or_else(|| Unfit(format!("there is no {name}")))
    }
}

/// The methods that read a number.
macro_rules! whole {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
            visitor.visit_i64(self.whole()?)
        }
    )*};
}

impl<'de> Deserializer<'de> for Value {
    type Error = Unfit;

    whole! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    /// What stands in both directions, as an answer that was given, has its case found out by serde.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        serde_wasm_bindgen::Deserializer::from(self.0).deserialize_any(visitor).map_err(Unfit::custom)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_bool(self.0.as_bool().ok_or_else(|| wanted("a boolean"))?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_f64(self.number()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_byte_buf(self.bytes()?)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_byte_buf(self.bytes()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        if self.0.is_null() || self.0.is_undefined() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unfit> {
        visitor.visit_seq(self.items()?)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        visitor.visit_map(Fields { object: self, names, at: 0, value: JsValue::UNDEFINED })
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        cases: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unfit> {
        let case = self.case(cases)?;
        visitor.visit_enum(Case { case, object: self })
    }

    forward_to_deserialize_any! {
        i128 u128 f32 char unit unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// The fields of an object that are asked for, each named by its place among them.
struct Fields {
    object: Value,
    names: &'static [&'static str],
    at: usize,
    value: JsValue,
}

impl Fields {
    /// Goes on to the next field that is there.
    fn next(&mut self) -> Result<Option<U64Deserializer<Unfit>>, Unfit> {
        while let Some(name) = self.names.get(self.at) {
            self.value = self.object.field(name)?;
            self.at += 1;
            if !self.value.is_undefined() {
                return Ok(Some((self.at as u64 - 1).into_deserializer()));
            }
        }
        Ok(None)
    }
}

impl<'de> MapAccess<'de> for Fields {
    type Error = Unfit;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unfit> {
        self.next()?.map(|place| seed.deserialize(place)).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unfit> {
        seed.deserialize(Value(std::mem::replace(&mut self.value, JsValue::UNDEFINED)))
    }
}

struct Items {
    array: Array,
    at: u32,
}

impl<'de> SeqAccess<'de> for Items {
    type Error = Unfit;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Unfit> {
        if self.at == self.array.length() {
            return Ok(None);
        }
        self.at += 1;
        seed.deserialize(Value(self.array.get(self.at - 1))).map(Some)
    }
}

/// One case of an enum, by its place among them, with the object that has its fields.
struct Case {
    case: u64,
    object: Value,
}

impl<'de> EnumAccess<'de> for Case {
    type Error = Unfit;
    type Variant = Value;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Value), Unfit> {
        let place: U64Deserializer<Unfit> = self.case.into_deserializer();
        Ok((seed.deserialize(place)?, self.object))
    }
}

impl<'de> VariantAccess<'de> for Value {
    type Error = Unfit;

    fn unit_variant(self) -> Result<(), Unfit> {
        Ok(())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unfit> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Unfit> {
        Err(wanted("a case with named fields"))
    }

    fn struct_variant<V: Visitor<'de>>(self, names: &'static [&'static str], visitor: V) -> Result<V::Value, Unfit> {
        self.deserialize_struct("", names, visitor)
    }
}
