//! Reading Meta's ids: strings today, numbers on some older pages, opaque always.

use gangway_domain::{
    AppId, FieldError, MetaBusinessId, PhoneNumber, PhoneNumberId, PreverifiedId, WabaId,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer};

/// An id of Meta.
pub(crate) trait MetaId: Sized {
    /// Reads the id's text.
    fn from_text(text: &str) -> Result<Self, FieldError>;
}

macro_rules! meta_id {
    ($($name:ident),*) => {$(
        impl MetaId for $name {
            fn from_text(text: &str) -> Result<Self, FieldError> {
                Self::parse(text)
            }
        }
    )*};
}

meta_id!(AppId, MetaBusinessId, PhoneNumberId, PreverifiedId, WabaId);

/// An id that is only kept, of whatever it is.
impl MetaId for String {
    fn from_text(text: &str) -> Result<Self, FieldError> {
        MetaBusinessId::parse(text)
            .map(|id| id.as_str().to_owned())
            .map_err(|_| FieldError::new("id", "is not an id that Meta gives out"))
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Raw {
    Text(String),
    Number(u64),
}

impl Raw {
    fn parse<T: MetaId>(self) -> Result<T, FieldError> {
        match self {
            Self::Text(text) => T::from_text(&text),
            Self::Number(number) => T::from_text(&number.to_string()),
        }
    }
}

/// An id that has to be there.
pub(crate) fn id<'de, D: Deserializer<'de>, T: MetaId>(deserializer: D) -> Result<T, D::Error> {
    Raw::deserialize(deserializer)?
        .parse()
        .map_err(D::Error::custom)
}

/// An id that may be missing or null.
pub(crate) fn optional_id<'de, D: Deserializer<'de>, T: MetaId>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    Option::<Raw>::deserialize(deserializer)?
        .map(Raw::parse)
        .transpose()
        .map_err(D::Error::custom)
}

/// A list of ids that may be missing or null.
pub(crate) fn optional_ids<'de, D: Deserializer<'de>, T: MetaId>(
    deserializer: D,
) -> Result<Option<Vec<T>>, D::Error> {
    Option::<Vec<Raw>>::deserialize(deserializer)?
        .map(|ids| ids.into_iter().map(Raw::parse).collect())
        .transpose()
        .map_err(D::Error::custom)
}

/// A phone number that may be missing, with or without Meta's spaces and dashes. One that
/// cannot be read counts as missing, so that it does not spoil a whole list.
pub(crate) fn optional_number<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Option<PhoneNumber>, D::Error> {
    let text = match Option::<Raw>::deserialize(deserializer)? {
        Some(Raw::Text(text)) => text,
        Some(Raw::Number(number)) => number.to_string(),
        None => return Ok(None),
    };
    Ok(PhoneNumber::from_meta(&text).ok())
}
