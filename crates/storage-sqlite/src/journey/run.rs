//! What the holder of the lease writes: steps that are begun, done, left out or failed.

use super::{grant, lease};
use crate::error::Failure;
use crate::writer::Write;
use crate::{sql, steps, timeline};
use gangway_domain::{
    AccountId, Problem, Step, StepState, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{Progress, StepError, StepFailure, StepRecord, Then};
use rusqlite::{Connection, params};

pub(super) fn begin_step(
    conn: &Connection,
    account: AccountId,
    owner: i64,
    step: Step,
    now: Timestamp,
) -> Result<Option<StepRecord>, Failure> {
    if lease::held_by(conn, account, owner)?.is_none() {
        return Ok(None);
    }
    steps::begin(conn, account, step, now).map(Some)
}

pub(super) fn progress(
    write: &mut Write<'_>,
    account: AccountId,
    owner: i64,
    done: Progress,
    now: Timestamp,
) -> Result<bool, Failure> {
    let conn = write.sql();
    let Some(held) = lease::held_by(conn, account, owner)? else {
        return Ok(false);
    };
    if matches!(done, Progress::Exchanged(_))
        && let Some(next) = held.state.after(Transition::Provision)
    {
        sql::run(
            conn,
            "UPDATE account SET state = ?2 WHERE id = ?1",
            params![account.row(), next.name()],
        )?;
    }
    let ended = done.step();
    let skipped = match &done {
        Progress::Skipped(_, error) => Some(error.clone()),
        _ => None,
    };
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    let is_other_number = known.advance(done, now);
    grant::save(conn, account, &known)?;
    if is_other_number {
        steps::forget(conn, account, Step::belongs_to_number)?;
    }
    if let Some(step) = ended {
        note_end(write, account, step, skipped.as_ref(), now)?;
    }
    Ok(true)
}

fn note_end(
    write: &mut Write<'_>,
    account: AccountId,
    step: Step,
    skipped: Option<&StepError>,
    now: Timestamp,
) -> Result<(), Failure> {
    let (state, event) = match skipped {
        None => (StepState::Done, TimelineEvent::StepDone),
        Some(_) => (StepState::Skipped, TimelineEvent::StepSkipped),
    };
    steps::end(write.sql(), account, step, state, skipped, now)?;
    let entry = TimelineEntry {
        cause: skipped.map(|error| error.text.clone()),
        ..TimelineEntry::new(now, event).step(step.name())
    };
    timeline::append(write, account, &entry)
}

pub(super) fn fail_step(
    write: &mut Write<'_>,
    account: AccountId,
    owner: i64,
    failure: &StepFailure,
    now: Timestamp,
) -> Result<bool, Failure> {
    let conn = write.sql();
    let Some(held) = lease::held_by(conn, account, owner)? else {
        return Ok(false);
    };
    let error = failure.error.as_ref();
    let said = error.map(|error| error.text.clone());
    let (state, event, cause) = match failure.then {
        Then::Again => (StepState::Waiting, TimelineEvent::StepWaits, said),
        Then::Later { at, asked_by_meta } => {
            wait(conn, account, at, asked_by_meta)?;
            (StepState::Waiting, TimelineEvent::StepWaits, said)
        }
        Then::Halt {
            problem,
            not_before,
        } => {
            let Some(next) = held.state.after(Transition::Halt(problem)) else {
                return Ok(false);
            };
            sql::run(
                conn,
                "UPDATE account SET state = ?2, problem = ?3,
                     not_before = coalesce(?4, not_before), lease_owner = NULL,
                     lease_until = NULL
                 WHERE id = ?1",
                params![
                    account.row(),
                    next.name(),
                    problem.name(),
                    not_before.map(Timestamp::as_millis),
                ],
            )?;
            let cause = halted_by(problem, said);
            (StepState::Failed, TimelineEvent::Halted, Some(cause))
        }
    };
    steps::end(conn, account, failure.step, state, error, now)?;
    let entry = TimelineEntry {
        cause,
        ..TimelineEntry::new(now, event).step(failure.step.name())
    };
    timeline::append(write, account, &entry)?;
    Ok(true)
}

fn wait(
    conn: &Connection,
    account: AccountId,
    at: Timestamp,
    asked_by_meta: bool,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE account SET next_try = ?2, lease_owner = NULL, lease_until = NULL,
             not_before = CASE WHEN ?3 THEN ?2 ELSE not_before END
         WHERE id = ?1",
        params![account.row(), at.as_millis(), asked_by_meta],
    )?;
    Ok(())
}

fn halted_by(problem: Problem, said: Option<String>) -> String {
    said.map_or_else(
        || problem.name().to_owned(),
        |said| format!("{}: {said}", problem.name()),
    )
}
