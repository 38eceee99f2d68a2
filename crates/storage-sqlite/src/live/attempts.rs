//! Accounts whose customer may be the one of whom Meta tells.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{FieldError, MetaBusinessId, PhoneNumberId, Timestamp, WabaId};
use gangway_storage::{Attempt, Claims, Unreadable};
use rusqlite::{Connection, Row, params};

/// More candidates than this are as good as none.
const MOST: i64 = 200;

/// The attempts that began at ?1 or later.
pub(crate) const SINCE: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    ", meta_business, claimed_waba, claimed_phone_number, token IS NOT NULL AS has_token
     FROM account LEFT JOIN account_grant ON account_grant.account = account.id
     WHERE started_at >= ?1 AND started_at IS NOT NULL
         AND state NOT IN ('finished', 'removed')
     ORDER BY started_at DESC, id DESC LIMIT ?2"
);

pub(super) fn since(conn: &Connection, since: Timestamp) -> Result<Vec<Attempt>, Failure> {
    sql::all(conn, SINCE, params![since.as_millis(), MOST], attempt)
}

fn attempt(row: &Row<'_>) -> Result<Attempt, Failure> {
    Ok(Attempt {
        account: rows::account(row)?,
        claims: Claims {
            waba: id(row, "claimed_waba", WabaId::parse)?,
            phone_number: id(row, "claimed_phone_number", PhoneNumberId::parse)?,
        },
        has_token: row.get("has_token")?,
        business: id(row, "meta_business", MetaBusinessId::parse)?,
    })
}

fn id<T>(
    row: &Row<'_>,
    column: &str,
    parse: impl FnOnce(&str) -> Result<T, FieldError>,
) -> Result<Option<T>, Failure> {
    let stored: Option<String> = row.get(column)?;
    let parsed = stored.map(|id| parse(&id)).transpose();
    Ok(parsed.map_err(Unreadable::from)?)
}
