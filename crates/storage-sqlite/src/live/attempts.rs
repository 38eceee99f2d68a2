//! Accounts whose customer may be the one of whom Meta tells.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{MetaBusinessId, Timestamp};
use gangway_storage::{Attempt, Unreadable};
use rusqlite::{Connection, Row, params};

/// More candidates than this are as good as none.
const MOST: i64 = 200;

/// The attempts that began at ?1 or later.
pub(crate) const SINCE: &str = concat!(
    "SELECT ",
    gangway_storage::account_columns!(),
    ", meta_business FROM account
     WHERE started_at >= ?1 AND started_at IS NOT NULL
         AND state NOT IN ('finished', 'removed')
     ORDER BY started_at DESC, id DESC LIMIT ?2"
);

pub(super) fn since(conn: &Connection, since: Timestamp) -> Result<Vec<Attempt>, Failure> {
    sql::all(conn, SINCE, params![since.as_millis(), MOST], attempt)
}

fn attempt(row: &Row<'_>) -> Result<Attempt, Failure> {
    let business: Option<String> = row.get("meta_business")?;
    let business = business.map(|id| MetaBusinessId::parse(&id)).transpose();
    Ok(Attempt {
        account: rows::account(row)?,
        business: business.map_err(Unreadable::from)?,
    })
}
