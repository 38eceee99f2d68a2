//! The finish.

use super::lease;
use crate::error::Failure;
use crate::partners::bump_revision;
use crate::writer::Write;
use crate::{accounts, connected, list, numbers, sql, steps, timeline};
use gangway_domain::{
    AccountId, ListedNumber, MetaBusinessId, Onboarding, OnboardingState, PhoneNumber, Step,
    StepState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{FinishOutcome, Finished, fragment, search};
use rusqlite::{Connection, params};

pub(super) fn finish(
    write: &mut Write<'_>,
    account: AccountId,
    owner: i64,
    finished: Finished,
) -> Result<FinishOutcome, Failure> {
    let conn = write.sql();
    let Some(held) = lease::held(conn, account)? else {
        return Ok(FinishOutcome::LeaseLost);
    };
    if held.state == OnboardingState::Removed {
        return Ok(FinishOutcome::Removed);
    }
    let Some(next) = held
        .state
        .after(Transition::Finish)
        .filter(|_| held.is_by(owner))
    else {
        return Ok(FinishOutcome::LeaseLost);
    };
    let Some(mut row) = accounts::by_id(conn, account)? else {
        return Ok(FinishOutcome::LeaseLost);
    };
    if number_taken(conn, &row, &finished.number)? {
        return Ok(FinishOutcome::NumberTaken);
    }
    numbers::connect(conn, account, &finished.number, finished.at)?;
    let number = ListedNumber::Real(finished.number);
    let previous = std::mem::replace(&mut row.number, number);
    row.state = next;
    row.finished_at = row.finished_at.or(Some(finished.at));
    row.not_before = None;
    store(conn, &row, finished.business.as_ref())?;
    connected::due_by(conn, account, finished.at)?;
    let (done, at) = (StepState::Done, finished.at);
    steps::end(conn, account, Step::Finish, done, None, at)?;
    let entry = TimelineEntry {
        cause: row.recovered.then(|| "recovered".to_owned()),
        ..TimelineEntry::new(finished.at, TimelineEvent::Finished)
    };
    let previous = (previous != row.number).then_some(previous);
    timeline::append_finish(write, account, &entry, previous.as_ref())?;
    bump_revision(write, row.partner)?;
    Ok(FinishOutcome::Finished(Box::new(row)))
}

/// Whether another account of the partner lists the number, or its link uses it, or it was
/// handed out as a temporary one to anybody.
fn number_taken(
    conn: &Connection,
    account: &Onboarding,
    number: &PhoneNumber,
) -> Result<bool, Failure> {
    sql::exists(
        conn,
        "SELECT 1 FROM account
         WHERE number = ?1 AND partner = ?2 AND finished_at IS NOT NULL
             AND removed_at IS NULL AND id <> ?3
         UNION ALL SELECT 1 FROM temporary_number WHERE number = ?1
         UNION ALL SELECT 1 FROM registered_number
             WHERE number = ?1 AND partner = ?2 AND account <> ?3",
        params![number.as_str(), account.partner.row(), account.id.row()],
    )
}

fn store(
    conn: &Connection,
    account: &Onboarding,
    business: Option<&MetaBusinessId>,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE account SET state = ?2, number = ?3, meta_business = ?4, finished_at = ?5,
             search = ?6, lease_owner = NULL, lease_until = NULL, next_try = NULL,
             not_before = NULL, renewal_requested_at = NULL
         WHERE id = ?1",
        params![
            account.id.row(),
            account.state.name(),
            account.number.as_str(),
            business.map(MetaBusinessId::as_str),
            account.finished_at.map(Timestamp::as_millis),
            search::haystack(&account.number, &account.details),
        ],
    )?;
    list::replace(conn, account, &fragment(account))
}
