//! Removing an account.

use super::find;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{dialogs, jobs, journey, list, numbers, sql, timeline};
use gangway_domain::{
    ListedNumber, PartnerId, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::RemoveOutcome;
use rusqlite::params;

pub(super) struct Removed {
    pub(super) outcome: RemoveOutcome,
    /// Whether there is something to take back at once.
    pub(super) job_is_due: bool,
}

impl From<RemoveOutcome> for Removed {
    fn from(outcome: RemoveOutcome) -> Self {
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
) -> Result<Removed, Failure> {
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
    // A run that is under way notices its end at its next write; until then it may still be
    // doing something at Meta that has to be taken back after it.
    let work_ends = journey::lease_until(conn, account.id)?.filter(|until| now < *until);
    sql::run(
        conn,
        "UPDATE account SET state = ?2, removed_at = ?3, problem = NULL, cancelled_step = NULL,
             session = NULL, lease_owner = NULL, lease_until = NULL, next_try = NULL,
             not_before = NULL
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
    list::remove(conn, &account)?;
    let entry = TimelineEntry::new(now, TimelineEvent::Removed);
    timeline::append(write, account.id, &entry)?;
    bump_revision(write, partner)?;
    Ok(Removed {
        outcome: RemoveOutcome::Removed,
        job_is_due: has_token && work_ends.is_none(),
    })
}
