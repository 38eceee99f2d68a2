//! The latest that Meta said of each matter.

use crate::error::Failure;
use crate::writer::Write;
use crate::{sql, timeline};
use gangway_domain::{AccountId, TimelineEntry, TimelineEvent, Timestamp};
use gangway_storage::Fact;
use rusqlite::{Connection, params};

/// Whether it is news.
pub(super) fn note(
    write: &mut Write<'_>,
    account: AccountId,
    fact: &Fact,
    now: Timestamp,
) -> Result<bool, Failure> {
    let conn = write.sql();
    let account_exists = "SELECT 1 FROM account WHERE id = ?1";
    if !sql::exists(conn, account_exists, [account.row()])? {
        return Ok(false);
    }
    let before = sql::first(
        conn,
        "SELECT value, at FROM fact WHERE account = ?1 AND name = ?2",
        params![account.row(), fact.name],
        |row| {
            Ok((
                row.get::<_, String>(0)?,
                Timestamp::from_millis(row.get(1)?),
            ))
        },
    )?;
    if before.as_ref().is_some_and(|(_, at)| fact.at < *at) {
        return Ok(false);
    }
    // What is said again is kept with its new time: it outdates what was said in between.
    sql::run(
        conn,
        "INSERT OR REPLACE INTO fact (account, name, value, at) VALUES (?1, ?2, ?3, ?4)",
        params![account.row(), fact.name, fact.value, fact.at.as_millis()],
    )?;
    let news = before.is_none_or(|(value, _)| value != fact.value);
    if news {
        let event = TimelineEntry::new(now, TimelineEvent::MetaNotice)
            .step(&fact.name)
            .cause(&fact.value);
        timeline::append(write, account, &event)?;
    }
    Ok(news)
}

pub(super) fn of(conn: &Connection, account: AccountId) -> Result<Vec<Fact>, Failure> {
    sql::all(
        conn,
        "SELECT name, value, at FROM fact WHERE account = ?1 ORDER BY name",
        [account.row()],
        |row| {
            Ok(Fact {
                name: row.get(0)?,
                value: row.get(1)?,
                at: Timestamp::from_millis(row.get(2)?),
            })
        },
    )
}
