//! `expires_in`: the life of a link.

use crate::envelope::Fail;
use crate::fields::Fields;
use crate::schema::{integer, null, text};
use gangway_domain::FieldError;
use std::time::Duration;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{AnyOfBuilder, Schema};

const FIELD: &str = "expires_in";
/// Longest life of a link that can be asked for: five years.
const LONGEST: i64 = 5 * 365 * 24 * 60 * 60;
/// 1 to 157680000.
const SECONDS: &str = "^([1-9][0-9]{0,7}|1[0-4][0-9]{7}|15[0-6][0-9]{6}|157[0-5][0-9]{5}|1576[0-7][0-9]{4}|157680000)$";

/// Reads it; what does not fit has the endpoint's reason.
pub(crate) fn parse(fields: &Fields, reason: u16) -> Result<Option<Duration>, Fail> {
    let wrong = |error: FieldError| Fail::field(reason, &error);
    match fields.integer(FIELD).map_err(wrong)? {
        None => Ok(None),
        Some(seconds) if (1..=LONGEST).contains(&seconds) => {
            Ok(Some(Duration::from_secs(seconds.unsigned_abs())))
        }
        Some(_) => Err(wrong(FieldError::new(
            FIELD,
            format!("must be between 1 and {LONGEST} seconds"),
        ))),
    }
}

/// A whole number of seconds, as a number or as text.
pub(crate) fn schema() -> RefOr<Schema> {
    AnyOfBuilder::new()
        .item(integer(1, LONGEST))
        .item(text("86400").pattern(Some(SECONDS)))
        .item(null())
        .description(Some(format!(
            "Life of the link in seconds, from 1 to {LONGEST}; no expiry where left out."
        )))
        .into()
}
