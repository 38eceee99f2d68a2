//! Sessions of the dashboard.

use crate::error::Failure;
use crate::rows::InOrder;
use crate::sql;
use gangway_domain::{Hash256, PasswordHash, PersonId, Timestamp};
use gangway_storage::{NewSession, SessionView, rows};
use rusqlite::{Connection, params};

/// How many that are over a new one clears away on the way.
const CLEARED: i64 = 32;

pub(crate) const CLEAR: &str = "DELETE FROM dashboard_session WHERE hash IN (
         SELECT hash FROM dashboard_session WHERE ends_at <= ?1 ORDER BY ends_at LIMIT ?2)";

pub(crate) const VIEW: &str = concat!(
    "SELECT ",
    gangway_storage::person_columns!(),
    ", s.opened_at, s.seen_at, s.ends_at, s.code_owed
     FROM dashboard_session s JOIN person ON person.id = s.person
     WHERE s.hash = ?1 AND s.ends_at > ?2"
);

pub(crate) const MEMBERSHIPS: &str = "SELECT partner.id, partner.client_id, partner.name,
         partner.suspended_at IS NOT NULL, membership.role
     FROM membership JOIN partner ON partner.id = membership.partner
     WHERE membership.person = ?1 ORDER BY partner.name, partner.id";

pub(super) fn open(conn: &Connection, new: &NewSession, person: PersonId) -> Result<(), Failure> {
    let now = new.opened_at.as_millis();
    sql::run(conn, CLEAR, params![now, CLEARED])?;
    sql::run(
        conn,
        "INSERT INTO dashboard_session (hash, person, opened_at, seen_at, ends_at, code_owed)
         VALUES (?1, ?2, ?3, ?3, ?4, ?5)",
        params![
            new.session.0,
            person.row(),
            now,
            new.ends_at.as_millis(),
            new.code_owed
        ],
    )?;
    Ok(())
}

/// Opens one, if what was checked is still so.
pub(super) fn open_for(
    conn: &Connection,
    new: &NewSession,
    password: &PasswordHash,
) -> Result<bool, Failure> {
    let still = sql::exists(
        conn,
        "SELECT 1 FROM person WHERE id = ?1 AND password = ?2 AND (totp IS NOT NULL) = ?3",
        params![new.person.row(), password.as_phc(), new.code_owed],
    )?;
    if still {
        open(conn, new, new.person)?;
    }
    Ok(still)
}

pub(super) fn view(
    conn: &Connection,
    session: &Hash256,
    now: Timestamp,
) -> Result<Option<SessionView>, Failure> {
    let found = sql::first(conn, VIEW, params![session.0, now.as_millis()], |row| {
        rows::session(&mut InOrder::of(row))
    })?;
    let Some(mut view) = found else {
        return Ok(None);
    };
    view.memberships = sql::all(conn, MEMBERSHIPS, [view.person.id.row()], |row| {
        rows::membership(&mut InOrder::of(row))
    })?;
    Ok(Some(view))
}

pub(super) fn code_given(
    conn: &Connection,
    session: &Hash256,
    step: i64,
    new: &NewSession,
) -> Result<bool, Failure> {
    let person = new.person.row();
    let later = sql::run(
        conn,
        "UPDATE person SET totp_step = ?2
         WHERE id = ?1 AND totp_step < ?2 AND EXISTS (
             SELECT 1 FROM dashboard_session
             WHERE hash = ?3 AND person = ?1 AND code_owed = 1 AND ends_at > ?4)",
        params![person, step, session.0, new.opened_at.as_millis()],
    )?;
    if later == 0 {
        return Ok(false);
    }
    sql::run(
        conn,
        "DELETE FROM dashboard_session WHERE hash = ?1",
        [session.0],
    )?;
    open(conn, new, new.person)?;
    Ok(true)
}

pub(super) fn end_others(
    conn: &Connection,
    person: PersonId,
    keep: &Hash256,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "DELETE FROM dashboard_session WHERE person = ?1 AND hash <> ?2",
        params![person.row(), keep.0],
    )?;
    Ok(())
}
