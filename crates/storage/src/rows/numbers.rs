//! Registered numbers read back.

use super::{Columns, id, maybe, time};
use crate::Unreadable;
use gangway_domain::{
    AccountId, PartnerId, PhoneNumber, PreverifiedId, RegisteredNumber, Text, Timestamp,
};

/// The columns that [`registered_number`] reads, in its order.
#[macro_export]
macro_rules! registered_number_columns {
    () => {
        "registered_number.partner, registered_number.number, registered_number.comment, \
         registered_number.meta_id, registered_number.asked_at, \
         registered_number.verified_until, registered_number.account, \
         registered_number.connected_at"
    };
}

/// Reads [`registered_number_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn registered_number<C: Columns>(row: &mut C) -> Result<RegisteredNumber, C::Error> {
    Ok(RegisteredNumber {
        partner: PartnerId::from_row(row.int()?),
        number: PhoneNumber::from_meta(&row.text()?).map_err(Unreadable::from)?,
        comment: maybe(row, "registered_number.comment", Text::parse)?,
        meta_id: id(row, PreverifiedId::parse)?,
        asked_at: Timestamp::from_millis(row.int()?),
        verified_until: time(row)?,
        account: row.maybe_int()?.map(AccountId::from_row),
        connected_at: time(row)?,
    })
}
