//! Wrong passwords and codes in a row.

use crate::error::Failure;
use crate::sql;
use gangway_domain::{BackOff, Hash256, Timestamp};
use rusqlite::{Connection, params};

/// How many that are over a right one clears away on the way.
const CLEARED: i64 = 32;
/// And how many any other: more than it adds.
const CLEARED_BY_A_TRY: i64 = 2;

pub(crate) const CLEAR: &str = "DELETE FROM sign_in_try WHERE key IN (
         SELECT key FROM sign_in_try WHERE latest <= ?1 ORDER BY latest LIMIT ?2)";

/// Counts a try, or says until when none is made.
pub(super) fn count(
    conn: &Connection,
    key: &Hash256,
    now: Timestamp,
) -> Result<Option<Timestamp>, Failure> {
    let known = sql::first(
        conn,
        "SELECT tries, latest, blocked_until FROM sign_in_try WHERE key = ?1",
        [key.0],
        |row| {
            let tries: u32 = row.get(0)?;
            let at = |column| row.get(column).map(Timestamp::from_millis);
            Ok((tries, at(1)?, at(2)?))
        },
    )?;
    let before = match known {
        Some((_, _, until)) if until > now => return Ok(Some(until)),
        Some((tries, latest, _)) if latest.plus(BackOff::FORGOTTEN_AFTER) > now => tries,
        _ => 0,
    };
    let tries = before.saturating_add(1);
    let until = BackOff::after(tries).map_or(now, |wait| now.plus(wait));
    sql::run(
        conn,
        "INSERT OR REPLACE INTO sign_in_try (key, tries, latest, blocked_until)
         VALUES (?1, ?2, ?3, ?4)",
        params![key.0, tries, now.as_millis(), until.as_millis()],
    )?;
    clear(conn, now, CLEARED_BY_A_TRY)?;
    Ok(None)
}

/// Forgets the tries of one, and some that are over.
pub(super) fn forget(conn: &Connection, key: &Hash256, now: Timestamp) -> Result<(), Failure> {
    sql::run(conn, "DELETE FROM sign_in_try WHERE key = ?1", [key.0])?;
    clear(conn, now, CLEARED)
}

fn clear(conn: &Connection, now: Timestamp, most: i64) -> Result<(), Failure> {
    let over = now.minus(BackOff::FORGOTTEN_AFTER).as_millis();
    sql::run(conn, CLEAR, params![over, most])?;
    Ok(())
}
