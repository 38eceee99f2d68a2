//! The list of WhatsApp accounts of which nobody knows whose they are.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{MetaBusinessId, Timestamp, WabaId};
use gangway_storage::{Unclaimed, Unreadable};
use rusqlite::{Connection, params};

pub(super) fn add(conn: &Connection, unclaimed: &Unclaimed) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT OR REPLACE INTO unclaimed (waba, business, at, reason) VALUES (?1, ?2, ?3, ?4)",
        params![
            unclaimed.waba.as_str(),
            unclaimed.business.as_ref().map(MetaBusinessId::as_str),
            unclaimed.at.as_millis(),
            unclaimed.reason,
        ],
    )?;
    Ok(())
}

pub(super) fn all(conn: &Connection) -> Result<Vec<Unclaimed>, Failure> {
    sql::all(
        conn,
        "SELECT waba, business, at, reason FROM unclaimed ORDER BY at, waba LIMIT 1000",
        [],
        |row| {
            let waba = WabaId::parse(&row.get::<_, String>(0)?).map_err(Unreadable::from)?;
            let business = row.get::<_, Option<String>>(1)?;
            let business = business.map(|id| MetaBusinessId::parse(&id)).transpose();
            Ok(Unclaimed {
                waba,
                business: business.map_err(Unreadable::from)?,
                at: Timestamp::from_millis(row.get(2)?),
                reason: row.get(3)?,
            })
        },
    )
}

/// Whether it was on the list.
pub(super) fn remove(conn: &Connection, waba: &WabaId) -> Result<bool, Failure> {
    let removed = sql::run(
        conn,
        "DELETE FROM unclaimed WHERE waba = ?1",
        [waba.as_str()],
    )?;
    Ok(removed > 0)
}
