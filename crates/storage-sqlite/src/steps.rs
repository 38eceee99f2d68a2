//! The records of a set-up's steps.

use crate::error::Failure;
use crate::{rows, sql};
use gangway_domain::{AccountId, Step, StepState, Timestamp};
use gangway_storage::{StepError, StepRecord};
use rusqlite::{Connection, params};

/// Notes that a step is begun and counts the try, anew where it had ended and is made in every
/// run; gives its record as it was before.
pub(crate) fn begin(
    conn: &Connection,
    account: AccountId,
    step: Step,
    now: Timestamp,
) -> Result<StepRecord, Failure> {
    let before = sql::first(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::step_columns!(),
            " FROM step WHERE account = ?1 AND step = ?2"
        ),
        params![account.row(), step.name()],
        rows::step,
    )?;
    sql::run(
        conn,
        "INSERT INTO step (account, step, state, tries, first_try, last_try)
         VALUES (?1, ?2, ?3, 1, ?4, ?4)
         ON CONFLICT (account, step) DO UPDATE SET state = excluded.state,
             tries = CASE WHEN ?5 AND state IN ('done', 'skipped') THEN 1 ELSE tries + 1 END,
             first_try = CASE WHEN ?5 AND state IN ('done', 'skipped') THEN excluded.first_try
                 ELSE coalesce(first_try, excluded.first_try) END,
             last_try = excluded.last_try",
        params![
            account.row(),
            step.name(),
            StepState::Begun.name(),
            now.as_millis(),
            !step.belongs_to_number(),
        ],
    )?;
    Ok(before.unwrap_or(StepRecord::untried(step)))
}

/// Notes how a step ended, and what was said, in the place of what was said before. Whoever
/// did not say that it was begun has tried it once, now.
pub(crate) fn end(
    conn: &Connection,
    account: AccountId,
    step: Step,
    state: StepState,
    error: Option<&StepError>,
    now: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "INSERT INTO step (account, step, state, tries, first_try, last_try, error, http_status,
             code, subcode, details, fbtrace_id)
         VALUES (?1, ?2, ?3, 1, ?10, ?10, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (account, step) DO UPDATE SET state = excluded.state,
             error = excluded.error, http_status = excluded.http_status, code = excluded.code,
             subcode = excluded.subcode, details = excluded.details,
             fbtrace_id = excluded.fbtrace_id",
        params![
            account.row(),
            step.name(),
            state.name(),
            error.map(|error| &error.text),
            error.and_then(|error| error.http_status),
            error.and_then(|error| error.code),
            error.and_then(|error| error.subcode),
            error.and_then(|error| error.details.as_ref()),
            error.and_then(|error| error.fbtrace_id.as_ref()),
            now.as_millis(),
        ],
    )?;
    Ok(())
}

/// Forgets the records of the steps of which `which` is true.
pub(crate) fn forget(
    conn: &Connection,
    account: AccountId,
    which: impl Fn(Step) -> bool,
) -> Result<(), Failure> {
    for step in Step::ALL.into_iter().filter(|step| which(*step)) {
        sql::run(
            conn,
            "DELETE FROM step WHERE account = ?1 AND step = ?2",
            params![account.row(), step.name()],
        )?;
    }
    Ok(())
}

/// The records of an account's steps, in the order of the steps.
pub(crate) fn of(conn: &Connection, account: AccountId) -> Result<Vec<StepRecord>, Failure> {
    let mut records = sql::all(
        conn,
        concat!(
            "SELECT ",
            gangway_storage::step_columns!(),
            " FROM step WHERE account = ?1"
        ),
        [account.row()],
        rows::step,
    )?;
    records.sort_by_key(|record| record.step);
    Ok(records)
}
