//! What the browser brings about: page looked at, button pressed, dialog left.

use super::grant;
use crate::error::Failure;
use crate::writer::Write;
use crate::{sql, timeline};
use gangway_domain::{
    AccountId, Hash256, OnboardingState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{Claims, StartOutcome};
use rusqlite::{Connection, params};

/// Where an account stands and whose attempt is the latest.
struct Standing {
    state: OnboardingState,
    session: Option<Hash256>,
}

fn standing(conn: &Connection, account: AccountId) -> Result<Option<Standing>, Failure> {
    sql::first(
        conn,
        "SELECT state, session FROM account WHERE id = ?1",
        [account.row()],
        |row| {
            Ok(Standing {
                state: gangway_storage::rows::state(&row.get::<_, String>(0)?)?,
                session: row.get::<_, Option<[u8; 32]>>(1)?.map(Hash256),
            })
        },
    )
}

pub(super) fn open(
    write: &mut Write<'_>,
    account: AccountId,
    now: Timestamp,
) -> Result<(), Failure> {
    let conn = write.sql();
    let Some(before) = standing(conn, account)? else {
        return Ok(());
    };
    if let Some(next) = before.state.after(Transition::Open)
        && next != before.state
    {
        sql::run(
            conn,
            "UPDATE account SET state = ?2 WHERE id = ?1",
            params![account.row(), next.name()],
        )?;
        let entry = TimelineEntry::new(now, TimelineEvent::Opened);
        timeline::append(write, account, &entry)?;
    }
    Ok(())
}

pub(super) fn start(
    write: &mut Write<'_>,
    account: AccountId,
    session: Hash256,
    now: Timestamp,
) -> Result<StartOutcome, Failure> {
    let conn = write.sql();
    let Some(before) = standing(conn, account)? else {
        return Ok(StartOutcome::Closed);
    };
    let Some(next) = before.state.after(Transition::Start) else {
        return Ok(StartOutcome::Closed);
    };
    sql::run(
        conn,
        "UPDATE account SET state = ?2, session = ?3, started_at = ?4, problem = NULL,
             cancelled_step = NULL, disconnected = NULL
         WHERE id = ?1",
        params![account.row(), next.name(), session.0, now.as_millis()],
    )?;
    if let Some(mut known) = grant::load(conn, account)? {
        known.grant.claims = Claims::default();
        grant::save(conn, account, &known)?;
    }
    let entry = TimelineEntry::new(now, TimelineEvent::Started);
    timeline::append(write, account, &entry)?;
    Ok(StartOutcome::Started)
}

pub(super) fn claim_assets(
    conn: &Connection,
    account: AccountId,
    session: Hash256,
    claims: Claims,
) -> Result<bool, Failure> {
    let latest = standing(conn, account)?
        .is_some_and(|now| !now.state.is_final() && now.session == Some(session));
    if latest {
        let mut known = grant::load(conn, account)?.unwrap_or_default();
        known.grant.claims = claims;
        grant::save(conn, account, &known)?;
    }
    Ok(latest)
}

pub(super) fn cancel(
    write: &mut Write<'_>,
    account: AccountId,
    session: Hash256,
    step: Option<String>,
    cause: Option<String>,
    now: Timestamp,
) -> Result<(), Failure> {
    let conn = write.sql();
    let latest = standing(conn, account)?.filter(|latest| latest.session == Some(session));
    let Some(before) = latest else {
        return Ok(());
    };
    if let Some(next @ OnboardingState::Cancelled) = before.state.after(Transition::Cancel) {
        sql::run(
            conn,
            "UPDATE account SET state = ?2, problem = NULL, cancelled_step = ?3,
                 disconnected = NULL
             WHERE id = ?1",
            params![account.row(), next.name(), step],
        )?;
        let entry = TimelineEntry {
            step,
            cause,
            ..TimelineEntry::new(now, TimelineEvent::Cancelled)
        };
        timeline::append(write, account, &entry)?;
    }
    Ok(())
}
