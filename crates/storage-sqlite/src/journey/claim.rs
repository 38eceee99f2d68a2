//! Taking the lease: with a new code, with the token that is there, or with one that Meta
//! handed out.

use super::{grant, lease};
use crate::error::Failure;
use crate::{sql, steps, timeline};
use gangway_domain::{
    AccountId, Hash256, OnboardingState, Sealed, Step, TimelineEntry, TimelineEvent, Timestamp,
    Transition,
};
use gangway_storage::{ClaimOutcome, Claims, GrantRecord, Lease, Recovery};
use rusqlite::{Connection, params};

pub(super) fn exchange(
    conn: &Connection,
    account: AccountId,
    code: Hash256,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some(held) = lease::held(conn, account)? else {
        return Ok(ClaimOutcome::Closed);
    };
    let Some(next) = held.state.after(Transition::Exchange) else {
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
    take(conn, account, next, lease)?;
    sql::run(
        conn,
        "UPDATE account SET recovered = 0 WHERE id = ?1",
        [account.row()],
    )?;
    claimed(conn, account, known, TimelineEvent::Code, now)
}

pub(super) fn resume(
    conn: &Connection,
    account: AccountId,
    pin: Option<Sealed>,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some(held) = lease::held(conn, account)? else {
        return Ok(ClaimOutcome::Closed);
    };
    let Some(next) = held.state.after(Transition::Provision) else {
        return Ok(ClaimOutcome::Closed);
    };
    if held.is_by_another(lease.owner, now) {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(conn, account)?.unwrap_or_default();
    if known.grant.token.is_none() {
        return Ok(ClaimOutcome::NoToken);
    }
    if let Some(then) = held.not_before.filter(|then| now < *then) {
        return Ok(ClaimOutcome::NotBefore(then));
    }
    if pin.is_some() {
        known.grant.pin = pin;
        grant::save(conn, account, &known)?;
    }
    take(conn, account, next, lease)?;
    sql::run(
        conn,
        "UPDATE account SET not_before = NULL WHERE id = ?1",
        [account.row()],
    )?;
    claimed(conn, account, known, TimelineEvent::Resumed, now)
}

pub(super) fn recovery(
    conn: &Connection,
    account: AccountId,
    recovery: Recovery,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some(held) = lease::held(conn, account)? else {
        return Ok(ClaimOutcome::Closed);
    };
    let Some(next) = held.state.after(Transition::Provision) else {
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
    take(conn, account, next, lease)?;
    sql::run(
        conn,
        "UPDATE account SET recovered = 1 WHERE id = ?1",
        [account.row()],
    )?;
    claimed(conn, account, known, TimelineEvent::Recovered, now)
}

fn take(
    conn: &Connection,
    account: AccountId,
    state: OnboardingState,
    lease: &Lease,
) -> Result<(), Failure> {
    sql::run(
        conn,
        "UPDATE account SET state = ?2, problem = NULL, cancelled_step = NULL,
             disconnected = NULL, next_try = NULL, lease_owner = ?3, lease_until = ?4
         WHERE id = ?1",
        params![
            account.row(),
            state.name(),
            lease.owner,
            lease.until.as_millis()
        ],
    )?;
    Ok(())
}

fn claimed(
    conn: &Connection,
    account: AccountId,
    known: GrantRecord,
    event: TimelineEvent,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    timeline::append(conn, account, &TimelineEntry::new(now, event))?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}
