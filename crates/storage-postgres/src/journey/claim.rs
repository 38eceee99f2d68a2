//! Taking the lease: with a new code, with the token that is there, or with one that Meta
//! handed out.

use super::held::Held;
use super::{grant, steps};
use crate::error::Failure;
use crate::timeline::Happened;
use crate::unit::{Statement, Unit};
use gangway_domain::{
    AccountId, Hash256, OnboardingState, Step, TimelineEntry, TimelineEvent, Timestamp, Transition,
};
use gangway_storage::{ClaimOutcome, Claims, Given, Lease, Recovery};

/// What an account becomes when its lease is taken.
struct Claimed {
    state: OnboardingState,
    recovered: bool,
    not_before: Option<Timestamp>,
    event: TimelineEvent,
}

pub(super) async fn exchange(
    unit: &Unit,
    account: AccountId,
    code: Hash256,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some((held, state)) = open_for(unit, account, Transition::Exchange).await? else {
        return Ok(ClaimOutcome::Closed);
    };
    let sql = "SELECT 1 FROM code_seen WHERE hash = $1";
    if unit.first(sql, &[&code.0.as_slice()]).await?.is_some() {
        return Ok(ClaimOutcome::CodeSeen);
    }
    if held.is_kept_from(lease.owner, now) {
        return Ok(ClaimOutcome::Busy);
    }
    // Another account may be bringing the same code at this moment.
    let new = unit
        .run(
            "INSERT INTO code_seen (hash, account) VALUES ($1, $2) ON CONFLICT (hash) DO NOTHING",
            &[&code.0.as_slice(), &account.row()],
        )
        .await?;
    if new == 0 {
        return Ok(ClaimOutcome::CodeSeen);
    }
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    known.forget_token();
    grant::save(unit, account, &known).await?;
    steps::forget(unit, account, |step| !step.belongs_to_number()).await?;
    let claimed = Claimed {
        state,
        recovered: false,
        not_before: held.not_before,
        event: TimelineEvent::Code,
    };
    take(unit, account, lease, claimed, now).await?;
    steps::begin(unit, account, Step::Exchange, now).await?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) async fn resume(
    unit: &Unit,
    account: AccountId,
    given: &Given,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some((held, state)) = open_for(unit, account, Transition::Provision).await? else {
        return Ok(ClaimOutcome::Closed);
    };
    if held.is_kept_from(lease.owner, now) {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    if known.grant.token.is_none() {
        return Ok(ClaimOutcome::NoToken);
    }
    // What Meta asked of one number is nothing against another.
    let other = given.is_another_number(&known.grant);
    if let Some(not_before) = held.not_before.filter(|end| now < *end && !other) {
        return Ok(ClaimOutcome::NotBefore(not_before));
    }
    if known.take(given.clone()) {
        grant::save(unit, account, &known).await?;
    }
    let claimed = Claimed {
        state,
        recovered: held.recovered,
        not_before: None,
        event: TimelineEvent::Resumed,
    };
    take(unit, account, lease, claimed, now).await?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

pub(super) async fn recovery(
    unit: &Unit,
    account: AccountId,
    recovery: &Recovery,
    lease: &Lease,
    now: Timestamp,
) -> Result<ClaimOutcome, Failure> {
    let Some((held, state)) = open_for(unit, account, Transition::Provision).await? else {
        return Ok(ClaimOutcome::Closed);
    };
    if held.state.is_in_work() {
        return Ok(ClaimOutcome::Busy);
    }
    let mut known = grant::load(unit, account).await?.unwrap_or_default();
    known.forget_token();
    known.grant.token = Some(recovery.token.clone());
    known.grant.token_at = Some(now);
    known.grant.claims = Claims {
        waba: Some(recovery.waba.clone()),
        phone_number: None,
    };
    grant::save(unit, account, &known).await?;
    steps::forget(unit, account, |step| !step.belongs_to_number()).await?;
    let claimed = Claimed {
        state,
        recovered: true,
        not_before: held.not_before,
        event: TimelineEvent::Recovered,
    };
    take(unit, account, lease, claimed, now).await?;
    Ok(ClaimOutcome::Claimed(Box::new(known.grant)))
}

/// Where an account stands and what it becomes by that, locked until the unit ends; `None` where
/// it is closed to it.
async fn open_for(
    unit: &Unit,
    account: AccountId,
    transition: Transition,
) -> Result<Option<(Held, OnboardingState)>, Failure> {
    let held = Held::lock(unit, account).await?;
    Ok(held.and_then(|held| {
        let next = held.state.after(transition)?;
        Some((held, next))
    }))
}

async fn take(
    unit: &Unit,
    account: AccountId,
    lease: &Lease,
    claimed: Claimed,
    now: Timestamp,
) -> Result<(), Failure> {
    let entry = TimelineEntry::new(now, claimed.event);
    let changes: [Statement<'_>; 1] = [(
        "UPDATE account SET state = $2, lease_owner = $3, lease_until = $4, recovered = $5,
                 not_before = $6, next_try = NULL, problem = NULL, cancelled_step = NULL,
                 disconnected = NULL
             WHERE id = $1",
        &[
            &account.row(),
            &claimed.state.name(),
            &lease.owner,
            &lease.until.as_millis(),
            &claimed.recovered,
            &claimed.not_before.map(Timestamp::as_millis),
        ],
    )];
    Happened::to(account, &entry).note(unit, &changes).await
}
