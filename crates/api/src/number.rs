//! `whatsapp`: the number that names an account, as the list shows it.

use crate::envelope::Fail;
use crate::fields::Fields;
use gangway_domain::{FieldError, ListedNumber, PhoneNumber};

pub(crate) const FIELD: &str = "whatsapp";

/// The number of the query string, as it was sent.
pub(crate) fn in_query(query: Option<&str>) -> Option<String> {
    url::form_urlencoded::parse(query.unwrap_or_default().as_bytes())
        .find(|(name, _)| name == FIELD)
        .map(|(_, value)| value.into_owned())
}

/// The number of a body; what does not fit has the endpoint's reason.
pub(crate) fn in_body(fields: &Fields, reason: u16) -> Result<ListedNumber, Fail> {
    let raw = fields
        .text_or_number(FIELD)
        .map_err(|error| Fail::field(reason, &error))?;
    parse(&raw.unwrap_or_default(), reason)
}

/// The number of a body where a temporary one makes no sense.
pub(crate) fn real_in_body(fields: &Fields, reason: u16) -> Result<PhoneNumber, Fail> {
    fields
        .text_or_number(FIELD)
        .and_then(|raw| PhoneNumber::parse(FIELD, &raw.unwrap_or_default()))
        .map_err(|error| Fail::field(reason, &error))
}

/// Reads it; what does not fit has the endpoint's reason.
pub(crate) fn parse(raw: &str, reason: u16) -> Result<ListedNumber, Fail> {
    ListedNumber::parse(FIELD, raw).map_err(|error: FieldError| Fail::field(reason, &error))
}
