//! Connected numbers read back.

use super::{Columns, required};
use crate::{ConnectedNumber, CountDue, MessageCounts, Unreadable};
use gangway_domain::{AccountId, PhoneNumber, Timestamp, WabaId};

/// The columns that [`connected_number`] reads, in its order.
#[macro_export]
macro_rules! connected_number_columns {
    () => {
        "account.id, account.number, account.created_at, account.finished_at, \
         account.display_name, account.business_name, account.coexistence, \
         coalesce(message_count.conversations, 0), coalesce(message_count.marketing, 0), \
         coalesce(message_count.service, 0), coalesce(message_count.incoming, 0)"
    };
}

/// Reads [`connected_number_columns!`].
///
/// # Errors
/// When a column does not read back.
pub fn connected_number<C: Columns>(row: &mut C) -> Result<ConnectedNumber, C::Error> {
    Ok(ConnectedNumber {
        account: AccountId::from_row(row.int()?),
        number: PhoneNumber::from_meta(&row.text()?).map_err(Unreadable::from)?,
        created_at: Timestamp::from_millis(row.int()?),
        finished_at: Timestamp::from_millis(row.int()?),
        display_name: required(row, "account.display_name")?,
        business_name: required(row, "account.business_name")?,
        coexistence: row.flag()?,
        counts: MessageCounts {
            conversations: count(row)?,
            marketing: count(row)?,
            service: count(row)?,
            incoming: count(row)?,
        },
    })
}

fn count<C: Columns>(row: &mut C) -> Result<u64, C::Error> {
    let count = u64::try_from(row.int()?).map_err(|_| Unreadable::column("message_count"))?;
    Ok(count)
}

/// Reads a WhatsApp account that is to be counted: its id, and that of the account.
///
/// # Errors
/// When a column does not read back.
pub fn count_due<C: Columns>(row: &mut C, until: Timestamp) -> Result<CountDue, C::Error> {
    Ok(CountDue {
        waba: WabaId::parse(&row.text()?).map_err(Unreadable::from)?,
        account: AccountId::from_row(row.int()?),
        until,
    })
}

/// A count as a database keeps it.
#[must_use]
pub fn stored_count(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}
