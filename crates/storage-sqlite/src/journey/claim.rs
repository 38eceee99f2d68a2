//! Taking the lease: with a new code, with the token that is there, or with one that Meta
//! handed out.

use super::grant;
use super::lease::{self, Held};
use crate::error::Failure;
use crate::writer::Write;
use crate::{sql, steps, timeline};
use gangway_domain::{
    AccountId, Hash256, OnboardingState, Step, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{ClaimOutcome, Claims, Given, Lease, Recovery};
use rusqlite::{Connection, params};

/// What an account becomes when its lease is taken.
struct Claimed {
    state: OnboardingState,
    recovered: bool,
    not_before: Option<Timestamp>,
    event: TimelineEvent,
}

pub(super) fn exchange(
    write: &mut Write<'_>,
    account: AccountId,
    code: Hash256,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let conn = write.sql();
    let Some((held, state)) = open_for(conn, account, Transition::Exchange)? else {
        return Ok(ClaimOutcome::Closed);
    };
    if sql::exists(conn, "SELECT 1 FROM code_seen WHERE hash = ?1", [code.0])? {
        return Ok(ClaimOutcome::CodeSeen);
    }
    if held.is_by_another(lease.owner, now) {
        return Ok(ClaimOutcome::Busy);
    }
    sql::run(
        conn,
        "INSERT INTO code_seen (hash, account) VALUES (?1, ?2)",
        params![code.0, account.row()],
    )?;
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    known.forget_token();
    grant::save(conn, account, &known)?;
    steps::forget(conn, account, |step| !step.belongs_to_number())?;
    steps::begin(conn, account, Step::Exchange, now)?;
    let claimed = Claimed {
        state,
        recovered: false,
        not_before: held.not_before,
        event: TimelineEvent::Code,
    };
    take(write, account, lease, &claimed, now)?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) fn resume(
    write: &mut Write<'_>,
    account: AccountId,
    given: Given,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let conn = write.sql();
    let Some((held, state)) = open_for(conn, account, Transition::Provision)? else {
        return Ok(ClaimOutcome::Closed);
    };
    if held.is_by_another(lease.owner, now) {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    if known.grant.token.is_none() {
        return Ok(ClaimOutcome::NoToken);
    }
    // What Meta asked of one number is nothing against another.
    let other = given.is_another_number(&known.grant);
    if let Some(then) = held.not_before.filter(|then| now < *then && !other) {
        return Ok(ClaimOutcome::NotBefore(then));
    }
    if known.take(given) {
        grant::save(conn, account, &known)?;
    }
    let claimed = Claimed {
        state,
        recovered: held.recovered,
        not_before: None,
        event: TimelineEvent::Resumed,
    };
    take(write, account, lease, &claimed, now)?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) fn recovery(
    write: &mut Write<'_>,
    account: AccountId,
    recovery: Recovery,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let conn = write.sql();
    let Some((held, state)) = open_for(conn, account, Transition::Provision)? else {
        return Ok(ClaimOutcome::Closed);
    };
    if held.state.is_in_work() {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    known.forget_token();
    known.grant.token = Some(recovery.token);
    known.grant.token_at = Some(now);
    known.grant.claims = Claims {
        waba: Some(recovery.waba),
        phone_number: None,
    };
    grant::save(conn, account, &known)?;
    steps::forget(conn, account, |step| !step.belongs_to_number())?;
    let claimed = Claimed {
        state,
        recovered: true,
        not_before: held.not_before,
        event: TimelineEvent::Recovered,
    };
    take(write, account, lease, &claimed, now)?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

/// Where an account stands and what it becomes by that; `None` where it is closed to it.
fn open_for(
    conn: &Connection,
    account: AccountId,
    transition: Transition,
) -> Result<Option<(Held, OnboardingState)>, Failure> {
    let held = lease::held(conn, account)?;
    Ok(held.and_then(|held| {
        let next = held.state.after(transition)?;
        Some((held, next))
    }))
}

fn take(
    write: &mut Write<'_>,
    account: AccountId,
    lease: &Lease,
    claimed: &Claimed,
    now: Timestamp,
) -> Result<(), Failure> {
    sql::run(
        write.sql(),
        "UPDATE account SET state = ?2, lease_owner = ?3, lease_until = ?4, recovered = ?5,
             not_before = ?6, next_try = NULL, problem = NULL, cancelled_step = NULL,
             disconnected = NULL
         WHERE id = ?1",
        params![
            account.row(),
            claimed.state.name(),
            lease.owner,
            lease.until.as_millis(),
            claimed.recovered,
            claimed.not_before.map(Timestamp::as_millis),
        ],
    )?;
    timeline::append(write, account, &TimelineEntry::new(now, claimed.event))
}
