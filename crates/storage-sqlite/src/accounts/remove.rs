//! Removing an account.

use super::find;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{connected, dialogs, jobs, journey, list, numbers, sql, timeline};
use gangway_domain::{
    ListedNumber, Onboarding, OnboardingState, PartnerId, TimelineEntry, TimelineEvent, Timestamp,
    Transition,
};
use gangway_storage::{RemoveConnectedOutcome, RemoveOutcome};
use rusqlite::{Connection, params};

pub(crate) struct Removed<Outcome> {
    pub(crate) outcome: Outcome,
    /// Whether there is something to take back at once.
    pub(crate) job_is_due: bool,
}

impl<Outcome> From<Outcome> for Removed<Outcome> {
    fn from(outcome: Outcome) -> Self {
        Self {
            outcome,
            job_is_due: false,
        }
    }
}

pub(super) fn remove(
    write: &mut Write<'_>,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<Removed<RemoveOutcome>, Failure> {
    let conn = write.sql();
    let Some(account) = find::by_number(conn, partner, number)? else {
        return Ok(RemoveOutcome::NotFound.into());
    };
    let Some(state) = account
        .state
        .after(Transition::Remove)
        .filter(|_| account.finished_at.is_none())
    else {
        return Ok(RemoveOutcome::Finished.into());
    };
    let entry = TimelineEntry::new(now, TimelineEvent::Removed);
    Ok(Removed {
        outcome: RemoveOutcome::Removed,
        job_is_due: take_out(write, &account, state, &entry)?,
    })
}

/// Removes the account that has connected a number.
pub(crate) fn remove_connected(
    write: &mut Write<'_>,
    partner: PartnerId,
    number: &ListedNumber,
    now: Timestamp,
) -> Result<Removed<RemoveConnectedOutcome>, Failure> {
    let conn = write.sql();
    let found = find::connected(conn, partner, number)?;
    let found = found.and_then(|account| {
        let state = account.state.after(Transition::Delete)?;
        Some((account, state))
    });
    let Some((account, state)) = found else {
        return Ok(if was_removed(conn, partner, number)? {
            RemoveConnectedOutcome::Removed.into()
        } else {
            RemoveConnectedOutcome::NotFound.into()
        });
    };
    numbers::forget(conn, account.id)?;
    let entry = TimelineEntry::new(now, TimelineEvent::Removed).cause("deleted");
    let job_is_due = take_out(write, &account, state, &entry)?;
    connected::leave(write.sql(), account.id)?;
    connected::drop_of(write.sql(), number)?;
    Ok(Removed {
        outcome: RemoveConnectedOutcome::Removed,
        job_is_due,
    })
}

/// Whether an account that had connected the number was removed, and no link uses it since.
fn was_removed(
    conn: &Connection,
    partner: PartnerId,
    number: &ListedNumber,
) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account
         WHERE number = ?1 AND partner = ?2 AND finished_at IS NOT NULL
             AND removed_at IS NOT NULL AND NOT EXISTS (
                 SELECT 1 FROM registered_number
                 WHERE number = ?1 AND partner = ?2 AND account IS NOT NULL)",
        params![number.as_str(), partner.row()],
    )
}

/// All that a removal changes, whatever the account was. Says whether a job is due at once.
fn take_out(
    write: &mut Write<'_>,
    account: &Onboarding,
    state: OnboardingState,
    entry: &TimelineEntry,
) -> Result<bool, Failure> {
    let (conn, now) = (write.sql(), entry.at);
    // A run that is under way notices its end at its next write; until then it may still be
    // doing something at Meta that has to be taken back after it.
    let work_ends = journey::lease_until(conn, account.id)?.filter(|until| now < *until);
    sql::run(
        conn,
        "UPDATE account SET state = ?2, removed_at = ?3, problem = NULL, cancelled_step = NULL,
             session = NULL, lease_owner = NULL, lease_until = NULL, next_try = NULL,
             not_before = NULL, disconnected = NULL
         WHERE id = ?1",
        params![account.id.row(), state.name(), now.as_millis()],
    )?;
    let has_token =
        journey::load_grant(conn, account.id)?.is_some_and(|known| known.grant.token.is_some());
    if has_token {
        jobs::take_back(conn, account.id, work_ends.unwrap_or(now))?;
    } else {
        journey::erase_grant(conn, account.id)?;
    }
    dialogs::forget(conn, account.id)?;
    numbers::unlink(conn, account.id)?;
    list::remove(conn, account)?;
    timeline::append(write, account.id, entry)?;
    bump_revision(write, account.partner)?;
    Ok(has_token && work_ends.is_none())
}
